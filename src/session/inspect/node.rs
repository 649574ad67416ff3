//! A server, to be looked at.

use std::rc::Rc;

use recraft_protocol::io::Timer;
use recraft_protocol::node::{Node, Role};
use recraft_protocol::types::{ClusterId, EpochTerm, Index, NodeId};
use recraft_scene::palette::step_of_term;
use recraft_scene::words::roles;
use recraft_sim::server::Server;
use recraft_sim::world::World;
use recraft_words::t;

use super::Data;
use crate::session::feed::Line;
use crate::session::{Selection, Session};

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
    /// What it knows to be committed. That is in memory: nobody knows it while the server is down.
    pub commit: Option<Index>,
    /// The timer that runs out next, with the microseconds left.
    pub timer: Option<(&'static str, u64)>,
    /// Whether it has an election timer that could run out now.
    pub can_time_out: bool,
    /// The cluster whose leadership could be handed to it.
    pub could_lead: Option<ClusterId>,
    /// What it waits for.
    pub waits: Vec<String>,
    /// Whether it is cut off from all others.
    pub isolated: bool,
    /// The other servers, whether the link to each is cut, and whether the link back is.
    pub links: Vec<(NodeId, bool, bool)>,
    /// On a leader: how far the others are.
    pub peers: Vec<Peer>,
    /// What its copy of the store holds. Like the commit index it is in memory, so there is none while the server is down.
    pub data: Option<Data>,
    /// Everything it is made of: name, value, and what that was before its last event if it has changed.
    pub state: Vec<(&'static str, String, Option<String>)>,
    /// What it did last, newest first.
    pub recent: Vec<Recent>,
}

/// How far a leader's peer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// The peer.
    pub node: NodeId,
    /// The highest index it is known to hold.
    pub matched: Index,
    /// Whether it runs, which the leader does not know.
    pub up: bool,
}

/// Something that a server did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    /// The number of the event, or of the newest of several.
    pub seq: u64,
    /// When.
    pub at_us: u64,
    /// What.
    pub text: String,
}

impl Recent {
    pub(super) fn of(line: &Rc<Line>) -> Self {
        Self { seq: line.seq, at_us: line.at_us, text: line.text.clone() }
    }
}

/// The cluster that a server could be made the leader of: where leadership can be handed over, another leads, and it is a member.
fn could_lead(server: &Server, world: &World) -> Option<ClusterId> {
    let node = server.node().filter(|_| world.settings().extensions.transfer)?;
    let cluster = world.cluster(node.cluster()?)?;
    let other_leads = cluster.leader.is_some_and(|leader| leader != server.id());
    (other_leads && cluster.configuration.members.contains(server.id())).then_some(cluster.cluster)
}

impl NodeCard {
    /// The card of a server.
    pub fn new(server: &Server, session: &Session) -> Self {
        let (world, node) = (session.world(), server.node_or_disk());
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
            commit: server.is_up().then(|| node.commit()),
            timer: timer(server, world.now_us()),
            could_lead: could_lead(server, world),
            can_time_out: server.is_up()
                && matches!(node.role(), Role::Follower { .. } | Role::Candidate { .. }),
            waits: session.waits_of_node(server.id()),
            isolated: session.is_isolated(server.id()),
            links: links(server.id(), world),
            peers: server.node().map_or_else(Vec::new, |node| peers(node, world)),
            data: server.node().map(Data::of),
            state: state(server.id(), session),
            recent: recent(server.id(), session),
        }
    }
}

fn state(id: NodeId, session: &Session) -> Vec<(&'static str, String, Option<String>)> {
    if session.selection() != Some(Selection::Node(id)) {
        return Vec::new();
    }
    let parts = session.past().watched.parts();
    parts.map(|((name, value), before)| (*name, value.clone(), before.map(str::to_owned))).collect()
}

fn role(server: &Server) -> String {
    let node = server.node_or_disk();
    let title = if server.is_up() { roles::title(node.role()) } else { t!("down") };
    match node.cluster() {
        None => title.into(),
        Some(cluster) if server.is_up() && node.is_leader() => t!("{title} of {cluster}", title, cluster),
        Some(cluster) => t!("{title}, in {cluster}", title, cluster),
    }
}

fn meaning(server: &Server) -> &'static str {
    match server.node() {
        None => t!("It does not run. Its disk keeps term, vote and log; what was in memory is gone."),
        Some(node) => roles::meaning(node.role()),
    }
}

fn timer(server: &Server, now_us: u64) -> Option<(&'static str, u64)> {
    let names = [
        (Timer::Election, t!("Stands for election")),
        (Timer::Heartbeat, t!("Next heartbeat")),
        (Timer::Pull, t!("Asks again")),
        (Timer::Merge, t!("Sends again")),
    ];
    let running = names.into_iter().filter_map(|(timer, name)| Some((name, server.timer(timer)?.due_us)));
    running.min_by_key(|&(_, due_us)| due_us).map(|(name, due_us)| (name, due_us.saturating_sub(now_us)))
}

fn links(id: NodeId, world: &World) -> Vec<(NodeId, bool, bool)> {
    let cut = |from, to| world.cut_links().any(|link| link == (from, to));
    let others = world.servers().map(Server::id).filter(|&other| other != id);
    others.map(|other| (other, cut(id, other), cut(other, id))).collect()
}

fn peers(node: &Node, world: &World) -> Vec<Peer> {
    let Role::Leader(leading) = node.role() else { return Vec::new() };
    let up = |node: NodeId| world.server(node).is_some_and(Server::is_up);
    let all = leading.progress.iter();
    all.map(|(&node, progress)| Peer { node, matched: progress.matched, up: up(node) }).collect()
}

fn recent(id: NodeId, session: &Session) -> Vec<Recent> {
    let own = |line: &&Rc<Line>| line.nodes.first() == Some(&id);
    told(session.feed().lines().iter().rev().filter(own))
}

/// The newest lines, with all lost messages among them as one: a leader that nobody hears loses several in each heartbeat, and
/// they would crowd out what it did.
fn told<'a>(newest_first: impl Iterator<Item = &'a Rc<Line>>) -> Vec<Recent> {
    let mut told: Vec<Recent> = Vec::new();
    let mut losses = (0, 0);
    for line in newest_first {
        if line.lost {
            losses.1 += 1;
            if losses.1 > 1 {
                continue;
            }
        }
        if told.len() == RECENT_MAX {
            break;
        }
        if line.lost {
            losses.0 = told.len();
        }
        told.push(Recent::of(line));
    }
    let (place, count) = losses;
    if let Some(newest) = told.get_mut(place).filter(|_| count > 1) {
        newest.text = t!("{line} ({count} more before it)", line = newest.text, count = count - 1);
    }
    told
}
