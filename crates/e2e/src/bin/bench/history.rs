//! What the history of a run of a million events costs in the page, and how soon any moment of it is there (`src/session/measure.rs`).

use std::thread;
use std::time::{Duration, Instant};

use recraft_e2e::{Failure, Outcome, Page};

use crate::table::{Goal, Row, Table, median, quantile};

/// How many events the run has.
const EVENTS: f64 = 1e6;
/// How many moments are gone to.
const SEEKS: usize = 60;
/// A busy machine may need many times what a quiet one does.
const PATIENCE: Duration = Duration::from_secs(180);

/// The memory of the page's program, in bytes. It never shrinks.
pub const HELD: &str = "return window.recraftExports.memory.buffer.byteLength;";

fn entries(page: &Page, name: &str) -> Outcome<Vec<f64>> {
    page.script(&format!("return performance.getEntriesByName('{name}').map((entry) => entry.duration);"))
}

/// Lets the page play and seek, and reads how long that took and how much it holds.
pub fn measure(page: &Page, table: &mut Table) -> Outcome {
    page.keep_exports()?;
    page.open("preset=five")?;
    let before: f64 = page.script(HELD)?;
    let query = "preset=five&measure=history";
    page.go_to(&format!("{}?{query}", page.url()))?;
    let began = Instant::now();
    let seeks = loop {
        let seeks = entries(page, "recraft-seek").unwrap_or_default();
        if seeks.len() >= SEEKS {
            break seeks;
        }
        if began.elapsed() > PATIENCE {
            return Err(Failure::new("the page has not measured its history").at(query));
        }
        thread::sleep(Duration::from_millis(500));
    };
    let played = median(entries(page, "recraft-history")?);
    let held = (page.script::<f64>(HELD)? - before) / EVENTS;
    let row = |what: &str, value, unit, goal| {
        Row::new(&format!("a run of a million events, five nodes: {what}"), value, unit, goal)
    };
    table.add(row("played with history and every check", EVENTS / played * 1000.0, "events/s", Goal::None));
    table.add(row("the run and its history hold", held, "bytes/event", Goal::Under(64.0)));
    table.add(row("going anywhere, median", median(seeks.clone()), "ms", Goal::Under(50.0)));
    table.add(row("going anywhere, longest", quantile(seeks, 1.0), "ms", Goal::Under(50.0)));
    Ok(())
}
