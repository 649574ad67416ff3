//! The checks: every safety property with what it says, whether it has held after every event so far, and what proves that it has not.

use std::rc::Rc;

use recraft_scene::words::checks::{meaning, title};
use yew::prelude::*;

use crate::app::Msg;
use crate::session::views::checks::{Proof, Verdict};
use crate::session::{Action, Selection};
use crate::ui::icon::Icon;
use crate::ui::press::{act, node_link};
use crate::ui::words::milliseconds;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub verdicts: Rc<Vec<Verdict>>,
    pub selection: Option<Selection>,
    pub on: Callback<Msg>,
}

#[component]
pub fn Checks(props: &Props) -> Html {
    html! {
        <ul class="checks" aria-label="Safety properties, checked after every event">
            { for props.verdicts.iter().map(|verdict| check(verdict, props)) }
        </ul>
    }
}

fn check(verdict: &Verdict, props: &Props) -> Html {
    let (icon, class, word) = match (verdict.violations.is_empty(), verdict.checked) {
        (true, 0) => (Icon::Check, "idle", "nothing to check yet"),
        (true, _) => (Icon::Check, "holds", "holds"),
        (false, _) => (Icon::Alarm, "violated", "violated"),
    };
    html! {
        <li class={class} data-property={format!("{:?}", verdict.property)} data-state={if class == "violated" { "violated" } else { "holds" }}>
            { icon.draw() }
            <div>
                <h3>{ title(verdict.property) }<span class="state">{ word }</span></h3>
                <p>{ meaning(verdict.property) }</p>
                { for verdict.violations.iter().map(|proof| violation(proof, props)) }
            </div>
        </li>
    }
}

fn violation(proof: &Proof, props: &Props) -> Html {
    let violation = &proof.violation;
    html! {
        <div class="detail">
            <p>
                <time>{ milliseconds(violation.at_us) }{ " ms" }</time>{ " " }<strong>{ &violation.detail }</strong>{ " " }
                <span class="names">{ for violation.nodes.iter().map(|&node| node_link(&props.on, node)) }</span>
            </p>
            <ol class="evidence" aria-label="The events that prove it">
                { for proof.evidence.iter().map(|(seq, at_us, text)| {
                    let target = Selection::Event(*seq);
                    html! {
                        <li>
                            <button class="told" aria-current={(props.selection == Some(target)).then_some("true")}
                                onclick={act(&props.on, Action::Select(Some(target)))}>
                                <time>{ milliseconds(*at_us) }</time><span>{ text }</span>
                            </button>
                        </li>
                    }
                }) }
            </ol>
        </div>
    }
}
