//! The tools beside a message that can be reached: hold it or let it go on, delay, drop, double or deliver it.

use recraft_sim::command::Command;
use recraft_sim::flight::FlightId;
use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::Action;
use crate::ui::element::{button, div};

use super::icon::Icon;
use super::press::act;

/// How much a message is held up by one press.
pub const DELAY_US: u64 = 50_000;

#[derive(PartialEq)]
pub struct Props {
    /// Where the page finds it, to put it beside the message.
    pub tools: NodeRef,
    pub flight: FlightId,
    pub held: bool,
    pub on: Callback<Msg>,
}

pub fn message_tools(props: &Props) -> Html {
    let flight = props.flight;
    div("tools message-tools")
        .node_ref(props.tools.clone())
        .role("toolbar")
        .label(t!("Message {flight}", flight))
        .children(deeds(flight, props.held).into_iter().map(|(id, name, icon, command)| {
            button("button quiet icon")
                .key(id)
                .id(format!("tool-{id}"))
                .label(name)
                .title(name)
                .on_click(act(&props.on, Action::Do(command)))
                .child(icon.draw())
        }))
        .into()
}

/// What can be done to a message in flight: its name on the page, what it is called, its icon and the command.
fn deeds(flight: FlightId, held: bool) -> [(&'static str, &'static str, Icon, Command); 5] {
    let first = if held {
        ("release", t!("Let it go on (H)"), Icon::Play, Command::Deliver { flight, up_to: None })
    } else {
        ("hold", t!("Hold it (H)"), Icon::Pause, Command::Catch { flight })
    };
    [
        first,
        ("arrive", t!("Deliver it now"), Icon::Skip, Command::Arrive { flight }),
        ("delay", t!("Delay it by 50 ms"), Icon::Clock, Command::Delay { flight, by_us: DELAY_US }),
        ("duplicate", t!("Let it arrive twice"), Icon::Twice, Command::Duplicate { flight }),
        ("drop", t!("Lose it (D)"), Icon::Close, Command::Drop { flight }),
    ]
}
