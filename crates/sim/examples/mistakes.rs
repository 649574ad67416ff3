//! How many runs it takes to find each deliberate mistake, as a table: the first run that fails, how many of all do, and how.
//!
//! `cargo run --profile native -p recraft-sim --example mistakes -- RUNS SEED [MISTAKE …] [KNOBS.json]`
//!
//! `KNOBS.json` overrides the knobs, for trying out what makes a mistake show.

use std::collections::BTreeMap;
use std::time::Instant;

use recraft_protocol::mistakes::{Mistake, Mistakes};
use recraft_sim::explore::mistakes::knobs_for;
use recraft_sim::explore::{Campaign, Knobs, Shard};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number =
        |place: usize, default| words.get(place).and_then(|word| word.parse().ok()).unwrap_or(default);
    let (runs, seed) = (number(0, 300), number(1, 1));
    let named: Vec<Mistake> = words.iter().filter_map(|word| Mistake::named(word)).collect();
    let overriding = words.iter().find(|word| word.ends_with(".json")).map(|path| read(path));
    for mistake in if named.is_empty() { Mistake::ALL.to_vec() } else { named } {
        let knobs = match &overriding {
            Some(knobs) => Knobs { mistakes: Mistakes::only(mistake), ..knobs.clone() },
            None => knobs_for(mistake),
        };
        table(mistake, &Campaign { seed, runs, knobs });
    }
}

fn read(path: &str) -> Knobs {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn table(mistake: Mistake, campaign: &Campaign) {
    let began = Instant::now();
    let mut first = None;
    let mut how: BTreeMap<String, u64> = BTreeMap::new();
    let summary = campaign.play(Shard::WHOLE, |nth, outcome| {
        if let Some(failure) = &outcome.failure {
            first.get_or_insert(nth + 1);
            *how.entry(failure.kind().to_string()).or_default() += 1;
        }
        true
    });
    let failed: u64 = how.values().sum();
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{:<30} first {first:?}, {failed} of {} in {seconds:.1} s: {how:?}",
        mistake.name(),
        summary.runs
    );
}
