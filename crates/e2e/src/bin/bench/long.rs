//! A long run at the highest speed: whether memory stays bounded, and whether any frame takes long.

use std::thread;
use std::time::{Duration, Instant};

use recraft_e2e::{Outcome, Page};

use crate::frames::FRAMES;
use crate::history::HELD;
use crate::table::{Goal, Row, Table};

/// How long it is if nobody says otherwise.
pub const MINUTES: u64 = 10;

const QUERY: &str = "preset=five&play=1&speed=20&load=8&measure=1";

/// The most that the page may hold, in megabytes.
const HEAP_MB: f64 = 256.0;
/// The longest that a frame may take.
const FRAME_MS: f64 = 100.0;

const BETWEEN: Duration = Duration::from_secs(15);

/// Plays for so many minutes.
pub fn measure(page: &Page, minutes: u64, table: &mut Table) -> Outcome {
    page.keep_exports()?;
    page.open(QUERY)?;
    let until = Instant::now() + Duration::from_secs(60 * minutes);
    let (mut longest, mut frames, mut most) = (0_f64, 0_usize, 0_f64);
    while Instant::now() < until {
        thread::sleep(BETWEEN);
        let times: Vec<f64> = page.script(FRAMES)?;
        page.script::<()>("performance.clearMeasures();")?;
        frames += times.len();
        longest = times.into_iter().fold(longest, f64::max);
        most = most.max(page.script::<f64>(HELD)? / 1e6);
    }
    let of = |what: &str| format!("{minutes} min at twenty times the speed: {what}");
    table.add(Row::new(&of("frames"), frames as f64, "", Goal::None));
    table.add(Row::new(&of("the longest"), longest, "ms", Goal::Under(FRAME_MS)));
    table.add(Row::new(&of("memory held at the most"), most, "MB", Goal::Under(HEAP_MB)));
    Ok(())
}
