//! Some random runs, as many as fit into the time of the tests; `explore` does many more.

use recraft_sim::explore::summary::Summary;
use recraft_sim::explore::{Knobs, explore, explore_with, seed_of};

#[test]
fn random_runs_violate_nothing_and_come_to_rest() {
    let mut summary = Summary::default();
    for nth in 0..300 {
        let outcome = explore(seed_of(2026, nth), 0);
        assert_eq!(outcome.failure, None, "explore --seed 2026 --only {nth} --verbose");
        summary.add(nth, &outcome);
    }
    let counts = summary.counts();
    let count = |wanted: &str| counts.iter().find(|(name, _)| *name == wanted).map_or(0, |(_, count)| *count);
    for name in [
        "elections",
        "splits_completed",
        "merges_completed",
        "merges_aborted",
        "membership_changes_completed",
    ] {
        assert!(count(name) > 50, "{name}: {}", count(name));
    }
}

#[test]
fn the_same_seed_explores_the_same_run_and_the_run_replays() {
    let (one, other) = (explore(seed_of(1, 5), 0), explore(seed_of(1, 5), 0));
    assert_eq!((&one.run, one.ended_us), (&other.run, other.ended_us));
    let replayed = one.run.play(one.ended_us);
    assert_eq!(replayed.statistics(), &one.statistics);
}

#[test]
fn the_baseline_loses_nothing_and_comes_to_rest_in_random_runs() {
    let mut summary = Summary::default();
    for nth in 0..200 {
        let outcome = explore_with(&Knobs::of_baseline(), seed_of(14, nth), 0);
        assert_eq!(outcome.failure, None, "explore --baseline --seed 14 --only {nth} --verbose");
        summary.add(nth, &outcome);
    }
    let counts = summary.counts();
    let count = |wanted: &str| counts.iter().find(|(name, _)| *name == wanted).map_or(0, |(_, count)| *count);
    for name in ["deeds_managed_split", "deeds_managed_merge", "deeds_hit_manager", "deeds_crash"] {
        assert!(count(name) > 50, "{name}: {}", count(name));
    }
}

/// The one member of a new cluster may commit in the step in which it enters it, and compact what it committed: the checks took that for
/// something that nobody had committed.
#[test]
fn what_is_committed_and_compacted_in_the_step_in_which_a_cluster_begins_has_committed() {
    for nth in [239_069, 400_815] {
        let outcome = explore(seed_of(7, nth), 0);
        assert_eq!(outcome.violations, 0, "{:?}", outcome.failure);
    }
}
