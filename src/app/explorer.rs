//! The explorer: starts the worker that searches, hears it, and puts what it finds on the stage.

use recraft_sim::quest::{Report, read, write};
use yew::AttrValue;

use crate::browser::{self, Worker};
use crate::session::views::explore::Form;
use crate::session::{Action, Selection};

use super::{App, Msg};

/// What happens to the explorer.
#[derive(Clone, Debug)]
pub enum Explore {
    /// Something else shall be looked for.
    Form(Form),
    /// The search shall begin.
    Start,
    /// It shall stop.
    Stop,
    /// The worker of this number has said something, or has broken down.
    Heard(u32, Option<Vec<u8>>),
    /// What was found shall be on the stage.
    Load,
}

impl App {
    pub(super) fn explore(&mut self, msg: Explore) {
        let explorer = std::rc::Rc::make_mut(&mut self.explorer);
        match msg {
            Explore::Form(form) => explorer.form = form,
            Explore::Start => self.start_search(),
            Explore::Stop => {
                self.worker = None;
                explorer.end("Stopped.".into());
            }
            Explore::Heard(number, _) if number != self.searches => {}
            Explore::Heard(_, bytes) => match bytes.and_then(|bytes| read::<Report>(&bytes).ok()) {
                Some(report) => {
                    explorer.hear(&report, browser::now_ms());
                    if report.is_last() {
                        self.worker = None;
                    }
                }
                None => {
                    self.worker = None;
                    explorer.end("The search broke down. Try again with less effort.".into());
                }
            },
            Explore::Load => self.load_find(),
        }
    }

    fn start_search(&mut self) {
        let explorer = std::rc::Rc::make_mut(&mut self.explorer);
        let quest = explorer.form.quest(*self.session.world().settings(), browser::fresh_seed());
        self.searches += 1;
        let (on, number) = (self.on.clone(), self.searches);
        let hear = move |bytes| on.emit(Msg::Explore(Explore::Heard(number, bytes)));
        self.worker = Worker::start(write(&quest), hear);
        explorer.begin(browser::now_ms());
        if self.worker.is_none() {
            explorer.end("This browser does not let the page search: it has no workers.".into());
        }
    }

    /// Puts what was found on the stage, just before it shows.
    fn load_find(&mut self) {
        let Some(card) = self.explorer.find().cloned() else { return };
        self.session.load(card.find.run.clone(), card.before_us());
        self.loaded = Some(AttrValue::from("A run that was found"));
        self.begin_again();
        self.session.act(Action::Select(card.node.map(Selection::Node)));
    }

    /// Begins with a story of the library.
    pub(super) fn tell(&mut self, name: &str) {
        let stories = crate::session::library::stories();
        let Some(story) = stories.into_iter().find(|story| story.name == name) else { return };
        self.session.load(story.run, 0);
        self.loaded = Some(story.title.into());
        self.begin_again();
        self.open(None);
    }
}
