//! How a run begins: the seed, who is there, and how the network behaves. With the list of timed commands this is the
//! whole of a run.

use std::collections::BTreeMap;

use recraft_protocol::keys::KeyRanges;
use recraft_protocol::settings::{Delay, Settings, Timing};
use recraft_protocol::types::{ClusterId, NodeId, NodeSet};
use recraft_words::t;
use serde::{Deserialize, Serialize};

use crate::baseline::ManagerSetup;
use crate::stage::{self, NodeStage, StageFault};
use crate::world::MAX_NODES;

/// The longest delay there is: one hour. Longer ones are cut to it, so that no number from outside can overflow the clock.
pub const LONGEST_US: u64 = 3_600_000_000;

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
    /// The members that begin in the middle of a story; the others begin with nothing.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub stage: BTreeMap<NodeId, NodeStage>,
    /// What the work of the baseline's manager costs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub manager: ManagerSetup,
}

fn is_default(manager: &ManagerSetup) -> bool {
    *manager == ManagerSetup::default()
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
    /// How many bytes of a state go through a link in a second; `None` if its size costs no time. (What else is sent is small.)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes_per_second: Option<u64>,
}

impl Default for NetworkSetup {
    /// 10 to 20 ms one way, nothing lost, nothing doubled, any state at once.
    fn default() -> Self {
        Self {
            latency: Delay { min_us: 10_000, max_us: 20_000 },
            loss_ppm: 0,
            duplication_ppm: 0,
            bytes_per_second: None,
        }
    }
}

/// What is wrong with a setup.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SetupError {
    /// There is no node at all.
    NoNodes,
    /// There are too many nodes.
    TooManyNodes {
        /// How many there may be.
        limit: u32,
    },
    /// A node is in two clusters, or in one and a spare.
    NamedTwice(NodeId),
    /// Two clusters have the same id.
    ClusterNamedTwice(ClusterId),
    /// A cluster has no members or no keys.
    EmptyCluster(ClusterId),
    /// Two clusters own the same keys.
    RangesOverlap(ClusterId, ClusterId),
    /// A time is 0, longer than [`LONGEST_US`], or its least is more than its most. Says which.
    BadTiming(String),
    /// A node cannot begin as the stage says.
    Stage {
        /// Which node.
        node: NodeId,
        /// What is wrong.
        fault: StageFault,
    },
}

impl Setup {
    /// Whether a run can begin so.
    ///
    /// # Errors
    /// Says what is wrong.
    pub fn check(&self) -> Result<(), SetupError> {
        let mut named = NodeSet::new();
        let nodes = self.clusters.iter().flat_map(|cluster| cluster.members.iter()).chain(self.spares.iter());
        for node in nodes {
            if !named.insert(node) {
                return Err(SetupError::NamedTwice(node));
            }
        }
        if named.is_empty() {
            return Err(SetupError::NoNodes);
        }
        if named.len() > MAX_NODES as usize {
            return Err(SetupError::TooManyNodes { limit: MAX_NODES });
        }
        for (place, cluster) in self.clusters.iter().enumerate() {
            if cluster.members.is_empty() || cluster.ranges.is_empty() {
                return Err(SetupError::EmptyCluster(cluster.cluster));
            }
            for other in &self.clusters[..place] {
                if other.cluster == cluster.cluster {
                    return Err(SetupError::ClusterNamedTwice(cluster.cluster));
                }
                if other.ranges.overlaps(&cluster.ranges) {
                    return Err(SetupError::RangesOverlap(other.cluster, cluster.cluster));
                }
            }
        }
        stage::check(&self.stage, &self.clusters)
            .map_err(|(node, fault)| SetupError::Stage { node, fault })?;
        self.check_timing()
    }

    fn check_timing(&self) -> Result<(), SetupError> {
        let latency = bad_delay(&[(t!(in "timing": "latency"), self.network.latency)]);
        match latency.or_else(|| bad_timing(&self.settings.timing)) {
            Some(what) => Err(SetupError::BadTiming(what.into())),
            None => Ok(()),
        }
    }

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
            stage: BTreeMap::new(),
            manager: ManagerSetup::default(),
        }
    }
}

/// Which of a node's times cannot be, if any.
pub(crate) fn bad_timing(timing: &Timing) -> Option<&'static str> {
    bad_delay(&[
        (t!(in "timing": "election timeout"), timing.election),
        (t!(in "timing": "heartbeat"), Delay::exactly(timing.heartbeat_us)),
        (t!(in "timing": "retry"), Delay::exactly(timing.retry_us)),
    ])
}

fn bad_delay(times: &[(&'static str, Delay)]) -> Option<&'static str> {
    let bad = |delay: Delay| delay.min_us == 0 || delay.max_us < delay.min_us || delay.max_us > LONGEST_US;
    times.iter().find(|&&(_, delay)| bad(delay)).map(|&(what, _)| what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use recraft_protocol::keys::KeyRange;

    #[test]
    fn a_cluster_of_any_size_is_a_good_beginning() {
        for size in [1, 2, 3, 5, 9, 100] {
            assert_eq!(Setup::one_cluster(size, 0).check(), Ok(()));
        }
    }

    #[test]
    fn a_bad_beginning_is_named() {
        let good = Setup::one_cluster(3, 0);
        assert_eq!(Setup::one_cluster(101, 0).check(), Err(SetupError::TooManyNodes { limit: 100 }));
        assert_eq!(Setup { clusters: vec![], ..good.clone() }.check(), Err(SetupError::NoNodes));
        let spares = NodeSet::from([3, 4]);
        assert_eq!(Setup { spares, ..good.clone() }.check(), Err(SetupError::NamedTwice(NodeId(3))));
        let mut overlapping = good.clone();
        overlapping.clusters.push(ClusterSetup {
            cluster: ClusterId(2),
            members: NodeSet::from([4]),
            ranges: KeyRanges::of([KeyRange::new("m", "")]),
        });
        assert_eq!(overlapping.check(), Err(SetupError::RangesOverlap(ClusterId(1), ClusterId(2))));
        let mut hasty = good;
        hasty.settings.timing.heartbeat_us = 0;
        assert_eq!(hasty.check(), Err(SetupError::BadTiming("heartbeat".into())));
    }
}
