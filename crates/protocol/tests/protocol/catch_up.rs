//! Pull-based catch-up (ReCraft §IV-C).

use recraft_protocol::io::Timer;
use recraft_protocol::message::{Body, Candidacy};
use recraft_protocol::observation::{Crossing, Observation};

use crate::harness::{Bench, c, n, sub};

/// Six nodes split in two while n6 hears nothing.
fn split_without_n6() -> Bench {
    let mut bench = Bench::new(6, 0);
    bench.elect(1);
    bench.put(1, "a", "1");
    bench.put(1, "x", "2");
    bench.settle();
    bench.silent = [6].into();
    bench.put(1, "y", "3");
    bench.settle();
    bench.split(1, vec![sub(2, [1, 2, 3], "", "m"), sub(3, [4, 5, 6], "m", "")]);
    bench.settle();
    bench.elect(4);
    bench.silent = [].into();
    bench
}

#[test]
fn a_laggard_that_hears_of_a_later_epoch_pulls_and_crosses_in_one_step() {
    let mut bench = split_without_n6();
    bench.beat();
    bench.beat();
    bench.assert_cluster(3, 1, [4, 5, 6]);
    assert!(bench.saw(6, |seen| matches!(seen, Observation::EpochEntered { how: Crossing::Pulled(_), .. })));
    assert_eq!(bench.node(6).machine().data, bench.node(4).machine().data);
}

#[test]
fn a_laggard_learns_that_it_is_behind_when_it_stands() {
    let mut bench = split_without_n6();
    bench.fire(6, Timer::Election);
    bench.settle();
    bench.assert_cluster(3, 1, [4, 5, 6]);
}

#[test]
fn a_pull_never_reaches_past_the_boundary() {
    let mut bench = split_without_n6();
    bench.fire(6, Timer::Election);
    let answer =
        |message: &recraft_protocol::message::Message| matches!(message.body, Body::PulledLog { .. });
    while !bench.messages.iter().any(answer) {
        assert!(bench.deliver_one(|message| !answer(message)));
    }
    let answer = bench.messages.iter().find(|message| answer(message)).unwrap();
    let Body::PulledLog { entries, .. } = &answer.body else { unreachable!() };
    assert!(entries.last().is_some_and(|entry| entry.ends_epoch()));
    assert!(
        bench.node(4).log().last().index > entries.last().unwrap().id.index,
        "n4 has more, of another cluster"
    );
}

#[test]
fn any_member_of_the_old_cluster_can_be_pulled_from() {
    let mut bench = split_without_n6();
    bench.silent = [4, 5].into();
    bench.fire(6, Timer::Election);
    bench.settle();
    bench.assert_cluster(3, 1, [4, 5, 6]);
    assert!(bench.saw(
        6,
        |seen| matches!(seen, Observation::EpochEntered { how: Crossing::Pulled(by), .. } if by.0 <= 3)
    ));
}

#[test]
fn a_pull_whose_answer_is_lost_is_tried_with_another() {
    let mut bench = split_without_n6();
    bench.fire(6, Timer::Election);
    while bench.node(6).pulling().is_none() {
        assert!(bench.deliver_one(|_| true));
    }
    bench.lose(|_| true);
    for _ in 0..3 {
        bench.fire(6, Timer::Pull);
        bench.settle();
    }
    bench.assert_cluster(3, 1, [4, 5, 6]);
}

#[test]
fn a_laggard_crosses_several_boundaries_one_a_hop() {
    let mut bench = split_without_n6();
    bench.silent = [6].into();
    // n6's own sub splits again, and again it misses it.
    bench.split(4, vec![sub(4, [4], "m", "y"), sub(5, [5, 6], "y", "")]);
    bench.settle();
    bench.assert_cluster(4, 2, [4]);
    bench.silent = [].into();
    bench.fire(6, Timer::Election);
    bench.settle();
    bench.assert_cluster(5, 2, [5, 6]);
    assert_eq!(bench.node(6).machine().data.keys().collect::<Vec<_>>(), ["y"]);
    let hops = bench.observations.iter().filter(|(id, seen)| {
        *id == n(6) && matches!(seen, Observation::EpochEntered { how: Crossing::Pulled(_), .. })
    });
    assert_eq!(hops.count(), 2);
}

#[test]
fn a_stray_of_an_unrelated_cluster_is_asked_and_does_not_know() {
    let mut bench = split_without_n6();
    bench.beat();
    bench.split(1, vec![sub(6, [1, 2], "", "c"), sub(7, [3], "c", "m")]);
    bench.settle();
    // n1 is now at epoch 2; n4's cluster, at epoch 1, knows nothing of it and must stay as it is.
    let mut message = recraft_protocol::message::Message {
        from: n(1),
        to: n(4),
        cluster: Some(c(6)),
        at: bench.node(1).at(),
        body: Body::RequestVote { last: bench.node(1).log().last(), how: Candidacy::Timeout },
    };
    bench.input(4, recraft_protocol::io::Input::Message(message.clone()));
    message.to = n(5);
    bench.input(5, recraft_protocol::io::Input::Message(message));
    bench.settle();
    bench.assert_cluster(3, 1, [4, 5, 6]);
    assert!(bench.node(4).is_leader());
}

/// Found by random runs: the two others of c3 were left out of a merge and added to a cluster of the same epoch, where a candidate of c3
/// was a stray to them.
#[test]
fn a_laggard_is_helped_by_those_who_left_its_cluster_for_one_of_the_same_epoch() {
    let mut bench = Bench::new(6, 0);
    bench.elect(1);
    bench.split(1, vec![sub(2, [1, 2], "", "h"), sub(3, [3, 4, 5], "h", "p"), sub(4, [6], "p", "")]);
    bench.settle();
    bench.ask_again();
    bench.elect(3);
    bench.elect(6);
    bench.silent = [5].into();
    bench.merge(3, 1, 7, &[6], Some([6].into()));
    bench.settle();
    (0..3).for_each(|_| bench.ask_again());
    bench.change(1, [3, 4], []);
    bench.settle();
    (0..3).for_each(|_| bench.beat());
    assert!(
        [3, 4].iter().all(|&id| bench.node(id).cluster() == Some(c(2)) && bench.node(id).at().epoch == 1)
    );
    bench.silent = [6].into();
    bench.fire(5, Timer::Election);
    bench.settle();
    (0..3).for_each(|_| bench.ask_again());
    assert_eq!(
        (bench.node(5).cluster(), bench.node(5).at().epoch),
        (None, 2),
        "left out of the merge, like them"
    );
}
