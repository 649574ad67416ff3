//! What survives a crash: one struct.

use crate::table::{SmallSet, Table};
use alloc::sync::Arc;
use serde::Serialize;

use crate::config::MergeDecision;
use crate::log::Log;
use crate::snapshot::{Passed, Snapshot};
use crate::types::{ClusterId, EpochTerm, LogId, NodeId, NodeSet};

/// How a cluster went on without a node.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Left {
    /// The committed entry that left it out. Back in that cluster, the node acknowledges nothing and votes for nobody with less
    /// than this in its log.
    pub by: LogId,
    /// Who stayed, as far as it knows: to send others on to.
    pub members: NodeSet,
}

/// What a node has on disk.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Durable {
    /// The newest time it has reached. It never goes back.
    pub at: EpochTerm,
    /// Whom it voted for at that time.
    pub voted_for: Option<NodeId>,
    /// The state before the log's first entry, and whose cluster this is; `None` on a spare that never joined one. While
    /// parts of a merge are missing, the state in it is empty.
    pub base: Option<Arc<Snapshot>>,
    /// The entries after the base.
    pub log: Log,
    /// The votes it gave as a spare, or had given when it left for another cluster: to whom, at which time.
    pub ballots: Table<ClusterId, (EpochTerm, Option<NodeId>)>,
    /// How it left clusters that went on without it. Who forgets that it left could make an old configuration come to life.
    pub left: Table<ClusterId, Left>,
    /// Clusters that it has said it has left behind for good, though it never passed their boundary itself.
    pub ended: SmallSet<ClusterId>,
    /// Whether the node has been told that its cluster went on without it.
    pub spare: bool,
    /// A merge whose parts are still being gathered.
    pub exchange: Option<Arc<MergeDecision>>,
    /// A merge that left this node out, and whose members may still need the part it sealed.
    pub keeping: Option<Arc<MergeDecision>>,
    /// The epoch boundaries it passed, by the cluster that ended there.
    pub passed: Table<ClusterId, Arc<Passed>>,
    /// The sealed states of other participants of merges.
    pub parts: Table<ClusterId, Arc<Snapshot>>,
}
