//! Membership changes.

use recraft_protocol::config::{ConfigEntry, MembershipStep};
use recraft_protocol::observation::Observation;
use recraft_protocol::types::NodeSet;
use recraft_sim::command::{Command, CommandError};
use recraft_sim::world::World;

use crate::stage::{
    SECOND, c, cluster, leader, n, order, rests, step_until, two_clusters, wherever_it_crashes,
};

fn change(add: impl Into<NodeSet>, remove: impl Into<NodeSet>) -> Command {
    Command::ChangeMembers { cluster: c(1), add: add.into(), remove: remove.into() }
}

fn members(world: &World) -> NodeSet {
    world.cluster(c(1)).map(|view| view.nodes).unwrap_or_default()
}

#[test]
fn two_nodes_become_five_in_two_entries() {
    let mut world = cluster(2, 3, 1);
    order(&mut world, change([3, 4, 5], []));
    let step = |wanted: MembershipStep| {
        move |what: &Observation| {
            let Observation::ConfigurationCommitted { entry: ConfigEntry::Membership { step, .. }, .. } =
                what
            else {
                return false;
            };
            *step == wanted
        }
    };
    step_until(&mut world, SECOND, step(MembershipStep::AddAndResize));
    step_until(&mut world, SECOND, step(MembershipStep::ResizeQuorum));
    rests(&mut world, SECOND);
    assert_eq!(members(&world), NodeSet::from([1, 2, 3, 4, 5]));
    assert_eq!(world.statistics().membership_changes_completed, 1);
}

#[test]
fn several_nodes_are_exchanged_at_once_and_those_removed_become_spare() {
    let mut world = cluster(5, 2, 2);
    let leader = leader(&world, 1);
    let leaving: NodeSet = (1..=5).map(n).filter(|&node| node != leader).take(2).collect();
    order(&mut world, change([6, 7], leaving.clone()));
    rests(&mut world, 5 * SECOND);
    let all: NodeSet = (1..=7).map(n).collect();
    assert_eq!(members(&world), all.without(&leaving));
}

#[test]
fn a_leader_can_be_removed() {
    let mut world = cluster(5, 0, 3);
    let first = leader(&world, 1);
    order(&mut world, change([], [first.0]));
    rests(&mut world, 5 * SECOND);
    assert!(world.server(first).is_some_and(|server| server.durable().spare));
    assert_ne!(leader(&world, 1), first);
}

#[test]
fn a_node_that_was_down_when_it_was_removed_learns_it_when_it_comes_back() {
    let mut world = cluster(5, 0, 4);
    let away = (1..=5).map(n).find(|&node| node != leader(&world, 1)).unwrap();
    order(&mut world, Command::Crash { node: away });
    order(&mut world, change([], [away.0]));
    world.run_until(world.now_us() + 2 * SECOND);
    order(&mut world, Command::Restart { node: away });
    rests(&mut world, 3 * SECOND);
    assert!(world.server(away).is_some_and(|server| server.durable().spare));
}

#[test]
fn a_change_ends_wherever_the_leader_crashes() {
    wherever_it_crashes(
        || cluster(3, 2, 5),
        |world| order(world, change([4, 5], [1])),
        |world| world.cluster(c(1)).and_then(|view| view.leader),
        |world| {
            members(world) == NodeSet::from([2, 3, 4, 5])
                && world.server(n(1)).is_some_and(|one| one.durable().spare)
        },
        |world| {
            let now = members(world);
            assert!(now == NodeSet::from([2, 3, 4, 5]) || now == NodeSet::from([1, 2, 3]), "{now}");
        },
    );
}

#[test]
fn only_a_spare_that_nobody_counts_on_can_be_added() {
    let mut world = two_clusters(6);
    assert_eq!(world.command(change([4], [])), Err(CommandError::NotSpare(n(4))));
    order(&mut world, Command::AddSpare { node: n(7) });
    order(&mut world, change([7], []));
    let too = Command::ChangeMembers { cluster: c(2), add: NodeSet::from([7]), remove: NodeSet::new() };
    assert_eq!(world.command(too), Err(CommandError::NotSpare(n(7))));
    rests(&mut world, 3 * SECOND);
    assert_eq!(members(&world), NodeSet::from([1, 2, 3, 7]));
}
