//! A cluster, to be looked at.

use recraft_protocol::config::{Configuration, Stage};
use recraft_protocol::keys::KeyRanges;
use recraft_protocol::node::Node;
use recraft_protocol::settings::MembershipScheme;
use recraft_protocol::types::{ClusterId, Epoch, NodeId, NodeSet, TxId};
use recraft_scene::words::reconfiguration::stage;
use recraft_sim::lineage::ClusterRecord;
use recraft_sim::server::Server;
use recraft_sim::view::ClusterView;
use recraft_sim::world::World;
use recraft_words::{t, tn};

use super::Data;
use crate::session::Session;
use crate::session::draft::Candidate;

/// What the inspector shows of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterCard {
    /// Its name.
    pub id: ClusterId,
    /// Its hue.
    pub hue: u16,
    /// What it is, as "cluster of 5 nodes".
    pub standing: String,
    /// What that means, in a sentence.
    pub meaning: &'static str,
    /// Its epoch.
    pub epoch: Epoch,
    /// Its members.
    pub members: NodeSet,
    /// Those of them that are down.
    pub down: NodeSet,
    /// Its leader.
    pub leader: Option<NodeId>,
    /// How many members make a quorum.
    pub quorum: usize,
    /// Its keys.
    pub ranges: KeyRanges,
    /// What it holds, and who has applied that: its leader, or else whoever has committed most. Nothing if all are down.
    pub data: Option<(NodeId, Data)>,
    /// A key it owns, to begin with.
    pub key_hint: String,
    /// The configuration in effect, for planning a change of it.
    pub config: Configuration,
    /// Its learners, where there may be some.
    pub learners: Option<NodeSet>,
    /// How its members are changed.
    pub scheme: MembershipScheme,
    /// What it is in the middle of.
    pub stage: Option<String>,
    /// What it waits for.
    pub waits: Vec<String>,
    /// A merge it coordinates that can still be cancelled.
    pub cancel: Option<TxId>,
    /// Where it came from.
    pub parents: Vec<ClusterId>,
    /// What came from it.
    pub children: Vec<ClusterId>,
    /// Whether its epoch is over.
    pub ended: bool,
    /// Servers that could join.
    pub spares: NodeSet,
    /// The name that the next new node would get.
    pub next_node: NodeId,
    /// What became of the newest request made on this page.
    pub answer: Option<String>,
    /// Other clusters that it could merge with.
    pub others: Vec<Candidate>,
}

impl ClusterCard {
    /// The card of a cluster of the lineage, whether or not any node is in it still.
    pub fn new(record: &ClusterRecord, session: &Session) -> Self {
        let world = session.world();
        let views = world.clusters();
        let view = views.iter().find(|view| view.cluster == record.cluster);
        let config = view.map_or_else(
            || Configuration::stable(record.members.clone(), record.ranges.clone()),
            |view| view.configuration.clone(),
        );
        let children: Vec<ClusterId> =
            world.lineage().children(record.cluster).map(|child| child.cluster).collect();
        let ended = record.ended_us.is_some();
        let is_down = |node| world.server(node).is_some_and(|server| !server.is_up());
        Self {
            id: record.cluster,
            hue: session.hues().of(record.cluster),
            standing: standing(&config, ended),
            meaning: meaning(&config, ended),
            epoch: record.epoch,
            members: config.members.clone(),
            down: config.members.iter().filter(|&node| is_down(node)).collect(),
            leader: view.and_then(|view| view.leader),
            data: view.and_then(|view| furthest(view, world)).map(|node| (node.id(), Data::of(node))),
            quorum: config.quorum,
            ranges: config.ranges.clone(),
            key_hint: key_in(&config.ranges),
            stage: stage(&config.stage)
                .map(|stage| t!("{cluster} is {stage}.", cluster = record.cluster, stage)),
            waits: session.waits_of_cluster(record.cluster),
            cancel: cancellable(record.cluster, &config.stage),
            parents: record.parents.clone(),
            children,
            ended,
            learners: world.settings().extensions.learners.then(|| config.learners.clone()),
            scheme: world.settings().extensions.membership,
            spares: session.spares(),
            next_node: session.next_node(),
            answer: session.answer(),
            others: views
                .iter()
                .filter(|other| !other.ended && other.cluster != record.cluster)
                .map(candidate)
                .collect(),
            config,
        }
    }

    /// The cluster as a participant of a merge.
    pub fn candidate(&self) -> Candidate {
        Candidate {
            cluster: self.id,
            epoch: self.epoch,
            members: self.members.clone(),
            ranges: self.ranges.clone(),
        }
    }
}

/// The leader, or else the node that has committed most of those that run.
fn furthest<'a>(view: &ClusterView, world: &'a World) -> Option<&'a Node> {
    let up = |id: NodeId| world.server(id).and_then(Server::node);
    let most = || view.nodes.iter().filter_map(up).max_by_key(|node| node.commit());
    view.leader.and_then(up).or_else(most)
}

fn candidate(view: &ClusterView) -> Candidate {
    Candidate {
        cluster: view.cluster,
        epoch: view.epoch,
        members: view.configuration.members.clone(),
        ranges: view.ranges().clone(),
    }
}

fn standing(config: &Configuration, ended: bool) -> String {
    match ended {
        true => t!("ended cluster").into(),
        false => tn!(config.members.len(), "cluster of {count} node", "cluster of {count} nodes"),
    }
}

fn meaning(config: &Configuration, ended: bool) -> &'static str {
    match (ended, &config.stage) {
        (true, _) => t!("Its epoch is over."),
        (false, Stage::Stable) => t!("Its nodes keep one log, and commit what a quorum of them holds."),
        (false, Stage::MergeLeaving(_)) => {
            t!("It takes no more commands: what it holds goes into the merged cluster.")
        }
        (false, _) => t!("It is changing, and serves meanwhile as long as a quorum answers."),
    }
}

/// A merge can be cancelled by its coordinator until it is decided.
fn cancellable(cluster: ClusterId, stage: &Stage) -> Option<TxId> {
    match stage {
        Stage::MergePrepared(plan) if plan.coordinator == cluster => Some(plan.txid),
        _ => None,
    }
}

/// Things to name keys after, one for each letter: a key shall not look like the name of a node or a cluster.
const THINGS: [&str; 26] = [
    "apple", "banana", "cherry", "date", "elder", "fig", "grape", "hazel", "iris", "jasmine", "kiwi",
    "lemon", "mango", "nut", "orange", "plum", "quince", "raisin", "sage", "thyme", "ume", "vanilla",
    "walnut", "xylem", "yam", "zest",
];

/// A key within the ranges.
pub fn key_in(ranges: &KeyRanges) -> String {
    let start = ranges.ranges().first().map_or("", |range| range.start.as_str());
    let thing = THINGS.into_iter().find(|&key| key >= start && ranges.contains(key));
    thing.unwrap_or(start).to_owned()
}
