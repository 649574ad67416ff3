//! The course in the page: fetches the lessons, begins them, remembers how far one has come, and shows one as a lecturer does.

use std::rc::Rc;

use recraft_sim::lesson::Lesson;
use recraft_words::t;

use crate::browser;
use crate::session::course::{Progress, lessons};
use crate::session::link::parse;
use crate::session::{Action, Tell};
use crate::ui::FORWARD;

use super::{App, Msg};

/// The file with the lessons, beside the page.
const FILE: &str = "lessons.bin";
/// Where it is remembered how far one has come.
const PROGRESS_KEY: &str = "recraft-lessons";
/// A press on an answer so soon after the card has changed was meant for what stood there before: the way on.
const HASTE_MS: f64 = 400.0;

/// What happens to the course.
#[derive(Clone, Debug)]
pub enum Course {
    /// It shall be fetched, unless it is there already.
    Fetch,
    /// It is there, or cannot be had.
    Fetched(Option<Vec<u8>>),
    /// The lesson of this name shall begin, where one was.
    Begin(String),
    /// Show the stage as a lecturer does, or no longer.
    Present(bool),
}

/// The lessons, as far as they are known.
#[derive(Default)]
pub enum Shelf {
    /// Nobody has asked for them.
    #[default]
    Closed,
    /// They are being fetched.
    Coming,
    /// They could not be had.
    Missing,
    /// They are there.
    Open(Vec<Rc<Lesson>>),
}

/// The course as the page has it.
#[derive(Default)]
pub struct CourseState {
    pub shelf: Shelf,
    pub progress: Progress,
    /// The lesson that shall begin as soon as it is there.
    wanted: Option<String>,
    /// Whether the stage is shown as a lecturer does.
    pub presenting: bool,
    /// The beat that the card shows, and since when, in milliseconds.
    shown: (usize, f64),
    /// The lesson that the address names, what it said before, and what it says since.
    named: Option<Named>,
}

/// The address while a lesson is on the stage.
struct Named {
    lesson: String,
    before: String,
    since: String,
}

impl CourseState {
    /// As it was left; a link can ask for a lesson, and to present it.
    pub fn new(wanted: Option<String>, presenting: bool) -> Self {
        let progress = browser::recall(PROGRESS_KEY).as_deref().map(Progress::read).unwrap_or_default();
        Self {
            shelf: Shelf::Closed,
            progress,
            wanted,
            presenting,
            shown: (0, f64::NEG_INFINITY),
            named: None,
        }
    }

    /// Whether a link asks for a lesson that is not there yet.
    pub const fn is_wanted(&self) -> bool {
        self.wanted.is_some()
    }
}

impl App {
    #[inline(never)]
    pub(super) fn course(&mut self, msg: Course) {
        match msg {
            Course::Fetch => self.fetch_course(),
            Course::Fetched(bytes) => {
                self.course.shelf =
                    bytes.and_then(|bytes| lessons(&bytes)).map_or(Shelf::Missing, Shelf::Open);
                if let Some(name) = self.course.wanted.take() {
                    self.begin_lesson(&name);
                }
            }
            Course::Begin(name) => self.begin_lesson(&name),
            Course::Present(presenting) => self.present(presenting),
        }
    }

    pub(super) fn fetch_course(&mut self) {
        if matches!(self.course.shelf, Shelf::Closed | Shelf::Missing) {
            self.course.shelf = Shelf::Coming;
            let on = self.on.clone();
            let fetch = || browser::fetch(FILE, move |bytes| on.emit(Msg::Course(Course::Fetched(bytes))));
            let Some(words) = browser::lesson_words() else { return fetch() };
            browser::fetch(&words, move |table| {
                // Without it the lessons are in English.
                let table = table.and_then(|bytes| String::from_utf8(bytes).ok());
                _ = table.map(recraft_words::load_data);
                fetch();
            });
        }
    }

    fn begin_lesson(&mut self, name: &str) {
        let Shelf::Open(lessons) = &self.course.shelf else {
            self.notice = Some(
                t!("The lessons could not be loaded. See whether the page is online, then open “Lessons” again.")
                    .into(),
            );
            return;
        };
        let Some(lesson) = lessons.iter().find(|lesson| lesson.name == name).cloned() else {
            self.notice =
                Some(t!("There is no lesson “{name}”. “Lessons” shows those that there are.", name).into());
            return;
        };
        self.keep_own_run();
        self.loaded = Some(lesson.title.clone().into());
        let place = self.course.progress.place(name);
        self.session.tell_lesson(lesson, place);
        self.begin_again();
        self.open(None);
        self.focus_next = Some(FORWARD.into());
    }

    pub(super) fn present(&mut self, presenting: bool) {
        self.course.presenting = presenting;
        self.hand.camera = recraft_scene::camera::Camera::WHOLE;
        if !presenting {
            self.focus_next = Some(FORWARD.into());
        }
        self.frames.request();
    }

    /// Remembers how far the lesson on the stage has come.
    pub(super) fn note_progress(&mut self) {
        let Some(card) = self.panels.lesson.as_ref().filter(|card| !card.left) else { return };
        if self.course.shown.0 != card.place {
            self.course.shown = (card.place, browser::now_ms());
        }
        if card.lesson.name.is_empty() {
            // It is none of the course.
            return;
        }
        if self.course.progress.note(&card.lesson.name, card.place, card.lesson.script.beats.len()) {
            browser::remember(PROGRESS_KEY, Some(&self.course.progress.write()));
        }
    }

    /// Whether a press comes so soon after the card has changed that it was meant for what stood there before.
    pub(super) fn is_hasty(&self, action: &Action) -> bool {
        matches!(action, Action::Tell(Tell::Choose(_))) && browser::now_ms() - self.course.shown.1 < HASTE_MS
    }

    /// While a lesson of the course is on the stage the address names it, so that it is there again when the page is loaded again;
    /// afterwards the address is what it was.
    pub(super) fn name_lesson(&mut self) {
        let name = self.panels.lesson.as_ref().map(|card| &card.lesson.name).filter(|name| !name.is_empty());
        if self.embedded.is_some() || self.course.named.as_ref().map(|named| &named.lesson) == name {
            return;
        }
        let mut before = browser::place();
        if let Some(named) = self.course.named.take().filter(|named| named.since == before) {
            before = named.before;
        }
        let since = match name {
            Some(name) if parse(&browser::query()).0.lesson.as_ref() != Some(name) => {
                format!("?lesson={name}")
            }
            Some(_) => browser::place(),
            None => before.clone(),
        };
        browser::go_by(&since);
        self.course.named = name.map(|name| Named { lesson: name.clone(), before, since });
    }

    /// The lesson after the one on the stage.
    pub(super) fn next_lesson(&self) -> Option<&Rc<Lesson>> {
        let card = self.panels.lesson.as_ref()?;
        let Shelf::Open(lessons) = &self.course.shelf else { return None };
        let place = lessons.iter().position(|lesson| lesson.name == card.lesson.name)?;
        lessons.get(place + 1)
    }

    /// What a key does while a lesson is on the stage; says whether it does anything.
    pub(super) fn press_in_lesson(&mut self, key: &str) -> bool {
        let Some(card) = &self.panels.lesson else { return false };
        let tell = match (key, card.chosen_by(key)) {
            (_, Some(choice)) => Tell::Choose(choice),
            ("enter" | "pagedown" | "r", _) => Tell::Next,
            ("n", _) if !card.left => Tell::Next,
            ("b" | "pageup", _) => Tell::Back,
            // Whoever types the number that is the answer means neither another answer nor a node.
            (key, _)
                if card.is_open() && card.has_letters() && key.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                return true;
            }
            _ => return false,
        };
        let over = card.place >= card.lesson.script.beats.len();
        if over && tell == Tell::Next && !card.left {
            if let Some(name) = self.next_lesson().map(|lesson| lesson.name.clone()) {
                self.begin_lesson(&name);
            }
        } else {
            self.act(Action::Tell(tell));
        }
        true
    }
}
