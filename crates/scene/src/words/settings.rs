//! The switches of the protocol, in words: what each of Raft's extensions does, and what each deliberate mistake does wrong.
//!
//! Titles of mistakes say what is being done ("Voting for a stale log"), so that they can stand after "Wrong on purpose:".

use recraft_protocol::mistakes::{Mistake, Mistakes};
use recraft_words::t;

/// What a switch is about: the groups in which switches are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Who leads.
    Elections,
    /// What is in the logs, and what is committed.
    Logs,
    /// Who the members are.
    Members,
    /// One cluster becomes several.
    Splits,
    /// Several become one.
    Merges,
    /// What clients are told.
    Clients,
}

impl Subject {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 6] =
        [Self::Elections, Self::Logs, Self::Members, Self::Splits, Self::Merges, Self::Clients];

    /// Its title.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Elections => t!("Elections"),
            Self::Logs => t!("Logs"),
            Self::Members => t!("Members"),
            Self::Splits => t!("Splits"),
            Self::Merges => t!("Merges"),
            Self::Clients => t!("Clients"),
        }
    }
}

/// What a mistake is about.
#[must_use]
pub const fn subject(mistake: Mistake) -> Subject {
    match mistake {
        Mistake::VoteForStaleLog | Mistake::ForgetVoteAtRestart | Mistake::MajorityOffByOne => {
            Subject::Elections
        }
        Mistake::CommitOldTermByCounting | Mistake::ForgetLogAtRestart => Subject::Logs,
        Mistake::ChangeBeforeCommitInTerm | Mistake::AddWithoutLargerQuorum => Subject::Members,
        Mistake::ElectSplitWithOldQuorum
        | Mistake::ElectByAppendedSplitNew
        | Mistake::CommitJointWithOneSub
        | Mistake::CarryTermAcrossBoundary
        | Mistake::LeaveJointEarly
        | Mistake::PullPastBoundary
        | Mistake::VoteAcrossEpochs
        | Mistake::AppendAcrossEpochs
        | Mistake::DropBoundaryEarly => Subject::Splits,
        Mistake::ResumeWithoutExchange | Mistake::DecideAlone | Mistake::TwoMergesAtOnce => Subject::Merges,
        Mistake::ReadFromDeposedLeader | Mistake::RetryWithoutSessions => Subject::Clients,
    }
}

/// What all of these are called, within a sentence.
#[must_use]
pub fn mistakes_words(mistakes: Mistakes) -> String {
    let titles: Vec<String> = mistakes.iter().map(|mistake| mistake_title(mistake).to_lowercase()).collect();
    // Names of the papers keep their letters.
    titles.join("; ").replace("c_", "C_")
}

/// What a mistake is called.
#[must_use]
pub fn mistake_title(mistake: Mistake) -> &'static str {
    match mistake {
        Mistake::CommitOldTermByCounting => t!("Committing older terms by counting"),
        Mistake::VoteForStaleLog => t!("Voting for a stale log"),
        Mistake::ForgetVoteAtRestart => t!("Forgetting the vote at a restart"),
        Mistake::ForgetLogAtRestart => t!("Forgetting the log at a restart"),
        Mistake::MajorityOffByOne => t!("Taking one less for a majority"),
        Mistake::ChangeBeforeCommitInTerm => t!("Changing members too early in a term"),
        Mistake::AddWithoutLargerQuorum => t!("Adding several with a plain majority"),
        Mistake::ElectSplitWithOldQuorum => t!("Electing with the old quorum in a split"),
        Mistake::ElectByAppendedSplitNew => t!("Electing apart before C_new has committed"),
        Mistake::CommitJointWithOneSub => t!("Committing C_joint with one part"),
        Mistake::CarryTermAcrossBoundary => t!("Carrying a term across the boundary"),
        Mistake::LeaveJointEarly => t!("Leaving C_joint early"),
        Mistake::PullPastBoundary => t!("Pulling past the boundary"),
        Mistake::VoteAcrossEpochs => t!("Voting across epochs"),
        Mistake::AppendAcrossEpochs => t!("Appending across epochs"),
        Mistake::ResumeWithoutExchange => t!("Going on without the others' data"),
        Mistake::DecideAlone => t!("Deciding a merge alone"),
        Mistake::TwoMergesAtOnce => t!("Preparing two merges at once"),
        Mistake::DropBoundaryEarly => t!("Letting go of the boundary early"),
        Mistake::ReadFromDeposedLeader => t!("Reading from a deposed leader"),
        Mistake::RetryWithoutSessions => t!("Applying a retried command again"),
    }
}

/// What a mistake does wrong, and what may come of it.
#[must_use]
pub fn mistake_meaning(mistake: Mistake) -> &'static str {
    match mistake {
        Mistake::CommitOldTermByCounting => {
            t!(
                "An entry of an older term counts as committed once a majority holds it; a later leader can still overwrite it (Raft, Figure 8)."
            )
        }
        Mistake::VoteForStaleLog => {
            t!(
                "Nodes vote without looking at the candidate's log, so that a leader may lack what is committed."
            )
        }
        Mistake::ForgetVoteAtRestart => {
            t!("The vote is not kept on disk, so that a node that comes back can vote twice in a term.")
        }
        Mistake::ForgetLogAtRestart => {
            t!("The log is not kept on disk, so that what a quorum held can be gone.")
        }
        Mistake::MajorityOffByOne => {
            t!(
                "Two quorums need not meet: there can be two leaders in a term, and two entries committed in one place."
            )
        }
        Mistake::ChangeBeforeCommitInTerm => {
            t!(
                "A leader changes the members before it has committed an entry of its own term: the bug of 2015 in single-server changes (P3)."
            )
        }
        Mistake::AddWithoutLargerQuorum => {
            t!("Without the larger quorum in between, the old and the new majority need not meet (P2′).")
        }
        Mistake::ElectSplitWithOldQuorum => {
            t!("Under C_joint a majority of the whole cluster elects, where each part has to agree.")
        }
        Mistake::ElectByAppendedSplitNew => {
            t!("A part elects by itself as soon as C_new is in its log, though C_new can still be dropped.")
        }
        Mistake::CommitJointWithOneSub => {
            t!("A majority of one part commits, where a quorum of the whole cluster is needed.")
        }
        Mistake::CarryTermAcrossBoundary => {
            t!(
                "A leader that did not append C_new goes on leading after the split, where another may have been elected in its term."
            )
        }
        Mistake::LeaveJointEarly => t!("C_new is appended before C_joint has committed."),
        Mistake::PullPastBoundary => t!("A laggard is sent entries beyond the end of its epoch."),
        Mistake::VoteAcrossEpochs => t!("Nodes vote for candidates of another epoch."),
        Mistake::AppendAcrossEpochs => t!("Nodes take entries from leaders of another epoch."),
        Mistake::ResumeWithoutExchange => {
            t!("The merged cluster serves before its nodes hold what the other clusters held.")
        }
        Mistake::DecideAlone => {
            t!(
                "A participant of a merge that is prepared and hears nothing decides by itself, perhaps other than the rest."
            )
        }
        Mistake::TwoMergesAtOnce => t!("A cluster says yes to a second merge while the first is undecided."),
        Mistake::DropBoundaryEarly => {
            t!(
                "A node drops what laggards need as soon as it has crossed the boundary itself; they may never catch up."
            )
        }
        Mistake::ReadFromDeposedLeader => {
            t!(
                "A leader answers reads without making sure that it still leads, so that clients may read what is out of date."
            )
        }
        Mistake::RetryWithoutSessions => t!("A client that asks again has its command carried out twice."),
    }
}

/// A switch of one of Raft's extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Extension {
    /// `Extensions::pre_vote`.
    PreVote,
    /// `Extensions::check_quorum`.
    CheckQuorum,
    /// `Extensions::transfer`.
    Transfer,
    /// `Extensions::fast_backup`.
    FastBackup,
    /// `Extensions::window`.
    Window,
    /// `Extensions::batch`.
    Batch,
    /// `Extensions::compact_after`.
    Compaction,
    /// `Extensions::chunk`.
    Chunks,
    /// `Extensions::learners`.
    Learners,
    /// `Extensions::membership`.
    Membership,
    /// `Extensions::sessions`.
    Sessions,
    /// `Extensions::reads`.
    Reads,
}

impl Extension {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 12] = [
        Self::PreVote,
        Self::CheckQuorum,
        Self::Transfer,
        Self::FastBackup,
        Self::Window,
        Self::Batch,
        Self::Compaction,
        Self::Chunks,
        Self::Learners,
        Self::Membership,
        Self::Sessions,
        Self::Reads,
    ];

    /// What it is called.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::PreVote => t!("Pre-vote"),
            Self::CheckQuorum => t!("Check-quorum"),
            Self::Transfer => t!("Leadership transfer"),
            Self::FastBackup => t!("Fast back-up"),
            Self::Window => t!("Messages on their way"),
            Self::Batch => t!("Entries in a message"),
            Self::Compaction => t!("Compaction"),
            Self::Chunks => t!("Snapshots in chunks"),
            Self::Learners => t!("Learners"),
            Self::Membership => t!("Changes of members"),
            Self::Sessions => t!("Client sessions"),
            Self::Reads => t!("Reads"),
        }
    }

    /// What it does.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::PreVote => {
                t!(
                    "A node asks whether it could win before it stands, so that one that comes back does not raise the term for nothing."
                )
            }
            Self::CheckQuorum => {
                t!(
                    "A leader that hears from no quorum steps down, and nobody votes against a leader just heard from."
                )
            }
            Self::Transfer => {
                t!("A leader can hand over to a member that has all of its log: select a node to do so.")
            }
            Self::FastBackup => {
                t!(
                    "A follower whose log differs names the start of the whole term, so that repair goes back by terms and not by entries."
                )
            }
            Self::Window => {
                t!(
                    "How many messages with entries a leader sends to a follower without waiting for an answer."
                )
            }
            Self::Batch => t!("How many entries a message may carry."),
            Self::Compaction => {
                t!(
                    "Applied entries are put into a snapshot when there are so many; who lacks them is sent the snapshot."
                )
            }
            Self::Chunks => t!("How many items of a snapshot a message may carry."),
            Self::Learners => {
                t!("Nodes that are sent the log but have no vote: select a cluster to add some.")
            }
            Self::Membership => {
                t!(
                    "ReCraft changes any number at once with a larger quorum in between; Raft one at a time, or with two majorities."
                )
            }
            Self::Sessions => t!("A command that a client sends again takes effect once."),
            Self::Reads => {
                t!(
                    "Through the log like a write; or at once, when the leader has made sure that it still leads, or has a lease."
                )
            }
        }
    }

    /// What it is about.
    #[must_use]
    pub const fn subject(self) -> Subject {
        match self {
            Self::PreVote | Self::CheckQuorum | Self::Transfer => Subject::Elections,
            Self::FastBackup | Self::Window | Self::Batch | Self::Compaction | Self::Chunks => Subject::Logs,
            Self::Learners | Self::Membership => Subject::Members,
            Self::Sessions | Self::Reads => Subject::Clients,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_mistake_has_words_of_its_own_under_a_subject() {
        let titles: BTreeSet<_> = Mistake::ALL.into_iter().map(mistake_title).collect();
        let meanings: BTreeSet<_> = Mistake::ALL.into_iter().map(mistake_meaning).collect();
        assert_eq!((titles.len(), meanings.len()), (Mistake::ALL.len(), Mistake::ALL.len()));
        for asked in Subject::ALL {
            assert!(Mistake::ALL.into_iter().any(|mistake| subject(mistake) == asked), "{asked:?}");
        }
        for mistake in Mistake::ALL {
            let first = mistake_title(mistake).split(' ').next().unwrap();
            assert!(first.ends_with("ing"), "“Wrong on purpose: {}”", mistake_title(mistake));
            assert!(mistake_meaning(mistake).ends_with('.'), "{}", mistake_meaning(mistake));
        }
    }

    #[test]
    fn every_extension_says_in_a_sentence_what_it_does() {
        let titles: BTreeSet<_> = Extension::ALL.into_iter().map(Extension::title).collect();
        assert_eq!(titles.len(), Extension::ALL.len());
        assert!(Extension::ALL.into_iter().all(|extension| extension.meaning().ends_with('.')));
    }
}
