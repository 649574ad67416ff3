//! What all panels show at a moment. Made a few times a second and compared with what is shown already, so that only what has
//! changed reaches the page.

use std::rc::Rc;

use super::feed::{Kinds, Line};
use super::inspect::Inspected;
use super::lesson::LessonCard;
use super::outline::Outline;
use super::speed::Speed;
use super::suggest::Suggestion;
use super::timeline::Timeline;
use super::views::checks::violations;
use super::{Editor, Hues, Selection, Session, Tab, View};

/// The values behind the panels.
#[derive(Clone, Debug, PartialEq)]
pub struct Panels {
    /// The virtual time.
    pub now_us: u64,
    /// Whether time passes until somebody pauses it.
    pub playing: bool,
    /// Whether time passes at all, if only up to the next event.
    pub moving: bool,
    /// How fast.
    pub speed: Speed,
    /// Whether nothing at all has happened yet.
    pub fresh: bool,
    /// The newest step of the story.
    pub headline: Option<Rc<Line>>,
    /// The record.
    pub lines: Rc<Vec<Rc<Line>>>,
    /// The kinds of events that have occurred.
    pub kinds: Kinds,
    /// What the dock shows.
    pub view: View,
    /// How many violations there are.
    pub violations: usize,
    /// The stage in words.
    pub outline: Rc<Outline>,
    /// What to try next.
    pub suggestions: Rc<Vec<Suggestion>>,
    /// What is being looked at.
    pub inspected: Inspected,
    /// What is selected.
    pub selection: Option<Selection>,
    /// Which editor is open.
    pub editor: Option<Editor>,
    /// The clusters' hues.
    pub hues: Rc<Hues>,
    /// The lesson that is being told.
    pub lesson: Option<LessonCard>,
    /// The line of time.
    pub timeline: Rc<Timeline>,
}

impl Panels {
    /// The panels of a session, and of the dock's views the one that is looked at.
    pub fn of(session: &mut Session, tab: Tab) -> Self {
        session.refresh();
        let session = &*session;
        let now_us = session.world().now_us();
        Self {
            now_us,
            playing: session.playback().is_playing(),
            moving: session.playback().is_moving(),
            speed: session.playback().speed,
            fresh: now_us == 0 && !session.playback().is_moving() && session.lesson().is_none(),
            headline: session.feed().headline().cloned(),
            lines: session.feed().lines().clone(),
            kinds: session.feed().kinds(),
            view: View::of(tab, session),
            violations: violations(session.world()),
            outline: Rc::new(Outline::of(session)),
            suggestions: Rc::new(session.suggestions()),
            inspected: session.inspected(),
            selection: session.selection(),
            editor: session.editor(),
            hues: session.hues().clone(),
            lesson: session.lesson(),
            timeline: Rc::new(Timeline::of(session)),
        }
    }

    /// Takes over what `next` shows, keeping every value that is the same; says whether anything has changed.
    pub fn take(&mut self, mut next: Self) -> bool {
        if self.view == next.view {
            next.view = self.view.clone();
        }
        keep(&self.outline, &mut next.outline);
        keep(&self.suggestions, &mut next.suggestions);
        keep(&self.timeline, &mut next.timeline);
        let changed = *self != next;
        *self = next;
        changed
    }
}

fn keep<T: PartialEq>(shown: &Rc<T>, next: &mut Rc<T>) {
    if shown == next {
        *next = shown.clone();
    }
}
