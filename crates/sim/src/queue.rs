//! What is going to happen, in order of time; what is due at the same time happens in the order in which it was queued.

use std::collections::BTreeMap;

use recraft_protocol::io::Timer;
use recraft_protocol::types::{ClientId, NodeId};

use crate::flight::FlightId;

/// Something that is going to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Happening {
    /// A timer of a node runs out.
    Timer(NodeId, Timer),
    /// A message arrives, or is lost on its way.
    Flight(FlightId),
    /// A client's patience or pause is over.
    Client(ClientId),
}

/// The place of something in the queue: when it is due, and its number among all that was ever queued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Ticket {
    pub(crate) due_us: u64,
    order: u64,
}

/// The queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Queue {
    waiting: BTreeMap<Ticket, Happening>,
    queued: u64,
}

impl Queue {
    /// Puts something into the queue.
    pub(crate) fn push(&mut self, due_us: u64, happening: Happening) -> Ticket {
        self.queued += 1;
        let ticket = Ticket { due_us, order: self.queued };
        self.waiting.insert(ticket, happening);
        ticket
    }

    /// Takes something out again before it has happened.
    pub(crate) fn cancel(&mut self, ticket: Ticket) {
        self.waiting.remove(&ticket);
    }

    /// When the next thing happens.
    pub(crate) fn next_us(&self) -> Option<u64> {
        self.waiting.first_key_value().map(|(ticket, _)| ticket.due_us)
    }

    /// What happens next.
    pub(crate) fn peek(&self) -> Option<Happening> {
        self.waiting.first_key_value().map(|(_, happening)| *happening)
    }

    /// Takes out what happens next.
    pub(crate) fn pop(&mut self) -> Option<(u64, Happening)> {
        self.waiting.pop_first().map(|(ticket, happening)| (ticket.due_us, happening))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_first_happens_first_and_ties_keep_their_order() {
        let mut queue = Queue::default();
        let flight = |id| Happening::Flight(FlightId(id));
        queue.push(20, flight(1));
        let cancelled = queue.push(10, flight(2));
        queue.push(10, flight(3));
        queue.push(10, flight(4));
        queue.cancel(cancelled);
        assert_eq!(queue.next_us(), Some(10));
        let order: Vec<_> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(order, [(10, flight(3)), (10, flight(4)), (20, flight(1))]);
    }
}
