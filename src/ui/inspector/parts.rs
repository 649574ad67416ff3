//! What the inspectors have in common.

use yew::prelude::*;

use crate::app::Msg;
use crate::session::inspect::{Data, Recent};
use crate::session::{Action, Selection};
use crate::ui::gloss::glossed;
use crate::ui::icon::Icon;
use crate::ui::press::act;
use crate::ui::words::milliseconds;

/// The title of what is selected and what it is, with a way out. It is one line high whatever it says, so that the buttons below
/// it stay where they are.
pub fn heading(title: &str, role: &str, swatch: Option<String>, on: &Callback<Msg>) -> Html {
    html! {
        <header class="heading">
            <h2>
                if let Some(colour) = swatch {
                    <span class="swatch" style={format!("--hue:{colour}")}></span>
                }
                <span>{ title }</span>
                if !role.is_empty() {
                    <span class="role">{ role }</span>
                }
            </h2>
            <button class="button quiet icon" aria-label="Select nothing" title="Select nothing (Esc)"
                onclick={act(on, Action::Select(None))}>{ Icon::Close.draw() }</button>
        </header>
    }
}

/// A fact with its name.
pub fn fact(name: &str, value: Html) -> Html {
    html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> }
}

/// What something is in the middle of, and what it waits for; nothing if it is at rest.
pub fn waiting(stage: Option<&str>, sentences: &[String]) -> Html {
    if stage.is_none() && sentences.is_empty() {
        return Html::default();
    }
    html! {
        <section class="waiting" aria-label="What it waits for">
            if let Some(stage) = stage {
                <strong>{ glossed(stage) }</strong>
            }
            { for sentences.iter().map(|text| html! { <p>{ glossed(&sentence(text)) }</p> }) }
        </section>
    }
}

/// With a capital at the beginning and a full stop at the end.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['.']).collect()
}

/// Keys and values.
pub fn data(Data { pairs, more }: &Data) -> Html {
    if pairs.is_empty() {
        return html! { <p class="dim small">{ "No keys yet." }</p> };
    }
    html! {
        <>
            <dl class="data">
                { for pairs.iter().map(|(key, value)| html! { <div><dt>{ key }</dt><dd title={value.clone()}>{ value }</dd></div> }) }
            </dl>
            if *more > 0 {
                <p class="dim small">{ format!("and {more} more") }</p>
            }
        </>
    }
}

/// What somebody did last; each selects its event.
pub fn recent(lines: &[Recent], on: &Callback<Msg>) -> Html {
    if lines.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h3>{ "What happened last" }</h3>
            <ol class="recent">
                { for lines.iter().map(|line| html! {
                    <li key={line.seq}><button class="told" onclick={act(on, Action::Select(Some(Selection::Event(line.seq))))}><time>{ milliseconds(line.at_us) }</time><span>{ &line.text }</span></button></li>
                }) }
            </ol>
        </section>
    }
}
