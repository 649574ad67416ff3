//! What the checks find: violations with what proves them, and counts of what was looked at.

use recraft_protocol::order::sort_by;
use recraft_protocol::types::{NodeId, NodeSet};
use recraft_words::t;
use serde::Serialize;

use super::property::Property;

/// A property that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// Which property.
    pub property: Property,
    /// When it was noticed, in virtual microseconds.
    pub at_us: u64,
    /// The nodes that show it.
    pub nodes: Vec<NodeId>,
    /// The events of the run that prove it, by their numbers, in order: the few that contradict each other.
    pub events: Vec<u64>,
    /// What is wrong, in one sentence.
    pub detail: String,
}

/// How a property stands.
#[derive(Clone, Copy, Debug)]
pub struct Status<'a> {
    /// How often there was something to check: a leadership, a vote, an entry, a commit, a crossing, an answer …
    pub checked: u64,
    /// How it was violated; empty if it has always held.
    pub violations: &'a [Violation],
}

/// Somebody who showed something, and the event in which it was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Witness {
    /// The node; a client's testimony names none.
    pub(super) node: Option<NodeId>,
    /// The number of the event.
    pub(super) seq: u64,
}

impl Witness {
    pub(super) const fn new(node: NodeId, seq: u64) -> Self {
        Self { node: Some(node), seq }
    }

    /// What a client saw.
    pub(super) const fn client(seq: u64) -> Self {
        Self { node: None, seq }
    }

    /// The node's name, for sentences.
    pub(super) fn name(self) -> String {
        self.node.map_or_else(|| t!("a client").into(), |node| node.to_string())
    }
}

/// How many violations of one property are kept; a run that has gone wrong once may go wrong at every step.
const VIOLATIONS_KEPT: usize = 50;

/// What the checks have found.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings {
    pub(super) now_us: u64,
    checked: [u64; Property::ALL.len()],
    violations: [Vec<Violation>; Property::ALL.len()],
    fresh: Vec<Violation>,
}

impl Findings {
    /// Counts a check, and notes a violation if it did not hold.
    pub(super) fn expect(
        &mut self,
        property: Property,
        holds: bool,
        witnesses: &[Witness],
        detail: impl FnOnce() -> String,
    ) {
        let place = property as usize;
        self.checked[place] += 1;
        if holds {
            return;
        }
        let nodes: NodeSet = witnesses.iter().filter_map(|witness| witness.node).collect();
        let mut events: Vec<u64> =
            witnesses.iter().map(|witness| witness.seq).filter(|&seq| seq > 0).collect();
        sort_by(&mut events, u64::cmp);
        events.dedup();
        let violation = Violation {
            property,
            at_us: self.now_us,
            nodes: nodes.iter().collect(),
            events,
            detail: detail(),
        };
        let known = &mut self.violations[place];
        let told =
            known.iter().any(|other| other.detail == violation.detail && other.nodes == violation.nodes);
        if !told && known.len() < VIOLATIONS_KEPT {
            known.push(violation.clone());
            self.fresh.push(violation);
        }
    }

    /// The same, where it takes some work to name the witnesses.
    pub(super) fn expect_by<const N: usize>(
        &mut self,
        property: Property,
        holds: bool,
        witnesses: impl FnOnce() -> [Witness; N],
        detail: impl FnOnce() -> String,
    ) {
        if holds {
            self.checked[property as usize] += 1;
        } else {
            self.expect(property, false, &witnesses(), detail);
        }
    }

    pub(super) fn status(&self, property: Property) -> Status<'_> {
        let place = property as usize;
        Status { checked: self.checked[place], violations: &self.violations[place] }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Violation> {
        self.violations.iter().flatten()
    }

    /// Takes what was found since this was last called.
    pub(super) fn take_fresh(&mut self) -> Vec<Violation> {
        std::mem::take(&mut self.fresh)
    }
}
