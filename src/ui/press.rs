//! What a press on a button does. Not generic, so that the page holds this once and not once for each button.

use recraft_protocol::types::{ClusterId, NodeId};
use yew::prelude::*;

use crate::app::Msg;
use crate::session::{Action, Selection};
use crate::ui::element::button;

/// A press that sends this message.
pub fn press(on: &Callback<Msg>, msg: Msg) -> Callback<MouseEvent> {
    let on = on.clone();
    Callback::from(move |_| on.emit(msg.clone()))
}

/// A press that asks the session for this.
pub fn act(on: &Callback<Msg>, action: Action) -> Callback<MouseEvent> {
    press(on, Msg::Act(action))
}

/// A name that selects what it names.
pub fn link(on: &Callback<Msg>, target: Selection, name: &str) -> Html {
    button("link").on_click(act(on, Action::Select(Some(target)))).child(name.to_owned()).into()
}

/// A node's name, which selects it.
pub fn node_link(on: &Callback<Msg>, node: NodeId) -> Html {
    link(on, Selection::Node(node), &node.to_string())
}

/// A cluster's name, which selects it.
pub fn cluster_link(on: &Callback<Msg>, cluster: ClusterId) -> Html {
    link(on, Selection::Cluster(cluster), &cluster.to_string())
}
