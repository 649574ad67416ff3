//! The vocabulary: who, where in logical time, and where in a log.
//!
//! ReCraft prepends an *epoch* to Raft's term (ReCraft §III). Logical time is therefore the pair
//! [`EpochTerm`], ordered lexicographically, and whatever Raft says of terms holds of these pairs. A log
//! position together with the logical time of the entry there is a [`LogId`]; comparing two of them compares how
//! up to date two logs are (Raft §5.4.1).

use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};

/// One server. Shown as `n3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NodeId(pub u32);

/// One cluster in one epoch. A split or a merge makes new clusters with new ids; whoever asks for it names them,
/// and must not use an id twice. Shown as `c2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClusterId(pub u32);

/// One client session. Shown as `k1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClientId(pub u32);

/// One merge transaction; never used twice. Shown as `tx1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TxId(pub u32);

/// How many splits and merges lie behind a cluster.
pub type Epoch = u32;
/// Raft's term, counted within an epoch.
pub type Term = u32;
/// A position in a log; the first entry has index 1, and 0 stands before it.
pub type Index = u64;

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "n{}", self.0)
    }
}

impl fmt::Display for ClusterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "c{}", self.0)
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "k{}", self.0)
    }
}

impl fmt::Display for TxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tx{}", self.0)
    }
}

/// Logical time: ordered by epoch first, then by term. Shown as `e.t`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EpochTerm {
    /// The epoch.
    pub epoch: Epoch,
    /// The term within it.
    pub term: Term,
}

impl EpochTerm {
    /// The pair of `epoch` and `term`.
    #[must_use]
    pub const fn new(epoch: Epoch, term: Term) -> Self {
        Self { epoch, term }
    }
}

impl fmt::Display for EpochTerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.epoch, self.term)
    }
}

/// Names one log entry within a lineage: the logical time of the leader that created it, and its index.
///
/// The derived order is Raft's "at least as up to date" (§5.4.1) with epochs in front.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LogId {
    /// When the entry was created.
    pub at: EpochTerm,
    /// Where it stands.
    pub index: Index,
}

impl fmt::Display for LogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.index, self.at)
    }
}

/// A set of nodes, kept sorted, so that equal sets are equal values and iteration has one order.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct NodeSet(Vec<NodeId>);

impl NodeSet {
    /// The set of no nodes.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a node; says whether it is new.
    pub fn insert(&mut self, node: NodeId) -> bool {
        match self.0.binary_search(&node) {
            Ok(_) => false,
            Err(place) => {
                self.0.insert(place, node);
                true
            }
        }
    }

    /// Takes a node out; says whether it was there.
    pub fn remove(&mut self, node: NodeId) -> bool {
        self.0.binary_search(&node).map(|place| self.0.remove(place)).is_ok()
    }

    /// Whether `node` is in the set.
    #[must_use]
    pub fn contains(&self, node: NodeId) -> bool {
        self.0.binary_search(&node).is_ok()
    }

    /// How many nodes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The nodes in ascending order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = NodeId> + ExactSizeIterator + Clone + '_ {
        self.0.iter().copied()
    }

    /// The first node, if there is any.
    #[must_use]
    pub fn first(&self) -> Option<NodeId> {
        self.0.first().copied()
    }

    /// The node after `node` in a cyclic walk over the set (the first one if `node` is the last or not a member).
    #[must_use]
    pub fn after(&self, node: NodeId) -> Option<NodeId> {
        self.iter().find(|&other| other > node).or_else(|| self.first())
    }

    /// All nodes of either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.iter().chain(other.iter()).collect()
    }

    /// The nodes of this set that are not in the other.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        self.iter().filter(|&node| !other.contains(node)).collect()
    }

    /// The nodes in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        self.iter().filter(|&node| other.contains(node)).collect()
    }

    /// Whether every node of this set is in the other.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        self.iter().all(|node| other.contains(node))
    }
}

impl FromIterator<NodeId> for NodeSet {
    fn from_iter<I: IntoIterator<Item = NodeId>>(nodes: I) -> Self {
        let mut set = Self::new();
        for node in nodes {
            // Most come in order.
            match set.0.last() {
                Some(&last) if last >= node => drop(set.insert(node)),
                _ => set.0.push(node),
            }
        }
        set
    }
}

impl<const N: usize> From<[u32; N]> for NodeSet {
    fn from(nodes: [u32; N]) -> Self {
        nodes.into_iter().map(NodeId).collect()
    }
}

impl<'de> Deserialize<'de> for NodeSet {
    /// Sorts while reading: a hand-written file may name the nodes in any order.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<NodeId>::deserialize(deserializer).map(|nodes| nodes.into_iter().collect())
    }
}

impl fmt::Display for NodeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, node) in self.iter().enumerate() {
            if place > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{node}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_outranks_any_term() {
        assert!(EpochTerm::new(1, 0) > EpochTerm::new(0, 99));
    }

    #[test]
    fn a_longer_log_of_the_same_time_is_more_up_to_date_and_a_later_time_wins_over_length() {
        let id = |epoch, term, index| LogId { at: EpochTerm::new(epoch, term), index };
        assert!(id(0, 1, 5) > id(0, 1, 4));
        assert!(id(0, 2, 1) > id(0, 1, 9));
        assert!(id(1, 0, 1) > id(0, 7, 9));
    }

    #[test]
    fn node_sets_do_not_depend_on_the_order_of_insertion() {
        let mut set = NodeSet::from([3, 1, 2, 3]);
        assert_eq!(set, NodeSet::from([1, 2, 3]));
        assert!(!set.insert(NodeId(2)) && set.insert(NodeId(9)) && set.remove(NodeId(1)));
        assert_eq!(set, NodeSet::from([2, 3, 9]));
    }

    #[test]
    fn after_walks_round_the_set() {
        let set = NodeSet::from([2, 5, 7]);
        assert_eq!(set.after(NodeId(5)), Some(NodeId(7)));
        assert_eq!(set.after(NodeId(7)), Some(NodeId(2)));
        assert_eq!(set.after(NodeId(1)), Some(NodeId(2)));
    }
}
