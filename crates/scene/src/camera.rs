//! The camera: which part of the stage is looked at, and how closely.
//!
//! The layout fills the stage, so at scale 1 everything is to be seen and there is nowhere else to look. A camera that is closer shows
//! a part of it; it never looks beyond the edges. Places are kept as shares of the stage's size, so that a stage that is resized
//! shows the same part.

use crate::geometry::{Point, Rect, pt};

/// The closest look.
pub const CLOSEST: f32 = 8.0;

/// Which part of the stage is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// How much larger than the whole, 1 to [`CLOSEST`].
    pub scale: f32,
    /// The middle of what is seen, as a share of the stage's width.
    pub x: f32,
    /// The same, of its height.
    pub y: f32,
}

impl Default for Camera {
    fn default() -> Self {
        Self::WHOLE
    }
}

impl Camera {
    /// Everything.
    pub const WHOLE: Self = Self { scale: 1.0, x: 0.5, y: 0.5 };

    /// Whether everything is seen.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.scale <= 1.001
    }

    /// The nearest camera that does not look beyond the edges, nor too closely.
    #[must_use]
    pub fn kept(self) -> Self {
        let scale = self.scale.clamp(1.0, CLOSEST);
        let half = 0.5 / scale;
        Self { scale, x: self.x.clamp(half, 1.0 - half), y: self.y.clamp(half, 1.0 - half) }
    }

    /// Where a point of the layout is seen on a stage of this size.
    #[must_use]
    pub fn seen(&self, p: Point, size: (f32, f32)) -> Point {
        pt(
            (p.x - self.x * size.0) * self.scale + size.0 / 2.0,
            (p.y - self.y * size.1) * self.scale + size.1 / 2.0,
        )
    }

    /// The point of the layout that is seen at `p`.
    #[must_use]
    pub fn laid(&self, p: Point, size: (f32, f32)) -> Point {
        pt(
            (p.x - size.0 / 2.0) / self.scale + self.x * size.0,
            (p.y - size.1 / 2.0) / self.scale + self.y * size.1,
        )
    }

    /// So many times closer; what is seen at `about` stays there, as far as the edges allow.
    #[must_use]
    pub fn closer(&self, factor: f32, about: Point, size: (f32, f32)) -> Self {
        let fixed = self.laid(about, size);
        let scale = (self.scale * factor).clamp(1.0, CLOSEST);
        let off = about.minus(pt(size.0 / 2.0, size.1 / 2.0)).times(1.0 / scale);
        let middle = fixed.minus(off);
        Self { scale, x: middle.x / size.0.max(1.0), y: middle.y / size.1.max(1.0) }.kept()
    }

    /// Moved so that what is seen moves by a vector.
    #[must_use]
    pub fn dragged(&self, by: Point, size: (f32, f32)) -> Self {
        let x = self.x - by.x / (size.0.max(1.0) * self.scale);
        let y = self.y - by.y / (size.1.max(1.0) * self.scale);
        Self { x, y, ..*self }.kept()
    }

    /// The camera that shows what is seen within `frame` as large as it fits, with a margin.
    #[must_use]
    pub fn fitting(&self, frame: Rect, size: (f32, f32)) -> Self {
        let middle = self.laid(frame.centre(), size);
        let room = (size.0 / frame.w.max(1.0)).min(size.1 / frame.h.max(1.0));
        let scale = (self.scale * room * 0.92).clamp(1.0, CLOSEST);
        Self { scale, x: middle.x / size.0.max(1.0), y: middle.y / size.1.max(1.0) }.kept()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (f32, f32) = (800.0, 400.0);

    fn near(a: Point, b: Point) -> bool {
        a.distance(b) < 0.01
    }

    #[test]
    fn the_whole_stage_is_seen_as_it_is_laid_out() {
        let p = pt(123.0, 45.0);
        assert!(near(Camera::WHOLE.seen(p, SIZE), p) && near(Camera::WHOLE.laid(p, SIZE), p));
    }

    #[test]
    fn what_is_under_the_pointer_stays_there_when_one_looks_closer() {
        let about = pt(300.0, 250.0);
        let once = Camera::WHOLE.closer(2.0, about, SIZE);
        let twice = once.closer(1.7, about, SIZE);
        for camera in [once, twice] {
            assert!(near(camera.seen(Camera::WHOLE.laid(about, SIZE), SIZE), about), "{camera:?}");
        }
        let p = pt(410.0, 33.0);
        assert!(near(twice.laid(twice.seen(p, SIZE), SIZE), p));
    }

    #[test]
    fn nobody_looks_beyond_the_edges() {
        let corner = Camera::WHOLE.closer(3.0, pt(0.0, 0.0), SIZE).dragged(pt(5_000.0, 5_000.0), SIZE);
        assert!(near(corner.seen(pt(0.0, 0.0), SIZE), pt(0.0, 0.0)));
        assert_eq!(corner.closer(0.01, pt(9.0, 9.0), SIZE), Camera::WHOLE);
        assert!(Camera::WHOLE.closer(1e6, pt(9.0, 9.0), SIZE).scale <= CLOSEST);
    }

    #[test]
    fn what_is_dragged_follows_the_hand() {
        let near_by = Camera::WHOLE.closer(4.0, pt(400.0, 200.0), SIZE);
        let p = near_by.laid(pt(400.0, 200.0), SIZE);
        assert!(near(near_by.dragged(pt(30.0, -20.0), SIZE).seen(p, SIZE), pt(430.0, 180.0)));
    }

    #[test]
    fn a_frame_that_is_fitted_fills_the_stage_and_lies_in_its_middle() {
        let start = Camera::WHOLE.closer(1.5, pt(100.0, 100.0), SIZE);
        let frame = Rect::new(300.0, 150.0, 160.0, 90.0);
        let (from, to) = (start.laid(pt(frame.x, frame.y), SIZE), start.laid(frame.corners()[2], SIZE));
        let fitted = start.fitting(frame, SIZE);
        let (a, b) = (fitted.seen(from, SIZE), fitted.seen(to, SIZE));
        assert!(near(a.towards(b, 0.5), pt(400.0, 200.0)), "{a:?} {b:?}");
        assert!((b.y - a.y) > 0.85 * SIZE.1 && (b.x - a.x) < SIZE.0);
    }
}
