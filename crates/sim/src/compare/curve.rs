//! What clients were served in a trial, as a curve.

use recraft_protocol::io::ClientResult;

use super::halves;
use crate::event::What;
use crate::measure::{Latencies, Mark, Measure};
use crate::world::World;

/// How long a slice is, in microseconds.
pub const SLICE_US: u64 = 50_000;

/// A slice of a trial.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    /// How many requests were answered, in each half of the keys.
    pub answered: Vec<u32>,
    /// The median latency of those answered, in microseconds; `None` when none was.
    pub median_us: Option<u64>,
    /// The latency that 99 of 100 of them did not exceed.
    pub p99_us: Option<u64>,
}

/// A trial as a curve.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Curve {
    /// The run in slices of [`SLICE_US`], from its beginning on.
    pub slices: Vec<Slice>,
    /// Moments that explain it.
    pub marks: Vec<Mark>,
}

impl Curve {
    /// Counts what has been answered since the event numbered `seq`.
    pub(super) fn count(&mut self, world: &World, seq: u64) {
        let halves = halves();
        for event in world.events_since(seq) {
            let What::ClientAnswered { operation, result: ClientResult::Applied { .. }, .. } = &event.what
            else {
                continue;
            };
            let place = (event.at_us / SLICE_US) as usize;
            while self.slices.len() <= place {
                self.slices.push(Slice { answered: vec![0; halves.len()], ..Slice::default() });
            }
            for (count, half) in self.slices[place].answered.iter_mut().zip(&halves) {
                *count += u32::from(half.contains(operation.key()));
            }
        }
    }

    /// Takes over the latencies and marks of what was measured. A slice is a whole number of the measure's buckets.
    pub(super) fn finish(&mut self, measure: &Measure) {
        let group = (SLICE_US / measure.bucket_us()).max(1) as usize;
        for (slice, buckets) in self.slices.iter_mut().zip(measure.buckets().chunks(group)) {
            let mut latencies = Latencies::default();
            buckets.iter().for_each(|bucket| latencies.join(&bucket.latencies));
            (slice.median_us, slice.p99_us) = (latencies.quantile(50), latencies.quantile(99));
        }
        self.marks = measure.marks().to_vec();
    }
}
