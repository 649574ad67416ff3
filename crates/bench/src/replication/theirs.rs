//! TiKV's `raft`, driven as its `five_mem_node` example does, on one thread.

use std::collections::{BTreeMap, VecDeque};

use raft::eraftpb::{Entry, EntryType, Message};
use raft::storage::MemStorage;
use raft::{Config, RawNode, StateRole};
use slog::{Discard, Logger, o};

use super::{Done, Load, NODES};

struct Host {
    node: RawNode<MemStorage>,
    store: BTreeMap<Vec<u8>, Vec<u8>>,
    applied: u64,
}

struct Cluster {
    hosts: Vec<Host>,
    waiting: VecDeque<Message>,
    done: Done,
}

/// Writes so much; says what came of it.
///
/// # Errors
/// Passes on what `raft` objects to.
pub fn run(load: Load) -> Result<Done, raft::Error> {
    let logger = Logger::root(Discard, o!());
    let hosts = (1..=NODES)
        .map(|id| {
            let config = Config {
                id,
                election_tick: 10,
                heartbeat_tick: 3,
                // With 0 a message carries one entry.
                max_size_per_msg: if load.batching { 1 << 20 } else { 0 },
                max_inflight_msgs: if load.batching { 256 } else { 1 },
                ..Config::default()
            };
            let storage = MemStorage::new_with_conf_state(((1..=NODES).collect::<Vec<_>>(), vec![]));
            let node = RawNode::new(&config, storage, &logger)?;
            Ok(Host { node, store: BTreeMap::new(), applied: 0 })
        })
        .collect::<Result<Vec<_>, raft::Error>>()?;
    let mut cluster = Cluster { hosts, waiting: VecDeque::new(), done: Done::default() };
    cluster.hosts[0].node.campaign()?;
    cluster.settle()?;
    assert_eq!(
        cluster.hosts[0].node.raft.state,
        StateRole::Leader,
        "with every message delivered it is elected"
    );
    let mut written = 0;
    while written < load.entries {
        for client in 0..load.outstanding.min(load.entries - written) {
            written += 1;
            cluster.hosts[0].node.propose(format!("k{client:06}").into_bytes(), b"12345678".to_vec())?;
        }
        cluster.settle()?;
    }
    cluster.done.applied = cluster.hosts.iter().map(|host| host.applied).sum();
    Ok(cluster.done)
}

impl Cluster {
    fn settle(&mut self) -> Result<(), raft::Error> {
        self.take_out(0)?;
        while let Some(message) = self.waiting.pop_front() {
            self.done.messages += 1;
            let place = message.to as usize - 1;
            self.hosts[place].node.step(message)?;
            self.take_out(place)?;
        }
        Ok(())
    }

    /// Keeps, sends and applies what a node has ready.
    fn take_out(&mut self, place: usize) -> Result<(), raft::Error> {
        let Host { node, store, applied } = &mut self.hosts[place];
        while node.has_ready() {
            let mut ready = node.ready();
            self.waiting.extend(ready.take_messages());
            *applied += apply(store, ready.take_committed_entries());
            if !ready.entries().is_empty() {
                node.store().wl().append(ready.entries())?;
            }
            if let Some(state) = ready.hs() {
                node.store().wl().set_hardstate(state.clone());
            }
            self.waiting.extend(ready.take_persisted_messages());
            let mut light = node.advance(ready);
            if let Some(commit) = light.commit_index() {
                node.store().wl().mut_hard_state().set_commit(commit);
            }
            self.waiting.extend(light.take_messages());
            *applied += apply(store, light.take_committed_entries());
            node.advance_apply();
        }
        Ok(())
    }
}

fn apply(store: &mut BTreeMap<Vec<u8>, Vec<u8>>, entries: Vec<Entry>) -> u64 {
    let mut count = 0;
    for entry in entries {
        if entry.get_entry_type() == EntryType::EntryNormal && !entry.data.is_empty() {
            store.insert(entry.context.to_vec(), entry.data.to_vec());
            count += 1;
        }
    }
    count
}
