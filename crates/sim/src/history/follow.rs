//! Following a branch with a measure: from its beginning to its head, a little at a time, without moving the cursor.
//!
//! What is measured of a run is not kept while it is played, so that playing costs nothing for it; it is replayed when somebody wants to know.

use super::cursor::Cursor;
use super::{BranchId, History};
use crate::measure::Measure;
use crate::world::World;

/// So many happenings are played between two readings: few enough for the record to have them all.
const READ_EVERY: u64 = 256;

/// A measure on its way through a branch. The world it plays is not checked: checks change nothing.
#[derive(Clone, Debug)]
pub struct Follower {
    branch: BranchId,
    cursor: Cursor,
    measure: Measure,
}

impl Follower {
    /// One at the beginning of the present branch, which measures in buckets of so many microseconds.
    #[must_use]
    pub fn new(history: &History, bucket_us: u64) -> Self {
        let world = World::new(history.setup.clone()).without_checks();
        Self { branch: history.branch().id(), cursor: Cursor::new(world), measure: Measure::new(bucket_us) }
    }

    /// Which branch it follows.
    #[must_use]
    pub const fn branch(&self) -> BranchId {
        self.branch
    }

    /// What it has measured.
    #[must_use]
    pub const fn measure(&self) -> &Measure {
        &self.measure
    }

    /// The world as far as it has come.
    #[must_use]
    pub const fn world(&self) -> &World {
        &self.cursor.world
    }

    /// Whether it is at the head of the present branch of a history.
    #[must_use]
    pub fn has_arrived(&self, history: &History) -> bool {
        self.branch == history.branch().id() && self.cursor.moment() == history.branch().head()
    }

    /// Goes on towards the head of its branch through about `happenings_max` happenings at most; says whether it has got there. A branch
    /// that has been removed is over.
    pub fn follow(&mut self, history: &History, happenings_max: u64) -> bool {
        let Some(branch) = history.branches().find(|branch| branch.id() == self.branch) else { return true };
        let end = self.cursor.happenings().saturating_add(happenings_max);
        let mut read_at = self.cursor.happenings() + READ_EVERY;
        let mut arrived = false;
        while !arrived && self.cursor.happenings() < end {
            arrived = self.cursor.step(&branch.commands, branch.head).is_none();
            if arrived {
                self.cursor.world.run_until(branch.head.at_us);
            }
            if arrived || self.cursor.happenings() >= read_at.min(end) {
                read_at = self.cursor.happenings() + READ_EVERY;
                self.measure.read(&self.cursor.world);
                self.cursor.world.forget_record(0);
            }
        }
        arrived
    }
}
