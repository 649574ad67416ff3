//! Messages in flight: what the network holds between a sending and an arrival.

use std::fmt;

use recraft_protocol::io::ClientReply;
use recraft_protocol::machine::Command as ClientCommand;
use recraft_protocol::message::Message;
use recraft_protocol::types::{ClientId, NodeId};
use serde::{Deserialize, Serialize};

/// Names one message of a run: the first one sent is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FlightId(pub u64);

impl fmt::Display for FlightId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "m{}", self.0)
    }
}

/// An end of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Endpoint {
    /// A node.
    Node(NodeId),
    /// A client.
    Client(ClientId),
}

/// What travels.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Cargo {
    /// A message of the protocol.
    Message(Message),
    /// A client's request.
    Request(ClientCommand),
    /// An answer to a client.
    Reply(ClientReply),
}

/// What will become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Fate {
    /// It arrives when it is due.
    Arrives,
    /// It is lost on the way at `at_us`; it is shown until it would have been due.
    Lost {
        /// When.
        at_us: u64,
        /// Why.
        why: Loss,
    },
}

/// Why a message is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Loss {
    /// By chance.
    Chance,
    /// The ends cannot reach each other: a partition or a cut link.
    Cut,
    /// Somebody dropped it.
    Dropped,
    /// The receiver is down.
    ReceiverDown,
}

/// A message in flight.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Flight {
    /// Its name.
    pub id: FlightId,
    /// From where.
    pub from: Endpoint,
    /// To where.
    pub to: Endpoint,
    /// When it was sent.
    pub sent_us: u64,
    /// When it is due.
    pub due_us: u64,
    /// What will become of it.
    pub fate: Fate,
    /// What it carries.
    pub cargo: Cargo,
}
