//! Every check fires: each is shown forged nodes that break its property, and nodes that do not.

mod clients;
mod independent;

use std::sync::Arc;

use recraft_protocol::config::{
    AbortReason, ConfigEntry, Configuration, MergeDecision, Outcome, Participant, SplitPlan, SubCluster,
};
use recraft_protocol::keys::{Key, KeyRange, KeyRanges};
use recraft_protocol::log::{Entry, Log, Payload};
use recraft_protocol::machine::{Command, Machine, Operation, Response};
use recraft_protocol::observation::{Crossing, Leadership, Observation};
use recraft_protocol::snapshot::{Passed, Snapshot};
use recraft_protocol::table::Table;
use recraft_protocol::types::{ClientId, ClusterId, EpochTerm, Index, LogId, NodeId, NodeSet, TxId};

use super::{Checker, Property, Sight, Witness};
use crate::lineage::Lineage;
use crate::setup::{ClusterSetup, Setup};

const C1: ClusterId = ClusterId(1);

/// A node as a test wants it to look.
#[derive(Clone)]
struct Forged {
    node: NodeId,
    cluster: Option<ClusterId>,
    at: EpochTerm,
    voted_for: Option<NodeId>,
    leads: bool,
    log: Log,
    commit: Index,
    start: Index,
    applied: Index,
    data: Table<Key, recraft_protocol::value::Value>,
    outcomes: Table<TxId, Outcome>,
    ranges: KeyRanges,
    passed: Table<ClusterId, Arc<Passed>>,
    observations: Vec<Observation>,
}

fn node(id: u32, term: u32) -> Forged {
    Forged {
        node: NodeId(id),
        cluster: Some(C1),
        at: EpochTerm::new(0, term),
        voted_for: None,
        leads: false,
        log: Log::after(LogId::default()),
        commit: 0,
        start: 0,
        applied: 0,
        data: Table::new(),
        outcomes: Table::new(),
        ranges: KeyRanges::everything(),
        passed: Table::new(),
        observations: Vec::new(),
    }
}

fn id(term: u32, index: Index) -> LogId {
    LogId { at: EpochTerm::new(0, term), index }
}

fn write(value: &str) -> Payload {
    let operation = Operation::Put { key: "k".into(), value: value.into() };
    Payload::Command(Command { client: ClientId(1), seq: 1, operation })
}

impl Forged {
    fn leading(self) -> Self {
        Self { leads: true, ..self }
    }

    fn voting_for(self, node: u32) -> Self {
        Self { voted_for: Some(NodeId(node)), ..self }
    }

    fn committed(self, commit: Index) -> Self {
        Self { commit, ..self }
    }

    fn seen_to(mut self, observation: Observation) -> Self {
        self.observations.push(observation);
        self
    }

    /// With a log of writes of these terms.
    fn terms(self, terms: &[u32]) -> Self {
        terms.iter().fold(self, |node, &term| node.entry(term, write("x")))
    }

    fn entry(mut self, term: u32, payload: Payload) -> Self {
        let index = self.log.last().index + 1;
        self.log.push(Arc::new(Entry { id: id(term, index), payload }));
        self
    }

    /// Gone across the last entry of its log, which ends its epoch, into `entered`.
    fn across(mut self, entered: Option<u32>, ranges: KeyRanges) -> Self {
        let boundary = self.log.last();
        let config = Configuration::stable(NodeSet::from([1, 2, 3]), KeyRanges::everything());
        let snapshot = Snapshot {
            cluster: C1,
            epoch: 0,
            last: boundary,
            config,
            machine: Arc::new(Machine::default()),
            start: 0,
            siblings: Vec::new(),
        };
        let passed = Passed { snapshot: Arc::new(snapshot), log: self.log.clone(), released: false };
        self.passed.insert(C1, Arc::new(passed));
        self.cluster = entered.map(ClusterId);
        self.at = EpochTerm::new(1, 0);
        self.log = Log::after(boundary);
        (self.commit, self.start) = (boundary.index, boundary.index);
        self.ranges = ranges;
        let (entered, at) = (self.cluster, self.at);
        let how = Crossing::Counted;
        self.seen_to(Observation::EpochEntered { left: C1, entered, at, boundary, how })
    }
}

/// A checker with a lineage, as a world would keep them.
struct Bench {
    checker: Checker,
    lineage: Lineage,
    /// The number of the last event.
    seq: u64,
}

fn bench() -> Bench {
    Bench { checker: Checker::default(), lineage: Lineage::new(&Setup::one_cluster(3, 0)), seq: 0 }
}

impl Bench {
    fn show(&mut self, forged: &Forged) -> &mut Self {
        for observation in &forged.observations {
            if let Observation::EpochEntered { left, boundary, .. } = observation {
                let entry = forged.passed[left].log.get(boundary.index).cloned();
                self.lineage.end(*left, &entry.expect("a boundary"), 0);
            }
        }
        let sight = Sight {
            node: forged.node,
            cluster: forged.cluster,
            at: forged.at,
            voted_for: forged.voted_for,
            leads: forged.leads,
            log: &forged.log,
            commit: forged.commit,
            start: forged.start,
            ranges: &forged.ranges,
            applied: forged.applied,
            data: &forged.data,
            outcomes: &forged.outcomes,
            passed: &forged.passed,
            observations: &forged.observations,
            first_seq: self.seq + 1,
        };
        self.seq += forged.observations.len().max(1) as u64;
        self.checker.look(&sight, &self.lineage, 7);
        self
    }

    fn all(nodes: &[Forged]) -> Self {
        let mut bench = bench();
        for node in nodes {
            bench.show(node);
        }
        bench
    }

    /// Exactly this property is found violated.
    fn finds(&self, property: Property) {
        let found: Vec<_> = self.checker.violations().map(|violation| violation.property).collect();
        assert_eq!(found, [property], "{:?}", self.checker.violations().collect::<Vec<_>>());
    }

    fn finds_nothing(&self) {
        assert_eq!(self.checker.violations().next(), None);
    }
}

fn low() -> KeyRanges {
    KeyRanges::of([KeyRange::new("", "m")])
}

fn high() -> KeyRanges {
    KeyRanges::of([KeyRange::new("m", "")])
}

fn sub(cluster: u32, members: NodeSet, ranges: KeyRanges) -> SubCluster {
    SubCluster { cluster: ClusterId(cluster), members, ranges }
}

fn split_into(subs: Vec<SubCluster>) -> Payload {
    Payload::Config(ConfigEntry::SplitNew(Arc::new(SplitPlan { parent: C1, subs })))
}

fn split() -> Payload {
    split_into(vec![sub(2, NodeSet::from([1]), low()), sub(3, NodeSet::from([2, 3]), high())])
}

#[test]
fn two_leaders_of_one_term_are_found_and_leaders_of_two_terms_are_fine() {
    Bench::all(&[node(1, 1).leading(), node(2, 1).leading()]).finds(Property::ElectionSafety);
    Bench::all(&[node(1, 1).leading(), node(2, 2).leading(), node(1, 1).leading()]).finds_nothing();
}

#[test]
fn a_leader_that_led_only_within_a_step_is_found_as_well() {
    let how = Leadership::Elected { votes: NodeSet::from([2, 3]) };
    let briefly = node(2, 1).seen_to(Observation::BecameLeader { at: EpochTerm::new(0, 1), how });
    Bench::all(&[node(1, 1).leading(), node(2, 0), briefly]).finds(Property::ElectionSafety);
}

#[test]
fn a_leader_that_drops_or_replaces_an_entry_is_found() {
    let leader = || node(1, 2).leading();
    Bench::all(&[leader().terms(&[1, 2]), leader().terms(&[1])]).finds(Property::LeaderAppendOnly);
    Bench::all(&[leader().terms(&[1, 1]), leader().terms(&[1, 2, 2])]).finds(Property::LeaderAppendOnly);
    Bench::all(&[leader().terms(&[1]), leader().terms(&[1, 2, 2])]).finds_nothing();
}

#[test]
fn a_follower_may_drop_entries() {
    Bench::all(&[node(1, 2).terms(&[1, 1]), node(1, 2).terms(&[1])]).finds_nothing();
}

#[test]
fn two_entries_of_one_name_that_differ_are_found() {
    let other = node(2, 1).entry(1, write("y"));
    Bench::all(&[node(1, 1).terms(&[1]), other]).finds(Property::LogMatching);
}

#[test]
fn an_entry_that_stands_behind_different_ones_is_found() {
    Bench::all(&[node(1, 2).terms(&[1, 2]), node(2, 2).terms(&[2, 2])]).finds(Property::LogMatching);
    Bench::all(&[node(1, 3).terms(&[1, 3]), node(2, 2).terms(&[1, 2])]).finds_nothing();
}

#[test]
fn a_leader_without_a_committed_entry_is_found() {
    let committer = node(1, 1).leading().terms(&[1, 1]).committed(2);
    Bench::all(&[committer.clone(), node(2, 2).leading().terms(&[1])]).finds(Property::LeaderCompleteness);
    Bench::all(&[committer.clone(), node(2, 2).leading().terms(&[1, 1, 2])]).finds_nothing();
}

#[test]
fn a_leader_of_an_earlier_term_need_not_hold_what_a_later_one_committed() {
    let committer = node(1, 3).leading().terms(&[1, 3]).committed(2);
    Bench::all(&[committer, node(2, 2).leading().terms(&[1, 2])]).finds_nothing();
}

#[test]
fn different_entries_committed_at_one_index_are_found() {
    let one = node(1, 1).terms(&[1]).committed(1);
    let other = node(2, 2).terms(&[2]).committed(1);
    Bench::all(&[one, other]).finds(Property::StateMachineSafety);
}

#[test]
fn what_is_committed_again_after_a_restart_is_checked_again() {
    let before = node(1, 1).terms(&[1]).committed(1);
    let crashed = before.clone().committed(0);
    let other = node(1, 2).terms(&[2]).committed(1);
    Bench::all(&[before.clone(), crashed.clone(), before.clone()]).finds_nothing();
    Bench::all(&[before, crashed, other]).finds(Property::StateMachineSafety);
}

#[test]
fn time_that_goes_back_is_found() {
    let bench = Bench::all(&[node(1, 3), node(1, 2), node(1, 2)]);
    let status = bench.checker.status(Property::TimeNeverGoesBack);
    assert!(!status.violations.is_empty() && status.violations.len() <= 2);
    assert_eq!((status.violations[0].at_us, &status.violations[0].nodes[..]), (7, &[NodeId(1)][..]));
    Bench::all(&[node(1, 3), node(1, 3), node(1, 4)]).finds_nothing();
}

#[test]
fn a_spare_takes_over_the_time_of_the_cluster_it_joins_but_not_an_earlier_one_of_a_cluster_it_comes_back_to()
{
    let spare = || {
        let gone = Observation::BecameSpare { left: Some(C1) };
        Forged { cluster: None, ..node(1, 5) }.seen_to(gone)
    };
    let joins = |cluster, term| {
        let observation =
            Observation::Joined { cluster: ClusterId(cluster), last: LogId::default(), from: NodeId(9) };
        Forged { cluster: Some(ClusterId(cluster)), ..node(1, term) }.seen_to(observation)
    };
    Bench::all(&[node(1, 5), spare(), joins(9, 2)]).finds_nothing();
    Bench::all(&[node(1, 5), spare(), joins(1, 2)]).finds(Property::TimeNeverGoesBack);
}

#[test]
fn a_second_vote_in_one_term_is_found() {
    Bench::all(&[node(1, 1).voting_for(2), node(1, 1).voting_for(3)]).finds(Property::NoDoubleVote);
    Bench::all(&[node(1, 1).voting_for(2), node(1, 2).voting_for(3)]).finds_nothing();
}

#[test]
fn a_vote_that_was_forgotten_and_given_again_is_found() {
    let granted =
        |to: u32| node(1, 1).seen_to(Observation::VoteGranted { to: NodeId(to), at: EpochTerm::new(0, 1) });
    Bench::all(&[node(1, 0), granted(2), node(1, 1), granted(3)]).finds(Property::NoDoubleVote);
    Bench::all(&[node(1, 0), granted(2), node(1, 1), granted(2)]).finds_nothing();
}

#[test]
fn nodes_that_leave_a_cluster_at_different_entries_are_found() {
    let early = node(1, 1).entry(1, split()).across(Some(2), low());
    let late = node(2, 1).entry(1, split()).entry(1, split()).across(Some(3), high());
    let bench = Bench::all(&[early.clone(), late]);
    assert!(bench.checker.violations().any(|violation| violation.property == Property::BoundaryAgreement));
    Bench::all(&[early, node(2, 1).entry(1, split()).across(Some(3), high())]).finds_nothing();
}

#[test]
fn a_node_that_goes_where_its_boundary_does_not_send_it_is_found() {
    let astray = node(1, 1).entry(1, split()).across(Some(3), high());
    Bench::all(&[astray]).finds(Property::BoundaryAgreement);
}

#[test]
fn a_commit_beyond_the_boundary_is_found() {
    let crossed = node(1, 1).entry(1, split()).across(Some(2), low());
    let goes_on = node(2, 1).entry(1, split()).terms(&[1]).committed(2);
    Bench::all(&[crossed, goes_on]).finds(Property::BoundaryAgreement);
}

#[test]
fn a_merge_that_is_committed_for_one_and_aborted_for_another_is_found() {
    let participant =
        |cluster, members| Participant { cluster: ClusterId(cluster), epoch: 0, members, ranges: low() };
    let decision = Arc::new(MergeDecision {
        txid: TxId(1),
        into: ClusterId(4),
        epoch: 1,
        participants: vec![participant(1, NodeSet::from([1])), participant(2, NodeSet::from([2]))],
        members: NodeSet::from([1, 2]),
        ranges: KeyRanges::everything(),
    });
    let says =
        |who: u32, entry| node(who, 1).seen_to(Observation::ConfigurationCommitted { id: id(1, 1), entry });
    let merged = says(1, ConfigEntry::MergeNew(decision.clone()));
    let aborted = says(2, ConfigEntry::MergeAbort { txid: TxId(1), reason: AbortReason::Cancelled });
    Bench::all(&[merged.clone(), aborted]).finds(Property::TwoPhaseAgreement);
    Bench::all(&[merged, says(2, ConfigEntry::MergeNew(decision))]).finds_nothing();
}

#[test]
fn a_split_that_loses_or_shares_keys_is_found() {
    let into = |ranges: KeyRanges| {
        split_into(vec![sub(2, NodeSet::from([1]), low()), sub(3, NodeSet::from([2, 3]), ranges)])
    };
    let lost = node(1, 1).entry(1, into(KeyRanges::of([KeyRange::new("p", "")]))).across(Some(2), low());
    Bench::all(&[lost]).finds(Property::RangeOwnership);
    let shared = node(1, 1).entry(1, into(KeyRanges::of([KeyRange::new("c", "")]))).across(Some(2), low());
    Bench::all(&[shared]).finds(Property::RangeOwnership);
}

#[test]
fn a_node_that_is_responsible_for_more_than_its_clusters_keys_is_found() {
    let greedy = node(1, 1).entry(1, split()).across(Some(2), KeyRanges::everything());
    Bench::all(&[greedy]).finds(Property::RangeOwnership);
}

#[test]
fn a_merged_cluster_that_commits_while_a_parent_goes_on_is_found() {
    let cluster = |id: u32, members, ranges| ClusterSetup { cluster: ClusterId(id), members, ranges };
    let setup = Setup {
        clusters: vec![cluster(1, NodeSet::from([1]), low()), cluster(2, NodeSet::from([2]), high())],
        ..Setup::one_cluster(1, 0)
    };
    let participant =
        |cluster, members, ranges| Participant { cluster: ClusterId(cluster), epoch: 0, members, ranges };
    let decision = Arc::new(MergeDecision {
        txid: TxId(1),
        into: ClusterId(3),
        epoch: 1,
        participants: vec![
            participant(1, NodeSet::from([1]), low()),
            participant(2, NodeSet::from([2]), high()),
        ],
        members: NodeSet::from([1, 2]),
        ranges: KeyRanges::everything(),
    });
    let mut bench = Bench { checker: Checker::default(), lineage: Lineage::new(&setup), seq: 0 };
    let crossed = node(1, 1)
        .entry(1, Payload::Config(ConfigEntry::MergeNew(decision)))
        .across(Some(3), KeyRanges::everything());
    bench.show(&crossed).finds_nothing();
    let mut hasty = Forged { observations: Vec::new(), ..crossed };
    let first = LogId { at: EpochTerm::new(1, 0), index: hasty.log.last().index + 1 };
    hasty.log.push(Arc::new(Entry { id: first, payload: Payload::Noop }));
    hasty.commit = first.index;
    bench.show(&hasty).finds(Property::RangeOwnership);
}

#[test]
fn every_property_counts_what_it_has_checked() {
    let aborted = ConfigEntry::MergeAbort { txid: TxId(1), reason: AbortReason::Cancelled };
    let mut bench = Bench::all(&[
        node(1, 1).leading().voting_for(1).terms(&[1]),
        node(1, 1).leading().voting_for(1).terms(&[1, 1]).committed(2),
        node(2, 1).voting_for(1).terms(&[1, 1]).committed(2),
        Forged {
            applied: 2,
            data: [("k".into(), "x".into())].into_iter().collect(),
            ..node(2, 1).terms(&[1, 1]).committed(2)
        },
        node(3, 2).voting_for(3).leading().terms(&[1, 1]),
        node(3, 2).seen_to(Observation::ConfigurationCommitted { id: id(1, 1), entry: aborted }),
        node(1, 1).entry(1, split()).across(Some(2), low()),
    ]);
    let write = Operation::Put { key: "k".into(), value: "x".into() };
    bench.checker.asked(ClientId(1), 1, &write, 8);
    bench.checker.answered((ClientId(1), 1), &write, &Response::Done, 9, 0);
    for property in Property::ALL {
        assert!(bench.checker.status(property).checked > 0, "{property:?}");
    }
}
