//! The checks, outside the nodes. (To follow: so far nothing is checked.)

use recraft_protocol::types::NodeId;
use serde::Serialize;

/// The safety properties that are checked after every event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Property {
    /// At most one leader for each cluster, epoch and term.
    ElectionSafety,
    /// A leader never changes or drops an entry of its log.
    LeaderAppendOnly,
    /// Entries with the same index and time are the same, and so is everything before them.
    LogMatching,
    /// What is committed is in the log of every later leader.
    LeaderCompleteness,
    /// No two nodes apply different entries at the same index of a lineage.
    StateMachineSafety,
    /// A node's epoch and term never go back.
    TimeNeverGoesBack,
    /// All nodes that leave a cluster leave it at the same entry.
    BoundaryAgreement,
    /// For each key at most one cluster can commit a write at a time, and no key is lost.
    RangeOwnership,
    /// No node votes twice in one cluster, epoch and term.
    NoDoubleVote,
}

impl Property {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::ElectionSafety,
        Self::LeaderAppendOnly,
        Self::LogMatching,
        Self::LeaderCompleteness,
        Self::StateMachineSafety,
        Self::TimeNeverGoesBack,
        Self::BoundaryAgreement,
        Self::RangeOwnership,
        Self::NoDoubleVote,
    ];
}

/// A property that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// Which property.
    pub property: Property,
    /// When it was noticed, in virtual microseconds.
    pub at_us: u64,
    /// The nodes that show it.
    pub nodes: Vec<NodeId>,
    /// What is wrong, in one sentence.
    pub detail: String,
}

/// How a property stands.
#[derive(Clone, Copy, Debug)]
pub struct Status<'a> {
    /// How often it has been checked.
    pub checked: u64,
    /// How it was violated; empty if it has always held.
    pub violations: &'a [Violation],
}

/// What the checks remember of a run, and what they have found.
#[derive(Clone, Debug, Default)]
pub struct Checker {
    checked: [u64; Property::ALL.len()],
    violations: [Vec<Violation>; Property::ALL.len()],
}

impl Checker {
    /// How a property stands.
    #[must_use]
    pub fn status(&self, property: Property) -> Status<'_> {
        let place = property as usize;
        Status { checked: self.checked[place], violations: &self.violations[place] }
    }

    /// All violations, by property and in the order in which they were noticed.
    pub fn violations(&self) -> impl Iterator<Item = &Violation> {
        self.violations.iter().flatten()
    }
}
