//! The same run gives the same world, bit for bit.

use recraft_protocol::types::NodeId;
use recraft_sim::command::{Command, TimedCommand};
use recraft_sim::presets::{Preset, figure_3_script};
use recraft_sim::run::Run;

fn busy() -> Run {
    let mut run = figure_3_script(42);
    let at = |at_us, command| TimedCommand { at_us, command };
    run.setup.network.loss_ppm = 20_000;
    run.setup.network.duplication_ppm = 20_000;
    run.commands.extend([
        at(1_500_000, Command::Load { clients: 4, pause_us: 30_000 }),
        at(2_020_000, Command::Crash { node: NodeId(2) }),
        at(5_000_000, Command::Restart { node: NodeId(2) }),
    ]);
    run.commands.sort_by_key(|timed| timed.at_us);
    run
}

#[test]
fn the_same_run_twice_ends_in_the_same_state_with_the_same_events() {
    let (one, other) = (busy().play(12_000_000), busy().play(12_000_000));
    assert_eq!(one.state_hash(), other.state_hash());
    assert!(one.events().eq(other.events()));
}

#[test]
fn another_seed_gives_another_run() {
    let hash = |seed| Preset::Five.run(seed).play(2_000_000).state_hash();
    assert_ne!(hash(1), hash(2));
}

#[test]
fn a_run_that_was_written_out_and_read_back_is_the_same_run() {
    let run = busy();
    let read: Run = serde_json::from_str(&serde_json::to_string(&run).unwrap()).unwrap();
    assert_eq!(read, run);
    assert_eq!(read.play(12_000_000).state_hash(), run.play(12_000_000).state_hash());
}

#[test]
fn it_makes_no_difference_in_which_steps_a_run_is_played() {
    let run = busy();
    let whole = run.play(7_000_000);
    let mut world = recraft_sim::world::World::new(run.setup.clone());
    let mut done = 0;
    for frame in 0..=7_000_000 / 16_667 {
        done = run.play_on(&mut world, done, frame * 16_667);
    }
    run.play_on(&mut world, done, 7_000_000);
    assert_eq!(world.state_hash(), whole.state_hash());
    assert!(world.events().eq(whole.events()));
}

#[test]
fn a_copy_of_a_world_goes_on_as_the_world_itself() {
    let run = busy();
    let mut world = run.play(3_000_000);
    let mut copy = world.clone();
    world.run_until(4_000_000);
    while copy.next_event_us().is_some_and(|due_us| due_us <= 4_000_000) {
        copy.step();
    }
    copy.run_until(4_000_000);
    assert_eq!(world.state_hash(), copy.state_hash());
}

#[test]
fn the_checks_do_not_touch_the_run() {
    let run = busy();
    let mut unchecked = recraft_sim::world::World::new(run.setup.clone()).without_checks();
    run.play_on(&mut unchecked, 0, 7_000_000);
    assert_eq!(unchecked.state_hash(), run.play(7_000_000).state_hash());
}

#[test]
fn a_world_that_nobody_looks_at_goes_the_same_way_and_counts_the_same() {
    let run = busy();
    let bare = recraft_sim::world::World::new(run.setup.clone());
    let mut bare = bare.without_checks().without_record();
    run.play_on(&mut bare, 0, 7_000_000);
    let seen = run.play(7_000_000);
    assert_eq!((bare.state_hash(), bare.statistics()), (seen.state_hash(), seen.statistics()));
    assert!(bare.last_seq() < seen.last_seq() && bare.events().next().is_none());
}
