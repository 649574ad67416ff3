//! Where an input goes: by its kind, and for Raft's own messages by how the sender's epoch and cluster relate to the node's.
//!
//! The rules across epochs are all here (ReCraft §III–V):
//! - the same epoch but another cluster: a stray, ignored;
//! - an earlier epoch: refused with the own epoch, so that the sender learns that it is behind; whoever merely answers an ended
//!   epoch's leader is notified of the boundary;
//! - a later epoch: never a vote, never an entry; the node pulls. It enters an epoch only by committing the entry that ends
//!   its own.
//!
//! Pulls and the messages of a merge say themselves which cluster they are about, and pass by these rules.

use crate::durable::Left;
use crate::io::{Input, Output, Timer};
use crate::message::{AppendRefusal, Body, Candidacy, Message, VoteRefusal};
use crate::node::{Node, Role};
use crate::observation::Observation;
use crate::types::{LogId, NodeId};

impl Node {
    pub(super) fn dispatch(&mut self, input: Input, out: &mut Output) {
        match input {
            Input::Message(message)
                if message.to == self.id && message.from != self.id && message.could_be() =>
            {
                self.on_message(&message, out);
            }
            Input::Message(_) => {}
            Input::Timer(timer) => self.on_timer(timer, out),
            Input::Client(command) => self.on_client(command, out),
            Input::Admin(request) => self.on_admin(request, out),
        }
    }

    fn on_timer(&mut self, timer: Timer, out: &mut Output) {
        if matches!(timer, Timer::Election | Timer::Pull | Timer::Merge) {
            self.volatile.referred_by = LogId::default(); // It asks anew.
        }
        match timer {
            Timer::Election => self.on_election_timeout(out),
            Timer::Heartbeat => self.on_heartbeat_due(out),
            Timer::Pull => self.on_pull_due(out),
            Timer::Merge => self.on_merge_due(out),
            Timer::LeaderAlive => self.volatile.hears_leader = false,
        }
    }

    fn on_message(&mut self, message: &Message, out: &mut Output) {
        let from = message.from;
        match message.body {
            Body::NotifyCommit { cluster, boundary } => {
                self.on_notify_commit(from, message.at, cluster, boundary, out);
            }
            Body::PullLog { cluster, from: first, has_state } => {
                self.on_pull_log(from, cluster, first, has_state, out);
            }
            Body::PulledLog { cluster, ref entries } => self.on_pulled_log(from, cluster, entries, out),
            Body::PulledSnapshot { ref snapshot } => self.on_pulled_snapshot(from, snapshot, out),
            Body::PullUnknown { cluster } => self.on_pull_unknown(cluster, out),
            Body::Removed { by, ref members } => {
                self.on_removed(message.cluster, by, members.clone(), out);
            }
            Body::Prepare2PC { cluster, ref plan } => self.on_prepare(from, cluster, plan, out),
            Body::MergeVote { txid, cluster, ref vote } => {
                self.on_merge_vote(from, txid, cluster, vote.clone(), out);
            }
            Body::Commit2PC { txid, ref outcome } => self.on_outcome(from, txid, outcome, out),
            Body::Commit2PCAck { txid, cluster } => self.on_outcome_acknowledged(from, txid, cluster, out),
            Body::MergeRedirect { txid, cluster, leader } => {
                self.on_merge_redirect(from, txid, cluster, leader, out);
            }
            Body::QueryOutcome { txid, coordinator } => {
                self.on_query_outcome(from, txid, coordinator, out);
            }
            Body::PullSnapshot { part, ref decision } => self.on_pull_part(from, part, decision, out),
            Body::PartSnapshot { txid, ref snapshot } => self.on_part(txid, snapshot.clone(), out),
            Body::HoldsEveryPart { txid } => self.on_holds_every_part(from, txid, out),
            Body::AskThese { by, ref members } => {
                self.on_ask_these(message.cluster, by, members.clone(), out);
            }
            Body::AskPassed { cluster, until } => self.on_ask_passed(from, cluster, until, out),
            Body::HavePassed { cluster } => self.on_have_passed(from, cluster, out),
            Body::ReleaseBoundary { cluster } => self.on_release_boundary(cluster, out),
            Body::AppendRefused { reason: AppendRefusal::NeedsSnapshot } => self.on_needs_snapshot(from, out),
            _ => self.on_raft_message(message, out),
        }
    }

    /// Raft's own messages: RequestVote, AppendEntries, InstallSnapshot and their answers.
    fn on_raft_message(&mut self, message: &Message, out: &mut Output) {
        if matches!(self.volatile.role, Role::Spare) {
            self.on_message_as_spare(message, out);
        } else if message.cluster != self.cluster()
            && message.at.epoch >= self.durable.at.epoch
            && (self.answers_for_ended_epoch(message, out) || self.answers_for_left_cluster(message, out))
        {
            // A laggard of a cluster that this node has left, and which is no earlier one than its own: it was left out of a merge, or
            // removed, and added elsewhere.
        } else if message.at.epoch > self.durable.at.epoch {
            self.on_message_of_later_epoch(message, out);
        } else if message.at.epoch < self.durable.at.epoch {
            self.on_message_of_earlier_epoch(message, out);
        } else if message.cluster == self.cluster() {
            self.on_message_of_own_cluster(message, out);
        }
    }

    pub(super) fn on_message_of_own_cluster(&mut self, message: &Message, out: &mut Output) {
        if let Body::RequestVote { last, .. } = &message.body
            && let Some(Left { by, members }) = self.has_removed(message.from, *last)
        {
            // Its term is not taken over: a node that has missed its removal must not disturb those who go on.
            let reason = VoteRefusal::Removed { by };
            out.observations.push(Observation::VoteRefused { to: message.from, reason });
            return self.send(message.from, Body::Removed { by, members }, out);
        }
        if let Body::RequestVote { how, .. } = &message.body
            && self.keeps_faith(*how)
        {
            // Nor is that of one who stands against a leader that is alive (dissertation, §4.2.3).
            let leader = self.leader();
            return self.refuse_vote(message.from, VoteRefusal::LeaderAlive { leader }, out);
        }
        if message.at > self.durable.at {
            self.raise_term(message.at, message.from, out);
        } else if message.at < self.durable.at {
            return self.refuse_stale(message, out);
        }
        let from = message.from;
        match message.body {
            Body::RequestVote { last, how: Candidacy::PreVote } => self.on_pre_vote_asked(from, last, out),
            Body::RequestVote { last, .. } => self.on_request_vote(from, last, out),
            Body::PreVoteGranted => self.on_pre_vote_granted(from, out),
            Body::TimeoutNow => self.on_timeout_now(from, out),
            Body::VoteGranted => self.on_vote_granted(from, out),
            Body::VoteRefused { .. } => self.on_vote_refused(from),
            Body::Append { previous, ref entries, commit, round } => {
                self.on_append(from, previous, entries, commit, round, out);
            }
            Body::AppendAccepted { matched, round } => self.on_append_accepted(from, matched, round, out),
            Body::AppendRefused { reason } => self.on_append_refused(from, reason, out),
            Body::InstallSnapshot { ref snapshot, offset, done } => {
                self.on_install_snapshot(from, snapshot, offset, done, out);
            }
            Body::ChunkAccepted { last, next } => self.on_chunk_accepted(from, last, next, out),
            Body::SnapshotTaken { last } => self.on_snapshot_taken(from, last, out),
            _ => {}
        }
    }

    fn refuse_stale(&self, message: &Message, out: &mut Output) {
        match message.body {
            Body::RequestVote { .. } => self.refuse_vote(message.from, VoteRefusal::StaleTerm, out),
            Body::Append { .. } | Body::InstallSnapshot { .. } => {
                self.refuse_append(message.from, AppendRefusal::StaleTerm, out);
            }
            _ => {}
        }
    }

    fn on_message_of_later_epoch(&mut self, message: &Message, out: &mut Output) {
        let mine = self.durable.at.epoch;
        match &message.body {
            Body::RequestVote { last, .. } if self.votes_across_epochs(*last) => {
                return self.vote_across_epochs(message, out);
            }
            Body::Append { previous, entries, commit, .. } if self.takes_across_epochs(*previous) => {
                let (previous, commit) = (*previous, *commit);
                return self.append_across_epochs(message, previous, entries, commit, out);
            }
            Body::RequestVote { .. } => {
                self.refuse_vote(message.from, VoteRefusal::HigherEpoch { mine }, out);
            }
            Body::Append { .. } | Body::InstallSnapshot { .. } => {
                self.refuse_append(message.from, AppendRefusal::HigherEpoch { mine }, out);
            }
            Body::AppendRefused { .. } if !self.configuration().includes(message.from) => {
                return self.let_go(message.from); // It has left, and is in another cluster by now.
            }
            Body::AppendRefused { reason: AppendRefusal::LowerEpoch } => {
                self.leave_office_behind_the_times(message.from, message.at, out);
            }
            _ => {}
        }
        self.start_pull(message.from, message.at, out);
    }

    fn on_message_of_earlier_epoch(&mut self, message: &Message, out: &mut Output) {
        match &message.body {
            Body::RequestVote { last, .. } if self.votes_across_epochs(*last) => {
                self.vote_across_epochs(message, out);
            }
            Body::RequestVote { .. } => self.refuse_vote(message.from, VoteRefusal::LowerEpoch, out),
            Body::Append { .. } | Body::InstallSnapshot { .. } => {
                self.refuse_append(message.from, AppendRefusal::LowerEpoch, out);
            }
            Body::AppendRefused { .. } if !self.configuration().includes(message.from) => {
                self.let_go(message.from); // It has left, and is in another cluster by now.
                self.notify_of_boundary(message.from, message.cluster, out);
            }
            _ => self.notify_of_boundary(message.from, message.cluster, out),
        }
    }

    fn on_message_as_spare(&mut self, message: &Message, out: &mut Output) {
        if self.answers_for_ended_epoch(message, out) {
            return;
        }
        if let (Body::RequestVote { last, how }, Some(cluster)) = (&message.body, message.cluster) {
            return self.vote_as_spare(message.from, cluster, message.at, (*last, *how), out);
        }
        if self.durable.keeping.is_some() {
            return; // Not free yet; whoever wants it will ask again.
        }
        let back = self.durable.base.as_ref().is_some_and(|base| Some(base.cluster) == message.cluster);
        match message.body {
            Body::Append { .. } if back && message.at.epoch == self.durable.at.epoch => {
                self.come_back(message, out);
            }
            Body::Append { .. } => self.refuse_append(message.from, AppendRefusal::NeedsSnapshot, out),
            Body::InstallSnapshot { ref snapshot, offset, done } => {
                self.join_by_chunk(message, snapshot, offset, done, out);
            }
            _ => {}
        }
    }

    /// If the committed configuration leaves `node` out, and the node's log, which ends with `last`, cannot hold a later one that
    /// takes it in again: the last entry known to be committed, and who stayed.
    pub(super) fn has_removed(&self, node: NodeId, last: LogId) -> Option<Left> {
        let committed = &self.volatile.configuration_at(self.volatile.commit).1;
        let by = self.durable.log.id(self.volatile.commit)?;
        let out = !committed.includes(node) && !self.configuration().includes(node);
        (out && (last <= by || self.durable.log.holds(last)))
            .then(|| Left { by, members: committed.everyone() })
    }

    pub(super) fn send(&self, to: NodeId, body: Body, out: &mut Output) {
        if to != self.id {
            out.messages.push(Message {
                from: self.id,
                to,
                cluster: self.cluster(),
                at: self.durable.at,
                body,
            });
        }
    }
}
