//! From the world to the picture: [`scene`].
//!
//! The marks are made in drawing order, from the back to the front: hulls and their parts, lines and cuts, logs, nodes and
//! clients, messages, words. Each file makes one kind of mark.

mod crowd;
mod cut;
mod flights;
mod hulls;
mod labels;
mod lines;
mod nodes;
mod titles;
mod traces;

use recraft_sim::world::World;

pub(crate) use nodes::CELL_LETTERS;

use crate::facts::Facts;
use crate::geometry::Point;
use crate::motion::Motion;
use crate::scene::Scene;
use crate::view::View;

/// The picture of `world`, looked at as `view` says, with everything where `motion` has it at the moment.
#[must_use]
pub fn scene(world: &World, view: &View, motion: &Motion) -> Scene {
    compose(&Facts::of(world), view, motion)
}

/// Lets `dt_s` seconds of real time pass, and makes the picture: what a page does once a frame, with one look at the world.
#[must_use]
pub fn frame(world: &World, view: &View, motion: &mut Motion, dt_s: f32) -> Scene {
    let facts = Facts::of(world);
    motion.advance_to(&facts, view, dt_s);
    compose(&facts, view, motion)
}

/// The picture of the facts.
pub(crate) fn compose(facts: &Facts, view: &View, motion: &Motion) -> Scene {
    let mut scene = Scene {
        width: view.width,
        height: view.height,
        theme: view.theme,
        unit: motion.seen().radius,
        marks: Vec::with_capacity(4 * facts.nodes.len() + 2 * facts.flights.len() + 16),
    };
    let outlines = hulls::hulls(facts, view, motion, &mut scene);
    lines::lines(facts, motion, &mut scene);
    cut::cut(facts, motion, &mut scene);
    nodes::nodes(facts, view, motion, &mut scene);
    flights::flights(facts, view, motion, &mut scene);
    labels::labels(view, &mut scene);
    titles::titles(facts, view, motion, &outlines, &mut scene);
    cut::spare_words(&mut scene);
    traces::traces(facts, view, motion, &mut scene);
    scene
}

/// Whether anything within `reach` of a point can be seen.
fn in_view(scene: &Scene, at: Point, reach: f32) -> bool {
    at.x > -reach && at.y > -reach && at.x < scene.width + reach && at.y < scene.height + reach
}
