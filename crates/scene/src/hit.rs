//! What is under the pointer.

use crate::geometry::{Point, pt};
use crate::scene::{Fare, Scene};
use crate::view::Target;

/// Nothing that can be pointed at has a smaller radius than this, so that a finger finds it (44 px across).
const TOUCH: f32 = 22.0;
/// A message is caught from this far away; several may be close together, so the nearest counts.
const CATCH: f32 = 18.0;

/// The same for a finger, which hides what it points at.
const CATCH_TOUCH: f32 = 30.0;

/// What is at `x`, `y`: a message before a node before a client before a cluster; of several the nearest.
#[must_use]
pub fn hit(scene: &Scene, x: f32, y: f32) -> Option<Target> {
    find(scene, pt(x, y), CATCH)
}

/// What a finger at `x`, `y` means: as [`hit`], but messages are caught from farther away.
#[must_use]
pub fn touch(scene: &Scene, x: f32, y: f32) -> Option<Target> {
    find(scene, pt(x, y), CATCH_TOUCH)
}

fn find(scene: &Scene, p: Point, catch: f32) -> Option<Target> {
    let nearest = |found: &mut dyn Iterator<Item = (Target, f32, f32)>| {
        found
            .filter(|(_, distance, reach)| distance <= reach)
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(it, ..)| it)
    };
    let on_disc =
        scene.nodes().find(|node| node.at.distance(p) < 0.7 * node.radius).map(|node| Target::Node(node.id));
    let signs = scene.flights().filter(|flight| matches!(flight.fare, Fare::Flying));
    let signs = signs.map(|flight| (flight.id, flight.at, flight.size.max(catch)));
    let specks = scene.specks().map(|speck| (speck.id, speck.at, catch));
    let mut flights = signs.chain(specks).map(|(id, at, reach)| (Target::Flight(id), at.distance(p), reach));
    let mut nodes = scene
        .nodes()
        .map(|node| (Target::Node(node.id), node.at.distance(p), (node.radius * 1.25).max(TOUCH)));
    let mut clients = scene
        .clients()
        .map(|client| (Target::Client(client.id), client.at.distance(p), (client.size * 1.4).max(TOUCH)));
    // The heart of a disc is always the node's, whatever flies over it.
    on_disc
        .or_else(|| nearest(&mut flights))
        .or_else(|| nearest(&mut nodes))
        .or_else(|| nearest(&mut clients))
        .or_else(|| cluster(scene, p))
}

fn cluster(scene: &Scene, p: Point) -> Option<Target> {
    let title = scene.titles().find(|title| {
        let half = (crate::text::width(&title.detail, title.small).max(title.size * 5.0) / 2.0).max(TOUCH);
        (title.at.x - p.x).abs() < half
            && p.y < title.at.y + title.small
            && p.y > title.at.y - 2.2 * title.size
    });
    let hull = || scene.hulls().filter(|hull| inside(&hull.outline, p)).last();
    title.map(|title| title.cluster).or_else(|| hull().map(|hull| hull.cluster)).map(Target::Cluster)
}

/// Whether a point lies within a closed outline.
#[must_use]
pub fn inside(outline: &[Point], p: Point) -> bool {
    let mut within = false;
    for (i, a) in outline.iter().enumerate() {
        let b = outline[(i + 1) % outline.len()];
        if (a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x {
            within = !within;
        }
    }
    within
}
