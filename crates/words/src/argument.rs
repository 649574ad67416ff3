//! Arguments: what is put into a message.
//!
//! In the sources they have names; in the compiled program only places. The place of an argument is that of its first mention in the English
//! text, which the compiler checks here.

/// What can be counted.
pub trait Count {
    /// As the largest number there is.
    fn number(&self) -> u64;
}

macro_rules! counts {
    ($($number:ty),+) => {
        $(impl Count for $number {
            fn number(&self) -> u64 {
                u64::try_from(*self).unwrap_or(0)
            }
        })+
    };
}
counts!(u8, u16, u32, u64, usize, i32);

impl<C: Count> Count for &C {
    fn number(&self) -> u64 {
        (*self).number()
    }
}

/// Whether these are the names that a text mentions, in the order in which it mentions them first.
#[must_use]
pub const fn agree(text: &str, names: &[&str]) -> bool {
    mentioned(text.as_bytes(), names, 0) == names.len()
}

/// The same for the two forms of what is counted: these are the names in the second form, and the first mentions no others. The number is the
/// first of the names, wherever it is mentioned.
#[must_use]
pub const fn agree_on_count(one: &str, many: &str, names: &[&str]) -> bool {
    mentioned(many.as_bytes(), names, 1) == names.len()
        && mentioned(one.as_bytes(), names, names.len()) == names.len()
}

/// How many of the names a text mentions, if it mentions no others and each new one in its turn; more than there are, if not. The first `known`
/// may come in any order or not at all.
const fn mentioned(text: &[u8], names: &[&str], known: usize) -> usize {
    const NO: usize = usize::MAX;
    let (mut at, mut seen) = (0, known);
    while at < text.len() {
        let next = if at + 1 < text.len() { text[at + 1] } else { 0 };
        match (text[at], next) {
            (b'{', b'{') | (b'}', b'}') => at += 2,
            (b'}', _) => return NO,
            (b'{', _) => {
                let begin = at + 1;
                while at < text.len() && text[at] != b'}' {
                    at += 1;
                }
                let place = place_of(text, begin, at, names);
                if place > seen || place == names.len() {
                    return NO;
                }
                if place == seen {
                    seen += 1;
                }
                at += 1;
            }
            _ => at += 1,
        }
    }
    seen
}

/// The place of the name that stands there; beyond them all if it is none of them.
const fn place_of(text: &[u8], begin: usize, end: usize, names: &[&str]) -> usize {
    let mut place = 0;
    while place < names.len() && !same(text, begin, end, names[place].as_bytes()) {
        place += 1;
    }
    place
}

const fn same(text: &[u8], begin: usize, end: usize, name: &[u8]) -> bool {
    if end - begin != name.len() {
        return false;
    }
    let mut at = 0;
    while at < name.len() {
        if text[begin + at] != name[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_text_in_its_order() {
        assert!(agree("{a} sends {b} to {a}", &["a", "b"]));
        assert!(agree("{{a}} is {b}", &["b"]));
        for (text, names) in [
            ("{a} sends {b}", &["b", "a"][..]),
            ("{a} sends {b}", &["a"]),
            ("{a} sends", &["a", "b"]),
            ("{ab}", &["a"]),
            ("{a", &["a", "b"]),
            ("{} sends", &["a"]),
            ("a}", &[]),
        ] {
            assert!(!agree(text, names), "{text} {names:?}");
        }
    }

    #[test]
    fn one_form_may_leave_out_what_the_other_says() {
        let names = &["count", "node"];
        assert!(agree_on_count("one vote", "{count} votes of {node}", names));
        assert!(agree_on_count("one vote of {node}", "{count} votes of {node}", names));
        assert!(agree_on_count("{node} has one vote", "{node} has {count} votes", names));
        assert!(!agree_on_count("one vote of {nobody}", "{count} votes of {node}", names));
        assert!(!agree_on_count("{count} votes of {node}", "one vote", names));
    }
}
