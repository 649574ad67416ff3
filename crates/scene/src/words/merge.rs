//! Merges: votes, the decision, the exchange of states.

use recraft_protocol::config::Outcome;
use recraft_protocol::observation::Observation;
use recraft_protocol::types::NodeId;

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
            format!("{node} votes no on {txid}: {}", refusal(reason)),
        ),
        O::MergeVotedYes { txid, coordinator } => Sentence::major(
            Kind::Merge,
            nodes([node, *coordinator]),
            format!(
                "{node} votes yes on {txid}: C_TX is committed in its cluster, which is prepared from now on"
            ),
        ),
        O::MergeVoteReceived { txid, cluster, yes } => {
            let answer = if *yes { "yes" } else { "no" };
            let text = format!("{node} has the vote of {cluster} on {txid}: {answer}");
            Sentence::minor(Kind::Merge, nodes([node]), text).of(*cluster)
        }
        O::MergeDecided { txid, outcome } => decided(node, &txid.to_string(), outcome),
        O::OutcomeHeard { txid, from, aborted } => {
            let text = match aborted {
                None => format!("{node} hears from {from} that {txid} is committed"),
                Some(reason) => {
                    format!("{node} hears from {from} that {txid} is aborted: {}", abort_reason(reason))
                }
            };
            Sentence::minor(Kind::Merge, nodes([node, *from]), text)
        }
        O::Sealed { cluster, last } => Sentence::minor(
            Kind::Merge,
            nodes([node]),
            format!(
                "{node} seals the state of {cluster} at entry {}: nothing can be added any more",
                last.index
            ),
        )
        .of(*cluster),
        O::PartReceived { cluster, held, of } => Sentence::minor(
            Kind::Merge,
            nodes([node]),
            format!("{node} has the state of {cluster}: {held} of {of} parts"),
        ),
        O::MergeCompleted { cluster } => Sentence::minor(
            Kind::Merge,
            nodes([node]),
            format!(
                "{node} holds every part: it may stand for election and acknowledge entries in {cluster}"
            ),
        )
        .of(*cluster),
        _ => unreachable!("not an observation of this group"),
    }
}

fn decided(node: NodeId, txid: &str, outcome: &Outcome) -> Sentence {
    let text = match outcome {
        Outcome::Committed(decision) => {
            format!(
                "{node} decides {txid}: all voted yes, so they merge into {} in epoch {}",
                decision.into, decision.epoch
            )
        }
        Outcome::Aborted(reason) => {
            format!("{node} decides {txid}: no merge, because {}", abort_reason(reason))
        }
    };
    Sentence::major(Kind::Merge, nodes([node]), text)
}
