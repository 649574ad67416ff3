//! How things get to where they belong: the only part of the picture that remembers the frame before.
//!
//! [`Motion::advance`] lets everything glide towards what the facts now say, by *real* time: places, sizes, hues, how far a
//! node belongs to a hull, how far a hull is pinched, how far logs have scrolled, how far a badge has rolled. The world's
//! own time (messages, timers) is no concern of it. When everything has arrived [`Motion::is_settled`], and a paused
//! page need not draw another frame. Under reduced motion everything arrives at once, and what was before fades ([`Motion::fade`]).

use std::mem::{Discriminant, discriminant};

use recraft_protocol::table::Table;
use recraft_protocol::types::{ClientId, ClusterId, EpochTerm, NodeId};
use recraft_sim::world::World;

use crate::camera::Camera;
use crate::facts::{Facts, NodeFacts, Standing};
use crate::geometry::{Point, Rect, pt};
use crate::layout::{Home, Places, Plan, Reach, place, plan};
use crate::spring::Spring;
use crate::view::{Grip, View};

/// How many log cells a strip shows.
pub const STRIP_CELLS: u64 = 8;

/// Longer gaps between frames than this (a hidden tab) count as this long, in seconds.
const LONGEST_STEP: f32 = 0.5;

/// A node in motion.
#[derive(Clone, Debug)]
struct Glide {
    x: Spring,
    y: Spring,
    radius: Spring,
    wheel: Spring,
    shown: EpochTerm,
    before: EpochTerm,
    roll: Spring,
    /// Whether a hand has it at the moment.
    carried: bool,
    /// What it was when it was last looked at.
    standing: Discriminant<Standing>,
}

/// A cluster in motion.
#[derive(Clone, Debug, Default)]
struct Body {
    shares: Table<NodeId, Spring>,
    pinch: Spring,
    lobes: Spring,
    head: Option<Spring>,
}

/// The camera in motion.
#[derive(Clone, Copy, Debug)]
struct Eye {
    scale: Spring,
    x: Spring,
    y: Spring,
}

impl Default for Eye {
    fn default() -> Self {
        Self { scale: Spring::at(1.0), x: Spring::at(0.5), y: Spring::at(0.5) }
    }
}

impl Eye {
    const fn camera(&self) -> Camera {
        Camera { scale: self.scale.value(), x: self.x.value(), y: self.y.value() }
    }

    /// Glides to a camera; says whether it rests there.
    fn ease(&mut self, to: Camera, dt: f32) -> bool {
        let scale = ease(&mut self.scale, to.scale, dt, 0.002);
        let x = ease(&mut self.x, to.x, dt, 0.0003);
        ease(&mut self.y, to.y, dt, 0.0003) && x && scale
    }
}

/// What is on its way to where it belongs.
#[derive(Clone, Debug, Default)]
pub struct Motion {
    plan: Plan,
    /// Where everything belongs when the whole stage is seen.
    places: Places,
    /// The same as the camera sees it now.
    seen: Places,
    eye: Eye,
    nodes: Table<NodeId, Glide>,
    bodies: Table<ClusterId, Body>,
    clients: Table<ClientId, (Spring, Spring)>,
    unsettled: bool,
    begun: bool,
    size: (f32, f32),
    /// What of it is covered.
    covered: (f32, f32),
    /// How far the picture before a leap has faded.
    fade: Fade,
    /// The lines of cuts that were drawn by hand, in shares of the stage.
    drawn: Vec<(Point, Point)>,
}

/// Under reduced motion: how far what was before has faded.
#[derive(Clone, Copy, Debug, Default)]
struct Fade {
    /// How much of it is left.
    left: Spring,
    /// Whether something has leapt to another place or state since the last frame.
    leapt: bool,
}

impl Motion {
    /// Nothing on the stage yet: what comes first is there at once.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets `dt_s` seconds of real time pass, gliding towards what the world now is.
    pub fn advance(&mut self, world: &World, view: &View, dt_s: f32) {
        self.advance_to(&Facts::of(world), view, dt_s);
    }

    /// Arrives at once: for stills, and after a leap in time.
    pub fn jump(&mut self, world: &World, view: &View) {
        *self = Self::new();
        self.advance(world, view, 0.0);
    }

    /// Whether everything is where it belongs.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        !self.unsettled
    }

    /// How much is left to see of the picture that was on the stage before something leapt to another place or state: 1 in the
    /// frame in which it did, then less and less; 0 when there is nothing to fade, which is always so unless motion is reduced.
    #[must_use]
    pub const fn fade(&self) -> f32 {
        self.fade.left.value()
    }

    pub(crate) fn advance_to(&mut self, facts: &Facts, view: &View, dt_s: f32) {
        let fades = view.reduced_motion && self.begun && self.size == (view.width, view.height);
        // A stage that is being resized must not lag behind its frame.
        let resized = self.size != (view.width, view.height);
        let plan = plan(facts);
        let replaced = resized || self.covered != view.covered || plan != self.plan || !self.begun;
        if replaced {
            self.places = place(&plan, (view.width, view.height), view.covered);
            (self.plan, self.size, self.covered) = (plan, (view.width, view.height), view.covered);
        }
        let dt =
            if !self.begun || view.reduced_motion { f32::INFINITY } else { dt_s.clamp(0.0, LONGEST_STEP) };
        self.begun = true;
        let before = self.eye.camera();
        let at_once = resized || view.grip == Grip::Camera;
        self.unsettled = !self.eye.ease(view.camera.kept(), if at_once { f32::INFINITY } else { dt });
        if replaced || before != self.eye.camera() {
            self.seen = seen(&self.places, self.eye.camera(), self.size);
        }
        self.carry(view.grip);
        self.glide_nodes(facts, if resized { f32::INFINITY } else { dt }, dt);
        self.glide_bodies(facts, dt);
        self.glide_clients(if resized { f32::INFINITY } else { dt });
        self.let_fade(fades && before == self.eye.camera(), dt_s);
    }

    /// Lets what was before a leap fade, if it is to be seen at all.
    fn let_fade(&mut self, fades: bool, dt_s: f32) {
        let leapt = std::mem::take(&mut self.fade.leapt);
        if !fades {
            self.fade.left.jump(0.0);
        } else if leapt {
            self.fade.left.jump(1.0);
            self.unsettled = true;
        } else {
            self.unsettled |= !self.fade.left.advance(0.0, dt_s.clamp(0.0, LONGEST_STEP), 0.02);
        }
    }

    /// What the hand holds is where the hand is.
    fn carry(&mut self, grip: Grip) {
        let Grip::Node(node, at) = grip else { return };
        let at = self.eye.camera().laid(at, self.size);
        if let Some(glide) = self.nodes.get_mut(&node) {
            glide.x.jump(at.x);
            glide.y.jump(at.y);
            glide.carried = true;
        }
    }

    fn glide_nodes(&mut self, facts: &Facts, dt_place: f32, dt: f32) {
        let (mut moving, mut leapt) = (false, false);
        self.nodes.retain(|id, _| facts.node(*id).is_some());
        for node in &facts.nodes {
            let Some(&spot) = self.places.spot(node.id) else { continue };
            let wheel = wheel_of(facts, node);
            let glide = self.nodes.or_insert_with(node.id, || Glide {
                x: Spring::at(spot.at.x),
                y: Spring::at(spot.at.y),
                radius: Spring::at(spot.radius),
                wheel: Spring::at(wheel),
                shown: node.at,
                before: node.at,
                roll: Spring::at(1.0),
                carried: false,
                standing: discriminant(&node.standing),
            });
            if !std::mem::take(&mut glide.carried) {
                leapt |= pt(glide.x.value(), glide.y.value()).distance(spot.at) > 1.0;
                moving |= !ease(&mut glide.x, spot.at.x, dt_place, 0.1);
                moving |= !ease(&mut glide.y, spot.at.y, dt_place, 0.1);
            }
            let standing = discriminant(&node.standing);
            leapt |= standing != glide.standing
                || glide.shown != node.at
                || (glide.wheel.value() - wheel).abs() > 0.5;
            glide.standing = standing;
            moving |= !ease(&mut glide.radius, spot.radius, dt_place, 0.05);
            moving |= !ease(&mut glide.wheel, wheel, dt, 0.5);
            if glide.shown.epoch != node.at.epoch {
                glide.before = glide.shown;
                glide.roll.jump(0.0);
            }
            glide.shown = node.at;
            moving |= !ease(&mut glide.roll, 1.0, dt, 0.01);
        }
        self.unsettled |= moving;
        self.fade.leapt |= leapt;
    }

    fn glide_bodies(&mut self, facts: &Facts, dt: f32) {
        let (mut moving, mut leapt) = (false, false);
        let first = self.bodies.is_empty();
        for cluster in &facts.clusters {
            let body = self.bodies.or_default(cluster.id);
            for node in cluster.nodes.iter() {
                body.shares.or_insert_with(node, || Spring::at(if first { 1.0 } else { 0.0 }));
            }
            let newest = cluster
                .nodes
                .iter()
                .filter_map(|node| facts.node(node))
                .map(|node| node.log.last().index)
                .max();
            let head = newest.unwrap_or(0) as f32;
            let spring = body.head.get_or_insert(Spring::at(head));
            if (spring.value() - head).abs() > 3.0 * STRIP_CELLS as f32 {
                spring.jump(head);
            }
            moving |= !ease(spring, head, dt, 0.01);
        }
        self.bodies.retain(|&id, body| {
            let cluster = facts.cluster(id);
            body.shares.retain(|&node, share| {
                let belongs = cluster.is_some_and(|cluster| cluster.nodes.contains(node));
                let rests = ease(share, if belongs { 1.0 } else { 0.0 }, dt, 0.005);
                moving |= !rests;
                belongs || !rests
            });
            let pinched = cluster.is_some_and(|cluster| {
                cluster.gathering.is_some() || cluster.split().is_some_and(|(_, leaving)| leaving)
            });
            let parted =
                cluster.is_some_and(|cluster| cluster.gathering.is_some() || cluster.split().is_some());
            let (pinched, parted) = (f32::from(u8::from(pinched)), f32::from(u8::from(parted)));
            leapt |= (body.pinch.value() - pinched).abs() + (body.lobes.value() - parted).abs() > 0.5;
            moving |= !ease(&mut body.pinch, pinched, dt, 0.005);
            moving |= !ease(&mut body.lobes, parted, dt, 0.005);
            cluster.is_some() || !body.shares.is_empty()
        });
        self.unsettled |= moving;
        self.fade.leapt |= leapt;
    }

    fn glide_clients(&mut self, dt: f32) {
        let mut moving = false;
        let places = &self.places;
        self.clients.retain(|id, _| places.clients.iter().any(|(client, _)| client == id));
        for &(id, at) in &places.clients {
            let (x, y) = self.clients.or_insert_with(id, || (Spring::at(at.x), Spring::at(at.y)));
            moving |= !ease(x, at.x, dt, 0.1);
            moving |= !ease(y, at.y, dt, 0.1);
        }
        self.unsettled |= moving;
    }

    /// Where everything belongs, as the camera sees it.
    #[must_use]
    pub const fn seen(&self) -> &Places {
        &self.seen
    }

    /// The stage's size.
    pub(crate) const fn stage_size(&self) -> (f32, f32) {
        self.size
    }

    /// Keeps the line along which a cut was drawn by hand, as the camera sees it; `anew` if there was no cut before.
    pub fn keep_line(&mut self, (from, to): (Point, Point), anew: bool) {
        if anew {
            self.drawn.clear();
        }
        let (width, height) = self.size;
        let share = |at: Point| {
            let laid = self.eye.camera().laid(at, self.size);
            pt(laid.x / width.max(1.0), laid.y / height.max(1.0))
        };
        let line = (share(from), share(to));
        self.drawn.push(line);
    }

    /// The lines of cuts that were drawn by hand, as the camera sees them.
    pub(crate) fn drawn(&self) -> Vec<(Point, Point)> {
        let (width, height) = self.size;
        let seen = |share: Point| self.eye.camera().seen(pt(share.x * width, share.y * height), self.size);
        self.drawn.iter().map(|&(from, to)| (seen(from), seen(to))).collect()
    }

    /// Where a node belongs, as the camera sees it.
    #[must_use]
    pub fn home_of(&self, node: NodeId) -> Option<Point> {
        self.seen.spot(node).map(|spot| spot.at)
    }

    /// Where a node is seen, and how large.
    pub(crate) fn at(&self, node: NodeId) -> Option<(Point, f32)> {
        let glide = self.nodes.get(&node)?;
        let camera = self.eye.camera();
        let at = camera.seen(pt(glide.x.value(), glide.y.value()), self.size);
        Some((at, grown(glide.radius.value(), camera, self.places.crowded, self.size)))
    }

    pub(crate) fn client_at(&self, client: ClientId) -> Option<Point> {
        let (x, y) = self.clients.get(&client)?;
        Some(self.eye.camera().seen(pt(x.value(), y.value()), self.size))
    }

    pub(crate) fn wheel(&self, node: NodeId) -> f32 {
        self.nodes.get(&node).map_or(138.0, |glide| glide.wheel.value())
    }

    /// The time a node's badge shows, the one before, and how far it has rolled.
    pub(crate) fn badge(&self, node: NodeId) -> Option<(EpochTerm, f32)> {
        self.nodes.get(&node).map(|glide| (glide.before, glide.roll.value()))
    }

    /// The clusters that are to be seen, some of them vanishing.
    pub(crate) fn bodies(&self) -> impl Iterator<Item = ClusterId> + '_ {
        self.bodies.keys().copied()
    }

    /// Who belongs to a cluster's hull, and how far.
    pub(crate) fn shares(&self, cluster: ClusterId) -> impl Iterator<Item = (NodeId, f32)> + '_ {
        self.bodies
            .get(&cluster)
            .into_iter()
            .flat_map(|body| body.shares.iter().map(|(&node, share)| (node, share.value().clamp(0.0, 1.0))))
    }

    pub(crate) fn pinch(&self, cluster: ClusterId) -> f32 {
        self.bodies.get(&cluster).map_or(0.0, |body| body.pinch.value().clamp(0.0, 1.0))
    }

    pub(crate) fn lobes(&self, cluster: ClusterId) -> f32 {
        self.bodies.get(&cluster).map_or(0.0, |body| body.lobes.value().clamp(0.0, 1.0))
    }

    /// Up to which index a cluster's log strips are scrolled.
    pub(crate) fn head(&self, cluster: ClusterId) -> f32 {
        self.bodies.get(&cluster).and_then(|body| body.head).map_or(0.0, |head| head.value())
    }
}

/// How large what is `radius` large is seen. Closer up everything is larger, but not without end: there is more room around the
/// discs then. In a crowd that room is what their logs are shown in.
fn grown(radius: f32, camera: Camera, crowded: bool, size: (f32, f32)) -> f32 {
    let factor = if crowded { camera.scale.sqrt() } else { camera.scale };
    let most = (0.15 * size.0.min(size.1)).clamp(48.0, 96.0).max(radius);
    (radius * factor).min(most)
}

/// Places as a camera sees them. Words grow, but much less than what they stand beside.
fn seen(places: &Places, camera: Camera, size: (f32, f32)) -> Places {
    let mut seen = places.clone();
    if camera.is_whole() {
        return seen;
    }
    let larger = |radius: f32| grown(radius, camera, places.crowded, size);
    seen.radius = larger(places.radius);
    for spot in &mut seen.spots {
        (spot.at, spot.radius) = (camera.seen(spot.at, size), larger(spot.radius));
    }
    let frame = |rect: Rect| {
        let (from, to) = (camera.seen(pt(rect.x, rect.y), size), camera.seen(rect.corners()[2], size));
        Rect::new(from.x, from.y, to.x - from.x, to.y - from.y)
    };
    seen.homes = places.homes.iter().map(|home| Home { cell: frame(home.cell), ..*home }).collect();
    for (_, at) in &mut seen.clients {
        *at = camera.seen(*at, size);
    }
    seen.client_size = larger(places.client_size).min(28.0);
    let words = camera.scale.sqrt().sqrt();
    seen.title_size = (places.title_size * words).min(26.0);
    seen.word_size = (places.word_size * words).min(18.0);
    // As soon as the discs are far enough apart there is room for logs again.
    let room = Reach::COMPACT.down * places.radius * camera.scale;
    seen.crowded = places.crowded && Reach::FULL.down * seen.radius > room;
    seen
}

/// Advances a spring, or lets it jump if there is no time to glide; says whether it rests.
fn ease(spring: &mut Spring, target: f32, dt: f32, near: f32) -> bool {
    if dt.is_infinite() {
        spring.jump(target);
        true
    } else {
        spring.advance(target, dt, near)
    }
}

/// The hue a node belongs to: its cluster's, or that of the child to which a `C_new` in its log assigns it.
fn wheel_of(facts: &Facts, node: &NodeFacts) -> f32 {
    match (node.bound_for, node.cluster) {
        (Some(child), _) => facts.wheel(child),
        (None, Some(cluster)) => facts.wheel(cluster),
        (None, None) => facts.wheel(ClusterId(0)),
    }
}

/// Whether a node's election ring is drawn.
pub(crate) fn has_ring(node: &NodeFacts) -> bool {
    matches!(node.standing, Standing::Follower { .. } | Standing::Candidate { .. })
}

#[cfg(test)]
mod tests {
    use recraft_sim::command::Command;
    use recraft_sim::setup::Setup;

    use super::*;

    const FRAME_S: f32 = 1.0 / 60.0;

    fn still() -> View {
        View { reduced_motion: true, ..View::sized(900.0, 500.0) }
    }

    /// How many frames it takes until nothing moves or fades any more.
    fn frames(motion: &mut Motion, world: &World, view: &View) -> usize {
        let rests = |motion: &mut Motion| {
            motion.advance(world, view, FRAME_S);
            motion.is_settled()
        };
        (0..120).take_while(|_| !rests(motion)).count()
    }

    #[test]
    fn under_reduced_motion_everything_arrives_at_once_and_what_was_before_fades_and_is_gone() {
        let mut world = World::new(Setup::one_cluster(5, 3));
        let (mut motion, view) = (Motion::new(), still());
        motion.advance(&world, &view, FRAME_S);
        assert!(motion.is_settled() && motion.fade() == 0.0, "there was nothing before");
        world.command(Command::Crash { node: NodeId(2) }).unwrap();
        motion.advance(&world, &view, FRAME_S);
        assert_eq!((motion.fade(), motion.is_settled()), (1.0, false), "n2 is down");
        motion.advance(&world, &view, FRAME_S);
        assert!((0.5..1.0).contains(&motion.fade()), "{}", motion.fade());
        let frames = frames(&mut motion, &world, &view);
        assert!((10..60).contains(&frames) && motion.fade() == 0.0, "{frames}");
        // More places: everyone stands elsewhere, at once.
        world.command(Command::AddSpare { node: NodeId(6) }).unwrap();
        motion.advance(&world, &view, FRAME_S);
        let at = motion.at(NodeId(1)).unwrap().0;
        assert!(motion.fade() == 1.0 && at.distance(motion.home_of(NodeId(1)).unwrap()) < 0.01);
    }

    #[test]
    fn time_that_only_passes_and_a_stage_of_another_size_leave_nothing_to_fade() {
        let mut world = World::new(Setup::one_cluster(5, 3));
        let (mut motion, view) = (Motion::new(), still());
        world.run_until(3_000_000);
        motion.advance(&world, &view, FRAME_S);
        world.run_until(3_200_000);
        motion.advance(&world, &view, FRAME_S);
        assert_eq!((motion.fade(), motion.is_settled()), (0.0, true), "heartbeats");
        motion.advance(&world, &View { width: 700.0, ..view }, FRAME_S);
        assert_eq!((motion.fade(), motion.is_settled()), (0.0, true));
        let moving = View { reduced_motion: false, ..view };
        world.command(Command::Crash { node: NodeId(2) }).unwrap();
        motion.advance(&world, &moving, FRAME_S);
        assert_eq!(motion.fade(), 0.0, "it moves instead");
    }
}
