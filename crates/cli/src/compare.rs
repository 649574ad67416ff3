//! `recraft compare`: ReCraft beside stop-and-coordinate, on the same seeds and under the same load.

use std::fmt::Write as _;

use clap::{Args, ValueEnum};
use recraft_protocol::settings::Delay;
use recraft_script::time_text;
use recraft_sim::baseline::ManagerSetup;
use recraft_sim::compare::{AFTER_US, CHANGE_US, Change, DATA_MAX, Means, Outcome, Trial};
use recraft_sim::measure::Summary;
use recraft_sim::setup::NetworkSetup;
use serde::Serialize;

use crate::files::print;
use crate::interrupt;
use crate::verdict::Verdict;

/// The name of the JSON format, and its version.
const FORMAT: &str = "recraft-compare";
const VERSION: u32 = 1;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// One cluster is split in two
    Split,
    /// Two clusters are merged
    Merge,
}

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// What to compare; both if it is not said
    #[arg(value_enum, value_name = "CHANGE")]
    change: Option<What>,
    /// How many seeds
    #[arg(long, default_value_t = 5, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1000))]
    seeds: u64,
    /// The first seed; the others follow
    #[arg(long, default_value_t = 1, value_name = "S")]
    seed: u64,
    /// How many nodes, half of them in each of the two clusters
    #[arg(long, default_value_t = 6, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=100))]
    nodes: u32,
    /// How many clients
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=32))]
    clients: u32,
    /// How long each client waits between an answer and its next request, in milliseconds
    #[arg(long, default_value_t = 10, value_name = "MS", value_parser = clap::value_parser!(u64).range(1..=10_000))]
    pause: u64,
    /// How much data is there at the beginning, in kilobytes
    #[arg(long, default_value_t = 1_000, value_name = "KB", value_parser = clap::value_parser!(u64).range(0..=DATA_MAX / 1_000))]
    data: u64,
    /// How many kilobytes of a state go through a link in a second, for both; 0 if its size shall cost no time
    #[arg(long, default_value_t = 10_000, value_name = "KB/S")]
    bandwidth: u64,
    /// How long the manager needs to start a node, in milliseconds
    #[arg(long, default_value_t = 100, value_name = "MS", value_parser = clap::value_parser!(u64).range(0..=60_000))]
    start: u64,
    /// The one-way latency of a message, in microseconds: the least and the most
    #[arg(long, num_args = 2, default_values_t = [10_000, 20_000], value_names = ["LEAST", "MOST"], value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    latency: Vec<u64>,
    /// Print one JSON document for each change, with the outcome of every run
    #[arg(long)]
    json: bool,
}

/// What one change came to over all seeds.
#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    version: u32,
    trial: &'a Trial,
    change_at_us: u64,
    ended_us: u64,
    runs: &'a [Outcome],
}

pub(crate) fn run(options: &Options) -> Verdict {
    interrupt::listen();
    let [min_us, max_us] = options.latency[..] else { return Verdict::BadInput };
    if max_us < min_us {
        eprintln!("recraft: --latency: the least ({min_us}) is more than the most ({max_us})");
        return Verdict::BadInput;
    }
    let changes = match options.change {
        None => &[Change::Split, Change::Merge][..],
        Some(What::Split) => &[Change::Split],
        Some(What::Merge) => &[Change::Merge],
    };
    let mut verdict = Verdict::Held;
    for &change in changes {
        let trial = trial(options, change, Delay { min_us, max_us });
        let mut outcomes = Vec::new();
        for seed in (0..options.seeds).map(|nth| options.seed.wrapping_add(nth)) {
            for means in Means::ALL {
                if interrupt::asked() {
                    return verdict.max(Verdict::Interrupted);
                }
                outcomes.push(Trial { seed, ..trial }.play(means).outcome);
            }
        }
        let sound = outcomes.iter().all(|outcome| outcome.violations == 0 && outcome.took_us.is_some());
        verdict = verdict.max(if sound { Verdict::Held } else { Verdict::Failed });
        print(&if options.json { json(&trial, &outcomes) } else { table(&trial, options.seeds, &outcomes) });
    }
    verdict
}

fn trial(options: &Options, change: Change, latency: Delay) -> Trial {
    let rate = (options.bandwidth > 0).then(|| options.bandwidth.saturating_mul(1_000));
    Trial {
        change,
        nodes: options.nodes,
        clients: options.clients,
        pause_us: options.pause * 1_000,
        data_bytes: options.data * 1_000,
        network: NetworkSetup { latency, bytes_per_second: rate, ..NetworkSetup::default() },
        manager: ManagerSetup { start_us: options.start * 1_000 },
        seed: options.seed,
    }
}

fn json(trial: &Trial, runs: &[Outcome]) -> String {
    let ended_us = CHANGE_US + AFTER_US;
    let (format, version, change_at_us) = (FORMAT, VERSION, CHANGE_US);
    let document = Document { format, version, trial, change_at_us, ended_us, runs };
    serde_json::to_string(&document).unwrap_or_default() + "\n"
}

/// The median, and the least and the most if they differ.
fn spread(mut values: Vec<u64>, show: impl Fn(u64) -> String) -> String {
    values.sort_unstable();
    match values[..] {
        [] => "-".into(),
        [one] => show(one),
        [least, .., most] => format!("{} ({} – {})", show(values[values.len() / 2]), show(least), show(most)),
    }
}

/// One part of the time that is measured.
type Phase = fn(&Outcome) -> &Summary;

/// So many milliseconds, rounded.
fn ms(us: u64) -> String {
    format!("{} ms", (us + 500) / 1_000)
}

fn table(trial: &Trial, seeds: u64, outcomes: &[Outcome]) -> String {
    let what = match trial.change {
        Change::Split => format!("One cluster of {} nodes is split in two", trial.nodes),
        Change::Merge => format!("Two clusters with {} nodes together are merged", trial.nodes),
    };
    let bandwidth = match trial.network.bytes_per_second {
        Some(rate) => format!("{} kB/s for states", rate / 1_000),
        None => "states of any size at once".into(),
    };
    let mut text = format!(
        "{what}. {} clients pausing {}, {} kB of data, latency {} to {}, {bandwidth}; a node starts in {}. {seeds} {}.\n\n",
        trial.clients,
        time_text(trial.pause_us),
        trial.data_bytes / 1_000,
        time_text(trial.network.latency.min_us),
        time_text(trial.network.latency.max_us),
        time_text(trial.manager.start_us),
        if seeds == 1 { "seed" } else { "seeds: median (least – most)" },
    );
    let mut row = |name: &str, value: &dyn Fn(&Outcome) -> Option<u64>, show: &dyn Fn(u64) -> String| {
        let cell = |means| {
            let of = outcomes.iter().filter(|outcome| outcome.means == means);
            spread(of.filter_map(value).collect(), show)
        };
        let _ =
            writeln!(text, "{name:<34}{:>32}{:>32}", cell(Means::Recraft), cell(Means::StopAndCoordinate));
    };
    row("", &|_| None, &ms);
    row("until the new clusters serve", &|outcome| outcome.took_us, &ms);
    for (place, keys) in ["longest gap, keys up to i", "longest gap, keys from i on"].iter().enumerate() {
        row(keys, &|outcome| outcome.gaps.get(place).map(|gap| gap.us), &ms);
    }
    let phases: [(&str, Phase); 3] = [
        ("before (3 s)", |outcome| &outcome.before),
        ("first 2 s", |outcome| &outcome.during),
        ("after (3 s)", |outcome| &outcome.after),
    ];
    for (name, of) in phases {
        let rate = |outcome: &Outcome| Some(of(outcome).per_second.round() as u64);
        row(&format!("answers a second, {name}"), &rate, &|rate| rate.to_string());
        row(&format!("median latency, {name}"), &|outcome| of(outcome).median_us, &ms);
        row(&format!("99 % within, {name}"), &|outcome| of(outcome).p99_us, &ms);
    }
    let violations: u64 = outcomes.iter().map(|outcome| outcome.violations).sum();
    let unfinished = outcomes.iter().filter(|outcome| outcome.took_us.is_none()).count();
    let _ = writeln!(text, "\nviolations: {violations}; changes that did not end: {unfinished}\n");
    let head = format!("{:<34}{:>32}{:>32}", "", "ReCraft", "stop-and-coordinate");
    let blank = format!("{:<34}{:>32}{:>32}", "", "-", "-");
    text.replacen(&blank, &head, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_values_the_median_the_least_and_the_most_are_told() {
        assert_eq!(spread(vec![3_000, 1_000, 9_400], ms), "3 ms (1 ms – 9 ms)");
        assert_eq!((spread(vec![1_600], ms), spread(vec![], ms)), ("2 ms".into(), "-".into()));
    }
}
