//! Small worlds of Raft and ReCraft, as the search sees them: the nodes are those of the protocol itself.

mod host;
mod memory;
mod rest;
mod scope;
mod trace;
mod view;
pub mod worlds;

use recraft_protocol::config::Configuration;
use recraft_protocol::io::{Input, Timer};
use recraft_protocol::machine::Command;
use recraft_protocol::message::{AppendRefusal, Body, Message};
use recraft_protocol::node::{Node, Role};
use recraft_protocol::types::NodeId;

use super::fingerprint::{Renaming, fingerprint};
use super::model::{Beginning, Breach, Effect, Model, Spent};
use crate::stage;

pub use host::Host;
pub use memory::{Fact, Memory};
pub use scope::{Bounds, Request, Scope};
pub use trace::{Deed, Trace};
pub use view::View;

/// The places in [`Spent`].
const ELECTIONS: usize = 2;
const HEARTBEATS: usize = 3;
const RETRIES: usize = 4;
const CRASHES: usize = 5;
const COMMANDS: usize = 6;
const REQUESTS: usize = 7;

/// Something that happens to a node, other than that a message arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// A timer runs out.
    Timeout(Timer),
    /// The node stops.
    Crash,
    /// The node comes back.
    Restart,
    /// A client asks: which of the scope's commands.
    Command(usize),
    /// An administrator asks: which of the scope's requests.
    Request(usize),
}

/// A small world as a model for the search.
#[derive(Clone, Debug)]
pub struct Recraft {
    scope: Scope,
    nodes: Vec<NodeId>,
    renamings: Vec<Renaming>,
    /// Whether clients read.
    reads: bool,
    /// Whether answers that come too late are taken off the network. They do nothing ever after, unless the epoch ends: whoever still
    /// speaks in an ended one is told so.
    sweeps: bool,
}

impl Recraft {
    /// The model of `scope`.
    #[must_use]
    pub fn new(scope: Scope) -> Self {
        let (nodes, renamings, sweeps) = (scope.nodes(), scope.renamings(), !scope.has_epochs());
        let reads = scope.commands.iter().any(|command| !command.operation.is_write());
        Self { scope, nodes, renamings, reads, sweeps }
    }

    /// The small world.
    #[must_use]
    pub const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// All nodes by their places.
    #[must_use]
    pub fn nodes(&self) -> &[NodeId] {
        &self.nodes
    }

    fn populate(&self) -> Vec<Host> {
        let setup = &self.scope.setup;
        let node = |id: NodeId| match setup.clusters.iter().find(|cluster| cluster.members.contains(id)) {
            Some(cluster) => {
                let config = Configuration::stable(cluster.members.clone(), cluster.ranges.clone());
                match setup.stage.get(&id) {
                    Some(stage) => stage::node(id, cluster.cluster, config, stage, setup.settings),
                    None => Node::member(id, cluster.cluster, config, setup.settings),
                }
            }
            None => Node::spare(id, setup.settings),
        };
        self.nodes.iter().map(|&id| Host::start(node(id))).collect()
    }

    fn place(&self, node: NodeId) -> usize {
        self.nodes.binary_search(&node).unwrap_or(0)
    }

    /// The opening, step by step: each step and what comes of it is shown to `watch`.
    fn open(&self, mut watch: impl FnMut(Deed)) -> Beginning<Self> {
        let hosts = self.populate();
        let mut memory = Memory::default();
        for committed in hosts.iter().filter_map(Host::knows_committed) {
            let _ = memory.learn(&committed); // A stage on which this contradicts itself cannot be.
        }
        let mut world = Beginning { hosts, messages: Vec::new(), memory };
        for &leader in &self.scope.opening {
            for timer in [Timer::Election, Timer::Heartbeat] {
                watch(Deed::Timeout(leader, timer));
                self.take(&mut world, self.place(leader), |host| host.handle(Input::Timer(timer)));
                while !world.messages.is_empty() {
                    let message = world.messages.remove(0);
                    watch(Deed::Deliver(message.clone()));
                    self.take(&mut world, self.place(message.to), |host| {
                        host.handle(Input::Message(message))
                    });
                }
            }
        }
        world
    }

    fn take(&self, world: &mut Beginning<Self>, place: usize, step: impl FnOnce(&Host) -> Effect<Self>) {
        let effect = step(&world.hosts[place]);
        world.hosts[place] = effect.host;
        world.messages.extend(effect.messages);
        // An opening in which everything arrives breaks nothing, whatever mistakes are made; if it does, the search begins unaware of it.
        if let Ok(memory) = self.remember(&world.memory, &effect.facts) {
            world.memory = memory;
        }
    }

    /// Without what the properties do not ask for in this world: what clients are told matters to those who read.
    fn worth_knowing(&self, mut effect: Effect<Self>) -> Effect<Self> {
        effect.facts.retain(|fact| self.reads || !fact.is_for_readers());
        effect
    }

    fn may_run_out(&self, host: &Host, timer: Timer, spent: Spent) -> Option<Spent> {
        let bounds = &self.scope.bounds;
        let (counter, most) = match timer {
            Timer::Election if host.node.at().term >= bounds.last_term => return None,
            Timer::Election => (ELECTIONS, bounds.elections),
            Timer::Heartbeat => (HEARTBEATS, bounds.heartbeats),
            Timer::Pull | Timer::Merge => (RETRIES, bounds.retries),
            Timer::LeaderAlive => return Some(spent), // It is set by messages, of which there are only so many.
        };
        (spent.at(counter) < most).then(|| spent.plus(counter))
    }
}

/// A client asks.
fn ask(host: &Host, command: &Command) -> Effect<Recraft> {
    let mut effect = host.handle(Input::Client(command.clone()));
    if !command.operation.is_write() {
        effect.facts.insert(0, Fact::Asked { client: command.client, seq: command.seq });
    }
    effect
}

impl Model for Recraft {
    type Host = Host;
    type Message = Message;
    type Memory = Memory;
    type Fact = Fact;
    type View = View;
    type Act = Act;

    fn begin(&self) -> Beginning<Self> {
        self.open(|_| {})
    }

    fn namings(&self) -> usize {
        self.renamings.len()
    }

    fn print_host(&self, host: &Host, naming: usize) -> u64 {
        fingerprint(1, host, &self.renamings[naming])
    }

    fn print_message(&self, message: &Message, naming: usize) -> u64 {
        fingerprint(2, message, &self.renamings[naming])
    }

    fn print_memory(&self, memory: &Memory, naming: usize) -> u64 {
        fingerprint(3, memory, &self.renamings[naming])
    }

    fn print_facts(&self, facts: &[Fact]) -> u64 {
        fingerprint(4, &facts, &Renaming::none())
    }

    fn print_view(&self, view: &View) -> u64 {
        fingerprint(5, view, &Renaming::none())
    }

    fn receiver(&self, message: &Message) -> usize {
        self.place(message.to)
    }

    fn acts(&self, host: &Host, spent: Spent) -> Vec<(Act, Spent)> {
        if !host.up {
            return vec![(Act::Restart, spent)];
        }
        let mut acts: Vec<(Act, Spent)> = host
            .running()
            .filter_map(|timer| Some((Act::Timeout(timer), self.may_run_out(host, timer, spent)?)))
            .collect();
        if spent.at(CRASHES) < self.scope.bounds.crashes {
            acts.push((Act::Crash, spent.plus(CRASHES)));
        }
        let Some(led) = host.leads() else { return acts };
        let command = usize::from(spent.at(COMMANDS));
        if command < self.scope.commands.len() {
            acts.push((Act::Command(command), spent.plus(COMMANDS)));
        }
        let request = usize::from(spent.at(REQUESTS));
        if self.scope.requests.get(request).is_some_and(|request| request.cluster == led) {
            acts.push((Act::Request(request), spent.plus(REQUESTS)));
        }
        acts
    }

    fn number(&self, act: Act) -> u32 {
        match act {
            Act::Timeout(timer) => timer as u32,
            Act::Crash => 8,
            Act::Restart => 9,
            Act::Command(nth) => 0x100 + nth as u32,
            Act::Request(nth) => 0x200 + nth as u32,
        }
    }

    fn act(&self, host: &Host, act: Act) -> Effect<Self> {
        self.worth_knowing(match act {
            Act::Timeout(timer) => host.handle(Input::Timer(timer)),
            Act::Crash => host.crash(),
            Act::Restart => host.restart(),
            Act::Command(nth) => ask(host, &self.scope.commands[nth]),
            Act::Request(nth) => host.handle(Input::Admin(self.scope.requests[nth].request.clone())),
        })
    }

    fn deliver(&self, host: &Host, message: &Message) -> Option<Effect<Self>> {
        host.up.then(|| self.worth_knowing(host.handle(Input::Message(message.clone()))))
    }

    fn is_void(&self, host: &Host, message: &Message) -> bool {
        let node = &host.node;
        if !self.sweeps || message.cluster.is_none() || message.cluster != node.cluster() {
            return false;
        }
        let late = message.at < node.at();
        let now = message.at == node.at();
        match message.body {
            Body::VoteGranted | Body::VoteRefused { .. } => {
                late || (now && !matches!(node.role(), Role::Candidate { .. } | Role::PreCandidate { .. }))
            }
            Body::AppendRefused { reason: AppendRefusal::NeedsSnapshot } => false,
            Body::AppendAccepted { .. } | Body::AppendRefused { .. } => {
                late || (now && !matches!(node.role(), Role::Candidate { .. } | Role::Leader(_)))
            }
            _ => false,
        }
    }

    fn accidents(&self) -> (u8, u8) {
        (self.scope.bounds.losses, self.scope.bounds.duplications)
    }

    fn remember(&self, memory: &Memory, facts: &[Fact]) -> Result<Memory, Breach> {
        let mut after = memory.clone();
        facts.iter().try_for_each(|fact| after.learn(fact))?;
        Ok(after)
    }

    fn view(&self, host: &Host) -> View {
        View::of(host)
    }

    fn compare(&self, one: &View, other: &View) -> Option<Breach> {
        one.compare(other)
    }

    fn recall(&self, memory: &Memory, view: &View) -> Option<Breach> {
        view.recall(memory)
    }

    fn rest(&self, hosts: &[&Host]) -> Option<Breach> {
        rest::left_behind(hosts)
    }
}
