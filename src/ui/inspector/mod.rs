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
use yew::prelude::*;

use crate::app::Msg;
use crate::session::Editor;
use crate::session::inspect::Inspected;
use crate::session::suggest::Suggestion;

pub use network::slider;

use client::ClientInspector;
use cluster::ClusterInspector;
use event::{EntryInspector, EventInspector};
use message::MessageInspector;
use node::NodeInspector;
use start::{Start, offers};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub inspected: Inspected,
    /// What to try next: at hand whatever is selected.
    pub suggestions: Rc<Vec<Suggestion>>,
    pub editor: Option<Editor>,
    pub theme: Theme,
    pub on: Callback<Msg>,
}

#[component]
pub fn Inspector(props: &Props) -> Html {
    let selected = !matches!(props.inspected, Inspected::Nothing(_));
    html! {
        <div class="inspector">
            { card(props) }
            // Who is in the middle of an editor is not offered something else.
            if selected && props.editor.is_none() {
                <details class="trying">
                    <summary id="try-this">{ "Try this" }</summary>
                    { offers(&props.suggestions, &props.on) }
                </details>
            }
        </div>
    }
}

fn card(props: &Props) -> Html {
    let on = props.on.clone();
    match props.inspected.clone() {
        Inspected::Nothing(card) => html! { <Start {card} suggestions={props.suggestions.clone()} {on} /> },
        Inspected::Node(card) => html! { <NodeInspector {card} theme={props.theme} {on} /> },
        Inspected::Cluster(card) => {
            html! { <ClusterInspector {card} editor={props.editor} theme={props.theme} {on} /> }
        }
        Inspected::Client(card) => html! { <ClientInspector {card} {on} /> },
        Inspected::Event(card) => html! { <EventInspector {card} {on} /> },
        Inspected::Entry(card) => html! { <EntryInspector {card} {on} /> },
        Inspected::Message(card) => html! { <MessageInspector {card} {on} /> },
    }
}
