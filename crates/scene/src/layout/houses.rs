//! Who lives together: which nodes share a ring, and in which order they stand on it.
//!
//! A node lives where it is going: a laggard has its place in the ring of the cluster it will belong to once it has
//! caught up, a little outside. So the places of a split's children are settled the moment the first node crosses, and
//! stay.

use recraft_protocol::config::Stage;
use recraft_protocol::types::{ClusterId, NodeId, NodeSet};

use crate::facts::{ClusterFacts, Facts, Standing};
use crate::kin::ASIDE;

/// A place on a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Whose.
    pub node: NodeId,
    /// Which of the ring's groups it stands with.
    pub group: usize,
    /// Whether the node is still in an earlier cluster.
    pub behind: bool,
}

/// A ring of nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct House {
    /// The cluster that lives here.
    pub cluster: ClusterId,
    /// Its places, in their order along the arch.
    pub slots: Vec<Slot>,
    /// How many groups stand apart from each other; 1 when nothing is going on.
    pub groups: usize,
    order: f64,
}

/// The houses of all clusters, in their row.
#[must_use]
pub fn houses(facts: &Facts) -> Vec<House> {
    let mut houses: Vec<House> = Vec::new();
    for node in &facts.nodes {
        let Some(cluster) = node.cluster else { continue };
        if matches!(node.standing, Standing::Spare) {
            continue;
        }
        let home = facts.destination(cluster, node.id);
        let slot = Slot { node: node.id, group: 0, behind: home != cluster };
        match houses.iter_mut().find(|house| house.cluster == home) {
            Some(house) => house.slots.push(slot),
            None => {
                houses.push(House { cluster: home, slots: vec![slot], groups: 1, order: order(facts, home) });
            }
        }
    }
    for house in &mut houses {
        if let Some(cluster) = facts.cluster(house.cluster) {
            arrange(house, &groups(facts, cluster));
        }
    }
    recraft_protocol::order::sort_by(&mut houses, |a, b| {
        a.order.total_cmp(&b.order).then(a.cluster.cmp(&b.cluster))
    });
    houses
}

/// Those who will be, or were, in one cluster: the parts of a split under way, the former clusters of a merge that is
/// still gathering.
fn groups(facts: &Facts, cluster: &ClusterFacts) -> Vec<NodeSet> {
    if let Some((plan, _)) = cluster.split() {
        return plan.subs.iter().map(|sub| sub.members.clone()).collect();
    }
    let Some(decision) = cluster.gathering else { return Vec::new() };
    let mut parts: Vec<_> = decision.participants.iter().collect();
    recraft_protocol::order::sort_by(&mut parts, |a, b| {
        order_of(facts, a.cluster).total_cmp(&order_of(facts, b.cluster))
    });
    parts.iter().map(|part| part.members.clone()).collect()
}

fn arrange(house: &mut House, groups: &[NodeSet]) {
    for slot in &mut house.slots {
        slot.group = groups.iter().position(|group| group.contains(slot.node)).unwrap_or(groups.len());
    }
    recraft_protocol::order::sort_by_key(&mut house.slots, |slot| (slot.group, slot.node));
    let mut seen: Vec<usize> = house.slots.iter().map(|slot| slot.group).collect();
    seen.dedup();
    for slot in &mut house.slots {
        slot.group = seen.iter().position(|&group| group == slot.group).unwrap_or(0);
    }
    house.groups = seen.len();
}

/// Where a cluster stands in the row. Those who are about to merge stand beside each other.
fn order(facts: &Facts, cluster: ClusterId) -> f64 {
    let own = order_of(facts, cluster);
    let stage = facts.cluster(cluster).and_then(|cluster| cluster.configuration).map(|config| &config.stage);
    let participants = match stage {
        Some(Stage::MergePrepared(plan)) => &plan.participants,
        Some(Stage::MergeLeaving(decision)) => &decision.participants,
        _ => return own,
    };
    let orders = participants.iter().map(|part| order_of(facts, part.cluster));
    let mean = orders.sum::<f64>() / participants.len().max(1) as f64;
    mean - ASIDE + (own - mean) * ASIDE
}

fn order_of(facts: &Facts, cluster: ClusterId) -> f64 {
    facts.kin.get(&cluster).map_or(0.5, |kin| kin.order)
}
