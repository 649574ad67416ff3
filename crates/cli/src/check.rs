//! `recraft check`: reading scenarios without telling them.

use std::path::PathBuf;

use clap::Args;

use crate::files::{complain, load, print};
use crate::verdict::Verdict;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The scenarios; - is the standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Say nothing of files that are fine
    #[arg(short, long)]
    quiet: bool,
}

pub(crate) fn run(options: &Options) -> Verdict {
    let one = |path: &PathBuf| match load(path) {
        Ok(source) => {
            let scenario = &source.scenario;
            if !options.quiet {
                let title = scenario.title.as_deref().unwrap_or("a scenario");
                print(&format!("{}: {title}, {} steps\n", path.display(), scenario.steps.len()));
            }
            Verdict::Held
        }
        Err(bad) => complain(path, &bad),
    };
    options.files.iter().map(one).max().unwrap_or(Verdict::Held)
}
