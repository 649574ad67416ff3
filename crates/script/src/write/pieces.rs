//! The pieces of lines: times, nodes, keys, operations, logs.

use std::fmt::Display;

use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::log::{Entry, Log, Payload};
use recraft_protocol::machine::Operation;
use recraft_protocol::types::{EpochTerm, NodeSet};
use recraft_sim::stage::StagedEntry;

use crate::lex::is_plain;

/// A time, exactly: `300ms`, `1.5s`, `17us`.
pub(crate) fn time(us: u64) -> String {
    match us {
        0 => "0s".into(),
        us if us >= 1_000_000 => format!("{}s", decimal(us, 6)),
        us if us >= 1_000 => format!("{}ms", decimal(us, 3)),
        us => format!("{us}us"),
    }
}

/// A number divided by a power of ten, exactly.
pub(super) fn decimal(number: u64, decimals: usize) -> String {
    let digits = format!("{number:0>width$}", width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    match fraction.trim_end_matches('0') {
        "" => whole.to_owned(),
        fraction => format!("{whole}.{fraction}"),
    }
}

/// Names with blanks between them.
pub(crate) fn list<T: Display>(items: &[T]) -> String {
    let names: Vec<String> = items.iter().map(ToString::to_string).collect();
    if names.is_empty() { "nobody".into() } else { names.join(" ") }
}

/// Nodes: `n1 n2`, `nobody`.
pub(crate) fn set(nodes: &NodeSet) -> String {
    list(&nodes.iter().collect::<Vec<_>>())
}

/// Text in quotation marks.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() || c == '\u{2028}' || c == '\u{2029}' => {
                out.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A key or a value.
fn text(text: &str) -> String {
    // `absent` means something behind `if it is`.
    if is_plain(text) && text != "absent" { text.to_owned() } else { quoted(text) }
}

/// Which keys: `all keys`, `keys up to h and from p`.
pub(crate) fn ranges(ranges: &KeyRanges) -> String {
    let range = |KeyRange { start, end }: &KeyRange| match (start.as_str(), end) {
        ("", Some(end)) => format!("up to {}", text(end)),
        (start, None) => format!("from {}", text(start)),
        (start, Some(end)) => format!("from {} to {}", text(start), text(end)),
    };
    match ranges.ranges() {
        [] => "no keys".into(),
        [KeyRange { start, end: None }] if start.is_empty() => "all keys".into(),
        stretches => format!("keys {}", stretches.iter().map(range).collect::<Vec<_>>().join(" and ")),
    }
}

/// What a client asks for, as it is said of the client.
pub(crate) fn operation(operation: &Operation) -> String {
    match operation {
        Operation::Get { key } => format!("gets {}", text(key)),
        Operation::Put { key, value } => format!("puts {} = {}", text(key), text(value)),
        Operation::Append { key, value } => format!("appends {} to {}", text(value), text(key)),
        Operation::Delete { key } => format!("deletes {}", text(key)),
        Operation::CompareAndSet { key, expected, value } => {
            let expected = expected.as_deref().map_or_else(|| "absent".to_owned(), text);
            format!("sets {} = {} if it is {expected}", text(key), text(value))
        }
    }
}

fn entry_says(operation: &Operation) -> String {
    match operation {
        Operation::Put { key, value } => format!("{} = {}", text(key), text(value)),
        other => self::operation(other),
    }
}

pub(super) fn staged_entry(entry: &StagedEntry) -> String {
    match &entry.operation {
        None => entry.term.to_string(),
        Some(operation) => format!("{}({})", entry.term, entry_says(operation)),
    }
}

/// A log as expectations write it.
pub(crate) fn log(log: &Log) -> String {
    let at = |at: EpochTerm| if at.epoch == 0 { at.term.to_string() } else { at.to_string() };
    let entry = |entry: &Entry| match &entry.payload {
        Payload::Noop => at(entry.id.at),
        Payload::Command(command) => format!("{}({})", at(entry.id.at), entry_says(&command.operation)),
        Payload::Config(_) => format!("{}(config)", at(entry.id.at)),
    };
    let entries: Vec<String> = log.iter().map(|held| entry(held)).collect();
    if entries.is_empty() { "empty".into() } else { entries.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_exactly() {
        let times = [0, 17, 1_000, 300_123, 1_500_000, 61_000_000, 1_000_001].map(time);
        assert_eq!(times, ["0s", "17us", "1ms", "300.123ms", "1.5s", "61s", "1.000001s"]);
    }

    #[test]
    fn text_that_could_be_mistaken_is_quoted() {
        assert_eq!(text("a+"), "a+");
        assert_eq!(text("absent"), "\"absent\"");
        assert_eq!(text(""), "\"\"");
        assert_eq!(quoted("a\"b\\\n\u{1}"), "\"a\\\"b\\\\\\n\\u{1}\"");
    }
}
