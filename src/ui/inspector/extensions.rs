//! What can be done where one of Raft's extensions is on: hand over the leadership, add and remove learners.

use recraft_protocol::types::{ClusterId, NodeId, NodeSet};
use recraft_sim::command::Command;
use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::Action;
use crate::session::inspect::ClusterCard;
use crate::ui::element::{button, div, el, p, span};
use crate::ui::press::{act, node_link};

/// Makes a node the leader of its cluster, without an election timeout in between.
pub fn hand_over(cluster: ClusterId, to: NodeId, on: &Callback<Msg>) -> Html {
    button("button wide")
        .id("hand-over")
        .title(t!("The leader brings its log up to date, and tells it to stand at once"))
        .on_click(act(on, Action::Do(Command::TransferLeadership { cluster, to })))
        .child(t!("Hand the leadership of {cluster} to {to}", cluster, to))
        .into()
}

/// The learners of a cluster, and the spares that could become some.
pub fn learners(card: &ClusterCard, on: &Callback<Msg>) -> Html {
    let Some(learners) = &card.learners else { return Html::default() };
    let change = |add: Option<NodeId>, remove: Option<NodeId>| {
        let command = Command::ChangeLearners {
            cluster: card.id,
            add: NodeSet::from_iter(add),
            remove: NodeSet::from_iter(remove),
        };
        act(on, Action::Do(command))
    };
    el("section")
        .child(el("h3").child(t!("Learners")))
        .child(p("dim small").child(t!("They are sent the log, but have no vote.")))
        .children(learners.iter().map(|node| {
            div("row").key(node.0).child(span("grow").child(node_link(on, node))).child(
                button("button")
                    .id(format!("unlearn-{node}"))
                    .on_click(change(None, Some(node)))
                    .child(t!("Remove {node}", node)),
            )
        }))
        .child(
            div("row")
                .children(card.spares.iter().filter(|&node| !learners.contains(node)).map(|node| {
                    button("button")
                        .key(node.0)
                        .id(format!("learn-{node}"))
                        .on_click(change(Some(node), None))
                        .child(t!("Add {node}", node))
                }))
                .child(
                    button("button")
                        .id("new-learner")
                        .on_click(act(on, Action::AddSpare))
                        .child(t!("New node")),
                ),
        )
        .into()
}
