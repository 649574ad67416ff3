//! The check of linearizability against an independent one, over many small random histories.

use std::collections::BTreeMap;

use recraft_protocol::machine::{Operation, Response};
use recraft_protocol::text::Text;
use recraft_protocol::types::ClientId;
use recraft_protocol::value::Value;
use stateright::semantics::{ConsistencyTester, LinearizabilityTester, SequentialSpec};

use super::super::{Checker, Property};
use crate::rng::Rng;

/// One key, as the other checker is told of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Key(Option<Value>);

impl SequentialSpec for Key {
    type Op = Operation;
    type Ret = Response;

    fn invoke(&mut self, operation: &Operation) -> Response {
        match operation {
            Operation::Get { .. } => return Response::Value(self.0.clone()),
            Operation::Put { value, .. } => self.0 = Some(value.into()),
            Operation::Append { value, .. } => {
                let before = self.0.take().map(|before| before.text()).unwrap_or_default();
                self.0 = Some(format!("{before}{value}").as_str().into());
            }
            Operation::Delete { .. } => self.0 = None,
            Operation::CompareAndSet { expected, value, .. }
                if self.0 == expected.as_ref().map(Value::from) =>
            {
                self.0 = Some(value.into());
            }
            Operation::CompareAndSet { .. } => return Response::Unchanged(self.0.clone()),
        }
        Response::Done
    }
}

/// Something a client does.
#[derive(Clone, Debug)]
enum Turn {
    Asks(u32, Operation),
    Told(u32, Response),
}

fn random_operation(rng: &mut Rng) -> Operation {
    let key = || Text::from("k");
    let value = |rng: &mut Rng| ["a", "b"][rng.below(2) as usize].into();
    match rng.below(8) {
        0..3 => Operation::Get { key: key() },
        3 => Operation::Delete { key: key() },
        4 => Operation::Put { key: key(), value: value(rng) },
        5 | 6 => Operation::Append { key: key(), value: value(rng) },
        _ => {
            let expected = rng.percent(70).then(|| value(rng));
            Operation::CompareAndSet { key: key(), expected, value: value(rng) }
        }
    }
}

/// A history of up to four clients on one key. Each operation takes effect at some moment while it is under way; a few are told something
/// that happened a moment earlier or later, or not at all.
fn random_history(rng: &mut Rng) -> Vec<Turn> {
    let clients = rng.between(2, 4) as u32;
    let lies = rng.percent(50);
    let mut key = Key::default();
    let mut past = vec![Key::default()];
    // Under way: what was asked, and the answer once it has taken effect.
    let mut under_way: BTreeMap<u32, (Operation, Option<Response>)> = BTreeMap::new();
    let mut turns = Vec::new();
    for _ in 0..rng.between(9, 30) {
        let client = rng.below(u64::from(clients)) as u32;
        match under_way.get_mut(&client) {
            None => {
                let operation = random_operation(rng);
                turns.push(Turn::Asks(client, operation.clone()));
                under_way.insert(client, (operation, None));
            }
            Some((operation, answer @ None)) => {
                let mut seen = if lies && rng.percent(50) { rng.pick(&past).cloned() } else { None };
                let honest = key.invoke(operation);
                *answer = Some(seen.as_mut().map_or(honest, |seen| seen.invoke(operation)));
                past.push(key.clone());
            }
            Some((_, Some(answer))) => {
                turns.push(Turn::Told(client, answer.clone()));
                under_way.remove(&client);
            }
        }
    }
    turns
}

fn ours(turns: &[Turn]) -> bool {
    let mut checker = Checker::default();
    let mut asked: BTreeMap<u32, (u64, Operation)> = BTreeMap::new();
    for (turn, seq) in turns.iter().zip(1..) {
        match turn {
            Turn::Asks(client, operation) => {
                asked.insert(*client, (seq, operation.clone()));
                checker.asked(ClientId(*client), seq, operation, seq);
            }
            Turn::Told(client, response) => {
                let (nth, operation) = asked[client].clone();
                checker.answered((ClientId(*client), nth), &operation, response, seq, 0);
            }
        }
    }
    assert_eq!(checker.histories_given_up(), 0);
    checker.status(Property::Linearizability).violations.is_empty()
}

fn theirs(turns: &[Turn]) -> bool {
    let mut tester = LinearizabilityTester::new(Key::default());
    for turn in turns {
        let taken = match turn {
            Turn::Asks(client, operation) => tester.on_invoke(*client, operation.clone()),
            Turn::Told(client, response) => tester.on_return(*client, response.clone()),
        };
        taken.expect("clients ask one thing at a time");
    }
    tester.is_consistent()
}

#[test]
fn the_check_of_linearizability_agrees_with_stateright_over_thousands_of_histories() {
    let (mut good, mut bad) = (0, 0);
    for seed in 0..6000 {
        let turns = random_history(&mut Rng::new(seed));
        let verdict = ours(&turns);
        assert_eq!(verdict, theirs(&turns), "history {seed}: {turns:#?}");
        *(if verdict { &mut good } else { &mut bad }) += 1;
    }
    assert!(good > 2000 && bad > 500, "{good} linearizable, {bad} not");
}
