//! Lessons: a scenario told as a [`Script`] of beats, and the course as bytes that a page reads.

use std::io;
use std::path::Path;

use recraft_scene::view::Target;
use recraft_sim::history::Moment;
use recraft_sim::lesson::{Beat, Lesson, Part, Says, Script, Shown};
use recraft_sim::quest;

use crate::library::{scenarios, wrong};
use crate::model::Scenario;
use crate::player::{Report, Telling, Told};
use crate::{parse, play};

/// The last lesson of each part, by its number; what comes after belongs to the next part.
const PARTS: [(u32, Part); 3] = [(10, Part::Raft), (19, Part::Recraft), (u32::MAX, Part::Puzzles)];

/// So many words are read a minute, by somebody who looks at the stage in between.
const WORDS_A_MINUTE: u64 = 130;
/// So long somebody thinks about a question, in seconds.
const THINKS_S: u64 = 15;
/// So long a page plays what happens between two beats, in seconds, if anything does.
const PLAYS_S: u64 = 5;

/// The course in a folder of scenarios, in the order of their names, as bytes that a page reads as a list of [`Lesson`]s.
///
/// # Errors
/// If a file cannot be read, is not a scenario, does not begin with its number, or does not go as it expects.
pub fn course(folder: &Path) -> io::Result<Vec<u8>> {
    let lessons = scenarios(folder)?.into_iter().map(|(name, text)| {
        let number = name.split('-').next().and_then(|number| number.parse().ok());
        let number: u32 = number.ok_or_else(|| wrong(&name, "does not begin with its number"))?;
        let part = PARTS.iter().find(|(last, _)| number <= *last).map_or(Part::Puzzles, |(_, part)| *part);
        let scenario = parse(&text).map_err(|errors| wrong(&name, &errors[0].to_string()))?;
        let report = play(&scenario);
        if !report.passed() {
            return Err(wrong(&name, "does not go as it expects"));
        }
        Ok(lesson(name, part, &scenario, report))
    });
    Ok(quest::write(&lessons.collect::<io::Result<Vec<_>>>()?))
}

/// A lesson: what a scenario says of itself, and what has been told.
#[must_use]
pub fn lesson(name: String, part: Part, scenario: &Scenario, report: Report) -> Lesson {
    let script = script(report);
    Lesson {
        part,
        minutes: minutes(&script),
        title: scenario.title.clone().unwrap_or_else(|| name.clone()),
        about: scenario.about.join(" "),
        learnt: scenario.learnt.clone(),
        name,
        script,
    }
}

/// What has been told, as beats.
#[must_use]
pub fn script(report: Report) -> Script {
    let end = Moment { at_us: report.world.now_us(), given: report.run.commands.len() };
    Script { beats: report.told.into_iter().flat_map(beats).collect(), run: report.run, end }
}

/// The beats of something that was told. A question that says its answer at once makes two beats: time to think, and the answer.
#[must_use]
pub fn beats(told: Told) -> Vec<Beat> {
    let at = Moment { at_us: told.at_us, given: told.given };
    let says = match told.what {
        Telling::Said { text, showing } => {
            vec![Says::Caption { text, shows: showing.into_iter().filter_map(shown).collect() }]
        }
        Telling::Asked(question) => {
            let choices = question.choices.into_iter().map(|choice| choice.text).collect();
            let answer = question.answer.map(|text| Says::Answer { text, because: question.because });
            [Says::Question { text: question.text, choices }].into_iter().chain(answer).collect()
        }
        Telling::Revealed { answer, because } => vec![Says::Answer { text: answer, because }],
        Telling::Expected(_) | Telling::Failed(_) => Vec::new(),
    };
    says.into_iter().map(|says| Beat { at, says }).collect()
}

fn shown(target: Target) -> Option<Shown> {
    match target {
        Target::Node(node) => Some(Shown::Node(node)),
        Target::Cluster(cluster) => Some(Shown::Cluster(cluster)),
        Target::Client(client) => Some(Shown::Client(client)),
        Target::Flight(_) | Target::Entry(..) | Target::Event(_) => None,
    }
}

/// How long a script takes, about: it is read, thought about, and watched.
fn minutes(script: &Script) -> u32 {
    let words = |text: &str| text.split_whitespace().count() as u64;
    let read: u64 = script
        .beats
        .iter()
        .map(|beat| match &beat.says {
            Says::Caption { text, .. } => words(text),
            Says::Question { text, choices } => {
                words(text) + choices.iter().map(|choice| words(choice)).sum::<u64>()
            }
            Says::Answer { because, .. } => because.as_deref().map_or(0, words),
        })
        .sum();
    let asked = script.beats.iter().filter(|beat| matches!(beat.says, Says::Question { .. })).count() as u64;
    let played = script.beats.windows(2).filter(|pair| pair[0].at < pair[1].at).count() as u64;
    let seconds = read * 60 / WORDS_A_MINUTE + asked * THINKS_S + played * PLAYS_S;
    u32::try_from(seconds.div_ceil(60)).unwrap_or(u32::MAX).max(1)
}
