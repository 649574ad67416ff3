//! The smallest runs that show the deliberate mistakes: each still shows its own, and only because of it.

use std::path::Path;

use recraft_protocol::mistakes::{Mistake, Mistakes};
use recraft_script::{parse, play};

fn kept(mistake: Mistake) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/mistakes");
    std::fs::read_to_string(folder.join(format!("{mistake}.scenario")))
        .unwrap_or_else(|error| panic!("there is no run for {mistake}: {error}"))
}

#[test]
fn every_mistake_has_a_smallest_run_that_shows_it() {
    for mistake in Mistake::ALL {
        let scenario = parse(&kept(mistake)).unwrap_or_else(|errors| panic!("{mistake}: {}", errors[0]));
        assert_eq!(scenario.setup.settings.mistakes, Mistakes::only(mistake));
        let report = play(&scenario);
        let failed: Vec<_> = report.told.iter().filter_map(|told| told.failure()).collect();
        assert!(report.passed(), "{mistake}: {failed:?} {:?}", report.unforeseen().next());
        let shows = !report.foreseen.is_empty() || mistake == Mistake::DropBoundaryEarly;
        assert!(shows, "{mistake} expects nothing to be violated");
    }
}

#[test]
fn without_the_mistake_the_same_run_violates_nothing() {
    for mistake in Mistake::ALL {
        let mut scenario = parse(&kept(mistake)).unwrap();
        scenario.setup.settings.mistakes = Mistakes::NONE;
        let report = play(&scenario);
        let found: Vec<_> = report.world.checks().violations().collect();
        assert!(found.is_empty(), "{mistake}: {found:?}");
    }
}
