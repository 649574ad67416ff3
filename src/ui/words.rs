//! Small pieces of text that only the page needs; what the protocol does is said in `recraft_scene::words`.

use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_scene::words::lists::all_of;
use recraft_words::{decimal_mark, t};

use crate::session::Selection;

/// A time on the clock, in milliseconds with a tenth.
pub fn milliseconds(us: u64) -> String {
    let whole = (us / 1000).to_string();
    let mut grouped = String::with_capacity(whole.len() + 6);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    format!("{grouped}{}{}", decimal_mark(), us / 100 % 10)
}

/// Which keys, in words: "all keys", "keys before h", "keys h to p", "keys from p".
pub fn keys(ranges: &KeyRanges) -> String {
    match ranges.ranges() {
        [] => t!("no keys").to_owned(),
        [only] if *only == KeyRange::new("", "") => t!("all keys").to_owned(),
        _ => t!("keys {ranges}", ranges = keys_alone(ranges)),
    }
}

/// The same where it is said already that they are keys.
pub fn keys_alone(ranges: &KeyRanges) -> String {
    let stretch = |range: &KeyRange| match (range.start.as_str(), range.end.as_deref()) {
        ("", None) => t!("all").to_owned(),
        ("", Some(end)) => t!("before {end}", end),
        (start, None) => t!("from {start}", start),
        (start, Some(end)) => t!("{start} to {end}", start, end),
    };
    match ranges.ranges() {
        [] => t!("no keys").to_owned(),
        [only] if *only == KeyRange::new("", "") => t!("all keys").to_owned(),
        several => all_of(several.iter().map(stretch)),
    }
}

/// The name of something that can be selected.
pub fn target(target: &Selection) -> String {
    match target {
        Selection::Node(node) => node.to_string(),
        Selection::Cluster(cluster) => cluster.to_string(),
        Selection::Client(client) => client.to_string(),
        Selection::Flight(flight) => flight.to_string(),
        Selection::Entry(_, id) => id.to_string(),
        Selection::Event(seq) => seq.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_said_in_words() {
        let two = [KeyRange::new("", "h"), KeyRange::new("p", "")];
        assert_eq!(keys(&KeyRanges::of(two)), "keys before h and from p");
        assert_eq!(keys(&KeyRanges::of([KeyRange::new("h", "p")])), "keys h to p");
        assert_eq!(
            (keys(&KeyRanges::everything()).as_str(), keys(&KeyRanges::default()).as_str()),
            ("all keys", "no keys")
        );
    }

    #[test]
    fn milliseconds_are_grouped_and_have_a_tenth() {
        assert_eq!(milliseconds(0), "0.0");
        assert_eq!(milliseconds(312_480), "312.4");
        assert_eq!(milliseconds(1_234_567_890), "1\u{202f}234\u{202f}567.8");
    }
}
