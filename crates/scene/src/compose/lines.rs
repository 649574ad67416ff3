//! Lines: who follows whom, severed links, the threads of a merge, and the cut of a partition.
//!
//! A partition is drawn where it is: along the border between what is nearer to a node of one side and what is nearer to a
//! node of another (the edges of a Voronoi diagram whose cells belong to different sides). So the cut separates the
//! sides wherever their nodes stand, and who is alone is cut off all round.

use recraft_protocol::config::{MergePlan, Stage};
use recraft_protocol::node::{Node, Role};
use recraft_protocol::types::{ClusterId, NodeId, NodeSet};

use crate::facts::{ClusterFacts, Facts, Standing};
use crate::geometry::{Bow, Point, Rect};
use crate::kin::hue_at;
use crate::motion::Motion;
use crate::scene::{Cut, Link, LinkKind, Mark, Scene};

pub(super) fn lines(facts: &Facts, motion: &Motion, scene: &mut Scene) {
    follows(facts, motion, scene);
    for &(from, to) in &facts.cut_links {
        link(motion, scene, (from, to), LinkKind::Severed, 0);
    }
    for cluster in &facts.clusters {
        threads(facts, cluster, motion, scene);
    }
    if !facts.partition.is_empty() {
        let stage = Rect::new(0.0, 0.0, scene.width, scene.height);
        let lines = cut(facts, motion, stage);
        if !lines.is_empty() {
            scene.marks.push(Mark::Cut(Cut { lines, width: (scene.unit * 0.3).clamp(7.0, 14.0) }));
        }
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

/// The borders between the sides of the partition.
fn cut(facts: &Facts, motion: &Motion, stage: Rect) -> Vec<(Point, Point)> {
    let all: NodeSet = facts.nodes.iter().map(|node| node.id).collect();
    let sides = facts.sides(&all);
    let side_of = |node: NodeId| sides.iter().position(|side| side.contains(node));
    let sites: Vec<(Point, Option<usize>)> = facts
        .nodes
        .iter()
        .filter_map(|node| motion.at(node.id).map(|(at, _)| (at, side_of(node.id))))
        .collect();
    let mut lines = Vec::new();
    for (i, &(a, side)) in sites.iter().enumerate() {
        for (j, &(b, other)) in sites.iter().enumerate().skip(i + 1) {
            if side != other {
                lines.extend(border(&sites, (i, a), (j, b), stage));
            }
        }
    }
    lines
}

/// What two sites' cells have in common: the part of their bisector that no third site is nearer to, within the stage.
fn border(
    sites: &[(Point, Option<usize>)],
    (i, a): (usize, Point),
    (j, b): (usize, Point),
    stage: Rect,
) -> Option<(Point, Point)> {
    let middle = a.towards(b, 0.5);
    let along = b.minus(a).direction().left();
    let (mut low, mut high) = (-1e4_f32, 1e4_f32);
    let mut keep = |offset: f32, slope: f32| {
        // Keeps those t with offset + slope * t >= 0.
        if slope.abs() < 1e-6 {
            if offset < 0.0 {
                high = low - 1.0;
            }
        } else if slope > 0.0 {
            low = low.max(-offset / slope);
        } else {
            high = high.min(-offset / slope);
        }
        high > low
    };
    for (k, &(c, _)) in sites.iter().enumerate() {
        let to_c = c.minus(a);
        if k != i && k != j && !keep(to_c.dot(to_c) / 2.0 - middle.minus(a).dot(to_c), -along.dot(to_c)) {
            return None;
        }
    }
    keep(middle.x - stage.x, along.x);
    keep(stage.right() - middle.x, -along.x);
    keep(middle.y - stage.y, along.y);
    keep(stage.bottom() - middle.y, -along.y);
    (high > low + 0.5).then(|| (middle.plus(along.times(low)), middle.plus(along.times(high))))
}
