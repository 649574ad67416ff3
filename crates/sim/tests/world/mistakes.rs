//! That the checks can fail: every deliberate mistake is found by random runs, and what is found can be made small.

use recraft_protocol::mistakes::Mistake;
use recraft_sim::checker::Property;
use recraft_sim::explore::mistakes::{knobs_for, runs_for};
use recraft_sim::explore::shrink::{Limits, replay, shrink};
use recraft_sim::explore::{Campaign, Failure, Kind, Outcome};

/// The first run of a series that shows the mistake, and its number.
fn find(mistake: Mistake, seed: u64) -> Option<(u64, Outcome)> {
    let campaign = Campaign { seed, runs: runs_for(mistake), knobs: knobs_for(mistake) };
    let runs = (0..campaign.runs).map(|nth| (nth, campaign.explore(nth, 0)));
    runs.into_iter().find(|(_, outcome)| shows(mistake, outcome))
}

/// What shows a mistake: something must be violated or lost. Who drops what laggards need does no harm to those who have it, but keeps
/// the laggards from ever coming across: that shows as a run that does not come to rest, and as nothing else.
fn shows(mistake: Mistake, outcome: &Outcome) -> bool {
    match (mistake, outcome.failure.as_ref().map(Failure::kind)) {
        (_, None) => false,
        (Mistake::DropBoundaryEarly, Some(kind)) => kind == Kind::Stuck,
        (Mistake::ReadFromDeposedLeader, Some(kind)) => kind == Kind::Unsafe(Property::Linearizability),
        (_, Some(kind)) => kind != Kind::Stuck,
    }
}

#[test]
fn every_deliberate_mistake_is_found_within_its_number_of_runs() {
    let mut table = String::new();
    for mistake in Mistake::ALL {
        match find(mistake, 1) {
            Some((nth, outcome)) => {
                let kind = outcome.failure.map(|failure| failure.kind()).unwrap();
                table += &format!("{mistake}: run {nth} of {}: {kind}\n", runs_for(mistake));
            }
            None => panic!("{mistake} is not found in {} runs. Found:\n{table}", runs_for(mistake)),
        }
    }
    print!("{table}");
}

#[test]
fn a_failing_run_is_made_small_and_fails_in_the_same_way() {
    for (mistake, most) in [(Mistake::VoteForStaleLog, 12), (Mistake::ResumeWithoutExchange, 6)] {
        let (_, outcome) = find(mistake, 2).unwrap();
        let failure = outcome.failure.clone().unwrap();
        let shrunk = shrink(&outcome, Limits { replays_max: 800, seeds: 2 }).unwrap();
        assert_eq!(shrunk.failure.kind(), failure.kind());
        let again = replay(&shrunk.run, shrunk.ended_us).unwrap();
        assert_eq!(again, shrunk.failure);
        let commands = shrunk.run.commands.len();
        assert!(commands <= most && commands < outcome.run.commands.len(), "{mistake}: {commands} commands");
        let nodes =
            |run: &recraft_sim::run::Run| run.setup.clusters.iter().map(|c| c.members.len()).sum::<usize>();
        assert!(nodes(&shrunk.run) <= nodes(&outcome.run));
    }
}

#[test]
fn a_run_that_does_not_come_to_rest_is_made_small_with_its_quiet_phase() {
    let (_, outcome) = find(Mistake::DropBoundaryEarly, 3).unwrap();
    let shrunk = shrink(&outcome, Limits { replays_max: 300, seeds: 1 }).unwrap();
    assert_eq!(shrunk.failure.kind(), Kind::Stuck);
    assert!(shrunk.run.commands.len() < outcome.run.commands.len());
    assert_eq!(replay(&shrunk.run, shrunk.ended_us).map(|failure| failure.kind()), Some(Kind::Stuck));
}

#[test]
fn a_run_that_did_not_fail_cannot_be_made_small() {
    let outcome = Campaign::new(2026, 1).explore(0, 0);
    assert!(shrink(&outcome, Limits::default()).is_none());
}
