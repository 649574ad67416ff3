//! Nodes, their logs, and clients.

use recraft_protocol::log::Payload;
use recraft_protocol::types::{ClusterId, Epoch, Index, NodeId};

use crate::facts::{ClusterFacts, Facts, NodeFacts, Standing};
use crate::geometry::{Point, pt};
use crate::hit::inside;
use crate::kin::hue_at;
use crate::motion::{Motion, STRIP_CELLS, has_ring};
use crate::palette::{Ink, Tone, step_of_term};
use crate::scene::{Badge, Cell, ClientMark, Face, Look, Mark, NodeMark, Scene, Strip};
use crate::text::clip;
use crate::view::{Target, View};
use crate::words::lists::missing;

/// Cells at least so high have words in them.
const LEGIBLE_CELL: f32 = 19.0;
/// Discs at least so large say how many milliseconds are left.
const LEGIBLE_DISC: f32 = 62.0;
/// The size of letters in a cell, as a share of its height.
pub(crate) const CELL_LETTERS: f32 = 0.42;

/// One full turn of a candidate's ring, in microseconds of the world's time.
const TURN_US: u64 = 400_000;

pub(super) fn nodes(facts: &Facts, view: &View, motion: &Motion, scene: &mut Scene) {
    let visible = |node: &&NodeFacts| {
        motion.at(node.id).is_some_and(|(at, radius)| super::in_view(scene, at, 2.5 * radius))
    };
    let seen: Vec<&NodeFacts> = facts.nodes.iter().filter(visible).collect();
    scene.marks.extend(seen.iter().filter_map(|node| node_mark(facts, node, view, motion)).map(Mark::Node));
    // Over the nodes: the ring round what is selected must not lie on the cells.
    if !motion.seen().crowded {
        let newest: Vec<(ClusterId, Index)> = facts.clusters.iter().map(|one| newest(facts, one)).collect();
        scene
            .marks
            .extend(seen.iter().filter_map(|node| strip(facts, node, &newest, motion)).map(Mark::Strip));
    }
    settle_tags(scene);
    for &id in &facts.clients {
        let Some(at) = motion.client_at(id) else { continue };
        scene.marks.push(Mark::Client(ClientMark {
            id,
            at,
            size: motion.seen().client_size,
            selected: view.selection == Some(Target::Client(id)),
            hovered: view.hover == Some(Target::Client(id)),
        }));
    }
}

/// Moves the words above candidates aside where they would lie on the line of a hull.
fn settle_tags(scene: &mut Scene) {
    let aside = |node: &NodeMark| {
        let hull = scene.hulls().find(|hull| inside(&hull.outline, node.at))?;
        let within = |aside: &f32| {
            let room = NodeMark { aside: *aside * node.radius, ..node.clone() }.tag_box();
            room.corners().iter().all(|&corner| inside(&hull.outline, corner))
        };
        [0.0, 0.3, -0.3, 0.6, -0.6, 0.9, -0.9].into_iter().find(within)
    };
    let settled: Vec<(NodeId, f32)> = scene
        .nodes()
        .filter(|node| matches!(node.face, Face::Candidate { .. }))
        .filter_map(|node| Some((node.id, aside(node)? * node.radius)))
        .collect();
    for mark in &mut scene.marks {
        if let Mark::Node(node) = mark
            && let Some((_, aside)) = settled.iter().find(|(id, _)| *id == node.id)
        {
            node.aside = *aside;
        }
    }
}

/// The last index of any of a cluster's nodes.
fn newest(facts: &Facts, cluster: &ClusterFacts) -> (ClusterId, Index) {
    let lasts = cluster.nodes.iter().filter_map(|id| facts.node(id)).map(|node| node.log.last().index);
    (cluster.id, lasts.max().unwrap_or(0))
}

fn node_mark(facts: &Facts, node: &NodeFacts, view: &View, motion: &Motion) -> Option<NodeMark> {
    let (at, radius) = motion.at(node.id)?;
    let (before, roll) = motion.badge(node.id)?;
    Some(NodeMark {
        id: node.id,
        at,
        radius,
        face: face(facts, node, view),
        plain: radius < 14.0,
        hue: hue_at(motion.wheel(node.id)),
        step: step_of_term(node.at.term),
        badge: Badge { now: node.at, before: (roll < 1.0).then_some(before), roll },
        ring: if has_ring(node) { node.timer } else { None },
        timer_ms: (radius >= LEGIBLE_DISC && has_ring(node) && node.timer.is_some())
            .then(|| (node.due_us.saturating_sub(facts.now_us) / 1000) as u32),
        aside: 0.0,
        parts: node.parts.filter(|(held, of)| held < of),
        pulling: node.pulling,
        selected: view.selection == Some(Target::Node(node.id)),
        hovered: view.hover == Some(Target::Node(node.id)),
        alarmed: facts.alarmed.contains(node.id),
    })
}

fn face(facts: &Facts, node: &NodeFacts, view: &View) -> Face {
    match &node.standing {
        Standing::Follower { .. } => Face::Follower,
        Standing::Leader => Face::Leader,
        Standing::Down => Face::Down,
        Standing::Spare => Face::Spare,
        Standing::Candidate { votes, quorum } => {
            let needed: usize = quorum.0.iter().map(|count| count.need).sum();
            let turned = (facts.now_us % TURN_US) as f32 / TURN_US as f32;
            let turn = if view.reduced_motion { 0.0 } else { turned * std::f32::consts::TAU };
            Face::Candidate { given: needed - missing(quorum, votes), needed, turn }
        }
    }
}

/// The last cells of a node's log, in the same columns as those of its cluster's other nodes.
fn strip(facts: &Facts, node: &NodeFacts, newest: &[(ClusterId, Index)], motion: &Motion) -> Option<Strip> {
    let (at, radius) = motion.at(node.id)?;
    let cluster = node.cluster?;
    if matches!(node.standing, Standing::Spare) {
        return None;
    }
    let newest = newest.iter().find(|(id, _)| *id == cluster).map_or(node.log.last().index, |found| found.1);
    let owner_epoch = facts.cluster(cluster).map_or(node.at.epoch, |cluster| cluster.epoch);
    let pitch = 2.66 * radius / STRIP_CELLS as f32;
    let head = motion.head(cluster);
    let width = pitch * head.min(STRIP_CELLS as f32);
    let (left, right) = (at.x - width / 2.0, at.x + width / 2.0);
    let gap = (pitch * 0.14).clamp(1.0, 2.5);
    let first = (head - STRIP_CELLS as f32).floor().max(0.0) as u64 + 1;
    let last = newest.min(head.ceil() as u64);
    let place = |index: u64| right - (head - index as f32 + 1.0) * pitch;
    let cells: Vec<Cell> = (first..=last)
        .filter_map(|index| {
            let (from, to) = (place(index).max(left), (place(index) + pitch - gap).min(right));
            (to - from > 0.5).then(|| cell(facts, node, (cluster, owner_epoch), index, from, to - from))
        })
        .collect();
    let y = at.y + 1.36 * radius;
    let h = pitch - gap;
    let written = (radius >= 26.0).then(|| (node.log.last().index, pt(right, y + h), radius * 0.26));
    let texts = if h < LEGIBLE_CELL { Vec::new() } else { texts(facts, node, &cells, (y, h)) };
    Some(Strip { node: node.id, y, h, cells, texts, last: written })
}

/// What the entries of large cells do: the key they change.
fn texts(facts: &Facts, node: &NodeFacts, cells: &[Cell], (y, h): (f32, f32)) -> Vec<(Point, String)> {
    let text = |cell: &Cell| {
        let entry = facts.entry(node, cell.index).filter(|_| cell.w > 0.8 * h)?;
        let Payload::Command(command) = &entry.payload else { return None };
        let text = clip(command.operation.key(), h * CELL_LETTERS, cell.w - 3.0);
        Some((pt(cell.x + cell.w / 2.0, y + h / 2.0), text))
    };
    cells.iter().filter_map(text).collect()
}

fn cell(facts: &Facts, node: &NodeFacts, owner: (ClusterId, Epoch), index: u64, x: f32, w: f32) -> Cell {
    let grey = node.standing == Standing::Down;
    let blank = Cell { index, x, w, look: Look::Missing, ink: Ink::Muted, config: false, boundary: false };
    let compacted = Cell { look: Look::Compacted, ink: if grey { Ink::Down } else { Ink::Muted }, ..blank };
    let before = index <= node.log.base().index;
    let Some(entry) = facts.entry(node, index) else { return if before { compacted } else { blank } };
    let cluster = facts.owner(owner.0, owner.1, entry.id.at.epoch);
    let ink = Ink::cluster(hue_at(facts.wheel(cluster)), step_of_term(entry.id.at.term), Tone::Solid);
    Cell {
        look: if index <= node.commit { Look::Committed } else { Look::Open },
        ink: if grey { Ink::Down } else { ink },
        config: entry.config().is_some(),
        boundary: entry.ends_epoch(),
        ..blank
    }
}
