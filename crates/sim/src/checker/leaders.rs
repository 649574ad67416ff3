//! Election safety, leader append-only and leader completeness.

use recraft_protocol::table::Table;
use recraft_words::t;

use recraft_protocol::observation::Observation;
use recraft_protocol::types::{ClusterId, EpochTerm, NodeId};

use super::books::Books;
use super::findings::{Findings, Witness};
use super::{Property, Seen, Sight};

/// Who has led each cluster at each time.
#[derive(Clone, Debug, Default)]
pub(super) struct Leaders {
    of: Table<(ClusterId, EpochTerm), (NodeId, u64)>,
}

impl Leaders {
    /// A node became leader within a step, as the event `seq` shows.
    pub(super) fn check_election(
        &mut self,
        (node, seq): (NodeId, u64),
        cluster: Option<ClusterId>,
        at: EpochTerm,
        findings: &mut Findings,
    ) {
        let Some(cluster) = cluster else { return };
        let (leader, elected) = *self.of.or_insert_with((cluster, at), || (node, seq));
        let witnesses = [Witness::new(leader, elected), Witness::new(node, seq)];
        findings.expect(Property::ElectionSafety, leader == node, &witnesses, || {
            t!("{leader} and {node} both lead {cluster} at {at}", leader, node, cluster, at)
        });
    }

    /// A leader that goes on leading at the same time still has every entry it had.
    pub(super) fn check_append_only(&self, sight: &Sight<'_>, before: &Seen, findings: &mut Findings) {
        let goes_on = sight.leads && before.leads && sight.at == before.at && sight.cluster == before.cluster;
        if !goes_on {
            return;
        }
        let Sight { node, at, .. } = *sight;
        let holds = sight.log.holds(before.last) || before.last.index < sight.log.base().index;
        let witnesses = || [Witness::new(node, before.seq), Witness::new(node, sight.seq(|_| true))];
        findings.expect_by(Property::LeaderAppendOnly, holds, witnesses, || {
            t!(
                "{node}, leader at {at}, has lost its entry {last} (its last is {last_2})",
                node,
                at,
                last = before.last,
                last_2 = sight.log.last()
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
        let elected = |observation: &Observation| matches!(observation, Observation::BecameLeader { .. });
        let seq = sight.seq(elected);
        self.check_election((node, seq), Some(cluster), at, findings);
        if let Some((committed, by)) = books.last_committed_before(cluster, at) {
            let holds = sight.log.holds(committed) || committed.index <= sight.log.base().index;
            findings.expect(Property::LeaderCompleteness, holds, &[by, Witness::new(node, seq)], || {
                let by = by.name();
                t!("{by} had committed {committed} in {cluster}, but {node}, who leads at {at}, does not hold it", by, committed, cluster, node, at)
            });
        }
    }
}
