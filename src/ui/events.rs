//! The event list: what happened and why, newest at the top, with filters.

use std::rc::Rc;

use recraft_scene::words::{Importance, Kind};
use yew::prelude::*;

use crate::app::Msg;
use crate::session::feed::{Kinds, Line};
use crate::session::{Action, Selection};

use super::press::act;
use super::words::milliseconds;

/// The most lines in the list at a time.
const SHOWN_MAX: usize = 100;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub lines: Rc<Vec<Rc<Line>>>,
    /// The kinds that have occurred.
    pub kinds: Kinds,
    pub selection: Option<Selection>,
    pub on: Callback<Msg>,
}

/// The filters, which only this list knows.
#[derive(Clone, Copy, Default, PartialEq)]
struct Filter {
    /// The kinds shown; all of them if there is none.
    kinds: Kinds,
    details: bool,
}

impl Filter {
    fn shows(&self, line: &Line) -> bool {
        (self.details || line.importance != Importance::Detail)
            && (self.kinds == Kinds::default() || self.kinds.has(line.kind))
    }
}

#[component]
pub fn Events(props: &Props) -> Html {
    let filter = use_state(Filter::default);
    let shown = props.lines.iter().rev().filter(|line| filter.shows(line)).take(SHOWN_MAX);
    let mut lines = shown.peekable();
    html! {
        <div class="events">
            { filters(&filter, props.kinds) }
            if lines.peek().is_none() {
                <p class="empty">{ "Nothing to show yet." }</p>
            } else {
                <ol class="lines" aria-label="Events, newest first" tabindex="0">
                    { for lines.map(|line| html! { <EventLine key={line.seq} line={line.clone()} selected={props.selection == Some(Selection::Event(line.seq))} on={props.on.clone()} /> }) }
                </ol>
            }
        </div>
    }
}

fn filters(filter: &UseStateHandle<Filter>, present: Kinds) -> Html {
    let chip = |kind: Kind| {
        let chosen = filter.kinds.has(kind);
        let filter = filter.clone();
        let onclick = move |_| {
            let kinds = if chosen { filter.kinds.without(kind) } else { filter.kinds.with(kind) };
            filter.set(Filter { kinds, ..*filter });
        };
        html! { <button class="chip" aria-pressed={chosen.to_string()} {onclick}>{ kind.title() }</button> }
    };
    let details = {
        let filter = filter.clone();
        move |_: Event| filter.set(Filter { details: !filter.details, ..*filter })
    };
    html! {
        <div class="filters">
            <div class="chips" role="group" aria-label="Show only">
                { for Kind::ALL.into_iter().filter(|&kind| present.has(kind)).map(chip) }
            </div>
            <label class="check small details">
                <input type="checkbox" checked={filter.details} onchange={details} />{ "Details" }
            </label>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct LineProps {
    line: Rc<Line>,
    selected: bool,
    on: Callback<Msg>,
}

#[component]
fn EventLine(props: &LineProps) -> Html {
    let line = &props.line;
    let weight = match line.importance {
        Importance::Major => "major",
        Importance::Minor => "minor",
        Importance::Detail => "detail",
    };
    let onclick = act(&props.on, Action::Select(Some(Selection::Event(line.seq))));
    let kind = kind_name(line.kind);
    html! {
        <li class={classes!("line", weight)} data-seq={line.seq.to_string()} data-kind={kind}>
            <button {onclick} aria-current={props.selected.then_some("true")}>
                <time>{ milliseconds(line.at_us) }</time>
                <span class={classes!("kind", kind)} aria-hidden="true"></span>
                <span class="text">{ &line.text }</span>
            </button>
        </li>
    }
}

/// The name of a kind in class names and data attributes.
const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Election => "election",
        Kind::Log => "log",
        Kind::Commit => "commit",
        Kind::Config => "config",
        Kind::Split => "split",
        Kind::Merge => "merge",
        Kind::CatchUp => "catch-up",
        Kind::Client => "client",
        Kind::Fault => "fault",
        Kind::Check => "check",
    }
}
