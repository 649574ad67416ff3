//! What is where in a space-time diagram.

use recraft_protocol::table::Table;
use recraft_words::t;

use recraft_protocol::types::{ClusterId, NodeId};
use recraft_sim::flight::{Endpoint, Fate, Flight, FlightId};
use recraft_sim::traffic::{End, Moment, Sent};
use recraft_sim::world::World;

use super::cone::Cone;
use super::lives::{Lives, Sign, State, Stretch};
use crate::geometry::{Point, pt};
use crate::glyph::Glyph;
use crate::palette::{Theme, step_of_term};
use crate::view::Target;

/// How the world's past is looked at.
#[derive(Clone)]
pub struct Look<'a> {
    /// The diagram's width in CSS pixels.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// Light or dark.
    pub theme: Theme,
    /// The time at the left edge of the plot, in microseconds.
    pub from_us: f64,
    /// How much time the plot shows, in microseconds.
    pub span_us: f64,
    /// What is selected.
    pub selection: Option<Target>,
    /// What is under the pointer.
    pub hover: Option<Target>,
    /// What the selected thing could have been influenced by and could have influenced: the rest is dimmed.
    pub cone: Option<&'a Cone>,
    /// The clusters' hues in degrees.
    pub hues: &'a dyn Fn(ClusterId) -> u16,
}

/// How wide the names of the lanes are.
pub const NAMES: f32 = 58.0;
/// How high the axis is.
pub const AXIS: f32 = 20.0;
/// The least height of a lane: more of them make the diagram higher than its window.
pub const LANE_MIN: f32 = 17.0;
/// How many message lines are drawn at most.
pub const LINES_MAX: usize = 1_200;

/// A lane.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Whose: a node, or all clients.
    pub node: Option<NodeId>,
    /// Its name.
    pub name: String,
    /// The height of its middle.
    pub y: f32,
    /// Whether it is selected.
    pub selected: bool,
    /// The hue and term step of the node at the right edge.
    pub hue: Option<(u16, u8)>,
    /// The cluster, where it begins a group of lanes.
    pub group: Option<ClusterId>,
}

/// A stretch of a lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// From here.
    pub from: Point,
    /// To here, at the same height.
    pub to: f32,
    /// Hue and term step; `None` for a spare.
    pub hue: Option<(u16, u8)>,
    /// Whether the node leads.
    pub leads: bool,
    /// Whether it runs.
    pub up: bool,
    /// Whether it lies outside the cone.
    pub dim: bool,
}

/// How a message's line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Heartbeats, acknowledgements, what clients ask and hear.
    Routine,
    /// Entries.
    Entries,
    /// Votes, snapshots, pulls, merges: what changes something.
    Story,
}

/// A message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Which.
    pub id: FlightId,
    /// Its sign.
    pub glyph: Glyph,
    /// Where it was sent.
    pub from: Point,
    /// Where it arrived, was lost, or is now.
    pub to: Point,
    /// Where it will arrive, if it is on its way.
    pub onward: Option<Point>,
    /// Whether it was lost.
    pub lost: bool,
    /// Hue and term step of the sender then.
    pub hue: Option<(u16, u8)>,
    /// How it looks.
    pub weight: Weight,
    /// Whether it is selected or under the pointer.
    pub chosen: bool,
    /// Whether it lies outside the cone.
    pub dim: bool,
}

/// A sign on a lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignMark {
    /// The event behind it.
    pub seq: u64,
    /// Where.
    pub at: Point,
    /// Which.
    pub sign: Sign,
    /// Hue and term step of the node then.
    pub hue: Option<(u16, u8)>,
    /// Whether its event is selected or under the pointer.
    pub chosen: bool,
    /// Whether it lies outside the cone.
    pub dim: bool,
}

/// A line of the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where.
    pub x: f32,
    /// The time there.
    pub label: String,
}

/// The whole diagram.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagram {
    /// Its width in CSS pixels.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// Light or dark.
    pub theme: Theme,
    /// The times.
    pub ticks: Vec<Tick>,
    /// The lanes.
    pub lanes: Vec<Lane>,
    /// What the nodes were.
    pub bands: Vec<Band>,
    /// The messages.
    pub lines: Vec<Line>,
    /// What happened.
    pub signs: Vec<SignMark>,
    /// Where the present is, if it is to be seen.
    pub now_x: Option<f32>,
    /// How many messages are not drawn because there are too many.
    pub left_out: usize,
}

impl Diagram {
    /// The diagram of a world.
    #[must_use]
    pub fn of(world: &World, lives: &Lives, look: &Look) -> Self {
        let plan = Plan::new(world, lives, look);
        let mut diagram = Self {
            width: look.width,
            height: look.height,
            theme: look.theme,
            ticks: plan.ticks(),
            lanes: plan.lanes(),
            ..Self::default()
        };
        let now_x = plan.x(world.now_us());
        diagram.now_x = (now_x <= look.width).then_some(now_x);
        diagram.bands = plan.order.iter().flat_map(|&node| plan.bands(node)).collect();
        plan.messages(&mut diagram);
        diagram.signs = plan.signs();
        diagram
    }
}

/// The order of the lanes: nodes by the cluster they are in now, in the order of the stage's row; spares last.
#[must_use]
pub fn order(world: &World) -> Vec<NodeId> {
    let mut nodes: Vec<(Option<ClusterId>, NodeId)> =
        world.servers().map(|server| (server.node_or_disk().cluster(), server.id())).collect();
    recraft_protocol::order::sort_by_key(&mut nodes, |&(cluster, node)| (cluster.is_none(), cluster, node));
    nodes.into_iter().map(|(_, node)| node).collect()
}

struct Plan<'a> {
    world: &'a World,
    lives: &'a Lives,
    look: &'a Look<'a>,
    order: Vec<NodeId>,
    heights: Table<Endpoint, f32>,
    clients_y: Option<f32>,
    scale: f64,
}

impl<'a> Plan<'a> {
    fn new(world: &'a World, lives: &'a Lives, look: &'a Look<'a>) -> Self {
        let order = order(world);
        let clients = world.clients().next().is_some();
        let count = (order.len() + usize::from(clients)).max(1);
        let step = (look.height - AXIS) / count as f32;
        let y = |place: usize| (place as f32 + 0.5) * step;
        let heights =
            order.iter().enumerate().map(|(place, &node)| (Endpoint::Node(node), y(place))).collect();
        let clients_y = clients.then(|| y(order.len()));
        let scale = f64::from(look.width - NAMES) / look.span_us.max(1.0);
        Self { world, lives, look, order, heights, clients_y, scale }
    }

    fn x(&self, us: u64) -> f32 {
        let x = (us as f64 - self.look.from_us) * self.scale;
        // Far outside is far enough: lines keep their direction.
        NAMES + x.clamp(-1e6, 1e6) as f32
    }

    fn y(&self, end: Endpoint) -> Option<f32> {
        match end {
            Endpoint::Node(_) => self.heights.get(&end).copied(),
            Endpoint::Client(_) => self.clients_y,
            Endpoint::Manager => None,
        }
    }

    fn hue(&self, state: State) -> Option<(u16, u8)> {
        state.cluster.map(|cluster| ((self.look.hues)(cluster), step_of_term(state.at.term)))
    }

    fn is_chosen(&self, target: Target) -> bool {
        self.look.selection == Some(target) || self.look.hover == Some(target)
    }

    fn ticks(&self) -> Vec<Tick> {
        let room = f64::from((self.look.width - NAMES).max(1.0));
        let step_us = step(self.look.span_us * 90.0 / room);
        let first = (self.look.from_us.max(0.0) / step_us).ceil() as u64;
        let last = ((self.look.from_us + self.look.span_us) / step_us).floor().max(0.0) as u64;
        (first..=last.min(first + 60))
            .map(|tick| {
                let us = tick as f64 * step_us;
                Tick { x: self.x(us as u64), label: time(us, step_us) }
            })
            .collect()
    }

    fn lanes(&self) -> Vec<Lane> {
        let end_us = (self.look.from_us + self.look.span_us).clamp(0.0, self.world.now_us() as f64) as u64;
        let mut group = None;
        let mut lane = |&node: &NodeId| {
            let state = self.lives.state(node, end_us);
            let cluster = self.world.server(node).and_then(|server| server.node_or_disk().cluster());
            let begins = cluster.filter(|_| group != cluster);
            group = cluster;
            Lane {
                node: Some(node),
                name: node.to_string(),
                y: self.heights.get(&Endpoint::Node(node)).copied().unwrap_or_default(),
                selected: self.is_chosen(Target::Node(node))
                    || cluster.is_some_and(|cluster| self.is_chosen(Target::Cluster(cluster))),
                hue: state.and_then(|state| self.hue(state)),
                group: begins,
            }
        };
        let mut lanes: Vec<Lane> = self.order.iter().map(&mut lane).collect();
        lanes.extend(self.clients_y.map(|y| Lane {
            node: None,
            name: t!("clients").into(),
            y,
            selected: false,
            hue: None,
            group: None,
        }));
        lanes
    }

    fn bands(&self, node: NodeId) -> Vec<Band> {
        let place = Endpoint::Node(node);
        let Some(y) = self.y(place) else { return Vec::new() };
        let life: Vec<&Stretch> = self.lives.of(node).collect();
        let end_us = self.look.from_us + self.look.span_us;
        let mut bands = Vec::new();
        for (nth, stretch) in life.iter().enumerate() {
            let until_us = life.get(nth + 1).map_or(self.world.now_us(), |next| next.from_us);
            if (until_us as f64) < self.look.from_us || stretch.from_us as f64 > end_us {
                continue;
            }
            let band = |from_us: u64, to_us: u64, dim| Band {
                from: pt(self.x(from_us).max(NAMES), y),
                to: self.x(to_us).min(self.look.width),
                hue: self.hue(stretch.state),
                leads: stretch.state.leads,
                up: stretch.state.up,
                dim,
            };
            let whole = (stretch.from_us, until_us);
            match self.look.cone {
                None => bands.push(band(whole.0, whole.1, false)),
                Some(cone) => {
                    let (past, future) = cone.at(place);
                    let lit = (past.unwrap_or(0), future.unwrap_or(u64::MAX));
                    bands.extend(in_cone(whole, lit).map(|(from, to, dim)| band(from, to, dim)));
                }
            }
        }
        bands
    }

    fn messages(&self, diagram: &mut Diagram) {
        let traffic = self.world.traffic();
        let (from_us, to_us) =
            (self.look.from_us.max(0.0) as u64, (self.look.from_us + self.look.span_us) as u64);
        let shown = || {
            let near = traffic.since(from_us.saturating_sub(traffic.longest_us()));
            near.take_while(move |sent| sent.at.us <= to_us).filter(move |sent| ended_us(sent) >= from_us)
        };
        let mut counts = [0_usize; 3];
        for sent in shown() {
            counts[weight(Glyph::of(&sent.cargo)) as usize] += 1;
        }
        // If there are too many, the routine goes first, then entries; of what is left every so many-th stays.
        let all: usize = counts.iter().sum();
        let (least, count) = if all <= LINES_MAX {
            (Weight::Routine, all)
        } else if counts[1] + counts[2] <= LINES_MAX {
            (Weight::Entries, counts[1] + counts[2])
        } else {
            (Weight::Story, counts[2])
        };
        let every = count.div_ceil(LINES_MAX).max(1);
        let kept = shown().filter(|sent| {
            weight(Glyph::of(&sent.cargo)) >= least || self.is_chosen(Target::Flight(sent.id))
        });
        let kept = kept
            .enumerate()
            .filter(|(nth, sent)| nth % every == 0 || self.is_chosen(Target::Flight(sent.id)));
        diagram.lines.extend(kept.filter_map(|(_, sent)| self.line(sent)));
        diagram.left_out = all.saturating_sub(diagram.lines.len());
        // Equal looks together: they are drawn in one stroke. What is chosen lies on top.
        recraft_protocol::order::sort_by_key(&mut diagram.lines, |line| {
            (line.chosen, !line.dim, line.weight, line.hue, line.id)
        });
    }

    fn line(&self, sent: &Sent) -> Option<Line> {
        let (from_y, to_y) = (self.y(sent.from)?, self.y(sent.to)?);
        let from = pt(self.x(sent.at.us), from_y);
        let way = |us: u64, share: f32| pt(self.x(us), from_y + (to_y - from_y) * share);
        let (to, onward, lost) = match sent.end {
            Some(End::Arrived(at)) => (way(at.us, 1.0), None, false),
            Some(End::Lost { at, way_permille, .. }) => {
                (way(at.us, f32::from(way_permille) / 1000.0), None, true)
            }
            None => match self.world.flight(sent.id) {
                Some(flight) => self.aloft(flight, &way),
                None => (from, None, false),
            },
        };
        let glyph = Glyph::of(&sent.cargo);
        let state = match sent.from {
            Endpoint::Node(node) => self.lives.state(node, sent.at.us),
            Endpoint::Client(_) | Endpoint::Manager => None,
        };
        let chosen = self.is_chosen(Target::Flight(sent.id));
        Some(Line {
            id: sent.id,
            glyph,
            from,
            to,
            onward,
            lost,
            hue: state.and_then(|state| self.hue(state)),
            weight: weight(glyph),
            chosen,
            dim: !chosen && self.look.cone.is_some_and(|cone| !cone.carries(sent)),
        })
    }

    /// A message on its way: as far as it has come, and how it will go on.
    fn aloft(&self, flight: &Flight, way: &impl Fn(u64, f32) -> Point) -> (Point, Option<Point>, bool) {
        let now_us = self.world.now_us();
        let share = flight.travelled_us(now_us) as f32 / flight.way_us().max(1) as f32;
        let lost = matches!(flight.fate, Fate::Lost { at_us, .. } if at_us <= now_us);
        let onward = (!lost && !flight.is_held()).then(|| way(flight.due_us, 1.0));
        (way(now_us, share), onward, lost)
    }

    fn signs(&self) -> Vec<SignMark> {
        let from_us = self.look.from_us.max(0.0) as u64;
        let to_us = (self.look.from_us + self.look.span_us) as u64;
        let mut last: Table<(NodeId, u8), f32> = Table::new();
        let mut marks = Vec::new();
        for happening in self.lives.signs(from_us, to_us) {
            let place = Endpoint::Node(happening.node);
            let Some(y) = self.y(place) else { continue };
            let x = self.x(happening.at.us);
            let chosen = self.is_chosen(Target::Event(happening.at.seq));
            // Signs that would cover each other are one.
            let before = last.insert((happening.node, happening.sign as u8), x);
            if !chosen && before.is_some_and(|before| x - before < 4.0) {
                continue;
            }
            let at = Moment { us: happening.at.us, seq: happening.at.seq };
            marks.push(SignMark {
                seq: happening.at.seq,
                at: pt(x, y),
                sign: happening.sign,
                hue: self.lives.state(happening.node, happening.at.us).and_then(|state| self.hue(state)),
                chosen,
                dim: self.look.cone.is_some_and(|cone| !cone.has(place, at)),
            });
        }
        marks
    }
}

/// When a message was at its end, or now.
fn ended_us(sent: &Sent) -> u64 {
    match sent.end {
        Some(End::Arrived(at) | End::Lost { at, .. }) => at.us,
        None => u64::MAX,
    }
}

/// The parts of a stretch of time, each with whether it lies between the past's end and the future's beginning.
fn in_cone((from, to): (u64, u64), (past, future): (u64, u64)) -> impl Iterator<Item = (u64, u64, bool)> {
    let (past, future) = (past.clamp(from, to), future.clamp(from, to).max(past.clamp(from, to)));
    [(from, past, false), (past, future, true), (future, to, false)].into_iter().filter(|(a, b, _)| a < b)
}

/// How much a message matters to the story.
#[must_use]
pub const fn weight(glyph: Glyph) -> Weight {
    match glyph {
        Glyph::Heartbeat
        | Glyph::Ack
        | Glyph::Housekeeping
        | Glyph::Request
        | Glyph::Reply
        | Glyph::ReplyElsewhere => Weight::Routine,
        Glyph::Append | Glyph::AppendRefused => Weight::Entries,
        _ => Weight::Story,
    }
}

/// The round step (1, 2 or 5 times a power of ten) that is not less than `least_us`.
fn step(least_us: f64) -> f64 {
    let mut step = 1.0;
    loop {
        for factor in [1.0, 2.0, 5.0] {
            if step * factor >= least_us || step > 1e12 {
                return step * factor;
            }
        }
        step *= 10.0;
    }
}

/// A time on the axis, as finely as its steps need.
fn time(us: f64, step_us: f64) -> String {
    if step_us < 1_000.0 {
        format!("{:.3} ms", us / 1_000.0)
    } else if step_us < 1_000_000.0 {
        format!("{:.0} ms", us / 1_000.0)
    } else {
        format!("{:.0} s", us / 1_000_000.0)
    }
}

#[cfg(test)]
mod tests;
