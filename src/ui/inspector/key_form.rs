//! Write or read one key, as a client would.

use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::browser::value_of;
use crate::session::Action;
use crate::ui::element::{button, el, p};

#[derive(Properties, PartialEq)]
pub struct Props {
    /// A key to begin with: one that the selected cluster owns.
    pub key_hint: AttrValue,
    /// What became of the last request.
    pub answer: Option<AttrValue>,
    pub on: Callback<Msg>,
}

#[component]
pub fn KeyForm(props: &Props) -> Html {
    let key = use_state(|| props.key_hint.to_string());
    let value = use_state(|| String::from("1"));
    let edit = |state: &UseStateHandle<String>| {
        let state = state.clone();
        move |event: InputEvent| state.set(value_of(&event))
    };
    let missing = key.trim().is_empty();
    let write = {
        let (on, key, value) = (props.on.clone(), key.clone(), value.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            on.emit(Msg::Act(Action::Write { key: key.trim().into(), value: (*value).clone() }));
        }
    };
    let read = {
        let (on, key) = (props.on.clone(), key.clone());
        move |_| on.emit(Msg::Act(Action::Read { key: key.trim().into() }))
    };
    el("form")
        .class("key-form")
        .on_submit(write)
        .child(
            el("label").class("field").child(el("span").child(t!("Key"))).child(
                el("input")
                    .class("input")
                    .id("key")
                    .attr("autocomplete", "off")
                    .attr("autocapitalize", "off")
                    .attr("spellcheck", "false")
                    .attr("maxlength", "24")
                    .value((*key).clone())
                    .on_input(edit(&key)),
            ),
        )
        .child(
            el("label").class("field").child(el("span").child(t!("Value"))).child(
                el("input")
                    .class("input")
                    .id("value")
                    .attr("autocomplete", "off")
                    .attr("autocapitalize", "off")
                    .attr("spellcheck", "false")
                    .attr("maxlength", "24")
                    .value((*value).clone())
                    .on_input(edit(&value)),
            ),
        )
        .child(
            button("button").id("write").attr("type", "submit").attr("disabled", missing).child(t!("Write")),
        )
        .child(
            button("button")
                .id("read")
                .attr("type", "button")
                .attr("disabled", missing)
                .on_click(read)
                .child(t!("Read")),
        )
        .child(props.answer.as_ref().map(|answer| p("answer").id("answer").child(answer)))
        .into()
}
