//! What can be done where one of Raft's extensions is on: hand over the leadership, add and remove learners.

use recraft_protocol::types::{ClusterId, NodeId, NodeSet};
use recraft_sim::command::Command;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::Action;
use crate::session::inspect::ClusterCard;
use crate::ui::press::{act, node_link};

/// Makes a node the leader of its cluster, without an election timeout in between.
pub fn hand_over(cluster: ClusterId, to: NodeId, on: &Callback<Msg>) -> Html {
    html! {
        <button class="button wide" id="hand-over" title="The leader brings its log up to date, and tells it to stand at once"
            onclick={act(on, Action::Do(Command::TransferLeadership { cluster, to }))}>
            { format!("Hand the leadership of {cluster} to {to}") }
        </button>
    }
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
    html! {
        <section>
            <h3>{ "Learners" }</h3>
            <p class="dim small">{ "They are sent the log, but have no vote." }</p>
            { for learners.iter().map(|node| html! {
                <div class="row" key={node.0}>
                    <span class="grow">{ node_link(on, node) }</span>
                    <button class="button" id={format!("unlearn-{node}")} onclick={change(None, Some(node))}>{ format!("Remove {node}") }</button>
                </div>
            }) }
            <div class="row">
                { for card.spares.iter().filter(|&node| !learners.contains(node)).map(|node| html! {
                    <button class="button" key={node.0} id={format!("learn-{node}")} onclick={change(Some(node), None)}>{ format!("Add {node}") }</button>
                }) }
                <button class="button" id="new-learner" onclick={act(on, Action::AddSpare)}>{ "New node" }</button>
            </div>
        </section>
    }
}
