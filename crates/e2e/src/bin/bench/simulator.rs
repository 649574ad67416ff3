//! How fast the page's own WebAssembly simulates, without a picture: five nodes under load (`src/session/measure.rs`).

use recraft_e2e::{Failure, Outcome, Page};

use crate::table::{Goal, Row, Table, median};

/// How many messages the page delivers for each measure.
const DELIVERIES: f64 = 100_000.0;

/// What is measured: the name that the page gives it, what that is, and how many deliveries a second there should be.
const KINDS: [(&str, &str, f64); 2] = [
    ("recraft-sim-bare", "the simulator, five nodes, nothing kept", 1_500_000.0),
    ("recraft-sim-full", "the simulator, five nodes, record and every check", 500_000.0),
];

/// Lets the page measure, and reads what it has measured.
pub fn measure(page: &Page, table: &mut Table) -> Outcome {
    let query = "preset=five&measure=sim";
    page.open(query)?;
    for (name, what, least) in KINDS {
        let script = format!("return performance.getEntriesByName('{name}').map((entry) => entry.duration);");
        let times: Vec<f64> = page.script(&script)?;
        if times.is_empty() {
            return Err(Failure::new(format!("the page has not measured {name}")).at(query));
        }
        let rate = DELIVERIES / median(times) * 1000.0;
        table.add(Row::new(what, rate, "deliveries/s", Goal::AtLeast(least)));
    }
    Ok(())
}
