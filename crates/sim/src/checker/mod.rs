//! The checks: whether what must always hold does hold, looked at from outside the nodes after every step.
//!
//! After each step the checker is shown the one node that took it, as a [`Sight`]. It compares the node with what it remembers of
//! all nodes, looks only at what has changed, and reports what does not hold as a [`Violation`]: data to show, never a panic; the
//! run goes on. Every property is read *along the lineage*: each cluster has a book of its own for the entries after its
//! birth, so the entries up to a split's boundary stand once, in the parent's book, shared by all children; a merged cluster
//! begins a new log and a new book.
//!
//! One file for each family of properties: `votes` (time, votes), `leaders` (election safety, append-only, completeness),
//! `books` (log matching, state-machine safety), `boundaries` (boundary agreement) and `ownership` (key ranges).

mod books;
mod boundaries;
mod leaders;
mod ownership;
mod sight;
#[cfg(test)]
mod tests;
mod votes;

use std::collections::BTreeMap;

use recraft_protocol::observation::Observation;
use recraft_protocol::types::{ClusterId, EpochTerm, Index, LogId, NodeId};
use serde::Serialize;

pub use sight::Sight;

use crate::lineage::Lineage;
use books::Books;
use boundaries::Boundaries;
use leaders::Leaders;
use ownership::Ownership;
use votes::Votes;

/// The safety properties that are checked after every event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Property {
    /// At most one leader for each cluster, epoch and term.
    ElectionSafety,
    /// A leader never changes or drops an entry of its log.
    LeaderAppendOnly,
    /// Entries with the same index and time are the same, and so is everything before them.
    LogMatching,
    /// What is committed is in the log of every later leader.
    LeaderCompleteness,
    /// No two nodes apply different entries at the same index of a lineage.
    StateMachineSafety,
    /// A node's epoch and term never go back.
    TimeNeverGoesBack,
    /// All nodes that leave a cluster leave it at the same entry.
    BoundaryAgreement,
    /// For each key at most one cluster can commit a write at a time, and no key is lost.
    RangeOwnership,
    /// No node votes twice in one cluster, epoch and term.
    NoDoubleVote,
}

impl Property {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::ElectionSafety,
        Self::LeaderAppendOnly,
        Self::LogMatching,
        Self::LeaderCompleteness,
        Self::StateMachineSafety,
        Self::TimeNeverGoesBack,
        Self::BoundaryAgreement,
        Self::RangeOwnership,
        Self::NoDoubleVote,
    ];
}

/// A property that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// Which property.
    pub property: Property,
    /// When it was noticed, in virtual microseconds.
    pub at_us: u64,
    /// The nodes that show it.
    pub nodes: Vec<NodeId>,
    /// What is wrong, in one sentence.
    pub detail: String,
}

/// How a property stands.
#[derive(Clone, Copy, Debug)]
pub struct Status<'a> {
    /// How often there was something to check: a leadership, a vote, an entry, a commit, a crossing …
    pub checked: u64,
    /// How it was violated; empty if it has always held.
    pub violations: &'a [Violation],
}

/// How many violations of one property are kept; a run that has gone wrong once may go wrong at every step.
const VIOLATIONS_KEPT: usize = 50;

/// What the checks have found.
#[derive(Clone, Debug, Default)]
struct Findings {
    now_us: u64,
    checked: [u64; Property::ALL.len()],
    violations: [Vec<Violation>; Property::ALL.len()],
    fresh: Vec<Violation>,
}

impl Findings {
    /// Counts a check, and notes a violation if it did not hold.
    fn expect(&mut self, property: Property, holds: bool, nodes: &[NodeId], detail: impl FnOnce() -> String) {
        let place = property as usize;
        self.checked[place] += 1;
        if holds {
            return;
        }
        let violation = Violation { property, at_us: self.now_us, nodes: nodes.to_vec(), detail: detail() };
        let known = &mut self.violations[place];
        let told =
            known.iter().any(|other| other.detail == violation.detail && other.nodes == violation.nodes);
        if !told && known.len() < VIOLATIONS_KEPT {
            known.push(violation.clone());
            self.fresh.push(violation);
        }
    }
}

/// A node as the checks saw it last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Seen {
    cluster: Option<ClusterId>,
    at: EpochTerm,
    voted_for: Option<NodeId>,
    leads: bool,
    base: LogId,
    last: LogId,
    commit: Index,
}

impl Seen {
    fn of(sight: &Sight<'_>) -> Self {
        Self {
            cluster: sight.cluster,
            at: sight.at,
            voted_for: sight.voted_for,
            leads: sight.leads,
            base: sight.log.base(),
            last: sight.log.last(),
            commit: sight.commit,
        }
    }
}

/// What the checks remember of a run, and what they have found.
#[derive(Clone, Debug, Default)]
pub struct Checker {
    findings: Findings,
    seen: BTreeMap<NodeId, Seen>,
    votes: Votes,
    leaders: Leaders,
    books: Books,
    boundaries: Boundaries,
    ownership: Ownership,
}

impl Checker {
    /// How a property stands.
    #[must_use]
    pub fn status(&self, property: Property) -> Status<'_> {
        let place = property as usize;
        Status { checked: self.findings.checked[place], violations: &self.findings.violations[place] }
    }

    /// All violations, by property and in the order in which they were noticed.
    pub fn violations(&self) -> impl Iterator<Item = &Violation> {
        self.findings.violations.iter().flatten()
    }

    /// Looks at a node that has taken a step; gives back what does not hold and was not known before.
    ///
    /// `lineage` must know of every boundary that the step crossed.
    pub fn look(&mut self, sight: &Sight<'_>, lineage: &Lineage, now_us: u64) -> Vec<Violation> {
        let now = Seen::of(sight);
        let before = self.seen.get(&sight.node).cloned().unwrap_or_default();
        if now == before && !sight.observations.iter().any(matters) {
            return Vec::new();
        }
        self.findings.now_us = now_us;
        let mut before = before;
        self.follow_observations(sight, lineage, &mut before);
        self.votes.check_state(sight, &before, &mut self.findings);
        if let Some(cluster) = sight.cluster {
            self.books.check_log(sight, cluster, &before, &mut self.findings);
            self.leaders.check_append_only(sight, &before, &mut self.findings);
            let from = if before.cluster == sight.cluster { before.commit } else { 0 };
            self.commit(sight, cluster, sight.log, from.max(sight.start), sight.commit, lineage);
            self.leaders.check_state(sight, cluster, &before, &self.books, &mut self.findings);
            self.ownership.check_state(sight, cluster, &before, lineage, &mut self.findings);
        }
        self.seen.insert(sight.node, now);
        std::mem::take(&mut self.findings.fresh)
    }

    /// Goes through what the node did within the step, which its state afterwards may not show any more.
    fn follow_observations(&mut self, sight: &Sight<'_>, lineage: &Lineage, before: &mut Seen) {
        let node = sight.node;
        for observation in sight.observations {
            match observation {
                Observation::VoteGranted { to, at } => {
                    self.votes.check_vote(node, before.cluster, *at, *to, &mut self.findings);
                }
                Observation::StoodForElection { at, .. } => {
                    self.votes.check_vote(node, before.cluster, *at, node, &mut self.findings);
                }
                Observation::BecameLeader { at, .. } => {
                    self.leaders.check_election(node, before.cluster, *at, &mut self.findings);
                }
                Observation::ConfigurationCommitted { entry, .. } => {
                    self.boundaries.check_outcome(node, before.cluster, entry, &mut self.findings);
                }
                Observation::EpochEntered { left, entered, at, boundary, .. } => {
                    let log = sight.passed.get(left).map(|passed| &passed.log);
                    if let Some(log) = log {
                        self.books.check_entries(node, *left, log, before, &mut self.findings);
                        let from = if before.cluster == Some(*left) { before.commit } else { 0 };
                        self.commit(sight, *left, log, from, boundary.index, lineage);
                    }
                    let crossing = boundaries::Crossing {
                        node,
                        left: *left,
                        entered: *entered,
                        at: *at,
                        boundary: *boundary,
                    };
                    let entry = log.and_then(|log| log.get(boundary.index));
                    self.boundaries.check_crossing(&crossing, entry, before, &mut self.findings);
                    self.ownership.check_lineage(node, lineage, &mut self.findings);
                    *before = Seen { cluster: *entered, at: *at, ..Seen::default() };
                }
                Observation::Joined { cluster, .. } if before.cluster != Some(*cluster) => {
                    *before = Seen { cluster: Some(*cluster), ..Seen::default() };
                }
                Observation::BecameSpare { .. } => *before = Seen { at: before.at, ..Seen::default() },
                _ => {}
            }
        }
    }

    /// The node knows the entries after `from` up to `to` of its cluster's log to be committed.
    fn commit(
        &mut self,
        sight: &Sight<'_>,
        cluster: ClusterId,
        log: &recraft_protocol::log::Log,
        from: Index,
        to: Index,
        lineage: &Lineage,
    ) {
        for entry in log.slice(from + 1, to) {
            let news = self.books.check_commit(sight.node, cluster, entry, sight.at, &mut self.findings);
            if news {
                self.boundaries.check_commit(sight.node, cluster, entry, &mut self.findings);
                self.ownership.check_commit(sight.node, cluster, entry, lineage, &mut self.findings);
            }
        }
    }
}

/// Whether the checks have anything to learn from an observation that the node's state afterwards may not show.
const fn matters(observation: &Observation) -> bool {
    matches!(
        observation,
        Observation::VoteGranted { .. }
            | Observation::StoodForElection { .. }
            | Observation::BecameLeader { .. }
            | Observation::EpochEntered { .. }
            | Observation::Joined { .. }
            | Observation::ConfigurationCommitted { .. }
    )
}
