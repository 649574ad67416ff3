//! The inspector of a client.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::Msg;
use crate::session::inspect::ClientCard;

use super::parts::{heading, recent, waiting};

pub struct Props {
    pub card: Rc<ClientCard>,
    pub on: Callback<Msg>,
}

pub fn client_card(props: &Props) -> Html {
    let card = &props.card;
    html! {
        <div key="client" class="card client" data-inspecting={card.name.clone()}>
            { heading(&card.name, "", None, &props.on) }
            <p class="dim">{ &card.standing }</p>
            { waiting(None, &card.waits) }
            <p class="dim">{ &card.count }</p>
            { recent(&card.recent, &props.on) }
        </div>
    }
}
