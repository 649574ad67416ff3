//! A lesson being told on the stage.
//!
//! The lesson's run is a branch of the history like any other, and its beats are moments of that branch. Going on plays the run to the
//! next beat; going back seeks the last one. Whoever does something of their own begins another branch and has so left the script; coming
//! back is going to where it was left. Wherever the cursor stands on the script, the beat follows it, so that every other way of going
//! through time, the line of time and the keys among them, tells the lesson too.

use std::collections::BTreeMap;
use std::rc::Rc;

use recraft_sim::flight::Fate;
use recraft_sim::history::{BranchId, Moment};
use recraft_sim::lesson::{Lesson, Says, Shown};

use super::Session;
use super::action::{Selection, Tell};
use super::speed::Speed;

/// The slowest that a lesson is played, relative to real time: a message of 15 ms can be followed on its way.
const SLOWEST: f64 = 1.0 / 40.0;
/// What happens between two beats takes at most about so long, in real milliseconds.
const STRETCH_MS: f64 = 7_000.0;
/// Where no message moves, there is less to be seen.
const QUIET: f64 = 3.0;
/// Who does not want to wait is at the next beat after so long.
const HURRY_MS: f64 = 600.0;

/// A lesson on the stage, and how far it has been told.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    lesson: Rc<Lesson>,
    /// The branch that is its run.
    branch: BranchId,
    /// The beat that is shown; one more than there are is the end.
    place: usize,
    /// What was answered, by the place of the question.
    answers: BTreeMap<usize, usize>,
    /// The stretch that is being played: from when, until when.
    stretch: Option<(u64, u64)>,
}

impl Telling {
    fn moment_of(&self, place: usize) -> Moment {
        let script = &self.lesson.script;
        script.beats.get(place).map_or(script.end, |beat| beat.at)
    }

    fn last(&self) -> usize {
        self.lesson.script.beats.len()
    }

    /// The first beat after the one that is shown at which time has to have gone on.
    fn later(&self) -> Option<Moment> {
        let now = self.moment_of(self.place);
        (self.place..=self.last()).map(|place| self.moment_of(place)).find(|moment| *moment > now)
    }

    /// The place of the question that is being asked or was answered last.
    fn question(&self) -> Option<usize> {
        let beats = &self.lesson.script.beats;
        (0..beats.len().min(self.place + 1))
            .rev()
            .find(|&place| matches!(beats[place].says, Says::Question { .. }))
    }

    /// Lets the beat follow the cursor.
    fn follow(&mut self, now: Moment) {
        let told = self.moment_of(self.place) <= now && self.later().is_none_or(|later| now < later);
        if told {
            return;
        }
        let at = (0..=self.last()).map(|place| self.moment_of(place)).filter(|&moment| moment <= now).max();
        let at = at.unwrap_or_else(|| self.moment_of(0));
        self.place = (0..=self.last()).find(|&place| self.moment_of(place) == at).unwrap_or(0);
    }
}

/// What the page shows of a lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonCard {
    /// The lesson.
    pub lesson: Rc<Lesson>,
    /// The beat that is shown; as many as there are, if it is over.
    pub place: usize,
    /// Whether somebody does something of their own at the moment.
    pub left: bool,
    /// Whether the run is on its way to the next beat.
    pub moving: bool,
    /// What is to be seen.
    pub shows: Vec<Selection>,
    /// The question that the shown beat asks or answers: its choices, and which was chosen.
    pub asked: Option<(Vec<String>, Option<usize>)>,
}

impl LessonCard {
    /// Whether the shown beat asks something.
    pub fn asks(&self) -> bool {
        let beat = self.lesson.script.beats.get(self.place).filter(|_| !self.left);
        beat.is_some_and(|beat| matches!(beat.says, Says::Question { .. }))
    }

    /// Whether it asks, and the run is not answering yet.
    pub fn is_open(&self) -> bool {
        self.asks() && !self.moving
    }

    /// Whether the answer is there as soon as it is asked for: nothing happens before it.
    pub fn answers_at_once(&self) -> bool {
        let beats = &self.lesson.script.beats;
        self.asks()
            && beats
                .get(self.place)
                .zip(beats.get(self.place + 1))
                .is_some_and(|(asks, answers)| asks.at == answers.at)
    }

    /// Whether the answers are numbers, so that letters are their keys: 3 must not be the key of another number.
    pub fn has_letters(&self) -> bool {
        self.asked.as_ref().is_some_and(|(choices, _)| {
            !choices.is_empty()
                && choices.iter().all(|choice| choice.bytes().all(|byte| byte.is_ascii_digit()))
        })
    }

    /// The key of an answer, by its place.
    pub fn key_of(&self, place: usize) -> char {
        let first = if self.has_letters() { b'a' } else { b'1' };
        char::from(first.saturating_add(place as u8))
    }

    /// Which answer a key chooses, if it is one of those that there are.
    pub fn chosen_by(&self, key: &str) -> Option<usize> {
        let (choices, _) = self.asked.as_ref().filter(|_| self.is_open())?;
        (0..choices.len()).find(|&place| key.chars().eq([self.key_of(place)]))
    }
}

impl Session {
    /// Begins a lesson, at a place in it.
    pub fn tell_lesson(&mut self, lesson: Rc<Lesson>, place: usize) {
        self.load(lesson.script.run.clone(), 0);
        self.playback.speed = Speed::default();
        // All of it has been played once: whatever is done on the way begins a branch, and the script stays as it is.
        self.history.play_to(lesson.script.end.at_us);
        let branch = self.history.branch().id();
        let place = place.min(lesson.script.beats.len());
        let telling = Telling { lesson, branch, place, answers: BTreeMap::new(), stretch: None };
        let at = telling.moment_of(place);
        self.telling = Some(telling);
        self.history.seek(at);
        self.take_note();
    }

    /// Whether the cursor stands on the script of a lesson.
    pub(super) fn on_script(&self) -> bool {
        self.telling.as_ref().is_some_and(|telling| telling.branch == self.history.branch().id())
    }

    /// Where playing has to stop: at the next beat of a lesson.
    pub(super) fn next_beat(&self) -> Option<Moment> {
        self.telling.as_ref().filter(|_| self.on_script()).and_then(Telling::later)
    }

    /// The beat follows the cursor.
    pub(super) fn follow_script(&mut self) {
        let (on_script, now, moving) = (self.on_script(), self.history.moment(), self.playback.is_moving());
        if let Some(telling) = &mut self.telling {
            if on_script {
                telling.follow(now);
            }
            if !moving {
                telling.stretch = None;
            }
        }
    }

    /// How many microseconds pass in a real millisecond between two beats, if they are being played: slowly where messages move, faster where
    /// none does, and never so that it takes long.
    pub(super) fn lesson_pace(&self) -> Option<f64> {
        let (from_us, to_us) = self.telling.as_ref()?.stretch?;
        let wish = self.playback.speed.factor() / Speed::default().factor();
        let slowest = (SLOWEST * wish * 1000.0).max((to_us - from_us) as f64 / STRETCH_MS * wish);
        let world = self.world();
        let flies = world.flights().any(|flight| {
            !flight.is_held() && matches!(flight.fate, Fate::Arrives) && flight.due_us > world.now_us()
        });
        Some(if flies { slowest } else { slowest * QUIET })
    }

    /// Does what is asked of the player of a lesson.
    pub(super) fn tell(&mut self, tell: Tell) {
        let (on_script, now_us, moving) =
            (self.on_script(), self.world().now_us(), self.playback.is_moving());
        let Some(telling) = &mut self.telling else { return };
        match tell {
            Tell::Close => self.telling = None,
            Tell::Choose(choice) => {
                if let Some(question) = telling.question().filter(|&question| question == telling.place) {
                    telling.answers.insert(question, choice);
                }
            }
            _ if !on_script => self.come_back(),
            Tell::Next if moving => {
                let Some(to) = telling.later() else { return self.playback.pause() };
                if telling.stretch.take().is_some() {
                    self.playback.glide_within(now_us, to.at_us, HURRY_MS);
                } else {
                    // In a hurry already.
                    self.stand_at(to);
                }
            }
            Tell::Next => self.go_on_telling(),
            Tell::Back => {
                let back = if moving { telling.place } else { telling.place.saturating_sub(1) };
                self.go_to_place(back);
            }
        }
    }

    /// Whether there is more of a lesson to be told from where the cursor stands.
    pub(super) fn is_telling(&self) -> bool {
        self.on_script() && self.telling.as_ref().is_some_and(|telling| telling.place < telling.last())
    }

    /// Plays on to the next beat.
    pub(super) fn go_on_telling(&mut self) {
        let now = self.history.moment();
        let Some(telling) = &mut self.telling else { return };
        let next = (telling.place + 1).min(telling.last());
        let to = telling.moment_of(next);
        if to.at_us > now.at_us {
            telling.stretch = Some((now.at_us, to.at_us));
            self.playback.glide_within(now.at_us, to.at_us, STRETCH_MS);
            return;
        }
        telling.place = next;
        self.stand_at(to);
    }

    fn stand_at(&mut self, to: Moment) {
        self.playback.pause();
        self.history.seek(to);
        self.take_note();
    }

    /// Goes to a beat.
    pub(super) fn go_to_place(&mut self, place: usize) {
        let Some(telling) = &mut self.telling else { return };
        telling.place = place;
        let to = telling.moment_of(place);
        self.stand_at(to);
    }

    /// From whatever was done, back to where the script was left.
    fn come_back(&mut self) {
        let Some(telling) = &self.telling else { return };
        let (branch, place) = (telling.branch, telling.place);
        self.playback.pause();
        if self.history.switch(branch) {
            self.go_to_place(place);
        } else {
            let lesson = telling.lesson.clone();
            let answers = telling.answers.clone();
            self.tell_lesson(lesson, place);
            if let Some(telling) = &mut self.telling {
                telling.answers = answers;
            }
        }
    }

    /// What the page shows of the lesson that is being told.
    pub fn lesson(&self) -> Option<LessonCard> {
        let telling = self.telling.as_ref()?;
        let (place, left) = (telling.place, !self.on_script());
        let beats = &telling.lesson.script.beats;
        let moving = !left && self.playback.is_moving();
        let shows = match beats.get(place).map(|beat| &beat.says) {
            Some(Says::Caption { shows, .. }) if !left => shows.iter().copied().map(target).collect(),
            _ => Vec::new(),
        };
        let asks = matches!(
            beats.get(place).map(|beat| &beat.says),
            Some(Says::Question { .. } | Says::Answer { .. })
        );
        let asked = telling.question().filter(|_| asks).map(|question| {
            let choices = match &beats[question].says {
                Says::Question { choices, .. } => choices.clone(),
                _ => Vec::new(),
            };
            (choices, telling.answers.get(&question).copied())
        });
        Some(LessonCard { lesson: telling.lesson.clone(), place, left, moving, shows, asked })
    }
}

const fn target(shown: Shown) -> Selection {
    match shown {
        Shown::Node(node) => Selection::Node(node),
        Shown::Cluster(cluster) => Selection::Cluster(cluster),
        Shown::Client(client) => Selection::Client(client),
    }
}
