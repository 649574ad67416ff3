//! ReCraft beside the [baseline](crate::baseline): the same clients, network and seed, once with each.
//!
//! A [`Trial`] is a run under load in which one cluster is split in two, or two are merged; the ReCraft paper's evaluation shows throughput and
//! latency through such a change. All times are virtual. The load begins with the run; [`CHANGE_US`] after the beginning the change is asked for; the
//! run ends [`AFTER_US`] later. What is compared: how long it takes until the new clusters serve, for how long at most nobody
//! is answered in each half of the keys, and throughput and latency before, during and after.
//!
//! Both pay for the size of states at the same bandwidth. The manager pays besides for starting nodes ([`ManagerSetup`]).

mod curve;

use std::collections::BTreeMap;

use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::machine::Operation;
use recraft_protocol::text::Text;
use recraft_protocol::types::{ClusterId, NodeId, NodeSet};
use serde::{Deserialize, Serialize};

use crate::baseline::ManagerSetup;
use crate::command::{Command, Part, TimedCommand};
use crate::measure::{Gap, Measure, Summary};
use crate::run::Run;
use crate::setup::{ClusterSetup, NetworkSetup, Setup};
use crate::stage::{NodeStage, STAGED_ENTRIES_MAX, StagedEntry};
use crate::world::World;

pub use curve::{Curve, SLICE_US, Slice};

/// When the change is asked for, in microseconds.
pub const CHANGE_US: u64 = 5_000_000;
/// For how long the run goes on then, in microseconds.
pub const AFTER_US: u64 = 10_000_000;
/// How long the phases before and after are, in microseconds.
const PHASE_US: u64 = 3_000_000;
/// How long the phase of the change itself is, in microseconds.
const DURING_US: u64 = 2_000_000;
const BUCKET_US: u64 = 50_000;
/// How often it is looked whether the change is done, in microseconds.
const LOOK_EVERY_US: u64 = 5_000;
/// How large a value of the data is that is there at the beginning.
const VALUE_BYTES: u64 = 10_000;
/// The most data that there may be, in bytes.
pub const DATA_MAX: u64 = STAGED_ENTRIES_MAX as u64 * VALUE_BYTES;
/// Where the keys are divided: half of the keys that clients use lie on either side.
pub const BORDER: &str = "i";

/// What is done to the clusters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// One cluster becomes two.
    Split,
    /// Two become one.
    Merge,
}

/// Who does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// The clusters themselves.
    Recraft,
    /// A manager that stops them.
    StopAndCoordinate,
}

impl Means {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Recraft, Self::StopAndCoordinate];
}

/// A run in which both are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Trial {
    /// What is done.
    pub change: Change,
    /// How many nodes there are; half of them in each of two clusters.
    pub nodes: u32,
    /// How many clients ask.
    pub clients: u32,
    /// How long each waits between an answer and its next request, in microseconds.
    pub pause_us: u64,
    /// How much data is there at the beginning, in bytes.
    pub data_bytes: u64,
    /// How links behave.
    pub network: NetworkSetup,
    /// What the manager's work costs.
    pub manager: ManagerSetup,
    /// Where all chance comes from.
    pub seed: u64,
}

impl Default for Trial {
    /// Six nodes, twenty clients, 1 MB of data, 10 MB a second.
    fn default() -> Self {
        Self {
            change: Change::Split,
            nodes: 6,
            clients: 20,
            pause_us: 10_000,
            data_bytes: 1_000_000,
            network: NetworkSetup { bytes_per_second: Some(10_000_000), ..NetworkSetup::default() },
            manager: ManagerSetup::default(),
            seed: 1,
        }
    }
}

/// What one run came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Who made the change.
    pub means: Means,
    /// The run's seed.
    pub seed: u64,
    /// How long it took until every new cluster had a leader that has committed something, in microseconds; `None` if that did not happen.
    pub took_us: Option<u64>,
    /// The longest time, from just before the change on, in which nobody was answered, for each half of the keys.
    pub gaps: Vec<Gap>,
    /// The last three seconds before the change.
    pub before: Summary,
    /// The first two seconds from when it is asked for.
    pub during: Summary,
    /// The last three seconds of the run.
    pub after: Summary,
    /// How many violations the checks have found.
    pub violations: u64,
}

/// A trial that was played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Played {
    /// What it came to.
    pub outcome: Outcome,
    /// What clients were served meanwhile.
    pub curve: Curve,
}

impl Outcome {
    /// The longer one of the two gaps, in microseconds.
    #[must_use]
    pub fn longest_gap_us(&self) -> u64 {
        self.gaps.iter().map(|gap| gap.us).max().unwrap_or(0)
    }
}

/// The two halves of the keys.
fn halves() -> [KeyRanges; 2] {
    [KeyRange::new("", BORDER), KeyRange::new(BORDER, "")].map(|range| KeyRanges::of([range]))
}

impl Trial {
    /// The run, with the change made by these means.
    #[must_use]
    pub fn run(&self, means: Means) -> Run {
        let half = self.nodes / 2;
        let members = [1..=half, half + 1..=self.nodes].map(|ids| ids.map(NodeId).collect::<NodeSet>());
        let parts: Vec<Part> =
            members.into_iter().zip(halves()).map(|(members, ranges)| Part { members, ranges }).collect();
        let clusters = match self.change {
            Change::Split => Setup::one_cluster(self.nodes, self.seed).clusters,
            Change::Merge => parts
                .iter()
                .zip(1..)
                .map(|(part, id)| ClusterSetup {
                    cluster: ClusterId(id),
                    members: part.members.clone(),
                    ranges: part.ranges.clone(),
                })
                .collect(),
        };
        let setup = Setup {
            stage: data(&clusters, self.data_bytes),
            clusters,
            network: self.network,
            manager: self.manager,
            ..Setup::one_cluster(1, self.seed)
        };
        let change = match self.change {
            Change::Split => Command::Split { cluster: ClusterId(1), into: parts },
            Change::Merge => {
                Command::Merge { coordinator: ClusterId(1), others: vec![ClusterId(2)], members: None }
            }
        };
        let load = Command::Load { clients: self.clients, pause_us: self.pause_us };
        let commands = [(0, load), (CHANGE_US, change)];
        let run =
            Run { setup, commands: commands.map(|(at_us, command)| TimedCommand { at_us, command }).into() };
        match means {
            Means::Recraft => run,
            Means::StopAndCoordinate => by_manager(&run),
        }
    }

    /// Plays the run and measures it.
    #[must_use]
    pub fn play(&self, means: Means) -> Played {
        let run = self.run(means);
        let mut world = World::new(run.setup.clone());
        let mut measure = Measure::new(BUCKET_US);
        let mut curve = Curve::default();
        let mut done = run.play_on(&mut world, 0, CHANGE_US - 1);
        curve.count(&world, 0);
        measure.read(&world);
        measure.watch(&halves(), CHANGE_US);
        let before: Vec<ClusterId> = world.lineage().live().map(|record| record.cluster).collect();
        let mut took_us = None;
        let end_us = CHANGE_US + AFTER_US;
        while world.now_us() < end_us {
            let next_us = (world.now_us() / LOOK_EVERY_US + 1) * LOOK_EVERY_US;
            done = run.play_on(&mut world, done, next_us.min(end_us));
            curve.count(&world, measure.seq());
            measure.read(&world);
            if took_us.is_none() && serves_anew(&world, &before) {
                took_us = Some(world.now_us() - CHANGE_US);
            }
        }
        curve.finish(&measure);
        let outcome = Outcome {
            means,
            seed: self.seed,
            took_us,
            gaps: measure.gaps(end_us),
            before: measure.between(CHANGE_US - PHASE_US, CHANGE_US),
            during: measure.between(CHANGE_US, CHANGE_US + DURING_US),
            after: measure.between(end_us - PHASE_US, end_us),
            violations: world.checks().violations().count() as u64,
        };
        Played { outcome, curve }
    }
}

/// Whether other clusters have taken the place of those that were there before, and every one of them has committed something.
fn serves_anew(world: &World, before: &[ClusterId]) -> bool {
    let serves = |cluster: ClusterId| {
        let leader = world.cluster(cluster).and_then(|view| world.server(view.leader?)?.node());
        leader.is_some_and(|node| node.log().id(node.commit()).is_some_and(|id| id.at == node.at()))
    };
    world.lineage().live().all(|record| !before.contains(&record.cluster) && serves(record.cluster))
}

/// The same run, with the manager of the baseline splitting and merging clusters instead of ReCraft.
#[must_use]
pub fn by_manager(run: &Run) -> Run {
    let managed = |command: &Command| match command.clone() {
        Command::Split { cluster, into } => Some(Command::ManagedSplit { cluster, into }),
        Command::Merge { coordinator, others, members } => {
            let clusters = std::iter::once(coordinator).chain(others).collect();
            Some(Command::ManagedMerge { clusters, members })
        }
        Command::CancelMerge { .. } => None,
        other => Some(other),
    };
    let commands = run.commands.iter().filter_map(|timed| {
        managed(&timed.command).map(|command| TimedCommand { at_us: timed.at_us, command })
    });
    Run { setup: run.setup.clone(), commands: commands.collect() }
}

/// Logs that begin with so much data, spread over the keys.
fn data(clusters: &[ClusterSetup], bytes: u64) -> BTreeMap<NodeId, NodeStage> {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let value = Text::from("d".repeat(VALUE_BYTES as usize));
    let entry = |nth: usize| {
        let key = format!("{}d{nth}", char::from(LETTERS[nth % LETTERS.len()]));
        Operation::Put { key: key.into(), value: value.clone() }
    };
    let values = (bytes.min(DATA_MAX) / VALUE_BYTES) as usize;
    let mut stage = BTreeMap::new();
    for cluster in clusters.iter().filter(|_| values > 0) {
        let log: Vec<StagedEntry> = (0..values)
            .map(entry)
            .filter(|operation| cluster.ranges.contains(operation.key()))
            .map(|operation| StagedEntry { term: 1, operation: Some(operation) })
            .collect();
        let commit = log.len() as u64;
        let node = NodeStage { term: 1, vote: None, log, commit };
        stage.extend(cluster.members.iter().map(|id| (id, node.clone())));
    }
    stage
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Moment;

    fn trial(change: Change) -> Trial {
        Trial { change, ..Trial::default() }
    }

    #[test]
    fn recraft_serves_through_a_split_and_stop_and_coordinate_does_not() {
        let outcomes = Means::ALL.map(|means| trial(Change::Split).play(means).outcome);
        let [recraft, manager] = &outcomes;
        assert!(outcomes.iter().all(|outcome| outcome.violations == 0 && outcome.took_us.is_some()));
        assert!(recraft.longest_gap_us() < manager.longest_gap_us(), "{outcomes:?}");
        assert!(recraft.during.answered > manager.during.answered, "{outcomes:?}");
        // Until the change both are the same run.
        assert_eq!(recraft.before, manager.before);
        assert!(recraft.before.answered > 500, "{outcomes:?}");
        // Afterwards both serve as before.
        for outcome in &outcomes {
            assert!(outcome.after.per_second > 0.8 * outcome.before.per_second, "{outcome:?}");
        }
    }

    #[test]
    fn a_merge_is_measured_with_both_and_more_data_takes_longer() {
        let gap = |means, data_bytes| {
            let outcome = Trial { data_bytes, ..trial(Change::Merge) }.play(means).outcome;
            assert_eq!((outcome.violations, outcome.took_us.is_some()), (0, true), "{outcome:?}");
            outcome.longest_gap_us()
        };
        for means in Means::ALL {
            let (little, much) = (gap(means, 0), gap(means, 8_000_000));
            assert!(much > little + 200_000, "{means:?}: {little} and {much}");
        }
    }

    #[test]
    fn the_curve_counts_every_answer_in_the_half_of_its_key_and_shows_where_the_manager_stopped_both() {
        let curves = Means::ALL.map(|means| trial(Change::Split).play(means).curve);
        let change = (CHANGE_US / SLICE_US) as usize;
        assert_eq!(curves[0].slices[..change], curves[1].slices[..change]);
        let silent = |curve: &Curve, half: usize| {
            let slices = &curve.slices[change..change + 20];
            slices.iter().filter(|slice| slice.answered[half] == 0).count()
        };
        let [recraft, manager] = &curves;
        // The half of the leader goes on; the manager stops both.
        assert!((0..2).any(|half| silent(recraft, half) == 0), "{recraft:?}");
        assert!((0..2).all(|half| silent(manager, half) > 0), "{manager:?}");
        for curve in &curves {
            let sum = |half: usize| curve.slices.iter().map(|slice| slice.answered[half]).sum::<u32>();
            assert!(sum(0) > 500 && sum(1) > 500 && curve.slices.len() == 150, "{curve:?}");
            let told = |slice: &Slice| (slice.answered.iter().sum::<u32>() > 0) == slice.median_us.is_some();
            assert!(curve.slices.iter().all(told));
        }
        assert!(manager.marks.iter().any(|mark| mark.what == Moment::Stopping));
    }

    #[test]
    fn the_same_trial_has_the_same_outcome() {
        for means in Means::ALL {
            let play = || trial(Change::Merge).play(means);
            assert_eq!(play(), play());
        }
    }
}
