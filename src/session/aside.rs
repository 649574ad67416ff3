//! One's own run, kept aside while another is on the stage.
//!
//! A lesson, a story or a run that was found is a *guest*: it comes with a press, and goes with the next. What a person has done or played
//! in a run of their own does not come again so easily; so before another run takes the stage, that one is kept aside, whole, with its
//! branches, its moment and what is selected. One run is kept, not a stack of them: a guest that follows a guest leaves it where it is.
//!
//! It takes memory. What is played on the stage and what is kept aside are no more, together, than one run may be.

use recraft_sim::history::KEPT_MAX;

use super::Session;
use super::preset::Preset;

/// Of what a run may be, so much is left to a guest at least: no lesson and no story is as long.
const ROOM_MIN: u64 = KEPT_MAX / 4;

/// What became of a run that has to leave the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aside {
    /// It is kept.
    Kept,
    /// It has nothing that would be missed, or another is kept.
    Gone,
    /// It is too long to be kept beside another.
    TooLong,
}

impl Session {
    /// Before another run takes the stage: keeps this one aside, if something was done or played in it.
    pub fn set_aside(&mut self) -> Aside {
        let end = self.end();
        if end == Aside::TooLong {
            self.aside = None;
        }
        if end != Aside::Kept {
            return end;
        }
        let mut placeholder = Self::new(Preset::Three, 1);
        (placeholder.playback.speed, placeholder.playback.slows) = (self.playback.speed, self.playback.slows);
        let own = std::mem::replace(self, placeholder);
        self.aside = Some(own.at_rest());
        Aside::Kept
    }

    /// What would become of this run if another took the stage now.
    pub fn end(&self) -> Aside {
        let guest = self.is_guest && (self.aside.is_some() || !self.has_deeds());
        if guest || self.telling.is_some() || !self.is_begun() {
            Aside::Gone
        } else if self.history.kept() > KEPT_MAX - ROOM_MIN {
            Aside::TooLong
        } else {
            Aside::Kept
        }
    }

    /// As it is kept: paused, without what can be made anew.
    fn at_rest(mut self) -> Box<Self> {
        self.playback.pause();
        (self.aside, self.follower, self.compared) = (None, None, None);
        self.history.keep_at_most(KEPT_MAX);
        Box::new(self)
    }

    /// Puts the run that was kept aside on the stage again, as it was left, paused; says whether there was one. A guest goes; a run in which
    /// a person has done or played something of their own is kept aside in turn.
    pub fn come_home(&mut self) -> bool {
        let Some(own) = self.aside.take() else { return false };
        let left = std::mem::replace(self, *own);
        if !left.is_guest && left.is_begun() {
            self.history.keep_at_most(KEPT_MAX.saturating_sub(left.history.kept()));
            self.aside = Some(left.at_rest());
        }
        true
    }

    /// Another run, instead of the one on the stage and looked at as fast; what is kept aside stays there, and needs its room.
    pub(super) fn replace(&mut self, other: Self) {
        let (speed, slows) = (self.playback.speed, self.playback.slows);
        let aside = self.aside.take();
        *self = other;
        self.aside = aside;
        (self.playback.speed, self.playback.slows) = (speed, slows);
        let taken = self.aside.as_ref().map_or(0, |own| own.history.kept());
        self.history.keep_at_most(KEPT_MAX - taken);
    }

    /// Whether a run is kept aside.
    pub const fn has_aside(&self) -> bool {
        self.aside.is_some()
    }

    /// Whether the run on the stage is a lesson's, a story's or one that was found.
    pub const fn is_guest(&self) -> bool {
        self.is_guest
    }

    /// Whether something was done in the run, or it has been played.
    fn is_begun(&self) -> bool {
        self.history.branch().head().at_us > 0 || self.has_deeds()
    }

    /// Whether something was done in the run that did not come with it.
    fn has_deeds(&self) -> bool {
        self.history.branches().count() > 1 || self.history.branch().commands().count() > self.came_with
    }
}

#[cfg(test)]
mod tests {
    use recraft_protocol::types::NodeId;

    use super::*;
    use crate::session::course::lessons;
    use crate::session::library::stories;
    use crate::session::{Action, Selection, Tell, Travel};

    /// A run with a crash, something else instead, and a moment in the middle.
    fn own() -> Session {
        let mut session = Session::new(Preset::Five, 7);
        session.act(Action::Travel(Travel::Head));
        session.reach(900_000);
        session.act(Action::ToggleCrash(NodeId(2)));
        session.reach(1_500_000);
        session.act(Action::Travel(Travel::To(1_200_000)));
        session.act(Action::ToggleCrash(NodeId(4)));
        session.act(Action::Select(Some(Selection::Node(NodeId(3)))));
        session
    }

    fn story(session: &mut Session) {
        session.load(stories().swap_remove(0).run, 0);
    }

    fn lesson(session: &mut Session) {
        let course = lessons(include_bytes!("../../assets/lessons.bin")).expect("a test keeps it current");
        session.tell_lesson(course[1].clone(), 0);
    }

    /// Everything by which one knows a run again.
    fn looks(session: &Session) -> impl PartialEq + std::fmt::Debug + use<> {
        let branches: Vec<_> =
            session.history().branches().map(|branch| (branch.id(), branch.head())).collect();
        let (moment, hash) = (session.history().moment(), session.world().state_hash());
        (branches, session.run(), moment, hash, session.selection(), session.preset())
    }

    #[test]
    fn ones_own_run_comes_back_with_its_branches_and_its_moment() {
        let mut session = own();
        let before = looks(&session);
        assert_eq!(session.history().branches().count(), 2);
        session.act(Action::TogglePlay);
        assert_eq!(session.set_aside(), Aside::Kept);
        lesson(&mut session);
        assert!(session.has_aside() && session.is_guest() && looks(&session) != before);
        session.act(Action::Tell(Tell::Close));
        // A story after the lesson is another guest: the run that is kept stays the same.
        assert_eq!(session.set_aside(), Aside::Gone);
        story(&mut session);
        session.act(Action::ToggleCrash(NodeId(1)));
        assert_eq!(session.set_aside(), Aside::Gone);
        lesson(&mut session);
        assert!(session.come_home());
        assert_eq!(looks(&session), before);
        assert!(!session.playback().is_moving() && !session.has_aside() && !session.come_home());
    }

    #[test]
    fn a_start_that_nobody_has_touched_is_not_kept() {
        let mut session = Session::new(Preset::Five, 7);
        assert_eq!(session.set_aside(), Aside::Gone);
        session.act(Action::ToggleCrash(NodeId(1)));
        assert_eq!(session.set_aside(), Aside::Kept);
        let mut played = Session::new(Preset::Five, 7);
        played.reach(10_000);
        assert_eq!(played.set_aside(), Aside::Kept);
    }

    #[test]
    fn a_guest_is_kept_only_with_deeds_of_ones_own_and_where_nothing_else_is() {
        let mut session = Session::new(Preset::Five, 7);
        story(&mut session);
        session.reach(3_000_000);
        assert_eq!(session.set_aside(), Aside::Gone);
        session.act(Action::ToggleCrash(NodeId(1)));
        assert_eq!(session.set_aside(), Aside::Kept);
    }

    #[test]
    fn another_run_of_ones_own_takes_the_place() {
        let mut session = own();
        assert_eq!(session.set_aside(), Aside::Kept);
        session.start(Preset::Three, 5);
        assert!(session.has_aside() && !session.is_guest());
        assert_eq!(session.set_aside(), Aside::Gone, "it is untouched");
        session.reach(100_000);
        let before = looks(&session);
        assert_eq!(session.set_aside(), Aside::Kept);
        story(&mut session);
        assert!(session.come_home());
        assert_eq!(looks(&session), before);
    }

    #[test]
    fn between_two_runs_of_ones_own_one_goes_to_and_fro_and_an_untouched_one_does_not_wait() {
        let mut session = own();
        let first = looks(&session);
        assert_eq!(session.set_aside(), Aside::Kept);
        session.start(Preset::Three, 5);
        assert!(session.come_home() && !session.has_aside(), "nobody has touched the other");
        assert_eq!(session.set_aside(), Aside::Kept);
        session.start(Preset::Three, 5);
        session.reach(100_000);
        session.act(Action::TogglePlay);
        let (second, kept) = (looks(&session), session.history().kept());
        assert!(session.come_home() && session.has_aside());
        assert_eq!(looks(&session), first);
        assert_eq!(session.history().room(), KEPT_MAX - kept);
        assert!(session.come_home());
        assert_eq!(looks(&session), second);
        assert!(!session.playback().is_moving());
    }

    #[test]
    fn what_is_kept_aside_takes_of_the_room_of_what_is_played() {
        let mut session = own();
        session.act(Action::Travel(Travel::Head));
        let kept = session.history().kept();
        assert_eq!(session.set_aside(), Aside::Kept);
        story(&mut session);
        assert_eq!(session.history().room(), KEPT_MAX - kept);
        assert!(session.come_home());
        assert_eq!(session.history().room(), KEPT_MAX);
    }
}
