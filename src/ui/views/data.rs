//! Key ranges and data: all keys on a line, what each cluster holds, and how far each node has applied the log.

use std::rc::Rc;

use recraft_scene::palette::{Theme, Tone};
use yew::prelude::*;

use crate::app::Msg;
use crate::session::views::data::{Applied, Data, Holding};
use crate::ui::colour::css;
use crate::ui::press::{cluster_link, node_link};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub data: Rc<Data>,
    pub theme: Theme,
    pub on: Callback<Msg>,
}

#[component]
pub fn DataView(props: &Props) -> Html {
    let data = &props.data;
    html! {
        <div class="data-view" role="region" aria-label="Key ranges and data" tabindex="0">
            <div class="keyline" aria-hidden="true">
                { for data.clusters.iter().map(|holding| line(holding, props.theme)) }
                <div class="borders">
                    <span style="left:0">{ "…" }</span>
                    { for data.borders.iter().map(|(name, at)| html! { <span style={format!("left:{:.1}%", at * 100.0)}>{ name }</span> }) }
                </div>
            </div>
            { for data.clusters.iter().map(|holding| held(holding, props)) }
            if data.clusters.is_empty() {
                <p class="empty">{ "No cluster lives." }</p>
            }
        </div>
    }
}

/// A cluster's stretches of the line of all keys, with a dot for each key it holds.
fn line(holding: &Holding, theme: Theme) -> Html {
    let share = |at: f64| format!("{:.1}%", at * 100.0);
    html! {
        <div class="track" style={hue(holding, theme)}>
            <span class="who">{ holding.id.to_string() }</span>
            { for holding.stretches.iter().map(|&(from, to)| html! {
                <span class="stretch" style={format!("left:{};width:{}", share(from), share(to - from))}></span>
            }) }
            { for holding.pairs.iter().map(|pair| html! { <span class="key" style={format!("left:{}", share(pair.at))}></span> }) }
        </div>
    }
}

fn hue(holding: &Holding, theme: Theme) -> String {
    let ink = |tone| css(holding.hue, 2, tone, theme);
    format!("--hue:{};--tint:{};--word:{}", ink(Tone::Solid), ink(Tone::Tint), ink(Tone::Word))
}

fn held(holding: &Holding, props: &Props) -> Html {
    let copy = holding.copy_of.map(
        |node| html! { <span class="dim small">{ "as applied by " }{ node_link(&props.on, node) }</span> },
    );
    html! {
        <section class="holding" style={hue(holding, props.theme)} data-holding={holding.id.to_string()}>
            <h3><span class="swatch"></span>{ cluster_link(&props.on, holding.id) }<span class="dim">{ &holding.ranges }</span></h3>
            <ul class="applied" aria-label="How far each node has applied the log">
                { for holding.nodes.iter().map(|node| applied(node, holding, props)) }
            </ul>
            if holding.pairs.is_empty() {
                <p class="dim small">{ "It holds no keys yet." }</p>
            } else {
                <div class="pairs">
                    { for holding.pairs.iter().map(|pair| html! {
                        <span key={pair.key.clone()} class="kv" title={format!("{} = {}", pair.key, pair.value)}><b>{ &pair.key }</b>{ " = " }{ &pair.value }</span>
                    }) }
                    if holding.more > 0 {
                        <span class="dim small">{ format!("and {} more", holding.more) }</span>
                    }
                    { for copy }
                </div>
            }
        </section>
    }
}

fn applied(node: &Applied, holding: &Holding, props: &Props) -> Html {
    let share = node.applied.unwrap_or(0) * 100 / holding.last.max(1);
    let says = match node.applied {
        Some(applied) => format!("{applied} of {}", node.last),
        None => "down".into(),
    };
    html! {
        <li>{ node_link(&props.on, node.node) }<span class="bar" style={format!("--held:{share}%")}></span><span class="dim small">{ says }</span></li>
    }
}
