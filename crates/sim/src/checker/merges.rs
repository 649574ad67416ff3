//! Two-phase agreement: all participants of a merge end it the same way.
//!
//! What a node believes of a transaction shows in two places: in the configuration entry that ends it, once that has committed there, and
//! among the outcomes in its replicated state, which the children of a cluster inherit. Whoever is seen first with an outcome sets
//! what all others must say.

use recraft_protocol::table::Table;
use recraft_words::t;
use std::sync::Arc;

use recraft_protocol::config::{ConfigEntry, MergeDecision, Outcome};
use recraft_protocol::types::{ClusterId, TxId};

use super::findings::{Findings, Witness};
use super::{Property, Seen, Sight};

/// How a merge was first seen to end.
#[derive(Clone, Debug)]
struct Ending {
    /// `None` when it was aborted.
    decision: Option<Arc<MergeDecision>>,
    by: Witness,
}

/// How each merge was seen to end.
#[derive(Clone, Debug, Default)]
pub(super) struct Merges {
    of: Table<TxId, Ending>,
}

impl Merges {
    /// A configuration entry has committed on a node: if it ends a merge, all must have seen it end so.
    pub(super) fn check_committed(
        &mut self,
        witness: Witness,
        cluster: Option<ClusterId>,
        entry: &ConfigEntry,
        findings: &mut Findings,
    ) {
        let (txid, decision) = match entry {
            ConfigEntry::MergeNew(decision) => (decision.txid, Some(decision)),
            ConfigEntry::MergeAbort { txid, .. } => (*txid, None),
            _ => return,
        };
        self.check(witness, cluster, txid, decision, findings);
    }

    /// The outcomes in a node's state, when there are more or fewer than before.
    pub(super) fn check_state(&mut self, sight: &Sight<'_>, before: &Seen, findings: &mut Findings) {
        if sight.outcomes.len() == before.outcomes {
            return;
        }
        let witness = Witness::new(sight.node, sight.seq(|_| true));
        for (&txid, outcome) in sight.outcomes.iter() {
            let decision = match outcome {
                Outcome::Committed(decision) => Some(decision),
                Outcome::Aborted(_) => None,
            };
            self.check(witness, sight.cluster, txid, decision, findings);
        }
    }

    fn check(
        &mut self,
        witness: Witness,
        cluster: Option<ClusterId>,
        txid: TxId,
        decision: Option<&Arc<MergeDecision>>,
        findings: &mut Findings,
    ) {
        let first = self.of.or_insert_with(txid, || Ending { decision: decision.cloned(), by: witness });
        let same = first.decision.as_ref() == decision;
        findings.expect(Property::TwoPhaseAgreement, same, &[first.by, witness], || {
            let one = first.by.name();
            let other = match cluster {
                Some(cluster) => t!("{node} in {cluster}", node = witness.name(), cluster),
                None => witness.name().to_string(),
            };
            match (&first.decision, decision) {
                (Some(_), Some(_)) => {
                    t!("{txid} was decided one way for {one} and another for {other}", txid, one, other)
                }
                (Some(_), None) => {
                    t!("{txid} was committed for {one} and aborted for {other}", txid, one, other)
                }
                _ => t!("{txid} was aborted for {one} and committed for {other}", txid, one, other),
            }
        });
    }
}
