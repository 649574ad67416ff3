//! The manager of the stop-and-coordinate baseline: what it does, and what it and the machines tell each other.

use recraft_sim::baseline::{Done, Order, Step, Unfit};
use recraft_words::{t, tn};

use super::lists::{all_of, nodes};
use super::{Kind, Sentence};

/// What the manager has done.
pub(super) fn sentence(step: &Step) -> Sentence {
    let major = |text: String| Sentence::major(Kind::Config, Vec::new(), text);
    match step {
        Step::Crashed => Sentence::major(
            Kind::Fault,
            Vec::new(),
            t!("The manager crashes: whatever it has stopped stays stopped until it is back").into(),
        ),
        Step::Restarted => Sentence::major(
            Kind::Fault,
            Vec::new(),
            t!("The manager is back, and goes on with what its journal says").into(),
        ),
        Step::NodeStopped { node } => Sentence::minor(
            Kind::Config,
            nodes([*node]),
            t!(
                "{node} is stopped by the manager: it takes part in nothing until the manager starts it",
                node
            ),
        ),
        Step::Ended { clusters } => major(tn!(
            clusters.len(),
            "{clusters} is stopped for good: a quorum of each has stopped, so the longest log there has all that committed",
            "{clusters} are stopped for good: a quorum of each has stopped, so the longest log there has all that committed",
            clusters = all_of(clusters.iter())
        )),
        Step::Collected { cluster, bytes } => {
            major(t!("The manager has the state of {cluster} ({bytes} bytes)", cluster, bytes))
        }
        Step::NodeBegan { node, cluster } => Sentence::minor(
            Kind::Config,
            nodes([*node]),
            t!("{node} begins anew in {cluster}, as the manager says", node, cluster),
        ),
        Step::NodeRetired { node } => Sentence::minor(
            Kind::Config,
            nodes([*node]),
            t!("{node} belongs to no cluster any more, as the manager says", node),
        ),
        Step::NodeResumed { node } => Sentence::minor(
            Kind::Config,
            nodes([*node]),
            t!("{node} goes on as it was, as the manager says", node),
        ),
        Step::Published { clusters } => major(t!(
            "The manager tells the clients of {clusters}: a majority of each has begun",
            clusters = all_of(clusters.iter())
        )),
        Step::GaveUp { why } => {
            major(t!("The manager lets the clusters go on as they were: {why}", why = unfit(*why)))
        }
    }
}

/// Why the manager cannot end a cluster.
fn unfit(why: Unfit) -> String {
    match why {
        Unfit::GoneOn => t!("the nodes are in other clusters by now").to_owned(),
        Unfit::Changing(cluster) => t!("{cluster} is in the middle of another change", cluster),
        Unfit::PartsMissing(cluster) => t!("{cluster} has not gathered the parts of its merge", cluster),
    }
}

/// What the manager tells a machine.
pub(super) fn order(order: &Order) -> &'static str {
    match order {
        Order::Stop => t!("stop"),
        Order::Send => t!("send your state"),
        Order::Begin { .. } => t!("begin anew"),
        Order::Retire { .. } => t!("be spare"),
        Order::Resume => t!("go on"),
    }
}

/// What a machine tells the manager.
pub(super) fn done(done: &Done) -> &'static str {
    match done {
        Done::Stopped(_) => t!("stopped"),
        Done::State(..) => t!("my state"),
        Done::Finished => t!("done"),
    }
}
