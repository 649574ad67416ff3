//! Reasons: why a vote, entries or a request were refused, why a merge came to nothing. Each reads after a colon.

use recraft_protocol::config::AbortReason;
use recraft_protocol::io::Refusal;
use recraft_protocol::message::{AppendRefusal, VoteRefusal};
use recraft_protocol::types::{LogId, NodeId};

use super::lists::time;

/// Why a vote for `candidate` was refused.
#[must_use]
pub fn vote_refusal(reason: &VoteRefusal, candidate: NodeId) -> String {
    match reason {
        VoteRefusal::StaleTerm => format!("{candidate}'s term is over"),
        VoteRefusal::AlreadyVoted { voted_for } => format!("it has voted for {voted_for} in this term"),
        VoteRefusal::LogBehind { mine, theirs } => more_up_to_date(*mine, *theirs),
        VoteRefusal::LeaderAlive { leader: Some(leader) } => {
            format!("it has heard from {leader}, who leads, a moment ago")
        }
        VoteRefusal::LeaderAlive { leader: None } => "a leader was heard from a moment ago".to_owned(),
        VoteRefusal::LowerEpoch => format!("{candidate}'s epoch is over; {candidate} has to catch up first"),
        VoteRefusal::HigherEpoch { mine } => {
            format!("no vote across epochs; it is itself still in epoch {mine} and pulls what it missed")
        }
        VoteRefusal::Removed { by } => {
            format!("a committed configuration (entry {}) does not include {candidate} any more", by.index)
        }
    }
}

fn more_up_to_date(mine: LogId, theirs: LogId) -> String {
    if mine.at == theirs.at {
        format!("its own log is longer (index {} over {})", mine.index, theirs.index)
    } else if mine.at.epoch == theirs.at.epoch {
        format!("its own log is newer (last term {} over {})", mine.at.term, theirs.at.term)
    } else {
        format!("its own log is newer (last entry of {} over {})", time(mine.at), time(theirs.at))
    }
}

/// Why entries of `leader` were refused.
#[must_use]
pub fn append_refusal(reason: &AppendRefusal, leader: NodeId) -> String {
    match reason {
        AppendRefusal::StaleTerm => format!("{leader}'s term is over"),
        AppendRefusal::LowerEpoch => format!("{leader}'s epoch is over; {leader} has to catch up first"),
        AppendRefusal::HigherEpoch { mine } => {
            format!(
                "it is still in epoch {mine} and takes nothing across the boundary; it pulls what it missed"
            )
        }
        AppendRefusal::Mismatch { at, try_after } => {
            format!(
                "its log does not have {leader}'s entry {at}; {leader} should try again after {try_after}"
            )
        }
        AppendRefusal::MissingParts { held, of } => {
            format!("it holds {held} of the merge's {of} parts and acknowledges nothing before it holds all")
        }
        AppendRefusal::NeedsSnapshot => "it is new and needs a snapshot first".to_owned(),
    }
}

/// Why a request to change the cluster was refused, with the precondition (P1, P2', P3) that it breaks, and what helps.
#[must_use]
pub fn refusal(reason: &Refusal) -> String {
    match reason {
        Refusal::NotLeader { leader: Some(leader) } => format!("it does not lead; ask {leader}"),
        Refusal::NotLeader { leader: None } => {
            "it does not lead, and knows of no leader; wait for an election".to_owned()
        }
        Refusal::UncommittedConfiguration { index } => {
            format!("P1: the configuration in entry {index} is not committed yet; wait until it is")
        }
        Refusal::ReconfigurationInProgress => {
            "P1: another change of several steps is under way; wait until it is done".to_owned()
        }
        Refusal::MergeInProgress { txid } => {
            format!("P1: the merge {txid} is under way; wait until it is done, or cancel it")
        }
        Refusal::NothingCommittedInTerm => {
            "P3: the leader has committed nothing in its term yet; ask again in a moment".to_owned()
        }
        Refusal::TooManyRemoved { removed, quorum } => format!(
            "P2': with {removed} removed at once an old quorum of {quorum} and a new one need not meet; remove at most {} at a time",
            quorum.saturating_sub(1)
        ),
        Refusal::NobodyHeardFrom(cluster) => format!(
            "the leader has heard from no member of {cluster} in its term, so {cluster} might have nobody to begin with; restart or reconnect one"
        ),
        Refusal::NoChange => "nothing would change".to_owned(),
        Refusal::AlreadyMember(node) => format!("{node} is a member already"),
        Refusal::NotMember(node) => format!("{node} is not a member"),
        Refusal::NoMembersLeft => "no member would be left".to_owned(),
        Refusal::TooFewSubClusters => "a split needs at least two parts".to_owned(),
        Refusal::EmptySubCluster(cluster) => format!("{cluster} would have no members or no keys"),
        Refusal::InTwoSubClusters(node) => format!("{node} is in two parts; it can belong to one only"),
        Refusal::InNoSubCluster(node) => format!("{node} is in no part; give it to one"),
        Refusal::RangesDoNotPartition => {
            "the parts' key ranges must cover the cluster's keys, each key once".to_owned()
        }
        Refusal::BadParticipants => "a merge needs at least one other cluster, each named once".to_owned(),
        Refusal::RangesOverlap(cluster) => format!("{cluster}'s keys overlap another's"),
        Refusal::WrongCluster { actual: Some(actual) } => format!("it is in {actual} by now"),
        Refusal::WrongCluster { actual: None } => "it is in no cluster".to_owned(),
        Refusal::WrongEpoch { actual } => {
            format!("the cluster is in epoch {actual} by now; ask for the merge anew")
        }
        Refusal::TransactionOver(txid) => format!("{txid} is decided already"),
        Refusal::UnknownTransaction(txid) => format!("it knows of no {txid}"),
        Refusal::SwitchedOff => "this extension is switched off; switch it on first".to_owned(),
        Refusal::TransferInProgress { to } => {
            format!("it is handing its leadership to {to}; wait until that is done")
        }
        Refusal::HasLearners(learners) => {
            format!(
                "{learners} would be in no new cluster: learners do not count; remove them or make them members"
            )
        }
        Refusal::NotLearner(node) => format!("{node} is not a learner"),
    }
}

/// Why a merge was aborted.
#[must_use]
pub fn abort_reason(reason: &AbortReason) -> String {
    match reason {
        AbortReason::VotedNo(cluster) => format!("{cluster} voted no"),
        AbortReason::Cancelled => "it was cancelled before it was decided".to_owned(),
        AbortReason::UnknownMember(node) => format!("{node} is a member of none of the clusters"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use recraft_protocol::types::EpochTerm;

    #[test]
    fn a_refused_vote_says_whose_log_is_better_and_by_how_much() {
        let id = |term, index| LogId { at: EpochTerm::new(0, term), index };
        let refusal = |mine, theirs| vote_refusal(&VoteRefusal::LogBehind { mine, theirs }, NodeId(4));
        assert_eq!(refusal(id(2, 7), id(2, 5)), "its own log is longer (index 7 over 5)");
        assert_eq!(refusal(id(3, 4), id(2, 9)), "its own log is newer (last term 3 over 2)");
    }

    #[test]
    fn a_refused_removal_names_the_rule_and_what_would_do() {
        let text = refusal(&Refusal::TooManyRemoved { removed: 3, quorum: 3 });
        assert!(text.starts_with("P2'") && text.ends_with("remove at most 2 at a time"), "{text}");
    }
}
