//! Ctrl-C: the first one asks for an early end, with whatever has been found so far; the second one ends at once.

use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);

/// Begins to listen. If the system will not have it, Ctrl-C ends the program as it would any other.
pub(crate) fn listen() {
    let asked = || {
        if ASKED.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    };
    let _ = ctrlc::set_handler(asked);
}

/// Whether somebody has asked for an early end.
pub(crate) fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}
