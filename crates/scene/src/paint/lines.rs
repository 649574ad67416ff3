//! Cuts and the lines between nodes.

use super::{Brush, Shapes, Stroke, glyphs};
use crate::geometry::Point;
use crate::glyph::Glyph;
use crate::palette::{Ink, Tone};
use crate::scene::{Cut, Link, LinkKind, Trace};

/// A tear: the stage shows through, between two thin edges.
pub(super) fn cut(cut: &Cut, brush: &mut dyn Brush) {
    brush.begin();
    for &(from, to) in &cut.lines {
        brush.line(from, to);
    }
    brush.stroke(Stroke::new(Ink::Text, cut.width + 3.0).alpha(0.8));
    brush.stroke(Stroke::new(Ink::Stage, cut.width));
}

pub(super) fn link(link: &Link, unit: f32, brush: &mut dyn Brush) {
    let line = Ink::cluster(link.hue, 3, Tone::Line);
    brush.begin();
    brush.move_to(link.path.from);
    brush.quad_to(link.path.control, link.path.to);
    match link.kind {
        // Among very many nodes these lines would be a thicket.
        LinkKind::Follows if unit < 18.0 => brush.stroke(Stroke::new(line, 1.0).alpha(0.16)),
        LinkKind::Follows => brush.stroke(Stroke::new(line, 1.5).alpha(0.35)),
        LinkKind::Severed => {
            brush.stroke(Stroke::new(Ink::Muted, 1.5).alpha(0.8).dashed(2.0, 6.0));
            severed(link, unit, brush);
        }
        LinkKind::Thread => {
            brush.stroke(Stroke::new(line, 2.5).alpha(0.8).dashed(3.0, 7.0));
            sign(link, Glyph::Query, unit, line, brush);
        }
        LinkKind::ThreadYes => {
            brush.stroke(Stroke::new(line, 3.5).alpha(0.9));
            sign(link, Glyph::MergeYes, unit, line, brush);
        }
    }
}

fn sign(link: &Link, glyph: Glyph, unit: f32, ink: Ink, brush: &mut dyn Brush) {
    if let Some((at, size)) = link.sign(unit) {
        glyphs::draw(glyph, at, Point::default(), size, ink, brush);
    }
}

/// What a hand draws.
pub(super) fn trace(trace: &Trace, brush: &mut dyn Brush) {
    brush.begin();
    match *trace {
        Trace::Line { whole, drawn } => {
            brush.line(whole.0, whole.1);
            brush.stroke(Stroke::new(Ink::Accent, 2.0).alpha(0.8).dashed(8.0, 7.0));
            brush.begin();
            brush.line(drawn.0, drawn.1);
            brush.stroke(Stroke::new(Ink::Accent, 4.0));
        }
        Trace::Link { from, to } => {
            let back = to.minus(from).direction().times(12.0);
            brush.line(from, to);
            brush.line(to.minus(back).plus(back.left().times(0.55)), to);
            brush.line(to.minus(back).minus(back.left().times(0.55)), to);
            brush.stroke(Stroke::new(Ink::Accent, 3.0));
        }
        Trace::Gap { at, radius } => {
            brush.circle(at, radius);
            brush.stroke(Stroke::new(Ink::Muted, 2.0).alpha(0.8).dashed(4.0, 6.0));
        }
    }
}

/// Two bars across the middle, with nothing between, and an arrow's head before them.
fn severed(link: &Link, unit: f32, brush: &mut dyn Brush) {
    let along = link.path.heading(0.5);
    let across = along.left().times((unit * 0.2).clamp(5.0, 11.0));
    let middle = link.path.at(0.5);
    brush.begin();
    for offset in [-4.0, 4.0] {
        let p = middle.plus(along.times(offset));
        brush.line(p.minus(across), p.plus(across));
    }
    let tip = middle.minus(along.times(9.0));
    let back = along.times(across.length() * 0.8);
    brush.line(tip.minus(back).plus(across.times(0.6)), tip);
    brush.line(tip.minus(back).minus(across.times(0.6)), tip);
    brush.stroke(Stroke::new(Ink::Text, 2.0));
}
