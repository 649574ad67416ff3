//! Linearizability of the clients' history, key by key.
//!
//! # The idea
//!
//! A history is linearizable if each operation can be given a moment between its asking and its answer such that, carried out in the
//! order of these moments on a plain store, every operation gets the answer its client was told. Operations on different keys do not
//! touch each other, so each key may be looked at alone (Herlihy and Wing's locality), whichever cluster owns it at the time: nothing here
//! knows of clusters.
//!
//! For one key this is Wing and Gong's search with Lowe's improvements, turned inside out so that it can go along with the run. We keep
//! every *configuration* that is still possible: the value the key may have, and which of the operations under way have taken effect
//! already and with what answer. Equal configurations are one (Lowe's memoisation). Operations take effect *just in time*: only
//! when an answer arrives is it looked which of those under way may have come before it; what has to wait, waits. When no
//! configuration is left, the answer cannot be explained by any order, and that is a violation.
//!
//! An operation that is never answered may take effect at any later time, or never. When nothing is under way, all that is left of a
//! key's past is the set of values it may have: so the checked prefix is pruned by itself.
//!
//! # Its bound
//!
//! Many operations at once on one key can be ordered in very many ways. If more than [`CONFIGURATIONS_MAX`] would be possible, the key is
//! looked at no more until some operation is alone on it and says what its value is; that is counted, never reported as a
//! violation. The same happens after a violation, which would otherwise be told again and again.

use std::collections::BTreeSet;
use std::sync::Arc;

use recraft_protocol::keys::Key;
use recraft_protocol::machine::{Operation, Response};
use recraft_protocol::table::Table;
use recraft_protocol::types::ClientId;
use recraft_words::{t, tn};

use super::findings::{Findings, Witness};
use super::property::Property;
use super::register::{Answer, Value, carry_out, show};
use crate::setup::Setup;
use crate::stage::staged_client;

/// How many possibilities are followed for one key.
pub const CONFIGURATIONS_MAX: usize = 3000;

/// How many of the last writes to a key are named when an answer cannot be explained.
const WRITES_NAMED: usize = 2;

/// Names an operation: whose, and which.
type Ask = (ClientId, u64);

/// An operation under way.
#[derive(Clone, Debug)]
struct Pending {
    ask: Ask,
    operation: Operation,
    /// The event in which it was first asked.
    seq: u64,
    /// Whether no other operation on the key has been under way in its time.
    alone: bool,
}

/// One way in which things may stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Configuration {
    value: Value,
    /// The operations under way that have taken effect, in order of their names.
    done: Vec<(Ask, Answer)>,
}

impl Configuration {
    /// The same after `pending` has taken effect.
    fn after(&self, pending: &Pending) -> (Self, Answer) {
        let mut next = self.clone();
        let answer = carry_out(&mut next.value, &pending.operation);
        let place = next.done.partition_point(|(ask, _)| *ask < pending.ask);
        next.done.insert(place, (pending.ask, answer.clone()));
        (next, answer)
    }

    /// The same when `ask` has been answered: nothing more needs to be known of it.
    fn without(mut self, ask: Ask) -> Self {
        self.done.retain(|(other, _)| *other != ask);
        self
    }

    fn answer(&self, ask: Ask) -> Option<&Answer> {
        self.done.iter().find(|(other, _)| *other == ask).map(|(_, answer)| answer)
    }
}

/// What is known of one key.
#[derive(Clone, Debug)]
struct KeyHistory {
    pending: Vec<Pending>,
    /// Every way in which things may stand, in order; none while the key is not followed.
    possible: Vec<Configuration>,
    /// The events in which the last writes were asked and answered; zeros where there are none.
    writes: [[u64; 2]; WRITES_NAMED],
}

impl Default for KeyHistory {
    fn default() -> Self {
        Self { pending: Vec::new(), possible: vec![Configuration::default()], writes: [[0; 2]; WRITES_NAMED] }
    }
}

/// Takes for a value that was read the copy of whoever read it: what is held of a long one is shared with the cluster then, and when it is
/// read again only what is new has to be compared.
fn adopt(value: &mut Value, answer: &Answer) {
    if let Answer::Read(read) = answer {
        value.clone_from(read);
    }
}

/// What came of the search for an explanation.
enum Search {
    Found(Vec<Configuration>),
    /// There are too many possibilities to follow.
    TooMany,
}

impl KeyHistory {
    fn is_followed(&self) -> bool {
        !self.possible.is_empty()
    }

    fn ask(&mut self, ask: Ask, operation: &Operation, seq: u64) {
        let alone = self.pending.is_empty();
        self.pending.iter_mut().for_each(|pending| pending.alone = false);
        self.pending.push(Pending { ask, operation: operation.clone(), seq, alone });
    }

    /// Every configuration in which `asked` has taken effect with this answer.
    fn explain(&self, asked: &Pending, answer: &Answer) -> Search {
        if let ([now], [_]) = (&*self.possible, &*self.pending)
            && now.done.is_empty()
        {
            // Nothing else is under way: the common case.
            let mut value = now.value.clone();
            let told = carry_out(&mut value, &asked.operation);
            adopt(&mut value, answer);
            let after = Configuration { value, done: Vec::new() };
            return Search::Found(if told == *answer { vec![after] } else { Vec::new() });
        }
        let mut found = BTreeSet::new();
        let mut seen: BTreeSet<Configuration> = BTreeSet::new();
        let mut open = self.possible.clone();
        while let Some(configuration) = open.pop() {
            if let Some(told) = configuration.answer(asked.ask) {
                if told == answer {
                    found.insert(configuration.without(asked.ask));
                }
                continue;
            }
            for pending in &self.pending {
                if configuration.answer(pending.ask).is_some() {
                    continue;
                }
                let (mut next, told) = configuration.after(pending);
                if pending.ask == asked.ask {
                    if told == *answer {
                        adopt(&mut next.value, answer);
                        found.insert(next.without(asked.ask));
                    }
                } else if seen.insert(next.clone()) {
                    open.push(next);
                }
            }
            if seen.len() + found.len() > CONFIGURATIONS_MAX {
                return Search::TooMany;
            }
        }
        Search::Found(found.into_iter().collect())
    }

    /// An operation that was alone on the key shows what stands there now.
    fn learn(&mut self, asked: &Pending, answer: &Answer) {
        let value = match (&asked.operation, answer) {
            (_, Answer::Read(value) | Answer::Unchanged(value)) => value.clone(),
            (Operation::Append { .. } | Operation::Get { .. }, Answer::Done) => return,
            (operation, Answer::Done) => match operation {
                Operation::Put { value, .. } | Operation::CompareAndSet { value, .. } => Some(value.into()),
                _ => None,
            },
        };
        self.possible = vec![Configuration { value, done: Vec::new() }];
    }

    fn remember_write(&mut self, asked: &Pending, seq: u64) {
        if asked.operation.is_write() {
            self.writes.rotate_left(1);
            self.writes[WRITES_NAMED - 1] = [asked.seq, seq];
        }
    }

    /// The events that contradict the answer: the last writes, what else is under way, and the operation itself.
    fn witnesses(&self, asked: &Pending, seq: u64) -> Vec<Witness> {
        let writes = self.writes.iter().flatten().copied().filter(|&seq| seq > 0);
        let others = self.pending.iter().map(|pending| pending.seq);
        writes.chain(others).chain([asked.seq, seq]).map(Witness::client).collect()
    }

    fn describe(&self, asked: &Pending, answer: &Answer) -> String {
        let told = match answer {
            Answer::Done => t!("it was done").into(),
            Answer::Read(value) => t!("it is {show}", show = show(value.as_ref())),
            Answer::Unchanged(value) => {
                t!("it is {show} instead", show = show(value.as_ref()))
            }
        };
        let mut values: Vec<String> = self.possible.iter().map(|c| show(c.value.as_ref())).collect();
        values.dedup();
        let more = if values.len() > 3 { " …" } else { "" };
        values.truncate(3);
        let others = match self.pending.len() {
            1 => t!("nothing else was under way").into(),
            count => tn!(count - 1, "{count} more was under way", "{count} more were under way"),
        };
        t!(
            "{ask} asked \u{201c}{operation}\u{201d} and was told {told}, but it was {join}{more} before, and {others}",
            ask = asked.ask.0,
            operation = asked.operation,
            told,
            join = values.join(" / "),
            more,
            others
        )
    }
}

/// The clients' history, as far as it is still needed.
#[derive(Clone, Debug, Default)]
pub(super) struct Histories {
    of: Table<Key, Arc<KeyHistory>>,
    /// How often a key was lost sight of.
    given_up: u64,
}

impl Histories {
    /// How often there were too many possibilities to follow.
    pub(super) const fn given_up(&self) -> u64 {
        self.given_up
    }

    /// The run begins in the middle of a story: what is committed has happened, and what else stands in logs may yet.
    pub(super) fn set_stage(&mut self, setup: &Setup) {
        for cluster in &setup.clusters {
            let nodes = || cluster.members.iter().filter_map(|node| setup.stage.get(&node));
            let Some(ahead) = nodes().max_by_key(|node| node.commit) else { continue };
            let committed = usize::try_from(ahead.commit).unwrap_or(usize::MAX);
            for operation in ahead.log.iter().take(committed).filter_map(|entry| entry.operation.as_ref()) {
                self.assume(operation);
            }
            let mut open = Table::new();
            for node in nodes() {
                let entries = node.log.iter().enumerate().skip(committed);
                open.extend(entries.map(|(place, entry)| ((place, entry.term), entry.operation.as_ref())));
            }
            for (operation, nth) in open.into_iter().filter_map(|(_, operation)| operation).zip(1..) {
                self.asked(staged_client(cluster.cluster), nth, operation, 0);
            }
        }
    }

    /// An operation has happened before the run begins.
    fn assume(&mut self, operation: &Operation) {
        let key = Arc::make_mut(self.of.or_insert_with(operation.key().clone(), Arc::default));
        if let Some(now) = key.possible.first_mut() {
            carry_out(&mut now.value, operation);
        }
    }

    /// A client asks something for the first time.
    pub(super) fn asked(&mut self, client: ClientId, nth: u64, operation: &Operation, seq: u64) {
        let key = match self.of.get_mut(operation.key()) {
            Some(key) => key,
            None => self.of.or_insert_with(operation.key().clone(), Arc::default),
        };
        Arc::make_mut(key).ask((client, nth), operation, seq);
    }

    /// A client has its answer.
    pub(super) fn answered(
        &mut self,
        ask: Ask,
        operation: &Operation,
        response: &Response,
        seq: u64,
        findings: &mut Findings,
    ) {
        let Some(key) = self.of.get_mut(operation.key()) else { return };
        let key = Arc::make_mut(key);
        let (Some(place), Some(answer)) =
            (key.pending.iter().position(|pending| pending.ask == ask), Answer::of(response))
        else {
            return; // An answer that says nothing leaves it open whether the operation took effect.
        };
        let asked = key.pending[place].clone();
        let explained = if key.is_followed() { Some(key.explain(&asked, &answer)) } else { None };
        match explained {
            Some(Search::Found(found)) => {
                let holds = !found.is_empty();
                let witnesses = if holds { Vec::new() } else { key.witnesses(&asked, seq) };
                findings
                    .expect(Property::Linearizability, holds, &witnesses, || key.describe(&asked, &answer));
                key.possible = found;
            }
            Some(Search::TooMany) => {
                self.given_up += 1;
                key.possible.clear();
            }
            None if asked.alone => key.learn(&asked, &answer),
            None => {}
        }
        key.pending.remove(place);
        key.remember_write(&asked, seq);
    }
}
