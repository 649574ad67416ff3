//! What presses, drags and pinches on the stage mean.
//!
//! A small machine that is given what the pointers do and what is on the stage, and says what is to be done ([`Deed`]). It knows no
//! browser, so that every gesture can be tested as it is made. A press that began elsewhere means nothing here.
//!
//! | gesture | meaning |
//! | --- | --- |
//! | press and release | select what is there; a message is caught |
//! | twice on a cluster | fit it into the stage; twice in the open, everything |
//! | drag in the open | move the camera; with the scissors (or Shift) a cut across the stage |
//! | drag a node | put it on another side of the partition; with the scissors, cut or mend the link to the node where it ends |
//! | drag a message | back along its way: delay it; to its end: deliver it now; off its way: drop it |
//! | two fingers | move and zoom |

use recraft_protocol::types::NodeId;
use recraft_sim::flight::FlightId;

use crate::camera::Camera;
use crate::geometry::{Bow, Point, Rect};
use crate::hit::{hit, touch};
use crate::scene::{FlightMark, Scene};
use crate::view::{Grip, Target};

/// Farther than this, a press becomes a drag.
const SLOP: f32 = 6.0;
/// The same for a finger, which is less steady.
const SLOP_TOUCH: f32 = 12.0;
/// Two presses within this time are one double press, in milliseconds.
const TWICE_MS: f64 = 350.0;
/// Farther off its way than this, a message is dropped.
const OFF_WAY: f32 = 44.0;
/// Farther along its way than this, a message is delivered.
const AT_END: f32 = 0.93;
/// So far back, and a message is delayed.
const BACK: f32 = 0.03;

/// A pointer at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pointer {
    /// Which pointer.
    pub id: i32,
    /// Where, on the stage, in CSS pixels.
    pub at: Point,
    /// Whether it is a finger.
    pub coarse: bool,
    /// Whether Shift is held, which stands for the scissors.
    pub shift: bool,
    /// When, in milliseconds.
    pub at_ms: f64,
}

/// What a pointer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It is pressed.
    Down,
    /// It moves.
    Move,
    /// It is released.
    Up,
    /// It goes away without a release that counts.
    Gone,
}

/// What a dragged message comes to if it is let go here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pull {
    /// Nothing.
    Nothing,
    /// It is lost.
    Drop,
    /// It arrives now.
    Arrive,
    /// It is held up by this share of its whole way.
    Delay(f32),
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Deed {
    /// This is under the pointer now.
    Hover(Option<Target>),
    /// Look at this.
    Select(Option<Target>),
    /// A message was pressed: look at it, and hold it if time is running.
    Catch(FlightId),
    /// A message is being dragged off: it must stand still.
    Take(FlightId),
    /// A dragged message was let go.
    Let(FlightId, Pull),
    /// The camera has moved.
    Look(Camera),
    /// Part those on either side of the line through two points.
    Divide(Point, Point),
    /// Put a node down here.
    Put(NodeId, Point),
    /// Cut what the first sends to the second, or mend it.
    Link(NodeId, NodeId),
    /// Only what is seen under the hand has changed.
    Seen,
}

/// A pressed pointer.
#[derive(Clone, Copy, Debug)]
struct Press {
    pointer: Pointer,
    from: Point,
    target: Option<Target>,
    cutting: bool,
    dragging: bool,
}

/// The hand on the stage, and the camera in it.
#[derive(Clone, Debug, Default)]
pub struct Hand {
    /// Which part of the stage is looked at.
    pub camera: Camera,
    /// Whether the scissors are taken: a drag cuts.
    pub cutting: bool,
    /// What is under the pointer.
    pub hover: Option<Target>,
    /// What is being done, to be seen.
    pub grip: Grip,
    presses: Vec<Press>,
    /// Two fingers have been down: what is left of them is no tap.
    pinched: bool,
    tapped: Option<(f64, Point)>,
}

impl Hand {
    /// Takes in what a pointer does; says what is to be done, if anything.
    pub fn point(&mut self, phase: Phase, pointer: Pointer, scene: &Scene) -> Option<Deed> {
        let known = self.presses.iter().position(|press| press.pointer.id == pointer.id);
        match (phase, known) {
            (Phase::Down, None) => self.press(pointer, scene),
            (Phase::Move, None) => self.hover_at((!pointer.coarse).then_some(pointer), scene),
            (Phase::Move, Some(place)) => self.drag(place, pointer, scene),
            (Phase::Up, Some(place)) => self.release(place, pointer, scene),
            (Phase::Gone, Some(place)) => self.let_go(place),
            (Phase::Gone, None) => self.hover_at(None, scene),
            (Phase::Down, Some(_)) | (Phase::Up, None) => None,
        }
    }

    /// Zooms by a wheel or a key, about a point.
    pub fn zoom(&mut self, factor: f32, about: Point, scene: &Scene) {
        self.camera = self.camera.closer(factor, about, size(scene));
    }

    /// Moves what is seen by a vector.
    pub fn shift(&mut self, by: Point, scene: &Scene) {
        self.camera = self.camera.dragged(by, size(scene));
    }

    /// Fits a cluster into the stage, or everything; what is fitted already is left for everything.
    pub fn fit(&mut self, target: Option<Target>, scene: &Scene) {
        let fitted = frame(target, scene).map(|frame| self.camera.fitting(frame, size(scene)));
        let again = |camera: &Camera| (camera.scale / self.camera.scale - 1.0).abs() < 0.05;
        self.camera = fitted.filter(|camera| !again(camera)).unwrap_or_default();
    }

    /// Whether a pointer is pressed.
    #[must_use]
    pub fn is_pressed(&self) -> bool {
        !self.presses.is_empty()
    }

    fn hover_at(&mut self, pointer: Option<Pointer>, scene: &Scene) -> Option<Deed> {
        let hover = pointer.and_then(|pointer| hit(scene, pointer.at.x, pointer.at.y));
        if self.hover == hover {
            return None;
        }
        self.hover = hover;
        Some(Deed::Hover(hover))
    }

    fn press(&mut self, pointer: Pointer, scene: &Scene) -> Option<Deed> {
        if self.presses.len() > 1 {
            return None;
        }
        let at = pointer.at;
        let find = if pointer.coarse { touch } else { hit };
        let cutting = self.cutting || pointer.shift;
        let target = find(scene, at.x, at.y);
        self.presses.push(Press { pointer, from: at, target, cutting, dragging: false });
        self.pinched = self.presses.len() > 1;
        // The second finger takes the camera: whatever the first was about is given up.
        if self.pinched { self.leave() } else { None }
    }

    fn drag(&mut self, place: usize, pointer: Pointer, scene: &Scene) -> Option<Deed> {
        let before = self.presses[place].pointer.at;
        self.presses[place].pointer = pointer;
        if let [a, b] = &self.presses[..] {
            let fixed = if place == 0 { b.pointer.at } else { a.pointer.at };
            return Some(self.pinch((before, pointer.at), fixed, scene));
        }
        let press = &mut self.presses[place];
        let slop = if pointer.coarse { SLOP_TOUCH } else { SLOP };
        let begins = !press.dragging && press.from.distance(pointer.at) > slop;
        press.dragging |= begins;
        if !press.dragging || self.pinched {
            return None;
        }
        let press = *press;
        self.grip = self.gripped(&press);
        match self.grip {
            Grip::Camera => {
                self.camera = self.camera.dragged(pointer.at.minus(before), size(scene));
                Some(Deed::Look(self.camera))
            }
            Grip::Flight(flight, _) if begins => Some(Deed::Take(flight)),
            _ => Some(Deed::Seen),
        }
    }

    fn gripped(&self, press: &Press) -> Grip {
        let at = press.pointer.at;
        match press.target {
            Some(Target::Node(node)) if press.cutting => Grip::Link(node, at),
            _ if press.cutting => Grip::Line(press.from, at),
            Some(Target::Node(node)) => Grip::Node(node, at),
            Some(Target::Flight(flight)) => Grip::Flight(flight, at),
            _ => Grip::Camera,
        }
    }

    /// One of two fingers moves, the other one does not at this moment.
    fn pinch(&mut self, (from, to): (Point, Point), fixed: Point, scene: &Scene) -> Deed {
        let (before, after) = (from.distance(fixed), to.distance(fixed));
        let by = to.minus(from).times(0.5);
        let middle = to.towards(fixed, 0.5);
        self.grip = Grip::Camera;
        self.camera = self.camera.dragged(by, size(scene)).closer(
            (after / before.max(1.0)).clamp(0.5, 2.0),
            middle,
            size(scene),
        );
        Deed::Look(self.camera)
    }

    fn release(&mut self, place: usize, pointer: Pointer, scene: &Scene) -> Option<Deed> {
        let press = self.presses.remove(place);
        if self.pinched {
            self.pinched = !self.presses.is_empty();
            self.grip = Grip::Free;
            return Some(Deed::Seen);
        }
        let grip = std::mem::take(&mut self.grip);
        if !press.dragging {
            return Some(self.tap(&press, pointer, scene));
        }
        Some(match grip {
            Grip::Node(node, at) => Deed::Put(node, at),
            Grip::Line(from, to) => Deed::Divide(from, to),
            Grip::Link(from, at) => match hit(scene, at.x, at.y) {
                Some(Target::Node(to)) if to != from => Deed::Link(from, to),
                _ => Deed::Seen,
            },
            Grip::Flight(flight, at) => Deed::Let(flight, pulled(scene, flight, at)),
            Grip::Camera | Grip::Free => Deed::Seen,
        })
    }

    fn tap(&mut self, press: &Press, pointer: Pointer, scene: &Scene) -> Deed {
        let twice = self.tapped.take().is_some_and(|(at_ms, at)| {
            pointer.at_ms - at_ms < TWICE_MS && at.distance(pointer.at) < 4.0 * SLOP
        });
        if twice && !matches!(press.target, Some(Target::Flight(_) | Target::Node(_))) {
            self.fit(press.target, scene);
            return Deed::Look(self.camera);
        }
        self.tapped = Some((pointer.at_ms, pointer.at));
        match press.target {
            Some(Target::Flight(flight)) => Deed::Catch(flight),
            target => Deed::Select(target),
        }
    }

    fn let_go(&mut self, place: usize) -> Option<Deed> {
        self.presses.remove(place);
        self.pinched &= !self.presses.is_empty();
        self.leave().or(Some(Deed::Seen))
    }

    /// Ends what the hand is doing as if it had not begun; what is pressed counts no more.
    pub fn give_up(&mut self) -> Option<Deed> {
        self.presses.clear();
        self.leave()
    }

    fn leave(&mut self) -> Option<Deed> {
        match std::mem::take(&mut self.grip) {
            Grip::Flight(flight, _) => Some(Deed::Let(flight, Pull::Nothing)),
            _ => None,
        }
    }
}

const fn size(scene: &Scene) -> (f32, f32) {
    (scene.width, scene.height)
}

/// What is fitted into the stage: a cluster.
fn frame(target: Option<Target>, scene: &Scene) -> Option<Rect> {
    let Some(Target::Cluster(cluster)) = target else { return None };
    scene.bounds_of(Target::Cluster(cluster))
}

/// What a message comes to that is let go at `at`.
#[must_use]
pub fn pulled(scene: &Scene, flight: FlightId, at: Point) -> Pull {
    scene.flights().find(|mark| mark.id == flight).map_or(Pull::Nothing, |mark| pull(mark, at))
}

pub(crate) fn pull(mark: &FlightMark, at: Point) -> Pull {
    let share = nearest(&mark.path, at);
    if mark.path.at(share).distance(at) > OFF_WAY {
        Pull::Drop
    } else if share > AT_END && share > mark.share {
        Pull::Arrive
    } else if share < mark.share - BACK {
        Pull::Delay(mark.share - share)
    } else {
        Pull::Nothing
    }
}

/// The share of a path at which it comes nearest to a point.
pub(crate) fn nearest(path: &Bow, at: Point) -> f32 {
    let distance = |share: f32| path.at(share).distance(at);
    let steps = (0..=40).map(|step| step as f32 / 40.0);
    steps.min_by(|&a, &b| distance(a).total_cmp(&distance(b))).unwrap_or(0.0)
}
