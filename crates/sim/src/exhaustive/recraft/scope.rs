//! A small world: who is there, how it begins, what may happen, and how often.

use recraft_protocol::io::AdminRequest;
use recraft_protocol::machine::Command;
use recraft_protocol::types::{ClusterId, NodeId, Term};
use serde::{Deserialize, Serialize};

use crate::exhaustive::fingerprint::{Renaming, fingerprint, permutations};
use crate::setup::Setup;

/// How often each thing may happen on one way through the world. Together with the length of the lists of commands and requests
/// this is what makes the world finite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bounds {
    /// No node stands for election in this term or a later one, so this is the last term there can be.
    pub last_term: Term,
    /// Election timers that run out.
    pub elections: u8,
    /// Heartbeat timers that run out.
    pub heartbeats: u8,
    /// Other timers that run out: those by which pulls and the messages of merges are repeated.
    pub retries: u8,
    /// Crashes. Whoever has crashed may start again at any time.
    pub crashes: u8,
    /// Messages that are lost. As no message has to arrive, losses lead to nothing unsafe that could not be without them;
    /// they make a way easier to read, and a world larger.
    pub losses: u8,
    /// Messages that are duplicated.
    pub duplications: u8,
}

/// Something that an administrator asks of a cluster's leader.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Request {
    /// Whose leader.
    pub cluster: ClusterId,
    /// What.
    pub request: AdminRequest,
}

/// A small world.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Scope {
    /// Who is there, and what they are told. The seed, the network's behaviour and the lengths of timers mean nothing here.
    pub setup: Setup,
    /// These are elected one after the other before the search begins, with everything that they send arriving, and one heartbeat.
    pub opening: Vec<NodeId>,
    /// What clients ask, in this order, each of any leader, once.
    pub commands: Vec<Command>,
    /// What administrators ask, in this order, each of any leader of the cluster concerned, once (a request that is refused does not
    /// count).
    pub requests: Vec<Request>,
    /// How often each thing may happen.
    pub bounds: Bounds,
    /// Whether, of states that differ only in the names of nodes, one is searched. The names that may be exchanged are those that the
    /// setup, the opening and the requests do not tell apart.
    ///
    /// That is exact as far as nodes treat each other alike. Whom they ask *next*, when a pull or a message of a merge is repeated,
    /// goes by the order of names; with [`Bounds::retries`] a few states may then be missed that only the other order would reach.
    pub symmetry: bool,
}

impl Scope {
    /// All nodes, in the order of their places.
    #[must_use]
    pub fn nodes(&self) -> Vec<NodeId> {
        let members = self.setup.clusters.iter().flat_map(|cluster| cluster.members.iter());
        let mut nodes: Vec<NodeId> = members.chain(self.setup.spares.iter()).collect();
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    /// Whether epochs can end here.
    #[must_use]
    pub fn has_epochs(&self) -> bool {
        let ends = |request: &Request| {
            matches!(request.request, AdminRequest::Split { .. } | AdminRequest::Merge { .. })
        };
        self.requests.iter().any(ends)
    }

    /// The renamings under which the world is the same, the one that changes nothing first.
    #[must_use]
    pub fn renamings(&self) -> Vec<Renaming> {
        let nodes = self.nodes();
        if !self.symmetry || nodes.len() > MOST_PERMUTED {
            return vec![Renaming::none()];
        }
        let as_it_is = self.print(&Renaming::none());
        let all = permutations(&nodes).into_iter().map(|order| Renaming::of(&nodes, &order));
        all.filter(|renaming| self.print(renaming) == as_it_is).collect()
    }

    fn print(&self, renaming: &Renaming) -> u64 {
        let clusters = self.setup.clusters.iter().map(|cluster| fingerprint(0, cluster, renaming));
        let spares = fingerprint(0, &(&self.setup.spares, &self.setup.stage), renaming);
        let rest = fingerprint(0, &(&self.opening, &self.requests), renaming);
        fingerprint(0, &(clusters.collect::<Vec<_>>(), spares, rest), &Renaming::none())
    }
}

/// Worlds with more nodes are searched with their names as they are: there would be too many namings to compare.
const MOST_PERMUTED: usize = 6;
