//! Each node's log from the beginning of its lineage, read from the node itself, so that it costs nothing however long it is.
//!
//! What lies before an epoch boundary comes from the node's record of that boundary; after a merge a log starts anew. A panel looks up the
//! few entries that it shows.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::rc::Rc;
use std::sync::Arc;

use recraft_protocol::log::{Entry, Log, Payload};
use recraft_protocol::machine::Operation;
use recraft_protocol::node::Node;
use recraft_protocol::types::{ClusterId, Index, LogId};
use recraft_scene::words::reconfiguration::{config_entry, config_short};
use recraft_words::t;

/// How many of the last entries a fingerprint is of.
const FINGERPRINTED: u64 = 32;

/// An entry, and where it was appended.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The entry.
    pub entry: &'a Arc<Entry>,
    /// The cluster it was appended in.
    pub cluster: ClusterId,
}

impl Page<'_> {
    /// Which entry it is.
    pub fn id(&self) -> LogId {
        self.entry.id
    }

    /// Whether it ends an epoch.
    pub fn ends_epoch(&self) -> bool {
        self.entry.ends_epoch()
    }
}

/// What an entry says.
#[derive(Debug, PartialEq, Eq)]
pub struct Text {
    /// In as few letters as possible.
    pub short: String,
    /// In full.
    pub long: String,
}

/// A node's log.
#[derive(Clone, Debug)]
pub struct Book<'a> {
    /// Its stretches, newest first, each with its cluster.
    stretches: Vec<(ClusterId, &'a Log)>,
}

impl<'a> Book<'a> {
    /// The log of a node.
    pub fn of(node: &'a Node) -> Self {
        Self { stretches: stretches(node) }
    }

    /// The index of its first entry; of the next one if it has none.
    pub fn first(&self) -> Index {
        self.stretches.last().map_or(0, |(_, log)| log.base().index) + 1
    }

    /// The index of its last entry.
    pub fn last(&self) -> Index {
        self.stretches.first().map_or(0, |(_, log)| log.last().index)
    }

    /// The entry at an index, unless it is compacted or not there.
    pub fn at(&self, index: Index) -> Option<Page<'a>> {
        self.stretches.iter().find_map(|&(cluster, log)| Some(Page { entry: log.get(index)?, cluster }))
    }

    /// The same for equal logs, and in all likelihood for no others that a run of the protocol without mistakes may have: it is of the last
    /// entries.
    pub fn fingerprint(&self) -> String {
        let (mut hasher, last) = (DefaultHasher::new(), self.last());
        let from = self.first().max((last + 1).saturating_sub(FINGERPRINTED));
        for page in (from..=last).filter_map(|index| self.at(index)) {
            page.entry.hash(&mut hasher);
        }
        format!("{last}:{:016x}", hasher.finish())
    }
}

/// The texts of the entries of a table, each made once: the same few entries stand in many logs.
#[derive(Debug, Default)]
pub struct Texts<'a>(Vec<(&'a Arc<Entry>, Rc<Text>)>);

impl<'a> Texts<'a> {
    /// What an entry says.
    pub fn of(&mut self, entry: &'a Arc<Entry>) -> Rc<Text> {
        if let Some((_, text)) = self.0.iter().find(|(other, _)| Arc::ptr_eq(other, entry)) {
            return text.clone();
        }
        let made = Rc::new(text(entry));
        self.0.push((entry, made.clone()));
        made
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

/// What an entry says.
pub fn text(entry: &Entry) -> Text {
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
