//! The checks of what clients were told, and of what states must hold, fire and do not fire.

use std::collections::BTreeMap;

use recraft_protocol::machine::{Command, Operation, Response};
use recraft_protocol::observation::{CommitEvidence, Observation};
use recraft_protocol::types::{ClientId, ClusterId, NodeId};

use super::*;
use crate::stage::{NodeStage, StagedEntry};

pub(super) fn get(key: &str) -> Operation {
    Operation::Get { key: key.into() }
}

pub(super) fn put(key: &str, value: &str) -> Operation {
    Operation::Put { key: key.into(), value: value.into() }
}

pub(super) fn append(key: &str, value: &str) -> Operation {
    Operation::Append { key: key.into(), value: value.into() }
}

fn swap(key: &str, expected: &str, value: &str) -> Operation {
    Operation::CompareAndSet { key: key.into(), expected: Some(expected.into()), value: value.into() }
}

fn value(value: &str) -> Response {
    Response::Value(Some(value.into()))
}

/// Clients with one request each at a time; every call is the next event.
struct Clients {
    checker: Checker,
    asked: BTreeMap<u32, (u64, Operation)>,
    seq: u64,
}

impl Clients {
    fn new() -> Self {
        Self { checker: Checker::default(), asked: BTreeMap::new(), seq: 0 }
    }

    fn asks(&mut self, client: u32, operation: Operation) -> &mut Self {
        self.seq += 1;
        let nth = self.asked.get(&client).map_or(1, |(nth, _)| nth + 1);
        self.checker.asked(ClientId(client), nth, &operation, self.seq);
        self.asked.insert(client, (nth, operation));
        self
    }

    #[expect(clippy::needless_pass_by_value, reason = "reads better where it is called")]
    fn told(&mut self, client: u32, response: Response) -> &mut Self {
        self.seq += 1;
        let (nth, operation) = self.asked[&client].clone();
        // Only what clients saw is at issue here: whatever they asked has committed.
        self.checker.store.carry_out(
            &Payload::Command(Command { client: ClientId(client), seq: nth, operation: operation.clone() }),
            C1,
            &Lineage::new(&Setup::one_cluster(3, 0)),
            Witness::default(),
        );
        self.checker.answered((ClientId(client), nth), &operation, &response, self.seq, 7);
        self
    }

    fn does(&mut self, client: u32, operation: Operation, response: Response) -> &mut Self {
        self.asks(client, operation).told(client, response)
    }

    fn linearizable(&self) {
        let found: Vec<_> = self.checker.violations().collect();
        assert!(found.is_empty(), "{found:?}");
    }

    /// The one violation names these events.
    fn contradicted_by(&self, events: &[u64]) {
        let found: Vec<_> = self.checker.violations().map(|v| (v.property, v.events.clone())).collect();
        assert_eq!(found, [(Property::Linearizability, events.to_vec())]);
    }
}

#[test]
fn a_stale_read_is_found_with_the_write_it_does_not_know_of() {
    let mut clients = Clients::new();
    clients.does(1, put("a", "1"), Response::Done).does(2, get("a"), value("1")).linearizable();
    clients.does(1, put("a", "2"), Response::Done).does(2, get("a"), value("1"));
    clients.contradicted_by(&[1, 2, 5, 6, 7, 8]);
}

#[test]
fn reads_during_a_write_may_see_it_or_not_but_never_first_see_it_and_then_not() {
    let mut early = Clients::new();
    early.asks(1, put("a", "1")).does(2, get("a"), Response::Value(None)).does(2, get("a"), value("1"));
    early.told(1, Response::Done).linearizable();
    let mut back = Clients::new();
    back.asks(1, put("a", "1")).does(2, get("a"), value("1")).does(2, get("a"), Response::Value(None));
    back.contradicted_by(&[1, 4, 5]);
}

#[test]
fn a_lost_and_a_doubled_append_are_found_when_they_are_read() {
    let two = || {
        let mut clients = Clients::new();
        clients.does(1, append("a", "x;"), Response::Done).does(2, append("a", "y;"), Response::Done);
        clients
    };
    two().does(3, get("a"), value("x;y;")).linearizable();
    two().does(3, get("a"), value("y;")).contradicted_by(&[1, 2, 3, 4, 5, 6]);
    two().does(3, get("a"), value("x;y;y;")).contradicted_by(&[1, 2, 3, 4, 5, 6]);
}

#[test]
fn a_request_that_was_never_answered_may_take_effect_late_or_never_but_once() {
    let late = || {
        let mut clients = Clients::new();
        clients.asks(1, append("a", "x")).does(2, get("a"), Response::Value(None));
        clients.does(2, put("a", "y"), Response::Done);
        clients
    };
    late().does(2, get("a"), value("yx")).does(2, get("a"), value("yx")).linearizable();
    late().does(2, get("a"), value("y")).does(2, get("a"), value("yx")).linearizable();
    late().does(2, get("a"), value("yxx")).contradicted_by(&[1, 4, 5, 6, 7]);
}

#[test]
fn a_compare_and_set_that_succeeds_for_two_is_found() {
    let both = |second: Response| {
        let mut clients = Clients::new();
        clients.does(1, put("a", "0"), Response::Done);
        clients.asks(1, swap("a", "0", "1")).asks(2, swap("a", "0", "2"));
        clients.told(1, Response::Done).told(2, second);
        clients
    };
    both(Response::Unchanged(Some("1".into()))).linearizable();
    both(Response::Done).contradicted_by(&[1, 2, 3, 4, 5, 6]);
}

#[test]
fn a_removed_key_is_absent_and_keys_do_not_touch_each_other() {
    let mut clients = Clients::new();
    clients.does(1, put("a", "1"), Response::Done).does(1, put("b", "2"), Response::Done);
    clients.does(1, Operation::Delete { key: "a".into() }, Response::Done);
    clients.does(1, get("a"), Response::Value(None)).does(1, get("b"), value("2")).linearizable();
    clients.does(1, get("a"), value("1")).contradicted_by(&[1, 2, 5, 6, 11, 12]);
}

#[test]
fn an_answer_that_says_nothing_leaves_it_open_what_became_of_the_request() {
    let mut clients = Clients::new();
    clients.does(1, put("a", "1"), Response::Done).does(2, put("a", "2"), Response::Superseded);
    clients.does(3, get("a"), value("1")).does(3, get("a"), value("2")).linearizable();
}

#[test]
fn after_a_violation_the_key_is_followed_again_from_the_next_sure_value() {
    let mut clients = Clients::new();
    clients.does(1, get("a"), value("ghost")).does(1, get("a"), value("1")).does(1, get("a"), value("1"));
    clients.contradicted_by(&[1, 2]);
    clients.does(1, get("a"), value("2"));
    assert_eq!(clients.checker.violations().count(), 2);
}

#[test]
fn more_at_once_than_can_be_followed_is_counted_and_is_no_violation() {
    let mut clients = Clients::new();
    for client in 0..9 {
        clients.asks(client, append("a", &client.to_string()));
    }
    clients.told(8, Response::Done);
    assert_eq!(clients.checker.histories_given_up(), 1);
    for client in 0..8 {
        clients.told(client, Response::Done);
    }
    clients.does(1, get("a"), value("anything")).linearizable();
    clients.does(1, get("a"), value("something else"));
    clients.contradicted_by(&[7, 8, 17, 18, 21, 22]);
}

#[test]
fn what_stands_in_logs_at_the_start_has_happened_if_it_is_committed_and_may_happen_if_not() {
    let entry = |operation| StagedEntry { term: 1, operation: Some(operation) };
    let log = vec![entry(put("a", "1")), entry(put("a", "2")), entry(put("b", "3"))];
    let setup = Setup {
        stage: BTreeMap::from([(NodeId(1), NodeStage { term: 1, vote: None, log, commit: 1 })]),
        ..Setup::one_cluster(3, 0)
    };
    let staged = || Clients { checker: Checker::new(&setup), ..Clients::new() };
    for read in ["1", "2"] {
        staged().does(1, get("a"), value(read)).linearizable();
    }
    staged().does(1, get("a"), value("2")).does(1, get("a"), value("1")).contradicted_by(&[3, 4]);
    staged().does(1, get("a"), Response::Value(None)).contradicted_by(&[1, 2]);
    staged().does(1, get("b"), Response::Value(None)).does(1, get("b"), value("3")).linearizable();
}

fn command(client: u32, seq: u64, operation: Operation) -> Payload {
    Payload::Command(Command { client: ClientId(client), seq, operation })
}

impl Forged {
    /// Everything in the log committed and applied, which gave this state.
    fn holding(mut self, data: &[(&str, &str)]) -> Self {
        self.commit = self.log.last().index;
        self.applied = self.commit;
        self.data = data.iter().map(|&(key, value)| (key.into(), value.into())).collect();
        let how = CommitEvidence::ToldBy(NodeId(9));
        self.observations = vec![Observation::Committed { index: self.commit, how }];
        self
    }
}

fn appended_twice() -> Forged {
    node(1, 1).entry(1, command(1, 1, append("a", "x"))).entry(1, command(1, 1, append("a", "x")))
}

#[test]
fn a_command_that_takes_effect_twice_is_found() {
    Bench::all(&[appended_twice().holding(&[("a", "x")])]).finds_nothing();
    let bench = Bench::all(&[node(1, 1), appended_twice().holding(&[("a", "xx")])]);
    bench.finds(Property::ExactlyOnce);
    assert_eq!(bench.checker.first_violation().map(|v| &v.events[..]), Some(&[2][..]));
}

#[test]
fn a_state_without_something_that_has_committed_is_found() {
    let wrote = || node(1, 1).entry(1, command(1, 1, put("a", "1"))).entry(1, command(2, 1, put("b", "2")));
    let first = wrote().holding(&[("a", "1"), ("b", "2")]);
    Bench::all(&[node(1, 1), first.clone(), Forged { node: NodeId(2), ..first.clone() }]).finds_nothing();
    let other = Forged { node: NodeId(2), ..wrote().holding(&[("a", "1")]) };
    let before = node(2, 1);
    Bench::all(&[node(1, 1), first.clone(), before, other.clone()]).finds(Property::NothingLost);
    // The same for one that comes with its whole state at once.
    Bench::all(&[first, other]).finds(Property::NothingLost);
}

#[test]
fn a_node_that_has_not_applied_all_yet_is_held_against_what_it_has_applied() {
    let one = || node(1, 1).entry(1, command(1, 1, append("a", "x")));
    let two = || one().entry(1, command(1, 2, append("a", "y")));
    let ahead = two().holding(&[("a", "xy")]);
    let behind = |data| {
        let node = Forged { node: NodeId(2), ..one().holding(data) };
        Bench::all(&[super::node(1, 1), ahead.clone(), super::node(2, 1), node])
    };
    behind(&[("a", "x")]).finds_nothing();
    behind(&[("a", "xy")]).finds(Property::NothingLost);
}

#[test]
fn a_copy_that_commits_in_a_child_of_the_cluster_takes_no_effect_there() {
    let parent = node(1, 1).entry(1, command(1, 1, append("a", "x"))).holding(&[("a", "x")]);
    let crossed = Forged { observations: Vec::new(), ..parent.clone() }.entry(1, split());
    let crossed = crossed.across(Some(2), low());
    let then = |value: &str| {
        let mut then = Forged { observations: Vec::new(), ..crossed.clone() };
        let first = LogId { at: EpochTerm::new(1, 0), index: 3 };
        then.log.push(Arc::new(Entry { id: first, payload: command(1, 1, append("a", "x")) }));
        Bench::all(&[parent.clone(), Forged { applied: 2, ..crossed.clone() }, then.holding(&[("a", value)])])
    };
    then("x").finds_nothing();
    then("xx").finds(Property::ExactlyOnce);
}

#[test]
fn a_write_that_is_acknowledged_though_it_has_not_committed_is_found() {
    let mut bench = bench();
    let asked = (ClientId(1), 1);
    bench.checker.asked(asked.0, asked.1, &put("a", "1"), 1);
    bench.show(&node(1, 1).entry(1, command(2, 1, put("b", "1"))).holding(&[("b", "1")]));
    bench.checker.answered(asked, &put("a", "1"), &Response::Done, 3, 7);
    bench.finds(Property::NothingLost);
}

#[test]
fn a_node_that_believes_another_outcome_of_a_merge_than_committed_is_found() {
    let aborted = ConfigEntry::MergeAbort { txid: TxId(1), reason: AbortReason::Cancelled };
    let says = node(1, 1).seen_to(Observation::ConfigurationCommitted { id: id(1, 1), entry: aborted });
    let decision = MergeDecision {
        txid: TxId(1),
        into: ClusterId(4),
        epoch: 1,
        participants: Vec::new(),
        members: NodeSet::from([1, 2]),
        ranges: KeyRanges::everything(),
    };
    let believes = |outcome| Forged { outcomes: [(TxId(1), outcome)].into_iter().collect(), ..node(2, 1) };
    let other = believes(Outcome::Committed(Arc::new(decision)));
    Bench::all(&[says.clone(), other]).finds(Property::TwoPhaseAgreement);
    Bench::all(&[says, believes(Outcome::Aborted(AbortReason::Cancelled))]).finds_nothing();
}

#[test]
fn a_violation_names_the_events_that_contradict_each_other() {
    let voted = |to| Observation::VoteGranted { to: NodeId(to), at: EpochTerm::new(0, 1) };
    let refused = Observation::ConfigurationUndone { id: id(1, 1) };
    let one = node(1, 1).seen_to(refused.clone()).seen_to(voted(2));
    let other = node(1, 1).seen_to(refused).seen_to(voted(3));
    let bench = Bench::all(&[node(1, 0), one, other]);
    assert_eq!(bench.checker.first_violation().map(|v| &v.events[..]), Some(&[3, 5][..]));
}
