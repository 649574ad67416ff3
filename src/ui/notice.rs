//! A notice: what could not be done, why, and what to do. It stays until it is dismissed or something else succeeds.

use yew::prelude::*;

use crate::app::Msg;

use super::icon::Icon;
use super::press::press;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub text: AttrValue,
    pub on: Callback<Msg>,
}

#[component]
pub fn Notice(props: &Props) -> Html {
    html! {
        <div class="notice" id="notice" role="alert">
            <p>{ &props.text }</p>
            <button class="button quiet icon" aria-label="Dismiss" title="Dismiss"
                onclick={press(&props.on, Msg::Dismiss)}>{ Icon::Close.draw() }</button>
        </div>
    }
}
