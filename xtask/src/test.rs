//! `cargo xtask test`: everything that must hold, in parts that can be run alone.

mod parts;

use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};
use crate::options::Options;
use crate::setup;

/// A part of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The sources are formatted.
    Format,
    /// No lint complains.
    Clippy,
    /// The house rules over the sources hold.
    Tidy,
    /// The message files are complete and up to date.
    Words,
    /// Unit, integration and documentation tests.
    Native,
    /// Random schedules of the simulator.
    Schedules,
    /// Small worlds, searched by the project's own search and by an independent model checker.
    Model,
    /// Tests of the core inside the browsers.
    Wasm,
    /// The page is within its budget.
    Size,
    /// The release page, in the browsers, as a user meets it.
    EndToEnd,
}

impl Part {
    /// All of them, quick and telling ones first.
    pub const ALL: [Self; 10] = [
        Self::Format,
        Self::Clippy,
        Self::Tidy,
        Self::Words,
        Self::Native,
        Self::Schedules,
        Self::Model,
        Self::Wasm,
        Self::Size,
        Self::EndToEnd,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Clippy => "clippy",
            Self::Tidy => "tidy",
            Self::Words => "words",
            Self::Native => "native",
            Self::Schedules => "schedules",
            Self::Model => "model",
            Self::Wasm => "wasm",
            Self::Size => "size",
            Self::EndToEnd => "e2e",
        }
    }

    /// The part of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    fn needs_browsers(self) -> bool {
        matches!(self, Self::Wasm | Self::EndToEnd)
    }

    fn needs_page_tools(self) -> bool {
        self.needs_browsers() || self == Self::Size
    }
}

/// What became of a part.
struct Result {
    part: Part,
    failure: Option<Failure>,
    took: Duration,
}

/// Sets up what the chosen parts need, runs them all, and sums up. Fails if any part failed.
pub fn test(options: &Options) -> Outcome {
    let chosen = if options.parts.is_empty() { &Part::ALL[..] } else { &options.parts };
    let begin = Instant::now();
    set_up(chosen, options)?;
    let setup_took = begin.elapsed();
    let results: Vec<Result> = chosen.iter().map(|&part| run(part, options)).collect();
    sum_up(setup_took, &results)
}

fn set_up(chosen: &[Part], options: &Options) -> Outcome {
    if chosen.iter().any(|part| part.needs_browsers()) {
        setup::for_tests(&options.browsers)
    } else if chosen.iter().any(|part| part.needs_page_tools()) {
        setup::for_tests(&[])
    } else {
        setup::for_source_checks()
    }
}

fn run(part: Part, options: &Options) -> Result {
    eprintln!("\n── {} ──", part.name());
    let begin = Instant::now();
    let failure = parts::run(part, options).err();
    if let Some(failure) = &failure {
        eprintln!("{}: {failure}", part.name());
    }
    Result { part, failure, took: begin.elapsed() }
}

fn sum_up(setup_took: Duration, results: &[Result]) -> Outcome {
    println!("\n{:<10} {:>8}  result", "part", "seconds");
    println!("{:<10} {:>8.1}  done", "set-up", setup_took.as_secs_f32());
    for result in results {
        let verdict = if result.failure.is_some() { "FAILED" } else { "passed" };
        println!("{:<10} {:>8.1}  {verdict}", result.part.name(), result.took.as_secs_f32());
    }
    let failed: Vec<_> = results.iter().filter(|result| result.failure.is_some()).collect();
    println!("parts: {} passed, {} failed", results.len() - failed.len(), failed.len());
    if failed.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = failed.iter().map(|result| result.part.name()).collect();
    Err(Failure::new("not everything holds")
        .at(names.join(", "))
        .advice("see above what failed; each part runs alone: `cargo xtask test PART`"))
}
