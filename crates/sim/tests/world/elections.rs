//! Elections.

use recraft_protocol::node::{Node, Role};
use recraft_protocol::observation::{Observation, StepDown};
use recraft_protocol::types::NodeSet;
use recraft_sim::command::{Command, CommandError};
use recraft_sim::setup::Setup;
use recraft_sim::world::World;

use crate::stage::{SECOND, cluster, leader, n, order, put, rests, saw, step_until};

#[test]
fn a_leader_is_elected_within_a_second_whatever_the_seed() {
    for seed in 0..50 {
        let mut world = World::new(Setup::one_cluster(5, seed));
        step_until(&mut world, SECOND, |observation| matches!(observation, Observation::BecameLeader { .. }));
        rests(&mut world, SECOND);
    }
}

#[test]
fn a_cluster_that_nobody_disturbs_keeps_its_leader() {
    for size in [1, 3, 5, 9] {
        for seed in 0..5 {
            let mut world = World::new(Setup::one_cluster(size, seed));
            world.run_until(2 * SECOND);
            let elections = world.statistics().elections;
            world.run_until(60 * SECOND);
            assert_eq!(world.statistics().elections, elections, "{size} nodes, seed {seed}");
            rests(&mut world, SECOND);
        }
    }
}

#[test]
fn a_new_leader_is_elected_when_the_old_one_crashes() {
    let mut world = cluster(5, 0, 1);
    let first = leader(&world, 1);
    order(&mut world, Command::Crash { node: first });
    world.run_until(world.now_us() + 2 * SECOND);
    assert_ne!(leader(&world, 1), first);
    assert!(world.server(first).is_some_and(|server| server.node().is_none()));
    order(&mut world, Command::Restart { node: first });
    rests(&mut world, SECOND);
}

#[test]
fn nobody_is_elected_without_a_majority() {
    let mut world = cluster(5, 0, 2);
    let first = leader(&world, 1);
    let others: Vec<_> = (1..=5).map(n).filter(|&node| node != first).collect();
    for node in [first, others[0], others[1]] {
        order(&mut world, Command::Crash { node });
    }
    world.run_until(world.now_us() + 5 * SECOND);
    for &node in &others[2..] {
        let node = world.server(node).and_then(|server| server.node()).expect("it is up");
        assert!(!node.is_leader() && node.at().term > 3, "{}", node.at());
    }
}

#[test]
fn a_leader_that_was_cut_off_commits_nothing_and_steps_down_when_it_comes_back() {
    let mut world = cluster(5, 0, 3);
    let old = leader(&world, 1);
    let commit = world.server(old).unwrap().node().unwrap().commit();
    order(&mut world, Command::Partition { groups: vec![[old].into_iter().collect()] });
    crate::stage::ask(&mut world, 1, put("a", "1"));
    world.run_until(world.now_us() + 3 * SECOND);
    assert_eq!(world.server(old).unwrap().node().unwrap().commit(), commit);
    assert_eq!(world.servers().filter(|server| server.node().is_some_and(Node::is_leader)).count(), 2);
    assert!(world.client(recraft_protocol::types::ClientId(1)).is_some_and(|client| client.answered == 1));
    order(&mut world, Command::Heal);
    rests(&mut world, 2 * SECOND);
    let gave_way = |observation: &Observation| {
        matches!(observation, Observation::SteppedDown { reason: StepDown::HigherTerm { .. } })
    };
    assert!(saw(&world, gave_way));
}

#[test]
fn a_timeout_makes_a_follower_stand_at_once() {
    let mut world = cluster(3, 0, 4);
    let follower = (1..=3).map(n).find(|&node| node != leader(&world, 1)).unwrap();
    order(&mut world, Command::Timeout { node: follower });
    let role = world.server(follower).unwrap().node().unwrap().role();
    assert!(matches!(role, Role::Candidate { .. }), "{role:?}");
    world.run_until(world.now_us() + SECOND / 10);
    rests(&mut world, 2 * SECOND);
    assert_eq!(leader(&world, 1), follower);
}

#[test]
fn a_vote_survives_a_crash() {
    let mut world = World::new(Setup::one_cluster(3, 5));
    let voter = step_until(&mut world, SECOND, |what| matches!(what, Observation::VoteGranted { .. }));
    let vote = world.server(voter).unwrap().durable().voted_for;
    order(&mut world, Command::Crash { node: voter });
    assert_eq!(world.server(voter).unwrap().durable().voted_for, vote);
    order(&mut world, Command::Restart { node: voter });
    assert_eq!(world.server(voter).unwrap().node().unwrap().voted_for(), vote);
    rests(&mut world, 3 * SECOND);
}

#[test]
fn what_cannot_be_done_is_refused_and_changes_nothing() {
    let mut world = cluster(3, 0, 6);
    let (hash, seq) = (world.state_hash(), world.last_seq());
    assert_eq!(world.command(Command::Crash { node: n(9) }), Err(CommandError::UnknownNode(n(9))));
    assert_eq!(world.command(Command::Restart { node: n(1) }), Err(CommandError::NodeUp(n(1))));
    assert_eq!(world.command(Command::AddSpare { node: n(1) }), Err(CommandError::NodeExists(n(1))));
    let groups = vec![NodeSet::from([1, 7])];
    assert_eq!(world.command(Command::Partition { groups }), Err(CommandError::UnknownNode(n(7))));
    assert_eq!((world.state_hash(), world.last_seq()), (hash, seq + 4));
}
