//! The simulator: five nodes, eight clients that ask again as soon as they are answered, no faults.

use recraft_sim::command::Command;
use recraft_sim::setup::Setup;
use recraft_sim::world::World;

/// So many virtual microseconds of it; says how many messages were delivered.
#[must_use]
pub fn run(virtual_us: u64, checked_and_recorded: bool) -> u64 {
    let world = World::new(Setup::one_cluster(5, 1));
    let mut world = if checked_and_recorded { world } else { world.without_checks().without_record() };
    world.run_until(1_000_000);
    // A cluster of five has a leader after a second; a load is never refused.
    let _ = world.command(Command::Load { clients: 8, pause_us: 1_000 });
    world.run_until(virtual_us);
    world.statistics().deliveries
}
