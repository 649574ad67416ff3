//! The arithmetic of ReCraft's membership change (§IV): any number of nodes at once, in at most two entries for adding or for
//! removing.
//!
//! An entry that adds nodes carries a quorum large enough to meet every quorum before it (P2'); if that is more than a majority, a
//! second entry brings it back to one. The same for removing, as long as fewer nodes leave than make a quorum. A request that
//! does both does first whichever makes the largest quorum on the way smaller (our choice; adding first if it is all the same), and does
//! not go back to a majority in between: from a larger quorum the next step's is the smaller.

use alloc::vec::Vec;

use crate::config::{ConfigEntry, Configuration, MembershipStep};
use crate::io::Refusal;
use crate::keys::KeyRanges;
use crate::quorum::{add_and_resize, majority, remove_and_resize};
use crate::settings::MembershipScheme;
use crate::types::NodeSet;

/// The first entry of the change from `config` by `add` and `remove`.
///
/// # Errors
/// Says why there is no such change.
pub fn first_step(
    scheme: MembershipScheme,
    config: &Configuration,
    add: &NodeSet,
    remove: &NodeSet,
) -> Result<ConfigEntry, Refusal> {
    if let Some(node) = add.iter().find(|&node| config.members.contains(node)) {
        return Err(Refusal::AlreadyMember(node));
    }
    if let Some(node) = remove.iter().find(|&node| !config.members.contains(node)) {
        return Err(Refusal::NotMember(node));
    }
    let target = config.members.union(add).without(remove);
    if target.is_empty() {
        return Err(Refusal::NoMembersLeft);
    }
    if target == config.members {
        return Err(Refusal::NoChange);
    }
    let too_many = Refusal::TooManyRemoved { removed: remove.len(), quorum: config.quorum };
    match scheme {
        MembershipScheme::Joint => Ok(ConfigEntry::Joint { old: config.members.clone(), new: target }),
        _ => next_step(scheme, &config.members, config.quorum, &target).ok_or(too_many),
    }
}

/// The entry that ends joint consensus: only the `new` members are left.
#[must_use]
pub fn leave_joint(new: &NodeSet) -> ConfigEntry {
    ConfigEntry::Membership {
        step: MembershipStep::LeaveJoint,
        members: new.clone(),
        quorum: majority(new.len()),
        target: new.clone(),
    }
}

/// The next entry on the way from `members` with `quorum` to `target` with a majority; `None` when it is reached, or cannot be.
#[must_use]
pub fn next_step(
    scheme: MembershipScheme,
    members: &NodeSet,
    quorum: usize,
    target: &NodeSet,
) -> Option<ConfigEntry> {
    match scheme {
        MembershipScheme::OneAtATime => {
            let step = step_towards(members, quorum, &one_node_nearer(members, target))?;
            Some(with_target(step, target))
        }
        _ => step_towards(members, quorum, target),
    }
}

/// Every entry that a change needs, in order: from `members` with a majority to `target` with one.
///
/// # Errors
/// Says why there is no such change, or no such change in one request.
pub fn steps(
    scheme: MembershipScheme,
    members: &NodeSet,
    target: &NodeSet,
) -> Result<Vec<ConfigEntry>, Refusal> {
    let config = Configuration::stable(members.clone(), KeyRanges::everything());
    let mut next = Some(first_step(scheme, &config, &target.without(members), &members.without(target))?);
    let mut steps = Vec::new();
    while let Some(entry) = next {
        next = match &entry {
            ConfigEntry::Joint { new, .. } => Some(leave_joint(new)),
            ConfigEntry::Membership { step: MembershipStep::LeaveJoint, .. } => None,
            ConfigEntry::Membership { members, quorum, .. } => next_step(scheme, members, *quorum, target),
            _ => None,
        };
        steps.push(entry);
    }
    Ok(steps)
}

/// `target` as far as one node gets there: nodes are added before any is removed.
fn one_node_nearer(members: &NodeSet, target: &NodeSet) -> NodeSet {
    let mut nearer = members.clone();
    if let Some(node) = target.without(members).first() {
        nearer.insert(node);
    } else if let Some(node) = members.without(target).first() {
        nearer.remove(node);
    }
    nearer
}

fn with_target(entry: ConfigEntry, target: &NodeSet) -> ConfigEntry {
    match entry {
        ConfigEntry::Membership { step, members, quorum, .. } => {
            ConfigEntry::Membership { step, members, quorum, target: target.clone() }
        }
        entry => entry,
    }
}

fn step_towards(members: &NodeSet, quorum: usize, target: &NodeSet) -> Option<ConfigEntry> {
    let entry = |step, members: NodeSet, quorum| {
        Some(ConfigEntry::Membership { step, members, quorum, target: target.clone() })
    };
    let (adding, removing) = (target.without(members).len(), members.without(target).len());
    let n = members.len();
    let add =
        || entry(MembershipStep::AddAndResize, members.union(target), add_and_resize(n + adding, quorum));
    let remove = || {
        let left = members.intersection(target);
        entry(MembershipStep::RemoveAndResize, left, remove_and_resize(n, quorum, n - removing))
    };
    match (adding > 0, removing > 0) {
        (false, false) if quorum == majority(n) => None,
        (false, false) => entry(MembershipStep::ResizeQuorum, members.clone(), majority(n)),
        (true, false) => add(),
        (false, true) if removing < quorum => remove(),
        (false, true) => None,
        (true, true) => match largest_on_the_way(n, quorum, adding, removing) {
            (Some(add_first), Some(remove_first)) if remove_first < add_first => remove(),
            (Some(_), _) => add(),
            (None, Some(_)) => remove(),
            (None, None) => None,
        },
    }
}

/// The largest quorum on the way if nodes are added first, and if they are removed first; `None` where a step is impossible.
fn largest_on_the_way(
    n: usize,
    quorum: usize,
    adding: usize,
    removing: usize,
) -> (Option<usize>, Option<usize>) {
    let added = add_and_resize(n + adding, quorum);
    let add_first =
        (removing < added).then(|| added.max(remove_and_resize(n + adding, added, n + adding - removing)));
    let remove_first = (removing < quorum && removing < n).then(|| {
        let removed = remove_and_resize(n, quorum, n - removing);
        removed.max(add_and_resize(n - removing + adding, removed))
    });
    (add_first, remove_first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(members: NodeSet) -> Configuration {
        Configuration::stable(members, KeyRanges::everything())
    }

    fn steps(from: NodeSet, add: &NodeSet, remove: &NodeSet) -> Vec<(MembershipStep, usize, usize)> {
        let mut config = config(from);
        let mut entry = first_step(MembershipScheme::ReCraft, &config, add, remove).ok();
        let mut steps = Vec::new();
        while let Some(ConfigEntry::Membership { step, members, quorum, target }) = &entry {
            steps.push((*step, members.len(), *quorum));
            config = config.after(entry.as_ref().unwrap());
            entry = next_step(MembershipScheme::ReCraft, members, *quorum, target);
        }
        steps
    }

    #[test]
    fn two_nodes_become_five_by_a_quorum_of_four_and_then_three() {
        let steps = steps(NodeSet::from([1, 2]), &NodeSet::from([3, 4, 5]), &NodeSet::new());
        assert_eq!(steps, [(MembershipStep::AddAndResize, 5, 4), (MembershipStep::ResizeQuorum, 5, 3)]);
    }

    #[test]
    fn adding_one_node_to_an_odd_number_takes_a_single_entry() {
        let steps = steps(NodeSet::from([1, 2, 3]), &NodeSet::from([4]), &NodeSet::new());
        assert_eq!(steps, [(MembershipStep::AddAndResize, 4, 3)]);
    }

    #[test]
    fn fewer_than_a_quorum_may_leave_at_once() {
        let five = NodeSet::from([1, 2, 3, 4, 5]);
        let gone = steps(five.clone(), &NodeSet::new(), &NodeSet::from([4, 5]));
        assert_eq!(gone, [(MembershipStep::RemoveAndResize, 3, 3), (MembershipStep::ResizeQuorum, 3, 2)]);
        let refusal =
            first_step(MembershipScheme::ReCraft, &config(five), &NodeSet::new(), &NodeSet::from([3, 4, 5]));
        assert_eq!(refusal, Err(Refusal::TooManyRemoved { removed: 3, quorum: 3 }));
    }

    #[test]
    fn one_node_at_a_time_takes_a_majority_and_a_round_for_each() {
        let mut now = config(NodeSet::from([1, 2]));
        let add = NodeSet::from([3, 4, 5]);
        let mut entry = first_step(MembershipScheme::OneAtATime, &now, &add, &NodeSet::new()).ok();
        let mut rounds = Vec::new();
        while let Some(step) = entry {
            now = now.after(&step);
            rounds.push((now.members.len(), now.quorum));
            entry = next_step(
                MembershipScheme::OneAtATime,
                &now.members,
                now.quorum,
                &NodeSet::from([1, 2, 3, 4, 5]),
            );
        }
        assert_eq!(rounds, [(3, 2), (4, 3), (5, 3)]);
    }

    #[test]
    fn joint_consensus_needs_both_majorities_and_then_the_new_one() {
        let old = config(NodeSet::from([1, 2]));
        let entry = first_step(MembershipScheme::Joint, &old, &NodeSet::from([3, 4, 5]), &NodeSet::new());
        let joint = old.after(&entry.unwrap());
        assert!(!joint.commit_quorum(crate::types::NodeId(1)).is_met_by(&NodeSet::from([1, 3, 4, 5])));
        assert!(joint.election_quorum().is_met_by(&NodeSet::from([1, 2, 3])));
        let new = joint.after(&leave_joint(&NodeSet::from([1, 2, 3, 4, 5])));
        assert!(new.election_quorum().is_met_by(&NodeSet::from([3, 4, 5])));
        assert_eq!(new.stage, crate::config::Stage::Stable);
    }

    #[test]
    fn a_request_that_changes_nothing_or_names_the_wrong_nodes_is_refused() {
        let config = config(NodeSet::from([1, 2, 3]));
        let step =
            |add: NodeSet, remove: NodeSet| first_step(MembershipScheme::ReCraft, &config, &add, &remove);
        assert_eq!(step(NodeSet::new(), NodeSet::new()), Err(Refusal::NoChange));
        assert_eq!(
            step(NodeSet::from([3]), NodeSet::new()),
            Err(Refusal::AlreadyMember(crate::types::NodeId(3)))
        );
        assert_eq!(
            step(NodeSet::new(), NodeSet::from([9])),
            Err(Refusal::NotMember(crate::types::NodeId(9)))
        );
        assert_eq!(step(NodeSet::new(), NodeSet::from([1, 2, 3])), Err(Refusal::NoMembersLeft));
    }

    #[test]
    fn a_change_takes_as_many_entries_as_its_scheme_says() {
        let (two, five) = (NodeSet::from([1, 2]), NodeSet::from([1, 2, 3, 4, 5]));
        let count =
            |scheme, from: &NodeSet, to: &NodeSet| super::steps(scheme, from, to).map(|steps| steps.len());
        assert_eq!(count(MembershipScheme::ReCraft, &two, &five), Ok(2));
        assert_eq!(count(MembershipScheme::Joint, &two, &five), Ok(2));
        assert_eq!(count(MembershipScheme::OneAtATime, &two, &five), Ok(3));
        let refusal = Refusal::TooManyRemoved { removed: 3, quorum: 3 };
        assert_eq!(count(MembershipScheme::ReCraft, &five, &two), Err(refusal));
    }

    /// Every quorum of each step meets every quorum of the step before, for every change among up to six nodes.
    #[test]
    fn every_step_of_every_change_keeps_p2() {
        for scheme in [MembershipScheme::ReCraft, MembershipScheme::OneAtATime] {
            every_step_meets_the_one_before(scheme);
        }
    }

    fn every_step_meets_the_one_before(scheme: MembershipScheme) {
        let subsets = |set: &NodeSet| -> Vec<NodeSet> {
            let nodes: Vec<_> = set.iter().collect();
            (0u32..1 << nodes.len())
                .map(|bits| {
                    nodes.iter().enumerate().filter(|(i, _)| bits >> i & 1 == 1).map(|(_, &n)| n).collect()
                })
                .collect()
        };
        let quorums = |config: &Configuration| -> Vec<NodeSet> {
            subsets(&config.members).into_iter().filter(|set| set.len() == config.quorum).collect()
        };
        let all = NodeSet::from([1, 2, 3, 4, 5, 6]);
        for from in subsets(&all).into_iter().filter(|set| !set.is_empty()) {
            for target in subsets(&all).into_iter().filter(|set| !set.is_empty()) {
                let mut now = config(from.clone());
                let (add, remove) = (target.without(&from), from.without(&target));
                let mut entry = first_step(scheme, &now, &add, &remove).ok();
                let mut reached = entry.is_none();
                while let Some(step) = entry {
                    let next = now.after(&step);
                    for old in quorums(&now) {
                        assert!(
                            quorums(&next).iter().all(|new| !new.intersection(&old).is_empty()),
                            "{from} to {target}: {step:?}"
                        );
                    }
                    entry = next_step(scheme, &next.members, next.quorum, &target);
                    reached = next.members == target && entry.is_none();
                    now = next;
                }
                assert!(reached, "{from} to {target}");
            }
        }
    }
}
