//! The verdict of the checks, with what proves it.

use recraft_scene::words::sentence;
use recraft_sim::checker::{Property, Violation};
use recraft_sim::world::World;

use crate::session::past::event;

/// A property and where it was seen not to hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The property.
    pub property: Property,
    /// How often there was something to check.
    pub checked: u64,
    /// Its violations; none while it holds.
    pub violations: Vec<Proof>,
}

/// A violation and the events that prove it.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// The violation.
    pub violation: Violation,
    /// The events that contradict each other: number, time and words. Those that are not kept any more are left out.
    pub evidence: Vec<(u64, u64, String)>,
}

/// The most violations of one property that are told with their evidence.
const PROOFS_MAX: usize = 20;

/// The verdict on every property.
pub fn verdicts(world: &World) -> Vec<Verdict> {
    let of = |property: Property| {
        let status = world.checks().status(property);
        let violations = status.violations.iter().take(PROOFS_MAX);
        Verdict {
            property,
            checked: status.checked,
            violations: violations.map(|it| proof(it, world)).collect(),
        }
    };
    Property::ALL.into_iter().map(of).collect()
}

fn proof(violation: &Violation, world: &World) -> Proof {
    let kept = violation.events.iter().filter_map(|&seq| event(world, seq));
    let evidence = kept.map(|event| (event.seq, event.at_us, sentence(event).text)).collect();
    Proof { violation: violation.clone(), evidence }
}

/// How many violations there are of all properties.
pub fn violations(world: &World) -> usize {
    Property::ALL.into_iter().map(|property| world.checks().status(property).violations.len()).sum()
}
