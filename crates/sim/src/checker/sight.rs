//! What the checks see of a node: little enough to be forged in a test.

use std::collections::BTreeMap;
use std::sync::Arc;

use recraft_protocol::keys::KeyRanges;
use recraft_protocol::log::Log;
use recraft_protocol::node::Node;
use recraft_protocol::observation::Observation;
use recraft_protocol::snapshot::Passed;
use recraft_protocol::types::{ClusterId, EpochTerm, Index, NodeId};

/// A node after a step, and what it reported of the step.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'a> {
    /// Which node.
    pub node: NodeId,
    /// The cluster it is in.
    pub cluster: Option<ClusterId>,
    /// The time it has reached.
    pub at: EpochTerm,
    /// Whom it voted for at that time.
    pub voted_for: Option<NodeId>,
    /// Whether it leads.
    pub leads: bool,
    /// Its log.
    pub log: &'a Log,
    /// The highest index it knows to be committed.
    pub commit: Index,
    /// Where its cluster's epoch begins in the log.
    pub start: Index,
    /// The keys its state is responsible for.
    pub ranges: &'a KeyRanges,
    /// The boundaries it passed.
    pub passed: &'a BTreeMap<ClusterId, Arc<Passed>>,
    /// What it did in this step.
    pub observations: &'a [Observation],
}

impl<'a> Sight<'a> {
    /// What there is to see of `node`.
    #[must_use]
    pub fn of(node: &'a Node, observations: &'a [Observation]) -> Self {
        Self {
            node: node.id(),
            cluster: node.cluster(),
            at: node.at(),
            voted_for: node.voted_for(),
            leads: node.is_leader(),
            log: node.log(),
            commit: node.commit(),
            start: node.epoch_start(),
            ranges: &node.machine().ranges,
            passed: &node.durable().passed,
            observations,
        }
    }
}
