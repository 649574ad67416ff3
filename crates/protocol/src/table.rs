//! A map for a handful of things: a sorted list.
//!
//! Peers, clients, clusters and the keys of a small store are looked up with every message, and there are few of them. A sorted list finds one
//! of them sooner than a tree does, a copy of it is one piece of memory, and it takes a fraction of the code. Putting something new into the
//! middle moves what comes after; so it is not for what is large and grows in no order.

use alloc::vec::Vec;
use core::borrow::Borrow;
use core::ops::Index;
use serde::{Serialize, Serializer};

/// A map whose pairs are kept in order of their keys.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Table<K, V> {
    pairs: Vec<(K, V)>,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K, V> Table<K, V> {
    /// Nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { pairs: Vec::new() }
    }

    /// How many pairs there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The pairs in order of their keys.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> + ExactSizeIterator + Clone {
        self.pairs.iter().map(|(key, value)| (key, value))
    }

    /// The keys in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> + ExactSizeIterator + Clone {
        self.pairs.iter().map(|(key, _)| key)
    }

    /// The values in order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> + ExactSizeIterator + Clone {
        self.pairs.iter().map(|(_, value)| value)
    }

    /// The values in order of their keys, to change.
    pub fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut V> + ExactSizeIterator {
        self.pairs.iter_mut().map(|(_, value)| value)
    }

    /// The pairs in order of their keys, the values to change.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = (&K, &mut V)> + ExactSizeIterator {
        self.pairs.iter_mut().map(|(key, value)| (&*key, value))
    }

    /// The pair at a place in the order.
    #[must_use]
    pub fn nth(&self, place: usize) -> Option<(&K, &V)> {
        self.pairs.get(place).map(|(key, value)| (key, value))
    }

    /// Keeps only the pairs that are wanted.
    pub fn retain(&mut self, mut wanted: impl FnMut(&K, &mut V) -> bool) {
        self.pairs.retain_mut(|(key, value)| wanted(key, value));
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        self.pairs.clear();
    }
}

impl<K: Ord, V> Table<K, V> {
    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        self.pairs.binary_search_by(|(other, _)| other.borrow().cmp(key))
    }

    /// What belongs to `key`.
    #[must_use]
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.place(key).ok().map(|place| &self.pairs[place].1)
    }

    /// What belongs to `key`, to change.
    #[must_use]
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.place(key).ok().map(|place| &mut self.pairs[place].1)
    }

    /// Whether anything belongs to `key`.
    #[must_use]
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).is_ok()
    }

    /// Lets `value` belong to `key`; gives back what did before.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Ok(place) => Some(core::mem::replace(&mut self.pairs[place].1, value)),
            Err(place) => {
                self.pairs.insert(place, (key, value));
                None
            }
        }
    }

    /// What belongs to `key`; if there is nothing yet, what `make` makes from now on.
    pub fn or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let place = match self.place(&key) {
            Ok(place) => place,
            Err(place) => {
                self.pairs.insert(place, (key, make()));
                place
            }
        };
        &mut self.pairs[place].1
    }

    /// Takes out what belongs to `key`.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.place(key).ok().map(|place| self.pairs.remove(place).1)
    }
}

impl<K: Ord, V: Default> Table<K, V> {
    /// What belongs to `key`; if there is nothing yet, the default from now on.
    pub fn or_default(&mut self, key: K) -> &mut V {
        self.or_insert_with(key, V::default)
    }
}

impl<K, V> IntoIterator for Table<K, V> {
    type Item = (K, V);
    type IntoIter = alloc::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.pairs.into_iter()
    }
}

impl<K: Ord + Borrow<Q>, V, Q: Ord + ?Sized> Index<&Q> for Table<K, V> {
    type Output = V;

    /// What belongs to `key`.
    ///
    /// # Panics
    /// If nothing does: a programmer's error.
    fn index(&self, key: &Q) -> &V {
        self.get(key).expect("the key is there")
    }
}

impl<K: Ord, V> Extend<(K, V)> for Table<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, pairs: I) {
        for (key, value) in pairs {
            self.insert(key, value);
        }
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Table<K, V> {
    /// Of several pairs with the same key the last one counts.
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut table = Self::new();
        table.extend(pairs);
        table
    }
}

impl<K: Serialize, V: Serialize> Serialize for Table<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// A set of a handful of things: a sorted list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SmallSet<T> {
    items: Table<T, ()>,
}

impl<T> Default for SmallSet<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> SmallSet<T> {
    /// Nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { items: Table::new() }
    }

    /// How many things are in it.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The things in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator + Clone {
        self.items.keys()
    }

    /// The least.
    #[must_use]
    pub fn first(&self) -> Option<&T> {
        self.items.nth(0).map(|(item, ())| item)
    }

    /// Keeps only the things that are wanted.
    pub fn retain(&mut self, mut wanted: impl FnMut(&T) -> bool) {
        self.items.retain(|item, ()| wanted(item));
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        self.items.clear();
    }
}

impl<T: Ord> SmallSet<T> {
    /// Whether this is in it.
    #[must_use]
    pub fn contains(&self, item: &T) -> bool {
        self.items.contains_key(item)
    }

    /// Puts something in; says whether it was not in it.
    pub fn insert(&mut self, item: T) -> bool {
        self.items.insert(item, ()).is_none()
    }

    /// Takes something out; says whether it was in it.
    pub fn remove(&mut self, item: &T) -> bool {
        self.items.remove(item).is_some()
    }
}

impl<T: Ord> Extend<T> for SmallSet<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        for item in items {
            self.insert(item);
        }
    }
}

impl<T: Ord> FromIterator<T> for SmallSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut set = Self::new();
        set.extend(items);
        set
    }
}

impl<T: Serialize> Serialize for SmallSet<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn whatever_is_put_in_and_taken_out_it_is_what_a_tree_would_be() {
        let (mut table, mut tree, mut dice) = (Table::new(), BTreeMap::new(), 7_u64);
        for value in 0..2_000 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let key = dice >> 58;
            match dice >> 30 & 3 {
                0 => assert_eq!(table.remove(&key), tree.remove(&key)),
                1 => assert_eq!(*table.or_insert_with(key, || value), *tree.entry(key).or_insert(value)),
                _ => assert_eq!(table.insert(key, value), tree.insert(key, value)),
            }
            assert!(table.iter().eq(tree.iter()) && table.len() == tree.len());
            assert_eq!(
                (table.get(&key), table.contains_key(&key)),
                (tree.get(&key), tree.contains_key(&key))
            );
        }
        assert_eq!(tree.into_iter().collect::<Table<_, _>>(), table);
    }

    #[test]
    fn a_small_set_holds_what_a_tree_would() {
        let (mut set, mut tree, mut dice) = (SmallSet::new(), BTreeSet::new(), 9_u64);
        for _ in 0..2_000 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let item = dice >> 58;
            if dice >> 30 & 1 == 0 {
                assert_eq!(set.remove(&item), tree.remove(&item));
            } else {
                assert_eq!(set.insert(item), tree.insert(item));
            }
            assert!(set.iter().eq(tree.iter()) && set.first() == tree.first() && set.len() == tree.len());
            assert_eq!(set.contains(&item), tree.contains(&item));
        }
        set.retain(|item| item % 2 == 0);
        assert!(set.iter().eq(tree.iter().filter(|item| *item % 2 == 0)));
    }
}
