//! Joining and leaving, and the life of a spare.

use alloc::sync::Arc;

use crate::durable::Left;
use crate::io::{Output, Timer};
use crate::log::Log;
use crate::message::{AppendRefusal, Body, Candidacy, Message, VoteRefusal};
use crate::node::{Node, Role};
use crate::observation::Observation;
use crate::snapshot::Snapshot;
use crate::types::{ClusterId, EpochTerm, Index, LogId, NodeId, NodeSet};

impl Node {
    /// A spare becomes a follower in the cluster whose leader sent the snapshot.
    ///
    /// If it was in that cluster before, neither its time nor entries that it may have acknowledged go back: it keeps a log that
    /// holds the snapshot's last entry, and a time later than the leader's (who will then give way).
    pub(super) fn join(&mut self, from: NodeId, at: EpochTerm, snapshot: &Arc<Snapshot>, out: &mut Output) {
        let last = snapshot.last;
        let back = self.durable.base.as_ref().is_some_and(|base| base.cluster == snapshot.cluster);
        let has_it = self.durable.log.holds(last) || last.index < self.durable.log.base().index;
        let keeps = back && has_it && self.durable.exchange.is_none();
        if let (Some(base), false) = (&self.durable.base, back) {
            self.durable.ballots.insert(base.cluster, (self.durable.at, self.durable.voted_for));
        }
        if !back || at > self.durable.at {
            self.durable.at = at;
            self.durable.voted_for = None;
        }
        self.take_up_ballot(snapshot.cluster);
        self.volatile.role = Role::Follower { leader: Some(from) };
        self.durable.spare = false;
        if !keeps {
            self.volatile.commit = 0;
            out.observations.push(Observation::Joined { cluster: snapshot.cluster, last, from });
            self.restore(snapshot, Log::after(last));
        } else {
            out.observations.push(Observation::Joined { cluster: snapshot.cluster, last, from });
        }
        self.volatile.pulling = None;
        self.set_election_timer(out);
        self.acknowledge(from, last.index, last.index, 0, out);
    }

    /// What the node voted in a cluster while it was a spare binds it as its member.
    fn take_up_ballot(&mut self, cluster: ClusterId) {
        if let Some((time, candidate)) = self.durable.ballots.remove(&cluster)
            && time >= self.durable.at
        {
            self.durable.at = time;
            self.durable.voted_for = candidate;
        }
    }

    /// The entry by which the node left the cluster that it is in again; the default if it never did.
    pub(super) fn left_by(&self) -> LogId {
        let left = self.durable.base.as_ref().and_then(|base| self.durable.left.get(&base.cluster));
        left.map_or_else(LogId::default, |left| left.by)
    }

    pub(super) fn has_what_it_left_with(&self) -> bool {
        self.durable.log.last() >= self.left_by()
    }

    /// Acknowledges the entries after `previous`, unless the node still lacks some that it had when it left the cluster: then it only
    /// says from where to go on.
    pub(super) fn acknowledge(
        &self,
        leader: NodeId,
        previous: Index,
        matched: Index,
        round: u32,
        out: &mut Output,
    ) {
        let body = if self.has_what_it_left_with() {
            Body::AppendAccepted { matched, round }
        } else if matched > previous {
            Body::AppendRefused { reason: AppendRefusal::Mismatch { at: previous, try_after: matched } }
        } else {
            Body::AppendAccepted { matched: 0, round }
        };
        self.send(leader, body, out);
    }

    /// A leader of the cluster that this spare was in last: if the entries take it in again it is a follower as it was before, with
    /// all that it had.
    pub(super) fn come_back(&mut self, message: &Message, out: &mut Output) {
        self.durable.spare = false;
        self.volatile.role = Role::Follower { leader: None };
        let from = message.from;
        if let Some(cluster) = message.cluster {
            self.take_up_ballot(cluster);
        }
        self.on_message_of_own_cluster(message, out);
        if self.configuration().includes(self.id) {
            if let Some(cluster) = self.cluster() {
                let last = self.durable.log.last();
                out.observations.push(Observation::Joined { cluster, last, from });
                self.set_election_timer(out); // The message may have been a stale one, and the last to come.
            }
        } else if !matches!(self.volatile.role, Role::Spare) {
            self.durable.spare = true;
            self.volatile.role = Role::Spare;
            out.timers.push((Timer::Election, None));
        }
    }

    /// A spare is asked for its vote: a configuration that adds it counts it from the start, before it has joined. It has no say
    /// about logs, unless it was in that cluster before; but it votes once in each term.
    pub(super) fn vote_as_spare(
        &mut self,
        from: NodeId,
        cluster: ClusterId,
        at: EpochTerm,
        (last, how): (LogId, Candidacy),
        out: &mut Output,
    ) {
        let known = self.durable.base.as_ref().is_some_and(|base| base.cluster == cluster);
        let removed = self.knows_removed(from, cluster).filter(|left| last <= left.by);
        if let Some(left) = removed.or_else(|| self.has_removed(from, last).filter(|_| known)) {
            return self.say_removed(from, cluster, left, out);
        }
        // One who only asks would stand in the next term.
        let (said, asks) = (at, how == Candidacy::PreVote);
        let at = if asks { EpochTerm::new(at.epoch, at.term.saturating_add(1)) } else { at };
        let own = known.then_some((self.durable.at, self.durable.voted_for));
        let (time, vote) = own.max(self.durable.ballots.get(&cluster).copied()).unwrap_or_default();
        let left = self.durable.left.get(&cluster).map_or_else(LogId::default, |left| left.by);
        let mine = if known { self.durable.log.last().max(left) } else { left };
        let reason = match vote {
            _ if at < time => Some(VoteRefusal::StaleTerm),
            Some(voted_for) if at == time && voted_for != from => {
                Some(VoteRefusal::AlreadyVoted { voted_for })
            }
            _ if last < mine => Some(VoteRefusal::LogBehind { mine, theirs: last }),
            _ => None,
        };
        let body = match reason {
            None if asks => {
                out.observations.push(Observation::PreVoteGranted { to: from });
                Body::PreVoteGranted
            }
            None => {
                self.durable.ballots.insert(cluster, (at, Some(from)));
                out.observations.push(Observation::VoteGranted { to: from, at });
                Body::VoteGranted
            }
            Some(reason) => {
                out.observations.push(Observation::VoteRefused { to: from, reason });
                self.send_on_to_those_who_stayed(from, cluster, reason, out);
                Body::VoteRefused { reason }
            }
        };
        let answered_at = if matches!(body, Body::PreVoteGranted) { said } else { time.max(said) };
        self.send_as_former(from, cluster, answered_at, body, out);
    }

    /// A candidate that is behind may have been removed without knowing whom to ask about it.
    fn send_on_to_those_who_stayed(
        &self,
        to: NodeId,
        cluster: ClusterId,
        reason: VoteRefusal,
        out: &mut Output,
    ) {
        if matches!(reason, VoteRefusal::LogBehind { .. }) {
            self.refer_to_those_who_stayed(to, cluster, out);
        }
    }

    /// How the node left `cluster`, unless it is in it (again), or knows that it has ended.
    fn has_left(&self, cluster: ClusterId) -> Option<&Left> {
        let over = self.durable.passed.contains_key(&cluster);
        self.durable.left.get(&cluster).filter(|_| self.cluster() != Some(cluster) && !over)
    }

    /// The committed entry by which `node` was removed from `cluster`, which this node is in or has left itself.
    pub(super) fn knows_removed(&self, node: NodeId, cluster: ClusterId) -> Option<Left> {
        if self.cluster() == Some(cluster) {
            return self.has_removed(node, LogId::default());
        }
        self.has_left(cluster).filter(|left| !left.members.contains(node)).cloned()
    }

    pub(super) fn say_removed(&self, to: NodeId, cluster: ClusterId, left: Left, out: &mut Output) {
        let body = Body::Removed { by: left.by, members: left.members };
        self.send_as_former(to, cluster, self.durable.at, body, out);
    }

    /// Names those who stayed in a cluster that the node has left; says whether it could.
    pub(super) fn refer_to_those_who_stayed(&self, to: NodeId, cluster: ClusterId, out: &mut Output) -> bool {
        let Some(Left { by, members }) = self.has_left(cluster).cloned() else { return false };
        self.send_as_former(to, cluster, self.durable.at, Body::AskThese { by, members }, out);
        true
    }

    /// Told who stayed by one who left. In its own cluster the node asks them whether it is one of them still; of a cluster that it
    /// wants to merge with, what it would have asked the one who left.
    ///
    /// Until its timer runs out again it follows only those who left later than all whom it has followed. So two that have left,
    /// and name each other, do not keep it asking for ever; and the one who left last, who knows best, is always followed.
    pub(super) fn on_ask_these(
        &mut self,
        cluster: Option<ClusterId>,
        by: LogId,
        members: NodeSet,
        out: &mut Output,
    ) {
        let Some(cluster) = cluster else { return };
        let news = by > self.volatile.referred_by;
        let asked = if self.cluster() != Some(cluster) {
            let asked = news && self.ask_these_for_outcome(cluster, &members, out);
            self.ask_these_to_prepare(cluster, Left { by, members }, out);
            asked
        } else if news && !self.is_leader() {
            self.ask_all_for_log(&members, out);
            true
        } else {
            return self.on_pull_unknown(cluster, out);
        };
        if asked {
            self.volatile.referred_by = by;
        }
    }

    /// Answers a message of a cluster that the node is not in (any more), in that cluster's name.
    pub(super) fn send_as_former(
        &self,
        to: NodeId,
        cluster: ClusterId,
        at: EpochTerm,
        body: Body,
        out: &mut Output,
    ) {
        out.messages.push(Message { from: self.id, to, cluster: Some(cluster), at, body });
    }

    /// Whether the cluster's epoch has ended for this node; then whoever still speaks in it is told so.
    pub(super) fn answers_for_ended_epoch(&self, message: &Message, out: &mut Output) -> bool {
        let Some(passed) = message.cluster.and_then(|cluster| self.durable.passed.get(&cluster)) else {
            return false;
        };
        let body = match message.body {
            Body::RequestVote { .. } => Body::VoteRefused { reason: VoteRefusal::LowerEpoch },
            Body::Append { .. } | Body::InstallSnapshot { .. } => {
                Body::AppendRefused { reason: AppendRefusal::LowerEpoch }
            }
            _ => return true,
        };
        let at = EpochTerm::new(passed.snapshot.epoch + 1, 0);
        self.send_as_former(message.from, passed.snapshot.cluster, at, body, out);
        true
    }

    /// Whether a candidate of a cluster that the node has left knows no better than to ask it; then it is told who stayed.
    pub(super) fn answers_for_left_cluster(&self, message: &Message, out: &mut Output) -> bool {
        let (Body::RequestVote { .. }, Some(cluster)) = (&message.body, message.cluster) else {
            return false;
        };
        self.refer_to_those_who_stayed(message.from, cluster, out)
    }

    /// Its cluster goes on without it, or has ended.
    pub(super) fn become_spare(&mut self, left: Option<Left>, out: &mut Output) {
        if let (Some(cluster), Some(left)) = (self.cluster(), left) {
            let known = self.durable.left.or_insert_with(cluster, || left.clone());
            if left.by > known.by {
                *known = left; // What binds the node never goes back, however late an older word of its leaving arrives.
            }
        }
        self.durable.spare = true;
        self.durable.exchange = None;
        self.volatile.role = Role::Spare;
        self.volatile.pulling = None;
        for timer in [Timer::Election, Timer::Heartbeat, Timer::Pull, Timer::Merge] {
            out.timers.push((timer, None));
        }
        out.observations
            .push(Observation::BecameSpare { left: self.durable.base.as_ref().map(|base| base.cluster) });
    }
}
