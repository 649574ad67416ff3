//! A run: a setup and a list of timed commands. Nothing else is needed to repeat it, bit for bit.

use serde::{Deserialize, Serialize};

use crate::command::TimedCommand;
use crate::setup::Setup;
use crate::world::World;

/// A run as it is kept, shared and replayed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Run {
    /// How it begins.
    pub setup: Setup,
    /// What is done to it, in order of time. Commands given at the same time are carried out in the order in which they stand here,
    /// after everything that happens by itself at that time.
    pub commands: Vec<TimedCommand>,
}

impl Run {
    /// A run to which nothing is done.
    #[must_use]
    pub const fn new(setup: Setup) -> Self {
        Self { setup, commands: Vec::new() }
    }

    /// The world as it is at `until_us`, after every command given up to then. A command that fails, fails as it did before.
    #[must_use]
    pub fn play(&self, until_us: u64) -> World {
        let mut world = World::new(self.setup.clone());
        self.play_on(&mut world, 0, until_us);
        world
    }

    /// Plays a world on to `until_us`. `done` says how many commands have been given to it; gives back how many have been after.
    pub fn play_on(&self, world: &mut World, done: usize, until_us: u64) -> usize {
        let mut done = done;
        while let Some(next) = self.commands.get(done).filter(|next| next.at_us <= until_us) {
            world.run_until(next.at_us);
            let _ = world.command(next.command.clone());
            done += 1;
        }
        world.run_until(until_us);
        done
    }

    /// When the last command is given.
    #[must_use]
    pub fn last_command_us(&self) -> u64 {
        self.commands.iter().map(|timed| timed.at_us).max().unwrap_or(0)
    }
}
