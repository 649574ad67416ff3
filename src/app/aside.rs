//! One's own run, kept aside while a lesson, a story or a find is on the stage: what it is called, and the way back to it.

use recraft_words::t;

use crate::session::{Action, Aside};
use crate::ui::HOME;

use super::narrator::Narrator;
use super::{App, Msg};

/// What is said when a lesson ends while one's own run is kept.
pub(super) fn lesson_closed() -> &'static str {
    t!("You have left the lesson; its run stays here. Your own run is kept as you left it.")
}

impl App {
    /// Before another run takes the stage: keeps one's own aside.
    pub(super) fn keep_own_run(&mut self) {
        if self.embedded.is_some() {
            return;
        }
        match self.session.set_aside() {
            Aside::Kept => self.own_title = self.loaded.clone(),
            Aside::Gone => {}
            Aside::TooLong => {
                // It is said once the other run is there.
                let why = t!("Your own run was too long to be kept beside this one.");
                self.on.emit(Msg::Complain(why.into()));
            }
        }
    }

    /// Goes back to one's own run.
    #[inline(never)]
    pub(super) fn come_home(&mut self) {
        self.session.act(Action::ComeHome);
        let left = std::mem::replace(&mut self.loaded, self.own_title.take());
        // What was on the stage may be kept in turn.
        self.own_title = left.filter(|_| self.session.has_aside());
        self.begin_again();
        let heard = self.session.world().last_seq();
        self.narrator =
            Narrator::saying(heard, t!("This is your own run again, as you left it. It is paused."));
        self.focus_next = Some("play".into());
    }

    /// A lesson was ended: says where one's own run is.
    #[inline(never)]
    pub(super) fn offer_home(&mut self) {
        if self.session.has_aside() {
            self.notice = Some(lesson_closed().into());
            self.focus_next = Some(HOME.into());
        }
    }
}
