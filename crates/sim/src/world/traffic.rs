//! What goes into nodes and comes out of them, and what becomes of messages.

use recraft_protocol::io::{Input, Output, Timer};
use recraft_protocol::node::Node;
use recraft_protocol::observation::Observation;
use recraft_protocol::settings::Delay;
use recraft_protocol::types::{ClusterId, NodeId};

use crate::checker::{Sight, Violation};
use crate::event::What;
use crate::flight::{Cargo, Endpoint, Fate, Flight, FlightId, Loss};
use crate::network::Parcel;
use crate::queue::Happening;
use crate::server::{Server, TIMERS};
use crate::setup::LONGEST_US;
use crate::traffic::{End, Moment};
use crate::world::World;
use crate::world::hold::is_between_nodes;

impl World {
    /// Starts a node that is new or comes back.
    pub(super) fn start(&mut self, node: NodeId, restarted: bool) {
        self.run_node(node, |server, out| server.start(restarted, out));
    }

    /// Gives a node an input, if it is up.
    pub(super) fn feed(&mut self, node: NodeId, input: Input) {
        self.run_node(node, |server, out| server.handle(input, out));
    }

    fn run_node(&mut self, id: NodeId, run: impl FnOnce(&mut Node, &mut Output)) {
        let Some(server) = self.servers.get_mut(&id).filter(|server| server.is_up()) else { return };
        let mut cluster = server.node.cluster();
        let mut out = self.out.take().unwrap_or_default();
        out.terse = !self.checking && !self.recording;
        run(&mut server.node, &mut out);
        self.statistics.commits += std::mem::take(&mut out.commits_counted);
        if self.checking || !out.observations.is_empty() {
            self.look_at(id, &mut cluster, &mut out.observations);
        }
        for (timer, delay) in out.timers.drain(..) {
            self.set_timer(id, timer, delay);
        }
        for message in out.messages.drain(..) {
            let (from, to) = (Endpoint::Node(message.from), Endpoint::Node(message.to));
            self.send(Parcel { from, to, cargo: Cargo::Message(message) });
        }
        for reply in out.replies.drain(..) {
            let (from, to) = (Endpoint::Node(id), Endpoint::Client(reply.client));
            self.send(Parcel { from, to, cargo: Cargo::Reply(reply) });
        }
        self.out = Some(out);
    }

    /// Notes, checks and writes down what a node did in a step that began in `cluster`.
    fn look_at(&mut self, id: NodeId, cluster: &mut Option<ClusterId>, observations: &mut Vec<Observation>) {
        for observation in &*observations {
            self.note(id, cluster, observation);
        }
        let violations = self.check(id, observations);
        for observation in observations.drain(..) {
            self.record(|| What::Observed { node: id, observation });
        }
        for violation in violations {
            self.record(|| What::Violated { violation });
        }
    }

    fn check(&mut self, id: NodeId, observations: &[Observation]) -> Vec<Violation> {
        if !self.checking {
            return Vec::new();
        }
        let Some(server) = self.servers.get(&id) else { return Vec::new() };
        let sight = Sight::of(&server.node, observations, self.last_seq + 1);
        self.checker.look(&sight, &self.lineage, self.now_us)
    }

    pub(super) fn set_timer(&mut self, node: NodeId, timer: Timer, delay: Option<Delay>) {
        if let Some(delay) = delay {
            let after_us = self.draw(delay);
            return self.run_timer(node, timer, after_us);
        }
        if let Some(earlier) = self.servers.get_mut(&node).and_then(|server| server.set_timer(timer, None)) {
            self.queue.cancel(earlier);
        }
        if let Some(held) = &mut self.held {
            held.timers.remove(&(node, timer));
        }
    }

    /// Lets a timer run out after so long, instead of whenever it was to run out before; while the world is held it waits.
    pub(super) fn run_timer(&mut self, node: NodeId, timer: Timer, after_us: u64) {
        if let Some(held) = &mut self.held {
            held.timers.insert((node, timer), after_us);
            return;
        }
        let Some(server) = self.servers.get_mut(&node) else { return };
        let due_us = self.now_us.saturating_add(after_us);
        let ticket = server
            .ticket(timer)
            .and_then(|earlier| self.queue.put_off(earlier, due_us))
            .unwrap_or_else(|| self.queue.push(due_us, Happening::Timer(node, timer)));
        server.set_timer(timer, Some((self.now_us, ticket)));
    }

    /// Stops all timers of a node.
    pub(super) fn stop_timers(&mut self, node: NodeId) {
        for timer in TIMERS {
            self.set_timer(node, timer, None);
        }
    }

    /// A delay drawn from between its bounds; never 0, so that time passes.
    pub(super) fn draw(&mut self, delay: Delay) -> u64 {
        self.rng.between(delay.min_us, delay.max_us).clamp(1, LONGEST_US)
    }

    /// Sends a message, and its double if chance will have it.
    pub(super) fn send(&mut self, parcel: Parcel) {
        if self.held.is_none() && self.rng.chance_ppm(self.network.behaviour.duplication_ppm) {
            self.statistics.messages_duplicated += 1;
            let Parcel { from, to, ref cargo } = parcel;
            self.dispatch(Parcel { from, to, cargo: cargo.clone() });
        }
        self.dispatch(parcel);
    }

    /// Draws how long a message takes and whether it is lost, and puts it on its way.
    pub(super) fn dispatch(&mut self, parcel: Parcel) -> FlightId {
        let Parcel { from, to, cargo } = parcel;
        let way_us = self.draw(self.network.behaviour.latency).saturating_add(self.extra_us(&cargo));
        let mut flight = Flight {
            id: self.flights.name(),
            from,
            to,
            sent_us: self.now_us,
            due_us: self.now_us.saturating_add(way_us),
            holds: Vec::new(),
            fate: Fate::Arrives,
            cargo,
        };
        if self.held.is_some() && is_between_nodes(&flight) {
            flight.stand(self.now_us);
            let id = flight.id;
            self.note_sent(&flight);
            self.flights.insert_held(flight);
            return id;
        }
        if self.held.is_none() && self.rng.chance_ppm(self.network.behaviour.loss_ppm) {
            let at_us = self.now_us + self.rng.between(way_us / 4, way_us - way_us / 4);
            flight.fate = Fate::Lost { at_us, why: Loss::Chance };
        }
        flight.judge(self.network.is_open(from, to), self.now_us);
        let id = flight.id;
        self.note_sent(&flight);
        let ticket = self.queue.push(flight.settles_us(), Happening::Flight(id));
        self.flights.insert(flight, ticket);
        id
    }

    /// The present moment: whatever is written down from now on comes after it.
    const fn moment(&self) -> Moment {
        Moment { us: self.now_us, seq: self.last_seq }
    }

    fn note_sent(&mut self, flight: &Flight) {
        if self.recording {
            self.traffic.send(flight, self.last_seq);
        }
    }

    /// Judges the messages in flight anew after links were cut or mended.
    pub(super) fn judge_flights(&mut self) {
        for id in self.flights.all_unsettled() {
            let Some(aloft) = self.flights.unsettled(id).filter(|aloft| !aloft.held) else { continue };
            let before = aloft.flight.fate;
            let open = self.network.is_open(aloft.flight.from, aloft.flight.to);
            aloft.flight.judge(open, self.now_us);
            if aloft.flight.fate != before {
                self.reschedule(id);
            }
        }
    }

    /// Queues a message anew after its fate or its time has changed.
    pub(super) fn reschedule(&mut self, id: FlightId) {
        let Some(aloft) = self.flights.unsettled(id).filter(|aloft| !aloft.held) else { return };
        let earlier = aloft.ticket.replace(self.queue.push(aloft.flight.settles_us(), Happening::Flight(id)));
        earlier.into_iter().for_each(|ticket| self.queue.cancel(ticket));
    }

    /// A message arrives, or is lost now.
    pub(super) fn settle(&mut self, id: FlightId) {
        let Some(flight) = self.flights.get(id) else { return };
        if let Fate::Lost { why, .. } = flight.fate {
            return self.lose(id, why);
        }
        if !self.is_there(flight) {
            self.lose(id, Loss::ReceiverDown);
            self.flights.remove(id);
            return;
        }
        let Some(flight) = self.flights.remove(id) else { return };
        self.statistics.deliveries += 1;
        if self.recording {
            self.traffic.end(id, End::Arrived(self.moment()));
        }
        match (flight.to, flight.cargo) {
            (Endpoint::Node(node), Cargo::Message(message)) => self.feed(node, Input::Message(message)),
            (Endpoint::Node(node), Cargo::Request(command)) if self.manager.has_stopped(node) => {
                self.refuse(node, command.client, command.seq);
            }
            (Endpoint::Node(node), Cargo::Request(command)) => self.feed(node, Input::Client(command)),
            (Endpoint::Node(node), Cargo::Order(job, order)) => self.carry_out_order(node, job, *order),
            (Endpoint::Manager, Cargo::Done(job, done)) => self.manager_hears(flight.from, job, *done),
            (Endpoint::Client(client), Cargo::Reply(reply)) => self.answer(client, flight.from, reply),
            _ => {}
        }
    }

    /// Whether somebody is there to take a message: a node that is up; a machine whose node the manager has stopped, for the manager
    /// and for clients.
    fn is_there(&self, flight: &Flight) -> bool {
        match flight.to {
            Endpoint::Node(node) => {
                let machine = matches!(flight.cargo, Cargo::Order(..) | Cargo::Request(_));
                self.servers.get(&node).is_some_and(Server::is_up)
                    || (machine && self.manager.has_stopped(node))
            }
            Endpoint::Manager => self.manager.is_up(),
            Endpoint::Client(_) => true,
        }
    }

    /// A message is lost now; it stays to be seen until it would have been due.
    pub(super) fn lose(&mut self, id: FlightId, why: Loss) {
        let Some(flight) = self.flights.get(id) else { return };
        let (from, to) = (flight.from, flight.to);
        if self.recording {
            let way_us = flight.way_us().max(1);
            let way_permille = (flight.travelled_us(self.now_us) * 1000 / way_us).min(1000) as u16;
            self.traffic.end(id, End::Lost { at: self.moment(), way_permille, why });
        }
        self.flights.keep_broken(id);
        self.statistics.messages_lost += 1;
        self.record(|| What::MessageLost { flight: id, from, to, why });
    }
}
