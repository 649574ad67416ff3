//! Splits (ReCraft §IV), with nodes crashing and messages lost in the middle.

use recraft_protocol::config::Stage;
use recraft_protocol::io::{ClientResult, Refusal, Timer};
use recraft_protocol::message::{Body, Message};
use recraft_protocol::observation::Observation;
use recraft_protocol::types::{EpochTerm, NodeSet};

use crate::harness::{Bench, n, sub};

/// Six nodes led by n1, ready to split in two.
fn six() -> Bench {
    let mut bench = Bench::new(6, 0);
    bench.elect(1);
    bench.put(1, "a", "1");
    bench.put(1, "x", "2");
    bench.settle();
    bench
}

fn split(bench: &mut Bench) {
    bench.split(1, vec![sub(2, [1, 2, 3], "", "m"), sub(3, [4, 5, 6], "m", "")]);
}

fn carries(message: &Message, index: u64) -> bool {
    matches!(&message.body, Body::Append { entries, .. } if entries.iter().any(|entry| entry.id.index == index))
}

const JOINT: u64 = 4;
const NEW: u64 = 5;

/// Delivers everything but messages that carry the entry `index` (or a later one).
fn settle_before(bench: &mut Bench, index: u64) {
    let later = |message: &Message| matches!(&message.body, Body::Append { entries, .. } if entries.iter().any(|entry| entry.id.index >= index));
    while bench.deliver_one(|message| !later(message)) {}
}

#[test]
fn c_joint_commits_with_a_quorum_of_old() {
    let mut bench = six();
    bench.silent = [4, 5].into();
    split(&mut bench);
    bench.settle();
    // Four of six hold C_joint; a majority of the leader's own sub then commits C_new.
    assert_eq!(bench.leaders_of(2), [1]);
}

#[test]
fn c_new_needs_a_majority_of_the_leaders_own_sub_only() {
    let mut bench = six();
    split(&mut bench);
    settle_before(&mut bench, NEW);
    bench.lose(|message| message.to.0 > 2);
    bench.silent = [3, 4, 5, 6].into();
    bench.settle();
    assert_eq!(bench.leaders_of(2), [1]);
    bench.assert_cluster(2, 1, [1, 2]);
}

#[test]
fn c_new_does_not_commit_with_others_than_the_leaders_own_sub() {
    let mut bench = six();
    split(&mut bench);
    settle_before(&mut bench, NEW);
    bench.lose(|message| message.to.0 <= 3);
    bench.silent = [2, 3].into();
    bench.settle();
    assert!(bench.leaders_of(2).is_empty(), "n4, n5, n6 hold it, but they are not n1's sub");
}

#[test]
fn a_leader_that_finds_c_joint_committed_leaves_it_by_itself() {
    let mut bench = six();
    split(&mut bench);
    settle_before(&mut bench, NEW);
    bench.lose(|_| true);
    bench.silent = [1].into();
    bench.elect(5);
    bench.settle();
    // n5 appended C_new, in its own term, and goes on leading its sub.
    assert_eq!(bench.leaders_of(3), [5]);
    assert_eq!(bench.node(5).at(), EpochTerm::new(1, 0));
    bench.assert_cluster(2, 1, [2, 3]);
}

#[test]
fn under_c_joint_an_election_needs_a_majority_of_every_sub() {
    let mut bench = six();
    split(&mut bench);
    settle_before(&mut bench, NEW);
    bench.lose(|_| true);
    bench.silent = [1, 5, 6].into();
    bench.fire(2, Timer::Election);
    bench.settle();
    assert!(!bench.node(2).is_leader(), "n4 alone is no majority of its sub");
}

#[test]
fn elections_stay_joint_while_c_new_is_not_committed() {
    let mut bench = six();
    split(&mut bench);
    settle_before(&mut bench, NEW);
    // n2 gets C_new, but its answer is lost with the leader.
    bench.deliver_one(|message| carries(message, NEW) && message.to == n(2));
    bench.lose(|_| true);
    assert!(matches!(bench.node(2).configuration().stage, Stage::SplitLeaving(_)));
    bench.silent = [1, 4, 5, 6].into();
    bench.fire(2, Timer::Election);
    bench.settle();
    assert!(!bench.node(2).is_leader(), "n2 and n3 are a majority of their sub, but of no other");
}

#[test]
fn a_later_leader_commits_c_new_through_its_no_op_and_becomes_a_follower() {
    let mut bench = six();
    split(&mut bench);
    settle_before(&mut bench, NEW);
    bench.deliver_one(|message| carries(message, NEW) && message.to == n(2));
    bench.lose(|_| true);
    bench.silent = [1].into();
    bench.fire(2, Timer::Election);
    bench.settle();
    bench.assert_cluster(2, 1, [2, 3]);
    bench.assert_cluster(3, 1, [4, 5, 6]);
    assert!(bench.leaders_of(2).is_empty(), "n2 did not append C_new, so it does not carry on");
    assert_eq!(bench.node(2).log().last().index, NEW, "the no-op beyond the boundary is dropped");
    // The old leader comes back, hears of the later epoch, and crosses at the same entry.
    bench.silent = [].into();
    bench.fire(1, Timer::Heartbeat);
    bench.settle();
    bench.assert_cluster(2, 1, [1, 2, 3]);
    assert_eq!(bench.node(1).log().last(), bench.node(2).log().last());
    assert!(bench.leaders_of(2).is_empty(), "and does not lead by what it appended in an ended term");
}

#[test]
fn commands_that_arrive_while_c_new_is_on_its_way_are_proposed_in_the_new_epoch() {
    let mut bench = six();
    split(&mut bench);
    settle_before(&mut bench, NEW);
    bench.put(1, "b", "3");
    assert!(bench.replies.len() == 2, "held, not refused");
    bench.settle();
    assert!(
        matches!(bench.last_reply(), ClientResult::Applied { entry, .. } if entry.at == EpochTerm::new(1, 0))
    );
}

#[test]
fn a_key_of_another_sub_is_refused_with_a_hint() {
    let mut bench = six();
    split(&mut bench);
    bench.settle();
    bench.put(1, "x", "9");
    assert_eq!(
        bench.last_reply(),
        &ClientResult::WrongShard { owner: Some((crate::harness::c(3), NodeSet::from([4, 5, 6]))) }
    );
}

#[test]
fn the_other_subs_elect_and_serve_their_keys() {
    let mut bench = six();
    split(&mut bench);
    bench.settle();
    bench.elect(6);
    assert_eq!(bench.node(6).at(), EpochTerm::new(1, 1));
    bench.put(6, "x", "9");
    bench.settle();
    assert!(matches!(bench.last_reply(), ClientResult::Applied { .. }));
    assert_eq!(bench.node(6).machine().data.get("a"), None, "not its key any more");
}

#[test]
fn votes_are_never_given_across_epochs() {
    let mut bench = six();
    bench.silent = [6].into();
    split(&mut bench);
    bench.settle();
    bench.silent = [].into();
    bench.fire(6, Timer::Election);
    bench.deliver_one(|message| message.to == n(4));
    assert!(bench.saw(4, |seen| matches!(
        seen,
        Observation::VoteRefused { reason: recraft_protocol::message::VoteRefusal::LowerEpoch, .. }
    )));
}

#[test]
fn a_merge_of_two_splits_or_a_split_during_a_split_is_refused() {
    let mut bench = six();
    split(&mut bench);
    bench.split(1, vec![sub(4, [1, 2, 3], "", "m"), sub(5, [4, 5, 6], "m", "")]);
    assert!(bench.saw(1, |seen| matches!(
        seen,
        Observation::RequestRefused { reason: Refusal::UncommittedConfiguration { index: JOINT }, .. }
    )));
}

#[test]
fn every_node_may_crash_right_after_the_split_and_loses_nothing() {
    let mut bench = six();
    split(&mut bench);
    bench.settle();
    for id in 1..=6 {
        bench.crash_and_restart(id);
    }
    bench.elect(2);
    bench.elect(5);
    bench.assert_cluster(2, 1, [1, 2, 3]);
    bench.assert_cluster(3, 1, [4, 5, 6]);
    assert_eq!(bench.node(2).machine().data["a"], "1");
    assert_eq!(bench.node(5).machine().data["x"], "2");
}

#[test]
fn a_split_is_refused_while_a_sub_cluster_might_have_nobody_to_begin_with() {
    let mut bench = Bench::new(3, 1);
    bench.elect(1);
    bench.silent = [4].into();
    bench.change(1, [4], []);
    bench.settle();
    bench.split(1, vec![sub(2, [1, 2, 3], "", "m"), sub(3, [4], "m", "")]);
    let refused = Refusal::NobodyHeardFrom(crate::harness::c(3));
    assert!(
        bench.saw(1, |seen| matches!(seen, Observation::RequestRefused { reason, .. } if *reason == refused))
    );
}
