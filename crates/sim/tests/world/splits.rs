//! Splits, with things going wrong in the middle.

use recraft_protocol::config::ConfigEntry;
use recraft_protocol::observation::{Crossing, Observation};
use recraft_protocol::types::NodeSet;
use recraft_sim::command::{Command, CommandError};
use recraft_sim::world::World;

use crate::stage::{
    SECOND, ask, c, cluster, crash_with_its_messages, leader, n, order, part, put, rests, saw, step_until,
    wherever_it_crashes,
};

fn in_two() -> Command {
    Command::Split { cluster: c(1), into: vec![part([1, 2, 3], "", "m"), part([4, 5, 6], "m", "")] }
}

fn is_split(world: &World) {
    let views = world.clusters();
    let seen: Vec<_> = views.iter().map(|view| (view.cluster, view.epoch, view.nodes.clone())).collect();
    assert_eq!(seen, [(c(2), 1, NodeSet::from([1, 2, 3])), (c(3), 1, NodeSet::from([4, 5, 6]))]);
}

#[test]
fn a_split_ends_in_two_clusters_that_serve_their_own_keys() {
    let mut world = cluster(6, 0, 1);
    ask(&mut world, 1, put("apple", "red"));
    ask(&mut world, 2, put("plum", "blue"));
    world.run_until(world.now_us() + SECOND);
    order(&mut world, in_two());
    rests(&mut world, 5 * SECOND);
    is_split(&world);
    ask(&mut world, 1, put("banana", "yellow"));
    ask(&mut world, 2, put("quince", "yellow"));
    rests(&mut world, 3 * SECOND);
    let keys = |id: u32| {
        let node = world.server(n(id)).and_then(|server| server.node()).expect("it is up");
        node.machine().data.keys().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        (keys(1), keys(6)),
        (vec!["apple".into(), "banana".into()], vec!["plum".into(), "quince".to_owned()])
    );
}

#[test]
fn a_split_that_began_either_completes_or_leaves_no_trace_wherever_the_leader_crashes() {
    let begun = |world: &World| world.lineage().iter().count() > 1;
    wherever_it_crashes(
        || cluster(6, 0, 2),
        |world| order(world, in_two()),
        |world| world.clusters().iter().find_map(|view| view.leader),
        |world| world.clusters().len() == 2 && world.clusters().iter().all(|view| view.leader.is_some()),
        |world| {
            if begun(world) {
                is_split(world);
            } else {
                assert_eq!(world.clusters().len(), 1);
            }
        },
    );
}

#[test]
fn a_split_completes_though_the_leader_crashes_after_c_joint_has_committed() {
    let mut world = cluster(6, 0, 3);
    order(&mut world, in_two());
    let committed = |what: &Observation| {
        matches!(what, Observation::ConfigurationCommitted { entry: ConfigEntry::SplitJoint(_), .. })
    };
    let first = step_until(&mut world, SECOND, committed);
    crash_with_its_messages(&mut world, first);
    world.run_until(world.now_us() + 3 * SECOND);
    assert!(world.lineage().has_ended(c(1)), "the next leader has finished it");
    order(&mut world, Command::Restart { node: first });
    rests(&mut world, 5 * SECOND);
    is_split(&world);
}

#[test]
fn the_sub_without_the_leader_can_lose_a_node_and_go_on() {
    let mut world = cluster(6, 0, 4);
    let away = if leader(&world, 1).0 <= 3 { n(6) } else { n(3) };
    order(&mut world, Command::Crash { node: away });
    order(&mut world, in_two());
    world.run_until(world.now_us() + 3 * SECOND);
    assert!(world.clusters().iter().filter(|view| !view.ended).all(|view| view.leader.is_some()));
    order(&mut world, Command::Restart { node: away });
    rests(&mut world, 5 * SECOND);
    is_split(&world);
    assert!(saw(&world, |what| matches!(what, Observation::EpochEntered { how: Crossing::Pulled(_), .. })));
}

#[test]
fn no_split_can_begin_while_a_majority_of_a_sub_is_cut_off_and_it_completes_when_healed() {
    let mut world = cluster(6, 0, 5);
    let side: NodeSet = if leader(&world, 1).0 <= 3 { [5, 6].into() } else { [2, 3].into() };
    order(&mut world, Command::Partition { groups: vec![side] });
    order(&mut world, in_two());
    world.run_until(world.now_us() + 2 * SECOND);
    // The leader's own sub has gone over; the other one cannot elect anybody before its majority is back.
    assert!(world.lineage().has_ended(c(1)));
    order(&mut world, Command::Heal);
    rests(&mut world, 5 * SECOND);
    is_split(&world);
}

#[test]
fn a_split_under_load_loses_and_doubles_nothing() {
    let mut world = cluster(6, 0, 6);
    order(&mut world, Command::Load { clients: 6, pause_us: 5_000 });
    world.run_until(world.now_us() + SECOND);
    order(&mut world, in_two());
    world.run_until(world.now_us() + 3 * SECOND);
    order(&mut world, Command::Load { clients: 0, pause_us: 5_000 });
    rests(&mut world, 5 * SECOND);
    is_split(&world);
    assert!(world.statistics().client_answers > 200);
}

#[test]
fn an_ended_cluster_cannot_be_reconfigured_any_more() {
    let mut world = cluster(6, 0, 7);
    order(&mut world, in_two());
    rests(&mut world, 5 * SECOND);
    assert_eq!(world.command(in_two()), Err(CommandError::UnknownCluster(c(1))));
}
