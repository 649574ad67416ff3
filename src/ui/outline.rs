//! The outline: clusters, servers and messages as a list that can be walked with the arrow keys. It is what a screen reader has
//! instead of the stage, and it comes into view when it has the focus.
//!
//! # What tests can rely on
//!
//! - a `<section data-cluster="c2" data-epoch data-leader data-members data-quorum data-ended aria-label="c2: epoch 1, members n1, n2, n3, leader n1">` for each
//!   cluster that has servers in it (`data-leader` is empty when there is none; `data-members` is separated by spaces);
//! - within it, a `<button data-node="n1" data-role="leader|follower|candidate|spare|down" data-cluster data-epoch data-term data-commit
//!   data-log>` for each server that is in it; `data-log` is equal for equal logs; its text says the same in words;
//! - a `<section data-spares>` with the servers in no cluster;
//! - `<button data-message="m17">` for each message in flight, while time stands still; `data-flights` on the outline counts them always;
//! - on the outline itself (`#outline`) also `data-now-us` (the virtual time) and `data-playing`.

use std::rc::Rc;

use yew::prelude::*;

use super::press::act;
use crate::app::Msg;
use crate::browser::{focus, focused_id};
use crate::session::outline::{ClusterItem, MessageItem, NodeItem, Outline as Value};
use crate::session::{Action, Selection};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub outline: Rc<Value>,
    pub selection: Option<Selection>,
    pub now_us: u64,
    pub playing: bool,
    pub on: Callback<Msg>,
}

#[component]
pub fn Outline(props: &Props) -> Html {
    let outline = &props.outline;
    let order: Vec<String> = ids(outline);
    // One stop for the Tab key: the selected thing, or the first.
    let selected = props.selection.map(id_of).filter(|id| order.contains(id));
    let stop = selected.or_else(|| order.first().cloned()).unwrap_or_default();
    let onkeydown = move |event: KeyboardEvent| walk(&event, &order);
    html! {
        <div class="outline" id="outline" role="region" aria-label="Outline of the stage" data-flights={outline.flights.to_string()}
            data-now-us={props.now_us.to_string()} data-playing={props.playing.to_string()} {onkeydown}>
            <h2>{ "On the stage" }</h2>
            <p class="dim small">{ "Arrow keys move, Enter selects; what can be done with it is then in the inspector." }</p>
            { for outline.clusters.iter().map(|cluster| cluster_section(cluster, &stop, props)) }
            if !outline.spares.is_empty() {
                <section data-spares="true" aria-label="Spare nodes">
                    <h3>{ "Spare nodes" }</h3>
                    { for outline.spares.iter().map(|node| node_button(node, &stop, props)) }
                </section>
            }
            { messages(outline, &stop, props) }
        </div>
    }
}

fn cluster_section(cluster: &ClusterItem, stop: &str, props: &Props) -> Html {
    let members: Vec<String> = cluster.members.iter().map(|node| node.to_string()).collect();
    let target = Selection::Cluster(cluster.id);
    html! {
        <section key={cluster.id.0} data-cluster={cluster.id.to_string()} data-epoch={cluster.epoch.to_string()}
            data-leader={cluster.leader.map_or_else(String::new, |leader| leader.to_string())}
            data-members={members.join(" ")} data-quorum={cluster.quorum.to_string()} data-ended={cluster.ended.to_string()}
            data-ranges={cluster.ranges.clone()} aria-label={cluster.line()}>
            { item(target, cluster.line(), stop, props) }
            { for cluster.nodes.iter().map(|node| node_button(node, stop, props)) }
        </section>
    }
}

fn node_button(node: &NodeItem, stop: &str, props: &Props) -> Html {
    let target = Selection::Node(node.id);
    let id = id_of(target);
    html! {
        <button key={id.clone()} tabindex={if id == stop { "0" } else { "-1" }} {id} data-roving="true"
            data-node={node.id.to_string()} data-role={node.role}
            data-cluster={node.cluster.map_or_else(String::new, |cluster| cluster.to_string())}
            data-epoch={node.at.epoch.to_string()} data-term={node.at.term.to_string()}
            data-commit={node.commit.to_string()} data-log={node.log.clone()}
            aria-current={(props.selection == Some(target)).to_string()}
            onclick={act(&props.on, Action::Select(Some(target)))}>
            { node.line() }
        </button>
    }
}

fn messages(outline: &Value, stop: &str, props: &Props) -> Html {
    if outline.messages.is_empty() {
        let text = match outline.flights {
            0 => "No messages in flight.".to_string(),
            count => format!("{count} in flight; pause to go through them."),
        };
        return html! { <p class="dim small">{ text }</p> };
    }
    html! {
        <section aria-label="Messages in flight">
            <h3>{ "Messages in flight" }</h3>
            { for outline.messages.iter().map(|message: &MessageItem| {
                html! { <div key={message.id.0} data-message={message.id.to_string()}>
                    { item(Selection::Flight(message.id), format!("{}: {}", message.id, message.says), stop, props) }
                </div> }
            }) }
        </section>
    }
}

fn item(target: Selection, text: String, stop: &str, props: &Props) -> Html {
    let id = id_of(target);
    html! {
        <button tabindex={if id == stop { "0" } else { "-1" }} {id} data-roving="true"
            aria-current={(props.selection == Some(target)).to_string()}
            onclick={act(&props.on, Action::Select(Some(target)))}>{ text }</button>
    }
}

fn id_of(target: Selection) -> String {
    match target {
        Selection::Node(node) => format!("outline-{node}"),
        Selection::Cluster(cluster) => format!("outline-{cluster}"),
        Selection::Flight(flight) => format!("outline-{flight}"),
        Selection::Client(client) => format!("outline-{client}"),
        // Not on the stage.
        Selection::Entry(..) | Selection::Event(_) => "outline".into(),
    }
}

/// The ids of everything in the outline, in the order of the page.
fn ids(outline: &Value) -> Vec<String> {
    let clusters = outline.clusters.iter().flat_map(|cluster| {
        let nodes = cluster.nodes.iter().map(|node| id_of(Selection::Node(node.id)));
        std::iter::once(id_of(Selection::Cluster(cluster.id))).chain(nodes)
    });
    let spares = outline.spares.iter().map(|node| id_of(Selection::Node(node.id)));
    let messages = outline.messages.iter().map(|message| id_of(Selection::Flight(message.id)));
    clusters.chain(spares).chain(messages).collect()
}

fn walk(event: &KeyboardEvent, order: &[String]) {
    let Some(place) = focused_id().and_then(|id| order.iter().position(|other| *other == id)) else { return };
    let next = match event.key().as_str() {
        "ArrowDown" | "ArrowRight" => (place + 1).min(order.len() - 1),
        "ArrowUp" | "ArrowLeft" => place.saturating_sub(1),
        "Home" => 0,
        "End" => order.len() - 1,
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    focus(&order[next]);
}

/// The id of the outline's stop for the Tab key, to go there from elsewhere.
pub fn first_stop(outline: &Value, selection: Option<Selection>) -> Option<String> {
    let order = ids(outline);
    selection.map(id_of).filter(|id| order.contains(id)).or_else(|| order.first().cloned())
}
