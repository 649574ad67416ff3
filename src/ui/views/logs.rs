//! The logs of all nodes, side by side: a table for each cluster, a row for each node, a column for each index; only the columns in
//! the window are there.

use std::rc::Rc;

use recraft_protocol::types::{Index, NodeId};
use recraft_scene::palette::{Theme, Tone, step_of_term};
use yew::prelude::*;

use crate::app::Msg;
use crate::browser::{focus, value_of};
use crate::session::views::logs::{COLUMNS_MAX, Cell, EntryCell, Logs, Row, Table};
use crate::session::{Action, Hues, Selection};
use crate::ui::colour::{CellLook, cell_style, css};
use crate::ui::icon::Icon;
use crate::ui::press::act;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub logs: Rc<Logs>,
    pub hues: Rc<Hues>,
    pub theme: Theme,
    pub on: Callback<Msg>,
}

#[component]
pub fn LogsView(props: &Props) -> Html {
    let logs = &props.logs;
    html! {
        <div class="logs-view">
            if logs.last > COLUMNS_MAX {
                { window(logs, &props.on) }
            }
            <div class="logs" tabindex="0" role="region" aria-label="Logs side by side">
                { for logs.tables.iter().filter(|table| table.last >= table.first).map(|table| html! {
                    <LogTable key={table.cluster.0} table={table.clone()} hues={props.hues.clone()}
                        theme={props.theme} on={props.on.clone()} />
                }) }
                if logs.last == 0 {
                    <p class="empty">{ "The logs are empty: no leader has appended anything yet." }</p>
                }
            </div>
        </div>
    }
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
    html! {
        <div class="viewbar" role="toolbar" aria-label="Entries shown">
            <button class="button quiet icon" id="log-earlier" aria-label="Earlier entries" title="Earlier entries"
                disabled={first == 1} onclick={go(to.saturating_sub(COLUMNS_MAX - 4).max(COLUMNS_MAX))}>{ Icon::Backward.draw() }</button>
            <input type="range" id="log-to" aria-label="Last entry shown" min={COLUMNS_MAX.to_string()} max={logs.last.to_string()} value={to.to_string()} {oninput} />
            <button class="button quiet icon" id="log-later" aria-label="Later entries" title="Later entries"
                disabled={logs.follows} onclick={go(to + COLUMNS_MAX - 4)}>{ Icon::Forward.draw() }</button>
            <span class="span">{ format!("{first} to {to} of {}", logs.last) }</span>
            <button class="button quiet" id="log-newest" aria-pressed={logs.follows.to_string()} onclick={act(on, Action::LogTo(None))}>{ "Newest" }</button>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct TableProps {
    table: Rc<Table>,
    hues: Rc<Hues>,
    theme: Theme,
    on: Callback<Msg>,
}

#[component]
fn LogTable(props: &TableProps) -> Html {
    let table = &props.table;
    let cluster = table.cluster;
    let hue = props.hues.of(cluster);
    let select = act(&props.on, Action::Select(Some(Selection::Cluster(cluster))));
    html! {
        <table class="log" data-cluster={cluster.to_string()} style={format!("--hue:{}", css(hue, 2, Tone::Solid, props.theme))}
            onkeydown={|event: KeyboardEvent| keys(&event)}>
            <thead>
                <tr>
                    <th key="name" scope="col" class="name">
                        <button class="link" onclick={select}><span class="swatch"></span>{ cluster.to_string() }</button>
                    </th>
                    <td key="earlier" class="earlier" hidden={table.first == 1} title="Earlier entries are not shown">{ "…" }</td>
                    { for (table.first..=table.last).map(|index| html! { <th key={index} scope="col">{ index }</th> }) }
                </tr>
            </thead>
            <tbody>
                { for table.rows.iter().enumerate().map(|(place, row)| html! {
                    <LogRow key={row.node.0} row={row.clone()} stop={place == 0} earlier={table.first > 1} hues={props.hues.clone()}
                        theme={props.theme} on={props.on.clone()} />
                }) }
            </tbody>
        </table>
    }
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

#[derive(Properties, PartialEq)]
struct RowProps {
    row: Rc<Row>,
    /// Whether the Tab key comes to this row's last entry.
    stop: bool,
    earlier: bool,
    hues: Rc<Hues>,
    theme: Theme,
    on: Callback<Msg>,
}

#[component]
fn LogRow(props: &RowProps) -> Html {
    let row = &props.row;
    let node = row.node;
    let select = act(&props.on, Action::Select(Some(Selection::Node(node))));
    let state = match (row.up, row.leads) {
        (false, _) => "down",
        (true, true) => "leads",
        (true, false) => "",
    };
    let last = (row.first..).zip(&row.cells).filter(|(_, cell)| matches!(cell, Cell::Entry(_))).last();
    let stop = last.map(|(index, _)| index).filter(|_| props.stop);
    html! {
        <tr data-node={node.to_string()} data-commit={row.commit.to_string()} class={classes!((!row.up).then_some("down"))}>
            <th key="name" scope="row" class="name" title={format!("committed up to {}, applied up to {}", row.commit, row.applied)}>
                <button class="link" onclick={select}>{ node.to_string() }</button>
                <span class="state">{ state }</span>
            </th>
            <td key="earlier" class="earlier" hidden={!props.earlier}>{ "…" }</td>
            { for (row.first..).zip(&row.cells).map(|(index, cell)| cell_of(index, cell, stop, props)) }
        </tr>
    }
}

fn cell_of(index: Index, cell: &Cell, stop: Option<Index>, props: &RowProps) -> Html {
    match cell {
        Cell::Missing => {
            html! { <td key={index} class="missing"><span class="hidden-visually">{ "missing" }</span></td> }
        }
        Cell::Compacted => {
            html! { <td key={index} class="compacted" title="Before this log begins: known from a snapshot">{ "·" }</td> }
        }
        Cell::Entry(entry) => entry_of(entry, stop == Some(index), props),
    }
}

fn entry_of(entry: &EntryCell, stop: bool, props: &RowProps) -> Html {
    let (id, committed, row) = (entry.id, entry.committed, &props.row);
    let (hue, step) = (props.hues.of(entry.cluster), step_of_term(id.at.term));
    let style = cell_style(CellLook { hue, step, committed, theme: props.theme });
    let class = classes!(
        if committed { "committed" } else { "open" },
        entry.boundary.then_some("boundary"),
        (id.index == row.commit).then_some("commit-line"),
        (id.index == row.applied).then_some("applied-line"),
        entry.conflicts.then_some("conflict"),
        entry.selected.then_some("selected"),
    );
    let state = match (entry.conflicts, committed) {
        (true, _) => "the leader has another entry here, which will take its place",
        (false, true) => "",
        (false, false) => "not committed",
    };
    let onclick = act(&props.on, Action::Select(Some(Selection::Entry(entry.cluster, id))));
    html! {
        <td key={id.index} {style} {class} data-entry={id.to_string()}>
            <button id={cell_id(row.node, id.index)} tabindex={if stop || entry.selected { "0" } else { "-1" }}
                title={if state.is_empty() { entry.text.long.clone() } else { format!("{}: {state}", entry.text.long) }} {onclick}>
                <span class="what">{ &entry.text.short }</span>
                <span class="when">{ id.at.to_string() }</span>
                if !state.is_empty() {
                    <span class="hidden-visually">{ state }</span>
                }
            </button>
        </td>
    }
}
