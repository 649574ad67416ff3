//! Whether everything has come to rest once faults have stopped, and whether what clients were told is true.

use std::collections::BTreeMap;

use recraft_protocol::config::Stage;
use recraft_protocol::io::ClientResult;
use recraft_protocol::keys::KeyRanges;
use recraft_protocol::machine::Operation;
use recraft_protocol::quorum::majority;
use recraft_protocol::text::Text;
use recraft_protocol::types::NodeId;
use recraft_protocol::value::Value;

use crate::event::What;
use crate::view::ClusterView;
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
        return Some(format!("{} have not left {}, which has ended", view.nodes, view.cluster));
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
    let waiting = world.clients().find(|client| client.outstanding.is_some());
    waiting.map(|client| format!("{} waits for an answer: {:?}", client.client, client.outstanding))
}

fn restless_cluster(world: &World, view: &ClusterView) -> Option<String> {
    let cluster = view.cluster;
    let Some(leader) = view.leader else { return Some(format!("{cluster} has no leader")) };
    let config = &view.configuration;
    if config.stage != Stage::Stable || config.quorum != majority(config.members.len()) {
        return Some(format!("{cluster} is in the middle of {:?}", config.stage));
    }
    if config.everyone() != view.nodes {
        return Some(format!(
            "the members and learners of {cluster} are {}, but {} are in it",
            config.everyone(),
            view.nodes
        ));
    }
    let leader = world.server(leader)?.node()?;
    let last = leader.log().last();
    if leader.commit() != last.index || last.at != leader.at() {
        return Some(format!(
            "{cluster}'s leader at {} has committed {} of {last}",
            leader.at(),
            leader.commit()
        ));
    }
    for node in view.nodes.iter().filter_map(|node| world.server(node)?.node()) {
        if node.log().last() != last || node.commit() != last.index || node.applied() != last.index {
            let (id, last) = (node.id(), node.log().last());
            return Some(format!("{id} of {cluster} has committed {} of {last}", node.commit()));
        }
        if node.machine() != leader.machine() {
            return Some(format!("{} and {} of {cluster} differ in their state", node.id(), leader.id()));
        }
        if node.configuration() != leader.configuration() {
            return Some(format!(
                "{} and {} of {cluster} differ in their configuration",
                node.id(),
                leader.id()
            ));
        }
    }
    None
}

fn restless_node(node: &recraft_protocol::node::Node) -> Option<String> {
    if let Some(exchange) = node.exchange() {
        return Some(format!("{} holds {} of {} parts", node.id(), exchange.held, exchange.of));
    }
    if node.durable().keeping.is_some() {
        return Some(format!("{} still keeps its part of a merge", node.id()));
    }
    node.pulling().map(|pulling| format!("{} still waits for its pull from {}", node.id(), pulling.from))
}

fn restless_ranges(world: &World, views: &[ClusterView]) -> Option<String> {
    let live: Vec<_> = world.lineage().live().map(|record| record.cluster).collect();
    let shown: Vec<_> = views.iter().map(|view| view.cluster).collect();
    if live != shown {
        return Some(format!("the lineage knows {live:?}, but the nodes are in {shown:?}"));
    }
    let mut owned = KeyRanges::default();
    for view in views {
        if owned.overlaps(view.ranges()) {
            return Some(format!("{} owns keys of another cluster: {}", view.cluster, view.ranges()));
        }
        owned = owned.union(view.ranges());
    }
    let first =
        world.setup().clusters.iter().fold(KeyRanges::default(), |all, cluster| all.union(&cluster.ranges));
    (owned != first).then(|| format!("{owned} are owned, of {first}"))
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
    let show = |value: Option<&&Value>| value.map_or("absent".into(), |value| format!("{value:?}"));
    Some(format!("{wrong} is {}, but by what has committed {}", show(held.get(wrong)), show(must.get(wrong))))
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
            return Some(format!(
                "the append of {value} to {key} was acknowledged, but is there {times} times on {node}"
            ));
        }
    }
    values.iter().find_map(|(key, (value, node))| {
        let mut tokens: Vec<&str> = value.split_inclusive(';').collect();
        let count = tokens.len();
        tokens.sort_unstable();
        tokens.dedup();
        (key.ends_with('+') && tokens.len() != count)
            .then(|| format!("{key} has a token twice on {node}: {value}"))
    })
}
