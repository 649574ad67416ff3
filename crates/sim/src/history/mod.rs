//! History: every moment of a run can be returned to, and every alternative tried.
//!
//! # The idea
//!
//! A run is its setup and its timed commands; replaying them gives the same states bit for bit. So a moment need not be kept in order to be
//! returned to: a [`Moment`] (a virtual time, and how many commands have been given by then) names it, and it is found by replaying from a
//! *checkpoint*, a copy of the world, before it. Nothing in here can make a difference to a run.
//!
//! A [`History`] is a tree of [branches](Branch). Each is a whole run: its commands, and how far it has been played, which is its *head*. A
//! *cursor* stands somewhere on one of them. At the head, time goes on into what nobody has seen; before it, playing repeats what was. A
//! command given at the head becomes a part of the branch. One given in the past would change what came after, so it begins
//! a new branch that shares the past up to there; the old future stays as it is, under its own name.
//!
//! What had been played after the fork belongs to the old branch alone. Commands that were still to come (a preset's, a scenario's) are still to
//! come in both.
//!
//! Undoing is going back to just before the last command, and redoing is going on to just after it: nothing is ever lost by it.
//!
//! # What it costs
//!
//! Checkpoints lie evenly, not by time but by the work of going on from one to the next: what happens, and what nodes that are restarted apply
//! anew. There are at most [`CHECKPOINTS_MAX`] a branch, [`SPACING`] happenings' work apart at first; when there are too many, every other
//! one goes and the spacing doubles. So a seek replays at most about one spacing: the longer a run, the longer, but within a run of a million
//! happenings no more than 16,384 and the [`WINDOW`], which takes some ten milliseconds. Branches share the checkpoints of the past they share; the more branches there are, the fewer
//! each keeps ([`ALL_CHECKPOINTS_MAX`] in all, about). There are at most [`BRANCHES_MAX`] branches; one more has to wait until another is
//! removed.
//!
//! Copies of a world share what does not change: entries, full chunks of logs and of the checks' books, all but the ends of values. What a
//! checkpoint holds for itself alone is some 100 to 250 kB for five nodes with a hundred keys, and their number is bounded. What grows all the
//! time is the state itself: logs, unless nodes compact them, and what the checks remember of each committed entry. Under steady load
//! (five nodes, eight clients) the page holds 50 MB after two million happenings and 250 MB after twelve, which are nearly four hours of the run.
//! (`cargo run --profile native -p recraft-sim --example history` measures it, `cargo xtask bench` in the page.) So there is an end to it: when
//! [`KEPT_MAX`] happenings have been played, time does not go on beyond what has been played, until a branch is removed. The page stops
//! sooner if its memory is full sooner.
//!
//! A checkpoint keeps no record of events, unless there are few of them. A seek comes through at least the last [`WINDOW`] events before the
//! moment (all, if there are fewer), and the last [`HAPPENINGS_SHOWN`] happenings, so that [`World::events`] and [`World::traffic`] can show what
//! led to it, and [`History::story`] has the last [`STORY_KEPT`] steps of the story however long ago
//! they were. [`Marks`] say where in a branch something worth finding lies, also ahead of the cursor; long lists of them are
//! thinned, and what is thinned is found by replaying.

mod branch;
mod checkpoints;
mod compare;
mod cursor;
mod follow;
mod fork;
mod marks;
mod search;

use crate::command::{Command, CommandError, TimedCommand};
use crate::event::Event;
use crate::run::Run;
use crate::setup::Setup;
use crate::shelf::Shelf;
use crate::world::World;

pub use branch::{Branch, BranchId, Fork};
pub use checkpoints::{ALL_CHECKPOINTS_MAX, CHECKPOINTS_MAX, SPACING};
pub use compare::{ClusterEnd, Comparison, End};
pub use cursor::STORY_KEPT;
pub use follow::Follower;
pub use fork::{BRANCHES_MAX, TooManyBranches};
pub use marks::{Kinds, MARKS_MAX, Mark, MarkKind, Marks, Reign, is_step, kind_of};
pub use search::Stop;

use cursor::Cursor;

/// How many happenings before the cursor are there to be looked at after a seek, if there have been so many: what became of the messages.
pub const HAPPENINGS_SHOWN: u64 = 512;

/// How many happenings are played at most, what branches share counted once. At 20 bytes a happening the whole takes less than 256 MB then; those who
/// know how much memory they have may stop sooner.
pub const KEPT_MAX: u64 = 12_000_000;

/// How many events before the cursor are there to be looked at after a seek, if there have been so many.
pub const WINDOW: u64 = 1_000;

/// A place in a branch: after everything that happens up to and including a time, and after so many commands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The virtual time in microseconds.
    pub at_us: u64,
    /// How many of the branch's commands have been given. (Several may be given at the same time.)
    pub given: usize,
}

impl Moment {
    /// After everything that happens or is commanded up to and including a time.
    #[must_use]
    pub const fn after(at_us: u64) -> Self {
        Self { at_us, given: usize::MAX }
    }
}

/// Why a command was not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotDone {
    /// The world refuses it.
    Refused(CommandError),
    /// It would begin one branch too many.
    TooManyBranches(TooManyBranches),
}

/// How far time has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Played {
    /// To where it was to go.
    Through,
    /// To the first moment of the kinds that were to stop it.
    ToAMark,
    /// As far as so many happenings took it.
    Interrupted,
    /// Nowhere: as much has been played as is kept ([`KEPT_MAX`]).
    Full,
}

/// A run with all its alternatives, and a cursor in it.
#[derive(Clone, Debug)]
pub struct History {
    setup: Setup,
    branches: Vec<Branch>,
    /// The place of the cursor's branch.
    current: usize,
    cursor: Cursor,
    named: u32,
    leaps: u64,
    kept_max: u64,
}

impl History {
    /// The history of a run of which nothing has been played yet. Commands that are not in order of time are given as soon as those before
    /// them have been.
    #[must_use]
    pub fn new(run: Run) -> Self {
        Self::with_spacing(run, SPACING)
    }

    /// The same, with checkpoints so many happenings apart at first: for those who go back and forth in a short run, and for tests.
    #[must_use]
    pub fn with_spacing(run: Run, spacing: u64) -> Self {
        let cursor = Cursor::new(World::new(run.setup.clone()));
        let mut latest_us = 0;
        let mut commands = Shelf::default();
        for timed in run.commands {
            latest_us = timed.at_us.max(latest_us);
            commands.push(TimedCommand { at_us: latest_us, ..timed });
        }
        let branch = Branch::first(commands, &cursor, spacing.max(1));
        let mut history = Self {
            setup: run.setup,
            branches: vec![branch],
            current: 0,
            cursor,
            named: 1,
            leaps: 0,
            kept_max: KEPT_MAX,
        };
        history.play_to(0);
        history
    }

    /// The world at the cursor.
    #[must_use]
    pub const fn world(&self) -> &World {
        &self.cursor.world
    }

    /// Where the cursor stands.
    #[must_use]
    pub fn moment(&self) -> Moment {
        self.cursor.moment()
    }

    /// The branch on which the cursor stands.
    #[must_use]
    pub fn branch(&self) -> &Branch {
        &self.branches[self.current]
    }

    /// Every branch, oldest first.
    pub fn branches(&self) -> impl DoubleEndedIterator<Item = &Branch> {
        self.branches.iter()
    }

    /// Whether nothing has been played beyond the cursor.
    #[must_use]
    pub fn is_at_head(&self) -> bool {
        self.moment() >= self.branch().head
    }

    /// The run of the present branch: setup and commands, those to come among them.
    #[must_use]
    pub fn run(&self) -> Run {
        Run { setup: self.setup.clone(), commands: self.branch().commands.iter().cloned().collect() }
    }

    /// The steps of the story before the cursor, oldest first: at least the last [`STORY_KEPT`].
    pub fn story(&self) -> impl DoubleEndedIterator<Item = &Event> {
        self.cursor.story.iter()
    }

    /// How often the cursor has gone elsewhere than on from where it was. Whoever follows the events has to begin anew when this changes.
    #[must_use]
    pub const fn leaps(&self) -> u64 {
        self.leaps
    }

    /// When the next thing happens or is commanded.
    #[must_use]
    pub fn next_us(&self) -> Option<u64> {
        self.cursor.next_us(&self.branch().commands)
    }

    /// Lets time go on to `us`. Before the head what was is repeated; after it, the branch grows.
    pub fn play_to(&mut self, us: u64) {
        self.play(us, u64::MAX, Kinds::NONE);
    }

    /// How many happenings have been played on all branches, what they share counted once.
    #[must_use]
    pub fn kept(&self) -> u64 {
        self.branches.iter().map(Branch::grown).sum()
    }

    /// Allows for so many happenings instead of [`KEPT_MAX`].
    pub const fn keep_at_most(&mut self, happenings: u64) {
        self.kept_max = happenings;
    }

    /// How many happenings are played at most, those that have been among them.
    #[must_use]
    pub const fn room(&self) -> u64 {
        self.kept_max
    }

    /// Lets time go on to `us`, but no further than to the first moment with an event of the kinds `stop`, and through about
    /// `happenings_max` happenings at most. It does not go on beyond the head when as much has been played as is kept.
    pub fn play(&mut self, us: u64, happenings_max: u64, stop: Kinds) -> Played {
        if self.is_at_head() && us > self.moment().at_us && self.kept() >= self.kept_max {
            return Played::Full;
        }
        let branch = &mut self.branches[self.current];
        let end = self.cursor.happenings().saturating_add(happenings_max);
        let mut played = Played::Through;
        while self.cursor.step(&branch.commands, Moment::after(us)).is_some() {
            let stopped =
                self.cursor.fresh().any(|event| kind_of(&event.what).is_some_and(|kind| stop.has(kind)));
            branch.note(&self.cursor);
            if stopped || self.cursor.happenings() >= end {
                played = if stopped { Played::ToAMark } else { Played::Interrupted };
                break;
            }
        }
        let now_us = if played == Played::Through { us } else { self.cursor.world.now_us() };
        let given = if played == Played::Through { usize::MAX } else { self.cursor.given };
        while self.cursor.step(&branch.commands, Moment { at_us: now_us, given }).is_some() {
            branch.note(&self.cursor);
        }
        self.cursor.world.run_until(now_us);
        branch.reach(&self.cursor);
        played
    }

    /// Goes to a moment of the present branch; to its head if it has not come so far.
    pub fn seek(&mut self, to: Moment) {
        let branch = &self.branches[self.current];
        let mut to = to.min(branch.head);
        // No moment lies behind a command that has not been given.
        to.at_us = branch.commands.get(to.given).map_or(to.at_us, |next| next.at_us.min(to.at_us));
        let now = self.cursor.moment();
        if now == to {
            return;
        }
        if now < to && !branch.checkpoints.any_between(now, to) {
            self.cursor.run_to(&branch.commands, to);
        } else {
            self.cursor = branch.cursor_at(to);
            self.leaps += 1;
        }
    }

    /// Goes to a time of the present branch, after everything that happens then; to its head if it has not come so far.
    pub fn seek_us(&mut self, us: u64) {
        self.seek(Moment::after(us));
    }

    /// Goes to the moment of an event, by its number; says whether the present branch has come so far.
    pub fn seek_event(&mut self, seq: u64) -> bool {
        let branch = self.branch();
        if seq > branch.noted_seq {
            return false;
        }
        let cursor = branch.cursor_at_event(seq);
        self.go(cursor);
        true
    }

    fn go(&mut self, cursor: Cursor) {
        self.cursor = cursor;
        self.leaps += 1;
    }

    /// Gives a command, now. In the past this begins a new branch, to which the cursor goes.
    ///
    /// # Errors
    /// Says why it cannot be done. In the past nothing has changed then; at the head the failed command is a part of the run, like any
    /// other.
    pub fn act(&mut self, command: Command) -> Result<(), NotDone> {
        if !self.is_at_head() {
            self.cursor.world.clone().command(command.clone()).map_err(NotDone::Refused)?;
            self.fork(Some(command.clone())).map_err(NotDone::TooManyBranches)?;
        }
        let timed = TimedCommand { at_us: self.cursor.world.now_us(), command };
        let branch = &mut self.branches[self.current];
        branch.insert(self.cursor.given, timed);
        let result = self.cursor.give(&branch.commands);
        branch.note(&self.cursor);
        self.play_to(self.cursor.world.now_us());
        result.map_err(NotDone::Refused)
    }

    /// Where undoing leads: to just before the last command.
    #[must_use]
    pub fn undo_to(&self) -> Option<Moment> {
        let given = self.cursor.given.checked_sub(1)?;
        Some(Moment { at_us: self.branch().commands.get(given)?.at_us, given })
    }

    /// Where redoing leads: to just after the next command, if it has been given before.
    #[must_use]
    pub fn redo_to(&self) -> Option<Moment> {
        let (given, branch) = (self.cursor.given, self.branch());
        let next = branch.commands.get(given).filter(|_| given < branch.head.given)?;
        Some(Moment { at_us: next.at_us, given: given + 1 })
    }

    /// The command that undoing would undo.
    #[must_use]
    pub fn last_command(&self) -> Option<&TimedCommand> {
        self.branch().commands.get(self.cursor.given.checked_sub(1)?)
    }

    /// The command that comes next on this branch, if it has been given before.
    #[must_use]
    pub fn next_command(&self) -> Option<&TimedCommand> {
        self.redo_to().and_then(|to| self.branch().commands.get(to.given - 1))
    }
}
