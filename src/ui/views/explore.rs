//! The explorer: "Find me a run in which …".

use std::rc::Rc;

use recraft_protocol::settings::Settings;
use recraft_scene::words::goals::goal;
use recraft_scene::words::settings::mistake_title;
use recraft_sim::checker::Property;
use recraft_sim::exhaustive::recraft::worlds;
use recraft_sim::explore::goals::Wish;
use recraft_sim::explore::hunt::{Faults, Goal};
use yew::prelude::*;

use crate::app::{Explore, Msg};
use crate::browser::value_of;
use crate::session::views::explore::{EFFORTS, Explorer, FindCard, Form, State};
use crate::ui::press::press;
use crate::ui::sheet::Sheet;
use crate::ui::words::milliseconds;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub explorer: Rc<Explorer>,
    pub settings: Settings,
    pub on: Callback<Msg>,
}

#[component]
pub fn ExploreView(props: &Props) -> Html {
    let explorer = &props.explorer;
    let busy = explorer.is_under_way();
    html! {
        <div class="explore">
            // What was found comes first: it was asked for, and the pane may be low.
            if let Some(card) = explorer.find() {
                { find(card, &props.on) }
            }
            <fieldset class="ask" disabled={busy}>
                { what(explorer.form, &props.on) }
                { how(explorer.form, &props.on) }
                { with(explorer.form, props) }
            </fieldset>
            <div class="row">
                if busy {
                    <button class="button" id="stop-search" onclick={press(&props.on, Msg::Explore(Explore::Stop))}>{ "Stop" }</button>
                } else {
                    <button class="button primary" id="search" onclick={press(&props.on, Msg::Explore(Explore::Start))}>{ "Search" }</button>
                }
                <p class="grow" id="search-state" role="status">{ state(&explorer.state) }</p>
            </div>
        </div>
    }
}

fn state(state: &State) -> String {
    match state {
        State::Idle => "The search goes on beside the page; it can be stopped at any time.".into(),
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
    html! {
        <label class="field">
            <span>{ name }</span>
            <select class="select" {id} {onchange}>{ options }</select>
        </label>
    }
}

fn option(nth: usize, is_chosen: bool, words: String) -> Html {
    html! { <option value={nth.to_string()} selected={is_chosen}>{ words }</option> }
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
    let options = html! {
        <>
            <optgroup label="Something is wrong">{ for (0..wrong).map(show) }</optgroup>
            <optgroup label="Nothing is wrong">{ for (wrong..all.len()).map(show) }</optgroup>
        </>
    };
    let change = move |nth| Form { goal: goals().get(nth).copied().unwrap_or(form.goal), ..form };
    menu("goal", "Find me a run in which", on, change, options)
}

fn how(form: Form, on: &Callback<Msg>) -> Html {
    let worlds = worlds::NAMED.iter().enumerate();
    let options = html! {
        <>
            { option(0, form.world.is_none(), "random runs".into()) }
            <optgroup label="Every order of things in a small world">
                { for worlds.map(|(nth, (name, _))| option(nth + 1, form.world == Some(nth as u32), name.replace('-', " "))) }
            </optgroup>
        </>
    };
    let change = move |nth: usize| Form { world: nth.checked_sub(1).map(|nth| nth as u32), ..form };
    let efforts = EFFORTS.iter().enumerate().map(|(nth, (runs, _, states))| {
        let words = if form.world.is_some() { format!("{states} states") } else { (*runs).to_owned() };
        option(nth, nth == form.effort, words)
    });
    html! {
        <div class="pair">
            { menu("method", "By looking at", on, change, options) }
            { menu("effort", "At most", on, move |effort| Form { effort, ..form }, efforts.collect()) }
        </div>
    }
}

fn with(form: Form, props: &Props) -> Html {
    let on = &props.on;
    let check = |id: &'static str, words: &'static str, is_on: bool, turned: Form| {
        let onchange = on.reform(move |_: Event| Msg::Explore(Explore::Form(turned)));
        html! { <label class="check"><input type="checkbox" {id} checked={is_on} {onchange} />{ words }</label> }
    };
    let Faults { crashes, partitions, messages, changes } = form.faults;
    let faults = |faults| Form { faults, ..form };
    let wrong: Vec<&str> = props.settings.mistakes.iter().map(mistake_title).collect();
    let protocol =
        if wrong.is_empty() { "The right protocol.".to_owned() } else { format!("{}.", wrong.join("; ")) };
    html! {
        <>
            if form.world.is_none() {
                <div class="row">
                    { check("with-crashes", "crashes", crashes, faults(Faults { crashes: !crashes, ..form.faults })) }
                    { check("with-partitions", "partitions", partitions, faults(Faults { partitions: !partitions, ..form.faults })) }
                    { check("with-messages", "lost and late messages", messages, faults(Faults { messages: !messages, ..form.faults })) }
                    { check("with-changes", "splits, merges, changes of members", changes, faults(Faults { changes: !changes, ..form.faults })) }
                    { check("as-here", "only this page's extensions", form.as_here, Form { as_here: !form.as_here, ..form }) }
                </div>
            }
            <p class="dim" id="variant">
                { protocol }{ " " }
                <button type="button" class="link" onclick={press(on, Msg::Open(Some(Sheet::Protocol)))}>{ "Protocol…" }</button>
            </p>
        </>
    }
}

fn find(card: &FindCard, on: &Callback<Msg>) -> Html {
    html! {
        <section class="find" id="find" aria-label="What was found">
            <h3>{ "A run in which " }{ &card.title }</h3>
            if !card.detail.is_empty() {
                <p>{ &card.detail }</p>
            }
            <ol class="recent">
                { for card.evidence.iter().map(|(at_us, text)| html! { <li><time>{ milliseconds(*at_us) }</time><span>{ text }</span></li> }) }
            </ol>
            <div class="row">
                <button class="button primary" id="load-find" onclick={press(on, Msg::Explore(Explore::Load))}>{ "Put it on the stage" }</button>
                <span class="dim small grow">{ &card.size }{ ". It will stand just before this: press Next event." }</span>
            </div>
        </section>
    }
}
