//! The inspector of a server: what it is and why, what it waits for, and everything one can do to it.

use std::rc::Rc;

use recraft_scene::palette::{Theme, Tone};
use recraft_sim::command::Command;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::Action;
use crate::session::inspect::{NodeCard, Peer};
use crate::ui::colour::css;

use super::extensions::hand_over;
use super::links::Links;
use super::parts::{data, fact, heading, recent, waiting};
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
    html! {
        <div key="node" class="card node" data-inspecting={card.id.to_string()}>
            { heading(&card.id.to_string(), &card.role, swatch, &props.on) }
            { actions(props) }
            if let Some(cluster) = card.could_lead {
                { hand_over(cluster, card.id, &props.on) }
            }
            <Links {node} links={card.links.clone()} on={props.on.clone()} />
            <p class="dim">{ card.meaning }</p>
            { waiting(None, &card.waits) }
            { facts(props) }
            if !card.peers.is_empty() {
                <section>
                    <h3>{ "What it knows the others hold" }</h3>
                    { peers(card, props) }
                </section>
            }
            if let Some(copy) = &card.data {
                <section>
                    <h3>{ "Its copy of the data" }</h3>
                    { data(copy) }
                </section>
            }
            { whole(card) }
            { recent(&card.recent, &props.on) }
        </div>
    }
}

fn facts(props: &Props) -> Html {
    let (card, on) = (&props.card, &props.on);
    let none = || html! { <span class="dim">{ "none" }</span> };
    let leader = match card.leader {
        Some(leader) if leader == card.id => html! { "itself" },
        Some(leader) => node_link(on, leader),
        None => html! { <span class="dim">{ "not known" }</span> },
    };
    let time = fact("Epoch, term", html! { format!("{}, {}", card.at.epoch, card.at.term) });
    let vote = fact("Voted for", card.voted_for.map_or_else(none, |node| node_link(on, node)));
    let log = fact(
        "Log",
        html! { { if card.last == 1 { "1 entry".to_owned() } else { format!("{} entries", card.last) } } },
    );
    let cluster = fact("Cluster", card.cluster.map_or_else(none, |cluster| cluster_link(on, cluster)));
    let Some(commit) = card.commit else {
        return html! {
            <>
                <section>
                    <h3>{ "On its disk" }</h3>
                    <dl class="facts">{ cluster }{ time }{ vote }{ log }</dl>
                </section>
                <section>
                    <h3>{ "In memory, so lost" }</h3>
                    <dl class="facts">
                        { fact("Committed", html! { <span class="dim">{ "not known while it is down" }</span> }) }
                        { fact("Data", html! { <span class="dim">{ "made again from the log" }</span> }) }
                    </dl>
                </section>
            </>
        };
    };
    html! {
        <dl class="facts">
            { cluster }
            { time }
            { fact("Leader", leader) }
            { vote }
            { log }
            { fact("Committed", html! { format!("up to {commit}") }) }
            if let Some((name, left_us)) = &card.timer {
                { fact(name, html! { format!("in {} ms", left_us / 1000) }) }
            }
        </dl>
    }
}

/// Everything it is made of, with what its last event has changed.
fn whole(card: &NodeCard) -> Html {
    let part = |(name, value, before): &(&'static str, String, Option<String>)| {
        html! {
            <div class={classes!(before.is_some().then_some("changed"))}>
                <dt>{ *name }</dt>
                <dd>
                    { value }
                    if let Some(before) = before {
                        <span class="before">{ " was " }{ before }</span>
                    }
                </dd>
            </div>
        }
    };
    html! {
        <details class="whole">
            <summary id="whole-state">{ "All of its state" }</summary>
            <dl class="facts">{ for card.state.iter().map(part) }</dl>
        </details>
    }
}

fn actions(props: &Props) -> Html {
    let (card, node) = (&props.card, props.card.id);
    let give = |action: Action| act(&props.on, action);
    let (crash, crash_title) = if card.up {
        ("Crash", "Stop it; what is on its disk stays (C)")
    } else {
        ("Restart", "Start it again with what is on its disk (C)")
    };
    let (isolate, isolate_title) = if card.isolated {
        ("Reconnect", "Let it reach the others again (I)")
    } else {
        ("Isolate", "Cut it off from all others (I)")
    };
    html! {
        <div class="actions">
            <button class={classes!("button", (!card.up).then_some("primary"))} id="crash" title={crash_title} onclick={give(Action::ToggleCrash(node))}>{ crash }</button>
            <button class="button" id="timeout" title="Let its election timer run out now (T)" disabled={!card.can_time_out}
                onclick={give(Action::Do(Command::Timeout { node }))}>{ "Time out" }</button>
            <button class="button" id="isolate" title={isolate_title} onclick={give(Action::ToggleIsolation(node))}>{ isolate }</button>
        </div>
    }
}

fn peers(card: &NodeCard, props: &Props) -> Html {
    let last = card.last.max(1);
    let share = |index: u64| index.min(last) * 100 / last;
    let row = |peer: &Peer| {
        html! {
            <li key={peer.node.0}>
                { node_link(&props.on, peer.node) }
                <span class="bar" style={format!("--held:{}%", share(peer.matched))}></span>
                <span class="dim small">{ known(peer, card.last) }</span>
            </li>
        }
    };
    html! { <ul class="peers">{ for card.peers.iter().map(row) }</ul> }
}

/// What a leader knows of a peer's log, and what it does not know: that the peer is down.
fn known(peer: &Peer, last: u64) -> String {
    let held = match peer.matched {
        0 => "not known yet".to_owned(),
        matched => format!("{matched} of {last}"),
    };
    if peer.up { held } else { format!("{held}; down") }
}
