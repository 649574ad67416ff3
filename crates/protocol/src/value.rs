//! Values of the store.
//!
//! A cluster's nodes, the sessions of its clients, the snapshots and the checkpoints of a run's history all hold values, and a value
//! that clients append to grows without end. So no value is ever copied whole: one that was put is the text of the entry that put it, and
//! one that was appended to is a chain of *links*, of which copies share all but the last few letters.
//!
//! A value also knows its *digest*, a number that stands for its text and grows with it, so that two values can be told apart without reading
//! them.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text::Text;

/// What a key holds.
#[derive(Clone)]
pub struct Value(Form);

/// How the text is held. The same text may be held in either way.
#[derive(Clone)]
enum Form {
    /// As it was put.
    Whole(Text),
    /// As it was appended to.
    Grown(Arc<Grown>),
}

/// A text that has been appended to.
#[derive(Clone)]
struct Grown {
    /// What comes before `end`.
    before: Option<Arc<Link>>,
    /// The last few letters; everything, if there are no more.
    end: String,
    /// How many bytes there are in all.
    len: usize,
    digest: u64,
}

/// A piece of a text that is not appended to any more.
struct Link {
    before: Option<Arc<Link>>,
    piece: Box<str>,
}

/// How many bytes the end of a text may have before it becomes a link.
const END_MAX: usize = 128;

/// FNV-1a, as Fowler, Noll and Vo have published it: it can go on from where it was.
const DIGEST_OF_NOTHING: u64 = 0xcbf2_9ce4_8422_2325;
const DIGEST_FACTOR: u64 = 0x0000_0100_0000_01b3;

fn digest(begun: u64, text: &str) -> u64 {
    text.bytes().fold(begun, |digest, byte| (digest ^ u64::from(byte)).wrapping_mul(DIGEST_FACTOR))
}

impl Value {
    /// How many bytes its text has.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Form::Whole(text) => text.len(),
            Form::Grown(grown) => grown.len,
        }
    }

    /// Whether its text is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A number that stands for the text: the same for the same text, and with all likelihood another for another.
    #[must_use]
    pub fn digest(&self) -> u64 {
        match &self.0 {
            Form::Whole(text) => digest(DIGEST_OF_NOTHING, text),
            Form::Grown(grown) => grown.digest,
        }
    }

    /// Puts another text in its place.
    pub fn set(&mut self, text: &Text) {
        self.0 = Form::Whole(text.clone());
    }

    /// Adds to its end.
    pub fn append(&mut self, text: &str) {
        let grown = match &mut self.0 {
            Form::Grown(grown) => Arc::make_mut(grown),
            Form::Whole(whole) => {
                let grown = Grown { before: None, end: String::new(), len: 0, digest: DIGEST_OF_NOTHING };
                let mut grown = Arc::new(grown);
                if let Some(new) = Arc::get_mut(&mut grown) {
                    new.append(whole);
                }
                self.0 = Form::Grown(grown);
                return self.append(text);
            }
        };
        grown.append(text);
    }

    /// Its text in one piece.
    #[must_use]
    pub fn text(&self) -> Text {
        match &self.0 {
            Form::Whole(text) => text.clone(),
            Form::Grown(grown) => {
                let mut whole = String::with_capacity(grown.len);
                self.pieces(&mut |piece| whole.push_str(piece));
                whole.into()
            }
        }
    }

    /// Its text; of one with more than so many letters an ellipsis and the last of them. What comes before is not gone through, however
    /// long it is.
    #[must_use]
    pub fn abridged(&self, letters: usize) -> String {
        let (mut pieces, mut before): (Vec<&str>, _) = match &self.0 {
            Form::Whole(text) => (alloc::vec![text.as_str()], None),
            Form::Grown(grown) => (alloc::vec![grown.end.as_str()], grown.before.as_ref()),
        };
        let mut have = pieces[0].chars().count();
        while have <= letters
            && let Some(link) = before
        {
            have += link.piece.chars().count();
            pieces.push(&link.piece);
            before = link.before.as_ref();
        }
        let all = pieces.iter().rev().flat_map(|piece| piece.chars());
        let end: String = all.skip(have.saturating_sub(letters)).collect();
        if have > letters { alloc::format!("…{end}") } else { end }
    }

    /// Gives the pieces of its text in order.
    fn pieces(&self, take: &mut dyn FnMut(&str)) {
        let grown = match &self.0 {
            Form::Whole(text) => return take(text),
            Form::Grown(grown) => grown,
        };
        let mut links = Vec::new();
        let mut before = &grown.before;
        while let Some(link) = before {
            links.push(link);
            before = &link.before;
        }
        links.iter().rev().for_each(|link| take(&link.piece));
        take(&grown.end);
    }
}

impl Grown {
    fn append(&mut self, text: &str) {
        self.len += text.len();
        self.digest = digest(self.digest, text);
        self.end.push_str(text);
        if self.end.len() >= END_MAX {
            let link = Link { before: self.before.take(), piece: self.end.as_str().into() };
            self.before = Some(Arc::new(link));
            self.end.clear();
        }
    }

    /// Whether the text is the same, if it can be told link by link: from the end as far as both do not share what comes before.
    fn is_alike(&self, other: &Self) -> Option<bool> {
        let mut pieces: (&str, &str) = (&self.end, &other.end);
        let mut before = (&self.before, &other.before);
        loop {
            if pieces.0.len() != pieces.1.len() {
                return None;
            }
            if pieces.0 != pieces.1 {
                return Some(false);
            }
            let (Some(one), Some(other)) = before else {
                return Some(before.0.is_none() && before.1.is_none());
            };
            if Arc::ptr_eq(one, other) {
                return Some(true);
            }
            pieces = (&one.piece, &other.piece);
            before = (&one.before, &other.before);
        }
    }
}

impl Drop for Link {
    /// One link after the other: a long chain must not make a deep call.
    fn drop(&mut self) {
        let mut before = self.before.take();
        while let Some(mut link) = before.and_then(Arc::into_inner) {
            before = link.before.take();
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self(Form::Whole(text.into()))
    }
}

impl From<&Text> for Value {
    fn from(text: &Text) -> Self {
        Self(Form::Whole(text.clone()))
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Form::Whole(one), Form::Whole(other)) => one == other,
            (Form::Grown(one), Form::Grown(other)) if Arc::ptr_eq(one, other) => true,
            _ if self.len() != other.len() || self.digest() != other.digest() => false,
            (Form::Grown(mine), Form::Grown(theirs)) => {
                mine.is_alike(theirs).unwrap_or_else(|| self.text() == other.text())
            }
            _ => self.text() == other.text(),
        }
    }
}

impl Eq for Value {}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Value {
    /// Shorter ones first; of the same length in some order that can mostly be told without reading them.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_text = || if self == other { Ordering::Equal } else { self.text().cmp(&other.text()) };
        self.len().cmp(&other.len()).then_with(|| self.digest().cmp(&other.digest())).then_with(by_text)
    }
}

impl PartialEq<str> for Value {
    fn eq(&self, other: &str) -> bool {
        let mut rest = Some(other);
        self.pieces(&mut |piece| rest = rest.and_then(|rest| rest.strip_prefix(piece)));
        rest == Some("")
    }
}

impl PartialEq<&str> for Value {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl Hash for Value {
    /// As its text in one piece.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text().hash(state);
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.text().as_str(), f)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut result = Ok(());
        self.pieces(&mut |piece| result = result.and_then(|()| f.write_str(piece)));
        result
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Text::deserialize(deserializer).map(|text| Self(Form::Whole(text)))
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn a_copy_does_not_see_later_changes() {
        let mut value = Value::from("a");
        let copy = value.clone();
        value.append("b");
        let second = value.clone();
        value.set(&"c".into());
        value.set(&"d".into());
        assert_eq!((copy, second, value), ("a".into(), "ab".into(), "d".into()));
    }

    #[test]
    fn however_it_grew_a_value_is_the_text_that_it_would_be_in_one_piece() {
        let (mut value, mut plain, mut copies) = (Value::from("äh: "), String::from("äh: "), Vec::new());
        for nth in 0..400_u32 {
            let more = if nth % 50 == 7 { "ö".repeat(150) } else { alloc::format!("{nth};") };
            value.append(&more);
            plain.push_str(&more);
            copies.push((value.clone(), plain.clone()));
        }
        for (value, plain) in &copies {
            let whole = Value::from(plain.as_str());
            assert_eq!((value.text().as_str(), value.to_string()), (plain.as_str(), plain.clone()));
            assert_eq!((value.len(), value.digest()), (plain.len(), whole.digest()));
            assert!(*value == whole && *value == plain.as_str() && *value != plain[2..]);
            let mut pieced = Value::from("ä");
            plain[2..].chars().for_each(|letter| pieced.append(letter.encode_utf8(&mut [0; 4])));
            assert_eq!(*value, pieced, "in whatever pieces it came");
        }
        let (mut one, mut other) = (copies[300].0.clone(), copies[300].0.clone());
        for value in [&mut one, &mut other] {
            (0..100).for_each(|_| value.append("and the same for both;"));
        }
        assert!(one == other && one.cmp(&other) == Ordering::Equal);
        assert!(copies.windows(2).all(|pair| {
            pair[0].0 != pair[1].0
                && pair[0].0.digest() != pair[1].0.digest()
                && pair[1].0 != pair[0].1.as_str()
        }));
    }

    #[test]
    fn of_a_long_value_the_last_letters_are_shown() {
        let (mut value, mut plain) = (Value::from("ä"), String::from("ä"));
        for nth in 0..100_u32 {
            for letters in [0, 1, 2, 40, 500] {
                let all: Vec<char> = plain.chars().collect();
                let end: String = all[all.len().saturating_sub(letters)..].iter().collect();
                let shown = if all.len() > letters { alloc::format!("…{end}") } else { end };
                assert_eq!(value.abridged(letters), shown);
                assert_eq!(Value::from(plain.as_str()).abridged(letters), shown);
            }
            let more = alloc::format!("{nth}ö;");
            value.append(&more);
            plain.push_str(&more);
        }
    }

    #[test]
    fn a_very_long_value_is_let_go_of_without_a_deep_call() {
        let mut value = Value::from("");
        (0..2_000_000).for_each(|_| value.append("0123456789012345678901234567890"));
        assert_eq!(value.len(), 62_000_000);
    }
}
