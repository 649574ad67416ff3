//! The stormy phase: one random deed after the other.

use recraft_protocol::config::Stage;
use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::types::{ClusterId, NodeId, NodeSet};

use crate::command::{Command, Part};
use crate::explore::Explorer;
use crate::explore::plan::{Deed, Plan};
use crate::flight::FlightId;
use crate::rng::Rng;
use crate::view::ClusterView;
use crate::world::Load;

impl Explorer {
    pub(super) fn storm(&mut self, plan: &Plan) {
        let Load { clients, pause_us } = plan.load;
        self.command(Command::Load { clients, pause_us });
        if self.rng.percent(80) {
            self.world.run_until(600_000);
        }
        let until_us = self.world.now_us() + plan.storm_us;
        while self.world.now_us() < until_us && self.is_safe() {
            if let Some(deed) = plan.next_deed(&mut self.rng) {
                self.act(deed, plan);
            }
            let pause_us = if self.rng.percent(20) { 1_000 } else { plan.pause_us };
            let pause_us = self.rng.between(100, pause_us);
            self.world.run_until(self.world.now_us() + pause_us);
        }
    }

    fn act(&mut self, deed: Deed, plan: &Plan) {
        let command = match deed {
            Deed::Crash => self.crash(plan),
            Deed::Restart => self.some_node(false).map(|node| Command::Restart { node }),
            Deed::Timeout => self.some_node(true).map(|node| Command::Timeout { node }),
            Deed::Partition => Some(self.partition()),
            Deed::Heal => Some(Command::Heal),
            Deed::CutLink => self.some_link().map(|(from, to)| Command::CutLink { from, to }),
            Deed::MendLink => self.world.cut_links().next().map(|(from, to)| Command::MendLink { from, to }),
            Deed::Drop => self.some_flight().map(|flight| Command::Drop { flight }),
            Deed::Delay => self.delay(),
            Deed::Duplicate => self.some_flight().map(|flight| Command::Duplicate { flight }),
            Deed::ChangeMembers => self.change_members(),
            Deed::Split => self.split(),
            Deed::Merge => self.merge(),
            Deed::CancelMerge => self.cancel_merge(),
            Deed::Strike => self.strike(plan),
        };
        if let Some(command) = command {
            self.command(command);
        }
    }

    fn some_node(&mut self, up: bool) -> Option<NodeId> {
        let nodes: Vec<NodeId> = self
            .world
            .servers()
            .filter(|server| server.is_up() == up)
            .map(crate::server::Server::id)
            .collect();
        self.rng.pick(&nodes).copied()
    }

    /// Crashes a node, a leader as often as not, unless too many are down already.
    fn crash(&mut self, plan: &Plan) -> Option<Command> {
        if !self.may_crash(plan) {
            return None;
        }
        let leaders: Vec<NodeId> = self.world.clusters().iter().filter_map(|view| view.leader).collect();
        let leader = if self.rng.percent(50) { self.rng.pick(&leaders).copied() } else { None };
        leader.or_else(|| self.some_node(true)).map(|node| Command::Crash { node })
    }

    /// Hits the leader of a cluster that is in the middle of something: it crashes, or is cut off with some others, or another node
    /// stands against it.
    fn strike(&mut self, plan: &Plan) -> Option<Command> {
        let busy = |view: &ClusterView| view.leader.is_some() && *view.stage() != Stage::Stable;
        let views: Vec<ClusterView> = self.world.clusters().into_iter().filter(busy).collect();
        let view = self.rng.pick(&views)?.clone();
        let leader = view.leader?;
        match self.rng.below(3) {
            0 if self.may_crash(plan) => Some(Command::Crash { node: leader }),
            1 => {
                let others: Vec<NodeId> =
                    self.world.everyone().iter().filter(|&node| node != leader).collect();
                let mut with_it = some_of(&mut self.rng, &others, others.len() as u64 / 2);
                with_it.insert(leader);
                Some(Command::Partition { groups: vec![with_it] })
            }
            _ => {
                let others: Vec<NodeId> = view.nodes.iter().filter(|&node| node != leader).collect();
                self.rng.pick(&others).map(|&node| Command::Timeout { node })
            }
        }
    }

    fn may_crash(&self, plan: &Plan) -> bool {
        let all = self.world.servers().count() as u64;
        let down = self.world.servers().filter(|server| !server.is_up()).count() as u64;
        (down + 1) * 100 <= all * plan.down_percent.max(34)
    }

    fn partition(&mut self) -> Command {
        let mut nodes: Vec<NodeId> = self.world.everyone().iter().collect();
        self.rng.shuffle(&mut nodes);
        let groups = self.rng.between(1, 2) as usize;
        let cut = self.rng.between(1, nodes.len() as u64 - 1) as usize;
        let (some, rest) = nodes.split_at(cut);
        let parts = [some, if groups == 2 { &rest[..rest.len() / 2] } else { &[] }];
        Command::Partition { groups: parts.iter().map(|part| part.iter().copied().collect()).collect() }
    }

    fn some_link(&mut self) -> Option<(NodeId, NodeId)> {
        let nodes: Vec<NodeId> = self.world.everyone().iter().collect();
        let (from, to) = (*self.rng.pick(&nodes)?, *self.rng.pick(&nodes)?);
        (from != to).then_some((from, to))
    }

    fn some_flight(&mut self) -> Option<FlightId> {
        let flights: Vec<FlightId> = self.world.flights().map(|flight| flight.id).collect();
        self.rng.pick(&flights).copied()
    }

    fn delay(&mut self) -> Option<Command> {
        let flight = self.some_flight()?;
        let longest_us = if self.rng.percent(20) { 4_000_000 } else { 400_000 };
        Some(Command::Delay { flight, by_us: self.rng.between(1_000, longest_us) })
    }

    /// A cluster that has not ended, one with a leader if there is one.
    fn some_cluster(&mut self) -> Option<ClusterView> {
        let live: Vec<ClusterView> = self.world.clusters().into_iter().filter(|view| !view.ended).collect();
        let led: Vec<ClusterView> = live.iter().filter(|view| view.leader.is_some()).cloned().collect();
        self.rng.pick(if led.is_empty() { &live } else { &led }).cloned()
    }

    fn change_members(&mut self) -> Option<Command> {
        let view = self.some_cluster()?;
        let members = &view.configuration.members;
        let spare = |server: &&crate::server::Server| server.durable().spare;
        let spares: Vec<NodeId> = self.world.servers().filter(spare).map(crate::server::Server::id).collect();
        let add = some_of(&mut self.rng, &spares, 3);
        let leaving: Vec<NodeId> = members.iter().collect();
        let most = (members.len() as u64).saturating_sub(1).min(if add.is_empty() { 3 } else { 2 });
        let remove = some_of(&mut self.rng, &leaving, most);
        Some(Command::ChangeMembers { cluster: view.cluster, add, remove })
    }

    /// Splits a cluster's members at random, and its keys somewhere, into two or three.
    fn split(&mut self) -> Option<Command> {
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

    fn merge(&mut self) -> Option<Command> {
        let coordinator = self.some_cluster()?;
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
            others.iter().chain([&coordinator]).flat_map(|view| view.configuration.members.iter()).collect();
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

    fn cancel_merge(&mut self) -> Option<Command> {
        let merging = self.world.clusters().into_iter().find_map(|view| match view.stage() {
            Stage::MergePrepared(plan) => Some((plan.coordinator, plan.txid)),
            _ => None,
        });
        merging.map(|(cluster, txid)| Command::CancelMerge { cluster, txid })
    }
}

fn some_of(rng: &mut Rng, nodes: &[NodeId], most: u64) -> NodeSet {
    let mut nodes = nodes.to_vec();
    rng.shuffle(&mut nodes);
    nodes.truncate(rng.between(0, most) as usize);
    nodes.into_iter().collect()
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
