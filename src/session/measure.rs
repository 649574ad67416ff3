//! Measuring the simulator by itself, for `cargo xtask bench`: no picture, no panels, only messages delivered.

use recraft_sim::command::Command;
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

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn each_world_is_measured_as_often_as_the_other() {
        let names = RefCell::new(Vec::new());
        simulator(Preset::Three, |name, _| names.borrow_mut().push(name.to_owned()));
        assert_eq!(names.borrow().len(), 2 * ROUNDS as usize);
        assert_eq!(names.borrow()[..2], ["recraft-sim-bare", "recraft-sim-full"]);
    }
}
