//! The space-time diagram on the page: its canvas, the pointers on it, and what they mean.

use recraft_scene::spacetime::diagram::NAMES;
use recraft_scene::spacetime::{self, Diagram, hit};
use recraft_words::t;
use yew::NodeRef;

use crate::browser::{self, Pointer};
use crate::session::{Action, LookAt, Selection, Tab};

use super::{App, Msg};

/// How near to something a mouse or a finger must be, in pixels.
const REACH: (f32, f32) = (7.0, 16.0);
/// A pointer that moves further than this drags.
const SLOP: f64 = 4.0;

/// Something done with a pointer on the diagram.
#[derive(Clone, Copy, Debug)]
pub enum Gesture {
    /// A pointer, named by this number, is put down.
    Down(i32, Pointer),
    /// It moves, down or not.
    Move(i32, Pointer),
    /// It is lifted.
    Up(i32, Pointer),
    /// It is gone.
    Gone(i32),
    /// A wheel turned by so much, to the right and down, with the pointer here.
    Wheel(Pointer, f64, f64),
}

/// The diagram's state on the page.
#[derive(Default)]
pub struct PastPanel {
    pub(super) canvas: NodeRef,
    stage: Option<browser::Stage>,
    diagram: Diagram,
    hover: Option<Selection>,
    down: Vec<(i32, Pointer)>,
    dragged: bool,
}

impl App {
    /// Takes hold of the diagram's canvas when it is there, and lets go of it when it is not.
    pub(super) fn hold_past(&mut self) {
        let shown = self.looked_at() == Tab::SpaceTime;
        if shown && self.past.stage.is_none() {
            let on = self.on.clone();
            self.past.stage = browser::Stage::new(&self.past.canvas, move || on.emit(Msg::Look));
            self.frames.request();
        } else if !shown {
            self.past.stage = None;
        }
    }

    pub(super) fn measure_past(&mut self) {
        if let Some(stage) = &mut self.past.stage {
            stage.measure();
        }
    }

    pub(super) fn draw_past(&mut self) {
        let theme = self.palette();
        let Some(stage) = &self.past.stage else { return };
        let (width, height) = stage.size();
        self.past.diagram = self.session.diagram((width as f32, height as f32), theme, self.past.hover);
        stage.draw_diagram(&self.past.diagram);
    }

    /// Does what a gesture means; says whether the panels have to be made anew.
    #[inline(never)]
    pub(super) fn gesture(&mut self, gesture: Gesture) -> bool {
        self.frames.request();
        match gesture {
            Gesture::Down(id, at) => {
                if self.past.down.is_empty() {
                    self.past.dragged = false;
                }
                self.past.down.push((id, at));
                false
            }
            Gesture::Move(id, at) => self.moved(id, at),
            Gesture::Up(id, at) => {
                self.past.down.retain(|&(other, _)| other != id);
                let tapped = !self.past.dragged && self.past.down.is_empty();
                if tapped {
                    let found = self.under(at);
                    self.act(Action::Select(found));
                }
                tapped
            }
            Gesture::Gone(id) => {
                self.past.down.retain(|&(other, _)| other != id);
                self.past.hover = None;
                false
            }
            Gesture::Wheel(at, right, down) => {
                let change = if right.abs() > down.abs() {
                    LookAt::Pan(right / self.plot_width())
                } else {
                    LookAt::Zoom(1.0015_f64.powf(down.clamp(-400.0, 400.0)), self.share(at.x))
                };
                self.session.act(Action::LookAt(change));
                true
            }
        }
    }

    /// Saves the diagram as it is shown.
    #[inline(never)]
    pub(super) fn save_past(&mut self) {
        let name = "recraft-space-time.svg";
        if !browser::save(name, "image/svg+xml", &spacetime::svg(&self.past.diagram)) {
            self.notice = Some(t!("This browser does not let the page save a file.").into());
        }
    }

    fn moved(&mut self, id: i32, at: Pointer) -> bool {
        let Some(place) = self.past.down.iter().position(|&(other, _)| other == id) else {
            let hover = self.under(at);
            let changed = self.past.hover.is_some() != hover.is_some();
            self.past.hover = hover;
            return changed;
        };
        let before = self.past.down[place].1;
        if !self.past.dragged && (at.x - before.x).abs() < SLOP {
            return false;
        }
        self.past.dragged = true;
        let others = || self.past.down.iter().filter(|&&(other, _)| other != id).map(|(_, at)| at.x);
        let change = match others().next() {
            // Two fingers: what is between them grows as they part.
            Some(other) => {
                let (was, is) = ((before.x - other).abs().max(8.0), (at.x - other).abs().max(8.0));
                LookAt::Zoom(was / is, self.share(other))
            }
            None => LookAt::Pan((before.x - at.x) / self.plot_width()),
        };
        self.past.down[place].1 = at;
        self.session.act(Action::LookAt(change));
        true
    }

    fn under(&self, at: Pointer) -> Option<Selection> {
        hit(&self.past.diagram, at.x as f32, at.y as f32, if at.coarse { REACH.1 } else { REACH.0 })
    }

    fn plot_width(&self) -> f64 {
        f64::from((self.past.diagram.width - NAMES).max(1.0))
    }

    fn share(&self, x: f64) -> f64 {
        ((x - f64::from(NAMES)) / self.plot_width()).clamp(0.0, 1.0)
    }

    /// Whether something that can be selected is under the pointer.
    pub(super) const fn points_at_past(&self) -> bool {
        self.past.hover.is_some()
    }
}
