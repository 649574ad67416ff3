//! The random explorer: runs full of faults and reconfigurations, each from a seed of its own.
//!
//! A run has two phases, kept apart as safety and liveness are. In the *stormy* phase, which is random from end to end, nodes crash and
//! restart, links fail, clusters split, merge and change their members, while clients write and read; the safety checks look at
//! every step. In the *quiet* phase all faults end, and within a bounded time everything must come to rest: see [`settle`].
//!
//! Each run switches a random part of the faults on (swarm testing), since some mistakes only show when other faults do not hide
//! them. Whatever the explorer does it does by [commands](crate::command::Command), so a failing run is a [`Run`] that replays.

mod plan;
pub mod settle;
mod storm;
pub mod summary;

use recraft_protocol::observation::Observation;

use crate::command::{Command, TimedCommand};
use crate::event::{Event, What};
use crate::rng::{Rng, split_mix};
use crate::run::Run;
use crate::setup::NetworkSetup;
use crate::statistics::Statistics;
use crate::world::World;
use plan::Plan;

/// How long the quiet phase may take before what has not come to rest counts as stuck.
pub const QUIET_LIMIT_US: u64 = 40_000_000;
/// How long the load goes on into the quiet phase.
const LOAD_GOES_ON_US: u64 = 2_000_000;
/// How often it is looked whether everything has come to rest.
const LOOK_EVERY_US: u64 = 250_000;

/// How a run went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// A safety property was violated.
    Unsafe(String),
    /// Something has not come to rest in the quiet phase, or an acknowledged write is lost.
    Stuck(String),
}

/// What one run came to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The seed that [`explore`] was given.
    pub seed: u64,
    /// The run itself.
    pub run: Run,
    /// When it ended, in virtual microseconds.
    pub ended_us: u64,
    /// Its counts.
    pub statistics: Statistics,
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
}

impl Explorer {
    /// Gives a command; one that fails is left out of the run, since it changes nothing.
    fn command(&mut self, command: Command) -> bool {
        let at_us = self.world.now_us();
        let done = self.world.command(command.clone()).is_ok();
        if done {
            self.run.commands.push(TimedCommand { at_us, command });
        }
        done
    }

    fn is_safe(&self) -> bool {
        self.world.checks().violations().next().is_none()
    }
}

/// Explores the run that `seed` stands for. Of a failing run the last `keep_events` events are kept.
#[must_use]
pub fn explore(seed: u64, keep_events: usize) -> Outcome {
    let mut rng = Rng::new(seed);
    let plan = Plan::draw(&mut rng);
    let world = World::new(plan.setup.clone());
    let mut explorer = Explorer { world, run: Run::new(plan.setup.clone()), rng };
    explorer.storm(&plan);
    let stuck = if explorer.is_safe() { explorer.quiet(&plan) } else { None };
    let world = explorer.world;
    let violation = world.checks().violations().next();
    let failure = violation
        .map(|violation| Failure::Unsafe(format!("{:?}: {}", violation.property, violation.detail)))
        .or_else(|| stuck.map(Failure::Stuck));
    let last_events = if failure.is_some() { last_events(&world, keep_events) } else { Vec::new() };
    Outcome {
        seed,
        ended_us: world.now_us(),
        statistics: world.statistics().clone(),
        violations: world.checks().violations().count() as u64,
        run: explorer.run,
        failure,
        last_events,
    }
}

impl Explorer {
    /// Ends all faults and waits until everything has come to rest; says what has not.
    fn quiet(&mut self, plan: &Plan) -> Option<String> {
        self.command(Command::Heal);
        let network = NetworkSetup { loss_ppm: 0, duplication_ppm: 0, ..plan.setup.network };
        self.command(Command::SetNetwork { network });
        for node in self.world.everyone().iter() {
            self.command(Command::Restart { node });
        }
        let began_us = self.world.now_us();
        self.world.run_until(began_us + LOAD_GOES_ON_US);
        self.command(Command::Load { clients: 0, pause_us: plan.load.pause_us });
        loop {
            let restless = settle::restless(&self.world);
            let late = self.world.now_us() - began_us > QUIET_LIMIT_US;
            match restless {
                _ if !self.is_safe() => return None,
                None => return settle::lost_or_doubled(&self.world),
                Some(what) if late => return Some(what),
                Some(_) => self.world.run_until(self.world.now_us() + LOOK_EVERY_US),
            }
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
