//! Each scenario of the library holds, tells a story, and is the same run when it is written out and read again.

use recraft_script::player::Telling;
use recraft_script::{parse, play, write};

use crate::scenarios_in;

#[test]
fn every_scenario_of_the_library_goes_as_it_expects() {
    let files = scenarios_in("scenarios");
    assert!(files.len() >= 24, "only {} scenarios were found", files.len());
    for file in files {
        let name = file.display();
        assert!(file.extension().is_some_and(|extension| extension == "scenario"), "{name}");
        let text = std::fs::read_to_string(&file).expect("it can be read");
        let scenario = parse(&text).unwrap_or_else(|errors| panic!("{name}: {}", errors[0]));
        assert!(scenario.title.is_some() && !scenario.about.is_empty(), "{name} says what it is");
        let report = play(&scenario);
        let failures: Vec<_> = report.told.iter().filter(|told| told.failure().is_some()).collect();
        assert!(report.passed(), "{name}: {failures:?} {:?}", report.unforeseen().next());
        let expectations = report.told.iter().filter(|told| matches!(told.what, Telling::Expected(_)));
        assert!(expectations.count() >= 5, "{name} expects too little");
        let until_us = report.world.now_us();
        assert_eq!(report.run.play(until_us).state_hash(), report.world.state_hash(), "{name} replays");
        let again = parse(&write(&report.run, until_us)).expect("it can be written and read");
        let again = play(&again);
        assert_eq!(
            (&again.run, again.world.state_hash()),
            (&report.run, report.world.state_hash()),
            "{name}"
        );
    }
}

#[test]
fn a_story_with_a_mistake_needs_it() {
    for (name, line) in [
        ("figure-8-mistake", "set mistake commit-old-term-by-counting"),
        ("single-server-change-bug", ", mistake change-before-commit-in-term"),
    ] {
        let file = crate::root().join(format!("scenarios/{name}.scenario"));
        let text = std::fs::read_to_string(file).expect("it can be read");
        assert!(text.contains(line), "{name}");
        let report = play(&parse(&text.replace(line, "")).expect("it can be read"));
        assert!(!report.passed(), "{name} fails when the nodes do it right");
        assert_eq!(report.world.checks().violations().count(), 0, "{name}: nothing is violated then");
    }
}
