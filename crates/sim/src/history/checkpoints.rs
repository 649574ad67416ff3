//! Checkpoints: copies of the world from which a moment is found by replaying.

use std::rc::Rc;

use super::cursor::Cursor;
use super::{Moment, WINDOW};

/// How much work lies between two checkpoints at first, in happenings.
pub const SPACING: u64 = 4096;
/// How many checkpoints a branch keeps at most.
pub const CHECKPOINTS_MAX: usize = 128;
/// How many checkpoints all branches together keep at most, as long as each may have [`CHECKPOINTS_MIN`].
pub const ALL_CHECKPOINTS_MAX: usize = 256;
/// How many checkpoints a branch may keep however many branches there are.
const CHECKPOINTS_MIN: usize = 16;

/// The checkpoints of a branch, in order. The first is the beginning of the run.
#[derive(Clone, Debug)]
pub(super) struct Checkpoints {
    kept: Vec<Rc<Cursor>>,
    spacing: u64,
    limit: usize,
}

impl Checkpoints {
    pub(super) fn new(beginning: &Cursor, spacing: u64) -> Self {
        Self { kept: vec![Rc::new(beginning.clone())], spacing, limit: CHECKPOINTS_MAX }
    }

    /// Keeps a copy if the last one lies far enough back.
    pub(super) fn offer(&mut self, cursor: &Cursor) {
        let (effort, seq) = self.kept.last().map_or((0, 0), |last| (last.effort(), last.world.last_seq()));
        if cursor.effort() >= effort + self.spacing {
            // The last events are found by replaying from the checkpoint before; not so where little happens, but there they are few, and
            // copies share them.
            let few = cursor.world.last_seq() - seq < WINDOW;
            self.kept.push(Rc::new(cursor.with_events(if few { WINDOW as usize } else { 0 })));
            self.thin();
        }
    }

    /// Allows for so many branches.
    pub(super) fn share_among(&mut self, branches: usize) {
        self.limit = (ALL_CHECKPOINTS_MAX / branches.max(1)).clamp(CHECKPOINTS_MIN, CHECKPOINTS_MAX);
        self.thin();
    }

    fn thin(&mut self) {
        while self.kept.len() > self.limit {
            let mut place = 0;
            self.kept.retain(|_| {
                place += 1;
                place % 2 == 1
            });
            self.spacing *= 2;
        }
    }

    /// Those up to a moment.
    pub(super) fn until(&self, moment: Moment) -> Self {
        let kept = self.kept[..=self.place_before(moment)].to_vec();
        Self { kept, ..*self }
    }

    /// Whether one lies after the one moment and not after the other.
    pub(super) fn any_between(&self, after: Moment, until: Moment) -> bool {
        self.kept[self.place_before(until)].moment() > after
    }

    /// The place of the last one at or before a moment.
    pub(super) fn place_before(&self, moment: Moment) -> usize {
        self.kept.partition_point(|checkpoint| checkpoint.moment() <= moment).saturating_sub(1)
    }

    /// The place of the last one before an event.
    pub(super) fn place_before_event(&self, seq: u64) -> usize {
        self.kept.partition_point(|checkpoint| checkpoint.world.last_seq() < seq).saturating_sub(1)
    }

    /// The one at a place; the beginning if there is none.
    pub(super) fn at(&self, place: usize) -> &Cursor {
        &self.kept[place.min(self.kept.len() - 1)]
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.kept.len()
    }
}
