//! What the picture needs to know of the world, gathered once a frame.
//!
//! Everything behind this file (layout, motion, marks, words about waiting) sees only [`Facts`]; so it can be tested with
//! facts that no run has produced yet, and the world's own shape is known in one place.

use recraft_protocol::table::Table;

use recraft_protocol::config::{Configuration, MergeDecision, SplitPlan, Stage};
use recraft_protocol::durable::Durable;
use recraft_protocol::log::{Entry, Log};
use recraft_protocol::node::{Node, Role};
use recraft_protocol::quorum::Quorum;
use recraft_protocol::types::{ClientId, ClusterId, Epoch, EpochTerm, Index, NodeId, NodeSet};
use recraft_sim::flight::Flight;

use crate::kin::Kin;

/// What a node is, as the picture sees it.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// Follows, perhaps a leader that it knows.
    Follower {
        /// The leader it has heard from.
        leader: Option<NodeId>,
    },
    /// Stands for election.
    Candidate {
        /// Who has voted for it.
        votes: NodeSet,
        /// What it needs.
        quorum: Quorum,
    },
    /// Leads.
    Leader,
    /// In no cluster.
    Spare,
    /// Not running.
    Down,
}

/// A node.
#[derive(Clone, Debug)]
pub struct NodeFacts<'a> {
    /// Its name.
    pub id: NodeId,
    /// What it is.
    pub standing: Standing,
    /// The cluster it belongs to; also known of a node that is down, from its disk.
    pub cluster: Option<ClusterId>,
    /// The time it has reached.
    pub at: EpochTerm,
    /// Its log.
    pub log: &'a Log,
    /// Its disk, where the logs of the epochs it passed are.
    pub disk: Option<&'a Durable>,
    /// How far it has committed, as far as it knows; what its disk proves if it is down.
    pub commit: Index,
    /// How much of its election timer is left, 1 to 0; `None` when none is set.
    pub timer: Option<f32>,
    /// When that timer runs out.
    pub due_us: u64,
    /// How many parts of a merge it holds, and of how many, while some are missing.
    pub parts: Option<(usize, usize)>,
    /// Whether it waits for a pull.
    pub pulling: bool,
    /// The child cluster that a split's `C_new` in its log assigns to it, while it has not crossed.
    pub bound_for: Option<ClusterId>,
    /// The node itself, if it is up.
    pub node: Option<&'a Node>,
}

/// A cluster that has nodes at present.
#[derive(Clone, Debug)]
pub struct ClusterFacts<'a> {
    /// Its name.
    pub id: ClusterId,
    /// Its epoch.
    pub epoch: Epoch,
    /// The nodes that are in it now (crossed into it, and not yet out of it).
    pub nodes: NodeSet,
    /// The newest configuration among its nodes; `None` if it has none left that is up.
    pub configuration: Option<&'a Configuration>,
    /// Who leads it.
    pub leader: Option<NodeId>,
    /// Its hue and place.
    pub kin: Kin,
    /// The merge by which it was made, while some of its nodes still miss a part.
    pub gathering: Option<&'a MergeDecision>,
}

impl ClusterFacts<'_> {
    /// Whether a merge is decided for it, so that nothing can be added to its state any more.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.configuration.is_some_and(|config| matches!(config.stage, Stage::MergeLeaving(_)))
    }

    /// The split that its nodes know of, with whether `C_new` is in the log already.
    #[must_use]
    pub fn split(&self) -> Option<(&SplitPlan, bool)> {
        match &self.configuration?.stage {
            Stage::SplitEntering(plan) => Some((plan, false)),
            Stage::SplitLeaving(plan) => Some((plan, true)),
            _ => None,
        }
    }
}

/// Everything the picture shows.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The virtual time.
    pub now_us: u64,
    /// The nodes, by name.
    pub nodes: Vec<NodeFacts<'a>>,
    /// The clusters that have nodes, in their row.
    pub clusters: Vec<ClusterFacts<'a>>,
    /// The kinship of all clusters that ever were.
    pub kin: Table<ClusterId, Kin>,
    /// For each cluster, its parent by a split: whose entries stand before its own in the log.
    pub split_parent: Table<ClusterId, (ClusterId, Epoch)>,
    /// For each cluster that has ended somewhere, the clusters that came out of it, with their first members.
    pub heirs: Table<ClusterId, Vec<(ClusterId, NodeSet)>>,
    /// The messages in flight.
    pub flights: Vec<&'a Flight>,
    /// The clients.
    pub clients: Vec<ClientId>,
    /// The groups of a partition; empty when there is none.
    pub partition: Vec<NodeSet>,
    /// Links that lose everything.
    pub cut_links: Vec<(NodeId, NodeId)>,
    /// The clusters that have just voted against a merge.
    pub refused: Vec<ClusterId>,
    /// The nodes that a violated property names.
    pub alarmed: NodeSet,
}

impl<'a> Facts<'a> {
    /// The facts of a node.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<&NodeFacts<'a>> {
        self.nodes.binary_search_by_key(&id, |node| node.id).ok().map(|place| &self.nodes[place])
    }

    /// The facts of a cluster.
    #[must_use]
    pub fn cluster(&self, id: ClusterId) -> Option<&ClusterFacts<'a>> {
        self.clusters.iter().find(|cluster| cluster.id == id)
    }

    /// The hue of a cluster in wheel units; grey clusters do not exist, so an unknown one gets the first hue.
    #[must_use]
    pub fn wheel(&self, id: ClusterId) -> f32 {
        self.kin.get(&id).map_or(138.0, |kin| kin.wheel)
    }

    /// The entry at `index` on a node: from its log, or from that of a cluster it was split from.
    #[must_use]
    pub fn entry(&self, node: &NodeFacts<'a>, index: Index) -> Option<&'a Entry> {
        if let Some(entry) = node.log.get(index) {
            return Some(entry);
        }
        let mut cluster = node.cluster?;
        while let Some(&(parent, _)) = self.split_parent.get(&cluster) {
            if let Some(entry) = node.disk?.passed.get(&parent).and_then(|passed| passed.log.get(index)) {
                return Some(entry);
            }
            cluster = parent;
        }
        None
    }

    /// These nodes, divided as the partition divides them.
    #[must_use]
    pub fn sides(&self, nodes: &NodeSet) -> Vec<NodeSet> {
        if self.partition.is_empty() {
            return vec![nodes.clone()];
        }
        let named: NodeSet = self.partition.iter().flat_map(NodeSet::iter).collect();
        let mut sides: Vec<NodeSet> = self.partition.iter().map(|group| group.intersection(nodes)).collect();
        sides.push(nodes.without(&named));
        sides.retain(|side| !side.is_empty());
        sides
    }

    /// Where `node` of `cluster` is on its way to: the last heir along its line that counts it in. Itself, if there is none.
    #[must_use]
    pub fn destination(&self, cluster: ClusterId, node: NodeId) -> ClusterId {
        let heir = |from: ClusterId| {
            let heirs = self.heirs.get(&from)?;
            heirs.iter().find(|(_, members)| members.contains(node)).map(|&(heir, _)| heir)
        };
        std::iter::successors(Some(cluster), |&from| heir(from)).last().unwrap_or(cluster)
    }

    /// Which cluster's entries bear `epoch` in a log of `cluster`: itself or one it was split from.
    #[must_use]
    pub fn owner(&self, cluster: ClusterId, own_epoch: Epoch, epoch: Epoch) -> ClusterId {
        let (mut cluster, mut at) = (cluster, own_epoch);
        while at > epoch {
            let Some(&(parent, parent_epoch)) = self.split_parent.get(&cluster) else { break };
            (cluster, at) = (parent, parent_epoch);
        }
        cluster
    }
}

/// What a role means for the picture.
#[must_use]
pub fn standing(node: Option<&Node>) -> Standing {
    let Some(node) = node else { return Standing::Down };
    match node.role() {
        Role::Spare => Standing::Spare,
        Role::Follower { leader } => Standing::Follower { leader: *leader },
        Role::PreCandidate { votes } | Role::Candidate { votes, .. } => {
            Standing::Candidate { votes: votes.clone(), quorum: node.election_quorum() }
        }
        Role::Leader(_) => Standing::Leader,
    }
}
