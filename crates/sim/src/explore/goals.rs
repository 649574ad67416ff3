//! What one may wish to see that is no failure: "find me a run in which …".
//!
//! A [`Wish`] comes true at an event. A [`Watch`] is shown every event of a run with the world as it is just after the step that the event
//! belongs to, and says when that is. It looks only at what is observed and at what nodes show, and changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use recraft_protocol::config::ConfigEntry;
use recraft_protocol::io::AdminRequest;
use recraft_protocol::node::Node;
use recraft_protocol::observation::{Crossing, Observation, StepDown};
use recraft_protocol::settings::Extensions;
use recraft_protocol::types::{ClusterId, EpochTerm, NodeId, NodeSet};

use super::deed::Deed;
use super::knobs::{Knobs, Span};
use crate::event::{Event, What};
use crate::run::Run;
use crate::server::Server;
use crate::world::World;

/// Something that one may wish to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wish {
    /// Several stand in one term, nobody wins, and somebody stands again (Raft §5.2).
    SplitVote,
    /// Two nodes lead the same cluster at the same moment, in different terms (Raft §5.2 and §8: the older one does not know yet).
    TwoLeaders,
    /// A follower drops entries that conflict with its leader's (Raft §5.3).
    EntryOverwritten,
    /// A leader removes itself, and steps down when its removal commits (Raft §6).
    LeaderRemoved,
    /// A split is completed though the leader that was asked for it crashed before its end (ReCraft §III).
    SplitWithoutItsLeader,
    /// A node that slept through the end of its epoch catches up by a pull (ReCraft §III-C).
    LaggardFetched,
    /// A merge is aborted, and the clusters go on as they are (ReCraft §III-D).
    MergeAborted,
    /// A merge is completed though the leader that was asked for it crashed before its end.
    MergeWithoutItsLeader,
}

impl Wish {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::SplitVote,
        Self::TwoLeaders,
        Self::EntryOverwritten,
        Self::LeaderRemoved,
        Self::SplitWithoutItsLeader,
        Self::LaggardFetched,
        Self::MergeAborted,
        Self::MergeWithoutItsLeader,
    ];

    /// What makes it likely to come true in a small run.
    #[must_use]
    pub fn knobs(self) -> Knobs {
        let elections = [(Deed::Restart, 10), (Deed::Heal, 10), (Deed::Timeout, 20)];
        match self {
            Self::SplitVote => small(Span::new(4, 5), &elections),
            Self::TwoLeaders | Self::EntryOverwritten => {
                small(Span::new(3, 5), &[(Deed::Depose, 20), (Deed::Partition, 5)])
            }
            Self::LeaderRemoved => small(Span::new(3, 5), &[(Deed::ChangeMembers, 20)]),
            Self::SplitWithoutItsLeader => {
                small(Span::new(4, 6), &[(Deed::Split, 20), (Deed::Strike, 40), (Deed::Crash, 10)])
            }
            Self::LaggardFetched => {
                small(Span::new(4, 6), &[(Deed::Split, 20), (Deed::Crash, 10), (Deed::CutLink, 10)])
            }
            Self::MergeAborted => {
                let deeds = [(Deed::Merge, 20), (Deed::CancelMerge, 10), (Deed::Split, 5)];
                two_clusters(small(Span::new(4, 6), &deeds))
            }
            Self::MergeWithoutItsLeader => two_clusters(small(
                Span::new(4, 6),
                &[(Deed::Merge, 20), (Deed::Strike, 40), (Deed::Crash, 10)],
            )),
        }
    }
}

/// A small cluster and few faults.
fn small(members: Span, deeds: &[(Deed, u64)]) -> Knobs {
    Knobs {
        members,
        spares: Span::new(0, 1),
        several_clusters_percent: 0,
        storm_us: Span::new(2_000_000, 5_000_000),
        lossy_percent: 0,
        doubling_percent: 0,
        clients: Span::new(1, 2),
        extensions: Some(Extensions::default()),
        ..Knobs::default()
    }
    .with_only(deeds)
}

fn two_clusters(knobs: Knobs) -> Knobs {
    Knobs { several_clusters_percent: 100, clusters_max: 2, ..knobs }
}

/// Who was asked for something, and has crashed since.
#[derive(Clone, Copy, Debug)]
struct Asked {
    leader: NodeId,
    crashed: bool,
}

/// Looks at a run for a wish to come true.
#[derive(Clone, Debug)]
pub struct Watch {
    wish: Wish,
    /// Who has stood, by cluster and time.
    stood: BTreeMap<(ClusterId, EpochTerm), NodeSet>,
    /// When somebody has led.
    led: BTreeSet<(ClusterId, EpochTerm)>,
    /// Clusters whose leader has taken up the request that is watched.
    asked: BTreeMap<ClusterId, Asked>,
}

impl Watch {
    /// One that has seen nothing yet.
    #[must_use]
    pub const fn new(wish: Wish) -> Self {
        Self { wish, stood: BTreeMap::new(), led: BTreeSet::new(), asked: BTreeMap::new() }
    }

    /// Whether the wish comes true with this event. `world` is as it is after the step that the event belongs to.
    pub fn see(&mut self, world: &World, event: &Event) -> bool {
        match &event.what {
            What::Observed { node, observation } => self.observe(world, *node, observation),
            What::Crashed { node } => {
                let asked = self.asked.values_mut().filter(|asked| asked.leader == *node);
                asked.for_each(|asked| asked.crashed = true);
                false
            }
            _ => false,
        }
    }

    fn observe(&mut self, world: &World, node: NodeId, observation: &Observation) -> bool {
        match (self.wish, observation) {
            (Wish::SplitVote, Observation::StoodForElection { at, .. }) => self.stands(world, node, *at),
            (Wish::SplitVote, Observation::BecameLeader { at, .. }) => {
                self.led.extend(home(world, node).map(|cluster| (cluster, *at)));
                false
            }
            (Wish::TwoLeaders, Observation::BecameLeader { at, .. }) => led_by_another(world, node, *at),
            (Wish::EntryOverwritten, Observation::Truncated { .. })
            | (Wish::LeaderRemoved, Observation::SteppedDown { reason: StepDown::Removed })
            | (Wish::LaggardFetched, Observation::EpochEntered { how: Crossing::Pulled(_), .. })
            | (
                Wish::MergeAborted,
                Observation::ConfigurationCommitted { entry: ConfigEntry::MergeAbort { .. }, .. },
            ) => true,
            (
                Wish::SplitWithoutItsLeader,
                Observation::RequestAccepted { request: AdminRequest::Split { .. }, .. },
            )
            | (
                Wish::MergeWithoutItsLeader,
                Observation::RequestAccepted { request: AdminRequest::Merge { .. }, .. },
            ) => {
                let asked = Asked { leader: node, crashed: false };
                self.asked.extend(home(world, node).map(|cluster| (cluster, asked)));
                false
            }
            (Wish::SplitWithoutItsLeader, Observation::EpochEntered { left, entered: Some(_), .. }) => {
                self.crosses(*left, node)
            }
            (Wish::MergeWithoutItsLeader, Observation::MergeCompleted { cluster }) => {
                let parents = world.lineage().get(*cluster).map(|record| record.parents.clone());
                parents.unwrap_or_default().into_iter().any(|parent| self.crosses(parent, node))
            }
            _ => false,
        }
    }

    /// Whether with this standing a term ends in which several stood and nobody won.
    fn stands(&mut self, world: &World, node: NodeId, at: EpochTerm) -> bool {
        let Some(cluster) = home(world, node) else { return false };
        self.stood.entry((cluster, at)).or_default().insert(node);
        let before = self.stood.range((cluster, EpochTerm::default())..(cluster, at)).next_back();
        before.is_some_and(|(when, who)| who.len() > 1 && !self.led.contains(when))
    }

    /// Whether somebody leaves a cluster whose leader, asked to lead it out, has crashed.
    fn crosses(&self, left: ClusterId, node: NodeId) -> bool {
        self.asked.get(&left).is_some_and(|asked| asked.crashed && asked.leader != node)
    }
}

fn home(world: &World, node: NodeId) -> Option<ClusterId> {
    world.server(node)?.node_or_disk().cluster()
}

/// Whether another node leads the cluster of this one, which leads at `at`, at another time.
fn led_by_another(world: &World, node: NodeId, at: EpochTerm) -> bool {
    let Some(cluster) = home(world, node) else { return false };
    let leads = |other: &Node| {
        other.id() != node && other.is_leader() && other.cluster() == Some(cluster) && other.at() != at
    };
    world.servers().filter_map(Server::node).any(leads)
}

/// Plays a run up to `until_us` and gives the event at which a wish comes true in it, if one does.
#[must_use]
pub fn shown_in(run: &Run, wish: Wish, until_us: u64) -> Option<Event> {
    let mut world = World::new(run.setup.clone()).without_checks();
    let mut watch = Watch::new(wish);
    let (mut seen, mut given) = (0, 0);
    loop {
        for event in world.events_since(seen) {
            seen = event.seq;
            if watch.see(&world, event) {
                return Some(event.clone());
            }
        }
        let command_us = run.commands.get(given).map(|next| next.at_us);
        let next_us = world.next_event_us().into_iter().chain(command_us).min()?;
        if next_us > until_us {
            return None;
        }
        if world.next_event_us() == Some(next_us) {
            world.step();
        } else {
            given = run.play_on(&mut world, given, next_us);
        }
    }
}
