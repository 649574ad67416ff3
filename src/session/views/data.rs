//! Which cluster owns which keys, what it holds, and how far each of its nodes has applied the log.

use recraft_protocol::keys::KeyRanges;
use recraft_protocol::types::{ClusterId, Index, NodeId};
use recraft_scene::words::log::VALUE_SHOWN;
use recraft_sim::server::Server;
use recraft_sim::view::ClusterView;

use crate::session::Session;

/// The most keys shown of a cluster.
const KEYS_MAX: usize = 60;

/// The keys of all clusters on one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// The clusters that live, in their row.
    pub clusters: Vec<Holding>,
    /// The places at which a range begins or ends, each with its share of the line.
    pub borders: Vec<(String, f64)>,
}

/// What a cluster holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Holding {
    /// The cluster.
    pub id: ClusterId,
    /// Its hue.
    pub hue: u16,
    /// Its keys in words.
    pub ranges: String,
    /// Its stretches of the line, as shares of it.
    pub stretches: Vec<(f64, f64)>,
    /// Keys and values, and where they are on the line; the first ones by key.
    pub pairs: Vec<Pair>,
    /// How many keys are not shown.
    pub more: usize,
    /// Whose copy this is: the leader's, or that of whoever has applied most.
    pub copy_of: Option<NodeId>,
    /// How far each node has applied the log.
    pub nodes: Vec<Applied>,
    /// The highest index that any of them has.
    pub last: Index,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The key.
    pub key: String,
    /// Its value.
    pub value: String,
    /// Where it is on the line.
    pub at: f64,
}

/// How far a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Which.
    pub node: NodeId,
    /// Up to where it has applied the log; `None` while it is down.
    pub applied: Option<Index>,
    /// Its last entry.
    pub last: Index,
}

impl Data {
    /// The data of a session's clusters.
    pub fn of(session: &Session) -> Self {
        let mut views: Vec<ClusterView> =
            session.world().clusters().into_iter().filter(|view| !view.ended).collect();
        recraft_protocol::order::sort_by(&mut views, |a, b| {
            a.ranges().cmp(b.ranges()).then(a.cluster.cmp(&b.cluster))
        });
        let mut clusters: Vec<Holding> = views.iter().map(|view| holding(view, session)).collect();
        let line = Line::of(&views, &clusters);
        for (view, holding) in views.iter().zip(&mut clusters) {
            holding.stretches = line.stretches(view.ranges());
            for pair in &mut holding.pairs {
                pair.at = line.at(&pair.key);
            }
        }
        let borders = line.borders(&views);
        Self { clusters, borders }
    }
}

fn holding(view: &ClusterView, session: &Session) -> Holding {
    let world = session.world();
    let up = |id: NodeId| world.server(id).and_then(Server::node);
    let furthest = || view.nodes.iter().filter_map(up).max_by_key(|node| node.applied());
    let copy = view.leader.and_then(up).or_else(furthest);
    let data = copy.map(|node| &node.machine().data);
    let pairs: Vec<Pair> = data
        .into_iter()
        .flat_map(|data| data.iter())
        .take(KEYS_MAX)
        .map(|(key, value)| Pair { key: key.to_string(), value: value.abridged(VALUE_SHOWN), at: 0.0 })
        .collect();
    let applied = |id: NodeId| {
        let server = world.server(id)?;
        Some(Applied {
            node: id,
            applied: server.node().map(recraft_protocol::node::Node::applied),
            last: server.node_or_disk().log().last().index,
        })
    };
    let nodes: Vec<Applied> = view.nodes.iter().filter_map(applied).collect();
    Holding {
        id: view.cluster,
        hue: session.hues().of(view.cluster),
        ranges: recraft_scene::words::lists::ranges(view.ranges()),
        stretches: Vec::new(),
        more: data.map_or(0, |data| data.len() - pairs.len()),
        pairs,
        copy_of: copy.map(recraft_protocol::node::Node::id),
        last: nodes.iter().map(|node| node.last).max().unwrap_or(0),
        nodes,
    }
}

/// All keys on a line. How far two keys are apart means nothing, so whatever is named stands at equal distances.
struct Line(Vec<String>);

impl Line {
    fn of(views: &[ClusterView], clusters: &[Holding]) -> Self {
        let borders = views.iter().flat_map(|view| view.ranges().ranges());
        let borders = borders.flat_map(|range| [Some(range.start.clone()), range.end.clone()]).flatten();
        let keys = clusters.iter().flat_map(|holding| holding.pairs.iter().map(|pair| pair.key.clone()));
        let mut names: Vec<String> = borders.chain(keys).filter(|name| !name.is_empty()).collect();
        recraft_protocol::order::sort_by(&mut names, String::cmp);
        names.dedup();
        Self(names)
    }

    fn at(&self, name: &str) -> f64 {
        let rank = self.0.partition_point(|other| other.as_str() < name);
        (rank as f64 + 1.0) / (self.0.len() as f64 + 1.0)
    }

    fn stretches(&self, ranges: &KeyRanges) -> Vec<(f64, f64)> {
        let start = |name: &str| if name.is_empty() { 0.0 } else { self.at(name) };
        let end = |name: Option<&str>| name.map_or(1.0, |name| self.at(name));
        ranges.ranges().iter().map(|range| (start(&range.start), end(range.end.as_deref()))).collect()
    }

    fn borders(&self, views: &[ClusterView]) -> Vec<(String, f64)> {
        let starts = views.iter().flat_map(|view| view.ranges().ranges()).map(|range| range.start.clone());
        let mut names: Vec<String> = starts.filter(|name| !name.is_empty()).collect();
        recraft_protocol::order::sort_by(&mut names, String::cmp);
        names.dedup();
        names
            .into_iter()
            .map(|name| {
                let at = self.at(&name);
                (name, at)
            })
            .collect()
    }
}
