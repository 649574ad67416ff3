//! Which controls stories meet, and which of them they use.
//!
//! Each document is listened to: what is clicked, changed, pointed at or pressed is *used*. Whatever is on the page when it is audited is *met*. Both
//! are kept in `target/e2e`, and after a run of all stories `cargo xtask test e2e` asks that nothing was met that no story used.

use std::fs::OpenOptions;
use std::io::Write as _;

use serde_json::json;
use xtask::controls;
use xtask::failure::{OrFail, Outcome};

use crate::driver::results_folder;
use crate::events::Events;
use crate::page::Page;

/// A function that, given a way to report, reports what is used, and otherwise says what there is.
const CONTROLS: &str = include_str!("controls.js");
/// The channel of the reports.
pub(crate) const USED: &str = "recraft-used";

/// Listens to each document that is opened from now on, before anything of its own.
pub(crate) fn listen(events: &Events) -> Outcome {
    let channel = json!({ "type": "channel", "value": { "channel": USED } });
    let parameters = json!({ "functionDeclaration": CONTROLS, "arguments": [channel] });
    events.command("script.addPreloadScript", &parameters).map(drop)
}

impl Page {
    /// Notes what controls there are now.
    pub(crate) fn note_met_controls(&self) -> Outcome {
        let met: Vec<String> = self.script(&format!("return ({CONTROLS})(null);"))?;
        self.note_controls(controls::MET, &met)
    }

    /// Notes what controls have been used so far.
    pub(crate) fn note_used_controls(&self) -> Outcome {
        self.note_controls(controls::USED, &self.events().used())
    }

    fn note_controls(&self, how: &str, names: &[String]) -> Outcome {
        results_folder()?;
        let lines: String = names.iter().map(|name| format!("{how} {name}\n")).collect();
        let file = OpenOptions::new().create(true).append(true).open(controls::notes(self.browser()));
        file.and_then(|mut file| file.write_all(lines.as_bytes())).or_fail("the controls cannot be noted")
    }
}
