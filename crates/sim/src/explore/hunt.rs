//! A hunt: random runs of a chosen protocol, until one comes to what is looked for; then it is made small.
//!
//! What is looked for is anything that goes wrong, the violation of one property, or a [wish](super::goals::Wish) that is no failure. The
//! same hunt finds the same run everywhere. It tells how far it is after each run, so that whoever has a clock can show it; whoever wants to end
//! it early ends the worker that it runs in.

use recraft_protocol::mistakes::{Mistake, Mistakes};
use recraft_protocol::settings::Extensions;

use super::deed::Deed;
use super::failure::{Failure, Kind};
use super::goals::Wish;
use super::knobs::Knobs;
use super::mistakes::knobs_for;
use super::shrink::{Aim, Limits, Small, shrink_outcome, shrink_to};
use super::{explore_for, explore_with, seed_of};
use crate::checker::Property;
use crate::run::Run;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Anything that goes wrong: a violated property, something lost, something that does not come to rest.
    AnythingWrong,
    /// A violation of this property, before any other is violated.
    Violation(Property),
    /// A wish that comes true.
    Wish(Wish),
}

/// Which faults may happen. What undoes faults, and elections, always may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Faults {
    /// Nodes crash.
    pub crashes: bool,
    /// Links and whole parts of the network fail.
    pub partitions: bool,
    /// Messages are lost, doubled, and held up.
    pub messages: bool,
    /// Members change, clusters split and merge, leadership is handed over.
    pub changes: bool,
}

impl Faults {
    /// All of them.
    pub const ALL: Self = Self { crashes: true, partitions: true, messages: true, changes: true };
}

/// What to look for, and in which runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hunt {
    /// What is looked for.
    pub goal: Goal,
    /// The seed of the series.
    pub seed: u64,
    /// How many runs at most.
    pub runs: u64,
    /// Which faults there may be.
    pub faults: Faults,
    /// What the nodes do wrong on purpose.
    pub mistakes: Mistakes,
    /// These extensions in every run; if `None`, such as make it likely to be found.
    pub extensions: Option<Extensions>,
    /// How many replays may be spent on making what is found small.
    pub replays_max: u32,
}

/// How far a hunt is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress<'a> {
    /// So many runs have been played, and none was it.
    Looked(u64),
    /// This one was it, and is going to be made small.
    Found(&'a Find),
    /// So many replays have been spent on making it small, and so many commands are left.
    Shrinking {
        /// The replays.
        replays: u32,
        /// The commands.
        commands: u64,
    },
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Find {
    /// The run.
    pub run: Run,
    /// When it shows, in virtual microseconds.
    pub at_us: u64,
    /// What shows.
    pub what: Found,
}

/// What shows in a run that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// This property is violated; the run's own checks say how.
    Violated(Property),
    /// Something is lost or doubled: says what.
    Lost(String),
    /// Something does not come to rest: says what.
    Stuck(String),
    /// This wish comes true.
    Shown(Wish),
}

impl From<Failure> for Found {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unsafe(violation) => Self::Violated(violation.property),
            Failure::Lost(what) => Self::Lost(what),
            Failure::Stuck(what) => Self::Stuck(what),
        }
    }
}

impl Hunt {
    /// What its runs are like.
    #[must_use]
    pub fn knobs(&self) -> Knobs {
        let mut knobs = match (self.goal, the_only(self.mistakes)) {
            (Goal::Wish(wish), _) => wish.knobs(),
            (_, Some(mistake)) => knobs_for(mistake),
            (_, None) => Knobs::default(),
        };
        knobs.mistakes = self.mistakes;
        knobs.extensions = self.extensions.or(knobs.extensions);
        let Faults { crashes, partitions, messages, changes } = self.faults;
        if !messages {
            (knobs.lossy_percent, knobs.doubling_percent) = (0, 0);
        }
        if !changes {
            knobs.several_clusters_percent = 0;
        }
        knobs.weights.retain(|&deed, _| match group(deed) {
            Group::Crashes => crashes,
            Group::Partitions => partitions,
            Group::Messages => messages,
            Group::Changes => changes,
            Group::Always => true,
            Group::Strikes => crashes && partitions && changes,
        });
        knobs
    }

    /// Plays runs until one is it, and makes that small; `None` if there is none among them.
    pub fn play(&self, tell: &mut dyn FnMut(Progress<'_>)) -> Option<Find> {
        let knobs = self.knobs();
        for nth in 0..self.runs {
            if let Some(quarry) = self.look(&knobs, seed_of(self.seed, nth)) {
                tell(Progress::Found(&quarry.find()));
                let mut tell = |replays, commands| {
                    tell(Progress::Shrinking { replays, commands: commands as u64 });
                };
                return Some(quarry.shrink(Limits { replays_max: self.replays_max, seeds: 3 }, &mut tell));
            }
            tell(Progress::Looked(nth + 1));
        }
        None
    }

    /// Plays one run.
    fn look(&self, knobs: &Knobs, seed: u64) -> Option<Quarry> {
        if let Goal::Wish(wish) = self.goal {
            return explore_for(knobs, seed, wish).map(|(run, at_us)| Quarry::Wish { wish, run, at_us });
        }
        let outcome = explore_with(knobs, seed, 0);
        let failure = outcome.failure.clone()?;
        let wanted = match self.goal {
            Goal::Violation(property) => failure.kind() == Kind::Unsafe(property),
            Goal::AnythingWrong | Goal::Wish(_) => true,
        };
        wanted.then(|| Quarry::Failure(Box::new(outcome), failure))
    }
}

/// A run that is it, as it was found.
enum Quarry {
    Failure(Box<super::Outcome>, Failure),
    Wish { wish: Wish, run: Run, at_us: u64 },
}

impl Quarry {
    fn find(&self) -> Find {
        match self {
            Self::Wish { wish, run, at_us } => {
                Find { run: run.clone(), at_us: *at_us, what: Found::Shown(*wish) }
            }
            Self::Failure(outcome, failure) => {
                let at_us = match failure {
                    Failure::Unsafe(violation) => violation.at_us,
                    _ => outcome.ended_us,
                };
                Find { run: outcome.run.clone(), at_us, what: failure.clone().into() }
            }
        }
    }

    /// The same made small, or as it was if it does not come to the same again.
    fn shrink(&self, limits: Limits, tell: &mut dyn FnMut(u32, usize)) -> Find {
        let small = match self {
            Self::Failure(outcome, _) => shrink_outcome(outcome, limits, tell),
            Self::Wish { wish, run, at_us } => shrink_to(run, Aim::Shows(*wish), *at_us, limits, tell),
        };
        let Find { run, at_us, what } = self.find();
        match small {
            None => Find { run, at_us, what },
            Some(Small { run, failure, ended_us, .. }) => {
                Find { run, at_us: ended_us, what: failure.map_or(what, Found::from) }
            }
        }
    }
}

fn the_only(mistakes: Mistakes) -> Option<Mistake> {
    let mut all = mistakes.iter();
    all.next().filter(|_| all.next().is_none())
}

/// The switch that a deed belongs to.
enum Group {
    Crashes,
    Partitions,
    Messages,
    Changes,
    /// Crashes, or cuts off, the leader of something under way.
    Strikes,
    Always,
}

const fn group(deed: Deed) -> Group {
    match deed {
        Deed::Crash | Deed::Bounce => Group::Crashes,
        Deed::Partition | Deed::CutLink | Deed::Depose | Deed::Sever => Group::Partitions,
        Deed::Drop | Deed::Delay | Deed::Duplicate => Group::Messages,
        Deed::ChangeMembers
        | Deed::Split
        | Deed::Merge
        | Deed::CancelMerge
        | Deed::Transfer
        | Deed::ChangeLearners
        | Deed::Hurry
        | Deed::ManagedSplit
        | Deed::ManagedMerge
        | Deed::HitManager => Group::Changes,
        Deed::Strike => Group::Strikes,
        Deed::Restart | Deed::Heal | Deed::MendLink | Deed::Timeout | Deed::ComeBack => Group::Always,
    }
}
