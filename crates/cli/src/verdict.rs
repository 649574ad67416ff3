//! The verdict, which is the exit status.

use std::process::ExitCode;

/// How it went; of several verdicts the greatest is the one that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// Everything held.
    Held,
    /// Somebody stopped it, and nothing had failed until then.
    Interrupted,
    /// An expectation or a check failed.
    Failed,
    /// The input cannot be read, or the output cannot be written.
    BadInput,
}

impl From<Verdict> for ExitCode {
    fn from(verdict: Verdict) -> Self {
        Self::from(match verdict {
            Verdict::Held => 0,
            Verdict::Failed => 1,
            Verdict::BadInput => 2,
            // What shells say of a program that Ctrl-C stopped.
            Verdict::Interrupted => 130,
        })
    }
}
