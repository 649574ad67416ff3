//! The editor of a merge: with whom, and who comes along.

use std::rc::Rc;

use recraft_protocol::types::ClusterId;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::Action;
use crate::session::draft::{Candidate, MergeDraft};
use crate::session::inspect::ClusterCard;
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
    html! {
        <section class="editor" id="merge-editor" aria-label={format!("Merge {} with others", card.id)}>
            <fieldset class="choices">
                <legend class="label">{ glossed(&format!("{} is the coordinator. Merge it with", card.id)) }</legend>
                { for card.others.iter().map(|other| html! {
                    <label class="check" key={other.cluster.0}>
                        <input type="checkbox" id={format!("with-{}", other.cluster)} checked={draft.takes_part(other.cluster)} onchange={toggle(other.cluster)} />
                        <span>{ other.cluster.to_string() }</span>
                        <span class="dim small">{ format!("{} · {}", other.members, keys(&other.ranges)) }</span>
                    </label>
                }) }
            </fieldset>
            { who_comes_along(&draft, &candidates) }
            if command.is_some() {
                { outcome(&draft, &candidates) }
            }
            { for draft.problems(&candidates).iter().map(|problem| html! { <p class="note" role="status">{ problem }</p> }) }
            <p class="dim small">
                { glossed("The coordinator asks the others. Every cluster that can merge commits C_TX in its own log and says yes. If all do, C_new decides; each cluster seals its state, all exchange what they hold, and one cluster goes on.") }
            </p>
            <div class="row">
                <button class="button primary grow" id="merge" disabled={command.is_none()} onclick={merge}>{ "Merge" }</button>
                <button class="button" onclick={act(&props.on, Action::Edit(None))}>{ "Cancel" }</button>
            </div>
        </section>
    }
}

fn who_comes_along(draft: &UseStateHandle<MergeDraft>, candidates: &[Candidate]) -> Html {
    let nodes: Vec<_> = draft.participants(candidates).flat_map(|part| part.members.iter()).collect();
    html! {
        <fieldset>
            <legend class="label">{ glossed("Who comes along; the others become spare and belong to no cluster") }</legend>
            <div class="row">
                { for nodes.into_iter().map(|node| {
                    let (draft, comes) = (draft.clone(), draft.comes_along(node));
                    let onchange = move |_: Event| {
                        let mut next = (*draft).clone();
                        next.toggle_node(node);
                        draft.set(next);
                    };
                    html! {
                        <label class="check" key={node.0}>
                            <input type="checkbox" id={format!("along-{node}")} checked={comes} {onchange} />{ node.to_string() }
                        </label>
                    }
                }) }
            </div>
        </fieldset>
    }
}

fn outcome(draft: &MergeDraft, candidates: &[Candidate]) -> Html {
    let (epoch, members, ranges, quorum) = draft.proposed(candidates);
    html! {
        <ul class="outcome" aria-label="What comes out">
            <li>
                <strong>{ format!("Epoch {epoch}") }</strong>
                <span>{ members.to_string() }</span>
                <span class="dim">{ format!("{} · quorum {quorum} of {}", keys(&ranges), members.len()) }</span>
            </li>
        </ul>
    }
}
