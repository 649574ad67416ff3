//! The logs of all nodes, side by side: a table for each cluster, a row for each node, a column for each index; only the columns in
//! the window are there.

use std::rc::Rc;

use recraft_protocol::types::{Index, NodeId};
use recraft_scene::palette::{Theme, Tone, step_of_term};
use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::browser::{focus, value_of};
use crate::session::views::logs::{COLUMNS_MAX, Cell, EntryCell, Logs, Row, Table};
use crate::session::{Action, Hues, Selection};
use crate::ui::colour::{CellLook, cell_style, css};
use crate::ui::element::{button, div, el, p, span};
use crate::ui::icon::Icon;
use crate::ui::memo::memo_of;
use crate::ui::press::act;

#[derive(PartialEq)]
pub struct Props {
    pub logs: Rc<Logs>,
    pub hues: Rc<Hues>,
    pub theme: Theme,
    pub on: Callback<Msg>,
}

pub fn logs(props: &Props) -> Html {
    let logs = &props.logs;
    div("logs-view")
        .child((logs.last > COLUMNS_MAX).then(|| window(logs, &props.on)))
        .child(
            div("logs")
                .attr("tabindex", "0")
                .role("region")
                .label(t!("Logs side by side"))
                .children(logs.tables.iter().filter(|table| table.last >= table.first).map(|table| {
                    memo_of(
                        table.cluster.0,
                        log_table,
                        TableProps {
                            table: table.clone(),
                            hues: props.hues.clone(),
                            theme: props.theme,
                            on: props.on.clone(),
                        },
                    )
                }))
                .child((logs.last == 0).then(|| {
                    p("empty").child(t!("The logs are empty: no leader has appended anything yet."))
                })),
        )
        .into()
}

/// Which part of long logs is shown.
fn window(logs: &Logs, on: &Callback<Msg>) -> Html {
    let to = logs.to;
    let go = |to: Index| act(on, Action::LogTo(Some(to)));
    let oninput = {
        let on = on.clone();
        move |event: InputEvent| {
            if let Ok(to) = value_of(&event).parse() {
                on.emit(Msg::Act(Action::LogTo(Some(to))));
            }
        }
    };
    let first = (to + 1).saturating_sub(COLUMNS_MAX).max(1);
    div("viewbar")
        .role("toolbar")
        .label(t!("Entries shown"))
        .child(
            button("button quiet icon")
                .id("log-earlier")
                .label(t!("Earlier entries"))
                .title(t!("Earlier entries"))
                .attr("disabled", first == 1)
                .on_click(go(to.saturating_sub(COLUMNS_MAX - 4).max(COLUMNS_MAX)))
                .child(Icon::Backward.draw()),
        )
        .child(
            el("input")
                .attr("type", "range")
                .id("log-to")
                .label(t!("Last entry shown"))
                .attr("min", COLUMNS_MAX.to_string())
                .attr("max", logs.last.to_string())
                .value(to.to_string())
                .on_input(oninput),
        )
        .child(
            button("button quiet icon")
                .id("log-later")
                .label(t!("Later entries"))
                .title(t!("Later entries"))
                .attr("disabled", logs.follows)
                .on_click(go(to + COLUMNS_MAX - 4))
                .child(Icon::Forward.draw()),
        )
        .child(span("span").child(t!("{first} to {to} of {last}", first, to, last = logs.last)))
        .child(
            button("button quiet")
                .id("log-newest")
                .truth("aria-pressed", logs.follows)
                .on_click(act(on, Action::LogTo(None)))
                .child(t!("Newest")),
        )
        .into()
}

#[derive(PartialEq)]
struct TableProps {
    table: Rc<Table>,
    hues: Rc<Hues>,
    theme: Theme,
    on: Callback<Msg>,
}

fn log_table(props: &TableProps) -> Html {
    let table = &props.table;
    let cluster = table.cluster;
    let hue = props.hues.of(cluster);
    let select = act(&props.on, Action::Select(Some(Selection::Cluster(cluster))));
    el("table")
        .class("log")
        .attr("data-cluster", cluster.to_string())
        .style(format!("--hue:{}", css(hue, 2, Tone::Solid, props.theme)))
        .on_key_down(|event: KeyboardEvent| keys(&event))
        .child(
            el("thead").child(
                el("tr")
                    .child(el("th").key("name").attr("scope", "col").class("name").child(
                        button("link").on_click(select).child(span("swatch")).child(cluster.to_string()),
                    ))
                    .child(
                        el("td")
                            .key("earlier")
                            .class("earlier")
                            .attr("hidden", table.first == 1)
                            .title(t!("Earlier entries are not shown"))
                            .child("…"),
                    )
                    .children(
                        (table.first..=table.last)
                            .map(|index| el("th").key(index).attr("scope", "col").child(index)),
                    ),
            ),
        )
        .child(el("tbody").children(table.rows.iter().enumerate().map(|(place, row)| {
            memo_of(
                row.node.0,
                log_row,
                RowProps {
                    row: row.clone(),
                    stop: place == 0,
                    earlier: table.first > 1,
                    hues: props.hues.clone(),
                    theme: props.theme,
                    on: props.on.clone(),
                },
            )
        })))
        .into()
}

/// The arrow keys go from cell to cell.
fn keys(event: &KeyboardEvent) {
    let Some((node, index)) = crate::browser::focused_id().as_deref().and_then(cell_at) else { return };
    let to = match event.key().as_str() {
        "ArrowLeft" => focus(&cell_id(node, index.saturating_sub(1))),
        "ArrowRight" => focus(&cell_id(node, index + 1)),
        // Names are few and in order, but not without gaps.
        "ArrowUp" => (1..node.0).rev().any(|other| focus(&cell_id(NodeId(other), index))),
        "ArrowDown" => (node.0 + 1..=node.0 + 100).any(|other| focus(&cell_id(NodeId(other), index))),
        _ => return,
    };
    let _ = to;
    event.prevent_default();
}

fn cell_id(node: NodeId, index: Index) -> String {
    format!("cell-{}-{index}", node.0)
}

fn cell_at(id: &str) -> Option<(NodeId, Index)> {
    let (node, index) = id.strip_prefix("cell-")?.split_once('-')?;
    Some((NodeId(node.parse().ok()?), index.parse().ok()?))
}

#[derive(PartialEq)]
struct RowProps {
    row: Rc<Row>,
    /// Whether the Tab key comes to this row's last entry.
    stop: bool,
    earlier: bool,
    hues: Rc<Hues>,
    theme: Theme,
    on: Callback<Msg>,
}

fn log_row(props: &RowProps) -> Html {
    let row = &props.row;
    let node = row.node;
    let select = act(&props.on, Action::Select(Some(Selection::Node(node))));
    let state = match (row.up, row.leads) {
        (false, _) => t!("down"),
        (true, true) => t!("leads"),
        (true, false) => "",
    };
    let last = (row.first..).zip(&row.cells).filter(|(_, cell)| matches!(cell, Cell::Entry(_))).last();
    let stop = last.map(|(index, _)| index).filter(|_| props.stop);
    el("tr")
        .attr("data-node", node.to_string())
        .attr("data-commit", row.commit.to_string())
        .class_if("down", !row.up)
        .child(
            el("th")
                .key("name")
                .attr("scope", "row")
                .class("name")
                .title(t!(
                    "committed up to {commit}, applied up to {applied}",
                    commit = row.commit,
                    applied = row.applied
                ))
                .child(button("link").on_click(select).child(node.to_string()))
                .child(span("state").child(state)),
        )
        .child(el("td").key("earlier").class("earlier").attr("hidden", !props.earlier).child("…"))
        .children((row.first..).zip(&row.cells).map(|(index, cell)| cell_of(index, cell, stop, props)))
        .into()
}

fn cell_of(index: Index, cell: &Cell, stop: Option<Index>, props: &RowProps) -> Html {
    match cell {
        Cell::Missing => {
            el("td").key(index).class("missing").child(span("hidden-visually").child(t!("missing"))).into()
        }
        Cell::Compacted => el("td")
            .key(index)
            .class("compacted")
            .title(t!("Before this log begins: known from a snapshot"))
            .child("·")
            .into(),
        Cell::Entry(entry) => entry_of(entry, stop == Some(index), props),
    }
}

fn entry_of(entry: &EntryCell, stop: bool, props: &RowProps) -> Html {
    let (id, committed, row) = (entry.id, entry.committed, &props.row);
    let (hue, step) = (props.hues.of(entry.cluster), step_of_term(id.at.term));
    let style = cell_style(CellLook { hue, step, committed, theme: props.theme });
    let state = match (entry.conflicts, committed) {
        (true, _) => t!("the leader has another entry here, which will take its place"),
        (false, true) => "",
        (false, false) => t!("not committed"),
    };
    let onclick = act(&props.on, Action::Select(Some(Selection::Entry(entry.cluster, id))));
    el("td")
        .key(id.index)
        .style(style)
        .class(if committed { "committed" } else { "open" })
        .class_if("boundary", entry.boundary)
        .class_if("commit-line", id.index == row.commit)
        .class_if("applied-line", id.index == row.applied)
        .class_if("conflict", entry.conflicts)
        .class_if("selected", entry.selected)
        .attr("data-entry", id.to_string())
        .child(
            el("button")
                .id(cell_id(row.node, id.index))
                .attr("tabindex", if stop || entry.selected { "0" } else { "-1" })
                .title(if state.is_empty() {
                    entry.text.long.clone()
                } else {
                    format!("{}: {state}", entry.text.long)
                })
                .on_click(onclick)
                .child(span("what").child(&entry.text.short))
                .child(span("when").child(id.at.to_string()))
                .child((!state.is_empty()).then(|| span("hidden-visually").child(state))),
        )
        .into()
}
