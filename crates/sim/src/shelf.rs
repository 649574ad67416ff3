//! A long list that is cheap to copy: chunks that copies share until one of them changes a chunk.
//!
//! A run grows lists without end (events, what the checks remember of committed entries), and the history of a run keeps
//! copies of the whole world. Sharing makes such a copy cost a pointer for each chunk instead of every item.

use std::collections::VecDeque;
use std::sync::Arc;

/// A list that grows at the end and may be dropped from the front. It is made of chunks of `CHUNK` items: of a chunk that changes, copies
/// that shared it keep a copy of their own.
#[derive(Clone, Debug)]
pub struct Shelf<T, const CHUNK: usize = 128> {
    chunks: VecDeque<Arc<Vec<T>>>,
    len: usize,
}

impl<T, const CHUNK: usize> Default for Shelf<T, CHUNK> {
    fn default() -> Self {
        Self { chunks: VecDeque::new(), len: 0 }
    }
}

impl<T: Clone, const CHUNK: usize> Shelf<T, CHUNK> {
    /// How many items there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds an item at the end.
    pub fn push(&mut self, item: T) {
        match self.chunks.back_mut() {
            Some(chunk) if chunk.len() < CHUNK => Arc::make_mut(chunk).push(item),
            _ => {
                self.chunks.push_back(Arc::new(vec![item]));
            }
        }
        self.len += 1;
    }

    /// Takes the last item off again.
    pub fn pop(&mut self) -> Option<T> {
        let chunk = Arc::make_mut(self.chunks.back_mut()?);
        let item = chunk.pop();
        if chunk.is_empty() {
            self.chunks.pop_back();
        }
        self.len -= 1;
        item
    }

    /// Drops a whole chunk from the front if at least `keep` items remain; says how many went.
    pub fn drop_front(&mut self, keep: usize) -> usize {
        let first = self.chunks.front().map_or(0, |chunk| chunk.len());
        if first == 0 || self.len < keep + first {
            return 0;
        }
        self.chunks.pop_front();
        self.len -= first;
        first
    }

    /// The items from `place` on, in memory of their own that is no larger than they need.
    #[must_use]
    pub fn from_place(&self, place: usize) -> Self {
        let mut copy = Self::default();
        self.iter_from(place).for_each(|item| copy.push(item.clone()));
        copy
    }

    /// The item at `place`, counted from the front.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<&T> {
        self.chunks.get(place / CHUNK)?.get(place % CHUNK)
    }

    /// The item at `place`, to change.
    pub fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        Arc::make_mut(self.chunks.get_mut(place / CHUNK)?).get_mut(place % CHUNK)
    }

    /// The last item.
    #[must_use]
    pub fn last(&self) -> Option<&T> {
        self.chunks.back()?.last()
    }

    /// All items in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + Clone {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }

    /// The items from `place` on, in order.
    pub fn iter_from(&self, place: usize) -> impl DoubleEndedIterator<Item = &T> + Clone {
        let place = place.min(self.len);
        let first = place / CHUNK;
        self.chunks.iter().skip(first).enumerate().flat_map(move |(nth, chunk)| {
            let skip = if nth == 0 { place % CHUNK } else { 0 };
            chunk.iter().skip(skip)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf(n: u32) -> Shelf<u32> {
        let mut shelf = Shelf::default();
        (0..n).for_each(|i| shelf.push(i));
        shelf
    }

    #[test]
    fn items_are_found_where_they_were_put() {
        let shelf = shelf(1000);
        assert_eq!(shelf.len(), 1000);
        assert!((0..1000).all(|i| shelf.get(i) == Some(&(i as u32))));
        assert_eq!((shelf.get(1000), shelf.last()), (None, Some(&999)));
        assert!(shelf.iter().copied().eq(0..1000));
        for from in [0, 1, 127, 128, 129, 999, 1000, 5000] {
            assert!(shelf.iter_from(from).copied().eq(from as u32..1000.max(from as u32)), "from {from}");
        }
        assert!(shelf.iter_from(130).rev().copied().eq((130..1000).rev()));
    }

    #[test]
    fn a_copy_does_not_see_later_changes() {
        let mut one = shelf(300);
        let other = one.clone();
        one.push(300);
        *one.get_mut(5).unwrap() = 99;
        assert_eq!((other.len(), other.get(5)), (300, Some(&5)));
        assert_eq!((one.len(), one.get(5), one.last()), (301, Some(&99), Some(&300)));
    }

    #[test]
    fn the_end_of_a_list_is_a_list_of_its_own() {
        let shelf = shelf(300);
        for place in [0, 1, 127, 128, 200, 299, 300, 400] {
            assert!(shelf.from_place(place).iter().eq(shelf.iter_from(place)), "from {place}");
        }
    }

    #[test]
    fn dropping_from_the_front_keeps_what_was_asked() {
        let mut shelf = shelf(300);
        assert_eq!(shelf.drop_front(200), 0);
        assert_eq!(shelf.drop_front(172), 128);
        assert_eq!((shelf.len(), shelf.get(0)), (172, Some(&128)));
    }
}
