//! Log matching and state-machine safety: a book for each cluster of every entry that was ever in a member's log, and of which of them
//! committed.
//!
//! *Log matching* is checked entry by entry: wherever an entry with some index and time stands, it says the same and stands behind the
//! same entry. By induction everything before it is then the same as well.
//!
//! *State-machine safety*: at each index all nodes that know an entry to be committed have the same one there.

use std::sync::Arc;

use recraft_protocol::log::{Entry, Log};
use recraft_protocol::observation::Observation;
use recraft_protocol::table::Table;
use recraft_protocol::types::{ClusterId, EpochTerm, Index, LogId};
use recraft_words::t;

use super::findings::{Findings, Witness};
use super::page::{Commit, Names, Page, Record};
use super::store::Effect;
use super::{Property, Seen, Sight};
use crate::shelf::Shelf;

impl Record {
    /// The entry before it.
    fn previous(&self) -> LogId {
        LogId { at: self.previous, index: self.entry.id.index.saturating_sub(1) }
    }
}

/// The entries of one cluster after its birth.
#[derive(Clone, Debug, Default)]
struct Book {
    /// The index before the first page.
    offset: Index,
    pages: Shelf<Page, 512>,
    names: Names,
    /// Where more than one entry stood: the others.
    others: Table<Index, Vec<Record>>,
    committed: Index,
}

impl Book {
    /// The page of an index, to be written on (copies of the books no longer share it then), and the names that it uses.
    fn page(&mut self, index: Index) -> Option<(&mut Page, &mut Names)> {
        let place = usize::try_from(index.checked_sub(self.offset + 1)?).ok()?;
        while self.pages.len() <= place {
            self.pages.push(Page::default());
        }
        Some((self.pages.get_mut(place)?, &mut self.names))
    }

    fn peek(&self, index: Index) -> Option<&Page> {
        self.pages.get(usize::try_from(index.checked_sub(self.offset + 1)?).ok()?)
    }

    /// The entry `id`, if it has ever stood there.
    fn record(&self, id: LogId) -> Option<Record> {
        let first = self.peek(id.index)?.first(&self.names);
        let others = self.others.get(&id.index).into_iter().flatten().cloned();
        first.into_iter().chain(others).find(|record| record.entry.id == id)
    }

    /// What committed at an index.
    fn commit(&self, index: Index) -> Option<Commit> {
        self.peek(index)?.committed(&self.names)
    }

    /// Notes that an entry stands in a log, and checks that it is the same and stands behind the same as elsewhere.
    fn note(&mut self, record: Record, cluster: ClusterId, findings: &mut Findings) {
        let id = record.entry.id;
        if self.peek(id.index).is_none_or(Page::is_empty) {
            if let Some((page, names)) = self.page(id.index) {
                page.note(record, names);
            }
            return;
        }
        let Some(known) = self.record(id) else {
            self.others.or_insert_with(id.index, Vec::new).push(record);
            return;
        };
        let same = Arc::ptr_eq(&known.entry, &record.entry) || known.entry == record.entry;
        let holds = same && known.previous == record.previous;
        findings.expect(Property::LogMatching, holds, &[known.by, record.by], || {
            let (one, other) = (known.by.name(), record.by.name());
            if same {
                t!(
                    "{entry} of {cluster} stands behind different entries on {one} and {other}",
                    entry = id,
                    cluster,
                    one,
                    other
                )
            } else {
                t!(
                    "{entry} of {cluster} is not the same entry on {one} and {other}",
                    entry = id,
                    cluster,
                    one,
                    other
                )
            }
        });
    }
}

/// The books of all clusters.
#[derive(Clone, Debug, Default)]
pub(super) struct Books {
    of: Table<ClusterId, Book>,
}

impl Books {
    /// What is new in a node's log since it was last seen.
    pub(super) fn check_log(
        &mut self,
        sight: &Sight<'_>,
        cluster: ClusterId,
        before: &Seen,
        findings: &mut Findings,
    ) {
        let by = Witness::new(sight.node, sight.seq_of_entries());
        self.check_compacted(sight, cluster, by, before, findings);
        self.check_entries(by, cluster, sight.log, before, findings);
    }

    /// What the node proposed and compacted away within the step, as only the one member of a cluster can; also within the step in which it
    /// entered that cluster.
    fn check_compacted(
        &mut self,
        sight: &Sight<'_>,
        cluster: ClusterId,
        by: Witness,
        before: &Seen,
        findings: &mut Findings,
    ) {
        if sight.log.base().index <= before.last.index || before.cluster != Some(cluster) {
            return;
        }
        let entered = sight.observations.iter().find_map(|observation| match observation {
            Observation::EpochEntered { entered, boundary, .. } if *entered == Some(cluster) => {
                Some(*boundary)
            }
            _ => None,
        });
        // What a merged cluster enters by is of another log.
        let entered = entered.filter(|boundary| boundary.index == sight.start);
        if let Some(boundary) = entered {
            self.of.or_insert_with(cluster, || Book { offset: boundary.index, ..Book::default() });
        }
        let Some(book) = self.of.get_mut(&cluster) else { return };
        let mut previous = entered.unwrap_or(before.last);
        for observation in sight.observations {
            let Observation::Proposed { entry } = observation else { continue };
            if entry.id.index != previous.index + 1 || entry.id.index > sight.log.base().index {
                continue;
            }
            let record = Record { entry: entry.clone(), previous: previous.at, by };
            previous = entry.id;
            book.note(record, cluster, findings);
        }
    }

    /// What is new in `log`, the log of `cluster` that a node has.
    pub(super) fn check_entries(
        &mut self,
        by: Witness,
        cluster: ClusterId,
        log: &Log,
        before: &Seen,
        findings: &mut Findings,
    ) {
        let book = self.of.or_insert_with(cluster, || Book { offset: log.base().index, ..Book::default() });
        let same = before.cluster == Some(cluster)
            && before.base.index <= log.base().index
            && log.holds(before.last);
        let known = if same { before.last.index } else { log.base().index };
        let mut previous = log.id(known).unwrap_or_default();
        for entry in log.slice(known + 1, log.last().index) {
            let record = Record { entry: entry.clone(), previous: previous.at, by };
            previous = entry.id;
            book.note(record, cluster, findings);
        }
    }

    /// The committed entries of `cluster` after `from` up to `to`, as a node knows them that has `log`. What it has compacted away is
    /// looked up: behind an entry there is only one that can stand before it.
    pub(super) fn entries(&self, cluster: ClusterId, log: &Log, from: Index, to: Index) -> Vec<Arc<Entry>> {
        let mut compacted = Vec::new();
        let mut last = log.base();
        while last.index > from
            && last.index <= to
            && let Some(record) = self.record(cluster, last)
        {
            compacted.push(record.entry.clone());
            last = record.previous();
        }
        compacted.reverse();
        compacted.extend(log.slice(from + 1, to).cloned());
        compacted
    }

    fn record(&self, cluster: ClusterId, id: LogId) -> Option<Record> {
        self.of.get(&cluster)?.record(id)
    }

    /// A node knows an entry to be committed; says whether that is news.
    pub(super) fn check_commit(
        &mut self,
        by: Witness,
        cluster: ClusterId,
        entry: &Arc<Entry>,
        at: EpochTerm,
        findings: &mut Findings,
    ) -> bool {
        let Some(book) = self.of.get_mut(&cluster) else { return false };
        let id = entry.id;
        let Some(first) = book.commit(id.index) else {
            let Some((page, names)) = book.page(id.index) else { return false };
            page.commit(Commit { made: id.at, at, by, effect: Effect::default() }, names);
            book.committed = book.committed.max(id.index);
            findings.expect(Property::StateMachineSafety, true, &[], String::new);
            return true;
        };
        findings.expect(Property::StateMachineSafety, first.made == id.at, &[first.by, by], || {
            let (one, other) = (first.by.name(), by.name());
            let first = LogId { at: first.made, ..id };
            t!(
                "in {cluster} {one} committed {first}, but {other} has {id} committed there",
                cluster,
                one,
                first,
                other,
                id
            )
        });
        false
    }

    /// Notes what the committed entry at `index` came to.
    pub(super) fn note_effect(&mut self, cluster: ClusterId, index: Index, effect: Effect) {
        let page = self.of.get_mut(&cluster).and_then(|book| book.page(index));
        if let Some((page, _)) = page.filter(|(page, _)| page.is_committed()) {
            page.take_effect(effect);
        }
    }

    /// The last index that is known to have committed in `cluster`; 0 before the first.
    pub(super) fn committed(&self, cluster: ClusterId) -> Index {
        self.of.get(&cluster).map_or(0, |book| book.committed)
    }

    /// What the committed entry `id` of `cluster` came to, and who committed it.
    pub(super) fn effect(&self, cluster: ClusterId, id: LogId) -> Option<(Effect, Witness)> {
        let commit = self.of.get(&cluster)?.commit(id.index).filter(|commit| commit.made == id.at)?;
        Some((commit.effect, commit.by))
    }

    /// The last entry of `cluster` that was committed at a time before `at`, and by whom.
    pub(super) fn last_committed_before(
        &self,
        cluster: ClusterId,
        at: EpochTerm,
    ) -> Option<(LogId, Witness)> {
        let book = self.of.get(&cluster)?;
        let committed = |index: Index| {
            let commit = book.commit(index).filter(|commit| commit.at < at)?;
            Some((LogId { at: commit.made, index }, commit.by))
        };
        (book.offset + 1..=book.committed).rev().find_map(committed)
    }
}
