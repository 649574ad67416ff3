//! Carrying out orders: finding out who is meant, and giving the commands.

use recraft_protocol::types::{NodeId, NodeSet};
use recraft_sim::command::Command;
use recraft_sim::flight::{Cargo, Endpoint, Fate, Flight, FlightId};
use recraft_words::t;

use super::Player;
use crate::grammar::names::kind_of;
use crate::model::{Handling, Order, Which, Who};

impl Player<'_> {
    pub(super) fn carry_out(&mut self, order: &Order) -> Result<(), String> {
        match order {
            Order::Plain(command) => self.give(command.clone()),
            Order::Crash(group) => self.each(group, |node| Command::Crash { node }),
            Order::Restart(group) => self.each(group, |node| Command::Restart { node }),
            Order::TimeOut(group) => self.each(group, |node| Command::Timeout { node }),
            Order::Fire { timer, node } => {
                let node = self.node(node)?;
                self.give(Command::FireTimer { node, timer: *timer })
            }
            Order::Partition(groups) => {
                let sets = groups.iter().map(|group| self.set(group)).collect::<Result<_, _>>()?;
                self.give(Command::Partition { groups: sets })
            }
            Order::Link { cut, from, to, both } => self.link(*cut, from, to, *both),
            Order::Messages { handling, which } => self.handle(*handling, which),
            Order::AskAt { client, node, operation } => {
                let node = self.node(node)?;
                self.give(Command::RequestAt { client: *client, node, operation: operation.clone() })
            }
            Order::Change { cluster, add, remove, learners } => {
                let (cluster, add, remove) = (*cluster, self.set(add)?, self.set(remove)?);
                self.give(if *learners {
                    Command::ChangeLearners { cluster, add, remove }
                } else {
                    Command::ChangeMembers { cluster, add, remove }
                })
            }
            Order::Transfer { cluster, to } => {
                let to = self.node(to)?;
                self.give(Command::TransferLeadership { cluster: *cluster, to })
            }
            Order::Stand { node, reaching } => self.stand(node, reaching),
            Order::Replicate { from, to, up_to } => self.replicate(from, to, *up_to),
            Order::Talk(group) => self.talk(group),
        }
    }

    fn each(&mut self, group: &[Who], command: fn(NodeId) -> Command) -> Result<(), String> {
        self.nodes(group)?.into_iter().try_for_each(|node| self.give(command(node)))
    }

    fn set(&self, group: &[Who]) -> Result<NodeSet, String> {
        self.nodes(group).map(|nodes| nodes.into_iter().collect())
    }

    fn link(&mut self, cut: bool, from: &Who, to: &Who, both: bool) -> Result<(), String> {
        let command = |from, to| {
            if cut { Command::CutLink { from, to } } else { Command::MendLink { from, to } }
        };
        let (from, to) = (self.node(from)?, self.node(to)?);
        self.give(command(from, to))?;
        if both { self.give(command(to, from)) } else { Ok(()) }
    }

    fn handle(&mut self, handling: Handling, which: &Which) -> Result<(), String> {
        let flights = self.meant(handling, which)?;
        if flights.is_empty() {
            return Err(t!("there is no such message on its way").into());
        }
        flights.into_iter().try_for_each(|flight| {
            self.give(match handling {
                Handling::Drop => Command::Drop { flight },
                Handling::Delay(by_us) => Command::Delay { flight, by_us },
                Handling::Duplicate => Command::Duplicate { flight },
                Handling::Catch => Command::Catch { flight },
                Handling::Arrive => Command::Arrive { flight },
                Handling::Deliver(up_to) => Command::Deliver { flight, up_to },
            })
        })
    }

    fn meant(&self, handling: Handling, which: &Which) -> Result<Vec<FlightId>, String> {
        let (kind, from, to) = match which {
            Which::One(flight) => return Ok(vec![*flight]),
            Which::All { kind, from, to } => (kind, from, to),
        };
        let end = |who: &Option<Who>| who.as_ref().map(|who| self.node(who).map(Endpoint::Node)).transpose();
        let (from, to) = (end(from)?, end(to)?);
        let now_us = self.world.now_us();
        let is_meant = |flight: &&Flight| {
            let lost = matches!(flight.fate, Fate::Lost { at_us, .. } if at_us <= now_us);
            let held = match handling {
                Handling::Deliver(_) => flight.is_held(),
                Handling::Catch => !flight.is_held(),
                _ => true,
            };
            let ends = from.is_none_or(|from| from == flight.from) && to.is_none_or(|to| to == flight.to);
            !lost && held && ends && kind.as_ref().is_none_or(|kind| *kind == kind_of_flight(flight))
        };
        Ok(self.world.flights().filter(is_meant).map(|flight| flight.id).collect())
    }
}

/// The kind of what a flight carries.
pub(super) fn kind_of_flight(flight: &Flight) -> String {
    match &flight.cargo {
        Cargo::Message(message) => kind_of(&message.body),
        Cargo::Request(_) => "request".into(),
        Cargo::Reply(_) => "reply".into(),
        Cargo::Order(..) => "order".into(),
        Cargo::Done(..) => "done".into(),
    }
}
