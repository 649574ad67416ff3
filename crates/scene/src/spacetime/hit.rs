//! What is under a pointer in a space-time diagram.

use super::diagram::{Diagram, NAMES};
use crate::geometry::{Point, pt};
use crate::view::Target;

/// The thing at a point: a sign, a message, or the lane whose name is there. `reach` is how near is near enough, in pixels.
#[must_use]
pub fn hit(diagram: &Diagram, x: f32, y: f32, reach: f32) -> Option<Target> {
    let p = pt(x, y);
    if x < NAMES {
        let lane = diagram.lanes.iter().min_by(|a, b| (a.y - y).abs().total_cmp(&(b.y - y).abs()))?;
        return lane.node.map(Target::Node);
    }
    let nearest = |found: Option<(f32, Target)>| found.filter(|(far, _)| *far <= reach).map(|(_, it)| it);
    let sign = diagram.signs.iter().map(|sign| (sign.at.distance(p), Target::Event(sign.seq)));
    let line = diagram.lines.iter().map(|line| {
        let far = distance(p, line.from, line.to);
        let onward = line.onward.map_or(f32::MAX, |end| distance(p, line.to, end));
        (far.min(onward), Target::Flight(line.id))
    });
    nearest(sign.min_by(|a, b| a.0.total_cmp(&b.0)))
        .or_else(|| nearest(line.min_by(|a, b| a.0.total_cmp(&b.0))))
}

/// How far a point is from a line between two others.
fn distance(p: Point, from: Point, to: Point) -> f32 {
    let way = to.minus(from);
    let length = way.dot(way);
    let share = if length < 1e-6 { 0.0 } else { (p.minus(from).dot(way) / length).clamp(0.0, 1.0) };
    p.distance(from.towards(to, share))
}
