//! The header: the lab's name, what the run starts with, its seed, the verdict of the checks, theme and help.

use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::browser::{show_choice, value_of};
use crate::session::Preset;
use crate::session::link::Theme;
use crate::session::preset::{named, title};
use crate::ui::element::{button, div, el, span};

use super::icon::{Icon, mark};
use super::press::press;
use super::sheet::Sheet;

#[derive(PartialEq)]
pub struct Props {
    pub preset: Preset,
    /// What the run is, if it did not begin with a preset.
    pub loaded: Option<AttrValue>,
    pub seed: u64,
    pub violations: usize,
    pub theme: Option<Theme>,
    /// Whether the system is dark.
    pub dark: bool,
    pub on: Callback<Msg>,
}

pub fn header(props: &Props) -> Html {
    el("header")
        .class("header")
        .child(el("h1").class("brand").child(mark()).child(span("brand-name").child("ReCraft Lab")))
        .child(presets(props))
        .child(seed(props))
        .child(
            button("button")
                .id("lessons-button")
                .title(t!("Lessons: a course of short stories with questions"))
                .label(t!("Lessons"))
                .on_click(press(&props.on, Msg::Open(Some(Sheet::Course))))
                .child(Icon::Book.draw())
                .child(span("word").child(t!("Lessons"))),
        )
        .child(span("gap"))
        .child(verdict(props))
        .child(
            button("button")
                .id("share-button")
                .title(t!("Hand this run on: as a link"))
                .label(t!("Share"))
                .on_click(press(&props.on, Msg::Open(Some(Sheet::Share))))
                .child(Icon::Share.draw())
                .child(span("word").child(t!("Share"))),
        )
        .child(theme_button(props))
        .child(
            button("button quiet icon")
                .id("help-button")
                .title(t!("Help: signs and keys (?)"))
                .label(t!("Help: signs and keys"))
                .on_click(press(&props.on, Msg::Open(Some(Sheet::Help))))
                .child(Icon::Help.draw()),
        )
        .into()
}

fn presets(props: &Props) -> Html {
    let on = props.on.clone();
    let place = Preset::ALL.iter().position(|&preset| preset == props.preset).unwrap_or(0);
    let place = if props.loaded.is_some() { 0 } else { place };
    let onchange = move |event: Event| match named(&value_of(&event)) {
        Some(preset) => on.emit(Msg::Start { preset, seed: None }),
        None => {
            // Nothing has been chosen yet.
            show_choice(&event, place);
            on.emit(Msg::Open(Some(Sheet::Library)));
        }
    };
    el("select")
        .class("select")
        .id("preset")
        .label(t!("Start with"))
        .on_change(onchange)
        .child(
            props
                .loaded
                .as_ref()
                .map(|title| el("option").attr("selected", true).child(recraft_words::of(title).to_owned())),
        )
        .children(Preset::ALL.map(|preset| {
            el("option")
                .value(preset.name())
                .attr("selected", preset == props.preset && props.loaded.is_none())
                .child(title(preset))
        }))
        .child(el("option").child(t!("A story…")))
        .into()
}

fn seed(props: &Props) -> Html {
    let (on, preset) = (props.on.clone(), props.preset);
    let onchange = move |event: Event| match value_of(&event).trim().parse() {
        Ok(seed) => on.emit(Msg::Start { preset, seed: Some(seed) }),
        Err(_) => on.emit(Msg::Complain(
            t!("That is not a seed: a seed is a whole number, such as 42. The run has not changed.").into(),
        )),
    };
    div("seed")
        .child(
            el("label").child(span("word").child(t!("Seed "))).child(
                el("input")
                    .class("input")
                    .id("seed")
                    .attr("inputmode", "numeric")
                    .label(t!("Seed: the same seed gives the same run"))
                    .title(t!("The same seed and the same commands give the same run"))
                    .value(props.seed.to_string())
                    .on_change(onchange),
            ),
        )
        .child(
            button("button quiet")
                .id("new-run")
                .label(t!("New run"))
                .title(t!("Start again with a fresh seed"))
                .on_click(press(&props.on, Msg::Start { preset, seed: None }))
                .child(Icon::Dice.draw())
                .child(span("word").child(t!("New run"))),
        )
        .into()
}

fn verdict(props: &Props) -> Html {
    let onclick = press(&props.on, Msg::ShowChecks);
    match props.violations {
        0 => button("verdict")
            .id("verdict")
            .label(t!("Safe: show the checks"))
            .title(t!("Every safety property holds after every event so far"))
            .on_click(onclick)
            .child(Icon::Check.draw())
            .child(span("word").child(t!("Safe")))
            .into(),
        count => button("verdict violated")
            .id("verdict")
            .on_click(onclick)
            .child(Icon::Alarm.draw())
            .child(el("span").child(t!("{count} violated", count)))
            .into(),
    }
}

fn theme_button(props: &Props) -> Html {
    // The first press changes what one sees: it turns to what the system is not.
    let (icon, next, label) = match (props.theme, props.dark) {
        (None, true) => (Icon::System, Some(Theme::Light), t!("Theme: as the system. Change to light")),
        (None, false) => (Icon::System, Some(Theme::Dark), t!("Theme: as the system. Change to dark")),
        (Some(Theme::Light), true) => (Icon::Sun, Some(Theme::Dark), t!("Theme: light. Change to dark")),
        (Some(Theme::Light), false) => {
            (Icon::Sun, Some(Theme::Contrast), t!("Theme: light. Change to high contrast"))
        }
        (Some(Theme::Dark), true) => {
            (Icon::Moon, Some(Theme::Contrast), t!("Theme: dark. Change to high contrast"))
        }
        (Some(Theme::Dark), false) => (Icon::Moon, Some(Theme::Light), t!("Theme: dark. Change to light")),
        (Some(Theme::Contrast), _) => {
            (Icon::Contrast, None, t!("Theme: high contrast. Change to as the system"))
        }
    };
    button("button quiet icon")
        .id("theme")
        .title(label)
        .label(label)
        .on_click(press(&props.on, Msg::Theme(next)))
        .child(icon.draw())
        .into()
}
