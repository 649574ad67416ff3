//! Ready-made beginnings.

use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::machine::Operation;
use recraft_protocol::types::{ClientId, ClusterId, NodeSet};
use serde::{Deserialize, Serialize};

use crate::command::{Command, Part, TimedCommand};
use crate::run::Run;
use crate::setup::Setup;

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
}

impl Preset {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Three, Self::Five, Self::Seven, Self::Figure3];

    /// The name it goes by in links and scenario files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Three => "three",
            Self::Five => "five",
            Self::Seven => "seven",
            Self::Figure3 => "figure-3",
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
        }
    }
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
