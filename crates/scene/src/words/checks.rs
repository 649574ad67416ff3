//! The safety properties, in words.

use recraft_sim::checker::Property;
use recraft_words::t;

/// The name of a property.
#[must_use]
pub fn title(property: Property) -> &'static str {
    match property {
        Property::ElectionSafety => t!("Election safety"),
        Property::LeaderAppendOnly => t!("Leader append-only"),
        Property::LogMatching => t!("Log matching"),
        Property::LeaderCompleteness => t!("Leader completeness"),
        Property::StateMachineSafety => t!("State-machine safety"),
        Property::TimeNeverGoesBack => t!("Time never goes back"),
        Property::BoundaryAgreement => t!("Boundary agreement"),
        Property::RangeOwnership => t!("Range ownership"),
        Property::TwoPhaseAgreement => t!("Two-phase agreement"),
        Property::NoDoubleVote => t!("No vote twice"),
        Property::Linearizability => t!("Linearizability"),
        Property::ExactlyOnce => t!("Exactly once"),
        Property::NothingLost => t!("Nothing lost"),
    }
}

/// What must hold, in one sentence.
#[must_use]
pub fn meaning(property: Property) -> &'static str {
    match property {
        Property::ElectionSafety => {
            t!("In each cluster there is at most one leader for each epoch and term.")
        }
        Property::LeaderAppendOnly => t!("A leader never changes or drops an entry of its own log."),
        Property::LogMatching => {
            t!(
                "If two logs of a lineage have an entry with the same index, epoch and term, they are the same up to there."
            )
        }
        Property::LeaderCompleteness => t!("What is committed is in the log of every later leader."),
        Property::StateMachineSafety => {
            t!("No two nodes of a lineage apply different entries at the same index.")
        }
        Property::TimeNeverGoesBack => t!("A node's epoch and term never go back."),
        Property::BoundaryAgreement => t!("All nodes that leave a cluster leave it at the same entry."),
        Property::RangeOwnership => {
            t!(
                "For each key at most one cluster can commit a write at a time, and no key is left without an owner."
            )
        }
        Property::TwoPhaseAgreement => {
            t!("All participants of a merge end it the same way: none commits while another aborts.")
        }
        Property::NoDoubleVote => t!("No node votes twice in one cluster, epoch and term."),
        Property::Linearizability => {
            t!(
                "Clients are told what a single store could tell them that does one thing at a time, in real-time order."
            )
        }
        Property::ExactlyOnce => {
            t!("A client's command takes effect once, however often it is sent and committed.")
        }
        Property::NothingLost => {
            t!("What has committed, and what a client was told is done, is in every later state.")
        }
    }
}
