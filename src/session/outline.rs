//! The outline: what is on the stage, in words, for those who do not see it (and for tests, which read the page as they do).

use recraft_protocol::types::{ClusterId, Epoch, EpochTerm, Index, NodeId, NodeSet};
use recraft_scene::words::roles;
use recraft_sim::flight::FlightId;
use recraft_sim::server::Server;
use recraft_words::t;

use super::Session;
use super::books::Book;

/// Everything on the stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// The clusters that have not ended, and ended ones with laggards in them.
    pub clusters: Vec<ClusterItem>,
    /// Servers in no cluster.
    pub spares: Vec<NodeItem>,
    /// How many messages are in flight.
    pub flights: usize,
    /// The messages one by one; left out while time passes, when they would change faster than anyone reads.
    pub messages: Vec<MessageItem>,
}

/// A cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterItem {
    /// Its name.
    pub id: ClusterId,
    /// Its epoch.
    pub epoch: Epoch,
    /// Its members.
    pub members: NodeSet,
    /// Its leader.
    pub leader: Option<NodeId>,
    /// How many members make a quorum.
    pub quorum: usize,
    /// Its keys.
    pub ranges: String,
    /// What it is in the middle of.
    pub stage: Option<String>,
    /// Whether its epoch is over.
    pub ended: bool,
    /// The servers in it.
    pub nodes: Vec<NodeItem>,
}

/// A server.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeItem {
    /// Its name.
    pub id: NodeId,
    /// Whether it runs.
    pub up: bool,
    /// Its role.
    pub role: &'static str,
    /// Its cluster.
    pub cluster: Option<ClusterId>,
    /// The time it has reached.
    pub at: EpochTerm,
    /// What it knows to be committed.
    pub commit: Index,
    /// A fingerprint of its log: equal for equal logs.
    pub log: String,
}

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageItem {
    /// Its name.
    pub id: FlightId,
    /// What it says.
    pub says: String,
}

impl Outline {
    /// What is on the stage now.
    pub fn of(session: &Session) -> Self {
        let world = session.world();
        let item = |id: NodeId| world.server(id).map(node_item);
        let clusters = world.clusters().into_iter().map(|view| ClusterItem {
            id: view.cluster,
            epoch: view.epoch,
            members: view.configuration.members.clone(),
            leader: view.leader,
            quorum: view.configuration.quorum,
            ranges: recraft_scene::words::lists::ranges(view.ranges()),
            stage: recraft_scene::words::reconfiguration::stage(view.stage()),
            ended: view.ended,
            nodes: view.nodes.iter().filter_map(item).collect(),
        });
        let messages = world.flights().map(|flight| MessageItem {
            id: flight.id,
            says: recraft_scene::words::messages::content(&flight.cargo, flight.from, flight.to),
        });
        Self {
            clusters: clusters.collect(),
            spares: session.spares().iter().filter_map(item).collect(),
            flights: world.flights().count(),
            messages: if session.playback().is_moving() { Vec::new() } else { messages.collect() },
        }
    }
}

fn node_item(server: &Server) -> NodeItem {
    let node = server.node_or_disk();
    NodeItem {
        id: server.id(),
        up: server.is_up(),
        role: if server.is_up() { roles::title(node.role()) } else { t!("down") },
        cluster: node.cluster(),
        at: node.at(),
        commit: node.commit(),
        log: Book::of(node).fingerprint(),
    }
}

impl ClusterItem {
    /// The cluster in one line: "c2: epoch 1, members n1, n2, n3, leader n1".
    pub fn line(&self) -> String {
        let leader = match self.leader {
            Some(leader) => t!("leader {leader}", leader),
            None => t!("no leader").to_owned(),
        };
        let mut line = t!(
            "{cluster}: epoch {epoch}, members {members}, {leader}",
            cluster = self.id,
            epoch = self.epoch,
            members = self.members,
            leader
        );
        for more in self.ended.then(|| t!("ended")).into_iter().chain(self.stage.as_deref()) {
            line.push_str(", ");
            line.push_str(more);
        }
        line
    }
}

impl NodeItem {
    /// The node in one line: "n1, leader, epoch 0, term 2, committed up to 7".
    pub fn line(&self) -> String {
        let EpochTerm { epoch, term } = self.at;
        match self.cluster {
            None => format!("{}, {}", self.id, self.role),
            Some(_) => {
                let (id, role) = (self.id, self.role);
                let known = match self.up {
                    true => t!("committed up to {commit}", commit = self.commit),
                    false => t!("what is committed is not known while it is down").into(),
                };
                t!("{node}, {role}, epoch {epoch}, term {term}, {known}", node = id, role, epoch, term, known)
            }
        }
    }
}
