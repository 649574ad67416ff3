//! Scenarios and runs in files, and what is printed.

use std::io::{Error, Read, Write};
use std::path::Path;

use recraft_script::model::Scenario;
use recraft_script::{ScenarioError, TEXT_MAX, parse, setup_error, write};
use recraft_share::file::{self, RunFile, Wrong};

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
    let bytes = read(path).map_err(|error| Bad::File(error.to_string()))?;
    let text = scenario_of(text(bytes).map_err(Bad::File)?)?;
    match parse(&text) {
        Ok(scenario) => Ok(Source { text, scenario }),
        Err(errors) => Err(Bad::Text(errors)),
    }
}

/// A run file in JSON, which is what begins with a brace, as the scenario that it is.
fn scenario_of(text: String) -> Result<String, Bad> {
    if !text.trim_start().starts_with('{') {
        return Ok(text);
    }
    let RunFile { title, run, at } = file::read(&text).map_err(|bad| {
        let why = if let Wrong::Setup(error) = &bad.what {
            format!(": {}", setup_error(error))
        } else {
            String::new()
        };
        Bad::File(format!("line {}, column {}: {}{why}", bad.line, bad.column, bad.what))
    })?;
    let text = write(&run, run.last_command_us().max(at.at_us));
    Ok(match title {
        // A title in the language has no quotes in it, and is one line.
        Some(title) => {
            let title: String =
                title.chars().filter(|c| *c != '"' && *c != '\\' && !c.is_control()).collect();
            text.replacen('\n', &format!("\ntitle \"{title}\"\n"), 1)
        }
        None => text,
    })
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    // Nobody wants a disk image read to the end before being told that it is no scenario.
    let limit = TEXT_MAX as u64 + 1;
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin().lock().take(limit).read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    }
    if bytes.len() > TEXT_MAX {
        return Err(Error::other(format!("a scenario may have {TEXT_MAX} bytes, and this has more")));
    }
    Ok(bytes)
}

/// The text that these bytes are, without the mark that some editors begin a text with.
fn text(bytes: Vec<u8>) -> Result<String, String> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let (bytes, good) = (error.as_bytes(), error.utf8_error().valid_up_to());
        let line = bytes[..good].iter().filter(|&&byte| byte == b'\n').count() + 1;
        format!("a scenario is text in UTF-8, but line {line} is not")
    })?;
    Ok(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned))
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
