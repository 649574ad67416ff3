//! Landmarks: runs whose end is compared between machines.
//!
//! The same seed and the same commands must give the same run everywhere. So a handful of runs, long and wild enough to touch
//! everything, are played natively when the tests for the browser are built, and again in the browser; the final states must have the
//! same [hash](crate::world::World::state_hash).

use crate::explore::{explore, seed_of};
use crate::presets::{Preset, figure_3_script};

/// A run and the hash of the state it ends in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Landmark {
    /// What it is called.
    pub name: String,
    /// The hash of its last state.
    pub hash: u64,
}

/// How many runs of the random explorer are among them.
const RANDOM_RUNS: u64 = 12;

/// Plays all of them.
#[must_use]
pub fn landmarks() -> Vec<Landmark> {
    let presets = Preset::ALL.into_iter().map(|preset| {
        let hash = preset.run(1).play(10_000_000).state_hash();
        Landmark { name: preset.name().into(), hash }
    });
    let story = figure_3_script(1).play(12_000_000).state_hash();
    let story = Landmark { name: "figure-3-script".into(), hash: story };
    let random = (0..RANDOM_RUNS).map(|nth| {
        // The explorer draws what it does from what it sees, so the commands themselves are compared as well.
        let outcome = explore(seed_of(7, nth), 0);
        let hash = outcome.run.play(outcome.ended_us).state_hash();
        Landmark { name: format!("random-{nth}-{}-commands", outcome.run.commands.len()), hash }
    });
    presets.chain([story]).chain(random).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn landmarks_are_the_same_every_time_and_different_from_each_other() {
        let one = landmarks();
        assert_eq!(one, landmarks());
        let mut hashes: Vec<u64> = one.iter().map(|landmark| landmark.hash).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), one.len());
    }
}
