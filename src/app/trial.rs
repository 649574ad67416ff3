//! ReCraft beside stop-and-coordinate: has a worker play both, and puts one of them on the stage.

use recraft_sim::compare::{CHANGE_US, Means, Trial};
use recraft_words::t;
use recraft_worker::{Answer, Request};
use yew::AttrValue;

use crate::session::views::trial::State;
use crate::work::{News, WorkFailure};

use super::{App, Msg};

/// A run that is put on the stage stands this long before the change, in microseconds.
const BEFORE_US: u64 = 300_000;

/// What happens to the comparison.
#[derive(Clone, Debug)]
pub enum TrialMsg {
    /// It is shown, or the charts of the run are.
    Show(bool),
    /// This shall be compared.
    Play(Trial),
    /// This is heard of the comparison of this number.
    Heard(u32, Box<News>),
    /// The run with this way to change clusters shall be on the stage.
    Load(Means),
}

impl App {
    #[inline(never)]
    pub(super) fn compare(&mut self, msg: TrialMsg) {
        match msg {
            TrialMsg::Show(shown) => {
                let trials = std::rc::Rc::make_mut(&mut self.trials);
                trials.shown = shown;
                if shown && trials.state == State::Idle {
                    trials.trial.seed = self.session.seed();
                    self.start_trial();
                }
                self.frames.request();
            }
            TrialMsg::Play(trial) => {
                std::rc::Rc::make_mut(&mut self.trials).trial = trial;
                self.start_trial();
            }
            TrialMsg::Heard(number, _) if number != self.comparisons => {}
            TrialMsg::Heard(_, news) => self.hear_trial(*news),
            TrialMsg::Load(means) => self.load_trial(means),
        }
    }

    fn start_trial(&mut self) {
        let trials = std::rc::Rc::make_mut(&mut self.trials);
        let quest = trials.begin();
        self.comparisons += 1;
        let (on, number) = (self.on.clone(), self.comparisons);
        let hear = move |news| on.emit(Msg::Trial(TrialMsg::Heard(number, Box::new(news))));
        self.trial = Some(self.jobs.start(&Request::Quest(quest), hear));
    }

    fn hear_trial(&mut self, news: News) {
        let trials = std::rc::Rc::make_mut(&mut self.trials);
        match news {
            Ok(Answer::Report(report)) => trials.hear(report),
            Ok(_) | Err(WorkFailure::BrokeDown) => {
                trials.state =
                    State::Failed(t!("The comparison broke down. Try again with less data.").into());
            }
            Err(failure) => trials.state = State::Failed(failure.words().into()),
        }
    }

    /// Puts one of the two runs on the stage, just before the change.
    fn load_trial(&mut self, means: Means) {
        self.keep_own_run();
        let run = self.trials.trial.run(means);
        self.session.load(run, CHANGE_US - BEFORE_US);
        self.loaded = Some(AttrValue::from(match means {
            Means::Recraft => t!("ReCraft, under load"),
            Means::StopAndCoordinate => t!("Stop-and-coordinate, under load"),
        }));
        self.begin_again();
    }
}
