//! The bar above an embedded lab: what it shows, the verdict if it is a bad one, and the way to the whole page.

use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::ui::element::{button, el, span};

use super::icon::{Icon, mark};
use super::press::press;
use super::sheet::Sheet;

/// The bar. `rest` is the query of the whole page.
pub fn embed_bar(title: &str, violations: usize, rest: &str, on: &Callback<Msg>) -> Html {
    el("header")
        .class("embed-bar")
        .child(el("h1").class("brand").child(mark()).child(span("title").child(title.to_owned())))
        .child((violations > 0).then(|| {
            span("verdict violated")
                .child(Icon::Alarm.draw())
                .child(el("span").child(t!("{count} violated", count = violations)))
        }))
        .child(
            button("button quiet icon")
                .id("help-button")
                .title(t!("Help: signs and keys (?)"))
                .label(t!("Help: signs and keys"))
                .on_click(press(on, Msg::Open(Some(Sheet::Help))))
                .child(Icon::Help.draw()),
        )
        .child(
            el("a")
                .class("button quiet")
                .id("open-in-lab")
                .attr("target", "_blank")
                .attr("rel", "noopener")
                .attr("href", format!("./?{rest}"))
                .title(t!("Open in ReCraft Lab, in a new tab"))
                .child(span("word").child(t!("Open in ReCraft Lab")))
                .child(el("span").attr("aria-hidden", "true").child("↗")),
        )
        .into()
}
