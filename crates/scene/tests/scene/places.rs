//! Where things stand.

use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::node::{Node, Role};
use recraft_protocol::types::{ClusterId, NodeId, NodeSet};
use recraft_scene::geometry::{Point, Rect};
use recraft_scene::hit::inside;
use recraft_scene::layout::Reach;
use recraft_scene::scene::{Face, Mark, NodeMark, Scene, Title};
use recraft_scene::text::width;
use recraft_scene::view::View;
use recraft_sim::command::{Command, Part};
use recraft_sim::presets::Preset;
use recraft_sim::server::Server;
use recraft_sim::setup::Setup;

use crate::stage::{Stage, in_thirds, leader, three_clusters};

/// Wide, tablet, phone.
const SIZES: [(f32, f32); 3] = [(1440.0, 600.0), (820.0, 640.0), (390.0, 390.0)];

fn at_size(stage: &mut Stage, (width, height): (f32, f32)) -> Scene {
    stage.view = View { width, height, ..stage.view };
    stage.picture()
}

fn nothing_overlaps(scene: &Scene, what: &str) {
    // A spare is a disc and nothing else.
    let disc = |node: &NodeMark| Rect::new(node.at.x, node.at.y, 0.0, 0.0).grown(node.radius * 1.1);
    let reach = if scene.nodes().count() > 40 { Reach::COMPACT } else { Reach::FULL };
    let print = |node: &NodeMark| {
        if node.face == Face::Spare { disc(node) } else { reach.footprint(node.at, node.radius) }
    };
    let boxes: Vec<(NodeId, Rect)> = scene.nodes().map(|node| (node.id, print(node))).collect();
    for (i, (a, box_a)) in boxes.iter().enumerate() {
        for (b, box_b) in &boxes[..i] {
            assert!(!box_a.grown(-0.5).overlaps(&box_b.grown(-0.5)), "{what}: {a} and {b} overlap");
        }
    }
    let stage = Rect::new(0.0, 0.0, scene.width, scene.height);
    for (id, print) in boxes {
        assert!(stage.contains(&print, 1.0), "{what}: {id} sticks out: {print:?}");
    }
}

#[test]
fn no_two_nodes_overlap_at_any_size_whatever_their_number() {
    for count in [1, 2, 3, 4, 5, 6, 7, 9, 12, 16, 25] {
        let mut stage = Stage::nodes(count);
        for size in SIZES {
            nothing_overlaps(&at_size(&mut stage, size), &format!("{count} nodes on {size:?}"));
        }
    }
}

#[test]
fn a_hundred_nodes_find_room() {
    let mut stage = Stage::nodes(100);
    let picture = at_size(&mut stage, (1440.0, 700.0));
    nothing_overlaps(&picture, "100 nodes");
    assert!(picture.unit >= 11.0, "{}", picture.unit);
}

#[test]
fn no_two_nodes_overlap_after_the_split_of_figure_3() {
    let mut stage = three_clusters();
    for size in SIZES {
        nothing_overlaps(&at_size(&mut stage, size), &format!("three clusters on {size:?}"));
    }
}

#[test]
fn discs_are_large_enough_for_the_back_of_the_hall() {
    let radius = |count, size| at_size(&mut Stage::nodes(count), size).unit;
    assert!(radius(5, SIZES[0]) >= 50.0, "five nodes on a wide stage: {}", radius(5, SIZES[0]));
    assert!(radius(5, SIZES[2]) >= 26.0, "five nodes on a phone: {}", radius(5, SIZES[2]));
    assert!(radius(9, SIZES[0]) >= 38.0, "nine nodes on a wide stage: {}", radius(9, SIZES[0]));
    assert!(radius(25, SIZES[0]) >= 20.0, "25 nodes on a wide stage: {}", radius(25, SIZES[0]));
}

#[test]
fn places_do_not_depend_on_who_leads_or_who_is_down() {
    let mut stage = Stage::nodes(5);
    let before: Vec<_> = stage.picture().nodes().map(|node| node.at).collect();
    stage.until(|world| leader(world, 1).is_some());
    let first = leader(&stage.world, 1).expect("a leader");
    stage.give(Command::Crash { node: first });
    stage.run_ms(2000);
    let after: Vec<_> = stage.picture().nodes().map(|node| node.at).collect();
    assert_eq!(before, after);
}

#[test]
fn the_children_of_a_split_stand_in_their_order_and_a_merged_cluster_has_everyone() {
    let mut stage = three_clusters();
    let picture = stage.picture();
    let middle = |from: u32| {
        (from..from + 3).filter_map(|n| picture.node(NodeId(n))).map(|n| n.at.x).sum::<f32>() / 3.0
    };
    assert!(middle(1) < middle(4) && middle(4) < middle(7));
}

#[test]
fn spares_stand_at_the_edge_and_titles_on_the_stage() {
    let mut stage = Stage::of(Setup { spares: NodeSet::from([4, 5]), ..Setup::one_cluster(3, 1) });
    for size in SIZES {
        let picture = at_size(&mut stage, size);
        nothing_overlaps(&picture, "three and two spares");
        let hull = picture.hulls().next().expect("a hull").outline.clone();
        for spare in [4, 5] {
            let spare = picture.node(NodeId(spare)).expect("a spare");
            assert!(!inside(&hull, spare.at), "{} is outside the hull", spare.id);
        }
        for title in picture.titles() {
            assert!(title.at.y - 2.0 * title.size > -4.0 && title.at.x > 0.0 && title.at.x < picture.width);
        }
    }
}

#[test]
fn a_stage_without_any_room_is_no_disaster() {
    let mut stage = three_clusters();
    for size in [(0.0, 0.0), (1.0, 300.0), (60.0, 40.0)] {
        let picture = at_size(&mut stage, size);
        assert!(!recraft_scene::svg::svg(&picture).contains("NaN"), "{size:?}");
    }
}

/// How many votes a candidate has.
fn votes(server: &Server) -> usize {
    match server.node().map(Node::role) {
        Some(Role::Candidate { votes, .. }) => votes.len(),
        _ => 0,
    }
}

#[test]
fn the_votes_of_a_hundred_stay_on_the_stage() {
    let mut stage = Stage::nodes(100);
    stage.until(|world| world.servers().any(|server| votes(server) > 5));
    for size in [(1080.0, 466.0), (820.0, 520.0)] {
        let scene = at_size(&mut stage, size);
        let pips =
            scene.marks.iter().find_map(|mark| if let Mark::Pips(pips) = mark { Some(pips) } else { None });
        let pips = pips.expect("a row of votes");
        assert_eq!(pips.pips.len(), 100);
        let outside =
            pips.pips.iter().filter(|pip| pip.at.x < pips.radius || pip.at.x > size.0 - pips.radius);
        assert_eq!(outside.count(), 0, "{size:?}: {}", pips.radius);
    }
}

/// A stage of some size, and how much of its lower right corner is covered: a column where it is wide, and else a row.
const COVERED: [((f32, f32), (f32, f32)); 5] = [
    ((1080.0, 466.0), (46.0, 206.0)),
    ((820.0, 526.0), (62.0, 296.0)),
    ((500.0, 226.0), (62.0, 156.0)),
    ((820.0, 760.0), (296.0, 62.0)),
    ((390.0, 388.0), (156.0, 62.0)),
];

#[test]
fn everything_keeps_clear_of_a_corner_that_is_covered() {
    let mut many = three_clusters();
    many.give(Command::Load { clients: 8, pause_us: 50_000 });
    for node in [8, 9] {
        many.give(Command::Crash { node: NodeId(node) });
    }
    many.run_ms(1_000);
    let spares = Setup { spares: NodeSet::from([4, 5]), ..Setup::one_cluster(3, 1) };
    let mut hundred = Stage::nodes(100);
    hundred.until(|world| world.servers().any(|server| votes(server) > 5));
    let mut five = Stage::nodes(5);
    five.until(|world| world.servers().any(|server| votes(server) > 0));
    let five_by_five = Stage::of(Preset::FiveByFive.run(1).setup);
    let stages = [many, hundred, five, five_by_five, Stage::of(spares)];
    for (number, mut stage) in stages.into_iter().enumerate() {
        for (size, covered) in COVERED {
            let corner = Rect::new(size.0 - covered.0, size.1 - covered.1, covered.0, covered.1);
            stage.view.covered = covered;
            let scene = at_size(&mut stage, size);
            let what = |what: &str| format!("stage {number}, {size:?}: {what}");
            assert!(scene.words().any(|words| words.about.is_some()), "{}", what("words"));
            let whole = Rect::new(0.0, 0.0, size.0, size.1);
            for words in scene.words().filter(|words| words.about.is_some()) {
                assert!(!corner.overlaps(&words.bounds()), "{}", what(&words.text));
                assert!(whole.contains(&words.bounds(), 0.0), "{}: {:?}", what(&words.text), words.bounds());
            }
            for hull in scene.hulls() {
                let point = |at: &Point| Rect::new(at.x, at.y, 0.0, 0.0);
                let inside = hull.outline.iter().find(|at| corner.grown(-2.0).overlaps(&point(at)));
                assert_eq!(inside, None, "{}", what("a hull"));
            }
            for node in scene.nodes() {
                let body = Rect::new(node.at.x, node.at.y, 0.0, 0.0).grown(node.radius);
                assert!(!corner.overlaps(&body), "{}", what(&node.id.to_string()));
            }
            for client in scene.clients() {
                let body = Rect::new(client.at.x, client.at.y, 0.0, 0.0).grown(client.size);
                assert!(!corner.overlaps(&body), "{}", what(&client.id.to_string()));
            }
            for mark in &scene.marks {
                let Mark::Pips(pips) = mark else { continue };
                for pip in &pips.pips {
                    let body = Rect::new(pip.at.x, pip.at.y, 0.0, 0.0).grown(pips.radius);
                    assert!(!corner.overlaps(&body), "{}", what("a vote"));
                }
            }
        }
    }
}

#[test]
fn clients_do_not_stand_on_one_another_however_low_the_stage() {
    let mut stage = Stage::nodes(5);
    stage.give(Command::Load { clients: 20, pause_us: 50_000 });
    for size in [(1080.0, 180.0), (1080.0, 466.0), (390.0, 390.0)] {
        let scene = at_size(&mut stage, size);
        let clients: Vec<_> = scene.clients().collect();
        for pair in clients.windows(2) {
            let apart = pair[0].at.distance(pair[1].at);
            assert!(apart >= 2.0 * pair[0].size, "{size:?}: {apart} and {}", pair[0].size);
        }
    }
}

/// The first hull below a point.
fn hull_below(scene: &Scene, from: Point) -> Option<ClusterId> {
    (0..600).find_map(|step| {
        let at = Point { x: from.x, y: from.y + step as f32 };
        scene.hulls().find(|hull| inside(&hull.outline, at)).map(|hull| hull.cluster)
    })
}

#[test]
fn a_title_stands_over_its_own_hull_also_when_a_node_has_not_crossed() {
    for down in 1..=5 {
        let mut stage = Stage::led(5);
        stage.give(Command::Crash { node: NodeId(down) });
        stage.run_ms(1_000);
        let part = |members, start, end| Part { members, ranges: KeyRanges::of([KeyRange::new(start, end)]) };
        let (left, right) = (part(NodeSet::from([1, 2, 3]), "", "m"), part(NodeSet::from([4, 5]), "m", ""));
        stage.give(Command::Split { cluster: ClusterId(1), into: vec![left, right] });
        stage.run_ms(2_000);
        // On a telephone on its side there is no room beside a node in the middle.
        for (size, covered) in COVERED.into_iter().filter(|(size, _)| size.1 > 300.0) {
            stage.view.covered = covered;
            let scene = at_size(&mut stage, size);
            for hull in scene.hulls() {
                let mut others = scene.hulls().filter(|other| other.cluster != hull.cluster);
                let apart = others.all(|other| hull.outline.iter().all(|&at| !inside(&other.outline, at)));
                // Whoever stands above has room to step aside; the others as much as their house has.
                assert!(apart || down != 2, "{}: {size:?}", hull.cluster);
            }
            let titles: Vec<_> = scene.titles().collect();
            assert_eq!(titles.len(), 2, "{size:?}");
            for title in titles {
                let below = hull_below(&scene, title.at);
                assert_eq!(below, Some(title.cluster), "{size:?}, n{down} is down");
            }
        }
    }
}

/// What the lines of a title take up; the second only if there is one.
fn room(title: &Title) -> Vec<Rect> {
    let wide = width(&title.name, title.size) + width(&title.epoch, title.small) + 1.7 * title.small;
    let line = |y: f32, wide: f32, high: f32| Rect::new(title.at.x - wide / 2.0, y - high / 2.0, wide, high);
    let mut lines = vec![line(title.at.y - 0.75 * title.small - 0.62 * title.size, wide, 1.5 * title.small)];
    if !title.detail.is_empty() {
        lines.push(line(title.at.y, width(&title.detail, title.small), title.small));
    }
    lines
}

#[test]
fn no_title_and_no_crown_stands_on_the_name_of_a_part() {
    let halves = |members: [u32; 3], start, end| Part {
        members: NodeSet::from(members),
        ranges: KeyRanges::of([KeyRange::new(start, end)]),
    };
    let mut stages = Vec::new();
    for seed in 1..=8 {
        let mut six = Stage::of(Setup::one_cluster(6, seed));
        six.until(|world| leader(world, 1).is_some());
        six.run_ms(200);
        let into = vec![halves([1, 2, 3], "", "m"), halves([4, 5, 6], "m", "")];
        six.give(Command::Split { cluster: ClusterId(1), into });
        stages.push(six);
    }
    let mut nine = Stage::led(9);
    nine.run_ms(200);
    nine.give(in_thirds());
    let mut three = three_clusters();
    three.give(Command::Merge { coordinator: ClusterId(2), others: vec![ClusterId(3)], members: None });
    stages.extend([nine, three]);
    let mut plates = 0;
    for (what, mut stage) in stages.into_iter().enumerate() {
        for _ in 0..200 {
            stage.run_ms(2);
            for size in SIZES.into_iter().chain([(1080.0, 465.0)]) {
                let scene = at_size(&mut stage, size);
                for lobe in scene.lobes() {
                    plates += 1;
                    let plate = lobe.plate();
                    for title in scene.titles() {
                        let free = room(title).iter().all(|line| !line.overlaps(&plate));
                        assert!(free, "{what} at {size:?}: {title:?} on {plate:?}");
                    }
                    for node in scene.nodes().filter(|node| node.face == Face::Leader) {
                        let r = node.radius;
                        let crown = Rect::new(node.at.x - 0.4 * r, node.at.y - 1.7 * r, 0.8 * r, 0.5 * r);
                        assert!(!crown.overlaps(&plate), "{what} at {size:?}: {} on {plate:?}", node.id);
                    }
                }
            }
        }
    }
    assert!(plates > 500, "{plates}");
}
