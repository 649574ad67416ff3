//! Fingerprints: 64 bits that stand for a value, with the nodes in it called by other names if need be.
//!
//! Two states of a world that differ only in who is called what behave alike. To see that they are the same, each part of a state is
//! fingerprinted once for every permitted [`Renaming`]. The values themselves are never renamed: a fingerprint is what a serialiser
//! makes that writes to nowhere and mixes what it is given, and it knows a node's name ([`NodeId`] says that it is one when it is
//! written out) and a set of nodes, whose order it must not depend on.
//!
//! The mixing is that of [`crate::hash`]: the same on every machine, and not meant to withstand an adversary.

mod serializer;

use recraft_protocol::types::NodeId;
use serde::Serialize;

use serializer::Mixer;

/// Other names for nodes. Nodes that it does not speak of keep theirs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renaming {
    /// By old name; short of the nodes from some number on.
    names: Vec<u32>,
}

impl Renaming {
    /// Everybody keeps their name.
    #[must_use]
    pub const fn none() -> Self {
        Self { names: Vec::new() }
    }

    /// The nodes of `from` are called as those of `to`, in that order.
    #[must_use]
    pub fn of(from: &[NodeId], to: &[NodeId]) -> Self {
        let longest = from.iter().map(|node| node.0 + 1).max().unwrap_or(0);
        let mut names: Vec<u32> = (0..longest).collect();
        for (old, new) in from.iter().zip(to) {
            names[old.0 as usize] = new.0;
        }
        Self { names }
    }

    fn name(&self, node: u32) -> u32 {
        self.names.get(node as usize).copied().unwrap_or(node)
    }
}

/// The fingerprint of `value` under `renaming`. `kind` keeps apart values of different kinds that are written alike.
#[must_use]
pub fn fingerprint(kind: u8, value: &impl Serialize, renaming: &Renaming) -> u64 {
    let mut mixer = Mixer::new(renaming, u64::from(kind));
    // The serialiser writes to nowhere, and so has nothing that could fail.
    let _ = value.serialize(&mut mixer);
    mixer.finish()
}

/// Mixes a number so that each of its bits matters to each of the result's.
#[must_use]
pub const fn scramble(word: u64) -> u64 {
    let mut z = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// All orders of `items`, the given one first. There are as many as the factorial of their number.
#[must_use]
pub fn permutations(items: &[NodeId]) -> Vec<Vec<NodeId>> {
    let Some((&first, rest)) = items.split_first() else { return vec![Vec::new()] };
    let mut all = Vec::new();
    for place in 0..items.len() {
        for order in permutations(rest) {
            let mut order = order;
            order.insert(place, first);
            all.push(order);
        }
    }
    all.sort_by_key(|order| order != items);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use recraft_protocol::types::{ClusterId, NodeSet};
    use std::collections::BTreeMap;

    fn swap() -> Renaming {
        Renaming::of(&[NodeId(1), NodeId(2)], &[NodeId(2), NodeId(1)])
    }

    #[test]
    fn a_renamed_value_has_the_fingerprint_of_the_value_with_the_other_names() {
        let one = (NodeId(1), NodeSet::from([1, 3]), BTreeMap::from([(NodeId(1), 7u32), (NodeId(2), 8)]));
        let other = (NodeId(2), NodeSet::from([2, 3]), BTreeMap::from([(NodeId(2), 7u32), (NodeId(1), 8)]));
        assert_eq!(fingerprint(0, &one, &swap()), fingerprint(0, &other, &Renaming::none()));
        assert_ne!(fingerprint(0, &one, &Renaming::none()), fingerprint(0, &other, &Renaming::none()));
    }

    #[test]
    fn only_nodes_are_renamed() {
        let value = (ClusterId(1), 1u32, [1u64, 2]);
        assert_eq!(fingerprint(0, &value, &swap()), fingerprint(0, &value, &Renaming::none()));
    }

    #[test]
    fn what_is_written_differently_has_different_fingerprints() {
        let plain = |value: &dyn Fn(&Renaming) -> u64| value(&Renaming::none());
        let prints = [
            plain(&|names| fingerprint(0, &Some(0u32), names)),
            plain(&|names| fingerprint(0, &None::<u32>, names)),
            plain(&|names| fingerprint(1, &None::<u32>, names)),
            plain(&|names| fingerprint(0, &vec![1u32, 2], names)),
            plain(&|names| fingerprint(0, &vec![2u32, 1], names)),
            plain(&|names| fingerprint(0, &("ab", "c"), names)),
            plain(&|names| fingerprint(0, &("a", "bc"), names)),
            plain(&|names| fingerprint(0, &BTreeMap::from([(1u32, 2u32)]), names)),
            plain(&|names| fingerprint(0, &BTreeMap::from([(2u32, 1u32)]), names)),
        ];
        let different: std::collections::BTreeSet<u64> = prints.into_iter().collect();
        assert_eq!(different.len(), prints.len());
    }

    #[test]
    fn there_are_as_many_permutations_as_there_should_be_and_the_first_changes_nothing() {
        let nodes = [NodeId(1), NodeId(2), NodeId(3), NodeId(4)];
        let mut all = permutations(&nodes);
        assert_eq!((all.len(), &all[0][..]), (24, &nodes[..]));
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 24);
    }
}
