//! Each mistake that a small world shows is found, by a shortest way; and the checks of the simulated world, led along that way, see it too.

use recraft_protocol::mistakes::{Mistake, Mistakes};
use recraft_sim::checker::Property;
use recraft_sim::exhaustive::recraft::{Bounds, Recraft, Scope, Trace, worlds};
use recraft_sim::exhaustive::search::Search;
use recraft_sim::explore::settle::restless;

/// The most states that a search of these tests may need.
const STATES_MAX: usize = 400_000;

/// Within this time everything comes to rest, where nothing is done to it any more.
const QUIET_US: u64 = 40_000_000;

fn search(scope: Scope, states_max: usize) -> Option<Trace> {
    let mut search = Search::new(Recraft::new(scope));
    while !search.progress().done && search.progress().states < states_max {
        search.advance(10_000);
    }
    search.found()
}

/// The mistake breaks this property, in so many steps and not in fewer.
#[track_caller]
fn finds(mistake: Mistake, scope: Scope, property: Property, steps: usize) {
    finds_among(STATES_MAX, mistake, scope, property, steps);
}

/// The same among so many states.
#[track_caller]
fn finds_among(states_max: usize, mistake: Mistake, scope: Scope, property: Property, steps: usize) {
    let scope = worlds::with_mistake(scope, mistake);
    let trace = search(scope.clone(), states_max).unwrap_or_else(|| panic!("{mistake} was not found"));
    let breach = trace.breach.clone().expect("the way ends with a breach");
    assert_eq!((breach.property, trace.deeds.len()), (property, steps), "{mistake}\n{trace}");
    let run = trace.run_on(&scope).unwrap_or_else(|| panic!("no run along\n{trace}"));
    let world = run.play(run.last_command_us() + 5_000_000);
    let seen: Vec<_> = world.checks().violations().collect();
    assert!(!seen.is_empty(), "the simulator's own checks see nothing wrong along\n{trace}");
    // Without the mistake the same steps, as far as they are possible, break nothing.
    let mut right = run.clone();
    right.setup.settings.mistakes = Mistakes::NONE;
    let world = right.play(run.last_command_us() + 5_000_000);
    assert_eq!(world.checks().violations().count(), 0, "the way is unsafe without the mistake\n{trace}");
}

fn elections(scope: Scope, elections: u8, crashes: u8) -> Scope {
    let bounds = Bounds { last_term: u32::from(elections), elections, crashes, ..Bounds::default() };
    Scope { bounds, ..scope }
}

#[test]
fn less_than_a_majority_elects_two_leaders() {
    finds(Mistake::MajorityOffByOne, elections(worlds::cluster(3), 2, 0), Property::ElectionSafety, 2);
}

#[test]
fn a_vote_for_a_stale_log_loses_what_was_committed() {
    finds(Mistake::VoteForStaleLog, elections(worlds::cluster(3), 2, 0), Property::LeaderCompleteness, 8);
}

/// The Raft paper's Figure 8, from its third step on.
#[test]
fn an_old_entry_committed_by_counting_is_overwritten() {
    finds(Mistake::CommitOldTermByCounting, worlds::figure_8(), Property::LeaderCompleteness, 11);
}

#[test]
fn a_forgotten_vote_is_given_again() {
    finds(Mistake::ForgetVoteAtRestart, elections(worlds::cluster(3), 2, 1), Property::NoDoubleVote, 5);
}

#[test]
fn a_forgotten_log_loses_what_was_committed() {
    finds(Mistake::ForgetLogAtRestart, elections(worlds::cluster(3), 2, 1), Property::LeaderCompleteness, 10);
}

#[test]
fn a_participant_that_decides_alone_decides_differently() {
    finds(Mistake::DecideAlone, worlds::merge_of_two_pairs(), Property::TwoPhaseAgreement, 12);
}

#[test]
fn a_split_that_elects_with_the_old_quorum_elects_beside_the_part_that_has_left() {
    finds(Mistake::ElectSplitWithOldQuorum, worlds::split_of_three(), Property::LeaderCompleteness, 6);
}

#[test]
fn a_split_that_commits_with_one_part_is_overruled_by_the_other() {
    finds(Mistake::CommitJointWithOneSub, worlds::split_of_three(), Property::LeaderCompleteness, 4);
}

#[test]
fn a_split_that_does_not_wait_for_c_joint_is_overruled_by_those_who_have_not_heard_of_it() {
    finds(Mistake::LeaveJointEarly, worlds::split_of_three(), Property::LeaderCompleteness, 4);
}

#[test]
fn two_nodes_added_with_a_plain_majority_outvote_the_old_one() {
    finds(Mistake::AddWithoutLargerQuorum, worlds::three_become_five(), Property::LeaderCompleteness, 16);
}

#[test]
fn a_merge_without_an_exchange_loses_what_was_written() {
    finds(Mistake::ResumeWithoutExchange, worlds::merge_of_two_with_data(), Property::NothingLost, 4);
}

#[test]
fn a_cluster_that_prepares_two_merges_at_once_goes_over_into_both() {
    finds(Mistake::TwoMergesAtOnce, worlds::two_merges_of_three(), Property::RangeOwnership, 6);
}

/// The bug of 2015: five nodes and four make the way a long one, whatever the order in which things are tried.
#[test]
fn a_change_before_the_first_commit_of_a_term_meets_one_that_was_not_seen() {
    let mistake = Mistake::ChangeBeforeCommitInTerm;
    finds_among(700_000, mistake, worlds::two_removed(), Property::LeaderCompleteness, 13);
}

#[test]
fn a_split_that_elects_by_an_appended_end_elects_one_in_each_part() {
    let mistake = Mistake::ElectByAppendedSplitNew;
    finds(mistake, worlds::split_led_by_the_pair(), Property::ElectionSafety, 11);
}

#[test]
fn a_term_carried_across_a_boundary_meets_the_same_term_reached_by_election() {
    let mistake = Mistake::CarryTermAcrossBoundary;
    finds(mistake, worlds::three_part_from_one(), Property::ElectionSafety, 13);
}

#[test]
fn a_pull_past_the_boundary_commits_what_belongs_to_another_cluster() {
    finds(Mistake::PullPastBoundary, worlds::one_parts_from_three(), Property::LeaderCompleteness, 15);
}

#[test]
fn a_vote_across_epochs_is_given_twice() {
    finds(Mistake::VoteAcrossEpochs, worlds::two_stand_after_a_split(), Property::ElectionSafety, 15);
}

#[test]
fn an_entry_taken_across_epochs_is_dropped_at_the_boundary() {
    finds(Mistake::AppendAcrossEpochs, worlds::three_part_from_one(), Property::LeaderCompleteness, 14);
}

#[test]
fn a_command_asked_twice_is_carried_out_twice_without_sessions() {
    finds(Mistake::RetryWithoutSessions, worlds::append_asked_twice(), Property::ExactlyOnce, 6);
}

#[test]
fn a_leader_that_does_not_know_that_it_is_deposed_answers_with_what_was_overwritten() {
    finds(Mistake::ReadFromDeposedLeader, worlds::write_and_read(), Property::Linearizability, 7);
}

/// It breaks nothing that could be seen in one state: whoever needs what was dropped waits for it for ever. So the simulated world, in
/// which everything goes on, does not come to rest.
#[test]
fn a_boundary_dropped_early_leaves_somebody_behind_for_good() {
    let scope = worlds::with_mistake(worlds::quiet_merge_of_two(), Mistake::DropBoundaryEarly);
    let trace = search(scope.clone(), STATES_MAX).expect("it is found");
    let property = trace.breach.as_ref().map(|breach| breach.property);
    assert_eq!((property, trace.deeds.len()), (Some(Property::NothingLost), 6), "{trace}");
    let mut run = trace.run_on(&scope).expect("the simulated world can be led along this way");
    let end_us = run.last_command_us() + QUIET_US;
    assert!(restless(&run.play(end_us)).is_some(), "everybody has come across after\n{trace}");
    run.setup.settings.mistakes = Mistakes::NONE;
    assert_eq!(restless(&run.play(end_us)), None, "somebody is left behind without the mistake\n{trace}");
}
