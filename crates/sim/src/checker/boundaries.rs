//! Boundary agreement: whoever leaves a cluster across the end of its epoch leaves it at the same index by the same entry, and goes
//! where that entry sends it; and nothing commits in a cluster beyond its boundary.

use recraft_protocol::table::Table;
use recraft_words::t;
use std::sync::Arc;

use recraft_protocol::config::ConfigEntry;
use recraft_protocol::log::Entry;
use recraft_protocol::types::{ClusterId, EpochTerm, LogId, NodeId};

use super::findings::{Findings, Witness};
use super::{Property, Seen};

const AGREEMENT: Property = Property::BoundaryAgreement;

/// A node's way across a boundary.
pub(super) struct Crossing {
    pub(super) node: NodeId,
    pub(super) left: ClusterId,
    pub(super) entered: Option<ClusterId>,
    pub(super) at: EpochTerm,
    pub(super) boundary: LogId,
    /// The event that shows it.
    pub(super) seq: u64,
}

/// Where a cluster was first left.
#[derive(Clone, Debug)]
struct Boundary {
    id: LogId,
    by: Witness,
}

/// The boundaries of all clusters.
#[derive(Clone, Debug, Default)]
pub(super) struct Boundaries {
    of: Table<ClusterId, Boundary>,
}

impl Boundaries {
    pub(super) fn check_crossing(
        &mut self,
        crossing: &Crossing,
        entry: Option<&Arc<Entry>>,
        before: &Seen,
        findings: &mut Findings,
    ) {
        let Crossing { node, left, entered, at, boundary, seq } = *crossing;
        let witness = Witness::new(node, seq);
        let first = self.of.or_insert_with(left, || Boundary { id: boundary, by: witness }).clone();
        findings.expect(AGREEMENT, first.id == boundary, &[first.by, witness], || {
            t!(
                "{name} left {left} at {id}, but {node} at {boundary}",
                name = first.by.name(),
                left,
                id = first.id,
                node,
                boundary
            )
        });
        findings.expect(
            Property::TimeNeverGoesBack,
            at > before.at,
            &[Witness::new(node, before.seq), witness],
            || {
                t!(
                    "{node} went from {at} to {at_2} across the end of {left}",
                    node,
                    at = before.at,
                    at_2 = at,
                    left
                )
            },
        );
        let to = match entry.and_then(|entry| entry.config()) {
            Some(ConfigEntry::SplitNew(plan)) => plan.sub_of(node).map(|sub| sub.cluster),
            Some(ConfigEntry::MergeNew(merge)) => merge.members.contains(node).then_some(merge.into),
            _ => return,
        };
        findings.expect(AGREEMENT, entered == to, &[witness], || {
            let name = |cluster: Option<ClusterId>| {
                cluster.map_or(t!("no cluster").into(), |cluster| cluster.to_string())
            };
            t!(
                "{boundary} of {left} sends {node} to {to}, but it went to {entered}",
                boundary,
                left,
                node,
                to = name(to),
                entered = name(entered)
            )
        });
    }

    /// Somebody outside has ended `cluster` with `id`; nothing can have committed beyond.
    pub(super) fn close(&mut self, cluster: ClusterId, id: LogId, by: Witness, findings: &mut Findings) {
        let first = self.of.or_insert_with(cluster, || Boundary { id, by });
        findings.expect(AGREEMENT, first.id == id, &[first.by, by], || {
            t!(
                "{cluster} has ended with {id}, but was ended from outside with {id_2}",
                cluster,
                id = first.id,
                id_2 = id
            )
        });
    }

    /// An entry has committed in `cluster` for the first time.
    pub(super) fn check_commit(
        &self,
        witness: Witness,
        cluster: ClusterId,
        entry: &Entry,
        findings: &mut Findings,
    ) {
        let Some(boundary) = self.of.get(&cluster) else { return };
        findings.expect(AGREEMENT, entry.id.index <= boundary.id.index, &[boundary.by, witness], || {
            let node = witness.name();
            t!(
                "{node} has {id} committed in {cluster}, which ended with {id_2}",
                node,
                id = entry.id,
                cluster,
                id_2 = boundary.id
            )
        });
    }
}
