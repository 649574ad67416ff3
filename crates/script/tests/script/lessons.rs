//! The course as it is told: a page plays each lesson's run on a history, from beat to beat.

use std::path::PathBuf;

use recraft_script::model::{Deed, Scenario};
use recraft_script::player::{Player, Telling};
use recraft_script::{holds, lesson, parse};
use recraft_sim::history::{History, Moment};
use recraft_sim::lesson::{Beat, Lesson, Part, Says, Shown};
use recraft_sim::quest::read;
use recraft_sim::world::World;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn carried() -> Vec<u8> {
    std::fs::read(root().join("assets/lessons.bin")).unwrap()
}

fn lessons() -> Vec<Lesson> {
    read(&carried()).unwrap()
}

fn scenario(name: &str) -> Scenario {
    let text = std::fs::read_to_string(root().join(format!("lessons/{name}.scenario"))).unwrap();
    parse(&text).unwrap()
}

/// A history that has come to the end of the lesson.
fn played(lesson: &Lesson) -> History {
    let mut history = History::new(lesson.script.run.clone());
    history.play_to(lesson.script.end.at_us);
    history
}

#[test]
fn the_course_that_the_page_fetches_is_current() {
    let current = lesson::course(&root().join("lessons")).unwrap();
    assert!(current == carried(), "write it anew: cargo run -p recraft-script --example library");
}

#[test]
fn every_part_has_lessons_in_order_and_each_says_what_one_learns_in_five_to_ten_minutes() {
    let lessons = lessons();
    assert!(lessons.len() >= 16);
    assert!(lessons.is_sorted_by_key(|lesson| (lesson.part, lesson.name.clone())));
    for part in Part::ALL {
        assert!(lessons.iter().filter(|lesson| lesson.part == part).count() >= 4, "{part:?}");
    }
    for lesson in &lessons {
        let name = &lesson.name;
        assert!(!lesson.title.is_empty() && lesson.about.ends_with(['.', '?']), "{name}");
        assert!(!lesson.learnt.is_empty() && lesson.learnt.iter().all(|says| says.ends_with('.')), "{name}");
        assert!((5..=10).contains(&lesson.minutes), "{name} takes {} minutes", lesson.minutes);
    }
}

fn is_there(world: &World, shown: Shown) -> bool {
    match shown {
        Shown::Node(node) => world.server(node).is_some(),
        Shown::Cluster(cluster) => {
            world.lineage().get(cluster).is_some() && !world.lineage().has_ended(cluster)
        }
        Shown::Client(client) => world.client(client).is_some(),
    }
}

#[test]
fn whatever_a_lesson_points_at_is_on_the_stage_when_it_does() {
    let mut missing = Vec::new();
    for lesson in lessons() {
        let mut history = played(&lesson);
        for Beat { at, says } in &lesson.script.beats {
            history.seek(*at);
            assert_eq!(history.moment(), *at, "{}", lesson.name);
            let Says::Caption { text, shows } = says else { continue };
            let absent = shows.iter().filter(|&&shown| !is_there(history.world(), shown));
            missing.extend(absent.map(|shown| format!("{}: {shown:?}: {text}", lesson.name)));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The moments of the story at which the player of scenarios tells something, with the hash of the state there.
fn told(scenario: &Scenario) -> Vec<(Moment, u64)> {
    let mut player = Player::new(scenario);
    let mut moments = Vec::new();
    let mut known = 0;
    while player.step() {
        for told in &player.told()[known..] {
            if !matches!(told.what, Telling::Expected(_) | Telling::Failed(_)) {
                let moment = Moment { at_us: told.at_us, given: told.given };
                moments.push((moment, player.world().state_hash()));
            }
        }
        known = player.told().len();
    }
    moments
}

#[test]
fn every_beat_is_reached_forwards_and_backwards_in_the_state_in_which_it_was_told() {
    for lesson in lessons() {
        let told = told(&scenario(&lesson.name));
        let mut history = played(&lesson);
        for (at, hash) in told.iter().rev().chain(&told) {
            history.seek(*at);
            assert_eq!(history.world().state_hash(), *hash, "{} at {at:?}", lesson.name);
        }
        let mut moments: Vec<Moment> = lesson.script.beats.iter().map(|beat| beat.at).collect();
        moments.dedup();
        let mut expected: Vec<Moment> = told.into_iter().map(|(at, _)| at).collect();
        expected.dedup();
        assert_eq!(moments, expected, "{}", lesson.name);
    }
}

/// The answers that a page shows are what the run, played on a history, comes to: of the conditions of the choices just that one is met.
#[test]
fn answers_agree_with_the_run_as_it_is_played() {
    let mut answered = 0;
    for lesson in lessons() {
        let scenario = scenario(&lesson.name);
        let mut player = Player::new(&scenario);
        let mut history = played(&lesson);
        let mut beats = lesson.script.beats.iter().filter(|beat| matches!(beat.says, Says::Answer { .. }));
        let mut asked = None;
        while let Some(step) = player.next_step() {
            player.step();
            match &step.deed {
                Deed::Ask(question) if question.is_open_until_revealed() => asked = Some(question),
                // Its answer is said with the question.
                Deed::Ask(question) if question.answer.is_some() => {
                    beats.next();
                }
                Deed::Reveal { .. } => {
                    let beat = beats.next().unwrap();
                    let Says::Answer { text, .. } = &beat.says else { unreachable!() };
                    history.seek(beat.at);
                    for choice in &asked.unwrap().choices {
                        let met = holds(history.world(), player.names(), choice.when.as_ref().unwrap());
                        assert_eq!(met, choice.text == *text, "{}: {}", lesson.name, choice.text);
                        answered += 1;
                    }
                }
                _ => {}
            }
        }
    }
    assert!(answered >= 80, "{answered}");
}
