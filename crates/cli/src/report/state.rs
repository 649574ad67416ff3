//! The final state of nodes, clusters and clients.

use std::collections::BTreeMap;

use recraft_protocol::config::Configuration;
use recraft_protocol::log::{Entry, Payload};
use recraft_protocol::machine::Operation;
use recraft_protocol::node::Node;
use recraft_protocol::types::{LogId, NodeSet};
use recraft_scene::words::reconfiguration::config_entry;
use recraft_script::{kebab, ranges_text};
use recraft_sim::client::ClientView;
use recraft_sim::explore::summary::Summary;
use recraft_sim::lineage::ClusterRecord;
use recraft_sim::server::Server;
use recraft_sim::statistics::Statistics;
use recraft_sim::world::World;
use serde::Serialize;

pub(super) type StatisticsJson = BTreeMap<String, u64>;

#[derive(Serialize)]
pub(super) struct NodeJson {
    id: String,
    up: bool,
    role: String,
    cluster: Option<String>,
    epoch: u32,
    term: u32,
    voted_for: Option<String>,
    leader: Option<String>,
    commit: u64,
    applied: u64,
    configuration: ConfigurationJson,
    log: LogJson,
    data: BTreeMap<String, String>,
    boundaries: Vec<BoundaryJson>,
}

#[derive(Serialize)]
struct ConfigurationJson {
    members: Vec<String>,
    quorum: usize,
    learners: Vec<String>,
    keys: String,
    stage: String,
}

#[derive(Serialize)]
struct LogJson {
    base: IdJson,
    entries: Vec<EntryJson>,
}

#[derive(Serialize)]
struct IdJson {
    index: u64,
    epoch: u32,
    term: u32,
}

#[derive(Serialize)]
struct EntryJson {
    #[serde(flatten)]
    id: IdJson,
    kind: &'static str,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<OperationJson>,
}

#[derive(Serialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
enum OperationJson {
    Get { key: String },
    Put { key: String, value: String },
    Append { key: String, value: String },
    Delete { key: String },
    CompareAndSet { key: String, expected: Option<String>, value: String },
}

#[derive(Serialize)]
struct BoundaryJson {
    cluster: String,
    #[serde(flatten)]
    id: IdJson,
}

#[derive(Serialize)]
pub(super) struct ClusterJson {
    id: String,
    epoch: u32,
    parents: Vec<String>,
    members: Vec<String>,
    keys: String,
    born_us: u64,
    ended_us: Option<u64>,
    /// Nobody is in a cluster that has ended and left no laggard behind.
    now: Option<ClusterNow>,
}

#[derive(Serialize)]
struct ClusterNow {
    nodes: Vec<String>,
    leader: Option<String>,
    term: u32,
    commit: u64,
    configuration: ConfigurationJson,
    data: Option<BTreeMap<String, String>>,
}

#[derive(Serialize)]
pub(super) struct ClientJson {
    id: String,
    asked: u64,
    answered: u64,
    waits_for: Option<String>,
}

pub(super) fn node(server: &Server) -> NodeJson {
    let node = server.node_or_disk();
    let boundaries = node
        .durable()
        .passed
        .iter()
        .map(|(cluster, passed)| BoundaryJson { cluster: cluster.to_string(), id: id(passed.snapshot.last) });
    NodeJson {
        id: server.id().to_string(),
        up: server.is_up(),
        role: if server.is_up() { kebab(node.role()) } else { "down".into() },
        cluster: node.cluster().map(|cluster| cluster.to_string()),
        epoch: node.at().epoch,
        term: node.at().term,
        voted_for: node.voted_for().map(|node| node.to_string()),
        leader: node.leader().filter(|_| server.is_up()).map(|node| node.to_string()),
        commit: node.commit(),
        applied: node.applied(),
        configuration: configuration(node.configuration()),
        log: LogJson {
            base: id(node.log().base()),
            entries: node.log().iter().map(|held| entry(held)).collect(),
        },
        data: data(node),
        boundaries: boundaries.collect(),
    }
}

fn names(nodes: &NodeSet) -> Vec<String> {
    nodes.iter().map(|node| node.to_string()).collect()
}

fn configuration(config: &Configuration) -> ConfigurationJson {
    ConfigurationJson {
        members: names(&config.members),
        quorum: config.quorum,
        learners: names(&config.learners),
        keys: ranges_text(&config.ranges),
        stage: kebab(&config.stage),
    }
}

const fn id(id: LogId) -> IdJson {
    IdJson { index: id.index, epoch: id.at.epoch, term: id.at.term }
}

fn data(node: &Node) -> BTreeMap<String, String> {
    node.machine().data.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect()
}

fn entry(entry: &Entry) -> EntryJson {
    let bare =
        |kind, text| EntryJson { id: id(entry.id), kind, text, client: None, request: None, operation: None };
    match &entry.payload {
        Payload::Noop => bare("noop", "no-op".into()),
        Payload::Config(change) => bare("configuration", config_entry(change)),
        Payload::Command(command) => EntryJson {
            client: Some(command.client.to_string()),
            request: Some(command.seq),
            operation: Some(operation(&command.operation)),
            ..bare("command", command.operation.to_string())
        },
    }
}

fn operation(operation: &Operation) -> OperationJson {
    let key = operation.key().to_owned();
    match operation {
        Operation::Get { .. } => OperationJson::Get { key },
        Operation::Put { value, .. } => OperationJson::Put { key, value: value.to_string() },
        Operation::Append { value, .. } => OperationJson::Append { key, value: value.to_string() },
        Operation::Delete { .. } => OperationJson::Delete { key },
        Operation::CompareAndSet { expected, value, .. } => {
            let expected = expected.as_ref().map(ToString::to_string);
            OperationJson::CompareAndSet { key, expected, value: value.to_string() }
        }
    }
}

pub(super) fn cluster(world: &World, record: &ClusterRecord) -> ClusterJson {
    let now = world.cluster(record.cluster).map(|view| {
        let up = || view.nodes.iter().filter_map(|node| world.server(node)?.node());
        let speaks = up()
            .find(|node| Some(node.id()) == view.leader)
            .or_else(|| up().max_by_key(|node| node.applied()));
        ClusterNow {
            nodes: names(&view.nodes),
            leader: view.leader.map(|node| node.to_string()),
            term: view.term,
            commit: view.commit,
            configuration: configuration(&view.configuration),
            data: speaks.map(data),
        }
    });
    ClusterJson {
        id: record.cluster.to_string(),
        epoch: record.epoch,
        parents: record.parents.iter().map(ToString::to_string).collect(),
        members: names(&record.members),
        keys: ranges_text(&record.ranges),
        born_us: record.born_us,
        ended_us: record.ended_us,
        now,
    }
}

pub(super) fn client(client: &ClientView) -> ClientJson {
    ClientJson {
        id: client.client.to_string(),
        asked: client.asked,
        answered: client.answered,
        waits_for: client.outstanding.as_ref().map(|outstanding| outstanding.operation.to_string()),
    }
}

/// The counts by their names, which are those of `recraft explore --json`.
pub(super) fn statistics(statistics: &Statistics) -> StatisticsJson {
    let summary = Summary { statistics: statistics.clone(), ..Summary::default() };
    let of_series = |name: &str| {
        let names = ["runs", "virtual_seconds", "violations", "losses", "liveness_failures"];
        names.contains(&name)
            || ["histories_", "failed_", "deeds_"].iter().any(|start| name.starts_with(start))
    };
    summary.counts().into_iter().filter(|(name, _)| !of_series(name)).collect()
}
