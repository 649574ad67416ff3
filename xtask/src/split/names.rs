//! Names of functions, without what changes from build to build.

use std::collections::BTreeSet;

/// A name without hashes: `core[0123456789abcdef]::fmt` and `core::fmt::h0123456789abcdef` are both `core::fmt`.
pub(super) fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        rest = match after.split_once(']') {
            Some((hash, after)) if is_hash(hash) => after,
            _ => {
                plain.push('[');
                after
            }
        };
    }
    plain.push_str(rest);
    match plain.rsplit_once("::h") {
        Some((before, hash)) if is_hash(hash) => before.to_owned(),
        _ => plain,
    }
}

fn is_hash(text: &str) -> bool {
    (12..=16).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A list of names as text: one a line, in order, after a comment that says what they are.
pub(super) fn list(names: impl Iterator<Item = String>) -> String {
    let names: BTreeSet<String> = names.collect();
    let mut text = String::from(
        "# The functions of the program's first part, which a visit begins with. Made by `cargo xtask profile`.\n",
    );
    for name in names {
        text.push_str(&name);
        text.push('\n');
    }
    text
}

/// Whether a name, with hashes or without, is on a list.
pub(super) fn listed(list: &str) -> impl Fn(&str) -> bool {
    let names: BTreeSet<&str> = list.lines().filter(|line| !line.starts_with('#')).collect();
    move |name| names.contains(plain(name).as_str())
}

#[cfg(test)]
mod tests {
    use super::{list, listed, plain};

    #[test]
    fn hashes_are_left_out() {
        for (name, without) in [
            ("core[c5930c85a12de822]::fmt::write", "core::fmt::write"),
            (
                "<[core[c5930c85a12de822]::u8] as alloc[1a01eeff0f7c5a93]::X>::y",
                "<[core::u8] as alloc::X>::y",
            ),
            ("core::ops::call_once::h56fb55e3a1e2406c", "core::ops::call_once"),
            ("a::{closure#0}", "a::{closure#0}"),
            ("<[u8; 4]>::h1", "<[u8; 4]>::h1"),
        ] {
            assert_eq!(plain(name), without);
        }
    }

    #[test]
    fn what_is_listed_is_found_again() {
        let text = list(["b[c5930c85a12de822]", "a", "a"].iter().map(|name| plain(name)));
        assert_eq!(text.lines().skip(1).collect::<Vec<_>>(), ["a", "b"]);
        let is_listed = listed(&text);
        assert!(is_listed("b[0000000000000000]") && is_listed("a") && !is_listed("c"));
    }
}
