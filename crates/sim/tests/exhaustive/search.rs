//! The search itself: it ends, it misses nothing, and what it leaves out changes nothing.

use recraft_protocol::mistakes::Mistake;
use recraft_sim::exhaustive::recraft::{Bounds, Recraft, Scope, worlds};
use recraft_sim::exhaustive::search::{Progress, Search};

fn to_the_end(scope: Scope) -> Progress {
    let mut search = Search::new(Recraft::new(scope));
    let progress = search.advance(usize::MAX);
    assert!(progress.done && search.found().is_none(), "{:?}", search.found());
    progress
}

/// Every way of so many steps, where all ways would take too long for a test.
fn down_to(steps: u32, scope: Scope) -> Progress {
    let mut search = Search::new(Recraft::new(scope)).down_to(steps);
    let progress = search.advance(usize::MAX);
    assert!(search.found().is_none(), "{:?}", search.found());
    assert_eq!(progress.depth, steps, "{progress:?}");
    progress
}

/// Three nodes, one of which stands for election.
fn one_election() -> Scope {
    Scope { bounds: Bounds { last_term: 1, elections: 1, ..Bounds::default() }, ..worlds::cluster(3) }
}

#[test]
fn a_world_in_which_nothing_may_happen_has_one_state() {
    let progress = to_the_end(worlds::cluster(3));
    assert_eq!((progress.states, progress.steps, progress.depth), (1, 0, 0));
}

/// Nobody stands, or one does; the two others hear of it and answer, which is 1, 1, 2 (either of the two), …
#[test]
fn whoever_of_three_stands_first_makes_no_difference_under_symmetry() {
    let with = to_the_end(one_election());
    let without = to_the_end(Scope { symmetry: false, ..one_election() });
    // All but the first state have three variants at least: who stands; and six where the two others differ.
    assert!(with.states > 5 && without.states > 1 + 3 * (with.states - 1), "{with:?} {without:?}");
    assert!(without.states <= 1 + 6 * (with.states - 1), "{with:?} {without:?}");
    assert_eq!(with.depth, without.depth);
}

#[test]
fn a_search_in_slices_is_the_same_search() {
    let scope = Scope { commands: worlds::writes(1), ..one_election() };
    let whole = to_the_end(scope.clone());
    let mut sliced = Search::new(Recraft::new(scope));
    let mut slices = 0;
    while !sliced.advance(7).done {
        slices += 1;
    }
    assert_eq!(sliced.progress(), whole);
    assert!(slices > 10, "{slices}");
}

#[test]
fn losses_and_duplications_make_the_world_larger_and_nothing_unsafe() {
    let scope = |losses, duplications| {
        let bounds = Bounds { losses, duplications, ..one_election().bounds };
        to_the_end(Scope { bounds, ..one_election() }).states
    };
    let plain = scope(0, 0);
    assert!(scope(1, 0) > plain && scope(0, 1) > plain);
    assert!(scope(1, 1) > scope(1, 0));
}

/// One election, one command, a crash: everything that the plain protocol promises, in every state.
#[test]
fn three_nodes_with_a_command_and_a_crash_are_safe() {
    let bounds = Bounds { crashes: 1, ..one_election().bounds };
    let progress = to_the_end(Scope { commands: worlds::writes(1), bounds, ..one_election() });
    assert!(progress.states > 500, "{progress:?}");
}

#[test]
fn two_elections_among_three_nodes_are_safe() {
    let bounds = Bounds { last_term: 2, elections: 2, ..Bounds::default() };
    let progress = to_the_end(Scope { bounds, ..worlds::cluster(3) });
    assert!(progress.states > 1_500, "{progress:?}");
}

#[test]
fn figure_8_is_safe_as_long_as_old_entries_are_not_counted() {
    let progress = to_the_end(worlds::figure_8());
    assert!(progress.states > 500, "{progress:?}");
}

#[test]
fn a_pair_that_splits_is_safe() {
    let progress = to_the_end(worlds::split_of_two());
    assert!(progress.states > 100, "{progress:?}");
}

#[test]
fn two_single_nodes_that_merge_are_safe_though_the_coordinator_crashes() {
    let progress = to_the_end(worlds::merge_of_two());
    assert!(progress.states > 500, "{progress:?}");
    let progress = to_the_end(worlds::quiet_merge_of_two());
    assert!(progress.states > 10, "{progress:?}");
}

#[test]
fn a_cluster_asked_by_two_coordinators_is_safe() {
    let progress = to_the_end(worlds::two_merges_of_three());
    assert!(progress.states > 5_000, "{progress:?}");
}

#[test]
fn two_changes_of_one_member_are_safe_as_long_as_a_term_begins_with_a_commit() {
    let progress = down_to(13, worlds::two_removed());
    assert!(progress.states > 500_000, "{progress:?}");
    let progress = down_to(11, worlds::one_added_one_removed());
    assert!(progress.states > 100_000, "{progress:?}");
}

#[test]
fn a_leader_that_parts_from_the_others_leaves_them_safe() {
    let progress = to_the_end(worlds::one_parts_from_three());
    assert!(progress.states > 100_000, "{progress:?}");
    let progress = down_to(18, worlds::two_stand_after_a_split());
    assert!(progress.states > 100_000, "{progress:?}");
}

#[test]
fn a_leader_that_parts_together_with_others_is_safe() {
    let progress = down_to(16, worlds::three_part_from_one());
    assert!(progress.states > 100_000, "{progress:?}");
    let progress = down_to(15, worlds::split_led_by_the_pair());
    assert!(progress.states > 100_000, "{progress:?}");
}

#[test]
fn a_command_asked_twice_is_carried_out_once() {
    let progress = to_the_end(worlds::append_asked_twice());
    assert!(progress.states > 1_000, "{progress:?}");
}

#[test]
fn a_read_after_a_write_is_safe_however_it_goes() {
    let progress = to_the_end(worlds::write_and_read());
    assert!(progress.states > 1_000, "{progress:?}");
}

#[test]
fn one_node_that_becomes_three_is_safe() {
    let progress = to_the_end(worlds::one_becomes_three());
    assert!(progress.states > 500, "{progress:?}");
}

/// Breadth first: the way to a state is never longer than the search is deep, and its steps can be told.
#[test]
fn every_state_has_a_way_that_can_be_told() {
    let mut search = Search::new(Recraft::new(one_election()));
    let progress = search.advance(usize::MAX);
    let mut before = 0;
    for state in 0..progress.states {
        let way = search.way_to(state).expect("the state was reached");
        assert!(way.steps.len() >= before && way.steps.len() <= progress.depth as usize + 1);
        before = way.steps.len();
        let trace = search.model().trace(way);
        assert_eq!(trace.deeds.len(), before);
    }
    assert!(search.way_to(progress.states).is_none());
}

/// The first breach stops the search, and stays what was found.
#[test]
fn a_breach_ends_the_search() {
    let scope = worlds::with_mistake(worlds::three_nodes(), Mistake::MajorityOffByOne);
    let mut search = Search::new(Recraft::new(scope));
    let progress = search.advance(usize::MAX);
    assert!(progress.done && progress.waiting > 0);
    assert_eq!(search.advance(100), progress);
    assert!(search.found().is_some());
}
