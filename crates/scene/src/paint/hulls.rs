//! Hulls and their parts.

use super::{Brush, Face, Shapes, Stroke};
use crate::geometry::{Point, Rect, pt};
use crate::outline::bounds;
use crate::palette::{Ink, Tone};
use crate::scene::{Hull, Lobe, LobeStyle, Spot, SpotShape, Stamp};
use crate::text::width;

pub(super) fn hull(hull: &Hull, brush: &mut dyn Brush) {
    let line = Ink::cluster(hull.hue, 2, Tone::Line);
    brush.begin();
    brush.smooth(&hull.outline);
    if hull.over {
        // It may have the very hue of a cluster that is: it is paler, and its line is broken.
        brush.fill(Ink::cluster(hull.hue, 2, Tone::Tint), 0.5 * hull.alpha);
        brush.stroke(Stroke::new(line, 2.0).alpha(0.8 * hull.alpha).dashed(3.0, 4.0));
    } else {
        brush.fill(Ink::cluster(hull.hue, 2, Tone::Tint), hull.alpha);
        brush.stroke(Stroke::new(line, 2.0).alpha(0.55 * hull.alpha));
    }
    if hull.selected {
        brush.stroke(Stroke::new(Ink::Accent, 3.0).alpha(hull.alpha));
    } else if hull.hovered {
        brush.stroke(Stroke::new(Ink::Text, 1.5).alpha(0.7 * hull.alpha));
    }
    if hull.sealed {
        lid(&hull.outline, line, hull.alpha, brush);
    }
    if let Some(stamp) = hull.stamp {
        stamped(hull, stamp, brush);
    }
}

/// A wide, soft ring with a broken line in it: it cannot be taken for a selection, which is solid.
pub(super) fn spot(spot: &Spot, brush: &mut dyn Brush) {
    brush.begin();
    match &spot.shape {
        SpotShape::Circle(middle, radius) => brush.circle(*middle, *radius),
        SpotShape::Outline(outline) => brush.smooth(outline),
    }
    brush.stroke(Stroke::new(Ink::Accent, spot.width).alpha(0.3));
    brush.stroke(Stroke::new(Ink::Accent, 2.5).dashed(spot.width, spot.width));
}

/// A lid: the upper part of the outline again, thick and a little above. Its ends are plain: knobs would ask to be dragged.
fn lid(outline: &[Point], ink: Ink, alpha: f32, brush: &mut dyn Brush) {
    let n = outline.len();
    if n < 8 {
        return;
    }
    let (left, top, right, bottom) = bounds(outline);
    let centre = pt((left + right) / 2.0, (top + bottom) / 2.0);
    // The outline begins at the right and goes clockwise, as seen: its upper third lies around three quarters.
    let upper: Vec<Point> = (n * 5 / 8..=n * 7 / 8).map(|i| outline[i % n]).collect();
    let raised: Vec<Point> = upper.iter().map(|p| p.plus(p.minus(centre).direction().times(5.0))).collect();
    brush.begin();
    brush.move_to(raised[0]);
    for &p in &raised[1..] {
        brush.line_to(p);
    }
    brush.stroke(Stroke::new(ink, 4.0).alpha(alpha));
}

/// As if by a rubber stamp: upright and framed.
fn stamped(hull: &Hull, stamp: Stamp, brush: &mut dyn Brush) {
    let Stamp { text, at, size } = stamp;
    let half = width(text, size) / 2.0 + 0.6 * size;
    let frame = Rect::new(at.x - half, at.y - 0.75 * size, 2.0 * half, 1.5 * size);
    let ink = Ink::cluster(hull.hue, 2, Tone::Word);
    brush.begin();
    brush.pill(frame, 4.0);
    brush.fill(Ink::Stage, 0.9 * hull.alpha);
    brush.stroke(Stroke::new(ink, 2.5).alpha(hull.alpha));
    brush.text(text, at, Face::middle(ink, size).bold().alpha(hull.alpha));
}

pub(super) fn lobe(lobe: &Lobe, brush: &mut dyn Brush) {
    let line = Ink::cluster(lobe.hue, 3, Tone::Line);
    brush.begin();
    brush.smooth(&lobe.outline);
    match lobe.style {
        LobeStyle::Proposed => brush.stroke(Stroke::new(line, 2.5).alpha(lobe.alpha).dashed(9.0, 7.0)),
        LobeStyle::Agreed => {
            brush.fill(Ink::cluster(lobe.hue, 2, Tone::Tint), 0.9 * lobe.alpha);
            brush.stroke(Stroke::new(line, 3.0).alpha(lobe.alpha));
        }
        LobeStyle::Sealed => {
            brush.fill(Ink::cluster(lobe.hue, 2, Tone::Tint), 0.9 * lobe.alpha);
            brush.stroke(Stroke::new(line, 2.0).alpha(lobe.alpha));
            lid(&lobe.outline, line, lobe.alpha, brush);
        }
    }
    let name = lobe.cluster.to_string();
    let plate = lobe.plate();
    brush.begin();
    brush.pill(plate, 99.0);
    brush.fill(Ink::Stage, lobe.alpha);
    brush.stroke(Stroke::new(line, 1.5).alpha(lobe.alpha));
    brush.text(
        &name,
        plate.centre(),
        Face::middle(Ink::cluster(lobe.hue, 2, Tone::Word), lobe.size).bold().alpha(lobe.alpha),
    );
}
