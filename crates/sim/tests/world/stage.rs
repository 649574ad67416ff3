//! What the tests share: worlds to begin with, and ways to wait.

use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::machine::Operation;
use recraft_protocol::observation::Observation;
use recraft_protocol::types::{ClientId, ClusterId, NodeId, NodeSet};
use recraft_sim::command::{Command, Part};
use recraft_sim::event::What;
use recraft_sim::explore::settle::{lost_or_doubled, restless};
use recraft_sim::setup::{ClusterSetup, Setup};
use recraft_sim::world::World;

pub(crate) const SECOND: u64 = 1_000_000;

pub(crate) fn n(id: u32) -> NodeId {
    NodeId(id)
}

pub(crate) fn c(id: u32) -> ClusterId {
    ClusterId(id)
}

pub(crate) fn ranges(start: &str, end: &str) -> KeyRanges {
    KeyRanges::of([KeyRange::new(start, end)])
}

pub(crate) fn part(members: impl Into<NodeSet>, start: &str, end: &str) -> Part {
    Part { members: members.into(), ranges: ranges(start, end) }
}

pub(crate) fn put(key: &str, value: &str) -> Operation {
    Operation::Put { key: key.into(), value: value.into() }
}

/// One cluster of so many nodes with a leader, and some spares after them.
pub(crate) fn cluster(size: u32, spares: u32, seed: u64) -> World {
    let setup =
        Setup { spares: (size + 1..=size + spares).map(NodeId).collect(), ..Setup::one_cluster(size, seed) };
    led(setup)
}

/// Two clusters with leaders: c1 of n1–n3 up to *m*, c2 of n4–n6 from there on.
pub(crate) fn two_clusters(seed: u64) -> World {
    let cluster = |id, members, ranges| ClusterSetup { cluster: c(id), members, ranges };
    let clusters = vec![
        cluster(1, NodeSet::from([1, 2, 3]), ranges("", "m")),
        cluster(2, NodeSet::from([4, 5, 6]), ranges("m", "")),
    ];
    led(Setup { clusters, ..Setup::one_cluster(1, seed) })
}

fn led(setup: Setup) -> World {
    let mut world = World::new(setup);
    world.run_until(SECOND);
    rests(&mut world, 10 * SECOND);
    world
}

/// A command that must succeed.
pub(crate) fn order(world: &mut World, command: Command) {
    let said = format!("{command:?}");
    if let Err(error) = world.command(command) {
        panic!("{said}: {error:?}");
    }
}

pub(crate) fn ask(world: &mut World, client: u32, operation: Operation) {
    order(world, Command::Request { client: ClientId(client), operation });
}

pub(crate) fn leader(world: &World, cluster: u32) -> NodeId {
    world.cluster(c(cluster)).and_then(|view| view.leader).expect("the cluster has a leader")
}

/// Runs until everything is at rest, for at most so long; and nothing may be violated or lost.
pub(crate) fn rests(world: &mut World, within_us: u64) {
    let until_us = world.now_us() + within_us;
    while let Some(what) = restless(world) {
        assert!(world.now_us() < until_us, "{what}");
        world.run_until(world.now_us() + 50_000);
    }
    holds(world);
    assert_eq!(lost_or_doubled(world), None);
}

/// Nothing is violated.
pub(crate) fn holds(world: &World) {
    assert_eq!(world.checks().violations().next(), None);
}

/// Steps until a node reports something of the kind; says which node.
pub(crate) fn step_until(world: &mut World, within_us: u64, kind: impl Fn(&Observation) -> bool) -> NodeId {
    let until_us = world.now_us() + within_us;
    let mut seen = world.last_seq();
    while world.now_us() < until_us {
        assert!(world.step(), "the world stands still");
        for event in world.events_since(seen) {
            if let What::Observed { node, observation } = &event.what
                && kind(observation)
            {
                return *node;
            }
        }
        seen = world.last_seq();
    }
    panic!("it did not happen within {within_us} µs");
}

/// Whether any node has reported something of the kind.
pub(crate) fn saw(world: &World, kind: impl Fn(&Observation) -> bool) -> bool {
    world.events().any(|event| matches!(&event.what, What::Observed { observation, .. } if kind(observation)))
}

/// Crashes a node; what it has sent and what has not come to the middle of its way is lost with it.
pub(crate) fn crash_with_its_messages(world: &mut World, node: NodeId) {
    let now_us = world.now_us();
    let sent = |flight: &&recraft_sim::flight::Flight| {
        flight.from == recraft_sim::flight::Endpoint::Node(node) && flight.sent_us == now_us
    };
    let flights: Vec<_> = world.flights().filter(sent).map(|flight| flight.id).collect();
    for flight in flights {
        order(world, Command::Drop { flight });
    }
    order(world, Command::Crash { node });
}

/// Tells the story again and again, each time with the node `whom` crashing one step later and restarting after a while, until the story
/// is over before the crash: wherever it happens, everything must come to rest, and `check` must hold then.
pub(crate) fn wherever_it_crashes(
    begin: impl Fn() -> World,
    tell: impl Fn(&mut World),
    whom: impl Fn(&World) -> Option<NodeId>,
    over: impl Fn(&World) -> bool,
    check: impl Fn(&World),
) {
    for steps in 0..2_000 {
        let mut world = begin();
        tell(&mut world);
        for _ in 0..steps {
            world.step();
        }
        if over(&world) {
            assert!(steps > 10, "a story of {steps} steps");
            return;
        }
        if let Some(node) = whom(&world) {
            crash_with_its_messages(&mut world, node);
            world.run_until(world.now_us() + 2 * SECOND);
            order(&mut world, Command::Restart { node });
        }
        rests(&mut world, 20 * SECOND);
        check(&world);
    }
    panic!("the story never ends");
}
