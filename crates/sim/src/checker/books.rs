//! Log matching and state-machine safety: a book for each cluster of every entry that was ever in a member's log, and of which of them
//! committed.
//!
//! *Log matching* is checked entry by entry: wherever an entry with some index and time stands, it says the same and stands behind the
//! same entry. By induction everything before it is then the same as well.
//!
//! *State-machine safety*: at each index all nodes that know an entry to be committed have the same one there.

use std::collections::BTreeMap;
use std::sync::Arc;

use recraft_protocol::log::{Entry, Log};
use recraft_protocol::types::{ClusterId, EpochTerm, Index, LogId, NodeId};

use super::{Findings, Property, Seen, Sight};
use crate::shelf::Shelf;

/// An entry as it was first seen.
#[derive(Clone, Debug)]
struct Record {
    entry: Arc<Entry>,
    /// The entry before it.
    previous: LogId,
    /// On which node it was seen.
    node: NodeId,
}

/// An entry that committed.
#[derive(Clone, Copy, Debug)]
struct Commit {
    id: LogId,
    /// The time of the node that first knew: of the leader that counted.
    at: EpochTerm,
    by: NodeId,
}

/// What stood at one index: almost always one entry.
#[derive(Clone, Debug, Default)]
struct Page {
    first: Option<Record>,
    others: Vec<Record>,
    committed: Option<Commit>,
}

/// The entries of one cluster after its birth.
#[derive(Clone, Debug, Default)]
struct Book {
    /// The index before the first page.
    offset: Index,
    pages: Shelf<Page>,
    committed: Index,
}

impl Book {
    fn page(&mut self, index: Index) -> Option<&mut Page> {
        let place = usize::try_from(index.checked_sub(self.offset + 1)?).ok()?;
        while self.pages.len() <= place {
            self.pages.push(Page::default());
        }
        self.pages.get_mut(place)
    }

    fn peek(&self, index: Index) -> Option<&Page> {
        self.pages.get(usize::try_from(index.checked_sub(self.offset + 1)?).ok()?)
    }
}

/// The books of all clusters.
#[derive(Clone, Debug, Default)]
pub(super) struct Books {
    of: BTreeMap<ClusterId, Book>,
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
        self.check_entries(sight.node, cluster, sight.log, before, findings);
    }

    /// What is new in `log`, the log of `cluster` that `node` has.
    pub(super) fn check_entries(
        &mut self,
        node: NodeId,
        cluster: ClusterId,
        log: &Log,
        before: &Seen,
        findings: &mut Findings,
    ) {
        let book =
            self.of.entry(cluster).or_insert_with(|| Book { offset: log.base().index, ..Book::default() });
        let same = before.cluster == Some(cluster) && before.base == log.base() && log.holds(before.last);
        let known = if same { before.last.index } else { log.base().index };
        let mut previous = log.id(known).unwrap_or_default();
        for entry in log.slice(known + 1, log.last().index) {
            let record = Record { entry: entry.clone(), previous, node };
            previous = entry.id;
            if let Some(page) = book.page(entry.id.index) {
                check_record(page, record, cluster, findings);
            }
        }
    }

    /// A node knows an entry to be committed; says whether that is news.
    pub(super) fn check_commit(
        &mut self,
        node: NodeId,
        cluster: ClusterId,
        entry: &Arc<Entry>,
        at: EpochTerm,
        findings: &mut Findings,
    ) -> bool {
        let Some(book) = self.of.get_mut(&cluster) else { return false };
        let id = entry.id;
        let Some(page) = book.page(id.index) else { return false };
        let Some(first) = page.committed else {
            page.committed = Some(Commit { id, at, by: node });
            book.committed = book.committed.max(id.index);
            findings.expect(Property::StateMachineSafety, true, &[], String::new);
            return true;
        };
        findings.expect(Property::StateMachineSafety, first.id == id, &[first.by, node], || {
            format!("in {cluster} {} committed {}, but {node} has {id} committed there", first.by, first.id)
        });
        false
    }

    /// The last entry of `cluster` that was committed at a time before `at`, and by whom.
    pub(super) fn last_committed_before(&self, cluster: ClusterId, at: EpochTerm) -> Option<(LogId, NodeId)> {
        let book = self.of.get(&cluster)?;
        let committed =
            (book.offset + 1..=book.committed).rev().filter_map(|index| book.peek(index)?.committed);
        committed.into_iter().find(|commit| commit.at < at).map(|commit| (commit.id, commit.by))
    }
}

fn check_record(page: &mut Page, record: Record, cluster: ClusterId, findings: &mut Findings) {
    let id = record.entry.id;
    let Some(first) = &page.first else {
        page.first = Some(record);
        return;
    };
    let known = if first.entry.id == id {
        Some(first)
    } else {
        page.others.iter().find(|other| other.entry.id == id)
    };
    let Some(known) = known else {
        page.others.push(record);
        return;
    };
    let same = Arc::ptr_eq(&known.entry, &record.entry) || known.entry == record.entry;
    let holds = same && known.previous == record.previous;
    findings.expect(Property::LogMatching, holds, &[known.node, record.node], || {
        let what = if same { "stands behind different entries" } else { "is not the same entry" };
        format!("{id} of {cluster} {what} on {} and {}", known.node, record.node)
    });
}
