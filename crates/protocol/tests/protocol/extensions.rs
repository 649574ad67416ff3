//! Raft's extensions to elections, replication and membership (Ongaro's dissertation, 2014).

use recraft_protocol::config::Stage;
use recraft_protocol::io::{AdminRequest, Refusal, Timer};
use recraft_protocol::message::{AppendRefusal, Body, Candidacy, VoteRefusal};
use recraft_protocol::node::Role;
use recraft_protocol::observation::{Observation, StepDown};
use recraft_protocol::settings::{Extensions, MembershipScheme, Settings};
use recraft_protocol::types::{EpochTerm, NodeSet};

use crate::harness::{Bench, n, sub};

pub(crate) fn bench(members: u32, spares: u32, extensions: Extensions) -> Bench {
    Bench::with_settings(members, spares, Settings { extensions, ..Settings::default() })
}

fn plain() -> Extensions {
    Extensions::default()
}

fn refusals(bench: &Bench, id: u32) -> Vec<Refusal> {
    let of = |(node, seen): &(_, Observation)| match seen {
        Observation::RequestRefused { reason, .. } if *node == n(id) => Some(reason.clone()),
        _ => None,
    };
    bench.observations.iter().filter_map(of).collect()
}

#[test]
fn with_pre_vote_a_node_that_was_cut_off_does_not_raise_its_term() {
    let mut bench = bench(3, 0, Extensions { pre_vote: true, ..plain() });
    bench.elect(1);
    let before = bench.node(3).at();
    bench.silent = [3].into();
    for _ in 0..5 {
        bench.fire(3, Timer::Election);
        bench.settle();
    }
    assert_eq!(bench.node(3).at(), before);
    assert!(matches!(bench.node(3).role(), Role::PreCandidate { .. }));
    bench.silent = NodeSet::new();
    bench.fire(3, Timer::Election);
    bench.settle();
    assert!(bench.node(1).is_leader(), "nobody votes against a leader that is alive");
    assert!(bench.saw(2, |seen| matches!(
        seen,
        Observation::VoteRefused { reason: VoteRefusal::LeaderAlive { leader: Some(leader) }, .. } if *leader == n(1)
    )));
}

#[test]
fn with_pre_vote_a_new_leader_is_elected_when_the_old_one_is_silent() {
    let mut bench = bench(3, 0, Extensions { pre_vote: true, ..plain() });
    bench.elect(1);
    bench.silent = [1].into();
    bench.fire(3, Timer::LeaderAlive);
    bench.elect(2);
    assert_eq!(bench.node(2).at(), EpochTerm::new(0, 2));
}

#[test]
fn a_leader_that_hears_from_no_quorum_for_an_election_timeout_steps_down() {
    let mut bench = bench(5, 0, Extensions { check_quorum: true, ..plain() });
    bench.elect(1);
    bench.silent = [3, 4, 5].into();
    for _ in 0..12 {
        bench.fire(1, Timer::Heartbeat);
        bench.settle();
    }
    assert!(bench.saw(1, |seen| matches!(seen, Observation::SteppedDown { reason: StepDown::QuorumLost })));
}

#[test]
fn a_leader_that_hears_from_a_quorum_goes_on_however_long() {
    let mut bench = bench(5, 0, Extensions { check_quorum: true, ..plain() });
    bench.elect(1);
    bench.silent = [4, 5].into();
    for _ in 0..40 {
        bench.beat();
    }
    assert!(bench.node(1).is_leader());
}

#[test]
fn with_check_quorum_a_follower_that_hears_from_its_leader_keeps_faith_and_its_term() {
    let mut bench = bench(3, 0, Extensions { check_quorum: true, ..plain() });
    bench.elect(1);
    let before = bench.node(2).at();
    bench.fire(3, Timer::Election);
    bench.deliver_one(|message| message.to == n(2));
    assert_eq!(bench.node(2).at(), before);
    bench.fire(2, Timer::LeaderAlive);
    bench.fire(3, Timer::Election);
    bench.deliver_one(|message| {
        message.to == n(2) && message.at > before && matches!(message.body, Body::RequestVote { .. })
    });
    assert!(bench.node(2).at() > before, "its time to keep faith is over");
}

#[test]
fn a_leadership_is_handed_over_once_the_chosen_one_has_the_whole_log() {
    let mut bench = bench(3, 0, Extensions { transfer: true, check_quorum: true, pre_vote: true, ..plain() });
    bench.elect(1);
    bench.silent = [3].into();
    bench.put(1, "x", "1");
    bench.settle();
    bench.silent = NodeSet::new();
    bench.admin(1, AdminRequest::TransferLeadership { to: n(3) });
    assert!(!bench.saw(1, |seen| matches!(seen, Observation::HandedOver { .. })), "n3 lacks an entry");
    bench.settle();
    assert!(bench.node(3).is_leader(), "{:?}", bench.node(3).role());
    assert!(
        bench
            .sent
            .iter()
            .any(|message| { matches!(message.body, Body::RequestVote { how: Candidacy::HandedOver, .. }) })
    );
}

#[test]
fn a_leader_whose_chosen_one_does_not_take_over_goes_on_and_takes_up_what_it_had_put_off() {
    let mut bench = bench(3, 0, Extensions { transfer: true, ..plain() });
    bench.elect(1);
    bench.silent = [3].into();
    bench.admin(1, AdminRequest::TransferLeadership { to: n(3) });
    bench.put(1, "x", "1");
    bench.settle();
    let before = bench.node(1).log().last();
    bench.admin(1, AdminRequest::ChangeMembers { add: [].into(), remove: [2].into() });
    assert_eq!(refusals(&bench, 1), [Refusal::TransferInProgress { to: n(3) }]);
    for _ in 0..10 {
        bench.beat();
    }
    assert!(bench.node(1).log().last() > before && bench.node(1).is_leader());
    assert_eq!(bench.node(1).machine().data["x"], "1");
}

#[test]
fn a_transfer_is_refused_when_it_is_switched_off_or_the_chosen_one_is_no_member() {
    let mut off = Bench::new(3, 1);
    off.elect(1);
    off.admin(1, AdminRequest::TransferLeadership { to: n(2) });
    off.admin(1, AdminRequest::ChangeLearners { add: [4].into(), remove: [].into() });
    assert_eq!(refusals(&off, 1), [Refusal::SwitchedOff, Refusal::SwitchedOff]);
    let mut on = bench(3, 1, Extensions { transfer: true, ..plain() });
    on.elect(1);
    for to in [1, 4] {
        on.admin(1, AdminRequest::TransferLeadership { to: n(to) });
    }
    assert_eq!(refusals(&on, 1), [Refusal::NoChange, Refusal::NotMember(n(4))]);
}

#[test]
fn a_learner_is_sent_the_log_and_counts_for_nothing() {
    let mut bench = bench(3, 1, Extensions { learners: true, ..plain() });
    bench.elect(1);
    bench.admin(1, AdminRequest::ChangeLearners { add: [4].into(), remove: [].into() });
    bench.settle();
    bench.beat();
    assert_eq!(bench.node(4).log().last(), bench.node(1).log().last());
    bench.silent = [2, 3].into();
    let commit = bench.node(1).commit();
    bench.put(1, "x", "1");
    bench.settle();
    assert_eq!(bench.node(1).commit(), commit, "the leader and a learner are no majority");
    bench.fire(4, Timer::Election);
    bench.settle();
    assert!(!matches!(bench.node(4).role(), Role::Candidate { .. }));
}

#[test]
fn a_learner_becomes_a_member_and_is_a_learner_no_more() {
    let mut bench = bench(3, 1, Extensions { learners: true, ..plain() });
    bench.elect(1);
    bench.admin(1, AdminRequest::ChangeLearners { add: [4].into(), remove: [].into() });
    bench.settle();
    bench.split(1, vec![sub(2, [1, 2], "", "m"), sub(3, [3], "m", "")]);
    assert_eq!(refusals(&bench, 1), [Refusal::HasLearners([4].into())]);
    bench.change(1, [4], []);
    bench.settle();
    let config = bench.node(1).configuration();
    assert_eq!((config.members.clone(), config.learners.is_empty()), ([1, 2, 3, 4].into(), true));
}

#[test]
fn a_learner_that_is_removed_becomes_spare() {
    let mut bench = bench(3, 1, Extensions { learners: true, ..plain() });
    bench.elect(1);
    bench.admin(1, AdminRequest::ChangeLearners { add: [4].into(), remove: [].into() });
    bench.settle();
    bench.admin(1, AdminRequest::ChangeLearners { add: [].into(), remove: [4].into() });
    bench.settle();
    bench.beat();
    assert!(matches!(bench.node(4).role(), Role::Spare));
}

#[test]
fn joint_consensus_commits_and_elects_only_with_both_majorities() {
    for (silent, only) in [([4, 5, 6].as_slice(), "the old ones"), (&[2, 3], "the new ones")] {
        let mut bench = bench(3, 3, Extensions { membership: MembershipScheme::Joint, ..plain() });
        bench.elect(1);
        let waiting = bench.node(1).commit();
        bench.silent = silent.iter().copied().map(n).collect();
        bench.change(1, [4, 5, 6], [2, 3]);
        bench.settle();
        bench.beat();
        assert!(matches!(bench.node(1).configuration().stage, Stage::Joint { .. }));
        assert_eq!(bench.node(1).commit(), waiting, "a majority of {only} is not enough");
        bench.silent = NodeSet::new();
        bench.beat();
        bench.beat();
        assert_eq!(bench.node(1).configuration().members, [1, 4, 5, 6].into());
        assert_eq!(bench.node(1).configuration().stage, Stage::Stable);
    }
}

#[test]
fn a_leader_that_is_not_among_the_new_members_leads_until_they_have_committed() {
    let mut bench = bench(3, 2, Extensions { membership: MembershipScheme::Joint, ..plain() });
    bench.elect(1);
    bench.change(1, [4, 5], [1, 2]);
    bench.settle();
    bench.beat();
    assert!(matches!(bench.node(1).role(), Role::Spare));
    bench.elect(4);
    assert_eq!(bench.node(4).configuration().members, [3, 4, 5].into());
}

#[test]
fn one_at_a_time_each_node_takes_an_entry_of_its_own() {
    let mut bench = bench(2, 3, Extensions { membership: MembershipScheme::OneAtATime, ..plain() });
    bench.elect(1);
    let before = bench.node(1).log().last().index;
    bench.change(1, [3, 4, 5], []);
    bench.settle();
    bench.beat();
    assert_eq!(bench.node(1).configuration().members, [1, 2, 3, 4, 5].into());
    assert_eq!(bench.node(1).log().last().index - before, 3);
}

/// n1 leads a term in which only it has `entries` entries, and comes back when n3 leads the others, who have as many of a later term.
fn conflicting(extensions: Extensions, entries: u32) -> Bench {
    let mut bench = bench(3, 0, extensions);
    bench.elect(1);
    bench.silent = [2, 3].into();
    (0..entries).for_each(|_| bench.put(1, "x", "lost"));
    bench.settle();
    bench.silent = [1].into();
    bench.elect(2);
    (0..entries).for_each(|_| bench.put(2, "x", "kept"));
    bench.settle();
    bench.elect(3);
    bench.silent = NodeSet::new();
    bench
}

fn rounds_of_back_up(bench: &Bench) -> usize {
    let mismatch =
        |body: &Body| matches!(body, Body::AppendRefused { reason: AppendRefusal::Mismatch { .. } });
    bench.sent.iter().filter(|message| message.from == n(1) && mismatch(&message.body)).count()
}

#[test]
fn fast_back_up_skips_the_whole_conflicting_term() {
    let rounds = |fast_backup| {
        let mut bench = conflicting(Extensions { fast_backup, ..plain() }, 6);
        bench.beat();
        bench.beat();
        assert_eq!(bench.node(1).log().last(), bench.node(2).log().last());
        rounds_of_back_up(&bench)
    };
    assert_eq!((rounds(false), rounds(true)), (7, 2));
}

#[test]
fn with_a_window_entries_leave_before_the_earlier_ones_are_acknowledged() {
    let unanswered = |window| {
        let mut bench = bench(3, 0, Extensions { window, ..plain() });
        bench.elect(1);
        bench.beat();
        (0..6).for_each(|_| bench.put(1, "x", "1"));
        let with_entries = |body: &Body| matches!(body, Body::Append { entries, .. } if !entries.is_empty());
        bench.messages.iter().filter(|message| message.to == n(2) && with_entries(&message.body)).count()
    };
    assert_eq!((unanswered(1), unanswered(4), unanswered(100)), (1, 4, 6));
}

#[test]
fn a_message_that_is_lost_out_of_a_window_is_sent_again() {
    let mut bench = bench(3, 0, Extensions { window: 4, ..plain() });
    bench.elect(1);
    bench.beat();
    (0..3).for_each(|_| bench.put(1, "x", "1"));
    let mut first = true;
    bench.lose(|message| message.to == n(2) && std::mem::take(&mut first));
    bench.settle();
    bench.beat();
    bench.beat();
    assert_eq!(bench.node(2).log().last(), bench.node(1).log().last());
}

#[test]
fn a_message_holds_at_most_a_batch() {
    let mut bench = bench(3, 0, Extensions { batch: 2, ..plain() });
    bench.elect(1);
    bench.silent = [3].into();
    (0..7).for_each(|_| bench.put(1, "x", "1"));
    bench.settle();
    bench.silent = NodeSet::new();
    bench.beat();
    assert_eq!(bench.node(3).log().last(), bench.node(1).log().last());
    let most = |body: &Body| if let Body::Append { entries, .. } = body { entries.len() } else { 0 };
    assert_eq!(bench.sent.iter().map(|message| most(&message.body)).max(), Some(2));
}
