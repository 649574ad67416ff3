//! `cargo run --profile native -p recraft-sim --example history [HAPPENINGS]`: what a history costs. Plays a busy run (seven nodes, six clients,
//! a crash now and then), once as a world alone and once with a history, and says how many bytes the history takes for each happening and how
//! long seeks take.

use std::time::{Duration, Instant};

use recraft_protocol::types::NodeId;
use recraft_sim::command::{Command, TimedCommand};
use recraft_sim::history::History;
use recraft_sim::presets::Preset;
use recraft_sim::rng::Rng;
use recraft_sim::run::Run;
use recraft_sim::world::World;

fn main() {
    let happenings = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    let run = busy();
    let before = memory();
    let began = Instant::now();
    let (mut world, mut done) = (World::new(run.setup.clone()), 0);
    while world.statistics().events < happenings {
        let until_us = world.now_us() + 100_000;
        done = run.play_on(&mut world, done, until_us);
    }
    let (alone, alone_took) = (memory() - before, began.elapsed());
    let head_us = world.now_us();
    println!(
        "{happenings} happenings are {} virtual seconds, {} events",
        head_us / 1_000_000,
        world.last_seq()
    );
    let began = Instant::now();
    for _ in 0..100 {
        std::hint::black_box(world.clone());
    }
    println!("a copy of the world takes {:?}", began.elapsed() / 100);

    let before = memory();
    let began = Instant::now();
    let mut history = History::new(run);
    history.play_to(head_us);
    let (with, with_took) = (memory() - before, began.elapsed());
    assert_eq!(history.world().state_hash(), world.state_hash());
    let bytes = (with as f64 - alone as f64) / happenings as f64;
    println!(
        "a world alone: {} kB in {alone_took:?}; with a history: {} kB in {with_took:?}",
        alone / 1024,
        with / 1024
    );
    println!(
        "{} checkpoints, {bytes:.1} bytes of history for each happening",
        history.branch().checkpoints()
    );

    let (mut rng, mut took) = (Rng::new(1), Vec::new());
    for _ in 0..100 {
        let to_us = rng.below(head_us);
        let began = Instant::now();
        history.seek_us(to_us);
        took.push(began.elapsed());
    }
    took.sort_unstable();
    let mean = took.iter().sum::<Duration>() / took.len() as u32;
    println!("a seek takes {mean:?} on average, {:?} at most", took[took.len() - 1]);
}

fn busy() -> Run {
    let mut run = Preset::Seven.run(1);
    run.setup.network.loss_ppm = 1_000;
    let at = |at_us, command| TimedCommand { at_us, command };
    run.commands.push(at(1_000_000, Command::Load { clients: 6, pause_us: 5_000 }));
    for nth in 0..2_000 {
        let node = NodeId(1 + nth as u32 % 7);
        run.commands.push(at(5_000_000 + nth * 4_000_000, Command::Crash { node }));
        run.commands.push(at(7_000_000 + nth * 4_000_000, Command::Restart { node }));
    }
    run
}

/// The memory that this process takes, in bytes; 0 where the system does not say.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}
