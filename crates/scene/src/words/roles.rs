//! Roles, in words.

use recraft_protocol::node::Role;
use recraft_words::t;

/// The name of a role.
#[must_use]
pub fn title(role: &Role) -> &'static str {
    match role {
        Role::Spare => t!("spare"),
        Role::Follower { .. } => t!("follower"),
        Role::PreCandidate { .. } => t!("asks whether it would win"),
        Role::Candidate { .. } => t!("candidate"),
        Role::Leader(_) => t!("leader"),
    }
}

/// What a node in this role does, in one sentence.
#[must_use]
pub fn meaning(role: &Role) -> &'static str {
    match role {
        Role::Spare => t!("It belongs to no cluster and waits to be added to one."),
        Role::Follower { .. } => {
            t!(
                "It takes entries from the leader, and stands for election when it has not heard from one in time."
            )
        }
        Role::PreCandidate { .. } => {
            t!(
                "It asks the others whether they would vote for it, and stands only if a quorum would (Pre-Vote)."
            )
        }
        Role::Candidate { .. } => {
            t!("It asks the others for their votes and leads once a quorum has given them.")
        }
        Role::Leader(_) => {
            t!(
                "It takes commands, sends them to the others, and commits what a quorum holds; its heartbeats keep the others quiet."
            )
        }
    }
}
