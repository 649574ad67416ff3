//! `recraft explore`: many random runs, each full of faults and reconfigurations, on all cores.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

use clap::Args;
use recraft_protocol::mistakes::Mistake;
use recraft_sim::explore::mistakes::knobs_for;
use recraft_sim::explore::shrink::{Limits, shrink};
use recraft_sim::explore::summary::Summary;
use recraft_sim::explore::{Campaign, Failure, Knobs, Outcome, Report, Shard};
use recraft_sim::run::Run;
use recraft_sim::world::World;

use crate::files::print;
use crate::interrupt;
use crate::verdict::Verdict;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How many runs
    #[arg(long, value_name = "N", default_value = "1000", value_parser = number)]
    runs: u64,
    /// The seed of the series
    #[arg(long, value_name = "S", default_value = "1", value_parser = number)]
    seed: u64,
    /// How many threads (default: as many as there are cores)
    #[arg(long, value_name = "J", value_parser = clap::value_parser!(u64).range(1..=256))]
    jobs: Option<u64>,
    /// Only run K of the series; the first is 0
    #[arg(long, value_name = "K", value_parser = number)]
    only: Option<u64>,
    /// Let every node make this mistake, and choose runs in which it is likely to show
    #[arg(long, value_name = "NAME", value_parser = mistake)]
    mistake: Option<Mistake>,
    /// Let the stop-and-coordinate manager reconfigure plain Raft clusters, instead of ReCraft
    #[arg(long, conflicts_with = "mistake")]
    baseline: bool,
    /// Make failing runs small: as few commands and as plain a beginning as still fail in the same way
    #[arg(long)]
    shrink: bool,
    /// Only the runs of one of several equal parts, such as 0/8; several machines can play one each
    #[arg(long, value_name = "I/N", default_value = "0/1", conflicts_with = "only")]
    shard: Shard,
    /// Write what the runs came to into this file, as JSON; reports of all shards add up
    #[arg(long, value_name = "FILE", conflicts_with = "only")]
    report: Option<PathBuf>,
    /// Print the summary as one flat JSON object
    #[arg(long)]
    json: bool,
    /// Print the last events of failing runs, and their commands
    #[arg(long)]
    verbose: bool,
    /// Print every event and message of the runs that fail, replayed
    #[arg(long)]
    messages: bool,
    /// How many events --verbose prints
    #[arg(long, value_name = "N", default_value = "60", value_parser = number)]
    events: u64,
    /// Do not stop after 10 failing runs
    #[arg(long)]
    keep_going: bool,
    /// Write each failing run into this directory, as a scenario that replays it
    #[arg(long, value_name = "DIRECTORY")]
    save: Option<PathBuf>,
}

/// A number, which may be written in groups: `100_000`.
fn number(text: &str) -> Result<u64, String> {
    text.replace('_', "").parse().map_err(|_| "a number is needed".into())
}

fn mistake(text: &str) -> Result<Mistake, String> {
    Mistake::named(text).ok_or_else(|| {
        let names: Vec<&str> = Mistake::ALL.into_iter().map(Mistake::name).collect();
        format!("the mistakes are {}", names.join(", "))
    })
}

/// How many failing runs are enough.
const ENOUGH: u64 = 10;

pub(crate) fn run(options: &Options) -> Verdict {
    interrupt::listen();
    let began = Instant::now();
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let jobs = options.jobs.unwrap_or(cores);
    let runs = options.runs.max(options.only.map_or(0, |only| only.saturating_add(1)));
    let plain = || if options.baseline { Knobs::of_baseline() } else { Knobs::default() };
    let knobs = options.mistake.map_or_else(plain, knobs_for);
    let campaign = Campaign { knobs, ..Campaign::new(options.seed, runs) };
    let summary = series(options, &campaign, jobs);
    let elapsed_seconds = began.elapsed().as_secs_f64();
    if options.json {
        print(&(summary.json(options.seed, jobs, elapsed_seconds) + "\n"));
    } else {
        print(&summary.table(elapsed_seconds));
    }
    let passed = summary.passed();
    if interrupt::asked() {
        eprintln!("interrupted: this is what the runs came to so far");
    } else if let Some(path) = &options.report {
        let report = Report { campaign, shards: vec![options.shard], summary, elapsed_seconds };
        let written = serde_json::to_string(&report).map_err(std::io::Error::other);
        if let Err(error) = written.and_then(|text| std::fs::write(path, text + "\n")) {
            eprintln!("recraft: {}: {error}", path.display());
            return Verdict::BadInput;
        }
    }
    match (passed, interrupt::asked()) {
        (false, _) => Verdict::Failed,
        (true, true) => Verdict::Interrupted,
        (true, false) => Verdict::Held,
    }
}

fn series(options: &Options, campaign: &Campaign, jobs: u64) -> Summary {
    let numbers: Vec<u64> = match options.only {
        Some(only) => vec![only],
        None => campaign.numbers(options.shard).collect(),
    };
    let (next, failed) = (AtomicUsize::new(0), AtomicU64::new(0));
    let total = Mutex::new(Summary::default());
    std::thread::scope(|scope| {
        for _ in 0..jobs.min(numbers.len() as u64) {
            scope.spawn(|| {
                let mut summary = Summary::default();
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let enough = !options.keep_going && failed.load(Ordering::Relaxed) >= ENOUGH;
                    let Some(&nth) = numbers.get(place).filter(|_| !enough && !interrupt::asked()) else {
                        break;
                    };
                    let outcome = campaign.explore(nth, options.events as usize);
                    if outcome.failure.is_some() {
                        failed.fetch_add(1, Ordering::Relaxed);
                        tell(options, nth, &outcome);
                    }
                    summary.add(nth, &outcome);
                    progress(place as u64 + 1, numbers.len() as u64);
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
    let plain = || if options.baseline { " --baseline".into() } else { String::new() };
    let with = options.mistake.map_or_else(plain, |mistake| format!(" --mistake {mistake}"));
    let mut text = format!("run {nth} (its own seed {}): {what}\n", outcome.seed);
    text +=
        &format!("  repeat it with: recraft explore --seed {}{with} --only {nth} --verbose\n", options.seed);
    let small = if options.shrink { shrink(outcome, Limits::default()) } else { None };
    if let Some(small) = &small {
        let (before, after) = (outcome.run.commands.len(), small.run.commands.len());
        text +=
            &format!("  {before} commands made {after} after {} replays: {}\n", small.replays, small.failure);
    }
    let (run, ended_us) =
        small.as_ref().map_or((&outcome.run, outcome.ended_us), |small| (&small.run, small.ended_us));
    if let Some(directory) = &options.save {
        text += &save(directory, &format!("{}-{nth}", options.seed), run, ended_us, what);
    }
    if options.verbose {
        for event in &outcome.last_events {
            text += &line(event.at_us, &event.what);
        }
        for timed in &run.commands {
            text += &line(timed.at_us, &timed.command);
        }
    }
    eprint!("{text}");
    if options.messages {
        replay(outcome);
    }
}

/// Writes a failing run as a scenario that expects to fail in this way; says where.
fn save(directory: &Path, name: &str, run: &Run, ended_us: u64, failure: &Failure) -> String {
    let file = directory.join(format!("{name}.scenario"));
    let mut scenario = recraft_script::write(run, ended_us);
    if let Failure::Unsafe(violation) = failure {
        scenario += &format!("expect violation {}\n", recraft_script::kebab(&violation.property));
    }
    let written = std::fs::create_dir_all(directory).and_then(|()| std::fs::write(&file, scenario));
    match written {
        Ok(()) => format!("  written to {}\n", file.display()),
        Err(error) => format!("  cannot be written to {}: {error}\n", file.display()),
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
        print(&text);
    }
    for server in world.servers() {
        print(&line(world.now_us(), &server));
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

fn progress(done: u64, all: u64) {
    let mut stderr = std::io::stderr();
    if done.is_multiple_of(100) && stderr.is_terminal() {
        let _ = write!(stderr, "\r{done} of {all} runs\r");
    }
}
