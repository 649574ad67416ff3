//! What a hand is doing: the cut it draws, the link it is about to cut, the node or the message that it holds, and what will come of it.

use recraft_protocol::types::{NodeId, NodeSet};
use recraft_words::t;

use crate::cutting::{Landing, Stand, divided, landing, moved, sides};
use crate::facts::Facts;
use crate::geometry::{Point, Rect, pt};
use crate::hand::{Pull, pull};
use crate::hit::hit;
use crate::motion::Motion;
use crate::palette::Ink;
use crate::scene::{Align, Mark, Scene, Trace, Words};
use crate::view::{Grip, Target, View};
use crate::words::lists::duration;

pub(super) fn traces(facts: &Facts, view: &View, motion: &Motion, scene: &mut Scene) {
    let (text, at) = match view.grip {
        Grip::Free | Grip::Camera => return,
        Grip::Node(node, at) => (node_text(facts, motion, (node, at), scene), at),
        Grip::Line(from, to) => (line(facts, motion, (from, to), scene), to),
        Grip::Link(from, to) => (link(facts, motion, (from, to), scene), to),
        Grip::Flight(flight, at) => {
            let mark = scene.flights().find(|mark| mark.id == flight);
            let way_us =
                facts.flights.iter().find(|other| other.id == flight).map_or(0, |other| other.way_us());
            (mark.map_or_else(String::new, |mark| flight_text(pull(mark, at), way_us)), at)
        }
    };
    if !text.is_empty() {
        say(text, at, motion.seen().word_size, scene);
    }
}

/// Above the hand, where it hides nothing.
fn say(text: String, at: Point, size: f32, scene: &mut Scene) {
    let half = crate::text::width(&text, size) / 2.0 + 6.0;
    let x = at.x.clamp(half.min(scene.width / 2.0), (scene.width - half).max(scene.width / 2.0));
    let above = scene.unit.max(20.0) * 1.3 + size;
    let y = if at.y > above + size { at.y - above } else { at.y + above };
    scene.marks.push(Mark::Words(Words {
        text,
        at: pt(x, y),
        size,
        align: Align::Middle,
        ink: Ink::Text,
        bold: true,
        ground: true,
        about: None,
    }));
}

/// Where everyone stands, wherever a hand may hold somebody at the moment.
pub(crate) fn stands(facts: &Facts, motion: &Motion) -> Vec<Stand> {
    facts.nodes.iter().filter_map(|node| motion.home_of(node.id).map(|at| (node.id, at))).collect()
}

fn present(facts: &Facts, stands: &[Stand]) -> Vec<NodeSet> {
    sides((!facts.partition.is_empty()).then_some(&facts.partition[..]), stands)
}

fn node_text(facts: &Facts, motion: &Motion, (node, at): (NodeId, Point), scene: &mut Scene) -> String {
    let (Some(home), Some((_, radius))) = (motion.home_of(node), motion.at(node)) else {
        return String::new();
    };
    scene.marks.push(Mark::Trace(Trace::Gap { at: home, radius }));
    let stands = stands(facts, motion);
    let sides = present(facts, &stands);
    let landing = landing(&stands, node, (home, at), scene.unit);
    match (landing, moved(&sides, node, landing)) {
        (Landing::With(other), Some(_)) => t!("put {node} on {other}\u{2019}s side", node, other),
        (Landing::Alone, Some(_)) => t!("cut {node} off from all", node),
        (Landing::With(other), None) => t!("{node} reaches {other} already", node, other),
        (Landing::Alone, None) => t!("{node} is cut off already", node),
        (Landing::Back, _) => String::new(),
    }
}

fn line(facts: &Facts, motion: &Motion, (from, to): (Point, Point), scene: &mut Scene) -> String {
    let frame = Rect::new(0.0, 0.0, scene.width, scene.height);
    scene.marks.push(Mark::Trace(Trace::Line { whole: through(from, to, frame), drawn: (from, to) }));
    let stands = stands(facts, motion);
    match divided(&present(facts, &stands), &stands, (from, to)) {
        Some(parts) if parts.len() <= 4 => {
            let counts: Vec<String> = parts.iter().map(|part| part.len().to_string()).collect();
            t!("cut: {sizes}", sizes = counts.join(" | "))
        }
        Some(parts) => t!("cut in {count}", count = parts.len()),
        None => t!("all on one side").to_owned(),
    }
}

/// The line through two points, from edge to edge of a frame.
fn through(from: Point, to: Point, frame: Rect) -> (Point, Point) {
    let along = to.minus(from).direction().times(frame.w + frame.h);
    (from.minus(along), from.plus(along))
}

fn link(facts: &Facts, motion: &Motion, (from, to): (NodeId, Point), scene: &mut Scene) -> String {
    let Some((start, radius)) = motion.at(from) else { return String::new() };
    let start = start.plus(to.minus(start).direction().times(1.3 * radius));
    scene.marks.push(Mark::Trace(Trace::Link { from: start, to }));
    match hit(scene, to.x, to.y) {
        Some(Target::Node(node)) if node != from => {
            let cut = facts.cut_links.contains(&(from, node));
            if cut {
                t!("mend {from} \u{2192} {node}", from, node)
            } else {
                t!("cut {from} \u{2192} {node}", from, node)
            }
        }
        _ => t!("to which node?").to_owned(),
    }
}

fn flight_text(pull: Pull, way_us: u64) -> String {
    match pull {
        Pull::Nothing => String::new(),
        Pull::Drop => t!("drop it").to_owned(),
        Pull::Arrive => t!("deliver it now").to_owned(),
        Pull::Delay(share) => {
            t!("delay it by {duration}", duration = duration((way_us as f32 * share) as u64))
        }
    }
}
