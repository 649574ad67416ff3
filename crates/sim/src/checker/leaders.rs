//! Election safety, leader append-only and leader completeness.

use std::collections::BTreeMap;

use recraft_protocol::types::{ClusterId, EpochTerm, NodeId};

use super::books::Books;
use super::{Findings, Property, Seen, Sight};

/// Who has led each cluster at each time.
#[derive(Clone, Debug, Default)]
pub(super) struct Leaders {
    of: BTreeMap<(ClusterId, EpochTerm), NodeId>,
}

impl Leaders {
    /// A node became leader within a step.
    pub(super) fn check_election(
        &mut self,
        node: NodeId,
        cluster: Option<ClusterId>,
        at: EpochTerm,
        findings: &mut Findings,
    ) {
        let Some(cluster) = cluster else { return };
        let leader = *self.of.entry((cluster, at)).or_insert(node);
        findings.expect(Property::ElectionSafety, leader == node, &[leader, node], || {
            format!("{leader} and {node} both lead {cluster} at {at}")
        });
    }

    /// A leader that goes on leading at the same time still has every entry it had.
    pub(super) fn check_append_only(&self, sight: &Sight<'_>, before: &Seen, findings: &mut Findings) {
        let goes_on = sight.leads && before.leads && sight.at == before.at && sight.cluster == before.cluster;
        if !goes_on {
            return;
        }
        let Sight { node, at, .. } = *sight;
        findings.expect(Property::LeaderAppendOnly, sight.log.holds(before.last), &[node], || {
            format!(
                "{node}, leader at {at}, has lost its entry {} (its last is {})",
                before.last,
                sight.log.last()
            )
        });
    }

    /// A new leader holds what has been committed at an earlier time. (By log matching it then holds everything before that as well.)
    pub(super) fn check_state(
        &mut self,
        sight: &Sight<'_>,
        cluster: ClusterId,
        before: &Seen,
        books: &Books,
        findings: &mut Findings,
    ) {
        let goes_on = before.leads && sight.at == before.at && before.cluster == Some(cluster);
        if !sight.leads || goes_on {
            return;
        }
        let Sight { node, at, .. } = *sight;
        self.check_election(node, Some(cluster), at, findings);
        if let Some((committed, by)) = books.last_committed_before(cluster, at) {
            let holds = sight.log.holds(committed) || committed.index <= sight.log.base().index;
            findings.expect(Property::LeaderCompleteness, holds, &[by, node], || {
                format!("{by} had committed {committed} in {cluster}, but {node}, who leads at {at}, does not hold it")
            });
        }
    }
}
