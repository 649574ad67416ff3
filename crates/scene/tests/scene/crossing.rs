//! The two stories: each beat of a split and of a merge can be told from the picture.

use recraft_protocol::config::Stage as ConfigStage;
use recraft_protocol::types::{ClusterId, NodeId, NodeSet};
use recraft_scene::scene::{LinkKind, LobeStyle, Scene};
use recraft_scene::words::sentence;
use recraft_sim::command::Command;
use recraft_sim::world::World;

use crate::stage::{Stage, in_thirds, leader, three_clusters};

fn stage_of(world: &World, cluster: u32, is: impl Fn(&ConfigStage) -> bool) -> bool {
    world.cluster(ClusterId(cluster)).is_some_and(|cluster| is(cluster.stage()))
}

fn splitting() -> Stage {
    let mut stage = Stage::led(9);
    stage.run_ms(200);
    stage.give(in_thirds());
    stage.run_ms(4);
    stage
}

#[test]
fn first_the_proposed_children_appear_as_dashed_outlines_and_the_missing_votes_are_named() {
    let mut stage = splitting();
    let picture = stage.picture();
    let lobes: Vec<_> = picture.lobes().map(|lobe| (lobe.cluster.0, lobe.style)).collect();
    assert_eq!(lobes, [(2, LobeStyle::Proposed), (3, LobeStyle::Proposed), (4, LobeStyle::Proposed)]);
    let words: Vec<&str> = picture.words().map(|words| words.text.as_str()).collect();
    assert!(
        words.iter().any(|text| text.starts_with("waiting for C_joint: 1 of 5 hold it, 4 more needed")),
        "{words:?}"
    );
}

#[test]
fn then_the_outlines_turn_solid_and_who_has_c_new_takes_the_childs_hue() {
    let mut stage = splitting();
    stage.until(|world| stage_of(world, 1, |stage| matches!(stage, ConfigStage::SplitLeaving(_))));
    let picture = stage.picture();
    assert!(picture.lobes().count() == 3 && picture.lobes().all(|lobe| lobe.style == LobeStyle::Agreed));
    let lead = leader(&stage.world, 1).expect("a leader");
    let hue = |id| picture.node(id).expect("a node").hue;
    let other = picture.nodes().find(|node| node.id != lead).expect("another").id;
    assert_ne!(hue(lead), hue(other), "the leader has C_new, nobody else has");
}

#[test]
fn then_the_hull_pinches_off_while_positions_glide() {
    let mut stage = splitting();
    stage.frame();
    stage.until(|world| world.clusters().len() > 1);
    let before = stage.frame();
    let after = stage.frame();
    assert!(!stage.motion.is_settled());
    let farthest = before.nodes().zip(after.nodes()).map(|(a, b)| a.at.distance(b.at)).fold(0.0, f32::max);
    assert!(farthest > 0.1 && farthest < 60.0, "nothing jumps: {farthest}");
    assert!(after.hulls().count() >= 2, "parent and child are both to be seen");
}

#[test]
fn at_last_each_child_has_a_hull_of_its_own_hue_with_its_epoch() {
    let mut stage = three_clusters();
    let picture = stage.picture();
    let mut hues: Vec<u16> = picture.hulls().map(|hull| hull.hue).collect();
    hues.dedup();
    assert_eq!(hues.len(), 3);
    assert!(picture.titles().all(|title| title.epoch == "epoch 1"));
    assert_eq!(picture.lobes().count(), 0);
}

#[test]
fn the_bar_of_the_boundary_stands_between_the_epochs_in_the_log() {
    let mut stage = three_clusters();
    let picture = stage.picture();
    for strip in picture.strips() {
        let bar = strip.cells.iter().position(|cell| cell.boundary).expect("a boundary");
        let inks: Vec<_> = strip.cells.iter().map(|cell| cell.ink).collect();
        assert_ne!(inks[bar], inks[bar + 1], "{}: another cluster's hue begins", strip.node);
    }
}

#[test]
fn a_laggard_keeps_the_old_hue_outside_the_new_hull_and_is_fetched() {
    let mut stage = Stage::led(9);
    stage.run_ms(200);
    stage.give(Command::Crash { node: NodeId(5) });
    stage.give(in_thirds());
    stage.until(|world| world.cluster(ClusterId(3)).is_some_and(|cluster| cluster.leader.is_some()));
    stage.run_ms(300);
    stage.give(Command::Restart { node: NodeId(5) });
    let picture = stage.picture();
    let (laggard, other) = (picture.node(NodeId(5)).expect("n5"), picture.node(NodeId(4)).expect("n4"));
    assert_ne!(laggard.hue, other.hue);
    let hull = picture.hulls().find(|hull| hull.cluster == ClusterId(3)).expect("the new hull");
    assert!(!recraft_scene::hit::inside(&hull.outline, laggard.at));
    assert!(picture.words().any(|words| words.text.starts_with("c1 has ended: n5 has yet to cross to c3")));
    stage.until(|world| world.cluster(ClusterId(1)).is_none());
    let picture = stage.picture();
    assert_eq!(picture.node(NodeId(5)).expect("n5").hue, picture.node(NodeId(4)).expect("n4").hue);
}

#[test]
fn a_merge_spans_threads_then_seals_then_counts_parts_then_is_one() {
    let mut stage = three_clusters();
    stage.give(Command::Merge { coordinator: ClusterId(2), others: vec![ClusterId(3)], members: None });
    stage.until(|world| stage_of(world, 2, |stage| matches!(stage, ConfigStage::MergePrepared(_))));
    assert!(stage.picture().links().any(|link| link.kind == LinkKind::Thread), "a thread to the other");

    stage.until(|world| stage_of(world, 2, |stage| matches!(stage, ConfigStage::MergeLeaving(_))));
    let picture = stage.picture();
    let hull = picture.hulls().find(|hull| hull.cluster == ClusterId(2)).expect("the coordinator's hull");
    let stamp = hull.stamp.expect("the decision is stamped");
    assert!(hull.sealed && stamp.text == "MERGE");
    assert!(hull.outline.iter().all(|point| point.y > stamp.at.y), "the stamp is where no message passes");

    stage.until(|world| world.cluster(ClusterId(5)).is_some());
    let picture = stage.picture();
    assert!(picture.nodes().any(|node| node.parts == Some((1, 2))), "parts are counted");
    assert!(picture.lobes().any(|lobe| lobe.style == LobeStyle::Sealed));

    stage.until(|world| leader(world, 5).is_some());
    stage.run_ms(1500);
    let picture = stage.picture();
    assert_eq!((picture.hulls().count(), picture.lobes().count()), (2, 0));
    assert!(picture.nodes().all(|node| node.parts.is_none()));
    let title = picture.titles().find(|title| title.cluster == ClusterId(5)).expect("its title");
    assert!(title.epoch == "epoch 2" && title.detail.contains("quorum 4 of 6"), "{title:?}");
}

#[test]
fn a_vote_against_a_merge_is_to_be_seen_for_a_moment() {
    let mut stage = three_clusters();
    let lead = leader(&stage.world, 3).expect("a leader");
    let others: Vec<NodeId> =
        stage.world.cluster(ClusterId(3)).expect("c3").nodes.iter().filter(|&node| node != lead).collect();
    for &node in &others {
        stage.give(Command::Crash { node });
    }
    // It can commit nothing, so it stays in the middle of this change, and votes no.
    let remove = NodeSet::from_iter([others[0]]);
    stage.give(Command::ChangeMembers { cluster: ClusterId(3), add: NodeSet::new(), remove });
    stage.give(Command::Merge { coordinator: ClusterId(2), others: vec![ClusterId(3)], members: None });
    let says_no = |picture: &Scene| {
        picture.hulls().any(|hull| {
            hull.cluster == ClusterId(3) && hull.stamp.is_some_and(|stamp| stamp.text == "VOTES NO")
        })
    };
    assert!(!says_no(&stage.picture()));
    stage.until(|world| world.events().any(|event| sentence(event).text.contains(" votes no on ")));
    assert!(says_no(&stage.picture()));
    stage.run_ms(1000);
    assert!(!says_no(&stage.picture()), "only for a moment");
}
