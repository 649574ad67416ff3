//! How fast the simulator is, and what record and checks cost: five nodes under load by themselves, with their record, and with every check as
//! well; and a hundred stormy runs with and without the checks.
//!
//! `cargo run --profile native -p recraft-sim --example speed`

use std::time::{Duration, Instant};

use recraft_sim::command::Command;
use recraft_sim::explore::{explore, seed_of};
use recraft_sim::run::Run;
use recraft_sim::setup::Setup;
use recraft_sim::world::World;

fn main() {
    let [bare, recorded, checked] = KINDS.map(calm).map(|took| took.as_secs_f64());
    println!(
        "  with the record it takes {:.2} times as long, with record and checks {:.2} times",
        recorded / bare,
        checked / bare
    );
    let runs: Vec<(Run, u64)> = (0..100)
        .map(|nth| explore(seed_of(1, nth), 0))
        .map(|outcome| (outcome.run, outcome.ended_us))
        .collect();
    let [checked, unchecked] = [true, false].map(|checked| stormy(&runs, checked));
    println!(
        "a hundred stormy runs: {:.3} s with checks, {:.3} s without",
        checked.as_secs_f64(),
        unchecked.as_secs_f64()
    );
    println!(
        "  with the checks they take {:.2} times as long",
        checked.as_secs_f64() / unchecked.as_secs_f64()
    );
}

fn world(setup: Setup, checked: bool) -> World {
    let world = World::new(setup);
    if checked { world } else { world.without_checks() }
}

/// What a world keeps and does, and the world that does so.
type Kind = (&'static str, fn(World) -> World);

const KINDS: [Kind; 3] = [
    ("nothing kept", |world| world.without_checks().without_record()),
    ("with its record", World::without_checks),
    ("with record and checks", |world| world),
];

/// Five nodes, eight clients, two hundred virtual seconds.
fn calm((name, kind): Kind) -> Duration {
    let mut world = kind(World::new(Setup::one_cluster(5, 1)));
    world.run_until(1_000_000);
    let _ = world.command(Command::Load { clients: 8, pause_us: 1_000 });
    let began = Instant::now();
    world.run_until(200_000_000);
    let took = began.elapsed();
    let statistics = world.statistics();
    let rate = |count: u64| count as f64 / took.as_secs_f64();
    println!(
        "{name}: {:.3} s, {:.0} happenings/s, {:.0} deliveries/s, {:.0} commits/s",
        took.as_secs_f64(),
        rate(statistics.events),
        rate(statistics.deliveries),
        rate(statistics.commits)
    );
    let began = Instant::now();
    let copies: Vec<World> = (0..100).map(|_| world.clone()).collect();
    println!("  a copy takes {:.0} µs", began.elapsed().as_secs_f64() * 1e6 / copies.len() as f64);
    took
}

/// Runs of the explorer, played again.
fn stormy(runs: &[(Run, u64)], checked: bool) -> Duration {
    let began = Instant::now();
    for (run, ended_us) in runs {
        run.play_on(&mut world(run.setup.clone(), checked), 0, *ended_us);
    }
    began.elapsed()
}
