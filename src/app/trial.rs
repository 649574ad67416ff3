//! ReCraft beside stop-and-coordinate: has a worker play both, and puts one of them on the stage.

use recraft_sim::compare::{CHANGE_US, Means, Trial};
use recraft_sim::quest::{Report, read, write};
use yew::AttrValue;

use crate::browser::Worker;
use crate::session::views::trial::State;

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
    /// The worker of this number has said something, or has broken down.
    Heard(u32, Option<Vec<u8>>),
    /// The run with this way to change clusters shall be on the stage.
    Load(Means),
}

impl App {
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
            TrialMsg::Heard(number, _) if number != self.searches => {}
            TrialMsg::Heard(_, bytes) => self.hear_trial(bytes),
            TrialMsg::Load(means) => self.load_trial(means),
        }
    }

    fn start_trial(&mut self) {
        let trials = std::rc::Rc::make_mut(&mut self.trials);
        let quest = trials.begin();
        self.searches += 1;
        let (on, number) = (self.on.clone(), self.searches);
        let hear = move |bytes| on.emit(Msg::Trial(TrialMsg::Heard(number, bytes)));
        self.trial_worker = Worker::start(write(&quest), hear);
        if self.trial_worker.is_none() {
            trials.state = State::Failed("This browser does not let the page compare: it has no workers.".into());
        }
    }

    fn hear_trial(&mut self, bytes: Option<Vec<u8>>) {
        let trials = std::rc::Rc::make_mut(&mut self.trials);
        match bytes.and_then(|bytes| read::<Report>(&bytes).ok()) {
            Some(report) => trials.hear(report),
            None => trials.state = State::Failed("The comparison broke down. Try again with less data.".into()),
        }
        if trials.state != State::UnderWay {
            self.trial_worker = None;
        }
    }

    /// Puts one of the two runs on the stage, just before the change.
    fn load_trial(&mut self, means: Means) {
        let run = self.trials.trial.run(means);
        self.session.load(run, CHANGE_US - BEFORE_US);
        self.loaded = Some(AttrValue::from(match means {
            Means::Recraft => "ReCraft, under load",
            Means::StopAndCoordinate => "Stop-and-coordinate, under load",
        }));
        self.begin_again();
    }
}
