//! How fast simulated time runs beside real time: a ladder of speeds with names.

use recraft_words::t;

/// A rung of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Speed(usize);

/// Simulated seconds in a real second, as a fraction.
const LADDER: [(u32, u32); 16] = [
    (1, 1000),
    (1, 500),
    (1, 200),
    (1, 100),
    (1, 50),
    (1, 20),
    (1, 10),
    (1, 5),
    (1, 2),
    (1, 1),
    (2, 1),
    (5, 1),
    (10, 1),
    (20, 1),
    (50, 1),
    (100, 1),
];

impl Speed {
    /// How many rungs there are.
    pub const COUNT: usize = LADDER.len();

    /// The rung at this place, counted from the slowest; the fastest when there are not so many.
    pub fn rung(place: usize) -> Self {
        Self(place.min(LADDER.len() - 1))
    }

    /// All rungs, slowest first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..LADDER.len()).map(Self)
    }

    /// The rung nearest to so many simulated seconds in a real one.
    pub fn nearest(factor: f64) -> Self {
        let distance = |&(_, rung): &(usize, f64)| (rung.ln() - factor.max(1e-6).ln()).abs();
        let rungs = LADDER.iter().map(|&(up, down)| f64::from(up) / f64::from(down)).enumerate();
        let nearest = rungs.min_by(|a, b| distance(a).total_cmp(&distance(b)));
        Self(nearest.map_or(Self::default().0, |(place, _)| place))
    }

    /// Its place on the ladder, counted from the slowest.
    pub const fn place(self) -> usize {
        self.0
    }

    /// Simulated seconds in a real second.
    pub fn factor(self) -> f64 {
        let (up, down) = LADDER[self.0];
        f64::from(up) / f64::from(down)
    }

    /// One rung faster.
    pub fn faster(self) -> Self {
        Self::rung(self.0 + 1)
    }

    /// One rung slower.
    pub fn slower(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// In signs, where there is little room.
    pub fn signs(self) -> String {
        match LADDER[self.0] {
            (up, 1) => format!("{up}×"),
            (up, down) => format!("{up}/{down}×"),
        }
    }

    /// In words, relative to what such a network does in reality.
    pub fn words(self) -> String {
        match LADDER[self.0] {
            (1, 1) => t!("real time").into(),
            (1, down) => t!("{down}× slower", down),
            (up, _) => t!("{up}× faster", up),
        }
    }
}

impl Default for Speed {
    /// Slow enough to follow single messages.
    fn default() -> Self {
        Self(5)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ladder_climbs() {
        for place in 1..Speed::COUNT {
            assert!(Speed::rung(place).factor() > Speed::rung(place - 1).factor());
        }
        assert_eq!(Speed::rung(99).faster(), Speed::rung(99));
        assert_eq!(Speed::rung(0).slower(), Speed::rung(0));
    }

    #[test]
    fn any_factor_finds_its_nearest_rung() {
        assert_eq!(Speed::nearest(0.1).words(), "10× slower");
        assert_eq!(Speed::nearest(1.2).words(), "real time");
        assert_eq!(Speed::nearest(1e9), Speed::rung(99));
        assert_eq!(Speed::nearest(0.0), Speed::rung(0));
        for place in 0..Speed::COUNT {
            assert_eq!(Speed::nearest(Speed::rung(place).factor()).place(), place);
        }
    }
}
