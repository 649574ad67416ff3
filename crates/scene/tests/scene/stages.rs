//! What nodes, logs, messages and faults look like.

use recraft_protocol::node::Node;
use recraft_protocol::types::NodeId;
use recraft_scene::geometry::{Point, Rect, pt};
use recraft_scene::glyph::Glyph;
use recraft_scene::hit::{hit, inside};
use recraft_scene::palette::Theme;
use recraft_scene::scene::{Face, Fare, FlightMark, Look, Mark, Scene};
use recraft_scene::svg::svg;
use recraft_scene::view::{Labels, Target};
use recraft_sim::command::Command;
use recraft_sim::flight::FlightId;

use crate::stage::{Stage, leader};

#[test]
fn a_down_node_is_crossed_and_its_log_is_grey() {
    let mut stage = Stage::led(3);
    stage.run_ms(300);
    stage.give(Command::Crash { node: NodeId(2) });
    let picture = stage.picture();
    let node = picture.node(NodeId(2)).expect("n2");
    assert_eq!((node.face, node.ring), (Face::Down, None));
    let strip = picture.strips().find(|strip| strip.node == NodeId(2)).expect("its log");
    assert!(
        strip
            .cells
            .iter()
            .all(|cell| cell.look == Look::Missing || cell.ink == recraft_scene::palette::Ink::Down)
    );
}

#[test]
fn the_ring_empties_with_the_timer() {
    let mut stage = Stage::nodes(3);
    let mut last: Vec<f32> = vec![1.1; 3];
    for _ in 0..5 {
        stage.run_ms(20);
        let now: Vec<f32> = stage.picture().nodes().filter_map(|node| node.ring).collect();
        assert!(now.iter().zip(&last).all(|(now, last)| now < last && *now > 0.0), "{last:?} then {now:?}");
        last = now;
    }
}

#[test]
fn the_leader_is_told_by_its_face_and_followers_are_joined_to_it() {
    let mut stage = Stage::led(5);
    stage.run_ms(200);
    let first = leader(&stage.world, 1).expect("a leader");
    let picture = stage.picture();
    let leaders: Vec<NodeId> =
        picture.nodes().filter(|node| node.face == Face::Leader).map(|node| node.id).collect();
    assert_eq!(leaders, [first]);
    assert_eq!(picture.links().filter(|link| link.ends.1 == first).count(), 4);
}

#[test]
fn a_candidate_shows_its_votes_and_what_is_missing() {
    let mut stage = Stage::nodes(5);
    stage.until(|world| world.events().any(|event| format!("{:?}", event.what).contains("StoodForElection")));
    let picture = stage.picture();
    let candidate =
        picture.nodes().find(|node| matches!(node.face, Face::Candidate { .. })).expect("a candidate");
    assert!(matches!(candidate.face, Face::Candidate { given: 1, needed: 3, .. }), "{:?}", candidate.face);
    assert!(svg(&picture).contains("needs 2 more"));
    assert!(picture.words().any(|words| words.text.starts_with("waiting for votes")));
}

#[test]
fn what_a_candidate_needs_is_written_within_its_hull() {
    for (node, size) in (1..=5).flat_map(|node| [(node, (1280.0, 620.0)), (node, (390.0, 390.0))]) {
        let mut stage = Stage::nodes(5);
        (stage.view.width, stage.view.height) = size;
        stage.give(Command::Timeout { node: NodeId(node) });
        let picture = stage.picture();
        let hull = &picture.hulls().next().expect("its hull").outline;
        let drawn = svg(&picture);
        let at = drawn.find("needs 2 more").expect("its words");
        let start = drawn[..at].rfind("<text").expect("an element");
        let number = |name: &str| -> f32 {
            let from = start + drawn[start..].find(&format!(" {name}=\"")).expect("a place") + name.len() + 3;
            drawn[from..].split('"').next().unwrap().parse().expect("a number")
        };
        let letters = number("font-size");
        let (x, y, half) = (number("x"), number("y") - 0.6 * letters, 3.3 * letters);
        for corner in [pt(x - half, y), pt(x + half, y)] {
            assert!(inside(hull, corner), "n{node} at {size:?}: {corner:?}");
        }
    }
}

#[test]
fn a_node_that_is_behind_keeps_its_old_colour_until_it_catches_up() {
    let mut stage = Stage::led(3);
    stage.run_ms(200);
    let first = leader(&stage.world, 1).expect("a leader");
    stage.give(Command::Partition { groups: vec![[first].into_iter().collect()] });
    stage.until(|world| world.servers().any(|s| s.id() != first && s.node().is_some_and(Node::is_leader)));
    let picture = stage.picture();
    let other =
        picture.nodes().find(|node| node.id != first && node.face == Face::Leader).expect("a new leader");
    assert_ne!(picture.node(first).expect("the old one").step, other.step);
}

#[test]
fn log_cells_of_a_cluster_stand_in_the_same_columns() {
    let mut stage = Stage::led(5);
    stage.give(Command::Load { clients: 2, pause_us: 5_000 });
    stage.run_ms(700);
    let picture = stage.picture();
    let column = |index: u64| -> Vec<f32> {
        let places = picture.strips().filter_map(|strip| {
            let node = picture.node(strip.node)?;
            let cell = strip.cells.iter().find(|cell| cell.index == index)?;
            Some(cell.x - node.at.x)
        });
        places.collect()
    };
    let newest =
        picture.strips().flat_map(|strip| &strip.cells).map(|cell| cell.index).max().expect("entries");
    for index in newest - 3..=newest {
        let places = column(index);
        assert_eq!(places.len(), 5, "every node has a cell for {index}, if only a missing one");
        assert!(places.iter().all(|x| (x - places[0]).abs() < 0.01));
    }
}

#[test]
fn messages_of_a_pair_do_not_overlap() {
    let mut stage = Stage::led(3);
    stage.give(Command::Load { clients: 3, pause_us: 1_000 });
    let mut met = 0;
    for _ in 0..200 {
        stage.run_ms(3);
        let picture = stage.picture();
        let flights: Vec<_> = picture.flights().filter(|flight| flight.glyph != Glyph::Heartbeat).collect();
        for (i, a) in flights.iter().enumerate() {
            for b in &flights[..i] {
                let opposite =
                    a.path.from.distance(b.path.to) < 60.0 && b.path.from.distance(a.path.to) < 60.0;
                if opposite && (a.share + b.share - 1.0).abs() < 0.1 && (0.25..0.75).contains(&a.share) {
                    met += 1;
                    assert!(a.at.distance(b.at) > a.size, "{:?} meets {:?}", a.id, b.id);
                }
            }
        }
    }
    assert!(met > 5, "some do meet: {met}");
}

#[test]
fn a_cut_separates_those_who_cannot_reach_each_other() {
    let mut stage = Stage::led(5);
    stage.give(Command::Partition { groups: vec![[NodeId(1), NodeId(4)].into_iter().collect()] });
    let picture = stage.picture();
    let lines =
        picture.marks.iter().find_map(|mark| if let Mark::Cut(cut) = mark { Some(&cut.lines) } else { None });
    let lines = lines.expect("a cut");
    for a in [1, 4] {
        for b in [2, 3, 5] {
            let ends = [a, b].map(|n| picture.node(NodeId(n)).expect("a node").at);
            assert!(lines.iter().any(|&line| cross(line, (ends[0], ends[1]))), "n{a} and n{b}");
        }
    }
}

fn cross((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let side = |p: Point, q: Point, r: Point| q.minus(p).left().dot(r.minus(p)) > 0.0;
    side(a, b, c) != side(a, b, d) && side(c, d, a) != side(c, d, b)
}

#[test]
fn a_lost_message_breaks_where_it_was_lost_and_stays_there() {
    let mut stage = Stage::led(3);
    stage.run_ms(100);
    stage.until(|world| world.flights().next().is_some());
    stage.run_ms(3);
    let flight = stage.world.flights().next().expect("a message").id;
    stage.give(Command::Drop { flight });
    let at =
        |picture: &Scene| picture.flights().find(|mark| mark.id == flight).map(|mark| (mark.at, mark.fare));
    let (place, fare) = at(&stage.picture()).expect("it is still shown");
    assert!(matches!(fare, Fare::Broken(_)));
    stage.run_ms(2);
    if let Some((later, Fare::Broken(left))) = at(&stage.picture()) {
        assert!(later.distance(place) < 0.01 && left < 1.0);
    }
}

#[test]
fn pointing_finds_nodes_messages_clusters_and_nothing() {
    let mut stage = Stage::led(5);
    stage.run_ms(100);
    stage.until(|world| world.flights().next().is_some());
    stage.run_ms(6);
    let picture = stage.picture();
    for node in picture.nodes() {
        assert_eq!(hit(&picture, node.at.x, node.at.y), Some(Target::Node(node.id)));
    }
    let flight = picture.flights().next().expect("a message");
    assert_eq!(hit(&picture, flight.at.x + 8.0, flight.at.y), Some(Target::Flight(flight.id)));
    let title = picture.titles().next().expect("a title");
    assert_eq!(hit(&picture, title.at.x, title.at.y), Some(Target::Cluster(title.cluster)));
    assert_eq!(hit(&picture, 3.0, picture.height - 3.0), None);
}

#[test]
fn nothing_moves_while_paused_once_it_has_settled() {
    let mut stage = Stage::led(5);
    stage.give(Command::Load { clients: 2, pause_us: 5_000 });
    for _ in 0..60 {
        stage.run_ms(5);
        stage.frame();
    }
    let frames = (0..120)
        .take_while(|_| {
            stage.frame();
            !stage.motion.is_settled()
        })
        .count();
    assert!(frames < 60, "settles within a second: {frames} frames");
    let still = stage.frame();
    assert_eq!(still, stage.frame());
}

#[test]
fn under_reduced_motion_everything_is_in_place_at_once_and_messages_are_whole_arrows() {
    let mut stage = Stage::led(5);
    stage.view.reduced_motion = true;
    stage.frame();
    stage.view.width = 700.0;
    stage.run_ms(100);
    stage.until(|world| world.flights().next().is_some());
    let picture = stage.frame();
    assert!(stage.motion.is_settled());
    assert!(picture.flights().all(|flight| flight.whole));
}

#[test]
fn labels_appear_in_slow_motion_and_on_what_is_selected() {
    let mut stage = Stage::led(5);
    stage.run_ms(100);
    stage.until(|world| world.flights().next().is_some());
    stage.run_ms(6);
    let quiet = stage.picture();
    assert!(quiet.flights().all(|flight| flight.label.is_none()));
    stage.view.selection = quiet.flights().next().map(|flight| Target::Flight(flight.id));
    assert_eq!(stage.picture().flights().filter(|flight| flight.label.is_some()).count(), 1);
    stage.view.labels = Labels::All;
    assert!(stage.picture().flights().all(|flight| flight.label.is_some()));
}

#[test]
fn labels_stand_on_the_stage_and_over_nothing_else() {
    let mut stage = Stage::led(9);
    (stage.view.width, stage.view.height, stage.view.slow) = (390.0, 390.0, true);
    stage.run_ms(100);
    stage.give(crate::stage::in_thirds());
    let mut labelled = 0;
    for _ in 0..60 {
        stage.run_ms(3);
        let picture = stage.picture();
        let at: Vec<_> =
            picture.flights().filter(|flight| flight.label.is_some()).map(|flight| flight.label_at).collect();
        labelled += at.len();
        for (place, one) in at.iter().enumerate() {
            assert!((0.0..390.0).contains(&one.x) && (0.0..390.0).contains(&one.y), "{one:?}");
            assert!(
                at[..place]
                    .iter()
                    .all(|other| (other.y - one.y).abs() >= 13.0 || (other.x - one.x).abs() > 12.0)
            );
        }
    }
    assert!(labelled > 60, "{labelled}");
}

#[test]
fn labels_of_held_messages_leave_free_what_says_that_they_are_held() {
    let mut stage = Stage::nodes(5);
    (stage.view.width, stage.view.height, stage.view.slow) = (820.0, 520.0, true);
    stage.until(|world| world.flights().count() > 0);
    stage.give(Command::Hold);
    let mut labelled = 0;
    for flight in 1..8 {
        _ = stage.world.command(Command::Arrive { flight: FlightId(flight) });
        stage.run_ms(4);
        let picture = stage.picture();
        let labels = picture.flights().filter(|flight| flight.label.is_some());
        for label in labels.map(|flight| Rect::new(flight.label_at.x, flight.label_at.y, 0.0, 0.0).grown(5.0))
        {
            labelled += 1;
            assert!(picture.flights().filter_map(FlightMark::hold_box).all(|hold| !hold.overlaps(&label)));
        }
    }
    assert!(labelled > 10, "{labelled}");
}

#[test]
fn a_scene_is_the_same_value_for_the_same_world_and_draws_in_both_themes() {
    let mut stage = Stage::led(5);
    stage.run_ms(500);
    let first = stage.picture();
    assert_eq!(first, stage.picture());
    stage.view.theme = Theme::Dark;
    let dark = svg(&stage.picture());
    assert!(dark.starts_with("<svg") && dark.ends_with("</svg>") && dark != svg(&first));
    assert!(!dark.contains("NaN") && !dark.contains("inf"));
}
