//! Configurations: who the members are, what makes a quorum, which keys are owned, and what the entries that change
//! this look like.
//!
//! A configuration takes effect when its entry is *appended*, and is undone when the entry is truncated (Raft §6). The
//! entries that end an epoch are the exception: a merge's `C_new` takes effect when it commits, and a split's `C_new`,
//! once appended, changes only how many acknowledgements commit it; elections stay joint until it has committed.
//!
//! | [`Stage`] | elections need | commits need |
//! | --- | --- | --- |
//! | `Stable`, `Changing`, merge stages | `quorum` of the members | the same |
//! | `Joint` (Raft's joint consensus) | a majority of the old and of the new members | the same |
//! | `SplitEntering` (`C_joint` appended) | a majority of every sub-cluster | `quorum` of the old members |
//! | `SplitLeaving` (`C_new` appended) | a majority of every sub-cluster | a majority of the leader's own sub-cluster |
//!
//! Raft's single-server change is ReCraft's with one node at a time: then every quorum on the way is a majority.

use alloc::sync::Arc;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::keys::KeyRanges;
use crate::quorum::{Count, Quorum, majority};
use crate::types::{ClusterId, Epoch, NodeId, NodeSet, TxId};

/// One of the clusters that a split makes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SubCluster {
    /// The new cluster's id.
    pub cluster: ClusterId,
    /// Its members.
    pub members: NodeSet,
    /// The keys it will own.
    pub ranges: KeyRanges,
}

/// A split: into which clusters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SplitPlan {
    /// The cluster that is split.
    pub parent: ClusterId,
    /// The clusters it becomes; they partition members and keys.
    pub subs: Vec<SubCluster>,
}

impl SplitPlan {
    /// The sub-cluster that `node` will belong to.
    #[must_use]
    pub fn sub_of(&self, node: NodeId) -> Option<&SubCluster> {
        self.subs.iter().find(|sub| sub.members.contains(node))
    }
}

/// A cluster that takes part in a merge, as the transaction sees it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Participant {
    /// The cluster.
    pub cluster: ClusterId,
    /// The epoch it must be in; the transaction is refused in any other.
    pub epoch: Epoch,
    /// Its members.
    pub members: NodeSet,
    /// The keys it owns.
    pub ranges: KeyRanges,
}

/// A merge as it is proposed (`C_TX`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MergePlan {
    /// The transaction.
    pub txid: TxId,
    /// The id of the cluster to come.
    pub into: ClusterId,
    /// The cluster whose leader coordinates; one of the participants.
    pub coordinator: ClusterId,
    /// Every cluster that takes part, the coordinator's own among them.
    pub participants: Vec<Participant>,
    /// Who shall be the members afterwards; `None` means everyone.
    pub members: Option<NodeSet>,
}

impl MergePlan {
    /// The participant called `cluster`.
    #[must_use]
    pub fn participant(&self, cluster: ClusterId) -> Option<&Participant> {
        self.participants.iter().find(|participant| participant.cluster == cluster)
    }
}

/// A merge as it was decided (`C_new`): the participants are now as they were when they prepared.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MergeDecision {
    /// The transaction.
    pub txid: TxId,
    /// The id of the new cluster.
    pub into: ClusterId,
    /// The epoch of the new cluster: one more than the largest among the participants'.
    pub epoch: Epoch,
    /// The clusters whose states are united.
    pub participants: Vec<Participant>,
    /// The members of the new cluster.
    pub members: NodeSet,
    /// The keys it owns.
    pub ranges: KeyRanges,
}

impl MergeDecision {
    /// Every node of every participant, whether or not it is to be a member.
    #[must_use]
    pub fn everyone(&self) -> NodeSet {
        self.participants.iter().flat_map(|participant| participant.members.iter()).collect()
    }

    /// The participant called `cluster`.
    #[must_use]
    pub fn participant(&self, cluster: ClusterId) -> Option<&Participant> {
        self.participants.iter().find(|participant| participant.cluster == cluster)
    }
}

/// Why a merge came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AbortReason {
    /// A participant voted no.
    VotedNo(ClusterId),
    /// An administrator cancelled it before it was decided.
    Cancelled,
    /// The members asked for are not all members of a participant.
    UnknownMember(NodeId),
}

/// How a merge transaction ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// The clusters are merged so.
    Committed(Arc<MergeDecision>),
    /// They stay as they are.
    Aborted(AbortReason),
}

/// The kinds of entry that a ReCraft membership change is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MembershipStep {
    /// Nodes are added; the quorum may be larger than a majority.
    AddAndResize,
    /// Nodes are removed; the quorum may be larger than a majority.
    RemoveAndResize,
    /// The quorum goes back to a majority.
    ResizeQuorum,
    /// Raft's joint consensus ends: only the new members are left.
    LeaveJoint,
}

/// A log entry that changes the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ConfigEntry {
    /// One step of a membership change.
    Membership {
        /// Which kind of step.
        step: MembershipStep,
        /// The members from here on.
        members: NodeSet,
        /// How many of them make a quorum.
        quorum: usize,
        /// The members the whole request is to end with; further steps follow until they are reached.
        target: NodeSet,
    },
    /// Raft's joint consensus begins (Raft §6): a majority of both is needed.
    Joint {
        /// The members before.
        old: NodeSet,
        /// The members to come.
        new: NodeSet,
    },
    /// The nodes that are sent the log but do not count, from here on.
    Learners(NodeSet),
    /// A split's `C_joint`.
    SplitJoint(Arc<SplitPlan>),
    /// A split's `C_new`: ends the epoch.
    SplitNew(Arc<SplitPlan>),
    /// A merge's `C_TX`: the cluster is prepared.
    MergePrepare(Arc<MergePlan>),
    /// A merge's `C_new`: ends the epoch.
    MergeNew(Arc<MergeDecision>),
    /// A merge's `C_abort`: the cluster is free again.
    MergeAbort {
        /// The transaction.
        txid: TxId,
        /// Why.
        reason: AbortReason,
    },
    /// The first entry of a merged cluster's log.
    Genesis(Arc<MergeDecision>),
}

impl ConfigEntry {
    /// Whether committing this entry ends the cluster's epoch.
    #[must_use]
    pub const fn ends_epoch(&self) -> bool {
        matches!(self, Self::SplitNew(_) | Self::MergeNew(_))
    }
}

/// What a cluster is in the middle of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Stage {
    /// Nothing.
    Stable,
    /// A membership change that has steps to go.
    Changing {
        /// The members it will end with.
        target: NodeSet,
    },
    /// Raft's joint consensus: between the old and the new members.
    Joint {
        /// The members before.
        old: NodeSet,
        /// The members to come.
        new: NodeSet,
    },
    /// A split whose `C_joint` is in the log.
    SplitEntering(Arc<SplitPlan>),
    /// A split whose `C_new` is in the log.
    SplitLeaving(Arc<SplitPlan>),
    /// A merge whose `C_TX` is in the log.
    MergePrepared(Arc<MergePlan>),
    /// A merge whose `C_new` is in the log.
    MergeLeaving(Arc<MergeDecision>),
}

/// The configuration at some place in the log.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Configuration {
    /// The members.
    pub members: NodeSet,
    /// How many members make a quorum: a majority, except between the steps of a membership change. (In joint consensus the stage says
    /// what is needed.)
    pub quorum: usize,
    /// Nodes that are sent the log but do not count.
    #[serde(default)]
    pub learners: NodeSet,
    /// The keys the cluster owns.
    pub ranges: KeyRanges,
    /// What is going on.
    pub stage: Stage,
}

impl Configuration {
    /// A cluster at rest.
    #[must_use]
    pub fn stable(members: NodeSet, ranges: KeyRanges) -> Self {
        let learners = NodeSet::new();
        Self { quorum: majority(members.len()), members, learners, ranges, stage: Stage::Stable }
    }

    /// Whether `node` is sent the log: as a member or as a learner.
    #[must_use]
    pub fn includes(&self, node: NodeId) -> bool {
        self.members.contains(node) || self.learners.contains(node)
    }

    /// Everyone who is sent the log.
    #[must_use]
    pub fn everyone(&self) -> NodeSet {
        self.members.union(&self.learners)
    }

    /// The configuration once `entry` is appended after this one.
    #[must_use]
    pub fn after(&self, entry: &ConfigEntry) -> Self {
        let mut next = self.clone();
        match entry {
            ConfigEntry::Membership { members, quorum, target, .. } => {
                let done = members == target && *quorum == majority(members.len());
                next.stage = if done { Stage::Stable } else { Stage::Changing { target: target.clone() } };
                next.members = members.clone();
                next.learners = self.learners.without(members);
                next.quorum = *quorum;
            }
            ConfigEntry::Joint { old, new } => {
                next.members = old.union(new);
                next.learners = self.learners.without(&next.members);
                next.quorum = majority(next.members.len());
                next.stage = Stage::Joint { old: old.clone(), new: new.clone() };
            }
            ConfigEntry::Learners(learners) => next.learners = learners.clone(),
            ConfigEntry::SplitJoint(plan) => next.stage = Stage::SplitEntering(plan.clone()),
            ConfigEntry::SplitNew(plan) => next.stage = Stage::SplitLeaving(plan.clone()),
            ConfigEntry::MergePrepare(plan) => next.stage = Stage::MergePrepared(plan.clone()),
            ConfigEntry::MergeNew(decision) => next.stage = Stage::MergeLeaving(decision.clone()),
            ConfigEntry::MergeAbort { .. } => next.stage = Stage::Stable,
            ConfigEntry::Genesis(decision) => {
                next = Self::stable(decision.members.clone(), decision.ranges.clone());
            }
        }
        next
    }

    /// What an election under this configuration needs.
    #[must_use]
    pub fn election_quorum(&self) -> Quorum {
        match &self.stage {
            Stage::SplitEntering(plan) | Stage::SplitLeaving(plan) => {
                Quorum(plan.subs.iter().map(|sub| Count::majority(&sub.members)).collect())
            }
            Stage::Joint { old, new } => Quorum(alloc::vec![Count::majority(old), Count::majority(new)]),
            _ => Quorum::count(&self.members, self.quorum),
        }
    }

    /// What a commit by `leader` under this configuration needs.
    #[must_use]
    pub fn commit_quorum(&self, leader: NodeId) -> Quorum {
        match &self.stage {
            Stage::SplitLeaving(plan) => match plan.sub_of(leader) {
                Some(sub) => Quorum::count(&sub.members, majority(sub.members.len())),
                None => Quorum::count(&self.members, self.quorum),
            },
            Stage::Joint { .. } => self.election_quorum(),
            _ => Quorum::count(&self.members, self.quorum),
        }
    }

    /// Whether the entry that ends the epoch is in the log.
    #[must_use]
    pub const fn is_leaving(&self) -> bool {
        matches!(self.stage, Stage::SplitLeaving(_) | Stage::MergeLeaving(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::KeyRange;

    fn split_of_six() -> (Configuration, Arc<SplitPlan>) {
        let config = Configuration::stable(NodeSet::from([1, 2, 3, 4, 5, 6]), KeyRanges::everything());
        let sub = |id, members, start, end| SubCluster {
            cluster: ClusterId(id),
            members,
            ranges: KeyRanges::of([KeyRange::new(start, end)]),
        };
        let subs = alloc::vec![
            sub(2, NodeSet::from([1, 2, 3]), "", "m"),
            sub(3, NodeSet::from([4, 5, 6]), "m", ""),
        ];
        (config, Arc::new(SplitPlan { parent: ClusterId(1), subs }))
    }

    #[test]
    fn under_c_joint_elections_need_every_sub_and_commits_a_quorum_of_old() {
        let (config, plan) = split_of_six();
        let joint = config.after(&ConfigEntry::SplitJoint(plan));
        assert!(joint.election_quorum().is_met_by(&NodeSet::from([1, 2, 4, 5])));
        assert!(!joint.election_quorum().is_met_by(&NodeSet::from([1, 2, 3, 4])));
        assert!(joint.commit_quorum(NodeId(1)).is_met_by(&NodeSet::from([1, 2, 3, 4])));
    }

    #[test]
    fn an_appended_c_new_commits_with_the_leaders_own_sub_while_elections_stay_joint() {
        let (config, plan) = split_of_six();
        let leaving =
            config.after(&ConfigEntry::SplitJoint(plan.clone())).after(&ConfigEntry::SplitNew(plan));
        assert!(leaving.commit_quorum(NodeId(1)).is_met_by(&NodeSet::from([1, 2])));
        assert!(!leaving.commit_quorum(NodeId(4)).is_met_by(&NodeSet::from([1, 2])));
        assert!(!leaving.election_quorum().is_met_by(&NodeSet::from([1, 2, 3])));
    }

    #[test]
    fn every_joint_election_quorum_meets_every_commit_quorum_of_old_and_of_each_sub() {
        let (config, plan) = split_of_six();
        let joint = config.after(&ConfigEntry::SplitJoint(plan.clone()));
        let leaving = joint.after(&ConfigEntry::SplitNew(plan));
        let sets = || {
            (0u32..64)
                .map(|bits| (1..=6).filter(|n| bits >> (n - 1) & 1 == 1).map(NodeId).collect::<NodeSet>())
        };
        for electing in sets().filter(|set| joint.election_quorum().is_met_by(set)) {
            for committing in sets() {
                let old = joint.commit_quorum(NodeId(1)).is_met_by(&committing);
                let own = leaving.commit_quorum(NodeId(1)).is_met_by(&committing);
                let other = leaving.commit_quorum(NodeId(4)).is_met_by(&committing);
                if old || own || other {
                    assert!(!electing.intersection(&committing).is_empty(), "{electing} / {committing}");
                }
            }
        }
    }
}
