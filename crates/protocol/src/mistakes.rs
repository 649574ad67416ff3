//! Wrong on purpose: known mistakes, each a switch that is off by default, so that a class (and the tests) can watch the checks
//! catch them. Each is one small deviation at the place where the right rule stands.

use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A mistake that a node can be told to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mistake {
    /// An entry of an older term is committed by counting (Raft §5.4.2, Figure 8).
    CommitOldTermByCounting,
    /// A vote is given without looking whether the candidate's log is up to date (Raft §5.4.1).
    VoteForStaleLog,
    /// The vote is not kept on disk.
    ForgetVoteAtRestart,
    /// The log is not kept on disk.
    ForgetLogAtRestart,
    /// One less than a majority is taken for one.
    MajorityOffByOne,
    /// A leader changes the members before it has committed an entry of its term: the bug of 2015 in single-server changes (P3).
    ChangeBeforeCommitInTerm,
    /// Several nodes are added at once with a plain majority (P2').
    AddWithoutLargerQuorum,
    /// Under a split's `C_joint` the old quorum elects.
    ElectSplitWithOldQuorum,
    /// A split's `C_new` counts for elections as soon as it is appended.
    ElectByAppendedSplitNew,
    /// Under a split's `C_joint` a majority of one sub-cluster commits.
    CommitJointWithOneSub,
    /// A leader that did not append `C_new` goes on leading across the boundary, and takes its term with it.
    CarryTermAcrossBoundary,
    /// `C_new` is appended before `C_joint` has committed.
    LeaveJointEarly,
    /// A pull in a split is answered with entries beyond the boundary.
    PullPastBoundary,
    /// Votes are given across epochs.
    VoteAcrossEpochs,
    /// Entries are taken across epochs.
    AppendAcrossEpochs,
    /// The merged cluster goes on without exchanging the data.
    ResumeWithoutExchange,
    /// A prepared participant of a merge that hears nothing decides alone.
    DecideAlone,
    /// A cluster prepares a second merge while the first is undecided.
    TwoMergesAtOnce,
    /// What is needed to bring laggards across a boundary is dropped as soon as the node itself has crossed.
    DropBoundaryEarly,
    /// A leader answers reads without making sure that it still leads.
    ReadFromDeposedLeader,
    /// A retried command is applied again.
    RetryWithoutSessions,
}

impl Mistake {
    /// All of them.
    pub const ALL: [Self; 21] = [
        Self::CommitOldTermByCounting,
        Self::VoteForStaleLog,
        Self::ForgetVoteAtRestart,
        Self::ForgetLogAtRestart,
        Self::MajorityOffByOne,
        Self::ChangeBeforeCommitInTerm,
        Self::AddWithoutLargerQuorum,
        Self::ElectSplitWithOldQuorum,
        Self::ElectByAppendedSplitNew,
        Self::CommitJointWithOneSub,
        Self::CarryTermAcrossBoundary,
        Self::LeaveJointEarly,
        Self::PullPastBoundary,
        Self::VoteAcrossEpochs,
        Self::AppendAcrossEpochs,
        Self::ResumeWithoutExchange,
        Self::DecideAlone,
        Self::TwoMergesAtOnce,
        Self::DropBoundaryEarly,
        Self::ReadFromDeposedLeader,
        Self::RetryWithoutSessions,
    ];

    /// Its name in scenarios, on the command line and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CommitOldTermByCounting => "commit-old-term-by-counting",
            Self::VoteForStaleLog => "vote-for-stale-log",
            Self::ForgetVoteAtRestart => "forget-vote-at-restart",
            Self::ForgetLogAtRestart => "forget-log-at-restart",
            Self::MajorityOffByOne => "majority-off-by-one",
            Self::ChangeBeforeCommitInTerm => "change-before-commit-in-term",
            Self::AddWithoutLargerQuorum => "add-without-larger-quorum",
            Self::ElectSplitWithOldQuorum => "elect-split-with-old-quorum",
            Self::ElectByAppendedSplitNew => "elect-by-appended-split-new",
            Self::CommitJointWithOneSub => "commit-joint-with-one-sub",
            Self::CarryTermAcrossBoundary => "carry-term-across-boundary",
            Self::LeaveJointEarly => "leave-joint-early",
            Self::PullPastBoundary => "pull-past-boundary",
            Self::VoteAcrossEpochs => "vote-across-epochs",
            Self::AppendAcrossEpochs => "append-across-epochs",
            Self::ResumeWithoutExchange => "resume-without-exchange",
            Self::DecideAlone => "decide-alone",
            Self::TwoMergesAtOnce => "two-merges-at-once",
            Self::DropBoundaryEarly => "drop-boundary-early",
            Self::ReadFromDeposedLeader => "read-from-deposed-leader",
            Self::RetryWithoutSessions => "retry-without-sessions",
        }
    }

    /// The mistake of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mistake| mistake.name() == name)
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of mistakes.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Mistakes(u32);

impl Mistakes {
    /// None: the right protocol.
    pub const NONE: Self = Self(0);

    /// Only this one.
    #[must_use]
    pub const fn only(mistake: Mistake) -> Self {
        Self(1 << mistake as u32)
    }

    /// Whether `mistake` is among them.
    #[must_use]
    pub const fn contains(self, mistake: Mistake) -> bool {
        self.0 >> mistake as u32 & 1 == 1
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// These and one more.
    #[must_use]
    pub const fn with(self, mistake: Mistake) -> Self {
        Self(self.0 | 1 << mistake as u32)
    }

    /// These without one.
    #[must_use]
    pub const fn without(self, mistake: Mistake) -> Self {
        Self(self.0 & !(1 << mistake as u32))
    }

    /// Each of them, in the order of [`Mistake::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Mistake> {
        Mistake::ALL.into_iter().filter(move |&mistake| self.contains(mistake))
    }
}

impl FromIterator<Mistake> for Mistakes {
    fn from_iter<I: IntoIterator<Item = Mistake>>(mistakes: I) -> Self {
        mistakes.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Debug for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Serialize for Mistakes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Mistakes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        alloc::vec::Vec::<Mistake>::deserialize(deserializer).map(|mistakes| mistakes.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_has_a_name_of_its_own_and_is_found_by_it() {
        for (place, mistake) in Mistake::ALL.into_iter().enumerate() {
            assert_eq!(Mistake::named(mistake.name()), Some(mistake));
            assert_eq!(mistake as usize, place);
        }
    }

    #[test]
    fn a_set_of_mistakes_holds_what_was_put_in() {
        let set = Mistakes::only(Mistake::DecideAlone).with(Mistake::VoteForStaleLog);
        assert!(set.iter().eq([Mistake::VoteForStaleLog, Mistake::DecideAlone]));
        assert!(set.without(Mistake::DecideAlone).without(Mistake::VoteForStaleLog).is_empty());
    }
}
