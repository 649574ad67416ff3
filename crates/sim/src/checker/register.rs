//! What a single key of a store does, said once more: the specification that clients' histories and nodes' states are held
//! against. It shares nothing with the replicated machine but the names of the operations and the texts.

use std::num::NonZeroU64;

use recraft_protocol::machine::{Operation, Response};
use recraft_protocol::text::Text;
use recraft_protocol::value::Value as StoreValue;

/// The value of a key; `None` when it is absent. Cheap to copy.
pub(super) type Value = Option<StoreValue>;

/// What one operation gives back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Answer {
    /// It is done.
    Done,
    /// This was read.
    Read(Value),
    /// The compare-and-set found this instead.
    Unchanged(Value),
}

impl Answer {
    /// What a client was told, if that says anything of what has become of its operation.
    pub(super) fn of(response: &Response) -> Option<Self> {
        match response {
            Response::Done => Some(Self::Done),
            Response::Value(read) => Some(Self::Read(read.clone())),
            Response::Unchanged(found) => Some(Self::Unchanged(found.clone())),
            Response::WrongShard | Response::Superseded => None,
        }
    }
}

/// Carries out `operation` on the key whose value this is.
pub(super) fn carry_out(value: &mut Value, operation: &Operation) -> Answer {
    match operation {
        Operation::Get { .. } => return Answer::Read(value.clone()),
        Operation::Put { value: new, .. } => *value = Some(new.into()),
        Operation::Append { value: more, .. } => match value {
            Some(value) => value.append(more),
            None => *value = Some(more.into()),
        },
        Operation::Delete { .. } => *value = None,
        Operation::CompareAndSet { expected, value: new, .. } => {
            if !is(value.as_ref(), expected.as_ref()) {
                return Answer::Unchanged(value.clone());
            }
            *value = Some(new.into());
        }
    }
    Answer::Done
}

fn is(value: Option<&StoreValue>, expected: Option<&Text>) -> bool {
    match (value, expected) {
        (Some(value), Some(expected)) => *value == **expected,
        (None, None) => true,
        _ => false,
    }
}

/// A number that stands for a value. No text has the one that stands for none.
pub(super) fn digest(value: Option<&StoreValue>) -> NonZeroU64 {
    value.and_then(|value| NonZeroU64::new(value.digest().max(2))).unwrap_or(NonZeroU64::MIN)
}

/// A value in a sentence, its beginning left out when it is long.
pub(super) fn show(value: Option<&StoreValue>) -> String {
    const LONGEST: usize = 48;
    let Some(value) = value else { return "absent".into() };
    format!("{:?}", value.abridged(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Text {
        "k".into()
    }

    #[test]
    fn a_key_is_read_written_appended_to_compared_and_removed() {
        let mut value = None;
        let mut told = |operation| carry_out(&mut value, &operation);
        let of = |value: &str| Some(StoreValue::from(value));
        let put = |value: &str| Operation::Put { key: key(), value: value.into() };
        let append = |value: &str| Operation::Append { key: key(), value: value.into() };
        let swap = |expected: Option<&str>, value: &str| Operation::CompareAndSet {
            key: key(),
            expected: expected.map(Into::into),
            value: value.into(),
        };
        assert_eq!(told(Operation::Get { key: key() }), Answer::Read(None));
        assert_eq!(told(append("a")), Answer::Done);
        assert_eq!(told(append("b")), Answer::Done);
        assert_eq!(told(Operation::Get { key: key() }), Answer::Read(of("ab")));
        assert_eq!(told(swap(Some("x"), "y")), Answer::Unchanged(of("ab")));
        assert_eq!(told(swap(Some("ab"), "c")), Answer::Done);
        assert_eq!(told(Operation::Get { key: key() }), Answer::Read(of("c")));
        assert_eq!(told(Operation::Delete { key: key() }), Answer::Done);
        assert_eq!(told(swap(None, "d")), Answer::Done);
        assert_eq!(told(put("e")), Answer::Done);
        assert_eq!(told(Operation::Get { key: key() }), Answer::Read(of("e")));
    }

    #[test]
    fn an_absent_value_is_not_an_empty_one() {
        assert_ne!(digest(None), digest(Some(&"".into())));
        assert_ne!(digest(Some(&"a".into())), digest(Some(&"b".into())));
    }

    #[test]
    fn a_long_value_is_shown_by_its_end() {
        assert_eq!((show(None), show(Some(&"x".into()))), ("absent".into(), "\"x\"".into()));
        let shown = show(Some(&"0123456789".repeat(9).as_str().into()));
        assert!(shown.starts_with("\"…2345") && shown.ends_with("789\""), "{shown}");
    }
}
