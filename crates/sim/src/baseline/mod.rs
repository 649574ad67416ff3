//! The baseline that ReCraft is compared with: an external manager that *stops* clusters and *coordinates* their split or merge.
//!
//! # What it does
//!
//! Systems without ReCraft reconfigure plain Raft clusters from outside, as the evaluation of the ReCraft paper compares with: a manager
//! stops the clusters concerned, takes their state, hands it to the nodes that shall have it, starts new clusters with new
//! configurations, and tells the clients. Here it is one machine beside the nodes, with messages of its own:
//!
//! 1. **Stop.** Every member is told to stop, and answers with how its log ends. A stopped node takes part in nothing, whatever happens to
//!    its machine, until the manager starts it again: this is the *fence*.
//! 2. **Collect.** Of each cluster the longest log counts. Its state is fetched, unless everyone who shall have it has it already.
//! 3. **Start.** Every member of the new clusters is told to begin anew, with the state it lacks; nodes that are left over become spare.
//! 4. **Publish.** When a majority of each new cluster has begun, the clients learn the new routes.
//!
//! # Why nothing is lost
//!
//! The manager goes on only when a *quorum* of each cluster has stopped. Nothing can commit after that, and whatever has committed
//! before, or been counted though the answer is still on its way, is in some stopped node's log; the longest of them has all of it,
//! as the log of a new leader would (Raft §5.4.1). So this log is the cluster's last word: all of it counts as committed, and the checks are
//! told so. Sessions are part of the state, so a request that is repeated takes effect once. Members that have not answered may
//! still answer reads while a lease runs; so the manager waits for twice the longest election timeout before it goes on without
//! them. A node that was down all the time is told to begin anew as soon as it is up. A cluster that turns out to be in the middle of another
//! reconfiguration is let go on as it was.
//!
//! # What it costs
//!
//! A message that carries state takes so much longer as its size needs at the network's bandwidth
//! ([`NetworkSetup`](crate::setup::NetworkSetup)), in the same way as ReCraft's own snapshots do; a node begins
//! [`ManagerSetup::start_us`] after it was told to. In the manager's favour: it reaches every node that is up, whatever the
//! partition; it sends to all at once; a stopped machine refuses clients instead of leaving them waiting; clients learn
//! the new routes at once when they are published; and no data is moved that is there already.
//!
//! The manager keeps a journal, so when it crashes it goes on where it was once it is back. Until then what it has stopped stays stopped:
//! that is the price of a single point of failure, and it is shown.

mod disk;
mod job;

use recraft_protocol::table::Table;
use std::fmt;
use std::sync::Arc;

use recraft_protocol::config::SubCluster;
use recraft_protocol::machine::Machine;
use recraft_protocol::types::{ClusterId, LogId, NodeId};
use serde::{Deserialize, Serialize};

pub(crate) use disk::{begin, retire, settled};
pub(crate) use job::{Job, Old, Turn};

use crate::queue::Ticket;

/// Names one reconfiguration by the manager; later ones have higher numbers. Shown as `j1`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct JobId(pub u32);

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "j{}", self.0)
    }
}

/// What the manager's work costs besides messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ManagerSetup {
    /// How long it takes to start a node that was stopped, in microseconds.
    pub start_us: u64,
}

impl Default for ManagerSetup {
    /// A process that opens its files and joins the network within 100 ms.
    fn default() -> Self {
        Self { start_us: 100_000 }
    }
}

/// A cluster that is to begin.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct NewCluster {
    /// Its id, members and keys.
    pub own: SubCluster,
    /// Its epoch: one more than the largest among those it comes from.
    pub epoch: u32,
    /// The clusters that begin beside it.
    pub siblings: Vec<SubCluster>,
    /// The clusters that have ended.
    pub from: Vec<ClusterId>,
}

/// What the manager tells a machine.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Order {
    /// Stop the node, and start it in no way but by a later order.
    Stop,
    /// Send the state of the stopped node.
    Send,
    /// Begin anew, as a member of this cluster.
    Begin {
        /// Which cluster.
        into: Arc<NewCluster>,
        /// The states that the node lacks.
        sent: Vec<Arc<Machine>>,
        /// Whether the node's own state is part of it.
        own: bool,
    },
    /// Belong to no cluster any more.
    Retire {
        /// The clusters that have ended.
        from: Vec<ClusterId>,
    },
    /// Go on as before.
    Resume,
}

/// What a machine answers the manager.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Done {
    /// The node has stopped, and is like this.
    Stopped(Stopped),
    /// The state of the cluster that the stopped node is in.
    State(ClusterId, Arc<Machine>),
    /// It runs again, or is spare: for this job there is nothing left to do.
    Finished,
}

/// How a node was when it stopped.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Stopped {
    /// The cluster it was in.
    pub cluster: Option<ClusterId>,
    /// The end of its log.
    pub last: LogId,
    /// Its configuration.
    pub configuration: recraft_protocol::config::Configuration,
    /// Whether it has its cluster's whole state, and not only parts of what a merge is to unite.
    pub whole: bool,
}

/// A step of the manager's work, as the record of the run shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Step {
    /// The manager stopped.
    Crashed,
    /// The manager is back, and goes on with what its journal says.
    Restarted,
    /// A node was stopped.
    NodeStopped {
        /// Which.
        node: NodeId,
    },
    /// Enough nodes have stopped: these clusters have ended.
    Ended {
        /// Which.
        clusters: Vec<ClusterId>,
    },
    /// The state of a cluster has come to the manager.
    Collected {
        /// Of which cluster.
        cluster: ClusterId,
        /// How large it is, in bytes.
        bytes: u64,
    },
    /// A node has begun anew in a new cluster.
    NodeBegan {
        /// Which.
        node: NodeId,
        /// In which cluster.
        cluster: ClusterId,
    },
    /// A node belongs to no cluster any more.
    NodeRetired {
        /// Which.
        node: NodeId,
    },
    /// A node goes on as it was.
    NodeResumed {
        /// Which.
        node: NodeId,
    },
    /// The clients know the new clusters.
    Published {
        /// Which.
        clusters: Vec<ClusterId>,
    },
    /// The manager leaves the clusters as they were.
    GaveUp {
        /// Why.
        why: Unfit,
    },
}

/// Why the manager cannot end a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Unfit {
    /// The nodes that it stopped are in other clusters by now.
    GoneOn,
    /// This cluster is in the middle of another change.
    Changing(ClusterId),
    /// This cluster has not gathered the parts of its merge.
    PartsMissing(ClusterId),
}

/// What a machine remembers of the manager's orders, on its disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Hand {
    /// The job that has stopped its node.
    pub(crate) stopped_by: Option<JobId>,
    /// The newest job that it has finished; orders of that one and of older ones come too late.
    pub(crate) finished: JobId,
}

/// The manager: what is in its journal, and the machines' side of the fence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Manager {
    down: bool,
    pub(crate) jobs: Vec<Job>,
    pub(crate) jobs_named: u32,
    pub(crate) hands: Table<NodeId, Hand>,
    pub(crate) ticket: Option<Ticket>,
}

impl Manager {
    /// Whether it is up.
    #[must_use]
    pub const fn is_up(&self) -> bool {
        !self.down
    }

    pub(crate) const fn set_up(&mut self, up: bool) {
        self.down = !up;
    }

    /// Whether it has never been asked for anything, nor touched.
    #[must_use]
    pub const fn is_idle(&self) -> bool {
        self.jobs_named == 0 && !self.down
    }

    /// What it still has to do, if anything.
    #[must_use]
    pub fn unfinished(&self) -> Option<String> {
        self.jobs.first().map(Job::doing)
    }

    /// Whether it has stopped this node.
    #[must_use]
    pub fn has_stopped(&self, node: NodeId) -> bool {
        self.hands.get(&node).is_some_and(|hand| hand.stopped_by.is_some())
    }

    /// The nodes it has stopped and not started again.
    pub fn stopped(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.hands.iter().filter(|(_, hand)| hand.stopped_by.is_some()).map(|(&node, _)| node)
    }
}

/// How many bytes a state is: its keys and values, and 16 for each item.
#[must_use]
pub fn size_of(machine: &Machine) -> u64 {
    let data: usize = machine.data.iter().map(|(key, value)| key.len() + value.len()).sum();
    (data + 16 * machine.items()) as u64
}
