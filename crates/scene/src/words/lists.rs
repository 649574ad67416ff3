//! Small grammar: lists, plurals, times, quorums.

use recraft_protocol::quorum::{Count, Quorum};
use recraft_protocol::types::{EpochTerm, Index, NodeId, NodeSet};
pub use recraft_sim::view::ranges_in_words as ranges;
use recraft_words::{decimal_mark, t};

/// "a", "a and b", "a, b and c".
#[must_use]
pub fn all_of<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    joined(items, |before, last| t!("{before} and {last}", before, last))
}

/// "a", "a or b", "a, b or c".
#[must_use]
pub fn any_of<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    joined(items, |before, last| t!("{before} or {last}", before, last))
}

/// With a capital at the beginning, unless a name stands there (n5), and a full stop at the end.
#[must_use]
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let is_name = text.chars().nth(1).is_some_and(|second| second.is_ascii_digit());
    let first = letters.next().filter(|_| !is_name).into_iter().flat_map(char::to_uppercase);
    let rest = if is_name { text } else { letters.as_str() };
    first.chain(rest.chars()).chain(['.']).collect()
}

/// Of how many things a list names each.
const ALL_NAMED: usize = 10;
/// How many a longer list names before it only says how many more there are.
const SOME_NAMED: usize = 8;

fn joined<T: ToString>(items: impl IntoIterator<Item = T>, with: fn(&str, &str) -> String) -> String {
    let mut items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    if items.len() > ALL_NAMED {
        let more = items.len() - SOME_NAMED;
        items.truncate(SOME_NAMED);
        items.push(t!("{more} more", more));
    }
    match items.pop() {
        None => t!("none").to_owned(),
        Some(last) if items.is_empty() => last,
        Some(last) => with(&items.join(", "), &last),
    }
}

/// "term 3", or "term 0 of epoch 1" once there is more than one epoch.
#[must_use]
pub fn time(at: EpochTerm) -> String {
    if at.epoch == 0 {
        t!("term {term}", term = at.term)
    } else {
        t!("term {term} of epoch {epoch}", term = at.term, epoch = at.epoch)
    }
}

/// "entry 4", "entries 4–6".
#[must_use]
pub fn entries(first: Index, last: Index) -> String {
    if first >= last { t!("entry {last}", last) } else { t!("entries {first}–{last}", first, last) }
}

/// "3 of 5", or for a conjunction "2 of n1, n2 and n3 and 2 of n4, n5 and n6".
#[must_use]
pub fn quorum(quorum: &Quorum) -> String {
    match quorum.0.as_slice() {
        [one] => t!("{need} of {count}", need = one.need, count = one.of.len()),
        counts => {
            let part = |count: &Count| t!("{need} of {{{nodes}}}", need = count.need, nodes = count.of);
            let parts = counts.iter().map(part);
            parts.reduce(|before, last| t!("{before} and {last}", before, last)).unwrap_or_default()
        }
    }
}

/// How many answers are still missing from a quorum, over all its counts.
#[must_use]
pub fn missing(quorum: &Quorum, answered: &NodeSet) -> usize {
    quorum.0.iter().map(|count| count.missing(answered)).sum()
}

/// Those who could still give the missing answers: voters of the counts that are not met.
#[must_use]
pub fn still_asked(quorum: &Quorum, answered: &NodeSet) -> NodeSet {
    let open = quorum.0.iter().filter(|count| count.missing(answered) > 0);
    open.flat_map(|count| count.of.iter()).filter(|&node| !answered.contains(node)).collect()
}

/// The nodes as a vector, for a [`super::Sentence`].
pub(crate) fn nodes<const N: usize>(nodes: [NodeId; N]) -> Vec<NodeId> {
    nodes.to_vec()
}

/// A number of microseconds as people say it.
#[must_use]
pub fn duration(us: u64) -> String {
    match us {
        0..=999 => format!("{us} µs"),
        1_000..=9_999 => format!("{} ms", decimal(us, 3, 1)),
        10_000..=999_999 => format!("{} ms", us / 1_000),
        _ => format!("{} s", decimal(us, 6, 2)),
    }
}

/// A whole number of 10^-`unit` with `places` decimals, rounded, with the language's decimal mark.
#[must_use]
pub fn decimal(number: u64, unit: u32, places: u32) -> String {
    let step = 10_u64.pow(unit - places);
    let rounded = (number + step / 2) / step;
    let one = 10_u64.pow(places);
    let width = places as usize;
    format!("{}{}{:0width$}", rounded / one, decimal_mark(), rounded % one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_begins_with_a_capital_but_a_name_stays_as_it_is() {
        assert_eq!(sentence("waiting for votes"), "Waiting for votes.");
        assert_eq!((sentence("n5 leads").as_str(), sentence("").as_str()), ("n5 leads.", "."));
    }

    #[test]
    fn lists_read_as_people_say_them() {
        assert_eq!(all_of(["a", "b", "c"]), "a, b and c");
        assert_eq!(any_of(["n2"]), "n2");
        assert_eq!(all_of::<&str>([]), "none");
        assert_eq!(all_of(1..=10), "1, 2, 3, 4, 5, 6, 7, 8, 9 and 10");
        assert_eq!(any_of(1..=100), "1, 2, 3, 4, 5, 6, 7, 8 or 92 more");
        assert_eq!((entries(4, 6).as_str(), entries(4, 4).as_str()), ("entries 4–6", "entry 4"));
    }

    #[test]
    fn durations_are_rounded_and_have_their_unit() {
        let said: Vec<String> = [7, 1_250, 9_999, 12_999, 1_005_000, 61_994_999].map(duration).into();
        assert_eq!(said, ["7 µs", "1.3 ms", "10.0 ms", "12 ms", "1.01 s", "61.99 s"]);
    }

    #[test]
    fn what_is_missing_is_counted_over_every_count() {
        let subs = [NodeSet::from([1, 2, 3]), NodeSet::from([4, 5])];
        let both = Quorum(subs.iter().map(Count::majority).collect());
        let answered = NodeSet::from([1, 2, 4]);
        assert_eq!(missing(&both, &answered), 1);
        assert_eq!(still_asked(&both, &answered), NodeSet::from([5]));
        assert_eq!(quorum(&both), "2 of {n1, n2, n3} and 2 of {n4, n5}");
    }
}
