//! The bar above an embedded lab: what it shows, the verdict if it is a bad one, and the way to the whole page.

use yew::prelude::*;

use crate::app::Msg;

use super::icon::{Icon, mark};
use super::press::press;
use super::sheet::Sheet;

/// The bar. `rest` is the query of the whole page.
pub fn embed_bar(title: &AttrValue, violations: usize, rest: &str, on: &Callback<Msg>) -> Html {
    html! {
        <header class="embed-bar">
            <h1 class="brand">{ mark() }<span class="title">{ title }</span></h1>
            if violations > 0 {
                <span class="verdict violated">{ Icon::Alarm.draw() }<span>{ violations }{ " violated" }</span></span>
            }
            <button class="button quiet icon" id="help-button" title="Help: signs and keys (?)" aria-label="Help: signs and keys"
                onclick={press(on, Msg::Open(Some(Sheet::Help)))}>{ Icon::Help.draw() }</button>
            <a class="button quiet" id="open-in-lab" target="_blank" rel="noopener" href={format!("./?{rest}")} title="Open in ReCraft Lab, in a new tab">
                <span class="word">{ "Open in ReCraft Lab" }</span><span aria-hidden="true">{ "↗" }</span>
            </a>
        </header>
    }
}
