//! The properties that are checked.

use serde::{Deserialize, Serialize};

/// What must always hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Property {
    /// At most one leader for each cluster, epoch and term (Raft §5.2).
    ElectionSafety,
    /// A leader never changes or drops an entry of its log (Raft §5.3).
    LeaderAppendOnly,
    /// Entries with the same index and time are the same, and so is everything before them (Raft §5.3).
    LogMatching,
    /// What is committed is in the log of every later leader (Raft §5.4).
    LeaderCompleteness,
    /// No two nodes apply different entries at the same index of a lineage (Raft §5.4.3).
    StateMachineSafety,
    /// A node's epoch and term never go back.
    TimeNeverGoesBack,
    /// All nodes that leave a cluster leave it at the same entry.
    BoundaryAgreement,
    /// For each key at most one cluster can commit a write at a time, and no key is lost.
    RangeOwnership,
    /// All participants of a merge end it the same way: none commits while another aborts (ReCraft §V).
    TwoPhaseAgreement,
    /// No node votes twice in one cluster, epoch and term (Raft §5.2).
    NoDoubleVote,
    /// What clients were told could have been told by a single store that does one thing at a time, each between asking and answer.
    Linearizability,
    /// Each command of a client's session takes effect once, however often it is sent and committed (Raft §8).
    ExactlyOnce,
    /// What has committed, and what a client was told is done, is in every later state.
    NothingLost,
}

impl Property {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 13] = [
        Self::ElectionSafety,
        Self::LeaderAppendOnly,
        Self::LogMatching,
        Self::LeaderCompleteness,
        Self::StateMachineSafety,
        Self::TimeNeverGoesBack,
        Self::BoundaryAgreement,
        Self::RangeOwnership,
        Self::TwoPhaseAgreement,
        Self::NoDoubleVote,
        Self::Linearizability,
        Self::ExactlyOnce,
        Self::NothingLost,
    ];

    /// Its name in scenarios, on the command line and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ElectionSafety => "election-safety",
            Self::LeaderAppendOnly => "leader-append-only",
            Self::LogMatching => "log-matching",
            Self::LeaderCompleteness => "leader-completeness",
            Self::StateMachineSafety => "state-machine-safety",
            Self::TimeNeverGoesBack => "time-never-goes-back",
            Self::BoundaryAgreement => "boundary-agreement",
            Self::RangeOwnership => "range-ownership",
            Self::TwoPhaseAgreement => "two-phase-agreement",
            Self::NoDoubleVote => "no-double-vote",
            Self::Linearizability => "linearizability",
            Self::ExactlyOnce => "exactly-once",
            Self::NothingLost => "nothing-lost",
        }
    }

    /// The property of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|property| property.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_property_is_found_by_its_name_which_is_also_the_one_in_json() {
        for (place, property) in Property::ALL.into_iter().enumerate() {
            assert_eq!(property as usize, place);
            assert_eq!(Property::named(property.name()), Some(property));
            assert_eq!(serde_json::to_string(&property).unwrap(), format!("{:?}", property.name()));
        }
    }
}
