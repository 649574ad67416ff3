//! The logs of all nodes, side by side: a table for each cluster, a row for each node, a column for each index.

use std::rc::Rc;

use recraft_protocol::types::Index;
use recraft_scene::palette::{Theme, Tone, step_of_term};
use yew::prelude::*;

use crate::app::Msg;
use crate::session::views::logs::{Cell, EntryCell, Row, Table};
use crate::session::{Action, Hues, Selection};

use crate::ui::colour::{CellLook, cell_style, css};
use crate::ui::press::act;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub tables: Rc<Vec<Rc<Table>>>,
    pub hues: Rc<Hues>,
    pub theme: Theme,
    pub on: Callback<Msg>,
}

#[component]
pub fn Logs(props: &Props) -> Html {
    html! {
        <div class="logs" tabindex="0" role="region" aria-label="Logs side by side">
            { for props.tables.iter().filter(|table| table.last > 0).map(|table| html! {
                <LogTable key={table.cluster.0} table={table.clone()} hues={props.hues.clone()}
                    theme={props.theme} on={props.on.clone()} />
            }) }
            if props.tables.iter().all(|table| table.last == 0) {
                <p class="empty">{ "The logs are empty: no leader has appended anything yet." }</p>
            }
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
        <table class="log" data-cluster={cluster.to_string()} style={format!("--hue:{}", css(hue, 2, Tone::Solid, props.theme))}>
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
                { for table.rows.iter().map(|row| html! {
                    <LogRow key={row.node.0} row={row.clone()} earlier={table.first > 1} hues={props.hues.clone()}
                        theme={props.theme} on={props.on.clone()} />
                }) }
            </tbody>
        </table>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    row: Rc<Row>,
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
    html! {
        <tr data-node={node.to_string()} data-commit={row.commit.to_string()} class={classes!((!row.up).then_some("down"))}>
            <th key="name" scope="row" class="name">
                <button class="link" onclick={select}>{ node.to_string() }</button>
                <span class="state">{ state }</span>
            </th>
            <td key="earlier" class="earlier" hidden={!props.earlier}>{ "…" }</td>
            { for (row.first..).zip(&row.cells).map(|(index, cell)| cell_of(index, cell, props)) }
        </tr>
    }
}

fn cell_of(index: Index, cell: &Cell, props: &RowProps) -> Html {
    match cell {
        Cell::Missing => {
            html! { <td key={index} class="missing"><span class="hidden-visually">{ "missing" }</span></td> }
        }
        Cell::Compacted => {
            html! { <td key={index} class="compacted" title="Before this log begins: known from a snapshot">{ "·" }</td> }
        }
        Cell::Entry(entry) => entry_of(entry, props),
    }
}

fn entry_of(entry: &EntryCell, props: &RowProps) -> Html {
    let (id, committed) = (entry.id, entry.committed);
    let (hue, step) = (props.hues.of(entry.cluster), step_of_term(id.at.term));
    let style = cell_style(CellLook { hue, step, committed, theme: props.theme });
    let class = match (committed, entry.boundary) {
        (true, false) => "committed",
        (true, true) => "committed boundary",
        (false, false) => "open",
        (false, true) => "open boundary",
    };
    html! {
        <td key={id.index} {style} {class} title={entry.text.long.clone()} data-entry={id.to_string()}>
            <span class="what">{ &entry.text.short }</span>
            <span class="when">{ id.at.to_string() }</span>
            if !committed {
                <span class="hidden-visually">{ "not committed" }</span>
            }
        </td>
    }
}
