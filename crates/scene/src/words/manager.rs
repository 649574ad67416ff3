//! The manager of the stop-and-coordinate baseline: what it does, and what it and the machines tell each other.

use recraft_sim::baseline::{Done, Order, Step};

use super::lists::{all_of, nodes};
use super::{Kind, Sentence};

/// What the manager has done.
pub(super) fn sentence(step: &Step) -> Sentence {
    let major = |text: String| Sentence::major(Kind::Config, Vec::new(), text);
    match step {
        Step::Crashed => Sentence::major(
            Kind::Fault,
            Vec::new(),
            "The manager crashes: whatever it has stopped stays stopped until it is back".into(),
        ),
        Step::Restarted => Sentence::major(
            Kind::Fault,
            Vec::new(),
            "The manager is back, and goes on with what its journal says".into(),
        ),
        Step::NodeStopped { node } => Sentence::minor(
            Kind::Config,
            nodes([*node]),
            format!("{node} is stopped by the manager: it takes part in nothing until the manager starts it"),
        ),
        Step::Ended { clusters } => major(format!(
            "{} stopped for good: a quorum of each has stopped, so the longest log there has all that committed",
            is_or_are(clusters.len(), &all_of(clusters.iter()))
        )),
        Step::Collected { cluster, bytes } => {
            major(format!("The manager has the state of {cluster} ({bytes} bytes)"))
        }
        Step::NodeBegan { node, cluster } => Sentence::minor(
            Kind::Config,
            nodes([*node]),
            format!("{node} begins anew in {cluster}, as the manager says"),
        ),
        Step::NodeRetired { node } => Sentence::minor(
            Kind::Config,
            nodes([*node]),
            format!("{node} belongs to no cluster any more, as the manager says"),
        ),
        Step::NodeResumed { node } => Sentence::minor(
            Kind::Config,
            nodes([*node]),
            format!("{node} goes on as it was, as the manager says"),
        ),
        Step::Published { clusters } => major(format!(
            "The manager tells the clients of {}: a majority of each has begun",
            all_of(clusters.iter())
        )),
        Step::GaveUp { why } => major(format!("The manager lets the clusters go on as they were: {why}")),
    }
}

fn is_or_are(count: usize, names: &str) -> String {
    format!("{names} {}", if count == 1 { "is" } else { "are" })
}

/// What the manager tells a machine.
pub(super) const fn order(order: &Order) -> &'static str {
    match order {
        Order::Stop => "stop",
        Order::Send => "send your state",
        Order::Begin { .. } => "begin anew",
        Order::Retire { .. } => "be spare",
        Order::Resume => "go on",
    }
}

/// What a machine tells the manager.
pub(super) const fn done(done: &Done) -> &'static str {
    match done {
        Done::Stopped(_) => "stopped",
        Done::State(..) => "my state",
        Done::Finished => "done",
    }
}
