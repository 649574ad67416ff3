//! The safety properties, in words.

use recraft_sim::checker::Property;

/// The name of a property.
#[must_use]
pub const fn title(property: Property) -> &'static str {
    match property {
        Property::ElectionSafety => "Election safety",
        Property::LeaderAppendOnly => "Leader append-only",
        Property::LogMatching => "Log matching",
        Property::LeaderCompleteness => "Leader completeness",
        Property::StateMachineSafety => "State-machine safety",
        Property::TimeNeverGoesBack => "Time never goes back",
        Property::BoundaryAgreement => "Boundary agreement",
        Property::RangeOwnership => "Range ownership",
        Property::TwoPhaseAgreement => "Two-phase agreement",
        Property::NoDoubleVote => "No vote twice",
        Property::Linearizability => "Linearizability",
        Property::ExactlyOnce => "Exactly once",
        Property::NothingLost => "Nothing lost",
    }
}

/// What must hold, in one sentence.
#[must_use]
pub const fn meaning(property: Property) -> &'static str {
    match property {
        Property::ElectionSafety => "In each cluster there is at most one leader for each epoch and term.",
        Property::LeaderAppendOnly => "A leader never changes or drops an entry of its own log.",
        Property::LogMatching => {
            "If two logs of a lineage have an entry with the same index and time, they are the same up to there."
        }
        Property::LeaderCompleteness => "What is committed is in the log of every later leader.",
        Property::StateMachineSafety => {
            "No two nodes of a lineage apply different entries at the same index."
        }
        Property::TimeNeverGoesBack => "A node's epoch and term never go back.",
        Property::BoundaryAgreement => "All nodes that leave a cluster leave it at the same entry.",
        Property::RangeOwnership => {
            "For each key at most one cluster can commit a write at a time, and no key is left without an owner."
        }
        Property::TwoPhaseAgreement => {
            "All participants of a merge end it the same way: none commits while another aborts."
        }
        Property::NoDoubleVote => "No node votes twice in one cluster, epoch and term.",
        Property::Linearizability => {
            "Clients are told what a single store could tell them that does one thing at a time, in real-time order."
        }
        Property::ExactlyOnce => {
            "A client's command takes effect once, however often it is sent and committed."
        }
        Property::NothingLost => {
            "What has committed, and what a client was told is done, is in every later state."
        }
    }
}
