//! `cargo run --profile native --manifest-path crates/bench/Cargo.toml`: how fast the project's parts are, as ratios to something measured
//! in the same run. What counts is the processor's time, the least of several measurements made in turn; each is a process of its own, so
//! that memory can be told apart.

use std::process::{Command, ExitCode};

use cpu_time::ProcessTime;
use recraft_bench::replication::{self, Done, Load};
use recraft_bench::{searching, simulator};

/// How often each measurement is repeated, in turn with what it is compared with.
const ROUNDS: usize = 3;
/// How long the ways are that are searched.
const STEPS: u32 = 10;
/// How long the simulator runs.
const VIRTUAL_US: u64 = 200_000_000;

const SINGLY: Load = Load { entries: 100_000, outstanding: 1, batching: false };
const BATCHED: Load = Load { entries: 100_000, outstanding: 16, batching: true };

/// One measurement.
#[derive(Clone, Copy, Debug, Default)]
struct Measured {
    /// How many of whatever is counted.
    count: u64,
    /// Of the processor.
    seconds: f64,
    /// How much memory was taken at the most, beyond what was taken at the start; 0 where that cannot be told.
    bytes: u64,
}

impl Measured {
    fn rate(&self) -> f64 {
        self.count as f64 / self.seconds.max(1e-9)
    }

    fn bytes_each(&self) -> f64 {
        self.bytes as f64 / self.count.max(1) as f64
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [] => report(),
        [part] => match measure(part) {
            Some(measured) => {
                println!("{} {} {}", measured.count, measured.seconds, measured.bytes);
                ExitCode::SUCCESS
            }
            None => {
                eprintln!("there is no measurement {part}");
                ExitCode::from(2)
            }
        },
        _ => {
            eprintln!("no argument measures everything; one measures one thing");
            ExitCode::from(2)
        }
    }
}

fn measure(part: &str) -> Option<Measured> {
    let messages = |done: Done| done.messages;
    let theirs = |load| replication::theirs::run(load).unwrap_or_default();
    Some(match part {
        "singly-ours" => timed(|| messages(replication::ours::run(SINGLY))),
        "singly-theirs" => timed(|| messages(theirs(SINGLY))),
        "batched-ours" => timed(|| replication::ours::run(BATCHED).applied),
        "batched-theirs" => timed(|| theirs(BATCHED).applied),
        "simulator-bare" => timed(|| simulator::run(VIRTUAL_US, false)),
        "simulator-full" => timed(|| simulator::run(VIRTUAL_US, true)),
        "search-ours" => timed(|| searching::ours(STEPS) as u64),
        "search-theirs" => timed(|| searching::theirs(STEPS) as u64),
        _ => return None,
    })
}

fn timed(work: impl FnOnce() -> u64) -> Measured {
    let before = memory();
    let began = ProcessTime::now();
    let count = work();
    let seconds = began.elapsed().as_secs_f64();
    Measured { count, seconds, bytes: memory().saturating_sub(before) }
}

/// The most memory that this process has taken so far, in bytes; 0 where the system does not say.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}

fn report() -> ExitCode {
    println!(
        "processor time, the least of {ROUNDS} measurements made in turn; load on the machine at the start: {}",
        load()
    );
    let pairs = [
        (
            "replication, one outstanding, no batching",
            "messages",
            "TiKV's raft",
            "singly-ours",
            "singly-theirs",
        ),
        (
            "replication, sixteen outstanding, batching",
            "entries applied",
            "TiKV's raft",
            "batched-ours",
            "batched-theirs",
        ),
        ("simulator, checks and record on", "deliveries", "both off", "simulator-full", "simulator-bare"),
        ("exhaustive search", "states", "stateright", "search-ours", "search-theirs"),
    ];
    for (what, unit, rival, one, other) in pairs {
        let Some((ours, theirs)) = best(one, other) else {
            eprintln!("{what}: could not be measured");
            return ExitCode::FAILURE;
        };
        println!("{what}");
        for (name, measured) in [("this project", ours), (rival, theirs)] {
            let (rate, count, seconds) = (measured.rate(), measured.count, measured.seconds);
            println!(
                "  {name:<14}{rate:>12.0} {unit}/s  ({count} in {seconds:.2} s, {:.0} bytes each)",
                measured.bytes_each()
            );
        }
        println!(
            "  ratio {:.2}, memory {:.2}",
            ours.rate() / theirs.rate(),
            ours.bytes_each() / theirs.bytes_each()
        );
    }
    println!("load on the machine at the end: {}", load());
    ExitCode::SUCCESS
}

fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("unknown").to_owned()
}

/// The best of several measurements of each, taken in turn.
fn best(one: &str, other: &str) -> Option<(Measured, Measured)> {
    let mut pairs = Vec::new();
    for _ in 0..ROUNDS {
        pairs.push((in_a_process(one)?, in_a_process(other)?));
    }
    let fastest = |a: Measured, b: Measured| if b.seconds < a.seconds { b } else { a };
    pairs.into_iter().reduce(|(a, b), (c, d)| (fastest(a, c), fastest(b, d)))
}

fn in_a_process(part: &str) -> Option<Measured> {
    let output = Command::new(std::env::current_exe().ok()?).arg(part).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let mut numbers = text.split_whitespace();
    Some(Measured {
        count: numbers.next()?.parse().ok()?,
        seconds: numbers.next()?.parse().ok()?,
        bytes: numbers.next()?.parse().ok()?,
    })
}
