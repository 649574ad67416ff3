//! A way through a small world, to be read and to be played.

use std::fmt;

use recraft_protocol::io::{AdminRequest, Timer};
use recraft_protocol::machine;
use recraft_protocol::message::{Body, Message};
use recraft_protocol::types::NodeId;

use super::{Act, Recraft};
use crate::checker::Property;
use crate::command::{Command, Part, TimedCommand};
use crate::exhaustive::model::Breach;
use crate::exhaustive::search::{Search, Step, Way};
use crate::flight::{Cargo, Endpoint, FlightId};
use crate::run::Run;
use crate::world::World;

/// One step of a way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// A message arrives.
    Deliver(Message),
    /// A message is lost.
    Lose(Message),
    /// A message is there twice from now on.
    Duplicate(Message),
    /// A node's timer runs out.
    Timeout(NodeId, Timer),
    /// A node stops.
    Crash(NodeId),
    /// A node comes back.
    Restart(NodeId),
    /// A client asks a node.
    Command(NodeId, machine::Command),
    /// An administrator asks a node.
    Request(NodeId, AdminRequest),
}

/// A way through a small world.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The opening, which is the same for all ways.
    pub opening: Vec<Deed>,
    /// What follows it.
    pub deeds: Vec<Deed>,
    /// What is wrong where the way ends, if anything is.
    pub breach: Option<Breach>,
}

impl Search<Recraft> {
    /// A shortest way to the breach that was found, or none.
    #[must_use]
    pub fn found(&mut self) -> Option<Trace> {
        let way = self.breach()?;
        Some(self.model().trace(way))
    }
}

impl Recraft {
    /// A way of the search, in the world's own words.
    #[must_use]
    pub fn trace(&self, way: Way<Self>) -> Trace {
        let mut opening = Vec::new();
        self.open(|deed| opening.push(deed));
        let deeds = ask_early(way.steps.into_iter().map(|step| self.deed(step)).collect());
        Trace { opening, deeds, breach: way.breach }
    }

    fn deed(&self, step: Step<Self>) -> Deed {
        match step {
            Step::Deliver(message) => Deed::Deliver(message),
            Step::Lose(message) => Deed::Lose(message),
            Step::Duplicate(message) => Deed::Duplicate(message),
            Step::Act(place, act) => {
                let node = self.nodes()[place];
                match act {
                    Act::Timeout(timer) => Deed::Timeout(node, timer),
                    Act::Crash => Deed::Crash(node),
                    Act::Restart => Deed::Restart(node),
                    Act::Command(nth) => Deed::Command(node, self.scope().commands[nth].clone()),
                    Act::Request(nth) => Deed::Request(node, self.scope().requests[nth].request.clone()),
                }
            }
        }
    }
}

impl Deed {
    /// The node that it happens to; `None` if it happens to a message on its way.
    const fn node(&self) -> Option<NodeId> {
        match self {
            Self::Deliver(message) => Some(message.to),
            Self::Lose(_) | Self::Duplicate(_) => None,
            Self::Timeout(node, _)
            | Self::Crash(node)
            | Self::Restart(node)
            | Self::Command(node, _)
            | Self::Request(node, _) => Some(*node),
        }
    }
}

/// The same deeds, with the administrators asking as early as they can: right after whatever happened to the node before, in the order
/// in which they asked. What happens to different nodes leads to the same in any order; and of two leaders it is the former one, which
/// leads no more by the time of the breach, that nobody would ask so late.
fn ask_early(mut deeds: Vec<Deed>) -> Vec<Deed> {
    let mut asked = 0;
    for nth in 0..deeds.len() {
        let Deed::Request(node, _) = deeds[nth] else { continue };
        let before = deeds[..nth].iter().rposition(|deed| deed.node() == Some(node));
        let place = before.map_or(0, |before| before + 1).max(asked);
        let request = deeds.remove(nth);
        deeds.insert(place, request);
        asked = place + 1;
    }
    deeds
}

impl Trace {
    /// The same way as a run of the simulated world, held, with every step a command: to be watched, kept and shared. `None` if the
    /// simulated world cannot be led along this way (its administrators ask whomever they take for the leader).
    #[must_use]
    pub fn run(&self, scope: &super::Scope) -> Option<Run> {
        let mut world = World::new(scope.setup.clone());
        let mut run = Run::new(scope.setup.clone());
        give(&mut world, &mut run, Command::Hold)?;
        for (nth, deed) in self.opening.iter().chain(&self.deeds).enumerate() {
            if let Deed::Command(node, asked) = deed {
                let later = self.opening.iter().chain(&self.deeds).skip(nth + 1);
                ask(&mut world, &mut run, *node, asked, later.filter(|other| *other == deed).count())?;
            } else {
                let command = command(&world, deed)?;
                give(&mut world, &mut run, command)?;
            }
            world.run_until(world.now_us() + pause_us(scope));
        }
        Some(run)
    }

    /// The same, and when the last step has been taken everything goes on by itself: what the search sees in a state, the checks of the
    /// simulated world may see a little later.
    #[must_use]
    pub fn run_on(&self, scope: &super::Scope) -> Option<Run> {
        let mut run = self.run(scope)?;
        let at_us = run.last_command_us() + pause_us(scope);
        run.commands.push(TimedCommand { at_us, command: Command::Release });
        Some(run)
    }
}

/// Between two steps: longer than the longest way of a message, so that what was let go has arrived, and requests have.
const fn pause_us(scope: &super::Scope) -> u64 {
    2 * scope.setup.network.latency.max_us
}

fn give(world: &mut World, run: &mut Run, command: Command) -> Option<()> {
    run.commands.push(TimedCommand { at_us: world.now_us(), command: command.clone() });
    world.command(command).ok()
}

/// A client asks a node. If it will ask the same node for the same again, its request is doubled now, and the copies are caught on
/// their way: a client of the simulated world asks again when its patience is over, which is not at a moment of one's choice.
fn ask(
    world: &mut World,
    run: &mut Run,
    node: NodeId,
    command: &machine::Command,
    again: usize,
) -> Option<()> {
    let on_its_way = |world: &World, held| {
        let (from, to) = (Endpoint::Client(command.client), Endpoint::Node(node));
        let same = |cargo: &Cargo| matches!(cargo, Cargo::Request(other) if other == command);
        let mut flights = world.flights().rev().filter(|flight| (flight.from, flight.to) == (from, to));
        flights.find(|flight| flight.is_held() == held && same(&flight.cargo)).map(|flight| flight.id)
    };
    if let Some(copy) = on_its_way(world, true) {
        return give(world, run, Command::Deliver { flight: copy, up_to: None });
    }
    let (client, operation) = (command.client, command.operation.clone());
    give(world, run, Command::RequestAt { client, node, operation })?;
    let flight = on_its_way(world, false)?; // Under the number that the command has here.
    for _ in 0..again {
        give(world, run, Command::Duplicate { flight })?;
        give(world, run, Command::Catch { flight: on_its_way(world, false)? })?;
    }
    Some(())
}

fn command(world: &World, deed: &Deed) -> Option<Command> {
    Some(match deed {
        Deed::Deliver(message) => Command::Deliver { flight: flight(world, message)?, up_to: None },
        Deed::Lose(message) => Command::Drop { flight: flight(world, message)? },
        Deed::Duplicate(message) => Command::Duplicate { flight: flight(world, message)? },
        Deed::Timeout(node, timer) => Command::FireTimer { node: *node, timer: *timer },
        Deed::Crash(node) => Command::Crash { node: *node },
        Deed::Restart(node) => Command::Restart { node: *node },
        Deed::Command(..) => return None, // Is not one command.
        Deed::Request(node, request) => administrators(world, *node, request)?,
    })
}

fn administrators(world: &World, node: NodeId, request: &AdminRequest) -> Option<Command> {
    let cluster = world.server(node)?.node()?.cluster()?;
    world.cluster(cluster).filter(|view| view.leader == Some(node))?;
    Some(match request {
        AdminRequest::ChangeMembers { add, remove } => {
            Command::ChangeMembers { cluster, add: add.clone(), remove: remove.clone() }
        }
        AdminRequest::Split { subs } => {
            let part = |sub: &recraft_protocol::config::SubCluster| Part {
                members: sub.members.clone(),
                ranges: sub.ranges.clone(),
            };
            Command::Split { cluster, into: subs.iter().map(part).collect() }
        }
        AdminRequest::Merge { others, members, .. } => Command::Merge {
            coordinator: cluster,
            others: others.iter().map(|contact| contact.cluster).collect(),
            members: members.clone(),
        },
        AdminRequest::CancelMerge { txid } => Command::CancelMerge { cluster, txid: *txid },
        AdminRequest::TransferLeadership { to } => Command::TransferLeadership { cluster, to: *to },
        AdminRequest::ChangeLearners { add, remove } => {
            Command::ChangeLearners { cluster, add: add.clone(), remove: remove.clone() }
        }
    })
}

/// The message among those that stand in the world.
fn flight(world: &World, message: &Message) -> Option<FlightId> {
    let same = |cargo: &Cargo| matches!(cargo, Cargo::Message(other) if other == message);
    let (from, to) = (Endpoint::Node(message.from), Endpoint::Node(message.to));
    let mut held =
        world.flights().filter(|flight| flight.is_held() && (flight.from, flight.to) == (from, to));
    held.find(|flight| same(&flight.cargo)).map(|flight| flight.id)
}

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deliver(message) => write!(f, "{} takes in {}", message.to, Told(message)),
            Self::Lose(message) => write!(f, "lost: {} to {}", Told(message), message.to),
            Self::Duplicate(message) => write!(f, "doubled: {} to {}", Told(message), message.to),
            Self::Timeout(node, timer) => write!(f, "{node}'s {timer} timer runs out"),
            Self::Crash(node) => write!(f, "{node} crashes"),
            Self::Restart(node) => write!(f, "{node} comes back"),
            Self::Command(node, command) => {
                write!(f, "{} asks {node}: {}", command.client, command.operation)
            }
            Self::Request(node, request) => write!(f, "{node} is asked: {}", requested(request)),
        }
    }
}

fn requested(request: &AdminRequest) -> String {
    let named = |verb: &str, nodes: &recraft_protocol::types::NodeSet| {
        if nodes.is_empty() { String::new() } else { format!("{verb} {nodes}") }
    };
    match request {
        AdminRequest::ChangeMembers { add, remove } => {
            [named("add", add), named("remove", remove)].join(" ").trim().to_owned()
        }
        AdminRequest::Split { subs } => {
            let parts: Vec<String> =
                subs.iter().map(|sub| format!("{} ({})", sub.cluster, sub.members)).collect();
            format!("split into {}", parts.join(" and "))
        }
        AdminRequest::Merge { into, others, .. } => {
            let others: Vec<String> = others.iter().map(|contact| contact.cluster.to_string()).collect();
            format!("merge with {} into {into}", others.join(", "))
        }
        AdminRequest::CancelMerge { txid } => format!("cancel {txid}"),
        AdminRequest::TransferLeadership { to } => format!("hand over to {to}"),
        AdminRequest::ChangeLearners { add, remove } => {
            [named("add learners", add), named("remove learners", remove)].join(" ").trim().to_owned()
        }
    }
}

/// A message in a few words.
struct Told<'a>(&'a Message);

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Message { from, cluster, at, body, .. } = self.0;
        match body {
            Body::RequestVote { last, .. } => write!(f, "RequestVote (log up to {last})")?,
            Body::Append { previous, entries, commit, .. } => {
                let entries: Vec<String> = entries.iter().map(|entry| entry.id.to_string()).collect();
                let entries = if entries.is_empty() { "nothing".into() } else { entries.join(", ") };
                write!(f, "Append ({entries} after {previous}, commit {commit})")?;
            }
            Body::AppendAccepted { matched, .. } => write!(f, "AppendAccepted (up to {matched})")?,
            Body::NotifyCommit { cluster, boundary } => {
                write!(f, "NotifyCommit ({cluster} ended at {boundary})")?;
            }
            Body::PullLog { cluster, from, .. } => write!(f, "PullLog (of {cluster} from {from})")?,
            Body::MergeVote { txid, cluster, .. } => write!(f, "MergeVote ({txid}, {cluster})")?,
            other => f.write_str(variant(&format!("{other:?}")))?,
        }
        write!(f, " from {from}")?;
        if let Some(cluster) = cluster {
            write!(f, " of {cluster}")?;
        }
        write!(f, " at {at}")
    }
}

/// The name of a variant, from how it is shown for debugging.
fn variant(shown: &str) -> &str {
    shown.split([' ', '(', '{']).next().unwrap_or(shown)
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.opening.is_empty() {
            writeln!(f, "  (an opening of {} steps)", self.opening.len())?;
        }
        for (nth, deed) in self.deeds.iter().enumerate() {
            writeln!(f, "{:>3}. {deed}", nth + 1)?;
        }
        match &self.breach {
            Some(Breach { property, detail }) => writeln!(f, "     {}: {detail}", name(*property)),
            None => writeln!(f, "     nothing is wrong"),
        }
    }
}

fn name(property: Property) -> String {
    format!("{property:?}")
}
