//! What goes into a node and what comes out: the whole of its contact with the world.
//!
//! A node has no clock and no dice. When it wants to be woken it asks for a [`Timer`] with a [`Delay`], which may be
//! "somewhere between": whoever runs the node draws the moment. Everything the node must not forget is in its durable
//! state when a call returns, and must be kept before the messages of that call leave.

use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};

use crate::config::SubCluster;
use crate::keys::KeyRanges;
use crate::machine::{Command, Response};
use crate::message::Message;
use crate::observation::Observation;
use crate::settings::Delay;
use crate::types::{ClientId, ClusterId, Epoch, Index, LogId, NodeId, NodeSet, TxId};

/// Something that happens to a node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Input {
    /// A message arrived.
    Message(Message),
    /// A timer that the node set has run out.
    Timer(Timer),
    /// A client's request arrived.
    Client(Command),
    /// An administrator's request arrived.
    Admin(AdminRequest),
}

/// The timers of a node. Setting one replaces its earlier setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Timer {
    /// When to stand for election.
    Election,
    /// When a leader must be heard from again.
    Heartbeat,
    /// When to ask again for what was pulled (a log, the parts of a merge).
    Pull,
    /// When to send again what a merge waits for.
    Merge,
    /// Until when a leader that was heard from counts as alive.
    LeaderAlive,
}

/// What an administrator can ask of a cluster's leader.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AdminRequest {
    /// Add and remove members, any number at once.
    ChangeMembers {
        /// Nodes to add; they must be spare.
        add: NodeSet,
        /// Members to remove.
        remove: NodeSet,
    },
    /// Split the cluster.
    Split {
        /// Into these; ids must be new.
        subs: Vec<SubCluster>,
    },
    /// Merge this cluster with others; its leader becomes the coordinator.
    Merge {
        /// A new transaction id.
        txid: TxId,
        /// The id of the cluster to come.
        into: ClusterId,
        /// The other clusters: where to find them.
        others: Vec<Contact>,
        /// Who shall be the members afterwards; `None` means everyone.
        members: Option<NodeSet>,
    },
    /// Abort a merge that is not decided yet.
    CancelMerge {
        /// Which.
        txid: TxId,
    },
    /// Hand the leadership over (Ongaro's dissertation, §3.10).
    TransferLeadership {
        /// To this member.
        to: NodeId,
    },
    /// Add and remove learners: nodes that are sent the log but do not count (dissertation, §4.2.1).
    ChangeLearners {
        /// Nodes to add; they must be spare.
        add: NodeSet,
        /// Learners to remove.
        remove: NodeSet,
    },
}

/// Where to find a cluster that shall take part in a merge.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Contact {
    /// The cluster.
    pub cluster: ClusterId,
    /// Its epoch.
    pub epoch: Epoch,
    /// Its members.
    pub members: NodeSet,
    /// The keys it owns.
    pub ranges: KeyRanges,
}

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Refusal {
    /// The node does not lead its cluster.
    NotLeader {
        /// Who may.
        leader: Option<NodeId>,
    },
    /// P1: an earlier configuration entry is not committed yet.
    UncommittedConfiguration {
        /// Where it is.
        index: Index,
    },
    /// P1: a reconfiguration of several steps is under way.
    ReconfigurationInProgress,
    /// P1: a merge is in progress.
    MergeInProgress {
        /// Which.
        txid: TxId,
    },
    /// P3: the leader has committed nothing in its term yet.
    NothingCommittedInTerm,
    /// P2': so many cannot leave at once; old and new quorums would not meet.
    TooManyRemoved {
        /// How many shall leave.
        removed: usize,
        /// The present quorum; fewer than this may leave.
        quorum: usize,
    },
    /// The change changes nothing.
    NoChange,
    /// A node to be added is a member already.
    AlreadyMember(NodeId),
    /// A node named is not a member.
    NotMember(NodeId),
    /// No member would be left.
    NoMembersLeft,
    /// A split needs at least two sub-clusters.
    TooFewSubClusters,
    /// A sub-cluster has no members or no keys.
    EmptySubCluster(ClusterId),
    /// None of a sub-cluster's members (or of those members of the cluster that shall go on after a merge) has acknowledged the present
    /// configuration to this leader: the new cluster might have nobody to begin with.
    NobodyHeardFrom(ClusterId),
    /// A node is in two sub-clusters.
    InTwoSubClusters(NodeId),
    /// A member is in no sub-cluster.
    InNoSubCluster(NodeId),
    /// The sub-clusters' key ranges do not make up exactly the cluster's.
    RangesDoNotPartition,
    /// A merge needs at least one other cluster, each named once.
    BadParticipants,
    /// The participants' key ranges overlap.
    RangesOverlap(ClusterId),
    /// The cluster asked is not the one the request is for.
    WrongCluster {
        /// The cluster asked.
        actual: Option<ClusterId>,
    },
    /// The cluster is in another epoch than the transaction expects.
    WrongEpoch {
        /// Its epoch.
        actual: Epoch,
    },
    /// The transaction has been decided already.
    TransactionOver(TxId),
    /// There is no such transaction here.
    UnknownTransaction(TxId),
    /// The extension that this needs is switched off.
    SwitchedOff,
    /// The leader is handing over its leadership.
    TransferInProgress {
        /// To whom.
        to: NodeId,
    },
    /// A split or a merge is refused while there are learners: they would belong to no new cluster.
    HasLearners(NodeSet),
    /// A node named is not a learner.
    NotLearner(NodeId),
}

/// What a client is told.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum ClientResult {
    /// The command is committed and applied.
    Applied {
        /// What the store answered.
        response: Response,
        /// The entry.
        entry: LogId,
    },
    /// Ask another node.
    NotLeader {
        /// Who may lead.
        leader: Option<NodeId>,
    },
    /// Ask another cluster.
    WrongShard {
        /// Which, if it is known.
        owner: Option<(ClusterId, NodeSet)>,
    },
    /// The cluster is about to merge and takes no commands for the moment; ask again.
    Merging,
}

/// An answer to a client.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ClientReply {
    /// Whom it is for.
    pub client: ClientId,
    /// The client's number of the request.
    pub seq: u64,
    /// The answer.
    pub result: ClientResult,
}

/// What a node wants done; collected over one call and emptied by whoever runs the node.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// Messages to send, once what is durable is kept.
    pub messages: Vec<Message>,
    /// Timers to set (`Some`) or to stop (`None`), in order.
    pub timers: Vec<(Timer, Option<Delay>)>,
    /// Answers to clients.
    pub replies: Vec<ClientReply>,
    /// What happened and why, in order.
    pub observations: Vec<Observation>,
    /// Whether nobody looks at what happens all the time (entries proposed, appended and committed, clients answered): then it is not
    /// written down. What happens seldom always is.
    pub terse: bool,
    /// How often a leader raised its commit index by counting.
    pub commits_counted: u64,
}

impl Output {
    /// Notes something that happens all the time, unless nobody looks: then it is not even put together.
    pub fn observe(&mut self, observation: impl FnOnce() -> Observation) {
        if !self.terse {
            self.observations.push(observation());
        }
    }

    /// Forgets everything, keeping the memory.
    pub fn clear(&mut self) {
        self.commits_counted = 0;
        self.messages.clear();
        self.timers.clear();
        self.replies.clear();
        self.observations.clear();
    }
}

impl fmt::Display for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Election => "election",
            Self::Heartbeat => "heartbeat",
            Self::Pull => "pull",
            Self::Merge => "merge",
            Self::LeaderAlive => "leader alive",
        })
    }
}
