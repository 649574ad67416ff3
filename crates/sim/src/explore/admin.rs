//! The administrators' part of the storm: changes of members, splits, merges, and what goes with them.

use recraft_protocol::config::Stage;
use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::types::{ClusterId, NodeId, NodeSet};

use crate::command::{Command, Part};
use crate::explore::Explorer;
use crate::explore::storm::some_of;
use crate::rng::Rng;
use crate::server::Server;
use crate::view::ClusterView;

impl Explorer {
    fn spares(&self) -> Vec<NodeId> {
        self.world.servers().filter(|server| server.durable().spare).map(Server::id).collect()
    }

    pub(super) fn change_members(&mut self) -> Option<Command> {
        let view = self.some_cluster()?;
        Some(self.change_members_of(&view))
    }

    fn change_members_of(&mut self, view: &ClusterView) -> Command {
        let members = &view.configuration.members;
        let spares = self.spares();
        let add = some_of(&mut self.rng, &spares, 3);
        let leaving: Vec<NodeId> = members.iter().collect();
        let most = (members.len() as u64).saturating_sub(1).min(if add.is_empty() { 3 } else { 2 });
        let remove = some_of(&mut self.rng, &leaving, most);
        Command::ChangeMembers { cluster: view.cluster, add, remove }
    }

    /// Splits a cluster's members at random, and its keys somewhere, into two or three.
    pub(super) fn split(&mut self) -> Option<Command> {
        let view = self.some_cluster()?;
        let mut members: Vec<NodeId> = view.configuration.members.iter().collect();
        let most = members.len().min(3) as u64;
        if most < 2 {
            return None;
        }
        self.rng.shuffle(&mut members);
        let count = self.rng.between(2, most) as usize;
        let ranges = cut_ranges(&mut self.rng, view.ranges(), count)?;
        // Each part has one member; who is left goes anywhere.
        let mut parts: Vec<NodeSet> =
            members.drain(..count).map(|node| [node].into_iter().collect()).collect();
        for node in members {
            let part =
                if self.rng.percent(50) { parts.iter_mut().min_by_key(|part| part.len()) } else { None };
            match part {
                Some(part) => part.insert(node),
                None => parts[self.rng.below(count as u64) as usize].insert(node),
            };
        }
        let into = parts.into_iter().zip(ranges).map(|(members, ranges)| Part { members, ranges }).collect();
        Some(Command::Split { cluster: view.cluster, into })
    }

    pub(super) fn merge(&mut self) -> Option<Command> {
        let coordinator = self.some_cluster()?;
        self.merge_with(&coordinator)
    }

    fn merge_with(&mut self, coordinator: &ClusterView) -> Option<Command> {
        let live = self
            .world
            .clusters()
            .into_iter()
            .filter(|view| !view.ended && view.cluster != coordinator.cluster);
        let mut others: Vec<ClusterView> = live.collect();
        self.rng.shuffle(&mut others);
        others.truncate(if self.rng.percent(65) { 1 } else { 2 });
        if others.is_empty() {
            return None;
        }
        let everyone: NodeSet =
            others.iter().chain([coordinator]).flat_map(|view| view.configuration.members.iter()).collect();
        let members = self.rng.percent(30).then(|| {
            let mut stay: Vec<NodeId> = everyone.iter().collect();
            self.rng.shuffle(&mut stay);
            let count = self.rng.between(1, stay.len() as u64) as usize;
            stay.truncate(count);
            stay.into_iter().collect()
        });
        let others: Vec<ClusterId> = others.into_iter().map(|view| view.cluster).collect();
        Some(Command::Merge { coordinator: coordinator.cluster, others, members })
    }

    /// The same as a split, by the manager of the baseline.
    pub(super) fn managed_split(&mut self) -> Option<Command> {
        match self.split()? {
            Command::Split { cluster, into } => Some(Command::ManagedSplit { cluster, into }),
            _ => None,
        }
    }

    /// The same as a merge, by the manager of the baseline.
    pub(super) fn managed_merge(&mut self) -> Option<Command> {
        match self.merge()? {
            Command::Merge { coordinator, mut others, members } => {
                others.push(coordinator);
                Some(Command::ManagedMerge { clusters: others, members })
            }
            _ => None,
        }
    }

    pub(super) fn hit_manager(&self) -> Command {
        if self.world.manager().is_up() { Command::CrashManager } else { Command::RestartManager }
    }

    pub(super) fn cancel_merge(&mut self) -> Option<Command> {
        let merging = self.world.clusters().into_iter().find_map(|view| match view.stage() {
            Stage::MergePrepared(plan) => Some((plan.coordinator, plan.txid)),
            _ => None,
        });
        merging.map(|(cluster, txid)| Command::CancelMerge { cluster, txid })
    }

    pub(super) fn transfer(&mut self) -> Option<Command> {
        let view = self.some_cluster()?;
        let members: Vec<NodeId> = view.configuration.members.iter().collect();
        self.rng.pick(&members).map(|&to| Command::TransferLeadership { cluster: view.cluster, to })
    }

    pub(super) fn change_learners(&mut self) -> Option<Command> {
        let view = self.some_cluster()?;
        let spares = self.spares();
        let learners: Vec<NodeId> = view.configuration.learners.iter().collect();
        // They are in the way of splits and merges, so those that are there are soon let go again.
        let add = if learners.is_empty() { some_of(&mut self.rng, &spares, 2) } else { NodeSet::new() };
        let remove = some_of(&mut self.rng, &learners, 3);
        Some(Command::ChangeLearners { cluster: view.cluster, add, remove })
    }

    /// Asks a cluster that is in the middle of something, or whose leader has not committed all of its log, for a change.
    pub(super) fn hurry(&mut self) -> Option<Command> {
        let busy = |view: &ClusterView| {
            let node = view.leader.and_then(|leader| self.world.server(leader)?.node());
            node.is_some_and(|node| *view.stage() != Stage::Stable || node.commit() < node.log().last().index)
        };
        let views: Vec<ClusterView> = self.world.clusters().into_iter().filter(busy).collect();
        let view = self.rng.pick(&views)?.clone();
        match self.rng.below(2) {
            0 => Some(self.change_members_of(&view)),
            _ => self.merge_with(&view),
        }
    }
}

/// Cuts the ranges a cluster owns into so many parts at letters within them.
fn cut_ranges(rng: &mut Rng, ranges: &KeyRanges, count: usize) -> Option<Vec<KeyRanges>> {
    const CUTS: &[&str] = &["3", "7", "b", "d", "f", "h", "j", "l", "n", "p", "r", "t", "v", "x"];
    let mut cuts: Vec<&str> = CUTS.to_vec();
    rng.shuffle(&mut cuts);
    let mut parts = vec![ranges.clone()];
    for cut in cuts {
        if parts.len() == count {
            break;
        }
        let split = parts.iter().enumerate().find_map(|(place, part)| Some((place, cut_at(part, cut)?)));
        if let Some((place, (low, high))) = split {
            parts.splice(place..=place, [low, high]);
        }
    }
    (parts.len() == count).then_some(parts)
}

/// What lies before `cut` and what does not, if there is something of both.
fn cut_at(ranges: &KeyRanges, cut: &str) -> Option<(KeyRanges, KeyRanges)> {
    let below = KeyRange::new("", cut);
    let low = ranges.ranges().iter().map(|range| KeyRange {
        start: range.start.clone(),
        end: range.end.clone().filter(|end| end.as_str() < cut).or_else(|| below.end.clone()),
    });
    let high = ranges
        .ranges()
        .iter()
        .map(|range| KeyRange { start: range.start.clone().max(cut.to_owned()), end: range.end.clone() });
    let (low, high) = (KeyRanges::of(low), KeyRanges::of(high));
    (!low.is_empty() && !high.is_empty()).then_some((low, high))
}
