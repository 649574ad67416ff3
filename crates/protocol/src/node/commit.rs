//! Committing and applying: what follows from an entry being committed.
//!
//! The commit index stops at the boundary: an entry that ends the epoch is the last one of its cluster, and what an old leader
//! may have put behind it (a no-op) is dropped when the node crosses.

use crate::config::{ConfigEntry, Outcome, Stage};
use crate::durable::Left;
use crate::io::{ClientReply, ClientResult, Output};
use crate::log::Payload;
use crate::machine::{Command, Response};
use crate::membership::leave_joint;
use crate::mistakes::Mistake;
use crate::node::Node;
use crate::observation::{CommitEvidence, Crossing, Observation, StepDown};
use crate::types::{Index, LogId, NodeId};

impl Node {
    /// Raises the commit index to `index` (not beyond the log's end or the boundary) and does what follows.
    pub(super) fn commit_to(&mut self, reached: Index, how: Crossing, out: &mut Output) {
        let end = self.volatile.boundary().unwrap_or(Index::MAX).min(self.durable.log.last().index);
        let index = reached.min(end);
        if index <= self.volatile.commit || self.durable.exchange.is_some() {
            return;
        }
        self.volatile.commit = index;
        out.commits_counted += u64::from(how == Crossing::Counted);
        out.observe(|| Observation::Committed { index, how: self.commit_evidence(reached, how) });
        self.apply_committed(how, out);
        self.continue_reconfiguration(out);
        self.count_round(out);
        self.compact_if_due(out);
    }

    fn commit_evidence(&self, reached: Index, how: Crossing) -> CommitEvidence {
        match how {
            Crossing::Counted => {
                let quorum = self.commit_quorum();
                let holders = quorum.voters().iter().filter(|&node| self.matched(node) >= reached).collect();
                CommitEvidence::Counted { holders, quorum }
            }
            Crossing::Told(by) => CommitEvidence::ToldBy(by),
            Crossing::Notified(by) => CommitEvidence::NotifiedBy(by),
            Crossing::Pulled(from) => CommitEvidence::PulledFrom(from),
        }
    }

    pub(super) fn apply_committed(&mut self, how: Crossing, out: &mut Output) {
        while self.volatile.applied < self.volatile.commit && self.durable.exchange.is_none() {
            let index = self.volatile.applied + 1;
            let Some(entry) = self.durable.log.get(index).cloned() else { return };
            self.volatile.applied = index;
            match &entry.payload {
                Payload::Noop => {}
                Payload::Command(command) => self.apply_command(entry.id, command, out),
                Payload::Config(change) => {
                    out.observations
                        .push(Observation::ConfigurationCommitted { id: entry.id, entry: change.clone() });
                    if change.ends_epoch() {
                        return self.cross(entry.id, change, how, out);
                    }
                    self.after_configuration_committed(entry.id, change, out);
                }
            }
        }
    }

    fn apply_command(&mut self, entry: LogId, command: &Command, out: &mut Output) {
        let remembers =
            self.settings.extensions.sessions && !self.settings.makes(Mistake::RetryWithoutSessions);
        let waiting = self.leading().and_then(|leading| leading.waiting.remove(&entry.index));
        let answers = waiting == Some((command.client, command.seq));
        let machine = &mut self.volatile.machine;
        let once;
        let response = if remembers {
            machine.apply(command)
        } else {
            once = machine.apply_without_session(&command.operation);
            &once
        };
        if !answers {
            return;
        }
        let result = match response.clone() {
            Response::WrongShard => {
                ClientResult::WrongShard { owner: self.owner_of(command.operation.key()) }
            }
            response => ClientResult::Applied { response, entry },
        };
        self.reply(ClientReply { client: command.client, seq: command.seq, result }, out);
    }

    pub(super) fn reply(&self, reply: ClientReply, out: &mut Output) {
        out.observe(|| Observation::ClientAnswered {
            client: reply.client,
            seq: reply.seq,
            result: reply.result.clone(),
        });
        out.replies.push(reply);
    }

    fn cross(&mut self, boundary: LogId, change: &ConfigEntry, how: Crossing, out: &mut Output) {
        match change {
            ConfigEntry::SplitNew(plan) => self.cross_split(plan, boundary, how, out),
            ConfigEntry::MergeNew(decision) => {
                let outcome = Outcome::Committed(decision.clone());
                self.volatile.machine.outcomes.insert(decision.txid, outcome);
                self.announce_merge(decision, out);
                self.cross_merge(decision, boundary, how, out);
            }
            _ => {}
        }
    }

    fn after_configuration_committed(&mut self, id: LogId, change: &ConfigEntry, out: &mut Output) {
        match change {
            ConfigEntry::Membership { .. } | ConfigEntry::Learners(_) => self.release_those_who_left(id, out),
            ConfigEntry::MergeAbort { txid, reason } => {
                self.volatile.machine.outcomes.insert(*txid, Outcome::Aborted(*reason));
                self.after_abort_committed(*txid, *reason, out);
            }
            _ => {}
        }
    }

    /// A committed membership lets go of those who are not in it: the leader tells them how far it has committed; a node that is
    /// not in it becomes a spare. (One that misses this learns it when it asks for votes.)
    fn release_those_who_left(&mut self, by: LogId, out: &mut Output) {
        let peers =
            |leading: &mut super::Leading| leading.progress.keys().copied().collect::<alloc::vec::Vec<_>>();
        for peer in self.leading().map(peers).unwrap_or_default() {
            self.release_if_told(peer, out);
        }
        // While catching up on old entries a later one, further on in the log, may well take the node in again.
        let then = &self.volatile.configuration_at(by.index).1;
        if !then.includes(self.id) && !self.configuration().includes(self.id) {
            if self.is_leader() {
                return self.retire(out);
            }
            let members = then.everyone();
            self.become_spare(Some(Left { by, members }), out);
        }
    }

    /// Lets a node go that a committed configuration leaves out, once it has the entry that does so.
    pub(super) fn release_if_told(&mut self, peer: NodeId, out: &mut Output) {
        let (index, config) = self.volatile.configuration_at(self.volatile.commit);
        let (left_at, leaves) = (*index, !config.includes(peer));
        if !leaves || self.configuration().includes(peer) {
            return;
        }
        let told = |leading: &mut super::Leading| {
            leading.progress.get(&peer).is_some_and(|at| at.matched >= left_at)
        };
        if self.leading().is_some_and(told) {
            self.send_append(peer, out);
            self.let_go(peer);
        }
    }

    pub(super) fn let_go(&mut self, peer: NodeId) {
        if let Some(leading) = self.leading() {
            leading.progress.remove(&peer);
        }
    }

    /// Elected though it is not a member (it was needed to commit that), and done.
    fn retire(&mut self, out: &mut Output) {
        let by = self.durable.log.id(self.volatile.commit).unwrap_or_default();
        let members = self.committed_configuration().everyone();
        self.say_goodbye(out);
        self.step_down(StepDown::Removed, None, out);
        self.become_spare(Some(Left { by, members }), out);
    }

    /// A leader that leaves makes sure that those who stay need not wait for a timeout to learn what it committed.
    fn say_goodbye(&mut self, out: &mut Output) {
        for peer in self.configuration().members.clone().iter() {
            self.send_append(peer, out);
        }
    }

    /// A leader takes the next step of a reconfiguration once the last one has committed, whoever began it. P3 holds then: a
    /// leader that has committed nothing of its own time yet waits until it has.
    pub(super) fn continue_reconfiguration(&mut self, out: &mut Output) {
        if !self.is_leader() || !self.has_committed_in_term() {
            return;
        }
        let (index, config) = &self.volatile.configs[self.volatile.configs.len() - 1];
        if *index > self.volatile.commit {
            return;
        }
        match config.stage.clone() {
            Stage::Stable if !config.members.contains(self.id) => self.retire(out),
            Stage::Stable | Stage::SplitLeaving(_) | Stage::MergeLeaving(_) => {}
            Stage::Changing { target } => self.continue_membership_change(&target, out),
            Stage::Joint { new, .. } => {
                self.propose(Payload::Config(leave_joint(&new)), out);
            }
            Stage::SplitEntering(plan) => self.leave_joint(&plan, out),
            Stage::MergePrepared(plan) => self.continue_merge(&plan, out),
        }
    }
}
