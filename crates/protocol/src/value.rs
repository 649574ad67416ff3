//! Values of the store.
//!
//! A cluster's nodes, the snapshots and the checkpoints of a run's history all hold the store; a value that nobody changes meanwhile
//! is held once by a node and all copies that are made of it.

use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;
use serde::Serialize;

/// What a key holds: text that copies share until one of them changes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Value(Arc<String>);

impl Value {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Puts another text in its place.
    pub fn set(&mut self, text: &str) {
        match Arc::get_mut(&mut self.0) {
            Some(own) => {
                own.clear();
                own.push_str(text);
            }
            None => *self = text.into(),
        }
    }

    /// Adds to its end.
    pub fn append(&mut self, text: &str) {
        Arc::make_mut(&mut self.0).push_str(text);
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self(Arc::new(text.into()))
    }
}

impl PartialEq<&str> for Value {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_does_not_see_later_changes() {
        let mut value = Value::from("a");
        let copy = value.clone();
        value.append("b");
        let second = value.clone();
        value.set("c");
        value.set("d");
        assert_eq!((copy.as_str(), second.as_str(), value.as_str()), ("a", "ab", "d"));
    }
}
