//! The calculator of membership changes, and ReCraft's Figure 5 as a picture to play with: the votes that a change from one size to
//! another needs on the way, by ReCraft and by joint consensus at best and at worst.

use recraft_protocol::config::ConfigEntry;
use recraft_protocol::io::Refusal;
use recraft_protocol::membership::steps;
use recraft_protocol::quorum::{SizeChange, majority};
use recraft_protocol::settings::MembershipScheme;
use recraft_protocol::types::{NodeId, NodeSet};
use recraft_words::{t, tn};
use yew::prelude::*;

use crate::browser::value_of;
use crate::ui::element::{button, div, el, fragment, p, section, span};

/// The largest cluster of the picture.
const LARGEST: usize = 12;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// How many members the cluster beside it has, to begin with.
    pub members: usize,
}

#[component]
pub fn Calculator(props: &Props) -> Html {
    let chosen = use_state(|| None::<(usize, usize)>);
    let usual = props.members.clamp(1, LARGEST);
    let (from, to) = chosen.unwrap_or((usual, (usual + 2).min(LARGEST)));
    let choose = Callback::from(move |pair| chosen.set(Some(pair)));
    let slider = |id: &'static str,
                  name: &'static str,
                  value: usize,
                  pair: fn(usize, (usize, usize)) -> (usize, usize)| {
        let choose = choose.clone();
        let oninput = move |event: InputEvent| {
            if let Ok(value) = value_of(&event).parse() {
                choose.emit(pair(value, (from, to)));
            }
        };
        el("label")
            .class("slider")
            .child(name)
            .child(
                el("input")
                    .attr("type", "range")
                    .id(id)
                    .attr("min", "1")
                    .attr("max", LARGEST.to_string())
                    .value(value.to_string())
                    .on_input(oninput),
            )
            .child(el("output").child(tn!(value, "{count} node", "{count} nodes")))
    };
    section("calculator")
        .label(t!("What a change of members needs"))
        .child(el("h3").child(t!("A change of members")))
        .child(
            div("sliders")
                .child(slider("change-from", t!("From"), from, |from, (_, to)| (from, to)))
                .child(slider("change-to", t!("To"), to, |to, (from, _)| (from, to))),
        )
        .child(schemes(from, to))
        .child(el("figure").child(picture(from, to, &choose)).child(
            el("figcaption").class("dim small").child(tn!(from, "ReCraft's Figure 5, for {count} member: votes on the way to each size. Choose a size to see its steps.", "ReCraft's Figure 5, for {count} members: votes on the way to each size. Choose a size to see its steps.")),
        ))
        .into()
}

fn first(n: usize) -> NodeSet {
    (1..=n as u32).map(NodeId).collect()
}

/// The three ways, a line each.
fn schemes(from: usize, to: usize) -> Html {
    if from == to {
        return p("dim").child(t!("Nothing changes.")).into();
    }
    let change = SizeChange::of(from, to);
    let plan = |scheme| steps(scheme, &first(from), &first(to));
    let joint = t!(
        "{joint_at_best} to {joint_at_worst} votes, by who answers first; then {majority}",
        joint_at_best = change.joint_at_best,
        joint_at_worst = change.joint_at_worst,
        majority = majority(to)
    );
    let rows = [
        ("ReCraft", "recraft", plan(MembershipScheme::ReCraft).map(|steps| (steps.len(), votes(&steps)))),
        (t!("Joint consensus"), "joint", Ok((2, joint))),
        (
            t!("One at a time"),
            "one",
            plan(MembershipScheme::OneAtATime).map(|steps| (steps.len(), votes(&steps))),
        ),
    ];
    el("table")
        .class("schemes")
        .child(
            el("thead").child(
                el("tr")
                    .child(el("th").attr("scope", "col").child(t!("Scheme")))
                    .child(el("th").attr("scope", "col").child(t!("Entries")))
                    .child(el("th").attr("scope", "col").child(t!("Votes for each"))),
            ),
        )
        .child(el("tbody").children(rows.into_iter().map(|(name, id, plan)| {
            let (entries, votes) = match plan {
                Ok((entries, votes)) => (entries.to_string(), votes),
                Err(refusal) => ("–".into(), refused(&refusal)),
            };
            el("tr")
                .attr("data-scheme", id)
                .child(el("th").attr("scope", "row").child(name))
                .child(el("td").child(entries))
                .child(el("td").child(votes))
        })))
        .into()
}

/// The quorum of each entry: "4 of 5, then 3 of 5".
fn votes(steps: &[ConfigEntry]) -> String {
    let sizes = steps.iter().filter_map(|step| match step {
        ConfigEntry::Membership { members, quorum, .. } => {
            Some(t!("{quorum} of {members}", quorum, members = members.len()))
        }
        _ => None,
    });
    sizes.collect::<Vec<_>>().join(t!(", then "))
}

fn refused(refusal: &Refusal) -> String {
    match refusal {
        Refusal::TooManyRemoved { quorum, .. } => {
            t!("not in one request: fewer than {quorum} may leave at once", quorum)
        }
        _ => t!("not possible").into(),
    }
}

/// The picture's grid, in its own units.
const CELL: (f64, f64) = (26.0, 15.0);
const LEFT: f64 = 26.0;
const FOOT: f64 = 20.0;

fn picture(from: usize, to: usize, choose: &Callback<(usize, usize)>) -> Html {
    let (width, height) = (LEFT + CELL.0 * LARGEST as f64, CELL.1 * (LARGEST as f64 + 1.0) + FOOT);
    let x = |size: usize| LEFT + CELL.0 * (size as f64 - 0.5);
    let y = |votes: usize| height - FOOT - CELL.1 * votes as f64;
    let changes: Vec<SizeChange> = (1..=LARGEST).map(|to| SizeChange::of(from, to)).collect();
    let band = |change: &SizeChange| {
        let (top, bottom) = (y(change.joint_at_worst), y(change.joint_at_best));
        el("rect")
            .class("band")
            .attr("x", format!("{:.1}", x(change.to) - 7.0))
            .attr("y", format!("{:.1}", top - 4.0))
            .attr("width", "14")
            .attr("height", format!("{:.1}", bottom - top + 8.0))
            .attr("rx", "5")
    };
    let dot = |change: &SizeChange| {
        let votes = change.recraft?;
        Some(
            el("circle")
                .class("dot")
                .attr("cx", format!("{:.1}", x(change.to)))
                .attr("cy", format!("{:.1}", y(votes)))
                .attr("r", "4.5"),
        )
    };
    let column = |change: &SizeChange| {
        let (size, choose) = (change.to, choose.clone());
        let label = match change.recraft {
            Some(votes) => t!(
                "{from} to {size}: ReCraft {votes}, joint consensus {joint_at_best} to {joint_at_worst}",
                from,
                size,
                votes,
                joint_at_best = change.joint_at_best,
                joint_at_worst = change.joint_at_worst
            ),
            None => t!(
                "{from} to {size}: ReCraft needs more than one request, joint consensus {joint_at_best} to {joint_at_worst}",
                from,
                size,
                joint_at_best = change.joint_at_best,
                joint_at_worst = change.joint_at_worst
            ),
        };
        button("column")
            .label(label.clone())
            .title(label)
            .truth("aria-pressed", size == to)
            .attr("data-to", size.to_string())
            .style(format!(
                "left:{:.2}%;width:{:.2}%",
                (x(size) - CELL.0 / 2.0) * 100.0 / width,
                CELL.0 * 100.0 / width
            ))
            .on_click(move |_| choose.emit((from, size)))
    };
    div("figure-5")
        .child(
            el("svg")
                .attr("viewBox", format!("0 0 {width:.0} {height:.0}"))
                .attr("aria-hidden", "true")
                .children((0..=LARGEST).step_by(2).map(|votes| {
                    fragment()
                        .child(
                            el("path")
                                .class("guide")
                                .attr("d", format!("M{LEFT:.0} {:.1}H{width:.0}", y(votes))),
                        )
                        .child(
                            el("text")
                                .attr("x", format!("{:.0}", LEFT - 6.0))
                                .attr("y", format!("{:.1}", y(votes) + 3.5))
                                .attr("text-anchor", "end")
                                .child(votes),
                        )
                }))
                .children((1..=LARGEST).map(|size| {
                    el("text")
                        .attr("x", format!("{:.1}", x(size)))
                        .attr("y", format!("{:.1}", height - 5.0))
                        .attr("text-anchor", "middle")
                        .child(size)
                }))
                .children(changes.iter().filter(|change| change.to != from).map(band))
                .children(changes.iter().filter(|change| change.to != from).filter_map(dot)),
        )
        .children(changes.iter().filter(|change| change.to != from).map(column))
        .child(
            el("ul")
                .class("key")
                .child(el("li").child(span("dot")).child("ReCraft"))
                .child(el("li").child(span("band")).child(t!("Joint consensus, best to worst"))),
        )
        .into()
}
