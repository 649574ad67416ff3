//! What the inspector shows, as values: made from the world a few times a second and compared with what was shown before, so
//! that the page is touched only where something has changed.

mod client;
mod cluster;
mod entry;
pub mod event;
mod message;
mod node;

use std::rc::Rc;

use recraft_protocol::node::Node;
use recraft_protocol::types::NodeSet;
use recraft_scene::words::log::VALUE_SHOWN;
use recraft_sim::setup::NetworkSetup;

pub use client::ClientCard;
pub use cluster::{ClusterCard, key_in};
pub use entry::EntryCard;
pub use event::{EventCard, Told};
pub use message::MessageCard;
pub use node::{NodeCard, Peer, Recent};

/// What is being looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum Inspected {
    /// Nothing in particular: what to try next.
    Nothing(Rc<StartCard>),
    /// A server.
    Node(Rc<NodeCard>),
    /// A cluster.
    Cluster(Rc<ClusterCard>),
    /// A message.
    Message(Rc<MessageCard>),
    /// A client.
    Client(Rc<ClientCard>),
    /// An entry of the logs.
    Entry(Rc<EntryCard>),
    /// An event.
    Event(Rc<EventCard>),
}

/// What the inspector offers when nothing is selected.
#[derive(Clone, Debug, PartialEq)]
pub struct StartCard {
    /// How links behave.
    pub network: NetworkSetup,
    /// How many clients write and read at random.
    pub load: u32,
    /// Whether there is a partition or a cut link.
    pub cut: bool,
    /// Every node there is.
    pub nodes: NodeSet,
    /// What became of the newest request made on this page.
    pub answer: Option<String>,
}

/// The most keys shown of a copy of the data.
const DATA_MAX: usize = 12;

/// Some of what a copy of the store holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Data {
    /// Keys and values, the first ones by key.
    pub pairs: Vec<(String, String)>,
    /// How many keys are not shown.
    pub more: usize,
}

impl Data {
    /// What a node's copy holds.
    fn of(node: &Node) -> Self {
        let all = &node.machine().data;
        let pairs: Vec<_> = all
            .iter()
            .take(DATA_MAX)
            .map(|(key, value)| (key.to_string(), value.abridged(VALUE_SHOWN)))
            .collect();
        Self { more: all.len() - pairs.len(), pairs }
    }
}
