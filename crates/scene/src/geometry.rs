//! Points, boxes and bows: as much plane geometry as the picture needs. CSS pixels; y grows downwards.

/// A point, or a vector.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Downwards.
    pub y: f32,
}

/// The point at `x`, `y`.
#[must_use]
pub const fn pt(x: f32, y: f32) -> Point {
    Point { x, y }
}

impl Point {
    /// The unit vector at an angle in radians; 0 points right and angles grow clockwise, as seen.
    #[must_use]
    pub fn unit(angle: f32) -> Self {
        let (sin, cos) = angle.sin_cos();
        pt(cos, sin)
    }

    /// This point moved by a vector.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        pt(self.x + other.x, self.y + other.y)
    }

    /// The vector from `other` to here.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        pt(self.x - other.x, self.y - other.y)
    }

    /// This vector made longer.
    #[must_use]
    pub fn times(self, factor: f32) -> Self {
        pt(self.x * factor, self.y * factor)
    }

    /// The scalar product.
    #[must_use]
    pub fn dot(self, other: Self) -> f32 {
        self.x * other.x + self.y * other.y
    }

    /// The length.
    #[must_use]
    pub fn length(self) -> f32 {
        self.x.hypot(self.y)
    }

    /// How far apart two points are.
    #[must_use]
    pub fn distance(self, other: Self) -> f32 {
        self.minus(other).length()
    }

    /// The vector of length one in the same direction; to the right when there is no direction.
    #[must_use]
    pub fn direction(self) -> Self {
        let length = self.length();
        if length < 1e-6 { pt(1.0, 0.0) } else { self.times(1.0 / length) }
    }

    /// The vector turned a quarter to the left, as seen.
    #[must_use]
    pub const fn left(self) -> Self {
        pt(self.y, -self.x)
    }

    /// `share` of the way to `other`.
    #[must_use]
    pub fn towards(self, other: Self, share: f32) -> Self {
        pt(self.x + (other.x - self.x) * share, self.y + (other.y - self.y) * share)
    }

    /// The angle of the vector.
    #[must_use]
    pub fn angle(self) -> f32 {
        self.y.atan2(self.x)
    }

    /// The mean of points; the origin if there is none.
    #[must_use]
    pub fn mean(points: impl IntoIterator<Item = Self>) -> Self {
        let (sum, count) = points.into_iter().fold((Self::default(), 0), |(sum, n), p| (sum.plus(p), n + 1));
        if count == 0 { sum } else { sum.times(1.0 / count as f32) }
    }
}

/// An upright box.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Its left side.
    pub x: f32,
    /// Its upper side.
    pub y: f32,
    /// How wide.
    pub w: f32,
    /// How high.
    pub h: f32,
}

impl Rect {
    /// The box with this corner and size.
    #[must_use]
    pub const fn new(x: f32, y: f32, w: f32, h: f32) -> Self {
        Self { x, y, w, h }
    }

    /// The middle.
    #[must_use]
    pub fn centre(&self) -> Point {
        pt(self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// The right side.
    #[must_use]
    pub fn right(&self) -> f32 {
        self.x + self.w
    }

    /// The lower side.
    #[must_use]
    pub fn bottom(&self) -> f32 {
        self.y + self.h
    }

    /// Whether two boxes share some area.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// Whether `other` lies within, give or take `slack`.
    #[must_use]
    pub fn contains(&self, other: &Self, slack: f32) -> bool {
        other.x >= self.x - slack
            && other.y >= self.y - slack
            && other.right() <= self.right() + slack
            && other.bottom() <= self.bottom() + slack
    }

    /// The box with `by` more on each side.
    #[must_use]
    pub fn grown(&self, by: f32) -> Self {
        Self::new(self.x - by, self.y - by, self.w + 2.0 * by, self.h + 2.0 * by)
    }

    /// The smallest box round both.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self::new(x, y, self.right().max(other.right()) - x, self.bottom().max(other.bottom()) - y)
    }

    /// The corners, clockwise from the upper left.
    #[must_use]
    pub fn corners(&self) -> [Point; 4] {
        [
            pt(self.x, self.y),
            pt(self.right(), self.y),
            pt(self.right(), self.bottom()),
            pt(self.x, self.bottom()),
        ]
    }
}

/// A bowed path: a quadratic curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bow {
    /// Where it begins.
    pub from: Point,
    /// What bends it.
    pub control: Point,
    /// Where it ends.
    pub to: Point,
}

impl Bow {
    /// The path between two discs, bowed to its own left by `bow` pixels, from the edge of one (`gap_from` beyond its
    /// centre) to the edge of the other. The ways there and back bow to different sides.
    #[must_use]
    pub fn between(from: Point, to: Point, gap_from: f32, gap_to: f32, bow: f32) -> Self {
        let direction = to.minus(from).direction();
        let control = from.towards(to, 0.5).plus(direction.left().times(bow * 2.0));
        let from = from.plus(control.minus(from).direction().times(gap_from));
        let to = to.plus(control.minus(to).direction().times(gap_to));
        Self { from, control, to }
    }

    /// The point after `share` of the path.
    #[must_use]
    pub fn at(&self, share: f32) -> Point {
        self.from.towards(self.control, share).towards(self.control.towards(self.to, share), share)
    }

    /// The direction of travel there, of length one.
    #[must_use]
    pub fn heading(&self, share: f32) -> Point {
        self.control.towards(self.to, share).minus(self.from.towards(self.control, share)).direction()
    }

    /// The stretch of the path between two shares.
    #[must_use]
    pub fn stretch(&self, start: f32, end: f32) -> Self {
        let control =
            self.from.towards(self.control, start).towards(self.control.towards(self.to, start), end);
        Self { from: self.at(start), control, to: self.at(end) }
    }

    /// About how long it is.
    #[must_use]
    pub fn length(&self) -> f32 {
        (self.from.distance(self.control) + self.control.distance(self.to) + self.from.distance(self.to))
            / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_bow_to_different_sides() {
        let (a, b) = (pt(0.0, 0.0), pt(100.0, 0.0));
        let (there, back) = (Bow::between(a, b, 0.0, 0.0, 12.0), Bow::between(b, a, 0.0, 0.0, 12.0));
        assert!((there.at(0.5).y + 12.0).abs() < 1e-3 && (back.at(0.5).y - 12.0).abs() < 1e-3);
    }

    #[test]
    fn a_stretch_lies_on_its_path() {
        let bow = Bow::between(pt(0.0, 0.0), pt(90.0, 40.0), 5.0, 5.0, 20.0);
        let part = bow.stretch(0.25, 0.75);
        assert!(part.at(0.5).distance(bow.at(0.5)) < 1e-3);
        assert!(part.from.distance(bow.at(0.25)) < 1e-3 && part.to.distance(bow.at(0.75)) < 1e-3);
    }

    #[test]
    fn boxes_that_touch_do_not_overlap() {
        let a = Rect::new(0.0, 0.0, 10.0, 10.0);
        assert!(!a.overlaps(&Rect::new(10.0, 0.0, 5.0, 5.0)) && a.overlaps(&Rect::new(9.0, 9.0, 5.0, 5.0)));
    }
}
