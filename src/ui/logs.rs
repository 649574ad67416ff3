//! The logs of all nodes, side by side: a table for each cluster, a row for each node, a column for each index.

use std::rc::Rc;

use recraft_scene::palette::{Theme, Tone, step_of_term};
use yew::prelude::*;

use crate::app::Msg;
use crate::browser::{at_right_end, scroll_to_right_end};
use crate::session::logs::{Cell, EntryCell, Row, Table};
use crate::session::{Action, Hues, Selection};

use super::colour::{css, on_solid};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub tables: Rc<Vec<Rc<Table>>>,
    pub hues: Rc<Hues>,
    pub theme: Theme,
    pub on: Callback<Msg>,
}

#[component]
pub fn Logs(props: &Props) -> Html {
    let place = use_node_ref();
    // The newest entries are at the right: stay with them, unless someone has scrolled away.
    let follows = use_mut_ref(|| true);
    let onscroll = {
        let (place, follows) = (place.clone(), follows.clone());
        move |_: Event| *follows.borrow_mut() = at_right_end(&place)
    };
    {
        let place = place.clone();
        use_effect_with(props.tables.clone(), move |_| {
            if *follows.borrow() {
                scroll_to_right_end(&place);
            }
        });
    }
    html! {
        <div class="logs" ref={place} {onscroll} tabindex="0" role="region" aria-label="Logs side by side">
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
    let select = props.on.reform(move |_| Msg::Act(Action::Select(Some(Selection::Cluster(cluster)))));
    html! {
        <table class="log" data-cluster={cluster.to_string()} style={format!("--hue:{}", css(hue, 2, Tone::Solid, props.theme))}>
            <thead>
                <tr>
                    <th scope="col" class="name">
                        <button class="link" onclick={select}><span class="swatch"></span>{ cluster.to_string() }</button>
                    </th>
                    if table.first > 1 {
                        <td class="earlier" title="Earlier entries are not shown">{ "…" }</td>
                    }
                    { for (table.first..=table.last).map(|index| html! { <th scope="col">{ index }</th> }) }
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
    let select = props.on.reform(move |_| Msg::Act(Action::Select(Some(Selection::Node(node)))));
    let state = match (row.up, row.leads) {
        (false, _) => "down",
        (true, true) => "leads",
        (true, false) => "",
    };
    html! {
        <tr data-node={node.to_string()} data-commit={row.commit.to_string()} class={classes!((!row.up).then_some("down"))}>
            <th scope="row" class="name">
                <button class="link" onclick={select}>{ node.to_string() }</button>
                <span class="state">{ state }</span>
            </th>
            if props.earlier {
                <td class="earlier">{ "…" }</td>
            }
            { for row.cells.iter().map(|cell| cell_of(cell, props)) }
        </tr>
    }
}

fn cell_of(cell: &Cell, props: &RowProps) -> Html {
    match cell {
        Cell::Missing => {
            html! { <td class="missing"><span class="hidden-visually">{ "missing" }</span></td> }
        }
        Cell::Compacted => {
            html! { <td class="compacted" title="Before this log begins: known from a snapshot">{ "·" }</td> }
        }
        Cell::Entry(entry) => entry_of(entry, props),
    }
}

fn entry_of(entry: &EntryCell, props: &RowProps) -> Html {
    let hue = props.hues.of(entry.cluster);
    let step = step_of_term(entry.id.at.term);
    let (line, word) = (css(hue, step, Tone::Line, props.theme), css(hue, step, Tone::Word, props.theme));
    let style = if entry.committed {
        format!("--fill:{};--text:{}", css(hue, step, Tone::Solid, props.theme), on_solid(props.theme))
    } else {
        format!("--edge:{line};--text:{word}")
    };
    let state = if entry.committed { "committed" } else { "not committed" };
    let title = format!(
        "{} · term {} of epoch {} · {}, {state}",
        entry.id.index, entry.id.at.term, entry.id.at.epoch, entry.long
    );
    html! {
        <td {style} {title} class={classes!(if entry.committed { "committed" } else { "open" }, entry.boundary.then_some("boundary"))}
            data-entry={entry.id.to_string()}>
            <span class="what">{ &entry.short }</span>
            <span class="when">{ entry.id.at.to_string() }</span>
            if !entry.committed {
                <span class="hidden-visually">{ "not committed" }</span>
            }
        </td>
    }
}
