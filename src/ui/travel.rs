//! The ways through the history that are not on the line of time: steps, undo and redo, and a menu of everything else.

use std::rc::Rc;

use recraft_sim::history::{Kinds, Stop};
use yew::prelude::*;

use crate::app::Msg;
use crate::browser::take_choice;
use crate::session::timeline::Timeline;
use crate::session::{Action, Travel};
use crate::ui::element::{button, el, span};

use super::icon::Icon;
use super::press::act;

/// A button for a step through the history.
pub fn travel(
    on: &Callback<Msg>,
    id: &'static str,
    icon: Icon,
    label: &'static str,
    title: String,
    action: Action,
    off: bool,
) -> Html {
    button("button quiet icon")
        .id(id)
        .title(title)
        .label(label)
        .attr("disabled", off)
        .on_click(act(on, action))
        .child(icon.draw())
        .into()
}

/// Undo and redo.
pub fn undo_and_redo(line: &Timeline, on: &Callback<Msg>) -> Html {
    let title = |word: &str, what: &Option<String>, keys: &str| match what {
        Some(what) => format!("{word}: {what} ({keys})"),
        None => format!("{word} ({keys}): there is nothing to {}", word.to_lowercase()),
    };
    let (undo, redo) = (title("Undo", &line.undo, "Ctrl+Z"), title("Redo", &line.redo, "Ctrl+Shift+Z"));
    span("undoing")
        .child(travel(
            on,
            "undo",
            Icon::Undo,
            "Undo",
            undo,
            Action::Travel(Travel::Undo),
            line.undo.is_none(),
        ))
        .child(travel(
            on,
            "redo",
            Icon::Redo,
            "Redo",
            redo,
            Action::Travel(Travel::Redo),
            line.redo.is_none(),
        ))
        .into()
}

/// Everything that the menu can do, in groups: title, and choices with their names.
fn choices(line: &Timeline) -> Vec<(&'static str, Vec<(String, Action)>)> {
    let mut stops = vec![
        ("election", Stop::At(Kinds::ELECTIONS)),
        ("commit", Stop::At(Kinds::COMMITS)),
        ("reconfiguration", Stop::At(Kinds::RECONFIGURATIONS)),
        ("command or fault", Stop::At(Kinds::COMMANDS)),
        ("violation", Stop::At(Kinds::VIOLATIONS)),
    ];
    if let Some(node) = line.node {
        stops.push(("message to the selected node", Stop::ArrivalAt(node)));
    }
    let travel = |name: &str, travel| (name.to_string(), Action::Travel(travel));
    let mut next = vec![("Next thing worth telling".to_string(), Action::SkipAhead)];
    next.extend(stops.iter().map(|&(name, stop)| (format!("Next {name}"), Action::Travel(Travel::On(stop)))));
    let last =
        stops.iter().map(|&(name, stop)| (format!("Previous {name}"), Action::Travel(Travel::Back(stop))));
    let mut run = Vec::new();
    if let Some(undo) = &line.undo {
        run.push((format!("Undo: {undo}"), Action::Travel(Travel::Undo)));
    }
    if let Some(redo) = &line.redo {
        run.push((format!("Redo: {redo}"), Action::Travel(Travel::Redo)));
        run.push((format!("Go on without: {redo}"), Action::Travel(Travel::LeaveOut)));
    }
    run.push(travel("Beginning", Travel::Start));
    run.push(travel("Newest moment", Travel::Head));
    let slow = if line.slows { "Play evenly" } else { "Slow down when something happens" };
    vec![
        ("Forward", next),
        ("Back", last.collect()),
        ("In this run", run),
        ("Playing", vec![(slow.to_string(), Action::SlowDown(!line.slows))]),
    ]
}

/// The menu.
pub fn menu(line: &Rc<Timeline>, on: &Callback<Msg>) -> Html {
    let groups = choices(line);
    let onchange = {
        let (on, line) = (on.clone(), line.clone());
        move |event: Event| {
            let place = take_choice(&event).parse().unwrap_or(usize::MAX);
            let chosen = choices(&line).into_iter().flat_map(|(_, choices)| choices).nth(place);
            if let Some((_, action)) = chosen {
                on.emit(Msg::Act(action));
            }
        }
    };
    let mut place = 0;
    el("select")
        .class("select go")
        .id("go")
        .label("Go to …")
        .title("Go to the next or previous election, commit, fault …")
        .on_change(onchange)
        .child(el("option").value("").attr("selected", true).child("Go to …"))
        .children(groups.into_iter().map(|(title, choices)| {
            el("optgroup").attr("label", title).children(choices.into_iter().map(|(name, _)| {
                let value = place.to_string();
                place += 1;
                el("option").value(value).child(name)
            }))
        }))
        .into()
}

/// That the cursor stands in the past, and the way out.
pub fn past(line: &Timeline, on: &Callback<Msg>) -> Html {
    if !line.past {
        return Html::default();
    }
    span("past-note")
        .child(
            span("word")
                .child("In the past: playing repeats what happened; doing something begins a new branch."),
        )
        .child(
            button("button")
                .id("head")
                .title("Go to the newest moment of this branch (End)")
                .on_click(act(on, Action::Travel(Travel::Head)))
                .child(Icon::ToEnd.draw())
                .child("Newest"),
        )
        .into()
}
