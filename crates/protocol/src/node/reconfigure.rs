//! Membership change and split, as a leader drives them.

use alloc::sync::Arc;

use crate::config::{ConfigEntry, MembershipStep, SplitPlan, Stage, SubCluster};
use crate::io::{AdminRequest, Output, Refusal};
use crate::keys::KeyRanges;
use crate::log::Payload;
use crate::membership::{first_step, next_step};
use crate::mistakes::Mistake;
use crate::node::{Node, Role};
use crate::quorum::majority;
use crate::types::{ClusterId, NodeId, NodeSet};

impl Node {
    pub(super) fn propose_membership_change(
        &mut self,
        add: &NodeSet,
        remove: &NodeSet,
        request: &AdminRequest,
        out: &mut Output,
    ) -> Result<(), Refusal> {
        self.may_reconfigure()?;
        let entry = self.miscalculated(first_step(
            self.settings.extensions.membership,
            self.configuration(),
            add,
            remove,
        )?);
        self.accept(request, Payload::Config(entry), out);
        Ok(())
    }

    pub(super) fn continue_membership_change(&mut self, target: &NodeSet, out: &mut Output) {
        let config = self.configuration();
        let scheme = self.settings.extensions.membership;
        if let Some(entry) = next_step(scheme, &config.members, config.quorum, target) {
            self.propose(Payload::Config(self.miscalculated(entry)), out);
        }
    }

    /// The larger quorum that P2' asks for, left out if the node was told to.
    fn miscalculated(&self, entry: ConfigEntry) -> ConfigEntry {
        match entry {
            ConfigEntry::Membership {
                step: step @ MembershipStep::AddAndResize, members, target, ..
            } if self.settings.makes(Mistake::AddWithoutLargerQuorum) => {
                ConfigEntry::Membership { step, quorum: majority(members.len()), members, target }
            }
            entry => entry,
        }
    }

    /// Adds and removes learners: one entry, and nothing about quorums changes.
    pub(super) fn propose_learners(
        &mut self,
        add: &NodeSet,
        remove: &NodeSet,
        request: &AdminRequest,
        out: &mut Output,
    ) -> Result<(), Refusal> {
        if !self.settings.extensions.learners {
            return Err(Refusal::SwitchedOff);
        }
        self.may_reconfigure()?;
        let config = self.configuration();
        if let Some(node) = add.iter().find(|&node| config.includes(node)) {
            return Err(Refusal::AlreadyMember(node));
        }
        if let Some(node) = remove.without(&config.learners).first() {
            return Err(Refusal::NotLearner(node));
        }
        let learners = config.learners.union(add).without(remove);
        if learners == config.learners {
            return Err(Refusal::NoChange);
        }
        self.accept(request, Payload::Config(ConfigEntry::Learners(learners)), out);
        Ok(())
    }

    /// Splits and merges are refused while there are learners.
    pub(super) fn check_no_learners(&self) -> Result<(), Refusal> {
        let learners = &self.configuration().learners;
        if learners.is_empty() { Ok(()) } else { Err(Refusal::HasLearners(learners.clone())) }
    }

    pub(super) fn propose_split(
        &mut self,
        subs: &[SubCluster],
        request: &AdminRequest,
        out: &mut Output,
    ) -> Result<(), Refusal> {
        self.may_reconfigure()?;
        self.check_no_learners()?;
        let config = self.configuration();
        check_split(&config.members, &config.ranges, subs)?;
        self.check_heard_from(subs)?;
        let parent = self.cluster().ok_or(Refusal::NotLeader { leader: None })?;
        let plan = Arc::new(SplitPlan { parent, subs: subs.to_vec() });
        self.accept(request, Payload::Config(ConfigEntry::SplitJoint(plan.clone())), out);
        let entering = matches!(self.configuration().stage, Stage::SplitEntering(_));
        if entering && self.settings.makes(Mistake::LeaveJointEarly) {
            self.leave_joint(&plan, out);
        }
        Ok(())
    }

    /// Of each sub-cluster somebody must have acknowledged the configuration that is to be split: a node just added may have nothing
    /// yet, and a sub-cluster of such nodes alone would be born without its state. (The rest may be down; they catch up later.)
    fn check_heard_from(&self, subs: &[SubCluster]) -> Result<(), Refusal> {
        match subs.iter().find(|sub| !self.has_heard_from_some_of(&sub.members)) {
            Some(sub) => Err(Refusal::NobodyHeardFrom(sub.cluster)),
            None => Ok(()),
        }
    }

    /// The same for a merge that leaves nodes out: of those of this cluster that shall go on, if there are any, somebody must have
    /// acknowledged the present configuration.
    pub(super) fn check_who_goes_on(
        &self,
        cluster: ClusterId,
        members: Option<&NodeSet>,
    ) -> Result<(), Refusal> {
        let own = &self.configuration().members;
        let share = members.map_or_else(|| own.clone(), |members| members.intersection(own));
        if share.is_empty() || self.has_heard_from_some_of(&share) {
            Ok(())
        } else {
            Err(Refusal::NobodyHeardFrom(cluster))
        }
    }

    /// Whether some node has acknowledged the present configuration to this leader (it has itself).
    fn has_heard_from_some_of(&self, nodes: &NodeSet) -> bool {
        let Role::Leader(leading) = &self.volatile.role else { return true };
        let since = self.volatile.configs[self.volatile.configs.len() - 1].0.max(1);
        let heard = |node: NodeId| {
            node == self.id || leading.progress.get(&node).is_some_and(|at| at.matched >= since)
        };
        nodes.iter().any(heard)
    }

    /// `C_joint` has committed: appends `C_new`, and remembers that it was this leader, in this term, who did. Only then may it go on
    /// leading in the new epoch without an election.
    pub(super) fn leave_joint(&mut self, plan: &Arc<SplitPlan>, out: &mut Output) {
        let boundary = crate::types::LogId { at: self.durable.at, index: self.durable.log.last().index + 1 };
        if let Some(leading) = self.leading() {
            leading.appended_boundary = Some(boundary);
        }
        self.propose(Payload::Config(ConfigEntry::SplitNew(plan.clone())), out);
    }
}

/// Whether `subs` partition the members and the keys, none of them empty.
fn check_split(members: &NodeSet, ranges: &KeyRanges, subs: &[SubCluster]) -> Result<(), Refusal> {
    if subs.len() < 2 {
        return Err(Refusal::TooFewSubClusters);
    }
    let mut placed = NodeSet::new();
    let mut covered = KeyRanges::default();
    for sub in subs {
        if sub.members.is_empty() || sub.ranges.is_empty() {
            return Err(Refusal::EmptySubCluster(sub.cluster));
        }
        if let Some(node) = sub.members.iter().find(|&node| !members.contains(node)) {
            return Err(Refusal::NotMember(node));
        }
        if let Some(node) = sub.members.intersection(&placed).first() {
            return Err(Refusal::InTwoSubClusters(node));
        }
        if covered.overlaps(&sub.ranges) {
            return Err(Refusal::RangesDoNotPartition);
        }
        placed = placed.union(&sub.members);
        covered = covered.union(&sub.ranges);
    }
    let left_over: Option<NodeId> = members.without(&placed).first();
    match left_over {
        Some(node) => Err(Refusal::InNoSubCluster(node)),
        None if covered != *ranges => Err(Refusal::RangesDoNotPartition),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::KeyRange;

    fn sub(id: u32, members: NodeSet, start: &str, end: &str) -> SubCluster {
        SubCluster { cluster: ClusterId(id), members, ranges: KeyRanges::of([KeyRange::new(start, end)]) }
    }

    fn check(subs: &[SubCluster]) -> Result<(), Refusal> {
        check_split(&NodeSet::from([1, 2, 3, 4]), &KeyRanges::everything(), subs)
    }

    #[test]
    fn a_split_partitions_members_and_keys() {
        let low = sub(2, NodeSet::from([1, 2]), "", "m");
        assert_eq!(check(&[low.clone(), sub(3, NodeSet::from([3, 4]), "m", "")]), Ok(()));
        assert_eq!(check(core::slice::from_ref(&low)), Err(Refusal::TooFewSubClusters));
        let refused = |other| check(&[low.clone(), other]);
        assert_eq!(refused(sub(3, NodeSet::from([3]), "m", "")), Err(Refusal::InNoSubCluster(NodeId(4))));
        assert_eq!(
            refused(sub(3, NodeSet::from([2, 3, 4]), "m", "")),
            Err(Refusal::InTwoSubClusters(NodeId(2)))
        );
        assert_eq!(refused(sub(3, NodeSet::from([3, 4, 5]), "m", "")), Err(Refusal::NotMember(NodeId(5))));
        assert_eq!(refused(sub(3, NodeSet::from([3, 4]), "n", "")), Err(Refusal::RangesDoNotPartition));
        assert_eq!(refused(sub(3, NodeSet::from([3, 4]), "k", "")), Err(Refusal::RangesDoNotPartition));
        assert_eq!(refused(sub(3, NodeSet::new(), "m", "")), Err(Refusal::EmptySubCluster(ClusterId(3))));
    }
}
