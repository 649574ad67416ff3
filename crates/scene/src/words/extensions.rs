//! Raft's extensions: Pre-Vote, handing over, reads besides the log, compaction.

use recraft_protocol::observation::{Observation, ReadGround};
use recraft_protocol::types::NodeId;
use recraft_words::t;

use super::lists::{nodes, quorum};
use super::{Kind, Sentence};

/// What to say about an observation of this group.
pub(super) fn sentence(node: NodeId, observation: &Observation) -> Sentence {
    match observation {
        Observation::AskedForPreVotes { quorum: need } => Sentence::minor(
            Kind::Election,
            nodes([node]),
            t!(
                "{node} asks whether it would win an election; it needs {quorum}",
                node,
                quorum = quorum(need)
            ),
        ),
        Observation::PreVoteGranted { to } => Sentence::detail(
            Kind::Election,
            nodes([node, *to]),
            t!(
                "{node} would vote for {to}: it hears from no leader, and {to}'s log is at least as up to date",
                node,
                to
            ),
        ),
        Observation::HeldBack { leader } => held_back(node, *leader),
        Observation::HandedOver { to } => Sentence::major(
            Kind::Election,
            nodes([node, *to]),
            t!("{node} tells {to} to stand at once: {to} has all of its log", node, to),
        ),
        Observation::TransferGivenUp { to } => Sentence::major(
            Kind::Election,
            nodes([node, *to]),
            t!("{node} goes on leading: {to} has not taken over within an election timeout", node, to),
        ),
        Observation::LeadershipConfirmed { index, how } => confirmed(node, *index, *how),
        Observation::Compacted { last, entries } => Sentence::minor(
            Kind::Log,
            nodes([node]),
            t!(
                "{node} puts {entries} applied entries, up to {index}, into a snapshot",
                node,
                entries,
                index = last.index
            ),
        ),
        Observation::ChunkReceived { from, last, items } => Sentence::detail(
            Kind::Log,
            nodes([node, *from]),
            t!(
                "{node} has {items} items of {from}'s snapshot at entry {index}",
                node,
                items,
                from,
                index = last.index
            ),
        ),
        Observation::BoundaryReleased { cluster } => Sentence::minor(
            Kind::Log,
            nodes([node]),
            t!(
                "{node} lets go of what it kept for laggards of {cluster}: all have left it behind",
                node,
                cluster
            ),
        ),
        _ => unreachable!("not an observation of this group"),
    }
}

fn held_back(node: NodeId, leader: Option<NodeId>) -> Sentence {
    let text = match leader {
        Some(leader) => t!(
            "{node} does not stand: it heard from {leader} a moment ago, who may count on that for its lease",
            node,
            leader
        ),
        None => t!(
            "{node} does not stand: it heard from a leader a moment ago, who may count on that for its lease",
            node
        ),
    };
    Sentence::minor(Kind::Election, nodes([node]), text)
}

fn confirmed(node: NodeId, index: u64, how: ReadGround) -> Sentence {
    let why = match how {
        ReadGround::Round(round) => t!("a quorum has answered its round {round}", round),
        ReadGround::Lease => t!("its lease has not run out").to_owned(),
    };
    Sentence::detail(
        Kind::Client,
        nodes([node]),
        t!("{node} still leads: {why}; it may answer reads as of entry {index}", node, why, index),
    )
}
