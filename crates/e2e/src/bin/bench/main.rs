//! `cargo xtask bench`: how long the page's scripting takes for a frame.
//!
//! The page plays five nodes under steady load (`?preset=five&play=1&load=1&measure=1`) in headless Chromium without a GPU.
//! With `measure=1` it makes a performance measure named `recraft-frame` of the scripting of each frame. In the same run, a
//! fixed piece of arithmetic is timed, so that numbers of machines of different speed can be compared by their ratio.

use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use lexopt::prelude::{Long, ValueExt};
use recraft_e2e::{Browser, Failure, Look, Outcome, Page};
use serde_json::json;

const QUERY: &str = "preset=five&play=1&load=1&measure=1";

/// The cluster elects its leader and the load begins; compilers of the browser warm up.
const WARM_UP: Duration = Duration::from_secs(3);

/// The most that the median may be.
const BUDGET_MS: f64 = 3.0;

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

const FRAMES: &str = "return performance.getEntriesByName('recraft-frame').map((entry) => entry.duration);";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome {
    let (as_json, seconds) = options().map_err(|error| {
        Failure::new(error.to_string()).at("the command line").advice("`cargo xtask help` lists the options")
    })?;
    let page = Page::start(Browser::Chromium, &Look::default())?;
    page.open(QUERY)?;
    thread::sleep(WARM_UP);
    page.script::<()>("performance.clearMeasures();")?;
    thread::sleep(Duration::from_secs(seconds));
    let mut frames: Vec<f64> = page.script(FRAMES)?;
    let mut baseline: Vec<f64> = page.script(BASELINE)?;
    if frames.is_empty() {
        return Err(Failure::new("the page measured no frame")
            .at(QUERY)
            .advice("with measure=1 it must make a performance measure named recraft-frame for each frame"));
    }
    frames.sort_by(f64::total_cmp);
    baseline.sort_by(f64::total_cmp);
    report(as_json, seconds, &frames, quantile(&baseline, 0.5));
    Ok(())
}

fn options() -> Result<(bool, u64), lexopt::Error> {
    let (mut as_json, mut seconds) = (false, 10);
    let mut words = lexopt::Parser::from_env();
    while let Some(word) = words.next()? {
        match word {
            Long("json") => as_json = true,
            Long("seconds") => seconds = words.value()?.parse()?,
            other => return Err(other.unexpected()),
        }
    }
    Ok((as_json, seconds))
}

fn report(as_json: bool, seconds: u64, frames: &[f64], baseline: f64) {
    let median = quantile(frames, 0.5);
    let (p95, max) = (quantile(frames, 0.95), quantile(frames, 1.0));
    if as_json {
        let result = json!({
            "measured_s": seconds,
            "frames_count": frames.len(),
            "frame_script_ms_median": rounded(median),
            "frame_script_ms_p95": rounded(p95),
            "frame_script_ms_max": rounded(max),
            "baseline_script_ms_median": rounded(baseline),
            "frame_to_baseline_ratio": rounded(median / baseline),
            "budget_ms": BUDGET_MS,
            "is_within_budget": median <= BUDGET_MS,
        });
        println!("{result}");
        return;
    }
    println!(
        "five nodes under steady load, headless Chromium without a GPU, {seconds} s, {} frames",
        frames.len()
    );
    println!("a frame's scripting: median {median:.2} ms, 95 of 100 under {p95:.2} ms, longest {max:.2} ms");
    println!("a fixed piece of arithmetic in the same run: {baseline:.2} ms; ratio {:.2}", median / baseline);
    println!("budget for the median: {BUDGET_MS} ms");
}

/// The value below which this share of the sorted values lies.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let index = (share * last as f64).round() as usize;
    sorted.get(index).copied().unwrap_or_default()
}

fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
