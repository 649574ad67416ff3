//! Following a branch with a measure, beside the cursor.

use recraft_sim::command::Command;
use recraft_sim::history::{Follower, History, Moment};
use recraft_sim::measure::Measure;
use recraft_sim::world::World;

use crate::{random_runs, story};

const BUCKET_US: u64 = 25_000;

/// What is measured by somebody who watches the run as it is played.
fn watched(history: &History) -> Measure {
    let (run, head) = (history.run(), history.branch().head());
    let mut world = World::new(run.setup.clone());
    let mut measure = Measure::new(BUCKET_US);
    let mut done = 0;
    while world.now_us() < head.at_us {
        let until_us = (world.now_us() + 20_000).min(head.at_us);
        done = run.play_on(&mut world, done, until_us);
        measure.read(&world);
    }
    measure
}

fn arrive(follower: &mut Follower, history: &History, slice: u64) {
    while !follower.follow(history, slice) {}
    assert!(follower.has_arrived(history));
}

#[test]
fn a_follower_measures_what_was_played_in_slices_of_any_size_and_goes_on_with_what_comes() {
    let mut history = History::new(story());
    history.play_to(3_000_000);
    for slice in [1, 700, u64::MAX] {
        let mut follower = Follower::new(&history, BUCKET_US);
        assert!(!follower.has_arrived(&history));
        arrive(&mut follower, &history, slice);
        assert_eq!(*follower.measure(), watched(&history), "{slice}");
        assert_eq!(follower.world().events().count(), 0, "it keeps no record");
        let mut later = history.clone();
        later.act(Command::Load { clients: 9, pause_us: 5_000 }).unwrap();
        later.play_to(6_000_000);
        assert!(!follower.has_arrived(&later));
        arrive(&mut follower, &later, slice);
        assert_eq!(follower.world().state_hash(), later.world().state_hash(), "{slice}");
        assert_eq!(follower.measure().between(0, 6_000_000), watched(&later).between(0, 6_000_000));
    }
}

#[test]
fn it_follows_its_branch_and_not_the_cursor() {
    for (run, ended_us) in random_runs(6) {
        let mut history = History::new(run);
        history.play_to(ended_us);
        let mut follower = Follower::new(&history, BUCKET_US);
        history.seek(Moment::after(ended_us / 2));
        arrive(&mut follower, &history, 5_000);
        assert_eq!(follower.measure().now_us(), ended_us);
        if history.act(Command::Heal).is_ok() {
            assert!(!follower.has_arrived(&history), "another branch is watched now");
        }
    }
}
