//! A merge, as a participant sees it: prepare, wait, hear the outcome.
//!
//! A participant that said yes stays prepared until it hears the outcome: it may not decide alone. It goes on serving commands, refuses
//! other reconfigurations, and keeps asking the coordinator's members, any of whom can answer who has the outcome in its state or
//! among what it sealed.

use alloc::sync::Arc;

use crate::config::{AbortReason, ConfigEntry, MergePlan, Outcome, Stage};
use crate::io::{Output, Refusal, Timer};
use crate::log::Payload;
use crate::message::{Body, MergeVote};
use crate::mistakes::Mistake;
use crate::node::{Node, Prepared, Role};
use crate::observation::Observation;
use crate::types::{ClusterId, NodeId, NodeSet, TxId};

impl Node {
    /// How the transaction ended, if this node knows: from its state, or from a state it sealed.
    pub(super) fn outcome_of(&self, txid: TxId) -> Option<&Outcome> {
        let sealed = self.durable.passed.values().rev().map(|passed| &passed.snapshot.machine);
        core::iter::once(&self.volatile.machine)
            .chain(sealed.map(|machine| &**machine))
            .find_map(|machine| machine.outcomes.get(&txid))
    }

    pub(super) fn on_prepare(
        &mut self,
        from: NodeId,
        cluster: ClusterId,
        plan: &Arc<MergePlan>,
        out: &mut Output,
    ) {
        let txid = plan.txid;
        if self.cluster() != Some(cluster) {
            return self.answer_for_former_cluster(from, cluster, txid, out);
        }
        if !self.is_leader() {
            let leader = self.leader();
            return self.send(from, Body::MergeRedirect { txid, cluster, leader }, out);
        }
        if let Stage::MergePrepared(prepared) = &self.configuration().stage
            && prepared.txid == txid
        {
            let prepared = prepared.clone();
            self.remember_coordinator(txid, from);
            return self.continue_if_committed(&prepared, out);
        }
        match self.may_prepare(plan, cluster) {
            Ok(()) => {
                self.remember_coordinator(txid, from);
                self.propose(Payload::Config(ConfigEntry::MergePrepare(plan.clone())), out);
            }
            Err(reason) => self.vote_no(from, txid, cluster, reason, out),
        }
    }

    /// Asked for a cluster that is over, or that the node has left: says no, or who stayed.
    fn answer_for_former_cluster(&self, from: NodeId, cluster: ClusterId, txid: TxId, out: &mut Output) {
        if self.durable.passed.contains_key(&cluster) {
            if self.outcome_of(txid).is_none() {
                self.vote_no(from, txid, cluster, Refusal::WrongCluster { actual: self.cluster() }, out);
            }
        } else {
            self.refer_to_those_who_stayed(from, cluster, out);
        }
    }

    fn may_prepare(&self, plan: &MergePlan, cluster: ClusterId) -> Result<(), Refusal> {
        if self.outcome_of(plan.txid).is_some() {
            return Err(Refusal::TransactionOver(plan.txid));
        }
        let expected = plan.participant(cluster).map(|participant| participant.epoch);
        if expected != Some(self.durable.at.epoch) || plan.coordinator == cluster {
            return Err(Refusal::WrongEpoch { actual: self.durable.at.epoch });
        }
        self.may_reconfigure()?;
        self.check_no_learners()?;
        self.check_who_goes_on(cluster, plan.members.as_ref())
    }

    fn vote_no(&self, to: NodeId, txid: TxId, cluster: ClusterId, reason: Refusal, out: &mut Output) {
        out.observations.push(Observation::MergeVoteRefused {
            txid,
            coordinator: to,
            reason: reason.clone(),
        });
        self.send(to, Body::MergeVote { txid, cluster, vote: MergeVote::No(reason) }, out);
    }

    /// The coordinator asked (again): the vote is due (again) as soon as `C_TX` has committed.
    fn remember_coordinator(&mut self, txid: TxId, coordinator: NodeId) {
        if let Some(leading) = self.leading() {
            leading.prepared = Some(Prepared { txid, coordinator, voted: false });
        }
    }

    fn continue_if_committed(&mut self, plan: &Arc<MergePlan>, out: &mut Output) {
        let (index, _) = self.volatile.configs[self.volatile.configs.len() - 1];
        if index <= self.volatile.commit && self.has_committed_in_term() {
            self.vote_yes(plan, out);
        }
    }

    /// `C_TX` is committed here: says so, and keeps asking for the outcome from then on.
    pub(super) fn vote_yes(&mut self, plan: &Arc<MergePlan>, out: &mut Output) {
        let txid = plan.txid;
        let Some(own) = self.own_participation() else { return };
        let first = plan.participant(plan.coordinator).and_then(|coordinator| coordinator.members.first());
        let Some(leading) = self.leading() else { return };
        let known = leading.prepared.filter(|prepared| prepared.txid == txid);
        let Some(prepared) = known.or(first.map(|coordinator| Prepared { txid, coordinator, voted: false }))
        else {
            return;
        };
        if prepared.voted {
            return;
        }
        leading.prepared = Some(Prepared { voted: true, ..prepared });
        let coordinator = prepared.coordinator;
        out.observations.push(Observation::MergeVotedYes { txid, coordinator });
        self.send(
            coordinator,
            Body::MergeVote { txid, cluster: own.cluster, vote: MergeVote::Yes(own) },
            out,
        );
        self.set_retry_timer(Timer::Merge, out);
    }

    /// Prepared, and nothing heard: asks the next member of the coordinator's cluster.
    pub(super) fn ask_for_outcome(&mut self, out: &mut Output) {
        let Stage::MergePrepared(plan) = self.configuration().stage.clone() else { return };
        let Some(coordinator) = plan.participant(plan.coordinator) else { return };
        let decides_alone = self.settings.makes(Mistake::DecideAlone);
        let Some(prepared) = self.leading().and_then(|leading| leading.prepared.as_mut()) else { return };
        if decides_alone {
            let (from, outcome) = (prepared.coordinator, Outcome::Aborted(AbortReason::Cancelled));
            return self.log_outcome(from, plan.txid, &outcome, out);
        }
        if let Some(next) = coordinator.members.after(prepared.coordinator) {
            prepared.coordinator = next;
            let body = Body::QueryOutcome { txid: plan.txid, coordinator: plan.coordinator };
            self.send(next, body, out);
        }
        self.set_retry_timer(Timer::Merge, out);
    }

    /// Answers if it knows; one that has left the coordinator before it ended, and has forgotten its state, says who stayed.
    pub(super) fn on_query_outcome(
        &self,
        from: NodeId,
        txid: TxId,
        coordinator: ClusterId,
        out: &mut Output,
    ) {
        if let Some(outcome) = self.outcome_of(txid).cloned() {
            self.send(from, Body::Commit2PC { txid, outcome }, out);
        } else {
            self.refer_to_those_who_stayed(from, coordinator, out);
        }
    }

    /// Told who stayed in a cluster: if it coordinates the merge that this leader's cluster is prepared for, asks them about the outcome.
    /// Says whether it did.
    pub(super) fn ask_these_for_outcome(
        &self,
        cluster: ClusterId,
        members: &NodeSet,
        out: &mut Output,
    ) -> bool {
        let Stage::MergePrepared(plan) = &self.configuration().stage else { return false };
        if plan.coordinator != cluster || !self.is_leader() {
            return false;
        }
        let body = Body::QueryOutcome { txid: plan.txid, coordinator: cluster };
        members.iter().for_each(|member| self.send(member, body.clone(), out));
        true
    }

    pub(super) fn on_merge_due(&mut self, out: &mut Output) {
        if self.durable.keeping.is_some() {
            self.offer_the_kept_part(out);
        }
        if let Role::Leader(leading) = &self.volatile.role {
            // Both at once: an abort of its own may still have to be told while it is prepared for another merge.
            let (coordinates, prepared) = (leading.coordination.is_some(), leading.prepared.is_some());
            if coordinates {
                self.resend_as_coordinator(out);
            }
            if prepared {
                self.ask_for_outcome(out);
            }
        }
    }

    /// Hears how a merge ended: a prepared leader logs it, a follower passes it on to its leader, and whoever needs nothing from it any
    /// more says so.
    pub(super) fn on_outcome(&mut self, from: NodeId, txid: TxId, outcome: &Outcome, out: &mut Output) {
        let concerned = match (outcome, self.cluster()) {
            (Outcome::Committed(decision), Some(cluster)) => decision.participant(cluster).is_some(),
            (Outcome::Aborted(_), Some(_)) => true,
            (_, None) => false,
        };
        if !concerned {
            return self.say_what_it_holds(from, txid, outcome, out);
        }
        if !self.is_leader() {
            if let Some(leader) = self.leader().filter(|&leader| leader != from) {
                self.send(leader, Body::Commit2PC { txid, outcome: outcome.clone() }, out);
            }
            return;
        }
        let (index, config) = &self.volatile.configs[self.volatile.configs.len() - 1];
        let committed = *index <= self.volatile.commit;
        match &config.stage {
            Stage::MergePrepared(plan) if plan.txid == txid && committed => {
                if Some(plan.coordinator) != self.cluster() {
                    self.log_outcome(from, txid, outcome, out);
                }
            }
            // It is in the log already, or will be known to be committed soon; the sender asks again.
            Stage::MergePrepared(plan) if plan.txid == txid => {}
            _ => self.acknowledge_what_is_over(from, txid, outcome, out),
        }
    }

    fn log_outcome(&mut self, from: NodeId, txid: TxId, outcome: &Outcome, out: &mut Output) {
        let (aborted, entry) = match outcome {
            Outcome::Committed(decision) => (None, ConfigEntry::MergeNew(decision.clone())),
            Outcome::Aborted(reason) => (Some(*reason), ConfigEntry::MergeAbort { txid, reason: *reason }),
        };
        if let Some(prepared) = self.leading().and_then(|leading| leading.prepared.as_mut())
            && aborted.is_some()
        {
            prepared.coordinator = from;
        }
        out.observations.push(Observation::OutcomeHeard { txid, from, aborted });
        self.propose(Payload::Config(entry), out);
    }

    /// An abort that is committed here, or of a transaction that was never prepared here, needs no further telling.
    fn acknowledge_what_is_over(&self, from: NodeId, txid: TxId, outcome: &Outcome, out: &mut Output) {
        let (index, _) = self.volatile.configs[self.volatile.configs.len() - 1];
        if let (Outcome::Aborted(_), Some(cluster), true) =
            (outcome, self.cluster(), index <= self.volatile.commit)
        {
            self.send(from, Body::Commit2PCAck { txid, cluster }, out);
        }
    }
}
