//! The words: every event of eventful runs has a sentence that people can read.

use recraft_protocol::message::VoteRefusal;
use recraft_protocol::mistakes::{Mistake, Mistakes};
use recraft_protocol::observation::Observation;
use recraft_protocol::settings::Settings;
use recraft_protocol::types::{ClusterId, EpochTerm, LogId, NodeId, NodeSet};
use recraft_scene::describe::{describe_cluster, describe_flight, describe_node};
use recraft_scene::facts::Facts;
use recraft_scene::palette::Theme;
use recraft_scene::svg::legend_mark;
use recraft_scene::waiting::waiting_for;
use recraft_scene::words::legend::legend;
use recraft_scene::words::{observed, sentence};
use recraft_sim::command::Command;
use recraft_sim::setup::Setup;
use recraft_sim::world::World;

use crate::stage::{Stage, leader, three_clusters};

/// A line that shows the workings of the program, or nothing.
fn unreadable(text: &str) -> bool {
    let workings = ["Some(", "None", "NodeId", "ClusterId", " { ", "::", "Arc", "  ", "_id"];
    text.is_empty() || workings.iter().any(|word| text.contains(word))
}

fn all_readable(world: &World) {
    for event in world.events() {
        let said = sentence(event);
        assert!(!unreadable(&said.text), "{:?}: {}", event.what, said.text);
    }
}

#[test]
fn every_event_of_a_split_and_a_merge_has_a_readable_sentence() {
    let mut stage = three_clusters();
    stage.give(Command::Load { clients: 4, pause_us: 5_000 });
    stage.run_ms(500);
    stage.give(Command::Merge { coordinator: ClusterId(2), others: vec![ClusterId(4)], members: None });
    stage.run_ms(100);
    let lead = leader(&stage.world, 3).expect("a leader");
    stage.give(Command::Crash { node: lead });
    stage.run_ms(800);
    stage.give(Command::Restart { node: lead });
    stage.run_ms(3000);
    all_readable(&stage.world);
}

#[test]
fn every_event_of_a_faulty_run_has_a_readable_sentence() {
    let mut setup = Setup { spares: NodeSet::from([6, 7]), ..Setup::one_cluster(5, 3) };
    setup.network.loss_ppm = 200_000;
    let mut stage = Stage::of(setup);
    stage.give(Command::Load { clients: 3, pause_us: 5_000 });
    stage.until(|world| leader(world, 1).is_some());
    stage.run_ms(600);
    let add = NodeSet::from([6, 7]);
    stage
        .world
        .command(Command::ChangeMembers { cluster: ClusterId(1), add, remove: NodeSet::from([1]) })
        .ok();
    stage.give(Command::Partition { groups: vec![NodeSet::from([1, 2])] });
    stage.run_ms(1500);
    stage.give(Command::Heal);
    stage.run_ms(1500);
    all_readable(&stage.world);
}

#[test]
fn a_refused_vote_gives_the_reason() {
    let id = |index| LogId { at: EpochTerm::new(0, 2), index };
    let reason = VoteRefusal::LogBehind { mine: id(7), theirs: id(5) };
    let said = observed(NodeId(2), &Observation::VoteRefused { to: NodeId(4), reason });
    assert_eq!(said.text, "n2 refuses n4: its own log is longer (index 7 over 5)");
    assert_eq!(said.nodes, [NodeId(2), NodeId(4)]);
}

#[test]
fn one_can_ask_what_a_cluster_waits_for() {
    let waits =
        |stage: &Stage| waiting_for(&Facts::of(&stage.world), ClusterId(1)).map(|waiting| waiting.text);
    let mut stage = Stage::nodes(3);
    assert!(waits(&stage).expect("an election").starts_with("waiting for an election: n"));
    stage.until(|world| leader(world, 1).is_some());
    stage.run_ms(300);
    assert_eq!(waits(&stage), None, "a cluster at rest waits for nothing");
    let lead = leader(&stage.world, 1).expect("a leader");
    let others: Vec<NodeId> = (1..=3).map(NodeId).filter(|&node| node != lead).collect();
    stage.give(Command::Crash { node: others[0] });
    stage.give(Command::Crash { node: others[1] });
    let stuck = waits(&stage).expect("a quorum");
    assert_eq!(
        stuck,
        format!("{lead} can commit nothing: 2 of n1, n2 and n3 are needed, only {lead} is up; restart one")
    );
    stage.give(Command::Crash { node: lead });
    assert_eq!(waits(&stage).expect("everyone"), "every node is down: restart one");
}

#[test]
fn who_is_down_is_not_waited_for_without_saying_so() {
    let mut stage = Stage::nodes(3);
    stage.give(Command::Crash { node: NodeId(3) });
    let votes = |world: &World| {
        let waiting = waiting_for(&Facts::of(world), ClusterId(1));
        waiting.is_some_and(|waiting| waiting.text.starts_with("waiting for votes"))
    };
    stage.until(votes);
    let waiting = waiting_for(&Facts::of(&stage.world), ClusterId(1)).expect("votes");
    assert!(
        waiting.text.ends_with("needs 1 more: n1 (n3 is down)")
            || waiting.text.ends_with("needs 1 more: n2 (n3 is down)"),
        "{}",
        waiting.text
    );
    let stands = if waiting.text.contains("n1 needs") { 1 } else { 2 };
    let line = describe_node(&stage.world, NodeId(stands));
    assert!(line.contains("(n3 is down)"), "{line}");
}

#[test]
fn the_votes_of_every_candidate_are_counted() {
    let mut stage = Stage::nodes(5);
    stage.give(Command::Hold);
    for node in [4, 1] {
        stage.give(Command::Timeout { node: NodeId(node) });
    }
    stage.run_ms(1);
    let waiting = waiting_for(&Facts::of(&stage.world), ClusterId(1)).expect("votes");
    assert_eq!(waiting.text, "votes: n1 needs 2, n4 needs 2");
    let have: Vec<NodeSet> = waiting.tallies.iter().map(|tally| tally.have.clone()).collect();
    assert_eq!(have, [NodeSet::from([1]), NodeSet::from([4])]);
}

#[test]
fn a_vote_that_is_split_is_not_waited_for() {
    let mut stage = Stage::nodes(3);
    stage.give(Command::Hold);
    let says = |stage: &Stage| waiting_for(&Facts::of(&stage.world), ClusterId(1)).expect("votes").text;
    for node in [1, 2] {
        stage.give(Command::Timeout { node: NodeId(node) });
    }
    assert_eq!(says(&stage), "votes: n1 needs 1, n2 needs 1", "n3 can vote for either");
    stage.give(Command::Timeout { node: NodeId(3) });
    assert_eq!(says(&stage), "split vote: the next timer begins a new term");
}

#[test]
fn a_quorum_that_is_wrong_on_purpose_is_the_one_that_is_told() {
    let mut stage = Stage::nodes(5);
    let settings = Settings { mistakes: Mistakes::only(Mistake::MajorityOffByOne), ..Settings::default() };
    stage.give(Command::SetSettings { settings });
    stage.give(Command::Timeout { node: NodeId(1) });
    let waiting = waiting_for(&Facts::of(&stage.world), ClusterId(1)).expect("votes");
    assert!(waiting.text.starts_with("waiting for votes: n1 needs 1 more"), "{}", waiting.text);
    let picture = stage.picture();
    let title = picture.titles().next().expect("a title");
    assert!(title.detail.ends_with("quorum 2 of 5, wrong on purpose"), "{}", title.detail);
}

#[test]
fn a_partition_that_leaves_no_quorum_is_named() {
    let mut stage = Stage::led(3);
    stage.run_ms(200);
    let groups = (1..=3).map(|n| NodeSet::from([n])).collect();
    stage.give(Command::Partition { groups });
    let waiting = waiting_for(&Facts::of(&stage.world), ClusterId(1)).expect("a quorum");
    assert!(waiting.text.ends_with("and the partition keeps them apart; heal it"), "{}", waiting.text);
}

#[test]
fn what_is_on_the_stage_can_be_described() {
    let mut stage = Stage::led(3);
    stage.run_ms(400);
    let lead = leader(&stage.world, 1).expect("a leader");
    let line = describe_node(&stage.world, lead);
    assert_eq!(line, format!("{lead}, leader of c1, epoch 0 term 1, log up to 1, 1 committed"));
    let line = describe_cluster(&stage.world, ClusterId(1));
    assert_eq!(line, format!("c1, epoch 0, all keys, n1, n2 and n3, quorum 2 of 3, led by {lead}"));
    stage.until(|world| world.flights().next().is_some());
    let flight = stage.world.flights().next().expect("a message").id;
    let line = describe_flight(&stage.world, flight);
    assert!(line.contains(" from n") && !unreadable(&line), "{line}");
}

#[test]
fn every_mark_of_the_legend_can_be_drawn() {
    for item in legend() {
        for theme in [Theme::Light, Theme::Dark] {
            let drawn = legend_mark(item.mark, 250, theme, 40.0);
            assert!(drawn.contains("<path") && !drawn.contains("NaN"), "{}", item.title);
        }
    }
}
