//! Write or read one key, as a client would.

use yew::prelude::*;

use crate::app::Msg;
use crate::browser::value_of;
use crate::session::Action;

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
    html! {
        <form class="key-form" onsubmit={write}>
            <label class="field"><span>{ "Key" }</span>
                <input class="input" id="key" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="24"
                    value={(*key).clone()} oninput={edit(&key)} />
            </label>
            <label class="field"><span>{ "Value" }</span>
                <input class="input" id="value" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="24"
                    value={(*value).clone()} oninput={edit(&value)} />
            </label>
            <button class="button" id="write" type="submit" disabled={missing}>{ "Write" }</button>
            <button class="button" id="read" type="button" disabled={missing} onclick={read}>{ "Read" }</button>
            if let Some(answer) = &props.answer {
                <p class="answer" id="answer">{ answer }</p>
            }
        </form>
    }
}
