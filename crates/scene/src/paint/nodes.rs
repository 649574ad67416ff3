//! Nodes, logs and clients.

use std::f32::consts::{FRAC_PI_2, TAU};

use super::{Brush, Dash, Face as Lettering, Shapes, Stroke};
use crate::compose::CELL_LETTERS;
use crate::geometry::{Point, Rect, pt};
use crate::palette::{Ink, Tone};
use crate::scene::{Align, Cell, ClientMark, Face, Look, NodeMark, Strip};
use crate::text::ems;

pub(super) fn node(node: &NodeMark, brush: &mut dyn Brush) {
    let (at, r) = (node.at, node.radius);
    let solid = Ink::cluster(node.hue, node.step, Tone::Solid);
    let line = Ink::cluster(node.hue, node.step, Tone::Line);
    halo(node, brush);
    match node.face {
        Face::Down => down(node, brush),
        Face::Spare => {
            brush.begin();
            brush.circle(at, r);
            brush.fill(Ink::Stage, 1.0);
            brush.stroke(Stroke::new(Ink::Muted, (r * 0.07).max(1.5)).dashed(1.0, r * 0.26));
            name(node, Ink::Muted, 0.0, brush);
        }
        Face::Follower | Face::Leader | Face::Candidate { .. } => {
            brush.disc(at, r, solid, 1.0);
            timer(node, line, brush);
            if node.face == Face::Leader {
                leader(node, line, brush);
            }
            if let Face::Candidate { given, needed, turn } = node.face {
                candidate(node, (given, needed, turn), line, brush);
            }
            if node.plain {
                name(node, Ink::OnSolid, 0.0, brush);
            } else {
                name(node, Ink::OnSolid, -0.2, brush);
                badge::draw(node, brush);
            }
            timer_ms(node, brush);
        }
    }
    extras(node, line, brush);
}

/// Selection, pointer and alarm: rings outside everything else.
pub(super) fn halo(node: &NodeMark, brush: &mut dyn Brush) {
    let r = node.radius * if node.face == Face::Leader { 1.08 } else { 1.0 };
    if node.alarmed {
        brush.ring(node.at, r * 1.42, Stroke::new(Ink::Alarm, r * 0.14));
    }
    if node.selected {
        brush.disc(node.at, r * 1.36, Ink::Accent, 0.28);
        brush.ring(node.at, r * 1.36, Stroke::new(Ink::Accent, (r * 0.09).max(2.5)));
    } else if node.hovered {
        brush.ring(node.at, r * 1.36, Stroke::new(Ink::Text, 1.5).alpha(0.6));
    }
}

fn down(node: &NodeMark, brush: &mut dyn Brush) {
    let (at, r) = (node.at, node.radius);
    let stroke = Stroke::new(Ink::Down, (r * 0.08).max(2.0));
    brush.begin();
    brush.circle(at, r);
    brush.fill(Ink::Stage, 1.0);
    brush.stroke(stroke);
    brush.begin();
    let arm = r * std::f32::consts::FRAC_1_SQRT_2;
    brush.cross(at, arm);
    brush.stroke(stroke);
    let half = ems(&node.id.to_string()) * r * 0.34 + r * 0.12;
    brush.begin();
    brush.pill(Rect::new(at.x - half, at.y - r * 0.32, 2.0 * half, r * 0.64), r);
    brush.fill(Ink::Stage, 1.0);
    name(node, Ink::Muted, 0.0, brush);
}

pub(super) fn name(node: &NodeMark, ink: Ink, lift: f32, brush: &mut dyn Brush) {
    let text = node.id.to_string();
    let size = (node.radius * 0.68).min(node.radius * 1.7 / ems(&text));
    brush.text(&text, pt(node.at.x, node.at.y + lift * node.radius), Lettering::middle(ink, size).bold());
}

/// The radius of the ring that empties, and how wide it is.
pub(super) fn track(node: &NodeMark) -> (f32, f32) {
    (node.radius * 1.17, (node.radius * 0.11).max(2.0))
}

/// What is left of the election timer, as a path: clockwise from the top.
pub(super) fn sweep(node: &NodeMark, brush: &mut dyn Brush) {
    if let Some(left) = node.ring.filter(|&left| left > 0.004) {
        brush.arc(node.at, track(node).0, -FRAC_PI_2 + TAU * (1.0 - left), -FRAC_PI_2 + TAU);
    }
}

/// The ring that empties.
fn timer(node: &NodeMark, line: Ink, brush: &mut dyn Brush) {
    if node.ring.is_none() {
        return;
    }
    let (radius, width) = track(node);
    brush.ring(node.at, radius, Stroke::new(Ink::Faint, width * 0.5));
    if !matches!(node.face, Face::Candidate { .. }) {
        brush.begin();
        sweep(node, brush);
        brush.stroke(Stroke::new(line, width));
    }
}

/// How long the timer has to run, where there is room to say so.
pub(super) fn timer_ms(node: &NodeMark, brush: &mut dyn Brush) {
    if let Some(ms) = node.timer_ms {
        let (at, size) =
            (pt(node.at.x, node.at.y - 0.66 * node.radius), (node.radius * 0.19).clamp(11.0, 15.0));
        brush.text(&format!("{ms} ms"), at, Lettering::middle(Ink::OnSolid, size));
    }
}

fn leader(node: &NodeMark, line: Ink, brush: &mut dyn Brush) {
    let (at, r) = (node.at, node.radius);
    let width = (r * 0.075).max(1.8);
    brush.ring(at, r * 1.11, Stroke::new(line, width));
    brush.ring(at, r * 1.26, Stroke::new(line, width));
    crown(pt(at.x, at.y - r * 1.22), r * 0.44, brush);
}

/// A crown about the middle of its foot.
pub(crate) fn crown(foot: Point, half: f32, brush: &mut dyn Brush) {
    let p = |x: f32, y: f32| pt(foot.x + x * half, foot.y + y * half);
    brush.begin();
    brush.polygon(&[
        p(-0.9, 0.34),
        p(-1.05, -0.62),
        p(-0.48, -0.12),
        p(0.0, -0.92),
        p(0.48, -0.12),
        p(1.05, -0.62),
        p(0.9, 0.34),
    ]);
    brush.stroke(Stroke::new(Ink::Stage, half * 0.3));
    brush.fill(Ink::Text, 1.0);
}

/// A turning ring in as many pieces as votes are needed; those given are full. What is missing is written out.
fn candidate(node: &NodeMark, (given, needed, turn): (usize, usize, f32), line: Ink, brush: &mut dyn Brush) {
    let (at, r) = (node.at, node.radius);
    let step = TAU / needed.max(1) as f32;
    let gap = (step * 0.16).min(0.3);
    let piece = |place: usize| {
        let from = -FRAC_PI_2 + turn + step * place as f32 + gap / 2.0;
        (from, from + step - gap)
    };
    let width = (r * 0.15).max(2.5);
    brush.begin();
    for place in given..needed.max(1) {
        let (from, to) = piece(place);
        brush.arc(at, r * 1.2, from, to);
    }
    brush.stroke(Stroke { ink: line, width: width * 0.55, alpha: 0.9, dash: Dash::Every(r * 0.1, r * 0.2) });
    brush.begin();
    for place in 0..given.min(needed) {
        let (from, to) = piece(place);
        brush.arc(at, r * 1.2, from, to);
    }
    brush.stroke(Stroke::new(line, width));
    if let Some(text) = node.tag() {
        tag(&text, node.tag_box(), node.tag_size(), line, brush);
    }
}

/// Words on a ground of their own.
fn tag(text: &str, room: Rect, size: f32, line: Ink, brush: &mut dyn Brush) {
    brush.begin();
    brush.pill(room, 99.0);
    brush.fill(Ink::Stage, 1.0);
    brush.stroke(Stroke::new(line, 1.5));
    brush.text(text, room.centre(), Lettering::middle(Ink::Text, size).bold());
}

/// Epoch and term; when the epoch changes, the old badge rolls up and out, the new one in from below.
pub(super) mod badge {
    use super::{Brush, Ink, Lettering, NodeMark, Rect, Shapes, ems, pt};

    pub(super) fn draw(node: &NodeMark, brush: &mut dyn Brush) {
        brush.begin();
        brush.pill(shape(node).0, 99.0);
        brush.fill(Ink::Stage, 1.0);
        words(node, brush);
    }

    /// Its ground, and the size of its letters.
    pub(in crate::paint) fn shape(node: &NodeMark) -> (Rect, f32) {
        let r = node.radius;
        let size = (r * 0.40).max(8.5);
        let widest = |time: recraft_protocol::types::EpochTerm| ems(&time.to_string());
        let widest = node.badge.before.map_or(0.0, widest).max(widest(node.badge.now));
        let half = (widest * size / 2.0 + 0.34 * size).max(r * 0.42);
        let middle = node.at.y + r * 0.46;
        (Rect::new(node.at.x - half, middle - 0.62 * size, 2.0 * half, 1.24 * size), size)
    }

    pub(in crate::paint) fn words(node: &NodeMark, brush: &mut dyn Brush) {
        let size = (node.radius * 0.40).max(8.5);
        let centre = pt(node.at.x, node.at.y + node.radius * 0.46);
        let face = Lettering::middle(Ink::Text, size).bold();
        let now = node.badge.now.to_string();
        let Some(before) = node.badge.before else { return brush.text(&now, centre, face) };
        let (roll, shift) = (node.badge.roll, size * 1.1);
        let (up, down) =
            (pt(centre.x, centre.y - shift * roll), pt(centre.x, centre.y + shift * (1.0 - roll)));
        brush.text(&before.to_string(), up, face.alpha((1.0 - 1.6 * roll).max(0.0)));
        brush.text(&now, down, face.alpha((1.6 * roll - 0.6).max(0.0)));
    }
}

/// What hangs on a node for a while: the parts of a merge, a pull.
pub(super) fn extras(node: &NodeMark, line: Ink, brush: &mut dyn Brush) {
    let r = node.radius;
    if let Some((held, of)) = node.parts {
        let size = (r * 0.40).max(9.0);
        let at = pt(node.at.x + r * 0.98, node.at.y - r * 0.92);
        let text = format!("{held}/{of}");
        let half = ems(&text) * size / 2.0 + 0.4 * size;
        let body = Rect::new(at.x - half, at.y - 0.72 * size, 2.0 * half, 1.44 * size);
        brush.begin();
        brush.pill(body, 5.0);
        brush.fill(Ink::Stage, 1.0);
        brush.begin();
        brush.pill(Rect { w: body.w * held as f32 / of.max(1) as f32, ..body }, 5.0);
        brush.fill(line, 0.35);
        brush.begin();
        brush.pill(body, 5.0);
        brush.stroke(Stroke::new(line, 2.0));
        brush.text(&text, at, Lettering::middle(Ink::Text, size).bold());
    }
    if node.pulling {
        let at = pt(node.at.x - r * 1.12, node.at.y - r * 0.62);
        brush.disc(at, r * 0.36, Ink::Stage, 1.0);
        super::glyphs::arrow(at, pt(0.0, 1.0), r * 0.3, brush);
        brush.fill(Ink::Stage, 1.0);
        brush.stroke(Stroke::new(line, 2.0));
    }
}

pub(super) fn strip(strip: &Strip, brush: &mut dyn Brush) {
    let cells = &strip.cells;
    let body = |cell: &Cell| Rect::new(cell.x, strip.y, cell.w, strip.h);
    // Cells of one look and ink are drawn in one go.
    let mut rest = cells.as_slice();
    while let Some(first) = rest.first() {
        let run = rest.iter().take_while(|cell| (cell.look, cell.ink) == (first.look, first.ink)).count();
        let (same, after) = rest.split_at(run);
        brush.begin();
        for cell in same {
            match cell.look {
                Look::Committed => brush.rect(body(cell)),
                Look::Compacted => {
                    brush.rect(Rect::new(cell.x, strip.y + strip.h * 0.66, cell.w, strip.h * 0.34));
                }
                Look::Open | Look::Missing => brush.rect(body(cell).grown(-0.75)),
            }
        }
        match first.look {
            Look::Committed => brush.fill(first.ink, 1.0),
            Look::Compacted => brush.fill(first.ink, 0.6),
            Look::Open => {
                brush.fill(Ink::Stage, 1.0);
                brush.stroke(Stroke::new(first.ink, 1.75));
            }
            Look::Missing => brush.stroke(Stroke::new(first.ink, 1.0).alpha(0.75).dashed(1.5, 3.0)),
        }
        rest = after;
    }
    special_cells(strip, brush);
}

/// Diamonds on configuration entries, bars after boundaries.
fn special_cells(strip: &Strip, brush: &mut dyn Brush) {
    for cell in strip.cells.iter().filter(|cell| cell.config && cell.w > strip.h * 0.7) {
        let centre = pt(cell.x + cell.w / 2.0, strip.y + strip.h / 2.0);
        let arm = strip.h * 0.3;
        brush.begin();
        brush.polygon(&diamond(centre, arm));
        brush.fill(if cell.look == Look::Committed { Ink::OnSolid } else { cell.ink }, 1.0);
    }
    for cell in strip.cells.iter().filter(|cell| cell.boundary) {
        let x = cell.x + cell.w + 0.5;
        brush.begin();
        brush.line(pt(x, strip.y - strip.h * 0.28), pt(x, strip.y + strip.h * 1.28));
        brush.stroke(Stroke::new(Ink::Text, 2.5));
    }
    for (at, text) in &strip.texts {
        let committed = strip
            .cells
            .iter()
            .any(|cell| cell.look == Look::Committed && cell.x < at.x && at.x < cell.x + cell.w);
        let ink = if committed { Ink::OnSolid } else { Ink::Text };
        brush.text(text, *at, Lettering::middle(ink, strip.h * CELL_LETTERS));
    }
    if let Some((index, at, size)) = strip.last
        && index > 0
    {
        let face = Lettering { size, bold: false, align: Align::End, ink: Ink::Muted, alpha: 1.0 };
        brush.text(&index.to_string(), pt(at.x, at.y + size * 0.75), face);
    }
}

pub(crate) fn diamond(centre: Point, arm: f32) -> [Point; 4] {
    [pt(0.0, -arm), pt(arm, 0.0), pt(0.0, arm), pt(-arm, 0.0)].map(|corner| centre.plus(corner))
}

pub(super) fn client(client: &ClientMark, brush: &mut dyn Brush) {
    let half = client.size;
    let body = Rect::new(client.at.x - half, client.at.y - half, 2.0 * half, 2.0 * half);
    if client.selected {
        brush.begin();
        brush.pill(body.grown(4.0), 7.0);
        brush.stroke(Stroke::new(Ink::Accent, 3.0));
    }
    brush.begin();
    brush.pill(body, 4.0);
    brush.fill(Ink::Stage, 1.0);
    brush.stroke(Stroke::new(if client.hovered { Ink::Text } else { Ink::Muted }, 2.0));
    let text = client.id.to_string();
    // Bold letters are wider than the estimate; the frame stays free.
    let size = (half * 0.95).min(half * 1.5 / ems(&text));
    brush.text(&text, client.at, Lettering::middle(Ink::Text, size).bold());
}
