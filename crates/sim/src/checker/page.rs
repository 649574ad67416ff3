//! What the books know of one index, in as little memory as it can be said.
//!
//! There is a page for every entry that a run ever had, so in a run of hours the pages are most of what the checks hold. A page therefore
//! names times and nodes by numbers, which its book keeps a list of: elections are few beside entries, and nodes fewer still.

use std::num::NonZeroU64;
use std::sync::Arc;

use recraft_protocol::log::Entry;
use recraft_protocol::types::{EpochTerm, NodeId};

use super::findings::Witness;
use super::store::Effect;
use crate::shelf::Shelf;

/// An entry as it was first seen.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) entry: Arc<Entry>,
    /// The time of the entry before it.
    pub(super) previous: EpochTerm,
    /// On which node it was seen.
    pub(super) by: Witness,
}

/// An entry that committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Commit {
    /// The time of the leader that made it.
    pub(super) made: EpochTerm,
    /// The time of the node that first knew: of the leader that counted.
    pub(super) at: EpochTerm,
    pub(super) by: Witness,
    /// What it came to.
    pub(super) effect: Effect,
}

/// The times and nodes that the pages of a book name by numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    times: Shelf<EpochTerm>,
    nodes: Vec<NodeId>,
}

impl Names {
    /// The number of a time. Looked for from the newest on: mostly it is one of the last.
    fn number(&mut self, time: EpochTerm) -> u32 {
        let place = self.times.iter().rev().position(|&known| known == time);
        let place = place.map_or(self.times.len(), |back| self.times.len() - 1 - back);
        if place == self.times.len() {
            self.times.push(time);
        }
        place as u32
    }

    fn time(&self, number: u32) -> EpochTerm {
        self.times.get(number as usize).copied().unwrap_or_default()
    }

    fn stamp(&mut self, by: Witness) -> Stamp {
        let Some(node) = by.node else { return Stamp(by.seq & Stamp::SEQ) };
        let place = self.nodes.iter().position(|&known| known == node).unwrap_or_else(|| {
            self.nodes.push(node);
            self.nodes.len() - 1
        });
        Stamp((place as u64 + 1) << Stamp::NODE | by.seq & Stamp::SEQ)
    }

    fn witness(&self, stamp: Stamp) -> Witness {
        let place = (stamp.0 >> Stamp::NODE).checked_sub(1);
        let node = place.and_then(|place| self.nodes.get(place as usize).copied());
        Witness { node, seq: stamp.0 & Stamp::SEQ }
    }
}

/// A witness in eight bytes: the number of the node above, one more than its place, and the number of the event below.
#[derive(Clone, Copy, Debug, Default)]
struct Stamp(u64);

impl Stamp {
    const NODE: u32 = 48;
    const SEQ: u64 = (1 << Self::NODE) - 1;
}

/// What stood at one index.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    first: Option<Arc<Entry>>,
    previous: u32,
    by: Stamp,
    /// Twice one more than the number of the time, and one more for a copy; 0 as long as nothing is committed.
    made: u32,
    at: u32,
    committed_by: Stamp,
    after: Option<NonZeroU64>,
}

impl Page {
    /// Whether no entry has been seen here.
    pub(super) const fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// The entry that was seen here first.
    pub(super) fn first(&self, names: &Names) -> Option<Record> {
        let entry = self.first.clone()?;
        Some(Record { entry, previous: names.time(self.previous), by: names.witness(self.by) })
    }

    /// Notes the entry that is seen here first.
    pub(super) fn note(&mut self, record: Record, names: &mut Names) {
        self.previous = names.number(record.previous);
        self.by = names.stamp(record.by);
        self.first = Some(record.entry);
    }

    /// Whether something committed here.
    pub(super) const fn is_committed(&self) -> bool {
        self.made > 0
    }

    /// What committed here.
    pub(super) fn committed(&self, names: &Names) -> Option<Commit> {
        Some(Commit {
            made: names.time((self.made / 2).checked_sub(1)?),
            at: names.time(self.at),
            by: names.witness(self.committed_by),
            effect: Effect { after: self.after, copy: self.made % 2 == 1 },
        })
    }

    /// Notes what committed here.
    pub(super) fn commit(&mut self, commit: Commit, names: &mut Names) {
        self.made = 2 * (names.number(commit.made) + 1);
        self.at = names.number(commit.at);
        self.committed_by = names.stamp(commit.by);
        self.take_effect(commit.effect);
    }

    /// Notes what it came to.
    pub(super) const fn take_effect(&mut self, effect: Effect) {
        self.after = effect.after;
        self.made = self.made / 2 * 2 + effect.copy as u32;
    }
}

#[cfg(test)]
mod tests {
    use recraft_protocol::log::Payload;
    use recraft_protocol::types::LogId;

    use super::*;

    #[test]
    fn a_page_says_what_was_noted_on_it() {
        let (mut names, mut pages) = (Names::default(), Vec::new());
        for nth in 0..50_u32 {
            let time = |more: u32| EpochTerm::new(nth / 20, nth % 20 / 3 + more);
            let id = LogId { at: time(0), index: u64::from(nth) };
            let entry = Arc::new(Entry { id, payload: Payload::Noop });
            let by = Witness::new(NodeId(1_000_000 + nth % 7), u64::from(nth) << 20);
            let record = Record { entry, previous: time(1), by };
            let after = NonZeroU64::new(u64::MAX - u64::from(nth) % 5);
            let effect = Effect { after: after.filter(|_| nth % 3 > 0), copy: nth % 4 == 0 };
            let commit = Commit { made: time(0), at: time(2), by: Witness::client(u64::from(nth)), effect };
            let mut page = Page::default();
            assert!(page.is_empty() && page.committed(&names).is_none());
            page.note(record.clone(), &mut names);
            assert!(page.committed(&names).is_none());
            page.commit(commit, &mut names);
            pages.push((page, record, commit));
        }
        for (page, record, commit) in &pages {
            let first = page.first(&names).expect("it was noted");
            assert!(Arc::ptr_eq(&first.entry, &record.entry));
            assert_eq!((first.previous, first.by), (record.previous, record.by));
            assert_eq!(page.committed(&names).as_ref(), Some(commit));
        }
        assert!(size_of::<Page>() <= 48, "a page is small");
        assert!(names.times.len() < 30 && names.nodes.len() == 7, "each is kept once");
    }
}
