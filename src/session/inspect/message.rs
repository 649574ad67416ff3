//! A message, to be looked at.

use recraft_scene::glyph::Glyph;
use recraft_scene::words::lists::duration;
use recraft_scene::words::messages;
use recraft_sim::flight::{Endpoint, Fate, Flight, FlightId};
use recraft_sim::world::World;
use recraft_words::t;

use crate::session::Selection;

/// What the inspector shows of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageCard {
    /// Its name.
    pub id: FlightId,
    /// Its kind.
    pub title: &'static str,
    /// What its kind is for.
    pub meaning: &'static str,
    /// What it says.
    pub says: String,
    /// From whom.
    pub from: String,
    /// From which server.
    pub from_node: Option<Selection>,
    /// To whom.
    pub to: String,
    /// To which server.
    pub to_node: Option<Selection>,
    /// When it was sent.
    pub sent_us: u64,
    /// When it is due.
    pub due_us: u64,
    /// What became of it, or will.
    pub fate: Option<String>,
    /// Whether it is not in flight any more.
    pub gone: bool,
    /// Whether it stands still until somebody lets it go on.
    pub held: bool,
}

impl MessageCard {
    /// The card of a message that is, or was, in flight.
    pub fn new(flight: &Flight, world: &World) -> Self {
        let gone = world.flight(flight.id).is_none();
        let glyph = Glyph::of(&flight.cargo);
        Self {
            id: flight.id,
            title: messages::title(glyph),
            meaning: messages::meaning(glyph),
            says: messages::content(&flight.cargo, flight.from, flight.to),
            from: end_name(flight.from),
            from_node: end_node(flight.from),
            to: end_name(flight.to),
            to_node: end_node(flight.to),
            sent_us: flight.sent_us,
            due_us: flight.due_us,
            fate: fate(flight, world.now_us(), gone),
            gone,
            held: !gone && flight.is_held(),
        }
    }
}

fn end_name(end: Endpoint) -> String {
    match end {
        Endpoint::Node(node) => node.to_string(),
        Endpoint::Client(client) => t!("client {client}", client),
        Endpoint::Manager => t!("the manager").into(),
    }
}

const fn end_node(end: Endpoint) -> Option<Selection> {
    match end {
        Endpoint::Node(node) => Some(Selection::Node(node)),
        Endpoint::Client(_) | Endpoint::Manager => None,
    }
}

fn fate(flight: &Flight, now_us: u64, gone: bool) -> Option<String> {
    match flight.fate {
        Fate::Lost { at_us, why } if at_us <= now_us || gone => {
            Some(t!("It is lost: {reason}.", reason = messages::loss(why, flight.to)))
        }
        _ if gone => Some(t!("It has arrived.").into()),
        _ if flight.is_held() => {
            Some(t!("It is held, and stands still until somebody lets it go on.").into())
        }
        _ => Some(t!("It arrives in {duration}.", duration = duration(flight.due_us.saturating_sub(now_us)))),
    }
}
