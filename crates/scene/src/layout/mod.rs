//! Where everything stands: a pure function of the facts and of the stage's size.
//!
//! Every cluster has a *house*: a cell of the stage with a title above, a line of words below and a ring of places
//! between. Nodes stand on the ring in an arch from the lower left over the top to the lower right, by name; while a
//! cluster is splitting or merging, those who will be (or were) together stand together. All discs have the same
//! size, the largest one with which nothing overlaps. Houses stand in the order of their kinship, in as many rows as
//! make the discs largest. Spares and clients stand at the edges.
//!
//! The same structure gives the same places: nothing moves because a leader changed or a message arrived.

mod houses;
mod pack;
mod ring;

use recraft_protocol::types::{ClientId, ClusterId, NodeId};

pub use houses::{House, Slot, houses};

use crate::facts::{Facts, Standing};
use crate::geometry::{Point, Rect, pt};

/// A node's place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Whose.
    pub node: NodeId,
    /// Where.
    pub at: Point,
    /// How large the disc is.
    pub radius: f32,
}

/// A cluster's place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Home {
    /// Whose.
    pub cluster: ClusterId,
    /// The part of the stage that is its own.
    pub cell: Rect,
}

/// Where everything stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    /// The radius of a member's disc: the picture's unit.
    pub radius: f32,
    /// Whether there are so many nodes that their logs are left out.
    pub crowded: bool,
    /// The members and spares, by name.
    pub spots: Vec<Spot>,
    /// The clusters, in their order.
    pub homes: Vec<Home>,
    /// The clients.
    pub clients: Vec<(ClientId, Point)>,
    /// Half the side of a client's square.
    pub client_size: f32,
    /// The size of a cluster's title in pixels.
    pub title_size: f32,
    /// The size of small words in pixels.
    pub word_size: f32,
}

impl Places {
    /// The place of a node.
    #[must_use]
    pub fn spot(&self, node: NodeId) -> Option<&Spot> {
        self.spots.binary_search_by_key(&node, |spot| spot.node).ok().map(|place| &self.spots[place])
    }

    /// The place of a cluster.
    #[must_use]
    pub fn home(&self, cluster: ClusterId) -> Option<&Home> {
        self.homes.iter().find(|home| home.cluster == cluster)
    }
}

/// How far a node's decorations reach from its centre, in radii.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// To either side.
    pub side: f32,
    /// Upwards: the crown.
    pub up: f32,
    /// Downwards: the log strip.
    pub down: f32,
}

impl Reach {
    /// With everything.
    pub const FULL: Self = Self { side: 1.5, up: 1.5, down: 2.05 };
    /// In a crowd: without a log strip.
    pub const COMPACT: Self = Self { side: 1.3, up: 1.35, down: 1.3 };

    /// What a node takes up with its decorations.
    #[must_use]
    pub fn footprint(&self, at: Point, radius: f32) -> Rect {
        let (side, up, down) = (self.side * radius, self.up * radius, self.down * radius);
        Rect::new(at.x - side, at.y - up, 2.0 * side, up + down)
    }
}

/// How far a hull stays away from its nodes' decorations, in radii.
pub const HULL_PAD: f32 = 0.42;

/// More nodes than this are a crowd.
const CROWD: usize = 40;

/// What a node takes up with its ring, crown and log strip.
#[must_use]
pub fn footprint(at: Point, radius: f32) -> Rect {
    Reach::FULL.footprint(at, radius)
}

/// The shares of the stage, before any radius is known.
struct Frame {
    /// For houses.
    main: Rect,
    /// For clients.
    clients: Rect,
    /// For spares.
    spares: Rect,
    title: f32,
    word: f32,
    /// How high the words below a cluster are.
    below: f32,
}

/// How the stage is shared out. What covers its lower right corner is left out of it: the column above it where the stage is
/// wide, the row beside it where it is high.
fn frame((width, height): (f32, f32), covered: (f32, f32), plan: &Plan) -> Frame {
    let (has_clients, has_spares) = (!plan.clients.is_empty(), !plan.spares.is_empty());
    let small = width.min(height);
    let title = (small * 0.036).clamp(13.0, 22.0);
    let word = (small * 0.024).clamp(11.0, 15.0);
    // A row of votes and a line of words; where the stage is small and high there is more room below the houses.
    let below = word * if is_wide((width, height)) || small >= 480.0 { 3.8 } else { 2.5 };
    let margin = if small < 480.0 { 4.0 } else { 12.0 };
    let stage = Rect::new(margin, margin, width - 2.0 * margin, height - 2.0 * margin);
    let column = (covered.0 - margin).max(0.0);
    let row = (covered.1 - margin).max(0.0);
    if is_wide((width, height)) {
        let side = (width * 0.07).clamp(48.0, 96.0);
        let left = if has_clients { side } else { 0.0 };
        let right = if has_spares { side.max(column) } else { column };
        let main = Rect::new(stage.x + left, stage.y, stage.w - left - right, stage.h);
        let clients = Rect::new(stage.x, stage.y, side, stage.h);
        let spares = Rect::new(stage.right() - side.max(column), stage.y, side.max(column), stage.h - row);
        Frame { main, clients, spares, title, word, below }
    } else {
        let low = if has_clients || has_spares {
            (height * 0.11).clamp(40.0, 72.0).max(row)
        } else if plan.houses.len() > 1 {
            // A second line of words below a cluster reaches a little beyond its house.
            row + 0.7 * word
        } else {
            // The words below the only cluster stand beside what covers the corner.
            (row - below).max(0.0)
        };
        let main = Rect::new(stage.x, stage.y, stage.w, stage.h - low);
        // The row of clients and spares ends where the corner is covered.
        let row = stage.w - column;
        let half = if has_clients && has_spares { row / 2.0 } else { row };
        let clients = Rect::new(stage.x, stage.bottom() - low, half, low);
        let spares = Rect::new(stage.x + row - half, stage.bottom() - low, half, low);
        Frame { main, clients, spares, title, word, below }
    }
}

/// Whether a stage is so wide that what stands at its edges stands at its sides, not below.
#[must_use]
pub fn is_wide((width, height): (f32, f32)) -> bool {
    width > 1.15 * height
}

/// Who has to be placed: what decides the places, beside the stage's size. Equal plans have equal places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    houses: Vec<House>,
    spares: Vec<NodeId>,
    clients: Vec<ClientId>,
}

/// Who has to be placed.
#[must_use]
pub fn plan(facts: &Facts) -> Plan {
    let houses = houses(facts);
    let spares = homeless(facts, &houses);
    Plan { houses, spares, clients: facts.clients.clone() }
}

/// Where everything stands on a stage of this size, of whose lower right corner so much is covered.
#[must_use]
pub fn place(plan: &Plan, size: (f32, f32), covered: (f32, f32)) -> Places {
    let Plan { houses, spares, clients } = plan;
    let frame = frame(size, covered, plan);
    let bands = pack::Bands { above: frame.title * 2.75, below: frame.below };
    let crowded = houses.iter().map(|house| house.slots.len()).sum::<usize>() > CROWD;
    let reach = if crowded { Reach::COMPACT } else { Reach::FULL };
    let packed = pack::pack(houses, frame.main, (bands, reach));

    let mut places = Places {
        radius: packed.radius,
        crowded,
        spots: packed.spots,
        homes: houses
            .iter()
            .zip(&packed.cells)
            .map(|(house, &cell)| Home { cluster: house.cluster, cell })
            .collect(),
        title_size: frame.title,
        word_size: frame.word,
        ..Places::default()
    };
    let spare_radius = (packed.radius * 0.62).max(11.0).min(frame.spares.w.min(frame.spares.h) * 0.36);
    for (number, &node) in spares.iter().enumerate() {
        let at = along(frame.spares, number, spares.len(), spare_radius * 2.9, frame.word * 1.6);
        places.spots.push(Spot { node, at, radius: spare_radius });
    }
    recraft_protocol::order::sort_by_key(&mut places.spots, |spot| spot.node);
    // Many clients, or little room: they become smaller rather than stand on one another.
    let room = frame.clients.w.max(frame.clients.h - 3.2 * frame.word) / clients.len().max(1) as f32;
    places.client_size = (packed.radius * 0.4).clamp(10.0, 20.0).min(room * 0.42).max(2.0);
    for (number, &client) in clients.iter().enumerate() {
        let at = along(frame.clients, number, clients.len(), places.client_size * 3.2, frame.word * 1.6);
        places.clients.push((client, at));
    }
    places
}

/// The nodes that belong to no house: spares, and whoever a merge left out.
fn homeless(facts: &Facts, houses: &[House]) -> Vec<NodeId> {
    let housed = |node: NodeId| houses.iter().any(|house| house.slots.iter().any(|slot| slot.node == node));
    let spare = |standing: &Standing| matches!(standing, Standing::Spare);
    facts.nodes.iter().filter(|node| spare(&node.standing) || !housed(node.id)).map(|node| node.id).collect()
}

/// The `place`-th of `count` spots along the longer side of `strip`, spaced by `pitch` or closer, centred.
fn along(strip: Rect, place: usize, count: usize, pitch: f32, head: f32) -> Point {
    let upright = strip.h > strip.w;
    let room = if upright { strip.h - 2.0 * head } else { strip.w };
    let pitch = pitch.min(room / count as f32);
    let offset = (place as f32 - (count as f32 - 1.0) / 2.0) * pitch;
    let centre = strip.centre();
    if upright { pt(centre.x, centre.y + offset) } else { pt(centre.x + offset, centre.y) }
}
