//! The inspector when nothing is selected: what to try next, and the world around the clusters.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::Msg;
use crate::session::Action;
use crate::session::inspect::StartCard;
use crate::session::suggest::Suggestion;
use crate::ui::icon::Icon;

use super::key_form::KeyForm;
use super::network::{self, Partition, network};
use crate::ui::press::{act, press};
use crate::ui::sheet::Sheet;
use recraft_sim::command::Command;

/// What a press on "steady load" starts.
const LOAD_CLIENTS: u32 = 3;
const LOAD_PAUSE_US: u64 = 30_000;

pub struct Props {
    pub card: Rc<StartCard>,
    pub suggestions: Rc<Vec<Suggestion>>,
    pub on: Callback<Msg>,
}

pub fn start_card(props: &Props) -> Html {
    let (card, on) = (&props.card, &props.on);
    html! {
        <div key="start" class="card start">
            <section>
                <h2>{ "Try this" }</h2>
                { offers(&props.suggestions, on) }
            </section>
            <section>
                <h3>{ "Something else" }</h3>
                <div class="actions">
                    <button class="button" id="library" title="Elections, figures of the papers, splits, merges, mistakes" onclick={press(on, Msg::Open(Some(Sheet::Library)))}>{ "Stories…" }</button>
                    <button class="button" id="protocol" title="Timing, extensions, and what goes wrong on purpose" onclick={press(on, Msg::Open(Some(Sheet::Protocol)))}>{ "Protocol…" }</button>
                </div>
            </section>
            <section>
                <h3>{ "Write or read a key" }</h3>
                <KeyForm key_hint="apple" answer={card.answer.clone().map(AttrValue::from)} on={on.clone()} />
                { load(card, on) }
            </section>
            <section>
                <h3>{ "Network" }</h3>
                { network(&network::Props { network: card.network, on: on.clone() }) }
                if card.cut {
                    <button class="button wide" id="heal" onclick={act(on, Action::Do(Command::Heal))}>
                        { "Heal: undo partitions and cut links" }
                    </button>
                } else {
                    <Partition nodes={card.nodes.clone()} on={on.clone()} />
                }
            </section>
        </div>
    }
}

/// What to try next, as a list of buttons.
pub fn offers(suggestions: &[Suggestion], on: &Callback<Msg>) -> Html {
    html! { <ul class="suggestions">{ for suggestions.iter().map(|suggestion| offer(suggestion, on)) }</ul> }
}

fn offer(suggestion: &Suggestion, on: &Callback<Msg>) -> Html {
    let action = suggestion.action.clone();
    html! {
        <li key={suggestion.title.clone()}>
            <button onclick={act(on, action.clone())}>
                <strong>{ &suggestion.title }</strong>
                <span>{ &suggestion.why }</span>
                { Icon::Forward.draw() }
            </button>
        </li>
    }
}

fn load(card: &StartCard, on: &Callback<Msg>) -> Html {
    let running = card.load > 0;
    let command = Command::Load { clients: if running { 0 } else { LOAD_CLIENTS }, pause_us: LOAD_PAUSE_US };
    html! {
        <label class="check">
            <input type="checkbox" id="load" checked={running}
                onchange={on.reform(move |_: Event| Msg::Act(Action::Do(command.clone())))} />
            { format!("{} clients write and read all the time", if running { card.load } else { LOAD_CLIENTS }) }
        </label>
    }
}
