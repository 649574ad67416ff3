//! Reads that do not go through the log (Ongaro's dissertation, §6.4).
//!
//! A leader may answer a read from its own state if it makes sure that it still led when the read arrived, and that its commit index was
//! up to date then: it must have committed an entry of its term, note the commit index, and hear from a quorum afterwards. Every
//! message to a follower carries the number of a *round*, every answer gives it back; a round that a quorum has answered covers
//! all reads that arrived before it began.
//!
//! A *lease* spares the round: a follower that hears from a leader votes for nobody else for the shortest election timeout, so for as long
//! after the beginning of a round that was answered nobody else can lead. A node has no clock; it counts its heartbeats, and takes a
//! lease for over one heartbeat early. A leader that hands over its leadership has no lease any more in that term.
//!
//! From the moment a leader appends the entry that ends its epoch it answers no read before it knows where the key belongs.

use alloc::vec::Vec;

use crate::config::Stage;
use crate::io::{ClientReply, ClientResult, Output};
use crate::log::Payload;
use crate::machine::{Command, Operation, Response};
use crate::mistakes::Mistake;
use crate::node::{Node, PendingRead, Role};
use crate::observation::{Observation, ReadGround};
use crate::settings::Reads;

/// How many unanswered rounds are remembered; older ones could not give a lease any more.
const ROUNDS_REMEMBERED: usize = 16;

impl Node {
    /// Whether a command is a read that need not go through the log.
    pub(super) fn is_read_besides_the_log(&self, command: &Command) -> bool {
        let besides = self.settings.extensions.reads != Reads::ThroughLog
            || self.settings.makes(Mistake::ReadFromDeposedLeader);
        besides && matches!(command.operation, Operation::Get { .. })
    }

    /// Takes in a read, as the leader, while its epoch is not ending.
    pub(super) fn on_read(&mut self, command: Command, out: &mut Output) {
        if self.settings.makes(Mistake::ReadFromDeposedLeader) {
            return self.answer_read(&command, out);
        }
        let index = self.has_committed_in_term().then_some(self.volatile.commit);
        if let (Some(index), true) = (index, self.has_lease()) {
            out.observations.push(Observation::LeadershipConfirmed { index, how: ReadGround::Lease });
            return self.answer_read(&command, out);
        }
        let Some(leading) = self.leading() else { return };
        leading.reads.round = leading.reads.round.saturating_add(1);
        let round = leading.reads.round;
        leading.reads.pending.push(PendingRead { command, index, round });
        self.send_to_everyone(out);
        self.count_round(out);
    }

    /// Every heartbeat begins a round that can renew the lease.
    pub(super) fn begin_lease_round(&mut self) {
        let leases = self.gives_leases();
        let Some(leading) = self.leading() else { return };
        if leases && !leading.reads.lease_given_up {
            leading.reads.round = leading.reads.round.saturating_add(1);
            leading.reads.begun.push((leading.reads.round, leading.beats.total));
            let surplus = leading.reads.begun.len().saturating_sub(ROUNDS_REMEMBERED);
            leading.reads.begun.drain(..surplus);
        }
    }

    pub(super) const fn gives_leases(&self) -> bool {
        matches!(self.settings.extensions.reads, Reads::Lease)
    }

    /// Whether nobody else can have been elected yet: the next heartbeat, at the latest, is still within the shortest election timeout
    /// from the beginning of the last round that was answered.
    fn has_lease(&self) -> bool {
        let Role::Leader(leading) = &self.volatile.role else { return false };
        let timing = self.settings.timing;
        let within = |beat: u32| {
            let beats = u64::from(leading.beats.total.saturating_sub(beat)) + 1;
            beats.saturating_mul(timing.heartbeat_us) <= timing.election.min_us
        };
        self.gives_leases() && !leading.reads.lease_given_up && leading.reads.lease.is_some_and(within)
    }

    /// Looks which round a quorum has answered, and answers the reads that it covers.
    pub(super) fn count_round(&mut self, out: &mut Output) {
        let Role::Leader(leading) = &self.volatile.role else { return };
        if leading.reads.begun.is_empty() && leading.reads.pending.is_empty() {
            return;
        }
        let own = leading.reads.round;
        let round = |node| match leading.progress.get(&node) {
            _ if node == self.id => u64::from(own),
            Some(progress) => u64::from(progress.round),
            None => 0,
        };
        let reached = self.reached_by_commit_quorum(round).min(u64::from(own)) as u32;
        let Some(leading) = self.leading() else { return };
        if let Some(&(_, beat)) = leading.reads.begun.iter().rev().find(|(round, _)| *round <= reached) {
            leading.reads.lease = Some(beat);
            leading.reads.begun.retain(|(round, _)| *round > reached);
        }
        let (ready, rest): (Vec<PendingRead>, Vec<PendingRead>) =
            core::mem::take(&mut leading.reads.pending).into_iter().partition(|read| read.round <= reached);
        leading.reads.pending = rest;
        self.answer_confirmed(ready, reached, out);
    }

    fn answer_confirmed(&mut self, reads: Vec<PendingRead>, round: u32, out: &mut Output) {
        if reads.is_empty() {
            return;
        }
        if !self.has_committed_in_term() {
            // Confirmed, but its own commit index may be out of date: once more when its no-op has committed.
            if let Some(leading) = self.leading() {
                leading.reads.pending.extend(reads);
            }
            return;
        }
        let index = self.volatile.commit;
        out.observations.push(Observation::LeadershipConfirmed { index, how: ReadGround::Round(round) });
        for read in reads {
            self.answer_or_hold(read, out);
        }
    }

    /// The epoch may have begun to end since the read arrived.
    fn answer_or_hold(&mut self, read: PendingRead, out: &mut Output) {
        match self.configuration().stage {
            Stage::SplitLeaving(_) => {
                if let Some(leading) = self.leading() {
                    leading.held.push(read.command);
                }
            }
            Stage::MergeLeaving(_) => {
                let (client, seq) = (read.command.client, read.command.seq);
                self.reply(ClientReply { client, seq, result: ClientResult::Merging }, out);
            }
            _ => self.answer_read(&read.command, out),
        }
    }

    fn answer_read(&self, command: &Command, out: &mut Output) {
        let key = command.operation.key();
        let result = match self.volatile.machine.read(key) {
            Response::WrongShard => ClientResult::WrongShard { owner: self.owner_of(key) },
            response => {
                let entry = self.durable.log.id(self.volatile.applied).unwrap_or_default();
                ClientResult::Applied { response, entry }
            }
        };
        self.reply(ClientReply { client: command.client, seq: command.seq, result }, out);
    }

    /// Takes a command into the log, or, if it is a read that need not go there, answers it otherwise.
    pub(super) fn take_up(&mut self, command: Command, out: &mut Output) {
        if self.is_read_besides_the_log(&command) {
            return self.on_read(command, out);
        }
        let next = self.durable.log.last().index + 1;
        let (client, seq) = (command.client, command.seq);
        if let Some(leading) = self.leading() {
            leading.waiting.insert(next, (client, seq));
            self.propose(Payload::Command(command), out);
        }
    }
}
