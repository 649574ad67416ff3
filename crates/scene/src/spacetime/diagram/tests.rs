//! The diagrams of runs.

use recraft_sim::command::Command;
use recraft_sim::presets::Preset;

use super::*;
use crate::spacetime::{Focus, hit};

fn world(us: u64, load: u32) -> (World, Lives) {
    let mut world = World::new(Preset::Five.run(3).setup);
    let _ = world.command(Command::Load { clients: load, pause_us: 5_000 });
    world.run_until(us);
    let mut lives = Lives::default();
    lives.take(&world);
    (world, lives)
}

fn look(from_us: f64, span_us: f64) -> Look<'static> {
    Look {
        width: 800.0,
        height: 220.0,
        theme: Theme::Light,
        from_us,
        span_us,
        selection: None,
        hover: None,
        cone: None,
        hues: &|_| 250,
    }
}

#[test]
fn a_line_runs_from_the_lane_of_the_sender_to_that_of_the_receiver_and_to_the_right() {
    let (world, lives) = world(900_000, 0);
    let diagram = Diagram::of(&world, &lives, &look(0.0, 1_000_000.0));
    assert_eq!(diagram.left_out, 0);
    assert_eq!(diagram.lines.len(), world.traffic().iter().count());
    let y = |end: Endpoint| {
        let lane = diagram.lanes.iter().find(|lane| lane.node.map(Endpoint::Node) == Some(end));
        lane.map(|lane| lane.y)
    };
    for line in &diagram.lines {
        let sent = world.traffic().get(line.id).unwrap_or_else(|| panic!("{}", line.id));
        assert_eq!(Some(line.from.y), y(sent.from));
        assert_eq!(Some(line.onward.unwrap_or(line.to).y), y(sent.to));
        assert!(line.onward.unwrap_or(line.to).x > line.from.x);
    }
}

#[test]
fn what_is_too_much_to_draw_is_left_out_from_the_least_telling_on_and_counted() {
    let (world, lives) = world(8_000_000, 20);
    let look = look(0.0, 8_000_000.0);
    let diagram = Diagram::of(&world, &lives, &look);
    assert!(diagram.lines.len() <= LINES_MAX && diagram.left_out > LINES_MAX);
    let near = Diagram::of(&world, &lives, &Look { from_us: 7_950_000.0, span_us: 50_000.0, ..look });
    assert!(near.left_out == 0 && !near.lines.is_empty());
}

#[test]
fn what_lies_outside_the_cone_is_dimmed() {
    let (world, lives) = world(900_000, 0);
    let middle = world.traffic().iter().nth(40).unwrap_or_else(|| panic!("there are messages"));
    let cone = Cone::of(Focus::message(middle), world.traffic());
    let selection = Some(Target::Flight(middle.id));
    let look = Look { cone: Some(&cone), selection, ..look(0.0, 1_000_000.0) };
    let diagram = Diagram::of(&world, &lives, &look);
    let dim = diagram.lines.iter().filter(|line| line.dim).count();
    assert!(dim > 0 && dim < diagram.lines.len(), "{dim} of {}", diagram.lines.len());
    assert!(diagram.lines.iter().any(|line| line.id == middle.id && !line.dim));
}

#[test]
fn a_pointer_finds_messages_signs_and_names() {
    let (world, lives) = world(900_000, 0);
    let diagram = Diagram::of(&world, &lives, &look(0.0, 1_000_000.0));
    let sign = diagram.signs.first().unwrap_or_else(|| panic!("somebody stood for election"));
    assert_eq!(hit(&diagram, sign.at.x, sign.at.y, 6.0), Some(Target::Event(sign.seq)));
    assert_eq!(hit(&diagram, 5.0, diagram.lanes[2].y, 6.0), diagram.lanes[2].node.map(Target::Node));
    let line = diagram.lines.iter().find(|line| line.to.x - line.from.x > 4.0);
    let middle = line.map(|line| (line.from.towards(line.to, 0.5), line.id));
    let (at, _) = middle.unwrap_or_else(|| panic!("there is a line"));
    assert!(matches!(hit(&diagram, at.x, at.y, 6.0), Some(Target::Flight(_))));
    assert_eq!(hit(&diagram, 799.0, 1.0, 3.0), None);
}

#[test]
fn the_axis_has_round_times_that_are_not_crowded() {
    for span_us in [50.0, 4_000.0, 123_456.0, 9_000_000.0, 3.0e9] {
        let (world, lives) = world(10, 0);
        let diagram = Diagram::of(&world, &lives, &look(0.0, span_us));
        let apart = diagram.ticks.windows(2).map(|pair| pair[1].x - pair[0].x);
        assert!(apart.clone().all(|x| x > 60.0), "{span_us}: {:?}", diagram.ticks);
        assert!(diagram.ticks.len() >= 2, "{span_us}: {:?}", diagram.ticks);
    }
}
