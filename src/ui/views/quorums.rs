//! The quorums: what is being counted, whose answers count, what the quorums before and after share; and the arithmetic behind
//! changes of members.

use std::rc::Rc;

use recraft_scene::palette::{Theme, Tone};
use recraft_scene::words::lists::all_of;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::Selection;
use crate::session::views::quorums::{Answer, Overlap, Quorums, Tallied};
use crate::ui::colour::css;
use crate::ui::press::{cluster_link, link};

use super::figure_5::Calculator;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub quorums: Rc<Quorums>,
    pub theme: Theme,
    pub on: Callback<Msg>,
}

#[component]
pub fn QuorumsView(props: &Props) -> Html {
    let quorums = &props.quorums;
    let hue = format!("--hue:{}", css(quorums.hue, 2, Tone::Solid, props.theme));
    html! {
        <div class="quorums" style={hue} data-quorums={quorums.cluster.map(|cluster| cluster.to_string())}>
            <section aria-label="Quorums at present">
                <h3>
                    if let Some(cluster) = quorums.cluster {
                        <span class="swatch"></span>{ cluster_link(&props.on, cluster) }
                    }
                </h3>
                <p class="says" role="status">{ sentence(&quorums.says) }</p>
                { group("Being counted now", &quorums.counting, props) }
                { group("An election needs", &quorums.election, props) }
                { group("A commit needs", &quorums.commit, props) }
                if let Some(overlap) = &quorums.overlap {
                    { overlapping(overlap) }
                }
            </section>
            <Calculator members={quorums.members} />
        </div>
    }
}

fn sentence(text: &str) -> String {
    format!("{text}.")
}

fn group(title: &str, counts: &[Tallied], props: &Props) -> Html {
    if counts.is_empty() {
        return Html::default();
    }
    html! {
        <div class="counts">
            <h4>{ title }</h4>
            { for counts.iter().enumerate().map(|(place, count)| html! {
                <div class="count">
                    <span class="need">{ if place > 0 { "and " } else { "" } }{ format!("{} of {}", count.need, count.of.len()) }</span>
                    <ul>{ for count.of.iter().map(|&(node, answer)| {
                        let (class, word) = match answer {
                            Answer::Given => ("given", "yes"),
                            Answer::Open => ("open", "not yet"),
                            Answer::Down => ("gone", "down"),
                        };
                        html! {
                            <li class={classes!("vote", class)}>
                                { link(&props.on, Selection::Node(node), &node.to_string()) }
                                <span class="hidden-visually">{ format!(": {word}") }</span>
                            </li>
                        }
                    }) }</ul>
                    <span class="dim small">{ missing(count) }</span>
                </div>
            }) }
        </div>
    }
}

fn missing(count: &Tallied) -> String {
    match count.need.saturating_sub(count.have) {
        0 => "enough".into(),
        more => format!("{more} more needed"),
    }
}

fn overlapping(overlap: &Overlap) -> Html {
    let size = |counts: &[Tallied]| {
        all_of(counts.iter().map(|count| format!("{} of {}", count.need, count.of.len())))
    };
    let verdict = match overlap.least {
        0 => "They need not meet: what was committed before might not be known to whoever is elected after."
            .to_owned(),
        least => format!(
            "Any two of them share {least} or more of {}: what was committed before is known to whoever is elected after.",
            overlap.shared
        ),
    };
    html! {
        <div class="counts">
            <h4>{ "Before and after" }</h4>
            <p>{ format!("A commit before the change needs {}; an election after it needs {}. {verdict}", size(&overlap.old), size(&overlap.new)) }</p>
        </div>
    }
}
