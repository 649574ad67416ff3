//! The ways through the history that are not on the line of time: steps, undo and redo, and a menu of everything else.

use std::rc::Rc;

use recraft_sim::history::{Kinds, Stop};
use recraft_words::t;
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
    let undo = match &line.undo {
        Some(what) => t!("Undo: {command} (Ctrl+Z)", command = what),
        None => t!("Undo (Ctrl+Z): there is nothing to undo").to_owned(),
    };
    let redo = match &line.redo {
        Some(what) => t!("Redo: {command} (Ctrl+Shift+Z)", command = what),
        None => t!("Redo (Ctrl+Shift+Z): there is nothing to redo").to_owned(),
    };
    span("undoing")
        .child(travel(
            on,
            "undo",
            Icon::Undo,
            t!("Undo"),
            undo,
            Action::Travel(Travel::Undo),
            line.undo.is_none(),
        ))
        .child(travel(
            on,
            "redo",
            Icon::Redo,
            t!("Redo"),
            redo,
            Action::Travel(Travel::Redo),
            line.redo.is_none(),
        ))
        .into()
}

/// Everything that the menu can do, in groups: title, and choices with their names.
fn choices(line: &Timeline) -> Vec<(&'static str, Vec<(String, Action)>)> {
    let mut stops = vec![
        (t!("Next election"), t!("Previous election"), Stop::At(Kinds::ELECTIONS)),
        (t!("Next commit"), t!("Previous commit"), Stop::At(Kinds::COMMITS)),
        (t!("Next reconfiguration"), t!("Previous reconfiguration"), Stop::At(Kinds::RECONFIGURATIONS)),
        (t!("Next command or fault"), t!("Previous command or fault"), Stop::At(Kinds::COMMANDS)),
        (t!("Next violation"), t!("Previous violation"), Stop::At(Kinds::VIOLATIONS)),
    ];
    if let Some(node) = line.node {
        stops.push((
            t!("Next message to the selected node"),
            t!("Previous message to the selected node"),
            Stop::ArrivalAt(node),
        ));
    }
    let travel = |name: &str, travel| (name.to_string(), Action::Travel(travel));
    let mut next = vec![(t!("Next thing worth telling").to_string(), Action::SkipAhead)];
    next.extend(stops.iter().map(|&(name, _, stop)| (name.to_owned(), Action::Travel(Travel::On(stop)))));
    let last = stops.iter().map(|&(_, name, stop)| (name.to_owned(), Action::Travel(Travel::Back(stop))));
    let mut run = Vec::new();
    if let Some(undo) = &line.undo {
        run.push((t!("Undo: {undo}", undo), Action::Travel(Travel::Undo)));
    }
    if let Some(redo) = &line.redo {
        run.push((t!("Redo: {redo}", redo), Action::Travel(Travel::Redo)));
        run.push((t!("Go on without: {redo}", redo), Action::Travel(Travel::LeaveOut)));
    }
    run.push(travel(t!("Beginning"), Travel::Start));
    run.push(travel(t!("Newest moment"), Travel::Head));
    let slow = if line.slows { t!("Play evenly") } else { t!("Slow down when something happens") };
    vec![
        (t!("Forward"), next),
        (t!("Back"), last.collect()),
        (t!("In this run"), run),
        (t!("Playing"), vec![(slow.to_string(), Action::SlowDown(!line.slows))]),
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
        .label(t!("Go to …"))
        .title(t!("Go to the next or previous election, commit, fault …"))
        .on_change(onchange)
        .child(el("option").value("").attr("selected", true).child(t!("Go to …")))
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
            span("word").child(t!(
                "In the past: playing repeats what happened; doing something begins a new branch."
            )),
        )
        .child(
            button("button")
                .id("head")
                .title(t!("Go to the newest moment of this branch (End)"))
                .on_click(act(on, Action::Travel(Travel::Head)))
                .child(Icon::ToEnd.draw())
                .child(t!("Newest")),
        )
        .into()
}
