//! The logs, side by side: each node's entries from the beginning of its lineage, with what is committed, where an epoch
//! ended, and what is missing.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::rc::Rc;
use std::sync::Arc;

use recraft_protocol::log::{Entry, Payload};
use recraft_protocol::machine::Operation;
use recraft_protocol::node::Node;
use recraft_protocol::types::{ClusterId, Index, LogId, NodeId};
use recraft_scene::words::reconfiguration::{config_entry, config_short};

/// An entry and the cluster whose log it was appended to.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The cluster.
    pub cluster: ClusterId,
    /// The entry.
    pub entry: Arc<Entry>,
}

/// A node's log from the beginning of its lineage, as far as it still has it: what lies before an epoch boundary comes from
/// the record of that boundary. After a merge a log starts anew.
pub fn whole_log(node: &Node) -> Vec<Placed> {
    let durable = node.durable();
    let mut stretches = Vec::new();
    if let Some(base) = &durable.base {
        stretches.push((base.cluster, &durable.log));
        let mut from = durable.log.base();
        let passed =
            |boundary: LogId| durable.passed.values().find(move |passed| passed.snapshot.last == boundary);
        while from.index > 0
            && let Some(before) = passed(from)
        {
            stretches.push((before.snapshot.cluster, &before.log));
            from = before.log.base();
        }
    }
    let placed = |cluster| move |entry: &Arc<Entry>| Placed { cluster, entry: entry.clone() };
    stretches.into_iter().rev().flat_map(|(cluster, log)| log.iter().map(placed(cluster))).collect()
}

/// A fingerprint of a log: its last index and a hash of all its entries. Two logs with the same fingerprint are equal.
pub fn fingerprint(log: &[Placed]) -> String {
    let mut hasher = DefaultHasher::new();
    for placed in log {
        placed.entry.hash(&mut hasher);
    }
    format!("{}:{:016x}", log.last().map_or(0, |placed| placed.entry.id.index), hasher.finish())
}

/// One cell of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// An entry.
    Entry(Rc<EntryCell>),
    /// Another node of the cluster has an entry here; this one has not.
    Missing,
    /// The node has what stands here only in a snapshot.
    Compacted,
}

/// An entry in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryCell {
    /// Its name.
    pub id: LogId,
    /// The cluster it was appended in.
    pub cluster: ClusterId,
    /// What it says, in as few letters as possible.
    pub short: String,
    /// What it says.
    pub long: String,
    /// Whether this node knows it to be committed.
    pub committed: bool,
    /// Whether it ends the epoch.
    pub boundary: bool,
}

/// A node's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The node.
    pub node: NodeId,
    /// Whether it leads.
    pub leads: bool,
    /// Whether it runs.
    pub up: bool,
    /// The last index it knows to be committed.
    pub commit: Index,
    /// Its cells, from the table's first column on.
    pub cells: Vec<Cell>,
}

/// The table of a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The cluster.
    pub cluster: ClusterId,
    /// The index of the first column.
    pub first: Index,
    /// The index of the last column.
    pub last: Index,
    /// Its members.
    pub rows: Vec<Rc<Row>>,
}

/// The most columns shown; older entries are said to be there, not drawn.
pub const COLUMNS_MAX: u64 = 40;

/// A node as the table needs it.
pub struct Subject<'a> {
    /// The node.
    pub node: &'a Node,
    /// Whether it runs.
    pub up: bool,
    /// Whether it leads its cluster.
    pub leads: bool,
}

/// The logs of a cluster's members, side by side.
pub fn table(cluster: ClusterId, subjects: &[Subject<'_>]) -> Table {
    let logs: Vec<Vec<Placed>> = subjects.iter().map(|subject| whole_log(subject.node)).collect();
    let end = |log: &Vec<Placed>| log.last().map_or(0, |placed| placed.entry.id.index);
    let last = logs.iter().map(end).max().unwrap_or(0);
    let first = (last + 1).saturating_sub(COLUMNS_MAX).max(1);
    let rows = subjects.iter().zip(&logs).map(|(subject, log)| Rc::new(row(subject, log, first, last)));
    Table { cluster, first, last, rows: rows.collect() }
}

fn row(subject: &Subject<'_>, log: &[Placed], first: Index, last: Index) -> Row {
    let commit = subject.node.commit();
    let start = log.first().map_or(subject.node.log().base().index + 1, |placed| placed.entry.id.index);
    let cell = |index: Index| {
        let place = index.checked_sub(start).and_then(|place| usize::try_from(place).ok());
        match place {
            None => Cell::Compacted,
            Some(place) => log
                .get(place)
                .map_or(Cell::Missing, |placed| Cell::Entry(Rc::new(entry_cell(placed, commit)))),
        }
    };
    let cells = (first..=last).map(cell).collect();
    Row { node: subject.node.id(), leads: subject.leads, up: subject.up, commit, cells }
}

fn entry_cell(placed: &Placed, commit: Index) -> EntryCell {
    let entry = &placed.entry;
    let (short, long) = match &entry.payload {
        Payload::Noop => ("–".into(), "no-op: opens the leader's term".into()),
        Payload::Command(command) => (short_operation(&command.operation), command.operation.to_string()),
        Payload::Config(config) => (config_short(config).into(), config_entry(config)),
    };
    EntryCell {
        id: entry.id,
        cluster: placed.cluster,
        short,
        long,
        committed: entry.id.index <= commit,
        boundary: entry.ends_epoch(),
    }
}

fn short_operation(operation: &Operation) -> String {
    match operation {
        Operation::Get { key } => format!("{key}?"),
        Operation::Put { key, value } => format!("{key}={value}"),
        Operation::Append { key, value } => format!("{key}+{value}"),
        Operation::Delete { key } => format!("{key}×"),
        Operation::CompareAndSet { key, value, .. } => format!("{key}:={value}"),
    }
}
