//! The stop-and-coordinate baseline: a manager splits and merges plain Raft clusters, and things go wrong in the middle.

use recraft_protocol::machine::Operation;
use recraft_protocol::types::{ClientId, NodeSet};
use recraft_sim::baseline::{Order, Step};
use recraft_sim::command::{Command, CommandError};
use recraft_sim::event::What;
use recraft_sim::flight::{Cargo, Endpoint, FlightId};
use recraft_sim::setup::NetworkSetup;
use recraft_sim::world::World;

use crate::stage::{
    SECOND, ask, c, cluster, holds, leader, n, order, part, put, ranges, rests, two_clusters,
};

fn in_two() -> Command {
    Command::ManagedSplit { cluster: c(1), into: vec![part([1, 2, 3], "", "m"), part([4, 5, 6], "m", "")] }
}

fn together(members: Option<NodeSet>) -> Command {
    Command::ManagedMerge { clusters: vec![c(1), c(2)], members }
}

fn did(world: &World, step: impl Fn(&Step) -> bool) -> bool {
    world.events().any(|event| matches!(&event.what, What::Managed { step: one } if step(one)))
}

fn get(world: &mut World, key: &str) -> Option<String> {
    ask(world, 50, Operation::Get { key: key.into() });
    rests(world, 5 * SECOND);
    let answer = world.events().rev().find_map(|event| match &event.what {
        What::ClientAnswered { client: ClientId(50), result, .. } => Some(result.clone()),
        _ => None,
    });
    match answer {
        Some(recraft_protocol::io::ClientResult::Applied {
            response: recraft_protocol::machine::Response::Value(value),
            ..
        }) => value.map(|value| value.to_string()),
        other => panic!("{other:?}"),
    }
}

/// The messages of the manager to a node that are on their way.
fn orders_to(world: &World, node: u32) -> Vec<(FlightId, Order)> {
    let order = |flight: &recraft_sim::flight::Flight| match &flight.cargo {
        Cargo::Order(_, order) if flight.to == Endpoint::Node(n(node)) => {
            Some((flight.id, (**order).clone()))
        }
        _ => None,
    };
    world.flights().filter_map(order).collect()
}

#[test]
fn a_split_from_outside_keeps_all_data_and_every_session() {
    let mut world = cluster(6, 0, 1);
    ask(&mut world, 1, put("apple", "red"));
    ask(&mut world, 2, put("plum", "blue"));
    world.run_until(world.now_us() + SECOND);
    order(&mut world, Command::Load { clients: 8, pause_us: 15_000 });
    world.run_until(world.now_us() + SECOND);
    order(&mut world, in_two());
    world.run_until(world.now_us() + 3 * SECOND);
    order(&mut world, Command::Load { clients: 0, pause_us: 15_000 });
    rests(&mut world, 10 * SECOND);
    let seen: Vec<_> =
        world.clusters().iter().map(|view| (view.cluster, view.epoch, view.nodes.clone())).collect();
    assert_eq!(seen, [(c(2), 1, NodeSet::from([1, 2, 3])), (c(3), 1, NodeSet::from([4, 5, 6]))]);
    assert_eq!(get(&mut world, "apple").as_deref(), Some("red"));
    assert_eq!(get(&mut world, "plum").as_deref(), Some("blue"));
    // Nobody had to be sent what it had: nothing was fetched.
    assert!(did(&world, |step| matches!(step, Step::Published { .. })));
    assert_eq!(world.lineage().get(c(3)).map(|record| record.ranges.clone()), Some(ranges("m", "")));
}

#[test]
fn a_merge_from_outside_brings_the_states_together_and_lets_go_of_who_is_left_out() {
    let mut world = two_clusters(3);
    ask(&mut world, 1, put("apple", "red"));
    ask(&mut world, 2, put("plum", "blue"));
    rests(&mut world, 3 * SECOND);
    order(&mut world, together(Some(NodeSet::from([1, 2, 4]))));
    rests(&mut world, 10 * SECOND);
    assert_eq!(world.clusters().len(), 1);
    let view = world.cluster(c(3)).expect("it has come to be");
    assert_eq!((view.nodes, view.epoch), (NodeSet::from([1, 2, 4]), 1));
    assert!(
        world.servers().filter(|server| server.durable().spare).map(|server| server.id().0).eq([3, 5, 6])
    );
    assert_eq!(get(&mut world, "apple").as_deref(), Some("red"));
    assert_eq!(get(&mut world, "plum").as_deref(), Some("blue"));
    // Those who are spare are free for others, and know that the old clusters are over.
    let add = Command::ChangeMembers { cluster: c(3), add: NodeSet::from([6]), remove: NodeSet::new() };
    order(&mut world, add);
    rests(&mut world, 5 * SECOND);
    assert!(world.cluster(c(3)).is_some_and(|view| view.nodes.contains(n(6))));
}

#[test]
fn wherever_the_manager_dies_it_goes_on_when_it_is_back() {
    let mut finished = false;
    for steps in (0..400).step_by(3) {
        let mut world = two_clusters(9);
        ask(&mut world, 1, put("apple", "red"));
        order(&mut world, together(None));
        for _ in 0..steps {
            world.step();
        }
        finished = world.manager().unfinished().is_none();
        if finished {
            break;
        }
        order(&mut world, Command::CrashManager);
        world.run_until(world.now_us() + 2 * SECOND);
        holds(&world);
        order(&mut world, Command::RestartManager);
        rests(&mut world, 10 * SECOND);
        assert_eq!(world.clusters().iter().map(|view| view.cluster).collect::<Vec<_>>(), [c(3)]);
    }
    assert!(finished, "the merge never ends");
}

#[test]
fn while_the_manager_is_down_what_it_has_stopped_stays_stopped() {
    let mut world = cluster(6, 0, 4);
    order(&mut world, in_two());
    while world.manager().stopped().count() < 6 {
        assert!(world.step());
    }
    order(&mut world, Command::CrashManager);
    assert_eq!(world.command(Command::Restart { node: n(2) }), Err(CommandError::NodeStopped(n(2))));
    ask(&mut world, 1, put("apple", "red"));
    world.run_until(world.now_us() + 5 * SECOND);
    assert!(world.client(ClientId(1)).is_some_and(|client| client.outstanding.is_some()));
    assert!(world.servers().all(|server| !server.is_up()));
    assert_eq!(world.command(Command::CrashManager), Err(CommandError::ManagerDown));
    order(&mut world, Command::RestartManager);
    rests(&mut world, 5 * SECOND);
    assert_eq!(get(&mut world, "apple").as_deref(), Some("red"));
}

#[test]
fn a_write_that_only_a_dead_leader_knows_to_be_committed_is_kept() {
    let mut world = cluster(3, 0, 6);
    let dead = leader(&world, 1);
    ask(&mut world, 1, put("apple", "red"));
    while world.client(ClientId(1)).is_some_and(|client| client.answered == 0) {
        assert!(world.step());
    }
    let knows = |world: &World| {
        let up = world.servers().filter_map(|server| server.node());
        up.filter(|node| node.id() != dead && node.machine().data.contains_key("apple")).count()
    };
    order(&mut world, Command::Crash { node: dead });
    assert_eq!(knows(&world), 0, "the others have the entry, but do not know yet that it is committed");
    let others: Vec<_> = world.everyone().iter().filter(|&node| node != dead).collect();
    let into = vec![
        part([others[0]].into_iter().collect::<NodeSet>(), "", "m"),
        part([others[1], dead].into_iter().collect::<NodeSet>(), "m", ""),
    ];
    order(&mut world, Command::ManagedSplit { cluster: c(1), into });
    world.run_until(world.now_us() + 5 * SECOND);
    assert!(did(&world, |step| matches!(step, Step::Ended { .. })), "two of three are a quorum");
    order(&mut world, Command::Restart { node: dead });
    rests(&mut world, 10 * SECOND);
    assert_eq!(get(&mut world, "apple").as_deref(), Some("red"));
}

#[test]
fn a_leader_that_hears_late_that_it_shall_stop_can_commit_nothing_meanwhile() {
    let mut world = cluster(5, 0, 8);
    let late = leader(&world, 1);
    let rest: NodeSet = world.everyone().iter().filter(|&node| node != late).collect();
    let two: NodeSet = rest.iter().take(2).collect();
    let into = vec![part(two.clone(), "", "m"), part(world.everyone().without(&two), "m", "")];
    order(&mut world, Command::ManagedSplit { cluster: c(1), into });
    for (flight, told) in orders_to(&world, late.0) {
        assert_eq!(told, Order::Stop);
        order(&mut world, Command::Delay { flight, by_us: 60 * SECOND });
    }
    order(&mut world, Command::Load { clients: 6, pause_us: 10_000 });
    let mut ended = false;
    while !ended {
        assert!(world.step() && world.now_us() < 20 * SECOND);
        // Whatever the manager says again is lost as well.
        for (flight, _) in orders_to(&world, late.0) {
            let _ = world.command(Command::Drop { flight });
        }
        ended = did(&world, |step| matches!(step, Step::Ended { .. }));
    }
    assert!(world.server(late).is_some_and(recraft_sim::server::Server::is_up), "it has never been told");
    world.run_until(world.now_us() + 3 * SECOND);
    order(&mut world, Command::Load { clients: 0, pause_us: 10_000 });
    rests(&mut world, 10 * SECOND);
    assert_eq!(world.clusters().iter().map(|view| view.cluster).collect::<Vec<_>>(), [c(2), c(3)]);
}

#[test]
fn a_cluster_that_turns_out_to_be_changing_goes_on_as_it_was() {
    let mut world = cluster(4, 1, 5);
    order(
        &mut world,
        Command::ManagedSplit { cluster: c(1), into: vec![part([1, 2], "", "m"), part([3, 4], "m", "")] },
    );
    let add = Command::ChangeMembers { cluster: c(1), add: NodeSet::from([5]), remove: NodeSet::new() };
    order(&mut world, add);
    rests(&mut world, 10 * SECOND);
    assert!(did(&world, |step| matches!(step, Step::GaveUp { .. })));
    // Whether the change itself survives the pause is another matter: no quorum need have heard of it.
    assert_eq!(world.lineage().live().map(|record| record.cluster).collect::<Vec<_>>(), [c(1)]);
    ask(&mut world, 1, put("apple", "red"));
    rests(&mut world, 5 * SECOND);
    assert_eq!(get(&mut world, "apple").as_deref(), Some("red"));
}

#[test]
fn states_take_as_long_as_their_size_needs() {
    let took = |bytes_per_second| {
        let mut world = two_clusters(2);
        for key in ["apple", "plum"] {
            ask(&mut world, if key == "plum" { 2 } else { 1 }, put(key, &"x".repeat(50_000)));
        }
        rests(&mut world, 3 * SECOND);
        let network = NetworkSetup { bytes_per_second, ..world.network() };
        order(&mut world, Command::SetNetwork { network });
        let began_us = world.now_us();
        order(&mut world, together(None));
        rests(&mut world, 20 * SECOND);
        world.now_us() - began_us
    };
    let (fast, slow) = (took(None), took(Some(50_000)));
    // Once to the manager and once to the nodes, a second each.
    assert!((fast + 1_900_000..fast + 2_500_000).contains(&slow), "{fast} and {slow}");
}

#[test]
fn what_the_manager_cannot_do_is_refused_and_changes_nothing() {
    let mut world = cluster(6, 1, 1);
    let before = world.state_hash();
    let mut refused = |command: Command, error: CommandError| {
        assert_eq!(world.command(command), Err(error));
        assert_eq!(world.state_hash(), before);
    };
    let split = |into| Command::ManagedSplit { cluster: c(1), into };
    refused(split(vec![part([1, 2, 3, 4, 5, 6], "", "")]), CommandError::BadParts(c(1)));
    refused(split(vec![part([1, 2, 3], "", "m"), part([4, 5], "m", "")]), CommandError::BadParts(c(1)));
    refused(split(vec![part([1, 2, 3], "", "m"), part([4, 5, 6, 7], "m", "")]), CommandError::BadParts(c(1)));
    refused(split(vec![part([1, 2, 3], "", "n"), part([4, 5, 6], "m", "")]), CommandError::BadParts(c(1)));
    refused(split(vec![part([1, 2, 3], "", "m"), part([3, 4, 5, 6], "m", "")]), CommandError::BadParts(c(1)));
    refused(together(None), CommandError::UnknownCluster(c(2)));
    let same = Command::ManagedMerge { clusters: vec![c(1), c(1)], members: None };
    refused(same, CommandError::BadParts(c(1)));
    refused(Command::RestartManager, CommandError::ManagerUp);
    order(&mut world, in_two());
    assert_eq!(world.command(in_two()), Err(CommandError::ClusterBusy(c(1))));
}
