//! A campaign: a series of runs with a stated budget, which may be spread over machines.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::knobs::Knobs;
use super::summary::Summary;
use super::{Outcome, explore_with, seed_of};

/// One of several equal parts of a campaign. Written `I/N`: the runs whose number leaves the remainder `I` when divided by `N`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Shard {
    /// Which part; the first is 0.
    pub index: u64,
    /// Of how many.
    pub of: u64,
}

impl Shard {
    /// All of it.
    pub const WHOLE: Self = Self { index: 0, of: 1 };

    /// Whether the run with this number belongs to it.
    #[must_use]
    pub const fn contains(self, nth: u64) -> bool {
        nth % self.of == self.index
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

/// Why a text is not a shard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAShard(String);

impl fmt::Display for NotAShard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a shard: write I/N with I from 0 to N - 1, such as 0/8", self.0)
    }
}

impl std::error::Error for NotAShard {}

impl FromStr for Shard {
    type Err = NotAShard;

    fn from_str(text: &str) -> Result<Self, NotAShard> {
        let numbers =
            text.split_once('/').and_then(|(index, of)| Some((index.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((index, of)) if index < of => Ok(Self { index, of }),
            _ => Err(NotAShard(text.into())),
        }
    }
}

/// A series of runs. The same campaign is the same runs everywhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// The seed of the series; run `k` has the seed [`seed_of`]`(seed, k)`.
    pub seed: u64,
    /// The budget: how many runs there are in all its shards together. Each is bounded itself: a stormy phase as long as
    /// the knobs allow, and at most [`QUIET_LIMIT_US`](super::QUIET_LIMIT_US) until it has come to rest.
    pub runs: u64,
    /// What the runs are like.
    pub knobs: Knobs,
}

impl Campaign {
    /// So many runs with everything in them.
    #[must_use]
    pub fn new(seed: u64, runs: u64) -> Self {
        Self { seed, runs, knobs: Knobs::default() }
    }

    /// The numbers of the runs that belong to a shard, in order.
    pub fn numbers(&self, shard: Shard) -> impl Iterator<Item = u64> + use<> {
        let step = usize::try_from(shard.of.max(1)).unwrap_or(usize::MAX);
        (shard.index..self.runs).step_by(step)
    }

    /// Explores run `nth`. Of a failing run the last `keep_events` events are kept.
    #[must_use]
    pub fn explore(&self, nth: u64, keep_events: usize) -> Outcome {
        explore_with(&self.knobs, seed_of(self.seed, nth), keep_events)
    }

    /// Explores the runs of a shard one after the other, as long as `goes_on` wants to after each.
    pub fn play(&self, shard: Shard, mut goes_on: impl FnMut(u64, &Outcome) -> bool) -> Summary {
        let mut summary = Summary::default();
        for nth in self.numbers(shard) {
            let outcome = self.explore(nth, 0);
            summary.add(nth, &outcome);
            if !goes_on(nth, &outcome) {
                break;
            }
        }
        summary
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_written_as_a_number_of_a_number() {
        assert_eq!("2/8".parse(), Ok(Shard { index: 2, of: 8 }));
        assert_eq!(Shard { index: 2, of: 8 }.to_string(), "2/8");
        for text in ["", "8", "8/8", "1/0", "-1/4", "1/2/3", "a/b"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_shards_of_a_campaign_are_all_its_runs_each_once() {
        let campaign = Campaign::new(1, 23);
        let mut all: Vec<u64> = (0..5).flat_map(|index| campaign.numbers(Shard { index, of: 5 })).collect();
        assert!(campaign.numbers(Shard { index: 3, of: 5 }).all(|nth| nth % 5 == 3));
        all.sort_unstable();
        assert!(all.into_iter().eq(campaign.numbers(Shard::WHOLE)));
    }
}
