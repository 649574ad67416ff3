//! Range ownership: for each key at most one cluster can commit a write at a time, and no key is lost.
//!
//! What is checked, precisely:
//! - a cluster commits its first entry only when every cluster it came from has ended, that is, when a boundary beyond which nothing
//!   commits there (which boundary agreement checks) is known to be committed; so a key never has an old and a new owner who can
//!   both commit;
//! - clusters that have not ended own disjoint ranges, except that a merged cluster may overlap with those of its parents that have
//!   yet to end;
//! - together the clusters that have not ended own all that the first clusters owned;
//! - the state of a node is responsible for exactly its cluster's keys.

use recraft_protocol::keys::KeyRanges;
use recraft_protocol::log::Entry;
use recraft_protocol::types::ClusterId;
use recraft_words::t;

use super::findings::{Findings, Witness};
use super::{Property, Seen, Sight};
use crate::lineage::{ClusterRecord, Lineage};
use crate::view::ranges_in_words;

const OWNERSHIP: Property = Property::RangeOwnership;

/// What has been looked at already.
#[derive(Clone, Debug, Default)]
pub(super) struct Ownership {
    clusters: usize,
    ended: usize,
}

impl Ownership {
    /// An entry has committed in `cluster` for the first time.
    pub(super) fn check_commit(
        &self,
        witness: Witness,
        cluster: ClusterId,
        entry: &Entry,
        lineage: &Lineage,
        findings: &mut Findings,
    ) {
        let Some(record) = lineage.get(cluster) else { return };
        let alive = record.parents.iter().find(|&&parent| !lineage.has_ended(parent));
        findings.expect(OWNERSHIP, alive.is_none(), &[witness], || {
            let node = witness.name();
            let parent = alive.map(ToString::to_string).unwrap_or_default();
            t!(
                "{node} has {id} committed in {cluster}, while {parent}, which it comes from, goes on",
                node,
                id = entry.id,
                cluster,
                parent
            )
        });
    }

    /// After a boundary was crossed: who owns what now.
    pub(super) fn check_lineage(&mut self, witness: Witness, lineage: &Lineage, findings: &mut Findings) {
        let clusters = lineage.iter().count();
        let ended = clusters - lineage.live().count();
        if (clusters, ended) == (self.clusters, self.ended) {
            return;
        }
        (self.clusters, self.ended) = (clusters, ended);
        let live: Vec<&ClusterRecord> = lineage.live().collect();
        for (place, one) in live.iter().enumerate() {
            for other in &live[..place] {
                let related = one.parents.contains(&other.cluster) || other.parents.contains(&one.cluster);
                findings.expect(
                    OWNERSHIP,
                    related || !one.ranges.overlaps(&other.ranges),
                    &[witness],
                    || {
                        t!(
                            "{cluster} ({ranges}) and {cluster_2} ({ranges_2}) overlap",
                            cluster = one.cluster,
                            ranges = ranges_in_words(&one.ranges),
                            cluster_2 = other.cluster,
                            ranges_2 = ranges_in_words(&other.ranges)
                        )
                    },
                );
            }
        }
        let united = |records: &mut dyn Iterator<Item = &ClusterRecord>| {
            records.fold(KeyRanges::default(), |all, record| all.union(&record.ranges))
        };
        let first = united(&mut lineage.iter().filter(|record| record.parents.is_empty()));
        let now = united(&mut lineage.live());
        findings.expect(OWNERSHIP, first == now, &[witness], || {
            t!("the clusters own {now} together, but {first} at the start", now, first)
        });
    }

    /// A node that is new in its cluster or has committed something is responsible for its cluster's keys.
    pub(super) fn check_state(
        &self,
        sight: &Sight<'_>,
        cluster: ClusterId,
        before: &Seen,
        lineage: &Lineage,
        findings: &mut Findings,
    ) {
        if before.cluster == Some(cluster) && before.commit == sight.commit {
            return;
        }
        let Some(record) = lineage.get(cluster) else { return };
        let witness = || [Witness::new(sight.node, sight.seq(|_| true))];
        findings.expect_by(OWNERSHIP, *sight.ranges == record.ranges, witness, || {
            t!(
                "{node} of {cluster} is responsible for {ranges}, its cluster for {ranges_2}",
                node = sight.node,
                cluster,
                ranges = ranges_in_words(sight.ranges),
                ranges_2 = ranges_in_words(&record.ranges)
            )
        });
    }
}
