//! Text that copies share.
//!
//! A key or a value stands in the client's request, in the entry, in every log and every store that holds the entry, in the record of events
//! and in the checkpoints of a history. All of them hold the one that the client made.

use alloc::string::String;
use alloc::sync::Arc;
use core::borrow::Borrow;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text that never changes and costs nothing to copy.
#[derive(Clone)]
pub struct Text {
    /// The first eight bytes, as a number in whose order the texts are; zeros where there are no more. Most keys differ in it, and a key is
    /// looked for with every entry that is applied.
    first: u64,
    all: Arc<str>,
}

impl Text {
    fn new(all: Arc<str>) -> Self {
        let mut first = [0; 8];
        let len = all.len().min(first.len());
        first[..len].copy_from_slice(&all.as_bytes()[..len]);
        Self { first: u64::from_be_bytes(first), all }
    }

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.all
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::new(Arc::default())
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.first == other.first && self.all == other.all
    }
}

impl Eq for Text {}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    /// As strings are ordered (byte-wise).
    fn cmp(&self, other: &Self) -> Ordering {
        self.first.cmp(&other.first).then_with(|| self.all.cmp(&other.all))
    }
}

impl Hash for Text {
    /// As a string.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.all.hash(state);
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.all
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        &self.all
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new(text.into())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::new(text.into())
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        &*self.all == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        &*self.all == *other
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.all, f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&*self.all, f)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.all)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_ordered_as_strings_are() {
        let plain = [
            "",
            "\0",
            "a",
            "a\0",
            "a\0\0\0\0\0\0\0\0",
            "abcdefgh",
            "abcdefgh\0",
            "abcdefghi",
            "abcdefgi",
            "ü",
            "z",
        ];
        for (one, other) in plain.iter().flat_map(|one| plain.iter().map(move |other| (one, other))) {
            let texts = (Text::from(*one), Text::from(*other));
            assert_eq!(texts.0.cmp(&texts.1), one.cmp(other), "{one:?} and {other:?}");
            assert_eq!(texts.0 == texts.1, one == other);
        }
    }
}
