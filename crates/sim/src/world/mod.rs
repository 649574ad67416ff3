//! The world: everything that a run consists of, moved from one happening to the next.
//!
//! The world has a clock of its own, in microseconds, that only moves when something happens or when it is told to; all chance is
//! drawn from one seeded generator; and every collection has one order. So the setup and the commands with their times determine
//! the run, bit for bit, on any machine.
//!
//! Each input to a node is handled in one step: what the node wants kept is kept before its messages leave. Messages, timers and
//! answers go into the queue; observations become [events](crate::event); then the [checks](crate::checker) look at the node.

mod admin;
mod clients;
mod commands;
mod hold;
mod manager;
mod notes;
mod traffic;
mod views;

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use recraft_protocol::config::Configuration;
use recraft_protocol::io::{Input, Output};
use recraft_protocol::node::Node;
use recraft_protocol::settings::Settings;
use recraft_protocol::table::Table;
use recraft_protocol::types::{ClientId, NodeId, NodeSet};

use crate::baseline::Manager;
use crate::checker::Checker;
use crate::client::{Client, ClientView, Directory};
use crate::event::{Event, What};
use crate::flight::{Endpoint, Fate, Flight, FlightId};
use crate::hash::StableHasher;
use crate::lineage::Lineage;
use crate::network::{Flights, Network};
use crate::queue::{Happening, Queue};
use crate::rng::Rng;
use crate::server::Server;
use crate::setup::{NetworkSetup, Setup};
use crate::shelf::Shelf;
use crate::stage;
use crate::statistics::Statistics;
use crate::traffic::Traffic;

/// How many events are kept at least; older ones may be forgotten.
pub const EVENTS_KEPT: usize = 20_000;
/// How many nodes there may be.
pub const MAX_NODES: u32 = 100;

/// The load that runs at the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Load {
    /// How many clients ask.
    pub clients: u32,
    /// How long each waits between an answer and its next request, in microseconds.
    pub pause_us: u64,
}

/// A simulated world.
#[derive(Clone, Debug)]
pub struct World {
    setup: Arc<Setup>,
    settings: Settings,
    now_us: u64,
    rng: Rng,
    queue: Queue,
    servers: Table<NodeId, Server>,
    network: Network,
    flights: Flights,
    clients: Table<ClientId, Client>,
    directory: Directory,
    manager: Manager,
    load: Load,
    /// What waits while the world is held.
    held: Option<hold::Held>,
    lineage: Lineage,
    clusters_named: u32,
    transactions_named: u32,
    events: Shelf<Event>,
    traffic: Traffic,
    last_seq: u64,
    statistics: Statistics,
    counted: notes::Counted,
    checker: Checker,
    /// Whether the checks look at every step.
    checking: bool,
    /// Whether events are kept.
    recording: bool,
    /// Reused from step to step.
    out: Option<Box<Output>>,
}

impl World {
    /// The world as `setup` says, at time 0, with every node started.
    ///
    /// A setup that [`Setup::check`] objects to gives a world nevertheless: a node named twice belongs to whoever names it first, and
    /// nodes beyond [`MAX_NODES`] do not exist.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        let lineage = Lineage::new(&setup);
        let mut world = Self {
            settings: setup.settings,
            now_us: 0,
            rng: Rng::new(setup.seed),
            queue: Queue::default(),
            servers: Table::new(),
            network: Network::new(setup.network),
            flights: Flights::default(),
            clients: Table::new(),
            directory: Directory::new(&lineage),
            manager: Manager::default(),
            load: Load::default(),
            held: None,
            clusters_named: setup.clusters.iter().map(|cluster| cluster.cluster.0).max().unwrap_or(0),
            transactions_named: 0,
            events: Shelf::default(),
            traffic: Traffic::default(),
            last_seq: 0,
            statistics: Statistics::default(),
            counted: notes::Counted::default(),
            checker: Checker::new(&setup),
            checking: true,
            recording: true,
            out: None,
            lineage,
            setup: Arc::new(setup),
        };
        world.populate();
        world
    }

    fn populate(&mut self) {
        let setup = self.setup.clone();
        for cluster in &setup.clusters {
            let config = Configuration::stable(cluster.members.clone(), cluster.ranges.clone());
            for id in cluster.members.iter() {
                let config = config.clone();
                self.add_server(match setup.stage.get(&id) {
                    Some(stage) => stage::node(id, cluster.cluster, config, stage, setup.settings),
                    None => Node::member(id, cluster.cluster, config, setup.settings),
                });
            }
        }
        for id in setup.spares.iter() {
            self.add_server(Node::spare(id, setup.settings));
        }
        let everyone: Vec<NodeId> = self.servers.keys().copied().collect();
        for id in everyone {
            self.start(id, false);
        }
    }

    fn add_server(&mut self, node: Node) {
        if self.servers.len() < MAX_NODES as usize {
            self.servers.or_insert_with(node.id(), || Server::new(node));
        }
    }

    /// Leaves out the checks: for measuring, and for replaying what has been checked before.
    #[must_use]
    pub fn without_checks(mut self) -> Self {
        self.checking = false;
        self
    }

    /// Keeps no events and no messages (they are numbered nevertheless): for measuring, and for those who look at states only. Without
    /// checks as well, what happens all the time is not even noted by the nodes, and has no number.
    #[must_use]
    pub fn without_record(mut self) -> Self {
        self.recording = false;
        self
    }

    /// How the run began.
    #[must_use]
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// What every node is told at the moment.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The present virtual time, in microseconds.
    #[must_use]
    pub const fn now_us(&self) -> u64 {
        self.now_us
    }

    /// When the next queued happening is due; `None` when nothing is queued.
    #[must_use]
    pub fn next_event_us(&self) -> Option<u64> {
        self.queue.next_us()
    }

    /// The node at which a message arrives if that is what happens next, and if it is up.
    #[must_use]
    pub fn next_arrival(&self) -> Option<NodeId> {
        let Some(Happening::Flight(id)) = self.queue.peek() else { return None };
        let flight = self.flights.get(id).filter(|flight| flight.fate == Fate::Arrives)?;
        match flight.to {
            Endpoint::Node(node) => self.servers.get(&node).filter(|server| server.is_up()).map(|_| node),
            Endpoint::Client(_) | Endpoint::Manager => None,
        }
    }

    /// Forgets the record of all events but the last `keep` (and a few more), but not how many there were; and that of the messages sent
    /// before all that are on their way.
    pub(crate) fn forget_record(&mut self, keep: usize) {
        while self.events.drop_front(keep) > 0 {}
        let oldest = self.flights.iter().next().map_or(FlightId(self.flights.sent() + 1), |flight| flight.id);
        self.traffic.forget_before(oldest);
    }

    /// Handles the next queued happening and moves the clock to it; `false` when nothing is queued.
    pub fn step(&mut self) -> bool {
        let Some((due_us, happening)) = self.queue.pop() else { return false };
        self.now_us = self.now_us.max(due_us);
        self.flights.sweep(self.now_us);
        self.statistics.events += 1;
        match happening {
            Happening::Flight(id) => self.settle(id),
            Happening::Timer(node, timer) => {
                if let Some(server) = self.servers.get_mut(&node) {
                    server.set_timer(timer, None);
                }
                self.feed(node, Input::Timer(timer));
            }
            Happening::Client(client) => self.client_turn(client),
            Happening::Manager => {
                self.manager.ticket = None;
                self.manager_turn();
            }
        }
        true
    }

    /// Handles everything that is due up to and including `us`, and moves the clock there. Does nothing if that lies in the past.
    pub fn run_until(&mut self, us: u64) {
        while self.next_event_us().is_some_and(|due_us| due_us <= us) {
            self.step();
        }
        self.now_us = self.now_us.max(us);
        self.flights.sweep(self.now_us);
    }

    /// A number that stands for the present state: servers with disk and memory, queue, network, messages, clients, clock and dice.
    /// Equal runs have equal numbers, natively and in WebAssembly. The record of the past (events, statistics, checks) is left out.
    #[must_use]
    pub fn state_hash(&self) -> u64 {
        let mut hasher = StableHasher::default();
        self.now_us.hash(&mut hasher);
        self.rng.hash(&mut hasher);
        self.queue.hash(&mut hasher);
        self.servers.hash(&mut hasher);
        self.network.hash(&mut hasher);
        self.flights.hash(&mut hasher);
        self.clients.hash(&mut hasher);
        self.directory.hash(&mut hasher);
        self.load.hash(&mut hasher);
        self.manager.hash(&mut hasher);
        self.held.hash(&mut hasher);
        self.lineage.hash(&mut hasher);
        self.settings.hash(&mut hasher);
        (self.clusters_named, self.transactions_named).hash(&mut hasher);
        hasher.finish()
    }

    /// All servers, by id.
    pub fn servers(&self) -> impl DoubleEndedIterator<Item = &Server> {
        self.servers.values()
    }

    /// One server.
    #[must_use]
    pub fn server(&self, node: NodeId) -> Option<&Server> {
        self.servers.get(&node)
    }

    /// Every node there is, up or down.
    #[must_use]
    pub fn everyone(&self) -> NodeSet {
        self.servers.keys().copied().collect()
    }

    /// The messages in flight, by id. Those that were lost stay until they would have been due.
    pub fn flights(&self) -> impl DoubleEndedIterator<Item = &Flight> {
        self.flights.iter()
    }

    /// One message in flight.
    #[must_use]
    pub fn flight(&self, flight: FlightId) -> Option<&Flight> {
        self.flights.get(flight)
    }

    /// How many messages have been sent; the last one bears this number.
    #[must_use]
    pub const fn messages_sent(&self) -> u64 {
        self.flights.sent()
    }

    /// The clients that have asked anything, by id.
    pub fn clients(&self) -> impl DoubleEndedIterator<Item = &ClientView> {
        self.clients.values().map(|client| &client.view)
    }

    /// One client.
    #[must_use]
    pub fn client(&self, client: ClientId) -> Option<&ClientView> {
        self.clients.get(&client).map(|client| &client.view)
    }

    /// The events, oldest first. At least the last [`EVENTS_KEPT`] are there.
    pub fn events(&self) -> impl DoubleEndedIterator<Item = &Event> {
        self.events.iter()
    }

    /// The events after the one numbered `seq`, as far as they are still kept.
    pub fn events_since(&self, seq: u64) -> impl DoubleEndedIterator<Item = &Event> {
        let first = self.last_seq - self.events.len() as u64;
        self.events.iter_from(seq.saturating_sub(first) as usize)
    }

    /// The messages that were sent and what became of them. At least the last
    /// [`MESSAGES_KEPT`](crate::traffic::MESSAGES_KEPT) are there.
    #[must_use]
    pub const fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    /// The number of the last event; 0 before the first.
    #[must_use]
    pub const fn last_seq(&self) -> u64 {
        self.last_seq
    }

    /// Every cluster there has been.
    #[must_use]
    pub const fn lineage(&self) -> &Lineage {
        &self.lineage
    }

    /// Whether what one node sends reaches the other (if that is up).
    #[must_use]
    pub fn can_reach(&self, from: NodeId, to: NodeId) -> bool {
        self.network.can_reach(from, to)
    }

    /// The groups of a partition, those named in none as a group of their own; `None` when there is no partition.
    #[must_use]
    pub fn partition(&self) -> Option<&[NodeSet]> {
        self.network.groups()
    }

    /// The links that were cut one by one, as (from, to).
    pub fn cut_links(&self) -> impl Iterator<Item = (NodeId, NodeId)> + '_ {
        self.network.cuts()
    }

    /// How links behave at the moment.
    #[must_use]
    pub const fn network(&self) -> NetworkSetup {
        self.network.behaviour
    }

    /// The load that runs at the moment.
    #[must_use]
    pub const fn load(&self) -> Load {
        self.load
    }

    /// Whether nothing moves by itself: see [`Command::Hold`](crate::command::Command::Hold).
    #[must_use]
    pub const fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// Counts since the start.
    #[must_use]
    pub const fn statistics(&self) -> &Statistics {
        &self.statistics
    }

    /// The checks and what they have found.
    #[must_use]
    pub const fn checks(&self) -> &Checker {
        &self.checker
    }

    /// Writes down an event.
    fn record(&mut self, what: impl FnOnce() -> What) {
        self.last_seq += 1;
        if !self.recording {
            return;
        }
        self.events.push(Event { seq: self.last_seq, at_us: self.now_us, what: what() });
        self.events.drop_front(EVENTS_KEPT);
    }
}
