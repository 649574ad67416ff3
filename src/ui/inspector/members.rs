//! The editor of a membership change: who joins, who leaves, and the quorums on the way.

use std::rc::Rc;

use recraft_protocol::types::NodeId;
use recraft_scene::words::refusals::refusal;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::Action;
use crate::session::draft::MembersDraft;
use crate::session::inspect::ClusterCard;
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
    html! {
        <section class="editor" id="members-editor" aria-label={format!("Change the members of {}", card.id)}>
            <fieldset>
                <legend class="label">{ "Remove" }</legend>
                <div class="row">
                    { for card.members.iter().map(|node| choice("leave", node, current.leaves(node), &change, MembersDraft::toggle_leave)) }
                </div>
            </fieldset>
            <fieldset>
                <legend class="label">{ "Add" }</legend>
                <div class="row">
                    { for card.spares.iter().map(|node| choice("join", node, current.joins(node), &change, MembersDraft::toggle_join)) }
                    <button class="button" id="add-spare" onclick={new_node}>{ "New node" }</button>
                </div>
            </fieldset>
            { steps(&current, card) }
            <div class="row">
                <button class="button primary grow" id="change-members" disabled={!possible} onclick={go}>{ "Change members" }</button>
                <button class="button" onclick={act(&props.on, Action::Edit(None))}>{ "Cancel" }</button>
            </div>
        </section>
    }
}

type Toggle = fn(&mut MembersDraft, NodeId);

fn choice(
    name: &str,
    node: NodeId,
    chosen: bool,
    change: &Callback<(Toggle, NodeId)>,
    toggle: Toggle,
) -> Html {
    html! {
        <label class="check" key={node.0}>
            <input type="checkbox" id={format!("{name}-{node}")} checked={chosen} onchange={change.reform(move |_| (toggle, node))} />
            { node.to_string() }
        </label>
    }
}

fn steps(draft: &MembersDraft, card: &ClusterCard) -> Html {
    if draft.is_empty() {
        return html! { <p class="dim small">{ "Any number of nodes can join at once; fewer than a quorum can leave at once." }</p> };
    }
    match draft.plan(&card.config, card.scheme) {
        Err(reason) => html! { <p class="note bad" role="status">{ refusal(&reason) }</p> },
        Ok(steps) => html! {
            <ol class="outcome" aria-label="Steps">
                { for steps.iter().map(|step| html! {
                    <li>
                        <strong>{ step.name }</strong>
                        <span>{ format!("{} of {}", step.quorum, step.members.len()) }</span>
                        <span class="dim">{
                            if step.larger { "more than a majority, so that it meets every quorum before" } else { "a majority" }
                        }</span>
                    </li>
                }) }
            </ol>
        },
    }
}
