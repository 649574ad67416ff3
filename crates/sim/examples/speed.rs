//! How fast the simulator is: five nodes under load, with and without the checks.
//!
//! `cargo run --profile native -p recraft-sim --example speed`

use std::time::Instant;

use recraft_sim::command::Command;
use recraft_sim::setup::Setup;
use recraft_sim::world::World;

fn main() {
    for (name, checked) in [("with checks", true), ("without checks", false)] {
        let mut world = World::new(Setup::one_cluster(5, 1));
        if !checked {
            world = world.without_checks();
        }
        world.run_until(1_000_000);
        let _ = world.command(Command::Load { clients: 8, pause_us: 1_000 });
        let began = Instant::now();
        world.run_until(100_000_000);
        let seconds = began.elapsed().as_secs_f64();
        let statistics = world.statistics();
        let rate = |count: u64| count as f64 / seconds;
        println!(
            "{name}: {seconds:.3} s, {:.0} events/s, {:.0} deliveries/s, {:.0} commits/s",
            rate(statistics.events),
            rate(statistics.deliveries),
            rate(statistics.commits)
        );
        let began = Instant::now();
        let copies: Vec<World> = (0..100).map(|_| world.clone()).collect();
        println!("  a copy takes {:.0} µs", began.elapsed().as_secs_f64() * 1e6 / copies.len() as f64);
    }
}
