//! The inspector of a cluster: who is in it, what it is in the middle of, where it comes from, and how to change it.

use std::rc::Rc;

use recraft_scene::palette::{Theme, Tone};
use recraft_sim::command::Command;
use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::inspect::ClusterCard;
use crate::session::{Action, Editor};
use crate::ui::colour::css;
use crate::ui::words::keys_alone;

use super::extensions::learners;
use super::key_form::{self, KeyForm};
use super::members::{self, MembersEditor};
use super::merge::{self, MergeEditor};
use super::parts::{data, fact, heading, waiting};
use super::split::{self, SplitEditor};
use crate::ui::element::{SLOT, button, div, el, fragment, keyed, p, span};
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
    div("card cluster")
        .key("cluster")
        .attr("data-inspecting", card.id.to_string())
        .child(heading(&card.id.to_string(), &card.standing, swatch, on))
        .child(if card.ended {
            fragment().child(p("dim").child(card.meaning)).child(descendants(card, on))
        } else {
            fragment()
                .child(editors(props))
                .child(p("dim").child(card.meaning))
                .child(stage(card, on))
                .child(facts(card, on))
                .child(el("section").child(el("h3").child(t!("Write and read its keys"))).child(keyed::<
                    KeyForm,
                >(
                    card.id.0,
                    key_form::Props {
                        key_hint: card.key_hint.clone().into(),
                        answer: card.answer.clone().map(AttrValue::from),
                        on: on.clone(),
                    },
                )))
                .child(learners(card, on))
                .child(holds(card, on))
        })
        .into()
}

/// What the cluster's store holds, and according to whom.
fn holds(card: &ClusterCard, on: &Callback<Msg>) -> Html {
    let Some((from, copy)) = &card.data else { return Html::default() };
    let words = if card.leader == Some(*from) {
        t!("As applied by {node}, the leader.", node = SLOT)
    } else {
        t!("As applied by {node}, who has applied most.", node = SLOT)
    };
    el("section")
        .child(el("h3").child(t!("What it holds")))
        .child(data(copy))
        .child(p("dim small").around(&words, node_link(on, *from)))
        .into()
}

fn list(items: impl Iterator<Item = Html>) -> Html {
    span("names").children(items).into()
}

fn facts(card: &ClusterCard, on: &Callback<Msg>) -> Html {
    el("dl")
        .class("facts")
        .child(fact(t!("Members"), list(card.members.iter().map(|node| node_link(on, node)))))
        .child(fact(
            t!("Leader"),
            card.leader.map_or_else(|| span("dim").child(t!("none")).into(), |node| node_link(on, node)),
        ))
        .child(fact(
            t!("Quorum"),
            t!("{quorum} of {members}", quorum = card.quorum, members = card.members.len()),
        ))
        .child(fact(t!("Epoch"), card.epoch))
        .child(fact(t!("Keys"), keys_alone(&card.ranges)))
        .child((!card.parents.is_empty()).then(|| {
            fact(t!("Came from"), list(card.parents.iter().map(|&parent| cluster_link(on, parent))))
        }))
        .into()
}

fn descendants(card: &ClusterCard, on: &Callback<Msg>) -> Html {
    p("note")
        .around(
            &t!("It has ended. Its nodes went on in {clusters}", clusters = SLOT),
            list(card.children.iter().map(|&child| cluster_link(on, child))),
        )
        .into()
}

fn stage(card: &ClusterCard, on: &Callback<Msg>) -> Html {
    fragment()
        .child(waiting(card.stage.as_deref(), &card.waits))
        .child(card.cancel.map(|txid| {
            button("button wide")
                .id("cancel-merge")
                .on_click(act(on, Action::Do(Command::CancelMerge { cluster: card.id, txid })))
                .child(t!("Cancel the merge"))
        }))
        .into()
}

fn editors(props: &Props) -> Html {
    let (card, on) = (&props.card, &props.on);
    let cluster = card.id;
    let open = |editor: Editor| act(on, Action::Edit(Some((cluster, editor))));
    match props.editor {
        Some(Editor::Split) => el("section")
            .child(el("h3").child(t!(in "button": "Split")))
            .child(keyed::<SplitEditor>(cluster.0, split::Props { card: card.clone(), on: on.clone() }))
            .into(),
        Some(Editor::Merge(with)) => el("section")
            .child(el("h3").child(t!(in "button": "Merge")))
            .child(keyed::<MergeEditor>(cluster.0, merge::Props { card: card.clone(), with, on: on.clone() }))
            .into(),
        Some(Editor::Members) => el("section")
            .child(el("h3").child(t!("Change members")))
            .child(keyed::<MembersEditor>(cluster.0, members::Props { card: card.clone(), on: on.clone() }))
            .into(),
        None if card.stage.is_some() => el("p")
            .class("dim small")
            .child(t!("It is in the middle of a change; the next one has to wait."))
            .into(),
        None => div("actions three")
            .child(
                button("button")
                    .id("open-split")
                    .attr("disabled", card.members.len() < 2)
                    .on_click(open(Editor::Split))
                    .child(t!("Split…")),
            )
            .child(
                button("button")
                    .id("open-merge")
                    .attr("disabled", card.others.is_empty())
                    .title(t!("Needs another cluster"))
                    .on_click(open(Editor::Merge(None)))
                    .child(t!("Merge…")),
            )
            .child(button("button").id("open-members").on_click(open(Editor::Members)).child(t!("Members…")))
            .into(),
    }
}
