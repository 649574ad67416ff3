//! `cargo xtask serve`: sets up, builds and serves the page.

use std::thread;

use crate::failure::{Failure, Outcome};
use crate::site::{Running, Site};
use crate::{page, project, setup};

/// Where the page is served unless it is told otherwise.
pub const USUAL_PORT: u16 = 8080;

/// Sets up, builds the release page and serves it until it is stopped.
pub fn serve(port: Option<u16>) -> Outcome {
    setup::for_page()?;
    page::build()?;
    let running = start(&Site::new(project::dist()), port)?;
    announce(&running);
    forever()
}

/// Starts serving at the port that was asked for, or else at the usual one or the next that is free.
pub(crate) fn start(site: &Site, port: Option<u16>) -> Outcome<Running> {
    if let Some(port) = port {
        return site.clone().start(port);
    }
    let mut last = Failure::new("no port was tried");
    for port in USUAL_PORT..USUAL_PORT + 20 {
        match site.clone().start(port) {
            Ok(running) => return Ok(running),
            Err(failure) => last = failure,
        }
    }
    Err(last)
}

pub(crate) fn announce(running: &Running) {
    println!("\n  ReCraft Lab is at  {}\n  Ctrl-C stops it.\n", running.url());
}

fn forever() -> ! {
    loop {
        thread::park();
    }
}
