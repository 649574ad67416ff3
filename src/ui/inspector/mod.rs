//! The inspector: one component for each kind of thing that can be selected, and one for when nothing is.

mod client;
mod cluster;
mod event;
mod extensions;
mod key_form;
mod links;
mod members;
mod merge;
mod message;
mod network;
mod node;
mod parts;
mod split;
mod start;

use std::rc::Rc;

use recraft_scene::palette::Theme;
use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::browser;
use crate::session::Editor;
use crate::session::inspect::Inspected;
use crate::session::suggest::Suggestion;
use crate::ui::element::{div, el};

pub use network::slider;

use client::client_card;
use cluster::cluster_card;
use event::{EntryProps, EventProps, entry_card, event_card};
use message::message_card;
use node::node_card;
use start::{offers, start_card};

#[derive(PartialEq)]
pub struct Props {
    pub inspected: Inspected,
    /// What to try next: at hand whatever is selected.
    pub suggestions: Rc<Vec<Suggestion>>,
    pub editor: Option<Editor>,
    pub theme: Theme,
    pub on: Callback<Msg>,
}

pub fn inspector(props: &Props) -> Html {
    let selected = !matches!(props.inspected, Inspected::Nothing(_));
    div("inspector")
        .child(card(props))
        // Who is in the middle of an editor is not offered something else.
        .child((selected && props.editor.is_none()).then(|| {
            el("details")
                .class("trying")
                .id("trying")
                // What it holds may lie below what can be seen.
                .on_toggle(|_| {
                    browser::show("trying");
                })
                .child(el("summary").id("try-this").child(t!("Try this")))
                .child(offers(&props.suggestions, &props.on))
        }))
        .into()
}

/// The card of what is selected. Each kind has a key of its own, so that nothing typed into one appears in another.
fn card(props: &Props) -> Html {
    let (on, theme) = (props.on.clone(), props.theme);
    match props.inspected.clone() {
        Inspected::Nothing(card) => {
            start_card(&start::Props { card, suggestions: props.suggestions.clone(), on })
        }
        Inspected::Node(card) => node_card(&node::Props { card, theme, on }),
        Inspected::Cluster(card) => cluster_card(&cluster::Props { card, editor: props.editor, theme, on }),
        Inspected::Client(card) => client_card(&client::Props { card, on }),
        Inspected::Event(card) => event_card(&EventProps { card, on }),
        Inspected::Entry(card) => entry_card(&EntryProps { card, on }),
        Inspected::Message(card) => message_card(&message::Props { card, on }),
    }
}
