//! Time: playing, stepping, and travelling through the history of the run.

use std::rc::Rc;

use recraft_scene::words::{Importance, sentence};
use recraft_sim::history::{Kinds, Moment, Played, Stop};
use recraft_words::t;

use super::Session;
use super::action::Travel;
use super::compare::Compared;

/// How far a skip goes if nothing worth telling happens.
const SKIP_US_MAX: u64 = 1_000_000;
/// At great speeds a frame plays about so many happenings at most, so that it does not take long; then time goes as fast as it can.
const HAPPENINGS_A_FRAME: u64 = 3_000;

impl Session {
    /// Lets real time pass; says whether the world has moved.
    pub fn advance(&mut self, real_ms: f64) -> bool {
        if let Some(pace) = self.lesson_pace() {
            self.playback.pace(pace);
        }
        let now_us = self.world().now_us();
        let then_us = self.playback.advance(now_us, real_ms);
        if then_us <= now_us {
            return false;
        }
        if let Some(beat) = self.next_beat().filter(|beat| beat.at_us <= then_us) {
            self.playback.pause();
            self.history.seek(beat);
            self.take_note();
            return true;
        }
        // What is on its way to somewhere arrives there.
        let happenings = if self.playback.is_playing() { HAPPENINGS_A_FRAME } else { u64::MAX };
        let heed = if self.playback.heeds() { Kinds::TURNING_POINTS } else { Kinds::NONE };
        match self.history.play(then_us, happenings, heed) {
            Played::ToAMark => self.playback.slow_down(),
            Played::Full => self.stop_full(),
            Played::Through | Played::Interrupted => {}
        }
        self.take_note();
        true
    }

    /// Stops, since no more can be kept in memory, and says so.
    pub fn stop_full(&mut self) {
        self.playback.pause();
        self.full = true;
        self.complaint = Some(
            t!("This run has become as long as the lab can keep in memory. Start a new one, or remove a branch.")
                .into(),
        );
    }

    /// Whether time has stopped since no more can be kept in memory, and nobody has done anything since.
    pub const fn is_full(&self) -> bool {
        self.full
    }

    /// Plays, or pauses. A lesson is played from beat to beat.
    pub(super) fn toggle_play(&mut self) {
        if self.playback.is_playing() || (self.playback.is_moving() && self.is_telling()) {
            self.playback.pause();
        } else if self.is_telling() {
            self.go_on_telling();
        } else {
            self.playback.play();
        }
    }

    pub(super) fn next_event(&mut self) {
        self.arrive();
        match self.history.next_us() {
            // What is commanded at the very time is a step of its own.
            Some(next_us) if next_us <= self.world().now_us() => {
                self.playback.pause();
                if let Some(to) = self.history.redo_to() {
                    self.history.seek(to);
                    self.take_note();
                }
            }
            Some(next_us) => self.playback.glide(self.world().now_us(), next_us),
            None => self.playback.pause(),
        }
    }

    /// Looks ahead for the next step of the story, and goes there.
    pub(super) fn skip_ahead(&mut self) {
        self.arrive();
        let now_us = self.world().now_us();
        let told = |event: &_| sentence(event).importance == Importance::Major;
        let to = self.history.next_event(SKIP_US_MAX, &told);
        self.playback.skip(now_us, to.map_or(now_us + SKIP_US_MAX, |to| to.at_us));
    }

    /// Ends a glide that is under way where it leads.
    fn arrive(&mut self) {
        if let Some(to_us) = self.playback.glides_to() {
            match self.next_beat().filter(|beat| beat.at_us <= to_us) {
                Some(beat) => self.history.seek(beat),
                None => self.history.play_to(to_us),
            }
            self.take_note();
        }
    }

    /// Goes to a time, also to one that has not been played yet: then it is played up to there. Goes on playing if it did.
    pub fn reach(&mut self, us: u64) {
        let playing = self.playback.is_playing();
        if us > self.history.branch().head().at_us {
            self.travel(Travel::Head);
            self.history.play_to(us);
            self.take_note();
        } else {
            self.travel(Travel::To(us));
        }
        if playing {
            self.playback.play();
        }
    }

    pub(super) fn travel(&mut self, travel: Travel) {
        let playing = self.playback.is_playing();
        match travel {
            Travel::Back(stop) => {
                let to = self.history.previous(stop);
                self.go(to, || nothing_before(stop));
            }
            Travel::On(stop) => self.go_on(stop),
            Travel::Undo => {
                let to = self.history.undo_to();
                self.go(to, || t!("Nothing has been done yet that could be undone.").into());
            }
            Travel::Redo => {
                let to = self.history.redo_to();
                self.go(to, || t!("Nothing has been undone that could be done again.").into());
            }
            // The beginning of a lesson is its first beat, before what is commanded at that very time.
            Travel::Start if self.on_script() => self.go_to_place(0),
            Travel::Start => self.go(Some(Moment::after(0)), String::new),
            Travel::Head => self.go(Some(self.history.branch().head()), String::new),
            Travel::To(us) => {
                self.go(Some(Moment::after(us)), String::new);
                if playing {
                    self.playback.play();
                }
            }
            Travel::ToEvent(seq) => {
                self.playback.pause();
                if !self.history.seek_event(seq) {
                    self.complaint = Some(t!("This event is on another branch.").into());
                }
            }
            Travel::LeaveOut => match self.history.leave_out() {
                Ok(true) => {}
                Ok(false) => {
                    self.complaint =
                        Some(t!("Nothing was done after this moment that could be left out.").into());
                }
                Err(_) => self.complain_of_branches(),
            },
            Travel::Switch(branch) => {
                self.playback.pause();
                self.history.switch(branch);
            }
            Travel::Rename(branch, name) => self.history.rename(branch, &name),
            Travel::Compare(other) => {
                self.compared = other.and_then(|other| Compared::with(self, other)).map(Rc::new);
            }
            Travel::Remove(branch) => {
                if !self.history.remove(branch) {
                    self.complaint = Some(t!("The last branch cannot be removed.").into());
                }
            }
        }
        self.take_note();
    }

    /// Goes to a moment of this branch, or says why there is none.
    fn go(&mut self, to: Option<Moment>, why_not: impl FnOnce() -> String) {
        self.playback.pause();
        match to {
            Some(to) => self.history.seek(to),
            None => self.complaint = Some(why_not()),
        }
    }

    /// Goes to the next such moment: at once where it has been played, else by playing on.
    fn go_on(&mut self, stop: Stop) {
        self.arrive();
        self.playback.pause();
        match self.history.next(stop) {
            Some(to) if to <= self.history.branch().head() => self.history.seek(to),
            Some(to) => self.playback.skip(self.world().now_us(), to.at_us),
            None => {
                self.complaint = Some(nothing_after(stop));
            }
        }
    }
}

fn nothing_before(stop: Stop) -> String {
    match stop {
        Stop::ArrivalAt(node) => t!("There is no earlier message to {node} in this run.", node),
        Stop::At(Kinds::ELECTIONS) => t!("There is no earlier election in this run.").to_owned(),
        Stop::At(Kinds::COMMITS) => t!("There is no earlier commit in this run.").to_owned(),
        Stop::At(Kinds::RECONFIGURATIONS) => {
            t!("There is no earlier reconfiguration in this run.").to_owned()
        }
        Stop::At(Kinds::COMMANDS) => t!("There is no earlier command or fault in this run.").to_owned(),
        Stop::At(Kinds::VIOLATIONS) => t!("There is no earlier violation in this run.").to_owned(),
        Stop::Anything | Stop::At(_) => t!("There is no earlier event in this run.").to_owned(),
    }
}

fn nothing_after(stop: Stop) -> String {
    match stop {
        Stop::ArrivalAt(node) => {
            t!("There is no message to {node} in the next ten seconds, if nothing is done.", node)
        }
        Stop::At(Kinds::ELECTIONS) => {
            t!("There is no election in the next ten seconds, if nothing is done.").to_owned()
        }
        Stop::At(Kinds::COMMITS) => {
            t!("There is no commit in the next ten seconds, if nothing is done.").to_owned()
        }
        Stop::At(Kinds::RECONFIGURATIONS) => {
            t!("There is no reconfiguration in the next ten seconds, if nothing is done.").to_owned()
        }
        Stop::At(Kinds::COMMANDS) => {
            t!("There is no command or fault in the next ten seconds, if nothing is done.").to_owned()
        }
        Stop::At(Kinds::VIOLATIONS) => {
            t!("There is no violation in the next ten seconds, if nothing is done.").to_owned()
        }
        Stop::Anything | Stop::At(_) => {
            t!("There is no event in the next ten seconds, if nothing is done.").to_owned()
        }
    }
}
