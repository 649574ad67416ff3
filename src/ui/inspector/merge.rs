//! The editor of a merge: with whom, and who comes along.

use std::rc::Rc;

use recraft_protocol::types::ClusterId;
use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::Action;
use crate::session::draft::{Candidate, MergeDraft};
use crate::session::inspect::ClusterCard;
use crate::ui::element::{button, div, el, p, section, span};
use crate::ui::gloss::glossed;
use crate::ui::press::act;
use crate::ui::words::keys;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub card: Rc<ClusterCard>,
    /// A cluster to begin with.
    pub with: Option<ClusterId>,
    pub on: Callback<Msg>,
}

#[component]
pub fn MergeEditor(props: &Props) -> Html {
    let card = &props.card;
    let candidates: Vec<Candidate> =
        std::iter::once(card.candidate()).chain(card.others.iter().cloned()).collect();
    let only = (card.others.len() == 1).then(|| card.others[0].cluster);
    let draft = use_state(|| MergeDraft::with(card.id, props.with.or(only)));
    let toggle = |cluster: ClusterId| {
        let draft = draft.clone();
        move |_: Event| {
            let mut next = (*draft).clone();
            next.toggle(cluster);
            draft.set(next);
        }
    };
    let command = draft.command(&candidates);
    let merge = {
        let (on, command) = (props.on.clone(), command.clone());
        move |_| {
            if let Some(command) = command.clone() {
                on.emit(Msg::Act(Action::Do(command)));
                on.emit(Msg::Act(Action::Edit(None)));
            }
        }
    };
    section("editor")
    .id("merge-editor")
    .label(t!("Merge {cluster} with others", cluster = card.id))
    .child(el("fieldset")
        .class("choices")
        .child(el("legend")
            .class("label")
            .child(glossed(&t!("{cluster} is the coordinator. Merge it with", cluster = card.id))))
        .children(card.others.iter().map(|other| el("label")
            .class("check")
            .key(other.cluster.0)
            .child(el("input")
                .attr("type", "checkbox")
                .id(format!("with-{}", other.cluster))
                .checked(draft.takes_part(other.cluster))
                .on_change(toggle(other.cluster)))
            .child(el("span").child(other.cluster.to_string()))
            .child(span("dim small").child(format!("{} · {}", other.members, keys(&other.ranges)))))))
    .child(who_comes_along(&draft, &candidates))
    .child(command.is_some().then(|| outcome(&draft, &candidates)))
    .children(draft.problems(&candidates).iter().map(|problem| p("note").role("status").child(problem)))
    .child(p("dim small")
        .child(glossed(t!("The coordinator asks the others. Every cluster that can merge commits C_TX in its own log and says yes. If all do, C_new decides; each cluster seals its state, all exchange what they hold, and one cluster goes on."))))
    .child(div("row")
        .child(button("button primary grow")
            .id("merge")
            .attr("disabled", command.is_none())
            .on_click(merge)
            .child(t!(in "button": "Merge")))
        .child(button("button").on_click(act(&props.on, Action::Edit(None))).child(t!("Cancel")))).into()
}

fn who_comes_along(draft: &UseStateHandle<MergeDraft>, candidates: &[Candidate]) -> Html {
    let nodes: Vec<_> = draft.participants(candidates).flat_map(|part| part.members.iter()).collect();
    el("fieldset")
        .child(
            el("legend")
                .class("label")
                .child(glossed(t!("Who comes along; the others become spare and belong to no cluster"))),
        )
        .child(div("row").children(nodes.into_iter().map(|node| {
            let (draft, comes) = (draft.clone(), draft.comes_along(node));
            let onchange = move |_: Event| {
                let mut next = (*draft).clone();
                next.toggle_node(node);
                draft.set(next);
            };
            el("label")
                .class("check")
                .key(node.0)
                .child(
                    el("input")
                        .attr("type", "checkbox")
                        .id(format!("along-{node}"))
                        .checked(comes)
                        .on_change(onchange),
                )
                .child(node.to_string())
        })))
        .into()
}

fn outcome(draft: &MergeDraft, candidates: &[Candidate]) -> Html {
    let (epoch, members, ranges, quorum) = draft.proposed(candidates);
    el("ul")
        .class("outcome")
        .label(t!("What comes out"))
        .child(
            el("li")
                .child(el("strong").child(t!("Epoch {epoch}", epoch)))
                .child(el("span").child(members.to_string()))
                .child(span("dim").child(t!(
                    "{keys} · quorum {quorum} of {members}",
                    keys = keys(&ranges),
                    quorum,
                    members = members.len()
                ))),
        )
        .into()
}
