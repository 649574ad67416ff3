//! The course: each lesson goes to its end as it says, and the run itself answers its questions.

use recraft_script::model::{Deed, Question, Scenario};
use recraft_script::player::Telling;
use recraft_script::{parse, play};

use crate::scenarios_in;

/// The lessons with their names, in the order of the course.
fn lessons() -> Vec<(String, String)> {
    let read = |file: std::path::PathBuf| {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        (name, std::fs::read_to_string(&file).expect("it can be read"))
    };
    scenarios_in("lessons").into_iter().map(read).collect()
}

fn lesson(name: &str, text: &str) -> Scenario {
    parse(text).unwrap_or_else(|errors| panic!("{name}: {}", errors[0]))
}

fn questions(scenario: &Scenario) -> impl Iterator<Item = &Question> {
    scenario.steps.iter().filter_map(|step| match &step.deed {
        Deed::Ask(question) => Some(question),
        _ => None,
    })
}

#[test]
fn every_lesson_goes_to_its_end() {
    let lessons = lessons();
    assert!(lessons.len() >= 16, "only {} lessons were found", lessons.len());
    for (name, text) in lessons {
        let scenario = lesson(&name, &text);
        let report = play(&scenario);
        let failures: Vec<_> = report.told.iter().filter(|told| told.failure().is_some()).collect();
        assert!(report.passed(), "{name}: {failures:?} {:?}", report.unforeseen().next());
        let until_us = report.world.now_us();
        assert_eq!(report.run.play(until_us).state_hash(), report.world.state_hash(), "{name} replays");
    }
}

#[test]
fn every_lesson_says_what_it_is_about_points_at_things_and_asks() {
    for (place, (name, text)) in lessons().iter().enumerate() {
        assert!(name.starts_with(&format!("{:02}-", place + 1)), "{name} is lesson {}", place + 1);
        let scenario = lesson(name, text);
        assert!(
            scenario.title.is_some() && scenario.about.len() == 1,
            "{name} has a title and says what it is about"
        );
        let captions = scenario.steps.iter().filter_map(|step| match &step.deed {
            Deed::Say(caption) => Some(caption),
            _ => None,
        });
        let captions: Vec<_> = captions.collect();
        assert!(captions.len() >= 4, "{name} says little");
        assert!(
            captions.iter().filter(|caption| !caption.showing.is_empty()).count() >= 3,
            "{name} points at little"
        );
        assert!(
            questions(&scenario).any(Question::is_open_until_revealed),
            "{name} asks nothing that the run answers"
        );
    }
}

#[test]
fn the_run_answers_what_it_is_asked() {
    let mut answered = 0;
    for (name, text) in lessons() {
        let scenario = lesson(&name, &text);
        let told = play(&scenario).told;
        let revealed = told.iter().filter(|told| matches!(told.what, Telling::Revealed { .. })).count();
        let asked = questions(&scenario).filter(|question| question.is_open_until_revealed()).count();
        assert_eq!(revealed, asked, "{name}");
        answered += revealed;
    }
    assert!(answered >= 40, "the course asks only {answered} questions that the run answers");
}

/// The puzzles are about mistakes: without them nothing is violated, and the story goes otherwise.
#[test]
fn a_puzzle_needs_its_mistake() {
    let puzzles: Vec<_> = lessons().into_iter().filter(|(name, _)| name.contains("puzzle")).collect();
    assert!(puzzles.len() >= 4);
    for (name, text) in puzzles {
        let right =
            text.lines().filter(|line| !line.starts_with("set mistake")).collect::<Vec<_>>().join("\n");
        assert_ne!(right, text.trim_end(), "{name} makes a mistake");
        let report = play(&lesson(&name, &right));
        assert!(!report.passed(), "{name} goes otherwise when the nodes do it right");
        assert_eq!(report.world.checks().violations().count(), 0, "{name}: nothing is violated then");
    }
}
