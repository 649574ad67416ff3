//! The replicated state machine: a key-value store over an ordered key space, sharded by range.
//!
//! Beside the data it holds two things that must be agreed on like data: the *sessions* (the newest request of each
//! client with its answer, so that a retried command takes effect once), and the *outcomes* of the merge transactions
//! this lineage has decided or learnt, so that whoever asks later can be told (ReCraft §V). Both are inherited by the
//! children of a split and united by a merge.
//!
//! A command outside the range is refused when it is applied, not only when it is proposed: the range may have changed
//! in between.

use crate::table::Table;
use alloc::sync::Arc;
use core::fmt;
use serde::{Deserialize, Serialize};

use crate::config::Outcome;
use crate::keys::{Key, KeyRanges};
use crate::text::Text;
use crate::types::{ClientId, TxId};
use crate::value::Value;

/// What a client asks of the store. Every operation names one key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Operation {
    /// Read the value of a key.
    Get {
        /// Which key.
        key: Key,
    },
    /// Set the value of a key.
    Put {
        /// Which key.
        key: Key,
        /// The new value.
        value: Text,
    },
    /// Append to the value of a key; an absent value counts as empty.
    Append {
        /// Which key.
        key: Key,
        /// What to append.
        value: Text,
    },
    /// Remove a key.
    Delete {
        /// Which key.
        key: Key,
    },
    /// Set the value of a key if its present value is the expected one.
    CompareAndSet {
        /// Which key.
        key: Key,
        /// The value that must be there; `None` when the key must be absent.
        expected: Option<Text>,
        /// The new value.
        value: Text,
    },
}

impl Operation {
    /// The key it is about.
    #[must_use]
    pub const fn key(&self) -> &Key {
        match self {
            Self::Get { key }
            | Self::Put { key, .. }
            | Self::Append { key, .. }
            | Self::Delete { key }
            | Self::CompareAndSet { key, .. } => key,
        }
    }

    /// Whether it can change the store.
    #[must_use]
    pub const fn is_write(&self) -> bool {
        !matches!(self, Self::Get { .. })
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Get { key } => write!(f, "get {key}"),
            Self::Put { key, value } => write!(f, "put {key} = {value}"),
            Self::Append { key, value } => write!(f, "append {value} to {key}"),
            Self::Delete { key } => write!(f, "delete {key}"),
            Self::CompareAndSet { key, expected, value } => {
                write!(f, "if {key} is {} set {value}", expected.as_deref().unwrap_or("absent"))
            }
        }
    }
}

/// An operation as it stands in the log: whose it is, and which of the client's requests.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Command {
    /// The client's session.
    pub client: ClientId,
    /// The client's own number for this request; a retry keeps it.
    pub seq: u64,
    /// What to do.
    pub operation: Operation,
}

/// What the store answers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Response {
    /// Done; nothing to say.
    Done,
    /// What was read.
    Value(Option<Value>),
    /// A compare-and-set that did not apply, with the value that stood there.
    Unchanged(Option<Value>),
    /// The key belongs to another cluster.
    WrongShard,
    /// A newer request of the same client has been applied already; this one is a late copy.
    Superseded,
}

/// The newest applied request of a client.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Session {
    /// The client's number for it.
    pub seq: u64,
    /// What was answered.
    pub response: Response,
}

/// The state that a cluster replicates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Machine {
    /// Which keys this state is responsible for.
    pub ranges: KeyRanges,
    /// The store. Copies share it until one of them changes it.
    pub data: Arc<Table<Key, Value>>,
    /// The newest request of each client.
    pub sessions: Table<ClientId, Session>,
    /// How each merge transaction ended that this lineage knows of.
    pub outcomes: Table<TxId, Outcome>,
}

impl Machine {
    /// An empty store responsible for `ranges`.
    #[must_use]
    pub fn new(ranges: KeyRanges) -> Self {
        Self { ranges, ..Self::default() }
    }

    /// Applies a committed command, once: a copy of the client's newest request gets the first answer again.
    pub fn apply(&mut self, command: &Command) -> &Response {
        let newest = self.sessions.get(&command.client).map(|session| session.seq);
        if newest.is_some_and(|newest| command.seq < newest) {
            return &Response::Superseded;
        }
        if newest != Some(command.seq) && !self.ranges.contains(command.operation.key()) {
            return &Response::WrongShard;
        }
        let nothing = || Session { seq: 0, response: Response::Done };
        let session = self.sessions.or_insert_with(command.client, nothing);
        if newest != Some(command.seq) {
            *session = Session { seq: command.seq, response: execute(&mut self.data, &command.operation) };
        }
        &session.response
    }

    /// Applies an operation as often as it comes: a store without sessions.
    pub fn apply_without_session(&mut self, operation: &Operation) -> Response {
        if self.ranges.contains(operation.key()) {
            execute(&mut self.data, operation)
        } else {
            Response::WrongShard
        }
    }

    /// What a key holds, for a read that does not go through the log.
    #[must_use]
    pub fn read(&self, key: &str) -> Response {
        if self.ranges.contains(key) {
            Response::Value(self.data.get(key).cloned())
        } else {
            Response::WrongShard
        }
    }

    /// Keeps only what lies in `ranges`: what a sub-cluster of a split goes on with.
    pub fn restrict(&mut self, ranges: KeyRanges) {
        Arc::make_mut(&mut self.data).retain(|key, _| ranges.contains(key));
        self.ranges = ranges;
    }

    /// Takes in another cluster's state at a merge: ranges and data are united (they are disjoint), and of each client
    /// the newest request is kept. That is sound because a client has one request outstanding at a time.
    pub fn unite(&mut self, part: &Self) {
        self.ranges = self.ranges.union(&part.ranges);
        Arc::make_mut(&mut self.data)
            .extend(part.data.iter().map(|(key, value)| (key.clone(), value.clone())));
        for (&client, theirs) in part.sessions.iter() {
            match self.sessions.get(&client) {
                Some(ours) if ours.seq >= theirs.seq => {}
                _ => {
                    self.sessions.insert(client, theirs.clone());
                }
            }
        }
        for (&tx, outcome) in part.outcomes.iter() {
            self.outcomes.or_insert_with(tx, || outcome.clone());
        }
    }

    /// How many items it consists of: keys, sessions and outcomes.
    #[must_use]
    pub fn items(&self) -> usize {
        self.data.len() + self.sessions.len() + self.outcomes.len()
    }

    /// `count` of its items from the one numbered `offset` on: data first, then sessions, then outcomes.
    #[must_use]
    pub fn slice(&self, offset: usize, count: usize) -> Self {
        let (data, sessions) = (self.data.len(), self.sessions.len());
        let part = |first: usize, len: usize| {
            let skip = offset.saturating_sub(first).min(len);
            let end = (offset + count).saturating_sub(first).min(len);
            (skip, end.saturating_sub(skip))
        };
        let (d, s, o) = (part(0, data), part(data, sessions), part(data + sessions, self.outcomes.len()));
        Self {
            ranges: self.ranges.clone(),
            data: Arc::new(
                self.data.iter().skip(d.0).take(d.1).map(|(k, v)| (k.clone(), v.clone())).collect(),
            ),
            sessions: self.sessions.iter().skip(s.0).take(s.1).map(|(&k, v)| (k, v.clone())).collect(),
            outcomes: self.outcomes.iter().skip(o.0).take(o.1).map(|(&k, v)| (k, v.clone())).collect(),
        }
    }

    /// Puts a slice of the same state to what is there.
    pub fn absorb(&mut self, slice: &Self) {
        Arc::make_mut(&mut self.data)
            .extend(slice.data.iter().map(|(key, value)| (key.clone(), value.clone())));
        self.sessions.extend(slice.sessions.iter().map(|(&client, session)| (client, session.clone())));
        self.outcomes.extend(slice.outcomes.iter().map(|(&txid, outcome)| (txid, outcome.clone())));
    }

    /// This state, shared.
    #[must_use]
    pub fn share(&self) -> Arc<Self> {
        Arc::new(self.clone())
    }
}

/// Carries out an operation on a store that owns its key.
fn execute(data: &mut Arc<Table<Key, Value>>, operation: &Operation) -> Response {
    if let Operation::Get { key } = operation {
        return Response::Value(data.get(key).cloned());
    }
    let data = Arc::make_mut(data);
    let present = data.get_mut(operation.key());
    match operation {
        Operation::Get { .. } => {}
        Operation::Delete { key } => drop(data.remove(key)),
        Operation::CompareAndSet { expected, .. } if !holds(present.as_deref(), expected.as_ref()) => {
            return Response::Unchanged(present.cloned());
        }
        Operation::Put { key, value } | Operation::CompareAndSet { key, value, .. } => match present {
            Some(present) => present.set(value),
            None => drop(data.insert(key.clone(), value.into())),
        },
        Operation::Append { key, value } => match present {
            Some(present) => present.append(value),
            None => drop(data.insert(key.clone(), value.into())),
        },
    }
    Response::Done
}

fn holds(present: Option<&Value>, expected: Option<&Text>) -> bool {
    match (present, expected) {
        (Some(present), Some(expected)) => *present == **expected,
        (None, None) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::KeyRange;

    fn command(client: u32, seq: u64, operation: Operation) -> Command {
        Command { client: ClientId(client), seq, operation }
    }

    fn append(key: &str, value: &str) -> Operation {
        Operation::Append { key: key.into(), value: value.into() }
    }

    #[test]
    fn a_retried_command_takes_effect_once_and_gets_the_first_answer_again() {
        let mut machine = Machine::new(KeyRanges::everything());
        let first = command(1, 1, append("x", "a"));
        let answer = machine.apply(&first).clone();
        assert_eq!(*machine.apply(&first), answer);
        assert_eq!(machine.data["x"], "a");
    }

    #[test]
    fn slices_put_together_again_are_the_whole_state() {
        let mut whole = Machine::new(KeyRanges::everything());
        for n in 1..=5 {
            whole.apply(&command(n, 1, append(&alloc::format!("k{n}"), "v")));
        }
        for size in 1..=11 {
            let mut copy = Machine::new(whole.ranges.clone());
            for offset in (0..whole.items()).step_by(size) {
                let slice = whole.slice(offset, size);
                assert_eq!(slice.items(), size.min(whole.items() - offset));
                copy.absorb(&slice);
            }
            assert_eq!(copy, whole);
        }
    }

    #[test]
    fn a_late_copy_of_an_older_request_changes_nothing() {
        let mut machine = Machine::new(KeyRanges::everything());
        machine.apply(&command(1, 1, append("x", "a")));
        machine.apply(&command(1, 2, append("x", "b")));
        assert_eq!(*machine.apply(&command(1, 1, append("x", "a"))), Response::Superseded);
        assert_eq!(machine.data["x"], "ab");
    }

    #[test]
    fn a_command_outside_the_range_is_refused_when_applied_and_may_be_retried_elsewhere() {
        let mut low = Machine::new(KeyRanges::of([KeyRange::new("", "m")]));
        let write = command(1, 1, append("x", "a"));
        assert_eq!(*low.apply(&write), Response::WrongShard);
        assert!(low.sessions.is_empty());
    }

    #[test]
    fn a_merge_keeps_each_clients_newest_request() {
        let mut low = Machine::new(KeyRanges::of([KeyRange::new("", "m")]));
        let mut high = Machine::new(KeyRanges::of([KeyRange::new("m", "")]));
        low.apply(&command(1, 1, append("a", "1")));
        high.apply(&command(1, 2, append("x", "2")));
        low.unite(&high);
        assert_eq!(low.sessions[&ClientId(1)].seq, 2);
        assert_eq!((&low.data["a"], &low.data["x"]), (&"1".into(), &"2".into()));
        assert_eq!(low.ranges, KeyRanges::everything());
    }
}
