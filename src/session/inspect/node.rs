//! A server, to be looked at.

use std::rc::Rc;

use recraft_protocol::io::Timer;
use recraft_protocol::node::{Node, Role};
use recraft_protocol::types::{ClusterId, EpochTerm, Index, NodeId};
use recraft_scene::palette::step_of_term;
use recraft_scene::words::roles;
use recraft_sim::server::Server;
use recraft_sim::world::World;

use crate::session::Session;
use crate::session::feed::Line;

/// The most keys shown of a server's data.
const DATA_MAX: usize = 12;
/// The most lines shown of what a server did last.
const RECENT_MAX: usize = 6;

/// What the inspector shows of a server.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeCard {
    /// Its name.
    pub id: NodeId,
    /// Whether it runs.
    pub up: bool,
    /// What it is, as "leader of c1".
    pub role: String,
    /// What that means, in a sentence.
    pub meaning: &'static str,
    /// Its cluster's hue.
    pub hue: Option<u16>,
    /// Its term's step.
    pub step: u8,
    /// Its cluster.
    pub cluster: Option<ClusterId>,
    /// The time it has reached.
    pub at: EpochTerm,
    /// Whom it voted for in this term.
    pub voted_for: Option<NodeId>,
    /// Who leads, as far as it knows.
    pub leader: Option<NodeId>,
    /// Its last index.
    pub last: Index,
    /// What it knows to be committed.
    pub commit: Index,
    /// The timer that runs out next, with the microseconds left.
    pub timer: Option<(&'static str, u64)>,
    /// Whether it has an election timer that could run out now.
    pub can_time_out: bool,
    /// What it waits for.
    pub waits: Vec<String>,
    /// Whether it is cut off from all others.
    pub isolated: bool,
    /// The other servers, and whether the link to each is cut.
    pub links: Vec<(NodeId, bool)>,
    /// On a leader: how far the others are.
    pub peers: Vec<Peer>,
    /// What its copy of the store holds.
    pub data: Vec<(String, String)>,
    /// How many keys are not shown.
    pub data_more: usize,
    /// What it did last, newest first.
    pub recent: Vec<Rc<Line>>,
}

/// How far a leader's peer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// The peer.
    pub node: NodeId,
    /// The highest index it is known to hold.
    pub matched: Index,
}

impl NodeCard {
    /// The card of a server.
    pub fn new(server: &Server, session: &Session) -> Self {
        let (world, node) = (session.world(), server.node_or_disk());
        let machine = node.machine();
        let data: Vec<(String, String)> =
            machine.data.iter().take(DATA_MAX).map(|(key, value)| (key.clone(), value.clone())).collect();
        Self {
            id: server.id(),
            up: server.is_up(),
            role: role(server),
            meaning: meaning(server),
            hue: node.cluster().map(|cluster| session.hues().of(cluster)),
            step: step_of_term(node.at().term),
            cluster: node.cluster(),
            at: node.at(),
            voted_for: node.voted_for(),
            leader: if server.is_up() { node.leader() } else { None },
            last: node.log().last().index,
            commit: node.commit(),
            timer: timer(server, world.now_us()),
            can_time_out: server.is_up()
                && matches!(node.role(), Role::Follower { .. } | Role::Candidate { .. }),
            waits: session.waits_of_node(server.id()),
            isolated: session.is_isolated(server.id()),
            links: links(server.id(), world),
            peers: if server.is_up() { peers(node) } else { Vec::new() },
            data_more: machine.data.len() - data.len(),
            data,
            recent: recent(server.id(), session),
        }
    }
}

fn role(server: &Server) -> String {
    let node = server.node_or_disk();
    let title = if server.is_up() { roles::title(node.role()) } else { "down" };
    match node.cluster() {
        None => title.into(),
        Some(cluster) if server.is_up() && node.is_leader() => format!("{title} of {cluster}"),
        Some(cluster) => format!("{title}, in {cluster}"),
    }
}

fn meaning(server: &Server) -> &'static str {
    match server.node() {
        None => "It does not run. What is on its disk stays.",
        Some(node) => roles::meaning(node.role()),
    }
}

fn timer(server: &Server, now_us: u64) -> Option<(&'static str, u64)> {
    let names = [
        (Timer::Election, "Stands for election"),
        (Timer::Heartbeat, "Next heartbeat"),
        (Timer::Pull, "Asks again"),
        (Timer::Merge, "Sends again"),
    ];
    let running = names.into_iter().filter_map(|(timer, name)| Some((name, server.timer(timer)?.due_us)));
    running.min_by_key(|&(_, due_us)| due_us).map(|(name, due_us)| (name, due_us.saturating_sub(now_us)))
}

fn links(id: NodeId, world: &World) -> Vec<(NodeId, bool)> {
    let others = world.servers().map(Server::id).filter(|&other| other != id);
    others
        .map(|other| (other, world.cut_links().any(|cut| cut == (id, other) || cut == (other, id))))
        .collect()
}

fn peers(node: &Node) -> Vec<Peer> {
    let Role::Leader(leading) = node.role() else { return Vec::new() };
    leading.progress.iter().map(|(&node, progress)| Peer { node, matched: progress.matched }).collect()
}

fn recent(id: NodeId, session: &Session) -> Vec<Rc<Line>> {
    let own = |line: &&Rc<Line>| line.nodes.first() == Some(&id);
    session.feed().lines().iter().rev().filter(own).take(RECENT_MAX).cloned().collect()
}
