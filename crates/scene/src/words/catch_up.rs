//! Across epoch boundaries: crossing, pulling what was missed, joining, leaving.

use recraft_protocol::observation::{Crossing, Observation};
use recraft_protocol::types::{ClusterId, EpochTerm, LogId, NodeId};
use recraft_words::t;

use super::lists::nodes;
use super::{Importance, Kind, Sentence};

/// What to say about an observation of this group.
pub(super) fn sentence(node: NodeId, observation: &Observation) -> Sentence {
    use Observation as O;
    match observation {
        O::EpochEntered { left, entered, at, boundary, how } => crossed(node, (*left, *entered), *at, *boundary, *how),
        O::PullStarted { from, cluster, first, because_of } => Sentence::minor(
            Kind::CatchUp,
            nodes([node, *from]),
            t!("{node} pulls from {from} what {cluster} committed from entry {first} on: it has heard of epoch {epoch}", node, from, cluster, first, epoch = because_of.epoch),
        )
        .of(*cluster),
        O::PullServed { to, cluster, boundary } => Sentence::minor(
            Kind::CatchUp,
            nodes([node, *to]),
            t!("{node} gives {to} what {cluster} committed, up to its last entry ({index}) and not beyond", node, to, cluster, index = boundary.index),
        )
        .of(*cluster),
        O::PullUnknown { to, cluster } => Sentence::minor(
            Kind::CatchUp,
            nodes([node, *to]),
            t!("{node} cannot help {to}: it has not passed the end of {cluster} itself; {to} asks another", node, to, cluster),
        )
        .of(*cluster),
        O::Notified { to, boundary } => Sentence::detail(
            Kind::CatchUp,
            nodes([node, *to]),
            t!("{node} tells {to} that the epoch ended at entry {index}", node, to, index = boundary.index),
        ),
        O::Joined { cluster, last, from } => Sentence::minor(
            Kind::Config,
            nodes([node, *from]),
            t!("{node} joins {cluster} with {from}'s snapshot up to entry {index}", node, cluster, from, index = last.index),
        )
        .of(*cluster),
        O::BecameSpare { left } => {
            let text = match left {
                Some(left) => t!("{node} belongs to no cluster any more: {left} went on without it", node, left),
                None => t!("{node} belongs to no cluster", node),
            };
            Sentence::minor(Kind::Config, nodes([node]), text)
        }
        _ => unreachable!("not an observation of this group"),
    }
}

fn crossed(
    node: NodeId,
    (left, entered): (ClusterId, Option<ClusterId>),
    at: EpochTerm,
    boundary: LogId,
    how: Crossing,
) -> Sentence {
    let index = boundary.index;
    let (importance, other, reason) = match how {
        Crossing::Counted => {
            (Importance::Major, None, t!("it has committed entry {index}, the last of {left}", index, left))
        }
        Crossing::Told(leader) => (
            Importance::Minor,
            Some(leader),
            t!("{leader} says that entry {index}, the last of {left}, is committed", leader, index, left),
        ),
        Crossing::Notified(other) => (
            Importance::Minor,
            Some(other),
            t!("{other} notifies it that {left} ended at entry {index}", other, left, index),
        ),
        Crossing::Pulled(other) => (
            Importance::Minor,
            Some(other),
            t!("it pulled the rest of {left}, up to entry {index}, from {other}", left, index, other),
        ),
    };
    let text = match entered {
        Some(cluster) => {
            t!("{node} enters {cluster} in epoch {epoch}: {reason}", node, cluster, epoch = at.epoch, reason)
        }
        None => t!(
            "{node} leaves {left} for no cluster: {reason}, and the merge leaves {node} out",
            node,
            left,
            reason
        ),
    };
    let mut involved = vec![node];
    involved.extend(other);
    let sentence = Sentence::new(Kind::CatchUp, importance, involved, text);
    match entered {
        Some(cluster) => sentence.of(cluster),
        None => sentence,
    }
}
