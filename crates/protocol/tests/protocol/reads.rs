//! Reads besides the log: ReadIndex and leases (Ongaro's dissertation, §6.4).

use recraft_protocol::io::{AdminRequest, ClientResult, Input, Timer};
use recraft_protocol::machine::{Command, Operation, Response};
use recraft_protocol::mistakes::{Mistake, Mistakes};
use recraft_protocol::observation::{Observation, ReadGround};
use recraft_protocol::settings::{Extensions, Reads, Settings};
use recraft_protocol::types::{ClientId, NodeSet};

use crate::extensions::bench;
use crate::harness::{Bench, n, sub};

fn reading(reads: Reads) -> Extensions {
    Extensions { reads, transfer: true, ..Extensions::default() }
}

fn get(bench: &mut Bench, id: u32, key: &str) {
    let operation = Operation::Get { key: key.into() };
    bench.input(id, Input::Client(Command { client: ClientId(90), seq: 1, operation }));
}

fn answers(bench: &Bench) -> Vec<&ClientResult> {
    bench.replies.iter().filter(|reply| reply.client == ClientId(90)).map(|reply| &reply.result).collect()
}

fn read_value(bench: &Bench) -> Option<String> {
    match answers(bench).last()? {
        ClientResult::Applied { response: Response::Value(Some(value)), .. } => Some(value.to_string()),
        _ => None,
    }
}

fn led_with_x(reads: Reads) -> Bench {
    let mut bench = bench(3, 0, reading(reads));
    bench.elect(1);
    bench.put(1, "x", "1");
    bench.settle();
    bench
}

#[test]
fn a_read_by_read_index_takes_no_entry_and_waits_for_a_quorum() {
    let mut bench = led_with_x(Reads::ReadIndex);
    let last = bench.node(1).log().last();
    get(&mut bench, 1, "x");
    assert!(answers(&bench).is_empty());
    bench.settle();
    assert_eq!(read_value(&bench).as_deref(), Some("1"));
    assert_eq!(bench.node(1).log().last(), last);
}

#[test]
fn answers_to_earlier_rounds_do_not_confirm_a_read() {
    let mut bench = led_with_x(Reads::ReadIndex);
    bench.fire(1, Timer::Heartbeat);
    while bench.deliver_one(|message| message.from == n(1)) {}
    get(&mut bench, 1, "x");
    bench.lose(|message| message.from == n(1));
    bench.settle();
    assert!(answers(&bench).is_empty(), "they were sent before the read arrived");
}

#[test]
fn a_deposed_leader_answers_no_read() {
    for reads in [Reads::ReadIndex, Reads::Lease] {
        let mut bench = led_with_x(reads);
        bench.silent = [1].into();
        (0..8).for_each(|_| bench.fire(1, Timer::Heartbeat));
        bench.fire(2, Timer::LeaderAlive);
        bench.fire(3, Timer::LeaderAlive);
        bench.elect(2);
        bench.put(2, "x", "2");
        bench.settle();
        get(&mut bench, 1, "x");
        bench.settle();
        assert!(answers(&bench).is_empty(), "{reads:?}: {:?}", answers(&bench));
    }
}

#[test]
fn the_mistake_of_reading_from_a_deposed_leader_shows_an_old_value() {
    let mistakes = Mistakes::only(Mistake::ReadFromDeposedLeader);
    let mut bench = Bench::with_settings(3, 0, Settings { mistakes, ..Settings::default() });
    bench.elect(1);
    bench.put(1, "x", "1");
    bench.settle();
    bench.silent = [1].into();
    bench.elect(2);
    bench.put(2, "x", "2");
    bench.settle();
    get(&mut bench, 1, "x");
    assert_eq!(read_value(&bench).as_deref(), Some("1"));
}

#[test]
fn a_leader_that_has_committed_nothing_of_its_term_answers_when_it_has() {
    let mut bench = led_with_x(Reads::ReadIndex);
    bench.fire(2, Timer::Election);
    while bench.deliver_one(|message| !matches!(message.body, recraft_protocol::message::Body::Append { .. }))
    {
    }
    assert!(bench.node(2).is_leader());
    get(&mut bench, 2, "x");
    assert!(answers(&bench).is_empty());
    bench.settle();
    assert_eq!(read_value(&bench).as_deref(), Some("1"));
}

#[test]
fn a_read_under_a_lease_is_answered_at_once_and_no_longer_when_the_lease_has_run_out() {
    let mut bench = led_with_x(Reads::Lease);
    bench.beat();
    get(&mut bench, 1, "x");
    assert_eq!(read_value(&bench).as_deref(), Some("1"));
    assert!(
        bench.saw(1, |seen| matches!(seen, Observation::LeadershipConfirmed { how: ReadGround::Lease, .. }))
    );
    bench.silent = [2, 3].into();
    (0..3).for_each(|_| bench.fire(1, Timer::Heartbeat));
    get(&mut bench, 1, "x");
    assert_eq!(answers(&bench).len(), 1, "three heartbeats are as long as the shortest election timeout");
}

#[test]
fn a_follower_that_a_lease_may_count_on_does_not_stand_even_when_it_is_made_to_time_out() {
    let mut bench = led_with_x(Reads::Lease);
    bench.fire(2, Timer::Election);
    bench.settle();
    assert!(bench.node(1).is_leader());
    assert!(
        bench
            .saw(2, |seen| matches!(seen, Observation::HeldBack { leader: Some(leader) } if *leader == n(1)))
    );
    bench.crash_and_restart(3);
    bench.fire(3, Timer::Election);
    bench.settle();
    assert!(bench.node(1).is_leader(), "nor one that was restarted a moment ago");
}

#[test]
fn whoever_hands_over_has_no_lease_any_more() {
    let mut bench = led_with_x(Reads::Lease);
    bench.beat();
    bench.admin(1, AdminRequest::TransferLeadership { to: n(2) });
    bench.lose(|_| true);
    for _ in 0..10 {
        bench.fire(1, Timer::Heartbeat);
        bench.lose(|message| message.to == n(2) || message.from == n(2));
        bench.settle();
    }
    assert!(bench.node(1).is_leader(), "it has given up handing over");
    get(&mut bench, 1, "x");
    assert!(answers(&bench).is_empty(), "the order to stand may still be on its way");
    bench.settle();
    assert_eq!(read_value(&bench).as_deref(), Some("1"));
}

#[test]
fn a_read_that_arrives_while_an_epoch_ends_is_answered_by_whoever_owns_the_key_then() {
    let mut bench = bench(4, 0, reading(Reads::ReadIndex));
    bench.elect(1);
    bench.put(1, "x", "1");
    bench.settle();
    bench.split(1, vec![sub(2, [1, 2], "", "m"), sub(3, [3, 4], "m", "")]);
    while !bench.node(1).configuration().is_leaving() {
        assert!(bench.deliver_one(|_| true));
    }
    get(&mut bench, 1, "x");
    bench.settle();
    assert!(matches!(answers(&bench)[..], [ClientResult::WrongShard { .. }]), "{:?}", answers(&bench));
}

#[test]
fn a_read_of_a_single_node_needs_nobody_else() {
    let mut bench = bench(1, 0, reading(Reads::ReadIndex));
    bench.elect(1);
    bench.put(1, "x", "1");
    get(&mut bench, 1, "x");
    assert_eq!(read_value(&bench).as_deref(), Some("1"));
    assert_eq!(bench.silent, NodeSet::new());
}
