//! Across epoch boundaries: crossing, pulling what was missed, joining, leaving.

use recraft_protocol::observation::{Crossing, Observation};
use recraft_protocol::types::{ClusterId, EpochTerm, LogId, NodeId};

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
            format!(
                "{node} pulls from {from} what {cluster} committed from entry {first} on: it has heard of epoch {}",
                because_of.epoch
            ),
        )
        .of(*cluster),
        O::PullServed { to, cluster, boundary } => Sentence::minor(
            Kind::CatchUp,
            nodes([node, *to]),
            format!(
                "{node} gives {to} what {cluster} committed, up to its last entry ({}) and not beyond",
                boundary.index
            ),
        )
        .of(*cluster),
        O::PullUnknown { to, cluster } => Sentence::minor(
            Kind::CatchUp,
            nodes([node, *to]),
            format!("{node} cannot help {to}: it has not passed the end of {cluster} itself; {to} asks another"),
        )
        .of(*cluster),
        O::Notified { to, boundary } => Sentence::detail(
            Kind::CatchUp,
            nodes([node, *to]),
            format!("{node} tells {to} that the epoch ended at entry {}", boundary.index),
        ),
        O::Joined { cluster, last, from } => Sentence::minor(
            Kind::Config,
            nodes([node, *from]),
            format!("{node} joins {cluster} with {from}'s snapshot up to entry {}", last.index),
        )
        .of(*cluster),
        O::BecameSpare { left } => {
            let text = match left {
                Some(left) => format!("{node} belongs to no cluster any more: {left} went on without it"),
                None => format!("{node} belongs to no cluster"),
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
            (Importance::Major, None, format!("it has committed entry {index}, the last of {left}"))
        }
        Crossing::Told(leader) => (
            Importance::Minor,
            Some(leader),
            format!("{leader} says that entry {index}, the last of {left}, is committed"),
        ),
        Crossing::Notified(other) => (
            Importance::Minor,
            Some(other),
            format!("{other} notifies it that {left} ended at entry {index}"),
        ),
        Crossing::Pulled(other) => (
            Importance::Minor,
            Some(other),
            format!("it pulled the rest of {left}, up to entry {index}, from {other}"),
        ),
    };
    let text = match entered {
        Some(cluster) => format!("{node} enters {cluster} in epoch {}: {reason}", at.epoch),
        None => format!("{node} leaves {left} for no cluster: {reason}, and the merge leaves {node} out"),
    };
    let mut involved = vec![node];
    involved.extend(other);
    let sentence = Sentence::new(Kind::CatchUp, importance, involved, text);
    match entered {
        Some(cluster) => sentence.of(cluster),
        None => sentence,
    }
}
