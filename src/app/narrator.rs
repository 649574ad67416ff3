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
    pub fn speak(&mut self) -> bool {
        if self.waiting.is_empty() {
            return false;
        }
        let surplus = self.waiting.len().saturating_sub(SENTENCES_MAX);
        let texts: Vec<&str> = self.waiting.iter().skip(surplus).map(|line| line.text.as_str()).collect();
        self.text = format!("{}.", texts.join(". ")).into();
        self.waiting.clear();
        true
    }
}
