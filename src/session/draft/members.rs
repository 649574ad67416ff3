//! A membership change being thought over, with the steps the protocol would take.

use recraft_protocol::config::{ConfigEntry, Configuration, MembershipStep, Stage};
use recraft_protocol::io::Refusal;
use recraft_protocol::membership::{first_step, leave_joint, next_step};
use recraft_protocol::quorum::majority;
use recraft_protocol::settings::MembershipScheme;
use recraft_protocol::types::{ClusterId, NodeId, NodeSet};
use recraft_sim::command::Command;

/// Who shall join and who shall leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MembersDraft {
    /// The cluster.
    pub cluster: ClusterId,
    add: NodeSet,
    remove: NodeSet,
}

/// One entry of the change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name in the paper.
    pub name: &'static str,
    /// The members from then on.
    pub members: NodeSet,
    /// How many of them make a quorum.
    pub quorum: usize,
    /// Whether that is more than a majority.
    pub larger: bool,
}

impl MembersDraft {
    /// No change yet.
    pub const fn new(cluster: ClusterId) -> Self {
        Self { cluster, add: NodeSet::new(), remove: NodeSet::new() }
    }

    /// Whether nothing is chosen.
    pub fn is_empty(&self) -> bool {
        self.add.is_empty() && self.remove.is_empty()
    }

    /// Whether a spare is chosen to join.
    pub fn joins(&self, node: NodeId) -> bool {
        self.add.contains(node)
    }

    /// Whether a member is chosen to leave.
    pub fn leaves(&self, node: NodeId) -> bool {
        self.remove.contains(node)
    }

    /// Chooses a spare to join, or not.
    pub fn toggle_join(&mut self, node: NodeId) {
        if !self.add.remove(node) {
            self.add.insert(node);
        }
    }

    /// Chooses a member to leave, or not.
    pub fn toggle_leave(&mut self, node: NodeId) {
        if !self.remove.remove(node) {
            self.remove.insert(node);
        }
    }

    /// Forgets choices that the run has overtaken.
    pub fn keep(&mut self, members: &NodeSet, spares: &NodeSet) {
        self.add = self.add.intersection(spares);
        self.remove = self.remove.intersection(members);
    }

    /// The entries the leader would append, as the protocol itself plans them, or why it would refuse.
    ///
    /// # Errors
    /// The refusal that the leader would answer with.
    pub fn plan(&self, config: &Configuration, scheme: MembershipScheme) -> Result<Vec<Step>, Refusal> {
        // The most steps a change can have, with room to spare; a plan that does not end would be the protocol's mistake.
        const STEPS_MAX: usize = 8;
        let mut entry = first_step(scheme, config, &self.add, &self.remove)?;
        let mut config = config.clone();
        let mut steps = Vec::new();
        while steps.len() < STEPS_MAX {
            config = config.after(&entry);
            if let ConfigEntry::Membership { step, members, quorum, .. } = &entry {
                steps.push(Step {
                    name: step_name(*step),
                    members: members.clone(),
                    quorum: *quorum,
                    larger: *quorum > majority(members.len()),
                });
            }
            if let ConfigEntry::Joint { .. } = &entry {
                steps.push(Step {
                    name: "C_old,new",
                    members: config.members.clone(),
                    quorum: config.quorum,
                    larger: false,
                });
            }
            let next = match &config.stage {
                Stage::Changing { target } => next_step(scheme, &config.members, config.quorum, target),
                Stage::Joint { new, .. } => Some(leave_joint(new)),
                _ => None,
            };
            let Some(next) = next else { break };
            entry = next;
        }
        Ok(steps)
    }

    /// The command.
    pub fn command(&self) -> Option<Command> {
        let change = Command::ChangeMembers {
            cluster: self.cluster,
            add: self.add.clone(),
            remove: self.remove.clone(),
        };
        (!self.is_empty()).then_some(change)
    }
}

const fn step_name(step: MembershipStep) -> &'static str {
    match step {
        MembershipStep::AddAndResize => "AddAndResize",
        MembershipStep::RemoveAndResize => "RemoveAndResize",
        MembershipStep::ResizeQuorum => "ResizeQuorum",
        MembershipStep::LeaveJoint => "C_new",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use recraft_protocol::keys::KeyRanges;

    fn adding(nodes: impl IntoIterator<Item = u32>) -> MembersDraft {
        let mut draft = MembersDraft::new(ClusterId(1));
        nodes.into_iter().for_each(|node| draft.toggle_join(NodeId(node)));
        draft
    }

    #[test]
    fn figure_1_is_planned_with_four_votes_and_then_three() {
        let config = Configuration::stable(NodeSet::from([1, 2]), KeyRanges::everything());
        let draft = adding(3..=5);
        let steps = draft.plan(&config, MembershipScheme::ReCraft).unwrap_or_default();
        let shape: Vec<_> =
            steps.iter().map(|step| (step.name, step.members.len(), step.quorum, step.larger)).collect();
        assert_eq!(shape, [("AddAndResize", 5, 4, true), ("ResizeQuorum", 5, 3, false)]);
    }

    #[test]
    fn what_the_leader_would_refuse_is_refused_here() {
        let config = Configuration::stable(NodeSet::from([1, 2, 3, 4, 5]), KeyRanges::everything());
        let mut draft = MembersDraft::new(ClusterId(1));
        assert!(draft.is_empty() && draft.command().is_none());
        (1..=3).for_each(|node| draft.toggle_leave(NodeId(node)));
        assert!(draft.plan(&config, MembershipScheme::ReCraft).is_err());
        draft.toggle_leave(NodeId(3));
        assert!(draft.plan(&config, MembershipScheme::ReCraft).is_ok());
    }

    #[test]
    fn choices_that_the_run_has_overtaken_are_forgotten() {
        let mut draft = adding(6..=7);
        draft.keep(&NodeSet::from([1, 2, 6]), &NodeSet::from([7]));
        assert!(!draft.joins(NodeId(6)) && draft.joins(NodeId(7)));
    }
}
