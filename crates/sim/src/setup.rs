//! How a run begins: the seed, who is there, and how the network behaves. With the list of timed commands this is the
//! whole of a run.

use recraft_protocol::io::{Delay, Settings};
use recraft_protocol::keys::KeyRanges;
use recraft_protocol::types::{ClusterId, NodeId, NodeSet};
use serde::{Deserialize, Serialize};

/// The beginning of a run.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Setup {
    /// Where all chance comes from.
    pub seed: u64,
    /// The clusters that exist at the start.
    pub clusters: Vec<ClusterSetup>,
    /// Nodes that exist but belong to no cluster.
    pub spares: NodeSet,
    /// How links behave.
    pub network: NetworkSetup,
    /// What every node is told at its start.
    pub settings: Settings,
}

/// A cluster at the start of a run.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ClusterSetup {
    /// Its id.
    pub cluster: ClusterId,
    /// Its members.
    pub members: NodeSet,
    /// The keys it owns.
    pub ranges: KeyRanges,
}

/// How links behave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NetworkSetup {
    /// One-way latency, drawn for each message.
    pub latency: Delay,
    /// How many of a million messages are lost.
    pub loss_ppm: u32,
    /// How many of a million messages arrive twice.
    pub duplication_ppm: u32,
}

impl Default for NetworkSetup {
    /// 10 to 20 ms one way, nothing lost, nothing doubled.
    fn default() -> Self {
        Self { latency: Delay { min_us: 10_000, max_us: 20_000 }, loss_ppm: 0, duplication_ppm: 0 }
    }
}

impl Setup {
    /// One cluster of `size` nodes that owns every key.
    #[must_use]
    pub fn one_cluster(size: u32, seed: u64) -> Self {
        Self {
            seed,
            clusters: vec![ClusterSetup {
                cluster: ClusterId(1),
                members: (1..=size).map(NodeId).collect(),
                ranges: KeyRanges::everything(),
            }],
            spares: NodeSet::new(),
            network: NetworkSetup::default(),
            settings: Settings::default(),
        }
    }
}
