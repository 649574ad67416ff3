//! What the inspectors have in common.

use recraft_words::t;
use yew::prelude::*;

use recraft_scene::words::lists::sentence;

use crate::app::Msg;
use crate::session::inspect::{Data, Recent};
use crate::session::{Action, Selection};
use crate::ui::element::{Piece, button, el, fragment, p, section, span};
use crate::ui::gloss::glossed;
use crate::ui::icon::Icon;
use crate::ui::press::act;
use crate::ui::words::milliseconds;

/// The title of what is selected and what it is, with a way out. It is one line high whatever it says, so that the buttons below
/// it stay where they are.
pub fn heading(title: &str, role: &str, swatch: Option<String>, on: &Callback<Msg>) -> Html {
    el("header")
        .class("heading")
        .child(
            el("h2")
                .child(swatch.map(|colour| span("swatch").style(format!("--hue:{colour}"))))
                .child(el("span").child(title.to_owned()))
                .child((!role.is_empty()).then(|| span("role").child(role.to_owned()))),
        )
        .child(
            button("button quiet icon")
                .label(t!("Select nothing"))
                .title(t!("Select nothing (Esc)"))
                .on_click(act(on, Action::Select(None)))
                .child(Icon::Close.draw()),
        )
        .into()
}

/// A fact with its name.
pub fn fact(name: &str, value: impl Piece) -> Html {
    el("div").child(el("dt").child(glossed(name))).child(el("dd").child(value)).into()
}

/// What something is in the middle of, and what it waits for; nothing if it is at rest.
pub fn waiting(stage: Option<&str>, sentences: &[String]) -> Html {
    if stage.is_none() && sentences.is_empty() {
        return Html::default();
    }
    section("waiting")
        .label(t!("What it waits for"))
        .child(stage.map(|stage| el("strong").child(glossed(stage))))
        .children(sentences.iter().map(|text| el("p").child(glossed(&sentence(text)))))
        .into()
}

/// Keys and values.
pub fn data(Data { pairs, more }: &Data) -> Html {
    if pairs.is_empty() {
        return p("dim small").child(t!("No keys yet.")).into();
    }
    fragment()
        .child(el("dl").class("data").children(pairs.iter().map(|(key, value)| {
            el("div").child(el("dt").child(key)).child(el("dd").title(value.clone()).child(value))
        })))
        .child((*more > 0).then(|| p("dim small").child(t!("and {more} more", more))))
        .into()
}

/// What somebody did last; each selects its event.
pub fn recent(lines: &[Recent], on: &Callback<Msg>) -> Html {
    if lines.is_empty() {
        return Html::default();
    }
    el("section")
        .child(el("h3").child(t!("What happened last")))
        .child(el("ol").class("recent").children(lines.iter().map(|line| {
            el("li").key(line.seq).child(
                button("told")
                    .on_click(act(on, Action::Select(Some(Selection::Event(line.seq)))))
                    .child(el("time").child(milliseconds(line.at_us)))
                    .child(el("span").child(&line.text)),
            )
        })))
        .into()
}
