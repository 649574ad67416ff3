//! Chance: messages delivered in any order or lost, timers firing whenever, nodes restarting, and reconfigurations asked for all the
//! time. What must always hold is checked after every step; then everyone is heard again, and everything must come to rest.

use std::collections::BTreeMap;

use recraft_protocol::config::{Stage, SubCluster};
use recraft_protocol::io::{AdminRequest, Timer};
use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::node::{Node, Role};
use recraft_protocol::observation::Observation;
use recraft_protocol::settings::{Extensions, MembershipScheme, Reads, Settings};
use recraft_protocol::types::{ClusterId, EpochTerm, Index, LogId, NodeId, NodeSet, TxId};

use crate::harness::Bench;

struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % bound as u64).unwrap()
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// What has been seen so far, to compare with.
#[derive(Default)]
struct Seen {
    observations: usize,
    leaders: BTreeMap<(ClusterId, EpochTerm), NodeId>,
    votes: BTreeMap<(NodeId, ClusterId, EpochTerm), NodeId>,
    boundaries: BTreeMap<ClusterId, LogId>,
    committed: BTreeMap<(ClusterId, Index), LogId>,
}

impl Seen {
    fn look(&mut self, bench: &Bench) -> Result<(), String> {
        for (id, observation) in &bench.observations[self.observations..] {
            let node = &bench.nodes[id];
            match observation {
                Observation::BecameLeader { at, .. } => {
                    let Some(cluster) = node.cluster() else { continue };
                    if node.at() == *at
                        && self.leaders.insert((cluster, *at), *id).is_some_and(|other| other != *id)
                    {
                        return Err(format!("two leaders of {cluster} at {at}"));
                    }
                }
                Observation::VoteGranted { to, at } => {
                    let Some(cluster) = node.cluster() else { continue };
                    let before = self.votes.insert((*id, cluster, *at), *to);
                    if node.at() == *at && before.is_some_and(|other| other != *to) {
                        return Err(format!("{id} votes twice in {cluster} at {at}"));
                    }
                }
                Observation::EpochEntered { left, boundary, .. } => {
                    let before = self.boundaries.insert(*left, *boundary);
                    if before.is_some_and(|other| other != *boundary) {
                        return Err(format!("{left} ends at {boundary} and at {before:?}"));
                    }
                }
                _ => {}
            }
        }
        self.observations = bench.observations.len();
        bench.nodes.values().try_for_each(|node| self.look_at_log(node))
    }

    fn look_at_log(&mut self, node: &Node) -> Result<(), String> {
        let Some(cluster) = node.cluster() else { return Ok(()) };
        for entry in node.log().slice(0, node.commit()) {
            let before = self.committed.insert((cluster, entry.id.index), entry.id);
            if before.is_some_and(|other| other != entry.id) {
                return Err(format!("{cluster} commits {} and {}", entry.id, before.unwrap()));
            }
        }
        Ok(())
    }
}

/// A run by chance, and the ids that were given out in it.
struct Run {
    bench: Bench,
    chance: Chance,
    seen: Seen,
    clusters: u32,
    transactions: u32,
}

fn some_extensions(chance: &mut Chance) -> Extensions {
    Extensions {
        fast_backup: chance.one_in(2),
        window: [1, 1, 2, 8][chance.below(4)],
        batch: [1, 3, 64][chance.below(3)],
        compact_after: [None, Some(1), Some(4), Some(16)][chance.below(4)],
        chunk: [None, Some(1), Some(3)][chance.below(3)],
        sessions: true,
        reads: [Reads::ThroughLog, Reads::ReadIndex, Reads::Lease][chance.below(3)],
        pre_vote: chance.one_in(2),
        check_quorum: chance.one_in(2),
        transfer: true,
        learners: true,
        membership: [MembershipScheme::ReCraft, MembershipScheme::OneAtATime, MembershipScheme::Joint]
            [chance.below(3)],
    }
}

impl Run {
    fn new(seed: u64) -> Self {
        let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66);
        let members = 3 + u32::try_from(chance.below(5)).unwrap();
        // Every other run with the plain protocol, the rest with some of its extensions.
        let extensions = if chance.one_in(2) { Extensions::default() } else { some_extensions(&mut chance) };
        let bench = Bench::with_settings(members, 3, Settings { extensions, ..Settings::default() });
        Self { bench, chance, seen: Seen::default(), clusters: 1, transactions: 0 }
    }

    fn some_node(&mut self) -> u32 {
        let count = self.bench.nodes.len();
        1 + u32::try_from(self.chance.below(count)).unwrap()
    }

    fn step(&mut self) {
        let node = self.some_node();
        match self.chance.below(100) {
            0..62 => self.deliver_or_lose(),
            62..78 => {
                let timer = [Timer::Election, Timer::Heartbeat, Timer::Heartbeat, Timer::Pull, Timer::Merge]
                    [self.chance.below(5)];
                let eager = timer != Timer::Election || self.chance.one_in(3);
                if eager {
                    self.bench.fire(node, Timer::LeaderAlive);
                    self.bench.fire(node, timer);
                }
            }
            78..84 => self.bench.put(node, ["a", "h", "p", "x"][usize::try_from(node % 4).unwrap()], "v"),
            84..86 => self.bench.crash_and_restart(node),
            86..88 => self.bench.silent = if self.chance.one_in(2) { [node].into() } else { [].into() },
            _ => self.reconfigure(),
        }
    }

    fn deliver_or_lose(&mut self) {
        if self.bench.messages.is_empty() {
            return;
        }
        let place = self.chance.below(self.bench.messages.len().min(12));
        let last = self.bench.messages.len() - 1;
        let message = self.bench.messages.remove(place.min(last));
        if self.chance.one_in(12) {
            return;
        }
        if self.chance.one_in(20) {
            self.bench.messages.push(message.clone());
        }
        self.bench.messages.insert(0, message);
        self.bench.deliver_one(|_| true);
    }

    fn reconfigure(&mut self) {
        let leaders: Vec<u32> =
            self.bench.nodes.values().filter(|node| node.is_leader()).map(|node| node.id().0).collect();
        if leaders.is_empty() {
            return;
        }
        let leader = leaders[self.chance.below(leaders.len())];
        match self.chance.below(6) {
            0 => self.change_members(leader),
            1 => self.split(leader),
            2 => self.merge(leader),
            3 => {
                let to = NodeId(self.some_node());
                self.bench.admin(leader, AdminRequest::TransferLeadership { to });
            }
            4 => self.change_learners(leader),
            _ => self.bench.admin(leader, AdminRequest::CancelMerge { txid: TxId(self.transactions) }),
        }
    }

    fn change_learners(&mut self, leader: u32) {
        let learners = self.bench.node(leader).configuration().learners.clone();
        let spares = self.spares();
        let one_of_two = if learners.is_empty() { 2 } else { 4 };
        let add: NodeSet = spares.into_iter().filter(|_| self.chance.one_in(one_of_two)).collect();
        let remove: NodeSet = learners.iter().filter(|_| self.chance.one_in(2)).collect();
        self.bench.admin(leader, AdminRequest::ChangeLearners { add, remove });
    }

    fn change_members(&mut self, leader: u32) {
        let config = self.bench.node(leader).configuration();
        let (members, learners) = (config.members.clone(), config.learners.clone());
        let candidates = self.spares().into_iter().chain(learners.iter());
        let add: NodeSet = candidates.filter(|_| self.chance.one_in(2)).collect();
        let remove: NodeSet = members.iter().filter(|_| self.chance.one_in(4)).collect();
        self.bench.change(leader, add, remove);
    }

    /// Nodes that no cluster counts on.
    fn spares(&self) -> Vec<NodeId> {
        let wanted = |id: NodeId| {
            self.bench.nodes.values().filter(|node| node.cluster().is_some()).any(|node| {
                let configs = [node.configuration(), node.committed_configuration()];
                configs.iter().any(|config| match &config.stage {
                    Stage::Changing { target } => target.contains(id) || config.includes(id),
                    _ => config.includes(id),
                })
            })
        };
        self.bench
            .nodes
            .values()
            .filter(|node| matches!(node.role(), Role::Spare) && !wanted(node.id()))
            .map(Node::id)
            .collect()
    }

    fn split(&mut self, leader: u32) {
        let config = self.bench.node(leader).configuration().clone();
        let Some(range) = config.ranges.ranges().first().cloned() else { return };
        if config.members.len() < 2 {
            return;
        }
        let place = 1 + self.chance.below(config.members.len() - 1);
        let key = ["d", "h", "m", "p", "t"][self.chance.below(5)];
        let low = KeyRanges::of([KeyRange { start: range.start.clone(), end: Some(key.into()) }]);
        let rest = config.ranges.ranges()[1..].iter().cloned();
        let high = KeyRanges::of(rest.chain([KeyRange { start: key.into(), end: range.end.clone() }]));
        let mut sub = |members: NodeSet, ranges| {
            self.clusters += 1;
            SubCluster { cluster: ClusterId(self.clusters), members, ranges }
        };
        let subs = vec![
            sub(config.members.iter().take(place).collect(), low),
            sub(config.members.iter().skip(place).collect(), high),
        ];
        self.bench.split(leader, subs);
    }

    fn merge(&mut self, leader: u32) {
        let own = self.bench.node(leader).cluster();
        let others: Vec<u32> = self
            .bench
            .nodes
            .values()
            .filter(|node| node.is_leader() && node.cluster() != own)
            .map(|node| node.id().0)
            .collect();
        if others.is_empty() {
            return;
        }
        let other = others[self.chance.below(others.len())];
        self.clusters += 1;
        self.transactions += 1;
        let members = self.chance.one_in(3).then(|| {
            let everyone = self.bench.contact(leader).members.union(&self.bench.contact(other).members);
            everyone.iter().filter(|_| !self.chance.one_in(4)).collect()
        });
        self.bench.merge(leader, self.transactions, self.clusters, &[other], members);
    }

    /// Everyone hears everyone again; whoever has no leader stands, one at a time.
    fn calm_down(&mut self) -> Result<(), String> {
        self.bench.silent = [].into();
        for round in 0..400 {
            self.settle()?;
            self.bench.beat();
            self.bench.ask_again();
            self.seen.look(&self.bench)?;
            if self.unrest().is_none() && round > 20 {
                return Ok(());
            }
            let node = self.some_node();
            let led = |node: &Node| {
                node.leader().is_some_and(|leader| {
                    let leader = &self.bench.nodes[&leader];
                    leader.is_leader()
                        && leader.cluster() == node.cluster()
                        && leader.at() == node.at()
                        && leader.configuration().includes(node.id())
                })
            };
            if !led(self.bench.node(node)) {
                let everyone: Vec<u32> = self.bench.nodes.keys().map(|id| id.0).collect();
                everyone.into_iter().for_each(|id| self.bench.fire(id, Timer::LeaderAlive));
                self.bench.fire(node, Timer::Election);
            }
        }
        Err(self.unrest().unwrap_or_default())
    }

    fn settle(&mut self) -> Result<(), String> {
        for _ in 0..50_000 {
            if !self.bench.deliver_one(|_| true) {
                return Ok(());
            }
        }
        Err(format!("they never stop talking: {:?}", &self.bench.messages[..3]))
    }

    /// What is still to be done.
    fn unrest(&self) -> Option<String> {
        self.bench.nodes.values().find_map(|node| {
            let id = node.id();
            if node.durable().keeping.is_some() {
                return Some(format!("{id} still keeps its part"));
            }
            let cluster = node.cluster()?;
            let state = format!("{id} in {cluster} at {} ({:?})", node.at(), node.role());
            let config = node.configuration();
            if config.stage != Stage::Stable {
                return Some(format!("{state} is in {:?}", config.stage));
            }
            if node.exchange().is_some() {
                return Some(format!("{state} lacks parts"));
            }
            let leader = node.leader().and_then(|leader| self.bench.nodes.get(&leader));
            match leader.filter(|leader| leader.is_leader() && leader.cluster() == Some(cluster)) {
                None => Some(format!("{state} has no leader")),
                Some(leader) if !leader.configuration().includes(id) => {
                    Some(format!("{state} is not among the members {}", leader.configuration().members))
                }
                Some(leader)
                    if leader.log().last() != node.log().last() || leader.commit() != node.commit() =>
                {
                    Some(format!("{state} has not caught up with {}", leader.id()))
                }
                Some(leader) if leader.commit() != leader.log().last().index => {
                    Some(format!("{state} does not commit"))
                }
                Some(leader) if leader.machine() != node.machine() => {
                    Some(format!("{state} has another state"))
                }
                Some(_) => None,
            }
        })
    }

    /// Every key has exactly one owner.
    fn owners(&self) -> Result<(), String> {
        let mut owned: BTreeMap<ClusterId, KeyRanges> = BTreeMap::new();
        for node in self.bench.nodes.values() {
            if let Some(cluster) = node.cluster() {
                owned.insert(cluster, node.machine().ranges.clone());
            }
        }
        let mut all = KeyRanges::default();
        for (cluster, ranges) in &owned {
            if all.overlaps(ranges) {
                return Err(format!("{cluster} owns what another does: {owned:?}"));
            }
            all = all.union(ranges);
        }
        if all == KeyRanges::everything() { Ok(()) } else { Err(format!("keys without an owner: {owned:?}")) }
    }
}

fn run(seed: u64, steps: usize) -> Result<(), String> {
    let mut run = Run::new(seed);
    let mut outcome = Ok(());
    for _ in 0..steps {
        run.step();
        outcome = run.seen.look(&run.bench);
        if outcome.is_err() {
            break;
        }
    }
    let outcome = outcome.and_then(|()| run.calm_down()).and_then(|()| run.owners());
    if outcome.is_err() && std::env::var("CHANCE_TRACE").is_ok() {
        for (id, observation) in
            run.bench.observations.iter().filter(|(_, o)| {
                !matches!(o, Observation::VoteRefused { .. } | Observation::TermRaised { .. })
            })
        {
            eprintln!("{id} {observation:?}");
        }
        for node in run.bench.nodes.values() {
            eprintln!(
                "{} {:?} {} {:?} log {:?} commit {} config {:?}",
                node.id(),
                node.cluster(),
                node.at(),
                node.role(),
                node.log().last(),
                node.commit(),
                node.configuration()
            );
        }
    }
    outcome
}

#[test]
fn whatever_happens_nothing_unsafe_does_and_everything_comes_to_rest() {
    let env =
        |name: &str, default| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let (first, count) = (env("CHANCE_FIRST", 1u64), env("CHANCE_COUNT", 150u64));
    let mut failures = Vec::new();
    for seed in first..first + count {
        let outcome = std::panic::catch_unwind(|| run(seed, 200 + usize::try_from(seed % 5).unwrap() * 200));
        match outcome {
            Ok(Ok(())) => {}
            Ok(Err(why)) => failures.push(format!("seed {seed}: {why}")),
            Err(_) => failures.push(format!("seed {seed}: panic")),
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {count}:\n{}",
        failures.len(),
        failures[..failures.len().min(40)].join("\n")
    );
}
