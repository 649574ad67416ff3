//! The inspector of a client.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::Msg;
use crate::session::inspect::ClientCard;
use crate::ui::element::{div, p};

use super::parts::{heading, recent, waiting};

pub struct Props {
    pub card: Rc<ClientCard>,
    pub on: Callback<Msg>,
}

#[inline(never)]
pub fn client_card(props: &Props) -> Html {
    let card = &props.card;
    div("card client")
        .key("client")
        .attr("data-inspecting", card.name.clone())
        .child(heading(&card.name, "", None, &props.on))
        .child(p("dim").child(&card.standing))
        .child(waiting(None, &card.waits))
        .child(p("dim").child(&card.count))
        .child(recent(&card.recent, &props.on))
        .into()
}
