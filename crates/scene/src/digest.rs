//! From the world to [`Facts`]: the one file that knows the world's shape.

use recraft_protocol::table::Table;

use recraft_protocol::config::{MergeDecision, Stage};
use recraft_protocol::io::Timer;
use recraft_protocol::node::Node;
use recraft_protocol::observation::Observation;
use recraft_protocol::types::{ClusterId, NodeId, NodeSet};
use recraft_sim::event::{Event, What};
use recraft_sim::lineage::{ClusterRecord, Lineage};
use recraft_sim::server::Server;
use recraft_sim::world::World;

use crate::facts::{ClusterFacts, Facts, NodeFacts, Standing, standing};
use crate::kin::{Ancestry, Kin, kinship};

impl<'a> Facts<'a> {
    /// The facts of the world as it is.
    #[must_use]
    pub fn of(world: &'a World) -> Self {
        let lineage = world.lineage();
        let mut ancestries = ancestries(lineage);
        ancestries.extend(planned(world));
        let kin = kinship(&ancestries);
        let nodes: Vec<NodeFacts<'a>> =
            world.servers().map(|server| node_facts(server, world.now_us())).collect();
        let clusters = cluster_facts(world, &kin);
        let newest = world.checks().violations().max_by_key(|violation| violation.at_us);
        Self {
            now_us: world.now_us(),
            nodes,
            clusters,
            split_parent: lineage.iter().filter_map(|record| split_parent(lineage, record)).collect(),
            heirs: heirs(lineage),
            kin,
            flights: world.flights().collect(),
            clients: world.clients().map(|client| client.client).collect(),
            partition: world.partition().map_or_else(Vec::new, <[NodeSet]>::to_vec),
            cut_links: world.cut_links().collect(),
            refused: refused(world),
            alarmed: newest.iter().flat_map(|violation| violation.nodes.iter().copied()).collect(),
        }
    }
}

/// How long a vote against a merge is to be seen, in microseconds of the world's time.
const NO_SHOWN_US: u64 = 800_000;

/// The clusters that have voted against a merge a moment ago: nothing in their state says so.
fn refused(world: &World) -> Vec<ClusterId> {
    // Where nobody has asked for anything, nobody votes; walking through what has happened costs too much for nothing.
    if world.lineage().iter().nth(1).is_none() || world.statistics().requests_accepted == 0 {
        return Vec::new();
    }
    let recent = world.events().rev().take_while(|event| event.at_us + NO_SHOWN_US >= world.now_us());
    let cluster = |event: &Event| match &event.what {
        What::Observed { node, observation: Observation::MergeVoteRefused { .. } } => {
            world.server(*node)?.node_or_disk().cluster()
        }
        _ => None,
    };
    recent.filter_map(cluster).collect()
}

impl Kin {
    /// The kinship of all clusters of a lineage.
    #[must_use]
    pub fn of_all(lineage: &Lineage) -> Table<ClusterId, Self> {
        kinship(&ancestries(lineage))
    }
}

fn ancestries(lineage: &Lineage) -> Vec<Ancestry> {
    let roots = lineage.iter().filter(|record| record.parents.is_empty()).count();
    let mut root = 0;
    let mut ancestry = |record: &ClusterRecord| {
        let place = match record.parents.as_slice() {
            [] => {
                root += 1;
                (root - 1, roots)
            }
            &[parent] => {
                let siblings: Vec<ClusterId> = lineage.children(parent).map(|child| child.cluster).collect();
                (siblings.iter().position(|&id| id == record.cluster).unwrap_or(0), siblings.len())
            }
            _ => (0, 1),
        };
        Ancestry { cluster: record.cluster, parents: record.parents.clone(), place }
    };
    let mut records: Vec<&ClusterRecord> = lineage.iter().collect();
    recraft_protocol::order::sort_by_key(&mut records, |record| (record.epoch, record.cluster));
    records.into_iter().map(&mut ancestry).collect()
}

/// The children that splits under way will have: they have their hues before they exist.
fn planned(world: &World) -> Vec<Ancestry> {
    let mut planned: Vec<Ancestry> = Vec::new();
    for server in world.servers() {
        let (Stage::SplitEntering(plan) | Stage::SplitLeaving(plan)) =
            &server.node_or_disk().configuration().stage
        else {
            continue;
        };
        for (place, sub) in plan.subs.iter().enumerate() {
            let known = world.lineage().get(sub.cluster).is_some();
            if !known && planned.iter().all(|other| other.cluster != sub.cluster) {
                let place = (place, plan.subs.len());
                planned.push(Ancestry { cluster: sub.cluster, parents: vec![plan.parent], place });
            }
        }
    }
    planned
}

fn split_parent(lineage: &Lineage, record: &ClusterRecord) -> Option<(ClusterId, (ClusterId, u32))> {
    let &[parent] = record.parents.as_slice() else { return None };
    Some((record.cluster, (parent, lineage.get(parent)?.epoch)))
}

fn heirs(lineage: &Lineage) -> Table<ClusterId, Vec<(ClusterId, NodeSet)>> {
    let mut heirs: Table<ClusterId, Vec<(ClusterId, NodeSet)>> = Table::new();
    for record in lineage.iter() {
        for &parent in &record.parents {
            heirs.or_default(parent).push((record.cluster, record.members.clone()));
        }
    }
    heirs
}

fn node_facts(server: &Server, now_us: u64) -> NodeFacts<'_> {
    let node = server.node_or_disk();
    let timer = server.timer(Timer::Election);
    let exchange = node.exchange();
    NodeFacts {
        id: node.id(),
        standing: match standing(server.node()) {
            // A spare that is down is still first of all down.
            Standing::Down => Standing::Down,
            standing => standing,
        },
        cluster: node.cluster(),
        at: node.at(),
        log: node.log(),
        disk: Some(node.durable()),
        commit: node.commit(),
        timer: timer.map(|timer| {
            let whole = timer.due_us.saturating_sub(timer.set_us).max(1) as f32;
            (timer.due_us.saturating_sub(now_us) as f32 / whole).clamp(0.0, 1.0)
        }),
        due_us: timer.map_or(u64::MAX, |timer| timer.due_us),
        parts: exchange.map(|exchange| (exchange.held, exchange.of)),
        pulling: server.is_up() && node.pulling().is_some(),
        bound_for: bound_for(node),
        node: server.node(),
    }
}

/// The child that a `C_new` of a split in the node's log assigns it to.
fn bound_for(node: &Node) -> Option<ClusterId> {
    match &node.configuration().stage {
        Stage::SplitLeaving(plan) => plan.sub_of(node.id()).map(|sub| sub.cluster),
        _ => None,
    }
}

fn cluster_facts<'a>(world: &'a World, kin: &Table<ClusterId, Kin>) -> Vec<ClusterFacts<'a>> {
    let mut servers: Table<ClusterId, Vec<&'a Server>> = Table::new();
    for server in world.servers() {
        if let Some(cluster) = server.node_or_disk().cluster() {
            servers.or_default(cluster).push(server);
        }
    }
    let mut clusters: Vec<ClusterFacts<'a>> = servers
        .into_iter()
        .map(|(id, servers)| {
            let up = || servers.iter().filter_map(|server| server.node());
            let leader = up().filter(|node| node.is_leader()).max_by_key(|node| node.at());
            let newest =
                servers.iter().map(|server| server.node_or_disk()).max_by_key(|node| node.log().last());
            let speaks = leader.or(newest);
            ClusterFacts {
                id,
                epoch: world.lineage().get(id).map_or(0, |record| record.epoch),
                nodes: servers.iter().map(|server| server.id()).collect::<NodeSet>(),
                configuration: speaks.map(Node::configuration),
                leader: leader.map(|node: &Node| -> NodeId { node.id() }),
                kin: kin.get(&id).copied().unwrap_or_default(),
                gathering: gathering(&servers),
            }
        })
        .collect();
    recraft_protocol::order::sort_by(&mut clusters, |a, b| {
        a.kin.order.total_cmp(&b.kin.order).then(a.id.cmp(&b.id))
    });
    clusters
}

/// The merge whose parts some of these nodes still miss.
fn gathering<'a>(servers: &[&'a Server]) -> Option<&'a MergeDecision> {
    servers.iter().find_map(|server| {
        let exchange = server.node_or_disk().exchange()?;
        (exchange.held < exchange.of).then(|| exchange.decision.as_ref())
    })
}
