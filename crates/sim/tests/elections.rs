//! Elections in the simulated world.

use recraft_protocol::types::NodeId;
use recraft_sim::command::Command;
use recraft_sim::setup::Setup;
use recraft_sim::world::World;

#[test]
fn a_leader_is_elected_and_a_new_one_when_it_crashes() {
    let mut world = World::new(Setup::one_cluster(5, 1));
    world.run_until(1_000_000);
    let first = world.clusters()[0].leader.expect("a leader within a second");
    world.command(Command::Crash { node: first }).unwrap();
    world.run_until(3_000_000);
    let second = world.clusters()[0].leader.expect("another within two more");
    assert_ne!(first, second);
    assert!(world.server(first).is_some_and(|server| server.node().is_none()));
}

#[test]
fn an_unknown_node_cannot_crash() {
    let mut world = World::new(Setup::one_cluster(3, 1));
    assert!(world.command(Command::Crash { node: NodeId(9) }).is_err());
}
