//! The event list: what happened and why, newest at the top, with filters.

use std::rc::Rc;

use recraft_scene::words::{Importance, Kind};
use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::feed::{Kinds, Line};
use crate::session::{Action, Selection};
use crate::ui::element::{button, div, el, p, span};
use crate::ui::memo::memo_of;

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

/// The rows of the list, from above. A line keeps its row as long as it is shown, and with it the focus; the row of one that is no longer
/// shown is given to the next that comes: under load everything is new ten times a second, and to make elements costs far more than to
/// change what they say.
#[derive(Default)]
struct Rows {
    /// The number of each line, and of its row.
    taken: Vec<(u64, u64)>,
    made: u64,
}

impl Rows {
    /// Gives each of these lines a row.
    fn give(&mut self, lines: &[u64]) {
        let before = std::mem::take(&mut self.taken);
        let row_of = |line: u64| before.iter().find(|taken| taken.0 == line).map(|taken| taken.1);
        let mut free = before.iter().filter(|taken| !lines.contains(&taken.0)).map(|taken| taken.1);
        for &line in lines {
            let row = row_of(line).or_else(|| free.next()).unwrap_or_else(|| {
                self.made += 1;
                self.made
            });
            self.taken.push((line, row));
        }
    }
}

#[component]
pub fn Events(props: &Props) -> Html {
    let filter = use_state(Filter::default);
    let rows = use_mut_ref(Rows::default);
    let lines: Vec<&Rc<Line>> =
        props.lines.iter().rev().filter(|line| filter.shows(line)).take(SHOWN_MAX).collect();
    rows.borrow_mut().give(&lines.iter().map(|line| line.seq).collect::<Vec<_>>());
    div("events")
        .child(filters(&filter, props.kinds))
        .child(if lines.is_empty() {
            p("empty").child(t!("Nothing to show yet."))
        } else {
            el("ol").class("lines").label(t!("Events, newest first")).attr("tabindex", "0").children(
                lines.iter().zip(&rows.borrow().taken).map(|(&line, &(seq, row))| {
                    memo_of(
                        row,
                        event_line,
                        LineProps {
                            line: line.clone(),
                            selected: props.selection == Some(Selection::Event(seq)),
                            on: props.on.clone(),
                        },
                    )
                }),
            )
        })
        .into()
}

fn filters(filter: &UseStateHandle<Filter>, present: Kinds) -> Html {
    let chip = |kind: Kind| {
        let chosen = filter.kinds.has(kind);
        let filter = filter.clone();
        let onclick = move |_| {
            let kinds = if chosen { filter.kinds.without(kind) } else { filter.kinds.with(kind) };
            filter.set(Filter { kinds, ..*filter });
        };
        button("chip").truth("aria-pressed", chosen).on_click(onclick).child(kind.title())
    };
    let details = {
        let filter = filter.clone();
        move |_: Event| filter.set(Filter { details: !filter.details, ..*filter })
    };
    div("filters")
        .child(
            div("chips")
                .role("group")
                .label(t!("Show only"))
                .children(Kind::ALL.into_iter().filter(|&kind| present.has(kind)).map(chip)),
        )
        .child(
            el("label")
                .class("check small details")
                .child(el("input").attr("type", "checkbox").checked(filter.details).on_change(details))
                .child(t!("Details")),
        )
        .into()
}

#[derive(PartialEq)]
struct LineProps {
    line: Rc<Line>,
    selected: bool,
    on: Callback<Msg>,
}

fn event_line(props: &LineProps) -> Html {
    let line = &props.line;
    let weight = match line.importance {
        Importance::Major => "major",
        Importance::Minor => "minor",
        Importance::Detail => "detail",
    };
    let onclick = act(&props.on, Action::Select(Some(Selection::Event(line.seq))));
    let kind = kind_name(line.kind);
    el("li")
        .class("line")
        .class(weight)
        .attr("data-seq", line.seq.to_string())
        .attr("data-kind", kind)
        .child(
            el("button")
                .on_click(onclick)
                .attr("aria-current", props.selected.then_some("true"))
                .child(el("time").child(milliseconds(line.at_us)))
                .child(span("kind").class(kind).attr("aria-hidden", "true"))
                .child(span("text").child(&line.text)),
        )
        .into()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &mut Rows, lines: &[u64]) -> Vec<u64> {
        rows.give(lines);
        rows.taken.iter().map(|taken| taken.1).collect()
    }

    #[test]
    fn a_line_keeps_its_row_and_rows_of_those_gone_are_used_again() {
        let mut list = Rows::default();
        assert_eq!(rows(&mut list, &[3, 2, 1]), [1, 2, 3]);
        assert_eq!(rows(&mut list, &[5, 4, 3]), [2, 3, 1]);
        // When everything is new no element moves.
        assert_eq!(rows(&mut list, &[9, 8, 7]), [2, 3, 1]);
        assert_eq!(rows(&mut list, &[9]), [2]);
        assert_eq!(rows(&mut list, &[11, 10, 9]), [4, 5, 2]);
    }
}
