//! Elections: standing, voting, winning, and giving way (Raft §5.2, §5.4.1).
//!
//! What an election needs is the configuration's business ([`crate::config::Configuration::election_quorum`]); under a split it
//! is a majority of every sub-cluster. A node that lacks parts of a merge votes but does not stand.

use alloc::boxed::Box;

use crate::io::{ClientReply, ClientResult, Output, Timer};
use crate::log::Payload;
use crate::message::{Body, Candidacy, VoteRefusal};
use crate::mistakes::Mistake;
use crate::node::{Leading, Node, Progress, Role};
use crate::observation::{Leadership, Observation, StepDown};
use crate::settings::{Delay, Reads};
use crate::types::{EpochTerm, LogId, NodeId, NodeSet};

impl Node {
    pub(super) fn on_election_timeout(&mut self, out: &mut Output) {
        match self.volatile.role {
            Role::Spare | Role::Leader(_) => {}
            Role::Follower { .. } | Role::PreCandidate { .. } | Role::Candidate { .. } => {
                self.set_election_timer(out);
                if self.durable.exchange.is_some() {
                    return;
                }
                if self.gives_leases() && self.volatile.hears_leader {
                    // Made to time out early: the leader may count on it for its lease.
                    out.observations.push(Observation::HeldBack { leader: self.leader() });
                    return;
                }
                // A node that its newest configuration leaves out may still be needed to get that committed (Ongaro's
                // dissertation, §4.2.2); but it asks first whether it has been.
                let out_of_it = !self.configuration().members.contains(self.id);
                let learns = self.configuration().learners.contains(self.id);
                let asks = out_of_it && (learns || self.volatile.rounds == 0);
                if !self.has_what_it_left_with() || asks {
                    self.ask_whether_removed(out);
                    return;
                }
                self.volatile.rounds = 0;
                if self.settings.extensions.pre_vote {
                    self.ask_for_pre_votes(out);
                } else {
                    self.stand(Candidacy::Timeout, out);
                }
            }
        }
    }

    /// Pre-Vote (Ongaro's dissertation, §9.6): stands only if it would win, so that a node that was cut off does not come back
    /// with a term that makes a good leader step down.
    fn ask_for_pre_votes(&mut self, out: &mut Output) {
        let votes: NodeSet = [self.id].into_iter().collect();
        let quorum = self.election_quorum();
        if quorum.is_met_by(&votes) {
            return self.stand(Candidacy::Timeout, out);
        }
        let last = self.durable.log.last();
        let voters = quorum.voters();
        out.observations.push(Observation::AskedForPreVotes { quorum });
        if matches!(self.volatile.role, Role::Candidate { .. }) {
            self.leave_office(None, out);
        }
        self.volatile.role = Role::PreCandidate { votes };
        for voter in voters.iter() {
            self.send(voter, Body::RequestVote { last, how: Candidacy::PreVote }, out);
        }
    }

    pub(super) fn on_pre_vote_asked(&self, from: NodeId, last: LogId, out: &mut Output) {
        let mine = self.durable.log.last().max(self.left_by());
        if last < mine {
            return self.refuse_vote(from, VoteRefusal::LogBehind { mine, theirs: last }, out);
        }
        out.observations.push(Observation::PreVoteGranted { to: from });
        self.send(from, Body::PreVoteGranted, out);
    }

    pub(super) fn on_pre_vote_granted(&mut self, from: NodeId, out: &mut Output) {
        let quorum = self.election_quorum();
        let Role::PreCandidate { votes } = &mut self.volatile.role else { return };
        votes.insert(from);
        if quorum.is_met_by(votes) {
            self.set_election_timer(out);
            self.stand(Candidacy::Timeout, out);
        }
    }

    /// Whether it votes for nobody who stands on this ground, because it has heard from a leader a moment ago.
    pub(super) fn keeps_faith(&self, how: Candidacy) -> bool {
        let extensions = &self.settings.extensions;
        let alive = self.volatile.hears_leader || self.is_leader();
        match how {
            Candidacy::HandedOver => false,
            Candidacy::PreVote => alive,
            Candidacy::Timeout => alive && (extensions.check_quorum || self.gives_leases()),
        }
    }

    /// A leader was heard from: it counts as alive for the shortest election timeout.
    pub(super) fn note_leader_alive(&mut self, out: &mut Output) {
        let extensions = &self.settings.extensions;
        if extensions.pre_vote || extensions.check_quorum || self.gives_leases() {
            self.volatile.hears_leader = true;
            let us = self.settings.timing.election.min_us;
            out.timers.push((Timer::LeaderAlive, Some(Delay::exactly(us))));
        }
    }

    pub(super) fn stand(&mut self, how: Candidacy, out: &mut Output) {
        let at = EpochTerm::new(self.durable.at.epoch, self.durable.at.term.saturating_add(1));
        self.durable.at = at;
        self.durable.voted_for = Some(self.id);
        let votes: NodeSet = [self.id].into_iter().collect();
        let quorum = self.election_quorum();
        let won = quorum.is_met_by(&votes);
        let voters = quorum.voters();
        out.observations.push(Observation::StoodForElection { at, quorum });
        self.volatile.role = Role::Candidate { votes: votes.clone(), refusals: NodeSet::new() };
        if won {
            return self.become_leader(Leadership::Elected { votes }, Leading::default(), out);
        }
        let last = self.durable.log.last();
        for voter in voters.iter() {
            self.send(voter, Body::RequestVote { last, how }, out);
        }
    }

    pub(super) fn on_request_vote(&mut self, from: NodeId, last: LogId, out: &mut Output) {
        let mine = self.durable.log.last().max(self.left_by());
        match self.durable.voted_for {
            Some(voted_for) if voted_for != from => {
                self.refuse_vote(from, VoteRefusal::AlreadyVoted { voted_for }, out);
            }
            _ if last < mine && !self.settings.makes(Mistake::VoteForStaleLog) => {
                self.refuse_vote(from, VoteRefusal::LogBehind { mine, theirs: last }, out);
            }
            _ => {
                self.durable.voted_for = Some(from);
                self.set_election_timer(out);
                out.observations.push(Observation::VoteGranted { to: from, at: self.durable.at });
                self.send(from, Body::VoteGranted, out);
            }
        }
    }

    pub(super) fn refuse_vote(&self, to: NodeId, reason: VoteRefusal, out: &mut Output) {
        out.observations.push(Observation::VoteRefused { to, reason });
        self.send(to, Body::VoteRefused { reason }, out);
    }

    pub(super) fn on_vote_granted(&mut self, from: NodeId, out: &mut Output) {
        let quorum = self.election_quorum();
        let Role::Candidate { votes, .. } = &mut self.volatile.role else { return };
        if !votes.insert(from) {
            return;
        }
        let votes = votes.clone();
        let won = quorum.is_met_by(&votes);
        out.observations.push(Observation::VoteReceived { from, votes: votes.clone(), quorum });
        if won {
            self.become_leader(Leadership::Elected { votes }, Leading::default(), out);
        }
    }

    pub(super) fn on_vote_refused(&mut self, from: NodeId) {
        if let Role::Candidate { refusals, .. } = &mut self.volatile.role {
            refusals.insert(from);
        }
    }

    /// Takes office: opens the term with a no-op, so that there is an entry of it to commit.
    pub(super) fn become_leader(&mut self, how: Leadership, mut leading: Leading, out: &mut Output) {
        let next = self.durable.log.last().index + 1;
        let peers = self.peers().union(&self.just_left());
        leading.progress = peers.iter().map(|peer| (peer, Progress::new(next))).collect();
        if self.settings.extensions.reads != Reads::ThroughLog {
            leading.reads.round = 1;
            leading.reads.begun.push((1, 0));
        }
        self.volatile.role = Role::Leader(Box::new(leading));
        out.timers.push((Timer::Election, None));
        out.observations.push(Observation::BecameLeader { at: self.durable.at, how });
        self.propose(Payload::Noop, out);
        if self.is_leader() {
            self.set_heartbeat_timer(out);
        }
    }

    /// Those whom the last change of the members left out: they may not know it yet.
    fn just_left(&self) -> NodeSet {
        let before = self.volatile.configs.iter().rev().nth(1);
        let mut left = before.map_or_else(NodeSet::new, |(_, config)| {
            config.everyone().without(&self.configuration().everyone())
        });
        left.remove(self.id);
        left
    }

    /// Takes over a higher term of the own epoch.
    pub(super) fn raise_term(&mut self, to: EpochTerm, because_of: NodeId, out: &mut Output) {
        self.durable.at = to;
        self.durable.voted_for = None;
        out.observations.push(Observation::TermRaised { to, because_of });
        match self.volatile.role {
            Role::Leader(_) | Role::Candidate { .. } => {
                self.step_down(StepDown::HigherTerm { from: because_of, at: to }, None, out);
            }
            Role::Follower { .. } | Role::PreCandidate { .. } => {
                self.volatile.role = Role::Follower { leader: None };
            }
            Role::Spare => {}
        }
    }

    /// Becomes a follower, whatever it was.
    pub(super) fn step_down(&mut self, reason: StepDown, leader: Option<NodeId>, out: &mut Output) {
        out.observations.push(Observation::SteppedDown { reason });
        self.leave_office(leader, out);
        self.set_election_timer(out);
    }

    /// Ends a leadership: its timers stop, and the clients it had put off are told to ask elsewhere. Those whose command is in
    /// the log are told nothing: whether it will commit is not known here any more.
    pub(super) fn leave_office(&mut self, leader: Option<NodeId>, out: &mut Output) {
        let office = core::mem::replace(&mut self.volatile.role, Role::Follower { leader });
        let Role::Leader(leading) = office else { return };
        out.timers.push((Timer::Heartbeat, None));
        out.timers.push((Timer::Merge, None));
        let reads = leading.reads.pending.into_iter().map(|read| read.command);
        for command in leading.held.into_iter().chain(reads) {
            let result = ClientResult::NotLeader { leader };
            out.replies.push(ClientReply { client: command.client, seq: command.seq, result });
        }
    }

    /// An old epoch's leader or candidate that learns of a later one has nothing to decide any more.
    pub(super) fn leave_office_behind_the_times(&mut self, from: NodeId, at: EpochTerm, out: &mut Output) {
        if matches!(self.volatile.role, Role::Leader(_) | Role::PreCandidate { .. } | Role::Candidate { .. })
        {
            self.step_down(StepDown::LaterEpochSeen { from, at }, None, out);
        }
    }

    /// Notes who leads in this term.
    pub(super) fn follow(&mut self, leader: NodeId, out: &mut Output) {
        self.note_leader_alive(out);
        match self.volatile.role {
            Role::Candidate { .. } => self.step_down(StepDown::LeaderSeen { leader }, Some(leader), out),
            Role::Follower { leader: known } if known == Some(leader) => self.set_election_timer(out),
            Role::Follower { .. } | Role::PreCandidate { .. } => {
                self.volatile.role = Role::Follower { leader: Some(leader) };
                self.set_election_timer(out);
            }
            Role::Leader(_) | Role::Spare => {}
        }
    }

    pub(super) fn set_election_timer(&self, out: &mut Output) {
        out.timers.push((Timer::Election, Some(self.settings.timing.election)));
    }

    pub(super) fn set_heartbeat_timer(&self, out: &mut Output) {
        out.timers.push((Timer::Heartbeat, Some(Delay::exactly(self.settings.timing.heartbeat_us))));
    }

    pub(super) fn set_retry_timer(&self, timer: Timer, out: &mut Output) {
        out.timers.push((timer, Some(Delay::exactly(self.settings.timing.retry_us))));
    }
}
