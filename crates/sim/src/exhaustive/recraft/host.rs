//! A server of a small world, and what comes of what happens to it.

use recraft_protocol::io::{ClientReply, ClientResult, Input, Output, Timer};
use recraft_protocol::log::{Entry, Payload};
use recraft_protocol::machine::Response;
use recraft_protocol::mistakes::Mistake;
use recraft_protocol::node::Node;
use recraft_protocol::observation::Observation;
use recraft_protocol::types::{ClusterId, Index};
use serde::Serialize;
use std::sync::Arc;

use super::Recraft;
use super::memory::Fact;
use crate::checker::Property;
use crate::exhaustive::model::{Breach, Effect};
use crate::server::TIMERS;

/// A node, whether it is up, and which of its timers are running. (When they are due is left open: any of them may run out at any
/// time.)
#[derive(Clone, Debug, Serialize)]
pub struct Host {
    /// The node; while it is down, what it would come back as.
    pub node: Node,
    /// Whether it is up.
    pub up: bool,
    /// By the order of [`TIMERS`], a bit for each that is running.
    timers: u8,
}

const fn bit(timer: Timer) -> u8 {
    match timer {
        Timer::Election => 1,
        Timer::Heartbeat => 2,
        Timer::Pull => 4,
        Timer::Merge => 8,
        Timer::LeaderAlive => 16,
    }
}

impl Host {
    /// A node that has just been started for the first time.
    pub(super) fn start(mut node: Node) -> Self {
        let mut out = Output::default();
        node.start(false, &mut out);
        let mut host = Self { node, up: true, timers: 0 };
        host.set_timers(&out);
        host
    }

    /// The timers that are running.
    pub fn running(&self) -> impl Iterator<Item = Timer> + '_ {
        TIMERS.into_iter().filter(|&timer| self.timers & bit(timer) != 0)
    }

    fn set_timers(&mut self, out: &Output) {
        for &(timer, delay) in &out.timers {
            match delay {
                Some(_) => self.timers |= bit(timer),
                None => self.timers &= !bit(timer),
            }
        }
    }

    /// The node takes in an input.
    pub(super) fn handle(&self, input: Input) -> Effect<Recraft> {
        let mut after = self.clone();
        if let Input::Timer(timer) = input {
            after.timers &= !bit(timer);
        }
        let mut out = Output::default();
        after.node.handle(input, &mut out);
        self.turn_into(after, out)
    }

    /// The node stops, and keeps what is on its disk.
    pub(super) fn crash(&self) -> Effect<Recraft> {
        let (id, settings) = (self.node.id(), *self.node.settings());
        let disk = self.node.clone().into_durable();
        let after = Self { node: Node::from_disk(id, disk, settings), up: false, timers: 0 };
        self.turn_into(after, Output::default())
    }

    /// The node starts with what it has on disk.
    pub(super) fn restart(&self) -> Effect<Recraft> {
        let mut after = Self { up: true, ..self.clone() };
        let mut out = Output::default();
        after.node.start(true, &mut out);
        self.turn_into(after, out)
    }

    fn turn_into(&self, mut after: Self, out: Output) -> Effect<Recraft> {
        after.set_timers(&out);
        let mut facts = Vec::new();
        self.tell(&after, &out.observations, &mut facts);
        facts.extend(out.replies.iter().filter_map(|reply| after.answer(reply)));
        let breach = self.breach(&after, &facts);
        Effect { host: after, messages: out.messages, facts, breach }
    }

    /// What has to be remembered of the way from here to `after`.
    fn tell(&self, after: &Self, observations: &[Observation], facts: &mut Vec<Fact>) {
        let node = self.node.id();
        let mut cluster = self.node.cluster();
        let mut crossed = false;
        let mut known = self.node.commit();
        for observation in observations {
            match observation {
                Observation::VoteGranted { to, at } => {
                    facts.extend(cluster.map(|cluster| Fact::Voted { node, cluster, at: *at, to: *to }));
                }
                Observation::StoodForElection { at, .. } => {
                    facts.extend(cluster.map(|cluster| Fact::Voted { node, cluster, at: *at, to: node }));
                }
                Observation::BecameLeader { at, .. } => {
                    facts.extend(cluster.map(|cluster| Fact::Led { node, cluster, at: *at }));
                }
                Observation::ConfigurationCommitted { entry, .. } => facts.extend(Fact::ending(entry)),
                Observation::EpochEntered { left, entered, boundary, .. } => {
                    let log = after.node.durable().passed.get(left).map(|passed| &passed.log);
                    if let Some(log) = log {
                        let entries = log.slice(known + 1, boundary.index).cloned().collect();
                        facts.push(Fact::Committed { cluster: *left, at: self.node.at(), entries });
                    }
                    let entry = log.and_then(|log| log.get(boundary.index)).cloned();
                    facts.push(Fact::Crossed {
                        node,
                        left: *left,
                        entered: *entered,
                        boundary: *boundary,
                        entry,
                    });
                    (cluster, crossed, known) = (*entered, true, 0);
                }
                Observation::Joined { cluster: joined, .. } if cluster != Some(*joined) => {
                    (cluster, known) = (Some(*joined), 0);
                }
                Observation::BecameSpare { .. } => cluster = None,
                _ => {}
            }
        }
        self.tell_commits(after, if crossed { 0 } else { known }, facts);
        self.tell_forgotten_vote(after, crossed, facts);
    }

    fn tell_commits(&self, after: &Self, known: Index, facts: &mut Vec<Fact>) {
        let Some(cluster) = after.node.cluster() else { return };
        let known = if self.node.cluster() == Some(cluster) { known } else { 0 };
        let entries = after.node.log().slice(known.max(after.node.epoch_start()) + 1, after.node.commit());
        if entries.len() > 0 {
            let entries = entries.cloned().collect();
            facts.push(Fact::Committed { cluster, at: after.node.at(), entries });
        }
    }

    /// A vote that the node itself does not show any more though its time is not over.
    fn tell_forgotten_vote(&self, after: &Self, crossed: bool, facts: &mut Vec<Fact>) {
        let (node, at) = (self.node.id(), self.node.at());
        let (Some(cluster), Some(to)) = (self.node.cluster(), self.node.voted_for()) else { return };
        let same = after.node.cluster() == Some(cluster);
        let gone = same && after.node.at() == at && after.node.voted_for() != Some(to);
        if gone || (!same && !crossed) {
            facts.push(Fact::Forgotten { node, cluster, at, to });
        }
    }

    /// What a client was told, if it was told something about the state.
    fn answer(&self, reply: &ClientReply) -> Option<Fact> {
        let cluster = self.node.cluster()?;
        let ClientResult::Applied { response, entry } = &reply.result else { return None };
        let (client, seq, index) = (reply.client, reply.seq, entry.index);
        Some(match response {
            Response::Value(_) => Fact::Read { client, seq, cluster, index },
            _ => Fact::Acknowledged { cluster, index },
        })
    }

    /// What is wrong with this step, as can be told from the node alone.
    fn breach(&self, after: &Self, facts: &[Fact]) -> Option<Breach> {
        let (before, now) = (&self.node, &after.node);
        let id = now.id();
        let breach = |property, detail| Some(Breach { property, detail });
        if before.cluster() == now.cluster() && now.at() < before.at() {
            return breach(
                Property::TimeNeverGoesBack,
                format!("{id} went back from {} to {}", before.at(), now.at()),
            );
        }
        let goes_on = before.is_leader() && now.is_leader() && before.at() == now.at();
        if goes_on && before.cluster() == now.cluster() && !now.log().holds(before.log().last()) {
            let detail = format!("{id}, leader at {}, has lost its entry {}", now.at(), before.log().last());
            return breach(Property::LeaderAppendOnly, detail);
        }
        self.misapplied(after).or_else(|| facts.iter().find_map(|fact| self.second_vote(fact)))
    }

    /// *Exactly once*: with sessions, the data is what comes of the log, however often a client's command stands in it.
    fn misapplied(&self, after: &Self) -> Option<Breach> {
        let (before, now) = (&self.node, &after.node);
        let command = |entry: &Arc<Entry>| match &entry.payload {
            Payload::Command(command) => Some((entry.id, command.clone())),
            _ => None,
        };
        let known = if before.cluster() == now.cluster() { before.applied() } else { now.log().base().index };
        let (entry, newest) = now.log().slice(known + 1, now.applied()).filter_map(command).next_back()?;
        if !now.settings().extensions.sessions || now.exchange().is_some() {
            return None;
        }
        let (mut machine, mut copies) = ((*now.durable().base.as_ref()?.machine).clone(), 0);
        for (_, command) in now.log().slice(now.log().base().index + 1, now.applied()).filter_map(command) {
            machine.apply(&command);
            copies += u32::from(command == newest);
        }
        if machine.data == now.machine().data {
            return None;
        }
        let (id, client) = (now.id(), newest.client);
        Some(if copies > 1 {
            let detail = format!(
                "{id} carried out {entry}, though what {client} asked had taken effect by an earlier entry"
            );
            Breach { property: Property::ExactlyOnce, detail }
        } else {
            let detail = format!("what {id} holds is not what comes of its log up to {entry}");
            Breach { property: Property::NothingLost, detail }
        })
    }

    fn second_vote(&self, fact: &Fact) -> Option<Breach> {
        let Fact::Voted { node, cluster, at, to } = fact else { return None };
        let first = self.node.voted_for().filter(|first| first != to)?;
        (self.node.cluster() == Some(*cluster) && self.node.at() == *at).then(|| Breach {
            property: Property::NoDoubleVote,
            detail: format!("{node} voted for {first} and for {to} in {cluster} at {at}"),
        })
    }

    /// What a node that begins in the middle of a story knows to be committed.
    pub(super) fn knows_committed(&self) -> Option<Fact> {
        let (node, cluster) = (&self.node, self.node.cluster()?);
        let entries: Vec<_> = node.log().slice(node.epoch_start() + 1, node.commit()).cloned().collect();
        let at = entries.last()?.id.at;
        Some(Fact::Committed { cluster, at, entries })
    }

    /// Whether the node's state holds each client's newest request.
    pub(super) fn remembers_requests(&self) -> bool {
        let settings = self.node.settings();
        settings.extensions.sessions && !settings.makes(Mistake::RetryWithoutSessions)
    }

    /// The cluster that the node is in, while it is up and leads it.
    pub(super) fn leads(&self) -> Option<ClusterId> {
        self.node.cluster().filter(|_| self.up && self.node.is_leader())
    }
}
