//! The checks: every safety property with what it says, whether it has held after every event so far, and what proves that it has not.

use std::rc::Rc;

use recraft_scene::words::checks::{meaning, title};
use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::views::checks::{Proof, Verdict};
use crate::session::{Action, Selection};
use crate::ui::element::{button, div, el, span};
use crate::ui::icon::Icon;
use crate::ui::press::{act, node_link};
use crate::ui::words::milliseconds;

#[derive(PartialEq)]
pub struct Props {
    pub verdicts: Rc<Vec<Verdict>>,
    pub selection: Option<Selection>,
    pub on: Callback<Msg>,
}

pub fn checks(props: &Props) -> Html {
    el("ul")
        .class("checks")
        .label(t!("Safety properties, checked after every event"))
        .children(props.verdicts.iter().map(|verdict| check(verdict, props)))
        .into()
}

fn check(verdict: &Verdict, props: &Props) -> Html {
    let (icon, class, word) = match (verdict.violations.is_empty(), verdict.checked) {
        (true, 0) => (Icon::Check, "idle", t!("nothing to check yet")),
        (true, _) => (Icon::Check, "holds", t!("holds")),
        (false, _) => (Icon::Alarm, "violated", t!("violated")),
    };
    el("li")
        .class(class)
        .attr("data-property", format!("{:?}", verdict.property))
        .attr("data-state", if class == "violated" { "violated" } else { "holds" })
        .child(icon.draw())
        .child(
            el("div")
                .child(el("h3").child(title(verdict.property)).child(span("state").child(word)))
                .child(el("p").child(meaning(verdict.property)))
                .children(verdict.violations.iter().map(|proof| violation(proof, props))),
        )
        .into()
}

fn violation(proof: &Proof, props: &Props) -> Html {
    let violation = &proof.violation;
    div("detail")
        .child(
            el("p")
                .child(el("time").child(milliseconds(violation.at_us)).child(" ms"))
                .child(" ")
                .child(el("strong").child(&violation.detail))
                .child(" ")
                .child(
                    span("names").children(violation.nodes.iter().map(|&node| node_link(&props.on, node))),
                ),
        )
        .child(el("ol").class("evidence").label(t!("The events that prove it")).children(
            proof.evidence.iter().map(|(seq, at_us, text)| {
                let target = Selection::Event(*seq);
                el("li").child(
                    button("told")
                        .attr("aria-current", (props.selection == Some(target)).then_some("true"))
                        .on_click(act(&props.on, Action::Select(Some(target))))
                        .child(el("time").child(milliseconds(*at_us)))
                        .child(el("span").child(text)),
                )
            }),
        ))
        .into()
}
