//! `cargo xtask serve --watch`: builds the page for development, and again after each change; open pages reload.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::Outcome;
use crate::site::{Reloader, Site};
use crate::{page, project, serve, setup};

const LOOK_EVERY: Duration = Duration::from_millis(300);

/// Sets up, builds and serves the page, and watches its sources until it is stopped.
pub fn watch(port: Option<u16>) -> Outcome {
    setup::for_page()?;
    let folder = folder();
    let mut seen = page::last_change();
    page::build_for_development(&folder)?;
    let build = Arc::new(AtomicU64::new(0));
    let site = Site { reloader: Some(Reloader { build: Arc::clone(&build) }), ..Site::new(&folder) };
    serve::announce(&serve::start(&site, port)?);
    loop {
        thread::sleep(LOOK_EVERY);
        let now = page::last_change();
        if now == seen {
            continue;
        }
        seen = now;
        let begin = Instant::now();
        match page::build_for_development(&folder) {
            Ok(()) => {
                build.fetch_add(1, Ordering::Relaxed);
                eprintln!("Built in {:.1} s.", begin.elapsed().as_secs_f32());
            }
            Err(failure) => eprintln!("{failure}\nThe page as it was stays; waiting for the next change."),
        }
    }
}

fn folder() -> PathBuf {
    project::root().join("target/page-in-development")
}
