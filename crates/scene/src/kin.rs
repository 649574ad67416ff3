//! Kinship: which hue a cluster has and where it stands in the row, both from its lineage alone.
//!
//! *Hue.* A bootstrap cluster takes one of eight starting hues. The children of a split lie to either side of their
//! parent's hue, a merged cluster takes the mean of its parents'. So one sees who came from whom. All hues lie on a
//! wheel that leaves out the warm sector: red is for alarms and amber for selection.
//!
//! *Place.* Clusters stand in a row (which the layout breaks into lines). The children of a split share their parent's
//! stretch of it, in their order; a merged cluster stands in the middle of its parents. So children come out where
//! their nodes are, and those who merge meet in the middle. Being a function of the lineage, neither ever jumps.

use recraft_protocol::table::Table;

use recraft_protocol::types::ClusterId;

/// Where a cluster comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ancestry {
    /// Which cluster.
    pub cluster: ClusterId,
    /// What it came from; none for a cluster that was there at the start.
    pub parents: Vec<ClusterId>,
    /// Which of its parents' children it is, counted from 0, and how many there are. (Or of the first clusters.)
    pub place: (usize, usize),
}

/// What a cluster's kinship says of its looks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Kin {
    /// Its place on the wheel, see [`hue_at`].
    pub wheel: f32,
    /// Where it stands in the row, between 0 and 1.
    pub order: f64,
    /// How much of the row is its own.
    share: f64,
}

impl Kin {
    /// Its hue in degrees.
    #[must_use]
    pub fn hue(&self) -> u16 {
        hue_at(self.wheel)
    }
}

/// A merged cluster stands a little before the middle of its parents, so that it is on one side of whoever stands there.
pub(crate) const ASIDE: f64 = 1e-3;

const WHEEL_START: f32 = 112.0;
const WHEEL: f32 = 250.0;
/// The starting hues as places on the wheel: neighbours in this list are far apart.
const STARTS: [f32; 8] = [138.0, 38.0, 208.0, 84.0, 238.0, 172.0, 4.0, 110.0];
/// How far a split's children are from their parent.
const STEP: f32 = 42.0;
/// Hues nearer than this are told apart with difficulty.
const TOO_NEAR: f32 = 22.0;

/// The hue in degrees at a place on the wheel, which may lie beyond its ends.
#[must_use]
pub fn hue_at(wheel: f32) -> u16 {
    (WHEEL_START + wheel.rem_euclid(WHEEL)).round() as u16 % 360
}

/// The kinship of every cluster of a run; parents must come before their children.
#[must_use]
pub fn kinship(ancestries: &[Ancestry]) -> Table<ClusterId, Kin> {
    let mut kin: Table<ClusterId, Kin> = Table::new();
    let mut lines: Table<ClusterId, Vec<ClusterId>> = Table::new();
    for ancestry in ancestries {
        let parents: Vec<Kin> =
            ancestry.parents.iter().filter_map(|parent| kin.get(parent).copied()).collect();
        let mut own = match parents.as_slice() {
            [] => first(ancestry.place),
            [parent] => child(*parent, ancestry.place),
            parents => merged(parents),
        };
        let mut forebears: Vec<ClusterId> = ancestry.parents.clone();
        forebears.extend(ancestry.parents.iter().filter_map(|parent| lines.get(parent)).flatten());
        if !parents.is_empty() {
            own.wheel = kept_apart(own.wheel, &forebears, &kin);
        }
        lines.insert(ancestry.cluster, forebears);
        kin.insert(ancestry.cluster, own);
    }
    kin
}

fn first((place, count): (usize, usize)) -> Kin {
    let share = 1.0 / count.max(1) as f64;
    Kin { wheel: STARTS[place % STARTS.len()], order: (place as f64 + 0.5) * share, share }
}

fn child(parent: Kin, (place, count): (usize, usize)) -> Kin {
    let share = parent.share / count.max(1) as f64;
    let order = parent.order - parent.share / 2.0 + (place as f64 + 0.5) * share;
    Kin { wheel: child_wheel(parent.wheel, place, count), order, share }
}

/// The hue of the `place`-th of `count` children of a cluster, if nothing is in its way.
fn child_wheel(parent: f32, place: usize, count: usize) -> f32 {
    // -1, +1, +2 for three; -2, -1, +1, +2 for four: to either side, and never the parent's own hue.
    let below = count / 2;
    let steps = if place < below { place as f32 - below as f32 } else { (place - below) as f32 + 1.0 };
    parent + steps * STEP
}

fn merged(parents: &[Kin]) -> Kin {
    let mean = |value: fn(&Kin) -> f64| parents.iter().map(value).sum::<f64>() / parents.len() as f64;
    Kin {
        wheel: mean(|kin| f64::from(kin.wheel)) as f32,
        order: mean(|kin| kin.order) - ASIDE,
        share: parents.iter().map(|kin| kin.share).sum(),
    }
}

/// `wheel`, moved on until it is not too near any cluster that came before and is no forebear.
fn kept_apart(wheel: f32, forebears: &[ClusterId], kin: &Table<ClusterId, Kin>) -> f32 {
    let distance = |a: f32, b: f32| {
        let gap = (a - b).rem_euclid(WHEEL);
        gap.min(WHEEL - gap)
    };
    let others: Vec<f32> = kin
        .iter()
        .filter(|(id, _)| !forebears.contains(id))
        .map(|(_, other)| other.wheel)
        .rev()
        .take(5)
        .collect();
    let free = |place: f32| others.iter().all(|&other| distance(other, place) >= TOO_NEAR);
    let tries = [0.0, 1.0, -1.0, 2.0, -2.0].map(|steps| wheel + steps * (TOO_NEAR + 1.0));
    tries.into_iter().find(|&place| free(place)).unwrap_or(wheel)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cluster: u32, parents: &[u32], place: (usize, usize)) -> Ancestry {
        Ancestry {
            cluster: ClusterId(cluster),
            parents: parents.iter().copied().map(ClusterId).collect(),
            place,
        }
    }

    #[test]
    fn children_lie_to_either_side_of_their_parents_hue_and_stand_in_its_place() {
        let kin = kinship(&[of(1, &[], (0, 1)), of(2, &[1], (0, 2)), of(3, &[1], (1, 2))]);
        let (parent, low, high) = (kin[&ClusterId(1)], kin[&ClusterId(2)], kin[&ClusterId(3)]);
        assert!(low.wheel < parent.wheel && parent.wheel < high.wheel);
        assert!(low.order < parent.order && parent.order < high.order);
    }

    #[test]
    fn a_merged_cluster_has_the_mean_of_its_parents_hues_and_meets_in_the_middle() {
        let kin =
            kinship(&[of(1, &[], (0, 1)), of(2, &[1], (0, 2)), of(3, &[1], (1, 2)), of(4, &[2, 3], (0, 1))]);
        assert_eq!(kin[&ClusterId(4)].wheel, kin[&ClusterId(1)].wheel);
        assert!((kin[&ClusterId(4)].order - 0.5).abs() < 2.0 * ASIDE);
    }

    #[test]
    fn no_child_shares_its_parents_hue_and_siblings_are_well_apart() {
        for count in 2..=5 {
            let mut all = vec![of(1, &[], (0, 1))];
            all.extend((0..count).map(|place| of(2 + place as u32, &[1], (place, count))));
            let kin = kinship(&all);
            let hues: Vec<f32> = kin.values().map(|kin| kin.wheel).collect();
            for (i, a) in hues.iter().enumerate() {
                assert!(hues[..i].iter().all(|b| (a - b).abs() >= TOO_NEAR), "{count} children: {hues:?}");
            }
        }
    }

    #[test]
    fn no_hue_comes_near_the_warm_colours_that_mean_something_else() {
        for place in 0..1000 {
            let hue = hue_at(place as f32 - 400.0);
            assert!((112..360).contains(&hue) || hue <= 2, "{hue}");
        }
    }
}
