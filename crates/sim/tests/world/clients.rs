//! Clients finding their way.

use recraft_protocol::io::ClientResult;
use recraft_protocol::machine::{Operation, Response};
use recraft_protocol::observation::Observation;
use recraft_protocol::types::ClientId;
use recraft_sim::client::FIRST_LOAD_CLIENT;
use recraft_sim::command::{Command, CommandError};
use recraft_sim::event::What;
use recraft_sim::world::World;

use crate::stage::{SECOND, ask, c, cluster, leader, n, order, part, put, rests, saw, two_clusters};

fn answers(world: &World, client: u32) -> Vec<Response> {
    let answer = |event: &recraft_sim::event::Event| match &event.what {
        What::ClientAnswered { client: of, result: ClientResult::Applied { response, .. }, .. } => {
            (*of == ClientId(client)).then(|| response.clone())
        }
        _ => None,
    };
    world.events().filter_map(answer).collect()
}

#[test]
fn a_client_finds_the_leader_and_reads_what_it_wrote() {
    let mut world = cluster(5, 0, 1);
    ask(&mut world, 1, put("a", "1"));
    rests(&mut world, SECOND);
    ask(&mut world, 1, Operation::Get { key: "a".into() });
    rests(&mut world, SECOND);
    assert_eq!(answers(&world, 1), [Response::Done, Response::Value(Some("1".into()))]);
    assert!(world.client(ClientId(1)).is_some_and(|client| (client.asked, client.answered) == (2, 2)));
}

#[test]
fn a_client_has_one_request_outstanding() {
    let mut world = cluster(3, 0, 2);
    ask(&mut world, 1, put("a", "1"));
    let again = Command::Request { client: ClientId(1), operation: put("a", "2") };
    assert_eq!(world.command(again), Err(CommandError::ClientBusy(ClientId(1))));
}

#[test]
fn a_request_whose_answer_is_lost_with_the_leader_takes_effect_once() {
    let mut world = cluster(3, 0, 3);
    let first = leader(&world, 1);
    let append = Operation::Append { key: "a".into(), value: "x".into() };
    ask(&mut world, 1, append);
    // The entry is committed, but the leader crashes before its answer has arrived.
    crate::stage::step_until(&mut world, SECOND, |what| {
        matches!(what, Observation::ClientAnswered { result: ClientResult::Applied { .. }, .. })
    });
    crate::stage::crash_with_its_messages(&mut world, first);
    world.run_until(world.now_us() + 3 * SECOND);
    order(&mut world, Command::Restart { node: first });
    rests(&mut world, SECOND);
    let held = &world.server(first).and_then(|server| server.node()).expect("it is up").machine().data["a"];
    assert_eq!((held, answers(&world, 1)), (&"x".into(), vec![Response::Done]));
    assert!(world.client(ClientId(1)).is_some_and(|client| client.asked == 1));
}

#[test]
fn a_client_that_asks_the_wrong_shard_is_sent_on() {
    let mut world = cluster(6, 0, 4);
    ask(&mut world, 1, put("quince", "green"));
    rests(&mut world, SECOND);
    let into = vec![part([1, 2, 3], "", "m"), part([4, 5, 6], "m", "")];
    order(&mut world, Command::Split { cluster: c(1), into });
    rests(&mut world, 5 * SECOND);
    for key in ["apple", "quince"] {
        ask(&mut world, 1, put(key, "yellow"));
        rests(&mut world, 2 * SECOND);
    }
    let sent_on = |what: &Observation| {
        let Observation::ClientAnswered { result, .. } = what else { return false };
        matches!(result, ClientResult::WrongShard { owner: Some(_) })
    };
    assert!(saw(&world, sent_on));
}

#[test]
fn the_load_goes_to_every_cluster_and_ends_when_it_is_told_to() {
    let mut world = two_clusters(5);
    order(&mut world, Command::Load { clients: 4, pause_us: 10_000 });
    world.run_until(world.now_us() + 4 * SECOND);
    order(&mut world, Command::Load { clients: 1, pause_us: 10_000 });
    assert_eq!((world.load().clients, world.clients().filter(|client| client.under_load).count()), (1, 1));
    order(&mut world, Command::Load { clients: 0, pause_us: 10_000 });
    rests(&mut world, 2 * SECOND);
    let done = world.statistics().client_answers;
    world.run_until(world.now_us() + 2 * SECOND);
    assert_eq!(world.statistics().client_answers, done);
    for id in [1, 4] {
        assert!(
            world.server(n(id)).and_then(|server| server.node()).is_some_and(|node| node
                .machine()
                .data
                .len()
                > 3)
        );
    }
    assert!(world.client(FIRST_LOAD_CLIENT).is_some_and(|client| client.answered > 10));
}

#[test]
fn clients_find_a_cluster_none_of_whose_first_members_are_left() {
    let mut world = cluster(3, 3, 6);
    let change = |add: &[u32], remove: &[u32]| Command::ChangeMembers {
        cluster: c(1),
        add: add.iter().copied().map(n).collect(),
        remove: remove.iter().copied().map(n).collect(),
    };
    order(&mut world, change(&[4, 5, 6], &[1]));
    rests(&mut world, 5 * SECOND);
    order(&mut world, change(&[], &[2, 3]));
    rests(&mut world, 5 * SECOND);
    ask(&mut world, 1, put("a", "1"));
    rests(&mut world, 10 * SECOND);
    assert_eq!(answers(&world, 1), [Response::Done]);
}
