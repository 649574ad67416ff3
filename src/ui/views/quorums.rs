//! The quorums: what is being counted, whose answers count, what the quorums before and after share; and the arithmetic behind
//! changes of members.

use std::rc::Rc;

use recraft_scene::palette::{Theme, Tone};
use recraft_scene::words::lists::all_of;
use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::Selection;
use crate::session::views::quorums::{Answer, Overlap, Quorums, Tallied};
use crate::ui::colour::css;
use crate::ui::element::{component, div, el, fragment, p, span};
use crate::ui::press::{cluster_link, link};

use super::figure_5::{self, Calculator};

#[derive(PartialEq)]
pub struct Props {
    pub quorums: Rc<Quorums>,
    pub theme: Theme,
    pub on: Callback<Msg>,
}

pub fn quorums(props: &Props) -> Html {
    let quorums = &props.quorums;
    let hue = format!("--hue:{}", css(quorums.hue, 2, Tone::Solid, props.theme));
    div("quorums")
        .style(hue)
        .attr("data-quorums", quorums.cluster.map(|cluster| cluster.to_string()))
        .child(
            el("section")
                .label(t!("Quorums at present"))
                .child(el("h3").child(
                    quorums.cluster.map(|cluster| {
                        fragment().child(span("swatch")).child(cluster_link(&props.on, cluster))
                    }),
                ))
                .child(p("says").role("status").child(sentence(&quorums.says)))
                .child(group(t!("Being counted now"), &quorums.counting, props))
                .child(group(t!("An election needs"), &quorums.election, props))
                .child(group(t!("A commit needs"), &quorums.commit, props))
                .child(quorums.overlap.as_ref().map(overlapping)),
        )
        .child(component::<Calculator>(figure_5::Props { members: quorums.members }))
        .into()
}

fn sentence(text: &str) -> String {
    format!("{text}.")
}

fn group(title: &str, counts: &[Tallied], props: &Props) -> Html {
    if counts.is_empty() {
        return Html::default();
    }
    div("counts")
        .child(el("h4").child(title.to_owned()))
        .children(counts.iter().enumerate().map(|(place, count)| {
            div("count")
                .child(span("need").child(if place > 0 { t!("and ") } else { "" }).child(t!(
                    "{need} of {of}",
                    need = count.need,
                    of = count.of.len()
                )))
                .child(el("ul").children(count.of.iter().map(|&(node, answer)| {
                    let (class, word) = match answer {
                        Answer::Given => ("given", t!("yes")),
                        Answer::Open => ("open", t!("not yet")),
                        Answer::Down => ("gone", t!("down")),
                    };
                    el("li")
                        .class("vote")
                        .class(class)
                        .child(link(&props.on, Selection::Node(node), &node.to_string()))
                        .child(span("hidden-visually").child(format!(": {word}")))
                })))
                .child(span("dim small").child(missing(count)))
        }))
        .into()
}

fn missing(count: &Tallied) -> String {
    match count.need.saturating_sub(count.have) {
        0 => t!("enough").into(),
        more => t!("{more} more needed", more),
    }
}

fn overlapping(overlap: &Overlap) -> Html {
    let size = |counts: &[Tallied]| {
        all_of(counts.iter().map(|count| t!("{need} of {of}", need = count.need, of = count.of.len())))
    };
    let verdict = match overlap.least {
        0 => t!(
            "They need not meet: what was committed before might not be known to whoever is elected after."
        )
        .to_owned(),
        least => t!(
            "Any two of them share {least} or more of {shared}: what was committed before is known to whoever is elected after.",
            least,
            shared = overlap.shared
        ),
    };
    div("counts")
        .child(el("h4").child(t!("Before and after")))
        .child(el("p").child(t!(
            "A commit before the change needs {before}; an election after it needs {after}. {verdict}",
            before = size(&overlap.old),
            after = size(&overlap.new),
            verdict
        )))
        .into()
}
