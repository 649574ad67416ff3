//! Whether the stories use every control that they meet. They note both (`crates/e2e/src/controls.rs`); here the notes are compared.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use crate::failure::{Failure, OrFail, Outcome};
use crate::project;
use crate::setup::Browser;

/// How a line of the notes begins that names a control which is on an audited page.
pub const MET: &str = "met";
/// How a line of the notes begins that names a control which was used.
pub const USED: &str = "used";

/// Where the stories in a browser keep their notes.
pub fn notes(browser: Browser) -> PathBuf {
    project::root().join(format!("target/e2e/controls-{}.txt", browser.name()))
}

/// Takes away the notes of an earlier run.
pub fn forget(browser: Browser) {
    // There may be none.
    let _ = fs::remove_file(notes(browser));
}

/// Fails if a control was met that no story used, or if none was met at all.
pub fn expect_all_used(browser: Browser) -> Outcome {
    let notes = fs::read_to_string(notes(browser)).or_fail("the notes on controls cannot be read")?;
    let unused = unused(&notes).map_err(|failure| failure.at(browser))?;
    if unused.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("controls that no story uses:\n  {}", unused.join("\n  ")))
        .at(browser)
        .advice("tell a story that uses them, and checks what they do"))
}

fn unused(notes: &str) -> Outcome<Vec<&str>> {
    let all = |how: &str| -> BTreeSet<&str> {
        notes.lines().filter_map(|line| line.strip_prefix(how)?.strip_prefix(' ')).collect()
    };
    let met = all(MET);
    if met.is_empty() {
        return Err(Failure::new("the stories met no control"));
    }
    Ok(met.difference(&all(USED)).copied().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_met_and_not_used_is_named_once() {
        let notes = "met #play\nmet #next\nused #play\nmet #next\nused key Space\nmet key N\n";
        assert_eq!(unused(notes).unwrap(), ["#next", "key N"]);
        assert_eq!(unused("met #play\nused #play\n").unwrap(), [""; 0]);
    }

    #[test]
    fn stories_that_meet_nothing_have_not_looked() {
        assert!(unused("used #play\n").is_err());
    }
}
