//! Two tables with open addressing, for keys that are as good as random or are scrambled first. Neither is ever iterated over.

use super::fingerprint::scramble;

/// How many places of sixteen may be taken before a table grows.
const FULL: usize = 13;

/// Numbers by key.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// Key and number plus one; a number of 0 marks a free place.
    places: Vec<(u64, u32)>,
    len: usize,
}

impl Numbers {
    fn place(&self, key: u64) -> usize {
        let mask = self.places.len() - 1;
        let mut place = scramble(key) as usize & mask;
        while self.places[place].1 != 0 && self.places[place].0 != key {
            place = (place + 1) & mask;
        }
        place
    }

    #[inline]
    pub(super) fn get(&self, key: u64) -> Option<u32> {
        if self.places.is_empty() {
            return None;
        }
        self.places[self.place(key)].1.checked_sub(1)
    }

    /// Notes a number, which must be less than `u32::MAX`.
    pub(super) fn insert(&mut self, key: u64, number: u32) {
        if self.len * 16 >= self.places.len() * FULL {
            let larger = vec![(0, 0); (self.places.len() * 2).max(64)];
            let smaller = std::mem::replace(&mut self.places, larger);
            for (key, number) in smaller.into_iter().filter(|&(_, number)| number != 0) {
                let place = self.place(key);
                self.places[place] = (key, number);
            }
        }
        let place = self.place(key);
        self.len += usize::from(self.places[place].1 == 0);
        self.places[place] = (key, number + 1);
    }
}

/// The states that have been reached: of each one its fingerprint, and by which step from which other it was reached first.
///
/// A fingerprint takes 8 bytes of a place in the table, a way 6 bytes of a list; nothing else is kept of a state once its successors are
/// known.
#[derive(Debug, Default)]
pub(super) struct Reached {
    /// Fingerprints; 0 marks a free place.
    places: Vec<u64>,
    /// By state, in the order in which they were reached: from which state …
    parents: Chunks<u32>,
    /// … and by which of its steps.
    steps: Chunks<u16>,
}

impl Reached {
    pub(super) fn len(&self) -> usize {
        self.parents.len
    }

    /// Notes a state, unless it has been reached before; says whether it is new.
    #[inline]
    pub(super) fn insert(&mut self, print: u64, parent: u32, step: u16) -> bool {
        if self.len() * 16 >= self.places.len() * FULL {
            self.grow();
        }
        let print = print.max(1);
        let place = Self::place(&self.places, print);
        if self.places[place] == print {
            return false;
        }
        self.places[place] = print;
        self.parents.push(parent);
        self.steps.push(step);
        true
    }

    /// Where a fingerprint is or belongs. It is as good as random already.
    fn place(places: &[u64], print: u64) -> usize {
        let mask = places.len() - 1;
        let mut place = print as usize & mask;
        while places[place] != 0 && places[place] != print {
            place = (place + 1) & mask;
        }
        place
    }

    fn grow(&mut self) {
        let mut larger = vec![0; (self.places.len() * 2).max(1 << 12)];
        for &print in self.places.iter().filter(|&&print| print != 0) {
            let place = Self::place(&larger, print);
            larger[place] = print;
        }
        self.places = larger;
    }

    /// The steps from the first state to this one, each as a number among the steps of the state before.
    pub(super) fn way_to(&self, state: u32) -> Vec<u16> {
        let mut way = Vec::new();
        let mut state = state;
        while state != 0 {
            way.push(self.steps.get(state));
            state = self.parents.get(state);
        }
        way.reverse();
        way
    }

    /// How many bytes this takes.
    pub(super) fn bytes(&self) -> usize {
        self.places.capacity() * 8 + self.parents.bytes() + self.steps.bytes()
    }
}

/// A list that grows without moving what it has.
#[derive(Debug, Default)]
struct Chunks<T> {
    chunks: Vec<Vec<T>>,
    len: usize,
}

const CHUNK: usize = 1 << 14;

impl<T: Copy> Chunks<T> {
    fn push(&mut self, item: T) {
        if self.len.is_multiple_of(CHUNK) {
            self.chunks.push(Vec::with_capacity(CHUNK));
        }
        if let Some(last) = self.chunks.last_mut() {
            last.push(item);
        }
        self.len += 1;
    }

    fn get(&self, place: u32) -> T {
        self.chunks[place as usize / CHUNK][place as usize % CHUNK]
    }

    const fn bytes(&self) -> usize {
        self.chunks.len() * CHUNK * size_of::<T>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_by_their_keys_however_many_there_are() {
        let mut numbers = Numbers::default();
        (0..10_000u32).for_each(|n| numbers.insert(u64::from(n) * 7, n));
        assert!((0..10_000u32).all(|n| numbers.get(u64::from(n) * 7) == Some(n)));
        assert_eq!(numbers.get(1), None);
        numbers.insert(7, 99);
        assert_eq!((numbers.get(7), numbers.len), (Some(99), 10_000));
    }

    #[test]
    fn a_state_is_new_once_and_the_way_to_it_is_kept() {
        let mut reached = Reached::default();
        for n in 0..100_000u64 {
            assert!(reached.insert(scramble(n), (n.max(1) - 1) as u32 / 2, (n % 5) as u16));
        }
        assert!((0..100_000).all(|n| !reached.insert(scramble(n), 0, 0)));
        assert_eq!(reached.len(), 100_000);
        assert!(reached.way_to(0).is_empty());
        assert_eq!(reached.way_to(6), [2, 1]); // 0 → 2 → 6
    }
}
