//! The world by hand: nothing moves unless somebody says so.

use recraft_protocol::io::Timer;
use recraft_protocol::message::Body;
use recraft_protocol::types::{ClientId, NodeId};
use recraft_sim::command::{Command, CommandError, TimedCommand};
use recraft_sim::flight::{Cargo, Endpoint, Flight, FlightId};
use recraft_sim::run::Run;
use recraft_sim::setup::Setup;
use recraft_sim::world::World;

use crate::stage::{SECOND, holds, n, order, put};

fn held(size: u32) -> World {
    let mut world = World::new(Setup::one_cluster(size, 1));
    order(&mut world, Command::Hold);
    world
}

fn between(flight: &Flight, from: u32, to: u32) -> bool {
    (flight.from, flight.to) == (Endpoint::Node(n(from)), Endpoint::Node(n(to)))
}

fn standing(world: &World, from: u32, to: u32) -> Vec<FlightId> {
    world.flights().filter(|f| f.is_held() && between(f, from, to)).map(|f| f.id).collect()
}

/// Lets everything that stands between two nodes arrive.
fn pass(world: &mut World, from: u32, to: u32) {
    for flight in standing(world, from, to) {
        order(world, Command::Deliver { flight, up_to: None });
    }
    world.run_until(world.now_us() + SECOND);
}

fn last(world: &World, node: u32) -> u64 {
    world.server(NodeId(node)).map_or(0, |server| server.durable().log.last().index)
}

#[test]
fn while_the_world_is_held_no_timer_runs_out_and_no_message_arrives() {
    let mut world = held(3);
    world.run_until(100 * SECOND);
    assert_eq!((world.statistics().candidacies, world.next_event_us()), (0, None));
    order(&mut world, Command::Timeout { node: n(1) });
    world.run_until(200 * SECOND);
    assert_eq!((world.statistics().candidacies, world.statistics().deliveries), (1, 0));
    assert_eq!(world.flights().filter(|flight| flight.is_held()).count(), 2);
}

#[test]
fn only_what_somebody_lets_go_on_arrives() {
    let mut world = held(5);
    order(&mut world, Command::Timeout { node: n(1) });
    for voter in [2, 4] {
        pass(&mut world, 1, voter);
        pass(&mut world, voter, 1);
    }
    assert_eq!(world.cluster(crate::stage::c(1)).and_then(|view| view.leader), Some(n(1)));
    assert_eq!(world.server(n(3)).map(|server| server.durable().at.term), Some(0));
}

#[test]
fn a_leader_can_be_let_send_only_some_of_its_entries() {
    let mut world = held(3);
    order(&mut world, Command::Timeout { node: n(1) });
    pass(&mut world, 1, 2);
    pass(&mut world, 2, 1);
    for client in 1..=3 {
        let operation = put("x", "1");
        order(&mut world, Command::RequestAt { client: ClientId(client), node: n(1), operation });
        world.run_until(world.now_us() + SECOND);
    }
    assert_eq!(last(&world, 1), 4);
    for flight in standing(&world, 1, 3) {
        order(&mut world, Command::Drop { flight });
    }
    order(&mut world, Command::FireTimer { node: n(1), timer: Timer::Heartbeat });
    let is_append =
        |flight: &Flight| matches!(&flight.cargo, Cargo::Message(m) if matches!(m.body, Body::Append { .. }));
    let append =
        world.flights().find(|f| f.is_held() && between(f, 1, 3) && is_append(f)).map(|f| f.id).unwrap();
    order(&mut world, Command::Deliver { flight: append, up_to: Some(2) });
    world.run_until(world.now_us() + SECOND);
    assert_eq!(last(&world, 3), 2);
    holds(&world);
}

#[test]
fn when_it_is_released_everything_goes_on_from_where_it_stood() {
    let mut free = World::new(Setup::one_cluster(3, 4));
    let mut stopped = free.clone();
    free.run_until(80_000);
    stopped.run_until(80_000);
    order(&mut stopped, Command::Hold);
    stopped.run_until(SECOND);
    order(&mut stopped, Command::Release);
    free.run_until(3 * SECOND);
    stopped.run_until(4 * SECOND - 80_000);
    assert_eq!(free.statistics().deliveries, stopped.statistics().deliveries);
    assert_eq!(free.cluster(crate::stage::c(1)), stopped.cluster(crate::stage::c(1)));
    assert!(free.statistics().elections > 0);
}

#[test]
fn what_is_not_held_cannot_be_let_go_on() {
    let mut world = World::new(Setup::one_cluster(3, 1));
    assert_eq!(world.command(Command::Release), Err(CommandError::NothingHeld));
    order(&mut world, Command::Timeout { node: n(1) });
    let flight = world.flights().next().map(|flight| flight.id).unwrap();
    let deliver = Command::Deliver { flight, up_to: None };
    assert_eq!(world.command(deliver.clone()), Err(CommandError::NotHeld(flight)));
    order(&mut world, Command::Hold);
    assert_eq!(world.command(Command::Hold), Err(CommandError::HeldAlready));
    assert_eq!(world.command(deliver), Ok(()));
}

#[test]
fn a_run_by_hand_replays_from_its_commands() {
    let mut world = World::new(Setup::one_cluster(3, 9));
    let mut run = Run::new(world.setup().clone());
    let give = |world: &mut World, run: &mut Run, command: Command| {
        run.commands.push(TimedCommand { at_us: world.now_us(), command: command.clone() });
        order(world, command);
    };
    give(&mut world, &mut run, Command::Hold);
    give(&mut world, &mut run, Command::FireTimer { node: n(2), timer: Timer::Election });
    for (from, to) in [(2, 3), (3, 2), (2, 1)] {
        for flight in standing(&world, from, to) {
            give(&mut world, &mut run, Command::Deliver { flight, up_to: None });
        }
        world.run_until(world.now_us() + 50_000);
    }
    give(&mut world, &mut run, Command::Release);
    world.run_until(2 * SECOND);
    assert!(world.cluster(crate::stage::c(1)).is_some_and(|view| view.leader == Some(n(2))));
    assert_eq!(run.play(2 * SECOND).state_hash(), world.state_hash());
}

#[test]
fn clients_wait_while_the_world_is_held_and_ask_again_when_it_is_released() {
    let mut world = held(3);
    order(&mut world, Command::Request { client: ClientId(1), operation: put("x", "1") });
    world.run_until(10 * SECOND);
    let asked = world.statistics().client_retries;
    assert!(world.client(ClientId(1)).is_some_and(|client| client.outstanding.is_some()));
    world.run_until(100 * SECOND);
    assert_eq!(world.statistics().client_retries, asked);
    order(&mut world, Command::Release);
    world.run_until(103 * SECOND);
    assert!(world.client(ClientId(1)).is_some_and(|client| client.answered == 1));
    holds(&world);
}

/// The first message from one node to another in a world of three in which n1 has just stood for election.
fn first(world: &mut World, to: u32) -> FlightId {
    order(world, Command::Timeout { node: n(1) });
    world.flights().find(|flight| between(flight, 1, to)).map(|flight| flight.id).unwrap()
}

#[test]
fn a_message_that_is_caught_waits_while_everything_else_goes_on() {
    let mut world = World::new(Setup::one_cluster(3, 1));
    let flight = first(&mut world, 2);
    order(&mut world, Command::Catch { flight });
    assert_eq!(world.command(Command::Catch { flight }), Err(CommandError::CaughtAlready(flight)));
    world.run_until(SECOND);
    assert!(world.flight(flight).is_some_and(Flight::is_held));
    assert!(world.statistics().deliveries > 0 && !world.is_held());
    // Holding and releasing everything holds it no second time, and lets it go with the rest.
    order(&mut world, Command::Hold);
    order(&mut world, Command::Release);
    world.run_until(2 * SECOND);
    assert!(world.flight(flight).is_none());
    holds(&world);
}

#[test]
fn a_message_that_is_delivered_at_once_overtakes_what_was_sent_before_it() {
    let mut world = World::new(Setup::one_cluster(3, 1));
    let (to_2, held) = (first(&mut world, 2), standing(&world, 1, 2));
    assert!(held.is_empty());
    order(&mut world, Command::Catch { flight: to_2 });
    let to_3 = world.flights().find(|flight| between(flight, 1, 3)).map(|flight| flight.id);
    for flight in [to_2, to_3.unwrap()] {
        let before = world.statistics().deliveries;
        order(&mut world, Command::Arrive { flight });
        assert_eq!((world.now_us(), world.statistics().deliveries), (0, before + 1));
        assert_eq!(world.command(Command::Arrive { flight }), Err(CommandError::UnknownFlight(flight)));
    }
    assert_eq!(world.server(n(2)).map(|server| server.durable().at.term), Some(1));
    world.run_until(2 * SECOND);
    holds(&world);
}

#[test]
fn a_message_does_not_arrive_through_a_cut() {
    let mut world = World::new(Setup::one_cluster(3, 1));
    let flight = first(&mut world, 2);
    order(&mut world, Command::Catch { flight });
    order(&mut world, Command::CutLink { from: n(1), to: n(2) });
    let before = world.state_hash();
    assert_eq!(world.command(Command::Arrive { flight }), Err(CommandError::LinkIsCut(flight)));
    assert_eq!(world.state_hash(), before);
    order(&mut world, Command::MendLink { from: n(1), to: n(2) });
    order(&mut world, Command::Arrive { flight });
    assert!(world.flight(flight).is_none());
}
