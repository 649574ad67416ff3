//! The logs, side by side: what is committed, where an epoch ended, what is missing, and what will be overwritten. A log may have
//! thousands of entries; only those in the window that is looked at are made.

use std::rc::Rc;

use recraft_protocol::types::{ClusterId, Index, LogId, NodeId};
use recraft_sim::server::Server;
use recraft_sim::view::ClusterView;

use crate::session::books::{Book, Text, Texts};
use crate::session::{Selection, Session};

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
    /// Whether the leader has another entry here, which will take its place.
    pub conflicts: bool,
    /// Whether it is selected.
    pub selected: bool,
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
    /// The last index it has applied.
    pub applied: Index,
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

/// The logs of all clusters, and which part of them is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logs {
    /// A table for each cluster; their columns are the same.
    pub tables: Vec<Rc<Table>>,
    /// The last column shown.
    pub to: Index,
    /// The last index that any log has.
    pub last: Index,
    /// Whether the newest entries stay in view.
    pub follows: bool,
}

/// The most columns shown at a time.
pub const COLUMNS_MAX: u64 = 30;

impl Logs {
    /// The logs of a session, in the window that is looked at.
    pub fn of(session: &Session) -> Self {
        let views = session.world().clusters();
        let last = views.iter().map(|view| last_of(view, session)).max().unwrap_or(0);
        let follows = session.log_to().is_none_or(|to| to >= last);
        let to = session.log_to().unwrap_or(last).clamp(COLUMNS_MAX.min(last), last.max(1));
        Self { tables: tables(&views, to, session), to, last, follows }
    }
}

/// The tables of these clusters, up to a column.
pub fn tables(views: &[ClusterView], to: Index, session: &Session) -> Vec<Rc<Table>> {
    let first = (to + 1).saturating_sub(COLUMNS_MAX).max(1);
    views.iter().map(|view| Rc::new(table(view, first, to, session))).collect()
}

fn last_of(view: &ClusterView, session: &Session) -> Index {
    let servers = view.nodes.iter().filter_map(|node| session.world().server(node));
    servers.map(|server| Book::of(server.node_or_disk()).last()).max().unwrap_or(0)
}

fn table(view: &ClusterView, first: Index, to: Index, session: &Session) -> Table {
    let servers = || view.nodes.iter().filter_map(|node| session.world().server(node));
    let last = to.min(last_of(view, session));
    let leading = view.leader.and_then(|id| session.world().server(id)).map(Server::node_or_disk);
    let truth = leading.map(|leading| (leading.id(), Book::of(leading)));
    let mut texts = Texts::default();
    let row = |server| Rc::new(row(server, truth.as_ref(), session, (first, last), &mut texts));
    let rows = if last < first { Vec::new() } else { servers().map(row).collect() };
    Table { cluster: view.cluster, first, last, rows }
}

fn row<'a>(
    server: &'a Server,
    truth: Option<&(NodeId, Book<'a>)>,
    session: &Session,
    (first, last): (Index, Index),
    texts: &mut Texts<'a>,
) -> Row {
    let node = server.node_or_disk();
    let book = Book::of(node);
    let (commit, start) = (node.commit(), book.first());
    let leads = truth.is_some_and(|(leader, _)| *leader == node.id());
    let truth = truth.filter(|_| !leads);
    let cell = |index: Index| {
        if index < start {
            return Cell::Compacted;
        }
        book.at(index).map_or(Cell::Missing, |page| {
            let other = truth.filter(|_| index > commit).and_then(|(_, truth)| truth.at(index));
            Cell::Entry(EntryCell {
                id: page.id(),
                cluster: page.cluster,
                text: texts.of(page.entry),
                committed: index <= commit,
                boundary: page.ends_epoch(),
                conflicts: other.is_some_and(|other| other.id() != page.id()),
                selected: session.selection() == Some(Selection::Entry(page.cluster, page.id())),
            })
        })
    };
    Row {
        node: node.id(),
        leads,
        up: server.is_up(),
        commit,
        applied: node.applied(),
        first,
        cells: (first..=last).map(cell).collect(),
    }
}
