//! The inspector of a message: what it says, where it goes, and what can be done to it.

use std::rc::Rc;

use recraft_sim::command::Command;
use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::inspect::MessageCard;
use crate::session::{Action, Selection};

use super::parts::{fact, heading};
use crate::ui::DELAY_US;
use crate::ui::element::{button, div, el, p, text};
use crate::ui::press::{act, link};
use crate::ui::words::milliseconds;

pub struct Props {
    pub card: Rc<MessageCard>,
    pub on: Callback<Msg>,
}

#[inline(never)]
pub fn message_card(props: &Props) -> Html {
    let card = &props.card;
    let flight = card.id;
    let give = |command: Command| act(&props.on, Action::Do(command));
    let end = |name: &str, target: Option<Selection>| match target {
        None => text(name.to_owned()),
        Some(target) => link(&props.on, target, name),
    };
    div("card message")
        .key("message")
        .attr("data-message", flight.to_string())
        .child(heading(card.title, &t!("message {flight}", flight), None, &props.on))
        .child(
            div("actions")
                .child(if card.held {
                    button("button primary")
                        .id("release")
                        .title(t!("Let it go on from where it stands (H)"))
                        .on_click(give(Command::Deliver { flight, up_to: None }))
                        .child(t!("Let it go on"))
                } else {
                    button("button")
                        .id("hold")
                        .attr("disabled", card.gone)
                        .title(t!("It stands where it is; everything else goes on (H)"))
                        .on_click(give(Command::Catch { flight }))
                        .child(t!("Hold"))
                })
                .child(
                    button("button")
                        .id("arrive")
                        .attr("disabled", card.gone)
                        .title(t!("Let it arrive now, before whatever was sent before it"))
                        .on_click(give(Command::Arrive { flight }))
                        .child(t!("Deliver now")),
                )
                .child(
                    button("button")
                        .id("drop")
                        .attr("disabled", card.gone)
                        .title(t!("Lose this message (D)"))
                        .on_click(give(Command::Drop { flight }))
                        .child(t!("Drop")),
                )
                .child(
                    button("button")
                        .id("delay")
                        .attr("disabled", card.gone)
                        .title(t!("Let it arrive 50 ms later"))
                        .on_click(give(Command::Delay { flight, by_us: DELAY_US }))
                        .child(t!("Delay 50 ms")),
                )
                .child(
                    button("button")
                        .id("duplicate")
                        .attr("disabled", card.gone)
                        .title(t!("Let it arrive twice"))
                        .on_click(give(Command::Duplicate { flight }))
                        .child(t!("Duplicate")),
                ),
        )
        .child(p("dim").child(card.meaning))
        .child(p("say").child(&card.says))
        .child(
            el("dl")
                .class("facts")
                .child(fact(t!("From"), end(&card.from, card.from_node)))
                .child(fact(t!("To"), end(&card.to, card.to_node)))
                .child(fact(t!("Sent"), format!("{} ms", milliseconds(card.sent_us))))
                .child((!card.held).then(|| {
                    fact(
                        if card.gone { t!("Was due") } else { t!("Due") },
                        format!("{} ms", milliseconds(card.due_us)),
                    )
                })),
        )
        .child(card.fate.as_ref().map(|fate| p("note").child(fate)))
        .into()
}
