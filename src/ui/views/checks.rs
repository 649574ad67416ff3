//! The checks: every safety property with what it says, and whether it has held after every event so far.

use std::rc::Rc;

use recraft_scene::words::checks::{meaning, title};
use yew::prelude::*;

use crate::app::Msg;
use crate::session::views::checks::Verdict;
use crate::session::{Action, Selection};

use crate::ui::icon::Icon;
use crate::ui::press::act;
use crate::ui::words::milliseconds;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub verdicts: Rc<Vec<Verdict>>,
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
    let (icon, class, word) = if verdict.violations.is_empty() {
        (Icon::Check, "holds", "holds")
    } else {
        (Icon::Alarm, "violated", "violated")
    };
    html! {
        <li class={class} data-property={format!("{:?}", verdict.property)} data-state={word}>
            { icon.draw() }
            <div>
                <h3>{ title(verdict.property) }<span class="state">{ word }</span></h3>
                <p>{ meaning(verdict.property) }</p>
                { for verdict.violations.iter().map(|violation| {
                    let target = violation.nodes.first().map(|&node| Selection::Node(node));
                    html! {
                        <p class="detail">
                            <time>{ milliseconds(violation.at_us) }{ " ms" }</time>{ " " }
                            <button class="link" onclick={act(&props.on, Action::Select(target))}>{ &violation.detail }</button>
                        </p>
                    }
                }) }
            </div>
        </li>
    }
}
