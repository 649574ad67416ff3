//! A quest: something to be looked for beside whoever waits for it, in a worker of a page or on a thread of its own.
//!
//! A [`Quest`] is a [hunt](crate::explore::hunt) through random runs, an [exhaustive search](crate::exhaustive) of a small world, or a
//! [trial](crate::compare) of two ways to change clusters. All
//! quests and what is told of them have a [code](crate::code), so that they can be sent as bytes. There is no clock in here: [`Quest::play`]
//! tells how far it is after each small piece of work, and whoever listens says less often what it has heard. To stop a quest one stops
//! listening and ends the worker.

use recraft_protocol::mistakes::Mistakes;

use crate::code::{Code, Reader, Unreadable};
use crate::compare::{Means, Played, Trial};
use crate::exhaustive::recraft::{Recraft, worlds};
use crate::exhaustive::search::Search;
use crate::explore::hunt::{Find, Found, Hunt, Progress};
use crate::run::Run;

/// How many states of a small world are worked out between two reports.
const SLICE: usize = 500;
/// How long after the last step of a way its breach has shown itself to the checks of the simulated world.
const AFTERWARDS_US: u64 = 5_000_000;

/// What to look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quest {
    /// Random runs.
    Hunt(Hunt),
    /// Every way in which a small world can go.
    Search {
        /// Which world: its place in [`worlds::NAMED`].
        world: u32,
        /// What its nodes do wrong on purpose.
        mistakes: Mistakes,
        /// After how many states to give up.
        states_max: u64,
    },
    /// How ReCraft changes clusters, beside how a manager does.
    Compare(Trial),
}

/// What is told of a quest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// So many random runs have been looked at.
    Looked(u64),
    /// A run was found; it is being made small.
    Shrinking {
        /// How many smaller runs have been tried.
        replays: u32,
        /// How many commands are left.
        commands: u64,
    },
    /// A small world has been searched so far.
    Searched {
        /// How many states have been reached.
        states: u64,
        /// How many of them wait for what comes after them to be worked out.
        waiting: u64,
        /// Everything that so many steps can reach has been seen.
        depth: u32,
    },
    /// This was found.
    Found {
        /// What.
        find: Find,
        /// Whether that is the end; otherwise it is still being made smaller.
        last: bool,
    },
    /// The search has found a breach that the simulated world cannot be led to, or that its checks do not see: somebody who waits for ever.
    Untold {
        /// By how many steps.
        steps: u64,
    },
    /// Nothing was found.
    Nothing {
        /// Whether there is nothing to be found: every state was seen.
        all: bool,
    },
    /// So one of the two ways went that are compared.
    Compared(Played),
}

impl Report {
    /// Whether nothing comes after it.
    #[must_use]
    pub const fn is_last(&self) -> bool {
        match self {
            Self::Found { last, .. } => *last,
            Self::Compared(played) => matches!(played.outcome.means, Means::StopAndCoordinate),
            Self::Untold { .. } | Self::Nothing { .. } => true,
            Self::Looked(_) | Self::Shrinking { .. } | Self::Searched { .. } => false,
        }
    }
}

impl Quest {
    /// Looks, and tells; the last that is told is the [last](Report::is_last).
    pub fn play(&self, tell: &mut dyn FnMut(Report)) {
        let last = match *self {
            Self::Hunt(hunt) => hunt_down(&hunt, tell),
            Self::Search { world, mistakes, states_max } => search(world, mistakes, states_max, tell),
            Self::Compare(trial) => {
                tell(Report::Compared(trial.play(Means::Recraft)));
                Report::Compared(trial.play(Means::StopAndCoordinate))
            }
        };
        tell(last);
    }
}

fn hunt_down(hunt: &Hunt, tell: &mut dyn FnMut(Report)) -> Report {
    let found = hunt.play(&mut |step| tell(step.into()));
    found.map_or(Report::Nothing { all: false }, |find| Report::Found { find, last: true })
}

impl From<Progress<'_>> for Report {
    fn from(progress: Progress<'_>) -> Self {
        match progress {
            Progress::Looked(runs) => Self::Looked(runs),
            Progress::Found(find) => Self::Found { find: find.clone(), last: false },
            Progress::Shrinking { replays, commands } => Self::Shrinking { replays, commands },
        }
    }
}

fn search(world: u32, mistakes: Mistakes, states_max: u64, tell: &mut dyn FnMut(Report)) -> Report {
    let Some((_, scope)) = worlds::NAMED.get(world as usize) else { return Report::Nothing { all: false } };
    let mut scope = scope();
    scope.setup.settings.mistakes = mistakes;
    let mut search = Search::new(Recraft::new(scope.clone()));
    loop {
        let now = search.advance(SLICE);
        let (states, waiting) = (now.states as u64, now.waiting as u64);
        tell(Report::Searched { states, waiting, depth: now.depth });
        if now.done || states >= states_max {
            let Some(trace) = search.found() else { return Report::Nothing { all: now.done } };
            let steps = trace.deeds.len() as u64;
            let find = trace.run_on(&scope).and_then(told);
            return find.map_or(Report::Untold { steps }, |find| Report::Found { find, last: true });
        }
    }
}

/// A way that was found, as a run, with what the checks of the simulated world see in it.
fn told(run: Run) -> Option<Find> {
    let played = run.play(run.last_command_us() + AFTERWARDS_US);
    let violation = played.checks().first_violation()?;
    Some(Find { at_us: violation.at_us, what: Found::Violated(violation.property), run })
}

/// The quest that these bytes are the code of.
///
/// # Errors
/// Says what is wrong with them.
pub fn read<T: Code>(bytes: &[u8]) -> Result<T, Unreadable> {
    let mut from = Reader::new(bytes)?;
    let value = T::read(&mut from)?;
    from.end()?;
    Ok(value)
}

/// The code of a quest, or of what is told of one.
#[must_use]
pub fn write<T: Code>(value: &T) -> Vec<u8> {
    let mut out = Vec::new();
    value.write(&mut out);
    out
}
