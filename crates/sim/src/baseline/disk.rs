//! What the manager does to a stopped node's disk.

use std::sync::Arc;

use recraft_protocol::config::Configuration;
use recraft_protocol::durable::Durable;
use recraft_protocol::io::Output;
use recraft_protocol::log::Log;
use recraft_protocol::machine::Machine;
use recraft_protocol::node::Node;
use recraft_protocol::settings::Settings;
use recraft_protocol::snapshot::Snapshot;
use recraft_protocol::types::{ClusterId, EpochTerm, Index, LogId, NodeId};

use super::NewCluster;

/// A time later than any: whoever has voted then votes no more.
const END_OF_TIME: EpochTerm = EpochTerm { epoch: u32::MAX, term: u32::MAX };

/// The state that a disk's whole log comes to, committed or not.
pub(crate) fn settled(id: NodeId, disk: &Durable, settings: Settings) -> Machine {
    let mut node = Node::from_disk(id, disk.clone(), settings).knowing_committed(Index::MAX);
    node.start(false, &mut Output::default());
    node.machine().clone()
}

/// The disk of a node that begins anew in a new cluster with this state. What the node remembers of earlier ends of epochs it keeps,
/// because others may still need it.
pub(crate) fn begin(disk: Durable, into: &NewCluster, states: &[Arc<Machine>]) -> Durable {
    let mut machine = Machine::new(into.own.ranges.clone());
    states.iter().for_each(|state| machine.unite(state));
    machine.restrict(into.own.ranges.clone());
    let base = Snapshot {
        cluster: into.own.cluster,
        epoch: into.epoch,
        last: LogId::default(),
        config: Configuration::stable(into.own.members.clone(), into.own.ranges.clone()),
        machine: Arc::new(machine),
        start: 0,
        siblings: into.siblings.clone(),
    };
    let at = EpochTerm::new(into.epoch, 0);
    Durable { at, spare: false, base: Some(Arc::new(base)), ..emptied(disk, &into.from) }
}

/// The disk of a node that belongs to no cluster any more.
pub(crate) fn retire(disk: Durable, from: &[ClusterId]) -> Durable {
    emptied(disk, from)
}

/// A disk without log and state, of a node that has nothing more to say in the clusters that have ended.
fn emptied(mut disk: Durable, ended: &[ClusterId]) -> Durable {
    for &cluster in ended {
        // Those of the old cluster that have not stopped are too few to elect anyone; a spare must not help them.
        disk.ballots.insert(cluster, (END_OF_TIME, None));
        disk.ended.insert(cluster);
    }
    Durable {
        voted_for: None,
        base: None,
        log: Log::after(LogId::default()),
        spare: true,
        exchange: None,
        keeping: None,
        ..disk
    }
}
