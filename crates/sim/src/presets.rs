//! Ready-made beginnings.

use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::machine::Operation;
use recraft_protocol::types::{ClientId, ClusterId, NodeId, NodeSet};
use serde::{Deserialize, Serialize};

use crate::command::{Command, Part, TimedCommand};
use crate::run::Run;
use crate::setup::{ClusterSetup, Setup};

/// A ready-made beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Preset {
    /// One cluster of three nodes.
    Three,
    /// One cluster of five nodes.
    Five,
    /// One cluster of seven nodes.
    Seven,
    /// The stage of the ReCraft paper's Figure 3: one cluster of nine nodes with a key in each third of the key space, to be split
    /// in three, two of which are then to be merged.
    Figure3,
    /// Five clusters of five nodes, each with a fifth of the keys.
    FiveByFive,
    /// Ten clusters of ten nodes, each with a tenth of the keys.
    TenByTen,
    /// One cluster of a hundred nodes, as large as a world may be.
    Hundred,
}

impl Preset {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Three,
        Self::Five,
        Self::Seven,
        Self::Figure3,
        Self::FiveByFive,
        Self::TenByTen,
        Self::Hundred,
    ];

    /// The name it goes by in links and scenario files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Three => "three",
            Self::Five => "five",
            Self::Seven => "seven",
            Self::Figure3 => "figure-3",
            Self::FiveByFive => "five-by-five",
            Self::TenByTen => "ten-by-ten",
            Self::Hundred => "hundred",
        }
    }

    /// The preset of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// The run it begins.
    #[must_use]
    pub fn run(self, seed: u64) -> Run {
        match self {
            Self::Three => Run::new(Setup::one_cluster(3, seed)),
            Self::Five => Run::new(Setup::one_cluster(5, seed)),
            Self::Seven => Run::new(Setup::one_cluster(7, seed)),
            Self::Figure3 => Run { setup: Setup::one_cluster(9, seed), commands: first_writes() },
            Self::FiveByFive => Run::new(clusters(5, &["", "e", "j", "o", "t", ""], seed)),
            Self::TenByTen => {
                Run::new(clusters(10, &["", "c", "f", "h", "k", "m", "p", "r", "u", "w", ""], seed))
            }
            Self::Hundred => Run::new(Setup::one_cluster(100, seed)),
        }
    }
}

/// Clusters of `size` nodes; each owns the keys from one of these bounds to the next.
fn clusters(size: u32, bounds: &[&str], seed: u64) -> Setup {
    let cluster = |(place, ends): (u32, &[&str])| ClusterSetup {
        cluster: ClusterId(place + 1),
        members: (place * size + 1..=(place + 1) * size).map(NodeId).collect(),
        ranges: KeyRanges::of([KeyRange::new(ends[0], ends[1])]),
    };
    Setup { clusters: (0..).zip(bounds.windows(2)).map(cluster).collect(), ..Setup::one_cluster(1, seed) }
}

fn put(at_us: u64, client: u32, key: &str, value: &str) -> TimedCommand {
    let operation = Operation::Put { key: key.into(), value: value.into() };
    TimedCommand { at_us, command: Command::Request { client: ClientId(client), operation } }
}

/// One key in each third of the key space.
fn first_writes() -> Vec<TimedCommand> {
    vec![
        put(1_000_000, 1, "apple", "red"),
        put(1_100_000, 2, "kiwi", "green"),
        put(1_200_000, 3, "plum", "blue"),
    ]
}

/// The three parts of Figure 3: three nodes each, and the keys up to *h*, from *h* up to *p*, and from *p* on.
#[must_use]
pub fn figure_3_parts() -> Vec<Part> {
    let part = |members, start, end| Part { members, ranges: KeyRanges::of([KeyRange::new(start, end)]) };
    vec![
        part(NodeSet::from([1, 2, 3]), "", "h"),
        part(NodeSet::from([4, 5, 6]), "h", "p"),
        part(NodeSet::from([7, 8, 9]), "p", ""),
    ]
}

/// The whole story of Figure 3: the first writes, the split in three (clusters 2, 3 and 4), a write to each of them, the merge of the
/// first two (cluster 5), and a write to either half of what they own together.
#[must_use]
pub fn figure_3_script(seed: u64) -> Run {
    let mut run = Preset::Figure3.run(seed);
    let at = |at_us, command| TimedCommand { at_us, command };
    let split = Command::Split { cluster: ClusterId(1), into: figure_3_parts() };
    let merge = Command::Merge { coordinator: ClusterId(2), others: vec![ClusterId(3)], members: None };
    run.commands.extend([
        at(2_000_000, split),
        put(4_000_000, 1, "banana", "yellow"),
        put(4_000_000, 2, "lemon", "yellow"),
        put(4_000_000, 3, "quince", "yellow"),
        at(6_000_000, merge),
        put(9_000_000, 1, "cherry", "red"),
        put(9_000_000, 2, "mango", "orange"),
        put(9_000_000, 3, "raspberry", "red"),
    ]);
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_a_good_beginning_and_goes_by_its_name() {
        for preset in Preset::ALL {
            assert_eq!(preset.run(1).setup.check(), Ok(()), "{}", preset.name());
            assert_eq!(Preset::named(preset.name()), Some(preset));
        }
    }

    #[test]
    fn ten_clusters_of_ten_own_every_key_between_them_and_each_elects_a_leader() {
        let world = Preset::TenByTen.run(3).play(1_500_000);
        let owned = world.clusters().iter().fold(KeyRanges::of([]), |all, one| all.union(one.ranges()));
        assert_eq!(owned, KeyRanges::everything());
        assert_eq!((world.everyone().len(), world.clusters().len()), (100, 10));
        assert!(world.clusters().iter().all(|cluster| cluster.leader.is_some() && cluster.nodes.len() == 10));
    }
}
