//! The logs, side by side: what is committed, where an epoch ended, and what is missing.

use std::rc::Rc;

use recraft_protocol::types::{ClusterId, Index, LogId, NodeId};
use recraft_sim::server::Server;
use recraft_sim::view::ClusterView;

use crate::session::Session;
use crate::session::books::{Book, Text};

/// One cell of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// An entry.
    Entry(EntryCell),
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
    /// What it says.
    pub text: Rc<Text>,
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
    /// The index of the first cell.
    pub first: Index,
    /// Its cells.
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
const COLUMNS_MAX: u64 = 30;

/// The logs of a cluster's nodes, side by side.
pub fn table(view: &ClusterView, session: &Session) -> Table {
    let servers = || view.nodes.iter().filter_map(|node| session.world().server(node));
    let ends = view.nodes.iter().filter_map(|node| session.books().of(node)).map(Book::last);
    let last = ends.max().unwrap_or(0);
    let first = (last + 1).saturating_sub(COLUMNS_MAX).max(1);
    let rows = servers().filter_map(|server| row(server, view.leader, session, first, last)).map(Rc::new);
    Table { cluster: view.cluster, first, last, rows: rows.collect() }
}

fn row(server: &Server, leader: Option<NodeId>, session: &Session, first: Index, last: Index) -> Option<Row> {
    let node = server.node_or_disk();
    let book = session.books().of(node.id())?;
    let (commit, start) = (node.commit(), book.first(node));
    let cell = |index: Index| {
        let Some(place) = index.checked_sub(start).and_then(|place| usize::try_from(place).ok()) else {
            return Cell::Compacted;
        };
        book.page(place).map_or(Cell::Missing, |page| {
            Cell::Entry(EntryCell {
                id: page.id(),
                cluster: page.cluster,
                text: page.text.clone(),
                committed: index <= commit,
                boundary: page.ends_epoch(),
            })
        })
    };
    Some(Row {
        node: node.id(),
        leads: leader == Some(node.id()),
        up: server.is_up(),
        commit,
        first,
        cells: (first..=last).map(cell).collect(),
    })
}
