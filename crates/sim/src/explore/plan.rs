//! What a run of the explorer will be like: who is there, how the network behaves, which extensions and which faults are on.

use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::settings::{Delay, Extensions, MembershipScheme, Reads, Settings};
use recraft_protocol::types::{ClusterId, NodeId};

use crate::explore::deed::Deed;
use crate::explore::knobs::Knobs;
use crate::rng::Rng;
use crate::setup::{ClusterSetup, NetworkSetup, Setup};
use crate::world::Load;

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
    pub(super) fn draw(knobs: &Knobs, rng: &mut Rng) -> Self {
        let on = |(deed, weight): (&Deed, &u64)| (*deed, *weight);
        let deeds = knobs.weights.iter().map(on);
        let deeds = deeds.filter(|(deed, _)| !deed.may_be_off() || rng.percent(knobs.deed_percent)).collect();
        let network = draw_network(knobs, rng);
        let settings = Settings {
            extensions: knobs.extensions.unwrap_or_else(|| draw_extensions(knobs.extension_percent, rng)),
            mistakes: knobs.mistakes,
            ..Settings::default()
        };
        let clients = knobs.clients.draw(rng) as u32;
        Self {
            setup: Setup { settings, ..draw_setup(knobs, rng, network) },
            load: Load { clients, pause_us: knobs.client_pause_us.draw(rng) },
            storm_us: knobs.storm_us.draw(rng),
            pause_us: knobs.pause_us.draw(rng),
            down_percent: knobs.down_percent.draw(rng),
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

fn draw_network(knobs: &Knobs, rng: &mut Rng) -> NetworkSetup {
    let min_us = knobs.latency_us.draw(rng);
    let max_us = min_us + knobs.latency_more_us.draw(rng);
    NetworkSetup {
        latency: Delay { min_us, max_us },
        loss_ppm: if rng.percent(knobs.lossy_percent) { knobs.loss_ppm.draw(rng) as u32 } else { 0 },
        duplication_ppm: if rng.percent(knobs.doubling_percent) {
            knobs.duplication_ppm.draw(rng) as u32
        } else {
            0
        },
        bytes_per_second: None,
    }
}

/// A random part of Raft's extensions. Sessions stay on: without them a retried command may well take effect twice.
fn draw_extensions(percent: u64, rng: &mut Rng) -> Extensions {
    let plain = Extensions::default();
    let mut on = || rng.percent(percent);
    let [fast_backup, window, batch, compacts, chunks] = std::array::from_fn(|_| on());
    let [reads, pre_vote, check_quorum, transfer, learners, membership] = std::array::from_fn(|_| on());
    Extensions {
        fast_backup,
        window: if window { rng.between(2, 8) as u32 } else { plain.window },
        batch: if batch { rng.between(1, 8) as u32 } else { plain.batch },
        compact_after: compacts.then(|| rng.between(1, 40) as u32),
        chunk: chunks.then(|| rng.between(1, 16) as u32),
        reads: match rng.below(2) {
            _ if !reads => Reads::ThroughLog,
            0 => Reads::ReadIndex,
            _ => Reads::Lease,
        },
        pre_vote,
        check_quorum,
        transfer,
        learners,
        membership: match rng.below(3) {
            0 if membership => MembershipScheme::OneAtATime,
            1 if membership => MembershipScheme::Joint,
            _ => MembershipScheme::ReCraft,
        },
        ..plain
    }
}

/// Some nodes in one cluster, or in two or three neighbours; and some spares.
fn draw_setup(knobs: &Knobs, rng: &mut Rng, network: NetworkSetup) -> Setup {
    let size = knobs.members.draw(rng) as u32;
    let several = rng.percent(knobs.several_clusters_percent);
    let most = u64::from(size / 2).min(knobs.clusters_max.min(3));
    let count = if several { rng.between(2.min(most), most).max(1) as u32 } else { 1 };
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
    setup.spares = (size + 1..=size + knobs.spares.draw(rng) as u32).map(NodeId).collect();
    setup
}
