//! The log: entries behind a base, and where a follower's log and a leader's part company.
//!
//! Invariants:
//! - indexes are contiguous: the entry at place `i` of the vector has index `base.index + 1 + i`;
//! - the `(epoch, term)` of entries never decreases along the log;
//! - what lies at or before the base is not in the log any more, only its last [`LogId`] is known.
//!
//! Entries are shared (`Arc`), so that a log, a message and a checkpoint of a run can hold the same ones. A history of a run keeps many
//! copies of each log, so the log is made of chunks that copies share as well: a copy costs a pointer for each chunk.

use alloc::collections::VecDeque;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::hash::{Hash, Hasher};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use crate::config::ConfigEntry;
use crate::machine::Command;
use crate::types::{EpochTerm, Index, LogId};

/// What an entry is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Payload {
    /// The entry with which a leader opens its term, so that it has one of its own to commit (Raft §8).
    Noop,
    /// A client's command.
    Command(Command),
    /// A change of the configuration.
    Config(ConfigEntry),
}

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Entry {
    /// Its place, and the logical time of the leader that made it.
    pub id: LogId,
    /// What it says.
    pub payload: Payload,
}

impl Entry {
    /// The change of configuration it makes, if it is one.
    #[must_use]
    pub const fn config(&self) -> Option<&ConfigEntry> {
        match &self.payload {
            Payload::Config(config) => Some(config),
            _ => None,
        }
    }

    /// Whether committing it ends the epoch.
    #[must_use]
    pub fn ends_epoch(&self) -> bool {
        self.config().is_some_and(ConfigEntry::ends_epoch)
    }
}

/// How many entries a chunk spans: those whose index divided by this is the same number.
const CHUNK: Index = 512;

/// A log: see the module's documentation.
#[derive(Clone, Debug)]
pub struct Log {
    base: LogId,
    /// The index of the first entry of the first chunk. It may lie before the base: of a chunk that is compacted away in part all is kept.
    front: Index,
    /// Chunks that are full, the last entry of each the last one of its span.
    full: VecDeque<Arc<[Arc<Entry>]>>,
    /// The entries after them, fewer than fill a chunk.
    tail: Vec<Arc<Entry>>,
}

impl Log {
    /// An empty log whose first entry will follow `base`.
    #[must_use]
    pub const fn after(base: LogId) -> Self {
        Self { base, front: base.index + 1, full: VecDeque::new(), tail: Vec::new() }
    }

    /// The entry before the first one held.
    #[must_use]
    pub const fn base(&self) -> LogId {
        self.base
    }

    /// The last entry; the base when there is none.
    #[must_use]
    pub fn last(&self) -> LogId {
        let last = self.tail.last().or_else(|| self.full.back()?.last());
        last.map(|entry| entry.id).filter(|id| id.index > self.base.index).unwrap_or(self.base)
    }

    /// The index of the first entry of the tail.
    fn tail_from(&self) -> Index {
        let whole = self.full.len() as Index;
        if whole == 0 { self.front } else { (self.front / CHUNK + whole) * CHUNK }
    }

    /// The entry at `index`, unless it lies at or before the base or beyond the end.
    #[must_use]
    pub fn get(&self, index: Index) -> Option<&Arc<Entry>> {
        if index <= self.base.index {
            return None;
        }
        let tail_from = self.tail_from();
        if index >= tail_from {
            return self.tail.get(usize::try_from(index - tail_from).ok()?);
        }
        let chunk = (index / CHUNK - self.front / CHUNK) as usize;
        let first = if chunk == 0 { self.front } else { index / CHUNK * CHUNK };
        self.full[chunk].get((index - first) as usize)
    }

    /// The id of the entry at `index`, which may also be the base.
    #[must_use]
    pub fn id(&self, index: Index) -> Option<LogId> {
        if index == self.base.index { Some(self.base) } else { self.get(index).map(|entry| entry.id) }
    }

    /// Whether the log holds exactly this entry (or has it as its base).
    #[must_use]
    pub fn holds(&self, id: LogId) -> bool {
        self.id(id.index) == Some(id)
    }

    /// The entries from `from` (not before the first one held) up to and including `to`.
    pub fn slice(
        &self,
        from: Index,
        to: Index,
    ) -> impl DoubleEndedIterator<Item = &Arc<Entry>> + ExactSizeIterator + Clone {
        let first = from.max(self.base.index + 1);
        let count = (to.min(self.last().index) + 1).saturating_sub(first) as usize;
        // Every one of these indexes is held.
        (0..count).map(move |nth| &self[first + nth as Index])
    }

    /// All entries held, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Arc<Entry>> + ExactSizeIterator + Clone {
        self.slice(0, Index::MAX - 1)
    }

    /// Appends an entry, which must follow the last one.
    ///
    /// # Panics
    /// If its index is not the next one, or its time lies before the last entry's: a programmer's error.
    pub fn push(&mut self, entry: Arc<Entry>) {
        let last = self.last();
        assert_eq!(entry.id.index, last.index + 1, "entries are contiguous");
        assert!(entry.id.at >= last.at, "the time of entries never decreases");
        let fills = (entry.id.index + 1).is_multiple_of(CHUNK);
        self.tail.push(entry);
        if fills {
            self.full.push_back(self.tail.drain(..).collect());
        }
    }

    /// Drops the entries up to and including `to`, which becomes the base.
    pub fn compact(&mut self, to: Index) {
        let Some(base) = self.id(to).filter(|base| base.index > self.base.index) else { return };
        self.base = base;
        while let Some(chunk) = self.full.front()
            && chunk.last().is_none_or(|last| last.id.index <= to)
        {
            self.front = (self.front / CHUNK + 1) * CHUNK;
            self.full.pop_front();
        }
        if self.full.is_empty() {
            let gone = (to + 1 - self.front) as usize;
            self.tail.drain(..gone.min(self.tail.len()));
            self.front = to + 1;
        }
    }

    /// Drops the entries from `from` on. The base is never dropped.
    pub fn truncate(&mut self, from: Index) {
        let from = from.max(self.base.index + 1);
        while from < self.tail_from() {
            let Some(chunk) = self.full.pop_back() else { break };
            self.tail = chunk.to_vec();
        }
        let keep = usize::try_from(from - self.tail_from()).unwrap_or(usize::MAX);
        self.tail.truncate(keep);
    }

    /// The first index of the run of entries that have the time `at` and end at `index`, for a follower to name the whole
    /// conflicting term at once.
    #[must_use]
    pub fn start_of_time(&self, index: Index, at: EpochTerm) -> Index {
        let run = self.slice(0, index).rev().take_while(|entry| entry.id.at == at).count();
        index + 1 - run as Index
    }
}

impl Default for Log {
    fn default() -> Self {
        Self::after(LogId::default())
    }
}

impl core::ops::Index<Index> for Log {
    type Output = Arc<Entry>;

    /// The entry at an index that is held.
    ///
    /// # Panics
    /// If it is not: a programmer's error.
    fn index(&self, index: Index) -> &Arc<Entry> {
        self.get(index).expect("the entry is held")
    }
}

// How the entries are kept says nothing about the log: what is compared, hashed and written is the base and the entries.

impl PartialEq for Log {
    fn eq(&self, other: &Self) -> bool {
        self.base == other.base && self.iter().eq(other.iter())
    }
}

impl Eq for Log {}

impl Hash for Log {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.base.hash(state);
        state.write_usize(self.iter().len());
        self.iter().for_each(|entry| entry.hash(state));
    }
}

impl Serialize for Log {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        /// The entries as a list.
        struct Entries<'a>(&'a Log);
        impl Serialize for Entries<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_seq(self.0.iter())
            }
        }
        let mut log = serializer.serialize_struct("Log", 2)?;
        log.serialize_field("base", &self.base)?;
        log.serialize_field("entries", &Entries(self))?;
        log.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(base: (u32, Index), terms: &[u32]) -> Log {
        let mut log = Log::after(LogId { at: EpochTerm::new(0, base.0), index: base.1 });
        for (i, &term) in terms.iter().enumerate() {
            let id = LogId { at: EpochTerm::new(0, term), index: base.1 + 1 + i as Index };
            log.push(Arc::new(Entry { id, payload: Payload::Noop }));
        }
        log
    }

    #[test]
    fn indexes_count_from_the_base() {
        let log = log((2, 10), &[2, 3]);
        assert_eq!(log.last().index, 12);
        assert!(log.get(10).is_none() && log.get(11).is_some() && log.get(13).is_none());
        assert_eq!(log.id(10).map(|id| id.at.term), Some(2));
        assert_eq!(log.id(9), None);
    }

    #[test]
    fn slices_are_inclusive_and_clipped() {
        let log = log((1, 3), &[1, 1, 2]);
        let indexes = |from, to| log.slice(from, to).map(|entry| entry.id.index).collect::<Vec<_>>();
        assert_eq!(indexes(1, 99), [4, 5, 6]);
        assert_eq!(indexes(5, 5), [5]);
        assert!(indexes(6, 5).is_empty() && indexes(1, 3).is_empty() && indexes(9, 12).is_empty());
    }

    /// A log as a plain list.
    #[derive(Clone, Debug)]
    struct Plain {
        base: LogId,
        entries: Vec<Arc<Entry>>,
    }

    fn same(log: &Log, plain: &Plain) {
        assert_eq!((log.base(), log.iter().len()), (plain.base, plain.entries.len()));
        assert!(log.iter().eq(&plain.entries) && log.iter().rev().eq(plain.entries.iter().rev()));
        assert_eq!(log.last(), plain.entries.last().map_or(plain.base, |entry| entry.id));
        let mut again = Log::after(plain.base);
        plain.entries.iter().for_each(|entry| again.push(entry.clone()));
        assert_eq!(*log, again);
    }

    #[test]
    fn however_it_grew_and_shrank_a_log_is_what_a_plain_list_would_be() {
        let (mut log, mut plain) = (Log::default(), Plain { base: LogId::default(), entries: Vec::new() });
        let (mut copies, mut dice) = (Vec::new(), 7_u64);
        for term in 1..600 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let (some, what) = ((dice >> 33) % 200, (dice >> 60) % 4);
            let last = log.last().index;
            if what == 0 {
                log.truncate(last.saturating_sub(some));
                let keep = last.saturating_sub(some).max(plain.base.index + 1) - plain.base.index - 1;
                plain.entries.truncate(keep as usize);
            } else if what == 1 {
                let to = log.base().index + some;
                log.compact(to);
                if let Some(base) = plain.entries.get((some as usize).wrapping_sub(1)).map(|entry| entry.id) {
                    plain.entries.drain(..some as usize);
                    plain.base = base;
                }
            } else {
                for index in last + 1..=last + some {
                    let id = LogId { at: EpochTerm::new(0, term), index };
                    let entry = Arc::new(Entry { id, payload: Payload::Noop });
                    log.push(entry.clone());
                    plain.entries.push(entry);
                }
            }
            same(&log, &plain);
            copies.push((log.clone(), plain.clone()));
        }
        copies.iter().for_each(|(log, plain)| same(log, plain));
    }

    #[test]
    fn compaction_moves_the_base() {
        let mut log = log((1, 3), &[1, 1, 2]);
        log.compact(5);
        assert_eq!((log.base().index, log.last().index, log.iter().len()), (5, 6, 1));
        log.compact(4);
        log.compact(9);
        assert_eq!(log.base().index, 5);
    }

    #[test]
    fn truncation_keeps_the_base() {
        let mut log = log((1, 3), &[1, 1, 2]);
        log.truncate(5);
        assert_eq!(log.last().index, 4);
        log.truncate(0);
        assert_eq!(log.last().index, 3);
    }

    #[test]
    fn the_start_of_a_time_is_found_within_the_log() {
        let log = log((1, 3), &[1, 2, 2, 2]);
        assert_eq!(log.start_of_time(7, EpochTerm::new(0, 2)), 5);
        assert_eq!(log.start_of_time(4, EpochTerm::new(0, 1)), 4);
    }
}
