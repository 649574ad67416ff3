//! Nodes that have left, and those who only know such nodes: they must find each other, and must stop asking when nobody knows more.

use recraft_protocol::config::Stage;
use recraft_protocol::io::{AdminRequest, Timer};
use recraft_protocol::message::{Body, Message};
use recraft_protocol::node::Role;
use recraft_protocol::observation::Observation;
use recraft_protocol::settings::{Extensions, Settings};
use recraft_protocol::types::{NodeSet, TxId};

use crate::harness::{Bench, n, sub};

fn rest(bench: &mut Bench) {
    for _ in 0..4 {
        bench.settle();
        bench.beat();
    }
}

fn with_learners(members: u32, spares: u32, compact_after: Option<u32>) -> Bench {
    let extensions = Extensions { learners: true, compact_after, ..Extensions::default() };
    Bench::with_settings(members, spares, Settings { extensions, ..Settings::default() })
}

fn is_spare(bench: &Bench, id: u32) -> bool {
    matches!(bench.node(id).role(), Role::Spare)
}

fn learners(add: impl Into<NodeSet>, remove: impl Into<NodeSet>) -> AdminRequest {
    AdminRequest::ChangeLearners { add: add.into(), remove: remove.into() }
}

/// `leaver` leaves the cluster of `leader`. It is added again, but does not hear of it. Then `second` leaves. So each of the two takes the other
/// for a member.
fn leave_naming_each_other(bench: &mut Bench, leader: u32, leaver: u32, second: u32) {
    bench.change(leader, [], [leaver]);
    rest(bench);
    bench.silent = [leaver].into();
    bench.change(leader, [leaver], []);
    rest(bench);
    bench.change(leader, [], [second]);
    rest(bench);
    bench.silent = [].into();
    assert!(is_spare(bench, leaver) && is_spare(bench, second));
}

/// Run 65990 of the series 2026 of the random explorer: two that had left sent the coordinator to each other.
#[test]
fn a_coordinator_finds_a_participant_though_the_first_two_it_asks_have_left_and_name_each_other() {
    let mut bench = Bench::new(6, 0);
    bench.elect(1);
    bench.split(1, vec![sub(2, [1], "", "m"), sub(3, [2, 3, 4, 5, 6], "m", "")]);
    bench.settle();
    bench.elect(4);
    bench.merge(1, 1, 7, &[4], None);
    bench.lose(|_| true);
    leave_naming_each_other(&mut bench, 4, 2, 3);
    bench.silent = [4, 5, 6].into();
    bench.fire(1, Timer::Merge);
    bench.settle();
    bench.silent = [].into();
    for _ in 0..8 {
        bench.fire(1, Timer::Merge);
        bench.settle();
    }
    let voted = |seen: &Observation| matches!(seen, Observation::MergeVoteReceived { yes: true, .. });
    assert!(bench.saw(1, voted), "{:?}", bench.node(1).role());
}

/// Run 167064 of the series 3 of the random explorer: each answer made the participant ask again, without end.
#[test]
fn a_prepared_participant_does_not_ask_for_ever_though_two_that_left_the_coordinator_name_each_other() {
    let mut bench = Bench::new(8, 0);
    bench.elect(1);
    bench.split(1, vec![sub(2, [1, 5, 6, 7, 8], "", "m"), sub(3, [2, 3, 4], "m", "")]);
    bench.settle();
    bench.elect(2);
    bench.merge(1, 1, 9, &[2], None);
    while !bench.saw(2, |seen| matches!(seen, Observation::MergeVotedYes { .. })) {
        assert!(bench.deliver_one(|_| true));
    }
    bench.lose(|message| [message.from, message.to].iter().any(|id| [2, 3, 4].map(n).contains(id)));
    bench.silent = [2, 3, 4].into();
    bench.admin(1, AdminRequest::CancelMerge { txid: TxId(1) });
    bench.settle();
    leave_naming_each_other(&mut bench, 1, 5, 6);
    bench.crash_and_restart(5);
    bench.crash_and_restart(6);
    bench.silent = [1, 7, 8].into();
    for _ in 0..5 {
        bench.fire(2, Timer::Merge);
        bench.settle();
    }
    assert!(matches!(bench.node(2).configuration().stage, Stage::MergePrepared(_)), "nobody knows more");
    bench.silent = [5, 6].into();
    bench.lose(|_| true);
    for _ in 0..5 {
        bench.fire(2, Timer::Merge);
        bench.settle();
    }
    assert_eq!(bench.node(2).configuration().stage, Stage::Stable);
}

/// Seed 61204 of `chance`: whoever only asks (a learner, or one that lacks what it left with) was told nothing by those who had left.
#[test]
fn a_removed_learner_finds_those_who_stayed_though_all_it_knows_have_left() {
    let mut bench = with_learners(3, 3, None);
    bench.elect(1);
    bench.admin(1, learners([6], []));
    rest(&mut bench);
    bench.silent = [6].into();
    bench.change(1, [4, 5], []);
    rest(&mut bench);
    bench.change(1, [], [2, 3]);
    rest(&mut bench);
    bench.change(1, [], [1]);
    rest(&mut bench);
    bench.elect(4);
    bench.admin(4, learners([], [6]));
    rest(&mut bench);
    assert!([1, 2, 3].iter().all(|&id| is_spare(&bench, id)) && !is_spare(&bench, 6));
    bench.silent = [].into();
    bench.fire(6, Timer::Election);
    bench.settle();
    assert!(is_spare(&bench, 6), "{:?}", bench.node(6).role());
}

/// Seed 53522 of `chance`: added by an entry that was dropped, with a snapshot of before it; nothing has happened since.
#[test]
fn a_node_that_was_added_in_vain_learns_it_though_its_log_is_as_long_as_the_clusters() {
    let mut bench = with_learners(3, 1, None);
    bench.elect(1);
    bench.silent = [4].into();
    bench.admin(1, learners([4], []));
    rest(&mut bench);
    bench.admin(1, learners([], [4]));
    rest(&mut bench);
    bench.silent = [2, 3].into();
    bench.change(1, [4], []);
    let joined = |bench: &Bench| bench.saw(4, |seen| matches!(seen, Observation::Joined { .. }));
    bench.fire(1, Timer::Heartbeat);
    while !joined(&bench) {
        assert!(bench.deliver_one(|_| true));
    }
    bench.lose(|_| true);
    bench.silent = [1].into();
    bench.elect(2);
    rest(&mut bench);
    bench.silent = [].into();
    assert_eq!(bench.node(4).log().last(), bench.node(2).log().last());
    assert!(!is_spare(&bench, 4));
    for _ in 0..2 {
        bench.fire(4, Timer::Election);
        bench.settle();
    }
    assert!(is_spare(&bench, 4), "{:?}", bench.node(4).role());
}

/// Run 185007 of the series 3 of the random explorer: the members had been removed once themselves, and answered with that.
#[test]
fn a_removed_learner_is_told_of_its_removal_by_members_that_were_away_once_and_have_gone_on_since() {
    let mut bench = with_learners(3, 1, Some(1));
    bench.elect(3);
    for id in [1, 2] {
        bench.change(3, [], [id]);
        rest(&mut bench);
        bench.change(3, [id], []);
        rest(&mut bench);
    }
    bench.admin(3, learners([4], []));
    rest(&mut bench);
    bench.silent = [4].into();
    bench.change(3, [], [3]);
    rest(&mut bench);
    bench.elect(1);
    bench.admin(1, learners([], [4]));
    rest(&mut bench);
    bench.split(1, vec![sub(2, [1], "", "m"), sub(3, [2], "m", "")]);
    bench.settle();
    bench.elect(2);
    (0..4).for_each(|_| rest(&mut bench));
    let released = |seen: &Observation| matches!(seen, Observation::BoundaryReleased { .. });
    assert!(bench.saw(1, released) && bench.saw(2, released) && !is_spare(&bench, 4));
    bench.silent = [].into();
    bench.fire(4, Timer::Election);
    bench.settle();
    assert!(is_spare(&bench, 4), "{:?}", bench.node(4).role());
}

/// Run 67794 of the series 3 of the random explorer: it was sent nothing, stood again and again, and unseated every leader that might
/// have committed its removal.
#[test]
fn a_node_that_is_leaving_hears_from_the_leader_though_what_it_lacks_is_compacted() {
    let mut bench = with_learners(5, 0, Some(1));
    bench.elect(1);
    bench.silent = [4].into();
    (0..4).for_each(|_| bench.put(1, "a", "1"));
    rest(&mut bench);
    bench.silent = [2, 3].into();
    bench.change(1, [], [4, 5]);
    bench.settle();
    assert!(!bench.node(1).configuration().members.contains(n(4)));
    let to_n4 = |message: &Message| message.to == n(4) && matches!(message.body, Body::Append { .. });
    for _ in 0..4 {
        let so_far = bench.sent.len();
        bench.fire(1, Timer::Heartbeat);
        bench.settle();
        assert_eq!(bench.sent[so_far..].iter().filter(|message| to_n4(message)).count(), 1);
    }
    assert_eq!(bench.node(4).leader(), Some(n(1)));
}

/// Run 87871 of the series 7 of the random explorer: a node that had left long ago, and was being added again, told two others that they had been
/// removed before it left. They believed it, took their longer logs with them, and nobody could lead any more.
#[test]
fn that_one_was_removed_before_it_was_taken_in_again_is_no_news() {
    let mut bench = Bench::new(3, 0);
    bench.elect(1);
    bench.change(1, [], [2]);
    rest(&mut bench);
    bench.change(1, [], [3]);
    rest(&mut bench);
    bench.change(1, [2], []);
    rest(&mut bench);
    bench.elect(2);
    rest(&mut bench);
    bench.silent = [3].into();
    bench.change(2, [3], [2]);
    while bench.node(2).configuration().includes(n(2)) {
        assert!(bench.deliver_one(|_| true), "the first entry commits, the second is appended");
    }
    bench.lose(|_| true);
    bench.silent = [].into();
    bench.crash_and_restart(2);
    bench.fire(2, Timer::Election);
    bench.settle();
    assert!(!is_spare(&bench, 2), "3 only knows that it was removed before 3 was");
    for _ in 0..4 {
        bench.fire(2, Timer::Election);
        bench.settle();
    }
    rest(&mut bench);
    bench.assert_cluster(1, 0, [1, 3]);
    assert!(is_spare(&bench, 2));
}

/// Run 287273 of the series 7 of the random explorer: the only one that a laggard knew had been removed, and was by now a member of another
/// cluster of the same epoch, which took the laggard's requests for strays.
#[test]
fn a_laggard_finds_those_who_stayed_though_the_only_one_it_knows_is_in_another_cluster_of_the_same_epoch() {
    let mut bench = Bench::new(4, 2);
    bench.elect(1);
    bench.split(1, vec![sub(2, [1, 4], "", "m"), sub(3, [2, 3], "m", "")]);
    (0..2).for_each(|_| rest(&mut bench));
    bench.elect(1);
    bench.silent = [4].into();
    bench.change(1, [5, 6], [1]);
    rest(&mut bench);
    assert!(is_spare(&bench, 1));
    bench.elect(2);
    bench.change(2, [1], []);
    rest(&mut bench);
    bench.assert_cluster(3, 1, [1, 2, 3]);
    bench.elect(5);
    bench.silent = [1, 4].into();
    bench.merge(2, 1, 9, &[5], Some([2].into()));
    (0..3).for_each(|_| bench.ask_again());
    rest(&mut bench);
    assert!(is_spare(&bench, 5) && is_spare(&bench, 6), "the merge leaves them out");
    bench.lose(|_| true);
    bench.silent = [].into();
    bench.crash_and_restart(4);
    bench.fire(4, Timer::Election);
    bench.settle();
    assert!(is_spare(&bench, 4), "{:?}", bench.node(4).role());
}
