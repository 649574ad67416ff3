//! How the network behaves: latency, loss, and a partition as one chooses.

use recraft_protocol::settings::Delay;
use recraft_protocol::types::NodeSet;
use recraft_sim::command::Command;
use recraft_sim::setup::NetworkSetup;
use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::browser::value_of;
use crate::session::Action;
use crate::ui::element::{button, div, el};

pub struct Props {
    pub network: NetworkSetup,
    pub on: Callback<Msg>,
}

const LATENCY_MS_MAX: u64 = 150;
const LOSS_PERCENT_MAX: u64 = 60;

/// A latency around `ms`: from two thirds of it to four thirds, as 15 ms is from 10 to 20.
fn around(ms: u64) -> Delay {
    Delay { min_us: ms * 2000 / 3, max_us: ms * 4000 / 3 }
}

pub fn network(props: &Props) -> Html {
    let network = props.network;
    let change = |change: fn(&mut NetworkSetup, u64)| {
        let on = props.on.clone();
        move |event: Event| {
            if let Ok(value) = value_of(&event).parse() {
                let mut network = network;
                change(&mut network, value);
                on.emit(Msg::Act(Action::Do(Command::SetNetwork { network })));
            }
        }
    };
    let latency_ms = (network.latency.min_us + network.latency.max_us) / 2000;
    let loss = u64::from(network.loss_ppm) / 10_000;
    let spread = format!("{}–{} ms", network.latency.min_us / 1000, network.latency.max_us / 1000);
    div("sliders")
        .child(slider(
            "latency",
            t!("Latency"),
            latency_ms,
            1,
            LATENCY_MS_MAX,
            &spread,
            change(|network, ms| network.latency = around(ms)),
        ))
        .child(slider(
            "loss",
            t!("Loss"),
            loss,
            0,
            LOSS_PERCENT_MAX,
            &format!("{loss} %"),
            change(|network, percent| network.loss_ppm = u32::try_from(percent * 10_000).unwrap_or(0)),
        ))
        .into()
}

/// A slider with its name before and its value in words after it.
pub fn slider(
    id: &'static str,
    name: &'static str,
    value: u64,
    least: u64,
    most: u64,
    words: &str,
    onchange: impl Fn(Event) + 'static,
) -> Html {
    let filled = (value.min(most) - least.min(value)) * 100 / (most - least);
    el("label")
        .class("slider")
        .child(el("span").child(name))
        .child(
            el("input")
                .id(id)
                .attr("type", "range")
                .attr("min", least.to_string())
                .attr("max", most.to_string())
                .value(value.to_string())
                .attr("aria-valuetext", words.to_string())
                .style(format!("--filled:{filled}%"))
                .on_change(onchange),
        )
        .child(el("output").child(words.to_owned()))
        .into()
}

#[derive(Properties, PartialEq)]
pub struct PartitionProps {
    /// Every node there is.
    pub nodes: NodeSet,
    pub on: Callback<Msg>,
}

/// Cuts some nodes off from the rest.
#[component]
pub fn Partition(props: &PartitionProps) -> Html {
    let side = use_state(NodeSet::new);
    let chosen = side.intersection(&props.nodes);
    let cut = {
        let (on, group) = (props.on.clone(), chosen.clone());
        move |_| on.emit(Msg::Act(Action::Do(Command::Partition { groups: vec![group.clone()] })))
    };
    let possible = !chosen.is_empty() && chosen.len() < props.nodes.len();
    el("details")
        .class("partition")
        .child(el("summary").child(t!("Partition…")))
        .child(
            el("fieldset")
                .child(el("legend").class("label").child(t!("On one side; the others are on the other")))
                .child(div("row").children(props.nodes.iter().map(|node| {
                    let (side, is_chosen) = (side.clone(), chosen.contains(node));
                    let onchange = move |_: Event| {
                        let mut next = (*side).clone();
                        if !next.remove(node) {
                            next.insert(node);
                        }
                        side.set(next);
                    };
                    el("label")
                        .class("check")
                        .key(node.0)
                        .child(
                            el("input")
                                .attr("type", "checkbox")
                                .id(format!("side-{node}"))
                                .checked(is_chosen)
                                .on_change(onchange),
                        )
                        .child(node.to_string())
                }))),
        )
        .child(
            button("button wide")
                .id("partition")
                .attr("disabled", !possible)
                .on_click(cut)
                .child(t!("Cut the network in two")),
        )
        .into()
}
