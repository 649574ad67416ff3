//! Which signs of the legend a picture bears: what somebody who looks at it may ask about.

use std::collections::BTreeSet;

use crate::words::legend::Mark as Sign;

use super::{Face, Fare, LinkKind, LobeStyle, Look, Mark, NodeMark, Scene, Strip};

impl Scene {
    /// The signs of the legend that are on the stage.
    #[must_use]
    pub fn signs(&self) -> BTreeSet<Sign> {
        let mut signs = BTreeSet::new();
        self.marks.iter().for_each(|mark| add(&mut signs, mark));
        signs
    }
}

fn add(signs: &mut BTreeSet<Sign>, mark: &Mark) {
    match mark {
        Mark::Hull(hull) => {
            signs.insert(Sign::Hull);
            signs.extend(hull.sealed.then_some(Sign::Sealed));
            signs.extend(hull.selected.then_some(Sign::Selected));
            signs.extend(hull.stamp.map(|_| Sign::Stamp));
        }
        Mark::Lobe(lobe) => {
            signs.insert(if lobe.style == LobeStyle::Sealed { Sign::Sealed } else { Sign::Proposed });
        }
        Mark::Cut(_) => _ = signs.insert(Sign::Cut),
        Mark::Link(link) => {
            signs.insert(match link.kind {
                LinkKind::Follows => Sign::Follows,
                LinkKind::Severed => Sign::Severed,
                LinkKind::Thread | LinkKind::ThreadYes => Sign::Thread,
            });
        }
        Mark::Strip(strip) => add_log(signs, strip),
        Mark::Node(node) => add_node(signs, node),
        Mark::Client(client) => {
            signs.insert(Sign::Client);
            signs.extend(client.selected.then_some(Sign::Selected));
        }
        Mark::Swarm(swarm) => _ = signs.insert(Sign::Message(swarm.glyph)),
        Mark::Flight(flight) => {
            signs.insert(Sign::Message(flight.glyph));
            signs.extend(matches!(flight.fare, Fare::Broken(_)).then_some(Sign::Lost));
            signs.extend(flight.selected.then_some(Sign::Selected));
        }
        Mark::Pips(_) => _ = signs.insert(Sign::Pips),
        // These point at something, or say in words what they mean.
        Mark::Trace(_) | Mark::Spot(_) | Mark::Title(_) | Mark::Words(_) => {}
    }
}

fn add_log(signs: &mut BTreeSet<Sign>, strip: &Strip) {
    for cell in &strip.cells {
        signs.insert(match cell.look {
            Look::Committed | Look::Compacted => Sign::Committed,
            Look::Open => Sign::Uncommitted,
            Look::Missing => Sign::Missing,
        });
        signs.extend(cell.config.then_some(Sign::ConfigCell));
        signs.extend(cell.boundary.then_some(Sign::Boundary));
    }
}

fn add_node(signs: &mut BTreeSet<Sign>, node: &NodeMark) {
    signs.insert(match node.face {
        Face::Follower => Sign::Follower,
        Face::Leader => Sign::Leader,
        Face::Candidate { .. } => Sign::Candidate,
        Face::Down => Sign::Down,
        Face::Spare => Sign::Spare,
    });
    signs.extend((!node.plain && node.face != Face::Spare).then_some(Sign::Badge));
    signs.extend(node.ring.map(|_| Sign::ElectionRing));
    signs.extend(node.parts.map(|_| Sign::Parts));
    signs.extend(node.pulling.then_some(Sign::Pulling));
    signs.extend(node.selected.then_some(Sign::Selected));
    signs.extend(node.alarmed.then_some(Sign::Violated));
}

#[cfg(test)]
mod tests {
    use crate::palette::Theme;
    use crate::sample::sample;
    use crate::words::legend::{Mark as Sign, legend};

    #[test]
    fn every_sign_of_the_legend_is_found_in_its_sample() {
        for item in legend() {
            let signs = sample(item.mark, 250, Theme::Light, 44.0).signs();
            assert!(signs.contains(&item.mark), "{:?} is not among {signs:?}", item.mark);
        }
    }

    #[test]
    fn a_picture_bears_no_sign_that_is_not_there() {
        let signs = sample(Sign::Follower, 250, Theme::Light, 44.0).signs();
        assert_eq!(signs.into_iter().collect::<Vec<_>>(), [Sign::Follower, Sign::Badge]);
    }
}
