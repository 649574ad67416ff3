//! What a frame costs: the scripting of each, as the page itself measures it (`recraft-frame`).

use std::thread;
use std::time::{Duration, Instant};

use recraft_e2e::{Failure, Outcome, Page};

use crate::table::{Goal, Row, Table, median, quantile};

/// A stage that is drawn, and what its frames may cost.
struct Size {
    what: &'static str,
    query: &'static str,
    median_ms: f64,
    p95_ms: Option<f64>,
}

const SIZES: [Size; 3] = [
    Size {
        what: "5 nodes",
        query: "preset=five&play=1&speed=1&load=8&measure=1",
        median_ms: 2.0,
        p95_ms: Some(6.0),
    },
    Size {
        what: "25 nodes in five clusters",
        query: "preset=five-by-five&play=1&speed=1&load=20&measure=1",
        median_ms: 4.0,
        p95_ms: None,
    },
    Size {
        what: "100 nodes in one cluster",
        query: "preset=hundred&play=1&speed=1&load=20&measure=1",
        median_ms: 12.0,
        p95_ms: None,
    },
];

/// The cluster elects its leader, logs grow beyond a hundred entries, compilers of the browser warm up.
const WARM_UP: Duration = Duration::from_secs(5);

/// So few frames say nothing: on a busy machine more time is taken, but not for ever.
const ENOUGH: usize = 20;
const PATIENCE: Duration = Duration::from_secs(60);

/// The page's frames since measures were last cleared, in milliseconds.
pub const FRAMES: &str =
    "return performance.getEntriesByName('recraft-frame').map((entry) => entry.duration);";

/// Plays each size for so many seconds.
pub fn measure(page: &Page, seconds: u64, table: &mut Table) -> Outcome {
    for size in &SIZES {
        page.open(size.query)?;
        thread::sleep(WARM_UP);
        page.script::<()>("performance.clearMeasures();")?;
        let began = Instant::now();
        let frames = loop {
            thread::sleep(Duration::from_secs(seconds));
            let frames: Vec<f64> = page.script(FRAMES)?;
            if frames.len() >= ENOUGH || began.elapsed() > PATIENCE {
                break frames;
            }
        };
        if frames.is_empty() {
            return Err(Failure::new("the page measured no frame").at(size.query).advice(
                "with measure=1 it must make a performance measure named recraft-frame for each frame",
            ));
        }
        let row = |which: &str, value, goal| {
            Row::new(&format!("a frame, {} under load, {which}", size.what), value, "ms", goal)
        };
        table.add(row("median", median(frames.clone()), Goal::Under(size.median_ms)));
        let p95 = quantile(frames.clone(), 0.95);
        table.add(row("95 of 100 under", p95, size.p95_ms.map_or(Goal::None, Goal::Under)));
        table.add(row("longest", quantile(frames, 1.0), Goal::None));
    }
    Ok(())
}
