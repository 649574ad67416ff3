//! The editor of a membership change: who joins, who leaves, and the quorums on the way.

use std::rc::Rc;

use recraft_protocol::types::NodeId;
use recraft_scene::words::refusals::refusal;
use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::Action;
use crate::session::draft::MembersDraft;
use crate::session::inspect::ClusterCard;
use crate::ui::element::{button, div, el, p, section, span};
use crate::ui::press::act;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub card: Rc<ClusterCard>,
    pub on: Callback<Msg>,
}

#[component]
pub fn MembersEditor(props: &Props) -> Html {
    let card = &props.card;
    let draft = use_state(|| MembersDraft::new(card.id));
    let mut current = (*draft).clone();
    current.keep(&card.members, &card.spares);
    let change = {
        let (draft, current) = (draft.clone(), current.clone());
        Callback::from(move |(toggle, node): (fn(&mut MembersDraft, NodeId), NodeId)| {
            let mut next = current.clone();
            toggle(&mut next, node);
            draft.set(next);
        })
    };
    let go = {
        let (on, command) = (props.on.clone(), current.command());
        move |_| {
            if let Some(command) = command.clone() {
                on.emit(Msg::Act(Action::Do(command)));
                on.emit(Msg::Act(Action::Edit(None)));
            }
        }
    };
    // A node made here is meant to join.
    let new_node = {
        let (on, draft, mut next, node) = (props.on.clone(), draft.clone(), current.clone(), card.next_node);
        next.toggle_join(node);
        move |_| {
            on.emit(Msg::Act(Action::AddSpare));
            draft.set(next.clone());
        }
    };
    let possible = current.plan(&card.config, card.scheme).is_ok();
    section("editor")
        .id("members-editor")
        .label(t!("Change the members of {cluster}", cluster = card.id))
        .child(el("fieldset").child(el("legend").class("label").child(t!("Remove"))).child(
            div("row").children(card.members.iter().map(|node| {
                choice("leave", node, current.leaves(node), &change, MembersDraft::toggle_leave)
            })),
        ))
        .child(
            el("fieldset").child(el("legend").class("label").child(t!("Add"))).child(
                div("row")
                    .children(card.spares.iter().map(|node| {
                        choice("join", node, current.joins(node), &change, MembersDraft::toggle_join)
                    }))
                    .child(button("button").id("add-spare").on_click(new_node).child(t!("New node"))),
            ),
        )
        .child(steps(&current, card))
        .child(
            div("row")
                .child(
                    button("button primary grow")
                        .id("change-members")
                        .attr("disabled", !possible)
                        .on_click(go)
                        .child(t!("Change members")),
                )
                .child(button("button").on_click(act(&props.on, Action::Edit(None))).child(t!("Cancel"))),
        )
        .into()
}

type Toggle = fn(&mut MembersDraft, NodeId);

fn choice(
    name: &str,
    node: NodeId,
    chosen: bool,
    change: &Callback<(Toggle, NodeId)>,
    toggle: Toggle,
) -> Html {
    el("label")
        .class("check")
        .key(node.0)
        .child(
            el("input")
                .attr("type", "checkbox")
                .id(format!("{name}-{node}"))
                .checked(chosen)
                .on_change(change.reform(move |_| (toggle, node))),
        )
        .child(node.to_string())
        .into()
}

fn steps(draft: &MembersDraft, card: &ClusterCard) -> Html {
    if draft.is_empty() {
        return p("dim small")
            .child(t!("Any number of nodes can join at once; fewer than a quorum can leave at once."))
            .into();
    }
    match draft.plan(&card.config, card.scheme) {
        Err(reason) => p("note bad").role("status").child(refusal(&reason)).into(),
        Ok(steps) => el("ol")
            .class("outcome")
            .label(t!("Steps"))
            .children(steps.iter().map(|step| {
                el("li")
                    .child(el("strong").child(step.name))
                    .child(el("span").child(t!(
                        "{quorum} of {members}",
                        quorum = step.quorum,
                        members = step.members.len()
                    )))
                    .child(span("dim").child(if step.larger {
                        t!("more than a majority, so that it meets every quorum before")
                    } else {
                        t!("a majority")
                    }))
            }))
            .into(),
    }
}
