//! The inspector of a server: what it is and why, what it waits for, and everything one can do to it.

use std::rc::Rc;

use recraft_scene::palette::{Theme, Tone};
use recraft_sim::command::Command;
use recraft_words::{t, tn};
use yew::prelude::*;

use crate::app::Msg;
use crate::session::Action;
use crate::session::inspect::{NodeCard, Peer};
use crate::ui::colour::css;

use super::extensions::hand_over;
use super::links::{self, Links};
use super::parts::{data, fact, heading, recent, waiting};
use crate::ui::element::{button, component, div, el, fragment, p, span, text};
use crate::ui::press::{act, cluster_link, node_link};

pub struct Props {
    pub card: Rc<NodeCard>,
    pub theme: Theme,
    pub on: Callback<Msg>,
}

pub fn node_card(props: &Props) -> Html {
    let card = &props.card;
    let node = card.id;
    let swatch = card.hue.map(|hue| css(hue, card.step, Tone::Solid, props.theme));
    div("card node")
        .key("node")
        .attr("data-inspecting", card.id.to_string())
        .child(heading(&card.id.to_string(), &card.role, swatch, &props.on))
        .child(actions(props))
        .child(card.could_lead.map(|cluster| hand_over(cluster, card.id, &props.on)))
        .child(component::<Links>(links::Props { node, links: card.links.clone(), on: props.on.clone() }))
        .child(p("dim").child(card.meaning))
        .child(waiting(None, &card.waits))
        .child(facts(props))
        .child((!card.peers.is_empty()).then(|| {
            el("section").child(el("h3").child(t!("What it knows the others hold"))).child(peers(card, props))
        }))
        .child(
            card.data.as_ref().map(|copy| {
                el("section").child(el("h3").child(t!("Its copy of the data"))).child(data(copy))
            }),
        )
        .child(whole(card))
        .child(recent(&card.recent, &props.on))
        .into()
}

fn facts(props: &Props) -> Html {
    let (card, on) = (&props.card, &props.on);
    let none = || span("dim").child(t!("none")).into();
    let named = |node| if node == card.id { text(t!("itself")) } else { node_link(on, node) };
    let leader = card.leader.map_or_else(|| span("dim").child(t!("not known")).into(), named);
    let time = fact(t!("Epoch, term"), text(format!("{}, {}", card.at.epoch, card.at.term)));
    let vote = fact(t!("Voted for"), card.voted_for.map_or_else(none, named));
    let log = fact(t!("Log"), tn!(card.last, "{count} entry", "{count} entries"));
    let cluster = fact(t!("Cluster"), card.cluster.map_or_else(none, |cluster| cluster_link(on, cluster)));
    let Some(commit) = card.commit else {
        return fragment()
            .child(
                el("section")
                    .child(el("h3").child(t!("On its disk")))
                    .child(el("dl").class("facts").child(cluster).child(time).child(vote).child(log)),
            )
            .child(
                el("section").child(el("h3").child(t!("In memory, so lost"))).child(
                    el("dl")
                        .class("facts")
                        .child(fact(t!("Committed"), span("dim").child(t!("not known while it is down"))))
                        .child(fact(t!("Data"), span("dim").child(t!("made again from the log")))),
                ),
            )
            .into();
    };
    el("dl")
        .class("facts")
        .child(cluster)
        .child(time)
        .child(fact(t!("Leader"), leader))
        .child(vote)
        .child(log)
        .child(fact(t!("Committed"), t!("up to {commit}", commit)))
        .child(
            card.timer.as_ref().map(|(name, left_us)| fact(name, t!("in {left} ms", left = left_us / 1000))),
        )
        .into()
}

/// Everything it is made of, with what its last event has changed.
fn whole(card: &NodeCard) -> Html {
    let part = |(name, value, before): &(&'static str, String, Option<String>)| {
        el("div").class_if("changed", before.is_some()).child(el("dt").child(*name)).child(
            el("dd")
                .child(value)
                .child(before.as_ref().map(|before| span("before").child(t!(" was {before}", before)))),
        )
    };
    el("details")
        .class("whole")
        .child(el("summary").id("whole-state").child(t!("All of its state")))
        .child(el("dl").class("facts").children(card.state.iter().map(part)))
        .into()
}

fn actions(props: &Props) -> Html {
    let (card, node) = (&props.card, props.card.id);
    let give = |action: Action| act(&props.on, action);
    let (crash, crash_title) = if card.up {
        (t!("Crash"), t!("Stop it; what is on its disk stays (C)"))
    } else {
        (t!("Restart"), t!("Start it again with what is on its disk (C)"))
    };
    let (isolate, isolate_title) = if card.isolated {
        (t!("Reconnect"), t!("Let it reach the others again (I)"))
    } else {
        (t!("Isolate"), t!("Cut it off from all others (I)"))
    };
    // The second press of two that come at once is not meant for what has just taken the first one's place.
    let on = props.on.clone();
    let toggle = move |event: MouseEvent| {
        if event.detail() < 2 {
            on.emit(Msg::Act(Action::ToggleCrash(node)));
        }
    };
    div("actions")
        .child(
            button("button")
                .class_if("primary", !card.up)
                .id("crash")
                .title(crash_title)
                .on_click(toggle)
                .child(crash),
        )
        .child(
            button("button")
                .id("timeout")
                .title(t!("Let its election timer run out now (T)"))
                .attr("disabled", !card.can_time_out)
                .on_click(give(Action::Do(Command::Timeout { node })))
                .child(t!("Time out")),
        )
        .child(
            button("button")
                .id("isolate")
                .title(isolate_title)
                .on_click(give(Action::ToggleIsolation(node)))
                .child(isolate),
        )
        .into()
}

fn peers(card: &NodeCard, props: &Props) -> Html {
    let last = card.last.max(1);
    let share = |index: u64| index.min(last) * 100 / last;
    let row = |peer: &Peer| {
        el("li")
            .key(peer.node.0)
            .child(node_link(&props.on, peer.node))
            .child(span("bar").style(format!("--held:{}%", share(peer.matched))))
            .child(span("dim small").child(known(peer, card.last)))
    };
    el("ul").class("peers").children(card.peers.iter().map(row)).into()
}

/// What a leader knows of a peer's log, and what it does not know: that the peer is down.
fn known(peer: &Peer, last: u64) -> String {
    let held = match peer.matched {
        0 => t!("not known yet").to_owned(),
        matched => t!("{matched} of {last}", matched, last),
    };
    if peer.up { held } else { t!("{held}; down", held) }
}
