//! The branches of the run: a lane for each under the line of time, as long as what was played of it.

use recraft_words::{t, tn};
use std::rc::Rc;

use yew::prelude::*;

use crate::app::Msg;
use crate::browser::{focus, value_of};
use crate::session::compare::{Compared, Side};
use crate::session::timeline::{BranchItem, Timeline};
use crate::session::{Action, Travel};
use crate::ui::element::{SLOT, button, el, fragment, p, section, span, text};

use super::icon::Icon;
use super::press::act;
use super::words::milliseconds;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub timeline: Rc<Timeline>,
    pub on: Callback<Msg>,
}

#[component]
pub fn Branches(props: &Props) -> Html {
    let line = &props.timeline;
    // The branch whose name is being written.
    let writing = use_state_eq(|| None);
    use_effect_with(*writing, |writing| {
        if writing.is_some() {
            focus("branch-name");
        }
    });
    if line.branches.len() < 2 {
        return Html::default();
    }
    el("ul")
        .class("branches")
        .label(t!("Branches"))
        .children(line.branches.iter().map(|item| {
            el("li").key(item.id.0.to_string()).class_if("current", item.id == line.current).child(
                if *writing == Some(item.id) {
                    name_field(item, &writing, &props.on)
                } else {
                    fragment()
                        .child(lane(line, item, &props.on))
                        .child(deeds(line, item, &writing, &props.on))
                        .into()
                },
            )
        }))
        .into()
}

fn lane(line: &Timeline, item: &BranchItem, on: &Callback<Msg>) -> Html {
    let current = item.id == line.current;
    let (from, until) = (line.percent(item.from_us).min(97.0), line.percent(item.until_us).min(100.0));
    let bar = format!("left:{from:.2}%;width:{:.2}%", (until - from).max(1.0));
    // The name stands where there is room: after the beginning of the lane, or before it.
    let label = if from < 60.0 { format!("left:{from:.2}%") } else { format!("right:{:.2}%", 100.0 - from) };
    let ends = milliseconds(item.until_us);
    button("lane")
        .id(format!("branch-{}", item.id.0))
        .truth("aria-pressed", current)
        .title(t!(
            "{name}: from {begins} to {ends} ms",
            name = item.name,
            begins = milliseconds(item.from_us),
            ends
        ))
        .on_click(act(on, Action::Travel(Travel::Switch(item.id))))
        .child(span("bar").style(bar))
        .child(span("name").style(label).child(&item.name))
        .into()
}

fn deeds(
    line: &Timeline,
    item: &BranchItem,
    writing: &UseStateHandle<Option<recraft_sim::history::BranchId>>,
    on: &Callback<Msg>,
) -> Html {
    let (id, name) = (item.id, &item.name);
    let rename = {
        let writing = writing.clone();
        move |_: MouseEvent| writing.set(Some(id))
    };
    span("deeds")
        .child((id != line.current).then(|| {
            button("button quiet icon")
                .title(t!("Compare with “{name}”", name))
                .label(t!("Compare with {name}", name))
                .on_click(act(on, Action::Travel(Travel::Compare(Some(id)))))
                .child(Icon::Compare.draw())
        }))
        .child(
            button("button quiet icon")
                .title(t!("Rename “{name}”", name))
                .label(t!("Rename {name}", name))
                .on_click(rename)
                .child(Icon::Pen.draw()),
        )
        .child(
            button("button quiet icon")
                .title(t!("Remove “{name}”", name))
                .label(t!("Remove {name}", name))
                .on_click(act(on, Action::Travel(Travel::Remove(id))))
                .child(Icon::Close.draw()),
        )
        .into()
}

/// A field for a name: Enter or going elsewhere keeps it, Escape does not.
fn name_field(
    item: &BranchItem,
    writing: &UseStateHandle<Option<recraft_sim::history::BranchId>>,
    on: &Callback<Msg>,
) -> Html {
    let id = item.id;
    let keep = {
        let (writing, on) = (writing.clone(), on.clone());
        move |event: &Event| {
            on.emit(Msg::Act(Action::Travel(Travel::Rename(id, value_of(event)))));
            writing.set(None);
        }
    };
    let onkeydown = {
        let (writing, keep) = (writing.clone(), keep.clone());
        move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" => keep(&event),
            "Escape" => {
                event.prevent_default();
                writing.set(None);
            }
            _ => {}
        }
    };
    let onchange = move |event: Event| keep(&event);
    el("label")
        .class("naming")
        .child(el("span").child(t!("Name of this branch")))
        .child(
            el("input")
                .class("input")
                .id("branch-name")
                .value(item.name.clone())
                .attr("maxlength", "60")
                .on_change(onchange)
                .on_key_down(onkeydown),
        )
        .into()
}

#[derive(PartialEq)]
pub struct CompareProps {
    pub compared: Rc<Compared>,
    pub on: Callback<Msg>,
}

pub fn comparison(props: &CompareProps) -> Html {
    let compared = &*props.compared;
    let [one, other] = &compared.sides;
    let row = |title: &'static str, value: fn(&Side) -> Html| {
        el("tr")
            .child(el("th").attr("scope", "row").child(title))
            .child(el("td").child(value(one)))
            .child(el("td").child(value(other)))
    };
    section("comparison")
        .id("comparison")
        .label(t!("Two branches beside each other"))
        .child(
            el("header").child(el("h3").child(t!("Two branches"))).child(
                button("button quiet icon")
                    .id("comparison-close")
                    .label(t!("Close the comparison"))
                    .title(t!("Close"))
                    .on_click(act(&props.on, Action::Travel(Travel::Compare(None))))
                    .child(Icon::Close.draw()),
            ),
        )
        .child(el("p").child(t!("The same until {until} ms.", until = milliseconds(compared.same_until_us))))
        .child(
            el("table")
                .child(
                    el("thead").child(
                        el("tr")
                            .child(el("td"))
                            .child(el("th").attr("scope", "col").child(&one.name))
                            .child(el("th").attr("scope", "col").child(&other.name)),
                    ),
                )
                .child(
                    el("tbody")
                        .child(row(t!("Then"), |side| timed(side.command.as_ref())))
                        .child(row(t!("First event that differs"), |side| timed(side.event.as_ref())))
                        .child(row(t!("Ends at"), |side| {
                            fragment().child(milliseconds(side.until_us)).child(" ms").into()
                        }))
                        .child(row(t!("Clusters"), |side| {
                            side.clusters.iter().map(|text| el("p").child(text)).collect()
                        }))
                        .child(row(t!("Keys held"), |side| text(side.keys)))
                        .child(row(t!("Violations"), |side| text(side.violations)))
                        .children(compared.keys.iter().map(|(key, values)| {
                            el("tr")
                                .child(
                                    el("th")
                                        .attr("scope", "row")
                                        .around(&t!("Key {key}", key = SLOT), el("code").child(key)),
                                )
                                .children(values.iter().map(|value| {
                                    el("td").child(value.as_deref().unwrap_or(t!("not there")).to_owned())
                                }))
                        })),
                ),
        )
        .child((compared.more > 0).then(|| {
            p("dim").child(tn!(compared.more, "{count} more key differs.", "{count} more keys differ."))
        }))
        .into()
}

fn timed(what: Option<&(u64, String)>) -> Html {
    match what {
        Some((at_us, text)) => fragment()
            .child(el("time").child(milliseconds(*at_us)).child(" ms"))
            .child(" ")
            .child(text)
            .into(),
        None => span("dim").child(t!("nothing")).into(),
    }
}
