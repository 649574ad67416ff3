//! The project's own commands; `cargo xtask help` lists them.

use std::process::ExitCode;

use xtask::failure::{Outcome, exit_code};
use xtask::options::{Command, Options};
use xtask::{book, browser_tools, bundle, page, serve, setup, size, split, test, watch, words};

fn main() -> ExitCode {
    exit_code(Options::read().and_then(|options| run(&options)))
}

fn run(options: &Options) -> Outcome {
    match options.command {
        Command::Help => {
            println!("{}", Options::HELP);
            Ok(())
        }
        Command::Serve if options.watch => watch::watch(options.port),
        Command::Serve => serve::serve(options.port),
        Command::Build => {
            setup::for_page()?;
            page::build()
        }
        Command::Book => book::book(),
        Command::Bundle => bundle::bundle(),
        Command::Test => test::test(options),
        Command::Words => words::words(),
        Command::Profile => split::profile(),
        Command::Size => size::size(options.json),
        Command::Bench => browser_tools::run("bench", &options.rest),
        Command::Shots => browser_tools::run("shots", &options.rest),
    }
}
