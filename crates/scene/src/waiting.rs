//! What is everybody waiting for? For each cluster, the one thing that has to happen next, with who has answered, who
//! has not, and how many are needed: in words and as tallies that the stage draws as rows of pips.
//!
//! This is read off the nodes' own state (a leader's knowledge of its followers, a candidate's votes), with the quorums
//! that the protocol core itself counts by.

use recraft_protocol::config::{ConfigEntry, MergePlan, Stage};
use recraft_protocol::node::{Node, Role};
use recraft_protocol::quorum::Quorum;
use recraft_protocol::types::{ClusterId, EpochTerm, Index, NodeId, NodeSet};
use recraft_words::{t, tn};

use crate::facts::{ClusterFacts, Facts, NodeFacts, Standing};
use crate::words::lists::{all_of, any_of, missing, still_asked};
use crate::words::reconfiguration::config_short;

/// More votes than this are not shown of several candidates at once.
const ROW_MAX: usize = 30;

/// One count of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Whose answers count.
    pub of: NodeSet,
    /// Who has answered.
    pub have: NodeSet,
    /// How many have to.
    pub need: usize,
}

/// What a cluster waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// In words, as one says it: "waiting for C_joint: 2 of 3 hold it, …".
    pub text: String,
    /// The votes being gathered, if it is votes.
    pub tallies: Vec<Tally>,
}

impl Waiting {
    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), tallies: Vec::new() }
    }
}

/// What `cluster` waits for; `None` when it is at rest.
#[must_use]
pub fn waiting_for(facts: &Facts, cluster: ClusterId) -> Option<Waiting> {
    let cluster = facts.cluster(cluster)?;
    let members: Vec<&NodeFacts> = cluster.nodes.iter().filter_map(|node| facts.node(node)).collect();
    if facts.heirs.contains_key(&cluster.id) {
        return Some(left_behind(facts, cluster, &members));
    }
    if members.iter().all(|node| node.standing == Standing::Down) {
        return Some(Waiting::plain(t!("every node is down: restart one")));
    }
    match cluster.leader.and_then(|leader| facts.node(leader)?.node) {
        Some(leader) => under_a_leader(facts, cluster, &members, leader),
        None => Some(gathering(&members).unwrap_or_else(|| without_a_leader(facts, cluster, &members))),
    }
}

/// What else is worth saying of `cluster`: a leader that has been superseded and does not know it.
#[must_use]
pub fn superseded(facts: &Facts, cluster: ClusterId) -> Option<Waiting> {
    let cluster = facts.cluster(cluster)?;
    let stale = cluster
        .nodes
        .iter()
        .filter_map(|id| facts.node(id))
        .find(|node| node.standing == Standing::Leader && Some(node.id) != cluster.leader)?;
    Some(Waiting::plain(t!(
        "{node} does not know yet that it leads no more: its term {term} is over, and nothing it appends can commit",
        node = stale.id,
        term = stale.at
    )))
}

/// The epoch is over, but some have not crossed.
fn left_behind(facts: &Facts, cluster: &ClusterFacts, members: &[&NodeFacts]) -> Waiting {
    let count = cluster.nodes.len();
    let heirs: Vec<ClusterId> =
        cluster.nodes.iter().map(|node| facts.destination(cluster.id, node)).collect();
    let mut to = heirs;
    recraft_protocol::order::sort_by_key(&mut to, |item| *item);
    to.dedup();
    let down: Vec<NodeId> =
        members.iter().filter(|node| node.standing == Standing::Down).map(|node| node.id).collect();
    if count > 3 {
        return Waiting::plain(t!(
            "{cluster} has ended: {count} nodes have yet to cross",
            cluster = cluster.id,
            count
        ));
    }
    let how = if down.len() == members.len() {
        tn!(count, "restart it", "restart them")
    } else if members.iter().any(|node| node.pulling) {
        t!("the rest is being pulled").to_owned()
    } else {
        tn!(
            count,
            "a commit notice or a pull will bring it across",
            "a commit notice or a pull will bring them across"
        )
    };
    Waiting::plain(tn!(
        count,
        "{cluster} has ended: {nodes} has yet to cross to {heirs}; {how}",
        "{cluster} has ended: {nodes} have yet to cross to {heirs}; {how}",
        cluster = cluster.id,
        nodes = all_of(cluster.nodes.iter()),
        heirs = all_of(to),
        how
    ))
}

fn gathering(members: &[&NodeFacts]) -> Option<Waiting> {
    let lacking: Vec<String> = members
        .iter()
        .filter_map(|node| node.parts.filter(|(held, of)| held < of).map(|(held, of)| (node.id, held, of)))
        .map(|(id, held, of)| t!("{node} holds {held} of {parts}", node = id, held, parts = of))
        .collect();
    if lacking.is_empty() {
        return None;
    }
    let complete = members.len() - lacking.len();
    let text = if lacking.len() > 3 {
        t!(
            "waiting for the parts of the merge: {complete} of {count} nodes hold every part",
            complete,
            count = members.len()
        )
    } else {
        t!("waiting for the parts of the merge: {lacking}", lacking = all_of(lacking))
    };
    Some(Waiting::plain(text))
}

fn without_a_leader(facts: &Facts, cluster: &ClusterFacts, members: &[&NodeFacts]) -> Waiting {
    let quorum = members.iter().find_map(|node| node.node).map(Node::election_quorum);
    if let Some(quorum) = &quorum
        && let Some(text) = out_of_reach(facts, quorum)
    {
        return Waiting::plain(t!("no leader is possible: {text}", text));
    }
    if let Some(waiting) = votes_for(facts, members) {
        return waiting;
    }
    let next = members
        .iter()
        .filter_map(|node| node.timer.map(|left| (left, node)))
        .min_by_key(|(_, node)| node.due_us)
        .map(|(_, node)| node.id);
    match next {
        Some(node) => Waiting::plain(t!("waiting for an election: {node}'s timer runs out first", node)),
        None => Waiting::plain(t!("{cluster} has no leader", cluster = cluster.id)),
    }
}

/// The votes of everyone who stands for election in the newest term, who has most of them first.
fn votes_for(facts: &Facts, members: &[&NodeFacts]) -> Option<Waiting> {
    let mut candidates: Vec<_> = members
        .iter()
        .filter_map(|node| match &node.standing {
            Standing::Candidate { votes, quorum } => Some((node.at, node.id, votes, quorum)),
            _ => None,
        })
        .collect();
    let newest = candidates.iter().map(|(at, ..)| *at).max()?;
    candidates.retain(|(at, ..)| *at == newest);
    recraft_protocol::order::sort_by_key(&mut candidates, |&(_, id, votes, _)| {
        (std::cmp::Reverse(votes.len()), id)
    });
    // Before a vote it is only asked who would vote: that binds nobody.
    let is_vote =
        members.iter().all(|node| !matches!(node.node.map(Node::role), Some(Role::PreCandidate { .. })));
    let can_win = |&(_, id, votes, quorum): &(EpochTerm, NodeId, &NodeSet, &Quorum)| {
        let may = members.iter().filter(|node| could_vote(node, newest, id)).map(|node| node.id);
        missing(quorum, &may.chain(votes.iter()).collect()) == 0
    };
    let text = match candidates[..] {
        _ if is_vote && !candidates.iter().any(can_win) => {
            t!("split vote: the next timer begins a new term").to_owned()
        }
        [(_, node, votes, quorum)] => match (missing(quorum, votes), asked(facts, quorum, votes)) {
            (0, _) => t!("waiting for votes: {node} has the votes it needs", node),
            (more, None) => t!("waiting for votes: {node} needs {more} more", node, more),
            (more, Some(nodes)) => {
                t!("waiting for votes: {node} needs {more} more: {nodes}", node, more, nodes)
            }
        },
        _ => {
            let needs = candidates.iter().map(|(_, node, votes, quorum)| {
                t!("{node} needs {more}", node = *node, more = missing(quorum, votes))
            });
            t!("votes: {needs}", needs = needs.collect::<Vec<_>>().join(", "))
        }
    };
    let mut tallies: Vec<Tally> =
        candidates.iter().flat_map(|(_, _, votes, quorum)| tallies(quorum, votes)).collect();
    if tallies.iter().map(|tally| tally.of.len()).sum::<usize>() > ROW_MAX {
        // The votes of the first alone, as far as they can be told apart.
        tallies.truncate(candidates.first().map_or(0, |(.., quorum)| quorum.0.len()));
    }
    Some(Waiting { text, tallies })
}

/// Whether this node has voted for a candidate of a term, or still may.
fn could_vote(node: &NodeFacts, at: EpochTerm, candidate: NodeId) -> bool {
    let voted = node.node.filter(|_| node.at == at).and_then(Node::voted_for);
    node.at <= at && voted.is_none_or(|voted| voted == candidate)
}

fn under_a_leader(
    facts: &Facts,
    cluster: &ClusterFacts,
    members: &[&NodeFacts],
    leader: &Node,
) -> Option<Waiting> {
    let quorum = leader.commit_quorum();
    if let Some(text) = out_of_reach(facts, &quorum) {
        return Some(Waiting::plain(t!(
            "{leader} can commit nothing: {reason}",
            leader = leader.id(),
            reason = text
        )));
    }
    // A log may be long, and what has committed is not waited for.
    let open = leader.log().slice(leader.commit() + 1, leader.log().last().index);
    let change = open.rev().find_map(|entry| entry.config().map(|config| (entry.id.index, config)));
    if let Some(change) = change {
        return Some(entry_to_commit(facts, leader, change, &quorum));
    }
    match &leader.configuration().stage {
        Stage::MergePrepared(plan) => Some(prepared(cluster.id, leader, plan)),
        Stage::SplitEntering(_) => Some(Waiting::plain(t!("C_joint is committed: C_new follows"))),
        Stage::Joint { new: target, .. } | Stage::Changing { target } => {
            Some(Waiting::plain(t!("the next step leads to {target}", target)))
        }
        _ => gathering(members),
    }
}

fn entry_to_commit(
    facts: &Facts,
    leader: &Node,
    (index, config): (Index, &ConfigEntry),
    quorum: &Quorum,
) -> Waiting {
    let holders = holders(leader, index);
    let name = config_short(config);
    let have: usize = quorum.0.iter().map(|count| count.of.intersection(&holders).len()).sum();
    let need: usize = quorum.0.iter().map(|count| count.need).sum();
    let text = match missing(quorum, &holders) {
        0 => t!(
            "waiting for {entry}: enough hold it; the leader commits it by an entry of its own term",
            entry = name
        ),
        more => match asked(facts, quorum, &holders) {
            None => {
                t!(
                    "waiting for {entry}: {have} of {need} hold it, {more} more needed",
                    entry = name,
                    have,
                    need,
                    more
                )
            }
            Some(nodes) => t!(
                "waiting for {entry}: {have} of {need} hold it, {more} more needed: {nodes}",
                entry = name,
                have,
                need,
                more,
                nodes
            ),
        },
    };
    Waiting { text, tallies: tallies(quorum, &holders) }
}

/// "n2, n4 or n5", as long as that is a short list.
fn asked(facts: &Facts, quorum: &Quorum, answered: &NodeSet) -> Option<String> {
    let open = still_asked(quorum, answered);
    (open.len() <= 4).then(|| any_who_can(facts, &open))
}

/// "n2 or n5 (n4 is down)": who of these can still answer, and who cannot.
pub(crate) fn any_who_can(facts: &Facts, open: &NodeSet) -> String {
    let is_down = |id: NodeId| facts.node(id).is_some_and(|node| node.standing == Standing::Down);
    let down: NodeSet = open.iter().filter(|&id| is_down(id)).collect();
    let up = open.without(&down);
    match (up.is_empty(), down.is_empty()) {
        (_, true) => any_of(up.iter()),
        (true, false) => are_down(&down),
        (false, false) => t!("{nodes} ({others})", nodes = any_of(up.iter()), others = are_down(&down)),
    }
}

fn prepared(cluster: ClusterId, leader: &Node, plan: &MergePlan) -> Waiting {
    if plan.coordinator != cluster {
        return Waiting::plain(t!(
            "prepared for merge {txid}: waiting for the decision of {coordinator}, the coordinator; it may not decide alone",
            txid = plan.txid,
            coordinator = plan.coordinator
        ));
    }
    let Role::Leader(leading) = leader.role() else { return Waiting::plain("") };
    let yes = |id: ClusterId| leading.coordination.as_ref().is_some_and(|known| known.yes.contains_key(&id));
    let open: Vec<ClusterId> =
        plan.participants.iter().map(|part| part.cluster).filter(|&id| id != cluster && !yes(id)).collect();
    if open.is_empty() {
        return Waiting::plain(t!(
            "merge {txid}: all have voted yes; the decision follows",
            txid = plan.txid
        ));
    }
    let in_favour: Vec<ClusterId> =
        plan.participants.iter().map(|part| part.cluster).filter(|id| !open.contains(id)).collect();
    Waiting::plain(t!(
        "merge {txid}: waiting for the vote of {open}; {in_favour} in favour",
        txid = plan.txid,
        open = all_of(&open),
        in_favour = all_of(&in_favour)
    ))
}

/// Who holds the entry at `index`, as the leader knows it.
#[must_use]
pub fn holders(leader: &Node, index: Index) -> NodeSet {
    let Role::Leader(leading) = leader.role() else { return NodeSet::new() };
    let others =
        leading.progress.iter().filter(|(_, progress)| progress.matched >= index).map(|(&node, _)| node);
    others.chain([leader.id()]).collect()
}

fn tallies(quorum: &Quorum, have: &NodeSet) -> Vec<Tally> {
    let tally = |count: &recraft_protocol::quorum::Count| Tally {
        of: count.of.clone(),
        have: have.intersection(&count.of),
        need: count.need,
    };
    quorum.0.iter().map(tally).collect()
}

/// Says so if too few of a quorum's voters are up and on one side of a partition.
fn out_of_reach(facts: &Facts, quorum: &Quorum) -> Option<String> {
    let up: NodeSet = quorum
        .voters()
        .iter()
        .filter(|&id| facts.node(id).is_some_and(|node| node.standing != Standing::Down))
        .collect();
    let sides: Vec<NodeSet> = facts.sides(&up);
    if sides.iter().any(|side| quorum.is_met_by(side)) {
        return None;
    }
    let count = quorum
        .0
        .iter()
        .find(|count| sides.iter().all(|side| count.missing(side) > 0))
        .or(quorum.0.first())?;
    let there = count.of.intersection(&up);
    let (need, nodes) = (count.need, all_of(count.of.iter()));
    if there.len() >= count.need {
        return Some(t!(
            "{need} of {nodes} are needed, and the partition keeps them apart; heal it",
            need,
            nodes
        ));
    }
    Some(if there.is_empty() {
        t!("{need} of {nodes} are needed, none is up; restart one", need, nodes)
    } else {
        tn!(
            there.len(),
            "{need} of {nodes} are needed, only {up} is up; restart one",
            "{need} of {nodes} are needed, only {up} are up; restart one",
            need,
            nodes,
            up = all_of(there.iter())
        )
    })
}

fn are_down(nodes: &NodeSet) -> String {
    tn!(nodes.len(), "{nodes} is down", "{nodes} are down", nodes = all_of(nodes.iter()))
}
