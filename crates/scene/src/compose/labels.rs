//! Where messages' labels stand: beside their signs, on the stage, and not over one another, another sign or a node. Where there is no
//! room a label is left out, the least telling first; pointing at the message, or selecting it, brings it back.

use crate::geometry::{Point, Rect, pt};
use crate::glyph::Glyph;
use crate::scene::{Face, FlightMark, Mark, NodeMark, Scene, Strip};
use crate::view::{Labels, View};

/// Gives every label its place, and takes away those for which there is none.
pub(super) fn labels(view: &View, scene: &mut Scene) {
    let discs = scene.nodes().map(|node| square(node.at, 0.8 * node.radius));
    let names: Vec<Rect> = scene.nodes().map(|node| square(node.at, 0.45 * node.radius)).collect();
    let logs =
        scene.marks.iter().filter_map(|mark| if let Mark::Strip(strip) = mark { cells(strip) } else { None });
    let crowns = scene.nodes().filter(|node| node.face == Face::Leader);
    let crowns = crowns.map(|node| square(node.at.minus(pt(0.0, 1.2 * node.radius)), 0.4 * node.radius));
    let clients = scene.marks.iter().filter_map(|mark| {
        if let Mark::Client(client) = mark { Some(square(client.at, client.size)) } else { None }
    });
    // What a candidate still needs is written above it.
    let needs = scene.nodes().filter(|node| node.tag().is_some()).map(NodeMark::tag_box);
    let nodes: Vec<Rect> = discs.chain(logs).chain(crowns).chain(clients).chain(needs).collect();
    let mut signs: Vec<Rect> = scene.flights().map(|flight| square(flight.at, 0.8 * flight.size)).collect();
    signs.extend(scene.flights().filter_map(FlightMark::hold_box));
    // A thread's sign says what is still open, and nothing may lie over it.
    signs.extend(scene.links().filter_map(|link| link.sign(scene.unit).map(|(at, size)| square(at, size))));
    let stage = Rect::new(0.0, 0.0, scene.width, scene.height);
    let mut flights: Vec<(usize, &mut FlightMark)> = scene
        .marks
        .iter_mut()
        .filter_map(|mark| if let Mark::Flight(flight) = mark { Some(flight) } else { None })
        .enumerate()
        .filter(|(_, flight)| flight.label.is_some())
        .collect();
    recraft_protocol::order::sort_by_key(&mut flights, |(place, flight)| (rank(flight), *place));
    let mut taken: Vec<Rect> = Vec::new();
    for (own, flight) in flights {
        let Some(text) = flight.label.clone() else { continue };
        let frames = places(flight).map(|at| (at, flight.label_box(&text, at)));
        let others = || signs.iter().enumerate().filter(|&(place, _)| place != own).map(|(_, sign)| sign);
        let open = |frame: &Rect| {
            stage.contains(frame, 0.0) && !taken.iter().chain(others()).any(|other| other.overlaps(frame))
        };
        let clear = |frame: &Rect| open(frame) && !nodes.iter().any(|node| node.overlaps(frame));
        let free = frames.iter().find(|(_, frame)| clear(frame));
        // A change of the configuration is worth a corner of a node, but not its name.
        let named = |frame: &Rect| names.iter().any(|name| name.overlaps(frame));
        let free = free
            .or_else(|| frames.iter().find(|(_, frame)| flight.is_news() && open(frame) && !named(frame)));
        let wanted = looked_at(flight) || view.labels == Labels::All;
        match free.or(frames.first().filter(|_| wanted)) {
            Some(&(at, frame)) => {
                taken.push(frame);
                flight.label_at = at;
            }
            None => flight.label = None,
        }
    }
}

/// What a node's log takes up.
fn cells(strip: &Strip) -> Option<Rect> {
    let (first, last) = (strip.cells.first()?, strip.cells.last()?);
    Some(Rect::new(first.x, strip.y, last.x + last.w - first.x, strip.h))
}

fn square(at: Point, half: f32) -> Rect {
    Rect::new(at.x - half, at.y - half, 2.0 * half, 2.0 * half)
}

const fn looked_at(flight: &FlightMark) -> bool {
    flight.selected || flight.hovered
}

/// What is looked at comes first, then changes of the configuration; heartbeats say least.
fn rank(flight: &FlightMark) -> u8 {
    match flight.glyph {
        _ if looked_at(flight) => 0,
        _ if flight.news => 1,
        Glyph::Heartbeat => 3,
        _ => 2,
    }
}

/// The middles of the places for a label, the best first: on the side to which the way bows, on the other, above and below.
fn places(flight: &FlightMark) -> [Point; 4] {
    let (size, side) = (flight.label_size(), flight.heading.left());
    let half = flight.label.as_ref().map_or(0.0, |text| crate::text::width(text, size) / 2.0 + 0.3 * size);
    let (across, up) = (1.5 * flight.size, 1.5 * flight.size + 0.7 * size);
    let beside = |side: Point| {
        let middle = flight.at.plus(side.times(across + 0.45 * size));
        match side.x {
            x if x > 0.35 => middle.plus(pt(half, 0.0)),
            x if x < -0.35 => middle.minus(pt(half, 0.0)),
            _ => middle,
        }
    };
    [beside(side), beside(side.times(-1.0)), flight.at.minus(pt(0.0, up)), flight.at.plus(pt(0.0, up))]
}
