//! Roles, in words.

use recraft_protocol::node::Role;

/// The name of a role.
#[must_use]
pub const fn title(role: &Role) -> &'static str {
    match role {
        Role::Spare => "spare",
        Role::Follower { .. } => "follower",
        Role::PreCandidate { .. } => "asks whether it would win",
        Role::Candidate { .. } => "candidate",
        Role::Leader(_) => "leader",
    }
}

/// What a node in this role does, in one sentence.
#[must_use]
pub const fn meaning(role: &Role) -> &'static str {
    match role {
        Role::Spare => "It belongs to no cluster and waits to be added to one.",
        Role::Follower { .. } => {
            "It takes entries from the leader, and stands for election when it has not heard from one in time."
        }
        Role::PreCandidate { .. } => {
            "It asks the others whether they would vote for it, and stands only if a quorum would (Pre-Vote)."
        }
        Role::Candidate { .. } => {
            "It asks the others for their votes and leads once a quorum has given them."
        }
        Role::Leader(_) => {
            "It takes commands, sends them to the others, and commits what a quorum holds; its heartbeats keep the others quiet."
        }
    }
}
