//! What the checks of a scenario say, in words.

use recraft_protocol::types::NodeId;
use recraft_sim::setup::SetupError;
use recraft_sim::stage::{STAGED_ENTRIES_MAX, StageFault};

/// Why a run cannot begin so.
#[must_use]
pub fn setup_error(error: &SetupError) -> String {
    match error {
        SetupError::NoNodes => "there are no nodes; say for instance `nodes 5`".into(),
        SetupError::TooManyNodes { limit } => format!("there can be at most {limit} nodes"),
        SetupError::NamedTwice(node) => format!("{node} is named twice; a node is in one cluster, or spare"),
        SetupError::ClusterNamedTwice(cluster) => format!("there are two clusters {cluster}"),
        SetupError::EmptyCluster(cluster) => format!("{cluster} has no members or no keys"),
        SetupError::RangesOverlap(one, other) => {
            format!(
                "{one} and {other} own the same keys; say for instance `with keys up to m` and `with keys from m`"
            )
        }
        SetupError::BadTiming(what) => {
            format!("the {what} must be more than 0, at most an hour, and its least not more than its most")
        }
        SetupError::Stage { node, fault } => stage_fault(*node, fault),
    }
}

fn stage_fault(node: NodeId, fault: &StageFault) -> String {
    match fault {
        StageFault::NotMember => format!("{node} is a member of no cluster, so it has no log"),
        StageFault::VoteForStranger(vote) => {
            format!("{node} cannot have voted for {vote}, who is not in its cluster")
        }
        StageFault::LogTooLong => format!("{node}'s log has more than {STAGED_ENTRIES_MAX} entries"),
        StageFault::TermFalls(1) => format!("{node}'s log: the first term is 1, not 0"),
        StageFault::TermFalls(index) => {
            format!("{node}'s log: entry {index} has a lower term than the one before it")
        }
        StageFault::TermBehindLog(term) => {
            format!("{node} must have reached term {term}: its log has an entry of that term")
        }
        StageFault::CommitBeyondLog(index) => {
            format!("{node} cannot know entry {index} to be committed: its log is shorter")
        }
        StageFault::LogsDiverge { other, at } => format!(
            "the logs of {node} and {other} cannot differ at entry {at}, since a later entry of both has the same index and term"
        ),
        StageFault::CommittedDiffer { other, at } => {
            format!("{node} and {other} know different entries {at} to be committed")
        }
    }
}
