//! Hunts: looking for a run in which something shows.

use recraft_protocol::mistakes::{Mistake, Mistakes};
use recraft_sim::checker::Property;
use recraft_sim::explore::Deed;
use recraft_sim::explore::goals::{Watch, Wish};
use recraft_sim::explore::hunt::{Faults, Find, Found, Goal, Hunt, Progress};
use recraft_sim::presets::figure_3_script;
use recraft_sim::run::Run;
use recraft_sim::world::World;

fn hunt(goal: Goal, mistakes: Mistakes) -> Hunt {
    Hunt { goal, seed: 1, runs: 200, faults: Faults::ALL, mistakes, extensions: None, replays_max: 150 }
}

fn find(hunt: &Hunt) -> Option<Find> {
    hunt.play(&mut |_| {}, &mut |_| {})
}

/// When a wish comes true in a run, looked at from outside.
fn shown_us(run: &Run, until_us: u64, wish: Wish) -> Option<u64> {
    let mut world = World::new(run.setup.clone());
    let mut watch = Watch::new(wish);
    let (mut seen, mut given) = (0, 0);
    loop {
        for event in world.events_since(seen) {
            seen = event.seq;
            if watch.see(&world, event) {
                return Some(event.at_us);
            }
        }
        let next_us = run.commands.get(given).map(|next| next.at_us).into_iter().chain(world.next_event_us());
        let next_us = next_us.min().filter(|&us| us <= until_us)?;
        if world.next_event_us() == Some(next_us) {
            world.step();
        } else {
            given = run.play_on(&mut world, given, next_us);
        }
    }
}

#[test]
fn every_wish_comes_true_in_a_small_run() {
    for wish in Wish::ALL {
        let found = find(&hunt(Goal::Wish(wish), Mistakes::NONE)).unwrap_or_else(|| panic!("{wish:?}"));
        assert_eq!(found.what, Found::Shown(wish));
        assert_eq!(shown_us(&found.run, found.at_us, wish), Some(found.at_us), "{wish:?}");
        assert!(found.run.commands.len() <= 12, "{wish:?} takes {} commands", found.run.commands.len());
    }
}

#[test]
fn what_does_not_happen_is_not_seen() {
    let story = figure_3_script(1);
    for wish in Wish::ALL {
        assert_eq!(shown_us(&story, 11_000_000, wish), None, "{wish:?}");
    }
}

#[test]
fn a_violated_property_is_found_and_made_small() {
    let (goal, mistakes) =
        (Goal::Violation(Property::ElectionSafety), Mistakes::only(Mistake::ForgetVoteAtRestart));
    let mut told = Vec::new();
    let mut raw = None;
    let hunt = hunt(goal, mistakes);
    let small = hunt.play(&mut |progress| told.push(progress), &mut |find| raw = Some(find.clone())).unwrap();
    let raw = raw.unwrap();
    for find in [&raw, &small] {
        let world = find.run.play(find.at_us);
        let violation = world.checks().first_violation().unwrap();
        assert_eq!((violation.property, violation.at_us), (Property::ElectionSafety, find.at_us));
        assert_eq!(find.run.play(find.at_us - 1).checks().violations().count(), 0);
    }
    assert!(small.run.commands.len() < raw.run.commands.len());
    assert!(matches!(told.last(), Some(Progress::Shrinking { replays: 100.., .. })), "{:?}", told.last());
    assert_eq!(small, find(&hunt).unwrap(), "the same hunt finds the same run");
}

#[test]
fn the_right_protocol_is_looked_through_to_the_end() {
    let hunt = Hunt { runs: 5, ..hunt(Goal::AnythingWrong, Mistakes::NONE) };
    let mut looked = 0;
    let found =
        hunt.play(&mut |progress| looked += u64::from(progress == Progress::Looked(looked + 1)), &mut |_| {});
    assert_eq!((found, looked), (None, 5));
}

#[test]
fn a_mistake_that_keeps_laggards_from_catching_up_is_found_as_not_coming_to_rest() {
    let found = find(&hunt(Goal::AnythingWrong, Mistakes::only(Mistake::DropBoundaryEarly))).unwrap();
    assert!(matches!(&found.what, Found::Stuck(what) if !what.is_empty()), "{:?}", found.what);
}

#[test]
fn faults_that_are_switched_off_are_not_among_the_deeds() {
    let none = Faults { crashes: false, partitions: false, messages: false, changes: false };
    let knobs = Hunt { faults: none, ..hunt(Goal::AnythingWrong, Mistakes::NONE) }.knobs();
    let left: Vec<Deed> = knobs.weights.keys().copied().collect();
    assert_eq!(
        left,
        [Deed::Restart, Deed::Heal, Deed::MendLink, Deed::Timeout, Deed::ComeBack]
            .into_iter()
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
    );
    assert_eq!((knobs.lossy_percent, knobs.doubling_percent, knobs.several_clusters_percent), (0, 0, 0));
}
