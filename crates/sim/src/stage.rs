//! A stage that is set: nodes that begin in the middle of a story, as a textbook's figure shows them.
//!
//! By default every node begins with nothing. A [`NodeStage`] says instead what a node has on its disk (its log, its term, its vote)
//! and how far it knows the log to be committed. What a figure leaves out is filled in: an entry of which only the term is given is
//! a no-op, and an operation that is given belongs to a client of the cluster's own ([`staged_client`]), under the entry's index as its
//! number.
//!
//! A stage must be one that Raft could have come to, as far as that can be told from the logs alone: terms never fall along a log,
//! nobody is behind its own log's term, logs that have an entry in common have the same entries before it, and what is
//! committed is the same for all ([`StageFault`] names what is wrong). Whether a leader could have made these logs is not asked.

use std::collections::BTreeMap;
use std::sync::Arc;

use recraft_protocol::config::Configuration;
use recraft_protocol::log::{Entry, Payload};
use recraft_protocol::machine::{Command, Operation};
use recraft_protocol::node::Node;
use recraft_protocol::settings::Settings;
use recraft_protocol::types::{ClientId, ClusterId, EpochTerm, Index, LogId, NodeId, Term};
use serde::{Deserialize, Serialize};

use crate::setup::ClusterSetup;

/// Whose the operations in the staged logs of a cluster are: of each cluster another client's, since a client has one request outstanding
/// at a time, wherever. That of c1 is k0.
#[must_use]
pub const fn staged_client(cluster: ClusterId) -> ClientId {
    ClientId(if cluster.0 == 1 { 0 } else { u32::MAX - cluster.0 })
}
/// How many entries a staged log may have.
pub const STAGED_ENTRIES_MAX: usize = 1_000;

/// How a node begins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NodeStage {
    /// The term it has reached.
    pub term: Term,
    /// Whom it voted for in that term.
    #[serde(default)]
    pub vote: Option<NodeId>,
    /// Its log, from index 1 on.
    #[serde(default)]
    pub log: Vec<StagedEntry>,
    /// The highest index that it knows to be committed.
    #[serde(default)]
    pub commit: Index,
}

/// An entry of a staged log.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StagedEntry {
    /// The term of the leader that made it.
    pub term: Term,
    /// What a client asked for; `None` for a no-op.
    #[serde(default)]
    pub operation: Option<Operation>,
}

/// What is wrong with a node's stage.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum StageFault {
    /// The node is a member of no cluster at the start.
    NotMember,
    /// It has voted for a node that is not a member of its cluster.
    VoteForStranger(NodeId),
    /// The log has more than [`STAGED_ENTRIES_MAX`] entries.
    LogTooLong,
    /// An entry's term is 0, or lower than the term of the entry before it.
    TermFalls(Index),
    /// The log has entries of a later term than the node's own.
    TermBehindLog(Term),
    /// More is committed than there is.
    CommitBeyondLog(Index),
    /// Its log and another's have an entry of the same index and term, but are not the same up to there.
    LogsDiverge {
        /// The other node.
        other: NodeId,
        /// Where they differ.
        at: Index,
    },
    /// Both know this index to be committed, but have different entries there.
    CommittedDiffer {
        /// The other node.
        other: NodeId,
        /// Where they differ.
        at: Index,
    },
}

/// Looks for what is wrong with a stage.
///
/// # Errors
/// Names the node and what is wrong with it.
pub(crate) fn check(
    stage: &BTreeMap<NodeId, NodeStage>,
    clusters: &[ClusterSetup],
) -> Result<(), (NodeId, StageFault)> {
    for (&id, node) in stage {
        let home = clusters.iter().find(|cluster| cluster.members.contains(id));
        let home = home.ok_or((id, StageFault::NotMember))?;
        check_alone(node, home).map_err(|fault| (id, fault))?;
        let before = stage.range(..id).filter(|(other, _)| home.members.contains(**other));
        for (&other, its) in before {
            check_together(node, other, its).map_err(|fault| (id, fault))?;
        }
    }
    Ok(())
}

fn check_alone(node: &NodeStage, home: &ClusterSetup) -> Result<(), StageFault> {
    if let Some(vote) = node.vote.filter(|&vote| !home.members.contains(vote)) {
        return Err(StageFault::VoteForStranger(vote));
    }
    if node.log.len() > STAGED_ENTRIES_MAX {
        return Err(StageFault::LogTooLong);
    }
    let mut last = 1;
    for (place, entry) in node.log.iter().enumerate() {
        if entry.term < last {
            return Err(StageFault::TermFalls(place as Index + 1));
        }
        last = entry.term;
    }
    if !node.log.is_empty() && node.term < last {
        return Err(StageFault::TermBehindLog(last));
    }
    if node.commit > node.log.len() as Index {
        return Err(StageFault::CommitBeyondLog(node.commit));
    }
    Ok(())
}

fn check_together(node: &NodeStage, other: NodeId, its: &NodeStage) -> Result<(), StageFault> {
    let pairs = || node.log.iter().zip(&its.log);
    let differ = pairs().position(|(mine, theirs)| mine != theirs);
    let shared = pairs().rposition(|(mine, theirs)| mine.term == theirs.term);
    let Some(differ) = differ else { return Ok(()) };
    let at = differ as Index + 1;
    if shared.is_some_and(|shared| shared >= differ) {
        return Err(StageFault::LogsDiverge { other, at });
    }
    if node.commit.min(its.commit) >= at {
        return Err(StageFault::CommittedDiffer { other, at });
    }
    Ok(())
}

/// A member of `cluster` that begins so. What cannot be is mended: terms that fall are raised, what lies beyond the log's end is cut.
pub(crate) fn node(
    id: NodeId,
    cluster: ClusterId,
    config: Configuration,
    stage: &NodeStage,
    settings: Settings,
) -> Node {
    let mut disk = Node::member(id, cluster, config, settings).into_durable();
    for (place, staged) in stage.log.iter().take(STAGED_ENTRIES_MAX).enumerate() {
        let index = place as Index + 1;
        let term = staged.term.max(disk.log.last().at.term);
        let payload = staged.operation.clone().map_or(Payload::Noop, |operation| {
            Payload::Command(Command { client: staged_client(cluster), seq: index, operation })
        });
        disk.log.push(Arc::new(Entry { id: LogId { at: EpochTerm::new(0, term), index }, payload }));
    }
    disk.at = EpochTerm::new(0, stage.term.max(disk.log.last().at.term));
    disk.voted_for = stage.vote;
    Node::from_disk(id, disk, settings).knowing_committed(stage.commit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::{Setup, SetupError};
    use crate::world::World;

    fn log(terms: &[Term]) -> Vec<StagedEntry> {
        terms.iter().map(|&term| StagedEntry { term, operation: None }).collect()
    }

    fn staged(nodes: &[(u32, NodeStage)]) -> Setup {
        let stage = nodes.iter().map(|(id, node)| (NodeId(*id), node.clone())).collect();
        Setup { stage, ..Setup::one_cluster(3, 1) }
    }

    fn fault(nodes: &[(u32, NodeStage)]) -> Option<StageFault> {
        match staged(nodes).check() {
            Err(SetupError::Stage { fault, .. }) => Some(fault),
            Err(other) => panic!("{other:?}"),
            Ok(()) => None,
        }
    }

    #[test]
    fn nodes_begin_with_the_log_term_vote_and_commit_that_are_given() {
        let put = Operation::Put { key: "x".into(), value: "1".into() };
        let mut entries = log(&[1, 1, 2]);
        entries[1].operation = Some(put);
        let one = NodeStage { term: 3, vote: Some(NodeId(2)), log: entries, commit: 2 };
        let setup = staged(&[(1, one)]);
        assert_eq!(setup.check(), Ok(()));
        let world = World::new(setup);
        let node = world.server(NodeId(1)).and_then(|server| server.node()).unwrap();
        let terms: Vec<Term> = node.log().iter().map(|entry| entry.id.at.term).collect();
        assert_eq!((terms, node.at().term, node.voted_for()), (vec![1, 1, 2], 3, Some(NodeId(2))));
        assert_eq!((node.commit(), node.applied()), (2, 2));
        assert_eq!(node.machine().data["x"], "1");
        assert_eq!(world.checks().violations().count(), 0);
    }

    #[test]
    fn a_stage_that_cannot_be_is_named() {
        let node = |term, terms: &[Term], commit| NodeStage { term, vote: None, log: log(terms), commit };
        assert_eq!(fault(&[(9, node(1, &[], 0))]), Some(StageFault::NotMember));
        assert_eq!(fault(&[(1, node(2, &[2, 1], 0))]), Some(StageFault::TermFalls(2)));
        assert_eq!(fault(&[(1, node(2, &[0], 0))]), Some(StageFault::TermFalls(1)));
        assert_eq!(fault(&[(1, node(2, &[1, 3], 0))]), Some(StageFault::TermBehindLog(3)));
        assert_eq!(fault(&[(1, node(2, &[1], 2))]), Some(StageFault::CommitBeyondLog(2)));
        let stranger = NodeStage { vote: Some(NodeId(7)), ..node(1, &[], 0) };
        assert_eq!(fault(&[(1, stranger)]), Some(StageFault::VoteForStranger(NodeId(7))));
        assert_eq!(fault(&[(1, node(5, &[1; 1_001], 0))]), Some(StageFault::LogTooLong));
    }

    #[test]
    fn logs_that_share_an_entry_share_everything_before_it() {
        let node = |terms: &[Term], commit| NodeStage { term: 9, vote: None, log: log(terms), commit };
        assert_eq!(fault(&[(1, node(&[1, 1, 4, 4], 2)), (2, node(&[1, 1, 2, 3, 3], 2))]), None);
        let diverging = [(1, node(&[1, 2, 4], 0)), (2, node(&[1, 3, 4], 0))];
        assert_eq!(fault(&diverging), Some(StageFault::LogsDiverge { other: NodeId(1), at: 2 }));
        let committed = [(1, node(&[1, 2], 2)), (2, node(&[1, 3], 2))];
        assert_eq!(fault(&committed), Some(StageFault::CommittedDiffer { other: NodeId(1), at: 2 }));
        let mut other = node(&[1], 0);
        other.log[0].operation = Some(Operation::Get { key: "x".into() });
        let payloads = [(1, node(&[1], 0)), (2, other)];
        assert_eq!(fault(&payloads), Some(StageFault::LogsDiverge { other: NodeId(1), at: 1 }));
    }

    #[test]
    fn a_staged_setup_survives_being_written_as_json_and_one_without_a_stage_names_none() {
        let put = Operation::Put { key: "x".into(), value: "1".into() };
        let entry = StagedEntry { term: 1, operation: Some(put) };
        let setup = staged(&[(2, NodeStage { term: 4, vote: Some(NodeId(3)), log: vec![entry], commit: 1 })]);
        let json = serde_json::to_string(&setup).unwrap();
        assert_eq!(serde_json::from_str::<Setup>(&json).unwrap(), setup);
        let plain = serde_json::to_string(&Setup::one_cluster(3, 1)).unwrap();
        assert!(!plain.contains("stage"));
        assert_eq!(serde_json::from_str::<Setup>(&plain).unwrap(), Setup::one_cluster(3, 1));
    }

    #[test]
    fn a_stage_that_cannot_be_makes_a_world_nevertheless() {
        let odd = NodeStage { term: 0, vote: Some(NodeId(7)), log: log(&[5, 1, 0]), commit: 99 };
        let mut world = World::new(staged(&[(1, odd)]));
        world.run_until(1_000_000);
        assert!(world.server(NodeId(1)).is_some());
    }
}
