//! The inspector when nothing is selected: what to try next, and the world around the clusters.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::Msg;
use crate::session::Action;
use crate::session::inspect::StartCard;
use crate::session::suggest::Suggestion;
use crate::ui::icon::Icon;

use super::key_form::{self, KeyForm};
use super::network::{self, Partition, PartitionProps, network};
use crate::ui::element::{button, component, div, el};
use crate::ui::press::{act, press};
use crate::ui::sheet::Sheet;
use recraft_sim::command::Command;
use recraft_words::t;

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
    div("card start")
        .key("start")
        .child(el("section").child(el("h2").child(t!("Try this"))).child(offers(&props.suggestions, on)))
        .child(
            el("section").child(el("h3").child(t!("Something else"))).child(
                div("actions")
                    .child(
                        button("button")
                            .id("library")
                            .title(t!("Elections, figures of the papers, splits, merges, mistakes"))
                            .on_click(press(on, Msg::Open(Some(Sheet::Library))))
                            .child(t!("Stories…")),
                    )
                    .child(
                        button("button")
                            .id("protocol")
                            .title(t!("Timing, and Raft's extensions"))
                            .on_click(press(on, Msg::Open(Some(Sheet::Protocol))))
                            .child(t!("Protocol…")),
                    )
                    .child(
                        button("button wide")
                            .id("mistakes")
                            .title(t!("How would Raft fail if …"))
                            .on_click(press(on, Msg::Open(Some(Sheet::Mistakes))))
                            .child(t!("Break a rule…")),
                    ),
            ),
        )
        .child(
            el("section")
                .child(el("h3").child(t!("Write or read a key")))
                .child(component::<KeyForm>(key_form::Props {
                    key_hint: "apple".into(),
                    answer: card.answer.clone().map(AttrValue::from),
                    on: on.clone(),
                }))
                .child(load(card, on)),
        )
        .child(
            el("section")
                .child(el("h3").child(t!("Network")))
                .child(network(&network::Props { network: card.network, on: on.clone() }))
                .child(if card.cut {
                    Html::from(
                        button("button wide")
                            .id("heal")
                            .on_click(act(on, Action::Do(Command::Heal)))
                            .child(t!("Heal: undo partitions and cut links")),
                    )
                } else {
                    component::<Partition>(PartitionProps { nodes: card.nodes.clone(), on: on.clone() })
                }),
        )
        .into()
}

/// What to try next, as a list of buttons.
pub fn offers(suggestions: &[Suggestion], on: &Callback<Msg>) -> Html {
    el("ul").class("suggestions").children(suggestions.iter().map(|suggestion| offer(suggestion, on))).into()
}

fn offer(suggestion: &Suggestion, on: &Callback<Msg>) -> Html {
    let action = suggestion.action.clone();
    el("li")
        .key(suggestion.title.clone())
        .child(
            el("button")
                .on_click(act(on, action.clone()))
                .child(el("strong").child(&suggestion.title))
                .child(el("span").child(&suggestion.why))
                .child(Icon::Forward.draw()),
        )
        .into()
}

fn load(card: &StartCard, on: &Callback<Msg>) -> Html {
    let running = card.load > 0;
    let command = Command::Load { clients: if running { 0 } else { LOAD_CLIENTS }, pause_us: LOAD_PAUSE_US };
    el("label")
        .class("check")
        .child(
            el("input")
                .attr("type", "checkbox")
                .id("load")
                .checked(running)
                .on_change(on.reform(move |_: Event| Msg::Act(Action::Do(command.clone())))),
        )
        .child(t!(
            "{count} clients write and read all the time",
            count = if running { card.load } else { LOAD_CLIENTS }
        ))
        .into()
}
