//! One reconfiguration by the manager: what it knows, and what it does next.

use recraft_protocol::table::Table;
use std::sync::Arc;

use recraft_protocol::config::{Stage, SubCluster};
use recraft_protocol::keys::KeyRanges;
use recraft_protocol::machine::Machine;
use recraft_protocol::quorum::{Count, Quorum, majority};
use recraft_protocol::types::{ClusterId, LogId, NodeId, NodeSet};
use recraft_words::t;

use super::{Done, JobId, NewCluster, Order, Stopped, Unfit};

/// How long the manager waits for an answer before it repeats an order, besides the time that carrying it out takes.
const RETRY_US: u64 = 150_000;

/// A cluster that is to end.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Old {
    pub(crate) cluster: ClusterId,
    pub(crate) epoch: u32,
    pub(crate) members: NodeSet,
    pub(crate) learners: NodeSet,
    pub(crate) ranges: KeyRanges,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Phase {
    Stopping,
    /// The states that must be fetched, and where each ended.
    Collecting,
    Starting {
        published: bool,
    },
    Resuming,
}

/// What comes of a look at the job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Nothing new.
    Wait,
    /// The old clusters have ended: these nodes' logs are their last words.
    End(Vec<NodeId>),
    /// The new clusters serve: tell the clients.
    Publish,
    /// It cannot be done; the clusters go on as they were.
    GiveUp(Unfit),
    /// Nothing is left to do.
    Done,
}

/// Where a cluster ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct End {
    source: NodeId,
    last: LogId,
}

/// A job.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Job {
    pub(crate) id: JobId,
    pub(crate) olds: Vec<Old>,
    pub(crate) into: Vec<SubCluster>,
    /// How long to wait for members that do not answer once a quorum has stopped, in microseconds.
    patience_us: u64,
    phase: Phase,
    stopped: Table<NodeId, Stopped>,
    /// Since when a quorum of each cluster has stopped.
    enough_since_us: Option<u64>,
    ends: Table<ClusterId, End>,
    states: Table<ClusterId, Arc<Machine>>,
    finished: NodeSet,
    /// When each node is to be told again.
    due_us: Table<NodeId, u64>,
}

impl Job {
    pub(crate) fn new(id: JobId, olds: Vec<Old>, into: Vec<SubCluster>, patience_us: u64) -> Self {
        Self {
            id,
            olds,
            into,
            patience_us,
            phase: Phase::Stopping,
            stopped: Table::new(),
            enough_since_us: None,
            ends: Table::new(),
            states: Table::new(),
            finished: NodeSet::new(),
            due_us: Table::new(),
        }
    }

    /// What it is at, in words.
    pub(crate) fn doing(&self) -> String {
        match self.phase {
            Phase::Stopping => t!("the manager is stopping nodes ({job})", job = self.id),
            Phase::Collecting => t!("the manager is collecting states ({job})", job = self.id),
            Phase::Starting { .. } => t!("the manager is starting nodes ({job})", job = self.id),
            Phase::Resuming => t!("the manager is letting nodes go on ({job})", job = self.id),
        }
    }

    /// Whether the new clusters serve, and only stragglers are missing.
    pub(crate) const fn is_published(&self) -> bool {
        matches!(self.phase, Phase::Starting { published: true })
    }

    /// Every node of the old clusters.
    pub(crate) fn everyone(&self) -> NodeSet {
        self.olds.iter().flat_map(|old| old.members.iter().chain(old.learners.iter())).collect()
    }

    /// Leaves these nodes to another job.
    pub(crate) fn leave(&mut self, nodes: &NodeSet) {
        self.finished = self.finished.union(nodes);
    }

    /// Takes in what a node answered.
    pub(crate) fn hear(&mut self, node: NodeId, done: Done) {
        self.due_us.remove(&node);
        match done {
            Done::Stopped(how) => {
                self.stopped.or_insert_with(node, || how);
            }
            Done::State(cluster, machine) => {
                self.states.or_insert_with(cluster, || machine);
            }
            Done::Finished => {
                self.finished.insert(node);
            }
        }
    }

    /// What must happen next, if anything; the phase has gone on already.
    pub(crate) fn turn(&mut self, now_us: u64) -> Turn {
        let turn = match self.phase {
            Phase::Stopping => self.turn_stopping(now_us),
            Phase::Collecting if self.sources().next().is_none() => {
                self.phase = Phase::Starting { published: false };
                Turn::Wait
            }
            Phase::Starting { published: false } if self.into.iter().all(|sub| self.serves(sub)) => {
                self.phase = Phase::Starting { published: true };
                Turn::Publish
            }
            Phase::Starting { .. } | Phase::Resuming if self.everyone().is_subset(&self.finished) => {
                Turn::Done
            }
            Phase::Collecting | Phase::Starting { .. } | Phase::Resuming => Turn::Wait,
        };
        if matches!(turn, Turn::End(_) | Turn::GiveUp(_)) {
            self.due_us.clear();
        }
        turn
    }

    fn serves(&self, sub: &SubCluster) -> bool {
        sub.members.intersection(&self.finished).len() >= majority(sub.members.len())
    }

    fn turn_stopping(&mut self, now_us: u64) -> Turn {
        let all = self.everyone().iter().all(|node| self.stopped.contains_key(&node));
        match self.look_at_all() {
            Err(why) => {
                self.phase = Phase::Resuming;
                Turn::GiveUp(why)
            }
            Ok(None) if all => {
                self.phase = Phase::Resuming;
                Turn::GiveUp(Unfit::GoneOn)
            }
            Ok(None) => Turn::Wait,
            Ok(Some(ends)) => {
                let since_us = *self.enough_since_us.get_or_insert(now_us);
                if !all && now_us < since_us + self.patience_us {
                    return Turn::Wait;
                }
                self.ends = ends;
                self.phase = Phase::Collecting;
                Turn::End(
                    self.olds
                        .iter()
                        .filter_map(|old| self.ends.get(&old.cluster))
                        .map(|end| end.source)
                        .collect(),
                )
            }
        }
    }

    /// Where each cluster ends, if enough of all of them have stopped.
    fn look_at_all(&self) -> Result<Option<Table<ClusterId, End>>, Unfit> {
        let mut ends = Table::new();
        for old in &self.olds {
            match self.look_at(old)? {
                Some(end) => ends.insert(old.cluster, end),
                None => return Ok(None),
            };
        }
        Ok(Some(ends))
    }

    fn look_at(&self, old: &Old) -> Result<Option<End>, Unfit> {
        let its = || self.stopped.iter().filter(|(_, how)| how.cluster == Some(old.cluster));
        let changed = |how: &Stopped| {
            let config = &how.configuration;
            config.stage != Stage::Stable || config.members != old.members || config.learners != old.learners
        };
        if its().any(|(_, how)| changed(how)) {
            return Err(Unfit::Changing(old.cluster));
        }
        let have: NodeSet = its().map(|(&node, _)| node).collect();
        if !Quorum(vec![Count::majority(&old.members)]).is_met_by(&have) {
            return Ok(None);
        }
        let voters = || its().filter(|(node, _)| old.members.contains(**node));
        let Some(last) = voters().map(|(_, how)| how.last).max() else { return Ok(None) };
        let whole = its().find(|(_, how)| how.last == last && how.whole);
        match whole {
            Some((&source, _)) => Ok(Some(End { source, last })),
            None => Err(Unfit::PartsMissing(old.cluster)),
        }
    }

    /// Whether a node's own disk holds the last word of this cluster.
    fn holds(&self, node: NodeId, cluster: ClusterId) -> bool {
        let (Some(how), Some(end)) = (self.stopped.get(&node), self.ends.get(&cluster)) else { return false };
        how.cluster == Some(cluster) && how.last == end.last && how.whole
    }

    /// The nodes whose state must be fetched still.
    fn sources(&self) -> impl Iterator<Item = NodeId> + '_ {
        let lacked = |cluster: ClusterId| {
            let members = || self.into.iter().flat_map(|sub| sub.members.iter());
            members().any(|node| !self.holds(node, cluster))
        };
        let missing =
            move |(cluster, _): &(&ClusterId, &End)| !self.states.contains_key(cluster) && lacked(**cluster);
        self.ends.iter().filter(missing).map(|(_, end)| end.source)
    }

    /// What each node that has not answered is to be told; those told lately are left out.
    pub(crate) fn orders(&self, now_us: u64) -> Vec<(NodeId, Order)> {
        let due = |node: &NodeId| self.due_us.get(node).is_none_or(|&due_us| due_us <= now_us);
        match self.phase {
            Phase::Stopping => {
                let waiting = self
                    .everyone()
                    .iter()
                    .filter(|node| !self.stopped.contains_key(node) && due(node))
                    .collect::<Vec<_>>();
                waiting.into_iter().map(|node| (node, Order::Stop)).collect()
            }
            Phase::Collecting => self.sources().filter(due).map(|node| (node, Order::Send)).collect(),
            Phase::Starting { .. } => {
                self.unfinished().filter(due).map(|node| (node, self.order_to_start(node))).collect()
            }
            Phase::Resuming => self.unfinished().filter(due).map(|node| (node, Order::Resume)).collect(),
        }
    }

    fn unfinished(&self) -> impl Iterator<Item = NodeId> {
        let nodes: Vec<NodeId> = self.everyone().without(&self.finished).iter().collect();
        nodes.into_iter()
    }

    fn order_to_start(&self, node: NodeId) -> Order {
        let from: Vec<ClusterId> = self.olds.iter().map(|old| old.cluster).collect();
        let Some(own) = self.into.iter().find(|sub| sub.members.contains(node)) else {
            return Order::Retire { from };
        };
        let lacks = |cluster: &&ClusterId| !self.holds(node, **cluster);
        let part = |machine: &Arc<Machine>| {
            let mut part = (**machine).clone();
            part.restrict(own.ranges.clone());
            Arc::new(part)
        };
        let sent: Vec<Arc<Machine>> =
            from.iter().filter(lacks).filter_map(|cluster| self.states.get(cluster)).map(part).collect();
        let into = NewCluster {
            own: own.clone(),
            epoch: self.epoch(),
            siblings: self.into.iter().filter(|sub| sub.cluster != own.cluster).cloned().collect(),
            from: from.clone(),
        };
        let own = from.iter().any(|&cluster| self.holds(node, cluster));
        Order::Begin { into: Arc::new(into), sent, own }
    }

    /// The epoch of the new clusters.
    pub(crate) fn epoch(&self) -> u32 {
        self.olds.iter().map(|old| old.epoch).max().unwrap_or(0) + 1
    }

    /// Notes that a node was told something, which takes it so long.
    pub(crate) fn note_told(&mut self, node: NodeId, now_us: u64, takes_us: u64) {
        self.due_us.insert(node, now_us + takes_us + RETRY_US);
    }

    /// When it must be looked at again, at the latest.
    pub(crate) fn next_us(&self) -> Option<u64> {
        let patience = self.enough_since_us.filter(|_| self.phase == Phase::Stopping);
        let patience_us = patience.map(|since_us| since_us + self.patience_us);
        self.due_us.values().copied().chain(patience_us).min()
    }
}
