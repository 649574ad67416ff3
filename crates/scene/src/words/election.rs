//! Elections: who stands, who votes for whom, who leads.

use recraft_protocol::observation::{Leadership, Observation, StepDown};
use recraft_protocol::quorum::Quorum;
use recraft_protocol::types::{EpochTerm, NodeId, NodeSet};
use recraft_words::t;

use super::lists::{all_of, missing, nodes, quorum, still_asked, time};
use super::refusals::vote_refusal;
use super::{Kind, Sentence};

/// What to say about an observation of this group.
pub(super) fn sentence(node: NodeId, observation: &Observation) -> Sentence {
    match observation {
        Observation::StoodForElection { at, quorum: need } => Sentence::major(
            Kind::Election,
            nodes([node]),
            t!(
                "{node} stands for election in {time}: its election timer ran out; it needs {quorum}",
                node,
                time = time(*at),
                quorum = quorum(need)
            ),
        ),
        Observation::VoteGranted { to, at } => Sentence::minor(
            Kind::Election,
            nodes([node, *to]),
            t!(
                "{node} votes for {to} in {time}: it has not voted in this term, and {to}'s log is at least as up to date as its own",
                node,
                to,
                time = time(*at)
            ),
        ),
        Observation::VoteRefused { to, reason } => Sentence::minor(
            Kind::Election,
            nodes([node, *to]),
            t!("{node} refuses {to}: {reason}", node, to, reason = vote_refusal(reason, *to)),
        ),
        Observation::VoteReceived { from, votes, quorum } => received(node, *from, votes, quorum),
        Observation::BecameLeader { at, how } => leads(node, *at, how),
        Observation::SteppedDown { reason } => stepped_down(node, reason),
        Observation::TermRaised { to, because_of } => Sentence::detail(
            Kind::Election,
            nodes([node, *because_of]),
            t!(
                "{node} moves on to {time}: {because_of}'s message is of that time",
                node,
                time = time(*to),
                because_of
            ),
        ),
        _ => unreachable!("not an observation of this group"),
    }
}

fn received(node: NodeId, from: NodeId, votes: &NodeSet, quorum: &Quorum) -> Sentence {
    let text = match missing(quorum, votes) {
        0 => t!(
            "{node} has {from}'s vote: with {votes} that is enough",
            node,
            from,
            votes = all_of(votes.iter())
        ),
        more => t!(
            "{node} has {from}'s vote; {more} more needed (no vote yet from {still_asked})",
            node,
            from,
            more,
            still_asked = all_of(still_asked(quorum, votes).iter())
        ),
    };
    Sentence::minor(Kind::Election, nodes([node, from]), text)
}

fn leads(node: NodeId, at: EpochTerm, how: &Leadership) -> Sentence {
    match how {
        Leadership::Elected { votes } => {
            let mut involved = vec![node];
            involved.extend(votes.iter().filter(|&voter| voter != node));
            let text = t!(
                "{node} leads {time}: votes from {votes}",
                node,
                time = time(at),
                votes = all_of(votes.iter())
            );
            Sentence::major(Kind::Election, involved, text)
        }
        Leadership::CarriedAcross { boundary } => Sentence::major(
            Kind::Split,
            nodes([node]),
            t!(
                "{node} goes on leading in epoch {epoch} without an election: it appended C_new (entry {index}) itself and still led when it committed",
                node,
                epoch = at.epoch,
                index = boundary.index
            ),
        ),
    }
}

fn stepped_down(node: NodeId, reason: &StepDown) -> Sentence {
    let (others, text) = match reason {
        StepDown::HigherTerm { from, at } => (
            Some(*from),
            t!("{node} steps down: {from} is in a later term, {time}", node, from, time = time(*at)),
        ),
        StepDown::LeaderSeen { leader } => {
            (Some(*leader), t!("{node} gives up its candidacy: {leader} leads this term", node, leader))
        }
        StepDown::EpochEnded => (None, t!("{node} stops leading: its epoch has ended", node)),
        StepDown::LaterEpochSeen { from, at } => (
            Some(*from),
            t!(
                "{node} steps down: {from} is in epoch {epoch} already; {node} pulls what it missed",
                node,
                from,
                epoch = at.epoch
            ),
        ),
        StepDown::QuorumLost => {
            (None, t!("{node} steps down: no quorum has answered it for an election timeout", node))
        }
        StepDown::Removed => (None, t!("{node} steps down: its own removal is committed", node)),
    };
    let mut involved = vec![node];
    involved.extend(others);
    Sentence::minor(Kind::Election, involved, text)
}
