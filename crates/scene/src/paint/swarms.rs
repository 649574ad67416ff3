//! Messages among very many: one path for all trails of a swarm, one for all its signs.

use super::{Brush, Shapes, Stroke};
use crate::geometry::Rect;
use crate::glyph::Glyph;
use crate::palette::Ink;
use crate::scene::Swarm;

pub(super) fn swarm(swarm: &Swarm, brush: &mut dyn Brush) {
    let (s, ink) = (swarm.size, swarm.ink);
    if swarm.glyph != Glyph::Heartbeat {
        brush.begin();
        for speck in &swarm.specks {
            brush.line(speck.tail, speck.at);
        }
        brush.stroke(Stroke::new(ink, (s * 0.3).max(1.25)).alpha(0.3));
    }
    brush.begin();
    for speck in &swarm.specks {
        let at = speck.at;
        match swarm.glyph {
            Glyph::Heartbeat => brush.circle(at, s * 0.3),
            Glyph::Ack => brush.circle(at, s * 0.42),
            _ => {
                let half = if swarm.glyph == Glyph::Append { s * 0.55 } else { s * 0.5 };
                brush.rect(Rect::new(at.x - half, at.y - half, 2.0 * half, 2.0 * half));
            }
        }
    }
    match swarm.glyph {
        // Heartbeats say least: faint dots.
        Glyph::Heartbeat => brush.fill(ink, 0.45),
        Glyph::Ack => brush.stroke(Stroke::new(ink, (s * 0.22).max(1.25)).alpha(0.8)),
        Glyph::Request => {
            brush.fill(Ink::Stage, 1.0);
            brush.stroke(Stroke::new(ink, (s * 0.2).max(1.25)));
        }
        _ => brush.fill(ink, 0.9),
    }
}
