//! `explore`: many random runs, each full of faults and reconfigurations, on all cores.
//!
//! ```text
//! explore --runs 10000 --seed 1            10,000 runs of the series 1
//! explore --seed 1 --only 4711 --verbose   run 4711 of that series again, with its last events
//! ```
//!
//! The exit status is 1 if any run violated a property or did not come to rest.

use std::io::IsTerminal;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use recraft_sim::explore::summary::Summary;
use recraft_sim::explore::{Failure, Outcome, explore, seed_of};

const HELP: &str = "\
Random runs of the simulated world, with every fault and reconfiguration; safety is checked at every step, liveness at the end.

  --runs N      how many runs (default 1000)
  --seed S      the seed of the series (default 1)
  --jobs J      how many threads (default: as many as there are cores)
  --only K      only run K of the series (the first is 0)
  --json        print the summary as one flat JSON object
  --verbose     print the last events of failing runs
  --keep-going  do not stop after 10 failing runs
";

/// How many failing runs are enough.
const ENOUGH: u64 = 10;

struct Options {
    runs: u64,
    seed: u64,
    jobs: u64,
    only: Option<u64>,
    json: bool,
    verbose: bool,
    keep_going: bool,
}

fn options() -> Result<Option<Options>, String> {
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let mut options = Options {
        runs: 1000,
        seed: 1,
        jobs: cores,
        only: None,
        json: false,
        verbose: false,
        keep_going: false,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut number = || {
            let value = words.next().ok_or(format!("{word} needs a number"))?;
            value.replace('_', "").parse::<u64>().map_err(|_| format!("{word} needs a number, not {value:?}"))
        };
        match word.as_str() {
            "--runs" => options.runs = number()?,
            "--seed" => options.seed = number()?,
            "--jobs" => options.jobs = number()?.clamp(1, 256),
            "--only" => options.only = Some(number()?),
            "--json" => options.json = true,
            "--verbose" => options.verbose = true,
            "--keep-going" => options.keep_going = true,
            "--help" | "-h" => return Ok(None),
            _ => return Err(format!("there is no option {word:?}; see --help")),
        }
    }
    Ok(Some(options))
}

fn main() -> ExitCode {
    let options = match options() {
        Ok(Some(options)) => options,
        Ok(None) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(what) => {
            eprintln!("explore: {what}");
            return ExitCode::from(2);
        }
    };
    let began = Instant::now();
    let summary = series(&options);
    let elapsed_seconds = began.elapsed().as_secs_f64();
    if options.json {
        println!("{}", summary.json(options.seed, options.jobs, elapsed_seconds));
    } else {
        print!("{}", summary.table(elapsed_seconds));
    }
    if summary.passed() { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

fn series(options: &Options) -> Summary {
    let (first, end) = options.only.map_or((0, options.runs), |only| (only, only + 1));
    let next = AtomicU64::new(first);
    let failed = AtomicU64::new(0);
    let total = Mutex::new(Summary::default());
    std::thread::scope(|scope| {
        for _ in 0..options.jobs.min(end - first) {
            scope.spawn(|| {
                let mut summary = Summary::default();
                loop {
                    let nth = next.fetch_add(1, Ordering::Relaxed);
                    let enough = !options.keep_going && failed.load(Ordering::Relaxed) >= ENOUGH;
                    if nth >= end || enough {
                        break;
                    }
                    let outcome = explore(seed_of(options.seed, nth), 60);
                    if outcome.failure.is_some() {
                        failed.fetch_add(1, Ordering::Relaxed);
                        tell(options, nth, &outcome);
                    }
                    summary.add(&outcome);
                    progress(options, nth - first + 1, end - first);
                }
                if let Ok(mut total) = total.lock() {
                    total.merge(&summary);
                }
            });
        }
    });
    total.into_inner().unwrap_or_default()
}

fn tell(options: &Options, nth: u64, outcome: &Outcome) {
    let what = match &outcome.failure {
        Some(Failure::Unsafe(what)) => format!("violation: {what}"),
        Some(Failure::Stuck(what)) => format!("not at rest: {what}"),
        None => return,
    };
    let mut text = format!("run {nth} (its own seed {}): {what}\n", outcome.seed);
    text += &format!("  repeat it with: explore --seed {} --only {nth} --verbose\n", options.seed);
    if options.verbose {
        for event in &outcome.last_events {
            text += &format!("  {:>9.3} ms  {:?}\n", event.at_us as f64 / 1000.0, event.what);
        }
        for timed in &outcome.run.commands {
            text += &format!("  {:>9.3} ms  {:?}\n", timed.at_us as f64 / 1000.0, timed.command);
        }
    }
    eprint!("{text}");
}

fn progress(options: &Options, done: u64, all: u64) {
    if !options.json && done.is_multiple_of(100) && std::io::stderr().is_terminal() {
        eprint!("\r{done} of {all} runs\r");
    }
}
