//! What a run of the explorer will be like: who is there, how the network behaves, and which faults are switched on.

use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::settings::Delay;
use recraft_protocol::types::{ClusterId, NodeId};

use crate::rng::Rng;
use crate::setup::{ClusterSetup, NetworkSetup, Setup};
use crate::world::Load;

/// Something that the explorer may do in the stormy phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    Crash,
    Restart,
    Partition,
    Heal,
    CutLink,
    MendLink,
    Timeout,
    Drop,
    Delay,
    Duplicate,
    ChangeMembers,
    Split,
    Merge,
    CancelMerge,
    /// Hits the leader of a cluster that is in the middle of a reconfiguration.
    Strike,
}

impl Deed {
    const ALL: [Self; 15] = [
        Self::Crash,
        Self::Restart,
        Self::Partition,
        Self::Heal,
        Self::CutLink,
        Self::MendLink,
        Self::Timeout,
        Self::Drop,
        Self::Delay,
        Self::Duplicate,
        Self::ChangeMembers,
        Self::Split,
        Self::Merge,
        Self::CancelMerge,
        Self::Strike,
    ];

    /// How often it is done in comparison with the others, when it is switched on.
    const fn weight(self) -> u64 {
        match self {
            Self::Crash | Self::Heal | Self::Split => 8,
            Self::Restart => 14,
            Self::Partition | Self::CutLink | Self::MendLink => 4,
            Self::Timeout => 5,
            Self::Drop | Self::Delay | Self::Duplicate => 6,
            Self::ChangeMembers => 7,
            Self::Merge | Self::Strike => 12,
            Self::CancelMerge => 3,
        }
    }

    /// Whether a run may do without it: what undoes faults is always there.
    const fn may_be_off(self) -> bool {
        !matches!(self, Self::Restart | Self::Heal | Self::MendLink)
    }
}

/// A run's character.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) setup: Setup,
    pub(super) load: Load,
    /// How long the stormy phase lasts.
    pub(super) storm_us: u64,
    /// The longest pause between two deeds.
    pub(super) pause_us: u64,
    /// At most so many of a hundred nodes are down at a time.
    pub(super) down_percent: u64,
    deeds: Vec<(Deed, u64)>,
}

impl Plan {
    pub(super) fn draw(rng: &mut Rng) -> Self {
        let deeds = Deed::ALL
            .into_iter()
            .filter(|deed| !deed.may_be_off() || rng.percent(70))
            .map(|deed| (deed, deed.weight()))
            .collect();
        let lossy = rng.percent(60);
        let min_us = rng.between(500, 15_000);
        let network = NetworkSetup {
            latency: Delay { min_us, max_us: min_us + rng.between(0, 45_000) },
            loss_ppm: if lossy { rng.between(1_000, 80_000) as u32 } else { 0 },
            duplication_ppm: if rng.percent(40) { rng.between(1_000, 50_000) as u32 } else { 0 },
        };
        Self {
            setup: draw_setup(rng, network),
            load: Load { clients: rng.between(1, 5) as u32, pause_us: rng.between(10_000, 120_000) },
            storm_us: rng.between(3_000_000, 9_000_000),
            pause_us: rng.between(60_000, 500_000),
            down_percent: rng.between(20, 70),
            deeds,
        }
    }

    /// What to do next.
    pub(super) fn next_deed(&self, rng: &mut Rng) -> Option<Deed> {
        let total: u64 = self.deeds.iter().map(|(_, weight)| weight).sum();
        let mut drawn = rng.below(total);
        for &(deed, weight) in &self.deeds {
            if drawn < weight {
                return Some(deed);
            }
            drawn -= weight;
        }
        None
    }
}

/// Three to nine nodes in one cluster, or in two or three neighbours; and some spares.
fn draw_setup(rng: &mut Rng, network: NetworkSetup) -> Setup {
    let size = rng.between(3, 9) as u32;
    let count = if rng.percent(70) { 1 } else { rng.between(2, u64::from(size / 2).min(3)) as u32 };
    let borders = ["", "i", "r", ""];
    let mut members: Vec<NodeId> = (1..=size).map(NodeId).collect();
    rng.shuffle(&mut members);
    let clusters = (0..count).map(|nth| {
        let end = if nth + 1 == count { "" } else { borders[nth as usize + 1] };
        ClusterSetup {
            cluster: ClusterId(nth + 1),
            members: members.iter().skip(nth as usize).step_by(count as usize).copied().collect(),
            ranges: KeyRanges::of([KeyRange::new(borders[nth as usize], end)]),
        }
    });
    let mut setup = Setup { clusters: clusters.collect(), network, ..Setup::one_cluster(1, rng.next_u64()) };
    setup.spares = (size + 1..=size + rng.below(4) as u32).map(NodeId).collect();
    setup
}
