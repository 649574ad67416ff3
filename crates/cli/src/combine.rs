//! `recraft combine`: adding up the reports of a campaign's shards.

use std::path::{Path, PathBuf};

use clap::Args;
use recraft_sim::explore::Report;

use crate::files::print;
use crate::verdict::Verdict;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The reports, as `explore --report` writes them
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Write the combined report into this file; it can be combined further
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Print the summary as one flat JSON object, as `explore --json` does; `jobs` is then the number of shards
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(options: &Options) -> Verdict {
    match combine(options) {
        Ok(verdict) => verdict,
        Err(what) => {
            eprintln!("recraft: {what}");
            Verdict::BadInput
        }
    }
}

fn combine(options: &Options) -> Result<Verdict, String> {
    let reports = options.files.iter().map(|file| read(file)).collect::<Result<Vec<Report>, String>>()?;
    let total = Report::combine(&reports).map_err(|error| error.to_string())?;
    if let Some(file) = &options.output {
        let text = serde_json::to_string_pretty(&total).map_err(|error| error.to_string())? + "\n";
        std::fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    let summary = &total.summary;
    let (seed, shards, seconds) = (total.campaign.seed, total.shards.len() as u64, total.elapsed_seconds);
    print(&if options.json { summary.json(seed, shards, seconds) + "\n" } else { summary.table(seconds) });
    if !total.is_whole() {
        eprintln!("recraft: only {} of the {} runs are in these reports", summary.runs, total.campaign.runs);
    }
    Ok(if summary.passed() { Verdict::Held } else { Verdict::Failed })
}

fn read(file: &Path) -> Result<Report, String> {
    let of_file = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let text = std::fs::read_to_string(file).map_err(|error| of_file(&error))?;
    serde_json::from_str(&text).map_err(|error| of_file(&error))
}
