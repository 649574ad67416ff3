//! A merge, as the coordinator's leader drives it: two-phase commit with both phases in the coordinator's own log (ReCraft §V).
//!
//! `C_TX` commits first; only then are the others asked, so that every later leader of the coordinator knows of the transaction and
//! goes on with it. The outcome is final once its entry commits. An abort is told until every participant acknowledges; a
//! merge is told once, and then carried along by the exchange of the parts.

use crate::table::{SmallSet, Table};
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::config::{AbortReason, ConfigEntry, MergeDecision, MergePlan, Outcome, Participant, Stage};
use crate::durable::Left;
use crate::io::{AdminRequest, Contact, Output, Refusal, Timer};
use crate::keys::KeyRanges;
use crate::log::Payload;
use crate::message::{Body, MergeVote};
use crate::node::{Coordination, Node};
use crate::observation::Observation;
use crate::types::{ClusterId, NodeId, NodeSet, TxId};

impl Node {
    pub(super) fn propose_merge(
        &mut self,
        txid: TxId,
        into: ClusterId,
        others: &[Contact],
        members: Option<&NodeSet>,
        request: &AdminRequest,
        out: &mut Output,
    ) -> Result<(), Refusal> {
        self.may_reconfigure()?;
        self.check_no_learners()?;
        let own = self.own_participation().ok_or(Refusal::NotLeader { leader: None })?;
        if self.outcome_of(txid).is_some() {
            return Err(Refusal::TransactionOver(txid));
        }
        if members.is_some_and(NodeSet::is_empty) {
            return Err(Refusal::NoMembersLeft);
        }
        self.check_who_goes_on(own.cluster, members)?;
        let mut participants = alloc::vec![own];
        for contact in others {
            check_participant(&participants, contact)?;
            participants.push(Participant {
                cluster: contact.cluster,
                epoch: contact.epoch,
                members: contact.members.clone(),
                ranges: contact.ranges.clone(),
            });
        }
        if participants.len() < 2 {
            return Err(Refusal::BadParticipants);
        }
        let coordinator = participants[0].cluster;
        let plan = Arc::new(MergePlan { txid, into, coordinator, participants, members: members.cloned() });
        self.accept(request, Payload::Config(ConfigEntry::MergePrepare(plan)), out);
        Ok(())
    }

    /// The own cluster as it takes part in a merge.
    pub(super) fn own_participation(&self) -> Option<Participant> {
        let config = self.configuration();
        Some(Participant {
            cluster: self.cluster()?,
            epoch: self.durable.at.epoch,
            members: config.members.clone(),
            ranges: config.ranges.clone(),
        })
    }

    pub(super) fn propose_cancel(
        &mut self,
        txid: TxId,
        request: &AdminRequest,
        out: &mut Output,
    ) -> Result<(), Refusal> {
        if !self.is_leader() {
            return Err(Refusal::NotLeader { leader: self.leader() });
        }
        match &self.configuration().stage {
            Stage::MergePrepared(plan) if plan.txid == txid && Some(plan.coordinator) == self.cluster() => {}
            Stage::MergeLeaving(decision) if decision.txid == txid => {
                return Err(Refusal::TransactionOver(txid));
            }
            _ if self.outcome_of(txid).is_some() => return Err(Refusal::TransactionOver(txid)),
            _ => return Err(Refusal::UnknownTransaction(txid)),
        }
        let reason = AbortReason::Cancelled;
        out.observations.push(Observation::MergeDecided { txid, outcome: Outcome::Aborted(reason) });
        self.accept(request, Payload::Config(ConfigEntry::MergeAbort { txid, reason }), out);
        Ok(())
    }

    /// `C_TX` is committed, and this leader may act on it: as the coordinator it asks the others, as a participant it votes.
    pub(super) fn continue_merge(&mut self, plan: &Arc<MergePlan>, out: &mut Output) {
        if Some(plan.coordinator) != self.cluster() {
            return self.vote_yes(plan, out);
        }
        let Some(own) = self.own_participation() else { return };
        let Some(leading) = self.leading() else { return };
        if leading.coordination.as_ref().is_some_and(|coordination| coordination.plan.txid == plan.txid) {
            return;
        }
        let others = plan.participants.iter().filter(|participant| participant.cluster != plan.coordinator);
        let contact = others.filter_map(|other| Some((other.cluster, other.members.first()?))).collect();
        leading.coordination = Some(Coordination {
            plan: plan.clone(),
            yes: [(own.cluster, own)].into_iter().collect(),
            contact,
            stayed: Table::new(),
            rounds: 0,
            redirected: SmallSet::new(),
            aborted: None,
            acknowledged: SmallSet::new(),
        });
        self.ask_to_prepare(out);
        self.set_retry_timer(Timer::Merge, out);
    }

    /// Asks every participant that has not voted.
    fn ask_to_prepare(&self, out: &mut Output) {
        let crate::node::Role::Leader(leading) = &self.volatile.role else { return };
        let Some(coordination) = &leading.coordination else { return };
        for (&cluster, &contact) in coordination.contact.iter() {
            if !coordination.yes.contains_key(&cluster) {
                self.send(contact, Body::Prepare2PC { cluster, plan: coordination.plan.clone() }, out);
            }
        }
    }

    fn coordination(&mut self, txid: TxId) -> Option<&mut Coordination> {
        self.leading()?.coordination.as_mut().filter(|coordination| coordination.plan.txid == txid)
    }

    pub(super) fn on_merge_vote(
        &mut self,
        from: NodeId,
        txid: TxId,
        cluster: ClusterId,
        vote: MergeVote,
        out: &mut Output,
    ) {
        if let Some(outcome) = self.outcome_of(txid).cloned() {
            return self.send(from, Body::Commit2PC { txid, outcome }, out);
        }
        let undecided =
            matches!(&self.configuration().stage, Stage::MergePrepared(plan) if plan.txid == txid);
        let Some(coordination) = self.coordination(txid).filter(|_| undecided) else { return };
        let expected = coordination.plan.participant(cluster).map(|participant| participant.epoch);
        if expected.is_none() || coordination.yes.contains_key(&cluster) {
            return;
        }
        coordination.contact.insert(cluster, from);
        let yes = matches!(vote, MergeVote::Yes(_));
        out.observations.push(Observation::MergeVoteReceived { txid, cluster, yes });
        match vote {
            MergeVote::Yes(participant)
                if participant.cluster == cluster && Some(participant.epoch) == expected =>
            {
                coordination.yes.insert(cluster, participant);
                if coordination.yes.len() == coordination.plan.participants.len() {
                    self.decide(txid, out);
                }
            }
            MergeVote::Yes(_) => {}
            MergeVote::No(_) => self.abort(txid, AbortReason::VotedNo(cluster), out),
        }
    }

    /// Everyone is prepared: the merge goes ahead, unless members were asked for that nobody brings.
    fn decide(&mut self, txid: TxId, out: &mut Output) {
        let Some(coordination) = self.coordination(txid) else { return };
        let plan = coordination.plan.clone();
        let participants: Vec<Participant> = plan
            .participants
            .iter()
            .filter_map(|participant| coordination.yes.get(&participant.cluster).cloned())
            .collect();
        let everyone: NodeSet =
            participants.iter().flat_map(|participant| participant.members.iter()).collect();
        let members = plan.members.clone().unwrap_or_else(|| everyone.clone());
        if let Some(node) = members.without(&everyone).first() {
            return self.abort(txid, AbortReason::UnknownMember(node), out);
        }
        let epoch =
            participants.iter().map(|participant| participant.epoch).max().unwrap_or(0).saturating_add(1);
        let ranges = participants
            .iter()
            .fold(KeyRanges::default(), |ranges, participant| ranges.union(&participant.ranges));
        let decision =
            Arc::new(MergeDecision { txid, into: plan.into, epoch, participants, members, ranges });
        out.observations
            .push(Observation::MergeDecided { txid, outcome: Outcome::Committed(decision.clone()) });
        self.propose(Payload::Config(ConfigEntry::MergeNew(decision)), out);
    }

    fn abort(&mut self, txid: TxId, reason: AbortReason, out: &mut Output) {
        out.observations.push(Observation::MergeDecided { txid, outcome: Outcome::Aborted(reason) });
        self.propose(Payload::Config(ConfigEntry::MergeAbort { txid, reason }), out);
    }

    /// The merge is decided and committed here: as the coordinator's leader, tells the others.
    pub(super) fn announce_merge(&self, decision: &Arc<MergeDecision>, out: &mut Output) {
        let crate::node::Role::Leader(leading) = &self.volatile.role else { return };
        let Some(coordination) = &leading.coordination else { return };
        for &contact in coordination.contact.values() {
            let outcome = Outcome::Committed(decision.clone());
            self.send(contact, Body::Commit2PC { txid: decision.txid, outcome }, out);
        }
    }

    /// An abort has committed here. The coordinator's leader tells the others until they acknowledge; a participant's
    /// acknowledges.
    pub(super) fn after_abort_committed(&mut self, txid: TxId, reason: AbortReason, out: &mut Output) {
        let own = self.cluster();
        let Some(leading) = self.leading() else { return };
        if let Some(prepared) = leading.prepared.take_if(|prepared| prepared.txid == txid) {
            if let Some(cluster) = own {
                self.send(prepared.coordinator, Body::Commit2PCAck { txid, cluster }, out);
            }
        } else if let Some(coordination) = self.coordination(txid) {
            coordination.aborted = Some(reason);
            self.announce_abort(out);
            self.set_retry_timer(Timer::Merge, out);
        }
    }

    fn announce_abort(&self, out: &mut Output) {
        let crate::node::Role::Leader(leading) = &self.volatile.role else { return };
        let Some(Coordination { plan, contact, aborted: Some(reason), acknowledged, .. }) =
            &leading.coordination
        else {
            return;
        };
        for (cluster, &contact) in contact.iter() {
            if !acknowledged.contains(cluster) {
                let outcome = Outcome::Aborted(*reason);
                self.send(contact, Body::Commit2PC { txid: plan.txid, outcome }, out);
            }
        }
    }

    /// Whoever was a member of a participant speaks for it, even if it belongs to another cluster by now.
    pub(super) fn on_outcome_acknowledged(
        &mut self,
        from: NodeId,
        txid: TxId,
        cluster: ClusterId,
        out: &mut Output,
    ) {
        let Some(coordination) = self.coordination(txid) else { return };
        let plan = coordination.plan.clone();
        let spoken_for =
            plan.participants.iter().filter(|part| part.cluster == cluster || part.members.contains(from));
        coordination.acknowledged.extend(spoken_for.map(|part| part.cluster));
        if coordination.contact.keys().all(|cluster| coordination.acknowledged.contains(cluster))
            && let Some(leading) = self.leading()
        {
            leading.coordination = None;
            if leading.prepared.is_none() {
                out.timers.push((Timer::Merge, None));
            }
        }
    }

    /// The one asked does not lead its cluster: asks whom it names.
    pub(super) fn on_merge_redirect(
        &mut self,
        from: NodeId,
        txid: TxId,
        cluster: ClusterId,
        leader: Option<NodeId>,
        out: &mut Output,
    ) {
        let Some(coordination) = self.coordination(txid) else { return };
        let (Some(leader), true) = (leader, coordination.contact.get(&cluster) == Some(&from)) else {
            return;
        };
        coordination.contact.insert(cluster, leader);
        let done = coordination.yes.contains_key(&cluster) || coordination.aborted.is_some();
        if !done && leader != from && coordination.redirected.insert(cluster) {
            let plan = coordination.plan.clone();
            self.send(leader, Body::Prepare2PC { cluster, plan }, out);
        }
    }

    /// The one asked has left its cluster, and names those who stayed: asks one of them now, and each in its turn from then on. Of
    /// several who have left only those are followed who did so later than the last one.
    pub(super) fn ask_these_to_prepare(&mut self, cluster: ClusterId, left: Left, out: &mut Output) {
        let Some(coordination) = self.leading().and_then(|leading| leading.coordination.as_mut()) else {
            return;
        };
        let news = coordination.stayed.get(&cluster).is_none_or(|known| left.by > known.by);
        let (Some(contact), Some(first), true) =
            (coordination.contact.get_mut(&cluster), left.members.first(), news)
        else {
            return;
        };
        *contact = first;
        coordination.stayed.insert(cluster, left);
        if !coordination.yes.contains_key(&cluster) && coordination.aborted.is_none() {
            let plan = coordination.plan.clone();
            self.send(first, Body::Prepare2PC { cluster, plan }, out);
        }
    }

    /// The coordinator has waited long enough for an answer: asks the next member of each cluster that owes one.
    pub(super) fn resend_as_coordinator(&mut self, out: &mut Output) {
        let Some(coordination) = self.leading().and_then(|leading| leading.coordination.as_mut()) else {
            return;
        };
        let decided = coordination.aborted.is_some();
        let redirected = core::mem::take(&mut coordination.redirected);
        let plan = coordination.plan.clone();
        coordination.rounds = coordination.rounds.wrapping_add(1);
        let turn = coordination.rounds as usize;
        for (cluster, contact) in coordination.contact.iter_mut() {
            // Whom a redirection named gets a round of its own.
            let owes = if redirected.contains(cluster) {
                false
            } else if decided {
                !coordination.acknowledged.contains(cluster)
            } else {
                !coordination.yes.contains_key(cluster)
            };
            let planned = plan.participant(*cluster).map(|participant| &participant.members);
            let stayed = coordination.stayed.get(cluster).map(|left| &left.members);
            let members: NodeSet = planned.into_iter().chain(stayed).flat_map(NodeSet::iter).collect();
            if owes && !members.is_empty() {
                *contact = members.iter().nth(turn % members.len()).unwrap_or(*contact);
            }
        }
        if decided {
            self.announce_abort(out);
        } else if matches!(self.configuration().stage, Stage::MergePrepared(_)) {
            self.ask_to_prepare(out);
        }
        self.set_retry_timer(Timer::Merge, out);
    }
}

fn check_participant(so_far: &[Participant], contact: &Contact) -> Result<(), Refusal> {
    if so_far.iter().any(|participant| participant.cluster == contact.cluster) || contact.members.is_empty() {
        return Err(Refusal::BadParticipants);
    }
    if so_far.iter().any(|participant| participant.ranges.overlaps(&contact.ranges)) {
        return Err(Refusal::RangesOverlap(contact.cluster));
    }
    Ok(())
}
