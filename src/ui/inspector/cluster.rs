//! The inspector of a cluster: who is in it, what it is in the middle of, where it comes from, and how to change it.

use std::rc::Rc;

use recraft_scene::palette::{Theme, Tone};
use recraft_sim::command::Command;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::inspect::ClusterCard;
use crate::session::{Action, Editor};
use crate::ui::colour::css;
use crate::ui::words::keys;

use super::extensions::learners;
use super::key_form::KeyForm;
use super::members::MembersEditor;
use super::merge::MergeEditor;
use super::parts::{data, fact, heading, waiting};
use super::split::SplitEditor;
use crate::ui::press::{act, cluster_link, node_link};

pub struct Props {
    pub card: Rc<ClusterCard>,
    pub editor: Option<Editor>,
    pub theme: Theme,
    pub on: Callback<Msg>,
}

pub fn cluster_card(props: &Props) -> Html {
    let (card, on) = (&props.card, &props.on);
    let swatch = Some(css(card.hue, 2, Tone::Solid, props.theme));
    html! {
        <div key="cluster" class="card cluster" data-inspecting={card.id.to_string()}>
            { heading(&card.id.to_string(), &card.standing, swatch, on) }
            if card.ended {
                <p class="dim">{ card.meaning }</p>
                { descendants(card, on) }
            } else {
                { editors(props) }
                <p class="dim">{ card.meaning }</p>
                { stage(card, on) }
                { facts(card, on) }
                <section>
                    <h3>{ "Write and read its keys" }</h3>
                    <KeyForm key={card.id.0} key_hint={card.key_hint.clone()} answer={card.answer.clone().map(AttrValue::from)} on={on.clone()} />
                </section>
                { learners(card, on) }
                { holds(card, on) }
            }
        </div>
    }
}

/// What the cluster's store holds, and according to whom.
fn holds(card: &ClusterCard, on: &Callback<Msg>) -> Html {
    let Some((from, copy)) = &card.data else { return Html::default() };
    let leads = if card.leader == Some(*from) { "the leader" } else { "who has applied most" };
    html! {
        <section>
            <h3>{ "What it holds" }</h3>
            { data(copy) }
            <p class="dim small">{ "As applied by " }{ node_link(on, *from) }{ format!(", {leads}.") }</p>
        </section>
    }
}

fn list(items: impl Iterator<Item = Html>) -> Html {
    html! { <span class="names">{ for items }</span> }
}

fn facts(card: &ClusterCard, on: &Callback<Msg>) -> Html {
    html! {
        <dl class="facts">
            { fact("Members", list(card.members.iter().map(|node| node_link(on, node)))) }
            { fact("Leader", card.leader.map_or_else(|| html! { <span class="dim">{ "none" }</span> }, |node| node_link(on, node))) }
            { fact("Quorum", html! { format!("{} of {}", card.quorum, card.members.len()) }) }
            { fact("Epoch", html! { card.epoch }) }
            { fact("Keys", html! { keys(&card.ranges).trim_start_matches("keys ").to_string() }) }
            if !card.parents.is_empty() {
                { fact("Came from", list(card.parents.iter().map(|&parent| cluster_link(on, parent)))) }
            }
        </dl>
    }
}

fn descendants(card: &ClusterCard, on: &Callback<Msg>) -> Html {
    html! {
        <p class="note">
            { "It has ended. Its nodes went on in " }
            { list(card.children.iter().map(|&child| cluster_link(on, child))) }
        </p>
    }
}

fn stage(card: &ClusterCard, on: &Callback<Msg>) -> Html {
    html! {
        <>
            { waiting(card.stage.as_deref(), &card.waits) }
            if let Some(txid) = card.cancel {
                <button class="button wide" id="cancel-merge"
                    onclick={act(on, Action::Do(Command::CancelMerge { cluster: card.id, txid }))}>
                    { "Cancel the merge" }
                </button>
            }
        </>
    }
}

fn editors(props: &Props) -> Html {
    let (card, on) = (&props.card, &props.on);
    let cluster = card.id;
    let open = |editor: Editor| act(on, Action::Edit(Some((cluster, editor))));
    match props.editor {
        Some(Editor::Split) => {
            html! { <section><h3>{ "Split" }</h3><SplitEditor key={cluster.0} card={card.clone()} on={on.clone()} /></section> }
        }
        Some(Editor::Merge(with)) => html! {
            <section><h3>{ "Merge" }</h3><MergeEditor key={cluster.0} card={card.clone()} {with} on={on.clone()} /></section>
        },
        Some(Editor::Members) => {
            html! { <section><h3>{ "Change members" }</h3><MembersEditor key={cluster.0} card={card.clone()} on={on.clone()} /></section> }
        }
        None => html! {
            <div class="actions three">
                <button class="button" id="open-split" disabled={card.members.len() < 2} onclick={open(Editor::Split)}>{ "Split…" }</button>
                <button class="button" id="open-merge" disabled={card.others.is_empty()} title="Needs another cluster" onclick={open(Editor::Merge(None))}>{ "Merge…" }</button>
                <button class="button" id="open-members" onclick={open(Editor::Members)}>{ "Members…" }</button>
            </div>
        },
    }
}
