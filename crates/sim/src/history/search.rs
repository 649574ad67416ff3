//! Going from one thing of a kind to the next, or back to the one before.

use recraft_protocol::types::NodeId;

use super::cursor::{Cursor, Step};
use super::marks::{Kinds, MarkKind, kind_of};
use super::{History, Moment};
use crate::command::TimedCommand;
use crate::event::Event;
use crate::shelf::Shelf;

/// How far ahead of what has been played something is looked for, in virtual microseconds, and in happenings.
const AHEAD_US: u64 = 10_000_000;
const AHEAD_HAPPENINGS: u64 = 20_000;

/// Where to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Wherever anything happens or is commanded.
    Anything,
    /// At events of these kinds.
    At(Kinds),
    /// Where a message arrives at this node.
    ArrivalAt(NodeId),
}

impl Stop {
    fn is_at(self, step: Step, cursor: &Cursor) -> bool {
        match self {
            Self::Anything => true,
            Self::At(kinds) => {
                cursor.fresh().any(|event| kind_of(&event.what).is_some_and(|kind| kinds.has(kind)))
            }
            Self::ArrivalAt(node) => step == Step::Happening(Some(node)),
        }
    }
}

impl History {
    /// The next such moment after the cursor: on this branch, or, where it has not been played yet, as it is going to be if nothing is
    /// done. `None` if there is none within ten virtual seconds of its head.
    #[must_use]
    pub fn next(&self, stop: Stop) -> Option<Moment> {
        let known = self.known_next(stop).map(|seq| self.branch().checkpoint_before_event(seq));
        let start = known.filter(|checkpoint| checkpoint.moment() > self.moment()).unwrap_or(&self.cursor);
        let end_us = self.branch().head.max(self.moment()).at_us.saturating_add(AHEAD_US);
        self.look_ahead(start, end_us, &|step, cursor| stop.is_at(step, cursor))
    }

    /// The next moment after the cursor, within so many virtual microseconds, with an event that is looked for; as in [`Self::next`].
    #[must_use]
    pub fn next_event(&self, within_us: u64, looked_for: &dyn Fn(&Event) -> bool) -> Option<Moment> {
        let end_us = self.moment().at_us.saturating_add(within_us);
        self.look_ahead(&self.cursor, end_us, &|_, cursor| cursor.fresh().any(looked_for))
    }

    fn look_ahead(&self, start: &Cursor, end_us: u64, hit: &dyn Fn(Step, &Cursor) -> bool) -> Option<Moment> {
        let (from, branch) = (self.moment(), self.branch());
        let (mut ahead, mut beyond) = (start.clone(), 0);
        while beyond < AHEAD_HAPPENINGS
            && let Some(step) = ahead.step(&branch.commands, Moment::after(end_us))
        {
            if hit(step, &ahead) && ahead.moment() > from {
                return Some(ahead.moment());
            }
            beyond += u64::from(ahead.moment() > branch.head.max(from));
        }
        None
    }

    /// The last such moment before the cursor.
    #[must_use]
    pub fn previous(&self, stop: Stop) -> Option<Moment> {
        let (to, branch) = (self.moment(), self.branch());
        let mut until = to;
        let mut place = branch.checkpoints.place_before(to);
        loop {
            let start = branch.checkpoints.at(place);
            let found = last_between(start, &branch.commands, until, to, stop);
            if found.is_some() || place == 0 {
                return found;
            }
            until = start.moment();
            place = self.place_to_look(stop, place - 1, until);
        }
    }

    /// The number of the first event after the cursor that is marked as one of these kinds.
    fn known_next(&self, stop: Stop) -> Option<u64> {
        let Stop::At(kinds) = stop else { return None };
        let (seq, marks) = (self.world().last_seq(), self.branch().marks());
        let next = |kind: MarkKind| {
            let track = marks.of(kind);
            let mark = track.get(track.partition_point(|mark| mark.last_seq <= seq))?;
            Some(mark.first_seq.max(seq + 1))
        };
        MarkKind::ALL.into_iter().filter(|&kind| kinds.has(kind)).filter_map(next).min()
    }

    /// The place of the latest checkpoint, not after `place`, behind which such a thing can be before `until`.
    fn place_to_look(&self, stop: Stop, place: usize, until: Moment) -> usize {
        let Stop::At(kinds) = stop else { return place };
        let branch = self.branch();
        let latest = |kind: MarkKind| {
            let track = branch.marks.of(kind);
            let before = track.partition_point(|mark| mark.first_us <= until.at_us);
            before.checked_sub(1).map(|nth| track[nth].last_seq)
        };
        let seq = MarkKind::ALL.into_iter().filter(|&kind| kinds.has(kind)).filter_map(latest).max();
        seq.map_or(0, |seq| branch.checkpoints.place_before_event(seq)).min(place)
    }
}

/// The last such moment that is reached from `start`, up to `until` and before `before`.
fn last_between(
    start: &Cursor,
    commands: &Shelf<TimedCommand>,
    until: Moment,
    before: Moment,
    stop: Stop,
) -> Option<Moment> {
    let mut cursor = start.clone();
    let mut last = None;
    while let Some(step) = cursor.step(commands, until) {
        let moment = cursor.moment();
        if moment >= before {
            break;
        }
        if stop.is_at(step, &cursor) {
            last = Some(moment);
        }
    }
    last
}
