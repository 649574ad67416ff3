//! Searches small worlds to the end: `cargo run --profile native -p recraft-sim --bin exhaust -- [WORLD …]`.

use std::io::Write;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use recraft_protocol::mistakes::Mistake;
use recraft_sim::exhaustive::recraft::{Recraft, Scope, worlds};
use recraft_sim::exhaustive::search::{Progress, Search};

const USAGE: &str = "\
Searches every way in which a small world can go.

exhaust [OPTION …] [WORLD …]     (all worlds if none is named)

  --limit N          stop after so many states (100 million if not given)
  --mistake NAME     every node makes this mistake
  --no-symmetry      tell states apart that differ only in the names of nodes
  --bound NAME=N     change a bound: last-term, elections, heartbeats, retries, crashes, losses, duplications, commands
  --help             say this

Exit status: 0 if nothing is unsafe, 1 if something is, 2 if the command line is wrong.";

/// How many states are worked out between two looks at the clock.
const SLICE: usize = 20_000;
const TELL_EVERY: Duration = Duration::from_secs(10);

struct Options {
    limit: usize,
    mistake: Option<Mistake>,
    symmetry: bool,
    bounds: Vec<(String, u8)>,
    worlds: Vec<worlds::Named>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let options = match options(&arguments) {
        Ok(Some(options)) => options,
        Ok(None) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            eprintln!("{problem}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let mut safe = true;
    for &(name, scope) in &options.worlds {
        match scope_of(scope(), &options) {
            Ok(scope) => safe &= search(name, &scope, options.limit),
            Err(problem) => {
                eprintln!("{problem}");
                return ExitCode::from(2);
            }
        }
    }
    if safe { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn options(arguments: &[String]) -> Result<Option<Options>, String> {
    let mut options =
        Options { limit: 100_000_000, mistake: None, symmetry: true, bounds: Vec::new(), worlds: Vec::new() };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--help" => return Ok(None),
            "--no-symmetry" => options.symmetry = false,
            "--limit" => {
                let text = value()?;
                options.limit = text.parse().map_err(|_| format!("{text} is not a number"))?;
            }
            "--mistake" => {
                let name = value()?;
                options.mistake = Some(Mistake::named(name).ok_or(format!("there is no mistake {name}"))?);
            }
            "--bound" => {
                let text = value()?;
                let (name, number) = text.split_once('=').ok_or(format!("{text} is not NAME=NUMBER"))?;
                let number = number.parse().map_err(|_| format!("{number} is not a small number"))?;
                options.bounds.push((name.to_owned(), number));
            }
            name => {
                let world = worlds::NAMED.into_iter().find(|(known, _)| *known == name);
                options.worlds.push(world.ok_or(format!("there is no world {name}; there are {}", names()))?);
            }
        }
    }
    if options.worlds.is_empty() {
        options.worlds = worlds::NAMED.to_vec();
    }
    Ok(Some(options))
}

fn names() -> String {
    worlds::NAMES.join(", ")
}

fn scope_of(mut scope: Scope, options: &Options) -> Result<Scope, String> {
    scope.symmetry = options.symmetry;
    if let Some(mistake) = options.mistake {
        scope = worlds::with_mistake(scope, mistake);
    }
    for (name, number) in &options.bounds {
        let bounds = &mut scope.bounds;
        match name.as_str() {
            "last-term" => bounds.last_term = u32::from(*number),
            "elections" => bounds.elections = *number,
            "heartbeats" => bounds.heartbeats = *number,
            "retries" => bounds.retries = *number,
            "crashes" => bounds.crashes = *number,
            "losses" => bounds.losses = *number,
            "duplications" => bounds.duplications = *number,
            "commands" => scope.commands = worlds::writes(u32::from(*number)),
            _ => return Err(format!("there is no bound {name}")),
        }
    }
    Ok(scope)
}

/// Searches one world; says whether it is safe as far as it was seen.
fn search(name: &str, scope: &Scope, limit: usize) -> bool {
    println!(
        "{name}: {:?}, {} commands, {} requests",
        scope.bounds,
        scope.commands.len(),
        scope.requests.len()
    );
    let began = Instant::now();
    let mut told = began;
    let mut search = Search::new(Recraft::new(scope.clone()));
    while !search.progress().done && search.progress().states < limit {
        let progress = search.advance(SLICE);
        if told.elapsed() > TELL_EVERY {
            told = Instant::now();
            println!("  {}", line(&progress, began.elapsed(), search.bytes()));
            let _ = std::io::stdout().flush();
        }
    }
    let progress = search.progress();
    println!("  {}", line(&progress, began.elapsed(), search.bytes()));
    let [hosts, messages, meetings] = search.parts_met();
    println!("  made of {hosts} hosts, {messages} messages, {meetings} meetings of the two");
    println!("  chance that a state was overlooked: below {:.1e}", search.chance_of_collision());
    let Some(trace) = search.found() else {
        println!(
            "  {}",
            if progress.done { "safe: every state was seen" } else { "safe as far as it was seen" }
        );
        return true;
    };
    println!("  unsafe, by {} steps:\n{trace}", trace.deeds.len());
    match trace.run(scope) {
        Some(_) => println!("  (the simulated world can be led along this way)"),
        None => println!("  (the simulated world cannot be led along this way)"),
    }
    false
}

fn line(progress: &Progress, elapsed: Duration, bytes: usize) -> String {
    let rate = progress.states as f64 / elapsed.as_secs_f64().max(1e-9);
    format!(
        "{:>10} states ({} waiting), {} steps, depth {}, {:.1} s, {:.0} states/s, {:.1} bytes/state",
        progress.states,
        progress.waiting,
        progress.steps,
        progress.depth,
        elapsed.as_secs_f64(),
        rate,
        bytes as f64 / progress.states.max(1) as f64
    )
}
