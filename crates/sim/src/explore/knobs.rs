//! What kinds of runs the explorer draws: who there may be, how bad the network may get, which faults there are and how often.
//!
//! Every number has its unit in its name. A pair of numbers is the least and the most of what is drawn for a run.

use std::collections::BTreeMap;

use recraft_protocol::mistakes::Mistakes;
use recraft_protocol::settings::Extensions;
use serde::{Deserialize, Serialize};

use super::deed::Deed;
use crate::rng::Rng;

/// The least and the most of something that is drawn anew for each run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The least.
    pub min: u64,
    /// The most.
    pub max: u64,
}

impl Span {
    /// From `min` to `max`, both included.
    #[must_use]
    pub const fn new(min: u64, max: u64) -> Self {
        Self { min, max }
    }

    /// One of its numbers.
    pub(super) fn draw(self, rng: &mut Rng) -> u64 {
        rng.between(self.min, self.max)
    }
}

/// What a series of runs may be like. The default has everything in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Knobs {
    /// How many nodes are in clusters at the start.
    pub members: Span,
    /// How many spare nodes there are besides.
    pub spares: Span,
    /// How many clusters there are at the start when there is more than one.
    pub clusters_max: u64,
    /// In how many of a hundred runs there is more than one.
    pub several_clusters_percent: u64,
    /// How long the stormy phase lasts, in microseconds.
    pub storm_us: Span,
    /// The longest pause between two deeds, in microseconds.
    pub pause_us: Span,
    /// The least one-way latency, in microseconds.
    pub latency_us: Span,
    /// How much more it may be, in microseconds.
    pub latency_more_us: Span,
    /// In how many of a hundred runs messages are lost by chance.
    pub lossy_percent: u64,
    /// How many of a million messages are lost then.
    pub loss_ppm: Span,
    /// In how many of a hundred runs messages are doubled by chance.
    pub doubling_percent: u64,
    /// How many of a million messages are doubled then.
    pub duplication_ppm: Span,
    /// How many clients there are.
    pub clients: Span,
    /// How long each waits between an answer and its next request, in microseconds.
    pub client_pause_us: Span,
    /// How many of a hundred nodes may be down at a time.
    pub down_percent: Span,
    /// In how many of a hundred runs each deed is switched on. What undoes faults is always on.
    pub deed_percent: u64,
    /// In how many of a hundred runs each of Raft's extensions is switched on.
    pub extension_percent: u64,
    /// These extensions in every run, instead of random ones.
    pub extensions: Option<Extensions>,
    /// How often each deed is done in comparison with the others. One that is missing is never done.
    pub weights: BTreeMap<Deed, u64>,
    /// What the nodes do wrong on purpose.
    pub mistakes: Mistakes,
}

impl Default for Knobs {
    fn default() -> Self {
        Self {
            members: Span::new(3, 9),
            spares: Span::new(0, 3),
            clusters_max: 3,
            several_clusters_percent: 30,
            storm_us: Span::new(3_000_000, 9_000_000),
            pause_us: Span::new(60_000, 500_000),
            latency_us: Span::new(500, 15_000),
            latency_more_us: Span::new(0, 45_000),
            lossy_percent: 60,
            loss_ppm: Span::new(1_000, 80_000),
            doubling_percent: 40,
            duplication_ppm: Span::new(1_000, 50_000),
            clients: Span::new(1, 5),
            client_pause_us: Span::new(10_000, 120_000),
            down_percent: Span::new(20, 70),
            deed_percent: 70,
            extension_percent: 35,
            extensions: None,
            weights: Deed::ALL
                .into_iter()
                .map(|deed| (deed, deed.weight()))
                .filter(|(_, weight)| *weight > 0)
                .collect(),
            mistakes: Mistakes::NONE,
        }
    }
}

impl Knobs {
    /// The same with these deeds done so often in comparison with the others.
    #[must_use]
    pub fn with_weights(mut self, weights: &[(Deed, u64)]) -> Self {
        self.weights.extend(weights.iter().copied());
        self
    }

    /// Runs in which the manager of the [baseline](crate::baseline) reconfigures plain Raft clusters, among the same faults.
    #[must_use]
    pub fn of_baseline() -> Self {
        let mut knobs = Self::default();
        let administrators = [
            Deed::ChangeMembers,
            Deed::ChangeLearners,
            Deed::Split,
            Deed::Merge,
            Deed::CancelMerge,
            Deed::Strike,
            Deed::Hurry,
            Deed::Sever,
        ];
        knobs.weights.retain(|deed, _| !administrators.contains(deed));
        knobs.with_weights(&[(Deed::ManagedSplit, 12), (Deed::ManagedMerge, 16), (Deed::HitManager, 6)])
    }

    /// Only these deeds, always switched on, and what undoes faults.
    #[must_use]
    pub fn with_only(mut self, weights: &[(Deed, u64)]) -> Self {
        self.weights.retain(|deed, _| !deed.may_be_off());
        self.deed_percent = 100;
        self.with_weights(weights)
    }
}
