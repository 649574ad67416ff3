//! Text that costs nothing to copy.
//!
//! A key or a value stands in the client's request, in the entry, in every log and every store that holds the entry, in the record of events
//! and in the checkpoints of a history. A short one, as most are, is held in place; all who hold a longer one share the one that the client
//! made. A run of hours has millions of entries, so what a text takes is what the run takes.

use alloc::string::String;
use alloc::sync::Arc;
use core::borrow::Borrow;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How many bytes a short text has at most: as many as fit where a longer one has its pointer, in a browser.
const SHORT_MAX: usize = 14;

/// A text that never changes and costs nothing to copy.
#[derive(Clone, PartialEq, Eq)]
pub struct Text(Form);

/// How the text is held. The same text is always held in the same way.
#[derive(Clone, PartialEq, Eq)]
enum Form {
    /// In place: so many bytes of these, and zeros.
    Short(u8, [u8; SHORT_MAX]),
    /// Elsewhere.
    Long(Arc<str>),
}

impl Text {
    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // It was made of a text.
            Form::Short(..) => core::str::from_utf8(self.bytes()).unwrap_or_default(),
            Form::Long(all) => all,
        }
    }

    fn bytes(&self) -> &[u8] {
        match &self.0 {
            Form::Short(len, bytes) => &bytes[..usize::from(*len)],
            Form::Long(all) => all.as_bytes(),
        }
    }

    /// The first eight bytes, as a number in whose order the texts are; zeros where there are no more. Most keys differ in it, and a key is
    /// looked for with every entry that is applied.
    fn first(&self) -> u64 {
        let bytes = match &self.0 {
            Form::Short(_, bytes) => bytes,
            Form::Long(all) => all.as_bytes(),
        };
        bytes.first_chunk().copied().map_or(0, u64::from_be_bytes)
    }
}

impl Default for Text {
    fn default() -> Self {
        Self(Form::Short(0, [0; SHORT_MAX]))
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    /// As strings are ordered (byte-wise).
    fn cmp(&self, other: &Self) -> Ordering {
        self.first().cmp(&other.first()).then_with(|| self.bytes().cmp(other.bytes()))
    }
}

impl Hash for Text {
    /// As a string.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        let mut bytes = [0; SHORT_MAX];
        match bytes.get_mut(..text.len()) {
            Some(place) => {
                place.copy_from_slice(text.as_bytes());
                Self(Form::Short(text.len() as u8, bytes))
            }
            None => Self(Form::Long(text.into())),
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
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
            "fourteen bytes",
            "fourteen byte\0",
            "fifteen bytes, ",
            "fifteen bytes, and more",
            "fourteen bytes, and more",
            "dreizehn ü123",
            "ü",
            "z",
        ];
        for (one, other) in plain.iter().flat_map(|one| plain.iter().map(move |other| (one, other))) {
            let texts = (Text::from(*one), Text::from(*other));
            assert_eq!(texts.0.cmp(&texts.1), one.cmp(other), "{one:?} and {other:?}");
            assert_eq!(texts.0 == texts.1, one == other);
            assert_eq!((texts.0.as_str(), &*Text::from(String::from(*one))), (*one, *one));
        }
    }
}
