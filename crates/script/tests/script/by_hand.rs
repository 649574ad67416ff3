//! Stories told by hand: only what the story lets through arrives.

use recraft_protocol::types::NodeId;
use recraft_sim::flight::Endpoint;

use crate::stories::{goes_well, told};

#[test]
fn a_node_that_stands_has_the_votes_of_those_it_reaches_and_nothing_else_arrives() {
    let report = goes_well(
        "nodes 5\nhold everything\nn1 stands, reaching n2 and n4\nexpect n1 leads\nexpect n2 voted for n1\nexpect n4 voted for n1\n\
         expect n3 term 0\nexpect n3 log is empty\nexpect n1 log is 1\nafter 10s\nexpect n1 leads\nexpect n3 term 0",
    );
    assert_eq!(report.world.flights().filter(|flight| flight.is_held()).count(), 0);
}

#[test]
fn a_node_that_reaches_too_few_is_not_elected() {
    goes_well(
        "nodes 5\nhold everything\nn1 stands, reaching n2\nexpect n1 stands\nexpect n2 voted for n1\nn3 stands, reaching nobody\nexpect n3 term 1",
    );
}

#[test]
fn a_leader_replicates_as_far_as_it_is_told_and_to_whom() {
    goes_well(
        "nodes 5\nhold everything\nn1 stands, reaching n2 n3\nk1 puts a = 1 at n1\nafter 100ms\nk2 puts b = 2 at n1\nafter 100ms\n\
         expect n1 log is 1 1(a = 1) 1(b = 2)\nn1 replicates to n2 up to index 2\nexpect n2 log is 1(noop) 1(a = 1)\n\
         expect n3 log is empty\nexpect committed n1 0\nn1 replicates to n3\nexpect n3 log is like n1\nexpect committed n1 2\n\
         n1 replicates to n2 n4 and n5\nexpect logs of c1 agree",
    );
}

#[test]
fn a_log_that_differs_is_repaired() {
    goes_well(
        "nodes 3\nn1 begins with log 1 1 3 3, term 3\nn2 begins with log 1 1 2 2 2, term 2\nhold everything\n\
         n1 stands, reaching n2\nexpect n1 leads\nn1 replicates to n2\nexpect n2 log is 1 1 3 3 4\nexpect committed n1 5",
    );
}

#[test]
fn nodes_that_talk_bring_to_an_end_what_they_are_at() {
    goes_well(
        "nodes 6\nhold everything\nn1 stands, reaching n2 to n6\nlet n1 to n6 talk\nexpect committed n1 1\n\
         split c1 into n1 n2 n3 with keys up to m | n4 n5 n6 with keys from m\nexpect accepted\nlet n1 n2 n3 n4 n5 n6 talk\n\
         expect n1 epoch 1\nexpect n1 leads\nexpect clusters c2 c3",
    );
}

#[test]
fn by_hand_is_only_possible_while_everything_is_held() {
    let report = told("nodes 3\nn1 stands, reaching n2");
    let failure = report.told.iter().find_map(|told| told.failure()).unwrap();
    assert!(failure.contains("hold everything"), "{failure}");
    let report = told("nodes 3\nhold everything\nn1 replicates to n2");
    let failure = report.told.iter().find_map(|told| told.failure()).unwrap();
    assert!(failure.contains("n1 does not lead"), "{failure}");
}

#[test]
fn a_run_by_hand_replays_without_its_story() {
    let report = goes_well(
        "nodes 5\nhold everything\nn1 stands, reaching n2 n3\nn1 replicates to n4\nafter 1s\nrelease everything\nafter 3s\nexpect everything at rest",
    );
    let replayed = report.run.play(report.world.now_us());
    assert_eq!(replayed.state_hash(), report.world.state_hash());
}

#[test]
fn a_single_message_is_held_and_delivered_at_once_while_everything_else_goes_on() {
    let report = goes_well(
        "nodes 3\nn1 times out\nhold request-vote from n1 to n3\nafter 100ms\nexpect n1 leads\n\
         deliver request-vote from n1 to n3 at once\nn2 times out\nhold messages from n2\nafter 1ms",
    );
    let held: Vec<_> = report.world.flights().filter(|flight| flight.is_held()).collect();
    assert!(
        held.len() >= 2 && held.iter().all(|flight| flight.from == Endpoint::Node(NodeId(2))),
        "{held:?}"
    );
}
