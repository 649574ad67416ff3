//! What can happen in a state, and what comes of it.

use super::fingerprint::scramble;
use super::model::{Breach, Model, Spent};
use super::parts::{Id, Parts};

/// What kind of step leads to a successor.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Deliver,
    Lose,
    Duplicate,
    Act,
}

/// A successor: how it came about, its state, its fingerprint, what is wrong with it.
pub(super) struct Met<'s, A> {
    pub(super) kind: Kind,
    /// The message concerned; 0 for an act.
    pub(super) message: Id,
    /// The host concerned.
    pub(super) place: usize,
    pub(super) act: Option<A>,
    /// The state, packed, with room for its number before it.
    pub(super) record: &'s mut [u32],
    pub(super) print: u64,
    pub(super) breach: Option<Breach>,
}

/// Memory that is used again from state to state.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// The state whose successors are worked out, packed, after its number: its hosts, its memory, what is spent (two numbers), and
    /// its messages in ascending order.
    pub(super) record: Vec<u32>,
    /// A successor, in the same way.
    next: Vec<u32>,
    /// The state's sum under each naming, and the successor's.
    sums: Vec<u64>,
    next_sums: Vec<u64>,
}

/// What is spent, as it stands in a packed state.
pub(super) const fn pack(spent: Spent) -> [u32; 2] {
    let [a, b, c, d, e, f, g, h] = spent.0;
    [u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h])]
}

const fn unpack(words: [u32; 2]) -> Spent {
    let ([a, b, c, d], [e, f, g, h]) = (words[0].to_le_bytes(), words[1].to_le_bytes());
    Spent([a, b, c, d, e, f, g, h])
}

/// The sums of a packed state under all namings.
pub(super) fn sum_up<M: Model>(parts: &Parts<M>, hosts: usize, state: &[u32], sums: &mut Vec<u64>) {
    sums.clear();
    for naming in 0..parts.namings {
        let of_hosts = state[..hosts].iter().map(|&host| parts.host_print(host, naming));
        let of_messages = state[hosts + 3..].iter().map(|&message| parts.message_print(message, naming));
        let spent = Parts::<M>::spent_print([state[hosts + 1], state[hosts + 2]]);
        let rest = parts.memory_print(state[hosts], naming).wrapping_add(spent);
        sums.push(of_hosts.chain(of_messages).fold(rest, u64::wrapping_add));
    }
}

/// The fingerprint of a state: the smallest one that it has under any naming.
pub(super) fn smallest(sums: &[u64]) -> u64 {
    sums.iter().map(|&sum| scramble(sum)).min().unwrap_or(0)
}

/// What a step does to the messages and to what is spent.
struct Change {
    kind: Kind,
    /// The message concerned and its place among the state's messages.
    message: Option<(Id, usize)>,
    place: usize,
    spent: Spent,
}

struct Expansion<'a, M: Model> {
    parts: &'a mut Parts<M>,
    hosts: usize,
    scratch: &'a mut Scratch,
}

/// Shows every successor of the state in `scratch` to `meet`, in an order that is always the same, until that says no.
pub(super) fn successors<M: Model>(
    parts: &mut Parts<M>,
    hosts: usize,
    scratch: &mut Scratch,
    mut meet: impl FnMut(Met<'_, M::Act>) -> bool,
) {
    let mut sums = std::mem::take(&mut scratch.sums);
    sum_up(parts, hosts, &scratch.record[1..], &mut sums);
    scratch.sums = sums;
    let mut expansion = Expansion { parts, hosts, scratch };
    let _ = expansion
        .arrivals(&mut meet)
        .and_then(|()| expansion.acts(&mut meet))
        .and_then(|()| expansion.accidents(&mut meet));
}

/// `None` when whoever looks has seen enough.
type Goes = Option<()>;

impl<M: Model> Expansion<'_, M> {
    fn state(&self) -> &[u32] {
        &self.scratch.record[1..]
    }

    fn messages(&self) -> usize {
        self.state().len() - self.hosts - 3
    }

    /// The message at `nth` place; `None` if the one before is the same.
    fn message(&self, nth: usize) -> Option<Id> {
        let messages = &self.state()[self.hosts + 3..];
        (nth == 0 || messages[nth - 1] != messages[nth]).then_some(messages[nth])
    }

    fn spent(&self) -> Spent {
        unpack([self.state()[self.hosts + 1], self.state()[self.hosts + 2]])
    }

    fn arrivals(&mut self, meet: &mut impl FnMut(Met<'_, M::Act>) -> bool) -> Goes {
        let (skips, spent) = (self.parts.model.skips_idle_arrivals(), self.spent());
        for nth in 0..self.messages() {
            let Some(message) = self.message(nth) else { continue };
            let place = self.parts.receiver(message);
            let Some(outcome) = self.parts.on_arrival(self.state()[place], message) else { continue };
            if skips && self.parts.outcome(outcome).idle {
                continue;
            }
            let change = Change { kind: Kind::Deliver, message: Some((message, nth)), place, spent };
            self.follow(&change, Some(outcome), None, meet)?;
        }
        Some(())
    }

    fn acts(&mut self, meet: &mut impl FnMut(Met<'_, M::Act>) -> bool) -> Goes {
        let spent = self.spent();
        for place in 0..self.hosts {
            let host = self.state()[place];
            for (act, spent) in self.parts.model.acts(self.parts.host(host), spent) {
                let outcome = self.parts.on_act(host, act);
                if !self.parts.outcome(outcome).idle {
                    let change = Change { kind: Kind::Act, message: None, place, spent };
                    self.follow(&change, Some(outcome), Some(act), meet)?;
                }
            }
        }
        Some(())
    }

    fn accidents(&mut self, meet: &mut impl FnMut(Met<'_, M::Act>) -> bool) -> Goes {
        let spent = self.spent();
        let (losses, duplications) = self.parts.model.accidents();
        let kinds =
            [(Kind::Lose, Spent::LOSSES, losses), (Kind::Duplicate, Spent::DUPLICATIONS, duplications)];
        for (kind, counter, most) in kinds {
            for nth in 0..self.messages() {
                let Some(message) = self.message(nth).filter(|_| spent.at(counter) < most) else { continue };
                let place = self.parts.receiver(message);
                let change =
                    Change { kind, message: Some((message, nth)), place, spent: spent.plus(counter) };
                self.follow(&change, None, None, meet)?;
            }
        }
        Some(())
    }

    /// Makes the successor, looks whether it is sound, and shows it.
    fn follow(
        &mut self,
        change: &Change,
        outcome: Option<Id>,
        act: Option<M::Act>,
        meet: &mut impl FnMut(Met<'_, M::Act>) -> bool,
    ) -> Goes {
        let breach = self.make(change, outcome).err();
        let met = Met {
            kind: change.kind,
            message: change.message.map_or(0, |(message, _)| message),
            place: change.place,
            act,
            print: smallest(&self.scratch.next_sums),
            record: &mut self.scratch.next,
            breach,
        };
        meet(met).then_some(())
    }

    fn make(&mut self, change: &Change, outcome: Option<Id>) -> Result<(), Breach> {
        let (hosts, place) = (self.hosts, change.place);
        let before = &self.scratch.record[1..];
        let (old_host, old_memory) = (before[place], before[hosts]);
        let next = &mut self.scratch.next;
        next.clear();
        next.push(0);
        next.extend_from_slice(&before[..hosts + 3]);
        let (host, memory) = match outcome {
            None => (old_host, old_memory),
            Some(outcome) => {
                let done = self.parts.outcome(outcome);
                if let Some(breach) = &done.breach {
                    return Err(breach.clone());
                }
                let host = done.host;
                (host, self.parts.remember(old_memory, outcome)?)
            }
        };
        next[1 + place] = host;
        next[1 + hosts] = memory;
        next[2 + hosts..4 + hosts].copy_from_slice(&pack(change.spent));
        self.carry_messages(change, outcome, host != old_host);
        self.sum_changes(place);
        self.look(place, host, memory, old_host, old_memory)
    }

    /// The messages of the successor: those that are left, without those that the host's change has made void, and the new ones.
    fn carry_messages(&mut self, change: &Change, outcome: Option<Id>, changed: bool) {
        let before = &self.scratch.record[1 + self.hosts + 3..];
        let next = &mut self.scratch.next;
        let first = next.len();
        let host = next[1 + change.place];
        for (nth, &message) in before.iter().enumerate() {
            let concerned = change.message.is_some_and(|(_, place)| place == nth);
            let copies = match change.kind {
                Kind::Duplicate if concerned => 2,
                _ if concerned => 0,
                _ => 1,
            };
            let to_changed = changed && self.parts.receiver(message) == change.place;
            if copies > 0 && !(to_changed && self.parts.is_void(host, message)) {
                (0..copies).for_each(|_| next.push(message));
            }
        }
        let Some(outcome) = outcome else { return };
        for nth in 0..self.parts.outcome(outcome).messages.len() {
            let message = self.parts.outcome(outcome).messages[nth];
            let receiver = next[1 + self.parts.receiver(message)];
            if !self.parts.is_void(receiver, message) {
                next.push(message);
            }
        }
        next[first..].sort_unstable();
    }

    /// The successor's sums: those of the state before with what has changed taken out and put in.
    fn sum_changes(&mut self, place: usize) {
        let Scratch { record, next, sums, next_sums } = &mut *self.scratch;
        let (before, after) = (&record[1..], &next[1..]);
        let hosts = self.hosts;
        next_sums.clear();
        next_sums.extend_from_slice(sums);
        let spent = |state: &[u32]| Parts::<M>::spent_print([state[hosts + 1], state[hosts + 2]]);
        let spent = spent(after).wrapping_sub(spent(before));
        for (naming, sum) in next_sums.iter_mut().enumerate() {
            let hosts_changed = self.parts.host_print(after[place], naming);
            let hosts_changed = hosts_changed.wrapping_sub(self.parts.host_print(before[place], naming));
            let memory = self.parts.memory_print(after[hosts], naming);
            let memory = memory.wrapping_sub(self.parts.memory_print(before[hosts], naming));
            *sum = sum.wrapping_add(hosts_changed).wrapping_add(memory).wrapping_add(spent);
        }
        let (mut old, mut new) = (&before[hosts + 3..], &after[hosts + 3..]);
        loop {
            match (old.first(), new.first()) {
                (Some(gone), Some(come)) if gone == come => (old, new) = (&old[1..], &new[1..]),
                (Some(&gone), come) if come.is_none_or(|&come| gone < come) => {
                    old = &old[1..];
                    for (naming, sum) in next_sums.iter_mut().enumerate() {
                        *sum = sum.wrapping_sub(self.parts.message_print(gone, naming));
                    }
                }
                (_, Some(&come)) => {
                    new = &new[1..];
                    for (naming, sum) in next_sums.iter_mut().enumerate() {
                        *sum = sum.wrapping_add(self.parts.message_print(come, naming));
                    }
                }
                _ => return,
            }
        }
    }

    /// Whether the host that has changed goes together with the others, and all with what is remembered.
    fn look(
        &mut self,
        place: usize,
        host: Id,
        memory: Id,
        old_host: Id,
        old_memory: Id,
    ) -> Result<(), Breach> {
        let looks_the_same = host == old_host || self.parts.has_same_view(host, old_host);
        let breach = |breach: Option<Breach>| breach.map_or(Ok(()), Err);
        for other in 0..self.hosts {
            let its = self.scratch.next[1 + other];
            if other != place && !looks_the_same {
                breach(self.parts.compare(host, its))?;
            }
            if (other == place && !looks_the_same) || memory != old_memory {
                breach(self.parts.recall(memory, its))?;
            }
        }
        Ok(())
    }
}
