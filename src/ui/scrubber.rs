//! The scrubber: the line of time, on which any moment can be gone to.
//!
//! Bands say which clusters there were, and by their lightness in which term; marks say what happened, by shape and colour. The
//! thumb is not placed here but by the frame loop, so that it follows the pointer and the clock smoothly.

use std::rc::Rc;

use recraft_scene::palette::{Theme, Tone};
use recraft_sim::history::{MarkKind, Stop};
use recraft_words::{t, tn};
use yew::prelude::*;

use crate::app::Msg;
use crate::browser::{capture, part_of_width};
use crate::session::timeline::{Band, Dot, Timeline};
use crate::session::{Action, Travel};
use crate::ui::element::{div, el, fragment, span};
use crate::ui::memo::memo;

use super::colour::css;
use super::words::milliseconds;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub timeline: Rc<Timeline>,
    pub theme: Theme,
    pub on: Callback<Msg>,
}

/// How near the pointer must come to a mark to mean it, as a part of the line.
const REACH: f64 = 0.005;

#[component]
pub fn Scrubber(props: &Props) -> Html {
    let line = &props.timeline;
    let hover = use_state_eq(|| None::<f64>);
    let at = |event: &PointerEvent| part_of_width(event);
    let down = {
        let (on, line) = (props.on.clone(), line.clone());
        move |event: PointerEvent| {
            capture(&event);
            let part = at(&event);
            let us = line.dot_at(part, REACH).map_or_else(|| line.time_at(part), |dot| dot.at_us);
            on.emit(Msg::Scrub(us));
        }
    };
    let moved = {
        let (on, line, hover) = (props.on.clone(), line.clone(), hover.clone());
        move |event: PointerEvent| {
            let part = at(&event);
            hover.set(Some(part));
            if event.buttons() & 1 == 1 {
                on.emit(Msg::Scrub(line.time_at(part)));
            }
        }
    };
    let left = {
        let hover = hover.clone();
        move |_: PointerEvent| hover.set(None)
    };
    let keys = {
        let (on, line) = (props.on.clone(), line.clone());
        move |event: KeyboardEvent| {
            if let Some(travel) = by_key(&event.key(), &line) {
                event.prevent_default();
                on.emit(Msg::Act(Action::Travel(travel)));
            }
        }
    };
    div("scrubber")
        .class_if("past", line.past)
        .child(
            div("line")
                .id("scrubber")
                .role("slider")
                .attr("tabindex", "0")
                .label(t!("Time of the run"))
                .attr("aria-orientation", "horizontal")
                .attr("aria-valuemin", "0")
                .attr("aria-valuemax", (line.head_us / 1000).to_string())
                .attr("aria-valuenow", (line.now_us / 1000).to_string())
                .attr("aria-valuetext", value_text(line))
                .on_pointer_down(down)
                .on_pointer_move(moved)
                .on_pointer_leave(left)
                .on_key_down(keys)
                .child(memo(track, TrackProps { timeline: line.clone(), theme: props.theme }))
                .child(hover.map(|part| tip(line, part))),
        )
        .into()
}

/// What a key does on the line.
fn by_key(key: &str, line: &Timeline) -> Option<Travel> {
    let page = line.head_us / 10;
    Some(match key {
        "ArrowLeft" => Travel::Back(Stop::Anything),
        "ArrowRight" => Travel::On(Stop::Anything),
        "ArrowDown" => Travel::To(line.now_us.saturating_sub(page / 10)),
        "ArrowUp" => Travel::To(line.now_us + page / 10),
        "PageDown" => Travel::To(line.now_us.saturating_sub(page)),
        "PageUp" => Travel::To(line.now_us + page),
        "Home" => Travel::Start,
        "End" => Travel::Head,
        _ => return None,
    })
}

fn value_text(line: &Timeline) -> String {
    let (now, head) = (milliseconds(line.now_us), milliseconds(line.head_us));
    if line.past {
        t!("{now} of {head} ms, in the past", now, head)
    } else {
        t!("{now} ms, the newest moment", now)
    }
}

/// What is drawn on the line, apart from what moves.
#[derive(PartialEq)]
struct TrackProps {
    timeline: Rc<Timeline>,
    theme: Theme,
}

fn track(props: &TrackProps) -> Html {
    let line = &*props.timeline;
    fragment()
        .child(span("rail"))
        .child(span("bands").children(line.bands.iter().map(|band| draw_band(line, band, props.theme))))
        .child(span("marks").children(line.dots.iter().map(|dot| {
            el("i").class(class_of(dot.kind)).style(format!("left:{:.2}%", line.percent(dot.at_us)))
        })))
        .child(span("ahead").style(format!("right:{:.2}%", 100.0 - line.percent(line.head_us))))
        .child(span("thumb"))
        .into()
}

fn draw_band(line: &Timeline, band: &Band, theme: Theme) -> Html {
    let (place, count) = band.place;
    let colour = match band.step {
        Some(step) => css(band.hue, step, Tone::Solid, theme),
        None => css(band.hue, 2, Tone::Tint, theme),
    };
    let share = 100.0 / count as f64;
    let (left, width) = (line.percent(band.from_us), line.percent(band.until_us - band.from_us));
    let top = place as f64 * share;
    let style =
        format!("left:{left:.2}%;width:{width:.2}%;top:{top:.1}%;height:{share:.1}%;background:{colour}");
    el("i").style(style).into()
}

/// The class of a mark: it gives its shape.
pub const fn class_of(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Candidacy | MarkKind::Election => "election",
        MarkKind::Commit => "commit",
        MarkKind::Members => "members",
        MarkKind::Split => "split",
        MarkKind::Merge => "merge",
        MarkKind::Epoch => "epoch",
        MarkKind::Fault => "fault",
        MarkKind::Mend => "mend",
        MarkKind::Command => "command",
        MarkKind::Violation => "violation",
    }
}

/// The time under the pointer, and what lies there.
fn tip(line: &Timeline, part: f64) -> Html {
    let dot = line.dot_at(part, REACH);
    let us = dot.map_or_else(|| line.time_at(part), |dot| dot.at_us);
    let side = if part > 0.7 { "tip end" } else { "tip" };
    let style = if part > 0.7 {
        format!("right:{:.2}%", 100.0 - part * 100.0)
    } else {
        format!("left:{:.2}%", part * 100.0)
    };
    el("span")
        .class(side)
        .style(style)
        .child(el("b").child(milliseconds(us)).child(" ms"))
        .child(dot.map(mark_words))
        .into()
}

/// A mark in a few words.
fn mark_words(dot: &Dot) -> String {
    if dot.count > 1 {
        return many_words(dot.kind, dot.count);
    }
    let one = match dot.kind {
        MarkKind::Candidacy => t!("stands for election"),
        MarkKind::Election => t!("leads"),
        MarkKind::Commit => t!("commits"),
        MarkKind::Members => t!("members change"),
        MarkKind::Split => t!(in "a mark in time": "split"),
        MarkKind::Merge => t!(in "a mark in time": "merge"),
        MarkKind::Epoch => t!("enters a new epoch"),
        MarkKind::Fault => t!(in "a mark in time": "fault"),
        MarkKind::Mend => t!("restarted or mended"),
        MarkKind::Command => t!("command"),
        MarkKind::Violation => t!("a property is violated"),
    };
    let cluster = dot.cluster.map_or_else(String::new, |cluster| format!(" ({cluster})"));
    match dot.node {
        Some(node) => format!("{node}: {one}{cluster}"),
        None => one.into(),
    }
}

/// What several marks of a kind that lie close together are called.
fn many_words(kind: MarkKind, count: u32) -> String {
    match kind {
        MarkKind::Candidacy => tn!(count, "{count} candidacy", "{count} candidacies"),
        MarkKind::Election => tn!(count, "{count} election", "{count} elections"),
        MarkKind::Commit => tn!(count, "{count} commit", "{count} commits"),
        MarkKind::Members => {
            tn!(count, "{count} step of membership changes", "{count} steps of membership changes")
        }
        MarkKind::Split => tn!(count, "{count} step of splits", "{count} steps of splits"),
        MarkKind::Merge => tn!(count, "{count} step of merges", "{count} steps of merges"),
        MarkKind::Epoch => tn!(count, "{count} node enters a new epoch", "{count} nodes enter a new epoch"),
        MarkKind::Fault => tn!(count, "{count} fault", "{count} faults"),
        MarkKind::Mend => tn!(count, "{count} restart or repair", "{count} restarts or repairs"),
        MarkKind::Command => tn!(count, "{count} command", "{count} commands"),
        MarkKind::Violation => tn!(count, "{count} violation", "{count} violations"),
    }
}
