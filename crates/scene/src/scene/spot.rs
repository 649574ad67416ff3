//! The spotlight: rings round what a caption speaks of.

use super::{Mark, Scene};
use crate::geometry::Point;
use crate::view::Target;

/// A ring round something that is spoken of.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Its shape.
    pub shape: SpotShape,
    /// How wide its light is.
    pub width: f32,
}

/// The shape of a spotlight.
#[derive(Clone, Debug, PartialEq)]
pub enum SpotShape {
    /// A circle about a point.
    Circle(Point, f32),
    /// A closed, smooth outline.
    Outline(Vec<Point>),
}

impl Scene {
    /// Marks what is spoken of, below everything but hulls and lines. What is not on the stage is not marked.
    pub fn shed_light(&mut self, targets: &[Target]) {
        let spots: Vec<Mark> =
            targets.iter().filter_map(|&target| self.spot(target)).map(Mark::Spot).collect();
        let below =
            |mark: &Mark| matches!(mark, Mark::Hull(_) | Mark::Lobe(_) | Mark::Cut(_) | Mark::Link(_));
        let place = self.marks.iter().position(|mark| !below(mark)).unwrap_or(self.marks.len());
        self.marks.splice(place..place, spots);
    }

    fn spot(&self, target: Target) -> Option<Spot> {
        match target {
            Target::Node(id) => {
                let node = self.node(id)?;
                let shape = SpotShape::Circle(node.at, node.radius * 1.6);
                Some(Spot { shape, width: (node.radius * 0.3).max(5.0) })
            }
            Target::Client(id) => {
                let client = self.clients().find(|client| client.id == id)?;
                Some(Spot {
                    shape: SpotShape::Circle(client.at, client.size * 1.9),
                    width: (client.size * 0.4).max(5.0),
                })
            }
            Target::Cluster(id) => {
                let hull = self.hulls().find(|hull| hull.cluster == id)?;
                Some(Spot {
                    shape: SpotShape::Outline(hull.outline.clone()),
                    width: (self.unit * 0.3).max(6.0),
                })
            }
            Target::Flight(_) | Target::Entry(..) | Target::Event(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use recraft_protocol::types::{ClusterId, NodeId};
    use recraft_sim::presets::Preset;

    use super::*;
    use crate::compose::frame;
    use crate::motion::Motion;
    use crate::view::View;

    #[test]
    fn light_falls_on_what_is_there_and_lies_below_it() {
        let world = Preset::Five.run(1).play(0);
        let mut scene = frame(&world, &View::sized(800.0, 600.0), &mut Motion::new(), 0.016);
        let marks = scene.marks.len();
        scene.shed_light(&[Target::Node(NodeId(2)), Target::Cluster(ClusterId(1)), Target::Node(NodeId(99))]);
        assert_eq!(scene.marks.len(), marks + 2);
        let spot = scene.marks.iter().position(|mark| matches!(mark, Mark::Spot(_))).unwrap();
        let node = scene.marks.iter().position(|mark| matches!(mark, Mark::Node(_))).unwrap();
        let hull = scene.marks.iter().position(|mark| matches!(mark, Mark::Hull(_))).unwrap();
        assert!(hull < spot && spot < node);
        let at = scene.node(NodeId(2)).unwrap().at;
        assert!(
            matches!(&scene.marks[spot], Mark::Spot(Spot { shape: SpotShape::Circle(middle, _), .. }) if *middle == at)
        );
    }
}
