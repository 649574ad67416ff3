//! Telling a scenario: each step is carried out on a world, and whatever is done to it is written down as commands with their times, so
//! that the run can be replayed without the scenario.

mod by_hand;
mod orders;

use std::collections::{BTreeMap, BTreeSet};

use recraft_protocol::types::NodeId;
use recraft_scene::view::Target;
use recraft_scene::words::outside::command_error;
use recraft_sim::checker::{Property, Violation};
use recraft_sim::command::{Command, CommandError, TimedCommand};
use recraft_sim::run::Run;
use recraft_sim::world::World;
use recraft_words::t;

use crate::check::check;
use crate::model::{Condition, Deed, Question, Scenario, Shown, Step, Who};

/// Something that the story tells, or that became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The line of the scenario.
    pub line: usize,
    /// When, in virtual microseconds.
    pub at_us: u64,
    /// How many of the run's commands have been given by then.
    pub given: usize,
    /// What.
    pub what: Telling,
}

/// What is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Telling {
    /// A caption.
    Said {
        /// What it says.
        text: String,
        /// What it points at.
        showing: Vec<Target>,
    },
    /// A question for the class.
    Asked(Question),
    /// The answer to the last question, as the run shows it.
    Revealed {
        /// Which of the choices is right.
        answer: String,
        /// Why it is so.
        because: Option<String>,
    },
    /// An expectation: whether it was so, or else what is so instead.
    Expected(Result<(), String>),
    /// Something could not be done, or did not come about.
    Failed(String),
}

impl Told {
    /// Why this makes the scenario fail, if it does.
    #[must_use]
    pub fn failure(&self) -> Option<&str> {
        match &self.what {
            Telling::Expected(Err(why)) | Telling::Failed(why) => Some(why),
            _ => None,
        }
    }
}

/// A scenario that is being told.
#[derive(Clone, Debug)]
pub struct Player<'a> {
    scenario: &'a Scenario,
    next: usize,
    world: World,
    run: Run,
    names: BTreeMap<String, NodeId>,
    told: Vec<Told>,
    /// The question whose answer is to be revealed.
    asked: Option<&'a Question>,
    stop: fn() -> bool,
}

/// How many happenings there are between two looks whether somebody wants to stop.
const LOOK_EVERY: u32 = 4_096;

/// How a scenario went.
#[derive(Clone, Debug)]
pub struct Report {
    /// The run: what replays it.
    pub run: Run,
    /// The world at the end.
    pub world: World,
    /// What was told, in order.
    pub told: Vec<Told>,
    /// The properties that the story expects to be violated.
    pub foreseen: BTreeSet<Property>,
}

impl Report {
    /// The violations that the story does not expect.
    pub fn unforeseen(&self) -> impl Iterator<Item = &Violation> {
        self.world.checks().violations().filter(|violation| !self.foreseen.contains(&violation.property))
    }

    /// Whether every expectation was met, everything could be done, and nothing was violated but what should be.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.told.iter().all(|told| told.failure().is_none()) && self.unforeseen().next().is_none()
    }
}

/// Tells a scenario from beginning to end.
#[must_use]
pub fn play(scenario: &Scenario) -> Report {
    let mut player = Player::new(scenario);
    while player.step() {}
    player.finish()
}

impl<'a> Player<'a> {
    /// At the beginning of a scenario.
    #[must_use]
    pub fn new(scenario: &'a Scenario) -> Self {
        Self {
            scenario,
            next: 0,
            world: World::new(scenario.setup.clone()),
            run: Run::new(scenario.setup.clone()),
            names: BTreeMap::new(),
            told: Vec::new(),
            asked: None,
            stop: || false,
        }
    }

    /// Asks every now and then, also while time passes, whether it shall stop; what is not told by then fails.
    #[must_use]
    pub const fn stopped_by(mut self, stop: fn() -> bool) -> Self {
        self.stop = stop;
        self
    }

    /// The world as it is now.
    #[must_use]
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// What has been told so far.
    #[must_use]
    pub fn told(&self) -> &[Told] {
        &self.told
    }

    /// The nodes that the story has given names to so far.
    #[must_use]
    pub const fn names(&self) -> &BTreeMap<String, NodeId> {
        &self.names
    }

    /// The step that comes next.
    #[must_use]
    pub fn next_step(&self) -> Option<&'a Step> {
        self.scenario.steps.get(self.next)
    }

    /// Takes the next step; says whether there was one.
    pub fn step(&mut self) -> bool {
        let Some(Step { line, deed }) = self.next_step() else { return false };
        self.next += 1;
        let failure = self.take(*line, deed).err();
        if let Some(why) = failure {
            self.tell(*line, Telling::Failed(why));
        }
        true
    }

    /// How it went.
    #[must_use]
    pub fn finish(self) -> Report {
        let foreseen = self.scenario.steps.iter().filter_map(|step| match &step.deed {
            Deed::Expect(Condition::Violation(property)) => Some(*property),
            _ => None,
        });
        Report { foreseen: foreseen.collect(), run: self.run, world: self.world, told: self.told }
    }

    fn tell(&mut self, line: usize, what: Telling) {
        let at_us = self.world.now_us();
        self.told.push(Told { line, at_us, given: self.run.commands.len(), what });
    }

    fn take(&mut self, line: usize, deed: &'a Deed) -> Result<(), String> {
        match deed {
            Deed::At(us) if *us < self.world.now_us() => {
                return Err(t!("it is {time} already", time = crate::write::time(self.world.now_us())));
            }
            Deed::At(us) => self.pass(*us)?,
            Deed::After(us) => self.pass(self.world.now_us() + us)?,
            Deed::Until { condition, within_us } => self.wait(condition, *within_us)?,
            Deed::Do { order, trying } => match self.carry_out(order) {
                Err(_) if *trying => {}
                done => done?,
            },
            Deed::Name { name, node } => {
                let node = self.node(node)?;
                self.names.insert(name.clone(), node);
            }
            Deed::Say(caption) => {
                let showing =
                    caption.showing.iter().map(|shown| self.target(shown)).collect::<Result<_, _>>()?;
                self.tell(line, Telling::Said { text: caption.text.clone(), showing });
            }
            Deed::Ask(question) => {
                self.asked = Some(question);
                self.tell(line, Telling::Asked(question.clone()));
            }
            Deed::Reveal { because } => {
                let answer = self.answer()?;
                self.tell(line, Telling::Revealed { answer, because: because.clone() });
            }
            Deed::Expect(condition) => {
                let met = check(&self.world, &self.names, condition);
                self.tell(line, Telling::Expected(met));
            }
        }
        Ok(())
    }

    /// Lets time pass.
    fn pass(&mut self, until_us: u64) -> Result<(), String> {
        let mut happened = 0u32;
        while self.world.next_event_us().is_some_and(|due_us| due_us <= until_us) {
            self.world.step();
            self.look(&mut happened)?;
        }
        self.world.run_until(until_us);
        Ok(())
    }

    fn look(&self, happened: &mut u32) -> Result<(), String> {
        *happened += 1;
        if happened.is_multiple_of(LOOK_EVERY) && (self.stop)() {
            return Err(t!("it was stopped").into());
        }
        Ok(())
    }

    fn wait(&mut self, condition: &Condition, within_us: u64) -> Result<(), String> {
        let until_us = self.world.now_us() + within_us;
        let mut happened = 0;
        loop {
            let Err(why) = check(&self.world, &self.names, condition) else { return Ok(()) };
            if self.world.next_event_us().is_none_or(|due_us| due_us > until_us) {
                self.world.run_until(until_us);
                return Err(t!(
                    "this did not come about within {time}: {why}",
                    time = crate::write::time(within_us),
                    why
                ));
            }
            self.world.step();
            self.look(&mut happened)?;
        }
    }

    /// Which choice of the question the run shows to be right: there must be just one.
    fn answer(&self) -> Result<String, String> {
        let choices = self.asked.map_or(&[][..], |question| &question.choices);
        let holds = |condition: &Condition| check(&self.world, &self.names, condition).is_ok();
        let mut right = choices.iter().filter(|choice| choice.when.as_ref().is_some_and(holds));
        match (right.next(), right.next()) {
            (Some(answer), None) => Ok(answer.text.clone()),
            (None, _) => Err(t!("none of the choices is right").into()),
            (Some(one), Some(other)) => Err(t!(
                "both \u{201c}{one}\u{201d} and \u{201c}{other}\u{201d} are right",
                one = one.text,
                other = other.text
            )),
        }
    }

    fn target(&self, shown: &Shown) -> Result<Target, String> {
        Ok(match shown {
            Shown::Node(who) => Target::Node(self.node(who)?),
            Shown::Cluster(cluster) => Target::Cluster(*cluster),
            Shown::Client(client) => Target::Client(*client),
        })
    }

    fn node(&self, who: &Who) -> Result<NodeId, String> {
        crate::check::node(&self.world, &self.names, who)
    }

    fn nodes(&self, group: &[Who]) -> Result<Vec<NodeId>, String> {
        group.iter().map(|who| self.node(who)).collect()
    }

    /// Gives a command, and writes it down.
    fn give(&mut self, command: Command) -> Result<(), String> {
        self.try_to(command).map_err(|error| command_error(&error))
    }

    fn try_to(&mut self, command: Command) -> Result<(), CommandError> {
        let at_us = self.world.now_us();
        self.run.commands.push(TimedCommand { at_us, command: command.clone() });
        self.world.command(command)
    }
}
