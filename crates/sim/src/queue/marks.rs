//! Marks in order of time, made for what a simulation does: take the next one out, and put one in that lies a little further on.
//!
//! The near future is divided into spans of about a millisecond, each with a short sorted list; a word says which of them hold anything.
//! What lies further ahead waits in a heap until time comes near.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Ticket;

/// How many spans the near future has: as many as a word has bits.
const SPANS: u64 = u64::BITS as u64;
/// How long a span is: so many bits of a time in microseconds.
const SPAN_BITS: u32 = 10;

const fn span(due_us: u64) -> u64 {
    due_us >> SPAN_BITS
}

/// The marks.
#[derive(Clone, Debug)]
pub(super) struct Marks {
    /// The first span of the near future. Whatever is due earlier is in its list as well.
    first: u64,
    /// The list of a span is at its number modulo [`SPANS`], the next mark last.
    near: Vec<Vec<Ticket>>,
    /// A bit for each list that holds anything.
    filled: u64,
    far: BinaryHeap<Reverse<Ticket>>,
}

impl Default for Marks {
    fn default() -> Self {
        Self { first: 0, near: vec![Vec::new(); SPANS as usize], filled: 0, far: BinaryHeap::new() }
    }
}

impl Marks {
    /// Puts a mark in.
    pub(super) fn push(&mut self, mark: Ticket) {
        let span = span(mark.due_us).max(self.first);
        if span - self.first >= SPANS {
            return self.far.push(Reverse(mark));
        }
        let list = &mut self.near[(span % SPANS) as usize];
        let place = list.partition_point(|other| *other > mark);
        list.insert(place, mark);
        self.filled |= 1 << (span % SPANS);
    }

    /// The next mark.
    pub(super) fn first(&self) -> Option<&Ticket> {
        if self.filled == 0 {
            return self.far.peek().map(|mark| &mark.0);
        }
        self.near[(self.first_filled() % SPANS) as usize].last()
    }

    /// Takes out the next mark.
    pub(super) fn pop(&mut self) -> Option<Ticket> {
        if self.filled == 0 {
            let Reverse(mark) = self.far.pop()?;
            self.go_on_to(span(mark.due_us));
            return Some(mark);
        }
        let span = self.first_filled();
        let list = &mut self.near[(span % SPANS) as usize];
        let mark = list.pop();
        if list.is_empty() {
            self.filled &= !(1 << (span % SPANS));
        }
        self.go_on_to(span);
        mark
    }

    /// The first span whose list holds anything.
    fn first_filled(&self) -> u64 {
        let turned = self.filled.rotate_right((self.first % SPANS) as u32);
        self.first + u64::from(turned.trailing_zeros())
    }

    /// The near future begins with a later span; what is near by then comes out of the heap.
    fn go_on_to(&mut self, span: u64) {
        if span <= self.first {
            return;
        }
        self.first = span;
        while self.far.peek().is_some_and(|mark| self::span(mark.0.due_us) - span < SPANS) {
            if let Some(Reverse(mark)) = self.far.pop() {
                self.push(mark);
            }
        }
    }
}
