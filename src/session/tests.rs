//! The session, driven as a person drives the page.

use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::types::{ClusterId, NodeId, NodeSet};
use recraft_sim::presets::Preset;

use super::draft::SplitDraft;
use super::inspect::Inspected;
use super::{Action, Editor, Panels, Selection, Session, Speed, Tab};
use recraft_sim::command::{Command, Part};

/// A session that plays fast.
fn session(preset: Preset) -> Session {
    let mut session = Session::new(preset, 1);
    session.act(Action::SetSpeed(Speed::nearest(5.0)));
    session.act(Action::TogglePlay);
    session
}

/// Lets so many simulated milliseconds pass.
fn pass(session: &mut Session, ms: u64) {
    let until_us = session.world().now_us() + ms * 1000;
    while session.world().now_us() < until_us {
        session.advance(20.0);
    }
}

fn leader(session: &Session) -> Option<NodeId> {
    session.world().clusters().first().and_then(|view| view.leader)
}

#[test]
fn what_a_person_did_can_be_replayed_bit_for_bit() {
    let mut session = session(Preset::Five);
    pass(&mut session, 1000);
    let first = leader(&session).unwrap_or(NodeId(1));
    session.act(Action::Write { key: "k".into(), value: "1".into() });
    pass(&mut session, 130);
    session.act(Action::ToggleCrash(first));
    session.act(Action::Write { key: "m".into(), value: "2".into() });
    pass(&mut session, 1700);
    session.act(Action::ToggleCrash(first));
    session.act(Action::ToggleIsolation(NodeId(4)));
    pass(&mut session, 900);
    let replayed = session.run().play(session.world().now_us());
    assert_eq!(replayed.state_hash(), session.world().state_hash());
    assert!(replayed.events().eq(session.world().events()));
}

#[test]
fn stepping_goes_from_event_to_event_and_also_reproduces_the_run() {
    let mut session = Session::new(Preset::Figure3, 3);
    for _ in 0..200 {
        let before = session.world().now_us();
        session.act(Action::NextEvent);
        while session.advance(16.0) {}
        assert!(session.world().now_us() > before && !session.playback().is_moving());
    }
    let replayed = session.run().play(session.world().now_us());
    assert_eq!(replayed.state_hash(), session.world().state_hash());
}

#[test]
fn pressing_next_during_a_glide_finishes_it_first() {
    let mut session = Session::new(Preset::Three, 3);
    session.act(Action::NextEvent);
    let first = session.playback().glides_to();
    session.act(Action::NextEvent);
    assert_eq!(first, Some(session.world().now_us()));
}

#[test]
fn a_server_is_isolated_and_reconnected_without_touching_other_partitions() {
    let mut session = session(Preset::Five);
    session.act(Action::ToggleIsolation(NodeId(1)));
    session.act(Action::ToggleIsolation(NodeId(2)));
    assert!(
        session.is_isolated(NodeId(1)) && session.is_isolated(NodeId(2)) && !session.is_isolated(NodeId(3))
    );
    session.act(Action::ToggleIsolation(NodeId(1)));
    assert!(!session.is_isolated(NodeId(1)) && session.is_isolated(NodeId(2)));
    assert!(session.world().can_reach(NodeId(1), NodeId(3)));
    session.act(Action::ToggleIsolation(NodeId(2)));
    assert!(!session.is_cut());
}

#[test]
fn a_link_is_cut_one_way_and_the_inspector_of_either_end_says_so() {
    let mut session = session(Preset::Three);
    let (from, to) = (NodeId(1), NodeId(2));
    let links = |session: &mut Session, node| {
        session.act(Action::Select(Some(Selection::Node(node))));
        match session.inspected() {
            Inspected::Node(card) => card.links.clone(),
            other => panic!("{other:?}"),
        }
    };
    session.act(Action::Do(Command::CutLink { from, to }));
    assert!(!session.world().can_reach(from, to) && session.world().can_reach(to, from));
    assert_eq!(links(&mut session, from)[0], (to, true, false));
    assert_eq!(links(&mut session, to)[0], (from, false, true));
    session.act(Action::Do(Command::MendLink { from, to }));
    assert_eq!(links(&mut session, from)[0], (to, false, false));
}

#[test]
fn what_cannot_be_done_is_said_and_changes_nothing() {
    let mut session = session(Preset::Three);
    let merge = Command::Merge { coordinator: ClusterId(1), others: vec![ClusterId(9)], members: None };
    let before = session.world().state_hash();
    session.act(Action::Do(merge));
    assert_eq!(session.world().state_hash(), before);
    let complaint = session.complaint().unwrap_or_default().to_string();
    assert!(complaint.ends_with('.') && complaint.contains('c'), "{complaint}");
    session.act(Action::Write { key: String::new(), value: "1".into() });
    assert!(session.complaint().is_some_and(|text| text.contains("key")));
    session.act(Action::Select(None));
    assert_eq!(session.complaint(), None);
}

#[test]
fn a_message_that_has_arrived_can_still_be_looked_at() {
    let mut session = session(Preset::Three);
    while session.world().flights().next().is_none() {
        session.advance(1.0);
    }
    let flight = session.world().flights().next().map(|flight| flight.id);
    session.act(Action::Select(flight.map(Selection::Flight)));
    assert!(matches!(session.inspected(), Inspected::Message(card) if !card.gone));
    pass(&mut session, 500);
    assert!(matches!(session.inspected(), Inspected::Message(card) if card.gone));
}

#[test]
fn a_cluster_is_split_and_merged_again_as_figure_3_does() {
    let mut session = session(Preset::Figure3);
    pass(&mut session, 1600);
    for step in ["Split c1 in three", "Merge c2 and c3"] {
        let offers = session.suggestions();
        let offer = offers.iter().find(|offer| offer.title == step).map(|offer| offer.action.clone());
        session.act(offer.unwrap_or_else(|| panic!("“{step}” is offered among {offers:?}")));
        if step == "Merge c2 and c3" {
            session.act(Action::Select(Some(Selection::Cluster(ClusterId(3)))));
        }
        pass(&mut session, 4000);
    }
    session.refresh();
    assert_eq!(session.selection(), Some(Selection::Cluster(ClusterId(5))), "what came of the selected one");
    let outline = super::outline::Outline::of(&session);
    let lines: Vec<String> = outline.clusters.iter().map(super::outline::ClusterItem::line).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    for cluster in &outline.clusters {
        assert!(cluster.leader.is_some() && !cluster.ended, "{lines:?}");
        let logs: Vec<&str> = cluster.nodes.iter().map(|node| node.log.as_str()).collect();
        assert!(logs.iter().all(|log| *log == logs[0]), "{lines:?}: {logs:?}");
    }
    assert!(Panels::of(&mut session, Tab::Logs).violations == 0);
}

#[test]
fn between_a_split_and_a_parts_first_leader_one_is_told_what_a_merge_waits_for() {
    let mut session = session(Preset::Five);
    pass(&mut session, 1600);
    let part = |members, start, end| Part { members, ranges: KeyRanges::of([KeyRange::new(start, end)]) };
    let into = vec![part(NodeSet::from([1, 2, 3]), "", "m"), part(NodeSet::from([4, 5]), "m", "")];
    session.act(Action::Do(Command::Split { cluster: ClusterId(1), into }));
    session.act(Action::SetSpeed(Speed::nearest(0.05)));
    let offered = |session: &Session, title: &str| {
        session.suggestions().into_iter().find(|offer| offer.title.starts_with(title))
    };
    let told = (0..200).find_map(|_| {
        pass(&mut session, 4);
        offered(&session, "Skip ahead")
    });
    let why = told.map(|offer| offer.why).unwrap_or_default();
    session.act(Action::SetSpeed(Speed::nearest(5.0)));
    assert!(why.starts_with("c2 and c3 can merge") || why.starts_with("c3 and c2 can merge"), "{why}");
    pass(&mut session, 4000);
    assert!(offered(&session, "Skip ahead").is_none() && offered(&session, "Merge c2 and c3").is_some());
}

#[test]
fn logs_before_an_epoch_boundary_stay_in_the_table() {
    let mut session = session(Preset::Five);
    pass(&mut session, 1000);
    session.act(Action::Write { key: "k".into(), value: "1".into() });
    pass(&mut session, 300);
    session.act(Action::Edit(Some((ClusterId(1), Editor::Split))));
    let Inspected::Cluster(card) = session.inspected() else { panic!("the cluster is selected") };
    let split = SplitDraft::even(card.id, &card.members, &card.down, &card.ranges, 2).command();
    session.act(Action::Do(split.unwrap_or_else(|| panic!("an even split is possible"))));
    pass(&mut session, 3000);
    session.refresh();
    for table in super::views::logs::Logs::of(&session).tables {
        assert_eq!(table.first, 1);
        let boundaries = table.rows.iter().map(|row| {
            row.cells
                .iter()
                .filter(|cell| matches!(cell, super::views::logs::Cell::Entry(entry) if entry.boundary))
                .count()
        });
        assert!(boundaries.clone().all(|count| count == 1), "{:?}", boundaries.collect::<Vec<_>>());
    }
}

#[test]
fn panels_do_not_change_while_nothing_happens() {
    let mut session = session(Preset::Five);
    pass(&mut session, 2000);
    session.act(Action::TogglePlay);
    let mut panels = Panels::of(&mut session, Tab::Logs);
    assert!(!panels.take(Panels::of(&mut session, Tab::Logs)));
    session.act(Action::Select(Some(Selection::Node(NodeId(1)))));
    assert!(panels.take(Panels::of(&mut session, Tab::Logs)));
}

#[test]
fn skipping_ahead_stops_at_the_next_thing_worth_telling() {
    let mut session = Session::new(Preset::Three, 5);
    let mut before = 0;
    // Someone stands for election, someone wins it.
    for _ in 0..2 {
        session.act(Action::SkipAhead);
        while session.advance(16.0) {}
        let headline = session.feed().headline().map(|line| line.at_us);
        assert_eq!(headline, Some(session.world().now_us()));
        assert!(session.world().now_us() > before);
        before = session.world().now_us();
    }
    let replayed = session.run().play(before);
    assert_eq!(replayed.state_hash(), session.world().state_hash());
}

#[test]
fn the_answer_to_ones_own_request_is_shown() {
    let mut session = session(Preset::Three);
    pass(&mut session, 1000);
    assert_eq!(session.answer(), None);
    session.act(Action::Write { key: "k".into(), value: "1".into() });
    assert!(session.answer().is_some_and(|text| text.contains("waits")));
    pass(&mut session, 1000);
    assert!(session.answer().is_some_and(|text| text.contains("put k = 1")), "{:?}", session.answer());
    session.act(Action::Select(Some(Selection::Cluster(ClusterId(1)))));
    assert_eq!(session.answer(), None, "the answer stays where the request was made");
}

#[test]
fn a_cluster_shows_what_it_holds() {
    let mut session = session(Preset::Three);
    pass(&mut session, 1000);
    session.act(Action::Write { key: "apple".into(), value: "red".into() });
    pass(&mut session, 1000);
    session.act(Action::Select(Some(Selection::Cluster(ClusterId(1)))));
    let Inspected::Cluster(card) = session.inspected() else { panic!("the cluster is selected") };
    let (from, data) = card.data.clone().unwrap_or_else(|| panic!("somebody is up"));
    assert_eq!(Some(from), card.leader);
    assert_eq!((data.pairs, data.more), (vec![("apple".to_owned(), "red".to_owned())], 0));
}

#[test]
fn of_a_server_that_is_down_only_the_disk_is_known() {
    let mut session = session(Preset::Three);
    pass(&mut session, 1000);
    let node = leader(&session).unwrap_or(NodeId(1));
    session.act(Action::Select(Some(Selection::Node(node))));
    let Inspected::Node(before) = session.inspected() else { panic!("the node is selected") };
    assert!(before.commit.is_some() && before.data.is_some() && before.last > 0);
    session.act(Action::ToggleCrash(node));
    let Inspected::Node(after) = session.inspected() else { panic!("the node is selected") };
    assert_eq!((after.commit, after.data.as_ref(), after.last), (None, None, before.last));
    assert_eq!((after.at, after.voted_for), (before.at, before.voted_for));
    session.refresh();
    let outline = super::outline::Outline::of(&session);
    let down =
        outline.clusters[0].nodes.iter().find(|item| item.id == node).map(super::outline::NodeItem::line);
    assert!(down.is_some_and(|line| line.ends_with("what is committed is not known while it is down")));
}

#[test]
fn lost_messages_do_not_crowd_out_what_a_server_did() {
    let mut session = session(Preset::Three);
    pass(&mut session, 1000);
    let node = leader(&session).unwrap_or(NodeId(1));
    session.act(Action::ToggleIsolation(node));
    pass(&mut session, 1000);
    session.act(Action::Select(Some(Selection::Node(node))));
    let Inspected::Node(card) = session.inspected() else { panic!("the node is selected") };
    let lost = card.recent.iter().filter(|told| told.text.contains("is lost"));
    let lost: Vec<&str> = lost.map(|told| told.text.as_str()).collect();
    assert!(matches!(lost.as_slice(), [one] if one.ends_with("more before it)")), "{lost:?}");
    assert!(card.recent.len() > 3, "{:?}", card.recent);
}

#[test]
fn a_selected_cluster_that_ends_gives_way_to_what_can_be_tried_next() {
    let mut session = session(Preset::Figure3);
    pass(&mut session, 1600);
    let split = Command::Split { cluster: ClusterId(1), into: recraft_sim::presets::figure_3_parts() };
    session.act(Action::Select(Some(Selection::Cluster(ClusterId(1)))));
    session.act(Action::Do(split));
    pass(&mut session, 3000);
    assert_eq!(session.selection(), None);
    session.act(Action::Select(Some(Selection::Cluster(ClusterId(1)))));
    pass(&mut session, 100);
    assert!(
        matches!(session.inspected(), Inspected::Cluster(card) if card.ended && card.children.len() == 3)
    );
}

#[test]
fn a_run_from_elsewhere_is_shown_at_any_moment_and_goes_on_with_its_commands() {
    let run = recraft_sim::presets::figure_3_script(5);
    let mut session = Session::new(Preset::Three, 1);
    session.load(run.clone(), 1_500_000);
    assert_eq!(session.world().state_hash(), run.play(1_500_000).state_hash());
    session.act(Action::TogglePlay);
    pass(&mut session, 3000);
    assert_eq!(session.world().state_hash(), run.play(session.world().now_us()).state_hash());
    assert_eq!(session.run(), run);
}
