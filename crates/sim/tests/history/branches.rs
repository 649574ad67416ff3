//! Alternatives.

use recraft_protocol::types::NodeId;
use recraft_sim::command::Command;
use recraft_sim::event::What;
use recraft_sim::history::{BRANCHES_MAX, History, Kinds, Moment, NotDone, Played};
use recraft_sim::presets::Preset;
use recraft_sim::rng::Rng;
use recraft_sim::run::Run;

use super::{assert_same, played, random_runs, story};

fn crash(node: u32) -> Command {
    Command::Crash { node: NodeId(node) }
}

/// Five nodes; n2 crashes after two seconds, three seconds are played.
fn crashed() -> History {
    let mut history = played(&Preset::Five.run(1), 2_000_000);
    history.act(crash(2)).unwrap();
    history.play_to(3_000_000);
    history
}

#[test]
fn acting_at_the_head_goes_on_with_the_branch() {
    let history = crashed();
    assert_eq!((history.branches().count(), history.run().commands.len()), (1, 1));
    assert_same(&history, &history.run());
}

#[test]
fn acting_in_the_past_begins_a_branch_and_leaves_the_old_future_as_it_was() {
    let mut history = crashed();
    let (first, before) = (history.branch().id(), history.world().state_hash());
    history.seek(history.undo_to().unwrap());
    history.act(crash(3)).unwrap();
    history.play_to(4_000_000);
    let fork = history.branch().fork().cloned().unwrap();
    assert_eq!(fork.parent, first);
    assert_eq!((fork.with, fork.without), (Some(crash(3)), Some(crash(2))));
    assert_eq!(fork.at, Moment { at_us: 2_000_000, given: 0 });
    assert_eq!(history.run().commands.len(), 1);
    assert_same(&history, &history.run());
    assert!(history.switch(first));
    assert_eq!((history.world().now_us(), history.world().state_hash()), (3_000_000, before));
    assert!(history.is_at_head());
}

#[test]
fn a_command_can_be_left_out() {
    let mut history = crashed();
    assert_eq!(history.leave_out(), Ok(false), "there is nothing to leave out at the head");
    history.seek_us(1_500_000);
    assert_eq!(history.leave_out(), Ok(true));
    assert_eq!(history.branch().fork().and_then(|fork| fork.without.clone()), Some(crash(2)));
    history.play_to(3_000_000);
    assert_eq!(history.world().state_hash(), Preset::Five.run(1).play(3_000_000).state_hash());
}

#[test]
fn what_cannot_be_done_in_the_past_begins_no_branch() {
    let mut history = crashed();
    history.seek_us(2_500_000);
    let (before, seq) = (history.world().state_hash(), history.world().last_seq());
    assert!(matches!(history.act(crash(2)), Err(NotDone::Refused(_))));
    assert_eq!((history.branches().count(), history.run().commands.len()), (1, 1));
    assert_eq!((history.world().state_hash(), history.world().last_seq()), (before, seq));
}

#[test]
fn commands_that_are_still_to_come_are_still_to_come_in_a_new_branch() {
    let run = story();
    let mut history = played(&run, 2_500_000);
    let to_come = run.commands.iter().filter(|timed| timed.at_us > 2_500_000).count();
    history.seek_us(500_000);
    history.act(crash(9)).unwrap();
    let commands = history.run().commands;
    assert_eq!(commands.len(), 1 + to_come);
    assert_eq!(commands[0].at_us, 500_000);
    assert!(run.commands.ends_with(&commands[1..]));
    history.play_to(8_000_000);
    assert_same(&history, &history.run());
}

#[test]
fn branches_of_branches_are_all_runs_of_their_own_however_one_goes_between_them() {
    let (mut rng, mut most) = (Rng::new(3), 0);
    for (run, ended_us) in random_runs(4) {
        let mut history = played(&run, ended_us / 2);
        for _ in 0..40 {
            match rng.below(5) {
                0 => history.seek_us(rng.below(ended_us)),
                1 => history.play_to(history.world().now_us() + rng.below(1_000_000)),
                2 => {
                    let node = NodeId(1 + rng.below(5) as u32);
                    let command =
                        if rng.percent(50) { Command::Crash { node } } else { Command::Restart { node } };
                    let _ = history.act(command);
                }
                3 => {
                    let ids: Vec<_> = history.branches().map(recraft_sim::history::Branch::id).collect();
                    let id = *rng.pick(&ids).unwrap();
                    assert!(if rng.percent(20) {
                        history.remove(id) || ids.len() == 1
                    } else {
                        history.switch(id)
                    });
                }
                _ => {
                    let to = if rng.percent(50) { history.undo_to() } else { history.redo_to() };
                    history.seek(to.unwrap_or(history.moment()));
                }
            }
            assert_same(&history, &history.run());
            most = most.max(history.branches().count());
        }
    }
    assert!(most > 3, "{most}");
}

#[test]
fn removing_a_branch_joins_its_children_to_its_parent() {
    let mut history = crashed();
    let first = history.branch().id();
    history.seek_us(1_000_000);
    history.act(crash(3)).unwrap();
    let second = history.branch().id();
    history.play_to(2_500_000);
    history.seek_us(2_000_000);
    history.act(crash(4)).unwrap();
    let third = history.branch().id();
    let hash = history.world().state_hash();
    assert!(history.remove(second));
    let fork = history.get(third).and_then(|branch| branch.fork().cloned()).unwrap();
    assert_eq!((fork.parent, fork.at.at_us), (first, 1_000_000));
    assert_eq!((history.branch().id(), history.world().state_hash()), (third, hash));
    assert!(history.remove(third));
    assert_eq!(history.branch().id(), first);
    assert!(!history.remove(first), "the last one stays");
}

#[test]
fn names_are_given_and_taken_back() {
    let mut history = crashed();
    let id = history.branch().id();
    history.rename(id, "  as it was ");
    assert_eq!(history.branch().name(), Some("as it was"));
    history.rename(id, " ");
    assert_eq!(history.branch().name(), None);
}

#[test]
fn there_can_be_only_so_many_branches() {
    let mut history = crashed();
    for nth in 1..BRANCHES_MAX as u64 {
        history.seek_us(1_000_000 - 10_000 * nth);
        history.act(crash(1)).unwrap();
    }
    history.seek_us(400_000);
    assert!(matches!(history.act(crash(1)), Err(NotDone::TooManyBranches(_))));
    assert_eq!(history.branches().count(), BRANCHES_MAX);
    assert_eq!(history.world().now_us(), 400_000);
}

#[test]
fn a_comparison_names_the_first_difference_and_both_ends() {
    let mut history = crashed();
    let first = history.branch().id();
    history.seek_us(1_900_000);
    assert_eq!(history.leave_out(), Ok(true));
    let other = history.branch().id();
    history.play_to(6_000_000);
    let comparison = history.compare(first, other).unwrap();
    assert_eq!(comparison.same_until, Moment { at_us: 2_000_000, given: 0 });
    assert_eq!(comparison.commands[0].as_ref().map(|timed| &timed.command), Some(&crash(2)));
    assert_eq!(comparison.commands[1], None);
    let [a, b] = comparison.events;
    assert!(matches!(a.map(|event| event.what), Some(What::Crashed { node: NodeId(2) })));
    assert_eq!(b, None, "nothing happens in a quiet cluster");
    assert_eq!(comparison.ends[0].at_us, 3_000_000);
    let world = Preset::Five.run(1).play(6_000_000);
    let clusters = &comparison.ends[1].clusters;
    assert_eq!(clusters[0].leader, world.clusters()[0].leader);
    assert_eq!(clusters[0].commit, world.clusters()[0].commit);
    assert_eq!(history.compare(first, first).unwrap().events, [None, None]);
}

#[test]
fn a_run_in_disorder_is_played_as_such_a_run_is_played() {
    let mut run: Run = story();
    run.commands.swap(0, 4);
    let history = played(&run, 6_000_000);
    assert_eq!(history.world().state_hash(), run.play(6_000_000).state_hash());
}

#[test]
fn no_more_is_played_than_is_kept_until_a_branch_is_removed() {
    let mut history = crashed();
    let first = history.branch().id();
    history.seek_us(1_000_000);
    history.act(crash(3)).unwrap();
    history.play_to(2_000_000);
    let (second, kept) = (history.branch().id(), history.kept());
    assert!(kept > 100);
    history.keep_at_most(kept);
    assert_eq!(history.play(9_000_000, u64::MAX, Kinds::NONE), Played::Full);
    assert_eq!(history.moment().at_us, 2_000_000, "time stands still at the head");
    history.seek_us(500_000);
    assert_eq!(history.play(900_000, u64::MAX, Kinds::NONE), Played::Through, "what was goes on as it did");
    history.remove(first);
    assert_eq!(history.branch().id(), second);
    history.seek_us(2_000_000);
    assert!(history.kept() < kept);
    assert_eq!(history.play(2_001_000, u64::MAX, Kinds::NONE), Played::Through);
}
