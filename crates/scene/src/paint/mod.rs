//! How marks look: said once, for every renderer.
//!
//! A renderer is a [`Brush`]: it can draw a path, fill it, stroke it, and write. [`paint`] takes a scene's marks in order and
//! guides the brush. So the canvas in the browser and the SVG of an export cannot drift apart, and a brush is small.

pub(crate) mod glyphs;
mod hulls;
mod lines;
mod many;
mod nodes;
mod swarms;
mod words;

use std::f32::consts::TAU;

use crate::geometry::{Point, Rect};
use crate::palette::Ink;
use crate::scene::{Align, Mark, Scene};

/// How a line is broken.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Dash {
    /// Not at all.
    #[default]
    Solid,
    /// So long a dash, so long a gap.
    Every(f32, f32),
}

/// How a path is stroked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// In which colour.
    pub ink: Ink,
    /// How wide.
    pub width: f32,
    /// How opaque, 0–1.
    pub alpha: f32,
    /// How broken.
    pub dash: Dash,
}

impl Stroke {
    /// A solid, opaque line.
    #[must_use]
    pub const fn new(ink: Ink, width: f32) -> Self {
        Self { ink, width, alpha: 1.0, dash: Dash::Solid }
    }

    /// The same, see-through.
    #[must_use]
    pub const fn alpha(mut self, alpha: f32) -> Self {
        self.alpha = alpha;
        self
    }

    /// The same, dashed.
    #[must_use]
    pub const fn dashed(mut self, dash: f32, gap: f32) -> Self {
        self.dash = Dash::Every(dash, gap);
        self
    }
}

/// How words are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Face {
    /// In which size (pixels).
    pub size: f32,
    /// Whether bold.
    pub bold: bool,
    /// How they lie about their point.
    pub align: Align,
    /// In which colour.
    pub ink: Ink,
    /// How opaque, 0–1.
    pub alpha: f32,
}

impl Face {
    /// Words about their middle.
    #[must_use]
    pub const fn middle(ink: Ink, size: f32) -> Self {
        Self { size, bold: false, align: Align::Middle, ink, alpha: 1.0 }
    }

    /// The same, bold.
    #[must_use]
    pub const fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    /// The same, see-through.
    #[must_use]
    pub const fn alpha(mut self, alpha: f32) -> Self {
        self.alpha = alpha;
        self
    }
}

/// What a renderer has to be able to do. Line ends and corners are round.
pub trait Brush {
    /// Begins a new path; the old one is gone.
    fn begin(&mut self);
    /// Begins a stretch at a point.
    fn move_to(&mut self, p: Point);
    /// A straight line to a point.
    fn line_to(&mut self, p: Point);
    /// A quadratic curve to a point.
    fn quad_to(&mut self, control: Point, p: Point);
    /// A stretch of its own: an arc from one angle clockwise to another.
    fn arc(&mut self, centre: Point, radius: f32, from: f32, to: f32);
    /// Closes the present stretch.
    fn close(&mut self);
    /// A stretch of its own: a box.
    fn rect(&mut self, rect: Rect);
    /// Fills the path, which stays.
    fn fill(&mut self, ink: Ink, alpha: f32);
    /// Strokes the path, which stays.
    fn stroke(&mut self, stroke: Stroke);
    /// Writes; `at` is the middle of the words' height.
    fn text(&mut self, text: &str, at: Point, face: Face);
}

/// Shapes that are made of what every brush can do.
pub(crate) trait Shapes: Brush {
    fn circle(&mut self, centre: Point, radius: f32) {
        self.arc(centre, radius, 0.0, TAU);
    }

    fn disc(&mut self, centre: Point, radius: f32, ink: Ink, alpha: f32) {
        self.begin();
        self.circle(centre, radius);
        self.fill(ink, alpha);
    }

    fn ring(&mut self, centre: Point, radius: f32, stroke: Stroke) {
        self.begin();
        self.circle(centre, radius);
        self.stroke(stroke);
    }

    fn line(&mut self, from: Point, to: Point) {
        self.move_to(from);
        self.line_to(to);
    }

    fn polygon(&mut self, points: &[Point]) {
        if let Some((&first, rest)) = points.split_first() {
            self.move_to(first);
            for &p in rest {
                self.line_to(p);
            }
            self.close();
        }
    }

    /// A closed curve through the middles of a polygon's sides.
    fn smooth(&mut self, points: &[Point]) {
        let (Some(&first), Some(&last)) = (points.first(), points.last()) else { return };
        self.move_to(last.towards(first, 0.5));
        for (i, &p) in points.iter().enumerate() {
            let next = points[(i + 1) % points.len()];
            self.quad_to(p, p.towards(next, 0.5));
        }
        self.close();
    }

    fn pill(&mut self, rect: Rect, corner: f32) {
        let c = corner.min(rect.w / 2.0).min(rect.h / 2.0);
        let [a, b, d, e] = rect.corners();
        let (right, down) = (crate::geometry::pt(c, 0.0), crate::geometry::pt(0.0, c));
        self.move_to(a.plus(right));
        self.line_to(b.minus(right));
        self.quad_to(b, b.plus(down));
        self.line_to(d.minus(down));
        self.quad_to(d, d.minus(right));
        self.line_to(e.plus(right));
        self.quad_to(e, e.minus(down));
        self.line_to(a.plus(down));
        self.quad_to(a, a.plus(right));
        self.close();
    }

    fn cross(&mut self, centre: Point, arm: f32) {
        use crate::geometry::pt;
        self.line(centre.plus(pt(-arm, -arm)), centre.plus(pt(arm, arm)));
        self.line(centre.plus(pt(arm, -arm)), centre.plus(pt(-arm, arm)));
    }

    fn tick(&mut self, centre: Point, arm: f32) {
        use crate::geometry::pt;
        self.move_to(centre.plus(pt(-0.8 * arm, 0.05 * arm)));
        self.line_to(centre.plus(pt(-0.2 * arm, 0.65 * arm)));
        self.line_to(centre.plus(pt(0.85 * arm, -0.6 * arm)));
    }
}

impl<B: Brush + ?Sized> Shapes for B {}

/// Draws a scene with a brush, on a stage that has been cleared.
pub fn paint(scene: &Scene, brush: &mut dyn Brush) {
    let mut rest = &scene.marks[..];
    while let Some((mark, after)) = rest.split_first() {
        rest = after;
        match mark {
            Mark::Hull(hull) => hulls::hull(hull, brush),
            Mark::Lobe(lobe) => hulls::lobe(lobe, brush),
            Mark::Cut(cut) => lines::cut(cut, brush),
            Mark::Link(link) => lines::link(link, scene.unit, brush),
            Mark::Strip(strip) => nodes::strip(strip, brush),
            Mark::Node(node) => {
                // All nodes of a stage follow each other; many are drawn together.
                let more = after.iter().take_while(|mark| matches!(mark, Mark::Node(_))).count();
                if more < many::MANY {
                    nodes::node(node, brush);
                } else {
                    let (others, behind) = after.split_at(more);
                    many::nodes(node, others, brush);
                    rest = behind;
                }
            }
            Mark::Client(client) => nodes::client(client, brush),
            Mark::Swarm(swarm) => swarms::swarm(swarm, brush),
            Mark::Flight(flight) => glyphs::flight(flight, brush),
            Mark::Spot(spot) => hulls::spot(spot, brush),
            Mark::Trace(trace) => lines::trace(trace, brush),
            Mark::Title(title) => words::title(title, brush),
            Mark::Pips(pips) => words::pips(pips, brush),
            Mark::Words(said) => words::words(said, brush),
        }
    }
}
