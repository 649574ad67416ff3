//! Packing: how many rows of houses, and the largest disc with which nothing overlaps.
//!
//! There are few houses, so every way to break their row into lines is tried; for each, the largest radius is found by
//! bisection against the one question that matters: do the nodes' footprints overlap?

use super::houses::House;
use super::ring::unit_ring;
use super::{HULL_PAD, Reach, Spot};
use crate::geometry::{Point, Rect, pt};

/// How high the words above and below a ring are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bands {
    pub(super) above: f32,
    pub(super) below: f32,
}

/// The result.
pub(super) struct Packed {
    pub(super) radius: f32,
    pub(super) cells: Vec<Rect>,
    pub(super) spots: Vec<Spot>,
}

const LARGEST: f32 = 58.0;
const SMALLEST: f32 = 3.0;
/// Beyond so many houses only evenly filled rows are tried.
const TRY_ALL: usize = 7;

/// Gives each house a cell of `area` and each node a spot.
pub(super) fn pack(houses: &[House], area: Rect, room: (Bands, Reach)) -> Packed {
    let mut best = Packed { radius: 0.0, cells: Vec::new(), spots: Vec::new() };
    for rows in arrangements(houses.len()) {
        let cells = cells(houses, &rows, area);
        let radius = houses
            .iter()
            .zip(&cells)
            .map(|(house, &cell)| largest(house, cell, room))
            .fold(LARGEST.min(area.h * 0.1).max(14.0), f32::min);
        // Another row has to be worth it: one row is easier to read.
        if radius > best.radius * 1.08 {
            best = Packed { radius, cells, spots: Vec::new() };
        }
    }
    for (house, &cell) in houses.iter().zip(&best.cells) {
        best.spots.extend(spots(house, cell, room, best.radius));
    }
    best
}

/// The ways to break a row of `count` houses into lines, as the lines' lengths; fewer lines first.
fn arrangements(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return Vec::new();
    }
    if count > TRY_ALL {
        return (1..=count)
            .map(|rows| (0..rows).map(|row| (count * (row + 1)) / rows - (count * row) / rows).collect())
            .collect();
    }
    let mut all: Vec<Vec<usize>> = (0..1u32 << (count - 1))
        .map(|breaks| {
            let mut rows = vec![1];
            for house in 1..count {
                if breaks >> (house - 1) & 1 == 1 {
                    rows.push(1);
                } else if let Some(last) = rows.last_mut() {
                    *last += 1;
                }
            }
            rows
        })
        .collect();
    recraft_protocol::order::sort_by_key(&mut all, Vec::len);
    all
}

/// Cells of the houses: rows share the height, houses the width, by the square root of their numbers.
fn cells(houses: &[House], rows: &[usize], area: Rect) -> Vec<Rect> {
    let weight = |house: &House| (house.slots.len() as f32).sqrt() + 0.35;
    let mut lines: Vec<&[House]> = Vec::with_capacity(rows.len());
    let mut rest = houses;
    for &length in rows {
        let (line, after) = rest.split_at(length);
        lines.push(line);
        rest = after;
    }
    let height = |line: &[House]| line.iter().map(weight).fold(0.0, f32::max) + 0.6;
    let total: f32 = lines.iter().map(|line| height(line)).sum();
    let mut cells = Vec::with_capacity(houses.len());
    let mut y = area.y;
    for line in lines {
        let h = area.h * height(line) / total;
        let sum: f32 = line.iter().map(weight).sum();
        let mut x = area.x;
        for house in line {
            let w = area.w * weight(house) / sum;
            cells.push(Rect::new(x, y, w, h));
            x += w;
        }
        y += h;
    }
    cells
}

fn largest(house: &House, cell: Rect, room: (Bands, Reach)) -> f32 {
    let (mut low, mut high) = (SMALLEST, LARGEST);
    if fits(house, cell, room, high) {
        return high;
    }
    for _ in 0..9 {
        let middle = (low + high) / 2.0;
        if fits(house, cell, room, middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

fn fits(house: &House, cell: Rect, room: (Bands, Reach), radius: f32) -> bool {
    candidates(house, cell, room, radius).is_some()
}

/// The places of a house's nodes at this radius: the first number of rings with which no two footprints overlap.
fn candidates(house: &House, cell: Rect, room: (Bands, Reach), radius: f32) -> Option<Vec<Point>> {
    let field = field(cell, room, radius);
    if field.w < 0.0 || field.h < 0.0 {
        return None;
    }
    let groups: Vec<usize> = house.slots.iter().map(|slot| slot.group).collect();
    let rings = match groups.len() {
        0..=11 => 1,
        12..=30 => 2,
        31..=60 => 3,
        _ => 4,
    };
    // Rounder rings are tried before flatter ones.
    let shapes = [2.2, 3.0, 4.2];
    let tries = (1..=rings).flat_map(|rings| shapes.map(|shape| (rings, shape)));
    tries.into_iter().find_map(|(rings, shape)| {
        let points = placed(&groups, (rings, shape), field, radius);
        let boxes: Vec<Rect> = points.iter().map(|&at| room.1.footprint(at, radius)).collect();
        let free = boxes.iter().enumerate().all(|(i, a)| boxes[..i].iter().all(|b| !a.overlaps(b)));
        free.then_some(points)
    })
}

/// Where the centres may be.
fn field(cell: Rect, (bands, reach): (Bands, Reach), radius: f32) -> Rect {
    let pad = HULL_PAD * radius + 5.0;
    let (side, up, down) = (reach.side * radius + pad, reach.up * radius + pad, reach.down * radius + pad);
    Rect::new(
        cell.x + side,
        cell.y + bands.above + up,
        cell.w - 2.0 * side,
        cell.h - bands.above - bands.below - up - down,
    )
}

fn placed(groups: &[usize], (rings, shape): (usize, f32), field: Rect, radius: f32) -> Vec<Point> {
    let half_h = field.h / 2.0;
    // A ring that is stretched too far is no ring any more; two nodes need no more than a clear view of each other.
    let half_w = match groups.len() {
        1 => 0.0,
        2 => (field.w / 2.0).min(3.4 * radius),
        _ => (field.w / 2.0).min((shape * half_h).max(3.2 * radius)).min(if groups.len() < 7 {
            9.5 * radius
        } else {
            f32::MAX
        }),
    };
    let half_h = half_h.min((1.6 * half_w).max(2.0 * radius));
    let aspect = (half_w / half_h.max(1.0)).clamp(0.3, 4.0);
    let centre = field.centre();
    unit_ring(groups, rings, aspect)
        .iter()
        .map(|p| pt(centre.x + p.x * half_w, centre.y + p.y * half_h))
        .collect()
}

fn spots(house: &House, cell: Rect, room: (Bands, Reach), radius: f32) -> Vec<Spot> {
    let centre = field(cell, room, radius).centre();
    let points = candidates(house, cell, room, radius).unwrap_or_else(|| {
        let groups: Vec<usize> = house.slots.iter().map(|slot| slot.group).collect();
        placed(&groups, (4, 3.0), field(cell, room, radius), radius)
    });
    // Whoever is behind stands outside, as long as somebody is at home: so far that its hull is clear of the others'.
    let step = if house.slots.iter().all(|slot| slot.behind) { 0.0 } else { 0.7 * radius };
    let outwards = |at: Point| {
        let at = at.plus(at.minus(centre).direction().times(step));
        let (side, up, down) = (room.1.side * radius, room.1.up * radius, room.1.down * radius);
        pt(
            at.x.clamp(cell.x + side, (cell.right() - side).max(cell.x + side)),
            at.y.clamp(cell.y + up, (cell.bottom() - down).max(cell.y + up)),
        )
    };
    let spot = |(slot, at): (&super::Slot, Point)| Spot {
        node: slot.node,
        at: if slot.behind { outwards(at) } else { at },
        radius,
    };
    house.slots.iter().zip(points).map(spot).collect()
}
