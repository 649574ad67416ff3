//! A film strip: steps worlds through their stories and writes pictures of the moments as SVG files.
//!
//! `cargo run -p recraft-scene --example film -- DIRECTORY [STORY] [WIDTHxHEIGHT] [dark]`

use std::path::{Path, PathBuf};

use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::types::{ClusterId, NodeId, NodeSet};
use recraft_scene::compose::scene;
use recraft_scene::motion::Motion;
use recraft_scene::palette::Theme;
use recraft_scene::svg::svg;
use recraft_scene::view::View;
use recraft_sim::command::{Command, Part};
use recraft_sim::setup::Setup;
use recraft_sim::world::World;

/// A camera on a world: frames of a sixtieth of a second, time slowed down as told.
struct Film {
    world: World,
    motion: Motion,
    view: View,
    directory: PathBuf,
    story: String,
    shots: u32,
}

impl Film {
    fn new(setup: Setup, view: View, directory: &Path, story: &str) -> Self {
        let world = World::new(setup);
        let (motion, directory, story) = (Motion::new(), directory.to_owned(), story.to_owned());
        Self { world, motion, view, directory, story, shots: 0 }
    }

    /// Runs to a virtual time, easing as it goes at `speed` virtual seconds a real one.
    fn run(&mut self, until_ms: f64, speed: f64) {
        let (frame_us, end) = ((speed * 1e6 / 60.0).max(1.0) as u64, (until_ms * 1e3).round() as u64);
        while self.world.now_us() < end {
            let next = self.world.now_us() + frame_us;
            self.world.run_until(next.min(end));
            self.motion.advance(&self.world, &self.view, 1.0 / 60.0);
        }
    }

    /// Runs frame by frame until something is so, or for ten virtual seconds.
    fn until(&mut self, speed: f64, so: impl Fn(&World) -> bool) {
        let end = self.world.now_us() + 10_000_000;
        let frame_us = (speed * 1e6 / 60.0).max(1.0) as u64;
        while !so(&self.world) && self.world.now_us() < end {
            let next = self.world.now_us() + frame_us;
            self.world.run_until(next);
            self.motion.advance(&self.world, &self.view, 1.0 / 60.0);
        }
    }

    /// Lets the interface come to rest while the world is paused.
    fn settle(&mut self) {
        for _ in 0..90 {
            self.motion.advance(&self.world, &self.view, 1.0 / 60.0);
        }
    }

    fn now_ms(&self) -> f64 {
        self.world.now_us() as f64 / 1e3
    }

    fn give(&mut self, command: Command) {
        let told = format!("{command:?}");
        if let Err(error) = self.world.command(command) {
            eprintln!("{}: {told}: {error:?}", self.story);
        }
    }

    fn shot(&mut self, name: &str) {
        self.shots += 1;
        let picture = scene(&self.world, &self.view, &self.motion);
        let file = self.directory.join(format!("{}-{:02}-{name}.svg", self.story, self.shots));
        if let Err(error) = std::fs::write(&file, svg(&picture)) {
            eprintln!("{}: {error}", file.display());
        }
    }
}

fn has_leader(world: &World) -> bool {
    world.clusters().iter().any(|cluster| cluster.leader.is_some() && !cluster.ended)
}

fn all_lead(world: &World, count: usize) -> bool {
    let clusters = world.clusters();
    clusters.len() == count && clusters.iter().all(|cluster| cluster.leader.is_some())
}

fn leader(world: &World, cluster: u32) -> NodeId {
    world.cluster(ClusterId(cluster)).and_then(|cluster| cluster.leader).unwrap_or(NodeId(1))
}

fn in_thirds() -> Vec<Part> {
    let part = |members, start, end| Part { members, ranges: KeyRanges::of([KeyRange::new(start, end)]) };
    vec![
        part(NodeSet::from([1, 2, 3]), "", "h"),
        part(NodeSet::from([4, 5, 6]), "h", "p"),
        part(NodeSet::from([7, 8, 9]), "p", ""),
    ]
}

fn election(mut film: Film) {
    film.run(40.0, 0.05);
    film.shot("idle");
    film.until(0.01, |world| {
        world.servers().any(|server| server.node().is_some_and(|node| node.voted_for() == Some(node.id())))
    });
    film.run(film.now_ms() + 6.0, 0.01);
    film.shot("candidate");
    film.run(film.now_ms() + 12.0, 0.01);
    film.shot("votes");
    film.until(0.01, has_leader);
    film.run(film.now_ms() + 8.0, 0.01);
    film.shot("leader");
    film.give(Command::Load { clients: 3, pause_us: 8_000 });
    film.run(film.now_ms() + 900.0, 0.1);
    film.shot("load");
    let first = leader(&film.world, 1);
    film.give(Command::Crash { node: first });
    film.run(film.now_ms() + 30.0, 0.05);
    film.shot("crash");
    film.until(0.02, has_leader);
    film.run(film.now_ms() + 200.0, 0.1);
    film.view.selection = Some(recraft_scene::view::Target::Node(leader(&film.world, 1)));
    film.shot("second-leader");
}

fn partition(mut film: Film) {
    film.until(0.1, has_leader);
    film.give(Command::Load { clients: 2, pause_us: 8_000 });
    film.run(film.now_ms() + 300.0, 0.1);
    let alone = leader(&film.world, 1);
    let other = NodeId(alone.0 % 5 + 1);
    film.give(Command::Partition { groups: vec![[alone, other].into_iter().collect()] });
    film.run(film.now_ms() + 60.0, 0.05);
    film.shot("cut");
    film.run(film.now_ms() + 700.0, 0.1);
    film.shot("two-leaders");
    film.give(Command::Heal);
    film.run(film.now_ms() + 25.0, 0.02);
    film.shot("healed");
    film.give(Command::Partition { groups: vec![[alone].into_iter().collect()] });
    film.run(film.now_ms() + 700.0, 0.1);
    film.view.slow = true;
    film.shot("alone");
}

fn split(mut film: Film) {
    film.until(0.1, has_leader);
    film.give(Command::Load { clients: 3, pause_us: 15_000 });
    film.run(film.now_ms() + 400.0, 0.1);
    film.give(Command::Split { cluster: ClusterId(1), into: in_thirds() });
    film.run(film.now_ms() + 9.0, 0.01);
    film.shot("proposed");
    film.until(0.01, |world| {
        let lead = leader(world, 1);
        world.server(lead).and_then(|server| server.node()).is_some_and(|node| {
            matches!(node.configuration().stage, recraft_protocol::config::Stage::SplitLeaving(_))
        })
    });
    film.run(film.now_ms() + 4.0, 0.01);
    film.shot("agreed");
    film.run(film.now_ms() + 14.0, 0.01);
    film.shot("travelling");
    film.until(0.01, |world| world.clusters().len() > 1);
    film.run(film.now_ms() + 2.0, 0.01);
    film.shot("pinching");
    film.run(film.now_ms() + 6.0, 0.03);
    film.shot("drifting");
    film.run(film.now_ms() + 25.0, 0.05);
    film.settle();
    film.shot("apart");
    film.until(0.1, |world| all_lead(world, 3));
    film.run(film.now_ms() + 300.0, 0.1);
    film.shot("three");
}

fn merge(mut film: Film) {
    film.until(0.1, has_leader);
    film.run(film.now_ms() + 200.0, 0.1);
    film.give(Command::Split { cluster: ClusterId(1), into: in_thirds() });
    film.until(0.1, |world| all_lead(world, 3));
    film.give(Command::Load { clients: 3, pause_us: 15_000 });
    film.run(film.now_ms() + 400.0, 0.1);
    let ids: Vec<ClusterId> = film.world.clusters().iter().map(|cluster| cluster.cluster).collect();
    film.give(Command::Merge { coordinator: ids[0], others: vec![ids[2]], members: None });
    film.run(film.now_ms() + 45.0, 0.01);
    film.shot("asking");
    let leaving = |world: &World| {
        world
            .clusters()
            .iter()
            .any(|cluster| matches!(cluster.stage(), recraft_protocol::config::Stage::MergeLeaving(_)))
    };
    film.until(0.005, leaving);
    film.run(film.now_ms() + 6.0, 0.01);
    film.shot("decided");
    film.until(0.005, |world| world.clusters().iter().any(|cluster| cluster.epoch == 2));
    film.run(film.now_ms() + 3.0, 0.02);
    film.shot("crossing");
    film.run(film.now_ms() + 20.0, 0.05);
    film.shot("exchange");
    film.settle();
    film.shot("exchange-settled");
    film.until(0.02, |world| all_lead(world, 2));
    film.run(film.now_ms() + 300.0, 0.1);
    film.settle();
    film.shot("merged");
}

fn laggard(mut film: Film) {
    film.until(0.1, has_leader);
    film.run(film.now_ms() + 200.0, 0.1);
    film.give(Command::Crash { node: NodeId(5) });
    film.give(Command::Split { cluster: ClusterId(1), into: in_thirds() });
    film.until(0.1, |world| world.clusters().iter().filter(|cluster| cluster.leader.is_some()).count() >= 3);
    film.run(film.now_ms() + 400.0, 0.1);
    film.shot("left-behind");
    film.give(Command::Restart { node: NodeId(5) });
    film.until(0.01, |world| {
        world.server(NodeId(5)).and_then(|s| s.node()).is_some_and(|n| n.pulling().is_some())
    });
    film.run(film.now_ms() + 6.0, 0.01);
    film.shot("pulls");
    film.run(film.now_ms() + 18.0, 0.01);
    film.shot("pulled");
    film.run(film.now_ms() + 100.0, 0.1);
    film.settle();
    film.shot("caught-up");
}

fn members(mut film: Film) {
    film.until(0.1, has_leader);
    film.run(film.now_ms() + 200.0, 0.1);
    film.shot("spares");
    film.give(Command::ChangeMembers {
        cluster: ClusterId(1),
        add: NodeSet::from([4, 5]),
        remove: NodeSet::new(),
    });
    film.run(film.now_ms() + 8.0, 0.01);
    film.shot("adding");
    film.run(film.now_ms() + 25.0, 0.01);
    film.shot("adding-2");
    film.run(film.now_ms() + 400.0, 0.1);
    film.settle();
    film.shot("added");
}

fn crowd(mut film: Film) {
    film.until(0.1, has_leader);
    film.give(Command::Load { clients: 8, pause_us: 5_000 });
    film.run(film.now_ms() + 300.0, 0.1);
    film.shot("crowd");
}

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let dark =
        arguments.iter().position(|word| word == "dark").map(|place| arguments.remove(place)).is_some();
    let directory = arguments.first().map_or_else(|| PathBuf::from("/tmp"), PathBuf::from);
    let only = arguments.get(1).cloned().unwrap_or_default();
    let size = arguments.get(2).and_then(|size| size.split_once('x'));
    let (width, height) =
        size.and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?))).unwrap_or((1440.0, 620.0));
    let view = View { theme: if dark { Theme::Dark } else { Theme::Light }, ..View::sized(width, height) };

    let nine = || Setup::one_cluster(9, 7);
    let three_and_spares = || Setup { spares: NodeSet::from([4, 5]), ..Setup::one_cluster(3, 3) };
    type Story = (&'static str, Setup, fn(Film));
    let stories: Vec<Story> = vec![
        ("election", Setup::one_cluster(5, 11), election),
        ("partition", Setup::one_cluster(5, 5), partition),
        ("split", nine(), split),
        ("merge", nine(), merge),
        ("laggard", nine(), laggard),
        ("members", three_and_spares(), members),
        ("seven", Setup::one_cluster(7, 2), crowd),
        ("crowd", Setup::one_cluster(25, 2), crowd),
        ("hundred", Setup::one_cluster(100, 2), crowd),
    ];
    for (name, setup, story) in stories {
        if only.is_empty() || only == name || only == "all" {
            story(Film::new(setup, view, &directory, name));
        }
    }
}
