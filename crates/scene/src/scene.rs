//! The picture as a value: a plain list of marks in drawing order.
//!
//! A mark says what is there ("node n2, down, at this place"), with its geometry and its inks by meaning; how a mark
//! looks is said once, in [`crate::paint`], for every renderer. So the picture can be tested, hit-tested and described
//! without a screen.

mod find;
mod hush;
mod room;
mod signs;
mod spot;
mod trace;

pub use spot::{Spot, SpotShape};
pub use trace::Trace;

use recraft_protocol::types::{ClientId, ClusterId, EpochTerm, NodeId};
use recraft_sim::flight::FlightId;

use crate::geometry::{Bow, Point, Rect};
use crate::glyph::Glyph;
use crate::palette::{Ink, Theme};
use crate::text::width;

/// A picture of the world at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// The stage's width in CSS pixels.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// Light or dark.
    pub theme: Theme,
    /// The radius of a member's disc.
    pub unit: f32,
    /// What is on the stage; later marks lie over earlier ones.
    pub marks: Vec<Mark>,
}

/// Something on the stage.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A cluster's hull.
    Hull(Hull),
    /// A part of a hull: a proposed child of a split, a sealed part of a merge.
    Lobe(Lobe),
    /// A partition.
    Cut(Cut),
    /// A line between two nodes.
    Link(Link),
    /// A node's log.
    Strip(Strip),
    /// A node.
    Node(NodeMark),
    /// A client.
    Client(ClientMark),
    /// Messages of one kind among very many.
    Swarm(Swarm),
    /// A message.
    Flight(FlightMark),
    /// What is drawn under a hand.
    Trace(Trace),
    /// A ring round what is spoken of.
    Spot(Spot),
    /// A cluster's title.
    Title(Title),
    /// A row of votes.
    Pips(Pips),
    /// Words.
    Words(Words),
}

/// A cluster's outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Hull {
    /// Whose.
    pub cluster: ClusterId,
    /// A closed, smooth outline.
    pub outline: Vec<Point>,
    /// Hue in degrees.
    pub hue: u16,
    /// How visible it is, 0–1.
    pub alpha: f32,
    /// Whether it is selected.
    pub selected: bool,
    /// Whether it is under the pointer.
    pub hovered: bool,
    /// Whether it takes no more commands: a lid lies on it.
    pub sealed: bool,
    /// Whether its epoch is over, and those in it have yet to cross.
    pub over: bool,
    /// What is stamped on it.
    pub stamp: Option<Stamp>,
}

/// How a part of a hull is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LobeStyle {
    /// Proposed: dashed.
    Proposed,
    /// Agreed: solid.
    Agreed,
    /// Sealed: solid, with a lid.
    Sealed,
}

/// A part of a hull.
#[derive(Clone, Debug, PartialEq)]
pub struct Lobe {
    /// The cluster it will become, or was.
    pub cluster: ClusterId,
    /// A closed, smooth outline.
    pub outline: Vec<Point>,
    /// Hue in degrees.
    pub hue: u16,
    /// How it is drawn.
    pub style: LobeStyle,
    /// How visible it is, 0–1.
    pub alpha: f32,
    /// Where its name stands.
    pub name_at: Point,
    /// The size of its name.
    pub size: f32,
}

impl Lobe {
    /// The plate of its name.
    pub fn plate(&self) -> Rect {
        let half = width(&self.cluster.to_string(), self.size) / 2.0 + 0.5 * self.size;
        Rect::new(self.name_at.x - half, self.name_at.y - 0.75 * self.size, 2.0 * half, 1.5 * self.size)
    }
}

/// A cut across the stage: polylines along which it is torn.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// The pieces.
    pub lines: Vec<(Point, Point)>,
    /// How wide the tear is.
    pub width: f32,
}

/// What a line between nodes says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// The first follows the second.
    Follows,
    /// What the first sends to the second is lost.
    Severed,
    /// The first coordinates a merge with the second: no vote yet.
    Thread,
    /// The same: voted yes.
    ThreadYes,
}

/// A line between two nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Which nodes.
    pub ends: (NodeId, NodeId),
    /// Its way.
    pub path: Bow,
    /// What it says.
    pub kind: LinkKind,
    /// Hue in degrees.
    pub hue: u16,
}

impl Link {
    /// The middle of the sign on a thread, and half its size.
    pub(crate) fn sign(&self, unit: f32) -> Option<(Point, f32)> {
        let thread = matches!(self.kind, LinkKind::Thread | LinkKind::ThreadYes);
        thread.then(|| (self.path.at(0.86), (unit * 0.3).clamp(7.0, 14.0)))
    }
}

/// What a log cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Committed: filled.
    Committed,
    /// Not committed: outlined.
    Open,
    /// Missing: dashed.
    Missing,
    /// Only in a snapshot: low and filled.
    Compacted,
}

/// A message among very many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speck {
    /// Which.
    pub id: FlightId,
    /// Where it is.
    pub at: Point,
    /// Where its trail begins.
    pub tail: Point,
}

/// Messages of one kind and colour, drawn together: with very many of them, each is a speck with a trail.
#[derive(Clone, Debug, PartialEq)]
pub struct Swarm {
    /// Their sign.
    pub glyph: Glyph,
    /// Their colour.
    pub ink: Ink,
    /// Half the size of a sign.
    pub size: f32,
    /// The messages.
    pub specks: Vec<Speck>,
}

/// One cell of a log.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Which entry.
    pub index: u64,
    /// Its left side.
    pub x: f32,
    /// Its width (cells at the ends of a strip may be cut).
    pub w: f32,
    /// What it says.
    pub look: Look,
    /// Its colour.
    pub ink: Ink,
    /// Whether it changes the configuration.
    pub config: bool,
    /// Whether it ends an epoch.
    pub boundary: bool,
}

/// The last cells of a node's log.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// Whose.
    pub node: NodeId,
    /// The cells' upper side.
    pub y: f32,
    /// Their height.
    pub h: f32,
    /// The cells, in order.
    pub cells: Vec<Cell>,
    /// What is written in the cells, for those that are large enough: where, and what.
    pub texts: Vec<(Point, String)>,
    /// The index of the last cell, to be written out.
    pub last: Option<(u64, Point, f32)>,
}

/// What a node's disc says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Face {
    /// Filled.
    Follower,
    /// Double ring and crown.
    Leader,
    /// Turning dashed ring: so many pieces of it filled.
    Candidate {
        /// Votes that count.
        given: usize,
        /// Votes needed; 0 while it is not said how many.
        needed: usize,
        /// How far the ring has turned, in radians.
        turn: f32,
    },
    /// Hollow and crossed.
    Down,
    /// Dotted.
    Spare,
}

/// The `e.t` badge; while it rolls, with the time before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Badge {
    /// The node's time.
    pub now: EpochTerm,
    /// The time before, while the badge rolls.
    pub before: Option<EpochTerm>,
    /// How far it has rolled, 0–1.
    pub roll: f32,
}

/// A node.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeMark {
    /// Which.
    pub id: NodeId,
    /// Where.
    pub at: Point,
    /// The disc's radius.
    pub radius: f32,
    /// What it is.
    pub face: Face,
    /// Whether it is so small that it bears its name and nothing else.
    pub plain: bool,
    /// Hue in degrees.
    pub hue: u16,
    /// The term's lightness step.
    pub step: u8,
    /// Epoch and term.
    pub badge: Badge,
    /// How much of its election timer is left.
    pub ring: Option<f32>,
    /// The same in milliseconds, if the disc is large enough to say so.
    pub timer_ms: Option<u32>,
    /// How far to the right of it the words above a candidate stand.
    pub aside: f32,
    /// How many parts of a merge it holds, and of how many.
    pub parts: Option<(usize, usize)>,
    /// Whether it waits for a pull.
    pub pulling: bool,
    /// Whether it is selected.
    pub selected: bool,
    /// Whether it is under the pointer.
    pub hovered: bool,
    /// Whether a violated property names it.
    pub alarmed: bool,
}

/// A client.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientMark {
    /// Which.
    pub id: ClientId,
    /// Where.
    pub at: Point,
    /// Half the side.
    pub size: f32,
    /// Whether it is selected.
    pub selected: bool,
    /// Whether it is under the pointer.
    pub hovered: bool,
}

/// How a message fares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fare {
    /// On its way.
    Flying,
    /// Lost: it has broken, and this much of it is left to see, 1 to 0.
    Broken(f32),
}

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct FlightMark {
    /// Which.
    pub id: FlightId,
    /// Its sign.
    pub glyph: Glyph,
    /// Its way.
    pub path: Bow,
    /// How far it has come, 0–1.
    pub share: f32,
    /// Where it is.
    pub at: Point,
    /// Where it heads, a vector of length one.
    pub heading: Point,
    /// Half the size of its sign.
    pub size: f32,
    /// Its colour; that of its sender's cluster and term.
    pub ink: Ink,
    /// The entries it carries: their colours, and how many more there are.
    pub cells: Vec<Ink>,
    /// Entries beyond the cells drawn.
    pub more: usize,
    /// What is written beside it.
    pub label: Option<String>,
    /// The middle of the label.
    pub label_at: Point,
    /// Whether the label is the name of a configuration change, which is always worth reading.
    pub news: bool,
    /// How it fares.
    pub fare: Fare,
    /// Whether its whole way is drawn.
    pub whole: bool,
    /// How strongly that is, 0–1.
    pub strength: f32,
    /// Whether it stands still until somebody lets it go on.
    pub held: bool,
    /// Whether it is selected.
    pub selected: bool,
    /// Whether it is under the pointer.
    pub hovered: bool,
}

impl FlightMark {
    /// Whether its label is news, told without being asked for.
    pub(crate) const fn is_news(&self) -> bool {
        self.news && !self.whole
    }
}

/// What a cluster has decided on a merge, stamped above its hull, where no message passes: the coordinator's decision while it is
/// being carried out, another's no for a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stamp {
    /// What it says.
    pub text: &'static str,
    /// Its middle.
    pub at: Point,
    /// The size of its letters.
    pub size: f32,
}

/// A cluster's title.
#[derive(Clone, Debug, PartialEq)]
pub struct Title {
    /// Whose.
    pub cluster: ClusterId,
    /// The middle of its lower line.
    pub at: Point,
    /// Its name.
    pub name: String,
    /// Its epoch.
    pub epoch: String,
    /// Keys and quorum.
    pub detail: String,
    /// Hue in degrees.
    pub hue: u16,
    /// The size of the name.
    pub size: f32,
    /// The size of the rest.
    pub small: f32,
    /// How visible it is, 0–1.
    pub alpha: f32,
}

/// One vote of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pip {
    /// Whose.
    pub node: NodeId,
    /// The middle.
    pub at: Point,
    /// Whether it is given.
    pub given: bool,
    /// Hue in degrees.
    pub hue: u16,
}

/// Votes being gathered by a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Pips {
    /// Whose.
    pub cluster: ClusterId,
    /// The votes, given ones first within each count.
    pub pips: Vec<Pip>,
    /// Where the bars stand that mark how many are needed.
    pub bars: Vec<Point>,
    /// A pip's radius.
    pub radius: f32,
}

/// How words are placed about their point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// They begin there.
    Start,
    /// It is their middle.
    Middle,
    /// They end there.
    End,
}

/// Words on the stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// What they say.
    pub text: String,
    /// Where: the middle of their height.
    pub at: Point,
    /// Their size in pixels.
    pub size: f32,
    /// How they lie about the point.
    pub align: Align,
    /// Their colour.
    pub ink: Ink,
    /// Whether they are bold.
    pub bold: bool,
    /// Whether they have a ground of their own, since they may lie over other marks.
    pub ground: bool,
    /// The cluster they speak of.
    pub about: Option<ClusterId>,
}
