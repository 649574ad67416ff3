//! The stormy phase: one random deed after the other.

use recraft_protocol::config::Stage;
use recraft_protocol::node::Node;
use recraft_protocol::types::{NodeId, NodeSet};

use crate::command::Command;
use crate::explore::Explorer;
use crate::explore::deed::Deed;
use crate::explore::plan::Plan;
use crate::flight::FlightId;
use crate::rng::Rng;
use crate::view::ClusterView;
use crate::world::Load;

impl Explorer {
    pub(super) fn storm(&mut self, plan: &Plan) {
        let Load { clients, pause_us } = plan.load;
        self.command(Command::Load { clients, pause_us });
        if self.rng.percent(80) {
            self.go_on_to(600_000);
        }
        let until_us = self.world.now_us() + plan.storm_us;
        while self.world.now_us() < until_us && self.goes_on() {
            if let Some(deed) = plan.next_deed(&mut self.rng) {
                self.act(deed, plan);
            }
            let pause_us = if self.rng.percent(20) { 1_000 } else { plan.pause_us };
            let pause_us = self.rng.between(100, pause_us);
            self.go_on_to(self.world.now_us() + pause_us);
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
            Deed::Transfer => self.transfer(),
            Deed::ChangeLearners => self.change_learners(),
            Deed::Strike => self.strike(plan),
            Deed::Depose => self.depose(),
            Deed::Bounce => self.bounce(),
            Deed::Hurry => self.hurry(),
            Deed::Sever => self.sever(),
            Deed::ComeBack => self.come_back(),
            Deed::ManagedSplit => self.managed_split(),
            Deed::ManagedMerge => self.managed_merge(),
            Deed::HitManager => Some(self.hit_manager()),
        };
        if let Some(command) = command
            && self.command(command)
        {
            *self.deeds.entry(deed).or_default() += 1;
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

    /// Cuts a leader off with fewer than half of its cluster; clients still reach it.
    fn depose(&mut self) -> Option<Command> {
        let led: Vec<ClusterView> =
            self.world.clusters().into_iter().filter(|view| view.leader.is_some()).collect();
        let view = self.rng.pick(&led)?;
        let leader = view.leader?;
        let others: Vec<NodeId> = view.nodes.iter().filter(|&node| node != leader).collect();
        let most = (view.nodes.len() as u64).saturating_sub(1) / 2;
        let mut with_it = some_of(&mut self.rng, &others, most.saturating_sub(1));
        with_it.insert(leader);
        Some(Command::Partition { groups: vec![with_it] })
    }

    /// Crashes a node and starts it again at once: it loses nothing but its memory, and what was on its way to it arrives.
    fn bounce(&mut self) -> Option<Command> {
        let node = self.some_node(true)?;
        self.command(Command::Crash { node }).then_some(Command::Restart { node })
    }

    /// Lets a node with something uncommitted at the end of its log stand for election.
    fn come_back(&mut self) -> Option<Command> {
        let nodes = self.world.servers().filter_map(crate::server::Server::node);
        let holds = |node: &&Node| !node.is_leader() && node.log().last().index > node.commit();
        let nodes: Vec<NodeId> = nodes.filter(holds).map(Node::id).collect();
        let node = self.rng.pick(&nodes).copied()?;
        if self.rng.percent(50) {
            self.command(Command::Heal);
        }
        Some(Command::Timeout { node })
    }

    /// Cuts the network along the sub-clusters of a split that is under way.
    fn sever(&mut self) -> Option<Command> {
        let splits = self.world.clusters().into_iter().filter_map(|view| match view.stage() {
            Stage::SplitEntering(plan) | Stage::SplitLeaving(plan) => Some(plan.clone()),
            _ => None,
        });
        let splits: Vec<_> = splits.collect();
        let plan = self.rng.pick(&splits)?;
        Some(Command::Partition { groups: plan.subs.iter().map(|sub| sub.members.clone()).collect() })
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
    pub(super) fn some_cluster(&mut self) -> Option<ClusterView> {
        let live: Vec<ClusterView> = self.world.clusters().into_iter().filter(|view| !view.ended).collect();
        let led: Vec<ClusterView> = live.iter().filter(|view| view.leader.is_some()).cloned().collect();
        self.rng.pick(if led.is_empty() { &live } else { &led }).cloned()
    }
}

pub(super) fn some_of(rng: &mut Rng, nodes: &[NodeId], most: u64) -> NodeSet {
    let mut nodes = nodes.to_vec();
    rng.shuffle(&mut nodes);
    nodes.truncate(rng.between(0, most) as usize);
    nodes.into_iter().collect()
}
