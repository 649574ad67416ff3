//! The inspectors of an event and of an entry of the logs.

use recraft_words::t;
use std::rc::Rc;

use yew::prelude::*;

use crate::app::Msg;
use crate::session::inspect::{EntryCard, EventCard, Told};
use crate::session::{Action, Selection, Travel};
use crate::ui::element::{SLOT, button, div, el, fragment, p, span, text};
use crate::ui::icon::Icon;
use crate::ui::press::{act, cluster_link, link, node_link};
use crate::ui::words::milliseconds;

use super::parts::{fact, heading};

pub struct EventProps {
    pub card: Rc<EventCard>,
    pub on: Callback<Msg>,
}

#[inline(never)]
pub fn event_card(props: &EventProps) -> Html {
    let (card, on) = (&props.card, &props.on);
    let role = t!("event {seq}", seq = card.seq);
    let told = |told: &Told| el("li").child(link(on, told.target, &told.text));
    div("card event")
        .key("event")
        .attr("data-event", card.seq.to_string())
        .child(heading(card.kind, &role, None, on))
        .child(walk(card.along.as_deref(), on))
        .child(p("say").child(&card.text))
        .child(
            el("dl")
                .class("facts")
                .child(fact(t!("When"), format!("{} ms", milliseconds(card.at_us))))
                .child((!card.nodes.is_empty()).then(|| {
                    fact(
                        t!("Who"),
                        span("names").children(card.nodes.iter().map(|&node| node_link(on, node))),
                    )
                }))
                .child(card.cluster.map(|cluster| fact(t!("Cluster"), cluster_link(on, cluster))))
                .child(
                    card.cause
                        .as_ref()
                        .map(|cause| fact(t!("Because of"), link(on, cause.target, &cause.text))),
                ),
        )
        .child(
            button("button")
                .id("go-there")
                .title(t!("Show the whole run as it was then"))
                .on_click(act(on, Action::Travel(Travel::ToEvent(card.seq))))
                .child(t!("Go to this moment")),
        )
        .child((!card.sent.is_empty()).then(|| {
            el("section").child(el("h3").child(t!("Sent then"))).child(
                el("ul").class("sent").children(card.sent.iter().map(told)).child(
                    (card.more > 0)
                        .then(|| el("li").class("dim").child(t!("and {more} more", more = card.more))),
                ),
            )
        }))
        .into()
}

/// To the event before and after.
pub fn walk(along: Option<&str>, on: &Callback<Msg>) -> Html {
    let label = match along {
        Some(name) => t!("Events of {name}", name),
        None => t!("Events").to_owned(),
    };
    let button = |id: &'static str, onward: bool, title: &'static str, icon: Icon, name: &'static str| {
        button("button")
            .id(id)
            .title(title)
            .on_click(act(on, Action::Walk { onward }))
            .child(icon.draw())
            .child(name)
    };
    div("actions walk")
        .role("group")
        .label(label)
        .child(button("event-before", false, t!("The event before ([)"), Icon::Previous, t!("Before")))
        .child(button("event-after", true, t!("The event after (])"), Icon::Following, t!("After")))
        .into()
}

pub struct EntryProps {
    pub card: Rc<EntryCard>,
    pub on: Callback<Msg>,
}

#[inline(never)]
pub fn entry_card(props: &EntryProps) -> Html {
    let (card, on) = (&props.card, &props.on);
    let names = |nodes: Vec<_>| {
        if nodes.is_empty() {
            span("dim").child(t!("nobody"))
        } else {
            span("names").children(nodes.into_iter().map(|node| node_link(on, node)))
        }
    };
    let held = |committed: Option<bool>| {
        let those = card.held.iter().filter(|(_, knows)| committed.is_none_or(|wanted| wanted == *knows));
        names(those.map(|&(node, _)| node).collect())
    };
    div("card entry")
        .key("entry")
        .attr("data-entry-card", card.id.to_string())
        .child(heading(
            &t!("Entry {index}", index = card.id.index),
            &t!("of {cluster}", cluster = card.cluster),
            None,
            on,
        ))
        .child(walk(None, on))
        .child(p("say mono").child(&card.text))
        .child(
            card.boundary.then(|| {
                p("note").child(t!("It ends the epoch: what follows it belongs to another cluster."))
            }),
        )
        .child(
            el("dl")
                .class("facts")
                .child(fact(t!("Epoch, term"), text(format!("{}, {}", card.id.at.epoch, card.id.at.term))))
                .child(fact(t!("Cluster"), cluster_link(on, card.cluster)))
                .child(fact(t!("In the log of"), held(None)))
                .child(fact(
                    t!("Committed"),
                    fragment().around(&t!("as known by {nodes}", nodes = SLOT), held(Some(true))),
                )),
        )
        .child((!card.others.is_empty()).then(|| {
            el("section").child(el("h3").child(t!("Another entry in its place"))).child(
                el("ul").class("sent").children(card.others.iter().map(|&(node, id)| {
                    el("li")
                        .around(&t!("{node} has one of {at}", node = SLOT, at = id.at), node_link(on, node))
                        .child(" ")
                        .child(link(on, Selection::Entry(card.cluster, id), t!("look at it")))
                })),
            )
        }))
        .into()
}
