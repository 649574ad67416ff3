//! The story of the ReCraft paper's Figure 3: a split in three, then a merge of two.

use recraft_protocol::types::{ClusterId, NodeSet};
use recraft_sim::presets::figure_3_script;
use recraft_sim::view::ClusterView;
use recraft_sim::world::World;

fn members_and_epochs(world: &World) -> Vec<(ClusterId, u32, NodeSet)> {
    let view = |view: ClusterView| {
        assert!(view.leader.is_some(), "{} has a leader", view.cluster);
        assert_eq!(view.nodes, view.configuration.members);
        (view.cluster, view.epoch, view.nodes)
    };
    world.clusters().into_iter().map(view).collect()
}

fn logs_agree(world: &World, cluster: ClusterId) {
    let mut logs =
        world.servers().filter_map(|server| server.node()).filter(|node| node.cluster() == Some(cluster));
    let first = logs.next().expect("the cluster has nodes");
    assert!(logs.all(|node| node.log() == first.log() && node.machine() == first.machine()), "{cluster}");
}

#[test]
fn nine_nodes_split_in_three_and_two_of_the_parts_merge() {
    for seed in 0..20 {
        let run = figure_3_script(seed);
        let nine: NodeSet = (1..=9).map(recraft_protocol::types::NodeId).collect();
        assert_eq!(members_and_epochs(&run.play(1_900_000)), [(ClusterId(1), 0, nine)]);
        let (low, middle, high) =
            (NodeSet::from([1, 2, 3]), NodeSet::from([4, 5, 6]), NodeSet::from([7, 8, 9]));
        let split = run.play(5_500_000);
        let three = [
            (ClusterId(2), 1, low.clone()),
            (ClusterId(3), 1, middle.clone()),
            (ClusterId(4), 1, high.clone()),
        ];
        assert_eq!(members_and_epochs(&split), three);
        let merged = run.play(12_000_000);
        let two = [(ClusterId(4), 1, high), (ClusterId(5), 2, low.union(&middle))];
        assert_eq!(members_and_epochs(&merged), two);
        for (cluster, ..) in two {
            logs_agree(&merged, cluster);
        }
        let keys = |node: u32| {
            let server =
                merged.server(recraft_protocol::types::NodeId(node)).and_then(|server| server.node());
            server
                .map(|node| node.machine().data.keys().map(ToString::to_string).collect::<Vec<_>>())
                .unwrap_or_default()
        };
        assert_eq!(keys(5), ["apple", "banana", "cherry", "kiwi", "lemon", "mango"]);
        assert_eq!(keys(8), ["plum", "quince", "raspberry"]);
        assert_eq!(merged.checks().violations().count(), 0, "{:?}", merged.checks().violations().next());
    }
}
