//! The signs of messages.
//!
//! Every sign keeps within a square of twice its size. What asks or carries points where it goes; what answers is round;
//! what says no is hollow and crossed. A lost message breaks in two, in red, and fades.

use super::{Brush, Face, Shapes, Stroke};
use crate::geometry::{Point, Rect, pt};
use crate::glyph::Glyph;
use crate::palette::Ink;
use crate::scene::{Fare, FlightMark};

/// How long a trail is, as a share of the way.
const TRAIL: f32 = 0.13;

pub(super) fn flight(flight: &FlightMark, brush: &mut dyn Brush) {
    match flight.fare {
        Fare::Broken(left) => broken(flight, left, brush),
        Fare::Flying => {
            way(flight, brush);
            sign(flight, brush);
            if let Some(frame) = flight.hold_box() {
                held(&frame, brush);
            }
        }
    }
    if let Some(text) = &flight.label {
        label(flight, text, brush);
    }
}

/// The trail behind a message, or its whole way as an arrow.
fn way(flight: &FlightMark, brush: &mut dyn Brush) {
    let s = flight.size;
    if flight.whole {
        let path = flight.path;
        brush.begin();
        brush.move_to(path.from);
        brush.quad_to(path.control, path.to);
        let back = path.heading(1.0).times(-s);
        brush.line(path.to.plus(back).plus(back.left().times(0.55)), path.to);
        brush.line(path.to.plus(back).minus(back.left().times(0.55)), path.to);
        let ink = if flight.selected { Ink::Accent } else { flight.ink };
        brush.stroke(Stroke::new(ink, 1.75).alpha(0.75 * flight.strength));
    } else if flight.share > 0.02 && flight.glyph != Glyph::Heartbeat {
        let tail = flight.path.stretch((flight.share - TRAIL).max(0.0), flight.share);
        brush.begin();
        brush.move_to(tail.from);
        brush.quad_to(tail.control, tail.to);
        brush.stroke(Stroke::new(flight.ink, (s * 0.3).max(1.5)).alpha(0.3));
    }
    if flight.selected {
        brush.ring(flight.at, s * 1.75, Stroke::new(Ink::Accent, 2.5));
    } else if flight.hovered {
        brush.ring(flight.at, s * 1.75, Stroke::new(Ink::Text, 1.25).alpha(0.6));
    }
}

/// It waits: two bars below the sign, on a ground of their own.
fn held(frame: &Rect, brush: &mut dyn Brush) {
    let (at, s) = (frame.centre(), frame.w / 1.7);
    brush.disc(at, s * 0.85, Ink::Accent, 1.0);
    brush.begin();
    for side in [-0.3, 0.3] {
        let x = at.x + side * s;
        brush.line(pt(x, at.y - 0.34 * s), pt(x, at.y + 0.34 * s));
    }
    brush.stroke(Stroke::new(Ink::Stage, (s * 0.28).max(2.0)));
}

/// Where there is room for it; [`crate::compose`] knows.
fn label(flight: &FlightMark, text: &str, brush: &mut dyn Brush) {
    let news = flight.is_news();
    let frame = flight.label_box(text, flight.label_at);
    brush.begin();
    brush.pill(frame, 4.0);
    brush.fill(Ink::Stage, 0.85);
    let ink = if matches!(flight.fare, Fare::Broken(_)) { Ink::Alarm } else { Ink::Text };
    let face = Face::middle(ink, flight.label_size());
    brush.text(text, frame.centre(), if news { face.bold() } else { face });
}

/// The two halves of what was a message, and a burst between them.
fn broken(flight: &FlightMark, left: f32, brush: &mut dyn Brush) {
    let (at, s) = (flight.at, flight.size);
    let apart = (1.0 - left) * s * 1.4 + s * 0.25;
    let angle = flight.heading.angle();
    let half = std::f32::consts::PI;
    brush.begin();
    for (side, from) in [(1.0, angle - half), (-1.0, angle)] {
        let centre = at.plus(flight.heading.left().times(apart * side));
        brush.arc(centre, s * 0.75, from, from + half);
        brush.close();
    }
    brush.fill(Ink::Alarm, 0.85 * left);
    brush.begin();
    brush.cross(at, s * 0.7);
    brush.stroke(Stroke::new(Ink::Alarm, (s * 0.28).max(2.0)).alpha((0.35 + 0.65 * left).min(1.0)));
}

fn sign(flight: &FlightMark, brush: &mut dyn Brush) {
    let (at, s, ink) = (flight.at, flight.size, flight.ink);
    let heading = flight.heading;
    match flight.glyph {
        Glyph::Append | Glyph::PulledLog => cells(flight, brush),
        glyph => draw(glyph, at, heading, s, ink, brush),
    }
}

/// A sign about its middle.
pub(crate) fn draw(glyph: Glyph, at: Point, heading: Point, s: f32, ink: Ink, brush: &mut dyn Brush) {
    let thin = Stroke::new(ink, (s * 0.22).max(1.5));
    match glyph {
        Glyph::Ballot => ballot(at, heading, s, ink, brush),
        Glyph::Vote => {
            brush.disc(at, s * 0.95, ink, 1.0);
            mark(brush, |brush| brush.tick(at, s * 0.55), Stroke::new(Ink::OnSolid, s * 0.26));
        }
        Glyph::VoteRefused => hollow_disc(at, s * 0.9, ink, brush, |brush| brush.cross(at, s * 0.4)),
        Glyph::Heartbeat => brush.disc(at, s * 0.36, ink, 1.0),
        Glyph::Ack => brush.ring(at, s * 0.48, thin),
        Glyph::AppendRefused => hollow_disc(at, s * 0.62, ink, brush, |brush| {
            let arm = pt(s * 0.75, s * 0.75);
            brush.line(at.minus(arm), at.plus(arm));
        }),
        Glyph::Append | Glyph::PulledLog => brush.disc(at, s * 0.5, ink, 1.0),
        Glyph::Snapshot => stack(at, s, ink, brush),
        Glyph::Notify => flag(at, s, ink, brush),
        Glyph::Pull | Glyph::PullUnknown | Glyph::PullPart => pull(glyph, at, heading, s, ink, brush),
        Glyph::Removed => hollow_disc(at, s * 0.85, ink, brush, |brush| {
            brush.line(at.minus(pt(s * 0.5, 0.0)), at.plus(pt(s * 0.5, 0.0)));
        }),
        Glyph::Prepare
        | Glyph::MergeYes
        | Glyph::MergeNo
        | Glyph::Commit
        | Glyph::Abort
        | Glyph::CommitAck
        | Glyph::MergeRedirect
        | Glyph::Query => diamonds(glyph, at, heading, s, ink, brush),
        Glyph::HoldsAll => {
            stack(at, s, ink, brush);
            mark(
                brush,
                |brush| brush.tick(at.plus(pt(0.0, -s * 0.1)), s * 0.6),
                Stroke::new(Ink::Text, s * 0.26),
            );
        }
        Glyph::Handover => star(at, s, ink, brush),
        Glyph::Housekeeping => hollow_disc(at, s * 0.7, ink, brush, |brush| {
            brush.rect(Rect::new(at.x - s * 0.28, at.y - s * 0.28, s * 0.56, s * 0.56));
        }),
        Glyph::Request | Glyph::Reply | Glyph::ReplyElsewhere => client_square(glyph, at, s, brush),
    }
}

/// A path of its own, stroked.
fn mark(brush: &mut dyn Brush, path: impl FnOnce(&mut dyn Brush), stroke: Stroke) {
    brush.begin();
    path(brush);
    brush.stroke(stroke);
}

fn hollow_disc(at: Point, radius: f32, ink: Ink, brush: &mut dyn Brush, within: impl FnOnce(&mut dyn Brush)) {
    let stroke = Stroke::new(ink, (radius * 0.24).max(1.5));
    brush.begin();
    brush.circle(at, radius);
    brush.fill(Ink::Stage, 1.0);
    brush.stroke(stroke);
    mark(brush, within, Stroke::new(Ink::Text, (radius * 0.28).max(1.75)));
}

/// A paper with a question mark, and a beak in the direction of travel.
fn ballot(at: Point, heading: Point, s: f32, ink: Ink, brush: &mut dyn Brush) {
    let side = heading.left();
    brush.begin();
    brush.polygon(&[
        at.plus(heading.times(1.65 * s)),
        at.plus(heading.times(0.7 * s)).plus(side.times(0.55 * s)),
        at.plus(heading.times(0.7 * s)).minus(side.times(0.55 * s)),
    ]);
    brush.fill(ink, 1.0);
    brush.begin();
    brush.pill(Rect::new(at.x - 0.85 * s, at.y - s, 1.7 * s, 2.0 * s), s * 0.25);
    brush.fill(Ink::Stage, 1.0);
    brush.stroke(Stroke::new(ink, (s * 0.2).max(1.5)));
    brush.text("?", at, Face::middle(Ink::Text, s * 1.6).bold());
}

/// Entries one behind the other, the first one ahead.
fn cells(flight: &FlightMark, brush: &mut dyn Brush) {
    let (s, heading) = (flight.size, flight.heading);
    let (side, pitch) = (s * 1.1, s * 1.3);
    let count = flight.cells.len();
    let front = pitch * (count as f32 - 1.0) / 2.0;
    let tip = flight.at.plus(heading.times(front + side * 0.66));
    brush.begin();
    brush.move_to(tip.plus(heading.left().times(s * 0.5)));
    brush.line_to(tip.plus(heading.times(s * 0.5)));
    brush.line_to(tip.minus(heading.left().times(s * 0.5)));
    brush.stroke(Stroke::new(flight.ink, (s * 0.24).max(1.75)));
    for (place, &ink) in flight.cells.iter().enumerate() {
        let centre = flight.at.plus(heading.times(front - pitch * place as f32));
        brush.begin();
        brush.polygon(&square(centre, heading, side / 2.0));
        brush.fill(ink, 1.0);
        if flight.news {
            brush.begin();
            brush.polygon(&super::nodes::diamond(centre, side * 0.3));
            brush.fill(Ink::OnSolid, 1.0);
        }
    }
    let back = flight.at.minus(heading.times(front + side * 0.5));
    if flight.glyph == Glyph::PulledLog {
        let across = heading.left().times(s * 0.95);
        let bar = tip.plus(heading.times(s * 0.75));
        mark(
            brush,
            |brush| brush.line(bar.minus(across), bar.plus(across)),
            Stroke::new(Ink::Text, (s * 0.24).max(2.0)),
        );
    }
    if flight.more > 0 && flight.share > 0.15 {
        let at = back.minus(heading.times(s * 0.9));
        brush.text(&format!("+{}", flight.more), at, Face::middle(Ink::Text, s).bold());
    }
}

fn square(centre: Point, heading: Point, half: f32) -> [Point; 4] {
    let (a, b) = (heading.times(half), heading.left().times(half));
    [centre.plus(a).plus(b), centre.plus(a).minus(b), centre.minus(a).minus(b), centre.minus(a).plus(b)]
}

/// Three sheets on top of each other.
fn stack(at: Point, s: f32, ink: Ink, brush: &mut dyn Brush) {
    for lift in [0.5, 0.0, -0.5] {
        let y = at.y + lift * s;
        brush.begin();
        brush.polygon(&[pt(at.x - s, y), pt(at.x, y - s * 0.48), pt(at.x + s, y), pt(at.x, y + s * 0.48)]);
        brush.fill(if lift < 0.0 { ink } else { Ink::Stage }, 1.0);
        brush.stroke(Stroke::new(ink, (s * 0.16).max(1.25)));
    }
}

fn flag(at: Point, s: f32, ink: Ink, brush: &mut dyn Brush) {
    let pole = at.x - s * 0.6;
    brush.begin();
    brush.polygon(&[
        pt(pole, at.y - s * 1.1),
        pt(at.x + s, at.y - s * 0.8),
        pt(at.x + s * 0.6, at.y - s * 0.35),
        pt(at.x + s, at.y + s * 0.1),
        pt(pole, at.y + s * 0.1),
    ]);
    brush.fill(ink, 1.0);
    mark(
        brush,
        |brush| brush.line(pt(pole, at.y - s * 1.1), pt(pole, at.y + s * 1.1)),
        Stroke::new(Ink::Text, (s * 0.2).max(1.5)),
    );
}

/// A broad arrow about its middle, as a path.
pub(crate) fn arrow(at: Point, heading: Point, s: f32, brush: &mut dyn Brush) {
    let side = heading.left();
    let p = |along: f32, across: f32| at.plus(heading.times(along * s)).plus(side.times(across * s));
    brush.begin();
    brush.polygon(&[
        p(1.15, 0.0),
        p(0.1, 0.95),
        p(0.1, 0.4),
        p(-1.1, 0.4),
        p(-1.1, -0.4),
        p(0.1, -0.4),
        p(0.1, -0.95),
    ]);
}

fn pull(glyph: Glyph, at: Point, heading: Point, s: f32, ink: Ink, brush: &mut dyn Brush) {
    arrow(at, heading, s * 1.05, brush);
    brush.fill(Ink::Stage, 1.0);
    brush.stroke(Stroke::new(ink, (s * 0.2).max(1.5)));
    match glyph {
        Glyph::PullUnknown => {
            mark(brush, |brush| brush.cross(at, s * 0.6), Stroke::new(Ink::Text, (s * 0.24).max(1.75)));
        }
        Glyph::PullPart => stack(at.minus(heading.times(s * 0.2)), s * 0.5, ink, brush),
        _ => {}
    }
}

/// Four long points: the leadership in passing.
fn star(at: Point, s: f32, ink: Ink, brush: &mut dyn Brush) {
    let (long, short) = (s * 1.15, s * 0.4);
    let points: Vec<Point> = (0..8)
        .map(|n| {
            let (sin, cos) = (std::f32::consts::FRAC_PI_4 * n as f32).sin_cos();
            let arm = if n % 2 == 0 { long } else { short };
            at.plus(pt(cos * arm, sin * arm))
        })
        .collect();
    brush.begin();
    brush.polygon(&points);
    brush.fill(ink, 1.0);
}

fn diamonds(glyph: Glyph, at: Point, heading: Point, s: f32, ink: Ink, brush: &mut dyn Brush) {
    let full = matches!(glyph, Glyph::Commit | Glyph::Abort);
    let arm = if glyph == Glyph::CommitAck { s * 0.75 } else { s * 1.25 };
    brush.begin();
    brush.polygon(&super::nodes::diamond(at, arm));
    brush.fill(if full { ink } else { Ink::Stage }, 1.0);
    brush.stroke(Stroke::new(ink, (s * 0.22).max(1.75)));
    let within = Stroke::new(if full { Ink::OnSolid } else { Ink::Text }, (s * 0.24).max(1.75));
    match glyph {
        Glyph::MergeYes => mark(brush, |brush| brush.tick(at, s * 0.55), within),
        Glyph::MergeNo => mark(brush, |brush| brush.cross(at, s * 0.42), within),
        Glyph::Abort => {
            mark(brush, |brush| brush.cross(at, s * 1.1), Stroke::new(Ink::Text, (s * 0.26).max(2.0)));
        }
        Glyph::MergeRedirect => {
            let back = heading.times(s * 0.5);
            mark(brush, |brush| brush.line(at.minus(back), at.plus(back)), within);
            mark(brush, |brush| brush.line(at.plus(back), at.plus(back.left().times(0.6))), within);
        }
        Glyph::Query => brush.text("?", at, Face::middle(Ink::Text, s * 1.4).bold()),
        _ => {}
    }
}

fn client_square(glyph: Glyph, at: Point, s: f32, brush: &mut dyn Brush) {
    let half = s * 0.6;
    brush.begin();
    brush.rect(Rect::new(at.x - half, at.y - half, 2.0 * half, 2.0 * half));
    brush.fill(if glyph == Glyph::Reply { Ink::Muted } else { Ink::Stage }, 1.0);
    brush.stroke(Stroke::new(Ink::Muted, (s * 0.2).max(1.5)));
    if glyph == Glyph::ReplyElsewhere {
        mark(brush, |brush| brush.cross(at, half), Stroke::new(Ink::Muted, (s * 0.2).max(1.5)));
    }
}
