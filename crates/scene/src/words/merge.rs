//! Merges: votes, the decision, the exchange of states.

use recraft_protocol::config::Outcome;
use recraft_protocol::observation::Observation;
use recraft_protocol::types::NodeId;
use recraft_words::t;

use super::lists::nodes;
use super::refusals::{abort_reason, refusal};
use super::{Kind, Sentence};

/// What to say about an observation of this group.
pub(super) fn sentence(node: NodeId, observation: &Observation) -> Sentence {
    use Observation as O;
    match observation {
        O::MergeVoteRefused { txid, coordinator, reason } => Sentence::major(
            Kind::Merge,
            nodes([node, *coordinator]),
            t!("{node} votes no on {txid}: {reason}", node, txid, reason = refusal(reason)),
        ),
        O::MergeVotedYes { txid, coordinator } => Sentence::major(
            Kind::Merge,
            nodes([node, *coordinator]),
            t!(
                "{node} votes yes on {txid}: C_TX is committed in its cluster, which is prepared from now on",
                node,
                txid
            ),
        ),
        O::MergeVoteReceived { txid, cluster, yes } => {
            let text = if *yes {
                t!("{node} has the vote of {cluster} on {txid}: yes", node, cluster, txid)
            } else {
                t!("{node} has the vote of {cluster} on {txid}: no", node, cluster, txid)
            };
            Sentence::minor(Kind::Merge, nodes([node]), text).of(*cluster)
        }
        O::MergeDecided { txid, outcome } => decided(node, &txid.to_string(), outcome),
        O::OutcomeHeard { txid, from, aborted } => {
            let text = match aborted {
                None => t!("{node} hears from {from} that {txid} is committed", node, from, txid),
                Some(reason) => {
                    t!(
                        "{node} hears from {from} that {txid} is aborted: {reason}",
                        node,
                        from,
                        txid,
                        reason = abort_reason(reason)
                    )
                }
            };
            Sentence::minor(Kind::Merge, nodes([node, *from]), text)
        }
        O::Sealed { cluster, last } => Sentence::minor(
            Kind::Merge,
            nodes([node]),
            t!(
                "{node} seals the state of {cluster} at entry {index}: nothing is added to it any more, and the merged cluster has a log of its own that begins with it",
                node,
                cluster,
                index = last.index
            ),
        )
        .of(*cluster),
        O::PartReceived { cluster, held, of } => Sentence::minor(
            Kind::Merge,
            nodes([node]),
            t!("{node} has the state of {cluster}: {held} of {of} parts", node, cluster, held, of),
        ),
        O::MergeCompleted { cluster } => Sentence::minor(
            Kind::Merge,
            nodes([node]),
            t!(
                "{node} holds every part: it may stand for election and acknowledge entries in {cluster}",
                node,
                cluster
            ),
        )
        .of(*cluster),
        _ => unreachable!("not an observation of this group"),
    }
}

fn decided(node: NodeId, txid: &str, outcome: &Outcome) -> Sentence {
    let text = match outcome {
        Outcome::Committed(decision) => {
            t!(
                "{node} decides {txid}: all voted yes, so they merge into {into} in epoch {epoch}",
                node,
                txid,
                into = decision.into,
                epoch = decision.epoch
            )
        }
        Outcome::Aborted(reason) => {
            t!("{node} decides {txid}: no merge, because {reason}", node, txid, reason = abort_reason(reason))
        }
    };
    Sentence::major(Kind::Merge, nodes([node]), text)
}
