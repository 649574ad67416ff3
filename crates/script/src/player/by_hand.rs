//! Steps of a story that is told by hand: each is a small sequence of commands that lets a timer run out, lets messages
//! through one by one, and drops the rest.

use recraft_protocol::io::Timer;
use recraft_protocol::node::{Node, Role};
use recraft_protocol::types::{Index, NodeId};
use recraft_sim::command::Command;
use recraft_sim::flight::{Endpoint, Flight, FlightId};
use recraft_words::t;

use super::Player;
use super::orders::kind_of_flight;
use crate::model::Who;

/// So many exchanges of messages are enough for anything that comes to an end.
const ROUNDS_MAX: usize = 400;

impl Player<'_> {
    pub(super) fn stand(&mut self, node: &Who, reaching: &[Who]) -> Result<(), String> {
        let (node, reaching) = (self.node(node)?, self.nodes(reaching)?);
        let since = self.begin()?;
        self.give(Command::FireTimer { node, timer: Timer::Election })?;
        for _ in 0..ROUNDS_MAX {
            let votes = self.standing(since, |flight| {
                let kind = kind_of_flight(flight);
                is_between(flight, node, &reaching) && kind.contains("vote") && !kind.starts_with("merge")
            });
            if self.leads(node) || votes.is_empty() {
                break;
            }
            self.let_through(votes, None)?;
        }
        self.drop_rest(since)
    }

    pub(super) fn replicate(&mut self, from: &Who, to: &[Who], up_to: Option<Index>) -> Result<(), String> {
        let (from, to) = (self.node(from)?, self.nodes(to)?);
        let since = self.begin()?;
        if !self.leads(from) {
            return Err(t!("{from} does not lead", from));
        }
        for _ in 0..ROUNDS_MAX {
            let none_left = self.standing(since, |flight| is_between(flight, from, &to)).is_empty();
            if none_left {
                self.give(Command::FireTimer { node: from, timer: Timer::Heartbeat })?;
            }
            let sent = self.standing(since, |flight| {
                flight.from == Endpoint::Node(from) && is_between(flight, from, &to)
            });
            self.let_through(sent, up_to)?;
            let answers = self
                .standing(since, |flight| flight.to == Endpoint::Node(from) && is_between(flight, from, &to));
            self.let_through(answers, None)?;
            if !self.leads(from) || to.iter().all(|&follower| self.has(from, follower, up_to)) {
                return self.drop_rest(since);
            }
        }
        self.drop_rest(since)?;
        Err(t!("{from} cannot bring them so far", from))
    }

    pub(super) fn talk(&mut self, group: &[Who]) -> Result<(), String> {
        let nodes = self.nodes(group)?;
        self.begin()?;
        // The second time, followers hear what has been committed meanwhile.
        for _ in 0..2 {
            for node in nodes.iter().copied() {
                if self.leads(node) {
                    self.give(Command::FireTimer { node, timer: Timer::Heartbeat })?;
                }
            }
            self.exchange(&nodes)?;
        }
        Ok(())
    }

    fn exchange(&mut self, nodes: &[NodeId]) -> Result<(), String> {
        let among = |end: Endpoint| matches!(end, Endpoint::Node(node) if nodes.contains(&node));
        for _ in 0..ROUNDS_MAX {
            let said = self.standing(FlightId(0), |flight| among(flight.from) && among(flight.to));
            if said.is_empty() {
                return Ok(());
            }
            self.let_through(said, None)?;
        }
        Err(t!("they never stop talking").into())
    }

    /// The last message before the step.
    fn begin(&self) -> Result<FlightId, String> {
        if !self.world.is_held() {
            return Err(t!("this is told by hand: say `hold everything` first").into());
        }
        Ok(FlightId(self.world.messages_sent()))
    }

    fn leads(&self, node: NodeId) -> bool {
        self.world.server(node).and_then(|server| server.node()).is_some_and(Node::is_leader)
    }

    /// Whether the leader knows that the follower has its log, as far as it shall have it.
    fn has(&self, leader: NodeId, follower: NodeId, up_to: Option<Index>) -> bool {
        let Some(node) = self.world.server(leader).and_then(|server| server.node()) else { return false };
        let Role::Leader(leading) = node.role() else { return false };
        let target = node.log().last().index.min(up_to.unwrap_or(Index::MAX));
        leading.progress.get(&follower).is_some_and(|progress| progress.matched >= target)
    }

    /// The held messages that were sent after `since` and are meant.
    fn standing(&self, since: FlightId, is_meant: impl Fn(&Flight) -> bool) -> Vec<FlightId> {
        let is_new = |flight: &&Flight| flight.id > since && flight.is_held();
        self.world
            .flights()
            .filter(is_new)
            .filter(|flight| is_meant(flight))
            .map(|flight| flight.id)
            .collect()
    }

    /// Lets messages go on, and waits until they have arrived.
    fn let_through(&mut self, flights: Vec<FlightId>, up_to: Option<Index>) -> Result<(), String> {
        let mut arrived_us = self.world.now_us();
        for flight in flights {
            self.give(Command::Deliver { flight, up_to })?;
            arrived_us = arrived_us.max(self.world.flight(flight).map_or(0, Flight::settles_us));
        }
        self.world.run_until(arrived_us);
        Ok(())
    }

    fn drop_rest(&mut self, since: FlightId) -> Result<(), String> {
        self.standing(since, |_| true).into_iter().try_for_each(|flight| self.give(Command::Drop { flight }))
    }
}

/// Whether a message goes from the node to one of the others, or back.
fn is_between(flight: &Flight, node: NodeId, others: &[NodeId]) -> bool {
    let (Endpoint::Node(from), Endpoint::Node(to)) = (flight.from, flight.to) else { return false };
    (from == node && others.contains(&to)) || (to == node && others.contains(&from))
}
