//! ReCraft beside stop-and-coordinate: the same clients, network and seed, once with each. A worker plays them.

use std::rc::Rc;

use recraft_scene::words::lists::duration;
use recraft_sim::compare::{CHANGE_US, Change, Curve, Means, Outcome, Played, SLICE_US, Trial};
use recraft_sim::quest::{Quest, Report};
use recraft_words::t;

/// How much data there may be at the beginning: in words, and in bytes.
pub const DATA: [u64; 3] = [0, 1_000_000, 8_000_000];

/// What an amount of data is called.
pub fn data_title(bytes: u64) -> String {
    match bytes {
        0 => t!("no data").to_owned(),
        bytes => t!("{megabytes} MB of data", megabytes = bytes / 1_000_000),
    }
}
/// How many clients there may be.
pub const CLIENTS: [u32; 3] = [5, 20, 32];
/// The curves show this much before the change is asked for, and after it, in microseconds.
pub const SHOWN_US: (u64, u64) = (1_000_000, 3_000_000);

/// What is compared, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Trials {
    /// Whether it is shown, instead of the charts of the run.
    pub shown: bool,
    /// What is compared.
    pub trial: Trial,
    /// How it stands.
    pub state: State,
    /// What came of each way, as far as it was played.
    pub played: Vec<Rc<Played>>,
}

/// How a comparison stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It was never asked for.
    Idle,
    /// It is being played.
    UnderWay,
    /// It is over.
    Over,
    /// It could not be played: why, and what to do.
    Failed(String),
}

impl Default for Trials {
    fn default() -> Self {
        Self { shown: false, trial: Trial::default(), state: State::Idle, played: Vec::new() }
    }
}

impl Trials {
    /// It is played anew.
    pub fn begin(&mut self) -> Quest {
        (self.state, self.played) = (State::UnderWay, Vec::new());
        Quest::Compare(self.trial)
    }

    /// Takes in what is told of it.
    pub fn hear(&mut self, report: Report) {
        let last = report.is_last();
        if let Report::Compared(played) = report {
            self.played.push(Rc::new(played));
            if last {
                self.state = State::Over;
            }
        }
    }

    /// What one way came to.
    pub fn of(&self, means: Means) -> Option<&Rc<Played>> {
        self.played.iter().find(|played| played.outcome.means == means)
    }

    /// Both ways, once they are played.
    pub fn both(&self) -> Option<[&Outcome; 2]> {
        Some([&self.of(Means::ALL[0])?.outcome, &self.of(Means::ALL[1])?.outcome])
    }

    /// The most that was answered in a second, in any slice that is shown.
    pub fn peak(&self) -> u64 {
        let rates =
            self.played.iter().flat_map(|played| shown(&played.curve)).map(|slice| rate(&slice.answered));
        rates.max().unwrap_or(0)
    }
}

/// Answers in a slice as answers a second.
pub fn rate(answered: &[u32]) -> u64 {
    answered.iter().map(|&count| u64::from(count)).sum::<u64>() * 1_000_000 / SLICE_US
}

/// The slices that are shown.
pub fn shown(curve: &Curve) -> &[recraft_sim::compare::Slice] {
    let place = |us: u64| ((us / SLICE_US) as usize).min(curve.slices.len());
    &curve.slices[place(CHANGE_US - SHOWN_US.0)..place(CHANGE_US + SHOWN_US.1)]
}

/// What came of it in words.
pub fn words(change: Change, [recraft, manager]: [&Outcome; 2]) -> String {
    let took = |outcome: &Outcome| outcome.took_us.map_or_else(|| t!("never").into(), duration);
    let gap = |outcome: &Outcome| duration(outcome.longest_gap_us());
    let (took, other_took) = (took(recraft), took(manager));
    let (gap, other_gap) = (gap(recraft), gap(manager));
    match change {
        Change::Split => t!(
            "ReCraft: both new clusters serve after {took}, and no key was without an answer for longer than {gap}. Stop-and-coordinate: after {other_took}, and for {other_gap}.",
            took,
            gap,
            other_took,
            other_gap
        ),
        Change::Merge => t!(
            "ReCraft: the merged cluster serves after {took}, and no key was without an answer for longer than {gap}. Stop-and-coordinate: after {other_took}, and for {other_gap}.",
            took,
            gap,
            other_took,
            other_gap
        ),
    }
}

/// A row of the table: what it is, and its value for each way.
pub fn rows([recraft, manager]: [&Outcome; 2]) -> Vec<(&'static str, [String; 2])> {
    let of = |value: &dyn Fn(&Outcome) -> Option<String>| {
        [recraft, manager].map(|outcome| value(outcome).unwrap_or_else(|| "–".into()))
    };
    let rate = |per_second: f64| Some((per_second.round() as u64).to_string());
    let gap = |outcome: &Outcome, half: usize| outcome.gaps.get(half).map(|gap| duration(gap.us));
    vec![
        (t!("Until the new clusters serve"), of(&|it| it.took_us.map(duration))),
        (t!("Longest gap, keys before i"), of(&|it| gap(it, 0))),
        (t!("Longest gap, keys from i on"), of(&|it| gap(it, 1))),
        (t!("Answers a second, before"), of(&|it| rate(it.before.per_second))),
        (t!("Answers a second, first 2 s"), of(&|it| rate(it.during.per_second))),
        (t!("Answers a second, at the end"), of(&|it| rate(it.after.per_second))),
        (t!("Median latency, first 2 s"), of(&|it| it.during.median_us.map(duration))),
        (t!("99 of 100 within, first 2 s"), of(&|it| it.during.p99_us.map(duration))),
        (t!("Violations"), of(&|it| Some(it.violations.to_string()))),
    ]
}

#[cfg(test)]
mod tests {
    use recraft_sim::quest::{read, write};

    use super::*;

    #[test]
    fn what_a_worker_tells_is_shown_as_two_curves_a_table_and_a_sentence() {
        let mut trials = Trials::default();
        trials.trial.data_bytes = 0;
        let quest: Quest = read(&write(&trials.begin())).unwrap();
        assert_eq!((&trials.state, trials.both()), (&State::UnderWay, None));
        quest.play(&mut |report| trials.hear(read(&write(&report)).unwrap()));
        assert_eq!(trials.state, State::Over);
        let both = trials.both().unwrap();
        assert_eq!(both[0].before, both[1].before, "the same seed and load");
        assert_eq!(rows(both)[0].1[0], duration(both[0].took_us.unwrap()));
        assert!(words(Change::Split, both).starts_with("ReCraft: both new clusters serve after "));
        for played in &trials.played {
            assert_eq!(shown(&played.curve).len(), 80);
        }
        assert!(trials.peak() > 100);
    }
}
