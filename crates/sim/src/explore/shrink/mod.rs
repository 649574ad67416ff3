//! Making a failing run small: as few commands and as plain a setup as still fail in the same way.
//!
//! A run that was found by chance is full of things that have nothing to do with its failure. First whole stretches of its commands are
//! left out, then shorter ones, down to single ones (Zeller and Hildebrandt's delta debugging); then its setup is made plainer, one thing at a
//! time: fewer nodes, a network without losses, fewer clients, no extensions. What still fails in the same way (the same property, or
//! not at rest, or something lost) is kept, until nothing more can go, or the replays that were allowed are used up.
//!
//! Leaving something out shifts all later chance: messages take other times, timers run out elsewhere. So what is left out in vain
//! under one seed is tried under some others too.
//!
//! A failure to come to rest, and a loss, show only at rest: there only the stormy phase is made smaller, and the quiet phase is
//! played anew after it. A violation shows in the storm; what comes later is cut off at once.

mod plainer;

use super::failure::{Failure, Kind};
use super::goals::Wish;
use super::{Explorer, Outcome};
use crate::command::TimedCommand;
use crate::run::Run;

/// How much work shrinking may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many runs may be played.
    pub replays_max: u32,
    /// How many seeds are tried for each thing that might be left out, the run's own among them.
    pub seeds: u64,
}

impl Default for Limits {
    /// 2,000 replays, which is some seconds, and four seeds.
    fn default() -> Self {
        Self { replays_max: 2_000, seeds: 4 }
    }
}

/// A run that was made small.
#[derive(Clone, Debug)]
pub struct Shrunk {
    /// The run: it fails in the same way when it is played to `ended_us`.
    pub run: Run,
    /// How it fails.
    pub failure: Failure,
    /// When that shows, in virtual microseconds.
    pub ended_us: u64,
    /// How many runs were played to find it.
    pub replays: u32,
    /// Whether nothing more could be left out; otherwise the replays were used up first.
    pub is_minimal: bool,
}

/// What a run has to come to still when it is made smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aim {
    /// It fails in this way.
    Fails(Kind),
    /// This wish comes true.
    Shows(Wish),
}

impl Aim {
    /// Whether it shows as soon as it is so, and not only at rest.
    const fn shows_at_once(self) -> bool {
        matches!(self, Self::Fails(Kind::Unsafe(_)) | Self::Shows(_))
    }
}

/// A run that was made small, and still comes to what it should.
#[derive(Clone, Debug)]
pub(super) struct Small {
    pub(super) run: Run,
    /// How it fails, if that was the aim.
    pub(super) failure: Option<Failure>,
    /// When that shows, in virtual microseconds.
    pub(super) ended_us: u64,
    pub(super) replays: u32,
    pub(super) is_minimal: bool,
}

/// A run that is known to come to what it should.
#[derive(Clone, Debug)]
struct Showing {
    run: Run,
    /// The same with what was done to bring it to rest, if that is needed to see the failure.
    whole: Run,
    failure: Option<Failure>,
    ended_us: u64,
}

/// Makes the run of a failed outcome small; `None` if it did not fail, or does not fail again in the same way.
#[must_use]
pub fn shrink(outcome: &Outcome, limits: Limits) -> Option<Shrunk> {
    let Small { run, failure, ended_us, replays, is_minimal } =
        shrink_outcome(outcome, limits, &mut |_, _| {})?;
    Some(Shrunk { run, failure: failure?, ended_us, replays, is_minimal })
}

/// The same, telling after each replay how many there have been, and how many commands are left.
pub(super) fn shrink_outcome(
    outcome: &Outcome,
    limits: Limits,
    tell: &mut dyn FnMut(u32, usize),
) -> Option<Small> {
    let kind = outcome.failure.as_ref()?.kind();
    let storm_us = match kind {
        Kind::Unsafe(_) => outcome.ended_us,
        Kind::Lost | Kind::Stuck => outcome.storm_ended_us,
    };
    let commands = outcome.run.commands.iter().take_while(|timed| timed.at_us < storm_us).cloned().collect();
    let run = Run { setup: outcome.run.setup.clone(), commands };
    shrink_to(&run, Aim::Fails(kind), storm_us, limits, tell)
}

/// Makes a run small that comes to `aim` by `until_us`; `None` if it does not.
pub(super) fn shrink_to(
    run: &Run,
    aim: Aim,
    until_us: u64,
    limits: Limits,
    tell: &mut dyn FnMut(u32, usize),
) -> Option<Small> {
    let best = judge(run, aim, until_us)?;
    Some(Shrinker { aim, limits, best, replays: 1, tell }.shrink())
}

struct Shrinker<'a> {
    aim: Aim,
    limits: Limits,
    best: Showing,
    replays: u32,
    tell: &'a mut dyn FnMut(u32, usize),
}

/// How much longer than the run so far a smaller one may take until it fails.
const SLACK_US: u64 = 1_500_000;

impl Shrinker<'_> {
    fn shrink(mut self) -> Small {
        loop {
            self.cut_off_the_end();
            let before = (self.best.run.commands.len(), self.best.run.setup.clone());
            self.leave_out_commands();
            self.make_plainer();
            let after = (self.best.run.commands.len(), &self.best.run.setup);
            if (before.0, &before.1) == after || self.is_used_up() {
                break;
            }
        }
        let is_minimal = !self.is_used_up();
        let Showing { whole, failure, ended_us, .. } = self.best;
        Small { run: whole, failure, ended_us, replays: self.replays, is_minimal }
    }

    const fn is_used_up(&self) -> bool {
        self.replays >= self.limits.replays_max
    }

    /// Keeps the candidate if it fails in the same way, under its own seed or another.
    fn try_out(&mut self, candidate: &Run) -> bool {
        for nth in 0..self.limits.seeds {
            if self.is_used_up() {
                return false;
            }
            self.replays += 1;
            let mut run = candidate.clone();
            run.setup.seed = candidate.setup.seed.wrapping_add(nth);
            let showing = judge(&run, self.aim, self.storm_us() + SLACK_US);
            (self.tell)(self.replays, self.best.run.commands.len());
            if let Some(showing) = showing {
                self.best = showing;
                return true;
            }
        }
        false
    }

    /// How long the stormy part of the best run takes.
    fn storm_us(&self) -> u64 {
        if self.aim.shows_at_once() { self.best.ended_us } else { self.best.run.last_command_us() }
    }

    /// What is done after the failure has shown does not matter.
    fn cut_off_the_end(&mut self) {
        let end_us = self.best.ended_us;
        self.best.run.commands.retain(|timed| timed.at_us <= end_us);
        if self.aim.shows_at_once() {
            self.best.whole = self.best.run.clone();
        }
    }

    /// Delta debugging: leaves out halves, quarters, and so on down to single commands.
    fn leave_out_commands(&mut self) {
        let mut size = self.best.run.commands.len().div_ceil(2);
        while size > 0 && !self.is_used_up() {
            let mut from = 0;
            let mut smaller = false;
            while from < self.best.run.commands.len() {
                let commands = &self.best.run.commands;
                let to = (from + size).min(commands.len());
                let left: Vec<TimedCommand> =
                    commands[..from].iter().chain(&commands[to..]).cloned().collect();
                let candidate = Run { setup: self.best.run.setup.clone(), commands: left };
                if self.try_out(&candidate) {
                    smaller = true;
                } else {
                    from = to;
                }
            }
            if !smaller || size > 1 {
                size /= 2;
            }
        }
    }

    /// Tries each way to make the setup plainer, again and again until none helps.
    fn make_plainer(&mut self) {
        let mut nth = 0;
        loop {
            let candidates = plainer::candidates(&self.best.run);
            let Some(candidate) = candidates.get(nth) else { return };
            if self.is_used_up() {
                return;
            }
            if !self.try_out(candidate) {
                nth += 1;
            }
        }
    }
}

/// Plays a run for so long; gives it back if it comes to this.
fn judge(run: &Run, aim: Aim, until_us: u64) -> Option<Showing> {
    run.setup.check().ok()?;
    let mut explorer = Explorer::replaying(run.setup.clone());
    if let Aim::Shows(wish) = aim {
        explorer = explorer.seeking(wish);
    }
    for timed in &run.commands {
        if !explorer.go_on_to(timed.at_us) {
            break;
        }
        explorer.command(timed.command.clone());
    }
    let mut storm = explorer.run.clone();
    let calm = if aim.shows_at_once() {
        explorer.go_on_to(until_us);
        None
    } else {
        explorer.quiet(explorer.world.load().pause_us)
    };
    let failure = explorer.world.checks().first_violation().cloned().map(Failure::Unsafe).or(calm);
    let ended_us = match (aim, &failure) {
        (Aim::Shows(_), _) => explorer.shown_us()?,
        (Aim::Fails(kind), Some(failure)) if failure.kind() == kind => match failure {
            Failure::Unsafe(violation) => violation.at_us,
            _ => explorer.world.now_us(),
        },
        (Aim::Fails(_), _) => return None,
    };
    storm.setup = run.setup.clone();
    Some(Showing { run: storm, whole: explorer.run, failure, ended_us })
}

/// Plays a run to `until_us` and says how it has failed by then: for a test that keeps a shrunk run.
#[must_use]
pub fn replay(run: &Run, until_us: u64) -> Option<Failure> {
    let world = run.play(until_us);
    if let Some(violation) = world.checks().first_violation() {
        return Some(Failure::Unsafe(violation.clone()));
    }
    match super::settle::restless(&world) {
        Some(what) => Some(Failure::Stuck(what)),
        None => super::settle::lost_or_doubled(&world).map(Failure::Lost),
    }
}
