//! The parts that states are made of: each host, message and memory is kept once, under a number, with its fingerprints; and so is what
//! comes of each thing that ever happened to a host.

use super::fingerprint::scramble;
use super::model::{Breach, Effect, Model};
use super::table::Numbers;

/// The number of a part among its kind.
pub(super) type Id = u32;

/// What an act's number is added to, to tell it from a message's.
const ACT: u32 = 1 << 31;

/// Things of one kind, each kept once.
#[derive(Debug)]
struct Kept<T> {
    things: Vec<T>,
    by_print: Numbers,
}

impl<T> Kept<T> {
    fn new() -> Self {
        Self { things: Vec::new(), by_print: Numbers::default() }
    }

    /// The number of the thing with this fingerprint, and whether it is new.
    fn place(&mut self, print: u64, thing: impl FnOnce() -> T) -> (Id, bool) {
        if let Some(id) = self.by_print.get(print) {
            return (id, false);
        }
        let id = self.things.len() as Id;
        self.things.push(thing());
        self.by_print.insert(print, id);
        (id, true)
    }

    fn get(&self, id: Id) -> &T {
        &self.things[id as usize]
    }
}

/// What came of something that happened to a host.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub(super) host: Id,
    pub(super) messages: Box<[Id]>,
    /// Numbered from 1; 0 for none.
    facts: Id,
    pub(super) breach: Option<Breach>,
    /// Nothing: the host is as it was and has sent nothing.
    pub(super) idle: bool,
}

/// All parts that have been met.
#[derive(Debug)]
pub(super) struct Parts<M: Model> {
    pub(super) model: M,
    pub(super) namings: usize,
    hosts: Kept<M::Host>,
    messages: Kept<M::Message>,
    memories: Kept<M::Memory>,
    facts: Kept<Vec<M::Fact>>,
    views: Kept<M::View>,
    /// Fingerprints of all namings, one after the other.
    host_prints: Vec<u64>,
    message_prints: Vec<u64>,
    memory_prints: Vec<u64>,
    /// By host: its view.
    view_of: Vec<Id>,
    /// By message: the place of its receiver.
    receivers: Vec<u8>,
    outcomes: Vec<Outcome>,
    outcome_of: Numbers,
    learnt: Vec<Result<Id, Breach>>,
    learnt_of: Numbers,
    /// Pairs of views that go together.
    agreed: Numbers,
    /// Messages that do nothing at some host any more (1), and that may (0).
    void: Numbers,
}

/// No outcome: the host takes no messages.
const CLOSED: Id = Id::MAX - 1;

const fn pair(one: Id, other: u32) -> u64 {
    (one as u64) << 32 | other as u64
}

impl<M: Model> Parts<M> {
    pub(super) fn new(model: M) -> Self {
        Self {
            namings: model.namings().max(1),
            model,
            hosts: Kept::new(),
            messages: Kept::new(),
            memories: Kept::new(),
            facts: Kept::new(),
            views: Kept::new(),
            host_prints: Vec::new(),
            message_prints: Vec::new(),
            memory_prints: Vec::new(),
            view_of: Vec::new(),
            receivers: Vec::new(),
            outcomes: Vec::new(),
            outcome_of: Numbers::default(),
            learnt: Vec::new(),
            learnt_of: Numbers::default(),
            agreed: Numbers::default(),
            void: Numbers::default(),
        }
    }

    pub(super) fn host(&self, id: Id) -> &M::Host {
        self.hosts.get(id)
    }

    pub(super) fn message(&self, id: Id) -> &M::Message {
        self.messages.get(id)
    }

    pub(super) fn receiver(&self, message: Id) -> usize {
        usize::from(self.receivers[message as usize])
    }

    /// How many hosts, messages and outcomes are kept.
    pub(super) fn counts(&self) -> [usize; 3] {
        [self.hosts.things.len(), self.messages.things.len(), self.outcomes.len()]
    }

    #[inline]
    pub(super) fn host_print(&self, id: Id, naming: usize) -> u64 {
        self.host_prints[id as usize * self.namings + naming]
    }

    #[inline]
    pub(super) fn message_print(&self, id: Id, naming: usize) -> u64 {
        self.message_prints[id as usize * self.namings + naming]
    }

    #[inline]
    pub(super) fn memory_print(&self, id: Id, naming: usize) -> u64 {
        self.memory_prints[id as usize * self.namings + naming]
    }

    pub(super) fn keep_host(&mut self, host: M::Host) -> Id {
        let print = self.model.print_host(&host, 0);
        let (id, new) = self.hosts.place(print, || host);
        if new {
            self.host_prints.push(print);
            for naming in 1..self.namings {
                self.host_prints.push(self.model.print_host(self.hosts.get(id), naming));
            }
            let view = self.model.view(self.hosts.get(id));
            let print = self.model.print_view(&view);
            self.view_of.push(self.views.place(print, || view).0);
        }
        id
    }

    pub(super) fn keep_message(&mut self, message: M::Message) -> Id {
        let print = self.model.print_message(&message, 0);
        let receiver = self.model.receiver(&message);
        let (id, new) = self.messages.place(print, || message);
        if new {
            self.receivers.push(receiver as u8);
            self.message_prints.push(print);
            for naming in 1..self.namings {
                self.message_prints.push(self.model.print_message(self.messages.get(id), naming));
            }
        }
        id
    }

    pub(super) fn keep_memory(&mut self, memory: M::Memory) -> Id {
        let print = self.model.print_memory(&memory, 0);
        let (id, new) = self.memories.place(print, || memory);
        if new {
            self.memory_prints.push(print);
            for naming in 1..self.namings {
                self.memory_prints.push(self.model.print_memory(self.memories.get(id), naming));
            }
        }
        id
    }

    /// What comes of a message's arrival; `None` when the host takes none.
    pub(super) fn on_arrival(&mut self, host: Id, message: Id) -> Option<Id> {
        let key = pair(host, message);
        if let Some(known) = self.outcome_of.get(key) {
            return (known != CLOSED).then_some(known);
        }
        let effect = self.model.deliver(self.hosts.get(host), self.messages.get(message));
        let outcome = effect.map_or(CLOSED, |effect| self.keep_outcome(host, effect));
        self.outcome_of.insert(key, outcome);
        (outcome != CLOSED).then_some(outcome)
    }

    /// What comes of an act.
    pub(super) fn on_act(&mut self, host: Id, act: M::Act) -> Id {
        let key = pair(host, ACT | self.model.number(act));
        if let Some(known) = self.outcome_of.get(key) {
            return known;
        }
        let effect = self.model.act(self.hosts.get(host), act);
        let outcome = self.keep_outcome(host, effect);
        self.outcome_of.insert(key, outcome);
        outcome
    }

    fn keep_outcome(&mut self, before: Id, effect: Effect<M>) -> Id {
        let host = self.keep_host(effect.host);
        let messages: Box<[Id]> =
            effect.messages.into_iter().map(|message| self.keep_message(message)).collect();
        let facts = if effect.facts.is_empty() {
            0
        } else {
            let print = self.model.print_facts(&effect.facts);
            self.facts.place(print, || effect.facts).0 + 1
        };
        let idle = host == before && messages.is_empty() && facts == 0 && effect.breach.is_none();
        self.outcomes.push(Outcome { host, messages, facts, breach: effect.breach, idle });
        (self.outcomes.len() - 1) as Id
    }

    #[inline]
    pub(super) fn outcome(&self, id: Id) -> &Outcome {
        &self.outcomes[id as usize]
    }

    /// The memory after an outcome.
    pub(super) fn remember(&mut self, memory: Id, outcome: Id) -> Result<Id, Breach> {
        let facts = self.outcome(outcome).facts;
        if facts == 0 {
            return Ok(memory);
        }
        let key = pair(memory, facts);
        if let Some(known) = self.learnt_of.get(key) {
            return self.learnt[known as usize].clone();
        }
        let after = self.model.remember(self.memories.get(memory), self.facts.get(facts - 1));
        let after = after.map(|memory| self.keep_memory(memory));
        self.learnt_of.insert(key, self.learnt.len() as Id);
        self.learnt.push(after.clone());
        after
    }

    /// What is wrong between two hosts, if anything is.
    pub(super) fn compare(&mut self, one: Id, other: Id) -> Option<Breach> {
        let (one, other) = (self.view_of[one as usize], self.view_of[other as usize]);
        let key = pair(one.min(other), one.max(other));
        if self.agreed.get(key).is_some() {
            return None;
        }
        let breach = self.model.compare(self.views.get(one), self.views.get(other));
        if breach.is_none() {
            self.agreed.insert(key, 1);
        }
        breach
    }

    pub(super) fn has_same_view(&self, one: Id, other: Id) -> bool {
        self.view_of[one as usize] == self.view_of[other as usize]
    }

    /// What is wrong between a host and the memory, if anything is.
    pub(super) fn recall(&self, memory: Id, host: Id) -> Option<Breach> {
        self.model.recall(self.memories.get(memory), self.views.get(self.view_of[host as usize]))
    }

    /// What is wrong with hosts to which nothing can happen any more, if anything is.
    pub(super) fn rest(&self, hosts: &[Id]) -> Option<Breach> {
        let hosts: Vec<&M::Host> = hosts.iter().map(|&host| self.hosts.get(host)).collect();
        self.model.rest(&hosts)
    }

    /// Whether a message will never do anything at a host any more.
    pub(super) fn is_void(&mut self, host: Id, message: Id) -> bool {
        let key = pair(host, message);
        if let Some(known) = self.void.get(key) {
            return known == 1;
        }
        let void = self.model.is_void(self.hosts.get(host), self.messages.get(message));
        self.void.insert(key, u32::from(void));
        void
    }

    /// Stands for what has been used up.
    #[inline]
    pub(super) fn spent_print(spent: [Id; 2]) -> u64 {
        scramble(pair(spent[0], spent[1]) ^ 0x5eed)
    }
}
