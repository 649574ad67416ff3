//! Elections: who stands, who votes for whom, who leads.

use recraft_protocol::observation::{Leadership, Observation, StepDown};
use recraft_protocol::quorum::Quorum;
use recraft_protocol::types::{EpochTerm, NodeId, NodeSet};

use super::lists::{all_of, missing, nodes, quorum, still_asked, time};
use super::refusals::vote_refusal;
use super::{Kind, Sentence};

/// What to say about an observation of this group.
pub(super) fn sentence(node: NodeId, observation: &Observation) -> Sentence {
    match observation {
        Observation::StoodForElection { at, quorum: need } => Sentence::major(
            Kind::Election,
            nodes([node]),
            format!(
                "{node} stands for election in {}: its election timer ran out; it needs {}",
                time(*at),
                quorum(need)
            ),
        ),
        Observation::VoteGranted { to, at } => Sentence::minor(
            Kind::Election,
            nodes([node, *to]),
            format!(
                "{node} votes for {to} in {}: it has not voted in this term, and {to}'s log is at least as up to date as its own",
                time(*at)
            ),
        ),
        Observation::VoteRefused { to, reason } => Sentence::minor(
            Kind::Election,
            nodes([node, *to]),
            format!("{node} refuses {to}: {}", vote_refusal(reason, *to)),
        ),
        Observation::VoteReceived { from, votes, quorum } => received(node, *from, votes, quorum),
        Observation::BecameLeader { at, how } => leads(node, *at, how),
        Observation::SteppedDown { reason } => stepped_down(node, reason),
        Observation::TermRaised { to, because_of } => Sentence::detail(
            Kind::Election,
            nodes([node, *because_of]),
            format!("{node} moves on to {}: {because_of}'s message is of that time", time(*to)),
        ),
        _ => unreachable!("not an observation of this group"),
    }
}

fn received(node: NodeId, from: NodeId, votes: &NodeSet, quorum: &Quorum) -> Sentence {
    let text = match missing(quorum, votes) {
        0 => format!("{node} has {from}'s vote: with {} that is enough", all_of(votes.iter())),
        more => format!(
            "{node} has {from}'s vote; {more} more needed (no vote yet from {})",
            all_of(still_asked(quorum, votes).iter())
        ),
    };
    Sentence::minor(Kind::Election, nodes([node, from]), text)
}

fn leads(node: NodeId, at: EpochTerm, how: &Leadership) -> Sentence {
    match how {
        Leadership::Elected { votes } => {
            let mut involved = vec![node];
            involved.extend(votes.iter().filter(|&voter| voter != node));
            let text = format!("{node} leads {}: votes from {}", time(at), all_of(votes.iter()));
            Sentence::major(Kind::Election, involved, text)
        }
        Leadership::CarriedAcross { boundary } => Sentence::major(
            Kind::Split,
            nodes([node]),
            format!(
                "{node} goes on leading in epoch {} without an election: it appended C_new (entry {}) itself and still led when it committed",
                at.epoch, boundary.index
            ),
        ),
    }
}

fn stepped_down(node: NodeId, reason: &StepDown) -> Sentence {
    let (others, text) = match reason {
        StepDown::HigherTerm { from, at } => {
            (Some(*from), format!("{node} steps down: {from} is in a later time, {}", time(*at)))
        }
        StepDown::LeaderSeen { leader } => {
            (Some(*leader), format!("{node} gives up its candidacy: {leader} leads this term"))
        }
        StepDown::EpochEnded => (None, format!("{node} stops leading: its epoch has ended")),
        StepDown::LaterEpochSeen { from, at } => (
            Some(*from),
            format!(
                "{node} steps down: {from} is in epoch {} already; {node} pulls what it missed",
                at.epoch
            ),
        ),
        StepDown::QuorumLost => {
            (None, format!("{node} steps down: no quorum has answered it for an election timeout"))
        }
        StepDown::Removed => (None, format!("{node} steps down: its own removal is committed")),
    };
    let mut involved = vec![node];
    involved.extend(others);
    Sentence::minor(Kind::Election, involved, text)
}
