//! The narrator: says the steps of the story to screen readers, at a pace that can be listened to.

use std::rc::Rc;

use recraft_scene::words::Importance;
use yew::AttrValue;

use crate::session::feed::Line;

/// How long things must be quiet before something is said.
pub const PAUSE_MS: u32 = 600;
/// The most sentences said at once; a listener who wants all of them has the event list.
const SENTENCES_MAX: usize = 3;

/// What has been heard and what is to be said.
#[derive(Default)]
pub struct Narrator {
    heard: u64,
    waiting: Vec<Rc<Line>>,
    /// What stands in the live region.
    pub text: AttrValue,
}

impl Narrator {
    /// Says this, and nothing of what has happened up to that event.
    pub fn saying(heard: u64, text: &'static str) -> Self {
        Self { heard, waiting: Vec::new(), text: text.into() }
    }

    /// Takes in the newest lines; says whether there is something new to be said, after a pause.
    pub fn take(&mut self, lines: &[Rc<Line>]) -> bool {
        let before = self.waiting.len();
        let fresh = lines.iter().rev().take_while(|line| line.seq > self.heard);
        let mut fresh: Vec<Rc<Line>> =
            fresh.filter(|line| line.importance == Importance::Major).cloned().collect();
        fresh.reverse();
        self.heard = lines.last().map_or(self.heard, |line| line.seq);
        // Once a pause is running it is not begun anew by what comes meanwhile, or a busy run would never be spoken of.
        let first = before == 0 && !fresh.is_empty();
        self.waiting.extend(fresh);
        first
    }

    /// Says what is waiting; says whether there was anything.
    #[inline(never)]
    pub fn speak(&mut self) -> bool {
        if self.waiting.is_empty() {
            return false;
        }
        let texts: Vec<&str> = told(&self.waiting).map(|line| line.text.as_str()).collect();
        self.text = format!("{}.", texts.join(". ")).into();
        self.waiting.clear();
        true
    }
}

/// What is said of what is waiting: the first of it, since it is what the rest came from, and the last.
fn told(waiting: &[Rc<Line>]) -> impl Iterator<Item = &Rc<Line>> {
    let surplus = waiting.len().saturating_sub(SENTENCES_MAX);
    waiting.iter().take(1).chain(waiting.iter().skip(1 + surplus))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Action, Panels, Preset, Session, Tab};
    use recraft_protocol::types::ClusterId;
    use recraft_sim::command::Command;
    use recraft_sim::presets::figure_3_parts;

    #[test]
    fn a_split_that_is_over_at_once_is_told_from_what_was_asked_to_what_came_of_it() {
        let mut session = Session::new(Preset::Figure3, 7);
        let lines = |session: &mut Session| Panels::of(session, Tab::Inspector).lines;
        session.act(Action::TogglePlay);
        for _ in 0..2_000 {
            session.advance(40.0);
        }
        let mut narrator = Narrator::default();
        narrator.take(&lines(&mut session));
        narrator.speak();
        session.act(Action::Do(Command::Split { cluster: ClusterId(1), into: figure_3_parts() }));
        for _ in 0..2_000 {
            session.advance(40.0);
        }
        narrator.take(&lines(&mut session));
        let asked = narrator.waiting.first().map(|line| line.text.clone()).unwrap_or_default();
        assert!(narrator.waiting.len() > SENTENCES_MAX && asked.contains("plit"), "{asked}");
        let last = narrator.waiting.last().map(|line| line.text.clone()).unwrap_or_default();
        assert!(narrator.speak());
        assert!(narrator.text.starts_with(&asked) && narrator.text.contains(&last), "{}", narrator.text);
    }
}
