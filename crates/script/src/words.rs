//! What the checks of a scenario say, in words.

use recraft_protocol::types::NodeId;
use recraft_sim::setup::SetupError;
use recraft_sim::stage::{STAGED_ENTRIES_MAX, StageFault};
use recraft_words::t;

/// Why a run cannot begin so.
#[must_use]
pub fn setup_error(error: &SetupError) -> String {
    match error {
        SetupError::NoNodes => t!("there are no nodes; say for instance `nodes 5`").into(),
        SetupError::TooManyNodes { limit } => t!("there can be at most {limit} nodes", limit),
        SetupError::NamedTwice(node) => t!("{node} is named twice; a node is in one cluster, or spare", node),
        SetupError::ClusterNamedTwice(cluster) => t!("there are two clusters {cluster}", cluster),
        SetupError::EmptyCluster(cluster) => t!("{cluster} has no members or no keys", cluster),
        SetupError::RangesOverlap(one, other) => {
            t!(
                "{one} and {other} own the same keys; say for instance `with keys up to m` and `with keys from m`",
                one,
                other
            )
        }
        SetupError::BadTiming(what) => {
            t!("the {what} must be more than 0, at most an hour, and its least not more than its most", what)
        }
        SetupError::Stage { node, fault } => stage_fault(*node, fault),
    }
}

fn stage_fault(node: NodeId, fault: &StageFault) -> String {
    match fault {
        StageFault::NotMember => t!("{node} is a member of no cluster, so it has no log", node),
        StageFault::VoteForStranger(vote) => {
            t!("{node} cannot have voted for {vote}, who is not in its cluster", node, vote)
        }
        StageFault::LogTooLong => {
            t!("{node}'s log has more than {limit} entries", node, limit = STAGED_ENTRIES_MAX)
        }
        StageFault::TermFalls(1) => t!("{node}'s log: the first term is 1, not 0", node),
        StageFault::TermFalls(index) => {
            t!("{node}'s log: entry {index} has a lower term than the one before it", node, index)
        }
        StageFault::TermBehindLog(term) => {
            t!("{node} must have reached term {term}: its log has an entry of that term", node, term)
        }
        StageFault::CommitBeyondLog(index) => {
            t!("{node} cannot know entry {index} to be committed: its log is shorter", node, index)
        }
        StageFault::LogsDiverge { other, at } => t!(
            "the logs of {node} and {other} cannot differ at entry {at}, since a later entry of both has the same index and term",
            node,
            other,
            at
        ),
        StageFault::CommittedDiffer { other, at } => {
            t!("{node} and {other} know different entries {at} to be committed", node, other, at)
        }
    }
}
