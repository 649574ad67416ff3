//! The log: entries behind a base, and where a follower's log and a leader's part company.
//!
//! Invariants:
//! - indexes are contiguous: the entry at place `i` of the vector has index `base.index + 1 + i`;
//! - the `(epoch, term)` of entries never decreases along the log;
//! - what lies at or before the base is not in the log any more, only its last [`LogId`] is known.
//!
//! Entries are shared (`Arc`), so that a log, a message and a checkpoint of a run can hold the same ones.

use alloc::sync::Arc;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

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

/// A log: see the module's documentation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Log {
    base: LogId,
    entries: Vec<Arc<Entry>>,
}

impl Log {
    /// An empty log whose first entry will follow `base`.
    #[must_use]
    pub const fn after(base: LogId) -> Self {
        Self { base, entries: Vec::new() }
    }

    /// The entry before the first one held.
    #[must_use]
    pub const fn base(&self) -> LogId {
        self.base
    }

    /// The last entry; the base when there is none.
    #[must_use]
    pub fn last(&self) -> LogId {
        self.entries.last().map_or(self.base, |entry| entry.id)
    }

    /// The entry at `index`, unless it lies at or before the base or beyond the end.
    #[must_use]
    pub fn get(&self, index: Index) -> Option<&Arc<Entry>> {
        let place = index.checked_sub(self.base.index + 1)?;
        self.entries.get(usize::try_from(place).ok()?)
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
    #[must_use]
    pub fn slice(&self, from: Index, to: Index) -> &[Arc<Entry>] {
        let place = |index: Index| usize::try_from(index - self.base.index - 1).unwrap_or(usize::MAX);
        let start = place(from.max(self.base.index + 1)).min(self.entries.len());
        let end =
            if to <= self.base.index { start } else { (place(to) + 1).clamp(start, self.entries.len()) };
        &self.entries[start..end]
    }

    /// All entries held, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Arc<Entry>> + ExactSizeIterator {
        self.entries.iter()
    }

    /// Appends an entry, which must follow the last one.
    ///
    /// # Panics
    /// If its index is not the next one, or its time lies before the last entry's: a programmer's error.
    pub fn push(&mut self, entry: Arc<Entry>) {
        let last = self.last();
        assert_eq!(entry.id.index, last.index + 1, "entries are contiguous");
        assert!(entry.id.at >= last.at, "the time of entries never decreases");
        self.entries.push(entry);
    }

    /// Drops the entries up to and including `to`, which becomes the base.
    pub fn compact(&mut self, to: Index) {
        if let Some(base) = self.id(to).filter(|base| base.index > self.base.index) {
            let count = usize::try_from(to - self.base.index).unwrap_or(self.entries.len());
            self.entries.drain(..count);
            self.base = base;
        }
    }

    /// Drops the entries from `from` on. The base is never dropped.
    pub fn truncate(&mut self, from: Index) {
        let keep = usize::try_from(from.saturating_sub(self.base.index + 1)).unwrap_or(usize::MAX);
        self.entries.truncate(keep);
    }

    /// The first index of the run of entries that have the time `at` and end at `index`, for a follower to name the whole
    /// conflicting term at once.
    #[must_use]
    pub fn start_of_time(&self, index: Index, at: EpochTerm) -> Index {
        let run =
            self.slice(self.base.index + 1, index).iter().rev().take_while(|entry| entry.id.at == at).count();
        index + 1 - run as Index
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
        let indexes = |from, to| log.slice(from, to).iter().map(|entry| entry.id.index).collect::<Vec<_>>();
        assert_eq!(indexes(1, 99), [4, 5, 6]);
        assert_eq!(indexes(5, 5), [5]);
        assert!(indexes(6, 5).is_empty() && indexes(1, 3).is_empty() && indexes(9, 12).is_empty());
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
