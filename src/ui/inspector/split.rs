//! The editor of a split: which server goes where, and where the keys are cut.

use std::rc::Rc;

use recraft_protocol::types::NodeSet;
use yew::prelude::*;

use crate::app::Msg;
use crate::browser::value_of;
use crate::session::Action;
use crate::session::draft::{SplitDraft, part_letter};
use crate::session::inspect::ClusterCard;
use crate::ui::gloss::glossed;
use crate::ui::press::act;
use crate::ui::words::keys;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub card: Rc<ClusterCard>,
    pub on: Callback<Msg>,
}

#[component]
pub fn SplitEditor(props: &Props) -> Html {
    let card = &props.card;
    let draft = use_state(|| SplitDraft::even(card.id, &card.members, &card.ranges, 2));
    // The run may have changed the cluster under the draft: begin again then.
    let fits = draft.fits(card.id, &card.members, &card.ranges);
    let current =
        if fits { (*draft).clone() } else { SplitDraft::even(card.id, &card.members, &card.ranges, 2) };
    let change = {
        let (draft, current) = (draft.clone(), current.clone());
        Callback::from(move |edit: Edit| draft.set(edit.apply(&current)))
    };
    let split = {
        let (on, command) = (props.on.clone(), current.command());
        move |_| {
            if let Some(command) = command.clone() {
                on.emit(Msg::Act(Action::Do(command)));
                on.emit(Msg::Act(Action::Edit(None)));
            }
        }
    };
    let problems = current.problems();
    html! {
        <section class="editor" id="split-editor" aria-label={format!("Split {}", card.id)}>
            { parts_chooser(&current, &change) }
            { assignment(&current, &card.down, &change) }
            { boundaries(&current, &change) }
            { outcome(&current) }
            { for problems.iter().map(|problem| html! { <p class="note bad" role="status">{ problem }</p> }) }
            if problems.is_empty() {
                { for current.stuck(&card.down).into_iter().chain(current.warning()).map(|text| html! { <p class="note warn" role="status">{ text }</p> }) }
            }
            <p class="dim small">
                { glossed(&format!("First C_joint commits with {} of {}: from then on an election needs a majority of every part. Then C_new commits with a majority of the leader's own part, and each part goes on in epoch {}.",
                    card.quorum, card.members.len(), card.epoch + 1)) }
            </p>
            <div class="row">
                <button class="button primary grow" id="split" disabled={current.command().is_none()} onclick={split}>
                    { format!("Split {} into {}", card.id, current.parts()) }
                </button>
                <button class="button" onclick={act(&props.on, Action::Edit(None))}>{ "Cancel" }</button>
            </div>
        </section>
    }
}

/// One change of the draft.
enum Edit {
    Parts(usize),
    Send(recraft_protocol::types::NodeId, usize),
    Cut(usize, String),
}

impl Edit {
    fn apply(self, draft: &SplitDraft) -> SplitDraft {
        let mut next = draft.clone();
        match self {
            Self::Parts(parts) => next = draft.with_parts(parts),
            Self::Send(node, part) => next.send(node, part),
            Self::Cut(place, key) => next.cut(place, &key),
        }
        next
    }
}

fn parts_chooser(draft: &SplitDraft, change: &Callback<Edit>) -> Html {
    html! {
        <div class="row" role="group" aria-label="How many parts">
            <span class="label grow">{ "Parts" }</span>
            <div class="segmented">
                { for (2..=draft.parts_limit()).map(|parts| html! {
                    <button aria-pressed={(parts == draft.parts()).to_string()} onclick={change.reform(move |_| Edit::Parts(parts))}>{ parts }</button>
                }) }
            </div>
        </div>
    }
}

fn assignment(draft: &SplitDraft, down: &NodeSet, change: &Callback<Edit>) -> Html {
    html! {
        <table class="assign">
            <thead>
                <tr>
                    <th scope="col">{ "Node" }</th>
                    { for (0..draft.parts()).map(|part| html! { <th scope="col">{ part_letter(part) }</th> }) }
                </tr>
            </thead>
            <tbody>
                { for draft.homes().map(|(node, home)| html! {
                    <tr key={node.0} role="radiogroup" aria-label={format!("Part of {node}")}>
                        <th scope="row">
                            { node.to_string() }
                            if down.contains(node) {
                                <span class="state">{ "down" }</span>
                            }
                        </th>
                        { for (0..draft.parts()).map(|part| html! {
                            <td>
                                <label>
                                    <input type="radio" name={format!("home-{node}")} checked={part == home}
                                        aria-label={format!("{node} to part {}", part_letter(part))}
                                        onchange={change.reform(move |_| Edit::Send(node, part))} />
                                </label>
                            </td>
                        }) }
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

fn boundaries(draft: &SplitDraft, change: &Callback<Edit>) -> Html {
    html! {
        <div class="cuts">
            { for draft.cuts().iter().enumerate().map(|(place, key)| html! {
                <label class="field" key={place}>
                    <span>{ format!("{} ends, {} begins at key", part_letter(place), part_letter(place + 1)) }</span>
                    <input class="input" id={format!("cut-{place}")} maxlength="16" autocapitalize="off" spellcheck="false" value={key.clone()}
                        oninput={change.reform(move |event: InputEvent| Edit::Cut(place, value_of(&event)))} />
                </label>
            }) }
        </div>
    }
}

fn outcome(draft: &SplitDraft) -> Html {
    html! {
        <ul class="outcome" aria-label="What comes out">
            { for draft.proposed().iter().enumerate().map(|(place, part)| html! {
                <li key={place}>
                    <strong>{ part_letter(place) }</strong>
                    <span>{ if part.members.is_empty() { "nobody".to_string() } else { part.members.to_string() } }</span>
                    <span class="dim">{ format!("{} · quorum {} of {}", keys(&part.ranges), part.quorum, part.members.len()) }</span>
                </li>
            }) }
        </ul>
    }
}
