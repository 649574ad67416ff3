//! Comparing two branches: where they first differ, and how each ends.

use std::collections::VecDeque;

use recraft_protocol::types::{ClusterId, EpochTerm, Index, NodeId};

use super::branch::{Branch, BranchId};
use super::cursor::Cursor;
use super::{History, Moment};
use crate::command::TimedCommand;
use crate::event::{Event, What};

/// How many happenings after the fork the first event that differs is looked for.
const HAPPENINGS_MAX: u64 = 20_000;

/// How two branches differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Up to here both are the same.
    pub same_until: Moment,
    /// The first command of each that the other has not at that place.
    pub commands: [Option<TimedCommand>; 2],
    /// The first events, other than the commands themselves, that differ; `None` for a branch in which nothing more happens.
    pub events: [Option<Event>; 2],
    /// How each ends.
    pub ends: [End; 2],
}

/// How a branch ends, so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// When, in virtual microseconds.
    pub at_us: u64,
    /// The clusters.
    pub clusters: Vec<ClusterEnd>,
    /// What the store must hold by all that has committed: keys and values, in order.
    pub data: Vec<(String, String)>,
    /// How many violations there are.
    pub violations: usize,
}

/// A cluster at the end of a branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterEnd {
    /// Which.
    pub cluster: ClusterId,
    /// Epoch and term.
    pub at: EpochTerm,
    /// Who leads.
    pub leader: Option<NodeId>,
    /// The last index known to be committed, by those who are still in it.
    pub commit: Index,
    /// Whether its epoch is over: who is still in it has yet to cross.
    pub ended: bool,
}

impl History {
    /// Compares two branches; `None` if there is no such branch.
    #[must_use]
    pub fn compare(&self, one: BranchId, other: BranchId) -> Option<Comparison> {
        let branches = [self.get(one)?, self.get(other)?];
        let same_until = common(branches[0], branches[1]);
        let next = |branch: &Branch| {
            branch.commands.get(same_until.given).filter(|_| same_until.given < branch.head.given).cloned()
        };
        Some(Comparison {
            same_until,
            commands: branches.map(next),
            events: first_difference(branches, same_until),
            ends: branches.map(end),
        })
    }
}

/// Up to where two branches are the same.
pub(super) fn common(one: &Branch, other: &Branch) -> Moment {
    let played = |branch: &Branch| branch.head.given;
    let limit = played(one).min(played(other));
    let same = one.commands.iter().zip(other.commands.iter()).take(limit).take_while(|(a, b)| a == b).count();
    let next_us = |branch: &Branch| {
        branch
            .commands
            .get(same)
            .filter(|_| same < played(branch))
            .map_or(branch.head.at_us, |next| next.at_us)
    };
    Moment { at_us: next_us(one).min(next_us(other)), given: same }
}

/// The events of a branch, one after the other.
struct Reader<'a> {
    branch: &'a Branch,
    cursor: Cursor,
    waiting: VecDeque<Event>,
    end: u64,
}

impl Iterator for Reader<'_> {
    type Item = Event;

    /// The next event that is no command.
    fn next(&mut self) -> Option<Event> {
        while self.waiting.is_empty() {
            if self.cursor.happenings() >= self.end {
                return None;
            }
            self.cursor.step(&self.branch.commands, self.branch.head)?;
            let command =
                |event: &&Event| !matches!(event.what, What::Commanded { .. } | What::CommandFailed { .. });
            self.waiting.extend(self.cursor.fresh().filter(command).cloned());
        }
        self.waiting.pop_front()
    }
}

fn first_difference(branches: [&Branch; 2], from: Moment) -> [Option<Event>; 2] {
    let [mut one, mut other] = branches.map(|branch| {
        let cursor = branch.cursor_at(from);
        Reader { end: cursor.happenings() + HAPPENINGS_MAX, waiting: VecDeque::new(), cursor, branch }
    });
    loop {
        let (a, b) = (one.next(), other.next());
        let same = match (&a, &b) {
            (Some(a), Some(b)) => (a.at_us, &a.what) == (b.at_us, &b.what),
            // Both are at their ends; or, where the other has not been played so far, nothing can be said.
            (Some(only), None) if other.cursor.next_us(&other.branch.commands) > Some(only.at_us) => false,
            (None, Some(only)) if one.cursor.next_us(&one.branch.commands) > Some(only.at_us) => false,
            _ => return [None, None],
        };
        if !same {
            return [a, b];
        }
    }
}

fn end(branch: &Branch) -> End {
    let cursor = branch.cursor_at(branch.head);
    let world = &cursor.world;
    let clusters = world.clusters().into_iter().map(|view| ClusterEnd {
        cluster: view.cluster,
        at: EpochTerm { epoch: view.epoch, term: view.term },
        leader: view.leader,
        commit: view.commit,
        ended: view.ended,
    });
    End {
        at_us: world.now_us(),
        clusters: clusters.collect(),
        data: world.checks().must_hold().map(|(key, value)| (key.to_owned(), value.to_string())).collect(),
        violations: world.checks().violations().count(),
    }
}
