//! Many nodes at once: the same marks as one by one, but all that has the same style in one path. Setting a style costs a renderer more
//! than a disc does. Only followers are drawn so, which most of many nodes are; nodes do not overlap, so the order shows nowhere.

use super::nodes::{badge, extras, halo, name, node, sweep, timer_ms, track};
use super::{Brush, Shapes, Stroke};
use crate::palette::{Ink, Tone};
use crate::scene::{Face, Mark, NodeMark};

/// Fewer nodes than this are drawn one by one.
pub(super) const MANY: usize = 12;

pub(super) fn nodes(first: &NodeMark, others: &[Mark], brush: &mut dyn Brush) {
    let rest = others.iter().filter_map(|mark| if let Mark::Node(node) = mark { Some(node) } else { None });
    let all = || std::iter::once(first).chain(rest.clone());
    let mut followers: Vec<&NodeMark> =
        all().filter(|node| node.face == Face::Follower && node.badge.before.is_none()).collect();
    recraft_protocol::order::sort_by_key(&mut followers, |node| (node.hue, node.step));
    followers.iter().for_each(|node| halo(node, brush));
    for same in followers.chunk_by(|a, b| (a.hue, a.step) == (b.hue, b.step)) {
        let (hue, step) = (same[0].hue, same[0].step);
        brush.begin();
        same.iter().for_each(|node| brush.circle(node.at, node.radius));
        brush.fill(Ink::cluster(hue, step, Tone::Solid), 1.0);
    }
    timers(&followers, brush);
    for node in followers.iter().filter(|node| !node.plain) {
        name(node, Ink::OnSolid, -0.2, brush);
    }
    for node in followers.iter().filter(|node| node.plain) {
        name(node, Ink::OnSolid, 0.0, brush);
    }
    brush.begin();
    for node in followers.iter().filter(|node| !node.plain) {
        let (pill, _) = badge::shape(node);
        brush.pill(pill, 99.0);
    }
    brush.fill(Ink::Stage, 1.0);
    followers.iter().filter(|node| !node.plain).for_each(|node| badge::words(node, brush));
    for follower in &followers {
        timer_ms(follower, brush);
        extras(follower, Ink::cluster(follower.hue, follower.step, Tone::Line), brush);
    }
    for other in all().filter(|node| node.face != Face::Follower || node.badge.before.is_some()) {
        node(other, brush);
    }
}

fn timers(followers: &[&NodeMark], brush: &mut dyn Brush) {
    let Some(first) = followers.first() else { return };
    let (_, width) = track(first);
    brush.begin();
    for node in followers.iter().filter(|node| node.ring.is_some()) {
        brush.circle(node.at, track(node).0);
    }
    brush.stroke(Stroke::new(Ink::Faint, width * 0.5));
    for same in followers.chunk_by(|a, b| (a.hue, a.step) == (b.hue, b.step)) {
        brush.begin();
        same.iter().for_each(|node| sweep(node, brush));
        brush.stroke(Stroke::new(Ink::cluster(same[0].hue, same[0].step, Tone::Line), width));
    }
}
