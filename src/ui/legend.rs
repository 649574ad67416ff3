//! The legend beside the stage: what the signs mean that are on it now.

use std::rc::Rc;

use recraft_scene::palette::Theme;
use recraft_scene::words::legend::Item;
use yew::prelude::*;

use crate::app::{Msg, Touring};

use super::help::sign;
use super::icon::Icon;
use super::press::press;
use super::sheet::Sheet;

#[derive(Properties, PartialEq)]
pub struct LegendProps {
    /// The signs, in reading order.
    pub items: Rc<Vec<Item>>,
    pub theme: Theme,
    pub on: Callback<Msg>,
}

/// The legend, made anew only when another sign has come.
#[component]
pub fn Legend(props: &LegendProps) -> Html {
    let on = &props.on;
    html! {
        <section class="legend-pane" id="legend" aria-labelledby="legend-title">
            <header>
                <h2 id="legend-title">{ "What am I looking at?" }</h2>
                <button class="button quiet icon" id="legend-close" aria-label="Close the legend" title="Close the legend (K)" onclick={press(on, Msg::Legend)}>
                    { Icon::Close.draw() }
                </button>
            </header>
            <p class="dim small">{ "The signs that have been on the stage since you opened this. Each cluster has a hue; the lightness of a node or an entry says its term." }</p>
            <ul class="legend">{ for props.items.iter().map(|item| sign(item, props.theme)) }</ul>
            <p class="row">
                <button class="button" onclick={press(on, Msg::Open(Some(Sheet::Help)))}>{ "All signs, words and keys" }</button>
                <button class="button" onclick={press(on, Msg::Tour(Touring::Start))}>{ "Take the tour" }</button>
            </p>
        </section>
    }
}
