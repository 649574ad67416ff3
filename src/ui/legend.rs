//! The legend beside the stage: what the signs mean that are on it now.

use std::rc::Rc;

use recraft_scene::palette::Theme;
use recraft_scene::words::legend::Item;
use recraft_words::t;
use yew::prelude::*;

use crate::app::{Msg, Touring};

use super::element::{button, el, p};
use super::help::sign;
use super::icon::Icon;
use super::press::press;
use super::sheet::Sheet;

#[derive(Clone, PartialEq)]
pub struct LegendProps {
    /// The signs, in reading order.
    pub items: Rc<Vec<Item>>,
    pub theme: Theme,
    pub on: Callback<Msg>,
}

/// The legend, made anew only when another sign has come.
pub fn legend(props: &LegendProps) -> Html {
    let on = &props.on;
    let close = button("button quiet icon")
        .id("legend-close")
        .label(t!("Close the legend"))
        .title(t!("Close the legend (K)"))
        .on_click(press(on, Msg::Legend))
        .child(Icon::Close.draw());
    let offer = |what: &'static str, msg: Msg| button("button").on_click(press(on, msg)).child(what);
    el("section")
        .class("legend-pane")
        .id("legend")
        .attr("aria-labelledby", "legend-title")
        .child(el("header").child(el("h2").id("legend-title").child(t!("What am I looking at?"))).child(close))
        .child(p("dim small").child(t!(
            "The signs that have been on the stage since you opened this. Each cluster has a hue; the lightness of a node or an entry says its term."
        )))
        .child(el("ul").class("legend").children(props.items.iter().map(|item| sign(item, props.theme))))
        .child(
            p("row")
                .child(offer(t!("All signs, words and keys"), Msg::Open(Some(Sheet::Help))))
                .child(offer(t!("Take the tour"), Msg::Tour(Touring::Start))),
        )
        .into()
}
