//! An event, to be looked at: what happened, what led to it and what it led to.

use recraft_protocol::types::{ClusterId, NodeId};
use recraft_scene::glyph::Glyph;
use recraft_scene::words::{messages, sentence};
use recraft_sim::event::Event;
use recraft_sim::flight::Endpoint;
use recraft_sim::traffic::Sent;

use crate::session::past::{cause, consequences};
use crate::session::{Selection, Session};

/// The most messages shown that were sent at once.
const SENT_MAX: usize = 8;

/// What the inspector shows of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct EventCard {
    /// Its number.
    pub seq: u64,
    /// When.
    pub at_us: u64,
    /// What it is about.
    pub kind: &'static str,
    /// What happened and why.
    pub text: String,
    /// Who has to do with it.
    pub nodes: Vec<NodeId>,
    /// The cluster it is about, if it says so.
    pub cluster: Option<ClusterId>,
    /// The message whose arrival led to it.
    pub cause: Option<Told>,
    /// What was sent because of it.
    pub sent: Vec<Told>,
    /// How many more messages were sent.
    pub more: usize,
    /// What is being walked along.
    pub along: Option<String>,
}

/// A message in a few words.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// What to select.
    pub target: Selection,
    /// "Vote from n2".
    pub text: String,
}

impl EventCard {
    /// The card of an event that is still kept.
    pub fn new(event: &Event, session: &Session) -> Self {
        let world = session.world();
        let said = sentence(event);
        let mut sent: Vec<&Sent> = consequences(event, world).collect();
        let more = sent.len().saturating_sub(SENT_MAX);
        sent.truncate(SENT_MAX);
        Self {
            seq: event.seq,
            at_us: event.at_us,
            kind: said.kind.title(),
            text: said.text,
            nodes: said.nodes,
            cluster: said.cluster,
            cause: cause(event, world).map(|sent| told(sent, "from", sent.from)),
            sent: sent.into_iter().map(|sent| told(sent, "to", sent.to)).collect(),
            more,
            along: session.past().along().map(name_of),
        }
    }
}

fn told(sent: &Sent, which: &str, end: Endpoint) -> Told {
    let end = match end {
        Endpoint::Node(node) => node.to_string(),
        Endpoint::Client(client) => client.to_string(),
        Endpoint::Manager => "the manager".into(),
    };
    let text = format!("{} {which} {end}", messages::title(Glyph::of(&sent.cargo)));
    Told { target: Selection::Flight(sent.id), text }
}

/// What a selected thing is called.
pub fn name_of(selection: Selection) -> String {
    match selection {
        Selection::Node(node) => node.to_string(),
        Selection::Cluster(cluster) => cluster.to_string(),
        Selection::Flight(flight) => flight.to_string(),
        Selection::Client(client) => client.to_string(),
        Selection::Entry(_, id) => format!("entry {}", id.index),
        Selection::Event(seq) => format!("event {seq}"),
    }
}
