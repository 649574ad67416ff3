//! Latencies as a histogram.

use recraft_protocol::table::Table;

/// How many requests took how long.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Latencies {
    /// By the place of [`place_of`].
    counts: Table<u16, u32>,
    total: u32,
}

/// The place of a latency in the histogram: sixteen for each doubling.
fn place_of(us: u64) -> u16 {
    let us = us.max(16);
    let octave = 63 - us.leading_zeros();
    let within = (us >> (octave - 4)) & 15;
    (octave as u16) << 4 | within as u16
}

/// The middle of a place.
const fn middle_of(place: u16) -> u64 {
    let (octave, within) = (place >> 4, (place & 15) as u64);
    let step = 1u64 << (octave - 4);
    (16 + within) * step + step / 2
}

impl Latencies {
    pub(super) fn add(&mut self, us: u64) {
        *self.counts.or_default(place_of(us)) += 1;
        self.total += 1;
    }

    /// Takes in what others took.
    pub fn join(&mut self, other: &Self) {
        for (&place, count) in other.counts.iter() {
            *self.counts.or_default(place) += count;
        }
        self.total += other.total;
    }

    /// The latency that so many of a hundred requests do not exceed, in microseconds; `None` when there was none.
    #[must_use]
    pub fn quantile(&self, percent: u32) -> Option<u64> {
        let rank = (u64::from(self.total) * u64::from(percent)).div_ceil(100).max(1);
        let mut seen = 0;
        let mut places = self.counts.iter();
        let place = places.find(|(_, count)| {
            seen += u64::from(**count);
            seen >= rank
        });
        place.map(|(&place, _)| middle_of(place))
    }

    /// How many there are.
    #[must_use]
    pub const fn total(&self) -> u32 {
        self.total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_told_to_within_five_percent() {
        let mut latencies = Latencies::default();
        (1..=1_000).for_each(|ms| latencies.add(ms * 1_000));
        for (percent, us) in [(1, 10_000), (50, 500_000), (99, 990_000), (100, 1_000_000)] {
            let told = latencies.quantile(percent).unwrap();
            assert!(told.abs_diff(us) * 20 <= us, "{percent} %: {told}, not {us}");
        }
        assert_eq!(Latencies::default().quantile(50), None);
    }
}
