//! Delays in real time, for what should wait until things have settled.

use gloo_timers::callback::Timeout;

/// A delayed call that is cancelled when it is dropped or set again.
#[derive(Default)]
pub struct Delay {
    timeout: Option<Timeout>,
}

impl Delay {
    /// Calls `then` after so many milliseconds, unless this is set again before.
    pub fn set(&mut self, after_ms: u32, then: impl FnOnce() + 'static) {
        self.timeout = Some(Timeout::new(after_ms, then));
    }
}
