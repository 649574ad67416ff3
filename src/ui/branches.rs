//! The branches of the run: a lane for each under the line of time, as long as what was played of it.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::Msg;
use crate::browser::{focus, value_of};
use crate::session::compare::{Compared, Side};
use crate::session::timeline::{BranchItem, Timeline};
use crate::session::{Action, Travel};

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
    html! {
        <ul class="branches" aria-label="Branches">
            { for line.branches.iter().map(|item| html! {
                <li key={item.id.0.to_string()} class={classes!((item.id == line.current).then_some("current"))}>
                    if *writing == Some(item.id) {
                        { name_field(item, &writing, &props.on) }
                    } else {
                        { lane(line, item, &props.on) }
                        { deeds(line, item, &writing, &props.on) }
                    }
                </li>
            }) }
        </ul>
    }
}

fn lane(line: &Timeline, item: &BranchItem, on: &Callback<Msg>) -> Html {
    let current = item.id == line.current;
    let (from, until) = (line.percent(item.from_us).min(97.0), line.percent(item.until_us).min(100.0));
    let bar = format!("left:{from:.2}%;width:{:.2}%", (until - from).max(1.0));
    // The name stands where there is room: after the beginning of the lane, or before it.
    let label = if from < 60.0 { format!("left:{from:.2}%") } else { format!("right:{:.2}%", 100.0 - from) };
    let ends = milliseconds(item.until_us);
    html! {
        <button class="lane" id={format!("branch-{}", item.id.0)} aria-pressed={current.to_string()}
            title={format!("{}: from {} to {ends} ms", item.name, milliseconds(item.from_us))}
            onclick={act(on, Action::Travel(Travel::Switch(item.id)))}>
            <span class="bar" style={bar}></span>
            <span class="name" style={label}>{ &item.name }</span>
        </button>
    }
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
    html! {
        <span class="deeds">
            if id != line.current {
                <button class="button quiet icon" title={format!("Compare with “{name}”")} aria-label={format!("Compare with {name}")}
                    onclick={act(on, Action::Travel(Travel::Compare(Some(id))))}>{ Icon::Compare.draw() }</button>
            }
            <button class="button quiet icon" title={format!("Rename “{name}”")} aria-label={format!("Rename {name}")} onclick={rename}>{ Icon::Pen.draw() }</button>
            <button class="button quiet icon" title={format!("Remove “{name}”")} aria-label={format!("Remove {name}")}
                onclick={act(on, Action::Travel(Travel::Remove(id)))}>{ Icon::Close.draw() }</button>
        </span>
    }
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
    html! {
        <label class="naming">
            <span>{ "Name of this branch" }</span>
            <input class="input" id="branch-name" value={item.name.clone()} maxlength="60" {onchange} {onkeydown} />
        </label>
    }
}

#[derive(Properties, PartialEq)]
pub struct CompareProps {
    pub compared: Rc<Compared>,
    pub on: Callback<Msg>,
}

#[component]
pub fn Comparison(props: &CompareProps) -> Html {
    let compared = &*props.compared;
    let [one, other] = &compared.sides;
    let row = |title: &'static str, value: fn(&Side) -> Html| {
        html! { <tr><th scope="row">{ title }</th><td>{ value(one) }</td><td>{ value(other) }</td></tr> }
    };
    html! {
        <section class="comparison" id="comparison" aria-label="Two branches beside each other">
            <header>
                <h3>{ "Two branches" }</h3>
                <button class="button quiet icon" id="comparison-close" aria-label="Close the comparison" title="Close"
                    onclick={act(&props.on, Action::Travel(Travel::Compare(None)))}>{ Icon::Close.draw() }</button>
            </header>
            <p>{ format!("The same until {} ms.", milliseconds(compared.same_until_us)) }</p>
            <table>
                <thead><tr><td></td><th scope="col">{ &one.name }</th><th scope="col">{ &other.name }</th></tr></thead>
                <tbody>
                    { row("Then", |side| timed(side.command.as_ref())) }
                    { row("First event that differs", |side| timed(side.event.as_ref())) }
                    { row("Ends at", |side| html! { <>{ milliseconds(side.until_us) }{ " ms" }</> }) }
                    { row("Clusters", |side| side.clusters.iter().map(|text| html! { <p>{ text }</p> }).collect()) }
                    { row("Keys held", |side| html! { { side.keys } }) }
                    { row("Violations", |side| html! { { side.violations } }) }
                    { for compared.keys.iter().map(|(key, values)| html! {
                        <tr><th scope="row">{ "Key " }<code>{ key }</code></th>{ for values.iter().map(|value| html! {
                            <td>{ value.as_deref().unwrap_or("not there") }</td>
                        }) }</tr>
                    }) }
                </tbody>
            </table>
            if compared.more > 0 {
                <p class="dim">{ format!("{} more keys differ.", compared.more) }</p>
            }
        </section>
    }
}

fn timed(what: Option<&(u64, String)>) -> Html {
    match what {
        Some((at_us, text)) => html! { <><time>{ milliseconds(*at_us) }{ " ms" }</time>{ " " }{ text }</> },
        None => html! { <span class="dim">{ "nothing" }</span> },
    }
}
