//! Worlds that are searched again and again, by the tests and from the command line.

use std::collections::BTreeMap;

use recraft_protocol::config::SubCluster;
use recraft_protocol::io::{AdminRequest, Contact};
use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::machine::{Command, Operation};
use recraft_protocol::mistakes::{Mistake, Mistakes};
use recraft_protocol::settings::{MembershipScheme, Reads};
use recraft_protocol::types::{ClientId, ClusterId, NodeId, NodeSet, TxId};

use super::{Bounds, Request, Scope};
use crate::setup::{ClusterSetup, Setup};
use crate::stage::{NodeStage, StagedEntry};

/// A cluster of so many nodes in which nothing happens yet.
#[must_use]
pub fn cluster(size: u32) -> Scope {
    Scope {
        setup: Setup::one_cluster(size, 0),
        opening: Vec::new(),
        commands: Vec::new(),
        requests: Vec::new(),
        bounds: Bounds::default(),
        symmetry: true,
    }
}

/// So many writes, each by a client of its own.
#[must_use]
pub fn writes(count: u32) -> Vec<Command> {
    let write = |client| Command {
        client: ClientId(client),
        seq: 1,
        operation: Operation::Put { key: "a".into(), value: client.to_string().into() },
    };
    (1..=count).map(write).collect()
}

/// Three nodes, led by the first, while another may be elected: a client appends something, and asks again since no answer has come.
#[must_use]
pub fn append_asked_twice() -> Scope {
    let operation = Operation::Append { key: "a".into(), value: "1".into() };
    let command = Command { client: ClientId(1), seq: 1, operation };
    Scope { commands: vec![command; 2], ..led_by_the_first(cluster(3)) }
}

/// Three nodes, led by the first, while another may be elected: one client writes, then another reads, by ReadIndex.
#[must_use]
pub fn write_and_read() -> Scope {
    let operation = Operation::Get { key: "a".into() };
    let read = Command { client: ClientId(2), seq: 1, operation };
    let mut scope = led_by_the_first(cluster(3));
    scope.setup.settings.extensions.reads = Reads::ReadIndex;
    Scope { commands: writes(1).into_iter().chain([read]).collect(), ..scope }
}

/// The same world in which every node makes the mistake.
#[must_use]
pub fn with_mistake(mut scope: Scope, mistake: Mistake) -> Scope {
    scope.setup.settings.mistakes = Mistakes::only(mistake);
    scope
}

/// Three nodes: elections, two commands, a crash and a loss.
#[must_use]
pub fn three_nodes() -> Scope {
    Scope {
        commands: writes(2),
        bounds: Bounds {
            last_term: 2,
            elections: 2,
            heartbeats: 0,
            crashes: 1,
            losses: 1,
            ..Bounds::default()
        },
        ..cluster(3)
    }
}

/// Three nodes before the third step of the Raft paper's Figure 8: the second entry is one of term 2 on the first node, and one of term 3
/// on the second. One entry a message, so that an old one can be acknowledged before the leader's own.
#[must_use]
pub fn figure_8() -> Scope {
    let staged = |terms: &[u32], vote| NodeStage {
        term: 3,
        vote,
        log: terms.iter().map(|&term| StagedEntry { term, operation: None }).collect(),
        commit: 1,
    };
    let bounds = Bounds { last_term: 5, elections: 2, ..Bounds::default() };
    let mut scope = Scope { bounds, ..cluster(3) };
    scope.setup.settings.extensions.batch = 1;
    scope.setup.stage = BTreeMap::from([
        (NodeId(1), staged(&[1, 2], None)),
        (NodeId(2), staged(&[1, 3], Some(NodeId(2)))),
        (NodeId(3), staged(&[1], Some(NodeId(2)))),
    ]);
    scope
}

/// The two halves of the keys.
fn halves() -> [KeyRanges; 2] {
    [KeyRanges::of([KeyRange::new("", "m")]), KeyRanges::of([KeyRange::new("m", "")])]
}

/// A cluster that is led by the first node and splits in two, the first nodes taking the lower half of the keys, while another node
/// may be elected.
fn split(low: NodeSet, high: NodeSet) -> Scope {
    let size = (low.len() + high.len()) as u32;
    let [low_keys, high_keys] = halves();
    let sub = |cluster, members, ranges| SubCluster { cluster: ClusterId(cluster), members, ranges };
    let subs = vec![sub(2, low, low_keys), sub(3, high, high_keys)];
    let request = AdminRequest::Split { subs };
    Scope { requests: vec![Request { cluster: ClusterId(1), request }], ..led_by_the_first(cluster(size)) }
}

/// Four nodes that are led by the first, and split in two pairs, while another may be elected.
#[must_use]
pub fn split_of_four() -> Scope {
    split(NodeSet::from([1, 2]), NodeSet::from([3, 4]))
}

/// Three nodes that are led by the first, which parts from the others, while another may be elected.
#[must_use]
pub fn split_of_three() -> Scope {
    split(NodeSet::from([1]), NodeSet::from([2, 3]))
}

/// Two nodes, led by the first, that part, while the other may be elected instead.
#[must_use]
pub fn split_of_two() -> Scope {
    split(NodeSet::from([1]), NodeSet::from([2]))
}

/// Three nodes that are led by the second; the first parts from the two others, while any two of them may be elected in the same term.
#[must_use]
pub fn split_led_by_the_pair() -> Scope {
    let bounds = Bounds { last_term: 2, elections: 2, ..Bounds::default() };
    Scope { opening: vec![NodeId(2)], bounds, ..split_of_three() }
}

/// Four nodes that are led by the first, which parts from the three others; so many of these may be elected in the new epoch.
fn leader_parts_from_three(elections: u8) -> Scope {
    let bounds = Bounds { last_term: 1, elections, ..Bounds::default() };
    Scope { bounds, ..split(NodeSet::from([1]), NodeSet::from([2, 3, 4])) }
}

/// Four nodes that are led by the first, which parts from the others, while one of these may be elected in the new epoch.
#[must_use]
pub fn one_parts_from_three() -> Scope {
    leader_parts_from_three(1)
}

/// The same, while two may stand for election in the same term of the new epoch.
#[must_use]
pub fn two_stand_after_a_split() -> Scope {
    leader_parts_from_three(2)
}

/// Four nodes that are led by the first, which parts from the last together with two others, while one of these may be elected in the new
/// epoch.
#[must_use]
pub fn three_part_from_one() -> Scope {
    let bounds = Bounds { last_term: 1, elections: 1, ..Bounds::default() };
    Scope { bounds, ..split(NodeSet::from([1, 2, 3]), NodeSet::from([4])) }
}

/// Led by the first node, while another may be elected.
fn led_by_the_first(scope: Scope) -> Scope {
    let bounds = Bounds { last_term: 2, elections: 1, ..Bounds::default() };
    Scope { opening: vec![NodeId(1)], bounds, ..scope }
}

/// What the first cluster's leader is asked: to merge with the other, by the transaction and into the cluster of these numbers.
fn merge((txid, into): (u32, u32), by: &ClusterSetup, with: &ClusterSetup) -> Request {
    let (members, ranges) = (with.members.clone(), with.ranges.clone());
    let others = vec![Contact { cluster: with.cluster, epoch: 0, members, ranges }];
    let (txid, into) = (TxId(txid), ClusterId(into));
    Request { cluster: by.cluster, request: AdminRequest::Merge { txid, into, others, members: None } }
}

/// Two clusters of so many nodes each, the first of each leading it, that merge.
fn merge_of(each: u32, bounds: Bounds) -> Scope {
    let [low, high] = halves();
    let half = |id, first: u32, ranges| ClusterSetup {
        cluster: ClusterId(id),
        members: (first..first + each).map(NodeId).collect(),
        ranges,
    };
    let (one, other) = (half(1, 1, low), half(2, 1 + each, high));
    let mut scope = Scope {
        opening: vec![NodeId(1), NodeId(1 + each)],
        requests: vec![merge((1, 3), &one, &other)],
        bounds,
        ..cluster(1)
    };
    scope.setup.clusters = vec![one, other];
    scope
}

/// Two clusters of one node each that merge, while one of the nodes may crash.
#[must_use]
pub fn merge_of_two() -> Scope {
    merge_of(1, Bounds { last_term: 2, elections: 1, retries: 1, crashes: 1, ..Bounds::default() })
}

/// The same, and nothing goes wrong: no timer runs out, and nobody crashes.
#[must_use]
pub fn quiet_merge_of_two() -> Scope {
    merge_of(1, Bounds { last_term: 1, ..Bounds::default() })
}

/// The same, with something written before.
#[must_use]
pub fn merge_of_two_with_data() -> Scope {
    let bounds = Bounds { last_term: 2, elections: 1, ..Bounds::default() };
    Scope { commands: writes(1), ..merge_of(1, bounds) }
}

/// Two clusters of two nodes, led by the first and the third, that merge, while the coordinator's leader may crash.
#[must_use]
pub fn merge_of_two_pairs() -> Scope {
    merge_of(2, Bounds { last_term: 2, elections: 1, retries: 1, crashes: 1, ..Bounds::default() })
}

/// Three clusters of one node each: the first and the third both ask the second to merge with them.
#[must_use]
pub fn two_merges_of_three() -> Scope {
    let thirds = [KeyRange::new("", "h"), KeyRange::new("h", "p"), KeyRange::new("p", "")];
    let single = |(id, keys)| ClusterSetup {
        cluster: ClusterId(id),
        members: NodeSet::from([id]),
        ranges: KeyRanges::of([keys]),
    };
    let clusters: Vec<ClusterSetup> = (1..).zip(thirds).map(single).collect();
    let mut scope = Scope {
        opening: vec![NodeId(1), NodeId(2), NodeId(3)],
        requests: vec![merge((1, 4), &clusters[0], &clusters[1]), merge((2, 5), &clusters[2], &clusters[1])],
        bounds: Bounds { last_term: 2, elections: 1, retries: 1, ..Bounds::default() },
        ..cluster(1)
    };
    scope.setup.clusters = clusters;
    scope
}

/// A cluster that is led by the first node and grows, while another node may be elected.
fn growth(from: u32, to: u32) -> Scope {
    let added: NodeSet = (from + 1..=to).map(NodeId).collect();
    let request = AdminRequest::ChangeMembers { add: added.clone(), remove: NodeSet::new() };
    let mut scope = led_by_the_first(cluster(from));
    scope.requests = vec![Request { cluster: ClusterId(1), request }];
    scope.setup.spares = added;
    scope
}

/// A cluster of two, led by the first, becomes one of five at once, while another may be elected.
#[must_use]
pub fn two_become_five() -> Scope {
    growth(2, 5)
}

/// A cluster of three, led by the first, becomes one of five at once, while another may be elected.
#[must_use]
pub fn three_become_five() -> Scope {
    growth(3, 5)
}

/// A single node becomes a cluster of three at once, while another may be elected.
#[must_use]
pub fn one_becomes_three() -> Scope {
    growth(1, 3)
}

/// Four nodes, led by the first, which is asked for a change of one member; whoever leads next, and may not know of it, is asked to
/// remove the first.
fn two_changes(first: AdminRequest, spares: NodeSet) -> Scope {
    let second = AdminRequest::ChangeMembers { add: NodeSet::new(), remove: NodeSet::from([1]) };
    let mut scope = cluster(4);
    scope.setup.spares = spares;
    scope.setup.settings.extensions.membership = MembershipScheme::OneAtATime;
    Scope {
        opening: vec![NodeId(1)],
        requests: [first, second].map(|request| Request { cluster: ClusterId(1), request }).into(),
        bounds: Bounds { last_term: 3, elections: 2, ..Bounds::default() },
        ..scope
    }
}

/// The bug of 2015 in single-server changes: one leader removes a node, and so does the next. (Among four nodes two and two may go on
/// without each other then.)
#[must_use]
pub fn two_removed() -> Scope {
    let first = AdminRequest::ChangeMembers { add: NodeSet::new(), remove: NodeSet::from([2]) };
    two_changes(first, NodeSet::new())
}

/// The same bug, with a node more: one leader adds a node, the next removes one.
#[must_use]
pub fn one_added_one_removed() -> Scope {
    let added = NodeSet::from([5]);
    two_changes(AdminRequest::ChangeMembers { add: added.clone(), remove: NodeSet::new() }, added)
}

/// A world and its name.
pub type Named = (&'static str, fn() -> Scope);

/// The worlds by their names on the command line.
pub const NAMED: [Named; 21] = [
    ("three-nodes", three_nodes),
    ("split-of-four", split_of_four),
    ("merge-of-two-pairs", merge_of_two_pairs),
    ("two-become-five", two_become_five),
    ("figure-8", figure_8),
    ("split-of-three", split_of_three),
    ("merge-of-two-with-data", merge_of_two_with_data),
    ("three-become-five", three_become_five),
    ("split-of-two", split_of_two),
    ("merge-of-two", merge_of_two),
    ("one-becomes-three", one_becomes_three),
    ("two-merges-of-three", two_merges_of_three),
    ("two-removed", two_removed),
    ("one-added-one-removed", one_added_one_removed),
    ("split-led-by-the-pair", split_led_by_the_pair),
    ("one-parts-from-three", one_parts_from_three),
    ("two-stand-after-a-split", two_stand_after_a_split),
    ("three-part-from-one", three_part_from_one),
    ("append-asked-twice", append_asked_twice),
    ("write-and-read", write_and_read),
    ("quiet-merge-of-two", quiet_merge_of_two),
];

/// Their names alone, for whoever only offers them.
pub const NAMES: [&str; NAMED.len()] = {
    let mut names = [""; NAMED.len()];
    let mut nth = 0;
    while nth < NAMED.len() {
        names[nth] = NAMED[nth].0;
        nth += 1;
    }
    names
};
