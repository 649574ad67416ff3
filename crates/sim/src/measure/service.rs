//! Who waits for an answer, and for how long at most each cluster answered nobody although somebody waited.
//!
//! A request waits for the cluster that owns its key at the moment; when clusters split or merge, it waits for the new owner from that one's birth
//! on. A cluster that is asked nothing keeps nobody waiting, however long nothing happens.

use recraft_protocol::table::Table;

use recraft_protocol::keys::Key;
use recraft_protocol::types::{ClientId, ClusterId};

use super::Gap;
use crate::lineage::{ClusterRecord, Lineage};

/// What is known of a cluster's service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Served {
    /// Since when somebody has waited and nobody was answered.
    since_us: Option<u64>,
    longest: Gap,
}

/// Everybody who waits, and every cluster that was waited for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Service {
    /// Who waits, for which key, and since when.
    waiting: Table<ClientId, (Key, u64)>,
    clusters: Table<ClusterId, Served>,
}

impl Service {
    pub(super) fn asked(&mut self, client: ClientId, key: &str, at_us: u64, lineage: &Lineage) {
        self.waiting.or_insert_with(client, || (key.into(), at_us));
        if let Some(owner) = owner_of(lineage, key, at_us) {
            let waited_us = self.waited_for_since(owner, at_us, lineage);
            let served = self.clusters.or_default(owner.cluster);
            served.since_us = served.since_us.or(waited_us);
        }
    }

    /// A client waits no more; `served` says whether it has got what it asked for.
    pub(super) fn answered(&mut self, client: ClientId, served: bool, at_us: u64, lineage: &Lineage) {
        let Some((key, asked_us)) = self.waiting.get(&client).cloned() else { return };
        let Some(owner) = owner_of(lineage, &key, at_us) else {
            self.waiting.remove(&client);
            return;
        };
        let first_us = self.waited_for_since(owner, at_us, lineage).unwrap_or(asked_us);
        self.waiting.remove(&client);
        let others_wait = self.waited_for_since(owner, at_us, lineage).is_some();
        let cluster = self.clusters.or_default(owner.cluster);
        if served {
            let from_us = cluster.since_us.unwrap_or(first_us);
            cluster.longest = longer(cluster.longest, from_us, at_us);
            cluster.since_us = None;
        }
        cluster.since_us = others_wait.then(|| cluster.since_us.unwrap_or(at_us));
    }

    /// The clusters that somebody waits for.
    pub(super) fn waited_for<'a>(
        &'a self,
        lineage: &'a Lineage,
        at_us: u64,
    ) -> impl Iterator<Item = ClusterId> + 'a {
        self.waiting.values().filter_map(move |(key, _)| Some(owner_of(lineage, key, at_us)?.cluster))
    }

    /// The longest time that this cluster kept somebody waiting and answered nobody, one that has not ended among them.
    pub(super) fn longest(&self, cluster: ClusterId, now_us: u64, lineage: &Lineage) -> Gap {
        let served = self.clusters.get(&cluster).copied().unwrap_or_default();
        let Some(record) = lineage.get(cluster) else { return served.longest };
        let until_us = record.ended_us.unwrap_or(now_us).min(now_us);
        let open = served.since_us.or_else(|| self.waited_for_since(record, now_us, lineage));
        open.map_or(served.longest, |from_us| longer(served.longest, from_us, until_us))
    }

    /// Since when somebody waits for this cluster.
    fn waited_for_since(&self, owner: &ClusterRecord, at_us: u64, lineage: &Lineage) -> Option<u64> {
        let owns = |key: &str| owner_of(lineage, key, at_us).is_some_and(|it| it.cluster == owner.cluster);
        let waits = self.waiting.values().filter(|(key, _)| owns(key));
        waits.map(|&(_, asked_us)| asked_us.max(owner.born_us)).min()
    }
}

fn longer(gap: Gap, from_us: u64, until_us: u64) -> Gap {
    let us = until_us.saturating_sub(from_us);
    if us > gap.us { Gap { from_us, us } } else { gap }
}

/// Whose key it was then: the newest cluster that lived at the time and owned it.
pub(super) fn owner_of<'a>(lineage: &'a Lineage, key: &str, at_us: u64) -> Option<&'a ClusterRecord> {
    let records = lineage.iter().filter(|record| record.born_us <= at_us && record.ranges.contains(key));
    records.max_by_key(|record| (record.epoch, record.cluster))
}
