//! Merges, with the coordinator and others failing at each point.

use recraft_protocol::config::{Outcome, Stage};
use recraft_protocol::observation::Observation;
use recraft_protocol::types::{NodeSet, TxId};
use recraft_sim::command::Command;
use recraft_sim::world::World;

use crate::stage::{
    SECOND, ask, c, leader, n, order, put, rests, saw, step_until, two_clusters, wherever_it_crashes,
};

fn merge(members: Option<NodeSet>) -> Command {
    Command::Merge { coordinator: c(1), others: vec![c(2)], members }
}

fn everyone() -> NodeSet {
    NodeSet::from([1, 2, 3, 4, 5, 6])
}

fn with_data(seed: u64) -> World {
    let mut world = two_clusters(seed);
    ask(&mut world, 1, put("apple", "red"));
    ask(&mut world, 2, put("plum", "blue"));
    rests(&mut world, 2 * SECOND);
    world
}

fn is_merged(world: &World, members: &NodeSet) {
    let views = world.clusters();
    let seen: Vec<_> = views.iter().map(|view| (view.cluster, view.epoch, view.nodes.clone())).collect();
    assert_eq!(seen, [(c(3), 1, members.clone())]);
    for node in members.iter() {
        let node = world.server(node).and_then(|server| server.node()).expect("it is up");
        let data: Vec<_> = node.machine().data.iter().map(|(key, value)| format!("{key}={value}")).collect();
        assert_eq!(data, ["apple=red", "plum=blue"], "{}", node.id());
    }
}

fn is_apart(world: &World) {
    assert_eq!(world.clusters().iter().map(|view| view.cluster).collect::<Vec<_>>(), [c(1), c(2)]);
}

#[test]
fn a_merge_unites_nodes_keys_and_data() {
    let mut world = with_data(1);
    order(&mut world, merge(None));
    rests(&mut world, 5 * SECOND);
    is_merged(&world, &everyone());
}

#[test]
fn a_merge_ends_wherever_the_coordinator_crashes() {
    wherever_it_crashes(
        || with_data(2),
        |world| order(world, merge(None)),
        |world| world.cluster(c(1)).or_else(|| world.cluster(c(3))).and_then(|view| view.leader),
        |world| world.cluster(c(3)).is_some_and(|view| view.leader.is_some()) && world.clusters().len() == 1,
        |world| if world.clusters().len() == 1 { is_merged(world, &everyone()) } else { is_apart(world) },
    );
}

#[test]
fn a_merge_ends_wherever_the_participants_leader_crashes() {
    wherever_it_crashes(
        || with_data(3),
        |world| order(world, merge(None)),
        |world| world.cluster(c(2)).or_else(|| world.cluster(c(3))).and_then(|view| view.leader),
        |world| world.cluster(c(3)).is_some_and(|view| view.leader.is_some()) && world.clusters().len() == 1,
        |world| if world.clusters().len() == 1 { is_merged(world, &everyone()) } else { is_apart(world) },
    );
}

#[test]
fn a_merge_can_leave_nodes_out_and_they_become_spare_when_their_data_is_safe() {
    let mut world = with_data(4);
    let members = NodeSet::from([1, 2, 5]);
    order(&mut world, merge(Some(members.clone())));
    rests(&mut world, 5 * SECOND);
    is_merged(&world, &members);
    assert!([3, 4, 6].iter().all(|&id| world.server(n(id)).is_some_and(|server| server.durable().spare)));
}

#[test]
fn a_prepared_participant_that_cannot_reach_the_coordinator_waits_and_goes_on_serving() {
    let mut world = with_data(5);
    order(&mut world, merge(None));
    step_until(&mut world, SECOND, |what| matches!(what, Observation::MergeVotedYes { .. }));
    order(&mut world, Command::Partition { groups: vec![NodeSet::from([4, 5, 6])] });
    world.run_until(world.now_us() + 3 * SECOND);
    let waiting = world.cluster(c(2)).expect("it is there");
    assert!(matches!(waiting.stage(), Stage::MergePrepared(_)), "{:?}", waiting.stage());
    ask(&mut world, 2, put("quince", "yellow"));
    world.run_until(world.now_us() + SECOND);
    assert!(world.clients().all(|client| client.outstanding.is_none()));
    order(&mut world, Command::Heal);
    rests(&mut world, 5 * SECOND);
    assert_eq!(world.clusters().len(), 1);
}

#[test]
fn a_merge_with_a_cluster_that_is_away_can_be_cancelled() {
    let mut world = with_data(6);
    order(&mut world, Command::Partition { groups: vec![NodeSet::from([4, 5, 6])] });
    order(&mut world, merge(None));
    world.run_until(world.now_us() + SECOND);
    order(&mut world, Command::CancelMerge { cluster: c(1), txid: TxId(1) });
    world.run_until(world.now_us() + SECOND);
    assert_eq!(world.cluster(c(1)).map(|view| view.configuration.stage), Some(Stage::Stable));
    order(&mut world, Command::Heal);
    rests(&mut world, 5 * SECOND);
    is_apart(&world);
    assert_eq!(world.statistics().merges_aborted, 1);
}

#[test]
fn two_clusters_that_ask_each_other_at_once_do_not_wait_for_each_other_for_ever() {
    let mut world = with_data(7);
    order(&mut world, merge(None));
    order(&mut world, Command::Merge { coordinator: c(2), others: vec![c(1)], members: None });
    rests(&mut world, 10 * SECOND);
    let aborted =
        |what: &Observation| matches!(what, Observation::MergeDecided { outcome: Outcome::Aborted(_), .. });
    assert!(saw(&world, aborted));
}

#[test]
fn a_node_that_slept_through_a_split_and_a_merge_catches_up_one_boundary_at_a_time() {
    let mut world = crate::stage::cluster(6, 0, 8);
    let sleeper = (1..=3).map(n).find(|&node| node != leader(&world, 1)).expect("a follower");
    order(&mut world, Command::Crash { node: sleeper });
    let into = vec![crate::stage::part([1, 2, 3], "", "m"), crate::stage::part([4, 5, 6], "m", "")];
    order(&mut world, Command::Split { cluster: c(1), into });
    world.run_until(world.now_us() + 3 * SECOND);
    order(&mut world, Command::Merge { coordinator: c(2), others: vec![c(3)], members: None });
    world.run_until(world.now_us() + 3 * SECOND);
    assert!(world.cluster(c(4)).is_some_and(|view| view.leader.is_some()));
    order(&mut world, Command::Restart { node: sleeper });
    rests(&mut world, 5 * SECOND);
    assert_eq!(world.cluster(c(4)).map(|view| view.nodes), Some(everyone()));
    assert_eq!(world.statistics().laggards_caught_up, 2);
}
