//! The line of time on the page: scrubbing follows the frames, and so does the thumb.

use crate::browser::set_variable;
use crate::session::timeline::span;
use crate::session::{Action, Travel};

use super::App;

/// What is asked of the line of time, and what it shows.
#[derive(Default)]
pub struct Scrubbing {
    /// Where the pointer has dragged it since the last frame.
    to_us: Option<u64>,
    /// Where the thumb is, in percent.
    shown: Option<f64>,
}

impl App {
    /// The pointer asks for a time: the next frame goes there, and nothing has to be rendered before.
    pub(super) fn scrub(&mut self, us: u64) -> bool {
        self.scrubbing.to_us = Some(us);
        self.frames.request();
        false
    }

    /// Goes to where the pointer is; says whether it has moved.
    pub(super) fn follow_pointer(&mut self) -> bool {
        let Some(us) = self.scrubbing.to_us.take() else { return false };
        self.session.act(Action::Travel(Travel::To(us)));
        true
    }

    /// Puts the thumb where the cursor is.
    pub(super) fn place_thumb(&mut self) {
        let history = self.session.history();
        let now_us = history.moment().at_us;
        let part = now_us as f64 * 100.0 / span(history.branch().head().at_us.max(now_us)) as f64;
        if self.scrubbing.shown != Some(part) {
            self.scrubbing.shown = Some(part);
            set_variable("scrubber", "--at", &format!("{part:.3}%"));
        }
    }
}
