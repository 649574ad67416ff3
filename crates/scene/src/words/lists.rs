//! Small grammar: lists, plurals, times, quorums.

use recraft_protocol::quorum::Quorum;
use recraft_protocol::types::{EpochTerm, Index, NodeId, NodeSet};

/// "a", "a and b", "a, b and c".
#[must_use]
pub fn all_of<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    joined(items, "and")
}

/// "a", "a or b", "a, b or c".
#[must_use]
pub fn any_of<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    joined(items, "or")
}

fn joined<T: ToString>(items: impl IntoIterator<Item = T>, word: &str) -> String {
    let mut items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    match items.pop() {
        None => "none".to_owned(),
        Some(last) if items.is_empty() => last,
        Some(last) => format!("{} {word} {last}", items.join(", ")),
    }
}

/// "1 vote", "3 votes".
#[must_use]
pub fn count(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// "term 3", or "term 0 of epoch 1" once there is more than one epoch.
#[must_use]
pub fn time(at: EpochTerm) -> String {
    if at.epoch == 0 {
        format!("term {}", at.term)
    } else {
        format!("term {} of epoch {}", at.term, at.epoch)
    }
}

/// "entry 4", "entries 4–6".
#[must_use]
pub fn entries(first: Index, last: Index) -> String {
    if first >= last { format!("entry {last}") } else { format!("entries {first}–{last}") }
}

/// "3 of 5", or for a conjunction "2 of n1, n2 and n3 and 2 of n4, n5 and n6".
#[must_use]
pub fn quorum(quorum: &Quorum) -> String {
    match quorum.0.as_slice() {
        [one] => format!("{} of {}", one.need, one.of.len()),
        counts => {
            let parts: Vec<String> =
                counts.iter().map(|count| format!("{} of {{{}}}", count.need, count.of)).collect();
            parts.join(" and ")
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
        1_000..=9_999 => format!("{:.1} ms", us as f64 / 1e3),
        10_000..=999_999 => format!("{} ms", us / 1_000),
        _ => format!("{:.2} s", us as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use recraft_protocol::quorum::Count;

    #[test]
    fn lists_read_as_people_say_them() {
        assert_eq!(all_of(["a", "b", "c"]), "a, b and c");
        assert_eq!(any_of(["n2"]), "n2");
        assert_eq!(all_of::<&str>([]), "none");
        assert_eq!((entries(4, 6).as_str(), entries(4, 4).as_str()), ("entries 4–6", "entry 4"));
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
