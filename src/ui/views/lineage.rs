//! The lineage: a box for each cluster, epochs from left to right, lines from parents to children.

use std::rc::Rc;

use recraft_protocol::types::ClusterId;
use recraft_scene::palette::{Theme, Tone};
use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::views::lineage::{Life, Lineage};
use crate::session::{Action, Selection, Travel};
use crate::ui::colour::css;
use crate::ui::draw::percent;
use crate::ui::element::{button, div, el, span};
use crate::ui::press::act;
use crate::ui::words::milliseconds;

/// The size of a box and the room between boxes, in pixels.
const BOX: (f64, f64) = (188.0, 72.0);
const GAP: (f64, f64) = (54.0, 12.0);
/// The room round the graph, and that for the names of the epochs.
const EDGE: f64 = 16.0;
const TOP: f64 = 30.0;

#[derive(PartialEq)]
pub struct Props {
    pub lineage: Rc<Lineage>,
    pub selection: Option<Selection>,
    pub theme: Theme,
    pub on: Callback<Msg>,
}

pub fn lineage(props: &Props) -> Html {
    let lineage = &props.lineage;
    let width = EDGE * 2.0 + f64::from(lineage.epochs) * (BOX.0 + GAP.0) - GAP.0;
    let height = TOP + EDGE + lineage.rows * (BOX.1 + GAP.1);
    let place = |id: ClusterId| lineage.clusters.iter().find(|life| life.id == id).map(corner);
    let edge = |&(parent, child): &(ClusterId, ClusterId)| {
        let (from, to) = (place(parent)?, place(child)?);
        let (x1, y1) = (from.0 + BOX.0, from.1 + BOX.1 / 2.0);
        let (x2, y2) = (to.0, to.1 + BOX.1 / 2.0);
        let middle = x2 - GAP.0 / 2.0;
        Some(el("path").attr(
            "d",
            format!(
                "M{x1:.0} {y1:.0} H{:.0} C{middle:.0} {y1:.0} {middle:.0} {y2:.0} {x2:.0} {y2:.0}",
                x2 - GAP.0
            ),
        ))
    };
    div("lineage")
        .role("region")
        .label(t!("Lineage of the clusters"))
        .attr("tabindex", "0")
        .child(
            div("graph")
                .style(format!("width:{width:.0}px;height:{height:.0}px"))
                .child(
                    el("svg")
                        .attr("width", format!("{width:.0}"))
                        .attr("height", format!("{height:.0}"))
                        .attr("aria-hidden", "true")
                        .children(lineage.edges.iter().filter_map(edge)),
                )
                .children((0..lineage.epochs).map(|epoch| {
                    let x = EDGE + f64::from(epoch) * (BOX.0 + GAP.0);
                    span("epoch").style(format!("left:{x:.0}px")).child(t!("epoch {epoch}", epoch))
                }))
                .child(el("ul").children(lineage.clusters.iter().map(|life| box_of(life, props)))),
        )
        .into()
}

fn corner(life: &Life) -> (f64, f64) {
    (EDGE + f64::from(life.epoch) * (BOX.0 + GAP.0), TOP + life.row * (BOX.1 + GAP.1))
}

fn box_of(life: &Life, props: &Props) -> Html {
    let (x, y) = corner(life);
    let target = Selection::Cluster(life.id);
    let style = format!("left:{x:.0}px;top:{y:.0}px;--hue:{}", css(life.hue, 2, Tone::Solid, props.theme));
    let time = match life.ended_us {
        Some(us) => t!("{born} to {ended} ms", born = milliseconds(life.born_us), ended = milliseconds(us)),
        None => t!("since {born} ms", born = milliseconds(life.born_us)),
    };
    el("li")
        .key(life.id.0)
        .child(
            button("life")
                .class_if("ended", life.ended_us.is_some())
                .style(style)
                .label(life.says.clone())
                .attr("data-life", life.id.to_string())
                .attr("aria-current", (props.selection == Some(target)).then_some("true"))
                .on_click(act(&props.on, Action::Select(Some(target))))
                .child(
                    el("strong")
                        .child(span("swatch"))
                        .child(life.id.to_string())
                        .child(el("small").child(time)),
                )
                .child(el("span").child(life.members.to_string()))
                .child(el("span").child(life.changes.clone().unwrap_or_else(|| life.keys.clone()))),
        )
        .child((!life.ticks.is_empty()).then(|| {
            div("ticks")
                .role("group")
                .label(t!("Membership changes of {cluster}", cluster = life.id))
                .style(format!("left:{x:.0}px;top:{y:.0}px"))
                .children(life.ticks.iter().map(|tick| {
                    let says = format!("{} ms: {}", milliseconds(tick.at_us), tick.says);
                    el("button")
                        .label(says.clone())
                        .title(says)
                        .style(format!("left:{}", percent(tick.part, 1_000)))
                        .on_click(act(&props.on, Action::Travel(Travel::To(tick.at_us))))
                }))
        }))
        .into()
}
