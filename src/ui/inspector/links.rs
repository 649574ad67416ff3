//! The links of a server, each direction by itself.

use recraft_protocol::types::NodeId;
use recraft_sim::command::Command;
use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::browser::value_of;
use crate::session::Action;
use crate::ui::element::{button, div, el};
use crate::ui::press::act;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub node: NodeId,
    /// The other servers, whether the link to each is cut, and whether the link back is.
    pub links: Vec<(NodeId, bool, bool)>,
    pub on: Callback<Msg>,
}

/// Cuts and mends the link to another server, one way or both.
#[component]
pub fn Links(props: &Props) -> Html {
    let chosen = use_state(|| None::<NodeId>);
    let Some(&first) = props.links.first() else { return Html::default() };
    let (other, out, back) = *props.links.iter().find(|link| Some(link.0) == *chosen).unwrap_or(&first);
    let (node, on) = (props.node, &props.on);
    let onchange = {
        let chosen = chosen.clone();
        move |event: Event| chosen.set(value_of(&event).parse().ok().map(NodeId))
    };
    let way = |id: &'static str, from: NodeId, to: NodeId, cut: bool| {
        let command = if cut { Command::MendLink { from, to } } else { Command::CutLink { from, to } };
        let (title, word) = if cut {
            (t!("Mend what {from} sends to {to}", from, to), t!("Mend {from} → {to}", from, to))
        } else {
            (t!("Cut what {from} sends to {to}", from, to), t!("Cut {from} → {to}", from, to))
        };
        button("button").id(id).title(title).on_click(act(on, Action::Do(command))).child(word)
    };
    div("links")
        .child(
            el("select").class("select").id("link").label(t!("The link with")).on_change(onchange).children(
                props.links.iter().map(|&(to, out, back)| {
                    el("option").value(to.0.to_string()).attr("selected", to == other).child(if out || back {
                        t!("Link with {to}: cut", to)
                    } else {
                        t!("Link with {to}", to)
                    })
                }),
            ),
        )
        .child(way("link-out", node, other, out))
        .child(way("link-back", other, node, back))
        .into()
}
