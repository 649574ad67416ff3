//! Figure 3 of the ReCraft paper: a cluster splits in three, then two of the three merge.

use crate::harness::{Bench, n, sub};
use recraft_protocol::io::Timer;
use recraft_protocol::observation::{Crossing, Leadership, Observation};
use recraft_protocol::types::{EpochTerm, NodeSet};

fn split_in_three() -> Bench {
    let mut bench = Bench::new(9, 0);
    bench.elect(1);
    for (key, value) in [("a", "1"), ("j", "2"), ("t", "3")] {
        bench.put(1, key, value);
        bench.settle();
    }
    let subs = vec![sub(2, [1, 2, 3], "", "h"), sub(3, [4, 5, 6], "h", "p"), sub(4, [7, 8, 9], "p", "")];
    bench.split(1, subs);
    bench.settle();
    bench
}

#[test]
fn a_split_makes_three_clusters_one_epoch_on() {
    let bench = split_in_three();
    bench.assert_cluster(2, 1, [1, 2, 3]);
    bench.assert_cluster(3, 1, [4, 5, 6]);
    bench.assert_cluster(4, 1, [7, 8, 9]);
    let keys = |id: u32| bench.node(id).machine().data.keys().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        (keys(2), keys(5), keys(8)),
        (vec!["a".to_owned()], vec!["j".to_owned()], vec!["t".to_owned()])
    );
}

#[test]
fn the_leader_that_appended_c_new_goes_on_without_an_election() {
    let bench = split_in_three();
    assert_eq!(bench.leaders_of(2), [1]);
    assert_eq!(bench.node(1).at(), EpochTerm::new(1, 0));
    assert!(bench.saw(1, |observation| matches!(
        observation,
        Observation::BecameLeader { how: Leadership::CarriedAcross { .. }, .. }
    )));
    assert!(bench.leaders_of(3).is_empty() && bench.leaders_of(4).is_empty());
}

#[test]
fn everyone_else_crosses_by_notification() {
    let bench = split_in_three();
    for id in 2..=9 {
        assert!(
            bench.saw(id, |observation| matches!(
                observation,
                Observation::EpochEntered { how: Crossing::Notified(by), .. } if *by == n(1)
            )),
            "n{id}"
        );
    }
}

#[test]
fn two_of_the_three_merge_and_have_the_data_of_both() {
    let mut bench = split_in_three();
    bench.elect(4);
    bench.elect(7);
    bench.merge(1, 1, 5, &[4], None);
    bench.settle();
    bench.ask_again();
    bench.assert_cluster(5, 2, [1, 2, 3, 4, 5, 6]);
    bench.assert_cluster(4, 1, [7, 8, 9]);
    assert!(bench.leaders_of(5).is_empty(), "a merged cluster begins with an election");
    bench.fire(5, Timer::Election);
    bench.settle();
    bench.beat();
    assert_eq!(bench.leaders_of(5), [5]);
    for id in 1..=6 {
        let node = bench.node(id);
        let keys: Vec<_> = node.machine().data.keys().map(recraft_protocol::text::Text::as_str).collect();
        assert_eq!(keys, ["a", "j"], "n{id}");
        assert_eq!(node.log(), bench.node(5).log(), "n{id}");
        assert_eq!(node.commit(), 2, "n{id}: genesis and the leader's no-op");
    }
    assert_eq!(bench.node(1).configuration().members, NodeSet::from([1, 2, 3, 4, 5, 6]));
    assert_eq!(bench.node(1).configuration().quorum, 4);
}
