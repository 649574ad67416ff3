//! Messages: what the macros make of the texts in the sources.
//!
//! They are said in more than a thousand places, so nothing here is compiled into these.

use std::fmt::{Display, Write as _};

use crate::table;

/// A message, by its key.
#[derive(Clone, Copy)]
pub struct Message {
    /// See [`crate::key`].
    pub key: u32,
    /// What is said as long as no table is loaded.
    #[cfg(not(target_arch = "wasm32"))]
    pub english: &'static str,
}

/// A message about what is counted, by its key.
#[derive(Clone, Copy)]
pub struct Plural {
    /// The key of its first form.
    pub key: u32,
    /// What is said of one and of others, as long as no table is loaded.
    #[cfg(not(target_arch = "wasm32"))]
    pub english: [&'static str; 2],
}

impl Message {
    /// The text, which has no arguments.
    #[must_use]
    #[cfg(not(target_arch = "wasm32"))]
    pub fn text(self) -> &'static str {
        table::text(self.key).unwrap_or(self.english)
    }

    /// The text, which has no arguments.
    #[must_use]
    #[inline(always)]
    #[cfg(target_arch = "wasm32")]
    pub fn text(self) -> &'static str {
        // One number goes in and one comes out: less code at each place than with a text, which is two.
        place_of(self.key)
    }

    /// The text with its arguments.
    #[must_use]
    #[inline(never)]
    pub fn filled(
        self,
        #[cfg(not(target_arch = "wasm32"))] names: &[&str],
        arguments: &[&dyn Display],
    ) -> String {
        match table::text(self.key) {
            Some(text) => filled(text, arguments),
            #[cfg(not(target_arch = "wasm32"))]
            None => named(self.english, names, arguments),
            #[cfg(target_arch = "wasm32")]
            None => table::MISSING.to_owned(),
        }
    }
}

impl Plural {
    /// The form for `count`, with its arguments, of which the count is the first.
    #[must_use]
    #[inline(never)]
    pub fn filled(
        self,
        count: u64,
        #[cfg(not(target_arch = "wasm32"))] names: &[&str],
        arguments: &[&dyn Display],
    ) -> String {
        match table::form(self.key, count) {
            Some(text) => filled(text, arguments),
            #[cfg(not(target_arch = "wasm32"))]
            None => named(self.english[usize::from(count != 1)], names, arguments),
            #[cfg(target_arch = "wasm32")]
            None => table::MISSING.to_owned(),
        }
    }
}

/// Where a message's text is.
#[cfg(target_arch = "wasm32")]
#[inline(never)]
fn place_of(key: u32) -> &'static &'static str {
    table::place(key).unwrap_or(&table::MISSING)
}

/// A text of a table, in which arguments are called by their places: `{0}`.
fn filled(text: &str, arguments: &[&dyn Display]) -> String {
    put_in(text, |name| arguments.get(name.parse::<usize>().ok()?).copied())
}

/// A text of the sources, in which arguments are called by their names.
#[cfg(not(target_arch = "wasm32"))]
fn named(text: &str, names: &[&str], arguments: &[&dyn Display]) -> String {
    put_in(text, |name| arguments.get(names.iter().position(|other| *other == name)?).copied())
}

/// Puts arguments where they are mentioned. Doubled braces stand for themselves; what is no argument stays as it is.
fn put_in<'a>(text: &str, argument: impl Fn(&str) -> Option<&'a dyn Display>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            out.push_str(brace);
            rest = after;
        } else if let Some((name, after)) = rest.split_once('}')
            && let Some(argument) = argument(name)
        {
            // Writing to a string does not fail; what is shown might, and then is left out.
            let _ = write!(out, "{argument}");
            rest = after;
        } else {
            out.push_str(brace);
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_put_in_by_place_and_braces_stand_for_themselves() {
        let arguments: [&dyn Display; 2] = [&"n1", &3];
        assert_eq!(filled("{1} de {0}: {{{0}}} }}", &arguments), "3 de n1: {n1} }");
        assert_eq!(filled("{2} {x} { }", &arguments), "{2} {x} { }");
        assert_eq!(named("{b} of {a}, é{b}", &["a", "b"], &arguments), "3 of n1, é3");
    }
}
