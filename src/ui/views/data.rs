//! Key ranges and data: all keys on a line, what each cluster holds, and how far each node has applied the log.

use std::rc::Rc;

use recraft_scene::palette::{Theme, Tone};
use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::views::data::{Applied, Data, Holding};
use crate::ui::colour::css;
use crate::ui::element::{SLOT, div, el, p, section, span};
use crate::ui::press::{cluster_link, node_link};

#[derive(PartialEq)]
pub struct Props {
    pub data: Rc<Data>,
    pub theme: Theme,
    pub on: Callback<Msg>,
}

pub fn data(props: &Props) -> Html {
    let data = &props.data;
    div("data-view")
        .role("region")
        .label(t!("Key ranges and data"))
        .attr("tabindex", "0")
        .child(
            div("keyline")
                .attr("aria-hidden", "true")
                .children(data.clusters.iter().map(|holding| line(holding, props.theme)))
                .child(
                    div("borders").child(el("span").style("left:0").child("…")).children(
                        data.borders.iter().map(|(name, at)| {
                            el("span").style(format!("left:{:.1}%", at * 100.0)).child(name)
                        }),
                    ),
                ),
        )
        .children(data.clusters.iter().map(|holding| held(holding, props)))
        .child(data.clusters.is_empty().then(|| p("empty").child(t!("No cluster lives."))))
        .into()
}

/// A cluster's stretches of the line of all keys, with a dot for each key it holds.
fn line(holding: &Holding, theme: Theme) -> Html {
    let share = |at: f64| format!("{:.1}%", at * 100.0);
    div("track")
        .style(hue(holding, theme))
        .child(span("who").child(holding.id.to_string()))
        .children(holding.stretches.iter().map(|&(from, to)| {
            span("stretch").style(format!("left:{};width:{}", share(from), share(to - from)))
        }))
        .children(holding.pairs.iter().map(|pair| span("key").style(format!("left:{}", share(pair.at)))))
        .into()
}

fn hue(holding: &Holding, theme: Theme) -> String {
    let ink = |tone| css(holding.hue, 2, tone, theme);
    format!("--hue:{};--tint:{};--word:{}", ink(Tone::Solid), ink(Tone::Tint), ink(Tone::Word))
}

fn held(holding: &Holding, props: &Props) -> Html {
    let copy = holding.copy_of.map(|node| {
        span("dim small").around(&t!("as applied by {node}", node = SLOT), node_link(&props.on, node))
    });
    section("holding")
        .style(hue(holding, props.theme))
        .attr("data-holding", holding.id.to_string())
        .child(
            el("h3")
                .child(span("swatch"))
                .child(cluster_link(&props.on, holding.id))
                .child(span("dim").child(&holding.ranges)),
        )
        .child(
            el("ul")
                .class("applied")
                .label(t!("How far each node has applied the log"))
                .children(holding.nodes.iter().map(|node| applied(node, holding, props))),
        )
        .child(if holding.pairs.is_empty() {
            p("dim small").child(t!("It holds no keys yet."))
        } else {
            div("pairs")
                .children(holding.pairs.iter().map(|pair| {
                    span("kv")
                        .key(pair.key.clone())
                        .title(format!("{} = {}", pair.key, pair.value))
                        .child(el("b").child(&pair.key))
                        .child(" = ")
                        .child(&pair.value)
                }))
                .child(
                    (holding.more > 0)
                        .then(|| span("dim small").child(t!("and {more} more", more = holding.more))),
                )
                .children(copy)
        })
        .into()
}

fn applied(node: &Applied, holding: &Holding, props: &Props) -> Html {
    let share = node.applied.unwrap_or(0) * 100 / holding.last.max(1);
    let says = match node.applied {
        Some(applied) => t!("{applied} of {last}", applied, last = node.last),
        None => "down".into(),
    };
    el("li")
        .child(node_link(&props.on, node.node))
        .child(span("bar").style(format!("--held:{share}%")))
        .child(span("dim small").child(says))
        .into()
}
