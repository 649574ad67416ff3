//! The sheets over the page.

use recraft_words::t;
use yew::prelude::*;

use crate::browser;
use crate::ui::element::fragment;
use crate::ui::memo::memo;
use crate::ui::{CLOSE, Sheet, course, give_up, help, library, protocol, share, sheet, tour_offer, writing};

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
        self.sheet.map_or_else(Html::default, |open| self.open_sheet(open))
    }

    /// Not a part of those who ask for it, since no visit begins with it: so it travels in the program's second part.
    #[inline(never)]
    fn open_sheet(&self, open: Sheet) -> Html {
        let on = &self.on;
        let switches = || protocol::Props { settings: *self.session.world().settings(), on: on.clone() };
        let (title, body) = match open {
            Sheet::Help => {
                let help = memo(help::help, help::Props { theme: self.palette(), on: on.clone() });
                (t!("Signs, words and keys"), fragment().child(tour_offer(on)).child(help).into())
            }
            Sheet::Protocol => (t!("The protocol"), memo(protocol::protocol, switches())),
            Sheet::Mistakes => (t!("Break a rule"), memo(protocol::mistakes, switches())),
            Sheet::Writing => (t!("Write a lesson"), writing(&self.desk.writing, &self.course, on)),
            Sheet::Course => (t!("Lessons"), course(&self.course, on)),
            Sheet::GiveUp => (t!("Give up this run?"), give_up(on)),
            Sheet::Share => (t!("Share this run"), share(&self.handing.sharing, on)),
            Sheet::Library => {
                (t!("Stories to begin with"), memo(library::library, library::Props { on: on.clone() }))
            }
        };
        sheet(title, on, body)
    }
}
