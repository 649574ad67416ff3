//! A notice: what could not be done, why, and what to do. It stays until it is dismissed or something else succeeds.

use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::ui::element::{button, div, el};

use super::icon::Icon;
use super::lesson::home;
use super::press::press;

#[derive(PartialEq)]
pub struct Props {
    pub text: AttrValue,
    /// Whether it offers the way back to one's own run.
    pub home: bool,
    pub on: Callback<Msg>,
}

pub fn notice(props: &Props) -> Html {
    div("notice")
        .id("notice")
        .role("alert")
        .child(el("p").child(&props.text))
        .child(props.home.then(|| home(&props.on)))
        .child(
            button("button quiet icon")
                .label(t!("Dismiss"))
                .title(t!("Dismiss"))
                .on_click(press(&props.on, Msg::Dismiss))
                .child(Icon::Close.draw()),
        )
        .into()
}
