//! Hulls and their parts.

use recraft_protocol::config::{MergeDecision, Participant, Stage, SubCluster};
use recraft_protocol::types::{ClusterId, NodeSet};
use recraft_words::t;

use crate::facts::{ClusterFacts, Facts};
use crate::geometry::{Point, Rect};
use crate::kin::hue_at;
use crate::layout::HULL_PAD;
use crate::motion::Motion;
use crate::outline::{Inmate, bounds, outline, waists};
use crate::scene::{Hull, Lobe, LobeStyle, Mark, Scene};
use crate::view::{Target, View};

/// How far the outline of a part stays from its nodes, in radii.
const LOBE_PAD: f32 = 0.1;

/// An outline that has been drawn.
pub(super) struct Drawn {
    pub(super) cluster: ClusterId,
    pub(super) top: Point,
    /// Where its middle is from left to right.
    pub(super) middle: f32,
    pub(super) alpha: f32,
}

/// Draws the hulls of all clusters, those that vanish first; says where they are.
pub(super) fn hulls(facts: &Facts, view: &View, motion: &Motion, scene: &mut Scene) -> Vec<Drawn> {
    let mut drawn = Vec::new();
    let mut ids: Vec<ClusterId> = motion.bodies().collect();
    recraft_protocol::order::sort_by_key(&mut ids, |&id| facts.cluster(id).is_some());
    let mut lobes = Vec::new();
    for id in ids {
        let inmates: Vec<Inmate> = motion
            .shares(id)
            .filter_map(|(node, share)| motion.at(node).map(|(at, radius)| Inmate { at, radius, share }))
            .collect();
        if !is_seen(&inmates, scene) {
            continue;
        }
        let cluster = facts.cluster(id);
        let parts = cluster.map_or_else(Vec::new, |cluster| parts(facts, cluster));
        let middle = Point::mean(inmates.iter().map(|inmate| inmate.at));
        let groups: Vec<Vec<Point>> = parts.iter().map(|part| part.places(motion)).collect();
        let shape = outline(&inmates, HULL_PAD, motion.pinch(id), &waists(&groups, middle));
        if shape.is_empty() {
            continue;
        }
        let weight: f32 = inmates.iter().map(|inmate| inmate.share).fold(0.0, f32::max);
        let alpha = (weight * 1.6).min(1.0);
        let (left, _, right, _) = bounds(&shape);
        drawn.push(Drawn { cluster: id, top: highest(&shape), middle: (left + right) / 2.0, alpha });
        scene.marks.push(Mark::Hull(Hull {
            cluster: id,
            outline: shape,
            hue: hue_at(facts.wheel(id)),
            alpha,
            selected: view.selection == Some(Target::Cluster(id)),
            hovered: view.hover == Some(Target::Cluster(id)),
            sealed: cluster.is_some_and(ClusterFacts::is_sealed),
            over: cluster.is_some_and(|cluster| facts.heirs.contains_key(&cluster.id)),
            // The title knows where there is room for it.
            stamp: None,
        }));
        let crown = cluster.and_then(|cluster| motion.at(cluster.leader?)).map(crown);
        lobes.extend(parts.iter().filter_map(|part| part.lobe(motion, id, crown)));
    }
    scene.marks.extend(lobes.into_iter().map(Mark::Lobe));
    drawn
}

/// Whether anything of a hull round these nodes can be seen.
fn is_seen(inmates: &[Inmate], scene: &Scene) -> bool {
    let within = |low: f32, high: f32, reach: f32, size: f32| high > -reach && low < size + reach;
    let reach = 3.0 * inmates.iter().map(|inmate| inmate.radius).fold(0.0, f32::max);
    let span = |value: fn(&Inmate) -> f32| {
        inmates.iter().map(value).fold((f32::MAX, f32::MIN), |(low, high), v| (low.min(v), high.max(v)))
    };
    let (x, y) = (span(|inmate| inmate.at.x), span(|inmate| inmate.at.y));
    within(x.0, x.1, reach, scene.width) && within(y.0, y.1, reach, scene.height)
}

/// What is stamped on a hull: the decision of a merge on the coordinator's, while the coordinator carries it out, or a no.
pub(super) fn stamp(facts: &Facts, cluster: &ClusterFacts) -> Option<&'static str> {
    let coordinates = |decision: &MergeDecision| {
        decision.participants.first().is_some_and(|first| first.cluster == cluster.id)
    };
    match &cluster.configuration?.stage {
        Stage::MergeLeaving(decision) if coordinates(decision) => Some(t!("MERGE")),
        _ if facts.refused.contains(&cluster.id) => Some(t!("VOTES NO")),
        _ => None,
    }
}

/// Some of a hull's nodes that stand together.
struct Part {
    cluster: ClusterId,
    members: NodeSet,
    style: LobeStyle,
    hue: u16,
}

impl Part {
    fn places(&self, motion: &Motion) -> Vec<Point> {
        self.members.iter().filter_map(|node| motion.at(node).map(|(at, _)| at)).collect()
    }

    fn lobe(&self, motion: &Motion, parent: ClusterId, crown: Option<Rect>) -> Option<Lobe> {
        let alpha = motion.lobes(parent);
        let belongs: Vec<_> =
            motion.shares(parent).filter(|(node, _)| self.members.contains(*node)).collect();
        let inmates: Vec<Inmate> = belongs
            .iter()
            .filter_map(|&(node, share)| motion.at(node).map(|(at, radius)| Inmate { at, radius, share }))
            .collect();
        let shape = outline(&inmates, LOBE_PAD, 0.0, &[]);
        if shape.is_empty() || alpha < 0.02 {
            return None;
        }
        let size = (inmates[0].radius * 0.42).clamp(11.0, 19.0);
        let mut lobe = Lobe {
            cluster: self.cluster,
            name_at: highest(&shape),
            outline: shape,
            hue: self.hue,
            style: self.style,
            alpha,
            size,
        };
        // A crown does not stand on the name.
        if let Some(crown) = crown.filter(|crown| crown.overlaps(&lobe.plate())) {
            let plate = lobe.plate().grown(2.0);
            let is_free = |at: &Point| (at.x - lobe.name_at.x).abs() >= (crown.w + plate.w) / 2.0;
            let beside: Vec<Point> = lobe.outline.iter().copied().filter(is_free).collect();
            if !beside.is_empty() {
                lobe.name_at = highest(&beside);
            }
        }
        Some(lobe)
    }
}

/// What a crown takes up above a node with this radius.
fn crown((at, radius): (Point, f32)) -> Rect {
    Rect::new(at.x - 0.5 * radius, at.y - 1.9 * radius, radius, 0.8 * radius)
}

/// The highest point of an outline: where a name hangs.
pub(super) fn highest(outline: &[Point]) -> Point {
    outline.iter().copied().min_by(|a, b| a.y.total_cmp(&b.y)).unwrap_or_default()
}

/// The parts to be shown within a cluster's hull: the children of a split under way, the former clusters of a merge whose
/// states are still being gathered.
fn parts(facts: &Facts, cluster: &ClusterFacts) -> Vec<Part> {
    let hue = |id| hue_at(facts.wheel(id));
    if let Some((plan, leaving)) = cluster.split() {
        let style =
            if leaving || joint_committed(facts, cluster) { LobeStyle::Agreed } else { LobeStyle::Proposed };
        let part = |sub: &SubCluster| Part {
            cluster: sub.cluster,
            members: sub.members.clone(),
            style,
            hue: hue(sub.cluster),
        };
        return plan.subs.iter().map(part).collect();
    }
    let Some(decision) = cluster.gathering else { return Vec::new() };
    let part = |part: &Participant| Part {
        cluster: part.cluster,
        members: part.members.clone(),
        style: LobeStyle::Sealed,
        hue: hue(part.cluster),
    };
    decision.participants.iter().map(part).collect()
}

/// Whether the cluster's leader, or else any of its nodes, has committed the `C_joint` of the split under way.
fn joint_committed(facts: &Facts, cluster: &ClusterFacts) -> bool {
    let committed = |id| {
        let node = facts.node(id)?.node?;
        Some(matches!(node.committed_configuration().stage, Stage::SplitEntering(_) | Stage::SplitLeaving(_)))
    };
    match cluster.leader {
        Some(leader) => committed(leader).unwrap_or(false),
        None => cluster.nodes.iter().any(|node| committed(node).unwrap_or(false)),
    }
}
