//! The record of a run: events, lineage, views.

use recraft_protocol::types::ClusterId;
use recraft_sim::command::Command;
use recraft_sim::event::What;
use recraft_sim::world::EVENTS_KEPT;

use crate::stage::{SECOND, c, cluster, order, part, rests};

#[test]
fn events_are_numbered_in_order_and_old_ones_are_forgotten() {
    let mut world = cluster(5, 0, 1);
    order(&mut world, Command::Load { clients: 20, pause_us: 1_000 });
    world.run_until(30 * SECOND);
    assert!(world.last_seq() > EVENTS_KEPT as u64 + 5_000, "{}", world.last_seq());
    let seqs: Vec<u64> = world.events().map(|event| event.seq).collect();
    assert!(seqs.len() >= EVENTS_KEPT && seqs.len() < EVENTS_KEPT + 200);
    assert!(seqs.windows(2).all(|pair| pair[0] + 1 == pair[1]) && seqs.last() == Some(&world.last_seq()));
    let recent: Vec<u64> = world.events_since(world.last_seq() - 3).map(|event| event.seq).collect();
    assert_eq!(recent, seqs[seqs.len() - 3..]);
    assert_eq!(world.events_since(0).count(), seqs.len());
    assert_eq!(world.events_since(world.last_seq()).count(), 0);
}

#[test]
fn times_of_events_never_go_back() {
    let mut world = cluster(5, 0, 2);
    world.run_until(3 * SECOND);
    let times: Vec<u64> = world.events().map(|event| event.at_us).collect();
    assert!(times.windows(2).all(|pair| pair[0] <= pair[1]));
}

#[test]
fn commands_and_their_failures_are_events() {
    let mut world = cluster(3, 0, 3);
    order(&mut world, Command::Heal);
    assert!(world.command(Command::Restart { node: crate::stage::n(1) }).is_err());
    let last: Vec<_> = world.events().rev().take(2).map(|event| &event.what).collect();
    assert!(matches!(last[..], [What::CommandFailed { .. }, What::Commanded { command: Command::Heal }]));
}

#[test]
fn the_lineage_knows_parents_and_children_and_when_they_lived() {
    let mut world = cluster(4, 0, 4);
    order(
        &mut world,
        Command::Split { cluster: c(1), into: vec![part([1, 2], "", "m"), part([3, 4], "m", "")] },
    );
    rests(&mut world, 5 * SECOND);
    order(&mut world, Command::Merge { coordinator: c(2), others: vec![c(3)], members: None });
    rests(&mut world, 5 * SECOND);
    let lineage = world.lineage();
    let parents: Vec<(ClusterId, Vec<ClusterId>, u32)> =
        lineage.iter().map(|record| (record.cluster, record.parents.clone(), record.epoch)).collect();
    assert_eq!(
        parents,
        [(c(1), vec![], 0), (c(2), vec![c(1)], 1), (c(3), vec![c(1)], 1), (c(4), vec![c(2), c(3)], 2)]
    );
    assert_eq!(lineage.children(c(1)).map(|record| record.cluster).collect::<Vec<_>>(), [c(2), c(3)]);
    assert_eq!(lineage.live().map(|record| record.cluster).collect::<Vec<_>>(), [c(4)]);
    let (first, merged) = (lineage.get(c(1)).unwrap(), lineage.get(c(4)).unwrap());
    assert!(first.ended_us < Some(merged.born_us) && merged.ended_us.is_none());
}

#[test]
fn a_laggard_shows_as_being_in_a_cluster_that_has_ended() {
    let mut world = cluster(4, 0, 5);
    let away = (1..=4).map(crate::stage::n).find(|&node| node != crate::stage::leader(&world, 1)).unwrap();
    order(&mut world, Command::Crash { node: away });
    order(
        &mut world,
        Command::Split { cluster: c(1), into: vec![part([1, 2], "", "m"), part([3, 4], "m", "")] },
    );
    world.run_until(world.now_us() + 3 * SECOND);
    let old = world.cluster(c(1)).expect("the laggard is in it");
    assert!(old.ended && old.nodes.iter().eq([away]) && old.leader.is_none());
}
