//! The space-time diagram: a lane for each node, time to the right, messages as lines from their sending to their arrival.
//!
//! ```text
//! World ──► Lives ──┐
//!           Traffic ┼─► Diagram ──► Brush: canvas, SVG
//!           Cone ───┘   what is where
//! ```
//!
//! [`lives`] reads off the record what each node was and when; [`cone`] finds what could have influenced what; [`diagram`] says
//! what is where, as a value; [`paint`] says how it looks, for any brush; [`hit`] finds what is under a pointer.
//!
//! A lane's band has the hue of the cluster and the shade of the term, so that an epoch's end is a change of colour; it is thick
//! while the node leads and gone while it is down. What is not on its way any more and could not be drawn is counted, not passed
//! over in silence.

pub mod cone;
pub mod diagram;
pub mod hit;
pub mod lives;
mod paint;

pub use cone::{Cone, Focus};
pub use diagram::{Diagram, Look};
pub use hit::hit;
pub use lives::{Lives, Sign};
pub use paint::{paint, svg};
