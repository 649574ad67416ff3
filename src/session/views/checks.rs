//! The verdict of the checks.

use recraft_sim::checker::{Property, Violation};
use recraft_sim::world::World;

/// A property and where it was seen not to hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The property.
    pub property: Property,
    /// Its violations; none while it holds.
    pub violations: Vec<Violation>,
}

/// The verdict on every property.
pub fn verdicts(world: &World) -> Vec<Verdict> {
    let of = |property: Property| {
        let status = world.checks().status(property);
        Verdict { property, violations: status.violations.to_vec() }
    };
    Property::ALL.into_iter().map(of).collect()
}

/// How many violations there are of all properties.
pub fn violations(world: &World) -> usize {
    Property::ALL.into_iter().map(|property| world.checks().status(property).violations.len()).sum()
}
