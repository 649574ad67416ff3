//! Any message, from anyone, at any time: a node may ignore it, but must not fall over.

use std::sync::Arc;

use recraft_protocol::config::{ConfigEntry, MembershipStep};
use recraft_protocol::io::{AdminRequest, Input, Timer};
use recraft_protocol::log::{Entry, Payload};
use recraft_protocol::machine::{Command, Operation};
use recraft_protocol::message::{AppendRefusal, Body, Message};
use recraft_protocol::mistakes::Mistake;
use recraft_protocol::settings::{Extensions, Reads, Settings};
use recraft_protocol::types::{ClientId, EpochTerm, LogId, NodeSet};

use crate::harness::{Bench, c, n, sub};

/// A run with an election, writes, a membership change, a split, a merge that leaves a node out, and a laggard; `stop` cuts it short, so
/// that nodes can be had in every state on the way.
fn run(stop: usize, extensions: Extensions) -> Bench {
    let mut bench = Bench::with_settings(6, 2, Settings { extensions, ..Settings::default() });
    let steps: [&dyn Fn(&mut Bench); 10] = [
        &|bench| bench.fire(1, Timer::Election),
        &|bench| {
            bench.settle();
            bench.put(1, "a", "1");
            bench.put(1, "x", "2");
        },
        &|bench| {
            bench.settle();
            bench.change(1, [7], []);
            bench.settle();
            bench.admin(1, AdminRequest::ChangeLearners { add: [8].into(), remove: [].into() });
            bench.settle();
            bench.admin(1, AdminRequest::ChangeLearners { add: [].into(), remove: [8].into() });
            let operation = Operation::Get { key: "a".into() };
            bench.input(1, Input::Client(Command { client: ClientId(90), seq: 1, operation }));
        },
        &|bench| {
            bench.settle();
            bench.silent = [6].into();
            bench.split(1, vec![sub(2, [1, 2, 3, 7], "", "m"), sub(3, [4, 5, 6], "m", "")]);
        },
        &|bench| {
            for _ in 0..9 {
                bench.deliver_one(|_| true);
            }
        },
        &|bench| {
            bench.settle();
            bench.fire(4, Timer::Election);
            bench.settle();
            bench.merge(4, 1, 5, &[1], Some([1, 2, 3, 4, 5, 6].into()));
        },
        &|bench| {
            for _ in 0..30 {
                bench.deliver_one(|_| true);
            }
        },
        &|bench| bench.settle(),
        &|bench| {
            bench.silent = [].into();
            bench.ask_again();
            bench.fire(2, Timer::Election);
        },
        &|bench| {
            bench.settle();
            (0..9).for_each(|_| bench.beat());
            bench.admin(2, AdminRequest::TransferLeadership { to: n(3) });
            bench.settle();
        },
    ];
    for step in &steps[..stop] {
        step(&mut bench);
    }
    bench
}

/// The message as it is, and spoilt in the ways that could break an index or an order.
fn variants(message: &Message) -> Vec<Message> {
    let mut variants = vec![message.clone()];
    for at in
        [EpochTerm::new(0, 0), EpochTerm::new(0, u32::MAX), EpochTerm::new(2, 1), EpochTerm::new(u32::MAX, 3)]
    {
        variants.push(Message { at, ..message.clone() });
    }
    for cluster in [None, Some(c(1)), Some(c(5))] {
        variants.push(Message { cluster, ..message.clone() });
    }
    let mut far = message.clone();
    match &mut far.body {
        Body::Append { previous, entries, commit, .. } => {
            previous.index = previous.index.wrapping_sub(1);
            *entries = entries.iter().rev().cloned().collect();
            *commit = u64::MAX;
        }
        Body::AppendAccepted { matched, round } => (*matched, *round) = (u64::MAX, u32::MAX),
        Body::AppendRefused { reason } => {
            *reason = AppendRefusal::Mismatch { at: u64::MAX, try_after: u64::MAX };
        }
        Body::InstallSnapshot { offset, done, .. } => (*offset, *done) = (u32::MAX, !*done),
        Body::ChunkAccepted { next, .. } => *next = u32::MAX,
        Body::SnapshotTaken { last } => last.index = u64::MAX,
        Body::AskPassed { until, .. } => *until = u32::MAX,
        Body::PullLog { from, .. } => *from = 0,
        Body::PulledLog { entries, .. } => entries.truncate(1),
        Body::NotifyCommit { boundary, .. } => *boundary = LogId { index: u64::MAX, ..*boundary },
        _ => return variants,
    }
    variants.push(far);
    variants
}

/// The plain protocol, and everything on, with logs and snapshots cut as small as they can be.
fn both() -> [Extensions; 2] {
    let all =
        Extensions { compact_after: Some(1), chunk: Some(1), reads: Reads::ReadIndex, ..Extensions::all() };
    // Votes would wait for timers that this test does not wait for.
    [Extensions::default(), Extensions { check_quorum: false, pre_vote: false, ..all }]
}

#[test]
fn no_message_at_any_time_makes_a_node_panic() {
    let mut kinds = std::collections::BTreeSet::new();
    for extensions in both() {
        let messages = run(10, extensions).sent;
        kinds.extend(
            messages
                .iter()
                .map(|message| format!("{:?}", message.body).split([' ', '{']).next().map(str::to_owned)),
        );
        for stop in 0..=10 {
            let bench = run(stop, extensions);
            for (place, message) in messages.iter().flat_map(variants).enumerate() {
                let to = n(1 + u32::try_from(place % 8).unwrap());
                let mut node = bench.nodes[&to].clone();
                let mut out = recraft_protocol::io::Output::default();
                node.handle(Input::Message(Message { to, ..message }), &mut out);
                for timer in
                    [Timer::Election, Timer::Heartbeat, Timer::Pull, Timer::Merge, Timer::LeaderAlive]
                {
                    node.handle(Input::Timer(timer), &mut out);
                }
            }
        }
    }
    assert!(kinds.len() >= 22, "the runs must show most kinds of message: {kinds:?}");
}

#[test]
fn nodes_that_are_told_nonsense_all_along_do_not_panic() {
    for extensions in both() {
        let messages: Vec<Message> = run(10, extensions).sent.iter().flat_map(variants).collect();
        for seed in 0..40u64 {
            let mut bench = run(usize::try_from(seed).unwrap() % 11, extensions);
            let mut chance = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
            for _ in 0..400 {
                chance =
                    chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let pick = usize::try_from(chance >> 33).unwrap();
                let to = n(1 + u32::try_from(pick % 8).unwrap());
                let message = Message { to, ..messages[pick % messages.len()].clone() };
                bench.input(to.0, Input::Message(message));
            }
        }
    }
}

/// Found by the fuzzer: the follower's log was ahead of its time, and it fell over when it was elected and wrote its own first entry behind.
#[test]
fn entries_of_a_later_time_than_their_leaders_are_not_taken() {
    let mut bench = Bench::new(3, 0);
    bench.elect(1);
    let (previous, at) = (bench.node(2).log().last(), bench.node(1).at());
    let id = LogId { at: EpochTerm { term: 9, ..at }, index: previous.index + 1 };
    let entries = vec![Arc::new(Entry { id, payload: Payload::Noop })];
    let body = Body::Append { previous, entries: entries.into(), commit: 0, round: 0 };
    bench.input(2, Input::Message(Message { from: n(1), to: n(2), cluster: Some(c(1)), at, body }));
    bench.elect(2);
    assert_eq!(bench.node(2).log().last(), LogId { at: bench.node(2).at(), index: previous.index + 1 });
}

/// As a snapshot: of an epoch other than the leader's own.
#[test]
fn a_snapshot_of_another_epoch_than_its_leaders_is_not_taken() {
    let mut bench = Bench::new(3, 1);
    bench.elect(1);
    bench.change(1, [4], []);
    bench.settle();
    let is_snapshot =
        |message: &&Message| message.to == n(4) && matches!(message.body, Body::InstallSnapshot { .. });
    let mut message = bench.sent.iter().find(is_snapshot).cloned().expect("n4 joins by a snapshot");
    let mut other = Bench::new(0, 4);
    message.at.epoch = 3;
    other.input(4, Input::Message(message.clone()));
    assert_eq!(other.node(4).cluster(), None);
    message.at.epoch = 0;
    let mut endless = message.clone();
    if let Body::InstallSnapshot { snapshot, .. } = &mut endless.body {
        Arc::make_mut(snapshot).last.index = u64::MAX;
    }
    other.input(4, Input::Message(endless));
    assert_eq!(other.node(4).cluster(), None, "nothing can follow the last index");
    other.input(4, Input::Message(message));
    assert_eq!(other.node(4).cluster(), Some(c(1)));
}

/// Found by the fuzzer: one who counts one too few subtracted it from a quorum of nobody.
#[test]
fn a_configuration_with_a_quorum_of_nobody_can_be_miscounted() {
    let mistakes = [Mistake::MajorityOffByOne].into_iter().collect();
    let mut bench = Bench::with_settings(3, 0, Settings { mistakes, ..Settings::default() });
    bench.elect(1);
    let (previous, at) = (bench.node(2).log().last(), bench.node(1).at());
    let id = LogId { at, index: previous.index + 1 };
    let members: NodeSet = (1..=3).map(n).collect();
    let (step, target) = (MembershipStep::ResizeQuorum, members.clone());
    let nobody = ConfigEntry::Membership { step, members, quorum: 0, target };
    let entries = vec![Arc::new(Entry { id, payload: Payload::Config(nobody) })];
    let body = Body::Append { previous, entries: entries.into(), commit: 0, round: 0 };
    bench.input(2, Input::Message(Message { from: n(1), to: n(2), cluster: Some(c(1)), at, body }));
    assert_eq!(bench.node(2).configuration().quorum, 0, "it is taken");
    bench.fire(2, Timer::Election);
    assert!(bench.node(2).at() > at, "it stands");
}
