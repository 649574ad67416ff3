//! The checks: whether what must always hold does hold, looked at from outside the nodes after every step.
//!
//! After each step the checker is shown the one node that took it, as a [`Sight`]. It compares the node with what it remembers of
//! all nodes, looks only at what has changed, and reports what does not hold as a [`Violation`]: data to show, never a panic; the
//! run goes on. Every property is read *along the lineage*: each cluster has a book of its own for the entries after its
//! birth, so the entries up to a split's boundary stand once, in the parent's book, shared by all children; a merged cluster
//! begins a new log and a new book.
//!
//! One file for each family of properties: `votes` (time, votes), `leaders` (election safety, append-only, completeness),
//! `books` (log matching, state-machine safety), `boundaries` (boundary agreement), `ownership` (key ranges), `merges` (two-phase
//! agreement), `history` (linearizability of what clients were told) and `store` (exactly once, nothing lost).
//!
//! The clients' side is told by the world: what each asked first when ([`Checker::asked`]), and its answer ([`Checker::answered`]).
//!
//! A [`Violation`] names the events that contradict each other, so that whoever watches the run can go there: the two elections, the two
//! votes, the commit and the log without it, the write and the read that does not know of it.

mod books;
mod boundaries;
mod findings;
mod history;
mod leaders;
mod merges;
mod ownership;
mod page;
mod property;
mod register;
mod sight;
mod store;
#[cfg(test)]
mod tests;
mod votes;

use recraft_protocol::log::Log;
use recraft_protocol::machine::{Operation, Response};
use recraft_protocol::observation::Observation;
use recraft_protocol::table::Table;
use recraft_protocol::types::{ClientId, ClusterId, EpochTerm, Index, LogId, NodeId};
use recraft_protocol::value::Value;

pub use findings::{Status, Violation};
pub use history::CONFIGURATIONS_MAX;
pub use property::Property;
pub use sight::Sight;

use crate::lineage::Lineage;
use crate::setup::Setup;
use books::Books;
use boundaries::Boundaries;
use findings::{Findings, Witness};
use history::Histories;
use leaders::Leaders;
use merges::Merges;
use ownership::Ownership;
use store::Store;
use votes::Votes;

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
    applied: Index,
    /// How many merges' outcomes it knew.
    outcomes: usize,
    /// The event after which it was seen so.
    seq: u64,
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
            applied: sight.applied,
            outcomes: sight.outcomes.len(),
            seq: sight.seq(|_| true),
        }
    }
}

/// What the checks remember of a run, and what they have found.
#[derive(Clone, Debug, Default)]
pub struct Checker {
    findings: Findings,
    seen: Table<NodeId, Seen>,
    votes: Votes,
    leaders: Leaders,
    books: Books,
    boundaries: Boundaries,
    ownership: Ownership,
    merges: Merges,
    store: Store,
    histories: Histories,
}

impl Checker {
    /// How a property stands.
    #[must_use]
    pub fn status(&self, property: Property) -> Status<'_> {
        self.findings.status(property)
    }

    /// All violations, by property and in the order in which they were noticed.
    pub fn violations(&self) -> impl Iterator<Item = &Violation> {
        self.findings.all()
    }

    /// The violation that was noticed first.
    #[must_use]
    pub fn first_violation(&self) -> Option<&Violation> {
        self.violations().min_by_key(|violation| (violation.at_us, violation.events.last().copied()))
    }

    /// What the store must hold by all that has committed: keys and values, in order.
    pub fn must_hold(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.store.values()
    }

    /// How often a key's history had too many possible orders to be followed, so that some of its answers went unchecked.
    #[must_use]
    pub const fn histories_given_up(&self) -> u64 {
        self.histories.given_up()
    }

    /// The checks of a run that begins so.
    #[must_use]
    pub fn new(setup: &Setup) -> Self {
        let mut checker = Self::default();
        checker.histories.set_stage(setup);
        checker
    }

    /// A client asks something for the first time: its request number `nth`, in the event `seq`.
    pub fn asked(&mut self, client: ClientId, nth: u64, operation: &Operation, seq: u64) {
        self.histories.asked(client, nth, operation, seq);
    }

    /// A client has the answer to its request number `nth`, in the event `seq`; gives back what does not hold.
    pub fn answered(
        &mut self,
        (client, nth): (ClientId, u64),
        operation: &Operation,
        response: &Response,
        seq: u64,
        now_us: u64,
    ) -> Vec<Violation> {
        self.findings.now_us = now_us;
        let ask = (client, nth);
        self.histories.answered(ask, operation, response, seq, &mut self.findings);
        self.store.check_answer(ask, operation, response, seq, &mut self.findings);
        self.findings.take_fresh()
    }

    /// Looks at a node that has taken a step; gives back what does not hold and was not known before.
    ///
    /// `lineage` must know of every boundary that the step crossed.
    pub fn look(&mut self, sight: &Sight<'_>, lineage: &Lineage, now_us: u64) -> Vec<Violation> {
        let now = Seen::of(sight);
        let before = self.seen.get(&sight.node).cloned().unwrap_or_default();
        let unchanged = Seen { seq: before.seq, ..now.clone() } == before;
        if unchanged && !sight.observations.iter().any(matters) {
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
            let known = (from.max(sight.start), sight.commit);
            self.commit(sight, (cluster, sight.at), sight.log, known, lineage);
            self.store.check_state(sight, cluster, &before, &self.books, &mut self.findings);
            self.leaders.check_state(sight, cluster, &before, &self.books, &mut self.findings);
            self.ownership.check_state(sight, cluster, &before, lineage, &mut self.findings);
        }
        self.merges.check_state(sight, &before, &mut self.findings);
        self.seen.insert(sight.node, now);
        self.findings.take_fresh()
    }

    /// Somebody outside has ended the cluster of a stopped node, and taken all of its log for committed. `before` is the lineage without,
    /// `lineage` the one with those that take its place.
    pub(crate) fn close(
        &mut self,
        sight: &Sight<'_>,
        before: &Lineage,
        lineage: &Lineage,
        now_us: u64,
    ) -> Vec<Violation> {
        self.findings.now_us = now_us;
        let Some(cluster) = sight.cluster else { return Vec::new() };
        let (from, last) = (self.books.committed(cluster).max(sight.start), sight.log.last());
        self.commit(sight, (cluster, sight.at), sight.log, (from, last.index), before);
        let witness = Witness::new(sight.node, sight.seq(|_| true));
        self.boundaries.close(cluster, last, witness, &mut self.findings);
        self.ownership.check_lineage(witness, lineage, &mut self.findings);
        self.findings.take_fresh()
    }

    /// Goes through what the node did within the step, which its state afterwards may not show any more.
    fn follow_observations(&mut self, sight: &Sight<'_>, lineage: &Lineage, before: &mut Seen) {
        let node = sight.node;
        for (seq, observation) in (sight.first_seq..).zip(sight.observations) {
            let witness = Witness::new(node, seq);
            match observation {
                Observation::VoteGranted { to, at } => {
                    self.votes.check_vote((node, seq), before.cluster, *at, *to, &mut self.findings);
                }
                Observation::StoodForElection { at, .. } => {
                    self.votes.check_vote((node, seq), before.cluster, *at, node, &mut self.findings);
                }
                Observation::BecameLeader { at, .. } => {
                    self.leaders.check_election((node, seq), before.cluster, *at, &mut self.findings);
                }
                Observation::ConfigurationCommitted { entry, .. } => {
                    self.merges.check_committed(witness, before.cluster, entry, &mut self.findings);
                }
                Observation::EpochEntered { left, entered, at, boundary, .. } => {
                    let crossing = boundaries::Crossing {
                        node,
                        left: *left,
                        entered: *entered,
                        at: *at,
                        boundary: *boundary,
                        seq,
                    };
                    self.cross(sight, &crossing, lineage, before);
                    *before = Seen { cluster: *entered, at: *at, seq, ..Seen::default() };
                }
                Observation::Joined { cluster, .. } if before.cluster != Some(*cluster) => {
                    *before = Seen { cluster: Some(*cluster), seq, ..Seen::default() };
                }
                Observation::BecameSpare { left } => {
                    if let Some(left) = left.filter(|&left| before.cluster == Some(left)) {
                        // What it committed last, its own removal, it committed as a member.
                        self.books.check_entries(witness, left, sight.log, before, &mut self.findings);
                        self.commit(
                            sight,
                            (left, sight.at),
                            sight.log,
                            (before.commit, sight.commit),
                            lineage,
                        );
                    }
                    *before = Seen { at: before.at, seq, ..Seen::default() };
                }
                _ => {}
            }
        }
    }

    /// The node has crossed the boundary of the cluster it was in.
    fn cross(
        &mut self,
        sight: &Sight<'_>,
        crossing: &boundaries::Crossing,
        lineage: &Lineage,
        before: &mut Seen,
    ) {
        let witness = Witness::new(crossing.node, crossing.seq);
        let log = sight.passed.get(&crossing.left).map(|passed| &passed.log);
        if let Some(log) = log {
            self.books.check_entries(witness, crossing.left, log, before, &mut self.findings);
            let from = if before.cluster == Some(crossing.left) { before.commit } else { 0 };
            // Whoever counted the boundary did so at the time before; the one after is the next epoch's.
            let at = if before.at > EpochTerm::default() { before.at } else { sight.at };
            self.commit(sight, (crossing.left, at), log, (from, crossing.boundary.index), lineage);
        }
        let entry = log.and_then(|log| log.get(crossing.boundary.index));
        self.boundaries.check_crossing(crossing, entry, before, &mut self.findings);
        self.ownership.check_lineage(witness, lineage, &mut self.findings);
    }

    /// The node knows the entries after `from` up to `to` of its cluster's log to be committed, and came to know it at the time `at`.
    fn commit(
        &mut self,
        sight: &Sight<'_>,
        (cluster, at): (ClusterId, EpochTerm),
        log: &Log,
        (from, to): (Index, Index),
        lineage: &Lineage,
    ) {
        if to <= from {
            return;
        }
        let by = Witness::new(sight.node, sight.seq_of_commit());
        for entry in self.books.entries(cluster, log, from, to) {
            if self.books.check_commit(by, cluster, &entry, at, &mut self.findings) {
                self.boundaries.check_commit(by, cluster, &entry, &mut self.findings);
                self.ownership.check_commit(by, cluster, &entry, lineage, &mut self.findings);
                let effect = self.store.carry_out(&entry.payload, cluster, lineage, by);
                self.books.note_effect(cluster, entry.id.index, effect);
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
