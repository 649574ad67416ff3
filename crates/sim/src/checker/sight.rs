//! What the checks see of a node: little enough to be forged in a test.

use recraft_protocol::table::Table;
use std::sync::Arc;

use recraft_protocol::config::Outcome;
use recraft_protocol::keys::{Key, KeyRanges};
use recraft_protocol::log::Log;
use recraft_protocol::node::Node;
use recraft_protocol::observation::Observation;
use recraft_protocol::snapshot::Passed;
use recraft_protocol::types::{ClusterId, EpochTerm, Index, NodeId, TxId};
use recraft_protocol::value::Value;

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
    /// The last entry that is in its state.
    pub applied: Index,
    /// Its store.
    pub data: &'a Table<Key, Value>,
    /// How the merges it knows of ended.
    pub outcomes: &'a Table<TxId, Outcome>,
    /// The keys its state is responsible for.
    pub ranges: &'a KeyRanges,
    /// The boundaries it passed.
    pub passed: &'a Table<ClusterId, Arc<Passed>>,
    /// What it did in this step.
    pub observations: &'a [Observation],
    /// The number that the first of these observations has among the events of the run.
    pub first_seq: u64,
}

impl<'a> Sight<'a> {
    /// What there is to see of `node`; `first_seq` is the number of the first observation among the events.
    #[must_use]
    pub fn of(node: &'a Node, observations: &'a [Observation], first_seq: u64) -> Self {
        Self {
            node: node.id(),
            cluster: node.cluster(),
            at: node.at(),
            voted_for: node.voted_for(),
            leads: node.is_leader(),
            log: node.log(),
            commit: node.commit(),
            start: node.epoch_start(),
            applied: node.applied(),
            data: &node.machine().data,
            outcomes: &node.machine().outcomes,
            ranges: &node.machine().ranges,
            passed: &node.durable().passed,
            observations,
            first_seq,
        }
    }

    /// The number of the first event of the step that `shows` it; failing that, of the step's first event.
    pub(super) fn seq(&self, shows: impl Fn(&Observation) -> bool) -> u64 {
        if self.observations.is_empty() {
            return self.first_seq.saturating_sub(1);
        }
        let place = self.observations.iter().position(shows).unwrap_or(0);
        self.first_seq + place as u64
    }

    /// The event that shows that the node's commit index rose.
    pub(super) fn seq_of_commit(&self) -> u64 {
        self.seq(|observation| matches!(observation, Observation::Committed { .. }))
    }

    /// The event that shows that the node's log grew.
    pub(super) fn seq_of_entries(&self) -> u64 {
        let grew = |observation: &Observation| {
            matches!(observation, Observation::Appended { .. } | Observation::Proposed { .. })
        };
        self.seq(grew)
    }
}
