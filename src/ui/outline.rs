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

use recraft_words::t;
use std::rc::Rc;

use yew::prelude::*;

use super::press::act;
use crate::app::Msg;
use crate::browser::{focus, focused_id};
use crate::session::outline::{ClusterItem, MessageItem, NodeItem, Outline as Value};
use crate::session::{Action, Selection};
use crate::ui::element::{div, el, p};

#[derive(PartialEq)]
pub struct Props {
    pub outline: Rc<Value>,
    pub selection: Option<Selection>,
    pub now_us: u64,
    pub playing: bool,
    pub on: Callback<Msg>,
}

pub fn outline(props: &Props) -> Html {
    let outline = &props.outline;
    let order: Vec<String> = ids(outline);
    // One stop for the Tab key: the selected thing, or the first.
    let selected = props.selection.map(id_of).filter(|id| order.contains(id));
    let stop = selected.or_else(|| order.first().cloned()).unwrap_or_default();
    let onkeydown = move |event: KeyboardEvent| walk(&event, &order);
    div("outline")
        .id("outline")
        .role("region")
        .label(t!("Outline of the stage"))
        .attr("data-flights", outline.flights.to_string())
        .attr("data-now-us", props.now_us.to_string())
        .attr("data-playing", props.playing.to_string())
        .on_key_down(onkeydown)
        .child(el("h2").child(t!("On the stage")))
        .child(
            p("dim small").child(t!(
                "Arrow keys move, Enter selects; what can be done with it is then in the inspector."
            )),
        )
        .children(outline.clusters.iter().map(|cluster| cluster_section(cluster, &stop, props)))
        .child((!outline.spares.is_empty()).then(|| {
            el("section")
                .attr("data-spares", "true")
                .label(t!("Spare nodes"))
                .child(el("h3").child(t!("Spare nodes")))
                .children(outline.spares.iter().map(|node| node_button(node, &stop, props)))
        }))
        .child(messages(outline, &stop, props))
        .into()
}

fn cluster_section(cluster: &ClusterItem, stop: &str, props: &Props) -> Html {
    let members: Vec<String> = cluster.members.iter().map(|node| node.to_string()).collect();
    let target = Selection::Cluster(cluster.id);
    el("section")
        .key(cluster.id.0)
        .attr("data-cluster", cluster.id.to_string())
        .attr("data-epoch", cluster.epoch.to_string())
        .attr("data-leader", cluster.leader.map_or_else(String::new, |leader| leader.to_string()))
        .attr("data-members", members.join(" "))
        .attr("data-quorum", cluster.quorum.to_string())
        .attr("data-ended", cluster.ended.to_string())
        .attr("data-ranges", cluster.ranges.clone())
        .label(cluster.line())
        .child(item(target, cluster.line(), stop, props))
        .children(cluster.nodes.iter().map(|node| node_button(node, stop, props)))
        .into()
}

fn node_button(node: &NodeItem, stop: &str, props: &Props) -> Html {
    let target = Selection::Node(node.id);
    let id = id_of(target);
    el("button")
        .key(id.clone())
        .attr("tabindex", if id == stop { "0" } else { "-1" })
        .id(id)
        .attr("data-roving", "true")
        .attr("data-node", node.id.to_string())
        .attr("data-role", node.role)
        .attr("data-cluster", node.cluster.map_or_else(String::new, |cluster| cluster.to_string()))
        .attr("data-epoch", node.at.epoch.to_string())
        .attr("data-term", node.at.term.to_string())
        .attr("data-commit", node.commit.to_string())
        .attr("data-log", node.log.clone())
        .attr("aria-current", (props.selection == Some(target)).to_string())
        .on_click(act(&props.on, Action::Select(Some(target))))
        .child(node.line())
        .into()
}

fn messages(outline: &Value, stop: &str, props: &Props) -> Html {
    if outline.messages.is_empty() {
        let text = match outline.flights {
            0 => t!("No messages in flight.").to_string(),
            count => t!("{count} in flight; pause to go through them.", count),
        };
        return p("dim small").child(text).into();
    }
    el("section")
        .label(t!("Messages in flight"))
        .child(el("h3").child(t!("Messages in flight")))
        .children(outline.messages.iter().map(|message: &MessageItem| {
            el("div").key(message.id.0).attr("data-message", message.id.to_string()).child(item(
                Selection::Flight(message.id),
                format!("{}: {}", message.id, message.says),
                stop,
                props,
            ))
        }))
        .into()
}

fn item(target: Selection, text: String, stop: &str, props: &Props) -> Html {
    let id = id_of(target);
    el("button")
        .attr("tabindex", if id == stop { "0" } else { "-1" })
        .id(id)
        .attr("data-roving", "true")
        .attr("aria-current", (props.selection == Some(target)).to_string())
        .on_click(act(&props.on, Action::Select(Some(target))))
        .child(text)
        .into()
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
