//! Quorums: which answers are enough. Pure set arithmetic, and the only place that counts votes.
//!
//! A [`Quorum`] is a conjunction of counts ("three of these five *and* two of those three"). That covers every
//! configuration of the project: a stable one is a single count, Raft's joint consensus two, the election quorum of
//! a ReCraft split one count for each sub-cluster.
//!
//! The sizes of ReCraft's intermediate quorums ([`add_and_resize`], [`remove_and_resize`]) are here too, with the
//! size of the quorums that joint consensus would need for the same change, which ReCraft's Figure 5 compares.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::order::sort_by;
use crate::types::{Index, NodeId, NodeSet};

/// The size of a majority of `n` nodes.
#[must_use]
pub const fn majority(n: usize) -> usize {
    n / 2 + 1
}

/// The quorum of ReCraft's *AddAndResize*: the smallest one, not below a majority of the `n_new` members, that meets
/// every quorum of `q_old` of the old members, who are all among the new ones (ReCraft §IV).
#[must_use]
pub const fn add_and_resize(n_new: usize, q_old: usize) -> usize {
    max(majority(n_new), n_new + 1 - q_old)
}

/// The quorum of ReCraft's *RemoveAndResize*: the smallest one of the `n_new` remaining members that meets every
/// quorum of `q_old` of the `n_old` members before. It only exists if fewer than `q_old` nodes leave.
#[must_use]
pub const fn remove_and_resize(n_old: usize, q_old: usize, n_new: usize) -> usize {
    max(majority(n_new), n_old + 1 - q_old)
}

/// The votes that joint consensus needs to change `n_old` members into `n_new`, one of which sets includes the other, if the right
/// nodes answer first: a majority of both (ReCraft, Figure 5).
#[must_use]
pub const fn joint_at_best(n_old: usize, n_new: usize) -> usize {
    max(majority(n_old), majority(n_new))
}

/// The votes that the same change needs if the wrong nodes answer first: so many that any of them include a majority of both.
#[must_use]
pub const fn joint_at_worst(n_old: usize, n_new: usize) -> usize {
    let all = max(n_old, n_new);
    max(majority(n_old) + all - n_old, majority(n_new) + all - n_new)
}

const fn max(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}

/// A change of a cluster's size, and the votes that it needs on the way: one point of ReCraft's Figure 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SizeChange {
    /// How many members there are, with a majority as their quorum.
    pub from: usize,
    /// How many there shall be; the smaller set is part of the larger one.
    pub to: usize,
    /// The votes that ReCraft's first entry needs. `None` where ReCraft cannot make the change at once: as many leave as make a quorum.
    pub recraft: Option<usize>,
    /// The votes that joint consensus needs if the right nodes answer first.
    pub joint_at_best: usize,
    /// The votes that joint consensus needs if the wrong nodes answer first.
    pub joint_at_worst: usize,
}

impl SizeChange {
    /// The change from `from` members to `to`.
    #[must_use]
    pub fn of(from: usize, to: usize) -> Self {
        let quorum = majority(from);
        let recraft = if to >= from {
            Some(add_and_resize(to, quorum))
        } else {
            (from - to < quorum).then(|| remove_and_resize(from, quorum, to))
        };
        Self {
            from,
            to,
            recraft,
            joint_at_best: joint_at_best(from, to),
            joint_at_worst: joint_at_worst(from, to),
        }
    }
}

/// So many of these nodes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Count {
    /// Whose answers count.
    pub of: NodeSet,
    /// How many of them are needed.
    pub need: usize,
}

impl Count {
    /// A majority of `nodes`.
    #[must_use]
    pub fn majority(nodes: &NodeSet) -> Self {
        Self { of: nodes.clone(), need: majority(nodes.len()) }
    }

    /// How many of the needed answers are not in `answered`.
    #[must_use]
    pub fn missing(&self, answered: &NodeSet) -> usize {
        let have = self.of.iter().filter(|&node| answered.contains(node)).count();
        self.need.saturating_sub(have)
    }

    /// How many nodes any answers that meet this count, and any that meet the other, have in common at least.
    #[must_use]
    pub fn least_overlap(&self, other: &Self) -> usize {
        let shared = self.of.intersection(&other.of).len();
        // Of each, whoever is outside the other answers first.
        let mine = self.need.saturating_sub(self.of.len() - shared);
        let theirs = other.need.saturating_sub(other.of.len() - shared);
        (mine + theirs).saturating_sub(shared)
    }
}

/// What has to be true of the set of nodes that have answered: every count must be met.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Quorum(pub Vec<Count>);

impl Quorum {
    /// A single count.
    #[must_use]
    pub fn count(of: &NodeSet, need: usize) -> Self {
        Self(alloc::vec![Count { of: of.clone(), need }])
    }

    /// Whether these answers are enough.
    #[must_use]
    pub fn is_met_by(&self, answered: &NodeSet) -> bool {
        self.0.iter().all(|count| count.missing(answered) == 0)
    }

    /// How many nodes any answers that meet this quorum, and any that meet the other, have in common at least; more may be. If it is
    /// one or more, what one of them has promised the other hears of (P2').
    #[must_use]
    pub fn least_overlap(&self, other: &Self) -> usize {
        let pairs = self.0.iter().flat_map(|mine| other.0.iter().map(|theirs| mine.least_overlap(theirs)));
        pairs.max().unwrap_or(0)
    }

    /// Everyone whose answer counts.
    #[must_use]
    pub fn voters(&self) -> NodeSet {
        self.0.iter().flat_map(|count| count.of.iter()).collect()
    }

    /// The highest index that a quorum has reached, given how far each node has come.
    #[must_use]
    pub fn reached(&self, matched: impl Fn(NodeId) -> Index) -> Index {
        self.0.iter().map(|count| reached(&count.of, count.need, &matched)).min().unwrap_or(0)
    }
}

/// How many numbers [`reached`] sorts without asking for memory.
const FEW: usize = 16;

/// The highest index that `need` of the nodes `of` have reached, given how far each has come.
#[must_use]
pub fn reached(of: &NodeSet, need: usize, matched: impl Fn(NodeId) -> Index) -> Index {
    let (mut few, mut many) = ([0; FEW], Vec::new());
    let indexes = if of.len() <= FEW {
        &mut few[..of.len()]
    } else {
        many.resize(of.len(), 0);
        &mut many
    };
    for (index, node) in indexes.iter_mut().zip(of.iter()) {
        *index = matched(node);
    }
    sort_by(indexes, |a, b| b.cmp(a));
    match need {
        0 => Index::MAX,
        need => indexes.get(need - 1).copied().unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All subsets of `nodes`, as a deliberately dumb twin would enumerate them.
    fn subsets(nodes: &NodeSet) -> Vec<NodeSet> {
        let nodes: Vec<NodeId> = nodes.iter().collect();
        (0u32..1 << nodes.len())
            .map(|bits| {
                nodes.iter().enumerate().filter(|(i, _)| bits >> i & 1 == 1).map(|(_, &n)| n).collect()
            })
            .collect()
    }

    fn quorums(members: &NodeSet, size: usize) -> Vec<NodeSet> {
        subsets(members).into_iter().filter(|set| set.len() == size).collect()
    }

    fn all_meet(a: &[NodeSet], b: &[NodeSet]) -> bool {
        a.iter().all(|x| b.iter().all(|y| !x.intersection(y).is_empty()))
    }

    fn first(n: usize) -> NodeSet {
        (1..=n as u32).map(NodeId).collect()
    }

    /// The smallest quorum size of `new`, from a majority upwards, that meets every `q_old`-quorum of `old`.
    fn smallest_meeting(old: &NodeSet, q_old: usize, new: &NodeSet) -> Option<usize> {
        let olds = quorums(old, q_old);
        (majority(new.len())..=new.len()).find(|&size| all_meet(&olds, &quorums(new, size)))
    }

    #[test]
    fn adding_uses_the_smallest_quorum_that_meets_every_old_one() {
        for n_old in 1..=5 {
            for q_old in majority(n_old)..=n_old {
                for n_new in n_old + 1..=8 {
                    let brute = smallest_meeting(&first(n_old), q_old, &first(n_new));
                    assert_eq!(
                        Some(add_and_resize(n_new, q_old)),
                        brute,
                        "{n_old} (quorum {q_old}) to {n_new}"
                    );
                }
            }
        }
    }

    #[test]
    fn removing_uses_the_smallest_quorum_that_meets_every_old_one() {
        for n_old in 2..=7 {
            for q_old in majority(n_old)..=n_old {
                for n_new in n_old - q_old + 1..n_old {
                    let brute = smallest_meeting(&first(n_old), q_old, &first(n_new));
                    let ours = remove_and_resize(n_old, q_old, n_new);
                    assert_eq!(Some(ours), brute, "{n_old} (quorum {q_old}) to {n_new}");
                }
            }
        }
    }

    #[test]
    fn removing_as_many_as_a_quorum_leaves_no_quorum_that_would_do() {
        assert_eq!(smallest_meeting(&first(5), 3, &first(2)), None);
    }

    #[test]
    fn joint_consensus_needs_at_best_and_at_worst_what_the_sets_of_votes_say() {
        for n_old in 1..=8 {
            for n_new in 1..=8 {
                let joint =
                    Quorum(alloc::vec![Count::majority(&first(n_old)), Count::majority(&first(n_new))]);
                let votes = subsets(&first(n_old.max(n_new)));
                let best = votes.iter().filter(|set| joint.is_met_by(set)).map(NodeSet::len).min();
                let short = votes.iter().filter(|set| !joint.is_met_by(set)).map(NodeSet::len).max();
                assert_eq!(Some(joint_at_best(n_old, n_new)), best, "{n_old} to {n_new}");
                assert_eq!(
                    Some(joint_at_worst(n_old, n_new)),
                    short.map(|votes| votes + 1),
                    "{n_old} to {n_new}"
                );
            }
        }
    }

    #[test]
    fn two_counts_overlap_as_little_as_the_sets_of_votes_do() {
        let pairs = [
            (first(5), NodeSet::from([3, 4, 5, 6])),
            (first(3), first(6)),
            (first(4), NodeSet::from([5, 6])),
        ];
        for (one, other) in pairs {
            for (a, b) in (1..=one.len()).flat_map(|a| (1..=other.len()).map(move |b| (a, b))) {
                let brute = quorums(&one, a)
                    .iter()
                    .flat_map(|x| {
                        quorums(&other, b).into_iter().map(|y| x.intersection(&y).len()).collect::<Vec<_>>()
                    })
                    .min();
                let (mine, theirs) =
                    (Count { of: one.clone(), need: a }, Count { of: other.clone(), need: b });
                assert_eq!(Some(mine.least_overlap(&theirs)), brute, "{a} of {one} and {b} of {other}");
            }
        }
        let joint = Quorum([first(3), NodeSet::from([4, 5, 6])].iter().map(Count::majority).collect());
        assert_eq!(joint.least_overlap(&Quorum::count(&NodeSet::from([4, 5, 6]), 2)), 1);
    }

    #[test]
    fn figure_1_needs_four_votes_and_then_three() {
        assert_eq!(add_and_resize(5, majority(2)), 4);
        assert_eq!(majority(5), 3);
        assert_eq!((joint_at_best(2, 5), joint_at_worst(2, 5)), (3, 5));
    }

    #[test]
    fn reached_is_the_highest_index_that_a_quorum_holds() {
        let matched = |node: NodeId| [0, 7, 5, 3, 9, 1][node.0 as usize];
        for subs in [alloc::vec![first(5)], alloc::vec![NodeSet::from([1, 2, 3]), NodeSet::from([4, 5])]] {
            let quorum = Quorum(subs.iter().map(Count::majority).collect());
            let holds =
                |index: Index| quorum.is_met_by(&first(5).iter().filter(|&n| matched(n) >= index).collect());
            let brute = (0..=9).rev().find(|&index| holds(index)).unwrap_or(0);
            assert_eq!(quorum.reached(matched), brute);
        }
    }

    #[test]
    fn a_conjunction_needs_every_count() {
        let quorum = Quorum(
            [NodeSet::from([1, 2, 3]), NodeSet::from([4, 5, 6])].iter().map(Count::majority).collect(),
        );
        assert!(!quorum.is_met_by(&NodeSet::from([1, 2, 3, 4])));
        assert!(quorum.is_met_by(&NodeSet::from([1, 3, 4, 6])));
    }
}
