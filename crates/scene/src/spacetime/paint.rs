//! How a space-time diagram looks, for any brush.

use super::diagram::{AXIS, Band, Diagram, Lane, Line, NAMES, SignMark, Weight};
use super::lives::Sign;
use crate::geometry::{Point, Rect, pt};
use crate::paint::{Brush, Face, Shapes, Stroke};
use crate::palette::{Ink, Tone};
use crate::scene::Align;
use recraft_words::t;

use crate::words::messages;

/// How much of what lies outside the cone is to be seen.
const DIM: f32 = 0.16;

/// Draws a diagram with a brush, on a ground that has been cleared.
pub fn paint(diagram: &Diagram, brush: &mut dyn Brush) {
    axis(diagram, brush);
    for band in &diagram.bands {
        stretch(band, brush);
    }
    lines(&diagram.lines, brush);
    if let Some(x) = diagram.now_x {
        brush.begin();
        brush.line(pt(x, 0.0), pt(x, diagram.height - AXIS));
        brush.stroke(Stroke::new(Ink::Muted, 1.0).dashed(3.0, 4.0));
    }
    for mark in &diagram.signs {
        sign(mark, brush);
    }
    names(diagram, brush);
    label(diagram, brush);
    if diagram.left_out > 0 {
        let text = t!("{left_out} messages not drawn: show less time", left_out = diagram.left_out);
        let at = pt(diagram.width - 8.0, 9.0);
        let width = crate::text::width(&text, 10.5) + 12.0;
        brush.begin();
        brush.rect(Rect::new(diagram.width - 2.0 - width, 0.0, width + 2.0, 18.0));
        brush.fill(Ink::Stage, 0.92);
        brush.text(&text, at, Face { align: Align::End, ..Face::middle(Ink::Muted, 10.5) });
    }
}

/// The diagram as an SVG document.
#[must_use]
pub fn svg(diagram: &Diagram) -> String {
    crate::svg::drawn((diagram.width, diagram.height), diagram.theme, |brush| paint(diagram, brush))
}

fn axis(diagram: &Diagram, brush: &mut dyn Brush) {
    let bottom = diagram.height - AXIS;
    brush.begin();
    for tick in &diagram.ticks {
        brush.line(pt(tick.x, 0.0), pt(tick.x, bottom));
    }
    brush.stroke(Stroke::new(Ink::Faint, 1.0).alpha(0.6));
    for tick in &diagram.ticks {
        brush.text(&tick.label, pt(tick.x, bottom + AXIS / 2.0), Face::middle(Ink::Muted, 10.5));
    }
}

fn ink(hue: Option<(u16, u8)>, tone: Tone) -> Ink {
    hue.map_or(Ink::Down, |(hue, step)| Ink::cluster(hue, step, tone))
}

fn stretch(band: &Band, brush: &mut dyn Brush) {
    let alpha = if band.dim { DIM } else { 1.0 };
    let to = pt(band.to, band.from.y);
    brush.begin();
    brush.line(band.from, to);
    let stroke = match (band.up, band.hue) {
        (false, _) => Stroke::new(Ink::Down, 1.0).dashed(1.0, 5.0),
        (true, None) => Stroke::new(Ink::Down, 1.5).dashed(2.0, 4.0),
        (true, _) if band.leads => Stroke::new(ink(band.hue, Tone::Solid), 7.0),
        (true, _) => Stroke::new(ink(band.hue, Tone::Solid), 2.5),
    };
    brush.stroke(stroke.alpha(alpha));
}

/// Lines of one look in one stroke each.
fn lines(all: &[Line], brush: &mut dyn Brush) {
    let look = |line: &Line| (line.chosen, line.dim, line.weight, line.hue);
    for group in all.chunk_by(|a, b| look(a) == look(b)) {
        let first = &group[0];
        let (width, alpha) = match first.weight {
            _ if first.chosen => (2.5, 1.0),
            Weight::Routine => (1.0, 0.45),
            Weight::Entries => (1.2, 0.8),
            Weight::Story => (1.8, 1.0),
        };
        let alpha = if first.dim && !first.chosen { alpha * DIM } else { alpha };
        let ink = if first.chosen { Ink::Accent } else { ink(first.hue, Tone::Line) };
        brush.begin();
        for line in group {
            brush.line(line.from, line.to);
            if line.onward.is_none() && !line.lost {
                arrow(line, brush);
            }
        }
        brush.stroke(Stroke::new(ink, width).alpha(alpha));
        if group.iter().any(|line| line.onward.is_some()) {
            brush.begin();
            for (line, onward) in group.iter().filter_map(|line| Some((line, line.onward?))) {
                brush.line(line.to, onward);
            }
            brush.stroke(Stroke::new(ink, width).alpha(alpha * 0.7).dashed(3.0, 4.0));
        }
        if group.iter().any(|line| line.lost) {
            brush.begin();
            for line in group.iter().filter(|line| line.lost) {
                brush.cross(line.to, 3.0);
            }
            brush.stroke(Stroke::new(Ink::Alarm, 1.6).alpha(if first.dim { 0.3 } else { 1.0 }));
        }
    }
}

/// The head of an arrow, where there is room for one.
fn arrow(line: &Line, brush: &mut dyn Brush) {
    let way = line.to.minus(line.from);
    if way.length() < 16.0 {
        return;
    }
    let along = way.direction();
    let (back, side) = (line.to.minus(along.times(5.0)), along.left().times(2.4));
    brush.move_to(back.plus(side));
    brush.line_to(line.to);
    brush.line_to(back.minus(side));
}

fn sign(mark: &SignMark, brush: &mut dyn Brush) {
    let alpha = if mark.dim && !mark.chosen { DIM } else { 1.0 };
    let (solid, at) = (ink(mark.hue, Tone::Solid), mark.at);
    let edge = Stroke::new(Ink::Stage, 1.2).alpha(alpha);
    let line = Stroke::new(ink(mark.hue, Tone::Line), 1.8).alpha(alpha);
    brush.begin();
    match mark.sign {
        Sign::Stood => {
            brush.circle(at, 4.5);
            brush.fill(Ink::Stage, alpha);
            brush.stroke(line);
        }
        Sign::Won => {
            let (r, low) = (6.5, at.y + 4.5);
            brush.polygon(&[
                pt(at.x - r, low),
                pt(at.x - r, low - 8.0),
                pt(at.x - r / 2.0, low - 4.5),
                pt(at.x, low - 10.0),
                pt(at.x + r / 2.0, low - 4.5),
                pt(at.x + r, low - 8.0),
                pt(at.x + r, low),
            ]);
            brush.fill(solid, alpha);
            brush.stroke(edge);
        }
        Sign::Committed => {
            brush.rect(Rect::new(at.x - 2.5, at.y - 5.5, 5.0, 11.0));
            brush.fill(solid, alpha);
            brush.stroke(edge);
        }
        Sign::Configured => {
            diamond(at, 5.5, brush);
            brush.fill(solid, alpha);
            brush.stroke(edge);
        }
        Sign::Crossed => {
            brush.line(pt(at.x, at.y - 7.5), pt(at.x, at.y + 7.5));
            brush.stroke(Stroke::new(Ink::Text, 2.5).alpha(alpha));
        }
        Sign::Crashed => {
            brush.cross(at, 4.5);
            brush.stroke(Stroke::new(Ink::Text, 2.0).alpha(alpha));
        }
        Sign::Restarted => {
            brush.polygon(&[pt(at.x - 3.5, at.y - 5.0), pt(at.x + 5.5, at.y), pt(at.x - 3.5, at.y + 5.0)]);
            brush.fill(solid, alpha);
            brush.stroke(edge);
        }
        Sign::Violated => {
            brush.polygon(&[pt(at.x, at.y - 7.0), pt(at.x + 7.0, at.y + 5.5), pt(at.x - 7.0, at.y + 5.5)]);
            brush.fill(Ink::Alarm, 1.0);
            brush.stroke(edge);
        }
    }
    if mark.chosen {
        brush.ring(at, 10.0, Stroke::new(Ink::Accent, 2.0));
    }
}

fn diamond(at: Point, r: f32, brush: &mut dyn Brush) {
    brush.polygon(&[pt(at.x, at.y - r), pt(at.x + r, at.y), pt(at.x, at.y + r), pt(at.x - r, at.y)]);
}

fn names(diagram: &Diagram, brush: &mut dyn Brush) {
    brush.begin();
    brush.rect(Rect::new(0.0, 0.0, NAMES - 4.0, diagram.height));
    brush.fill(Ink::Stage, 0.9);
    for lane in &diagram.lanes {
        name(lane, brush);
    }
}

fn name(lane: &Lane, brush: &mut dyn Brush) {
    let ink = lane.hue.map_or(Ink::Muted, |(hue, step)| Ink::cluster(hue, step, Tone::Word));
    let face = |size| Face { align: Align::End, ..Face::middle(ink, size) };
    brush.text(
        &lane.name,
        pt(NAMES - 10.0, lane.y),
        if lane.selected { face(12.0).bold() } else { face(12.0) },
    );
    if let Some(cluster) = lane.group {
        let face = Face { align: Align::Start, ..Face::middle(ink, 11.0) }.bold();
        brush.text(&cluster.to_string(), pt(6.0, lane.y), face);
    }
    if lane.selected {
        brush.begin();
        brush.line(pt(NAMES - 6.0, lane.y - 6.0), pt(NAMES - 6.0, lane.y + 6.0));
        brush.stroke(Stroke::new(Ink::Accent, 2.5));
    }
}

/// What the chosen message is called, beside its middle.
fn label(diagram: &Diagram, brush: &mut dyn Brush) {
    let Some(line) = diagram.lines.iter().rev().find(|line| line.chosen) else { return };
    let text = messages::title(line.glyph);
    let width = crate::text::width(text, 11.0);
    let middle = line.from.towards(line.to, 0.5);
    let x = (middle.x + 8.0).clamp(NAMES, (diagram.width - width - 8.0).max(NAMES));
    brush.begin();
    brush.pill(Rect::new(x - 4.0, middle.y - 9.0, width + 8.0, 18.0), 5.0);
    brush.fill(Ink::Stage, 0.92);
    brush.text(text, pt(x, middle.y), Face { align: Align::Start, ..Face::middle(Ink::Text, 11.0) });
}
