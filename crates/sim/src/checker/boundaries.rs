//! Boundary agreement: whoever leaves a cluster across the end of its epoch leaves it at the same index by the same entry, and goes
//! where that entry sends it; nothing commits in a cluster beyond its boundary; and all participants of a merge leave by the same
//! decision, none leaving while another aborts.

use std::collections::BTreeMap;
use std::sync::Arc;

use recraft_protocol::config::{ConfigEntry, MergeDecision};
use recraft_protocol::log::Entry;
use recraft_protocol::types::{ClusterId, EpochTerm, LogId, NodeId, TxId};

use super::{Findings, Property, Seen};

const AGREEMENT: Property = Property::BoundaryAgreement;

/// A node's way across a boundary.
pub(super) struct Crossing {
    pub(super) node: NodeId,
    pub(super) left: ClusterId,
    pub(super) entered: Option<ClusterId>,
    pub(super) at: EpochTerm,
    pub(super) boundary: LogId,
}

/// Where a cluster was first left.
#[derive(Clone, Debug)]
struct Boundary {
    id: LogId,
    by: NodeId,
}

/// How a merge was first seen to end.
#[derive(Clone, Debug)]
struct Ending {
    /// `None` when it was aborted.
    decision: Option<Arc<MergeDecision>>,
    by: NodeId,
}

/// The boundaries of all clusters.
#[derive(Clone, Debug, Default)]
pub(super) struct Boundaries {
    of: BTreeMap<ClusterId, Boundary>,
    merges: BTreeMap<TxId, Ending>,
}

impl Boundaries {
    pub(super) fn check_crossing(
        &mut self,
        crossing: &Crossing,
        entry: Option<&Arc<Entry>>,
        before: &Seen,
        findings: &mut Findings,
    ) {
        let Crossing { node, left, entered, at, boundary } = *crossing;
        let first = self.of.entry(left).or_insert(Boundary { id: boundary, by: node }).clone();
        findings.expect(AGREEMENT, first.id == boundary, &[first.by, node], || {
            format!("{} left {left} at {}, but {node} at {boundary}", first.by, first.id)
        });
        findings.expect(Property::TimeNeverGoesBack, at > before.at, &[node], || {
            format!("{node} went from {} to {at} across the end of {left}", before.at)
        });
        let to = match entry.and_then(|entry| entry.config()) {
            Some(ConfigEntry::SplitNew(plan)) => plan.sub_of(node).map(|sub| sub.cluster),
            Some(ConfigEntry::MergeNew(merge)) => merge.members.contains(node).then_some(merge.into),
            _ => return,
        };
        findings.expect(AGREEMENT, entered == to, &[node], || {
            let name = |cluster: Option<ClusterId>| {
                cluster.map_or("no cluster".into(), |cluster| cluster.to_string())
            };
            format!("{boundary} of {left} sends {node} to {}, but it went to {}", name(to), name(entered))
        });
    }

    /// An entry has committed in `cluster` for the first time.
    pub(super) fn check_commit(
        &self,
        node: NodeId,
        cluster: ClusterId,
        entry: &Entry,
        findings: &mut Findings,
    ) {
        let Some(boundary) = self.of.get(&cluster) else { return };
        findings.expect(AGREEMENT, entry.id.index <= boundary.id.index, &[boundary.by, node], || {
            format!("{node} has {} committed in {cluster}, which ended with {}", entry.id, boundary.id)
        });
    }

    /// A configuration entry has committed on `node`: if it ends a merge, all must have seen it end so.
    pub(super) fn check_outcome(
        &mut self,
        node: NodeId,
        cluster: Option<ClusterId>,
        entry: &ConfigEntry,
        findings: &mut Findings,
    ) {
        let (txid, decision) = match entry {
            ConfigEntry::MergeNew(decision) => (decision.txid, Some(decision.clone())),
            ConfigEntry::MergeAbort { txid, .. } => (*txid, None),
            _ => return,
        };
        let first =
            self.merges.entry(txid).or_insert_with(|| Ending { decision: decision.clone(), by: node });
        findings.expect(AGREEMENT, first.decision == decision, &[first.by, node], || {
            let how = |decision: &Option<_>| if decision.is_some() { "committed" } else { "aborted" };
            let place = cluster.map(|cluster| format!(" in {cluster}")).unwrap_or_default();
            format!(
                "{txid} was {} for {} and {}{place} for {node}",
                how(&first.decision),
                first.by,
                how(&decision)
            )
        });
    }
}
