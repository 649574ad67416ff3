//! `cargo xtask bench`: what the built page costs, in headless Chromium without a GPU.
//!
//! Each number is the middle one of several measurements and stands beside what is aimed at. In the same run, and before and after
//! everything else, a fixed piece of arithmetic is timed: so numbers of machines of different speed can be compared by their ratio, and a
//! machine that was busy meanwhile gives itself away.
//!
//! - `simulator`: messages delivered in a second, by the page's own WebAssembly and without a picture (`measure=sim`);
//! - `history`: what the history of a run of a million events holds, and how long going to any moment takes (`measure=history`);
//! - `frames`: the scripting of a frame, for clusters of several sizes under load (`measure=1`);
//! - `loading`: what the page weighs; until the first picture, and until the page can be used;
//! - `idle`: what still happens when nothing moves;
//! - `long`: with `--long`, ten minutes at the highest speed.
#![expect(
    unreachable_pub,
    reason = "a program has no outside; `pub` says what a module offers its neighbours"
)]

mod frames;
mod history;
mod idle;
mod loading;
mod long;
mod simulator;
mod table;

use std::process::ExitCode;

use lexopt::prelude::{Long, ValueExt};
use recraft_e2e::{Browser, Failure, Look, Outcome, Page, exit_code};

use table::{Goal, Row, Table, median};

/// A million steps of a generator of numbers, 21 times.
const BASELINE: &str = "
    const times = [];
    for (let round = 0; round < 21; round += 1) {
      const begin = performance.now();
      let x = 2463534242;
      for (let step = 0; step < 1000000; step += 1) { x ^= x << 13; x ^= x >>> 17; x ^= x << 5; }
      times.push(performance.now() - begin + (x === 0 ? 1 : 0));
    }
    return times;";

/// What was asked for.
#[derive(Clone, Copy, Debug)]
struct Options {
    as_json: bool,
    /// For how long frames are measured at each size, in seconds.
    seconds: u64,
    /// For how many minutes the long run goes on, if there is to be one.
    long_minutes: Option<u64>,
}

fn main() -> ExitCode {
    exit_code(run())
}

fn run() -> Outcome {
    let options = options().map_err(|error| {
        Failure::new(error.to_string()).at("the command line").advice("`cargo xtask help` lists the options")
    })?;
    let page = Page::start(Browser::Chromium, &Look::default())?;
    let mut table = Table::new(options.as_json);
    loading::measure(&page, &mut table)?;
    baseline(&page, "at the start", &mut table)?;
    idle::measure(&page, &mut table)?;
    simulator::measure(&page, &mut table)?;
    history::measure(&page, &mut table)?;
    frames::measure(&page, options.seconds, &mut table)?;
    if let Some(minutes) = options.long_minutes {
        long::measure(&page, minutes, &mut table)?;
    }
    baseline(&page, "at the end", &mut table)?;
    table.finish();
    Ok(())
}

fn baseline(page: &Page, when: &str, table: &mut Table) -> Outcome {
    let times: Vec<f64> = page.script(BASELINE)?;
    table.add(Row::new(&format!("a fixed piece of arithmetic, {when}"), median(times), "ms", Goal::None));
    Ok(())
}

fn options() -> Result<Options, lexopt::Error> {
    let mut options = Options { as_json: false, seconds: 10, long_minutes: None };
    let mut words = lexopt::Parser::from_env();
    while let Some(word) = words.next()? {
        match word {
            Long("json") => options.as_json = true,
            Long("seconds") => options.seconds = words.value()?.parse()?,
            Long("long") => options.long_minutes = Some(long::MINUTES),
            Long("minutes") => options.long_minutes = Some(words.value()?.parse()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(options)
}
