//! The quorums: whose answers count for what is going on, who has answered, and whether what was decided before is known to whoever
//! decides next.

use recraft_protocol::config::{Configuration, Stage};
use recraft_protocol::node::Node;
use recraft_protocol::quorum::{Count, Quorum};
use recraft_protocol::types::{ClusterId, NodeId, NodeSet};
use recraft_scene::facts::Facts;
use recraft_scene::waiting::{Waiting, waiting_for};
use recraft_scene::words::reconfiguration::stage;
use recraft_sim::server::Server;
use recraft_sim::world::World;
use recraft_words::t;

use crate::session::{Selection, Session};

/// What is shown of a cluster's quorums.
#[derive(Clone, Debug, PartialEq)]
pub struct Quorums {
    /// Which cluster; `None` if there is none.
    pub cluster: Option<ClusterId>,
    /// Its hue.
    pub hue: u16,
    /// What is going on.
    pub says: String,
    /// What is being counted, if something is.
    pub counting: Vec<Tallied>,
    /// What an election needs, with who is up.
    pub election: Vec<Tallied>,
    /// What a commit needs, with who is up.
    pub commit: Vec<Tallied>,
    /// Whether the quorums before and after the change under way meet.
    pub overlap: Option<Overlap>,
    /// How many members there are, for the calculator.
    pub members: usize,
}

/// A count: so many of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tallied {
    /// Whose answers count, and how each stands.
    pub of: Vec<(NodeId, Answer)>,
    /// How many are needed.
    pub need: usize,
    /// How many there are.
    pub have: usize,
}

/// How a node stands to a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It has answered, or could at once.
    Given,
    /// It has not.
    Open,
    /// It has not and cannot: it is down.
    Down,
}

/// Two configurations of which one follows the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// What commits before the change needs.
    pub old: Vec<Tallied>,
    /// What elections after it need.
    pub new: Vec<Tallied>,
    /// The nodes that count in both.
    pub shared: NodeSet,
    /// How many of them any two quorums have in common at least.
    pub least: usize,
}

impl Quorums {
    /// The quorums of the selected cluster, or of the busiest.
    pub fn of(session: &Session) -> Self {
        let world = session.world();
        let facts = Facts::of(world);
        let chosen = chosen(session).or_else(|| busiest(&facts));
        let view = chosen.and_then(|cluster| world.cluster(cluster));
        let Some(view) = view else {
            let says = t!("No cluster has any node left.").to_owned();
            return Self {
                cluster: None,
                hue: 0,
                says,
                counting: Vec::new(),
                election: Vec::new(),
                commit: Vec::new(),
                overlap: None,
                members: 3,
            };
        };
        let waiting = waiting_for(&facts, view.cluster);
        let speaks = view.leader.or_else(|| view.nodes.first());
        let node = speaks.and_then(|id| world.server(id)).map(Server::node_or_disk);
        let up: NodeSet = world.servers().filter(|server| server.is_up()).map(Server::id).collect();
        let counted = |quorum: &Quorum| quorum.0.iter().map(|count| tallied(count, &up, world)).collect();
        let config = &view.configuration;
        let leader = speaks.unwrap_or(NodeId(0));
        Self {
            cluster: Some(view.cluster),
            hue: session.hues().of(view.cluster),
            says: says(view.cluster, config, waiting.as_ref()),
            counting: waiting
                .iter()
                .flat_map(|waiting| &waiting.tallies)
                .map(|tally| {
                    let count = Count { of: tally.of.clone(), need: tally.need };
                    tallied(&count, &tally.have, world)
                })
                .collect(),
            election: counted(&config.election_quorum()),
            commit: counted(&config.commit_quorum(leader)),
            overlap: node.and_then(|node| overlap(node, world)),
            members: config.members.len(),
        }
    }
}

/// The cluster that the selection is about.
fn chosen(session: &Session) -> Option<ClusterId> {
    let world = session.world();
    match session.selected_on_stage()? {
        Selection::Cluster(cluster) => Some(cluster),
        Selection::Node(node) => world.server(node)?.node_or_disk().cluster(),
        _ => None,
    }
    .filter(|&cluster| world.cluster(cluster).is_some())
}

/// The first cluster that gathers votes; else the first that waits for something; else the first.
fn busiest(facts: &Facts) -> Option<ClusterId> {
    let waits = |id: ClusterId| waiting_for(facts, id).map(|waiting| !waiting.tallies.is_empty());
    let rank = |id: ClusterId| match waits(id) {
        Some(true) => 0,
        Some(false) => 1,
        None => 2,
    };
    facts.clusters.iter().map(|cluster| cluster.id).min_by_key(|&id| rank(id))
}

fn says(cluster: ClusterId, config: &Configuration, waiting: Option<&Waiting>) -> String {
    let stage = stage(&config.stage).map(|stage| t!("{cluster} is {stage}", cluster, stage));
    let waiting = waiting.map(|waiting| waiting.text.clone());
    match (stage, waiting) {
        (None, None) => t!("{cluster} is at rest: nothing waits for a vote", cluster),
        (Some(stage), None) => stage,
        (None, Some(waiting)) => format!("{cluster}: {waiting}"),
        (Some(stage), Some(waiting)) => format!("{stage}; {waiting}"),
    }
}

fn tallied(count: &Count, answered: &NodeSet, world: &World) -> Tallied {
    let answer = |node: NodeId| {
        if answered.contains(node) {
            Answer::Given
        } else if world.server(node).is_some_and(Server::is_up) {
            Answer::Open
        } else {
            Answer::Down
        }
    };
    Tallied {
        of: count.of.iter().map(|node| (node, answer(node))).collect(),
        need: count.need,
        have: count.of.intersection(answered).len(),
    }
}

/// The change that a node's log is in the middle of: from the committed configuration to the newest, or to what that leads to.
fn overlap(node: &Node, world: &World) -> Option<Overlap> {
    let (old, new) = (node.committed_configuration(), node.configuration());
    if old == new && matches!(new.stage, Stage::Stable | Stage::MergePrepared(_) | Stage::MergeLeaving(_)) {
        return None;
    }
    let (before, after) = (old.commit_quorum(node.id()), new.election_quorum());
    let shared = before.voters().intersection(&after.voters());
    let counts = |quorum: &Quorum| quorum.0.iter().map(|count| tallied(count, &shared, world)).collect();
    Some(Overlap { old: counts(&before), new: counts(&after), least: before.least_overlap(&after), shared })
}
