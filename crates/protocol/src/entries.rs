//! The entries that a message brings.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;
use serde::{Serialize, Serializer};

use crate::log::Entry;

/// Some entries. Mostly it is one or none, which needs no memory of its own.
#[derive(Clone, Default)]
pub struct Entries(Held);

#[derive(Clone, Default)]
enum Held {
    #[default]
    None,
    One(Arc<Entry>),
    More(Vec<Arc<Entry>>),
}

impl Entries {
    /// Keeps only the first `len`.
    pub fn truncate(&mut self, len: usize) {
        *self = self.iter().take(len).cloned().collect();
    }
}

impl Deref for Entries {
    type Target = [Arc<Entry>];

    fn deref(&self) -> &[Arc<Entry>] {
        match &self.0 {
            Held::None => &[],
            Held::One(entry) => core::slice::from_ref(entry),
            Held::More(entries) => entries,
        }
    }
}

impl FromIterator<Arc<Entry>> for Entries {
    fn from_iter<I: IntoIterator<Item = Arc<Entry>>>(entries: I) -> Self {
        let mut entries = entries.into_iter();
        let Some(first) = entries.next() else { return Self::default() };
        let Some(second) = entries.next() else { return Self(Held::One(first)) };
        let mut more = Vec::with_capacity(2 + entries.size_hint().0);
        more.extend([first, second]);
        more.extend(entries);
        Self(Held::More(more))
    }
}

impl From<Vec<Arc<Entry>>> for Entries {
    fn from(entries: Vec<Arc<Entry>>) -> Self {
        entries.into_iter().collect()
    }
}

impl PartialEq for Entries {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Entries {}

impl Hash for Entries {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Debug for Entries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl Serialize for Entries {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Payload;
    use crate::types::LogId;

    #[test]
    fn however_many_there_are_they_are_kept_in_order() {
        let entry =
            |index| Arc::new(Entry { id: LogId { index, ..LogId::default() }, payload: Payload::Noop });
        for count in 0..5 {
            let plain: Vec<Arc<Entry>> = (0..count).map(entry).collect();
            let entries: Entries = plain.clone().into();
            assert_eq!(*entries, *plain);
            assert_eq!(entries, plain.into_iter().collect());
        }
    }
}
