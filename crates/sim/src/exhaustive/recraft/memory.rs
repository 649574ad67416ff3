//! What a state must remember of its past, as little as the properties need: states that have come about in different ways shall be the
//! same state as often as possible.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use recraft_protocol::config::{ConfigEntry, MergeDecision};
use recraft_protocol::keys::KeyRanges;
use recraft_protocol::log::{Entry, Payload};
use recraft_protocol::types::{ClientId, ClusterId, EpochTerm, Index, LogId, NodeId, TxId};
use serde::Serialize;

use crate::checker::Property;
use crate::exhaustive::model::Breach;

/// Something that has to be remembered.
#[derive(Clone, Debug, Serialize)]
pub enum Fact {
    /// A node became leader.
    Led {
        /// Who.
        node: NodeId,
        /// Of which cluster.
        cluster: ClusterId,
        /// When.
        at: EpochTerm,
    },
    /// A node gave its vote.
    Voted {
        /// Who.
        node: NodeId,
        /// In which cluster.
        cluster: ClusterId,
        /// When.
        at: EpochTerm,
        /// To whom.
        to: NodeId,
    },
    /// A node does not show any more how it voted.
    Forgotten {
        /// Who.
        node: NodeId,
        /// In which cluster it voted.
        cluster: ClusterId,
        /// When.
        at: EpochTerm,
        /// To whom.
        to: NodeId,
    },
    /// A node knows entries to be committed.
    Committed {
        /// Of which cluster.
        cluster: ClusterId,
        /// The node's time; if it is the first one to know, that of the leader who counted.
        at: EpochTerm,
        /// Which.
        entries: Vec<Arc<Entry>>,
    },
    /// A node left a cluster across the end of its epoch.
    Crossed {
        /// Who.
        node: NodeId,
        /// Which.
        left: ClusterId,
        /// Where it is now.
        entered: Option<ClusterId>,
        /// The entry that ended the epoch.
        boundary: LogId,
        /// The same, if the node still has it.
        entry: Option<Arc<Entry>>,
    },
    /// A client was told that its write is done.
    Acknowledged {
        /// By whom.
        cluster: ClusterId,
        /// By which entry.
        index: Index,
    },
    /// A client asks for a read.
    Asked {
        /// Who.
        client: ClientId,
        /// Which of its requests.
        seq: u64,
    },
    /// A client's read is answered.
    Read {
        /// Whose.
        client: ClientId,
        /// Which of its requests.
        seq: u64,
        /// By whom.
        cluster: ClusterId,
        /// Up to which entry the state went that it was answered from.
        index: Index,
    },
    /// The end of a merge has committed somewhere.
    Ended {
        /// Which.
        txid: TxId,
        /// How; `None` if it was aborted.
        decision: Option<Arc<MergeDecision>>,
    },
}

impl Fact {
    /// Whether it matters only where clients read.
    pub(super) const fn is_for_readers(&self) -> bool {
        matches!(self, Self::Acknowledged { .. } | Self::Asked { .. } | Self::Read { .. })
    }

    /// The end of a merge, if a committed configuration entry is one.
    pub(super) fn ending(entry: &ConfigEntry) -> Option<Self> {
        match entry {
            ConfigEntry::MergeNew(decision) => {
                Some(Self::Ended { txid: decision.txid, decision: Some(decision.clone()) })
            }
            ConfigEntry::MergeAbort { txid, .. } => Some(Self::Ended { txid: *txid, decision: None }),
            _ => None,
        }
    }
}

/// A committed entry.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Commit {
    pub(super) id: LogId,
    /// The time of the leader who counted.
    pub(super) at: EpochTerm,
    /// The client's request that it holds.
    pub(super) request: Option<(ClientId, u64)>,
}

/// A cluster that came from others.
#[derive(Clone, Debug, Serialize)]
struct Child {
    parents: Vec<ClusterId>,
    ranges: KeyRanges,
}

/// What is remembered.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Memory {
    leaders: BTreeMap<(ClusterId, EpochTerm), NodeId>,
    pub(super) committed: BTreeMap<(ClusterId, Index), Commit>,
    /// Votes that the nodes themselves do not show any more.
    votes: BTreeMap<(NodeId, ClusterId), (EpochTerm, NodeId)>,
    boundaries: BTreeMap<ClusterId, LogId>,
    merges: BTreeMap<TxId, Option<Arc<MergeDecision>>>,
    children: BTreeMap<ClusterId, Child>,
    /// Where clients read: the last write of each cluster that a client knows to be done …
    acknowledged: BTreeMap<ClusterId, Index>,
    /// … and for each read that waits for its answer, what that was when it was asked.
    reads: BTreeMap<(ClientId, u64), BTreeMap<ClusterId, Index>>,
}

fn breach(property: Property, detail: String) -> Breach {
    Breach { property, detail }
}

impl Memory {
    /// The clusters that `cluster` comes from, and those that they come from.
    pub(super) fn ancestors(&self, cluster: ClusterId) -> BTreeSet<ClusterId> {
        let mut ancestors = BTreeSet::new();
        let mut next = vec![cluster];
        while let Some(child) = next.pop().and_then(|cluster| self.children.get(&cluster)) {
            next.extend(child.parents.iter().filter(|parent| ancestors.insert(**parent)));
        }
        ancestors
    }

    /// Takes in one fact.
    pub(super) fn learn(&mut self, fact: &Fact) -> Result<(), Breach> {
        match fact {
            Fact::Led { node, cluster, at } => self.learn_leader(*node, *cluster, *at),
            Fact::Voted { node, cluster, at, to } => self.learn_vote(*node, *cluster, *at, *to),
            Fact::Forgotten { node, cluster, at, to } => {
                self.votes.insert((*node, *cluster), (*at, *to));
                Ok(())
            }
            Fact::Committed { cluster, at, entries } => {
                entries.iter().try_for_each(|entry| self.learn_commit(*cluster, *at, entry))
            }
            Fact::Crossed { node, left, entered, boundary, entry } => {
                self.learn_crossing(*node, *left, *entered, *boundary, entry.as_deref())
            }
            Fact::Acknowledged { cluster, index } => {
                let last = self.acknowledged.entry(*cluster).or_default();
                *last = (*last).max(*index);
                Ok(())
            }
            Fact::Asked { client, seq } => {
                self.reads.entry((*client, *seq)).or_insert_with(|| self.acknowledged.clone());
                Ok(())
            }
            Fact::Read { client, seq, cluster, index } => self.learn_read(*client, *seq, *cluster, *index),
            Fact::Ended { txid, decision } => self.learn_ending(*txid, decision.as_ref()),
        }
    }

    fn learn_leader(&mut self, node: NodeId, cluster: ClusterId, at: EpochTerm) -> Result<(), Breach> {
        let leader = *self.leaders.entry((cluster, at)).or_insert(node);
        if leader == node {
            return Ok(());
        }
        Err(breach(Property::ElectionSafety, format!("{leader} and {node} both lead {cluster} at {at}")))
    }

    fn learn_vote(
        &mut self,
        node: NodeId,
        cluster: ClusterId,
        at: EpochTerm,
        to: NodeId,
    ) -> Result<(), Breach> {
        let Some(&(then, first)) = self.votes.get(&(node, cluster)) else { return Ok(()) };
        if at > then {
            self.votes.remove(&(node, cluster));
        } else if at == then && first != to {
            let detail = format!("{node} voted for {first} and for {to} in {cluster} at {at}");
            return Err(breach(Property::NoDoubleVote, detail));
        }
        Ok(())
    }

    fn learn_commit(&mut self, cluster: ClusterId, at: EpochTerm, entry: &Entry) -> Result<(), Breach> {
        let id = entry.id;
        if let Some(first) = self.committed.get(&(cluster, id.index)) {
            if first.id == id {
                return Ok(());
            }
            let detail = format!("in {cluster} both {} and {id} have committed", first.id);
            return Err(breach(Property::StateMachineSafety, detail));
        }
        if let Some(boundary) = self.boundaries.get(&cluster).filter(|boundary| id.index > boundary.index) {
            let detail = format!("{id} has committed in {cluster}, which ended with {boundary}");
            return Err(breach(Property::BoundaryAgreement, detail));
        }
        let parents = self.children.get(&cluster).map_or(&[][..], |child| &child.parents);
        if let Some(parent) = parents.iter().find(|parent| !self.boundaries.contains_key(parent)) {
            let detail =
                format!("{id} has committed in {cluster}, while {parent}, which it comes from, goes on");
            return Err(breach(Property::RangeOwnership, detail));
        }
        let request = match &entry.payload {
            Payload::Command(command) => Some((command.client, command.seq)),
            _ => None,
        };
        self.committed.insert((cluster, id.index), Commit { id, at, request });
        Ok(())
    }

    fn learn_crossing(
        &mut self,
        node: NodeId,
        left: ClusterId,
        entered: Option<ClusterId>,
        boundary: LogId,
        entry: Option<&Entry>,
    ) -> Result<(), Breach> {
        let first = *self.boundaries.entry(left).or_insert(boundary);
        if first != boundary {
            let detail = format!("{left} was left at {first}, and by {node} at {boundary}");
            return Err(breach(Property::BoundaryAgreement, detail));
        }
        let to = match entry.and_then(Entry::config) {
            Some(ConfigEntry::SplitNew(plan)) => {
                for sub in &plan.subs {
                    let child = Child { parents: vec![plan.parent], ranges: sub.ranges.clone() };
                    self.children.entry(sub.cluster).or_insert(child);
                }
                plan.sub_of(node).map(|sub| sub.cluster)
            }
            Some(ConfigEntry::MergeNew(merge)) => {
                let parents = merge.participants.iter().map(|part| part.cluster).collect();
                let child = Child { parents, ranges: merge.ranges.clone() };
                self.children.entry(merge.into).or_insert(child);
                merge.members.contains(node).then_some(merge.into)
            }
            _ => return Ok(()),
        };
        if entered != to {
            let detail = format!("{boundary} of {left} sends {node} elsewhere than it went");
            return Err(breach(Property::BoundaryAgreement, detail));
        }
        self.check_ranges()
    }

    /// Clusters that have not ended own different keys, unless one comes from the other.
    fn check_ranges(&self) -> Result<(), Breach> {
        let live = || self.children.iter().filter(|(cluster, _)| !self.boundaries.contains_key(cluster));
        for (one, child) in live() {
            for (other, rival) in live().take_while(|(other, _)| *other < one) {
                let related = child.parents.contains(other) || rival.parents.contains(one);
                if !related && child.ranges.overlaps(&rival.ranges) {
                    let detail = format!("{one} ({}) and {other} ({}) overlap", child.ranges, rival.ranges);
                    return Err(breach(Property::RangeOwnership, detail));
                }
            }
        }
        Ok(())
    }

    /// *Linearizability*, as far as it is about reads: what is answered is not older than what was done when it was asked. (That the
    /// state up to an entry is the same everywhere is looked at elsewhere.)
    fn learn_read(
        &mut self,
        client: ClientId,
        seq: u64,
        cluster: ClusterId,
        index: Index,
    ) -> Result<(), Breach> {
        let done = self.reads.remove(&(client, seq)).and_then(|done| done.get(&cluster).copied());
        let Some(done) = done.filter(|&done| done > index) else { return Ok(()) };
        let detail = format!(
            "{client} was answered from the state up to {index}, though the write at {done} had been acknowledged before it asked"
        );
        Err(breach(Property::Linearizability, detail))
    }

    fn learn_ending(&mut self, txid: TxId, decision: Option<&Arc<MergeDecision>>) -> Result<(), Breach> {
        let first = self.merges.entry(txid).or_insert_with(|| decision.cloned());
        if first.as_ref() == decision {
            return Ok(());
        }
        let detail = format!("{txid} has ended differently for different participants");
        Err(breach(Property::TwoPhaseAgreement, detail))
    }
}
