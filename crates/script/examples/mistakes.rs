//! Looks for every deliberate mistake by random runs, makes what shows it small, and writes it into a folder as scenarios.
//!
//! `cargo run --profile native -p recraft-script --example mistakes -- scenarios/mistakes [MISTAKE …]`

use std::fmt::Write;
use std::path::Path;

use recraft_protocol::mistakes::Mistake;
use recraft_script::write;
use recraft_sim::checker::Property;
use recraft_sim::explore::mistakes::{knobs_for, runs_for};
use recraft_sim::explore::shrink::{Limits, Shrunk, shrink};
use recraft_sim::explore::{Campaign, Kind};

/// The seed of the series of runs that are searched.
const SEED: u64 = 1;
/// So many failing runs are made small, and the smallest is kept.
const CHOICES: usize = 4;

fn main() -> std::io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let folder = words.first().map_or("scenarios/mistakes", String::as_str);
    let named: Vec<Mistake> = words.iter().filter_map(|word| Mistake::named(word)).collect();
    for mistake in if named.is_empty() { Mistake::ALL.to_vec() } else { named } {
        let Some(shrunk) = smallest(mistake) else {
            println!("{mistake} was not found");
            continue;
        };
        let path = Path::new(folder).join(format!("{mistake}.scenario"));
        std::fs::write(path, scenario(mistake, &shrunk))?;
        println!(
            "{mistake}: {} commands, {} replays, {}",
            shrunk.run.commands.len(),
            shrunk.replays,
            shrunk.failure.kind()
        );
    }
    Ok(())
}

/// The smallest of the first runs that show a mistake.
fn smallest(mistake: Mistake) -> Option<Shrunk> {
    let campaign = Campaign { seed: SEED, runs: runs_for(mistake), knobs: knobs_for(mistake) };
    let limits = Limits { replays_max: 3_000, seeds: 5 };
    let outcomes = (0..campaign.runs).map(|nth| campaign.explore(nth, 0));
    let shows = |kind: Kind| kind != Kind::Stuck || mistake == Mistake::DropBoundaryEarly;
    outcomes
        .filter(|outcome| outcome.failure.as_ref().is_some_and(|failure| shows(failure.kind())))
        .take(CHOICES)
        .filter_map(|outcome| shrink(&outcome, limits))
        .min_by_key(|shrunk| (shrunk.run.commands.len(), shrunk.ended_us))
}

fn scenario(mistake: Mistake, shrunk: &Shrunk) -> String {
    let told = write(&shrunk.run, shrunk.ended_us);
    let (version, story) = told.split_once('\n').unwrap_or_default();
    let mut text = format!("{version}\n");
    let _ = writeln!(text, "# Found by random runs and made small; `docs/exploring.md` says how.");
    let _ = writeln!(text, "title \"The mistake {mistake}\"");
    text += story;
    if shrunk.failure.kind() == Kind::Stuck {
        let _ = writeln!(text, "expect not everything at rest");
    }
    let world = shrunk.run.play(shrunk.ended_us);
    for property in Property::ALL {
        if !world.checks().status(property).violations.is_empty() {
            let _ = writeln!(text, "expect violation {}", property.name());
        }
    }
    text
}
