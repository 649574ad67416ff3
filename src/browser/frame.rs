//! The frame loop: one animation frame at a time, asked for only while something moves.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Asks the browser for animation frames. At most one is pending at any time, and none unless it was asked for.
pub struct FrameLoop {
    shared: Rc<Shared>,
}

type OnFrame = Closure<dyn FnMut(f64)>;

struct Shared {
    pending: Cell<Option<i32>>,
    /// Set once, right after this exists: the closure needs to refer to it.
    closure: OnceCell<OnFrame>,
}

impl FrameLoop {
    /// A loop that hands each frame's time in milliseconds to `on_frame`. It stands still until [`Self::request`].
    pub fn new(on_frame: impl Fn(f64) + 'static) -> Self {
        let shared = Rc::new(Shared { pending: Cell::new(None), closure: OnceCell::new() });
        let weak = Rc::downgrade(&shared);
        let closure = OnFrame::new(move |time_ms| {
            if let Some(shared) = weak.upgrade() {
                shared.pending.set(None);
                on_frame(time_ms);
            }
        });
        let _ = shared.closure.set(closure);
        Self { shared }
    }

    /// Asks for one frame, unless one is pending already.
    pub fn request(&self) {
        if self.shared.pending.get().is_some() {
            return;
        }
        if let (Some(closure), Some(window)) = (self.shared.closure.get(), web_sys::window()) {
            self.shared.pending.set(window.request_animation_frame(closure.as_ref().unchecked_ref()).ok());
        }
    }
}

impl Drop for FrameLoop {
    fn drop(&mut self) {
        if let (Some(pending), Some(window)) = (self.shared.pending.take(), web_sys::window()) {
            let _ = window.cancel_animation_frame(pending);
        }
    }
}

/// Measures the scripting of each frame as the performance entry `recraft-frame`, when it is switched on.
pub struct Stopwatch {
    enabled: bool,
    running: Cell<bool>,
}

const ENTRY: &str = "recraft-frame";
const START: &str = "recraft-frame-start";

impl Stopwatch {
    /// A stopwatch that measures only if `enabled`.
    pub const fn new(enabled: bool) -> Self {
        Self { enabled, running: Cell::new(false) }
    }

    /// Notes that a frame's work begins.
    pub fn start(&self) {
        if self.enabled
            && let Some(clock) = performance()
        {
            self.running.set(clock.mark(START).is_ok());
        }
    }

    /// Notes that a frame's work, with the rendering of the panels it caused, is done.
    pub fn stop(&self) {
        if self.running.take()
            && let Some(clock) = performance()
        {
            let _ = clock.measure_with_start_mark(ENTRY, START);
            clock.clear_marks_with_mark_name(START);
        }
    }
}

/// Carries out some work and makes a performance measure of it, of this name.
pub fn timed(name: &str, work: &mut dyn FnMut()) {
    let clock = performance();
    if let Some(clock) = &clock {
        let _ = clock.mark(START);
    }
    work();
    if let Some(clock) = &clock {
        let _ = clock.measure_with_start_mark(name, START);
    }
}

pub(super) fn performance() -> Option<web_sys::Performance> {
    web_sys::window()?.performance()
}
