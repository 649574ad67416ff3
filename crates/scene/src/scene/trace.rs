//! What is drawn under a hand.

use crate::geometry::Point;

/// What a hand draws on the stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Trace {
    /// A cut that is being drawn: as far as it will go, and as far as the hand has come.
    Line {
        /// From edge to edge.
        whole: (Point, Point),
        /// Under the hand.
        drawn: (Point, Point),
    },
    /// A link that will be cut or mended: an arrow.
    Link {
        /// From here.
        from: Point,
        /// To there.
        to: Point,
    },
    /// A node that is being put somewhere else: the place it came from.
    Gap {
        /// Where.
        at: Point,
        /// As large as the node.
        radius: f32,
    },
}
