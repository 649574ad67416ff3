//! Events: the record of a run, in order, with reasons.

use recraft_protocol::io::ClientResult;
use recraft_protocol::machine::Operation;
use recraft_protocol::observation::Observation;
use recraft_protocol::types::{ClientId, NodeId};
use serde::Serialize;

use crate::baseline::Step;
use crate::checker::Violation;
use crate::command::{Command, CommandError};
use crate::flight::{Endpoint, FlightId, Loss};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// Its number in the run; the first is 1.
    pub seq: u64,
    /// When, in virtual microseconds.
    pub at_us: u64,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum What {
    /// A node did or decided something.
    Observed {
        /// Which node.
        node: NodeId,
        /// What.
        observation: Observation,
    },
    /// Someone gave a command.
    Commanded {
        /// Which.
        command: Command,
    },
    /// A command could not be carried out.
    CommandFailed {
        /// Which.
        command: Command,
        /// Why.
        error: CommandError,
    },
    /// A node stopped.
    Crashed {
        /// Which.
        node: NodeId,
    },
    /// A message was lost.
    MessageLost {
        /// Which.
        flight: FlightId,
        /// From where.
        from: Endpoint,
        /// To where.
        to: Endpoint,
        /// Why.
        why: Loss,
    },
    /// A client asked.
    ClientAsked {
        /// Which client.
        client: ClientId,
        /// Its number of the request.
        seq: u64,
        /// What.
        operation: Operation,
        /// Which node it asked.
        node: NodeId,
        /// Which try this is; the first is 1.
        attempt: u32,
    },
    /// A client has its answer.
    ClientAnswered {
        /// Which client.
        client: ClientId,
        /// Its number of the request.
        seq: u64,
        /// What it had asked.
        operation: Operation,
        /// The answer.
        result: ClientResult,
        /// How long it took from the first try, in microseconds.
        took_us: u64,
    },
    /// The manager of the baseline has taken a step.
    Managed {
        /// Which.
        step: Step,
    },
    /// A safety property does not hold.
    Violated {
        /// Which, and how.
        violation: Violation,
    },
}
