//! The world by hand: nothing moves unless somebody says so.
//!
//! While the world is *held*, messages between nodes stand still a third of their way on, timers and the patience of clients
//! do not run, and chance loses and doubles nothing. Somebody lets each message go on ([`Command::Deliver`]) or drops it, and lets
//! each timer run out. So a teacher can tell a story step by step, as at the blackboard. When the world is released, everything goes
//! on from where it stands.
//!
//! A single message can be caught ([`Command::Catch`]) while everything else goes on: it stands where it is until it is let go on.
//!
//! [`Command::Catch`]: crate::command::Command::Catch
//! [`Command::Deliver`]: crate::command::Command::Deliver

use recraft_protocol::table::Table;

use recraft_protocol::io::{Input, Timer};
use recraft_protocol::message::Body;
use recraft_protocol::types::{ClientId, Index, NodeId};

use crate::command::CommandError;
use crate::flight::{Cargo, Endpoint, Fate, Flight, FlightId};
use crate::queue::Happening;
use crate::server::TIMERS;
use crate::world::World;

/// What waits while the world is held, and how long each would still have run, in microseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Held {
    pub(super) timers: Table<(NodeId, Timer), u64>,
    pub(super) clients: Table<ClientId, u64>,
    pub(super) manager: Option<u64>,
}

/// Whether a message stands still while the world is held.
pub(super) const fn is_between_nodes(flight: &Flight) -> bool {
    matches!((flight.from, flight.to), (Endpoint::Node(_), Endpoint::Node(_)))
}

impl World {
    pub(super) fn hold(&mut self) -> Result<(), CommandError> {
        if self.held.is_some() {
            return Err(CommandError::HeldAlready);
        }
        let mut held = Held::default();
        for (&id, server) in self.servers.iter_mut() {
            for timer in TIMERS {
                if let Some(ticket) = server.set_timer(timer, None) {
                    self.queue.cancel(ticket);
                    held.timers.insert((id, timer), ticket.due_us - self.now_us);
                }
            }
        }
        for (&id, client) in self.clients.iter_mut() {
            if let Some(ticket) = client.ticket.take() {
                self.queue.cancel(ticket);
                held.clients.insert(id, ticket.due_us - self.now_us);
            }
        }
        if let Some(ticket) = self.manager.ticket.take() {
            self.queue.cancel(ticket);
            held.manager = Some(ticket.due_us - self.now_us);
        }
        for id in self.flights.all_unsettled() {
            let Some(aloft) = self.flights.unsettled(id) else { continue };
            if is_between_nodes(&aloft.flight) && aloft.flight.fate == Fate::Arrives && !aloft.held {
                aloft.flight.stand(self.now_us);
                aloft.held = true;
                aloft.ticket.take().into_iter().for_each(|ticket| self.queue.cancel(ticket));
            }
        }
        self.held = Some(held);
        Ok(())
    }

    pub(super) fn release(&mut self) -> Result<(), CommandError> {
        let held = self.held.take().ok_or(CommandError::NothingHeld)?;
        for ((id, timer), left_us) in held.timers {
            self.run_timer(id, timer, left_us);
        }
        for (id, left_us) in held.clients {
            self.wake(id, left_us);
        }
        self.wake_manager(held.manager.map(|left_us| self.now_us + left_us));
        for id in self.flights.all_unsettled() {
            if self.flights.unsettled(id).is_some_and(|aloft| aloft.held) {
                self.go_on(id);
            }
        }
        Ok(())
    }

    pub(super) fn deliver(&mut self, id: FlightId, up_to: Option<Index>) -> Result<(), CommandError> {
        let aloft = self.flights.unsettled(id).ok_or(CommandError::UnknownFlight(id))?;
        if !aloft.held {
            return Err(CommandError::NotHeld(id));
        }
        if let (Some(up_to), Cargo::Message(message)) = (up_to, &mut aloft.flight.cargo)
            && let Body::Append { entries, .. } = &mut message.body
        {
            entries.truncate(entries.partition_point(|entry| entry.id.index <= up_to));
        }
        self.go_on(id);
        Ok(())
    }

    pub(super) fn catch(&mut self, id: FlightId) -> Result<(), CommandError> {
        let aloft = self.flights.unsettled(id).ok_or(CommandError::UnknownFlight(id))?;
        if aloft.held {
            return Err(CommandError::CaughtAlready(id));
        }
        aloft.flight.stop(self.now_us);
        aloft.held = true;
        aloft.ticket.take().into_iter().for_each(|ticket| self.queue.cancel(ticket));
        Ok(())
    }

    pub(super) fn arrive(&mut self, id: FlightId) -> Result<(), CommandError> {
        let now_us = self.now_us;
        let aloft = self.flights.unsettled(id).ok_or(CommandError::UnknownFlight(id))?;
        let mut flight = aloft.flight.clone();
        flight.go_on(now_us);
        if !self.network.is_open(flight.from, flight.to) && flight.middle_us() >= now_us {
            return Err(CommandError::LinkIsCut(id));
        }
        flight.hasten(now_us);
        aloft.flight = flight;
        // Not held any more, and in nobody's queue: it settles here.
        aloft.held = false;
        aloft.ticket.take().into_iter().for_each(|ticket| self.queue.cancel(ticket));
        self.settle(id);
        Ok(())
    }

    pub(super) fn fire_timer(&mut self, node: NodeId, timer: Timer) -> Result<(), CommandError> {
        if !self.existing(node)?.is_up() {
            return Err(CommandError::NodeDown(node));
        }
        self.set_timer(node, timer, None);
        self.feed(node, Input::Timer(timer));
        Ok(())
    }

    /// Lets a message that stands go on, if the link that it has yet to pass is whole.
    fn go_on(&mut self, id: FlightId) {
        let now_us = self.now_us;
        let Some(aloft) = self.flights.unsettled(id) else { return };
        aloft.held = false;
        aloft.flight.go_on(now_us);
        aloft.flight.fate = Fate::Arrives;
        aloft.flight.judge(self.network.is_open(aloft.flight.from, aloft.flight.to), now_us);
        let ticket = self.queue.push(aloft.flight.settles_us(), Happening::Flight(id));
        aloft.ticket = Some(ticket);
    }
}
