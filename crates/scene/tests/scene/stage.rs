//! What the tests share: a world with a camera on it.

use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::types::{ClusterId, NodeId, NodeSet};
use recraft_scene::compose::scene;
use recraft_scene::motion::Motion;
use recraft_scene::scene::Scene;
use recraft_scene::view::View;
use recraft_sim::command::{Command, Part};
use recraft_sim::setup::Setup;
use recraft_sim::world::World;

/// A world, how it is looked at, and what is in motion.
pub(crate) struct Stage {
    pub(crate) world: World,
    pub(crate) view: View,
    pub(crate) motion: Motion,
}

impl Stage {
    pub(crate) fn of(setup: Setup) -> Self {
        Self { world: World::new(setup), view: View::sized(1280.0, 620.0), motion: Motion::new() }
    }

    pub(crate) fn nodes(count: u32) -> Self {
        Self::of(Setup::one_cluster(count, 7))
    }

    /// A cluster that has elected a leader.
    pub(crate) fn led(count: u32) -> Self {
        let mut stage = Self::nodes(count);
        stage.until(|world| leader(world, 1).is_some());
        stage
    }

    pub(crate) fn give(&mut self, command: Command) {
        self.world.command(command).expect("a command that can be carried out");
    }

    pub(crate) fn run_ms(&mut self, ms: u64) {
        self.world.run_until(self.world.now_us() + ms * 1000);
    }

    /// Steps until something is so; a minute of virtual time is long enough for everything here.
    pub(crate) fn until(&mut self, so: impl Fn(&World) -> bool) {
        let end = self.world.now_us() + 60_000_000;
        while !so(&self.world) {
            assert!(self.world.step() && self.world.now_us() < end, "it never came to pass");
        }
    }

    /// The picture with everything where it belongs.
    pub(crate) fn picture(&mut self) -> Scene {
        self.motion.jump(&self.world, &self.view);
        scene(&self.world, &self.view, &self.motion)
    }

    /// The picture after a frame of the page.
    pub(crate) fn frame(&mut self) -> Scene {
        self.motion.advance(&self.world, &self.view, 1.0 / 60.0);
        scene(&self.world, &self.view, &self.motion)
    }
}

pub(crate) fn leader(world: &World, cluster: u32) -> Option<NodeId> {
    world.cluster(ClusterId(cluster))?.leader
}

/// The split of nine nodes into three by three, as in the paper's Figure 3.
pub(crate) fn in_thirds() -> Command {
    let part = |members, start, end| Part { members, ranges: KeyRanges::of([KeyRange::new(start, end)]) };
    Command::Split {
        cluster: ClusterId(1),
        into: vec![
            part(NodeSet::from([1, 2, 3]), "", "h"),
            part(NodeSet::from([4, 5, 6]), "h", "p"),
            part(NodeSet::from([7, 8, 9]), "p", ""),
        ],
    }
}

/// Three clusters of three, each with a leader.
pub(crate) fn three_clusters() -> Stage {
    let mut stage = Stage::led(9);
    stage.run_ms(200);
    stage.give(in_thirds());
    stage.until(|world| {
        let clusters = world.clusters();
        clusters.len() == 3 && clusters.iter().all(|cluster| cluster.leader.is_some())
    });
    stage.run_ms(300);
    stage
}
