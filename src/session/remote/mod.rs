//! The message API: what a page that embeds the lab may ask of it, and what it is answered.
//!
//! A message is an object: `{ recraft: 1, id, type, … }`. `recraft` is the version of the API, `id` (a number or a short text) comes back with
//! the answer, `type` says what is wanted, and the other fields depend on it. `docs/embedding.md` and `assets/recraft-lab.d.ts` describe all of
//! them; the adapter in `src/browser/host.rs` receives and posts.
//!
//! Nothing that comes from outside is trusted. The adapter hands over only the [fields](FIELDS) that the API knows, and cuts off no text: one that is
//! too long arrives as [`Field::TooLong`]. [`read`] then accepts a message whole or refuses it with a [`Refusal`] that says what is wrong; a
//! message that is refused changes nothing. [`Patience`] bounds how many messages are heeded.
//!
//! Times are virtual milliseconds, and may have a fraction.

use recraft_words::t;
use recraft_worker::Flaw;

mod patience;
mod read;
mod report;
mod value;

pub use patience::Patience;
pub use read::{Asked, Direction, Read, What, is_ours, reachable, read};
pub use report::{clock, happenings, state};
pub use value::Value;

/// The version of the API.
pub const VERSION: u32 = 1;
/// The fields that messages may have; the adapter reads no others.
pub const FIELDS: [&str; 15] = [
    "recraft", "id", "type", "preset", "story", "scenario", "link", "seed", "speed", "ms", "play", "to",
    "line", "level", "theme",
];
/// The longest text that is taken over from a message: a scenario is about a tenth as long.
pub const TEXT_MAX: u32 = 1 << 16;
/// How far ahead of what has been played one may seek.
pub const AHEAD_MS: f64 = 60_000.0;

/// A field of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// It is not there.
    Missing,
    /// A text.
    Text(String),
    /// A text with more than [`TEXT_MAX`] letters.
    TooLong,
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Something else.
    Other,
}

/// The fields of a message, in the order of [`FIELDS`].
pub type Fields = [Field; FIELDS.len()];

/// Why a message is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What kind of thing is wrong, for programs.
    pub code: &'static str,
    /// What is wrong and what to do, for people.
    pub text: String,
}

impl Refusal {
    pub(super) fn new(code: &'static str, text: impl Into<String>) -> Self {
        Self { code, text: text.into() }
    }

    /// Something that the run does not allow, in its own words.
    pub fn impossible(text: impl Into<String>) -> Self {
        Self::new("impossible", text)
    }

    /// Something that there is not.
    pub fn unknown(text: impl Into<String>) -> Self {
        Self::new("unknown", text)
    }

    /// The scenario, or the line of one, cannot be read.
    pub fn scenario(flaws: &[Flaw]) -> Self {
        let flaw = |flaw: &Flaw| {
            t!(
                "line {line}, column {column}: {problem}",
                line = flaw.line,
                column = flaw.column,
                problem = flaw.what
            )
        };
        let texts: Vec<String> = flaws.iter().take(3).map(flaw).collect();
        Self::new("scenario", texts.join("\n"))
    }

    /// The link cannot be opened, in its own words.
    pub fn link(text: impl Into<String>) -> Self {
        Self::new("link", text)
    }

    /// Too much at once.
    pub fn too_many() -> Self {
        Self::new("too-many", t!("Too many messages at once: wait for an answer before you ask again."))
    }
}

/// What the host hears of the run without asking again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// Nothing.
    #[default]
    None,
    /// The clock, and the steps of the story.
    Milestones,
    /// The clock, and every event.
    All,
}
