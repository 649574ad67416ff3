//! Compaction, snapshots in chunks, and what is kept for laggards of a boundary (Raft §7; ReCraft §IV-C).

use recraft_protocol::io::Timer;
use recraft_protocol::message::Body;
use recraft_protocol::node::Role;
use recraft_protocol::observation::Observation;
use recraft_protocol::settings::Extensions;
use recraft_protocol::types::NodeSet;

use crate::extensions::bench;
use crate::harness::{Bench, c, n, sub};

fn compacting(after: u32, chunk: Option<u32>) -> Extensions {
    Extensions { compact_after: Some(after), chunk, ..Extensions::default() }
}

fn keys(count: u32) -> Vec<String> {
    (0..count).map(|key| format!("k{key}")).collect()
}

fn chunks_to(bench: &Bench, id: u32) -> usize {
    let is_chunk = |body: &Body| matches!(body, Body::InstallSnapshot { .. });
    bench.sent.iter().filter(|message| message.to == n(id) && is_chunk(&message.body)).count()
}

/// n3 misses everything that n1 and n2 do, which they compact.
fn n3_far_behind(extensions: Extensions) -> Bench {
    let mut bench = bench(3, 0, extensions);
    bench.elect(1);
    bench.silent = [3].into();
    keys(7).iter().for_each(|key| {
        bench.put(1, key, "v");
        bench.settle();
    });
    assert!(bench.node(1).log().base().index > bench.node(3).log().last().index);
    bench
}

#[test]
fn applied_entries_go_into_a_snapshot_and_survive_a_crash_in_it() {
    let mut bench = n3_far_behind(compacting(3, None));
    assert!(bench.node(1).log().iter().len() < 3);
    assert!(bench.saw(1, |seen| matches!(seen, Observation::Compacted { entries: 3, .. })));
    let state = bench.node(1).machine().clone();
    bench.crash_and_restart(1);
    bench.elect(1);
    assert_eq!(bench.node(1).machine().data, state.data);
}

#[test]
fn a_follower_that_lacks_what_was_compacted_gets_the_snapshot() {
    let mut bench = n3_far_behind(compacting(3, None));
    bench.silent = NodeSet::new();
    bench.beat();
    bench.beat();
    assert_eq!(bench.node(3).machine(), bench.node(1).machine());
    assert_eq!(chunks_to(&bench, 3), 1);
}

#[test]
fn a_snapshot_travels_in_chunks_and_a_lost_one_is_sent_again() {
    let mut bench = n3_far_behind(compacting(3, Some(4)));
    bench.silent = NodeSet::new();
    bench.fire(1, Timer::Heartbeat);
    while chunks_to(&bench, 3) < 2 {
        assert!(bench.deliver_one(|_| true));
    }
    bench.lose(|message| matches!(message.body, Body::InstallSnapshot { .. }));
    bench.beat();
    bench.beat();
    assert_eq!(bench.node(3).machine(), bench.node(1).machine());
    assert!(chunks_to(&bench, 3) > 14 / 4, "7 keys and 7 sessions, 4 at a time");
}

#[test]
fn a_node_that_is_restarted_while_chunks_arrive_begins_again() {
    let mut bench = n3_far_behind(compacting(3, Some(2)));
    bench.silent = NodeSet::new();
    bench.fire(1, Timer::Heartbeat);
    while chunks_to(&bench, 3) < 4 {
        assert!(bench.deliver_one(|_| true));
    }
    bench.crash_and_restart(3);
    bench.beat();
    bench.beat();
    assert_eq!(bench.node(3).machine(), bench.node(1).machine());
}

#[test]
fn a_spare_joins_by_chunks() {
    let mut bench = bench(3, 1, compacting(100, Some(3)));
    bench.elect(1);
    keys(5).iter().for_each(|key| bench.put(1, key, "v"));
    bench.settle();
    bench.change(1, [4], []);
    bench.settle();
    bench.beat();
    assert_eq!(bench.node(4).machine(), bench.node(1).machine());
    assert!(chunks_to(&bench, 4) >= 4);
}

#[test]
fn a_configuration_survives_compaction() {
    let mut bench = bench(3, 2, compacting(1, None));
    bench.elect(1);
    bench.change(1, [4, 5], []);
    bench.settle();
    bench.beat();
    bench.crash_and_restart(2);
    assert_eq!(bench.node(2).configuration().members, [1, 2, 3, 4, 5].into());
    assert_eq!(bench.node(2).configuration().quorum, 3);
}

fn split_with_n4_away(extensions: Extensions) -> Bench {
    let mut bench = bench(4, 0, extensions);
    bench.elect(1);
    bench.put(1, "a", "1");
    bench.put(1, "x", "2");
    bench.settle();
    bench.silent = [4].into();
    bench.split(1, vec![sub(2, [1, 2], "", "m"), sub(3, [3, 4], "m", "")]);
    bench.settle();
    assert_eq!(bench.node(3).cluster(), Some(c(3)));
    bench
}

fn released(bench: &Bench, id: u32) -> bool {
    bench.node(id).durable().passed[&c(1)].released
}

#[test]
fn what_laggards_need_is_kept_until_the_last_one_has_passed() {
    let mut bench = split_with_n4_away(compacting(2, None));
    (0..12).for_each(|_| bench.beat());
    assert!(!released(&bench, 1), "n4 has not passed");
    bench.silent = NodeSet::new();
    bench.fire(4, Timer::Election);
    bench.settle();
    assert_eq!(bench.node(4).cluster(), Some(c(3)), "n4 pulls, though n1's own log is compacted");
    (0..8).for_each(|_| bench.beat());
    assert!((1..=2).all(|id| released(&bench, id)));
    assert_eq!(bench.node(1).machine().data.keys().collect::<Vec<_>>(), ["a"]);
}

#[test]
fn without_compaction_nothing_is_let_go_of() {
    let mut bench = split_with_n4_away(Extensions::default());
    bench.silent = NodeSet::new();
    bench.fire(4, Timer::Election);
    bench.settle();
    (0..12).for_each(|_| bench.beat());
    assert!(!(1..=3).any(|id| released(&bench, id)));
}

#[test]
fn a_merge_keeps_its_parts_until_every_member_holds_them_all() {
    let mut bench = bench(5, 0, compacting(2, None));
    bench.elect(1);
    bench.put(1, "a", "1");
    bench.put(1, "x", "2");
    bench.settle();
    bench.split(1, vec![sub(2, [1, 2], "", "m"), sub(3, [3, 4, 5], "m", "")]);
    bench.settle();
    bench.elect(3);
    bench.merge(1, 1, 4, &[3], None);
    bench.silent = [5].into();
    bench.settle();
    bench.ask_again();
    bench.beat();
    bench.ask_again();
    bench.elect(1);
    (0..12).for_each(|_| bench.beat());
    assert!(!bench.node(1).durable().passed[&c(2)].released, "n5 may still need it");
    bench.silent = NodeSet::new();
    bench.beat();
    (0..3).for_each(|_| bench.ask_again());
    (0..12).for_each(|_| bench.beat());
    assert!(bench.node(1).durable().passed[&c(2)].released);
    assert_eq!(bench.node(5).machine(), bench.node(1).machine());
    assert!(!matches!(bench.node(5).role(), Role::Spare));
}
