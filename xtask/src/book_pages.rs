//! What `cargo xtask book` changes in the pages that mdBook writes, where its own templates would have to be copied whole to change a word.
//!
//! - The button of the table of contents is a label, which the keyboard does not reach, and whose state a screen reader may not be told.
//! - Its scripts are at the end of the page, where browsers still take them for something that a picture of the page has to wait for.
//! - A handler of `unload`, empty, forbids browsers to keep the page for the way back; they complain of it.

use std::fs;
use std::path::Path;

use crate::failure::{Failure, OrFail, Outcome};
use crate::project;

const LABEL: &str =
    "<label id=\"mdbook-sidebar-toggle\" class=\"icon-button\" for=\"mdbook-sidebar-toggle-anchor\"";
const BUTTON: &str = "<button id=\"mdbook-sidebar-toggle\" class=\"icon-button\" type=\"button\"";
const UNLOAD: &str = "window.onunload = function() { };";

/// Mends the book in this folder; its lab is not there yet.
pub fn mend(folder: &Path) -> Outcome {
    for file in project::files(folder)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mended: fn(&str) -> Option<String> =
            match file.extension().and_then(|extension| extension.to_str()) {
                // The table of contents by itself has no such button.
                Some("html") if name != "toc.html" => |page: &str| with_late_scripts(&with_button(page)?),
                Some("js") if name.starts_with("book-") => without_unload,
                _ => continue,
            };
        let text = fs::read_to_string(&file).or_fail("a page of the book cannot be read")?;
        let text = mended(&text).ok_or_else(|| {
            Failure::new("mdBook no longer writes what is to be mended")
                .at(file.display())
                .advice("look at xtask/src/book_pages.rs: perhaps it need not be mended any more")
        })?;
        fs::write(&file, text).or_fail("a page of the book cannot be written")?;
    }
    Ok(())
}

fn with_button(page: &str) -> Option<String> {
    let (before, rest) = page.split_once(LABEL)?;
    let (inside, after) = rest.split_once("</label>")?;
    Some(format!("{before}{BUTTON}{inside}</button>{after}"))
}

/// The scripts after the text come when the page has been read; they keep their order.
fn with_late_scripts(page: &str) -> Option<String> {
    let (text, end) = page.split_once("</main>")?;
    let late = end.replace("<script src=", "<script defer src=");
    (late != end).then(|| format!("{text}</main>{late}"))
}

fn without_unload(script: &str) -> Option<String> {
    script.contains(UNLOAD).then(|| script.replacen(UNLOAD, "", 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_label_becomes_a_button_and_nothing_else_changes() {
        let page = format!("<p>{LABEL} title=\"Contents\"><i>=</i>\n</label><label>other</label>");
        let expected = format!("<p>{BUTTON} title=\"Contents\"><i>=</i>\n</button><label>other</label>");
        assert_eq!(with_button(&page), Some(expected));
        assert_eq!(with_button("<label>other</label>"), None);
    }

    #[test]
    fn scripts_after_the_text_are_late_and_those_before_it_are_not() {
        let page = "<script src=\"a.js\"></script><main>x</main><script>let b;</script><script src=\"c.js\"></script>";
        let expected = "<script src=\"a.js\"></script><main>x</main><script>let b;</script><script defer src=\"c.js\"></script>";
        assert_eq!(with_late_scripts(page).as_deref(), Some(expected));
        assert_eq!(with_late_scripts("<main></main>"), None);
    }

    #[test]
    fn a_script_without_the_handler_is_noticed() {
        assert_eq!(without_unload(&format!("a;{UNLOAD}b;")).as_deref(), Some("a;b;"));
        assert_eq!(without_unload("a;b;"), None);
    }
}
