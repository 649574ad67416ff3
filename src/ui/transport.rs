//! The transport: what has just happened, and the controls of time.

use std::rc::Rc;

use recraft_scene::palette::Theme;
use recraft_sim::history::Stop;
use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::browser::value_of;
use crate::session::feed::Line;
use crate::session::timeline::Timeline;
use crate::session::{Action, Speed, Travel};
use crate::ui::element::{button, component, div, el, fragment, p, section, span};
use crate::ui::memo::memo;

use super::branches::{self, Branches, CompareProps, comparison};
use super::icon::Icon;
use super::press::act;
use super::scrubber::{self, Scrubber};
use super::travel::{menu, past, travel, undo_and_redo};
use super::words::milliseconds;

#[derive(PartialEq)]
pub struct Props {
    pub playing: bool,
    /// Whether time passes at all, if only up to the next event.
    pub moving: bool,
    pub speed: Speed,
    pub now_us: u64,
    /// The last thing of weight that happened.
    pub caption: Option<Rc<Line>>,
    pub timeline: Rc<Timeline>,
    pub theme: Theme,
    pub on: Callback<Msg>,
}

pub fn transport(props: &Props) -> Html {
    let (on, line) = (&props.on, &props.timeline);
    section("transport")
        .id("transport")
        .label(t!("Time"))
        .child(
            line.compared.as_ref().map(|compared| {
                memo(comparison, CompareProps { compared: compared.clone(), on: on.clone() })
            }),
        )
        .child(caption(props))
        .child(component::<Scrubber>(scrubber::Props {
            timeline: line.clone(),
            theme: props.theme,
            on: on.clone(),
        }))
        .child(component::<Branches>(branches::Props { timeline: line.clone(), on: on.clone() }))
        .child(
            div("controls")
                .child(travel(
                    on,
                    "start",
                    Icon::ToStart,
                    t!("Go to the beginning"),
                    t!("Go to the beginning (Home)").into(),
                    Action::Travel(Travel::Start),
                    line.now_us == 0,
                ))
                .child(travel(
                    on,
                    "back",
                    Icon::Back,
                    t!("Previous event"),
                    t!("Go back to the previous event (←)").into(),
                    Action::Travel(Travel::Back(Stop::Anything)),
                    line.now_us == 0,
                ))
                .child(play(props))
                .child(step(props))
                .child(skip(props))
                .child(menu(line, on))
                .child(undo_and_redo(line, on))
                .child(speed(props))
                .child(
                    div("clock")
                        .id("clock")
                        .role("timer")
                        .label(t!("Simulated time"))
                        .child(span("now").child(milliseconds(props.now_us)))
                        .child(el("small").child("ms")),
                ),
        )
        .into()
}

fn caption(props: &Props) -> Html {
    let Some(line) = &props.caption else {
        let text = if props.moving {
            t!("Time passes. The first timer to run out begins an election.")
        } else if props.timeline.past {
            t!("Nothing has happened yet.")
        } else {
            t!("Nothing has happened yet. Press play, or step to the next event.")
        };
        return p("caption")
            .child(span("text dim").child(text))
            .child(past(&props.timeline, &props.on))
            .into();
    };
    p("caption")
        .id("caption")
        .child(el("time").child(milliseconds(line.at_us)).child(" ms"))
        .child(span("text").title(line.text.clone()).child(&line.text))
        .child(if props.timeline.past {
            past(&props.timeline, &props.on)
        } else if !props.moving {
            Html::from(
                span("paused").child(t!("Paused")).child(span("word").child(t!(": press play to go on"))),
            )
        } else {
            Html::default()
        })
        .into()
}

fn play(props: &Props) -> Html {
    let (icon, word, title) = if props.playing {
        (Icon::Pause, t!("Pause"), t!("Pause (Space)"))
    } else {
        (Icon::Play, t!("Play"), t!("Play (Space)"))
    };
    button("button primary play")
        .id("play")
        .title(title)
        .label(word)
        .on_click(act(&props.on, Action::TogglePlay))
        .child(icon.draw())
        .child(span("word").child(word))
        .into()
}

fn step(props: &Props) -> Html {
    button("button")
        .id("next")
        .title(t!("Go to the next event (→)"))
        .label(t!("Next event"))
        .on_click(act(&props.on, Action::NextEvent))
        .child(Icon::Next.draw())
        .child(span("word").child(t!("Next event")))
        .into()
}

fn skip(props: &Props) -> Html {
    button("button")
        .id("skip")
        .title(t!("Go on to the next thing worth telling: an election, a split, a crash … (N)"))
        .label(t!("Skip ahead"))
        .on_click(act(&props.on, Action::SkipAhead))
        .child(Icon::Skip.draw())
        .child(span("word").child(t!("Skip ahead")))
        .into()
}

fn speed(props: &Props) -> Html {
    let on = props.on.clone();
    let oninput = move |event: InputEvent| {
        if let Ok(rung) = value_of(&event).parse() {
            on.emit(Msg::Act(Action::SetSpeed(Speed::rung(rung))));
        }
    };
    let on = props.on.clone();
    let onchange = move |event: Event| {
        if let Ok(rung) = value_of(&event).parse() {
            on.emit(Msg::Act(Action::SetSpeed(Speed::rung(rung))));
        }
    };
    let place = props.speed.place();
    let last = Speed::COUNT - 1;
    fragment()
        .child(
            el("label")
                .class("speed")
                .child(span("word").child(t!("Speed")))
                .child(
                    el("input")
                        .id("speed")
                        .attr("type", "range")
                        .attr("min", "0")
                        .attr("max", last.to_string())
                        .attr("step", "1")
                        .value(place.to_string())
                        .label(t!("Speed"))
                        .attr("aria-valuetext", props.speed.words())
                        .style(format!("--filled:{}%", place * 100 / last))
                        .on_input(oninput),
                )
                .child(el("output").child(props.speed.words())),
        )
        // On a narrow page a menu takes the slider's place; the style sheet shows one of them.
        .child(
            el("select")
                .class("select speed-menu")
                .id("speed-menu")
                .label(t!("Speed"))
                .on_change(onchange)
                .children(Speed::all().map(|speed| {
                    el("option")
                        .value(speed.place().to_string())
                        .attr("selected", speed == props.speed)
                        .child(speed.signs())
                })),
        )
        .into()
}
