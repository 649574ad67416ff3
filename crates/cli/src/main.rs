//! `recraft`: the simulator on the command line.
//!
//! Scenarios are run, checked and drawn; random runs are explored; a figure is computed. What a person or a script wants to know goes to
//! the standard output, how far things are to the standard error, and the exit status is the verdict: see [`verdict`].

mod check;
mod combine;
mod compare;
mod explore;
mod figure_5;
mod files;
mod interrupt;
mod render;
mod report;
mod run;
mod verdict;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Watch, control, break and understand Raft and ReCraft, without a browser.
#[derive(Debug, Parser)]
#[command(
    name = "recraft",
    version,
    about,
    after_help = "\
Exit status: 0 if everything held, 1 if an expectation or a check failed, 2 if the input or the options are wrong, 130 if interrupted.
The scenario language is described in docs/scenario.md, the output of `run --json` in docs/run-json.md."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tell scenarios, and say whether everything went as they expect
    Run(run::Options),
    /// Read scenarios without telling them, and name what is wrong with them
    Check(check::Options),
    /// Draw a scenario at one moment, or as a film strip, as SVG
    Render(render::Options),
    /// Play random runs full of faults and reconfigurations, and check safety at every step and liveness at the end
    Explore(explore::Options),
    /// Add up the reports of a campaign's shards, as explore --report writes them
    Combine(combine::Options),
    /// Measure a split and a merge, by ReCraft and by stopping clusters and coordinating them from outside
    Compare(compare::Options),
    /// Print the ReCraft paper's Figure 5 as a table: the votes that a change of members needs on the way
    #[command(name = "figure-5")]
    Figure5(figure_5::Options),
}

fn main() -> ExitCode {
    let verdict = match Arguments::parse().command {
        Command::Run(options) => run::run(&options),
        Command::Check(options) => check::run(&options),
        Command::Render(options) => render::run(&options),
        Command::Explore(options) => explore::run(&options),
        Command::Combine(options) => combine::run(&options),
        Command::Compare(options) => compare::run(&options),
        Command::Figure5(options) => figure_5::run(&options),
    };
    verdict.into()
}
