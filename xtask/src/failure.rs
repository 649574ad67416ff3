//! One kind of error for everything here: what went wrong, where, and what to do about it.

use std::fmt;
use std::process::ExitCode;

/// The outcome of anything that can fail.
pub type Outcome<T = ()> = Result<T, Failure>;

/// Something that went wrong, told so that its reader can act on it.
#[derive(Clone, Debug)]
pub struct Failure {
    what: String,
    place: Option<String>,
    advice: Option<String>,
}

impl Failure {
    /// A failure, by what went wrong.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), place: None, advice: None }
    }

    /// Where it went wrong: a file, an address, a command.
    #[must_use]
    pub fn at(mut self, place: impl fmt::Display) -> Self {
        self.place = Some(place.to_string());
        self
    }

    /// What its reader can do about it.
    #[must_use]
    pub fn advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.what)?;
        if let Some(place) = &self.place {
            write!(out, "\n  where:      {place}")?;
        }
        if let Some(advice) = &self.advice {
            write!(out, "\n  what to do: {advice}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}

/// How a program ends; a failure is told first.
pub fn exit_code(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Turns other errors into a [`Failure`] that says what was being done.
pub trait OrFail<T> {
    /// Says what could not be done; the error itself is added behind a colon.
    fn or_fail(self, what: &str) -> Outcome<T>;
}

impl<T, E: fmt::Display> OrFail<T> for Result<T, E> {
    fn or_fail(self, what: &str) -> Outcome<T> {
        self.map_err(|error| Failure::new(format!("{what}: {error}")))
    }
}
