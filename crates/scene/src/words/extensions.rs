//! Raft's extensions: Pre-Vote, handing over, reads besides the log, compaction.

use recraft_protocol::observation::{Observation, ReadGround};
use recraft_protocol::types::NodeId;

use super::lists::{nodes, quorum};
use super::{Kind, Sentence};

/// What to say about an observation of this group.
pub(super) fn sentence(node: NodeId, observation: &Observation) -> Sentence {
    match observation {
        Observation::AskedForPreVotes { quorum: need } => Sentence::minor(
            Kind::Election,
            nodes([node]),
            format!("{node} asks whether it would win an election; it needs {}", quorum(need)),
        ),
        Observation::PreVoteGranted { to } => Sentence::detail(
            Kind::Election,
            nodes([node, *to]),
            format!(
                "{node} would vote for {to}: it hears from no leader, and {to}'s log is at least as up to date"
            ),
        ),
        Observation::HeldBack { leader } => held_back(node, *leader),
        Observation::HandedOver { to } => Sentence::major(
            Kind::Election,
            nodes([node, *to]),
            format!("{node} tells {to} to stand at once: {to} has all of its log"),
        ),
        Observation::TransferGivenUp { to } => Sentence::major(
            Kind::Election,
            nodes([node, *to]),
            format!("{node} goes on leading: {to} has not taken over within an election timeout"),
        ),
        Observation::LeadershipConfirmed { index, how } => confirmed(node, *index, *how),
        Observation::Compacted { last, entries } => Sentence::minor(
            Kind::Log,
            nodes([node]),
            format!("{node} puts {entries} applied entries, up to {}, into a snapshot", last.index),
        ),
        Observation::ChunkReceived { from, last, items } => Sentence::detail(
            Kind::Log,
            nodes([node, *from]),
            format!("{node} has {items} items of {from}'s snapshot at entry {}", last.index),
        ),
        Observation::BoundaryReleased { cluster } => Sentence::minor(
            Kind::Log,
            nodes([node]),
            format!("{node} lets go of what it kept for laggards of {cluster}: all have left it behind"),
        ),
        _ => unreachable!("not an observation of this group"),
    }
}

fn held_back(node: NodeId, leader: Option<NodeId>) -> Sentence {
    let whom = leader.map_or_else(|| "a leader".to_owned(), |leader| leader.to_string());
    let text = format!(
        "{node} does not stand: it heard from {whom} a moment ago, who may count on that for its lease"
    );
    Sentence::minor(Kind::Election, nodes([node]), text)
}

fn confirmed(node: NodeId, index: u64, how: ReadGround) -> Sentence {
    let why = match how {
        ReadGround::Round(round) => format!("a quorum has answered its round {round}"),
        ReadGround::Lease => "its lease has not run out".to_owned(),
    };
    Sentence::detail(
        Kind::Client,
        nodes([node]),
        format!("{node} still leads: {why}; it may answer reads as of entry {index}"),
    )
}
