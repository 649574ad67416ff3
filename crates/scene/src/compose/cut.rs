//! The cut of a partition: a tear across the stage.
//!
//! It is the line that was drawn by hand, as long as that parts the sides; it only gives way to a disc in its path. Two sides that
//! nobody drew a line between, but that can be told apart by one, are parted by the straight line that is farthest from both. All others
//! are parted where they meet: along the border between what is nearer to a node of one side and what is nearer to a node of another
//! (the edges of a Voronoi diagram whose cells belong to different sides). So the cut separates the sides wherever their nodes stand,
//! and who is alone is cut off all round. Where there are words it is broken off, so that they can be read.

use std::f32::consts::PI;

use recraft_protocol::types::{NodeId, NodeSet};

use super::titles::room_of;
use crate::facts::Facts;
use crate::geometry::{Point, Rect};
use crate::motion::Motion;
use crate::scene::{Cut, Mark, Scene};

/// So far from the middle of a disc a cut is clear of it and its rings, in radii.
const CLEAR: f32 = 1.55;
/// So many directions are tried for a straight line between two sides.
const DIRECTIONS: u32 = 48;

/// A stretch from one point to another; of a whole line, any two of its points.
type Line = (Point, Point);

/// Where somebody stands, and on which side.
struct Site {
    at: Point,
    side: usize,
}

pub(super) fn cut(facts: &Facts, motion: &Motion, scene: &mut Scene) {
    if facts.partition.is_empty() {
        return;
    }
    let all: NodeSet = facts.nodes.iter().map(|node| node.id).collect();
    let sides = facts.sides(&all);
    let sites = |place: &dyn Fn(NodeId) -> Option<Point>| -> Vec<Site> {
        let of = |(side, nodes): (usize, &NodeSet)| {
            nodes.iter().filter_map(|node| Some(Site { at: place(node)?, side })).collect::<Vec<_>>()
        };
        sides.iter().enumerate().flat_map(of).collect()
    };
    let stage = Rect::new(0.0, 0.0, scene.width, scene.height);
    let clear = CLEAR * scene.unit;
    // Whoever is on the way, or in a hand, does not move a straight line.
    let homes = sites(&|node| motion.home_of(node));
    let straight =
        drawn(&motion.drawn(), &homes, clear).or_else(|| between(&homes, clear).map(|line| vec![line]));
    let lines: Vec<Line> = match straight {
        Some(lines) => lines.into_iter().filter_map(|line| within(whole(line), &stage)).collect(),
        None => borders(&sites(&|node| motion.at(node).map(|(at, _)| at)), stage),
    };
    if !lines.is_empty() {
        scene.marks.push(Mark::Cut(Cut { lines, width: (scene.unit * 0.3).clamp(7.0, 14.0) }));
    }
}

/// Breaks the cut off where there are words.
pub(super) fn spare_words(scene: &mut Scene) {
    let words: Vec<Rect> = (scene.words().map(|words| words.bounds().grown(5.0)))
        .chain(scene.titles().map(|title| room_of(title, title.at).grown(3.0)))
        .chain(scene.marks.iter().filter_map(|mark| match mark {
            Mark::Pips(pips) => Some(pips.bounds().grown(3.0)),
            _ => None,
        }))
        .collect();
    for mark in &mut scene.marks {
        let Mark::Cut(cut) = mark else { continue };
        for room in words.iter().map(|room| room.grown(cut.width / 2.0)) {
            cut.lines = cut.lines.iter().flat_map(|&line| outside(line, &room)).collect();
        }
    }
}

/// The lines that were drawn, each moved off the discs, if it is they that part the sides; the first ones, if later ones do so no more.
fn drawn(lines: &[Line], sites: &[Site], clear: f32) -> Option<Vec<Line>> {
    let beyond = |line: &Line, site: &Site| offset(line, site.at) > 0.0;
    let parts = |lines: &[Line]| {
        let place = |site: &Site| lines.iter().map(|line| beyond(line, site)).collect::<Vec<bool>>();
        let places: Vec<(usize, Vec<bool>)> = sites.iter().map(|site| (site.side, place(site))).collect();
        places.iter().enumerate().all(|(i, (side, place))| {
            places[i + 1..].iter().all(|(other, elsewhere)| (side == other) == (place == elsewhere))
        })
    };
    let count = (1..=lines.len()).rev().find(|&count| parts(&lines[..count]))?;
    let moved = |line: &Line| {
        let offsets = || sites.iter().map(|site| offset(line, site.at));
        let low = offsets().filter(|&offset| offset <= 0.0).fold(f32::MIN, f32::max);
        let high = offsets().filter(|&offset| offset > 0.0).fold(f32::MAX, f32::min);
        let margin = clear.min((high - low) / 2.0);
        shifted(*line, 0.0_f32.clamp(low + margin, high - margin))
    };
    Some(lines[..count].iter().map(moved).collect())
}

/// The straight line between two sides that is farthest from both, if it is clear of their discs.
fn between(sites: &[Site], clear: f32) -> Option<Line> {
    let first = sites.first()?;
    let two = sites.iter().find(|site| site.side != first.side)?.side;
    if sites.iter().any(|site| site.side != first.side && site.side != two) {
        return None;
    }
    let mut widest: Option<(f32, Line)> = None;
    for turn in 0..2 * DIRECTIONS {
        let line = (first.at, first.at.plus(Point::unit(PI * turn as f32 / DIRECTIONS as f32)));
        let of = |side: usize| {
            sites.iter().filter(move |site| site.side == side).map(|site| offset(&line, site.at))
        };
        let (low, high) = (of(first.side).fold(f32::MIN, f32::max), of(two).fold(f32::MAX, f32::min));
        if high - low > widest.map_or(2.0 * clear, |(gap, _)| gap) {
            widest = Some((high - low, shifted(line, (low + high) / 2.0)));
        }
    }
    widest.map(|(_, line)| line)
}

/// How far a point is from a line, to its left.
fn offset((from, to): &Line, at: Point) -> f32 {
    at.minus(*from).dot(to.minus(*from).direction().left())
}

/// A line moved to its left.
fn shifted((from, to): Line, by: f32) -> Line {
    let aside = to.minus(from).direction().left().times(by);
    (from.plus(aside), to.plus(aside))
}

/// So much of the line through two points as no stage is longer.
fn whole((from, to): Line) -> Line {
    let along = to.minus(from).direction().times(1e4);
    (from.minus(along), from.plus(along))
}

/// The shares of a stretch between which it lies within a box, if it does.
fn crossing((from, to): Line, room: &Rect) -> Option<(f32, f32)> {
    let way = to.minus(from);
    let (mut low, mut high) = (0.0_f32, 1.0_f32);
    for (at, by, least, most) in
        [(from.x, way.x, room.x, room.right()), (from.y, way.y, room.y, room.bottom())]
    {
        if by.abs() < 1e-6 {
            if at < least || at > most {
                return None;
            }
        } else {
            let (a, b) = ((least - at) / by, (most - at) / by);
            (low, high) = (low.max(a.min(b)), high.min(a.max(b)));
        }
    }
    (low < high).then_some((low, high))
}

/// What of a stretch lies within a box.
fn within(line: Line, room: &Rect) -> Option<Line> {
    let (low, high) = crossing(line, room)?;
    Some((line.0.towards(line.1, low), line.0.towards(line.1, high)))
}

/// What of a stretch lies outside a box: up to two pieces that can be seen.
fn outside(line: Line, room: &Rect) -> impl Iterator<Item = Line> {
    let (low, high) = crossing(line, room).unwrap_or((1.0, 1.0));
    let at = |share: f32| line.0.towards(line.1, share);
    [(at(0.0), at(low)), (at(high), at(1.0))].into_iter().filter(|(from, to)| from.distance(*to) > 1.0)
}

/// The borders between the sides of the partition.
fn borders(sites: &[Site], stage: Rect) -> Vec<Line> {
    let mut lines = Vec::new();
    for (i, a) in sites.iter().enumerate() {
        for (j, b) in sites.iter().enumerate().skip(i + 1) {
            if a.side != b.side {
                lines.extend(border(sites, (i, a.at), (j, b.at), stage));
            }
        }
    }
    lines
}

/// What two sites' cells have in common: the part of their bisector that no third site is nearer to, within the stage.
fn border(sites: &[Site], (i, a): (usize, Point), (j, b): (usize, Point), stage: Rect) -> Option<Line> {
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
    for (k, site) in sites.iter().enumerate() {
        let to_c = site.at.minus(a);
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
