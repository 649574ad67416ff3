//! A run as a file: JSON with names, described in `docs/sharing.md` and by `docs/run-file.schema.json`.

use recraft_words::t;
use std::fmt;

use recraft_sim::code::LASTS_US_MAX;
use recraft_sim::command::TimedCommand;
use recraft_sim::history::Moment;
use recraft_sim::run::Run;
use recraft_sim::setup::{Setup, SetupError};
use serde::{Deserialize, Serialize};

/// What `format` says.
pub const FORMAT: &str = "recraft-run-file";
/// The version that is written. Within a version no field goes away or changes its meaning; new ones may come.
pub const VERSION: u32 = 1;
/// The largest file that is read, in bytes.
pub const BYTES_MAX: usize = 1_000_000;

/// A run, what it is called, and the moment at which it is to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunFile {
    /// What it is called.
    pub title: Option<String>,
    /// The run.
    pub run: Run,
    /// Where it is to be shown.
    pub at: Moment,
}

/// What stands in every version.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

#[derive(Serialize, Deserialize)]
struct Body<'a> {
    #[serde(borrow)]
    format: std::borrow::Cow<'a, str>,
    version: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(default)]
    at_us: u64,
    /// How many commands have been given by then; all up to that time if it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    given: Option<usize>,
    setup: Setup,
    commands: Vec<TimedCommand>,
}

/// Why a file cannot be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadFile {
    /// The line; the first is 1.
    pub line: usize,
    /// The column, counted in bytes; the first is 1.
    pub column: usize,
    /// What is wrong.
    pub what: Wrong,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It has more than [`BYTES_MAX`] bytes.
    TooLong,
    /// It is not the JSON of a run. Says what stands there and what was expected.
    Json(String),
    /// It is something else.
    Format,
    /// It is of a version that is not known.
    Version(u32),
    /// A run cannot begin so.
    Setup(SetupError),
    /// A command is given, or the run is to be shown, more than a day after its beginning.
    Late,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => {
                f.write_str(&t!("a run file may have {limit} bytes, and this has more", limit = BYTES_MAX))
            }
            Self::Json(what) => f.write_str(&t!("this is not the JSON of a run: {what}", what)),
            Self::Format => {
                f.write_str(&t!("this is no run file: its `format` is not \"{format}\"", format = FORMAT))
            }
            Self::Version(version) => f.write_str(&t!(
                "this is a run file of version {version}, and version {own} can be read",
                version,
                own = VERSION
            )),
            Self::Setup(_) => f.write_str(t!("a run cannot begin as `setup` says")),
            Self::Late => f.write_str(t!("a run lasts a day at most: 86400000000 microseconds")),
        }
    }
}

/// The run as the text of a file.
#[must_use]
pub fn write(file: &RunFile) -> String {
    let RunFile { title, run, at } = file.clone();
    let body = Body {
        format: FORMAT.into(),
        version: VERSION,
        title,
        at_us: at.at_us,
        given: Some(at.given.min(run.commands.len())),
        setup: run.setup,
        commands: run.commands,
    };
    // Numbers, texts and lists: there is nothing that JSON could not say.
    serde_json::to_string_pretty(&body).unwrap_or_default() + "\n"
}

/// Reads the text of a file.
///
/// # Errors
/// Says what is wrong with it, and where.
pub fn read(text: &str) -> Result<RunFile, BadFile> {
    let bad = |what| BadFile { line: 1, column: 1, what };
    if text.len() > BYTES_MAX {
        return Err(bad(Wrong::TooLong));
    }
    // First, so that another version is not taken for a mistake.
    match serde_json::from_str::<Head>(text) {
        Ok(head) if head.format != FORMAT => return Err(bad(Wrong::Format)),
        Ok(head) if head.version != VERSION => return Err(bad(Wrong::Version(head.version))),
        Ok(_) => {}
        Err(error) if error.is_data() => return Err(bad(Wrong::Format)),
        Err(error) => return Err(json(&error)),
    }
    let body: Body<'_> = serde_json::from_str(text).map_err(|error| json(&error))?;
    body.setup.check().map_err(|error| bad(Wrong::Setup(error)))?;
    let last_us = body.commands.iter().map(|timed| timed.at_us).max().unwrap_or(0);
    if last_us.max(body.at_us) > LASTS_US_MAX {
        return Err(bad(Wrong::Late));
    }
    let at = Moment { at_us: body.at_us, given: body.given.unwrap_or(usize::MAX) };
    Ok(RunFile { title: body.title, run: Run { setup: body.setup, commands: body.commands }, at })
}

fn json(error: &serde_json::Error) -> BadFile {
    let said = if error.is_eof() { t!("it ends in the middle").to_owned() } else { error.to_string() };
    let what = said.rsplit_once(" at line ").map_or(said.as_str(), |(what, _)| what).to_owned();
    BadFile { line: error.line().max(1), column: error.column().max(1), what: Wrong::Json(what) }
}
