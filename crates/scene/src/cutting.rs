//! Partitions by hand: which groups a line across the stage makes, and which group a node joins that is put somewhere else.
//!
//! Pure geometry over places and groups, so that the preview under the hand and the command that is given in the end cannot differ.

use recraft_protocol::types::{NodeId, NodeSet};

use crate::geometry::Point;

/// Where a node stands.
pub type Stand = (NodeId, Point);

/// Near enough to another node to be put into its group, in radii of a disc.
const NEAR: f32 = 3.2;
/// Near enough to its own place to be put back, in radii.
const HOME: f32 = 2.0;

/// What becomes of a node that is put down somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landing {
    /// It is where it belongs: nothing changes.
    Back,
    /// It joins the side that this node is on.
    With(NodeId),
    /// It is cut off from all others.
    Alone,
}

/// The sides of a partition: its groups, or everyone if there is none.
#[must_use]
pub fn sides(groups: Option<&[NodeSet]>, stands: &[Stand]) -> Vec<NodeSet> {
    groups.map_or_else(|| vec![stands.iter().map(|&(node, _)| node).collect()], <[NodeSet]>::to_vec)
}

/// The sides after a straight cut through two points, as far as it goes: whoever stood together and is on different sides of the line is
/// parted. `None` if it parts nobody.
#[must_use]
pub fn divided(sides: &[NodeSet], stands: &[Stand], (from, to): (Point, Point)) -> Option<Vec<NodeSet>> {
    let across = to.minus(from).left();
    let beyond: NodeSet =
        stands.iter().filter(|(_, at)| at.minus(from).dot(across) > 0.0).map(|&(node, _)| node).collect();
    let mut parts: Vec<NodeSet> =
        sides.iter().flat_map(|side| [side.without(&beyond), side.intersection(&beyond)]).collect();
    parts.retain(|part| !part.is_empty());
    (parts.len() > sides.len()).then_some(parts)
}

/// What becomes of `node`, whose place is `home`, if it is put down at `at`; `unit` is the radius of a disc.
#[must_use]
pub fn landing(stands: &[Stand], node: NodeId, (home, at): (Point, Point), unit: f32) -> Landing {
    if home.distance(at) < HOME * unit {
        return Landing::Back;
    }
    let others = stands.iter().filter(|&&(other, _)| other != node);
    let nearest = others.min_by(|a, b| a.1.distance(at).total_cmp(&b.1.distance(at)));
    match nearest {
        Some(&(other, stand)) if stand.distance(at) < NEAR * unit => Landing::With(other),
        _ => Landing::Alone,
    }
}

/// The sides after a node has been put down; `None` if nothing changes.
#[must_use]
pub fn moved(sides: &[NodeSet], node: NodeId, landing: Landing) -> Option<Vec<NodeSet>> {
    let own = sides.iter().position(|side| side.contains(node))?;
    let target = match landing {
        Landing::Back => return None,
        Landing::With(other) => Some(sides.iter().position(|side| side.contains(other))?),
        Landing::Alone => None,
    };
    if target == Some(own) || (target.is_none() && sides[own].len() == 1) {
        return None;
    }
    let mut after = sides.to_vec();
    after[own].remove(node);
    match target {
        Some(side) => {
            after[side].insert(node);
        }
        None => after.push(NodeSet::from_iter([node])),
    }
    after.retain(|side| !side.is_empty());
    Some(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::pt;

    /// n1 to n5 in a row, 100 apart.
    fn row() -> Vec<Stand> {
        (1..=5).map(|n| (NodeId(n), pt(100.0 * n as f32, 50.0))).collect()
    }

    #[test]
    fn a_line_parts_those_on_its_two_sides_however_short_it_is_drawn() {
        let stands = row();
        let whole = sides(None, &stands);
        let cut = divided(&whole, &stands, (pt(250.0, 60.0), pt(250.0, 70.0))).unwrap();
        assert_eq!(cut, [NodeSet::from([1, 2]), NodeSet::from([3, 4, 5])]);
        let again = divided(&cut, &stands, (pt(450.0, 70.0), pt(450.0, 0.0))).unwrap();
        assert_eq!(again.len(), 3);
        assert!(again.contains(&NodeSet::from([3, 4])) && again.contains(&NodeSet::from([5])));
    }

    #[test]
    fn a_line_that_has_everyone_on_one_side_does_nothing() {
        let stands = row();
        assert_eq!(divided(&sides(None, &stands), &stands, (pt(0.0, 90.0), pt(600.0, 90.0))), None);
    }

    #[test]
    fn a_node_that_is_put_beside_another_joins_its_side_and_one_in_the_open_is_alone() {
        let stands = row();
        let groups = [NodeSet::from([1, 2]), NodeSet::from([3, 4, 5])];
        let land = |at| landing(&stands, NodeId(2), (pt(200.0, 50.0), at), 20.0);
        assert_eq!(land(pt(210.0, 60.0)), Landing::Back);
        assert_eq!(land(pt(390.0, 80.0)), Landing::With(NodeId(4)));
        assert_eq!(land(pt(200.0, 300.0)), Landing::Alone);
        let joined = moved(&groups, NodeId(2), Landing::With(NodeId(4))).unwrap();
        assert_eq!(joined, [NodeSet::from([1]), NodeSet::from([2, 3, 4, 5])]);
        let alone = moved(&groups, NodeId(2), Landing::Alone).unwrap();
        assert_eq!(alone.len(), 3);
        assert_eq!(moved(&alone, NodeId(2), Landing::Alone), None);
        assert_eq!(moved(&groups, NodeId(2), Landing::With(NodeId(1))), None);
        let healed = moved(&alone, NodeId(2), Landing::With(NodeId(1))).unwrap();
        assert_eq!(healed, groups);
    }
}
