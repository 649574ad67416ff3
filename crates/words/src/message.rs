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
    pub fn filled(self, arguments: &[&dyn Display]) -> String {
        filled(self.text(), &mut Vec::new(), arguments)
    }
}

impl Plural {
    /// The form for `count`, with its arguments, of which the count is the first.
    #[must_use]
    #[inline(never)]
    pub fn filled(self, count: u64, arguments: &[&dyn Display]) -> String {
        let form = table::form(self.key, count);
        #[cfg(not(target_arch = "wasm32"))]
        let form = form.or(Some(self.english[usize::from(count != 1)]));
        filled(form.unwrap_or_default(), &mut vec!["count"], arguments)
    }
}

/// Where a message's text is.
#[cfg(target_arch = "wasm32")]
#[inline(never)]
fn place_of(key: u32) -> &'static &'static str {
    table::place(key).unwrap_or(&table::MISSING)
}

/// A text with its arguments. Translations call them by their places (`{0}`), English by names, whose places are those of their first mention:
/// `known` are the names that come before any that are mentioned.
fn filled<'t>(text: &'t str, known: &mut Vec<&'t str>, arguments: &[&dyn Display]) -> String {
    put_in(text, |name| {
        let place = name.parse().unwrap_or_else(|_| {
            known.iter().position(|other| *other == name).unwrap_or_else(|| {
                known.push(name);
                known.len() - 1
            })
        });
        arguments.get(place).copied()
    })
}

/// Puts arguments where they are mentioned. Doubled braces stand for themselves; what is no argument stays as it is.
fn put_in<'t, 'a>(text: &'t str, mut argument: impl FnMut(&'t str) -> Option<&'a dyn Display>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            out.push_str(brace);
            rest = after;
        } else if brace == "{"
            && let Some((name, after)) = rest.split_once('}')
            && name.bytes().all(|letter| letter == b'_' || letter.is_ascii_alphanumeric())
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
    fn arguments_are_put_in_by_place_or_in_the_order_of_their_names_and_braces_stand_for_themselves() {
        let arguments: [&dyn Display; 2] = [&"n1", &3];
        let put = |text, known: &[&'static str]| filled(text, &mut known.to_vec(), &arguments);
        assert_eq!(put("{1} de {0}: {{{0}}} }}", &[]), "3 de n1: {n1} }");
        assert_eq!(put("{2} { }", &[]), "{2} { }");
        assert_eq!(put("{b} of {a}, é{b}", &[]), "n1 of 3, én1");
        assert_eq!(put("{b} of {count}", &["count"]), "3 of n1");
    }
}
