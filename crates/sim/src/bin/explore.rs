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
use recraft_sim::explore::{Outcome, explore, seed_of};
use recraft_sim::world::World;

const HELP: &str = "\
Random runs of the simulated world, with every fault and reconfiguration; safety is checked at every step, liveness at the end.

  --runs N      how many runs (default 1000)
  --seed S      the seed of the series (default 1)
  --jobs J      how many threads (default: as many as there are cores)
  --only K      only run K of the series (the first is 0)
  --json        print the summary as one flat JSON object
  --verbose     print the last events of failing runs, and their commands
  --messages    print every event and message of the runs that fail, replayed
  --events N    how many events that are (default 60)
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
    messages: bool,
    events: u64,
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
        messages: false,
        events: 60,
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
            "--events" => options.events = number()?,
            "--messages" => options.messages = true,
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
                    let outcome = explore(seed_of(options.seed, nth), options.events as usize);
                    if outcome.failure.is_some() {
                        failed.fetch_add(1, Ordering::Relaxed);
                        tell(options, nth, &outcome);
                    }
                    summary.add(nth, &outcome);
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
    let Some(what) = &outcome.failure else { return };
    let mut text = format!("run {nth} (its own seed {}): {what}\n", outcome.seed);
    text += &format!("  repeat it with: explore --seed {} --only {nth} --verbose\n", options.seed);
    if options.verbose {
        for event in &outcome.last_events {
            text += &line(event.at_us, &event.what);
        }
        for timed in &outcome.run.commands {
            text += &line(timed.at_us, &timed.command);
        }
    }
    eprint!("{text}");
    if options.messages {
        replay(outcome);
    }
}

/// Plays a run again, printing every event and message as it happens.
fn replay(outcome: &Outcome) {
    let mut world = World::new(outcome.run.setup.clone());
    let mut commands = outcome.run.commands.iter().peekable();
    let (mut seq, mut sent) = (0, 0);
    while world.now_us() < outcome.ended_us {
        let next_us = world.next_event_us().unwrap_or(outcome.ended_us);
        match commands.next_if(|timed| timed.at_us < next_us) {
            Some(timed) => {
                world.run_until(timed.at_us);
                let _ = world.command(timed.command.clone());
            }
            None => {
                world.step();
            }
        }
        let mut text = String::new();
        world.events_since(seq).for_each(|event| text += &line(event.at_us, &event.what));
        for flight in world.flights().filter(|flight| flight.id.0 > sent) {
            text += &line(flight.sent_us, &(flight.id, flight.due_us, flight.fate, &flight.cargo));
        }
        seq = world.last_seq();
        sent = world.flights().last().map_or(sent, |flight| sent.max(flight.id.0));
        print!("{text}");
    }
    for server in world.servers() {
        print!("{}", line(world.now_us(), &server));
    }
}

/// One line of a trace, with the names of things short.
fn line(at_us: u64, what: &impl std::fmt::Debug) -> String {
    let mut text = format!("{what:?}");
    let names =
        [("NodeId(", "n"), ("ClusterId(", "c"), ("ClientId(", "k"), ("TxId(", "tx"), ("FlightId(", "m")];
    for (name, short) in names {
        while let Some(start) = text.find(name) {
            let number = start + name.len();
            let end = text[number..].find(')').map_or(text.len(), |end| number + end);
            let value = format!("{short}{}", &text[number..end]);
            text.replace_range(start..(end + 1).min(text.len()), &value);
        }
    }
    for (long, short) in [
        ("Observed { node: ", ""),
        ("observation: ", ""),
        ("EpochTerm { epoch: ", "("),
        (", term: ", "."),
        ("LogId { at: ", ""),
        ("NodeSet(", "{"),
        ("KeyRanges(", "("),
        ("Some(", "("),
    ] {
        text = text.replace(long, short);
    }
    format!("  {:>9.3} ms  {text}\n", at_us as f64 / 1000.0)
}

fn progress(options: &Options, done: u64, all: u64) {
    if !options.json && done.is_multiple_of(100) && std::io::stderr().is_terminal() {
        eprint!("\r{done} of {all} runs\r");
    }
}
