//! Whether everything has come to rest once faults have stopped, and whether what clients were told is true.

use std::collections::BTreeMap;

use recraft_protocol::config::Stage;
use recraft_protocol::io::ClientResult;
use recraft_protocol::keys::KeyRanges;
use recraft_protocol::machine::Operation;
use recraft_protocol::quorum::majority;
use recraft_protocol::text::Text;
use recraft_protocol::types::{ClusterId, NodeId};
use recraft_protocol::value::Value;
use recraft_words::t;

use crate::client::Outstanding;
use crate::event::What;
use crate::view::{ClusterView, ranges_in_words};
use crate::world::World;

/// The first thing that has not come to rest, if there is one.
///
/// At rest every node is up and either spare or a member of a cluster that has not ended; every cluster is led, has committed all of
/// its log, the leader's own time included, and is in the middle of nothing; its members' logs and states are equal; every key is
/// owned by exactly one cluster; every client has its answer.
#[must_use]
pub fn restless(world: &World) -> Option<String> {
    let views = world.clusters();
    if let Some(view) = views.iter().find(|view| view.ended) {
        return Some(t!(
            "{nodes} have not left {cluster}, which has ended",
            nodes = view.nodes,
            cluster = view.cluster
        ));
    }
    if let Some(what) = views.iter().find_map(|view| restless_cluster(world, view)) {
        return Some(what);
    }
    if let Some(what) = world.servers().find_map(|server| restless_node(server.node_or_disk())) {
        return Some(what);
    }
    if let Some(what) = restless_ranges(world, &views) {
        return Some(what);
    }
    if let Some(what) = world.manager().unfinished() {
        return Some(what);
    }
    world.clients().find_map(|client| {
        let Outstanding { operation, node, .. } = client.outstanding.as_ref()?;
        let client = client.client;
        Some(t!("{client} waits for {node}'s answer to \u{201c}{operation}\u{201d}", client, node, operation))
    })
}

fn restless_cluster(world: &World, view: &ClusterView) -> Option<String> {
    let cluster = view.cluster;
    let Some(leader) = view.leader else { return Some(t!("{cluster} has no leader", cluster)) };
    let config = &view.configuration;
    if config.stage != Stage::Stable || config.quorum != majority(config.members.len()) {
        return Some(t!("{cluster} is in the middle of a reconfiguration", cluster));
    }
    if config.everyone() != view.nodes {
        return Some(t!(
            "the members and learners of {cluster} are {nodes}, but {others} are in it",
            cluster,
            nodes = config.everyone(),
            others = view.nodes
        ));
    }
    let leader = world.server(leader)?.node()?;
    let last = leader.log().last();
    if leader.commit() != last.index || last.at != leader.at() {
        return Some(t!(
            "{cluster}'s leader at {at} has committed {commit} of {last}",
            cluster,
            at = leader.at(),
            commit = leader.commit(),
            last
        ));
    }
    for node in view.nodes.iter().filter_map(|node| world.server(node)?.node()) {
        if node.log().last() != last || node.commit() != last.index || node.applied() != last.index {
            let (id, last) = (node.id(), node.log().last());
            return Some(t!(
                "{id} of {cluster} has committed {commit} of {last}",
                id,
                cluster,
                commit = node.commit(),
                last
            ));
        }
        if node.machine() != leader.machine() {
            return Some(t!(
                "{one} and {other} of {cluster} differ in their state",
                one = node.id(),
                other = leader.id(),
                cluster
            ));
        }
        if node.configuration() != leader.configuration() {
            return Some(t!(
                "{one} and {other} of {cluster} differ in their configuration",
                one = node.id(),
                other = leader.id(),
                cluster
            ));
        }
    }
    None
}

fn restless_node(node: &recraft_protocol::node::Node) -> Option<String> {
    if let Some(exchange) = node.exchange() {
        return Some(t!(
            "{node} holds {held} of {of} parts",
            node = node.id(),
            held = exchange.held,
            of = exchange.of
        ));
    }
    if node.durable().keeping.is_some() {
        return Some(t!("{node} still keeps its part of a merge", node = node.id()));
    }
    node.pulling().map(|pulling| {
        t!("{node} still waits for its pull from {from}", node = node.id(), from = pulling.from)
    })
}

fn restless_ranges(world: &World, views: &[ClusterView]) -> Option<String> {
    let live: Vec<_> = world.lineage().live().map(|record| record.cluster).collect();
    let shown: Vec<_> = views.iter().map(|view| view.cluster).collect();
    if live != shown {
        return Some(t!(
            "the lineage knows {live}, but the nodes are in {shown}",
            live = list(&live),
            shown = list(&shown)
        ));
    }
    let mut owned = KeyRanges::default();
    for view in views {
        if owned.overlaps(view.ranges()) {
            return Some(t!(
                "{cluster} owns keys of another cluster: {ranges}",
                cluster = view.cluster,
                ranges = ranges_in_words(view.ranges())
            ));
        }
        owned = owned.union(view.ranges());
    }
    let first =
        world.setup().clusters.iter().fold(KeyRanges::default(), |all, cluster| all.union(&cluster.ranges));
    (owned != first).then(|| {
        t!("{owned} are owned, of {all}", owned = ranges_in_words(&owned), all = ranges_in_words(&first))
    })
}

fn list(clusters: &[ClusterId]) -> String {
    clusters.iter().map(ClusterId::to_string).collect::<Vec<_>>().join(", ")
}

/// Whether an append that a client was told is done has been lost or done twice, in a world at rest.
///
/// Every append of the steady load adds a token that occurs nowhere else to a key that is only appended to. One that was asked and not
/// answered may be there or not, but not twice.
#[must_use]
pub fn lost_or_doubled(world: &World) -> Option<String> {
    differs_from_what_committed(world).or_else(|| tokens_lost_or_doubled(world))
}

/// Whether the clusters together hold anything but what has committed, as the checks have worked it out.
fn differs_from_what_committed(world: &World) -> Option<String> {
    let mut held: BTreeMap<&str, &Value> = BTreeMap::new();
    for view in world.clusters() {
        let leader = world.server(view.leader?)?.node()?;
        let data = leader.machine().data.iter();
        held.extend(data.map(|(key, value)| (key.as_str(), value)));
    }
    let must: BTreeMap<&str, &Value> = world.checks().must_hold().collect();
    let wrong = must.keys().chain(held.keys()).find(|key| must.get(*key) != held.get(*key))?;
    let show = |value: Option<&&Value>| value.map_or(t!("absent").into(), |value| format!("{value:?}"));
    Some(t!(
        "{key} is {value}, but by what has committed {value_2}",
        key = wrong,
        value = show(held.get(wrong)),
        value_2 = show(must.get(wrong))
    ))
}

fn tokens_lost_or_doubled(world: &World) -> Option<String> {
    let mut values: BTreeMap<&str, (Text, NodeId)> = BTreeMap::new();
    for view in world.clusters() {
        let leader = world.server(view.leader?)?.node()?;
        let data = leader.machine().data.iter();
        values.extend(data.map(|(key, value)| (key.as_str(), (value.text(), leader.id()))));
    }
    for event in world.events() {
        let What::ClientAnswered { operation: Operation::Append { key, value }, result, .. } = &event.what
        else {
            continue;
        };
        let ClientResult::Applied { .. } = result else { continue };
        let (held, node) = values.get(key.as_str()).cloned().unwrap_or((Text::default(), NodeId(0)));
        let times = held.split_inclusive(';').filter(|token| *token == value.as_str()).count();
        if times != 1 {
            return Some(t!(
                "the append of {value} to {key} was acknowledged, but is there {times} times on {node}",
                value,
                key,
                times,
                node
            ));
        }
    }
    values.iter().find_map(|(key, (value, node))| {
        let mut tokens: Vec<&str> = value.split_inclusive(';').collect();
        let count = tokens.len();
        tokens.sort_unstable();
        tokens.dedup();
        (key.ends_with('+') && tokens.len() != count)
            .then(|| t!("{key} has a token twice on {node}: {value}", key, node, value))
    })
}
