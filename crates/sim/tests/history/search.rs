//! From one thing of a kind to the next, and back.

use recraft_protocol::types::NodeId;
use recraft_sim::command::Command;
use recraft_sim::event::Event;
use recraft_sim::flight::{Endpoint, Fate};
use recraft_sim::history::{History, Kinds, MarkKind, Moment, Played, Stop, kind_of};
use recraft_sim::run::Run;
use recraft_sim::world::World;

use super::{assert_same, played, random_runs, story};

/// The times of all events of these kinds, by playing the run and looking.
fn times(run: &Run, until_us: u64, kinds: Kinds) -> Vec<u64> {
    let (mut world, mut done, mut seq) = (World::new(run.setup.clone()), 0, 0);
    let mut times = Vec::new();
    for until_us in (0..until_us).step_by(100_000).chain([until_us]) {
        done = run.play_on(&mut world, done, until_us);
        let hit = |event: &&Event| kind_of(&event.what).is_some_and(|kind| kinds.has(kind));
        times.extend(world.events_since(seq).filter(hit).map(|event| event.at_us));
        seq = world.last_seq();
    }
    times.dedup();
    times
}

/// Goes back from the head, or on from the beginning, stopping wherever it is told to.
fn walk(history: &mut History, back: bool, stop: Stop) -> Vec<u64> {
    let head = history.branch().head();
    let mut times = Vec::new();
    loop {
        let to = if back { history.previous(stop) } else { history.next(stop) };
        let Some(to) = to.filter(|&to| to <= head) else { return times };
        history.seek(to);
        assert_eq!(history.moment(), to);
        times.push(to.at_us);
    }
}

#[test]
fn walking_from_one_thing_to_the_next_misses_none_either_way() {
    let kinds = [
        Kinds::ELECTIONS,
        Kinds::COMMITS,
        Kinds::RECONFIGURATIONS,
        Kinds::COMMANDS,
        Kinds::of(&[MarkKind::Split, MarkKind::Candidacy]),
    ];
    for (run, ended_us) in random_runs(2).chain([(story(), 5_000_000)]) {
        let until_us = ended_us.min(6_000_000);
        let mut history = played(&run, until_us);
        for kinds in kinds {
            let mut expected = times(&run, until_us, kinds);
            history.seek_us(0);
            let mut there = walk(&mut history, false, Stop::At(kinds));
            // Several commands may be given at the same time; each is a moment of its own.
            there.dedup();
            expected.retain(|&us| us > 0);
            assert_eq!(there, expected, "{kinds:?}");
            history.seek_us(u64::MAX);
            let mut back = walk(&mut history, true, Stop::At(kinds));
            back.reverse();
            back.dedup();
            back.retain(|&us| us > 0);
            expected.retain(|&us| us < until_us);
            assert_eq!(back, expected, "{kinds:?}");
        }
    }
}

#[test]
fn a_step_back_is_the_reverse_of_a_step_on() {
    let run = story();
    let mut history = played(&run, 1_600_000);
    let back = walk(&mut history, true, Stop::Anything);
    assert!(history.previous(Stop::Anything).is_none());
    assert_same(&history, &run);
    let mut on = walk(&mut history, false, Stop::Anything);
    let last = on.pop();
    assert!(last.is_some_and(|last| last <= 1_600_000));
    on.reverse();
    assert!(back.ends_with(&on[..]) || back.len() == on.len() + 2, "{} {}", back.len(), on.len());
}

#[test]
fn arrivals_at_a_node_are_found_both_ways() {
    let run = story();
    let (mut world, mut done, mut expected) = (World::new(run.setup.clone()), 0, Vec::new());
    loop {
        let command_us = run.commands.get(done).map_or(u64::MAX, |timed| timed.at_us);
        let due_us = world.next_event_us().unwrap_or(u64::MAX);
        if due_us.min(command_us) > 2_200_000 {
            break;
        }
        if due_us <= command_us {
            let to_it = |world: &World| {
                let due = |flight: &&recraft_sim::flight::Flight| {
                    flight.due_us == due_us
                        && flight.to == Endpoint::Node(NodeId(4))
                        && flight.fate == Fate::Arrives
                };
                world.flights().filter(due).count()
            };
            let before = to_it(&world);
            world.step();
            if to_it(&world) < before {
                expected.push(world.now_us());
            }
        } else {
            done = run.play_on(&mut world, done, command_us);
        }
    }
    expected.dedup();
    assert!(expected.len() > 20);
    let mut history = played(&run, 2_200_000);
    history.seek_us(0);
    assert_eq!(walk(&mut history, false, Stop::ArrivalAt(NodeId(4))), expected);
    history.seek_us(u64::MAX);
    let mut back = walk(&mut history, true, Stop::ArrivalAt(NodeId(4)));
    back.reverse();
    expected.retain(|&us| us < 2_200_000);
    assert_eq!(back, expected);
}

#[test]
fn beyond_the_head_the_next_thing_is_foreseen_and_nothing_is_changed_by_looking() {
    let mut history = played(&story(), 100_000);
    let before = history.world().state_hash();
    let to = history.next(Stop::At(Kinds::ELECTIONS)).unwrap();
    assert_eq!((history.world().state_hash(), history.branch().head().at_us), (before, 100_000));
    assert_eq!(history.play(to.at_us + 1_000_000, u64::MAX, Kinds::ELECTIONS), Played::ToAMark);
    assert_eq!(history.moment(), to);
    assert_eq!(history.next(Stop::At(Kinds::VIOLATIONS)), None);
}

#[test]
fn time_can_be_interrupted_after_so_many_happenings() {
    let mut history = played(&story(), 1_500_000);
    let before = history.world().statistics().events;
    assert_eq!(history.play(9_000_000, 100, Kinds::NONE), Played::Interrupted);
    let done = history.world().statistics().events - before;
    assert!((100..120).contains(&done), "{done}");
    assert_same(&history, &story());
}

#[test]
fn marks_thinned_by_a_long_run_still_lead_to_every_commit() {
    let mut run = story();
    run.commands.retain(|timed| !matches!(timed.command, Command::Hold | Command::Release));
    let mut history = played(&run, 40_000_000);
    let commits = history.branch().marks().of(MarkKind::Commit);
    assert!(commits.iter().any(|mark| mark.count > 1), "{}", commits.len());
    let expected = times(&run, 40_000_000, Kinds::COMMITS);
    for nth in (1..expected.len()).step_by(expected.len() / 20) {
        history.seek_us(expected[nth]);
        let there = |to: Option<Moment>| to.map(|to| to.at_us);
        assert_eq!(there(history.previous(Stop::At(Kinds::COMMITS))), Some(expected[nth - 1]));
        assert_eq!(there(history.next(Stop::At(Kinds::COMMITS))), expected.get(nth + 1).copied());
    }
}
