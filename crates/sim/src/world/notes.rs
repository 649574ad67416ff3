//! What the world remembers of what nodes did: counts, and the lineage.

use recraft_protocol::config::ConfigEntry;
use recraft_protocol::observation::{Crossing, Leadership, Observation};
use recraft_protocol::quorum::majority;
use recraft_protocol::table::SmallSet;
use recraft_protocol::types::{ClusterId, LogId, NodeId, TxId};

use crate::world::World;

/// What has been counted already, since several nodes report it.
#[derive(Clone, Debug, Default)]
pub(super) struct Counted {
    aborted: SmallSet<TxId>,
    merged: SmallSet<TxId>,
    changed: SmallSet<(ClusterId, LogId)>,
}

impl World {
    /// Counts what a node did, and keeps the lineage up to date. `cluster` is the one the node was in when it did it.
    pub(super) fn note(&mut self, node: NodeId, cluster: &mut Option<ClusterId>, observation: &Observation) {
        let statistics = &mut self.statistics;
        match observation {
            Observation::StoodForElection { .. } => statistics.candidacies += 1,
            Observation::BecameLeader { how: Leadership::Elected { .. }, .. } => statistics.elections += 1,
            Observation::ConfigurationCommitted { id, entry } => {
                self.note_configuration(*cluster, *id, entry);
            }
            Observation::RequestAccepted { .. } => statistics.requests_accepted += 1,
            Observation::RequestRefused { .. } => statistics.requests_refused += 1,
            Observation::Restarted { .. } => statistics.restarts += 1,
            Observation::BecameSpare { .. } => *cluster = None,
            Observation::Joined { cluster: joined, .. } => {
                statistics.joins += 1;
                *cluster = Some(*joined);
            }
            Observation::EpochEntered { left, entered, how, .. } => {
                *cluster = *entered;
                statistics.boundaries_crossed += 1;
                if matches!(how, Crossing::Pulled(_)) {
                    statistics.laggards_caught_up += 1;
                }
                self.note_end(node, *left);
            }
            _ => {}
        }
    }

    fn note_configuration(&mut self, cluster: Option<ClusterId>, id: LogId, entry: &ConfigEntry) {
        match entry {
            ConfigEntry::Membership { members, quorum, target, .. }
                if members == target
                    && *quorum == majority(members.len())
                    && cluster.is_some_and(|cluster| self.counted.changed.insert((cluster, id))) =>
            {
                self.statistics.membership_changes_completed += 1;
            }
            ConfigEntry::MergeAbort { txid, .. } if self.counted.aborted.insert(*txid) => {
                self.statistics.merges_aborted += 1;
            }
            _ => {}
        }
    }

    /// A node has left a cluster across its boundary: if it is the first one, the cluster has ended.
    fn note_end(&mut self, node: NodeId, left: ClusterId) {
        let passed = self.servers.get(&node).and_then(|server| server.durable().passed.get(&left));
        let Some(boundary) = passed.and_then(|passed| passed.log.get(passed.snapshot.last.index)).cloned()
        else {
            return;
        };
        let known = self.lineage.has_ended(left);
        self.lineage.end(left, &boundary, self.now_us);
        match boundary.config() {
            Some(ConfigEntry::SplitNew(_)) if !known => self.statistics.splits_completed += 1,
            Some(ConfigEntry::MergeNew(decision)) if self.counted.merged.insert(decision.txid) => {
                self.statistics.merges_completed += 1;
            }
            _ => {}
        }
    }
}
