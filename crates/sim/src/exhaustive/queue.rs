//! The states whose successors are not known yet, oldest first: packed one behind the other in chunks that are given back as they are
//! read.

use std::collections::VecDeque;

/// How many numbers a chunk holds, unless a single record is longer.
const CHUNK: usize = 1 << 16;

/// Records of numbers, first in, first out.
#[derive(Debug, Default)]
pub(super) struct Queue {
    chunks: VecDeque<Vec<u32>>,
    /// Where the next record begins in the first chunk.
    read: usize,
    len: usize,
    words: usize,
}

impl Queue {
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    pub(super) fn push(&mut self, record: &[u32]) {
        let needed = record.len() + 1;
        match self.chunks.back_mut() {
            Some(chunk) if chunk.len() + needed <= chunk.capacity() => Self::write(chunk, record),
            _ => {
                let mut chunk = Vec::with_capacity(CHUNK.max(needed));
                Self::write(&mut chunk, record);
                self.words += chunk.capacity();
                self.chunks.push_back(chunk);
            }
        }
        self.len += 1;
    }

    fn write(chunk: &mut Vec<u32>, record: &[u32]) {
        chunk.push(record.len() as u32);
        chunk.extend_from_slice(record);
    }

    /// Takes the oldest record out, into `record`; says whether there was one.
    pub(super) fn pop(&mut self, record: &mut Vec<u32>) -> bool {
        let Some(chunk) = self.chunks.front() else { return false };
        let start = self.read + 1;
        let end = start + chunk[self.read] as usize;
        record.clear();
        record.extend_from_slice(&chunk[start..end]);
        self.read = end;
        self.len -= 1;
        if end == chunk.len() {
            self.words -= chunk.capacity();
            self.chunks.pop_front();
            self.read = 0;
        }
        true
    }

    /// How many bytes this takes.
    pub(super) const fn bytes(&self) -> usize {
        self.words * 4
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_out_in_the_order_in_which_they_went_in() {
        let mut queue = Queue::default();
        let record = |n: u32| (0..n % 70).map(|i| n + i).collect::<Vec<u32>>();
        (0..20_000).for_each(|n| queue.push(&record(n)));
        let mut out = Vec::new();
        for n in 0..20_000 {
            assert!(queue.pop(&mut out));
            assert_eq!(out, record(n));
        }
        assert!(!queue.pop(&mut out));
        assert_eq!((queue.len(), queue.bytes()), (0, 0));
    }
}
