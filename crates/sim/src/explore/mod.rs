//! The random explorer: runs full of faults and reconfigurations, each from a seed of its own.
//!
//! A run has two phases, kept apart as safety and liveness are. In the *stormy* phase, which is random from end to end, nodes crash and
//! restart, links fail, clusters split, merge and change their members, while clients write and read; the safety checks look at
//! every step. In the *quiet* phase all faults end, and within a bounded time everything must come to rest: see [`settle`].
//!
//! Each run switches a random part of the faults on (swarm testing), since some mistakes only show when other faults do not hide
//! them. Whatever the explorer does it does by [commands](crate::command::Command), so a failing run is a [`Run`] that replays.

mod admin;
mod campaign;
mod deed;
mod failure;
pub mod goals;
pub mod hunt;
mod knobs;
pub mod mistakes;
mod plan;
mod report;
pub mod settle;
pub mod shrink;
mod storm;
pub mod summary;

use std::collections::BTreeMap;

use recraft_protocol::observation::Observation;
use recraft_words::t;

use crate::command::{Command, TimedCommand};
use crate::event::{Event, What};
use crate::rng::{Rng, split_mix};
use crate::run::Run;
use crate::setup::{NetworkSetup, Setup};
use crate::statistics::Statistics;
use crate::world::World;
pub use campaign::{Campaign, NotAShard, Shard};
pub use deed::Deed;
pub use failure::{Failure, Kind};
use goals::{Watch, Wish};
pub use knobs::{Knobs, Span};
use plan::Plan;
pub use report::{CannotCombine, Report};

/// How long the quiet phase may take before what has not come to rest counts as stuck.
pub const QUIET_LIMIT_US: u64 = 40_000_000;
/// How many happenings a run may take until it counts as stuck: many times what the wildest run takes. (A mistake can make nodes answer each
/// other without end.)
pub const EVENTS_MAX: u64 = 250_000;
/// How long the load goes on into the quiet phase.
const LOAD_GOES_ON_US: u64 = 2_000_000;
/// How often it is looked whether everything has come to rest.
const LOOK_EVERY_US: u64 = 250_000;

/// What one run came to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The seed that [`explore`] was given.
    pub seed: u64,
    /// The run itself.
    pub run: Run,
    /// When its stormy phase ended, in virtual microseconds.
    pub storm_ended_us: u64,
    /// When it ended, in virtual microseconds.
    pub ended_us: u64,
    /// Its counts.
    pub statistics: Statistics,
    /// What was done in its stormy phase, and how often.
    pub deeds: BTreeMap<Deed, u64>,
    /// How often a key's history had too many possible orders to be followed.
    pub histories_given_up: u64,
    /// How many violations there were.
    pub violations: u64,
    /// How it went wrong, if it did.
    pub failure: Option<Failure>,
    /// Its last events, when it went wrong.
    pub last_events: Vec<Event>,
}

/// The seed of run `nth` of a series.
#[must_use]
pub fn seed_of(series: u64, nth: u64) -> u64 {
    let mut sequence = series ^ nth.wrapping_mul(0xd134_2543_de82_ef95);
    split_mix(&mut sequence)
}

/// A run in the making: the world, and the commands that have been given to it.
struct Explorer {
    world: World,
    run: Run,
    rng: Rng,
    deeds: BTreeMap<Deed, u64>,
    sought: Option<Sought>,
}

/// A wish that is waited for.
struct Sought {
    watch: Watch,
    /// The last event that was looked at.
    seen: u64,
    /// When it came true, in virtual microseconds.
    shown_us: Option<u64>,
}

impl Explorer {
    /// One that draws nothing itself.
    fn replaying(setup: Setup) -> Self {
        let (rng, deeds) = (Rng::new(0), BTreeMap::new());
        Self { world: World::new(setup.clone()), run: Run::new(setup), rng, deeds, sought: None }
    }

    /// The same, waiting for a wish to come true. What else may go wrong is not looked at.
    fn seeking(mut self, wish: Wish) -> Self {
        self.world = self.world.without_checks();
        self.sought = Some(Sought { watch: Watch::new(wish), seen: 0, shown_us: None });
        self
    }

    /// Shows the watch what has happened since it last looked.
    fn look(&mut self) {
        let Some(sought) = &mut self.sought else { return };
        for event in self.world.events_since(sought.seen) {
            sought.seen = event.seq;
            if sought.shown_us.is_none() && sought.watch.see(&self.world, event) {
                sought.shown_us = Some(event.at_us);
            }
        }
    }

    /// When the wish came true, in virtual microseconds.
    fn shown_us(&self) -> Option<u64> {
        self.sought.as_ref()?.shown_us
    }

    /// Plays on to a time, or until something is violated, a wish has come true, or the budget is used up; says whether it goes on.
    fn go_on_to(&mut self, us: u64) -> bool {
        while self.goes_on() && self.world.next_event_us().is_some_and(|due_us| due_us <= us) {
            self.world.step();
            self.look();
        }
        if self.goes_on() {
            self.world.run_until(us);
        }
        self.goes_on()
    }

    fn goes_on(&self) -> bool {
        self.is_safe() && self.world.statistics().events < EVENTS_MAX && self.shown_us().is_none()
    }

    /// Gives a command; one that fails is left out of the run, since it changes nothing.
    fn command(&mut self, command: Command) -> bool {
        let at_us = self.world.now_us();
        let done = self.world.command(command.clone()).is_ok();
        if done {
            self.run.commands.push(TimedCommand { at_us, command });
        }
        self.look();
        done
    }

    fn is_safe(&self) -> bool {
        self.world.checks().violations().next().is_none()
    }
}

/// Explores the run that `seed` stands for, with everything in it. Of a failing run the last `keep_events` events are kept.
#[must_use]
pub fn explore(seed: u64, keep_events: usize) -> Outcome {
    explore_with(&Knobs::default(), seed, keep_events)
}

/// Explores the run that `seed` stands for among those that the knobs allow.
#[must_use]
pub fn explore_with(knobs: &Knobs, seed: u64, keep_events: usize) -> Outcome {
    let mut rng = Rng::new(seed);
    let plan = Plan::draw(knobs, &mut rng);
    let mut explorer = Explorer { rng, ..Explorer::replaying(plan.setup.clone()) };
    explorer.storm(&plan);
    let storm_ended_us = explorer.world.now_us();
    let calm = explorer.quiet(plan.load.pause_us);
    let world = explorer.world;
    let failure = world.checks().first_violation().cloned().map(Failure::Unsafe).or(calm);
    let last_events = if failure.is_some() { last_events(&world, keep_events) } else { Vec::new() };
    Outcome {
        seed,
        storm_ended_us,
        ended_us: world.now_us(),
        statistics: world.statistics().clone(),
        deeds: explorer.deeds,
        histories_given_up: world.checks().histories_given_up(),
        violations: world.checks().violations().count() as u64,
        run: explorer.run,
        failure,
        last_events,
    }
}

/// Explores the stormy phase of the run that `seed` stands for, for a wish to come true; the run, and when that is in virtual microseconds.
fn explore_for(knobs: &Knobs, seed: u64, wish: Wish) -> Option<(Run, u64)> {
    let mut rng = Rng::new(seed);
    let plan = Plan::draw(knobs, &mut rng);
    let mut explorer = Explorer { rng, ..Explorer::replaying(plan.setup.clone()).seeking(wish) };
    explorer.storm(&plan);
    let shown_us = explorer.shown_us()?;
    Some((explorer.run, shown_us))
}

impl Explorer {
    /// Ends all faults and waits until everything has come to rest; says what has not.
    fn quiet(&mut self, pause_us: u64) -> Option<Failure> {
        if self.goes_on() {
            self.calm_down(pause_us);
        }
        let began_us = self.world.now_us();
        while self.goes_on() {
            let late = self.world.now_us() - began_us > QUIET_LIMIT_US - LOAD_GOES_ON_US;
            match settle::restless(&self.world) {
                None => return settle::lost_or_doubled(&self.world).map(Failure::Lost),
                Some(what) if late => return Some(Failure::Stuck(what)),
                Some(_) => self.go_on_to(self.world.now_us() + LOOK_EVERY_US),
            };
        }
        self.is_safe()
            .then(|| Failure::Stuck(t!("more than {limit} things have happened", limit = EVENTS_MAX)))
    }

    /// Ends all faults, and soon after the load.
    fn calm_down(&mut self, pause_us: u64) {
        self.command(Command::Heal);
        let network = NetworkSetup { loss_ppm: 0, duplication_ppm: 0, ..self.world.network() };
        self.command(Command::SetNetwork { network });
        if !self.world.manager().is_up() {
            self.command(Command::RestartManager);
        }
        for node in self.world.everyone().iter() {
            self.command(Command::Restart { node });
        }
        if self.go_on_to(self.world.now_us() + LOAD_GOES_ON_US) {
            self.command(Command::Load { clients: 0, pause_us });
        }
    }
}

/// The last events that say something: messages lost for want of a receiver are left out.
fn last_events(world: &World, count: usize) -> Vec<Event> {
    let telling = |event: &&Event| {
        !matches!(
            &event.what,
            What::MessageLost { .. }
                | What::ClientAsked { .. }
                | What::ClientAnswered { .. }
                | What::Observed { observation: Observation::ClientAnswered { .. }, .. }
        )
    };
    let mut events: Vec<Event> = world.events().rev().filter(telling).take(count).cloned().collect();
    events.reverse();
    events
}
