//! A cursor: a world, and what it has come through on its way to where it is.

use recraft_protocol::types::NodeId;

use super::Moment;
use super::marks::is_step;
use crate::command::{CommandError, TimedCommand};
use crate::event::Event;
use crate::shelf::Shelf;
use crate::world::World;

/// How many steps of the story are remembered at least.
pub const STORY_KEPT: usize = 200;

/// What has been done in one step of a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Something happened by itself; at this node if a message arrived there.
    Happening(Option<NodeId>),
    /// A command was given.
    Command,
}

/// The last steps of the story. There is a copy in every checkpoint, and each keeps the chunk that was not full for itself.
pub(super) type Story = Shelf<Event, 16>;

/// A world on its way through a branch.
#[derive(Clone, Debug)]
pub(super) struct Cursor {
    pub(super) world: World,
    /// How many of the branch's commands have been given.
    pub(super) given: usize,
    /// The last steps of the story.
    pub(super) story: Story,
    /// The last event before the last step.
    before: u64,
}

impl Cursor {
    pub(super) fn new(world: World) -> Self {
        Self { before: 0, given: 0, story: Story::default(), world }
    }

    /// A copy that knows only its last events, to be kept.
    pub(super) fn with_events(&self, keep: usize) -> Self {
        let mut copy = self.clone();
        copy.world.forget_record(keep);
        copy
    }

    pub(super) fn moment(&self) -> Moment {
        Moment { at_us: self.world.now_us(), given: self.given }
    }

    /// How many things have happened by themselves since the beginning.
    pub(super) fn happenings(&self) -> u64 {
        self.world.statistics().events
    }

    /// How much work it was to come here, in happenings.
    pub(super) const fn effort(&self) -> u64 {
        self.world.effort()
    }

    /// The events of the last step.
    pub(super) fn fresh(&self) -> impl Iterator<Item = &Event> {
        self.world.events_since(self.before)
    }

    /// When the next thing happens or is commanded.
    pub(super) fn next_us(&self, commands: &Shelf<TimedCommand>) -> Option<u64> {
        let command_us = commands.get(self.given).map(|timed| timed.at_us);
        self.world.next_event_us().into_iter().chain(command_us).min()
    }

    /// Does the next thing, if it belongs before or to the moment `until`; says what it was.
    pub(super) fn step(&mut self, commands: &Shelf<TimedCommand>, until: Moment) -> Option<Step> {
        let due_us = self.world.next_event_us().unwrap_or(u64::MAX);
        let command_us = commands.get(self.given).map(|timed| timed.at_us.max(self.world.now_us()));
        let commanded = command_us.filter(|&us| us < due_us && us <= until.at_us && self.given < until.given);
        if commanded.is_some() {
            // One that fails, fails as it did before.
            let _ = self.give(commands);
            return Some(Step::Command);
        }
        if due_us > until.at_us || due_us == u64::MAX || command_us.is_some_and(|us| us < due_us) {
            return None;
        }
        let arrives = self.world.next_arrival();
        self.before = self.world.last_seq();
        self.world.step();
        self.tell();
        Some(Step::Happening(arrives))
    }

    /// Gives the next command.
    pub(super) fn give(&mut self, commands: &Shelf<TimedCommand>) -> Result<(), CommandError> {
        let Some(timed) = commands.get(self.given).cloned() else { return Ok(()) };
        self.given += 1;
        self.world.run_until(timed.at_us);
        self.before = self.world.last_seq();
        let result = self.world.command(timed.command);
        self.tell();
        result
    }

    /// Goes on to a moment.
    pub(super) fn run_to(&mut self, commands: &Shelf<TimedCommand>, to: Moment) {
        while self.step(commands, to).is_some() {}
        self.world.run_until(to.at_us);
    }

    /// Goes on until the event numbered `seq` has happened, and to the end of that moment.
    pub(super) fn run_to_event(&mut self, commands: &Shelf<TimedCommand>, seq: u64) {
        while self.world.last_seq() < seq && self.step(commands, Moment::after(u64::MAX)).is_some() {}
        self.run_to(commands, self.moment());
    }

    /// Keeps what belongs to the story.
    fn tell(&mut self) {
        for event in self.world.events_since(self.before) {
            if is_step(&event.what) {
                self.story.push(event.clone());
            }
        }
        self.story.drop_front(STORY_KEPT);
    }
}
