//! Each node's log from the beginning of its lineage, kept from moment to moment, so that only what is new has to be looked at.
//!
//! What lies before an epoch boundary comes from the node's record of that boundary; after a merge a log starts anew. A hash is
//! chained along each log: two logs with the same last hash are equal.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::rc::Rc;
use std::sync::Arc;

use recraft_protocol::log::{Entry, Log, Payload};
use recraft_protocol::machine::Operation;
use recraft_protocol::node::Node;
use recraft_protocol::types::{ClusterId, Index, LogId, NodeId};
use recraft_scene::words::reconfiguration::{config_entry, config_short};
use recraft_sim::server::Server;
use recraft_sim::world::World;
use recraft_words::t;

/// An entry, where it was appended, and what it says.
#[derive(Clone, Debug)]
pub struct Page {
    entry: Arc<Entry>,
    /// The cluster it was appended in.
    pub cluster: ClusterId,
    /// Of everything up to here.
    hash: u64,
    /// What it says.
    pub text: Rc<Text>,
}

/// What an entry says.
#[derive(Debug, PartialEq, Eq)]
pub struct Text {
    /// In as few letters as possible.
    pub short: String,
    /// In full.
    pub long: String,
}

impl Page {
    /// Which entry it is.
    pub fn id(&self) -> LogId {
        self.entry.id
    }

    /// Whether it ends an epoch.
    pub fn ends_epoch(&self) -> bool {
        self.entry.ends_epoch()
    }
}

/// A node's log.
#[derive(Clone, Debug)]
pub struct Book {
    node: NodeId,
    pages: Vec<Page>,
}

impl Book {
    /// The index of its first entry; of the next one if it has none.
    pub fn first(&self, node: &Node) -> Index {
        self.pages.first().map_or(node.log().base().index + 1, |page| page.id().index)
    }

    /// The index of its last entry.
    pub fn last(&self) -> Index {
        self.pages.last().map_or(0, |page| page.id().index)
    }

    /// The entry at a place, counted from the first one kept.
    pub fn page(&self, place: usize) -> Option<&Page> {
        self.pages.get(place)
    }

    /// The entry at an index of a node's log, unless it is compacted or not there.
    pub fn at(&self, index: Index, node: &Node) -> Option<&Page> {
        self.page(usize::try_from(index.checked_sub(self.first(node))?).ok()?)
    }

    /// The same for equal logs, and for no others.
    pub fn fingerprint(&self) -> String {
        format!("{}:{:016x}", self.last(), self.pages.last().map_or(0, |page| page.hash))
    }

    fn update(&mut self, node: &Node) {
        let stretches = stretches(node);
        let entries = || {
            stretches.iter().rev().flat_map(|&(cluster, log)| log.iter().map(move |entry| (cluster, entry)))
        };
        let length: usize = stretches.iter().map(|(_, log)| log.iter().len()).sum();
        let mut same = self.pages.len().min(length);
        // Entries are shared, and nothing before an entry that is the same can have changed: look from the end.
        while same > 0
            && entry_at(&stretches, same - 1)
                .is_none_or(|entry| !Arc::ptr_eq(entry, &self.pages[same - 1].entry))
        {
            same -= 1;
        }
        self.pages.truncate(same);
        for (cluster, entry) in entries().skip(same) {
            let hash = chain(self.pages.last().map_or(0, |page| page.hash), entry);
            self.pages.push(Page { entry: entry.clone(), cluster, hash, text: Rc::new(text(entry)) });
        }
    }
}

/// The logs of all nodes.
#[derive(Clone, Debug, Default)]
pub struct Books(Vec<Book>);

impl Books {
    /// The log of a node.
    pub fn of(&self, node: NodeId) -> Option<&Book> {
        self.0.iter().find(|book| book.node == node)
    }

    /// Brings every log up to date.
    pub fn update(&mut self, world: &World) {
        for node in world.servers().map(Server::node_or_disk) {
            let place = self.0.iter().position(|book| book.node == node.id());
            let place = place.unwrap_or_else(|| {
                self.0.push(Book { node: node.id(), pages: Vec::new() });
                self.0.len() - 1
            });
            self.0[place].update(node);
        }
    }
}

/// The stretches of a node's log, newest first, each with its cluster.
fn stretches(node: &Node) -> Vec<(ClusterId, &Log)> {
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
    stretches
}

/// The entry at a place, counted from the beginning of the oldest stretch.
fn entry_at<'a>(stretches: &[(ClusterId, &'a Log)], place: usize) -> Option<&'a Arc<Entry>> {
    let mut left = place;
    for (_, log) in stretches.iter().rev() {
        let here = log.iter().len();
        if left < here {
            return log.get(log.base().index + 1 + left as Index);
        }
        left -= here;
    }
    None
}

fn chain(before: u64, entry: &Entry) -> u64 {
    let mut hasher = DefaultHasher::new();
    before.hash(&mut hasher);
    entry.hash(&mut hasher);
    hasher.finish()
}

fn text(entry: &Entry) -> Text {
    match &entry.payload {
        Payload::Noop => Text { short: "–".into(), long: t!("no-op: opens the leader's term").into() },
        Payload::Command(command) => {
            Text { short: short(&command.operation), long: command.operation.to_string() }
        }
        Payload::Config(config) => Text { short: config_short(config).into(), long: config_entry(config) },
    }
}

fn short(operation: &Operation) -> String {
    match operation {
        Operation::Get { key } => format!("{key}?"),
        Operation::Put { key, value } => format!("{key}={value}"),
        Operation::Append { key, value } => format!("{key}+{value}"),
        Operation::Delete { key } => format!("{key}×"),
        Operation::CompareAndSet { key, value, .. } => format!("{key}:={value}"),
    }
}
