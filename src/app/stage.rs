//! The stage in the page: draws it each frame, and turns what the hand on it means into actions of the session.

use recraft_protocol::types::{NodeId, NodeSet};
use recraft_scene::compose::frame;
use recraft_scene::cutting::{Stand, divided, landing, moved, sides};
use recraft_scene::geometry::{Point, pt};
use recraft_scene::hand::{Deed, Phase, Pointer, Pull};
use recraft_scene::layout::is_wide;
use recraft_scene::view::{Labels, Target, View};
use recraft_sim::command::Command;
use recraft_sim::flight::{Flight, FlightId};
use recraft_words::t;

use crate::browser;
use crate::session::Action;

use super::{App, MediaSet};

/// One press on a key or a button comes so much closer.
const STEP: f32 = 1.5;
/// One press of an arrow key moves what is seen by so much.
const SHIFT_PX: f32 = 80.0;
/// How much room the tools take with their distance to the edge, for a mouse and for a finger: across, along where there are few
/// of them and where there are all, and how much one more takes.
const TOOLS: [[f32; 4]; 2] = [[46.0, 106.0, 166.0, 40.0], [62.0, 156.0, 248.0, 48.0]];
/// How much closer one unit of a wheel comes.
const WHEEL: f32 = 0.0018;

/// Something asked of the stage itself, not of the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Look {
    /// A wheel has turned by so much, at this place.
    Wheel(f64, f64, f64),
    /// Look closer, or less closely.
    Closer(bool),
    /// Move what is seen by so many steps right and down.
    Shift(f32, f32),
    /// Look at everything.
    Whole,
    /// Look at the selected cluster, or at everything if that is done already.
    Fit,
    /// Take the scissors, or put them away.
    Scissors,
}

impl App {
    /// Draws the stage after so much real time.
    pub(super) fn draw(&mut self, real_ms: f64) {
        let view = self.view_of_stage();
        self.scene = frame(self.session.world(), &view, &mut self.motion, (real_ms / 1000.0) as f32);
        if let Some(card) = &self.panels.lesson {
            self.scene.shed_light(&card.shows);
            if card.is_open() {
                self.scene.hush();
            }
        }
        if let Some(stage) = &mut self.stage {
            let fade = self.motion.fade();
            if fade >= 1.0 {
                stage.keep();
            }
            stage.draw(&self.scene);
            if fade > 0.0 {
                stage.draw_kept(fade);
            }
        }
        self.draw_past();
        // Whatever changes an element's style comes after all drawing: a font is set on a canvas by the styles of the page, which then would
        // have to be worked out anew in the middle of the frame.
        self.pin();
        self.place_tour();
        self.place_thumb();
    }

    pub(super) fn view_of_stage(&self) -> View {
        let (width, height) = self.stage.as_ref().map_or((0.0, 0.0), browser::Stage::size);
        let playback = self.session.playback();
        View {
            width: width as f32,
            height: height as f32,
            theme: self.palette(),
            selection: self.session.selected_on_stage(),
            hover: self.hand.hover,
            slow: !playback.is_playing() || playback.speed.factor() < 0.015,
            labels: Labels::Auto,
            reduced_motion: MediaSet::matches(self.media.still.as_ref()),
            camera: self.hand.camera,
            grip: self.hand.grip,
            covered: self.covered((width as f32, height as f32)),
        }
    }

    /// How much of the stage's lower right corner the tools cover: they stand in a column where it is wide, and else in a row. (The style
    /// sheet places them, by the same proportion, and leaves some out where there is little room.)
    pub(super) fn covered(&self, size: (f32, f32)) -> (f32, f32) {
        if self.course.presenting || self.embedded.as_ref().is_some_and(|embedded| !embedded.has_tools()) {
            return (0.0, 0.0);
        }
        let [across, few, all, heal] = TOOLS[usize::from(MediaSet::matches(self.media.touch.as_ref()))];
        let along = if size.0 < 640.0 || size.1 < 300.0 { few } else { all };
        let along = if self.session.is_cut() { along + heal } else { along };
        if is_wide(size) { (across, along) } else { (along, across) }
    }

    /// Puts the message's tools beside the message.
    pub(super) fn pin(&self) {
        let Some(Target::Flight(id)) = self.session.selected_on_stage() else { return };
        let mark = self.scene.flights().find(|flight| flight.id == id);
        let (width, height) = (f64::from(self.scene.width), f64::from(self.scene.height));
        let at = mark.map(|mark| (f64::from(mark.at.x), f64::from(mark.at.y)));
        browser::pin(&self.tools, at, (width, height));
    }

    /// The selected message, if it can be reached by a hand at the moment: it is held, or time stands still.
    pub(super) fn within_reach(&self) -> Option<&Flight> {
        let Some(Target::Flight(id)) = self.session.selected_on_stage() else { return None };
        let world = self.session.world();
        let flight = world.flight(id)?;
        let flies = flight.settles_us() > world.now_us();
        (flies && (flight.is_held() || !self.session.playback().is_moving())).then_some(flight)
    }

    /// Looks elsewhere; says whether the page has to be rendered.
    pub(super) fn look_at(&mut self, look: Look) -> bool {
        let whole = self.hand.camera.is_whole();
        let middle = pt(self.scene.width / 2.0, self.scene.height / 2.0);
        match look {
            Look::Wheel(by, x, y) => {
                let factor = (-by as f32 * WHEEL).clamp(-0.5, 0.5).exp();
                self.hand.zoom(factor, pt(x as f32, y as f32), &self.scene);
            }
            Look::Closer(true) => self.hand.zoom(STEP, middle, &self.scene),
            Look::Closer(false) => self.hand.zoom(1.0 / STEP, middle, &self.scene),
            Look::Shift(x, y) => self.hand.shift(pt(x * SHIFT_PX, y * SHIFT_PX), &self.scene),
            Look::Whole => self.hand.fit(None, &self.scene),
            Look::Fit => self.hand.fit(self.session.selected_on_stage(), &self.scene),
            Look::Scissors => {
                self.hand.cutting = !self.hand.cutting;
                return true;
            }
        }
        self.frames.request();
        whole != self.hand.camera.is_whole()
    }

    /// What the badge under the pointer means, unless the hand is busy.
    pub(super) fn tip(&self) -> Option<String> {
        let world = self.session.world();
        match self.hand.hover.filter(|_| !self.hand.is_pressed())? {
            Target::Node(node) => {
                let at = world.server(node)?.node_or_disk().at();
                Some(t!(
                    "{at} is term {term} of epoch {epoch}. An election raises the term; a split or a merge raises the epoch.",
                    at,
                    term = at.term,
                    epoch = at.epoch
                ))
            }
            _ => None,
        }
    }

    /// Takes in what a pointer does on the stage; says whether the page has to be rendered.
    pub(super) fn point(&mut self, phase: Phase, pointer: Pointer) -> bool {
        let whole = self.hand.camera.is_whole();
        let Some(deed) = self.hand.point(phase, pointer, &self.scene) else { return false };
        self.frames.request();
        match deed {
            Deed::Hover(_) => return true,
            Deed::Look(camera) => return whole != camera.is_whole(),
            Deed::Seen => return phase != Phase::Move,
            Deed::Select(target) => self.act(Action::Select(target)),
            Deed::Catch(flight) => {
                self.catch(flight);
                self.act(Action::Select(Some(Target::Flight(flight))));
            }
            Deed::Take(flight) => self.taken = self.catch(flight),
            Deed::Let(flight, pull) => self.let_go(flight, pull),
            Deed::Divide(from, to) => self.divide((from, to)),
            Deed::Put(node, at) => self.put(node, at),
            Deed::Link(from, to) => {
                let cut = self.session.world().cut_links().any(|link| link == (from, to));
                self.give(if cut { Command::MendLink { from, to } } else { Command::CutLink { from, to } });
                self.hand.cutting = false;
            }
        }
        self.refresh();
        true
    }

    /// Gives up what the hand is doing, if it is doing anything.
    pub(super) fn give_up(&mut self) -> bool {
        let busy = self.hand.is_pressed();
        if let Some(Deed::Let(flight, pull)) = self.hand.give_up() {
            self.let_go(flight, pull);
        }
        self.frames.request();
        busy
    }

    fn give(&mut self, command: Command) {
        self.act(Action::Do(command));
    }

    /// Holds a message if time is running, so that it stays in reach; says which.
    fn catch(&mut self, flight: FlightId) -> bool {
        let free = self.session.world().flight(flight).is_some_and(|flight| !flight.is_held());
        let catches = free && self.session.playback().is_moving();
        if catches {
            self.give(Command::Catch { flight });
        }
        catches
    }

    /// Ends the drag of a message.
    fn let_go(&mut self, flight: FlightId, pull: Pull) {
        let taken = std::mem::take(&mut self.taken);
        let Some((held, way_us)) =
            self.session.world().flight(flight).map(|flight| (flight.is_held(), flight.way_us()))
        else {
            return;
        };
        let goes_on = match pull {
            Pull::Nothing => taken,
            Pull::Delay(_) => held,
            Pull::Drop | Pull::Arrive => false,
        };
        if goes_on {
            self.give(Command::Deliver { flight, up_to: None });
        }
        match pull {
            Pull::Nothing => {}
            Pull::Drop => self.give(Command::Drop { flight }),
            Pull::Arrive => self.give(Command::Arrive { flight }),
            Pull::Delay(share) => {
                let by_us = (way_us as f32 * share).max(1000.0) as u64;
                self.give(Command::Delay { flight, by_us });
            }
        }
        self.session.act(Action::Select(Some(Target::Flight(flight))));
    }

    /// Where everyone belongs on the stage, and on which side of the partition.
    fn stands(&self) -> (Vec<Stand>, Vec<NodeSet>) {
        let world = self.session.world();
        let at = |node: NodeId| self.motion.home_of(node).map(|at| (node, at));
        let stands: Vec<Stand> = world.servers().filter_map(|server| at(server.id())).collect();
        let sides = sides(world.partition(), &stands);
        (stands, sides)
    }

    fn divide(&mut self, line: (Point, Point)) {
        let (stands, sides) = self.stands();
        match divided(&sides, &stands, line) {
            Some(groups) => {
                self.motion.keep_line(line, self.session.world().partition().is_none());
                self.give(Command::Partition { groups });
                // One drag, one cut: the next moves the stage again.
                self.hand.cutting = false;
            }
            None => {
                self.notice =
                    Some(t!("That line parts nobody. Draw it between nodes that reach each other.").into());
            }
        }
    }

    fn put(&mut self, node: NodeId, at: Point) {
        let (stands, sides) = self.stands();
        let Some(home) = self.motion.home_of(node) else { return };
        let landing = landing(&stands, node, (home, at), self.scene.unit);
        if let Some(groups) = moved(&sides, node, landing) {
            self.give(Command::Partition { groups });
        }
    }
}
