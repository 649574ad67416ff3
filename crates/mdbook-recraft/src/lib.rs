//! Scenarios in a book, as labs that run.
//!
//! A fenced block of the language `recraft` becomes a `<recraft-lab>` with what the scenario begins with as a picture:
//!
//! ````text
//! ```recraft
//! recraft scenario 1
//! nodes 3
//! until c1 has a leader
//! crash the leader of c1
//! ```
//! ````
//!
//! After the language there may be options, which become attributes of the element (`docs/embedding.md`): ` ```recraft size=small at=300ms `.
//! `at` says at which moment the lab, and its picture, begin. A block with the option `text` stays a text, but is checked all the same.
//!
//! Where a chapter has the comment `<!-- recraft: legend -->` on a line of its own, the legend of the stage stands: every sign with its meaning.
//!
//! Every block is read and told when the book is built. What is wrong with one stops the book, with file, line and column: so no figure of a
//! book is ever out of date.
//!
//! mdBook hands a preprocessor its context and the book as JSON and takes the book back; [`preprocess`] does that, [`chapter`] a single text.

mod block;
mod fences;
mod signs;

use serde_json::Value;

pub use block::Lab;

/// Takes mdBook's input, and gives back the book.
///
/// # Errors
/// If it is not mdBook's, or if something is wrong with a block: then a text that says what and where.
pub fn preprocess(input: &str) -> Result<String, String> {
    let value: Value =
        serde_json::from_str(input).map_err(|error| format!("this is not what mdBook sends: {error}"))?;
    let Value::Array(mut pair) = value else {
        return Err("this is not what mdBook sends: a pair is expected".into());
    };
    let (Some(mut book), Some(context)) = (pair.pop(), pair.pop()) else {
        return Err("this is not what mdBook sends: a pair is expected".into());
    };
    let config = &context["config"]["preprocessor"]["recraft"];
    let lab = Lab { script: config["script"].as_str().unwrap_or("recraft-lab.js").to_owned() };
    let mut errors = Vec::new();
    // What was called sections is called items since mdBook 0.5.
    for name in ["items", "sections"] {
        if let Some(items) = book.get_mut(name).and_then(Value::as_array_mut) {
            items.iter_mut().for_each(|item| walk(item, &lab, &mut errors));
        }
    }
    if errors.is_empty() { Ok(book.to_string()) } else { Err(errors.join("\n")) }
}

/// A chapter with those below it.
fn walk(item: &mut Value, lab: &Lab, errors: &mut Vec<String>) {
    let Some(part) = item.get_mut("Chapter") else { return };
    let path = part["source_path"].as_str().unwrap_or("a chapter").to_owned();
    if let Some(text) = part["content"].as_str() {
        let depth = part["path"].as_str().unwrap_or_default().matches('/').count();
        match chapter(text, lab, depth) {
            Ok(done) => part["content"] = Value::String(done),
            Err(wrong) => errors.extend(wrong.into_iter().map(|wrong| format!("{path}:{wrong}"))),
        }
    }
    if let Some(items) = part.get_mut("sub_items").and_then(Value::as_array_mut) {
        items.iter_mut().for_each(|item| walk(item, lab, errors));
    }
}

/// A text with its blocks turned into labs. `depth` is in how many folders it lies.
///
/// # Errors
/// Everything that is wrong with its blocks, each with line and column: `12:5: found …`.
pub fn chapter(text: &str, lab: &Lab, depth: usize) -> Result<String, Vec<String>> {
    let (mut out, mut errors, mut labs) = (String::with_capacity(text.len()), Vec::new(), 0);
    for piece in fences::pieces(text) {
        match piece {
            fences::Piece::Text(text) => out.push_str(&signs::put_legend(text)),
            fences::Piece::Block(found) => match block::html(&found) {
                Ok(html) => {
                    labs += usize::from(html.contains("<recraft-lab"));
                    out.push_str(&html);
                }
                Err(wrong) => errors.extend(wrong),
            },
        }
    }
    if labs > 0 {
        out.push_str(&format!(
            "\n<script defer src=\"{}{}\"></script>\n",
            "../".repeat(lab.depth(depth)),
            lab.script
        ));
    }
    if errors.is_empty() { Ok(out) } else { Err(errors) }
}

#[cfg(test)]
mod tests;
