//! What can be done to messages, links and nodes.

use recraft_protocol::types::{ClientId, NodeSet};
use recraft_sim::command::{Command, CommandError};
use recraft_sim::event::What;
use recraft_sim::flight::{Endpoint, Fate, Flight, FlightId, Loss};
use recraft_sim::setup::NetworkSetup;
use recraft_sim::world::World;

use crate::stage::{SECOND, ask, cluster, leader, n, order, put, rests};

/// A message between nodes that has just been sent.
fn fresh(world: &mut World) -> Flight {
    loop {
        assert!(world.step());
        let now_us = world.now_us();
        let between_nodes =
            |flight: &&Flight| matches!((flight.from, flight.to), (Endpoint::Node(_), Endpoint::Node(_)));
        if let Some(flight) = world.flights().filter(between_nodes).find(|flight| flight.sent_us == now_us) {
            return flight.clone();
        }
    }
}

fn lost(world: &World, id: FlightId) -> Option<(u64, Loss)> {
    world.events().find_map(|event| match event.what {
        What::MessageLost { flight, why, .. } if flight == id => Some((event.at_us, why)),
        _ => None,
    })
}

#[test]
fn a_dropped_message_is_lost_at_once_and_is_seen_until_it_would_have_arrived() {
    let mut world = cluster(3, 0, 1);
    let flight = fresh(&mut world);
    world.run_until(flight.sent_us + 1_000);
    order(&mut world, Command::Drop { flight: flight.id });
    assert_eq!(lost(&world, flight.id), Some((flight.sent_us + 1_000, Loss::Dropped)));
    assert!(world.flight(flight.id).is_some_and(|flight| flight.travelled_us(u64::MAX) == 1_000));
    assert_eq!(
        world.command(Command::Drop { flight: flight.id }),
        Err(CommandError::UnknownFlight(flight.id))
    );
    world.run_until(flight.due_us);
    assert_eq!(world.flight(flight.id), None);
}

#[test]
fn a_delayed_message_arrives_that_much_later() {
    let mut world = cluster(3, 0, 2);
    let flight = fresh(&mut world);
    order(&mut world, Command::Delay { flight: flight.id, by_us: SECOND });
    world.run_until(flight.due_us + SECOND - 1);
    assert!(world.flight(flight.id).is_some());
    world.run_until(flight.due_us + SECOND);
    assert_eq!((world.flight(flight.id), lost(&world, flight.id)), (None, None));
}

#[test]
fn a_duplicated_message_flies_twice() {
    let mut world = cluster(3, 0, 3);
    let flight = fresh(&mut world);
    order(&mut world, Command::Duplicate { flight: flight.id });
    let copies = world.flights().filter(|other| other.cargo == flight.cargo && other.id != flight.id).count();
    assert_eq!(copies, 1);
}

#[test]
fn a_partition_catches_messages_in_the_middle_of_their_way_and_healing_lets_later_ones_through() {
    let mut world = cluster(3, 0, 4);
    let flight = fresh(&mut world);
    let Endpoint::Node(from) = flight.from else { unreachable!("it is between nodes") };
    order(&mut world, Command::Partition { groups: vec![[from].into_iter().collect()] });
    let middle_us = flight.middle_us();
    assert_eq!(
        world.flight(flight.id).map(|flight| flight.fate),
        Some(Fate::Lost { at_us: middle_us, why: Loss::Cut })
    );
    world.run_until(middle_us - 1);
    assert_eq!(lost(&world, flight.id), None);
    order(&mut world, Command::Heal);
    world.run_until(flight.due_us);
    assert_eq!(lost(&world, flight.id), None);
    assert_eq!(world.partition(), None);
}

#[test]
fn a_partition_names_its_groups_and_a_new_node_is_in_the_last() {
    let mut world = cluster(5, 0, 5);
    order(&mut world, Command::Partition { groups: vec![NodeSet::from([1, 2])] });
    order(&mut world, Command::AddSpare { node: n(9) });
    assert_eq!(world.partition(), Some(&[NodeSet::from([1, 2]), NodeSet::from([3, 4, 5, 9])][..]));
    assert!(world.can_reach(n(9), n(3)) && !world.can_reach(n(9), n(1)));
}

#[test]
fn a_link_is_cut_in_one_direction() {
    let mut world = cluster(3, 0, 6);
    order(&mut world, Command::CutLink { from: n(1), to: n(2) });
    assert!(!world.can_reach(n(1), n(2)) && world.can_reach(n(2), n(1)));
    assert_eq!(world.cut_links().collect::<Vec<_>>(), [(n(1), n(2))]);
    order(&mut world, Command::MendLink { from: n(1), to: n(2) });
    assert_eq!(world.cut_links().count(), 0);
}

#[test]
fn what_is_sent_to_a_node_that_is_down_is_lost_on_arrival() {
    let mut world = cluster(3, 0, 7);
    let follower = (1..=3).map(n).find(|&node| node != leader(&world, 1)).unwrap();
    order(&mut world, Command::Crash { node: follower });
    world.run_until(world.now_us() + SECOND);
    let down = |event: &recraft_sim::event::Event| matches!(event.what, What::MessageLost { why: Loss::ReceiverDown, to, .. } if to == Endpoint::Node(follower));
    assert!(world.events().filter(|event| down(event)).count() > 10);
}

#[test]
fn a_crash_takes_timers_and_memory_and_leaves_the_disk() {
    use recraft_protocol::io::Timer;
    let mut world = cluster(3, 0, 8);
    ask(&mut world, 1, put("a", "1"));
    rests(&mut world, SECOND);
    let follower = (1..=3).map(n).find(|&node| node != leader(&world, 1)).unwrap();
    let server = world.server(follower).unwrap();
    assert!(server.timer(Timer::Election).is_some_and(|timer| timer.due_us > world.now_us()));
    let disk = server.durable().clone();
    order(&mut world, Command::Crash { node: follower });
    let server = world.server(follower).unwrap();
    assert_eq!((server.timer(Timer::Election), server.durable(), server.node()), (None, &disk, None));
    order(&mut world, Command::Restart { node: follower });
    let node = world.server(follower).unwrap().node().unwrap();
    assert_eq!((node.commit(), node.log().last()), (0, disk.log.last()));
    rests(&mut world, 2 * SECOND);
}

#[test]
fn a_lossy_doubling_and_jittery_network_is_only_slow() {
    use recraft_protocol::settings::Delay;
    let mut world = cluster(5, 0, 9);
    let latency = Delay { min_us: 1_000, max_us: 60_000 };
    let network =
        NetworkSetup { latency, loss_ppm: 150_000, duplication_ppm: 150_000, ..NetworkSetup::default() };
    order(&mut world, Command::SetNetwork { network });
    order(&mut world, Command::Load { clients: 3, pause_us: 20_000 });
    world.run_until(world.now_us() + 10 * SECOND);
    order(&mut world, Command::SetNetwork { network: NetworkSetup { loss_ppm: 0, ..network } });
    order(&mut world, Command::Load { clients: 0, pause_us: 20_000 });
    rests(&mut world, 5 * SECOND);
    let statistics = world.statistics();
    assert!(statistics.messages_lost > 100 && statistics.messages_duplicated > 100);
    assert!(world.client(ClientId(101)).is_some_and(|client| client.answered > 20));
}
