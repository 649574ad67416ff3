//! Sorting a handful of things.
//!
//! The lists here (members, clusters, labels of a picture) are short. The standard library's sort is made for long ones and is compiled
//! anew, several kilobytes of it, for each kind of item, also behind every collection of pairs into a map; in a page that has to be small,
//! straight insertion does better.

use alloc::collections::BTreeMap;
use core::cmp::Ordering;

/// Sorts a short list; equal items keep their order. Takes time in the square of the length.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    for end in 1..items.len() {
        let mut place = end;
        while place > 0 && compare(&items[place], &items[place - 1]).is_lt() {
            items.swap(place, place - 1);
            place -= 1;
        }
    }
}

/// Sorts a short list by a key; items with equal keys keep their order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// The map of these pairs; of several with the same key the last one counts.
pub fn map_of<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    for (key, value) in pairs {
        map.insert(key, value);
    }
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_as_the_standard_library_does() {
        let mut items = [(3, 'a'), (1, 'b'), (3, 'c'), (2, 'd'), (1, 'e')];
        let mut standard = items;
        standard.sort_by_key(|item| item.0);
        sort_by_key(&mut items, |item| item.0);
        assert_eq!(items, standard);
    }

    #[test]
    fn a_map_is_what_the_standard_library_collects() {
        let pairs = [(3, 'a'), (1, 'b'), (3, 'c'), (2, 'd')];
        assert_eq!(map_of(pairs), pairs.into_iter().collect());
    }
}
