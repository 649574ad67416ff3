//! Exactly once, and nothing lost: what every state must be, worked out from what has committed.
//!
//! The checks keep a store of their own. Each entry is carried out in it when it is first known to have committed, in the cluster that
//! owns its key at the time; and a command of a client's session only the first time, wherever in the lineage its copies commit. What a
//! key's value was after each entry is noted with the entry, so that
//! - every node that applies an entry must have that value then, on whatever way it came there: by the log, from a snapshot, across a
//!   split, or by the parts of a merge;
//! - a node that enters a cluster, or takes up a new state, must have everything the cluster has committed;
//! - a client's write that is said to be done must have taken effect in it.
//!
//! A value that is wrong where a copy of a command has just been applied is a matter of *exactly once*; any other is one of *nothing lost*.

use std::num::NonZeroU64;

use recraft_protocol::keys::Key;
use recraft_protocol::log::{Entry, Log, Payload};
use recraft_protocol::machine::{Command, Operation, Response};
use recraft_protocol::table::Table;
use recraft_protocol::types::{ClientId, ClusterId, Index};
use recraft_protocol::value::Value as StoreValue;
use recraft_words::t;

use super::books::Books;
use super::findings::{Findings, Witness};
use super::register::{Value, carry_out, digest, show};
use super::{Property, Seen, Sight};
use crate::lineage::Lineage;

/// What an entry came to when it committed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Effect {
    /// Stands for the value of the entry's key afterwards; `None` when the entry concerns no key of its cluster.
    pub(super) after: Option<NonZeroU64>,
    /// Whether it was a copy of a command that had taken effect already.
    pub(super) copy: bool,
}

/// The newest request of a client that has taken effect.
#[derive(Clone, Copy, Debug, Default)]
struct Newest {
    seq: u64,
    by: Witness,
}

/// A key as it must be.
#[derive(Clone, Debug, Default)]
struct Held {
    value: Value,
    /// Who committed the last write.
    by: Witness,
}

/// How many entries a node mostly applies at once at the most.
const APPLIED_AT_ONCE: Index = 64;

/// Whether one of the entries after `from` up to `to` was a copy of a command for `key` that had taken effect already.
fn copied(log: &Log, cluster: ClusterId, (from, to): (Index, Index), key: &Key, books: &Books) -> bool {
    let is_copy = |entry: &Entry| {
        matches!(&entry.payload, Payload::Command(command) if command.operation.key() == key)
            && books.effect(cluster, entry.id).is_some_and(|(effect, _)| effect.copy)
    };
    (from + 1..=to).filter_map(|index| log.get(index)).any(|entry| is_copy(entry))
}

/// The store as it must be.
#[derive(Clone, Debug, Default)]
pub(super) struct Store {
    held: Table<Key, Held>,
    sessions: Table<ClientId, Newest>,
}

impl Store {
    /// The values of all keys that there must be.
    pub(super) fn values(&self) -> impl Iterator<Item = (&str, &StoreValue)> {
        self.held.iter().filter_map(|(key, held)| Some((key.as_str(), held.value.as_ref()?)))
    }

    fn value(&self, key: &str) -> Option<&StoreValue> {
        self.held.get(key)?.value.as_ref()
    }

    /// An entry has committed for the first time in `cluster`.
    pub(super) fn carry_out(
        &mut self,
        payload: &Payload,
        cluster: ClusterId,
        lineage: &Lineage,
        by: Witness,
    ) -> Effect {
        let Payload::Command(Command { client, seq, operation }) = payload else { return Effect::default() };
        let owned = lineage.get(cluster).is_some_and(|record| record.ranges.contains(operation.key()));
        if !owned {
            return Effect::default();
        }
        let newest = self.sessions.or_insert_with(*client, Newest::default);
        if *seq <= newest.seq {
            return Effect { after: Some(digest(self.value(operation.key()))), copy: true };
        }
        *newest = Newest { seq: *seq, by };
        let held = match self.held.get_mut(operation.key()) {
            Some(held) => held,
            None => self.held.or_insert_with(operation.key().clone(), Held::default),
        };
        carry_out(&mut held.value, operation);
        if operation.is_write() {
            held.by = by;
        }
        Effect { after: Some(digest(held.value.as_ref())), copy: false }
    }

    /// A client was told that its write is done.
    pub(super) fn check_answer(
        &self,
        (client, nth): (ClientId, u64),
        operation: &Operation,
        response: &Response,
        seq: u64,
        findings: &mut Findings,
    ) {
        if !operation.is_write() || matches!(response, Response::Superseded | Response::WrongShard) {
            return;
        }
        let newest = self.sessions.get(&client).copied().unwrap_or_default();
        let witnesses = [newest.by, Witness::client(seq)];
        findings.expect(Property::NothingLost, nth <= newest.seq, &witnesses, || {
            t!(
                "{client} was told that \u{201c}{operation}\u{201d} is done, but that has not committed",
                client,
                operation
            )
        });
    }

    /// The state of a node that has applied something.
    pub(super) fn check_state(
        &self,
        sight: &Sight<'_>,
        cluster: ClusterId,
        before: &Seen,
        books: &Books,
        findings: &mut Findings,
    ) {
        let goes_on = before.cluster == Some(cluster)
            && before.applied >= sight.start
            && sight.applied >= before.applied
            && sight.log.base().index <= before.applied;
        if goes_on {
            self.check_applied(sight, cluster, before.applied, books, findings);
        } else if sight.applied >= sight.start.max(books.committed(cluster)) {
            self.check_everything(sight, cluster, findings);
        }
    }

    /// The keys of the entries that the node has applied after `from`.
    fn check_applied(
        &self,
        sight: &Sight<'_>,
        cluster: ClusterId,
        from: Index,
        books: &Books,
        findings: &mut Findings,
    ) {
        let (mut seen, mut left): (Table<&Key, ()>, usize) = (Table::new(), self.held.len());
        for index in (from + 1..=sight.applied).rev() {
            let Some(entry) = sight.log.get(index) else { break };
            let Payload::Command(Command { operation, .. }) = &entry.payload else { continue };
            let key = operation.key();
            if seen.insert(key, ()).is_some() {
                continue; // Its value is the later one's by now.
            }
            if left == 0 {
                break; // Every key has been looked at: a node that was restarted applies its whole log at once.
            }
            left -= usize::from(self.held.contains_key(key));
            let Some((effect, by)) = books.effect(cluster, entry.id) else { continue };
            let Some(after) = effect.after else { continue };
            let held = sight.data.get(key);
            let looks = digest(held) != after || index - from <= APPLIED_AT_ONCE;
            let copied = looks && copied(sight.log, cluster, (from, index), key, books);
            let property = if copied { Property::ExactlyOnce } else { Property::NothingLost };
            let witnesses = [by, Witness::new(sight.node, sight.seq_of_commit())];
            findings.expect(property, digest(held) == after, &witnesses, || {
                let (node, entry, value) = (sight.node, entry.id, show(held));
                if copied {
                    t!(
                        "{node} of {cluster} has applied a command twice up to {entry}: {key} is {value}",
                        node,
                        cluster,
                        entry,
                        key,
                        value
                    )
                } else {
                    t!(
                        "{node} of {cluster} has applied something else up to {entry}: {key} is {value}",
                        node,
                        cluster,
                        entry,
                        key,
                        value
                    )
                }
            });
        }
    }

    /// All that the node has, against all that its cluster has committed.
    fn check_everything(&self, sight: &Sight<'_>, cluster: ClusterId, findings: &mut Findings) {
        let within = |key: &&str| sight.ranges.contains(key);
        let must = self.values().map(|(key, _)| key);
        let wrong = must
            .chain(sight.data.keys().map(Key::as_str))
            .filter(within)
            .find(|key| self.value(key) != sight.data.get(*key));
        let by = wrong.and_then(|key| self.held.get(key)).map(|held| held.by);
        let witnesses = [by.unwrap_or_default(), Witness::new(sight.node, sight.seq(|_| true))];
        findings.expect(Property::NothingLost, wrong.is_none(), &witnesses, || {
            let key = wrong.unwrap_or_default();
            t!("{node} of {cluster} begins with {key} being {show}, but what has committed makes it {show_2}", node = sight.node, cluster, key, show = show(sight.data.get(key)), show_2 = show(self.value(key)))
        });
    }
}
