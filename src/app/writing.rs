//! Writing a lesson in the page: the text, what the worker program says of it, and putting it on the stage.

use recraft_words::t;
use recraft_worker::{Answer, Flaw, Request};

use crate::browser;
use crate::session::writing::{
    BYTES_MAX, Verdict, Writing, before, blank, failings, lesson, place_of, with_captions,
};
use crate::ui::{FORWARD, Sheet, WRITING};
use crate::work::{Job, News};

use super::{App, Msg};

/// Where the text is kept, so that it is not lost with the page.
const TEXT_KEY: &str = "recraft-writing";
/// So long nothing has been typed before the text is looked at.
const PAUSE_MS: u32 = 250;

/// What happens to the text.
#[derive(Clone, Debug)]
pub enum Write {
    /// It is another one now, typed by hand.
    Typed(String),
    /// Nothing has been typed for a moment.
    Look,
    /// The worker program says this of it.
    Heard(Box<News>),
    /// Put this word at the caret.
    Put(String),
    /// Go to the first thing that could stand at the caret.
    Offers,
    /// Go to something that is wrong.
    GoTo(Flaw),
    /// Begin with another text: an empty lesson, or a file beside the page.
    Begin(String),
    /// This text was fetched or opened; none if it cannot be.
    Opened(Option<String>),
    /// Write what was done as a lesson.
    Record,
    /// Save it as a file.
    Save,
    /// Put it on the stage.
    Play,
}

/// The desk at which lessons are written.
#[derive(Default)]
pub struct Desk {
    pub writing: Writing,
    /// What the worker program does for it.
    job: Option<Job>,
    /// Whether the text has changed since the worker program was asked.
    stale: bool,
    pause: browser::Delay,
    /// Whether the text that was kept has been taken up.
    opened: bool,
}

impl App {
    #[inline(never)]
    pub(super) fn write(&mut self, msg: Write) {
        match msg {
            Write::Typed(text) => self.typed(text),
            Write::Look => self.look_over(),
            Write::Heard(news) => self.hear_of_text(*news),
            Write::Put(word) => {
                let spaced = format!("{word} ");
                let text = browser::put_before_caret(WRITING, self.desk.writing.offered.typed, &spaced);
                text.into_iter().for_each(|text| self.typed(text));
            }
            Write::Offers => _ = browser::focus("offer-0"),
            Write::GoTo(flaw) => {
                let from = place_of(&self.desk.writing.text, flaw.line, flaw.column);
                browser::select_in(WRITING, from, from + flaw.width);
            }
            Write::Begin(file) if file.is_empty() => self.put_text(blank()),
            Write::Begin(file) => {
                let on = self.on.clone();
                browser::fetch(&file, move |bytes| {
                    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
                    on.emit(Msg::Write(Write::Opened(text)));
                });
            }
            Write::Opened(Some(text)) if text.len() <= BYTES_MAX => self.put_text(text),
            Write::Opened(_) => {
                let why = t!(
                    "This cannot be opened: it is not there, is no text, or is longer than {limit} kB.",
                    limit = BYTES_MAX / 1000
                );
                self.desk.writing.verdict = Verdict::Unseen(why);
            }
            Write::Record => self.record_lesson(),
            Write::Save => {
                let writing = &self.desk.writing;
                if !browser::save(&writing.file_name(), "text/plain", &writing.text) {
                    self.desk.writing.verdict = Verdict::Unseen(
                        t!("This browser does not let the page save a file. Copy the text instead.").into(),
                    );
                }
            }
            Write::Play => {
                let text = self.desk.writing.text.clone();
                self.ask_of_text(&Request::Tell { text });
            }
        }
    }

    /// The sheet is opened: with what was written last, or with a blank lesson.
    pub(super) fn open_desk(&mut self) {
        self.fetch_course();
        if !std::mem::replace(&mut self.desk.opened, true) && self.desk.writing.text.is_empty() {
            self.put_text(browser::recall(TEXT_KEY).unwrap_or_else(blank));
        }
    }

    fn put_text(&mut self, text: String) {
        self.desk.opened = true;
        self.typed(text);
    }

    fn typed(&mut self, text: String) {
        if text.len() > BYTES_MAX {
            self.desk.writing.verdict =
                Verdict::Unseen(t!("A lesson may have at most {limit} kB.", limit = BYTES_MAX / 1000));
            return;
        }
        browser::remember(TEXT_KEY, Some(&text));
        self.desk.writing.text = text;
        self.desk.stale = true;
        let on = self.on.clone();
        self.desk.pause.set(PAUSE_MS, move || on.emit(Msg::Write(Write::Look)));
    }

    /// Has the text looked at, unless that is being done; then it is looked at again afterwards.
    fn look_over(&mut self) {
        if self.desk.job.is_none() {
            self.desk.stale = false;
            let text = self.desk.writing.text.clone();
            self.ask_of_text(&Request::Check { text });
        }
    }

    fn ask_of_text(&mut self, request: &Request) {
        let on = self.on.clone();
        let hear = move |news| on.emit(Msg::Write(Write::Heard(Box::new(news))));
        self.desk.job = Some(self.jobs.start(request, hear));
    }

    fn hear_of_text(&mut self, news: News) {
        self.desk.job = None;
        match news {
            Ok(Answer::Checked(flaws)) => {
                self.desk.writing.verdict =
                    if flaws.is_empty() { Verdict::Fine } else { Verdict::Flawed(flaws) };
                if let Some((text, caret)) = browser::text_and_caret(WRITING) {
                    self.ask_of_text(&Request::Complete { before: before(&text, caret).to_owned() });
                    return;
                }
            }
            Ok(Answer::Completed(offered)) => self.desk.writing.offered = offered,
            Ok(Answer::Written(text)) => {
                self.put_text(with_captions(&text));
                self.open(Some(Sheet::Writing));
            }
            Ok(Answer::Told(tale)) => {
                let flaws = failings(&tale);
                if !flaws.is_empty() {
                    self.notice = Some(
                        t!(
                            "Not everything went as the text expects. Line {line}: {what}.",
                            line = flaws[0].line,
                            what = flaws[0].what
                        )
                        .into(),
                    );
                    self.desk.writing.verdict = Verdict::Flawed(flaws);
                }
                self.keep_own_run();
                let lesson = lesson(&tale);
                self.loaded = Some(lesson.title.clone().into());
                let notice = self.notice.take();
                self.session.tell_lesson(lesson, 0);
                self.begin_again();
                self.notice = notice;
                self.open(None);
                self.focus_next = Some(FORWARD.into());
            }
            Ok(_) => self.desk.writing.verdict = Verdict::Unseen(t!("It could not be looked at.").into()),
            Err(failure) => self.desk.writing.verdict = Verdict::Unseen(failure.words().into()),
        }
        if self.desk.stale {
            self.look_over();
        }
    }

    /// Writes the run of the present branch as a lesson whose captions are still to be written.
    fn record_lesson(&mut self) {
        let (mut run, until_us) = (self.session.history().run(), self.session.world().now_us());
        run.commands.retain(|timed| timed.at_us <= until_us);
        self.ask_of_text(&Request::Write { run, until_us });
    }
}
