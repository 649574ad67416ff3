//! What can be seen of a cluster from outside.

use recraft_protocol::config::{Configuration, Stage};
use recraft_protocol::keys::KeyRanges;
use recraft_protocol::types::{ClusterId, Epoch, Index, NodeId, NodeSet, Term};
use recraft_words::t;
use serde::Serialize;

/// A cluster as its nodes show it at the moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClusterView {
    /// Its id.
    pub cluster: ClusterId,
    /// Its epoch.
    pub epoch: Epoch,
    /// The nodes that are in it now, up or down. They need not be its members: one that was added is not in it before it has
    /// joined, one that was removed may not know it yet.
    pub nodes: NodeSet,
    /// The configuration in effect: the leader's; without a leader that of the most up-to-date log.
    pub configuration: Configuration,
    /// The node that leads; of several the one of the latest term.
    pub leader: Option<NodeId>,
    /// The leader's term; without a leader the highest term of the nodes.
    pub term: Term,
    /// The highest index that any of its nodes knows to be committed.
    pub commit: Index,
    /// Whether this cluster's epoch is over: its nodes are laggards that have not crossed the boundary yet.
    pub ended: bool,
}

impl ClusterView {
    /// The keys it owns.
    #[must_use]
    pub const fn ranges(&self) -> &KeyRanges {
        &self.configuration.ranges
    }

    /// What it is in the middle of.
    #[must_use]
    pub const fn stage(&self) -> &Stage {
        &self.configuration.stage
    }
}

/// The keys of a cluster.
#[must_use]
pub fn ranges_in_words(ranges: &KeyRanges) -> String {
    if *ranges == KeyRanges::everything() {
        t!("all keys").to_owned()
    } else if ranges.is_empty() {
        t!("no keys").to_owned()
    } else {
        ranges.to_string()
    }
}
