//! The explorer: starts the worker that searches, hears it, and puts what it finds on the stage.

use recraft_sim::explore::hunt::Goal;
use recraft_words::t;
use recraft_worker::{Answer, Request};
use yew::AttrValue;

use crate::browser;
use crate::session::views::explore::Form;
use crate::session::{Action, Selection, Tab};
use crate::work::{News, WorkFailure};

use super::{App, Msg};

/// What happens to the explorer.
#[derive(Clone, Debug)]
pub enum Explore {
    /// Something else shall be looked for.
    Form(Form),
    /// It shall be looked for whatever is wrong with what the nodes do here, at once.
    Wrong,
    /// The search shall begin.
    Start,
    /// It shall stop.
    Stop,
    /// This is heard of the search of this number.
    Heard(u32, Box<News>),
    /// What was found shall be on the stage.
    Load,
}

impl App {
    #[inline(never)]
    pub(super) fn explore(&mut self, msg: Explore) {
        let explorer = std::rc::Rc::make_mut(&mut self.explorer);
        match msg {
            Explore::Form(form) => explorer.form = form,
            Explore::Wrong => {
                explorer.form.goal = Goal::AnythingWrong;
                (self.tab, self.collapsed) = (Tab::Explore, false);
                self.open(None);
                self.focus_next = Some("stop-search".into());
                self.start_search();
            }
            Explore::Start => self.start_search(),
            Explore::Stop => {
                self.search = None;
                explorer.end(t!("Stopped.").into());
            }
            Explore::Heard(number, _) if number != self.searches => {}
            Explore::Heard(_, news) => match *news {
                Ok(Answer::Report(report)) => explorer.hear(&report, browser::now_ms()),
                Ok(_) | Err(WorkFailure::BrokeDown) => {
                    explorer.end(t!("The search broke down. Try again with less effort.").into());
                }
                Err(failure) => explorer.end(failure.words().into()),
            },
            Explore::Load => self.load_find(),
        }
    }

    fn start_search(&mut self) {
        let explorer = std::rc::Rc::make_mut(&mut self.explorer);
        let quest = explorer.form.quest(*self.session.world().settings(), browser::fresh_seed());
        explorer.begin(browser::now_ms());
        self.searches += 1;
        let (on, number) = (self.on.clone(), self.searches);
        let hear = move |news| on.emit(Msg::Explore(Explore::Heard(number, Box::new(news))));
        self.search = Some(self.jobs.start(&Request::Quest(quest), hear));
    }

    /// Puts what was found on the stage, just before it shows.
    fn load_find(&mut self) {
        let Some(card) = self.explorer.find().cloned() else { return };
        self.keep_own_run();
        self.session.load(card.find.run.clone(), card.before_us());
        self.loaded = Some(AttrValue::from(t!("A run that was found")));
        self.begin_again();
        self.session.act(Action::Select(card.node.map(Selection::Node)));
    }

    /// Begins with a story of the library; says whether there is one of this name.
    #[inline(never)]
    pub(super) fn tell(&mut self, name: &str) -> bool {
        let stories = crate::session::library::stories();
        let Some(story) = stories.into_iter().find(|story| story.name == name) else { return false };
        self.keep_own_run();
        self.session.load(story.run, 0);
        self.loaded = Some(story.title.into());
        self.begin_again();
        self.open(None);
        true
    }
}
