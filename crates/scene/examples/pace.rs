//! How long a frame takes before the browser comes in: easing, composing, and the painting itself with a brush that does
//! nothing. `cargo run --release -p recraft-scene --example pace`

use std::hint::black_box;
use std::time::Instant;

use recraft_scene::compose::scene;
use recraft_scene::geometry::{Point, Rect};
use recraft_scene::motion::Motion;
use recraft_scene::paint::{Brush, Face, Stroke, paint};
use recraft_scene::palette::Ink;
use recraft_scene::view::View;
use recraft_sim::command::Command;
use recraft_sim::setup::Setup;
use recraft_sim::world::World;

/// Counts what it is asked to do.
#[derive(Default)]
struct Counter {
    paths: u64,
    strokes: u64,
    words: u64,
}

impl Brush for Counter {
    fn begin(&mut self) {
        self.paths += 1;
    }
    fn move_to(&mut self, _: Point) {
        self.paths += 1;
    }
    fn line_to(&mut self, _: Point) {
        self.paths += 1;
    }
    fn quad_to(&mut self, _: Point, _: Point) {
        self.paths += 1;
    }
    fn arc(&mut self, _: Point, _: f32, _: f32, _: f32) {
        self.paths += 1;
    }
    fn close(&mut self) {
        self.paths += 1;
    }
    fn rect(&mut self, _: Rect) {
        self.paths += 1;
    }
    fn fill(&mut self, _: Ink, _: f32) {
        self.strokes += 1;
    }
    fn stroke(&mut self, _: Stroke) {
        self.strokes += 1;
    }
    fn text(&mut self, text: &str, _: Point, _: Face) {
        self.words += black_box(text.len() as u64).min(1);
    }
}

fn main() {
    for (nodes, clients) in [(5, 3), (25, 10), (100, 40)] {
        let mut world = World::new(Setup::one_cluster(nodes, 1));
        world.command(Command::Load { clients, pause_us: 2_000 }).ok();
        world.run_until(2_000_000);
        let (view, mut motion, mut brush) = (View::sized(1280.0, 620.0), Motion::new(), Counter::default());
        let mut times: [Vec<f64>; 3] = Default::default();
        let frames = 300;
        for _ in 0..frames {
            world.run_until(world.now_us() + 1_000);
            let start = Instant::now();
            motion.advance(&world, &view, 1.0 / 60.0);
            let eased = Instant::now();
            let picture = scene(&world, &view, &motion);
            let composed = Instant::now();
            paint(&picture, &mut brush);
            let painted = Instant::now();
            for (place, (from, to)) in
                [(start, eased), (eased, composed), (composed, painted)].into_iter().enumerate()
            {
                times[place].push((to - from).as_secs_f64() * 1e6);
            }
        }
        let median = |times: &mut Vec<f64>| {
            times.sort_by(f64::total_cmp);
            times[times.len() / 2]
        };
        let [ease, compose, painting] = &mut times;
        println!(
            "{nodes} nodes, {} in flight: ease {:.0} µs, compose {:.0} µs, paint {:.0} µs; a frame has {} path steps, {} fills and strokes, {} words",
            world.flights().count(),
            median(ease),
            median(compose),
            median(painting),
            brush.paths / frames,
            brush.strokes / frames,
            brush.words / frames
        );
    }
}
