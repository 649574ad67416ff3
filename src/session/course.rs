//! The course: its lessons, and how far one has come in them.

use std::collections::BTreeMap;
use std::rc::Rc;

use recraft_sim::lesson::{Lesson, Part};
use recraft_sim::quest::read;
use recraft_words::t;

/// The lessons that these bytes hold, in order; `None` if they cannot be read.
pub fn lessons(bytes: &[u8]) -> Option<Vec<Rc<Lesson>>> {
    let lessons: Vec<Lesson> = read(bytes).ok()?;
    Some(lessons.into_iter().map(Rc::new).collect())
}

/// The title of a part, and whom it is for.
pub fn part_title(part: Part) -> (&'static str, &'static str) {
    match part {
        Part::Raft => ("Raft", t!("For whoever has never seen consensus")),
        Part::Recraft => ("ReCraft", t!("For whoever knows Raft")),
        Part::Puzzles => (t!("Puzzles"), t!("Something is wrong on purpose. Which rule was broken?")),
    }
}

/// How far one has come in a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// To this beat.
    Beat(usize),
    /// To the end, once at least.
    End,
}

/// How far one has come in each lesson that one has begun. It is kept in the browser, and nowhere else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress(BTreeMap<String, Reached>);

impl Progress {
    /// What was kept: `NAME=BEAT` or `NAME=end`, with semicolons between. Whatever else stands there is left out.
    pub fn read(kept: &str) -> Self {
        let pairs = kept.split(';').filter_map(|pair| pair.split_once('='));
        let reached = |text: &str| match text {
            "end" => Some(Reached::End),
            beat => beat.parse().ok().map(Reached::Beat),
        };
        Self(pairs.filter_map(|(name, text)| Some((name.to_owned(), reached(text)?))).collect())
    }

    /// What is to be kept.
    pub fn write(&self) -> String {
        let pairs = self.0.iter().map(|(name, reached)| match reached {
            Reached::Beat(beat) => format!("{name}={beat}"),
            Reached::End => format!("{name}=end"),
        });
        pairs.collect::<Vec<_>>().join(";")
    }

    /// How far one has come in the lesson of this name, if it was begun.
    pub fn of(&self, name: &str) -> Option<Reached> {
        self.0.get(name).copied()
    }

    /// The lesson has come to this beat, the last of which is `end`; says whether that is worth keeping. Who has seen the end stays there.
    pub fn note(&mut self, name: &str, beat: usize, end: usize) -> bool {
        let now = if beat >= end { Reached::End } else { Reached::Beat(beat) };
        let before = self.of(name);
        if before == Some(Reached::End) || before == Some(now) {
            return false;
        }
        self.0.insert(name.to_owned(), now);
        true
    }

    /// Where to go on in a lesson: where one was, or at the beginning of one that is not begun or has been seen to its end.
    pub fn place(&self, name: &str) -> usize {
        match self.of(name) {
            Some(Reached::Beat(beat)) => beat,
            Some(Reached::End) | None => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again_and_what_else_stands_there_is_left_out() {
        let mut progress = Progress::default();
        assert!(progress.note("01-a", 3, 9) && progress.note("02-b", 9, 9));
        assert_eq!(Progress::read(&progress.write()), progress);
        let odd = Progress::read(";=;x;01-a=3;y=-1;z=1e9;02-b=end;=");
        assert_eq!(odd, progress);
    }

    #[test]
    fn who_has_seen_the_end_stays_there_and_begins_at_the_beginning() {
        let mut progress = Progress::default();
        assert_eq!(progress.place("a"), 0);
        assert!(progress.note("a", 4, 9) && !progress.note("a", 4, 9));
        assert_eq!(progress.place("a"), 4);
        assert!(progress.note("a", 9, 9) && !progress.note("a", 2, 9));
        assert_eq!((progress.of("a"), progress.place("a")), (Some(Reached::End), 0));
    }

    #[test]
    fn the_course_can_be_read_and_other_bytes_cannot() {
        let bytes = include_bytes!("../../assets/lessons.bin");
        assert!(lessons(bytes).is_some_and(|lessons| lessons.len() >= 16));
        assert!(lessons(&bytes[..bytes.len() - 1]).is_none() && lessons(b"<!doctype html>").is_none());
    }
}
