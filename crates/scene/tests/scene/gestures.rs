//! Presses, drags and pinches on a real stage.

use recraft_protocol::types::{ClusterId, NodeId, NodeSet};
use recraft_scene::camera::Camera;
use recraft_scene::cutting::{Stand, divided, sides};
use recraft_scene::geometry::{Point, Rect, pt};
use recraft_scene::hand::{Deed, Hand, Phase, Pointer, Pull, pulled};
use recraft_scene::hit::{hit, touch};
use recraft_scene::scene::{Mark, Scene, Trace};
use recraft_scene::view::{Grip, Target};
use recraft_sim::command::Command;
use recraft_sim::flight::FlightId;
use recraft_sim::presets::Preset;

use crate::stage::Stage;

fn mouse(at: Point, at_ms: f64) -> Pointer {
    Pointer { id: 1, at, coarse: false, shift: false, at_ms }
}

fn finger(id: i32, at: Point) -> Pointer {
    Pointer { id, coarse: true, ..mouse(at, 0.0) }
}

/// Presses here, moves there and releases; says what came of each.
fn drag(hand: &mut Hand, scene: &Scene, (from, to): (Point, Point), shift: bool) -> Vec<Option<Deed>> {
    let pointer = |at| Pointer { shift, ..mouse(at, 0.0) };
    let way = [(Phase::Down, from), (Phase::Move, from.towards(to, 0.5)), (Phase::Move, to), (Phase::Up, to)];
    way.map(|(phase, at)| hand.point(phase, pointer(at), scene)).into()
}

fn place(scene: &Scene, node: u32) -> Point {
    scene.node(NodeId(node)).expect("the node is on the stage").at
}

/// A stage with a message about half its way, and which one.
fn with_message() -> (Stage, Scene, FlightId) {
    let mut stage = Stage::led(5);
    stage.until(|world| {
        world.flights().any(|flight| flight.travelled_us(world.now_us()) * 2 > flight.way_us())
    });
    let scene = stage.picture();
    let half = scene.flights().max_by(|a, b| (0.5 - b.share).abs().total_cmp(&(0.5 - a.share).abs()));
    let id = half.expect("a message").id;
    (stage, scene, id)
}

#[test]
fn a_press_that_began_elsewhere_selects_nothing() {
    let scene = Stage::led(5).picture();
    let mut hand = Hand::default();
    let at = place(&scene, 2);
    assert_eq!(hand.point(Phase::Up, mouse(at, 0.0), &scene), None);
    hand.point(Phase::Down, mouse(at, 0.0), &scene);
    let up = hand.point(Phase::Up, mouse(at, 50.0), &scene);
    assert_eq!(up, Some(Deed::Select(Some(Target::Node(NodeId(2))))));
}

#[test]
fn what_moves_away_under_a_press_is_what_was_pressed() {
    let (_, scene, flight) = with_message();
    let at = scene.flights().find(|mark| mark.id == flight).unwrap().at;
    let mut hand = Hand::default();
    hand.point(Phase::Down, mouse(at, 0.0), &scene);
    let later = Stage::led(5).picture();
    assert_eq!(hand.point(Phase::Up, mouse(at, 80.0), &later), Some(Deed::Catch(flight)));
}

#[test]
fn a_finger_catches_a_message_from_farther_away_than_a_mouse() {
    let (_, scene, flight) = with_message();
    let mark = scene.flights().find(|mark| mark.id == flight).unwrap();
    let beside = mark.at.plus(mark.heading.left().times(25.0));
    assert_eq!(touch(&scene, beside.x, beside.y), Some(Target::Flight(flight)));
    assert_ne!(hit(&scene, beside.x, beside.y), Some(Target::Flight(flight)));
}

#[test]
fn a_message_is_delayed_delivered_or_dropped_by_where_it_is_let_go() {
    let (mut stage, scene, flight) = with_message();
    let mark = scene.flights().find(|mark| mark.id == flight).unwrap().clone();
    let mut hand = Hand::default();
    let back = mark.path.at(0.1);
    let deeds = drag(&mut hand, &scene, (mark.at, back), false);
    assert!(deeds.contains(&Some(Deed::Take(flight))), "{deeds:?}");
    let Some(Some(Deed::Let(dragged, Pull::Delay(share)))) = deeds.last().copied() else {
        panic!("{deeds:?}")
    };
    assert!(dragged == flight && (share - (mark.share - 0.1)).abs() < 0.05, "{share}");
    assert_eq!(pulled(&scene, flight, mark.path.at(1.0)), Pull::Arrive);
    assert_eq!(pulled(&scene, flight, mark.at.plus(pt(3.0, 3.0))), Pull::Nothing);
    let off = mark.at.plus(mark.heading.left().times(80.0));
    assert_eq!(pulled(&scene, flight, off), Pull::Drop);
    // It is seen in the hand, with what will come of it.
    stage.view.grip = Grip::Flight(flight, off);
    let held = stage.picture();
    assert_eq!(held.flights().find(|mark| mark.id == flight).map(|mark| mark.at), Some(off));
    assert!(held.words().any(|words| words.text == "drop it"));
}

#[test]
fn a_message_that_is_held_stays_where_it_was_caught() {
    let (mut stage, scene, flight) = with_message();
    let before = scene.flights().find(|mark| mark.id == flight).unwrap().share;
    stage.give(Command::Catch { flight });
    stage.run_ms(700);
    let after = stage.picture();
    let mark = after.flights().find(|mark| mark.id == flight).unwrap();
    assert!(mark.held && (mark.share - before).abs() < 0.01, "{before} {}", mark.share);
}

#[test]
fn a_drag_of_the_scissors_parts_the_nodes_on_its_two_sides() {
    let mut stage = Stage::led(4);
    let scene = stage.picture();
    let stands: Vec<Stand> = scene.nodes().map(|node| (node.id, node.at)).collect();
    let middle = scene.width / 2.0;
    let (from, to) = (pt(middle, 4.0), pt(middle, 60.0));
    let mut hand = Hand::default();
    let deeds = drag(&mut hand, &scene, (from, to), true);
    assert_eq!(deeds.last(), Some(&Some(Deed::Divide(from, to))));
    let groups = divided(&sides(None, &stands), &stands, (from, to)).unwrap();
    assert_eq!(groups.len(), 2);
    for group in &groups {
        let lefts = group.iter().filter(|&node| place(&scene, node.0).x < middle).count();
        assert!(lefts == 0 || lefts == group.len());
    }
    // What is seen under the hand says the same.
    stage.view.grip = Grip::Line(from, to);
    let drawn = stage.picture();
    let said = format!("cut: {} | {}", groups[0].len(), groups[1].len());
    assert!(drawn.words().any(|words| words.text == said), "{said}");
    assert!(drawn.traces().any(|trace| matches!(trace, Trace::Line { .. })));
}

#[test]
fn scissors_from_node_to_node_mean_that_link() {
    let scene = Stage::led(5).picture();
    let mut hand = Hand::default();
    hand.cutting = true;
    let deeds = drag(&mut hand, &scene, (place(&scene, 1), place(&scene, 4)), false);
    assert_eq!(deeds.last(), Some(&Some(Deed::Link(NodeId(1), NodeId(4)))));
    assert_eq!(hand.grip, Grip::Free);
}

#[test]
fn a_node_in_the_hand_is_where_the_hand_is_and_goes_home_when_it_is_let_go() {
    let mut stage = Stage::led(5);
    let home = place(&stage.picture(), 3);
    let there = home.plus(pt(120.0, 90.0));
    stage.view.grip = Grip::Node(NodeId(3), there);
    let carried = stage.frame();
    assert!(place(&carried, 3).distance(there) < 0.5);
    stage.view.grip = Grip::Free;
    let released = stage.frame();
    assert!(place(&released, 3).distance(there) > 0.5 && !stage.motion.is_settled());
    for _ in 0..90 {
        stage.frame();
    }
    let settled = stage.frame();
    assert!(place(&settled, 3).distance(home) < 0.5);
    let mut hand = Hand::default();
    let deeds = drag(&mut hand, &settled, (home, there), false);
    assert_eq!(deeds.last(), Some(&Some(Deed::Put(NodeId(3), there))));
}

#[test]
fn two_fingers_zoom_and_what_lies_between_them_stays() {
    let scene = Stage::led(5).picture();
    let mut hand = Hand::default();
    let middle = pt(scene.width / 2.0, scene.height / 2.0);
    let side = |x: f32| middle.plus(pt(x, 0.0));
    hand.point(Phase::Down, finger(1, side(-50.0)), &scene);
    hand.point(Phase::Down, finger(2, side(50.0)), &scene);
    for step in 1..=10 {
        let off = 50.0 + 5.0 * step as f32;
        hand.point(Phase::Move, finger(1, side(-off)), &scene);
        hand.point(Phase::Move, finger(2, side(off)), &scene);
    }
    assert!((hand.camera.scale - 2.0).abs() < 0.02, "{:?}", hand.camera);
    assert!(hand.camera.seen(middle, (scene.width, scene.height)).distance(middle) < 6.0);
    // What is left of a pinch selects nothing.
    for id in [1, 2] {
        let deed = hand.point(Phase::Up, finger(id, middle), &scene);
        assert!(!matches!(deed, Some(Deed::Select(_) | Deed::Catch(_))), "{deed:?}");
    }
}

#[test]
fn a_double_press_fits_a_cluster_and_another_one_shows_everything_again() {
    let mut stage = Stage::of(Preset::FiveByFive.run(1).setup);
    let scene = stage.picture();
    let title = scene.titles().next().expect("a title");
    let (cluster, at) = (title.cluster, title.at.minus(pt(0.0, title.size)));
    let mut hand = Hand::default();
    let twice = |hand: &mut Hand, at: Point, scene: &Scene, from_ms: f64| {
        for ms in [0.0, 150.0] {
            hand.point(Phase::Down, mouse(at, from_ms + ms), scene);
            hand.point(Phase::Up, mouse(at, from_ms + ms + 40.0), scene);
        }
    };
    twice(&mut hand, at, &scene, 0.0);
    assert!(hand.camera.scale > 1.15, "{:?}", hand.camera);
    stage.view.camera = hand.camera;
    let near = stage.picture();
    let members = near
        .nodes()
        .filter(|node| stage.world.server(node.id).and_then(|s| s.node_or_disk().cluster()) == Some(cluster));
    assert_eq!(members.count(), 5, "the whole cluster is seen");
    let title = near.titles().find(|title| title.cluster == cluster).expect("its title");
    let at = title.at.minus(pt(0.0, title.size));
    assert_eq!(hit(&near, at.x, at.y), Some(Target::Cluster(cluster)));
    twice(&mut hand, at, &near, 5_000.0);
    assert_eq!(hand.camera, Camera::WHOLE);
}

#[test]
fn what_is_pointed_at_is_found_where_it_is_seen_however_close_one_looks() {
    let mut stage = Stage::led(25);
    let size = (stage.view.width, stage.view.height);
    for scale in [1.0, 1.7, 3.0, 6.0] {
        stage.view.camera = Camera::WHOLE.closer(scale, pt(200.0, 150.0), size);
        let scene = stage.picture();
        assert!(scene.nodes().count() > 0);
        for node in scene.nodes() {
            let within = node.at.x > 0.0 && node.at.x < size.0 && node.at.y > 0.0 && node.at.y < size.1;
            assert!(!within || hit(&scene, node.at.x, node.at.y) == Some(Target::Node(node.id)), "{scale}");
        }
        assert!(scene.titles().all(|title| (10.0..=26.0).contains(&title.size)));
    }
}

#[test]
fn a_hundred_nodes_show_their_logs_when_one_looks_closely() {
    let mut stage = Stage::led(100);
    assert_eq!(stage.picture().strips().count(), 0);
    let size = (stage.view.width, stage.view.height);
    stage.view.camera = Camera::WHOLE.closer(4.0, pt(640.0, 310.0), size);
    let near = stage.picture();
    assert!(near.strips().count() > 0 && near.nodes().count() < 60, "what is not in view is not drawn");
    let everyone: NodeSet = stage.world.everyone();
    assert!(near.hulls().any(|hull| hull.cluster == ClusterId(1)) && everyone.len() == 100);
}

#[test]
fn what_is_given_up_has_not_begun() {
    let scene = Stage::led(5).picture();
    let mut hand = Hand::default();
    let at = place(&scene, 2);
    hand.point(Phase::Down, mouse(at, 0.0), &scene);
    hand.point(Phase::Move, mouse(at.plus(pt(90.0, 0.0)), 20.0), &scene);
    assert!(matches!(hand.grip, Grip::Node(..)));
    assert_eq!(hand.give_up(), None);
    assert_eq!((hand.grip, hand.is_pressed()), (Grip::Free, false));
    assert_eq!(hand.point(Phase::Up, mouse(at, 40.0), &scene), None);
}

fn cut(scene: &Scene) -> &[(Point, Point)] {
    let cuts = scene.marks.iter().filter_map(|mark| if let Mark::Cut(cut) = mark { Some(cut) } else { None });
    cuts.map(|cut| &cut.lines[..]).next().unwrap_or_default()
}

#[test]
fn the_cut_is_the_line_that_was_drawn_as_long_as_it_parts_the_sides_and_no_words_lie_in_it() {
    let mut stage = Stage::led(5);
    let scene = stage.frame();
    let stands: Vec<Stand> = scene.nodes().map(|node| (node.id, node.at)).collect();
    // Aslant, and through the title.
    let middle = pt(scene.titles().next().unwrap().at.x, scene.titles().next().unwrap().at.y);
    let line = (middle, pt(middle.x + 90.0, scene.height - 40.0));
    let groups = divided(&sides(None, &stands), &stands, line).unwrap();
    stage.motion.keep_line(line, true);
    stage.give(Command::Partition { groups });
    let along = line.1.minus(line.0).direction();
    let scene = stage.frame();
    assert!(!cut(&scene).is_empty());
    for &(from, to) in cut(&scene) {
        assert!(to.minus(from).direction().dot(along) > 0.999, "as straight as it was drawn");
        let near = [from, to].map(|end| end.minus(line.0).dot(along.left()).abs());
        assert!(near.iter().all(|&far| far < 2.0 * scene.unit), "where it was drawn: {near:?}");
        let room = Rect::new(middle.x - 70.0, middle.y - 8.0, 140.0, 16.0);
        assert!((0..=200).all(|step| {
            let at = from.towards(to, step as f32 / 200.0);
            !room.overlaps(&Rect::new(at.x - 0.5, at.y - 0.5, 1.0, 1.0))
        }));
        for node in scene.nodes() {
            let way = (0..=400).map(|step| from.towards(to, step as f32 / 400.0).distance(node.at));
            assert!(way.fold(f32::MAX, f32::min) > node.radius, "{} is not cut through", node.id);
        }
    }
    // Another partition is not where that line is.
    stage.give(Command::Partition { groups: vec![NodeSet::from([1]), NodeSet::from([2, 3, 4, 5])] });
    let scene = stage.frame();
    assert!(cut(&scene).iter().all(|&(from, to)| to.minus(from).direction().dot(along).abs() < 0.999));
}
