//! An event, to be looked at: what happened, what led to it and what it led to.

use recraft_protocol::types::{ClusterId, NodeId};
use recraft_scene::glyph::Glyph;
use recraft_scene::words::{messages, sentence};
use recraft_sim::event::Event;
use recraft_sim::flight::Endpoint;
use recraft_sim::traffic::Sent;
use recraft_words::t;

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
            cause: cause(event, world).map(|sent| {
                told(
                    sent,
                    |title, end| t!("{message} from {sender}", message = title, sender = end),
                    sent.from,
                )
            }),
            sent: sent
                .into_iter()
                .map(|sent| {
                    told(
                        sent,
                        |title, end| t!("{message} to {receiver}", message = title, receiver = end),
                        sent.to,
                    )
                })
                .collect(),
            more,
            along: session.past().along().map(name_of),
        }
    }
}

fn told(sent: &Sent, words: fn(&str, &str) -> String, end: Endpoint) -> Told {
    let text = words(messages::title(Glyph::of(&sent.cargo)), &messages::end(end));
    Told { target: Selection::Flight(sent.id), text }
}

/// What a selected thing is called.
pub fn name_of(selection: Selection) -> String {
    match selection {
        Selection::Node(node) => node.to_string(),
        Selection::Cluster(cluster) => cluster.to_string(),
        Selection::Flight(flight) => flight.to_string(),
        Selection::Client(client) => client.to_string(),
        Selection::Entry(_, id) => t!("entry {index}", index = id.index),
        Selection::Event(seq) => t!("event {seq}", seq),
    }
}
