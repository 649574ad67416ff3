//! Lines between nodes: who follows whom, severed links, and the threads of a merge.

use recraft_protocol::config::{MergePlan, Stage};
use recraft_protocol::node::{Node, Role};
use recraft_protocol::types::{ClusterId, NodeId};

use crate::facts::{ClusterFacts, Facts, Standing};
use crate::geometry::Bow;
use crate::kin::hue_at;
use crate::motion::Motion;
use crate::scene::{Link, LinkKind, Mark, Scene};

pub(super) fn lines(facts: &Facts, motion: &Motion, scene: &mut Scene) {
    follows(facts, motion, scene);
    for &(from, to) in &facts.cut_links {
        link(motion, scene, (from, to), LinkKind::Severed, 0);
    }
    for cluster in &facts.clusters {
        threads(facts, cluster, motion, scene);
    }
}

fn link(motion: &Motion, scene: &mut Scene, ends: (NodeId, NodeId), kind: LinkKind, hue: u16) {
    let (Some((a, ra)), Some((b, rb))) = (motion.at(ends.0), motion.at(ends.1)) else { return };
    let arched = matches!(kind, LinkKind::Thread | LinkKind::ThreadYes);
    let bow = if arched { a.distance(b) * if a.x < b.x { 0.16 } else { -0.16 } } else { 0.0 };
    let path = Bow::between(a, b, ra * 1.3, rb * 1.42, bow);
    scene.marks.push(Mark::Link(Link { ends, path, kind, hue }));
}

fn follows(facts: &Facts, motion: &Motion, scene: &mut Scene) {
    for node in &facts.nodes {
        let Standing::Follower { leader: Some(leader) } = node.standing else { continue };
        let Some(cluster) = node.cluster else { continue };
        let leads = facts.node(leader).is_some_and(|other| other.cluster == Some(cluster));
        if leads && leader != node.id {
            link(motion, scene, (node.id, leader), LinkKind::Follows, hue_at(motion.wheel(node.id)));
        }
    }
}

/// The threads from a merge's coordinator to the other participants, while the votes are out.
fn threads(facts: &Facts, cluster: &ClusterFacts, motion: &Motion, scene: &mut Scene) {
    let Some(Stage::MergePrepared(plan)) = cluster.configuration.map(|config| &config.stage) else { return };
    let Some(leader) = cluster.leader else { return };
    if plan.coordinator != cluster.id {
        return;
    }
    let yes = yes_votes(facts, leader);
    for other in other_participants(plan) {
        let contact =
            facts.cluster(other).and_then(|cluster| cluster.leader.or_else(|| cluster.nodes.first()));
        let Some(contact) = contact else { continue };
        let kind = if yes.contains(&other) { LinkKind::ThreadYes } else { LinkKind::Thread };
        link(motion, scene, (leader, contact), kind, hue_at(facts.wheel(other)));
    }
}

fn other_participants(plan: &MergePlan) -> impl Iterator<Item = ClusterId> + '_ {
    plan.participants.iter().map(|part| part.cluster).filter(|&cluster| cluster != plan.coordinator)
}

fn yes_votes(facts: &Facts, leader: NodeId) -> Vec<ClusterId> {
    let role = facts.node(leader).and_then(|node| node.node).map(Node::role);
    match role {
        Some(Role::Leader(leading)) => {
            leading.coordination.as_ref().map_or_else(Vec::new, |merge| merge.yes.keys().copied().collect())
        }
        _ => Vec::new(),
    }
}
