//! The switches of the protocol: timing, Raft's extensions; and what the nodes do wrong on purpose. A turn of a switch is a command like
//! any other: it is a part of the run, and holds from that moment on.

use recraft_protocol::mistakes::Mistake;
use recraft_protocol::settings::{Settings, Timing};
use recraft_scene::words::settings::{
    Extension, Subject, mistake_meaning, mistake_title, mistakes_words, subject,
};
use recraft_sim::command::Command;
use recraft_words::t;
use yew::prelude::*;

use crate::app::{Explore, Msg};
use crate::browser::value_of;
use crate::session::Action;
use crate::session::switches::{choose, chosen, options, with_election_ms};
use crate::ui::element::{button, div, el, p};

use super::inspector::slider;
use super::press::{act, press};
use super::sheet::Sheet;

#[derive(PartialEq)]
pub struct Props {
    pub settings: Settings,
    pub on: Callback<Msg>,
}

pub fn protocol(props: &Props) -> Html {
    let (now, on) = (props.settings, &props.on);
    let plain = Settings::default();
    let extended =
        |subject| Extension::ALL.into_iter().filter(move |extension| extension.subject() == subject);
    div("switches")
    .child(p("lead")
        .child(t!("Every node follows what is chosen here, from this moment of the run on. At first it is the plain protocol: Raft's main part and ReCraft.")))
    .child((now != plain).then(|| el("p").child(back_to_plain(on))))
    .child(el("h3").child(t!("Timing")))
    .child(timing(now, on))
    .child(el("h3").child(t!("Raft's extensions")))
    .children(Subject::ALL.map(|subject| group(subject, extended(subject).map(|extension| one(extension, now, on)).collect()))).into()
}

/// What the nodes can do wrong on purpose.
pub fn mistakes(props: &Props) -> Html {
    let (now, on) = (props.settings, &props.on);
    div("switches")
        .child(p("lead").child(t!(
            "Each of these breaks one rule, from this moment of the run on. The checks look on, and the explorer finds a run in which it shows."
        )))
        .child((!now.mistakes.is_empty()).then(|| {
            div("row")
                .child(
                    button("button primary")
                        .id("find-broken")
                        .on_click(press(on, Msg::Explore(Explore::Wrong)))
                        .child(t!("Find a run in which it shows")),
                )
                .child(back_to_plain(on))
        }))
        .children(Subject::ALL.map(|asked| {
            let all = Mistake::ALL.into_iter().filter(|&mistake| subject(mistake) == asked);
            group(asked, all.map(|mistake| wrong(mistake, now, on)).collect())
        }))
        .into()
}

fn back_to_plain(on: &Callback<Msg>) -> Html {
    button("button")
        .id("plain")
        .on_click(act(on, set(Settings::default())))
        .child(t!("Back to the plain protocol"))
        .into()
}

const fn set(settings: Settings) -> Action {
    Action::Do(Command::SetSettings { settings })
}

fn group(subject: Subject, rows: Vec<Html>) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    el("fieldset").child(el("legend").class("label").child(subject.title())).children(rows).into()
}

/// A switch that is on or off; turned, it gives these settings.
fn switch(
    id: &str,
    title: &'static str,
    meaning: &'static str,
    is_on: bool,
    turned: Settings,
    on: &Callback<Msg>,
) -> Html {
    let onchange = on.reform(move |_: Event| Msg::Act(set(turned)));
    el("label")
        .class("switch")
        .child(
            el("input")
                .attr("type", "checkbox")
                .label(title)
                .attr("aria-describedby", about(id))
                .id(id.to_owned())
                .checked(is_on)
                .on_change(onchange),
        )
        .child(el("span").child(el("strong").child(title)).child(el("small").id(about(id)).child(meaning)))
        .into()
}

/// The id of the sentence that says what a switch does.
fn about(id: &str) -> String {
    format!("{id}-about")
}

fn one(extension: Extension, now: Settings, on: &Callback<Msg>) -> Html {
    let id = format!("ext-{}", extension as u8);
    let at = chosen(&now.extensions, extension);
    let words = options(extension);
    let with = move |nth| Settings { extensions: choose(now.extensions, extension, nth), ..now };
    if words.is_empty() {
        let is_on = at == Some(1);
        return switch(&id, extension.title(), extension.meaning(), is_on, with(usize::from(!is_on)), on);
    }
    let onchange = {
        let on = on.clone();
        move |event: Event| {
            if let Ok(nth) = value_of(&event).parse() {
                on.emit(Msg::Act(set(with(nth))));
            }
        }
    };
    el("label")
        .class("switch")
        .child(
            el("span")
                .child(el("strong").child(extension.title()))
                .child(el("small").id(about(&id)).child(extension.meaning())),
        )
        .child(
            el("select")
                .class("select")
                .label(extension.title())
                .attr("aria-describedby", about(&id))
                .id(id.clone())
                .on_change(onchange)
                .child(at.is_none().then(|| {
                    el("option").attr("selected", true).attr("disabled", true).child(t!("as it is"))
                }))
                .children(words.iter().enumerate().map(|(nth, word)| {
                    el("option").value(nth.to_string()).attr("selected", at == Some(nth)).child(word)
                })),
        )
        .into()
}

fn wrong(mistake: Mistake, now: Settings, on: &Callback<Msg>) -> Html {
    let is_on = now.makes(mistake);
    let mistakes = if is_on { now.mistakes.without(mistake) } else { now.mistakes.with(mistake) };
    let id = format!("mistake-{}", mistake.name());
    switch(&id, mistake_title(mistake), mistake_meaning(mistake), is_on, Settings { mistakes, ..now }, on)
}

fn timing(now: Settings, on: &Callback<Msg>) -> Html {
    let timing = now.timing;
    let change = |change: fn(Timing, u64) -> Timing| {
        let on = on.clone();
        move |event: Event| {
            if let Ok(ms) = value_of(&event).parse() {
                on.emit(Msg::Act(set(Settings { timing: change(timing, ms), ..now })));
            }
        }
    };
    let ms = |us: u64| format!("{} ms", us / 1_000);
    let election = format!("{}–{}", timing.election.min_us / 1_000, ms(timing.election.max_us));
    div("sliders wide")
        .child(slider(
            "election",
            t!("Election timeout"),
            timing.election.min_us / 1_000,
            20,
            1_000,
            &election,
            change(with_election_ms),
        ))
        .child(slider(
            "heartbeat",
            t!("Heartbeat every"),
            timing.heartbeat_us / 1_000,
            5,
            500,
            &ms(timing.heartbeat_us),
            change(|timing, ms| Timing { heartbeat_us: ms * 1_000, ..timing }),
        ))
        .child(slider(
            "retry",
            t!("Ask again after"),
            timing.retry_us / 1_000,
            20,
            1_000,
            &ms(timing.retry_us),
            change(|timing, ms| Timing { retry_us: ms * 1_000, ..timing }),
        ))
        .into()
}

/// What is wrong on purpose, as long as anything is: nobody shall take what then happens for the protocol.
pub fn mistaken(props: &Props) -> Html {
    let mistakes = props.settings.mistakes;
    if mistakes.is_empty() {
        return Html::default();
    }
    div("mistaken")
        .id("mistaken")
        .role("region")
        .label(t!("Wrong on purpose: "))
        .child(
            el("p")
                .child(el("strong").child(t!("Wrong on purpose: ")))
                .child(mistakes_words(mistakes))
                .child("."),
        )
        .child(
            button("link")
                .on_click(press(&props.on, Msg::Open(Some(Sheet::Mistakes))))
                .child(t!("Break a rule…")),
        )
        .into()
}
