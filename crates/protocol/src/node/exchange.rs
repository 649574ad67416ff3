//! After a merge: gathering the participants' sealed states, and keeping one's own for others.
//!
//! A member of the merged cluster takes no full part before it holds every part (it votes, but neither stands nor acknowledges
//! entries): so a leader always has the whole state, and whatever commits finds every part on a quorum (our choice; see the
//! crate's documentation). A node that the merge left out keeps its part until every member has said that it needs it no more.

use alloc::sync::Arc;

use crate::config::{MergeDecision, Outcome};
use crate::io::{Output, Timer};
use crate::machine::Machine;
use crate::message::Body;
use crate::mistakes::Mistake;
use crate::node::{Node, Role};
use crate::observation::{Crossing, Observation};
use crate::snapshot::Snapshot;
use crate::types::{ClusterId, NodeId, TxId};

impl Node {
    pub(super) fn holds_part(&self, cluster: ClusterId) -> bool {
        self.kept_part(cluster).is_some()
    }

    /// The sealed state of `cluster`, its own or another's, unless it was let go of.
    fn kept_part(&self, cluster: ClusterId) -> Option<&Arc<Snapshot>> {
        let passed = self.durable.passed.get(&cluster).filter(|passed| !passed.released);
        passed.map(|passed| &passed.snapshot).or_else(|| self.durable.parts.get(&cluster))
    }

    /// Asks for the parts that are missing: each time the next node that may hold one, starting at a different one on each node.
    pub(super) fn gather_parts(&mut self, out: &mut Output) {
        let Some(decision) = self.durable.exchange.clone() else { return };
        let members = decision.members.iter();
        let start = members.clone().position(|node| node == self.id).unwrap_or(0);
        let turn = start + self.volatile.rounds as usize;
        self.volatile.rounds = (self.volatile.rounds + 1) % (1 << 16);
        let mut asked = false;
        for participant in decision.participants.iter().filter(|part| !self.holds_part(part.cluster)) {
            let own_first = participant
                .members
                .iter()
                .chain(members.clone().filter(|&node| !participant.members.contains(node)));
            let holders: alloc::vec::Vec<NodeId> = own_first.collect();
            let round = turn - start;
            let count =
                if round < participant.members.len() { participant.members.len() } else { holders.len() };
            if let Some(&whom) = holders.get(turn % count.max(1)) {
                self.send(
                    whom,
                    Body::PullSnapshot { part: participant.cluster, decision: decision.clone() },
                    out,
                );
            }
            asked = true;
        }
        if asked {
            self.set_retry_timer(Timer::Pull, out);
        } else {
            self.complete_merge(&decision, out);
        }
    }

    /// Hands out a sealed state; a cluster that has not heard of the decision hears it now.
    pub(super) fn on_pull_part(
        &mut self,
        from: NodeId,
        part: ClusterId,
        decision: &Arc<MergeDecision>,
        out: &mut Output,
    ) {
        if let Some(snapshot) = self.kept_part(part).cloned() {
            return self.send(from, Body::PartSnapshot { txid: decision.txid, snapshot }, out);
        }
        if self.cluster().is_some_and(|cluster| decision.participant(cluster).is_some()) {
            self.on_outcome(from, decision.txid, &Outcome::Committed(decision.clone()), out);
        }
    }

    pub(super) fn on_part(&mut self, txid: TxId, snapshot: Arc<Snapshot>, out: &mut Output) {
        let Some(decision) = self.durable.exchange.clone() else { return };
        let cluster = snapshot.cluster;
        let wanted =
            decision.txid == txid && decision.participant(cluster).is_some() && !self.holds_part(cluster);
        if !wanted {
            return;
        }
        self.durable.parts.insert(cluster, snapshot);
        let held = decision.participants.iter().filter(|part| self.holds_part(part.cluster)).count();
        let of = decision.participants.len();
        out.observations.push(Observation::PartReceived { cluster, held, of });
        if held == of {
            self.complete_merge(&decision, out);
        }
    }

    /// Every part is there: the state is their union, and the node takes a full part from now on.
    fn complete_merge(&mut self, decision: &Arc<MergeDecision>, out: &mut Output) {
        let Some(base) = self.durable.base.as_deref().cloned() else { return };
        let mut machine = Machine::default();
        for participant in &decision.participants {
            let Some(part) = self.kept_part(participant.cluster) else { return };
            machine.unite(&part.machine);
        }
        self.volatile.machine = machine.clone();
        self.durable.base = Some(Arc::new(Snapshot { machine: Arc::new(machine), ..base }));
        self.durable.exchange = None;
        if self.volatile.pulling.is_none() {
            out.timers.push((Timer::Pull, None));
        }
        out.observations.push(Observation::MergeCompleted { cluster: decision.into });
        if self.settings.makes(Mistake::DropBoundaryEarly) {
            decision.participants.iter().for_each(|part| self.release_boundary(part.cluster));
            self.durable.parts.clear();
        }
        self.apply_committed(Crossing::Counted, out);
        for node in decision.everyone().without(&decision.members).iter() {
            self.send(node, Body::HoldsEveryPart { txid: decision.txid }, out);
        }
    }

    /// Left out of a merge: tells its members of it until each says that it holds every part.
    pub(super) fn offer_the_kept_part(&mut self, out: &mut Output) {
        let Some(decision) = self.durable.keeping.clone() else { return };
        for member in decision.members.without(&self.volatile.served).iter() {
            let outcome = Outcome::Committed(decision.clone());
            self.send(member, Body::Commit2PC { txid: decision.txid, outcome }, out);
        }
        self.set_retry_timer(Timer::Merge, out);
    }

    pub(super) fn on_holds_every_part(&mut self, from: NodeId, txid: TxId, out: &mut Output) {
        let Some(decision) = self.durable.keeping.clone().filter(|decision| decision.txid == txid) else {
            return;
        };
        self.volatile.served.insert(from);
        if decision.members.is_subset(&self.volatile.served) {
            self.durable.keeping = None;
            if matches!(self.volatile.role, Role::Spare) {
                out.timers.push((Timer::Merge, None));
            }
        }
    }

    /// Told of a merge that does not concern its cluster (any more): says that it needs nothing from it, if that is so. A laggard
    /// that has not come to the merge yet will need the parts.
    pub(super) fn say_what_it_holds(&self, to: NodeId, txid: TxId, outcome: &Outcome, out: &mut Output) {
        let lacks = self.durable.exchange.as_ref().is_some_and(|decision| decision.txid == txid);
        let behind = self.cluster().is_some() && self.outcome_of(txid).is_none();
        if matches!(outcome, Outcome::Committed(_)) && !lacks && !behind {
            self.send(to, Body::HoldsEveryPart { txid }, out);
        }
    }
}
