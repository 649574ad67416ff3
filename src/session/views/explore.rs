//! The explorer: what shall be looked for, how far the search is, and what was found. The search itself goes on in a worker.

use std::rc::Rc;

use recraft_protocol::settings::Settings;
use recraft_protocol::types::NodeId;
use recraft_scene::words::goals::found;
use recraft_scene::words::sentence;
use recraft_sim::event::Event;
use recraft_sim::explore::goals::shown_in;
use recraft_sim::explore::hunt::{Faults, Find, Found, Goal, Hunt};
use recraft_sim::quest::{Quest, Report};
use recraft_words::{t, tn};

/// The efforts to choose from: their names, how many random runs each is, and how many states of a small world.
pub const EFFORTS: [(u64, u64); 3] = [(100, 20_000), (1_000, 200_000), (10_000, 1_000_000)];

/// What an effort is called.
pub fn effort_title(place: usize) -> &'static str {
    match place {
        0 => t!("100 runs"),
        1 => t!("1,000 runs"),
        _ => t!("10,000 runs"),
    }
}
/// How many smaller runs are tried when one is found.
const REPLAYS_MAX: u32 = 600;

/// What shall be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// What.
    pub goal: Goal,
    /// In every way that this small world can go (its place among the small worlds); in random runs if `None`.
    pub world: Option<u32>,
    /// How much effort: a place in [`EFFORTS`].
    pub effort: usize,
    /// Which faults there may be.
    pub faults: Faults,
    /// Whether the extensions are those of the page; otherwise such as make it likely to be found.
    pub as_here: bool,
}

/// The explorer.
#[derive(Clone, Debug, PartialEq)]
pub struct Explorer {
    /// What shall be looked for next.
    pub form: Form,
    /// What has been asked for, and what came of it.
    pub state: State,
}

/// How a search stands.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// Nothing was asked for yet.
    Idle,
    /// It is going on.
    UnderWay {
        /// When it began, in milliseconds of real time.
        began_ms: f64,
        /// How far it is.
        progress: String,
        /// What was found already; it is being made small.
        find: Option<Rc<FindCard>>,
    },
    /// It is over.
    Over {
        /// How it went, in words.
        words: String,
        /// What was found.
        find: Option<Rc<FindCard>>,
    },
}

impl Default for Explorer {
    fn default() -> Self {
        let form =
            Form { goal: Goal::AnythingWrong, world: None, effort: 1, faults: Faults::ALL, as_here: false };
        Self { form, state: State::Idle }
    }
}

impl Form {
    /// The quest that it stands for, with the protocol as it is on the page.
    pub fn quest(&self, settings: Settings, seed: u64) -> Quest {
        let (runs, states_max) = EFFORTS[self.effort.min(EFFORTS.len() - 1)];
        let mistakes = settings.mistakes;
        match self.world {
            Some(world) => Quest::Search { world, mistakes, states_max },
            None => Quest::Hunt(Hunt {
                goal: self.goal,
                seed,
                runs,
                faults: self.faults,
                mistakes,
                extensions: self.as_here.then_some(settings.extensions),
                replays_max: REPLAYS_MAX,
            }),
        }
    }
}

impl Explorer {
    /// A search has begun.
    pub fn begin(&mut self, now_ms: f64) {
        self.state =
            State::UnderWay { began_ms: now_ms, progress: t!("The search begins.").into(), find: None };
    }

    /// Whether a search is going on.
    pub const fn is_under_way(&self) -> bool {
        matches!(self.state, State::UnderWay { .. })
    }

    /// What was found, if anything was.
    pub const fn find(&self) -> Option<&Rc<FindCard>> {
        match &self.state {
            State::UnderWay { find, .. } | State::Over { find, .. } => find.as_ref(),
            State::Idle => None,
        }
    }

    /// Takes in what is told of the search; nothing counts when none is going on.
    pub fn hear(&mut self, report: &Report, now_ms: f64) {
        let State::UnderWay { began_ms, progress, find } = &mut self.state else { return };
        let seconds = ((now_ms - *began_ms) / 1_000.0).max(0.001);
        if let Report::Found { find: found, last } = report {
            *find = Some(Rc::new(FindCard::of(found)));
            *progress = t!("Found. It is being made small.").into();
            if *last {
                self.end(t!("Found, and made small.").into());
            }
            return;
        }
        let words = words(report, seconds);
        if report.is_last() { self.end(words) } else { *progress = words }
    }

    /// The search has ended: by itself, or because it was stopped.
    pub fn end(&mut self, words: String) {
        self.state = State::Over { words, find: self.find().cloned() };
    }
}

/// How far a search is, or how it has ended without finding anything.
fn words(report: &Report, seconds: f64) -> String {
    let rate = |done: u64| (done as f64 / seconds) as u64;
    match report {
        Report::Looked(runs) => {
            t!(
                "{runs} runs in {seconds} s, {rate} a second.",
                runs,
                seconds = seconds as u64,
                rate = rate(*runs)
            )
        }
        Report::Searched { states, waiting, depth } => t!(
            "{states} states in {seconds} s, {rate} a second; {waiting} wait; everything up to {depth} steps is seen.",
            states,
            seconds = seconds as u64,
            rate = rate(*states),
            waiting,
            depth
        ),
        Report::Shrinking { replays, commands } => {
            t!(
                "Found. {commands} commands are left after {replays} tries to leave some out.",
                commands,
                replays
            )
        }
        Report::Untold { steps } => {
            t!(
                "Found by {steps} steps, but the checks of the simulated world do not see it along them.",
                steps
            )
        }
        Report::Nothing { all: true } => t!("Nothing: every state was seen, and it is in none.").into(),
        Report::Nothing { all: false } => {
            t!("Nothing was found. More effort may find it, or another choice of the protocol.").into()
        }
        Report::Found { .. } | Report::Compared(_) => String::new(),
    }
}

/// What was found, in words, and the run itself.
#[derive(Clone, Debug, PartialEq)]
pub struct FindCard {
    /// The run, and when it shows.
    pub find: Find,
    /// What shows, as the end of "a run in which …".
    pub title: String,
    /// What exactly.
    pub detail: String,
    /// The events that prove it: when each was, in virtual microseconds, and what.
    pub evidence: Vec<(u64, String)>,
    /// How large the run is.
    pub size: String,
    /// Who shows it.
    pub node: Option<NodeId>,
}

impl FindCard {
    /// The card of a find: the run is played once more, to see for itself what shows in it.
    pub fn of(find: &Find) -> Self {
        let (mut detail, mut evidence, mut node) = (String::new(), Vec::new(), None);
        match &find.what {
            Found::Violated(property) => {
                let world = find.run.play(find.at_us);
                if let Some(violation) = world.checks().status(*property).violations.first() {
                    detail.clone_from(&violation.detail);
                    node = violation.nodes.first().copied();
                    let proves = |event: &&Event| violation.events.contains(&event.seq);
                    evidence = world.events().filter(proves).map(told).collect();
                }
            }
            Found::Shown(wish) => {
                let event = shown_in(&find.run, *wish, find.at_us);
                node = event.as_ref().and_then(|event| sentence(event).nodes.first().copied());
                evidence = event.as_ref().map(told).into_iter().collect();
            }
            Found::Lost(what) | Found::Stuck(what) => detail.clone_from(what),
        }
        let setup = &find.run.setup;
        let nodes = setup.clusters.iter().map(|cluster| cluster.members.len()).sum::<usize>();
        let size = format!(
            "{}, {}, {} ms",
            tn!(nodes + setup.spares.len(), "{count} node", "{count} nodes"),
            tn!(find.run.commands.len(), "{count} command", "{count} commands"),
            find.at_us / 1_000
        );
        Self { find: find.clone(), title: found(&find.what), detail, evidence, size, node }
    }

    /// The moment just before it shows.
    pub const fn before_us(&self) -> u64 {
        self.find.at_us.saturating_sub(1)
    }
}

fn told(event: &Event) -> (u64, String) {
    (event.at_us, sentence(event).text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use recraft_protocol::mistakes::{Mistake, Mistakes};
    use recraft_sim::checker::Property;
    use recraft_sim::explore::goals::Wish;

    fn search(form: Form, mistake: Option<Mistake>) -> Explorer {
        let mistakes = mistake.map_or(Mistakes::NONE, Mistakes::only);
        let quest = form.quest(Settings { mistakes, ..Settings::default() }, 1);
        let mut explorer = Explorer { form, ..Explorer::default() };
        explorer.begin(1_000.0);
        quest.play(&mut |report| explorer.hear(&report, 3_000.0));
        explorer
    }

    #[test]
    fn a_violation_is_found_and_explained() {
        let form = Form { goal: Goal::Violation(Property::NoDoubleVote), ..Explorer::default().form };
        let explorer = search(form, Some(Mistake::ForgetVoteAtRestart));
        let card = explorer.find().expect("something is found");
        assert_eq!(card.title, "“no vote twice” is violated");
        assert_eq!(card.evidence.len(), 2, "two votes: {:?}", card.evidence);
        // Who stands for election votes for itself.
        let votes = |text: &str| text.contains("votes for") || text.contains("stands for election");
        assert!(card.evidence.iter().all(|(_, text)| votes(text)), "{:?}", card.evidence);
        assert!(card.node.is_some() && !card.detail.is_empty() && card.before_us() < card.find.at_us);
        assert!(!explorer.is_under_way());
    }

    #[test]
    fn a_wish_is_found_with_the_event_at_which_it_comes_true() {
        let form = Form { goal: Goal::Wish(Wish::TwoLeaders), ..Explorer::default().form };
        let explorer = search(form, None);
        let card = explorer.find().expect("something is found");
        assert_eq!(card.title, "two nodes lead one cluster at once, in different terms");
        assert_eq!(card.evidence.len(), 1);
        assert_eq!(card.evidence[0].0, card.find.at_us);
    }

    #[test]
    fn a_search_that_is_stopped_keeps_what_it_had_found_and_hears_no_more() {
        let mut explorer = Explorer::default();
        explorer.begin(0.0);
        explorer.hear(&Report::Looked(50), 2_000.0);
        assert!(
            matches!(&explorer.state, State::UnderWay { progress, .. } if progress == "50 runs in 2 s, 25 a second.")
        );
        explorer.end("Stopped.".into());
        let over = State::Over { words: "Stopped.".into(), find: None };
        assert_eq!(explorer.state, over);
        explorer.hear(&Report::Nothing { all: true }, 3_000.0);
        assert_eq!(explorer.state, over);
    }
}
