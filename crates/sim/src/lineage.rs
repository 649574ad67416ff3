//! The lineage: every cluster there has ever been, and which came from which.

use recraft_protocol::table::Table;

use recraft_protocol::config::{ConfigEntry, MergeDecision, SplitPlan};
use recraft_protocol::keys::KeyRanges;
use recraft_protocol::log::Entry;
use recraft_protocol::types::{ClusterId, Epoch, NodeSet};
use serde::Serialize;

use crate::setup::Setup;

/// A cluster's place in the history.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ClusterRecord {
    /// Its id.
    pub cluster: ClusterId,
    /// Its epoch.
    pub epoch: Epoch,
    /// The clusters it came from: none, one (a split) or several (a merge).
    pub parents: Vec<ClusterId>,
    /// Its members at its birth.
    pub members: NodeSet,
    /// The keys it owns.
    pub ranges: KeyRanges,
    /// When the first node is known to have entered it (for a sub-cluster of a split: any of the sub-clusters).
    pub born_us: u64,
    /// When the first node left it across its epoch's boundary; `None` while it lives.
    pub ended_us: Option<u64>,
}

/// All clusters of a run, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Lineage {
    records: Table<ClusterId, ClusterRecord>,
}

impl Lineage {
    /// The clusters that exist at the start.
    #[must_use]
    pub fn new(setup: &Setup) -> Self {
        let mut lineage = Self::default();
        for cluster in &setup.clusters {
            lineage.add(ClusterRecord {
                cluster: cluster.cluster,
                epoch: 0,
                parents: Vec::new(),
                members: cluster.members.clone(),
                ranges: cluster.ranges.clone(),
                born_us: 0,
                ended_us: None,
            });
        }
        lineage
    }

    /// The record of one cluster.
    #[must_use]
    pub fn get(&self, cluster: ClusterId) -> Option<&ClusterRecord> {
        self.records.get(&cluster)
    }

    /// All records, by id.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &ClusterRecord> {
        self.records.values()
    }

    /// The clusters that have not ended.
    pub fn live(&self) -> impl Iterator<Item = &ClusterRecord> {
        self.iter().filter(|record| record.ended_us.is_none())
    }

    /// Whether this cluster is known to have ended.
    #[must_use]
    pub fn has_ended(&self, cluster: ClusterId) -> bool {
        self.get(cluster).is_some_and(|record| record.ended_us.is_some())
    }

    /// The clusters that came from this one.
    pub fn children(&self, cluster: ClusterId) -> impl Iterator<Item = &ClusterRecord> {
        self.iter().filter(move |record| record.parents.contains(&cluster))
    }

    /// Notes that `cluster` has ended with `boundary`, and which clusters come from it.
    pub(crate) fn end(&mut self, cluster: ClusterId, boundary: &Entry, now_us: u64) {
        let Some(record) = self.records.get_mut(&cluster) else { return };
        if record.ended_us.is_some() {
            return;
        }
        record.ended_us = Some(now_us);
        let epoch = record.epoch;
        match boundary.config() {
            Some(ConfigEntry::SplitNew(plan)) => self.add_subs(plan, epoch + 1, now_us),
            Some(ConfigEntry::MergeNew(decision)) => self.add_merged(decision, now_us),
            _ => {}
        }
    }

    /// Notes that somebody outside has ended these clusters, and that others take their place.
    pub(crate) fn replace(&mut self, ended: &[ClusterId], born: Vec<ClusterRecord>, now_us: u64) {
        for cluster in ended {
            if let Some(record) = self.records.get_mut(cluster) {
                record.ended_us.get_or_insert(now_us);
            }
        }
        born.into_iter().for_each(|record| self.add(record));
    }

    fn add_subs(&mut self, plan: &SplitPlan, epoch: Epoch, now_us: u64) {
        for sub in &plan.subs {
            self.add(ClusterRecord {
                cluster: sub.cluster,
                epoch,
                parents: vec![plan.parent],
                members: sub.members.clone(),
                ranges: sub.ranges.clone(),
                born_us: now_us,
                ended_us: None,
            });
        }
    }

    fn add_merged(&mut self, decision: &MergeDecision, now_us: u64) {
        self.add(ClusterRecord {
            cluster: decision.into,
            epoch: decision.epoch,
            parents: decision.participants.iter().map(|part| part.cluster).collect(),
            members: decision.members.clone(),
            ranges: decision.ranges.clone(),
            born_us: now_us,
            ended_us: None,
        });
    }

    fn add(&mut self, record: ClusterRecord) {
        self.records.or_insert_with(record.cluster, || record);
    }
}
