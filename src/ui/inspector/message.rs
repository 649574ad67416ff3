//! The inspector of a message: what it says, where it goes, and what can be done to it.

use std::rc::Rc;

use recraft_sim::command::Command;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::inspect::MessageCard;
use crate::session::{Action, Selection};

use super::parts::{fact, heading};
use crate::ui::DELAY_US;
use crate::ui::press::{act, link};
use crate::ui::words::milliseconds;

pub struct Props {
    pub card: Rc<MessageCard>,
    pub on: Callback<Msg>,
}

pub fn message_card(props: &Props) -> Html {
    let card = &props.card;
    let flight = card.id;
    let give = |command: Command| act(&props.on, Action::Do(command));
    let end = |name: &str, target: Option<Selection>| match target {
        None => html! { name },
        Some(target) => link(&props.on, target, name),
    };
    html! {
        <div key="message" class="card message" data-message={flight.to_string()}>
            { heading(card.title, &format!("message {flight}"), None, &props.on) }
            <div class="actions">
                if card.held {
                    <button class="button primary" id="release" title="Let it go on from where it stands (H)" onclick={give(Command::Deliver { flight, up_to: None })}>{ "Let it go on" }</button>
                } else {
                    <button class="button" id="hold" disabled={card.gone} title="It stands where it is; everything else goes on (H)" onclick={give(Command::Catch { flight })}>{ "Hold" }</button>
                }
                <button class="button" id="arrive" disabled={card.gone} title="Let it arrive now, before whatever was sent before it" onclick={give(Command::Arrive { flight })}>{ "Deliver now" }</button>
                <button class="button" id="drop" disabled={card.gone} title="Lose this message (D)" onclick={give(Command::Drop { flight })}>{ "Drop" }</button>
                <button class="button" id="delay" disabled={card.gone} title="Let it arrive 50 ms later" onclick={give(Command::Delay { flight, by_us: DELAY_US })}>{ "Delay 50 ms" }</button>
                <button class="button" id="duplicate" disabled={card.gone} title="Let it arrive twice" onclick={give(Command::Duplicate { flight })}>{ "Duplicate" }</button>
            </div>
            <p class="dim">{ card.meaning }</p>
            <p class="say">{ &card.says }</p>
            <dl class="facts">
                { fact("From", end(&card.from, card.from_node)) }
                { fact("To", end(&card.to, card.to_node)) }
                { fact("Sent", html! { format!("{} ms", milliseconds(card.sent_us)) }) }
                if !card.held {
                    { fact(if card.gone { "Was due" } else { "Due" }, html! { format!("{} ms", milliseconds(card.due_us)) }) }
                }
            </dl>
            if let Some(fate) = &card.fate {
                <p class="note">{ fate }</p>
            }
        </div>
    }
}
