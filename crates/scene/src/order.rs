//! Sorting a handful of things.
//!
//! The lists of a picture (clusters, nodes, labels) are short. The standard library's sort is made for long ones and is compiled
//! anew, several kilobytes of it, for each kind of item; in a page that has to be small, straight insertion does better.

use std::cmp::Ordering;

/// Sorts a short list; equal items keep their order. Takes time in the square of the length.
pub(crate) fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    for end in 1..items.len() {
        let mut place = end;
        while place > 0 && compare(&items[place], &items[place - 1]).is_lt() {
            items.swap(place, place - 1);
            place -= 1;
        }
    }
}

/// Sorts a short list by a key; items with equal keys keep their order.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
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
}
