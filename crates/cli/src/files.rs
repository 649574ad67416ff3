//! Scenarios in files, and what is printed.

use std::io::Write;
use std::path::Path;

use recraft_script::model::Scenario;
use recraft_script::{ScenarioError, TEXT_MAX, parse};

use crate::verdict::Verdict;

/// A scenario with its text.
pub(crate) struct Source {
    pub(crate) text: String,
    pub(crate) scenario: Scenario,
}

/// Why there is no scenario.
pub(crate) enum Bad {
    /// The file cannot be read.
    File(String),
    /// The text is not a scenario.
    Text(Vec<ScenarioError>),
}

/// Reads a scenario; `-` is the standard input.
pub(crate) fn load(path: &Path) -> Result<Source, Bad> {
    let text = read(path).map_err(|error| Bad::File(error.to_string()))?;
    match parse(&text) {
        Ok(scenario) => Ok(Source { text, scenario }),
        Err(errors) => Err(Bad::Text(errors)),
    }
}

fn read(path: &Path) -> std::io::Result<String> {
    if path.as_os_str() == "-" {
        return std::io::read_to_string(std::io::stdin().lock());
    }
    // Nobody wants a disk image read to the end before being told that it is no scenario.
    let length = std::fs::metadata(path)?.len();
    if length > TEXT_MAX as u64 {
        let what = format!("a scenario may have {TEXT_MAX} bytes, and this file has {length}");
        return Err(std::io::Error::other(what));
    }
    std::fs::read_to_string(path)
}

/// Says on the standard error what is wrong with a file.
pub(crate) fn complain(path: &Path, bad: &Bad) -> Verdict {
    match bad {
        Bad::File(what) => eprintln!("recraft: {}: {what}", path.display()),
        Bad::Text(errors) => errors.iter().for_each(|error| eprintln!("{}: {error}", path.display())),
    }
    Verdict::BadInput
}

/// Prints to the standard output. Whoever reads it may have read enough (`| head`), which is no mistake.
pub(crate) fn print(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}
