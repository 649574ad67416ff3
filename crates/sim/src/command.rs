//! Commands: everything that anyone can do to a run. One serialisable enum, so that a person's clicks, a lesson, a share
//! link and a scenario file are the same thing.

use recraft_protocol::io::Timer;
use recraft_protocol::keys::KeyRanges;
use recraft_protocol::machine::Operation;
use recraft_protocol::settings::Settings;
use recraft_protocol::types::{ClientId, ClusterId, Index, NodeId, NodeSet, TxId};
use serde::{Deserialize, Serialize};

use crate::flight::FlightId;
use crate::setup::NetworkSetup;

/// A command and when it is given.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TimedCommand {
    /// Virtual time in microseconds.
    pub at_us: u64,
    /// What to do.
    pub command: Command,
}

/// Something done to a run from outside.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Command {
    /// Stop a node; it keeps what is on its disk.
    Crash {
        /// Which.
        node: NodeId,
    },
    /// Start a stopped node again.
    Restart {
        /// Which.
        node: NodeId,
    },
    /// Let a node's election timer run out now.
    Timeout {
        /// Which.
        node: NodeId,
    },
    /// Let only nodes of the same group reach each other; nodes named in no group form one of their own together.
    Partition {
        /// The groups.
        groups: Vec<NodeSet>,
    },
    /// Undo partitions and cut links.
    Heal,
    /// Lose everything sent from one node to another.
    CutLink {
        /// From here.
        from: NodeId,
        /// To there.
        to: NodeId,
    },
    /// Undo `CutLink`.
    MendLink {
        /// From here.
        from: NodeId,
        /// To there.
        to: NodeId,
    },
    /// Lose a message that is in flight.
    Drop {
        /// Which.
        flight: FlightId,
    },
    /// Let a message that is in flight arrive later.
    Delay {
        /// Which.
        flight: FlightId,
        /// By so many microseconds.
        by_us: u64,
    },
    /// Let a message that is in flight arrive twice.
    Duplicate {
        /// Which.
        flight: FlightId,
    },
    /// Take hold of a message that is in flight: it stands still where it is until it is let go on ([`Command::Deliver`]), arrives
    /// ([`Command::Arrive`]) or is dropped. Chance does not lose it any more.
    Catch {
        /// Which.
        flight: FlightId,
    },
    /// Let a message arrive now, whatever was sent before it and whether it is held or not. A cut link that it has yet to pass keeps it.
    Arrive {
        /// Which.
        flight: FlightId,
    },
    /// Change how links behave from now on.
    SetNetwork {
        /// The new behaviour.
        network: NetworkSetup,
    },
    /// From now on nothing moves by itself: messages between nodes stand still on their way, timers and the patience of clients wait.
    /// Messages between clients and nodes do arrive.
    Hold,
    /// Undo `Hold`: everything goes on from where it stands.
    Release,
    /// Let a message that is held go on to where it is sent.
    Deliver {
        /// Which.
        flight: FlightId,
        /// Of the entries it carries, only those up to this index, as if the leader had sent no more; all if `None`.
        up_to: Option<Index>,
    },
    /// Let a node's timer run out now, whether it is running or not.
    FireTimer {
        /// Which node.
        node: NodeId,
        /// Which timer.
        timer: Timer,
    },
    /// A client asks the cluster that owns the key, and retries until it is answered.
    Request {
        /// Which client.
        client: ClientId,
        /// What it asks.
        operation: Operation,
    },
    /// A client asks a certain node first, then as in `Request`.
    RequestAt {
        /// Which client.
        client: ClientId,
        /// Whom it asks.
        node: NodeId,
        /// What it asks.
        operation: Operation,
    },
    /// So many clients write and read at random from now on, each waiting so long between an answer and its next request;
    /// none stops the load.
    Load {
        /// How many clients.
        clients: u32,
        /// The pause in microseconds.
        pause_us: u64,
    },
    /// Put a new spare node into the world.
    AddSpare {
        /// Its id, which must be new.
        node: NodeId,
    },
    /// Change a cluster's members.
    ChangeMembers {
        /// Which cluster.
        cluster: ClusterId,
        /// Spare nodes to add.
        add: NodeSet,
        /// Members to remove.
        remove: NodeSet,
    },
    /// Split a cluster.
    Split {
        /// Which cluster.
        cluster: ClusterId,
        /// Into what; the new clusters' ids are given out by the world.
        into: Vec<Part>,
    },
    /// Merge clusters.
    Merge {
        /// The cluster whose leader coordinates.
        coordinator: ClusterId,
        /// The others.
        others: Vec<ClusterId>,
        /// The members afterwards; `None` means everyone.
        members: Option<NodeSet>,
    },
    /// Let the manager of the [baseline](crate::baseline) split a cluster: stop it, and start others.
    ManagedSplit {
        /// Which cluster.
        cluster: ClusterId,
        /// Into what; the new clusters' ids are given out by the world.
        into: Vec<Part>,
    },
    /// Let the manager of the baseline merge clusters: stop them, bring their states together, and start another.
    ManagedMerge {
        /// Which clusters.
        clusters: Vec<ClusterId>,
        /// The members afterwards; `None` means everyone.
        members: Option<NodeSet>,
    },
    /// Stop the manager of the baseline; it keeps its journal.
    CrashManager,
    /// Start it again.
    RestartManager,
    /// Cancel a merge that is not decided yet.
    CancelMerge {
        /// The coordinating cluster.
        cluster: ClusterId,
        /// The transaction.
        txid: TxId,
    },
    /// Hand a cluster's leadership over.
    TransferLeadership {
        /// Which cluster.
        cluster: ClusterId,
        /// To this member.
        to: NodeId,
    },
    /// Add and remove nodes that are sent the log but do not count.
    ChangeLearners {
        /// Which cluster.
        cluster: ClusterId,
        /// Spare nodes to add.
        add: NodeSet,
        /// Learners to remove.
        remove: NodeSet,
    },
    /// Change what every node is told: timing, extensions, mistakes. Timers that run already are not changed.
    SetSettings {
        /// The new settings.
        settings: Settings,
    },
}

/// One part of a split.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Part {
    /// Its members.
    pub members: NodeSet,
    /// Its keys.
    pub ranges: KeyRanges,
}

/// Why a command could not be carried out; nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CommandError {
    /// There is no such node.
    UnknownNode(NodeId),
    /// There is no such message in flight (any more).
    UnknownFlight(FlightId),
    /// The message is not held: it arrives by itself.
    NotHeld(FlightId),
    /// The message is held already.
    CaughtAlready(FlightId),
    /// The message has yet to pass a link that is cut.
    LinkIsCut(FlightId),
    /// The world is held already.
    HeldAlready,
    /// The world is not held.
    NothingHeld,
    /// There is no such cluster (any more).
    UnknownCluster(ClusterId),
    /// A node with this id exists.
    NodeExists(NodeId),
    /// The node is down.
    NodeDown(NodeId),
    /// The node is up.
    NodeUp(NodeId),
    /// The node is in a cluster, or about to be.
    NotSpare(NodeId),
    /// The cluster has no leader at the moment that could be asked.
    NoLeader(ClusterId),
    /// The manager of the baseline has stopped the node, and only it starts it again.
    NodeStopped(NodeId),
    /// The manager of the baseline is down.
    ManagerDown,
    /// The manager of the baseline is up.
    ManagerUp,
    /// The cluster is in the middle of something, or the manager has it in hand already.
    ClusterBusy(ClusterId),
    /// The parts do not make up the whole: each has members and keys of its own, together those of the cluster; or it is not
    /// several clusters that shall be merged, or not their members who shall stay.
    BadParts(ClusterId),
    /// The client still waits for an answer to its last request.
    ClientBusy(ClientId),
    /// A time is 0, longer than an hour, or its least is more than its most. Says which.
    BadTiming(String),
    /// A limit of the world is reached (nodes, clients, groups); says which and how much.
    TooMany {
        /// Of what.
        what: String,
        /// The limit.
        limit: u64,
    },
}
