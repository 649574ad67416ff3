//! The editor of a split: which server goes where, and where the keys are cut.

use std::rc::Rc;

use recraft_protocol::types::NodeSet;
use recraft_words::{t, tn};
use yew::prelude::*;

use crate::app::Msg;
use crate::browser::value_of;
use crate::session::Action;
use crate::session::draft::{SplitDraft, part_letter};
use crate::session::inspect::ClusterCard;
use crate::ui::element::{button, div, el, p, section, span};
use crate::ui::gloss::glossed;
use crate::ui::press::act;
use crate::ui::words::keys;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub card: Rc<ClusterCard>,
    pub on: Callback<Msg>,
}

#[component]
pub fn SplitEditor(props: &Props) -> Html {
    let card = &props.card;
    let draft = use_state(|| SplitDraft::even(card.id, &card.members, &card.down, &card.ranges, 2));
    // The run may have changed the cluster under the draft: begin again then.
    let fits = draft.fits(card.id, &card.members, &card.ranges);
    let current = if fits {
        (*draft).clone()
    } else {
        SplitDraft::even(card.id, &card.members, &card.down, &card.ranges, 2)
    };
    let change = {
        let (draft, current) = (draft.clone(), current.clone());
        Callback::from(move |edit: Edit| draft.set(edit.apply(&current)))
    };
    let split = {
        let (on, command) = (props.on.clone(), current.command());
        move |_| {
            if let Some(command) = command.clone() {
                on.emit(Msg::Act(Action::Do(command)));
                on.emit(Msg::Act(Action::Edit(None)));
            }
        }
    };
    let problems = current.problems();
    let warnings: Vec<_> = if problems.is_empty() {
        current.stuck(&card.down).into_iter().chain(current.warning()).collect()
    } else {
        Vec::new()
    };
    // The buttons stay in view, and may lie over the warnings.
    let warned = warnings.len();
    section("editor")
    .id("split-editor")
    .label(t!("Split {cluster}", cluster = card.id))
    .child(parts_chooser(&current, &change))
    .child(assignment(&current, &card.down, &change))
    .child(boundaries(&current, &change))
    .child(outcome(&current))
    .children(problems.iter().map(|problem| p("note bad").role("status").child(problem)))
    .children(warnings.into_iter().map(|text| p("note warn").role("status").child(text)))
    .child(p("dim small")
        .child(glossed(&t!("First C_joint commits with {quorum} of {members}: from then on an election needs a majority of every part. Then C_new commits with a majority of the leader's own part, and each part goes on in epoch {epoch}.", quorum = card.quorum, members = card.members.len(), epoch = card.epoch + 1))))
    .child(div("row")
        .child((warned > 0).then(|| p("warned").child(tn!(warned, "{count} warning: see above", "{count} warnings: see above"))))
        .child(button("button primary grow")
            .id("split")
            .attr("disabled", current.command().is_none())
            .on_click(split)
            .child(t!("Split {cluster} into {parts}", cluster = card.id, parts = current.parts())))
        .child(button("button").on_click(act(&props.on, Action::Edit(None))).child(t!("Cancel")))).into()
}

/// One change of the draft.
enum Edit {
    Parts(usize),
    Send(recraft_protocol::types::NodeId, usize),
    Cut(usize, String),
}

impl Edit {
    fn apply(self, draft: &SplitDraft) -> SplitDraft {
        let mut next = draft.clone();
        match self {
            Self::Parts(parts) => next = draft.with_parts(parts),
            Self::Send(node, part) => next.send(node, part),
            Self::Cut(place, key) => next.cut(place, &key),
        }
        next
    }
}

fn parts_chooser(draft: &SplitDraft, change: &Callback<Edit>) -> Html {
    div("row")
        .role("group")
        .label(t!("How many parts"))
        .child(span("label grow").child(t!("Parts")))
        .child(div("segmented").children((2..=draft.parts_limit()).map(|parts| {
            el("button")
                .truth("aria-pressed", parts == draft.parts())
                .on_click(change.reform(move |_| Edit::Parts(parts)))
                .child(parts)
        })))
        .into()
}

fn assignment(draft: &SplitDraft, down: &NodeSet, change: &Callback<Edit>) -> Html {
    el("table")
        .class("assign")
        .child(el("thead").child(
            el("tr").child(el("th").attr("scope", "col").child(t!("Node"))).children(
                (0..draft.parts()).map(|part| el("th").attr("scope", "col").child(part_letter(part))),
            ),
        ))
        .child(el("tbody").children(draft.homes().map(|(node, home)| {
            el("tr")
                .key(node.0)
                .role("radiogroup")
                .label(t!("Part of {node}", node))
                .child(
                    el("th")
                        .attr("scope", "row")
                        .child(node.to_string())
                        .child((down.contains(node)).then(|| span("state").child(t!("down")))),
                )
                .children((0..draft.parts()).map(|part| {
                    el("td").child(
                        el("label").child(
                            el("input")
                                .attr("type", "radio")
                                .attr("name", format!("home-{node}"))
                                .checked(part == home)
                                .label(t!("{node} to part {part}", node, part = part_letter(part)))
                                .on_change(change.reform(move |_| Edit::Send(node, part))),
                        ),
                    )
                }))
        })))
        .into()
}

fn boundaries(draft: &SplitDraft, change: &Callback<Edit>) -> Html {
    div("cuts")
        .children(draft.cuts().iter().enumerate().map(|(place, key)| {
            el("label")
                .class("field")
                .key(place)
                .child(el("span").child(t!(
                    "{one} ends, {next} begins at key",
                    one = part_letter(place),
                    next = part_letter(place + 1)
                )))
                .child(
                    el("input")
                        .class("input")
                        .id(format!("cut-{place}"))
                        .attr("maxlength", "16")
                        .attr("autocapitalize", "off")
                        .attr("spellcheck", "false")
                        .value(key.clone())
                        .on_input(change.reform(move |event: InputEvent| Edit::Cut(place, value_of(&event)))),
                )
        }))
        .into()
}

fn outcome(draft: &SplitDraft) -> Html {
    el("ul")
        .class("outcome")
        .label(t!("What comes out"))
        .children(draft.proposed().iter().enumerate().map(|(place, part)| {
            el("li")
                .key(place)
                .child(el("strong").child(part_letter(place)))
                .child(el("span").child(if part.members.is_empty() {
                    t!("nobody").to_owned()
                } else {
                    part.members.to_string()
                }))
                .child(span("dim").child(t!(
                    "{keys} · quorum {quorum} of {members}",
                    keys = keys(&part.ranges),
                    quorum = part.quorum,
                    members = part.members.len()
                )))
        }))
        .into()
}
