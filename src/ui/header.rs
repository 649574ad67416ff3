//! The header: the lab's name, what the run starts with, its seed, the verdict of the checks, theme and help.

use yew::prelude::*;

use crate::app::Msg;
use crate::browser::{show_choice, value_of};
use crate::session::Preset;
use crate::session::link::Theme;
use crate::session::preset::{named, title};

use super::icon::{Icon, mark};
use super::press::press;
use super::sheet::Sheet;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub preset: Preset,
    /// What the run is, if it did not begin with a preset.
    pub loaded: Option<AttrValue>,
    pub seed: u64,
    pub violations: usize,
    pub theme: Option<Theme>,
    pub on: Callback<Msg>,
}

#[component]
pub fn Header(props: &Props) -> Html {
    html! {
        <header class="header">
            <h1 class="brand">{ mark() }<span class="brand-name">{ "ReCraft Lab" }</span></h1>
            { presets(props) }
            { seed(props) }
            <button class="button" id="lessons-button" title="Lessons: a course of short stories with questions" aria-label="Lessons"
                onclick={press(&props.on, Msg::Open(Some(Sheet::Course)))}>{ Icon::Book.draw() }<span class="word">{ "Lessons" }</span></button>
            <span class="gap"></span>
            { verdict(props) }
            <button class="button" id="share-button" title="Hand this run on: as a link" aria-label="Share"
                onclick={press(&props.on, Msg::Open(Some(Sheet::Share)))}>{ Icon::Share.draw() }<span class="word">{ "Share" }</span></button>
            { theme_button(props) }
            <button class="button quiet icon" id="help-button" title="Help: signs and keys (?)" aria-label="Help: signs and keys"
                onclick={press(&props.on, Msg::Open(Some(Sheet::Help)))}>{ Icon::Help.draw() }</button>
        </header>
    }
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
    html! {
        <select class="select" id="preset" aria-label="Start with" {onchange}>
            if let Some(title) = &props.loaded {
                <option selected=true>{ title }</option>
            }
            { for Preset::ALL.map(|preset| html! {
                <option value={preset.name()} selected={preset == props.preset && props.loaded.is_none()}>{ title(preset) }</option>
            }) }
            <option>{ "A story…" }</option>
        </select>
    }
}

fn seed(props: &Props) -> Html {
    let (on, preset) = (props.on.clone(), props.preset);
    let onchange = move |event: Event| match value_of(&event).trim().parse() {
        Ok(seed) => on.emit(Msg::Start { preset, seed: Some(seed) }),
        Err(_) => on.emit(Msg::Complain(
            "That is not a seed: a seed is a whole number, such as 42. The run has not changed.".into(),
        )),
    };
    html! {
        <div class="seed">
            <label><span class="word">{ "Seed " }</span>
                <input class="input" id="seed" inputmode="numeric" aria-label="Seed: the same seed gives the same run"
                    title="The same seed and the same commands give the same run" value={props.seed.to_string()} {onchange} />
            </label>
            <button class="button quiet" id="new-run" aria-label="New run" title="Start again with a fresh seed"
                onclick={press(&props.on, Msg::Start { preset, seed: None })}>
                { Icon::Dice.draw() }<span class="word">{ "New run" }</span>
            </button>
        </div>
    }
}

fn verdict(props: &Props) -> Html {
    let onclick = press(&props.on, Msg::ShowChecks);
    match props.violations {
        0 => html! {
            <button class="verdict" id="verdict" aria-label="Safe: show the checks" title="Every safety property holds after every event so far" {onclick}>
                { Icon::Check.draw() }<span class="word">{ "Safe" }</span>
            </button>
        },
        count => html! {
            <button class="verdict violated" id="verdict" {onclick}>
                { Icon::Alarm.draw() }<span>{ format!("{count} violated") }</span>
            </button>
        },
    }
}

fn theme_button(props: &Props) -> Html {
    let (icon, now, next, then) = match props.theme {
        None => (Icon::System, "as the system", Some(Theme::Light), "light"),
        Some(Theme::Light) => (Icon::Sun, "light", Some(Theme::Dark), "dark"),
        Some(Theme::Dark) => (Icon::Moon, "dark", Some(Theme::Contrast), "high contrast"),
        Some(Theme::Contrast) => (Icon::Contrast, "high contrast", None, "as the system"),
    };
    let label = format!("Theme: {now}. Change to {then}");
    html! {
        <button class="button quiet icon" id="theme" title={label.clone()} aria-label={label}
            onclick={press(&props.on, Msg::Theme(next))}>{ icon.draw() }</button>
    }
}
