//! Time never goes back, and no node votes twice.
//!
//! Both are meant within a cluster and along the lineage: a spare that joins another cluster takes over that cluster's time, which may
//! lie before the one it had elsewhere; but if it comes back to a cluster, never one before that which it had reached there.

use std::collections::BTreeMap;

use recraft_protocol::types::{ClusterId, EpochTerm, NodeId};

use super::{Findings, Property, Seen, Sight};

/// The newest time of each node in each cluster, and its vote at that time.
#[derive(Clone, Debug, Default)]
pub(super) struct Votes {
    standing: BTreeMap<(NodeId, ClusterId), (EpochTerm, Option<NodeId>)>,
}

impl Votes {
    /// A node gave its vote within a step.
    pub(super) fn check_vote(
        &mut self,
        node: NodeId,
        cluster: Option<ClusterId>,
        at: EpochTerm,
        to: NodeId,
        findings: &mut Findings,
    ) {
        let Some(cluster) = cluster else { return };
        let (reached, vote) = self.standing.entry((node, cluster)).or_default();
        if at > *reached {
            (*reached, *vote) = (at, None);
        }
        if at < *reached {
            return; // Told by the check of the time.
        }
        let first = *vote.get_or_insert(to);
        findings.expect(Property::NoDoubleVote, first == to, &[node], || {
            format!("{node} voted for {first} and for {to} in {cluster} at {at}")
        });
    }

    /// A node's time and vote after a step.
    pub(super) fn check_state(&mut self, sight: &Sight<'_>, before: &Seen, findings: &mut Findings) {
        let Sight { node, at, .. } = *sight;
        if before.cluster == sight.cluster {
            findings.expect(Property::TimeNeverGoesBack, at >= before.at, &[node], || {
                format!("{node} went back from {} to {at}", before.at)
            });
        }
        let Some(cluster) = sight.cluster else { return };
        let reached = self.standing.entry((node, cluster)).or_default().0;
        findings.expect(Property::TimeNeverGoesBack, at >= reached, &[node], || {
            format!("{node} had reached {reached} in {cluster} and is at {at}")
        });
        if at > reached {
            self.standing.insert((node, cluster), (at, None));
        }
        if let Some(to) = sight.voted_for
            && (before.voted_for, before.at) != (sight.voted_for, at)
        {
            self.check_vote(node, Some(cluster), at, to, findings);
        }
    }
}
