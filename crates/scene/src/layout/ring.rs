//! Places on a ring: an arch of equal steps along an ellipse, from the lower left over the top to the lower right.
//!
//! Many nodes stand on two or more rings within each other. The places are returned in a box from -1 to 1 either way and
//! fill it, whatever the number.

use std::f32::consts::{PI, TAU};

use crate::geometry::{Point, pt};

/// How much room, in steps, there is between two groups.
const GROUP_GAP: f32 = 0.55;

/// The places of `groups.len()` nodes on `rings` rings of an ellipse of this aspect (width over height). `groups` names
/// the group of each node; those of one group are adjacent.
#[must_use]
pub(super) fn unit_ring(groups: &[usize], rings: usize, aspect: f32) -> Vec<Point> {
    let n = groups.len();
    match n {
        0 => return Vec::new(),
        1 => return vec![pt(0.0, 0.0)],
        2 => return vec![pt(-1.0, 0.0), pt(1.0, 0.0)],
        _ => {}
    }
    let shares = shares(groups);
    let table = arc_table(aspect);
    let scales = scales(rings);
    let ring_of = deal(n, scales);
    let together = groups.iter().all(|&group| group == groups[0]);
    let mut points = Vec::with_capacity(n);
    let mut placed = vec![0_usize; scales.len()];
    for (&ring, &share) in ring_of.iter().zip(&shares) {
        // Without groups every ring is evenly spaced; with groups they keep to their sector.
        let on_ring = ring_of.iter().filter(|&&other| other == ring).count();
        let share = if together { (placed[ring] as f32 + 0.5) / on_ring as f32 } else { share };
        placed[ring] += 1;
        points.push(Point::unit(angle_at(&table, share)).times(scales[ring]));
    }
    fill(&mut points);
    points
}

/// Deals `n` nodes out to rings, in turn, each ring as many as its length can take.
fn deal(n: usize, scales: &[f32]) -> Vec<usize> {
    let total: f32 = scales.iter().sum();
    let mut debt = vec![0.0_f32; scales.len()];
    (0..n)
        .map(|_| {
            for (owed, scale) in debt.iter_mut().zip(scales) {
                *owed += scale / total;
            }
            let ring = (0..scales.len()).max_by(|&a, &b| debt[a].total_cmp(&debt[b])).unwrap_or(0);
            debt[ring] -= 1.0;
            ring
        })
        .collect()
}

const fn scales(rings: usize) -> &'static [f32] {
    match rings {
        0 | 1 => &[1.0],
        2 => &[1.0, 0.5],
        3 => &[1.0, 0.66, 0.32],
        _ => &[1.0, 0.75, 0.5, 0.25],
    }
}

/// How far along the whole way each node stands, with gaps between groups.
fn shares(groups: &[usize]) -> Vec<f32> {
    let breaks = groups.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let gap = if breaks > 0 { GROUP_GAP } else { 0.0 };
    let total = groups.len() as f32 + gap * (breaks as f32 + if breaks > 0 { 1.0 } else { 0.0 });
    let mut at = 0.5 + gap / 2.0;
    let mut shares = Vec::with_capacity(groups.len());
    for (place, &group) in groups.iter().enumerate() {
        if place > 0 && groups[place - 1] != group {
            at += gap;
        }
        shares.push(at / total);
        at += 1.0;
    }
    shares
}

const SAMPLES: usize = 180;

/// The share of an ellipse's circumference that lies between its lowest point and each of [`SAMPLES`] angles.
fn arc_table(aspect: f32) -> Vec<f32> {
    let at = |i: usize| {
        let angle = PI / 2.0 + TAU * i as f32 / SAMPLES as f32;
        pt(angle.cos() * aspect, angle.sin())
    };
    let mut sums = vec![0.0];
    for i in 0..SAMPLES {
        sums.push(sums[i] + at(i).distance(at(i + 1)));
    }
    let total = sums[SAMPLES];
    sums.iter().map(|sum| sum / total).collect()
}

/// The angle at which `share` of the circumference lies behind.
fn angle_at(table: &[f32], share: f32) -> f32 {
    let next = table.partition_point(|&behind| behind < share).clamp(1, SAMPLES);
    let (low, high) = (table[next - 1], table[next]);
    let within = if high > low { (share - low) / (high - low) } else { 0.0 };
    PI / 2.0 + TAU * (next as f32 - 1.0 + within) / SAMPLES as f32
}

/// Stretches the points so that they reach all four sides of the box.
fn fill(points: &mut [Point]) {
    let bounds = |value: fn(&Point) -> f32, points: &[Point]| {
        let (low, high) =
            points.iter().map(value).fold((f32::MAX, f32::MIN), |(l, h), v| (l.min(v), h.max(v)));
        ((low + high) / 2.0, ((high - low) / 2.0).max(1e-3))
    };
    let (middle_x, half_x) = bounds(|p| p.x, points);
    let (middle_y, half_y) = bounds(|p| p.y, points);
    for point in points {
        *point = pt((point.x - middle_x) / half_x, (point.y - middle_y) / half_y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arch_begins_at_the_lower_left_and_ends_at_the_lower_right() {
        for n in 3..12 {
            let ring = unit_ring(&vec![0; n], 1, 1.6);
            let (first, last) = (ring[0], ring[n - 1]);
            assert!(
                first.x < 0.0 && first.y > 0.4 && last.x > 0.0 && last.y > 0.4,
                "{n}: {first:?} {last:?}"
            );
        }
    }

    #[test]
    fn the_ring_fills_its_box() {
        for n in 3..30 {
            let ring = unit_ring(&vec![0; n], 2, 1.2);
            let reach = |value: fn(&Point) -> f32| ring.iter().map(value).fold(0.0, f32::max);
            assert!((reach(|p| p.x) - 1.0).abs() < 1e-3 && (reach(|p| -p.y) - 1.0).abs() < 1e-3);
        }
    }

    #[test]
    fn groups_stand_apart() {
        let ring = unit_ring(&[0, 0, 0, 0, 0, 1, 1, 1, 1, 1], 1, 1.0);
        assert!(ring[4].distance(ring[5]) > 1.2 * ring[3].distance(ring[4]));
    }
}
