//! The explorer: "Find me a run in which …".

use std::rc::Rc;

use recraft_protocol::settings::Settings;
use recraft_scene::words::goals::goal;
use recraft_scene::words::settings::mistake_title;
use recraft_sim::checker::Property;
use recraft_sim::exhaustive::recraft::worlds;
use recraft_sim::explore::goals::Wish;
use recraft_sim::explore::hunt::{Faults, Goal};
use recraft_words::t;
use yew::prelude::*;

use crate::app::{Explore, Msg};
use crate::browser::value_of;
use crate::session::views::explore::{EFFORTS, Explorer, FindCard, Form, State, effort_title};
use crate::ui::element::{button, div, el, fragment, p, section, span};
use crate::ui::press::press;
use crate::ui::sheet::Sheet;
use crate::ui::words::milliseconds;

#[derive(PartialEq)]
pub struct Props {
    pub explorer: Rc<Explorer>,
    pub settings: Settings,
    pub on: Callback<Msg>,
}

pub fn explore(props: &Props) -> Html {
    let explorer = &props.explorer;
    let busy = explorer.is_under_way();
    div("explore")
        // What was found comes first: it was asked for, and the pane may be low.
        .child(explorer.find().map(|card| find(card, &props.on)))
        .child(
            el("fieldset")
                .class("ask")
                .attr("disabled", busy)
                .child(what(explorer.form, &props.on))
                .child(how(explorer.form, &props.on))
                .child(with(explorer.form, props)),
        )
        .child(
            div("row")
                .child(if busy {
                    button("button")
                        .id("stop-search")
                        .on_click(press(&props.on, Msg::Explore(Explore::Stop)))
                        .child(t!("Stop"))
                } else {
                    button("button primary")
                        .id("search")
                        .on_click(press(&props.on, Msg::Explore(Explore::Start)))
                        .child(t!("Search"))
                })
                .child(p("grow").id("search-state").role("status").child(state(&explorer.state))),
        )
        .into()
}

fn state(state: &State) -> String {
    match state {
        State::Idle => t!("The search goes on beside the page; it can be stopped at any time.").into(),
        State::UnderWay { progress, .. } => progress.clone(),
        State::Over { words, .. } => words.clone(),
    }
}

/// A menu whose choice changes the form.
fn menu(
    id: &'static str,
    name: &'static str,
    on: &Callback<Msg>,
    change: impl Fn(usize) -> Form + 'static,
    options: Html,
) -> Html {
    let on = on.clone();
    let onchange = move |event: Event| {
        if let Ok(nth) = value_of(&event).parse() {
            on.emit(Msg::Explore(Explore::Form(change(nth))));
        }
    };
    el("label")
        .class("field")
        .child(el("span").child(name))
        .child(el("select").class("select").id(id).on_change(onchange).child(options))
        .into()
}

fn option(nth: usize, is_chosen: bool, words: String) -> Html {
    el("option").value(nth.to_string()).attr("selected", is_chosen).child(words).into()
}

/// Every goal, in the order in which they are shown: first what is wrong.
fn goals() -> Vec<Goal> {
    let wrong = Property::ALL.map(Goal::Violation);
    [Goal::AnythingWrong].into_iter().chain(wrong).chain(Wish::ALL.map(Goal::Wish)).collect()
}

fn what(form: Form, on: &Callback<Msg>) -> Html {
    let all = goals();
    let wrong = 1 + Property::ALL.len();
    let show = |nth: usize| option(nth, all[nth] == form.goal, goal(all[nth]));
    let options = fragment()
        .child(el("optgroup").attr("label", t!("Something is wrong")).children((0..wrong).map(show)))
        .child(el("optgroup").attr("label", t!("Nothing is wrong")).children((wrong..all.len()).map(show)));
    let change = move |nth| Form { goal: goals().get(nth).copied().unwrap_or(form.goal), ..form };
    menu("goal", t!("Find me a run in which"), on, change, options.into())
}

fn how(form: Form, on: &Callback<Msg>) -> Html {
    let worlds = worlds::NAMES.iter().enumerate();
    let options = fragment().child(option(0, form.world.is_none(), t!("random runs").into())).child(
        el("optgroup").attr("label", t!("Every order of things in a small world")).children(worlds.map(
            |(nth, name)| {
                option(nth + 1, form.world == Some(nth as u32), recraft_scene::words::worlds::title(name))
            },
        )),
    );
    let change = move |nth: usize| Form { world: nth.checked_sub(1).map(|nth| nth as u32), ..form };
    let efforts = EFFORTS.iter().enumerate().map(|(nth, (_, states))| {
        let words =
            if form.world.is_some() { t!("{states} states", states) } else { effort_title(nth).to_owned() };
        option(nth, nth == form.effort, words)
    });
    div("pair")
        .child(menu("method", t!("By looking at"), on, change, options.into()))
        .child(menu("effort", t!("At most"), on, move |effort| Form { effort, ..form }, efforts.collect()))
        .into()
}

fn with(form: Form, props: &Props) -> Html {
    let on = &props.on;
    let check = |id: &'static str, words: &'static str, is_on: bool, turned: Form| {
        let onchange = on.reform(move |_: Event| Msg::Explore(Explore::Form(turned)));
        el("label")
            .class("check")
            .child(el("input").attr("type", "checkbox").id(id).checked(is_on).on_change(onchange))
            .child(words)
    };
    let Faults { crashes, partitions, messages, changes } = form.faults;
    let faults = |faults| Form { faults, ..form };
    let wrong: Vec<&str> = props.settings.mistakes.iter().map(mistake_title).collect();
    let protocol = if wrong.is_empty() {
        t!("The right protocol.").to_owned()
    } else {
        format!("{}.", wrong.join("; "))
    };
    fragment()
        .child(form.world.is_none().then(|| {
            div("row")
                .child(check(
                    "with-crashes",
                    t!("crashes"),
                    crashes,
                    faults(Faults { crashes: !crashes, ..form.faults }),
                ))
                .child(check(
                    "with-partitions",
                    t!("partitions"),
                    partitions,
                    faults(Faults { partitions: !partitions, ..form.faults }),
                ))
                .child(check(
                    "with-messages",
                    t!("lost and late messages"),
                    messages,
                    faults(Faults { messages: !messages, ..form.faults }),
                ))
                .child(check(
                    "with-changes",
                    t!("splits, merges, changes of members"),
                    changes,
                    faults(Faults { changes: !changes, ..form.faults }),
                ))
                .child(check(
                    "as-here",
                    t!("only this page's extensions"),
                    form.as_here,
                    Form { as_here: !form.as_here, ..form },
                ))
        }))
        .child(
            p("dim").id("variant").child(protocol).child(" ").child(
                button("link")
                    .attr("type", "button")
                    .on_click(press(on, Msg::Open(Some(Sheet::Mistakes))))
                    .child(t!("Break a rule…")),
            ),
        )
        .into()
}

fn find(card: &FindCard, on: &Callback<Msg>) -> Html {
    section("find")
        .id("find")
        .label(t!("What was found"))
        .child(el("h3").child(t!("A run in which {what}", what = card.title)))
        .child((!card.detail.is_empty()).then(|| el("p").child(&card.detail)))
        .child(el("ol").class("recent").children(card.evidence.iter().map(|(at_us, text)| {
            el("li").child(el("time").child(milliseconds(*at_us))).child(el("span").child(text))
        })))
        .child(
            div("row")
                .child(
                    button("button primary")
                        .id("load-find")
                        .on_click(press(on, Msg::Explore(Explore::Load)))
                        .child(t!("Put it on the stage")),
                )
                .child(span("dim small grow").child(t!(
                    "{size}. It will stand just before this: press Next event.",
                    size = card.size
                ))),
        )
        .into()
}
