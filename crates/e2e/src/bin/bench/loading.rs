//! What the page weighs, and how long it takes to come, from a static server on this machine.

use recraft_e2e::{Outcome, Page};
use xtask::size;

use crate::table::{Goal, Row, Table, median};

const ROUNDS: usize = 5;

/// When something was first painted, and when the page could be used, in milliseconds from the beginning.
const TIMES: &str = "
    const of = (name) => performance.getEntriesByName(name)[0]?.startTime ?? -1;
    return [of('first-contentful-paint'), of('recraft-ready')];";

/// Opens the page several times.
pub fn measure(page: &Page, table: &mut Table) -> Outcome {
    let weighed = size::weighed()?;
    let kilobytes = |bytes: usize| bytes as f64 / 1000.0;
    let mut weight =
        |what: &str, bytes, budget| table.add(Row::new(what, kilobytes(bytes), "kB", Goal::Under(budget)));
    weight("what a visit begins with, after Brotli", weighed.first, 385.0);
    weight("the second part of the program after Brotli", weighed.later, 215.0);
    weight("the worker program after Brotli", weighed.worker, 400.0);
    let (mut painted, mut ready) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        page.open("preset=five")?;
        let times = page.wait_for("the first picture and the page to be ready", || {
            let times: [f64; 2] = page.script(TIMES)?;
            Ok(times.iter().all(|&time| time >= 0.0).then_some(times))
        })?;
        painted.push(times[0]);
        ready.push(times[1]);
    }
    table.add(Row::new("the first picture", median(painted), "ms", Goal::Under(500.0)));
    table.add(Row::new("ready to be used", median(ready), "ms", Goal::Under(1500.0)));
    Ok(())
}
