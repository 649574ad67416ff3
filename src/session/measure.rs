//! Measuring the simulator and the history of a run by themselves, for `cargo xtask bench`: no picture, no panels.

use recraft_sim::command::{Command, TimedCommand};
use recraft_sim::history::History;
use recraft_sim::rng::Rng;
use recraft_sim::world::World;

use super::preset::Preset;

/// How many messages are delivered for each measure.
pub const DELIVERIES: u64 = 100_000;

const ROUNDS: u32 = 5;
const CLIENTS: u32 = 8;
const PAUSE_US: u64 = 1_000;
const SETTLED_US: u64 = 1_000_000;

/// Delivers [`DELIVERIES`] messages, several times and in turn, of a world that nobody looks at (`recraft-sim-bare`) and of one with its
/// record and every check (`recraft-sim-full`). `timed` carries out what it is given and notes under that name how long it took.
pub fn simulator(preset: Preset, timed: impl Fn(&str, &mut dyn FnMut())) {
    for round in 0..2 * ROUNDS {
        let world = World::new(preset.run(1).setup);
        let (name, mut world) = match round % 2 {
            0 => ("recraft-sim-bare", world.without_checks().without_record()),
            _ => ("recraft-sim-full", world),
        };
        world.run_until(SETTLED_US);
        // A load is never refused.
        let _ = world.command(Command::Load { clients: CLIENTS, pause_us: PAUSE_US });
        let until = world.statistics().deliveries + DELIVERIES;
        timed(name, &mut || while world.statistics().deliveries < until && world.step() {});
    }
}

/// How many events the long run has whose history is measured.
pub const HISTORY_EVENTS: u64 = 1_000_000;

const SEEKS: u64 = 60;

/// Plays a long run under load with its record, every check and its history (`recraft-history`), and goes to moments anywhere in it, one
/// after the other (a `recraft-seek` each).
pub fn history(preset: Preset, events: u64, timed: impl Fn(&str, &mut dyn FnMut())) {
    let mut run = preset.run(1);
    let command = Command::Load { clients: CLIENTS, pause_us: PAUSE_US };
    run.commands.push(TimedCommand { at_us: SETTLED_US, command });
    let mut history = History::new(run);
    timed("recraft-history", &mut || {
        while history.branch().events() < events {
            history.play_to(history.world().now_us() + SETTLED_US);
        }
    });
    let (head_us, mut dice) = (history.branch().head().at_us, Rng::new(1));
    for _ in 0..SEEKS {
        let to_us = dice.below(head_us);
        timed("recraft-seek", &mut || history.seek_us(to_us));
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn a_history_is_played_once_and_then_gone_about_in() {
        let names = RefCell::new(Vec::new());
        let timed = |name: &str, work: &mut dyn FnMut()| {
            work();
            names.borrow_mut().push(name.to_owned());
        };
        history(Preset::Three, 5_000, timed);
        let names = names.into_inner();
        assert_eq!((names[0].as_str(), names.len()), ("recraft-history", 1 + SEEKS as usize));
        assert!(names[1..].iter().all(|name| name == "recraft-seek"));
    }

    #[test]
    fn each_world_is_measured_as_often_as_the_other() {
        let names = RefCell::new(Vec::new());
        simulator(Preset::Three, |name, _| names.borrow_mut().push(name.to_owned()));
        assert_eq!(names.borrow().len(), 2 * ROUNDS as usize);
        assert_eq!(names.borrow()[..2], ["recraft-sim-bare", "recraft-sim-full"]);
    }
}
