//! The sheets over the page.

use yew::prelude::*;

use crate::browser;
use crate::ui::{CLOSE, Help, Library, Protocol, Sheet, course, share, sheet, tour_offer, writing};

use super::App;

impl App {
    /// Opens a sheet, or closes the one that is open; the keyboard goes with it, and comes back.
    pub(super) fn open(&mut self, sheet: Option<Sheet>) {
        if self.sheet == sheet {
            return;
        }
        if sheet.is_some() && self.sheet.is_none() {
            self.came_from = browser::focused_id();
        }
        if sheet == Some(Sheet::Share) {
            self.begin_sharing();
        }
        if sheet == Some(Sheet::Course) {
            self.fetch_course();
        }
        if sheet == Some(Sheet::Writing) {
            self.open_desk();
        }
        self.stop_recording();
        self.sheet = sheet;
        self.focus_next = Some(match sheet {
            Some(_) => CLOSE.into(),
            None => self
                .came_from
                .take()
                .filter(|id| !id.is_empty())
                .map_or_else(|| "help-button".into(), AttrValue::from),
        });
    }

    pub(super) fn sheet(&self) -> Html {
        let on = &self.on;
        let (title, body) = match self.sheet {
            None => return Html::default(),
            Some(Sheet::Help) => {
                ("Signs, words and keys", html! { <>{ tour_offer(on) }<Help theme={self.palette()} /></> })
            }
            Some(Sheet::Protocol) => {
                let settings = *self.session.world().settings();
                ("The protocol", html! { <Protocol {settings} on={on.clone()} /> })
            }
            Some(Sheet::Writing) => ("Write a lesson", writing(&self.desk.writing, &self.course, on)),
            Some(Sheet::Course) => ("Lessons", course(&self.course, on)),
            Some(Sheet::Share) => ("Share this run", share(&self.handing.sharing, on)),
            Some(Sheet::Library) => ("Stories to begin with", html! { <Library on={on.clone()} /> }),
        };
        sheet(title, on, body)
    }
}
