//! Time never goes back, and no node votes twice.
//!
//! Both are meant within a cluster and along the lineage: a spare that joins another cluster takes over that cluster's time, which may
//! lie before the one it had elsewhere; but if it comes back to a cluster, never one before that which it had reached there.

use recraft_protocol::observation::Observation;
use recraft_protocol::table::Table;
use recraft_protocol::types::{ClusterId, EpochTerm, NodeId};
use recraft_words::t;

use super::findings::{Findings, Witness};
use super::{Property, Seen, Sight};

/// How far a node has come in a cluster, and its vote there.
#[derive(Clone, Copy, Debug, Default)]
struct Standing {
    at: EpochTerm,
    /// The event in which it was first seen there.
    since: u64,
    /// Whom it voted for at that time, and the event that shows it.
    vote: Option<(NodeId, u64)>,
}

/// The newest time of each node in each cluster, and its vote at that time.
#[derive(Clone, Debug, Default)]
pub(super) struct Votes {
    standing: Table<(NodeId, ClusterId), Standing>,
}

impl Votes {
    /// A node gave its vote within a step, as the event `seq` shows.
    pub(super) fn check_vote(
        &mut self,
        (node, seq): (NodeId, u64),
        cluster: Option<ClusterId>,
        at: EpochTerm,
        to: NodeId,
        findings: &mut Findings,
    ) {
        let Some(cluster) = cluster else { return };
        let standing = self.standing.or_insert_with((node, cluster), Standing::default);
        if at > standing.at {
            *standing = Standing { at, since: seq, vote: None };
        }
        if at < standing.at {
            return; // Told by the check of the time.
        }
        let (first, shown) = *standing.vote.get_or_insert((to, seq));
        let witnesses = [Witness::new(node, shown), Witness::new(node, seq)];
        findings.expect(Property::NoDoubleVote, first == to, &witnesses, || {
            t!("{node} voted for {first} and for {to} in {cluster} at {at}", node, first, to, cluster, at)
        });
    }

    /// A node's time and vote after a step.
    pub(super) fn check_state(&mut self, sight: &Sight<'_>, before: &Seen, findings: &mut Findings) {
        let Sight { node, at, .. } = *sight;
        let seq = || sight.seq(|_| true);
        if before.cluster == sight.cluster {
            let witnesses = || [Witness::new(node, before.seq), Witness::new(node, seq())];
            findings.expect_by(Property::TimeNeverGoesBack, at >= before.at, witnesses, || {
                t!("{node} went back from {at} to {at_2}", node, at = before.at, at_2 = at)
            });
        }
        let Some(cluster) = sight.cluster else { return };
        let standing = self.standing.or_insert_with((node, cluster), Standing::default);
        let reached = *standing;
        if at > standing.at {
            *standing = Standing { at, since: seq(), vote: None };
        }
        let witnesses = || [Witness::new(node, reached.since), Witness::new(node, seq())];
        findings.expect_by(Property::TimeNeverGoesBack, at >= reached.at, witnesses, || {
            t!(
                "{node} had reached {at} in {cluster} and is at {at_2}",
                node,
                at = reached.at,
                cluster,
                at_2 = at
            )
        });
        if let Some(to) = sight.voted_for
            && (before.voted_for, before.at) != (sight.voted_for, at)
        {
            let voted = |observation: &Observation| {
                matches!(observation, Observation::VoteGranted { .. } | Observation::StoodForElection { .. })
            };
            self.check_vote((node, sight.seq(voted)), Some(cluster), at, to, findings);
        }
    }
}
