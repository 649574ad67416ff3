//! Finds a failing run of a campaign and makes it small.
//!
//! `cargo run --profile native -p recraft-sim --example shrink -- SEED NTH [MISTAKE] [KNOBS.json]`

use recraft_protocol::mistakes::Mistake;
use recraft_sim::explore::mistakes::knobs_for;
use recraft_sim::explore::shrink::{Limits, shrink};
use recraft_sim::explore::{Campaign, Knobs};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize| words.get(place).and_then(|word| word.parse().ok()).unwrap_or(0);
    let knobs = words.get(2).and_then(|word| Mistake::named(word)).map_or_else(Knobs::default, knobs_for);
    let outcome = Campaign { seed: number(0), runs: 0, knobs }.explore(number(1), 0);
    println!(
        "{} commands, {:?}",
        outcome.run.commands.len(),
        outcome.failure.as_ref().map(ToString::to_string)
    );
    let Some(shrunk) = shrink(&outcome, Limits::default()) else { return println!("does not fail again") };
    println!("{} replays, minimal: {}, ends at {} us", shrunk.replays, shrunk.is_minimal, shrunk.ended_us);
    println!("{}", shrunk.failure);
    println!("{}", serde_json::to_string_pretty(&shrunk.run.setup).unwrap_or_default());
    for timed in &shrunk.run.commands {
        println!("{:>9} us  {}", timed.at_us, serde_json::to_string(&timed.command).unwrap_or_default());
    }
}
