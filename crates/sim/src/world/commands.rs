//! Commands: what anyone does to the run, now.

use recraft_protocol::io::{Input, Timer};
use recraft_protocol::node::Node;
use recraft_protocol::settings::Settings;
use recraft_protocol::types::{NodeId, NodeSet};
use recraft_words::t;

use crate::command::{Command, CommandError};
use crate::event::What;
use crate::flight::{Fate, FlightId, Loss};
use crate::network::Parcel;
use crate::server::Server;
use crate::setup::{LONGEST_US, bad_timing};
use crate::world::{Load, MAX_NODES, World};

impl World {
    /// Carries out a command at the present time, after everything that is due by now. What it does, or why it fails, is in the
    /// events.
    ///
    /// # Errors
    /// Says why the command cannot be carried out; nothing has changed then. A request of an administrator that reaches a leader is
    /// carried out, even if the leader refuses it: its reason is an observation.
    pub fn command(&mut self, command: Command) -> Result<(), CommandError> {
        self.run_until(self.now_us);
        let seq = self.last_seq;
        self.record(|| What::Commanded { command: command.clone() });
        let result = self.carry_out(&command);
        if let Err(error) = &result {
            debug_assert_eq!(self.last_seq, seq + 1, "a failed command does nothing");
            self.events.pop();
            self.last_seq = seq;
            self.record(|| What::CommandFailed { command, error: error.clone() });
        }
        result
    }

    fn carry_out(&mut self, command: &Command) -> Result<(), CommandError> {
        match command {
            Command::Crash { node } => self.crash(*node),
            Command::Restart { node } => self.restart(*node),
            Command::Timeout { node } => self.time_out(*node),
            Command::Partition { .. }
            | Command::Heal
            | Command::CutLink { .. }
            | Command::MendLink { .. }
            | Command::SetNetwork { .. } => self.change_network(command),
            Command::Drop { flight } => self.drop_flight(*flight),
            Command::Delay { flight, by_us } => self.delay_flight(*flight, *by_us),
            Command::Duplicate { flight } => self.duplicate_flight(*flight),
            Command::Catch { flight } => self.catch(*flight),
            Command::Arrive { flight } => self.arrive(*flight),
            Command::Hold => self.hold(),
            Command::Release => self.release(),
            Command::Deliver { flight, up_to } => self.deliver(*flight, *up_to),
            Command::FireTimer { node, timer } => self.fire_timer(*node, *timer),
            Command::Request { client, operation } => self.request(*client, operation, None),
            Command::RequestAt { client, node, operation } => self.request(*client, operation, Some(*node)),
            Command::Load { clients, pause_us } => {
                self.set_load(Load { clients: *clients, pause_us: *pause_us })
            }
            Command::AddSpare { node } => self.add_spare(*node),
            Command::ChangeMembers { cluster, add, remove } => self.change_members(*cluster, add, remove),
            Command::Split { cluster, into } => self.split(*cluster, into),
            Command::Merge { coordinator, others, members } => {
                self.merge(*coordinator, others, members.as_ref())
            }
            Command::ManagedSplit { cluster, into } => self.managed_split(*cluster, into),
            Command::ManagedMerge { clusters, members } => self.managed_merge(clusters, members.as_ref()),
            Command::CrashManager => self.set_manager(false),
            Command::RestartManager => self.set_manager(true),
            Command::CancelMerge { cluster, txid } => self.cancel_merge(*cluster, *txid),
            Command::TransferLeadership { cluster, to } => self.transfer_leadership(*cluster, *to),
            Command::ChangeLearners { cluster, add, remove } => self.change_learners(*cluster, add, remove),
            Command::SetSettings { settings } => self.set_settings(settings),
        }
    }

    pub(super) fn existing(&self, node: NodeId) -> Result<&Server, CommandError> {
        self.servers.get(&node).ok_or(CommandError::UnknownNode(node))
    }

    fn crash(&mut self, node: NodeId) -> Result<(), CommandError> {
        if !self.existing(node)?.is_up() {
            return Err(CommandError::NodeDown(node));
        }
        self.take_down(node);
        self.statistics.crashes += 1;
        self.record(|| What::Crashed { node });
        Ok(())
    }

    /// Takes everything from a node but its disk.
    pub(super) fn take_down(&mut self, node: NodeId) {
        self.stop_timers(node);
        if let Some(server) = self.servers.get_mut(&node) {
            server.go_down();
        }
    }

    fn restart(&mut self, node: NodeId) -> Result<(), CommandError> {
        if self.existing(node)?.is_up() {
            return Err(CommandError::NodeUp(node));
        }
        if self.manager.has_stopped(node) {
            return Err(CommandError::NodeStopped(node));
        }
        if let Some(server) = self.servers.get_mut(&node) {
            server.come_up();
        }
        self.start(node, true);
        Ok(())
    }

    fn time_out(&mut self, node: NodeId) -> Result<(), CommandError> {
        if !self.existing(node)?.is_up() {
            return Err(CommandError::NodeDown(node));
        }
        self.feed(node, Input::Timer(Timer::Election));
        Ok(())
    }

    fn set_settings(&mut self, settings: &Settings) -> Result<(), CommandError> {
        if let Some(what) = bad_timing(&settings.timing) {
            return Err(CommandError::BadTiming(what.into()));
        }
        self.settings = *settings;
        self.servers.values_mut().for_each(|server| server.node.set_settings(*settings));
        Ok(())
    }

    fn add_spare(&mut self, node: NodeId) -> Result<(), CommandError> {
        if self.servers.contains_key(&node) {
            return Err(CommandError::NodeExists(node));
        }
        if self.servers.len() >= MAX_NODES as usize {
            return Err(CommandError::TooMany {
                what: t!(in "limit": "nodes").into(),
                limit: u64::from(MAX_NODES),
            });
        }
        self.add_server(Node::spare(node, self.settings));
        self.network.join_rest(node);
        self.start(node, false);
        Ok(())
    }

    fn change_network(&mut self, command: &Command) -> Result<(), CommandError> {
        match command {
            Command::Partition { groups } => {
                groups.iter().flat_map(NodeSet::iter).try_for_each(|node| self.existing(node).map(|_| ()))?;
                let everyone = self.everyone();
                self.network.partition(groups, &everyone);
            }
            Command::CutLink { from, to } => {
                self.existing(*from)?;
                self.existing(*to)?;
                self.network.cut(*from, *to);
            }
            Command::MendLink { from, to } => {
                self.existing(*from)?;
                self.existing(*to)?;
                self.network.mend(*from, *to);
            }
            Command::SetNetwork { network } => self.network.behaviour = *network,
            _ => self.network.heal(),
        }
        self.judge_flights();
        Ok(())
    }

    fn drop_flight(&mut self, id: FlightId) -> Result<(), CommandError> {
        let aloft = self.flights.unsettled(id).ok_or(CommandError::UnknownFlight(id))?;
        aloft.flight.go_on(self.now_us);
        aloft.flight.fate = Fate::Lost { at_us: self.now_us, why: Loss::Dropped };
        if let Some(ticket) = aloft.ticket {
            self.queue.cancel(ticket);
        }
        self.lose(id, Loss::Dropped);
        Ok(())
    }

    fn delay_flight(&mut self, id: FlightId, by_us: u64) -> Result<(), CommandError> {
        let aloft = self.flights.unsettled(id).ok_or(CommandError::UnknownFlight(id))?;
        aloft.flight.hold(self.now_us, by_us.min(LONGEST_US));
        self.reschedule(id);
        Ok(())
    }

    fn duplicate_flight(&mut self, id: FlightId) -> Result<(), CommandError> {
        let flight = &self.flights.unsettled(id).ok_or(CommandError::UnknownFlight(id))?.flight;
        let parcel = Parcel { from: flight.from, to: flight.to, cargo: flight.cargo.clone() };
        self.dispatch(parcel);
        self.statistics.messages_duplicated += 1;
        Ok(())
    }
}
