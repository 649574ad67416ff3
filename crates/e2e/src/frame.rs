//! Frames: pages within the page.

use serde_json::{Value, json};
use xtask::failure::Outcome;

use crate::element::Element;
use crate::page::Page;

impl Page {
    /// Does something within a frame: until it is done, the page is what is in the frame.
    pub fn within<T>(&self, frame: &Element<'_>, what: impl FnOnce(&Self) -> Outcome<T>) -> Outcome<T> {
        self.wire().post("frame", &json!({ "id": frame.argument() }))?;
        let done = what(self);
        self.wire().post("frame", &json!({ "id": Value::Null }))?;
        done
    }
}
