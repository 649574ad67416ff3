//! The same small worlds for `stateright`: what a small world is, said a second time.
//!
//! This shares with the project's own search the nodes of the protocol and the description of the world ([`Scope`]), and nothing
//! else: no numbering of parts, no table of what comes of what, no fingerprints of its own, no sums. If both count the same states,
//! neither overlooks any by a slip in these. Worlds in which nodes leave a cluster and join another, or forget what they voted, are not
//! for it: it does not remember votes.

use std::collections::{BTreeMap, BTreeSet};

use recraft_protocol::config::{ConfigEntry, Configuration};
use recraft_protocol::io::{AdminRequest, Input, Output, Timer};
use recraft_protocol::message::{AppendRefusal, Body, Message};
use recraft_protocol::node::{Node, Role};
use recraft_protocol::observation::Observation;
use recraft_protocol::types::{ClusterId, EpochTerm, Index, LogId, NodeId, TxId};
use recraft_sim::exhaustive::recraft::Scope;
use recraft_sim::hash::stable_hash;
use stateright::{Model, Property};

/// A small world.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What it is.
    pub scope: Scope,
}

/// A server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Server {
    node: Node,
    up: bool,
    timers: BTreeSet<Timer>,
}

/// What is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Past {
    leaders: BTreeMap<(ClusterId, EpochTerm), NodeId>,
    committed: BTreeMap<(ClusterId, Index), (LogId, EpochTerm)>,
    boundaries: BTreeMap<ClusterId, LogId>,
    merges: BTreeMap<TxId, bool>,
    contradiction: bool,
}

/// A state of the world.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    servers: Vec<Server>,
    /// In the order of their hashes, so that equal collections are equal lists.
    network: Vec<Message>,
    past: Past,
    elections: u8,
    heartbeats: u8,
    retries: u8,
    crashes: u8,
    losses: u8,
    duplications: u8,
    commands: usize,
    requests: usize,
}

/// A step.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A message arrives.
    Deliver(Message),
    /// A message is lost.
    Lose(Message),
    /// A message is doubled.
    Duplicate(Message),
    /// A timer runs out.
    Timeout(usize, Timer),
    /// A node stops.
    Crash(usize),
    /// A node comes back.
    Restart(usize),
    /// A client asks.
    Command(usize),
    /// An administrator asks.
    Request(usize),
}

impl Checked {
    fn server(&self, id: NodeId) -> Server {
        let setup = &self.scope.setup;
        let mut node = match setup.clusters.iter().find(|cluster| cluster.members.contains(id)) {
            Some(cluster) => {
                let config = Configuration::stable(cluster.members.clone(), cluster.ranges.clone());
                Node::member(id, cluster.cluster, config, setup.settings)
            }
            None => Node::spare(id, setup.settings),
        };
        let mut out = Output::default();
        node.start(false, &mut out);
        let mut server = Server { node, up: true, timers: BTreeSet::new() };
        set_timers(&mut server, &out);
        server
    }

    fn open(&self, state: &mut State) {
        for leader in &self.scope.opening {
            let place = state.place(*leader);
            for timer in [Timer::Election, Timer::Heartbeat] {
                let mut waiting = state.handle(place, Input::Timer(timer));
                while !waiting.is_empty() {
                    let message = waiting.remove(0);
                    let place = state.place(message.to);
                    waiting.extend(state.handle(place, Input::Message(message)));
                }
            }
        }
    }

    /// Whether answers that can do nothing any more are taken off the network.
    fn sweeps(&self) -> bool {
        let ends = |request: &AdminRequest| {
            matches!(request, AdminRequest::Split { .. } | AdminRequest::Merge { .. })
        };
        !self.scope.requests.iter().any(|request| ends(&request.request))
    }

    /// What comes of an input: the messages sent join the network. `None` if it does nothing at all.
    fn after(&self, last: &State, place: usize, input: Input) -> Option<State> {
        let mut state = last.clone();
        if let Input::Message(message) = &input {
            let at = state.network.iter().position(|other| other == message)?;
            state.network.remove(at);
        }
        let sent = state.handle(place, input);
        let idle = sent.is_empty() && state.servers == last.servers && state.past == last.past;
        state.network.extend(sent);
        (!idle).then(|| self.tidied(state))
    }

    fn tidied(&self, mut state: State) -> State {
        if self.sweeps() {
            let servers = &state.servers;
            let receiver = |message: &Message| servers.iter().find(|server| server.node.id() == message.to);
            state.network.retain(|message| !receiver(message).is_some_and(|server| is_void(server, message)));
        }
        state.network.sort_by_cached_key(stable_hash);
        state
    }

    fn timeout(&self, last: &State, place: usize, timer: Timer) -> Option<State> {
        let bounds = &self.scope.bounds;
        let mut state = last.clone();
        match timer {
            Timer::Election => {
                state.elections += 1;
                if state.elections > bounds.elections
                    || last.servers[place].node.at().term >= bounds.last_term
                {
                    return None;
                }
            }
            Timer::Heartbeat => {
                state.heartbeats += 1;
                if state.heartbeats > bounds.heartbeats {
                    return None;
                }
            }
            Timer::Pull | Timer::Merge => {
                state.retries += 1;
                if state.retries > bounds.retries {
                    return None;
                }
            }
            Timer::LeaderAlive => {}
        }
        self.after(&state, place, Input::Timer(timer))
    }

    fn restart(&self, last: &State, place: usize) -> State {
        let mut state = last.clone();
        let server = &mut state.servers[place];
        server.up = true;
        let mut out = Output::default();
        server.node.start(true, &mut out);
        set_timers(server, &out);
        let before = last.servers[place].clone();
        state.past.learn(&before, &state.servers[place], &out.observations);
        state.network.extend(out.messages);
        self.tidied(state)
    }

    fn crash(&self, last: &State, place: usize) -> State {
        let mut state = last.clone();
        let server = &mut state.servers[place];
        let (id, settings) = (server.node.id(), *server.node.settings());
        server.node = Node::from_disk(id, server.node.clone().into_durable(), settings);
        (server.up, server.timers) = (false, BTreeSet::new());
        state.crashes += 1;
        self.tidied(state)
    }
}

/// An answer that comes too late, and will for ever.
fn is_void(server: &Server, message: &Message) -> bool {
    let node = &server.node;
    if message.cluster.is_none() || message.cluster != node.cluster() || message.at > node.at() {
        return false;
    }
    let late = message.at < node.at();
    match (&message.body, node.role()) {
        (Body::AppendRefused { reason: AppendRefusal::NeedsSnapshot }, _) => false,
        (
            Body::VoteGranted | Body::VoteRefused { .. },
            Role::Candidate { .. } | Role::PreCandidate { .. },
        )
        | (
            Body::AppendAccepted { .. } | Body::AppendRefused { .. },
            Role::Candidate { .. } | Role::Leader(_),
        ) => late,
        (
            Body::VoteGranted
            | Body::VoteRefused { .. }
            | Body::AppendAccepted { .. }
            | Body::AppendRefused { .. },
            _,
        ) => true,
        _ => false,
    }
}

fn set_timers(server: &mut Server, out: &Output) {
    for (timer, delay) in &out.timers {
        if delay.is_some() {
            server.timers.insert(*timer)
        } else {
            server.timers.remove(timer)
        };
    }
}

impl State {
    fn place(&self, node: NodeId) -> usize {
        self.servers.iter().position(|server| server.node.id() == node).unwrap_or(0)
    }

    /// A node takes in an input; gives back what it sends.
    fn handle(&mut self, place: usize, input: Input) -> Vec<Message> {
        let server = &mut self.servers[place];
        let before = server.clone();
        if let Input::Timer(timer) = input {
            server.timers.remove(&timer);
        }
        let mut out = Output::default();
        server.node.handle(input, &mut out);
        set_timers(server, &out);
        self.past.learn(&before, &self.servers[place], &out.observations);
        out.messages
    }
}

impl Past {
    fn learn(&mut self, before: &Server, after: &Server, observations: &[Observation]) {
        let mut cluster = before.node.cluster();
        for observation in observations {
            match observation {
                Observation::BecameLeader { at, .. } => {
                    if let Some(cluster) = cluster {
                        let leader = *self.leaders.entry((cluster, *at)).or_insert(after.node.id());
                        self.contradiction |= leader != after.node.id();
                    }
                }
                Observation::ConfigurationCommitted { entry, .. } => match entry {
                    ConfigEntry::MergeNew(decision) => self.end(decision.txid, true),
                    ConfigEntry::MergeAbort { txid, .. } => self.end(*txid, false),
                    _ => {}
                },
                Observation::EpochEntered { left, entered, boundary, .. } => {
                    if let Some(passed) = after.node.durable().passed.get(left) {
                        self.commit(*left, before.node.at(), &passed.log, boundary.index);
                    }
                    let first = *self.boundaries.entry(*left).or_insert(*boundary);
                    self.contradiction |= first != *boundary;
                    cluster = *entered;
                }
                Observation::Joined { cluster: joined, .. } => cluster = Some(*joined),
                Observation::BecameSpare { .. } => cluster = None,
                _ => {}
            }
        }
        if let Some(cluster) = after.node.cluster() {
            self.commit(cluster, after.node.at(), after.node.log(), after.node.commit());
        }
    }

    fn end(&mut self, txid: TxId, committed: bool) {
        self.contradiction |= *self.merges.entry(txid).or_insert(committed) != committed;
    }

    /// A node knows the entries up to `to` to be committed. Those before its cluster's birth are its parents', and known to be.
    fn commit(&mut self, cluster: ClusterId, at: EpochTerm, log: &recraft_protocol::log::Log, to: Index) {
        for entry in log.slice(log.base().index + 1, to) {
            if matches!(entry.config(), Some(ConfigEntry::Genesis(_))) {
                continue;
            }
            let (first, _) = *self.committed.entry((cluster, entry.id.index)).or_insert((entry.id, at));
            self.contradiction |= first != entry.id;
        }
    }
}

impl Model for Checked {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        let mut state = State {
            servers: self.scope.nodes().into_iter().map(|id| self.server(id)).collect(),
            network: Vec::new(),
            past: Past::default(),
            elections: 0,
            heartbeats: 0,
            retries: 0,
            crashes: 0,
            losses: 0,
            duplications: 0,
            commands: 0,
            requests: 0,
        };
        self.open(&mut state);
        vec![state]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        let bounds = &self.scope.bounds;
        let mut seen: Option<&Message> = None;
        for message in state.network.iter().filter(|message| seen.replace(message) != Some(message)) {
            actions.push(Action::Deliver(message.clone()));
            if state.losses < bounds.losses {
                actions.push(Action::Lose(message.clone()));
            }
            if state.duplications < bounds.duplications {
                actions.push(Action::Duplicate(message.clone()));
            }
        }
        for (place, server) in state.servers.iter().enumerate() {
            if !server.up {
                actions.push(Action::Restart(place));
                continue;
            }
            actions.extend(server.timers.iter().map(|&timer| Action::Timeout(place, timer)));
            if state.crashes < bounds.crashes {
                actions.push(Action::Crash(place));
            }
            if server.node.is_leader() {
                actions.push(Action::Command(place));
                actions.push(Action::Request(place));
            }
        }
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut state = last.clone();
        match action {
            Action::Deliver(message) => {
                let place = last.place(message.to);
                if !last.servers[place].up {
                    return None;
                }
                self.after(last, place, Input::Message(message))
            }
            Action::Lose(message) => {
                state.network.remove(state.network.iter().position(|other| *other == message)?);
                state.losses += 1;
                Some(state)
            }
            Action::Duplicate(message) => {
                state.network.push(message);
                state.duplications += 1;
                Some(self.tidied(state))
            }
            Action::Timeout(place, timer) => self.timeout(last, place, timer),
            Action::Crash(place) => Some(self.crash(last, place)),
            Action::Restart(place) => Some(self.restart(last, place)),
            Action::Command(place) => {
                let command = self.scope.commands.get(state.commands)?.clone();
                state.commands += 1;
                self.after(&state, place, Input::Client(command))
            }
            Action::Request(place) => {
                let request = self.scope.requests.get(state.requests)?;
                if state.servers[place].node.cluster() != Some(request.cluster) {
                    return None;
                }
                state.requests += 1;
                self.after(&state, place, Input::Admin(request.request.clone()))
            }
        }
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always("nothing contradicts what was", |_, state: &State| !state.past.contradiction)]
    }
}
