//! A picture that does not answer for the reader: while a question is open, nothing on the stage counts votes or says what is waited for.

use super::{Face, Mark, Scene};

impl Scene {
    /// Leaves out what is counted and foretold: votes, quorums, and what clusters wait for. What is where, and what has happened, stays.
    pub fn hush(&mut self) {
        self.marks.retain_mut(|mark| match mark {
            Mark::Pips(_) => false,
            // Bold words are names; the others say what is waited for.
            Mark::Words(words) => words.about.is_none() || words.bold,
            Mark::Title(title) => {
                title.detail.clear();
                true
            }
            Mark::Node(node) => {
                if let Face::Candidate { given, needed, .. } = &mut node.face {
                    (*given, *needed) = (0, 0);
                }
                true
            }
            _ => true,
        });
    }
}

#[cfg(test)]
mod tests {
    use recraft_protocol::types::NodeId;
    use recraft_sim::command::Command;
    use recraft_sim::presets::Preset;
    use recraft_sim::world::World;

    use super::*;
    use crate::compose::frame;
    use crate::motion::Motion;
    use crate::svg::svg;
    use crate::view::View;

    /// One stands, and nobody has answered yet.
    fn standing() -> Scene {
        let mut world = World::new(Preset::Five.run(1).setup);
        world.command(Command::Timeout { node: NodeId(2) }).expect("it is up");
        frame(&world, &View::sized(900.0, 600.0), &mut Motion::new(), 0.016)
    }

    #[test]
    fn what_would_answer_a_question_is_left_out_and_the_candidate_stays() {
        let mut scene = standing();
        let drawn = svg(&scene);
        assert!(drawn.contains("needs 2 more") && drawn.contains("quorum 3 of 5"), "{drawn}");
        assert!(scene.marks.iter().any(|mark| matches!(mark, Mark::Pips(_))));
        let (nodes, flights) = (scene.nodes().count(), scene.flights().count());
        scene.hush();
        let drawn = svg(&scene);
        for told in ["needs", "quorum", "more vote", "has enough"] {
            assert!(!drawn.contains(told), "{told}: {drawn}");
        }
        assert!(!scene.marks.iter().any(|mark| matches!(mark, Mark::Pips(_))));
        assert_eq!((scene.nodes().count(), scene.flights().count()), (nodes, flights));
        assert!(scene.nodes().any(|node| matches!(node.face, Face::Candidate { .. })));
    }
}
