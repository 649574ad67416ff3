//! A scenario that is being written in the page.
//!
//! The page has no reader of scenarios: what is wrong with one, what could stand next, and what comes of it is asked of the worker program. Here
//! is what is kept in between, and what a text needs to become a lesson.

use std::fmt::Write as _;
use std::rc::Rc;

use recraft_sim::history::Moment;
use recraft_sim::lesson::{Lesson, Part, Script};
use recraft_words::t;
use recraft_worker::{Completion, Flaw, Tale};

/// What somebody finds who begins with an empty sheet.
pub fn blank() -> String {
    let started = t!("Three nodes have just been started.");
    let leads = t!("One of them leads.");
    let another = t!("Will there be another leader?");
    let (yes, no) = (t!(in "answer": "Yes"), t!(in "answer": "No"));
    let why = t!("Two of three are a majority.");
    format!(
        r#"recraft scenario 1
{}
nodes 3

say "{started}" showing c1
until c1 has a leader
let boss be the leader of c1
say "{leads}" showing boss
crash boss
ask "{another}" choices "{yes}" when c1 has a leader | "{no}" when c1 has no leader
after 1s
reveal because "{why}"
"#,
        head()
    )
}

/// What a lesson begins with: its author replaces what is said there.
fn head() -> String {
    let (title, about) = (t!("My lesson"), t!("What it is about, in a sentence."));
    format!("title \"{title}\"\nabout \"{about}\"\nlearnt \"{}\"\n", t!("What one knows after it."))
}

/// Longer texts are not taken.
pub const BYTES_MAX: usize = 200_000;

/// What is known of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing yet.
    #[default]
    Unknown,
    /// It can be told.
    Fine,
    /// This is wrong with it: it cannot be read, or has not gone as it expects.
    Flawed(Vec<Flaw>),
    /// It could not be looked at, for this reason.
    Unseen(String),
}

/// A text, and what is known of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Writing {
    /// The text.
    pub text: String,
    /// What is known of it.
    pub verdict: Verdict,
    /// What could stand at the caret.
    pub offered: Completion,
}

impl Writing {
    /// Whether a line is named by what is wrong.
    pub fn is_flawed(&self, line: u32) -> bool {
        matches!(&self.verdict, Verdict::Flawed(flaws) if flaws.iter().any(|flaw| flaw.line == line))
    }

    /// How many lines there are.
    pub fn lines(&self) -> u32 {
        self.text.matches('\n').count() as u32 + 1
    }

    /// The name under which it is saved.
    pub fn file_name(&self) -> String {
        let title = self.text.lines().find_map(|line| line.strip_prefix("title \"")?.split('"').next());
        let mut name = String::new();
        for c in title.unwrap_or_default().chars() {
            if c.is_ascii_alphanumeric() {
                name.push(c.to_ascii_lowercase());
            } else if !name.is_empty() && !name.ends_with('-') {
                name.push('-');
            }
        }
        let name = name.trim_end_matches('-');
        format!("{}.scenario", if name.is_empty() { "lesson" } else { name })
    }
}

/// A told scenario as a lesson; one without a name, because it is none of the course.
pub fn lesson(tale: &Tale) -> Rc<Lesson> {
    let end = Moment { at_us: tale.ends_us, given: tale.run.commands.len() };
    Rc::new(Lesson {
        name: String::new(),
        part: Part::Puzzles,
        minutes: 0,
        title: tale.title.clone().unwrap_or_else(|| t!("A lesson without a title").into()),
        about: tale.about.join(" "),
        learnt: tale.learnt.clone(),
        script: Script { run: tale.run.clone(), beats: tale.beats.clone(), end },
    })
}

/// What did not go as a scenario expects, as flaws of its text.
pub fn failings(tale: &Tale) -> Vec<Flaw> {
    let failings = tale.failings.iter();
    failings
        .map(|failing| Flaw { line: failing.line, column: 1, width: 1, what: failing.why.clone() })
        .collect()
}

/// A run that was written out, with places for captions: before whatever is done, and at the end.
pub fn with_captions(written: &str) -> String {
    let mut text = String::new();
    let mut headed = false;
    for line in written.lines() {
        let _ = writeln!(text, "{line}");
        if !headed && line.starts_with("recraft scenario") {
            headed = true;
            text.push_str(&head());
        } else if line.starts_with("at ") {
            text.push_str("say \"…\"\n");
        }
    }
    if !text.ends_with("say \"…\"\n") {
        text.push_str("say \"…\"\n");
    }
    text
}

/// Where a line and a column (counted in characters, from 1) are in a text, counted as browsers do: in UTF-16 units.
pub fn place_of(text: &str, line: u32, column: u32) -> u32 {
    let units = |text: &str| text.encode_utf16().count() as u32;
    let before: u32 = text.split_inclusive('\n').take(line as usize - 1).map(units).sum();
    let own = text.split('\n').nth(line as usize - 1).unwrap_or_default();
    before + own.chars().take(column as usize - 1).map(|c| c.len_utf16() as u32).sum::<u32>()
}

/// The text before a place, counted in UTF-16 units.
pub fn before(text: &str, place: u32) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16() as u32;
        units > place
    });
    end.map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use recraft_sim::quest;
    use recraft_worker::{Answer, Request, serve};

    use super::*;
    use crate::session::{Action, Preset, Session, Tell};

    fn ask(request: &Request) -> Answer {
        let mut said = Vec::new();
        serve(&quest::write(request), &|| 0.0, &mut |bytes| {
            said.push(quest::read(bytes).expect("an answer"));
        });
        said.pop().expect("an answer")
    }

    fn told(text: &str) -> Tale {
        match ask(&Request::Tell { text: text.into() }) {
            Answer::Told(tale) => tale,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_lesson_one_begins_with_can_be_told_to_its_end() {
        let tale = told(&blank());
        assert!(tale.failings.is_empty(), "{:?}", tale.failings);
        let lesson = lesson(&tale);
        let mut session = Session::new(Preset::Five, 1);
        session.tell_lesson(lesson.clone(), 0);
        for _ in 0..lesson.script.beats.len() {
            session.act(Action::Tell(Tell::Next));
            while session.playback().is_moving() {
                session.advance(16.0);
            }
        }
        assert_eq!(session.lesson().map(|card| card.place), Some(lesson.script.beats.len()));
    }

    #[test]
    fn what_was_done_becomes_a_lesson_with_a_place_for_words_at_each_deed() {
        let mut session = Session::new(Preset::Three, 4);
        session.act(Action::TogglePlay);
        while session.world().now_us() < 700_000 {
            session.advance(50.0);
        }
        session.act(Action::ToggleCrash(recraft_protocol::types::NodeId(2)));
        while session.world().now_us() < 900_000 {
            session.advance(50.0);
        }
        let (run, until_us) = (session.run(), session.world().now_us());
        let Answer::Written(written) = ask(&Request::Write { run: run.clone(), until_us }) else {
            panic!("not written")
        };
        let tale = told(&with_captions(&written));
        assert_eq!((&tale.run, tale.ends_us), (&run, until_us));
        let moments: Vec<u64> = tale.beats.iter().map(|beat| beat.at.at_us).collect();
        assert_eq!(moments, [run.commands[0].at_us, until_us]);
        assert_eq!(tale.beats[0].at.given, 0, "what is said comes before what is done");
    }

    #[test]
    fn places_are_counted_as_browsers_count() {
        let text = "é🙂x\nab";
        assert_eq!(place_of(text, 1, 3), 3);
        assert_eq!(place_of(text, 2, 2), 6);
        assert_eq!((before(text, 3), before(text, 5), before(text, 99)), ("é🙂", "é🙂x\n", text));
        assert_eq!(place_of(text, 9, 9), 7, "beyond the end is the end");
    }

    #[test]
    fn a_file_is_called_as_the_lesson_is() {
        let named = |title: &str| {
            Writing { text: format!("recraft scenario 1\ntitle \"{title}\""), ..Writing::default() }
                .file_name()
        };
        assert_eq!(named("Who leads? (1)"), "who-leads-1.scenario");
        assert_eq!(
            (named("!"), Writing::default().file_name()),
            ("lesson.scenario".into(), "lesson.scenario".into())
        );
    }
}
