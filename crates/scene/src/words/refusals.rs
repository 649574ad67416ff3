//! Reasons: why a vote, entries or a request were refused, why a merge came to nothing. Each reads after a colon.

use recraft_protocol::config::AbortReason;
use recraft_protocol::io::Refusal;
use recraft_protocol::message::{AppendRefusal, VoteRefusal};
use recraft_protocol::types::{LogId, NodeId};
use recraft_words::t;

use super::lists::time;

/// Why a vote for `candidate` was refused.
#[must_use]
pub fn vote_refusal(reason: &VoteRefusal, candidate: NodeId) -> String {
    match reason {
        VoteRefusal::StaleTerm => t!("{candidate}'s term is over", candidate),
        VoteRefusal::AlreadyVoted { voted_for } => t!("it has voted for {voted_for} in this term", voted_for),
        VoteRefusal::LogBehind { mine, theirs } => more_up_to_date(*mine, *theirs),
        VoteRefusal::LeaderAlive { leader: Some(leader) } => {
            t!("it has heard from {leader}, who leads, a moment ago", leader)
        }
        VoteRefusal::LeaderAlive { leader: None } => t!("a leader was heard from a moment ago").to_owned(),
        VoteRefusal::LowerEpoch => {
            t!("{candidate}'s epoch is over; {candidate} has to catch up first", candidate)
        }
        VoteRefusal::HigherEpoch { mine } => {
            t!("no vote across epochs; it is itself still in epoch {mine} and pulls what it missed", mine)
        }
        VoteRefusal::Removed { by } => {
            t!(
                "a committed configuration (entry {index}) does not include {candidate} any more",
                index = by.index,
                candidate
            )
        }
    }
}

fn more_up_to_date(mine: LogId, theirs: LogId) -> String {
    if mine.at == theirs.at {
        t!("its own log is longer (index {mine} over {theirs})", mine = mine.index, theirs = theirs.index)
    } else if mine.at.epoch == theirs.at.epoch {
        t!(
            "its own log is newer (last term {mine} over {theirs})",
            mine = mine.at.term,
            theirs = theirs.at.term
        )
    } else {
        t!(
            "its own log is newer (last entry of {mine} over {theirs})",
            mine = time(mine.at),
            theirs = time(theirs.at)
        )
    }
}

/// Why entries of `leader` were refused.
#[must_use]
pub fn append_refusal(reason: &AppendRefusal, leader: NodeId) -> String {
    match reason {
        AppendRefusal::StaleTerm => t!("{leader}'s term is over", leader),
        AppendRefusal::LowerEpoch => t!("{leader}'s epoch is over; {leader} has to catch up first", leader),
        AppendRefusal::HigherEpoch { mine } => {
            t!(
                "it is still in epoch {mine} and takes nothing across the boundary; it pulls what it missed",
                mine
            )
        }
        AppendRefusal::Mismatch { at, try_after } => {
            t!(
                "its log does not have {leader}'s entry {at}; {leader} should try again after {try_after}",
                leader,
                at,
                try_after
            )
        }
        AppendRefusal::MissingParts { held, of } => {
            t!(
                "it holds {held} of the merge's {of} parts and acknowledges nothing before it holds all",
                held,
                of
            )
        }
        AppendRefusal::NeedsSnapshot => t!("it is new and needs a snapshot first").to_owned(),
    }
}

/// Why a request to change the cluster was refused, with the precondition (P1, P2', P3) that it breaks, and what helps.
#[must_use]
pub fn refusal(reason: &Refusal) -> String {
    match reason {
        Refusal::NotLeader { leader: Some(leader) } => t!("it does not lead; ask {leader}", leader),
        Refusal::NotLeader { leader: None } => {
            t!("it does not lead, and knows of no leader; wait for an election").to_owned()
        }
        Refusal::UncommittedConfiguration { index } => {
            t!("P1: the configuration in entry {index} is not committed yet; wait until it is", index)
        }
        Refusal::ReconfigurationInProgress => {
            t!("P1: another change of several steps is under way; wait until it is done").to_owned()
        }
        Refusal::MergeInProgress { txid } => {
            t!("P1: the merge {txid} is under way; wait until it is done, or cancel it", txid)
        }
        Refusal::NothingCommittedInTerm => {
            t!("P3: the leader has committed nothing in its term yet; ask again in a moment").to_owned()
        }
        Refusal::TooManyRemoved { removed, quorum } => t!(
            "P2': with {removed} removed at once an old quorum of {quorum} and a new one need not meet; remove at most {saturating_sub} at a time",
            removed,
            quorum,
            saturating_sub = quorum.saturating_sub(1)
        ),
        Refusal::NobodyHeardFrom(cluster) => t!(
            "the leader has heard from no member of {cluster} in its term, so {cluster} might have nobody to begin with; restart or reconnect one",
            cluster
        ),
        Refusal::NoChange => t!("nothing would change").to_owned(),
        Refusal::AlreadyMember(node) => t!("{node} is a member already", node),
        Refusal::NotMember(node) => t!("{node} is not a member", node),
        Refusal::NoMembersLeft => t!("no member would be left").to_owned(),
        Refusal::TooFewSubClusters => t!("a split needs at least two parts").to_owned(),
        Refusal::EmptySubCluster(cluster) => t!("{cluster} would have no members or no keys", cluster),
        Refusal::InTwoSubClusters(node) => t!("{node} is in two parts; it can belong to one only", node),
        Refusal::InNoSubCluster(node) => t!("{node} is in no part; give it to one", node),
        Refusal::RangesDoNotPartition => {
            t!("the parts' key ranges must cover the cluster's keys, each key once").to_owned()
        }
        Refusal::BadParticipants => {
            t!("a merge needs at least one other cluster, each named once").to_owned()
        }
        Refusal::RangesOverlap(cluster) => t!("{cluster}'s keys overlap another's", cluster),
        Refusal::WrongCluster { actual: Some(actual) } => t!("it is in {actual} by now", actual),
        Refusal::WrongCluster { actual: None } => t!("it is in no cluster").to_owned(),
        Refusal::WrongEpoch { actual } => {
            t!("the cluster is in epoch {actual} by now; ask for the merge anew", actual)
        }
        Refusal::TransactionOver(txid) => t!("{txid} is decided already", txid),
        Refusal::UnknownTransaction(txid) => t!("it knows of no {txid}", txid),
        Refusal::SwitchedOff => t!("this extension is switched off; switch it on first").to_owned(),
        Refusal::TransferInProgress { to } => {
            t!("it is handing its leadership to {to}; wait until that is done", to)
        }
        Refusal::HasLearners(learners) => {
            t!(
                "{learners} would be in no new cluster: learners do not count; remove them or make them members",
                learners
            )
        }
        Refusal::NotLearner(node) => t!("{node} is not a learner", node),
    }
}

/// Why a merge was aborted.
#[must_use]
pub fn abort_reason(reason: &AbortReason) -> String {
    match reason {
        AbortReason::VotedNo(cluster) => t!("{cluster} voted no", cluster),
        AbortReason::Cancelled => t!("it was cancelled before it was decided").to_owned(),
        AbortReason::UnknownMember(node) => t!("{node} is a member of none of the clusters", node),
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
