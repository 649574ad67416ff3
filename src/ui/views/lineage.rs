//! The lineage: a box for each cluster, epochs from left to right, lines from parents to children.

use std::rc::Rc;

use recraft_protocol::types::ClusterId;
use recraft_scene::palette::{Theme, Tone};
use yew::prelude::*;

use crate::app::Msg;
use crate::session::views::lineage::{Life, Lineage};
use crate::session::{Action, Selection, Travel};
use crate::ui::colour::css;
use crate::ui::draw::percent;
use crate::ui::press::act;
use crate::ui::words::milliseconds;

/// The size of a box and the room between boxes, in pixels.
const BOX: (f64, f64) = (188.0, 72.0);
const GAP: (f64, f64) = (54.0, 12.0);
/// The room round the graph, and that for the names of the epochs.
const EDGE: f64 = 16.0;
const TOP: f64 = 30.0;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub lineage: Rc<Lineage>,
    pub selection: Option<Selection>,
    pub theme: Theme,
    pub on: Callback<Msg>,
}

#[component]
pub fn LineageView(props: &Props) -> Html {
    let lineage = &props.lineage;
    let width = EDGE * 2.0 + f64::from(lineage.epochs) * (BOX.0 + GAP.0) - GAP.0;
    let height = TOP + EDGE + lineage.rows * (BOX.1 + GAP.1);
    let place = |id: ClusterId| lineage.clusters.iter().find(|life| life.id == id).map(corner);
    let edge = |&(parent, child): &(ClusterId, ClusterId)| {
        let (from, to) = (place(parent)?, place(child)?);
        let (x1, y1) = (from.0 + BOX.0, from.1 + BOX.1 / 2.0);
        let (x2, y2) = (to.0, to.1 + BOX.1 / 2.0);
        let middle = x2 - GAP.0 / 2.0;
        Some(
            html! { <path d={format!("M{x1:.0} {y1:.0} H{:.0} C{middle:.0} {y1:.0} {middle:.0} {y2:.0} {x2:.0} {y2:.0}", x2 - GAP.0)} /> },
        )
    };
    html! {
        <div class="lineage" role="region" aria-label="Lineage of the clusters" tabindex="0">
            <div class="graph" style={format!("width:{width:.0}px;height:{height:.0}px")}>
                <svg width={format!("{width:.0}")} height={format!("{height:.0}")} aria-hidden="true">
                    { for lineage.edges.iter().filter_map(edge) }
                </svg>
                { for (0..lineage.epochs).map(|epoch| {
                    let x = EDGE + f64::from(epoch) * (BOX.0 + GAP.0);
                    html! { <span class="epoch" style={format!("left:{x:.0}px")}>{ format!("epoch {epoch}") }</span> }
                }) }
                <ul>{ for lineage.clusters.iter().map(|life| box_of(life, props)) }</ul>
            </div>
        </div>
    }
}

fn corner(life: &Life) -> (f64, f64) {
    (EDGE + f64::from(life.epoch) * (BOX.0 + GAP.0), TOP + life.row * (BOX.1 + GAP.1))
}

fn box_of(life: &Life, props: &Props) -> Html {
    let (x, y) = corner(life);
    let target = Selection::Cluster(life.id);
    let style = format!("left:{x:.0}px;top:{y:.0}px;--hue:{}", css(life.hue, 2, Tone::Solid, props.theme));
    let time = match life.ended_us {
        Some(us) => format!("{} to {} ms", milliseconds(life.born_us), milliseconds(us)),
        None => format!("since {} ms", milliseconds(life.born_us)),
    };
    html! {
        <li key={life.id.0}>
            <button class={classes!("life", life.ended_us.is_some().then_some("ended"))} {style} aria-label={life.says.clone()}
                data-life={life.id.to_string()} aria-current={(props.selection == Some(target)).then_some("true")}
                onclick={act(&props.on, Action::Select(Some(target)))}>
                <strong><span class="swatch"></span>{ life.id.to_string() }<small>{ time }</small></strong>
                <span>{ life.members.to_string() }</span>
                <span>{ life.changes.clone().unwrap_or_else(|| life.keys.clone()) }</span>
            </button>
            if !life.ticks.is_empty() {
                <div class="ticks" role="group" aria-label={format!("Membership changes of {}", life.id)} style={format!("left:{x:.0}px;top:{y:.0}px")}>
                    { for life.ticks.iter().map(|tick| {
                        let says = format!("{} ms: {}", milliseconds(tick.at_us), tick.says);
                        html! {
                            <button aria-label={says.clone()} title={says} style={format!("left:{}", percent(tick.part, 1_000))}
                                onclick={act(&props.on, Action::Travel(Travel::To(tick.at_us)))}></button>
                        }
                    }) }
                </div>
            }
        </li>
    }
}
