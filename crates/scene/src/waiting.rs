//! What is everybody waiting for? For each cluster, the one thing that has to happen next, with who has answered, who
//! has not, and how many are needed: in words and as tallies that the stage draws as rows of pips.
//!
//! This is read off the nodes' own state (a leader's knowledge of its followers, a candidate's votes), with the quorums
//! that the protocol core itself counts by.

use recraft_protocol::config::{ConfigEntry, MergePlan, Stage};
use recraft_protocol::node::{Node, Role};
use recraft_protocol::quorum::Quorum;
use recraft_protocol::types::{ClusterId, Index, NodeId, NodeSet};

use crate::facts::{ClusterFacts, Facts, NodeFacts, Standing};
use crate::words::lists::{all_of, any_of, missing, still_asked};
use crate::words::reconfiguration::config_short;

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
        return Some(Waiting::plain("every node is down: restart one"));
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
    Some(Waiting::plain(format!(
        "{} does not know yet that it leads no more: its term {} is over, and nothing it appends can commit",
        stale.id, stale.at
    )))
}

/// The epoch is over, but some have not crossed.
fn left_behind(facts: &Facts, cluster: &ClusterFacts, members: &[&NodeFacts]) -> Waiting {
    let count = cluster.nodes.len();
    let names = if count > 3 { format!("{count} nodes") } else { all_of(cluster.nodes.iter()) };
    let heirs: Vec<ClusterId> =
        cluster.nodes.iter().map(|node| facts.destination(cluster.id, node)).collect();
    let mut to = heirs;
    recraft_protocol::order::sort_by_key(&mut to, |item| *item);
    to.dedup();
    let down: Vec<NodeId> =
        members.iter().filter(|node| node.standing == Standing::Down).map(|node| node.id).collect();
    if count > 3 {
        return Waiting::plain(format!("{} has ended: {names} have yet to cross", cluster.id));
    }
    let verb = if count == 1 { "has" } else { "have" };
    let how = if down.len() == members.len() {
        format!("restart {}", if count == 1 { "it" } else { "them" })
    } else if members.iter().any(|node| node.pulling) {
        "the rest is being pulled".to_owned()
    } else {
        format!("a commit notice or a pull will bring {} across", if count == 1 { "it" } else { "them" })
    };
    Waiting::plain(format!("{} has ended: {names} {verb} yet to cross to {}; {how}", cluster.id, all_of(to)))
}

fn gathering(members: &[&NodeFacts]) -> Option<Waiting> {
    let lacking: Vec<String> = members
        .iter()
        .filter_map(|node| node.parts.filter(|(held, of)| held < of).map(|(held, of)| (node.id, held, of)))
        .map(|(id, held, of)| format!("{id} holds {held} of {of}"))
        .collect();
    if lacking.is_empty() {
        return None;
    }
    let complete = members.len() - lacking.len();
    let text = if lacking.len() > 3 {
        format!("waiting for the parts of the merge: {complete} of {} nodes hold every part", members.len())
    } else {
        format!("waiting for the parts of the merge: {}", all_of(lacking))
    };
    Some(Waiting::plain(text))
}

fn without_a_leader(facts: &Facts, cluster: &ClusterFacts, members: &[&NodeFacts]) -> Waiting {
    let candidate = members
        .iter()
        .filter_map(|node| match &node.standing {
            Standing::Candidate { votes, quorum } => Some((node.at, votes.len(), node.id, votes, quorum)),
            _ => None,
        })
        .max_by_key(|(at, votes, id, ..)| (*at, *votes, std::cmp::Reverse(*id)));
    let quorum = members.iter().find_map(|node| node.node).map(|node| node.configuration().election_quorum());
    if let Some(quorum) = &quorum
        && let Some(text) = out_of_reach(facts, quorum, members)
    {
        return Waiting::plain(format!("no leader is possible: {text}"));
    }
    if let Some((_, _, id, votes, quorum)) = candidate {
        let text = match missing(quorum, votes) {
            0 => format!("{id} has the votes it needs"),
            more => format!("{id} needs {more} more{}", asked(facts, quorum, votes)),
        };
        return Waiting { text: format!("waiting for votes: {text}"), tallies: tallies(quorum, votes) };
    }
    let next = members
        .iter()
        .filter_map(|node| node.timer.map(|left| (left, node)))
        .min_by_key(|(_, node)| node.due_us)
        .map(|(_, node)| node.id);
    match next {
        Some(node) => Waiting::plain(format!("waiting for an election: {node}'s timer runs out first")),
        None => Waiting::plain(format!("{} has no leader", cluster.id)),
    }
}

fn under_a_leader(
    facts: &Facts,
    cluster: &ClusterFacts,
    members: &[&NodeFacts],
    leader: &Node,
) -> Option<Waiting> {
    let quorum = leader.configuration().commit_quorum(leader.id());
    if let Some(text) = out_of_reach(facts, &quorum, members) {
        return Some(Waiting::plain(format!("{} can commit nothing: {text}", leader.id())));
    }
    let change =
        leader.log().iter().rev().find_map(|entry| entry.config().map(|config| (entry.id.index, config)));
    if let Some((index, config)) = change
        && index > leader.commit()
    {
        return Some(entry_to_commit(facts, leader, (index, config), &quorum));
    }
    match &leader.configuration().stage {
        Stage::MergePrepared(plan) => Some(prepared(cluster.id, leader, plan)),
        Stage::SplitEntering(_) => Some(Waiting::plain("C_joint is committed: C_new follows")),
        Stage::Joint { new: target, .. } | Stage::Changing { target } => {
            Some(Waiting::plain(format!("the next step leads to {target}")))
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
        0 => format!("waiting for {name}: enough hold it; the leader commits it by an entry of its own term"),
        more => format!(
            "waiting for {name}: {have} of {need} hold it, {more} more needed{}",
            asked(facts, quorum, &holders)
        ),
    };
    Waiting { text, tallies: tallies(quorum, &holders) }
}

/// ": n2, n4 or n5", as long as that is a short list.
fn asked(facts: &Facts, quorum: &Quorum, answered: &NodeSet) -> String {
    let open = still_asked(quorum, answered);
    if open.len() > 4 { String::new() } else { format!(": {}", any_who_can(facts, &open)) }
}

/// "n2 or n5 (n4 is down)": who of these can still answer, and who cannot.
pub(crate) fn any_who_can(facts: &Facts, open: &NodeSet) -> String {
    let is_down = |id: NodeId| facts.node(id).is_some_and(|node| node.standing == Standing::Down);
    let down: NodeSet = open.iter().filter(|&id| is_down(id)).collect();
    let up = open.without(&down);
    match (up.is_empty(), down.is_empty()) {
        (_, true) => any_of(up.iter()),
        (true, false) => format!("{} down", are(&down)),
        (false, false) => format!("{} ({} down)", any_of(up.iter()), are(&down)),
    }
}

fn prepared(cluster: ClusterId, leader: &Node, plan: &MergePlan) -> Waiting {
    if plan.coordinator != cluster {
        return Waiting::plain(format!(
            "prepared for merge {}: waiting for the decision of {}, the coordinator; it may not decide alone",
            plan.txid, plan.coordinator
        ));
    }
    let Role::Leader(leading) = leader.role() else { return Waiting::plain("") };
    let yes = |id: ClusterId| leading.coordination.as_ref().is_some_and(|known| known.yes.contains_key(&id));
    let open: Vec<ClusterId> =
        plan.participants.iter().map(|part| part.cluster).filter(|&id| id != cluster && !yes(id)).collect();
    if open.is_empty() {
        return Waiting::plain(format!("merge {}: all have voted yes; the decision follows", plan.txid));
    }
    let in_favour: Vec<ClusterId> =
        plan.participants.iter().map(|part| part.cluster).filter(|id| !open.contains(id)).collect();
    Waiting::plain(format!(
        "merge {}: waiting for the vote of {}; {} in favour",
        plan.txid,
        all_of(&open),
        all_of(&in_favour)
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
fn out_of_reach(facts: &Facts, quorum: &Quorum, members: &[&NodeFacts]) -> Option<String> {
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
    let need = format!("{} of {} are needed", count.need, all_of(count.of.iter()));
    if there.len() >= count.need {
        return Some(format!("{need}, and the partition keeps them apart; heal it"));
    }
    let only = if there.is_empty() { "none is up".to_owned() } else { format!("only {} up", are(&there)) };
    let _ = members;
    Some(format!("{need}, {only}; restart one"))
}

fn are(nodes: &NodeSet) -> String {
    format!("{} {}", all_of(nodes.iter()), if nodes.len() == 1 { "is" } else { "are" })
}
