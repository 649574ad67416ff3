//! The inspectors of an event and of an entry of the logs.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::Msg;
use crate::session::inspect::{EntryCard, EventCard, Told};
use crate::session::{Action, Selection, Travel};
use crate::ui::icon::Icon;
use crate::ui::press::{act, cluster_link, link, node_link};
use crate::ui::words::milliseconds;

use super::parts::{fact, heading};

pub struct EventProps {
    pub card: Rc<EventCard>,
    pub on: Callback<Msg>,
}

pub fn event_card(props: &EventProps) -> Html {
    let (card, on) = (&props.card, &props.on);
    let role = format!("event {}", card.seq);
    let told = |told: &Told| html! { <li>{ link(on, told.target, &told.text) }</li> };
    html! {
        <div key="event" class="card event" data-event={card.seq.to_string()}>
            { heading(card.kind, &role, None, on) }
            { walk(card.along.as_deref(), on) }
            <p class="say">{ &card.text }</p>
            <dl class="facts">
                { fact("When", html! { format!("{} ms", milliseconds(card.at_us)) }) }
                if !card.nodes.is_empty() {
                    { fact("Who", html! { <span class="names">{ for card.nodes.iter().map(|&node| node_link(on, node)) }</span> }) }
                }
                if let Some(cluster) = card.cluster {
                    { fact("Cluster", cluster_link(on, cluster)) }
                }
                if let Some(cause) = &card.cause {
                    { fact("Because of", link(on, cause.target, &cause.text)) }
                }
            </dl>
            <button class="button" id="go-there" title="Show the whole run as it was then" onclick={act(on, Action::Travel(Travel::ToEvent(card.seq)))}>{ "Go to this moment" }</button>
            if !card.sent.is_empty() {
                <section>
                    <h3>{ "Sent then" }</h3>
                    <ul class="sent">
                        { for card.sent.iter().map(told) }
                        if card.more > 0 {
                            <li class="dim">{ format!("and {} more", card.more) }</li>
                        }
                    </ul>
                </section>
            }
        </div>
    }
}

/// To the event before and after.
pub fn walk(along: Option<&str>, on: &Callback<Msg>) -> Html {
    let of = along.map_or_else(String::new, |name| format!(" of {name}"));
    let button = |id: &'static str, onward: bool, title: &'static str, icon: Icon, name: &'static str| {
        html! {
            <button class="button" {id} {title} onclick={act(on, Action::Walk { onward })}>{ icon.draw() }{ name }</button>
        }
    };
    html! {
        <div class="actions walk" role="group" aria-label={format!("Events{of}")}>
            { button("event-before", false, "The event before ([)", Icon::Previous, "Before") }
            { button("event-after", true, "The event after (])", Icon::Following, "After") }
        </div>
    }
}

pub struct EntryProps {
    pub card: Rc<EntryCard>,
    pub on: Callback<Msg>,
}

pub fn entry_card(props: &EntryProps) -> Html {
    let (card, on) = (&props.card, &props.on);
    let names = |nodes: Vec<_>| {
        if nodes.is_empty() {
            html! { <span class="dim">{ "nobody" }</span> }
        } else {
            html! { <span class="names">{ for nodes.into_iter().map(|node| node_link(on, node)) }</span> }
        }
    };
    let held = |committed: Option<bool>| {
        let those = card.held.iter().filter(|(_, knows)| committed.is_none_or(|wanted| wanted == *knows));
        names(those.map(|&(node, _)| node).collect())
    };
    html! {
        <div key="entry" class="card entry" data-entry-card={card.id.to_string()}>
            { heading(&format!("Entry {}", card.id.index), &format!("of {}", card.cluster), None, on) }
            { walk(None, on) }
            <p class="say mono">{ &card.text }</p>
            if card.boundary {
                <p class="note">{ "It ends the epoch: what follows it belongs to another cluster." }</p>
            }
            <dl class="facts">
                { fact("Epoch, term", html! { format!("{}, {}", card.id.at.epoch, card.id.at.term) }) }
                { fact("Cluster", cluster_link(on, card.cluster)) }
                { fact("In the log of", held(None)) }
                { fact("Committed", html! { <>{ "as known by " }{ held(Some(true)) }</> }) }
            </dl>
            if !card.others.is_empty() {
                <section>
                    <h3>{ "Another entry in its place" }</h3>
                    <ul class="sent">
                        { for card.others.iter().map(|&(node, id)| html! {
                            <li>{ node_link(on, node) }{ format!(" has one of {}", id.at) }{ " " }
                                { link(on, Selection::Entry(card.cluster, id), "look at it") }</li>
                        }) }
                    </ul>
                </section>
            }
        </div>
    }
}
