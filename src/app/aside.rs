//! One's own run, kept aside while a lesson, a story or a find is on the stage: what it is called, and the way back to it.

use recraft_words::t;

use crate::session::{Action, Aside};
use crate::ui::{HOME, Sheet};

use super::narrator::Narrator;
use super::{App, Course, Explore, Msg, TrialMsg, Write};

/// What is said when a lesson ends while one's own run is kept.
pub(super) fn lesson_closed() -> &'static str {
    t!("You have left the lesson; its run stays here. Your own run is kept as you left it.")
}

/// Whether this would put another run on the stage at once.
const fn replaces(msg: &Msg) -> bool {
    matches!(
        msg,
        Msg::Start { .. }
            | Msg::Tell(_)
            | Msg::Course(Course::Begin(_))
            | Msg::Explore(Explore::Load)
            | Msg::Trial(TrialMsg::Load(_))
            | Msg::Write(Write::Play)
    )
}

impl App {
    /// Asks before a run is given up that is too long to be kept aside: what would take its place waits for the answer.
    pub(super) fn ask_first(&mut self, msg: Msg) -> Option<Msg> {
        if self.embedded.is_some() || !replaces(&msg) || self.session.end() != Aside::TooLong {
            return Some(msg);
        }
        self.put_off = Some(Box::new(msg));
        self.open(Some(Sheet::GiveUp));
        None
    }

    /// The run is given up: what waited for that is done.
    #[inline(never)]
    pub(super) fn give_up_run(&mut self) {
        self.open(None);
        if let Some(msg) = self.put_off.take() {
            self.obey(*msg);
        }
    }

    /// Before another run takes the stage: keeps one's own aside, unless it may be given up.
    pub(super) fn keep_own_run(&mut self) {
        if self.embedded.is_none() && self.session.set_aside() == Aside::Kept {
            self.own_title = self.loaded.clone();
        }
    }

    /// The same for a run that comes of itself, so that nobody could be asked first: says so if one's own is lost.
    pub(super) fn make_way(&mut self) {
        if self.embedded.is_none() && self.session.end() == Aside::TooLong {
            // It is said once the other run is there.
            let why = t!("Your own run was too long to be kept beside this one.");
            self.on.emit(Msg::Complain(why.into()));
        }
        self.keep_own_run();
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
