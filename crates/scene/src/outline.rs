//! Soft outlines round groups of nodes.
//!
//! An outline is a radius for each direction from a centre: the convex hull of the nodes' footprints, smoothed, and, where
//! a split or a merge wants it, pinched between its groups. Nodes that are joining or leaving pull on it with only a
//! share of their weight, so hulls grow, shrink, pinch off and flow together as nodes cross.

use std::f32::consts::TAU;
use std::sync::OnceLock;

use crate::geometry::{Point, pt};
use crate::layout::Reach;

/// How many directions an outline is sampled in.
const DIRECTIONS: usize = 72;
/// How deep a pinch goes, as a share of the radius.
const PINCH_DEPTH: f32 = 0.42;
/// How wide it is, in radians.
const PINCH_WIDTH: f32 = 0.42;

/// A node as an outline sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inmate {
    /// Where.
    pub(crate) at: Point,
    /// The radius of its disc.
    pub(crate) radius: f32,
    /// How far it belongs, 0–1.
    pub(crate) share: f32,
}

/// The closed outline round `inmates`, `pad` radii beyond their footprints, pinched by `pinch` (0–1) in the directions
/// `waists`. Empty if nobody is in it.
#[must_use]
pub(crate) fn outline(inmates: &[Inmate], pad: f32, pinch: f32, waists: &[f32]) -> Vec<Point> {
    let weight: f32 = inmates.iter().map(|inmate| inmate.share).sum();
    if weight < 0.02 {
        return Vec::new();
    }
    let centre = centre(inmates, weight);
    let stretch = stretch(inmates, centre);
    let supports = supports(inmates, (centre, stretch), pad);
    let mut radii = radii(&supports);
    for _ in 0..5 {
        smooth(&mut radii);
    }
    let narrow: Vec<f32> = waists.iter().map(|waist| waist.sin().atan2(waist.cos() / stretch)).collect();
    (0..DIRECTIONS)
        .map(|i| {
            let angle = angle(i);
            let bump: f32 = narrow.iter().map(|&waist| bell((angle - waist).sin_cos())).fold(0.0, f32::max);
            let radius = radii[i] * (1.0 - PINCH_DEPTH * pinch * bump);
            let p = units()[i].times(radius);
            centre.plus(pt(p.x * stretch, p.y))
        })
        .collect()
}

fn angle(i: usize) -> f32 {
    TAU * i as f32 / DIRECTIONS as f32
}

/// The unit vectors in all directions: they never change, and a frame needs them thousands of times.
fn units() -> &'static [Point; DIRECTIONS] {
    static UNITS: OnceLock<[Point; DIRECTIONS]> = OnceLock::new();
    UNITS.get_or_init(|| std::array::from_fn(|i| Point::unit(angle(i))))
}

/// 1 straight ahead, falling off to the sides.
fn bell((sin, cos): (f32, f32)) -> f32 {
    let off = sin.atan2(cos) / PINCH_WIDTH;
    (-off * off).exp()
}

/// The middle of the footprints, by weight.
fn centre(inmates: &[Inmate], weight: f32) -> Point {
    let sum = inmates.iter().fold(Point::default(), |sum, inmate| {
        let lower = pt(inmate.at.x, inmate.at.y + (Reach::FULL.down - Reach::FULL.up) / 2.0 * inmate.radius);
        sum.plus(lower.times(inmate.share))
    });
    sum.times(1.0 / weight)
}

/// How much wider than high the group is. Outlines are made as if it were round, and stretched afterwards; else the ends of
/// a long group would be sampled too thinly.
fn stretch(inmates: &[Inmate], centre: Point) -> f32 {
    let reach = |value: fn(Point) -> f32, own: f32| {
        let far =
            |inmate: &Inmate| inmate.share * (value(inmate.at.minus(centre)).abs() + own * inmate.radius);
        inmates.iter().map(far).fold(1.0, f32::max)
    };
    (reach(|p| p.x, Reach::FULL.side) / reach(|p| p.y, Reach::FULL.down)).clamp(0.4, 4.0)
}

/// How far the group reaches in each direction, in the frame in which it is round.
fn supports(inmates: &[Inmate], (centre, stretch): (Point, f32), pad: f32) -> [f32; DIRECTIONS] {
    let mut supports = [0.0_f32; DIRECTIONS];
    for inmate in inmates.iter().filter(|inmate| inmate.share > 0.01) {
        let from = inmate.at.minus(centre).times(inmate.share);
        let unit = inmate.radius * inmate.share;
        for (i, support) in supports.iter_mut().enumerate() {
            let towards = units()[i];
            let along = pt(towards.x / stretch, towards.y);
            let side = Reach::FULL.side * unit * 0.86 * along.x.abs();
            let up_or_down = if towards.y < 0.0 { Reach::FULL.up } else { Reach::FULL.down }
                * unit
                * 0.86
                * towards.y.abs();
            *support = support.max(from.dot(along) + side + up_or_down + pad * unit * along.length());
        }
    }
    supports
}

/// From supports to radii: how far one can go in each direction before a supporting line is crossed.
fn radii(supports: &[f32; DIRECTIONS]) -> [f32; DIRECTIONS] {
    let mut radii = [0.0_f32; DIRECTIONS];
    // The cosine of an angle is the x of its unit vector. Straight to the sides there is none.
    let reach = DIRECTIONS / 4 - 1;
    for (i, radius) in radii.iter_mut().enumerate() {
        *radius = (0..=2 * reach)
            .map(|j| {
                let (other, off) =
                    ((i + DIRECTIONS + j - reach) % DIRECTIONS, (DIRECTIONS + j - reach) % DIRECTIONS);
                supports[other] / units()[off].x
            })
            .fold(f32::MAX, f32::min);
    }
    radii
}

fn smooth(radii: &mut [f32; DIRECTIONS]) {
    let old = *radii;
    for i in 0..DIRECTIONS {
        let (before, after) = (old[(i + DIRECTIONS - 1) % DIRECTIONS], old[(i + 1) % DIRECTIONS]);
        radii[i] = 0.25 * before + 0.5 * old[i] + 0.25 * after;
    }
}

/// The directions halfway between groups that follow each other round `centre`: where a hull is pinched.
#[must_use]
pub(crate) fn waists(groups: &[Vec<Point>], centre: Point) -> Vec<f32> {
    if groups.len() < 2 {
        return Vec::new();
    }
    let edge = |point: Option<&Point>| point.map(|point| point.minus(centre).direction());
    (0..groups.len())
        .filter_map(|i| {
            let last = edge(groups[i].last())?;
            let first = edge(groups[(i + 1) % groups.len()].first())?;
            let between = last.plus(first);
            // Two opposite directions have no middle of their own; a quarter turn from either does.
            let middle = if between.length() < 0.1 { last.left().times(-1.0) } else { between };
            Some(middle.angle())
        })
        .collect()
}

/// The box round an outline: left, top, right, bottom.
#[must_use]
pub(crate) fn bounds(outline: &[Point]) -> (f32, f32, f32, f32) {
    outline.iter().fold((f32::MAX, f32::MAX, f32::MIN, f32::MIN), |(l, t, r, b), p| {
        (l.min(p.x), t.min(p.y), r.max(p.x), b.max(p.y))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::footprint;

    fn triangle(share: f32) -> Vec<Inmate> {
        let at = [pt(100.0, 300.0), pt(300.0, 100.0), pt(500.0, 300.0)];
        let shares = [1.0, 1.0, share];
        at.iter().zip(shares).map(|(&at, share)| Inmate { at, radius: 40.0, share }).collect()
    }

    fn inside(outline: &[Point], p: Point) -> bool {
        crate::hit::inside(outline, p)
    }

    #[test]
    fn a_hull_encloses_every_disc_and_strip() {
        let inmates = triangle(1.0);
        let hull = outline(&inmates, 0.42, 0.0, &[]);
        for inmate in &inmates {
            let print = footprint(inmate.at, inmate.radius);
            assert!(inside(&hull, inmate.at));
            assert!(inside(&hull, pt(inmate.at.x, print.bottom())), "strip of {inmate:?}");
            assert!(inside(&hull, pt(inmate.at.x, inmate.at.y - 1.2 * inmate.radius)));
        }
    }

    #[test]
    fn who_does_not_belong_any_more_is_outside() {
        let hull = outline(&triangle(0.0), 0.42, 0.0, &[]);
        assert!(!inside(&hull, pt(500.0, 300.0)));
    }

    #[test]
    fn a_pinch_draws_the_hull_in_between_its_groups_and_nowhere_else() {
        let inmates = triangle(1.0);
        let centre = centre(&inmates, 3.0);
        let (full, pinched) = (outline(&inmates, 0.42, 0.0, &[]), outline(&inmates, 0.42, 1.0, &[TAU / 4.0]));
        let below = DIRECTIONS / 4;
        assert!(pinched[below].distance(centre) < 0.65 * full[below].distance(centre));
        let above = 3 * DIRECTIONS / 4;
        assert!(pinched[above].distance(full[above]) < 0.5);
    }

    #[test]
    fn a_long_group_is_enclosed_to_its_ends() {
        let inmates: Vec<Inmate> = (0..12)
            .map(|i| {
                let at = Point::unit(TAU * i as f32 / 12.0);
                Inmate { at: pt(700.0 + 560.0 * at.x, 300.0 + 150.0 * at.y), radius: 34.0, share: 1.0 }
            })
            .collect();
        let hull = outline(&inmates, 0.42, 0.0, &[]);
        for inmate in &inmates {
            for side in [-1.2, 1.2] {
                assert!(inside(&hull, pt(inmate.at.x + side * inmate.radius, inmate.at.y)), "{inmate:?}");
            }
        }
    }

    #[test]
    fn nobody_has_no_hull() {
        assert!(outline(&[], 0.4, 0.0, &[]).is_empty());
    }
}
