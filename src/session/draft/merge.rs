//! A merge being thought over.

use recraft_protocol::keys::KeyRanges;
use recraft_protocol::quorum::majority;
use recraft_protocol::types::{ClusterId, Epoch, NodeId, NodeSet};
use recraft_sim::command::Command;
use recraft_words::t;

/// A cluster that could take part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The cluster.
    pub cluster: ClusterId,
    /// Its epoch.
    pub epoch: Epoch,
    /// Its members.
    pub members: NodeSet,
    /// Its keys.
    pub ranges: KeyRanges,
}

/// Which clusters shall be merged, and which servers shall not come along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeDraft {
    /// The cluster whose leader coordinates.
    pub coordinator: ClusterId,
    others: Vec<ClusterId>,
    left_out: NodeSet,
}

impl MergeDraft {
    /// A merge of `coordinator` with `other`, everyone coming along.
    pub fn with(coordinator: ClusterId, other: Option<ClusterId>) -> Self {
        Self { coordinator, others: other.into_iter().collect(), left_out: NodeSet::new() }
    }

    /// Whether `cluster` takes part.
    pub fn takes_part(&self, cluster: ClusterId) -> bool {
        cluster == self.coordinator || self.others.contains(&cluster)
    }

    /// Lets another cluster take part, or not.
    pub fn toggle(&mut self, cluster: ClusterId) {
        match self.others.iter().position(|&other| other == cluster) {
            Some(place) => drop(self.others.remove(place)),
            None if cluster != self.coordinator => self.others.push(cluster),
            None => {}
        }
    }

    /// Whether a server comes along.
    pub fn comes_along(&self, node: NodeId) -> bool {
        !self.left_out.contains(node)
    }

    /// Lets a server come along, or leaves it out.
    pub fn toggle_node(&mut self, node: NodeId) {
        if !self.left_out.remove(node) {
            self.left_out.insert(node);
        }
    }

    /// The clusters of `candidates` that take part.
    pub fn participants<'a>(
        &'a self,
        candidates: &'a [Candidate],
    ) -> impl Iterator<Item = &'a Candidate> + 'a {
        candidates.iter().filter(|candidate| self.takes_part(candidate.cluster))
    }

    /// What would come out: a cluster whose epoch is one more than the largest.
    pub fn proposed(&self, candidates: &[Candidate]) -> (Epoch, NodeSet, KeyRanges, usize) {
        let epoch = self.participants(candidates).map(|part| part.epoch).max().unwrap_or(0) + 1;
        let everyone: NodeSet = self.participants(candidates).flat_map(|part| part.members.iter()).collect();
        let members = everyone.without(&self.left_out);
        let ranges =
            self.participants(candidates).fold(KeyRanges::default(), |all, part| all.union(&part.ranges));
        let quorum = majority(members.len());
        (epoch, members, ranges, quorum)
    }

    /// What stands in the way, in sentences.
    pub fn problems(&self, candidates: &[Candidate]) -> Vec<String> {
        let mut problems = Vec::new();
        if self.participants(candidates).count() < 2 {
            problems.push(t!("Choose at least one other cluster.").into());
        }
        if self.proposed(candidates).1.is_empty() {
            problems.push(t!("At least one node must come along.").into());
        }
        problems
    }

    /// The command, unless something stands in the way.
    pub fn command(&self, candidates: &[Candidate]) -> Option<Command> {
        if !self.problems(candidates).is_empty() {
            return None;
        }
        let others =
            self.participants(candidates).map(|part| part.cluster).filter(|&part| part != self.coordinator);
        let (_, members, _, _) = self.proposed(candidates);
        let everyone =
            self.participants(candidates).map(|part| part.members.len()).sum::<usize>() == members.len();
        let members = (!everyone).then_some(members);
        Some(Command::Merge { coordinator: self.coordinator, others: others.collect(), members })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use recraft_protocol::keys::KeyRange;

    fn candidates() -> Vec<Candidate> {
        let candidate = |id, epoch, members: [u32; 3], start, end| Candidate {
            cluster: ClusterId(id),
            epoch,
            members: NodeSet::from(members),
            ranges: KeyRanges::of([KeyRange::new(start, end)]),
        };
        vec![candidate(2, 1, [1, 2, 3], "", "m"), candidate(3, 4, [4, 5, 6], "m", "")]
    }

    #[test]
    fn a_merge_unites_keys_and_servers_one_epoch_above_the_highest() {
        let draft = MergeDraft::with(ClusterId(2), Some(ClusterId(3)));
        let (epoch, members, ranges, quorum) = draft.proposed(&candidates());
        assert_eq!((epoch, members.len(), quorum), (5, 6, 4));
        assert_eq!(ranges, KeyRanges::everything());
        let merge = Command::Merge { coordinator: ClusterId(2), others: vec![ClusterId(3)], members: None };
        assert_eq!(draft.command(&candidates()), Some(merge));
    }

    #[test]
    fn who_is_left_out_is_named_by_naming_the_rest() {
        let mut draft = MergeDraft::with(ClusterId(2), Some(ClusterId(3)));
        draft.toggle_node(NodeId(6));
        let command = draft.command(&candidates());
        assert!(matches!(command, Some(Command::Merge { members: Some(members), .. }) if members.len() == 5));
    }

    #[test]
    fn one_cluster_alone_cannot_merge_nor_can_nobody() {
        let mut draft = MergeDraft::with(ClusterId(2), None);
        assert!(draft.problems(&candidates())[0].contains("other cluster"));
        draft.toggle(ClusterId(3));
        (1..=6).for_each(|node| draft.toggle_node(NodeId(node)));
        assert!(draft.problems(&candidates())[0].contains("come along"));
    }
}
