//! An audit of the page by axe-core: what assistive technology, or somebody with weak sight, could not use.

use std::fs;

use serde_json::json;
use xtask::failure::{Failure, OrFail, Outcome};
use xtask::setup::axe_script;

use crate::page::Page;

/// Runs every rule, and names each that is broken with the elements that break it.
const RUN: &str = "
const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ['violations'], ...OPTIONS }).then(
    found => done(found.violations.map(rule => rule.id + ': ' + rule.help + ': '
        + rule.nodes.slice(0, 3).map(node => node.target.join(' ') + ' ' + node.any.concat(node.all).map(check => check.message).join('; ')).join(' | '))),
    error => done(['axe-core failed: ' + error]));
";

impl Page {
    /// Fails if axe-core finds anything in the page as it is now.
    pub fn expect_accessible(&self, what: &str) -> Outcome {
        self.note_met_controls()?;
        self.audit(what, "{}")
    }

    /// Fails if the page, as it is now, has words that stand out from their ground by less than 7 to 1 (4.5 if they are large).
    pub fn expect_high_contrast(&self, what: &str) -> Outcome {
        self.audit(what, "{ runOnly: ['color-contrast-enhanced'] }")
    }

    fn audit(&self, what: &str, options: &str) -> Outcome {
        let axe = fs::read_to_string(axe_script())
            .or_fail("axe-core was not found")
            .map_err(|failure| failure.advice("run `cargo xtask test e2e`, which sets it up"))?;
        // A script of the driver's is not bound by the page's Content-Security-Policy.
        let body = json!({ "script": format!("{axe}\nconst OPTIONS = {options};\n{RUN}"), "args": [] });
        let found = self.wire().post("execute/async", &body)?;
        let found: Vec<String> = serde_json::from_value(found).or_fail("axe-core answers something else")?;
        if found.is_empty() {
            return Ok(());
        }
        Err(Failure::new(format!("{}: axe-core finds in {what}:\n  {}", self.browser(), found.join("\n  "))))
    }
}
