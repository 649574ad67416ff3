//! A hasher whose result is the same on every machine, for comparing states of runs.
//!
//! Each write is mixed in as 64-bit words: the word is xored into the state, and the 128-bit product with an odd constant is
//! folded in half (the step of wyhash and its kin). `usize` and `isize`, which Rust's derived `Hash` uses for lengths and for
//! the variants of enums, are widened to 64 bits, so that WebAssembly's 32-bit words make no difference; strings and byte slices are
//! read little-endian. It is not meant to withstand an adversary.

use std::hash::{Hash, Hasher};

const START: u64 = 0x243f_6a88_85a3_08d3;
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// See the module's documentation.
#[derive(Clone, Debug)]
pub struct StableHasher {
    state: u64,
}

impl Default for StableHasher {
    fn default() -> Self {
        Self { state: START }
    }
}

impl StableHasher {
    fn word(&mut self, word: u64) {
        let wide = u128::from(self.state ^ word) * u128::from(FACTOR);
        self.state = (wide as u64) ^ ((wide >> 64) as u64) ^ self.state.rotate_left(29);
    }
}

impl Hasher for StableHasher {
    fn finish(&self) -> u64 {
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn write(&mut self, bytes: &[u8]) {
        self.word(bytes.len() as u64);
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.word(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, i: u8) {
        self.word(u64::from(i));
    }

    fn write_u16(&mut self, i: u16) {
        self.word(u64::from(i));
    }

    fn write_u32(&mut self, i: u32) {
        self.word(u64::from(i));
    }

    fn write_u64(&mut self, i: u64) {
        self.word(i);
    }

    fn write_u128(&mut self, i: u128) {
        self.word(i as u64);
        self.word((i >> 64) as u64);
    }

    fn write_usize(&mut self, i: usize) {
        self.word(i as u64);
    }

    fn write_i8(&mut self, i: i8) {
        self.word(i64::from(i) as u64);
    }

    fn write_i16(&mut self, i: i16) {
        self.word(i64::from(i) as u64);
    }

    fn write_i32(&mut self, i: i32) {
        self.word(i64::from(i) as u64);
    }

    fn write_i64(&mut self, i: i64) {
        self.word(i as u64);
    }

    fn write_i128(&mut self, i: i128) {
        self.write_u128(i as u128);
    }

    fn write_isize(&mut self, i: isize) {
        self.word(i as i64 as u64);
    }
}

/// The stable hash of one value.
#[must_use]
pub fn stable_hash(value: &impl Hash) -> u64 {
    let mut hasher = StableHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Hash)]
    enum Shape {
        Point,
        Line { from: u32, to: u32 },
        Path(Vec<u8>, String),
    }

    #[test]
    fn known_values_have_known_hashes_on_every_machine() {
        let shapes = [Shape::Point, Shape::Line { from: 1, to: 2 }, Shape::Path(vec![1, 2, 3], "abc".into())];
        let hashes: Vec<u64> = shapes.iter().map(stable_hash).collect();
        assert_eq!(hashes, KNOWN);
    }

    const KNOWN: [u64; 3] =
        [17_612_857_710_183_867_488, 10_842_261_280_360_578_533, 14_519_210_418_552_610_299];

    #[test]
    fn the_order_of_what_is_hashed_matters() {
        assert_ne!(stable_hash(&(1u32, 2u32)), stable_hash(&(2u32, 1u32)));
        assert_ne!(stable_hash(&("ab", "c")), stable_hash(&("a", "bc")));
    }
}
