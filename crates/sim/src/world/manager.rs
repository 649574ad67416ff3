//! The manager of the [baseline](crate::baseline) at work: taking commands, sending orders, and what machines do with them.

use std::sync::Arc;

use recraft_protocol::config::{Stage, SubCluster};
use recraft_protocol::io::{ClientReply, ClientResult};
use recraft_protocol::keys::KeyRanges;
use recraft_protocol::machine::Machine;
use recraft_protocol::node::{Node, Role};
use recraft_protocol::table::SmallSet;
use recraft_protocol::types::{ClientId, ClusterId, NodeId, NodeSet};

use crate::baseline::{self, Done, Hand, Job, JobId, Manager, Old, Order, Step, Stopped, Turn, size_of};
use crate::checker::Sight;
use crate::command::{CommandError, Part};
use crate::event::What;
use crate::flight::{Cargo, Endpoint};
use crate::lineage::ClusterRecord;
use crate::network::Parcel;
use crate::queue::Happening;
use crate::setup::LONGEST_US;
use crate::world::World;

impl World {
    /// The manager of the baseline.
    #[must_use]
    pub const fn manager(&self) -> &Manager {
        &self.manager
    }

    pub(super) fn managed_split(&mut self, cluster: ClusterId, into: &[Part]) -> Result<(), CommandError> {
        let old = self.to_be_managed(cluster)?;
        let members: NodeSet = into.iter().flat_map(|part| part.members.iter()).collect();
        let ranges = into.iter().fold(KeyRanges::default(), |all, part| all.union(&part.ranges));
        let apart = into.iter().enumerate().all(|(place, one)| {
            let meets = |other: &Part| {
                one.ranges.overlaps(&other.ranges) || !one.members.intersection(&other.members).is_empty()
            };
            !one.members.is_empty() && !one.ranges.is_empty() && !into[..place].iter().any(meets)
        });
        if !apart || into.len() < 2 || members != old.members || ranges != old.ranges {
            return Err(CommandError::BadParts(cluster));
        }
        let subs = into.iter().map(|part| SubCluster {
            cluster: self.name_cluster(),
            members: part.members.clone(),
            ranges: part.ranges.clone(),
        });
        let subs = subs.collect();
        self.begin_job(vec![old], subs);
        Ok(())
    }

    pub(super) fn managed_merge(
        &mut self,
        clusters: &[ClusterId],
        members: Option<&NodeSet>,
    ) -> Result<(), CommandError> {
        let named: SmallSet<ClusterId> = clusters.iter().copied().collect();
        let first = clusters.first().copied().unwrap_or(ClusterId(0));
        if named.len() < 2 || named.len() < clusters.len() {
            return Err(CommandError::BadParts(first));
        }
        let olds =
            named.iter().map(|&cluster| self.to_be_managed(cluster)).collect::<Result<Vec<Old>, _>>()?;
        let everyone: NodeSet = olds.iter().flat_map(|old| old.members.iter()).collect();
        let members = members.unwrap_or(&everyone).clone();
        if members.is_empty() || !members.is_subset(&everyone) {
            return Err(CommandError::BadParts(first));
        }
        let ranges = olds.iter().fold(KeyRanges::default(), |all, old| all.union(&old.ranges));
        let into = SubCluster { cluster: self.name_cluster(), members, ranges };
        self.begin_job(olds, vec![into]);
        Ok(())
    }

    /// A cluster that the manager may take in hand, as it is known outside.
    fn to_be_managed(&self, cluster: ClusterId) -> Result<Old, CommandError> {
        if !self.manager.is_up() {
            return Err(CommandError::ManagerDown);
        }
        let view = self.living(cluster)?;
        let config = view.configuration;
        let taken = |job: &Job| {
            let everyone = job.everyone();
            !job.is_published() && config.everyone().iter().any(|node| everyone.contains(node))
        };
        if config.stage != Stage::Stable || self.manager.jobs.iter().any(taken) {
            return Err(CommandError::ClusterBusy(cluster));
        }
        let (members, learners, ranges) = (config.members, config.learners, config.ranges);
        Ok(Old { cluster, epoch: view.epoch, members, learners, ranges })
    }

    fn begin_job(&mut self, olds: Vec<Old>, into: Vec<SubCluster>) {
        self.manager.jobs_named += 1;
        let patience_us = 2 * self.settings.timing.election.max_us;
        let job = Job::new(JobId(self.manager.jobs_named), olds, into, patience_us);
        let nodes = job.everyone();
        self.manager.jobs.iter_mut().for_each(|earlier| earlier.leave(&nodes));
        self.manager.jobs.push(job);
        self.manager_turn();
    }

    pub(super) fn set_manager(&mut self, up: bool) -> Result<(), CommandError> {
        if self.manager.is_up() == up {
            return Err(if up { CommandError::ManagerUp } else { CommandError::ManagerDown });
        }
        self.manager.set_up(up);
        self.record(|| What::Managed { step: if up { Step::Restarted } else { Step::Crashed } });
        self.wake_manager(None);
        if up {
            self.manager_turn();
        }
        Ok(())
    }

    /// Sets the manager's alarm clock.
    pub(super) fn wake_manager(&mut self, at_us: Option<u64>) {
        self.manager.ticket.take().into_iter().for_each(|ticket| self.queue.cancel(ticket));
        if let Some(held) = &mut self.held {
            held.manager = at_us.map(|at_us| at_us.saturating_sub(self.now_us));
        } else if let Some(at_us) = at_us {
            let due_us = at_us.max(self.now_us + 1);
            self.manager.ticket = Some(self.queue.push(due_us, Happening::Manager));
        }
    }

    /// The manager looks through its jobs, and does what is due.
    pub(super) fn manager_turn(&mut self) {
        if !self.manager.is_up() {
            return;
        }
        let now_us = self.now_us;
        let mut jobs = std::mem::take(&mut self.manager.jobs);
        jobs.retain_mut(|job| {
            loop {
                let turn = job.turn(now_us);
                let done = turn == Turn::Done;
                if matches!(turn, Turn::Wait | Turn::Done) {
                    self.send_orders(job);
                    return !done;
                }
                self.take_turn(job, turn);
            }
        });
        let next_us = jobs.iter().filter_map(Job::next_us).min();
        self.manager.jobs = jobs;
        self.wake_manager(next_us);
    }

    fn take_turn(&mut self, job: &Job, turn: Turn) {
        match turn {
            Turn::End(sources) => self.end_clusters(job, &sources),
            Turn::GiveUp(why) => self.record(|| What::Managed { step: Step::GaveUp { why } }),
            Turn::Publish => {
                let clusters: Vec<ClusterId> = job.into.iter().map(|sub| sub.cluster).collect();
                for &cluster in &clusters {
                    if let Some(record) = self.lineage.get(cluster) {
                        self.directory.learn(record);
                    }
                }
                self.record(|| What::Managed { step: Step::Published { clusters } });
            }
            Turn::Wait | Turn::Done => {}
        }
    }

    /// The logs of these nodes are the last words of the old clusters; the new ones come to be.
    fn end_clusters(&mut self, job: &Job, sources: &[NodeId]) {
        let parents: Vec<ClusterId> = job.olds.iter().map(|old| old.cluster).collect();
        let born = job.into.iter().map(|sub| ClusterRecord {
            cluster: sub.cluster,
            epoch: job.epoch(),
            parents: parents.clone(),
            members: sub.members.clone(),
            ranges: sub.ranges.clone(),
            born_us: self.now_us,
            ended_us: None,
        });
        let (born, before) = (born.collect(), self.lineage.clone());
        self.lineage.replace(&parents, born, self.now_us);
        self.record(|| What::Managed { step: Step::Ended { clusters: parents } });
        if !self.checking {
            return;
        }
        let mut violations = Vec::new();
        for server in sources.iter().filter_map(|node| self.servers.get(node)) {
            let sight = Sight::of(&server.node, &[], self.last_seq + 1);
            violations.extend(self.checker.close(&sight, &before, &self.lineage, self.now_us));
        }
        for violation in violations {
            self.record(|| What::Violated { violation });
        }
    }

    fn send_orders(&mut self, job: &mut Job) {
        for (node, order) in job.orders(self.now_us) {
            let cargo = Cargo::Order(job.id, Box::new(order));
            job.note_told(node, self.now_us, self.extra_us(&cargo));
            self.send(Parcel { from: Endpoint::Manager, to: Endpoint::Node(node), cargo });
        }
    }

    /// How much longer something takes than an ordinary message: what its size costs, and what it takes to carry it out.
    pub(super) fn extra_us(&self, cargo: &Cargo) -> u64 {
        let way_us = match self.network.behaviour.bytes_per_second {
            Some(rate) => cargo.state_bytes().saturating_mul(1_000_000) / rate.max(1),
            None => 0,
        };
        let start_us = match cargo {
            Cargo::Order(_, order) if matches!(**order, Order::Begin { .. } | Order::Resume) => {
                self.setup.manager.start_us
            }
            _ => 0,
        };
        way_us.saturating_add(start_us).min(LONGEST_US)
    }

    /// An answer has come to the manager.
    pub(super) fn manager_hears(&mut self, from: Endpoint, job: JobId, done: Done) {
        let Endpoint::Node(node) = from else { return };
        if let Done::State(cluster, machine) = &done {
            let step = Step::Collected { cluster: *cluster, bytes: size_of(machine) };
            self.record(|| What::Managed { step });
        }
        if let Some(job) = self.manager.jobs.iter_mut().find(|other| other.id == job) {
            job.hear(node, done);
        }
        self.manager_turn();
    }

    /// An order has come to a machine, whose node is up or was stopped by the manager.
    pub(super) fn carry_out_order(&mut self, node: NodeId, job: JobId, order: Order) {
        let hand = self.manager.hands.get(&node).copied().unwrap_or_default();
        let late = job <= hand.finished || hand.stopped_by.is_some_and(|by| by > job);
        let done = match order {
            _ if late => Some(Done::Finished),
            Order::Stop => self.stop_node(node, job),
            Order::Send => self.state_of(node).map(|(cluster, machine)| Done::State(cluster, machine)),
            Order::Begin { into, sent, own } => {
                let cluster = into.own.cluster;
                let mine = if own { self.state_of(node).map(|(_, machine)| machine) } else { None };
                let states: Vec<Arc<Machine>> = sent.into_iter().chain(mine).collect();
                self.replace_disk(node, |disk| baseline::begin(disk, &into, &states));
                self.finish_order(node, job, Step::NodeBegan { node, cluster }, false)
            }
            Order::Retire { from } => {
                self.replace_disk(node, |disk| baseline::retire(disk, &from));
                self.finish_order(node, job, Step::NodeRetired { node }, false)
            }
            Order::Resume => {
                let step = Step::NodeResumed { node };
                self.finish_order(node, job, step, hand.stopped_by.is_some())
            }
        };
        if let Some(done) = done {
            let cargo = Cargo::Done(job, Box::new(done));
            self.send(Parcel { from: Endpoint::Node(node), to: Endpoint::Manager, cargo });
        }
    }

    fn stop_node(&mut self, node: NodeId, job: JobId) -> Option<Done> {
        self.manager.hands.or_default(node).stopped_by = Some(job);
        if self.servers.get(&node)?.is_up() {
            for (client, seq) in
                self.servers.get(&node).map(|server| waiting(&server.node)).unwrap_or_default()
            {
                self.refuse(node, client, seq);
            }
            self.record(|| What::Managed { step: Step::NodeStopped { node } });
            self.take_down(node);
        }
        let disk = self.servers.get(&node)?.node_or_disk();
        Some(Done::Stopped(Stopped {
            cluster: disk.cluster(),
            last: disk.log().last(),
            configuration: disk.configuration().clone(),
            whole: disk.durable().exchange.is_none(),
        }))
    }

    /// The state that a stopped node's log comes to.
    fn state_of(&self, node: NodeId) -> Option<(ClusterId, Arc<Machine>)> {
        let disk = self.servers.get(&node)?.node_or_disk();
        let machine = baseline::settled(node, disk.durable(), self.settings);
        disk.cluster().map(|cluster| (cluster, Arc::new(machine)))
    }

    fn replace_disk(
        &mut self,
        node: NodeId,
        change: impl FnOnce(recraft_protocol::durable::Durable) -> recraft_protocol::durable::Durable,
    ) {
        self.take_down(node);
        let settings = self.settings;
        let Some(server) = self.servers.get_mut(&node) else { return };
        let disk = std::mem::replace(&mut server.node, Node::spare(node, settings)).into_durable();
        server.node = Node::from_disk(node, change(disk), settings);
    }

    /// Everything is ready: the node starts, unless it runs already.
    fn finish_order(&mut self, node: NodeId, job: JobId, step: Step, restarted: bool) -> Option<Done> {
        self.manager.hands.insert(node, Hand { stopped_by: None, finished: job });
        self.record(|| What::Managed { step });
        let server = self.servers.get_mut(&node)?;
        if !server.is_up() {
            server.come_up();
            self.start(node, restarted);
        }
        Some(Done::Finished)
    }

    /// A machine whose node the manager has stopped tells a client at once that nobody is there.
    pub(super) fn refuse(&mut self, node: NodeId, client: ClientId, seq: u64) {
        let reply = ClientReply { client, seq, result: ClientResult::NotLeader { leader: None } };
        let (from, to) = (Endpoint::Node(node), Endpoint::Client(client));
        self.send(Parcel { from, to, cargo: Cargo::Reply(reply) });
    }
}

/// The clients whose requests this node has in hand.
fn waiting(node: &Node) -> Vec<(ClientId, u64)> {
    match node.role() {
        Role::Leader(leading) => leading.waiting.values().copied().collect(),
        _ => Vec::new(),
    }
}
