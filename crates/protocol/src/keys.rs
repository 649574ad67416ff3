//! Key ranges: which part of the ordered key space a cluster owns.
//!
//! A range is half open. A merge of clusters that are not neighbours owns several stretches, so ownership is a
//! normalised list of ranges: sorted, disjoint, with touching neighbours joined. Equal ownership is then an equal
//! value.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};

use crate::order::sort_by;
use crate::text::Text;

/// A key of the store. Keys are ordered as strings are (byte-wise).
pub type Key = Text;

/// The keys from `start` up to, but not including, `end`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct KeyRange {
    /// The first key; the empty string is the lowest key of all.
    pub start: String,
    /// The first key beyond the range; `None` when it has no upper end.
    pub end: Option<String>,
}

impl KeyRange {
    /// The range from `start` to before `end`; an empty `end` means "no upper end".
    #[must_use]
    pub fn new(start: &str, end: &str) -> Self {
        Self { start: start.into(), end: (!end.is_empty()).then(|| end.into()) }
    }

    /// Whether `key` lies in the range.
    #[must_use]
    pub fn contains(&self, key: &str) -> bool {
        (self.start.is_empty() || self.start.as_str() <= key)
            && self.end.as_deref().is_none_or(|end| key < end)
    }

    fn is_empty(&self) -> bool {
        self.end.as_ref().is_some_and(|end| *end <= self.start)
    }

    /// Whether `other`, which does not start before this range, overlaps or touches it.
    fn reaches(&self, other: &Self) -> bool {
        self.end.as_ref().is_none_or(|end| *end >= other.start)
    }

    fn overlaps(&self, other: &Self) -> bool {
        let before = |a: &Self, b: &Self| a.end.as_ref().is_some_and(|end| *end <= b.start);
        !before(self, other) && !before(other, self)
    }
}

impl fmt::Display for KeyRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.start.as_str(), self.end.as_deref()) {
            ("", None) => f.write_str("all keys"),
            ("", Some(end)) => write!(f, "… – {end}"),
            (start, None) => write!(f, "{start} – …"),
            (start, Some(end)) => write!(f, "{start} – {end}"),
        }
    }
}

/// A normalised union of ranges: sorted, disjoint, none empty, neighbours joined.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct KeyRanges(Vec<KeyRange>);

impl KeyRanges {
    /// The whole key space.
    #[must_use]
    pub fn everything() -> Self {
        Self(vec![KeyRange::new("", "")])
    }

    /// The union of `ranges`.
    #[must_use]
    pub fn of(ranges: impl IntoIterator<Item = KeyRange>) -> Self {
        let mut ranges: Vec<KeyRange> = ranges.into_iter().filter(|range| !range.is_empty()).collect();
        sort_by(&mut ranges, KeyRange::cmp);
        let mut joined: Vec<KeyRange> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match joined.last_mut() {
                Some(last) if last.reaches(&range) => {
                    if last.end.is_some() && (range.end.is_none() || range.end > last.end) {
                        last.end = range.end;
                    }
                }
                _ => joined.push(range),
            }
        }
        Self(joined)
    }

    /// Whether `key` is owned.
    #[must_use]
    pub fn contains(&self, key: &str) -> bool {
        self.0.iter().any(|range| range.contains(key))
    }

    /// Whether nothing is owned.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The stretches, in order.
    #[must_use]
    pub fn ranges(&self) -> &[KeyRange] {
        &self.0
    }

    /// Whatever is in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::of(self.0.iter().chain(&other.0).cloned())
    }

    /// Whether some key is in both.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.0.iter().any(|mine| other.0.iter().any(|theirs| mine.overlaps(theirs)))
    }
}

impl<'de> Deserialize<'de> for KeyRanges {
    /// Normalises while reading.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<KeyRange>::deserialize(deserializer).map(Self::of)
    }
}

impl fmt::Display for KeyRanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("no keys");
        }
        for (place, range) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{range}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_half_open() {
        let range = KeyRange::new("h", "p");
        assert!(
            range.contains("h") && range.contains("ozzz") && !range.contains("p") && !range.contains("g")
        );
    }

    #[test]
    fn the_union_of_neighbours_is_one_range() {
        let parts = [KeyRange::new("p", ""), KeyRange::new("", "h"), KeyRange::new("h", "p")];
        assert_eq!(KeyRanges::of(parts), KeyRanges::everything());
    }

    #[test]
    fn a_range_within_another_adds_nothing() {
        let wide = KeyRanges::of([KeyRange::new("a", "z")]);
        assert_eq!(wide.union(&KeyRanges::of([KeyRange::new("c", "d")])), wide);
        assert_eq!(KeyRanges::everything().union(&wide), KeyRanges::everything());
    }

    #[test]
    fn touching_ranges_do_not_overlap() {
        let low = KeyRanges::of([KeyRange::new("", "h")]);
        let high = KeyRanges::of([KeyRange::new("h", "")]);
        assert!(!low.overlaps(&high) && low.overlaps(&KeyRanges::everything()));
    }

    #[test]
    fn distant_ranges_stay_apart() {
        let two = KeyRanges::of([KeyRange::new("p", ""), KeyRange::new("", "h")]);
        assert_eq!(two.ranges().len(), 2);
        assert!(!two.contains("k"));
    }
}
