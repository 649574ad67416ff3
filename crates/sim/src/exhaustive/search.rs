//! The search itself: breadth first, so that the first breach is found by a shortest way.
//!
//! A state is a short list of numbers (of its hosts, its memory, what is spent, its messages) while it waits for its successors to
//! be worked out, and a fingerprint after that. The fingerprint is a sum over the state's parts, so that a successor's is that of the
//! state before with what has changed taken out and put in. Under several equivalent namings the smallest one counts: of states that
//! differ only in names one is searched.

use super::model::{Breach, Model, Spent};
use super::parts::Parts;
use super::queue::Queue;
use super::successors::{Kind, Met, Scratch, pack, smallest, successors, sum_up};
use super::table::Reached;

/// How far a search is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// How many different states have been reached (of those equivalent by renaming, one).
    pub states: usize,
    /// How many of them wait for their successors to be worked out.
    pub waiting: usize,
    /// How many steps have been taken, those to states known before included.
    pub steps: u64,
    /// The length of the longest way that has been followed to its end: everything that so many steps can reach has been seen.
    pub depth: u32,
    /// Whether there is nothing left to do: everything was seen, or a breach was found.
    pub done: bool,
}

/// What a step is: what happens to which host.
#[derive(Clone, Debug)]
pub enum Step<M: Model> {
    /// A message arrives.
    Deliver(M::Message),
    /// A message is lost.
    Lose(M::Message),
    /// A message is there twice from now on.
    Duplicate(M::Message),
    /// An act at a host.
    Act(usize, M::Act),
}

/// A way from the first state.
#[derive(Clone, Debug)]
pub struct Way<M: Model> {
    /// The steps.
    pub steps: Vec<Step<M>>,
    /// What is wrong where it ends.
    pub breach: Option<Breach>,
}

/// Where a breach was found.
#[derive(Clone, Debug)]
struct Broken {
    /// The state before it, or the state that is wrong itself, since nothing can happen there any more.
    state: u32,
    /// The number of the step that leads to it.
    step: Option<u16>,
    breach: Breach,
}

/// A search under way.
#[derive(Debug)]
pub struct Search<M: Model> {
    parts: Parts<M>,
    hosts: usize,
    reached: Reached,
    queue: Queue,
    first: Vec<u32>,
    progress: Progress,
    /// The last state of the present depth.
    layer_ends: usize,
    /// How many steps ways may be long.
    deepest: u32,
    broken: Option<Broken>,
    scratch: Scratch,
}

impl<M: Model> Search<M> {
    /// A search that has seen the first state only.
    #[must_use]
    pub fn new(model: M) -> Self {
        let beginning = model.begin();
        let mut parts = Parts::new(model);
        let hosts = beginning.hosts.len();
        let mut first: Vec<u32> = beginning.hosts.into_iter().map(|host| parts.keep_host(host)).collect();
        first.push(parts.keep_memory(beginning.memory));
        first.extend(pack(Spent::default()));
        let mut messages: Vec<u32> =
            beginning.messages.into_iter().map(|message| parts.keep_message(message)).collect();
        messages.sort_unstable();
        first.extend(messages);
        let mut sums = Vec::new();
        sum_up(&parts, hosts, &first, &mut sums);
        let (mut reached, mut queue) = (Reached::default(), Queue::default());
        reached.insert(smallest(&sums), 0, 0);
        queue.push(&[&[0], &first[..]].concat());
        Self {
            parts,
            hosts,
            reached,
            queue,
            first,
            progress: Progress { states: 1, waiting: 1, ..Progress::default() },
            layer_ends: 1,
            deepest: u32::MAX,
            broken: None,
            scratch: Scratch::default(),
        }
    }

    /// The same search, of ways of at most so many steps.
    #[must_use]
    pub const fn down_to(mut self, steps: u32) -> Self {
        self.deepest = steps;
        self
    }

    /// How far the search is.
    #[must_use]
    pub const fn progress(&self) -> Progress {
        self.progress
    }

    /// The model.
    #[must_use]
    pub const fn model(&self) -> &M {
        &self.parts.model
    }

    /// How many different hosts, messages and meetings of a host with something have occurred.
    #[must_use]
    pub fn parts_met(&self) -> [usize; 3] {
        self.parts.counts()
    }

    /// How many bytes the states take that have been reached and that wait. (The parts that they are made of come on top.)
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.reached.bytes() + self.queue.bytes()
    }

    /// How likely it is that two different states had the same fingerprint by chance, so that one was overlooked: at most the number of
    /// pairs over the number of fingerprints.
    #[must_use]
    pub fn chance_of_collision(&self) -> f64 {
        let states = self.progress.states as f64;
        states * states / 2f64.powi(65)
    }

    /// Works out the successors of up to `states` states; says how far it is then.
    pub fn advance(&mut self, states: usize) -> Progress {
        for _ in 0..states {
            if self.progress.done {
                break;
            }
            self.expand_next();
        }
        self.progress
    }

    /// The way to the breach that was found, or none.
    #[must_use]
    pub fn breach(&mut self) -> Option<Way<M>> {
        let Broken { state, step, breach } = self.broken.clone()?;
        let mut way = self.reached.way_to(state);
        way.extend(step);
        Some(Way { breach: Some(breach), ..self.retrace(&way) })
    }

    /// The way to a state, by its number in the order in which they were reached.
    #[must_use]
    pub fn way_to(&mut self, state: usize) -> Option<Way<M>> {
        if state >= self.reached.len() {
            return None;
        }
        let way = self.reached.way_to(state as u32);
        Some(self.retrace(&way))
    }

    fn expand_next(&mut self) {
        let mut scratch = std::mem::take(&mut self.scratch);
        if !self.queue.pop(&mut scratch.record) {
            self.progress.done = true;
            self.scratch = scratch;
            return;
        }
        let number = scratch.record[0];
        if number as usize == self.layer_ends {
            self.progress.depth += 1;
            self.layer_ends = self.reached.len();
            if self.progress.depth >= self.deepest {
                self.progress.done = true;
                self.scratch = scratch;
                return;
            }
        }
        let (mut step, mut goes_on) = (0u16, false);
        let Self { parts, hosts, reached, queue, broken, progress, .. } = self;
        successors(parts, *hosts, &mut scratch, |met: Met<'_, M::Act>| {
            progress.steps += 1;
            goes_on = true;
            if let Some(breach) = met.breach {
                *broken = Some(Broken { state: number, step: Some(step), breach });
                return false;
            }
            if reached.insert(met.print, number, step) {
                met.record[0] = (reached.len() - 1) as u32;
                queue.push(met.record);
            }
            step = step.saturating_add(1);
            true
        });
        if !goes_on && let Some(breach) = parts.rest(&scratch.record[1..=*hosts]) {
            *broken = Some(Broken { state: number, step: None, breach });
        }
        progress.done |= broken.is_some();
        self.progress.states = self.reached.len();
        self.progress.waiting = self.queue.len();
        self.progress.done |= self.queue.len() == 0;
        self.scratch = scratch;
    }

    fn retrace(&mut self, way: &[u16]) -> Way<M> {
        let mut scratch = Scratch::default();
        scratch.record = [&[0], &self.first[..]].concat();
        let mut steps = Vec::new();
        let mut breach = None;
        for &wanted in way {
            let mut nth = 0u16;
            let mut taken = None;
            successors(&mut self.parts, self.hosts, &mut scratch, |met: Met<'_, M::Act>| {
                if nth == wanted {
                    taken =
                        Some((met.kind, met.message, met.place, met.act, met.record.to_vec(), met.breach));
                    return false;
                }
                nth = nth.saturating_add(1);
                true
            });
            let Some((kind, message, place, act, record, wrong)) = taken else { break };
            let message = || self.parts.message(message).clone();
            steps.push(match (kind, act) {
                (Kind::Deliver, _) => Step::Deliver(message()),
                (Kind::Lose, _) => Step::Lose(message()),
                (Kind::Duplicate, _) | (Kind::Act, None) => Step::Duplicate(message()),
                (Kind::Act, Some(act)) => Step::Act(place, act),
            });
            scratch.record = record;
            breach = wrong;
        }
        Way { steps, breach }
    }
}
