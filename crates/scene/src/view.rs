//! What the picture depends on besides the world: how large it is, what is selected, how much shall be said.

use recraft_protocol::types::{ClientId, ClusterId, LogId, NodeId};
use recraft_sim::flight::FlightId;
use serde::{Deserialize, Serialize};

use crate::camera::Camera;
use crate::geometry::Point;
use crate::palette::Theme;

/// Something that can be pointed at: on the stage, or in one of the views of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Target {
    /// A node.
    Node(NodeId),
    /// A message in flight.
    Flight(FlightId),
    /// A cluster.
    Cluster(ClusterId),
    /// A client.
    Client(ClientId),
    /// An entry of the logs: the cluster it was appended in, and its place and time.
    Entry(ClusterId, LogId),
    /// An event of the record, by its number.
    Event(u64),
}

/// What is selected: one thing, or nothing.
pub type Selection = Option<Target>;

/// How many labels there are beside messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Labels {
    /// On what is selected or under the pointer, on configuration changes, and on everything in slow motion.
    #[default]
    Auto,
    /// Only on what is selected or under the pointer.
    Few,
    /// On everything.
    All,
}

/// What a hand is doing on the stage at the moment, to be seen under it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Grip {
    /// Nothing.
    #[default]
    Free,
    /// Moving the camera: it follows at once.
    Camera,
    /// Holding a node here, to put it on another side of a partition.
    Node(NodeId, Point),
    /// Drawing a cut from here to there.
    Line(Point, Point),
    /// Drawing from a node to here, to cut or mend that link.
    Link(NodeId, Point),
    /// Holding a message here.
    Flight(FlightId, Point),
}

/// How the world is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// The stage's width in CSS pixels.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// Light or dark.
    pub theme: Theme,
    /// What is selected.
    pub selection: Selection,
    /// What is under the pointer.
    pub hover: Option<Target>,
    /// Whether time runs so slowly that labels can be read.
    pub slow: bool,
    /// How many labels there are.
    pub labels: Labels,
    /// Whether things jump instead of gliding, and messages are drawn as whole arrows.
    pub reduced_motion: bool,
    /// Which part of the stage is looked at.
    pub camera: Camera,
    /// What a hand is doing.
    pub grip: Grip,
    /// How much of the lower right corner is covered by something else: width and height.
    pub covered: (f32, f32),
}

impl View {
    /// A stage of this size with nothing selected.
    #[must_use]
    pub const fn sized(width: f32, height: f32) -> Self {
        Self {
            width,
            height,
            theme: Theme::Light,
            selection: None,
            hover: None,
            slow: false,
            labels: Labels::Auto,
            reduced_motion: false,
            camera: Camera::WHOLE,
            grip: Grip::Free,
            covered: (0.0, 0.0),
        }
    }
}
