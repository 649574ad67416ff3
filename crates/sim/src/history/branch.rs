//! A branch: one course of events.

use recraft_protocol::observation::Observation;
use recraft_protocol::types::NodeId;

use super::checkpoints::Checkpoints;
use super::cursor::Cursor;
use super::marks::Marks;
use super::{HAPPENINGS_SHOWN, Moment, WINDOW};
use crate::command::{Command, TimedCommand};
use crate::event::What;
use crate::lineage::Lineage;
use crate::shelf::Shelf;

/// Names a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BranchId(pub u32);

/// How a branch began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fork {
    /// From which branch.
    pub parent: BranchId,
    /// Where; up to here both are the same.
    pub at: Moment,
    /// The first thing that was done otherwise.
    pub with: Option<Command>,
    /// The first command of the parent that it is without.
    pub without: Option<Command>,
}

/// One course of events: a run, and how far it has been played.
#[derive(Clone, Debug)]
pub struct Branch {
    pub(super) id: BranchId,
    pub(super) name: Option<String>,
    pub(super) fork: Option<Fork>,
    pub(super) commands: Shelf<TimedCommand>,
    /// How far it has been played.
    pub(super) head: Moment,
    /// How many happenings there had been where it began, and how many up to its head.
    pub(super) happenings: (u64, u64),
    /// The last event that has been marked, which is the last one there has been.
    pub(super) noted_seq: u64,
    pub(super) marks: Marks,
    /// All clusters up to the head.
    pub(super) lineage: Lineage,
    pub(super) checkpoints: Checkpoints,
}

impl Branch {
    /// The first branch of a run, at its beginning.
    pub(super) fn first(commands: Shelf<TimedCommand>, cursor: &Cursor, spacing: u64) -> Self {
        Self {
            id: BranchId(1),
            name: None,
            fork: None,
            commands,
            head: Moment::default(),
            happenings: (0, 0),
            noted_seq: 0,
            marks: Marks::default(),
            lineage: cursor.world.lineage().clone(),
            checkpoints: Checkpoints::new(cursor, spacing),
        }
    }

    /// Which it is.
    #[must_use]
    pub const fn id(&self) -> BranchId {
        self.id
    }

    /// What somebody has called it.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// How it began; `None` for one that began at the beginning.
    #[must_use]
    pub const fn fork(&self) -> Option<&Fork> {
        self.fork.as_ref()
    }

    /// Its commands, those to come among them.
    pub fn commands(&self) -> impl DoubleEndedIterator<Item = &TimedCommand> {
        self.commands.iter()
    }

    /// How far it has been played.
    #[must_use]
    pub const fn head(&self) -> Moment {
        self.head
    }

    /// The number of the last event up to its head.
    #[must_use]
    pub const fn events(&self) -> u64 {
        self.noted_seq
    }

    /// Where something worth finding happened, up to its head.
    #[must_use]
    pub const fn marks(&self) -> &Marks {
        &self.marks
    }

    /// All clusters up to its head.
    #[must_use]
    pub const fn lineage(&self) -> &Lineage {
        &self.lineage
    }

    /// How many checkpoints it has.
    #[must_use]
    pub fn checkpoints(&self) -> usize {
        self.checkpoints.len()
    }

    /// Takes in the cursor's last step, if it goes beyond what is known.
    pub(super) fn note(&mut self, cursor: &Cursor) {
        let mut crossed = false;
        for event in cursor.fresh() {
            if event.seq > self.noted_seq {
                self.noted_seq = event.seq;
                let cluster = |node: NodeId| {
                    cursor.world.server(node).and_then(|server| server.node_or_disk().cluster())
                };
                self.marks.note(event, cluster);
                crossed |= matches!(
                    &event.what,
                    What::Observed { observation: Observation::EpochEntered { .. }, .. }
                );
            }
        }
        if crossed {
            self.lineage = cursor.world.lineage().clone();
        }
        if cursor.moment() > self.head {
            self.checkpoints.offer(cursor);
        }
    }

    /// The cursor has come here.
    pub(super) fn reach(&mut self, cursor: &Cursor) {
        self.head = self.head.max(cursor.moment());
        self.happenings.1 = self.happenings.1.max(cursor.happenings());
    }

    /// How many happenings of it no other branch has had before.
    pub(super) const fn grown(&self) -> u64 {
        self.happenings.1 - self.happenings.0
    }

    /// Puts a command in as the one at `place`.
    pub(super) fn insert(&mut self, place: usize, timed: TimedCommand) {
        let mut later = Vec::new();
        while self.commands.len() > place {
            later.extend(self.commands.pop());
        }
        self.commands.push(timed);
        later.into_iter().rev().for_each(|timed| self.commands.push(timed));
    }

    /// A cursor at a moment, which has come through the last [`WINDOW`] events before it.
    pub(super) fn cursor_at(&self, to: Moment) -> Cursor {
        self.replay(self.checkpoints.place_before(to), |cursor| cursor.run_to(&self.commands, to))
    }

    /// A cursor at the moment of an event, which has come through the last [`WINDOW`] events before it.
    pub(super) fn cursor_at_event(&self, seq: u64) -> Cursor {
        self.replay(self.checkpoints.place_before_event(seq), |cursor| {
            cursor.run_to_event(&self.commands, seq);
        })
    }

    /// The last checkpoint before an event.
    pub(super) fn checkpoint_before_event(&self, seq: u64) -> &Cursor {
        self.checkpoints.at(self.checkpoints.place_before_event(seq))
    }

    fn replay(&self, from: usize, run: impl Fn(&mut Cursor)) -> Cursor {
        let start = self.checkpoints.at(from);
        let mut cursor = start.clone();
        run(&mut cursor);
        let events = cursor.world.events().count() as u64;
        if from > 0
            && (events < WINDOW.min(cursor.world.last_seq())
                || cursor.happenings() - start.happenings() < HAPPENINGS_SHOWN)
        {
            // Too near behind it to show what led to this moment.
            cursor = self.checkpoints.at(from - 1).clone();
            run(&mut cursor);
        }
        cursor
    }
}
