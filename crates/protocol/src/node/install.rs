//! Sending and installing snapshots, whole or in chunks (Raft §7).
//!
//! A leader that sends in chunks keeps the snapshot until the follower has all of it, however far it goes on itself meanwhile; a chunk is
//! sent when the one before has been acknowledged, and again when the follower shows that it still lacks it.

use alloc::sync::Arc;

use crate::durable::Left;
use crate::entries::Entries;
use crate::io::Output;
use crate::log::Log;
use crate::message::{Body, Message};
use crate::node::Node;
use crate::observation::Observation;
use crate::snapshot::Snapshot;
use crate::types::{LogId, NodeId};

impl Node {
    pub(super) fn send_snapshot(&mut self, peer: NodeId, out: &mut Output) {
        if !self.configuration().includes(peer) {
            // It is leaving: the state is nothing to it, and a snapshot means "you are being added".
            let body = match self.has_removed(peer, LogId::default()) {
                Some(Left { by, members }) => Body::Removed { by, members },
                None => self.sign_of_life(),
            };
            return self.send(peer, body, out);
        }
        let kept = self.leading().and_then(|leading| leading.snapshots.get(&peer)).cloned();
        let Some((snapshot, offset)) = kept.or_else(|| Some((Arc::new(self.snapshot()?), 0))) else { return };
        let Some(chunk) = self.settings.extensions.chunk.map(|chunk| chunk.max(1)) else {
            return self.send(peer, Body::InstallSnapshot { snapshot, offset: 0, done: true }, out);
        };
        let part = snapshot.machine.slice(offset as usize, chunk as usize);
        let done = offset as usize + part.items() >= snapshot.machine.items();
        let slice = Arc::new(Snapshot { machine: Arc::new(part), ..(*snapshot).clone() });
        if let Some(leading) = self.leading() {
            leading.snapshots.insert(peer, (snapshot, offset));
        }
        self.send(peer, Body::InstallSnapshot { snapshot: slice, offset, done }, out);
    }

    /// For a node that is leaving, cannot be brought up to date, and may not be told yet that it can go: it must not take the leader for dead
    /// and stand, because that could keep its own removal from committing for ever.
    fn sign_of_life(&self) -> Body {
        Body::Append { previous: self.durable.log.base(), entries: Entries::default(), commit: 0, round: 0 }
    }

    pub(super) fn on_needs_snapshot(&mut self, from: NodeId, out: &mut Output) {
        let applied = self.volatile.applied;
        if !self.configuration().includes(from) {
            return self.let_go(from); // It has left already.
        }
        let Some(leading) = self.leading() else { return };
        let kept = leading.snapshots.get(&from).map(|(snapshot, _)| snapshot.last.index);
        let Some(progress) = leading.progress.get_mut(&from) else { return };
        *progress = super::Progress::new(kept.unwrap_or(applied) + 1);
        self.send_snapshot(from, out);
    }

    pub(super) fn on_chunk_accepted(&mut self, from: NodeId, last: LogId, next: u32, out: &mut Output) {
        let Some(leading) = self.leading() else { return };
        leading.beats.heard.insert(from);
        let news = match leading.snapshots.get_mut(&from) {
            // It may also have to begin again: it was restarted.
            Some((snapshot, offset)) if snapshot.last == last && *offset != next => {
                *offset = next;
                true
            }
            _ => false,
        };
        if news {
            self.send_snapshot(from, out);
        }
    }

    /// Goes on behind the snapshot, though nothing of it is acknowledged.
    pub(super) fn on_snapshot_taken(&mut self, from: NodeId, last: LogId, out: &mut Output) {
        let known = self.durable.log.holds(last);
        let Some(leading) = self.leading() else { return };
        leading.beats.heard.insert(from);
        leading.snapshots.remove(&from);
        let Some(progress) = leading.progress.get_mut(&from) else { return };
        progress.outstanding = 0;
        if known && progress.next <= last.index {
            progress.next = last.index + 1;
            self.send_append(from, out);
        }
    }

    /// Takes in a chunk. The snapshot when it is all there; otherwise how many items are.
    fn assemble(
        &mut self,
        from: NodeId,
        chunk: &Arc<Snapshot>,
        offset: u32,
        done: bool,
        out: &mut Output,
    ) -> Result<Arc<Snapshot>, u32> {
        if offset == 0 && done {
            self.volatile.receiving = None;
            return Ok(chunk.clone());
        }
        let same = |held: &Snapshot| held.cluster == chunk.cluster && held.last == chunk.last;
        let (mut whole, next) = match self.volatile.receiving.take() {
            Some((held, next)) if same(&held) && next == offset => (held, next),
            Some((held, next)) if same(&held) => {
                self.volatile.receiving = Some((held, next));
                return Err(next);
            }
            _ if offset == 0 => {
                let empty = Arc::new(chunk.machine.slice(0, 0));
                (Snapshot { machine: empty, ..(**chunk).clone() }, 0)
            }
            other => {
                self.volatile.receiving = other;
                return Err(0);
            }
        };
        let items = next.saturating_add(u32::try_from(chunk.machine.items()).unwrap_or(u32::MAX));
        Arc::make_mut(&mut whole.machine).absorb(&chunk.machine);
        out.observations.push(Observation::ChunkReceived { from, last: chunk.last, items });
        if done {
            return Ok(Arc::new(whole));
        }
        self.volatile.receiving = Some((whole, items));
        Err(items)
    }

    /// A chunk for a spare: it joins when it has the whole.
    pub(super) fn join_by_chunk(
        &mut self,
        message: &Message,
        chunk: &Arc<Snapshot>,
        offset: u32,
        done: bool,
        out: &mut Output,
    ) {
        if self.durable.ended.contains(&chunk.cluster) {
            return; // It has said that it will never need anything of that cluster.
        }
        match self.assemble(message.from, chunk, offset, done, out) {
            Ok(snapshot) => self.join(message.from, message.at, &snapshot, out),
            Err(next) => {
                let body = Body::ChunkAccepted { last: chunk.last, next };
                self.send_as_former(message.from, chunk.cluster, message.at, body, out);
            }
        }
    }

    /// A snapshot for a member whose log ends before the leader's begins, or who lacks parts of a merge.
    pub(super) fn on_install_snapshot(
        &mut self,
        from: NodeId,
        chunk: &Arc<Snapshot>,
        offset: u32,
        done: bool,
        out: &mut Output,
    ) {
        self.follow(from, out);
        if self.is_leader() || self.cluster() != Some(chunk.cluster) {
            return;
        }
        let last = chunk.last;
        let lacks_state = self.durable.exchange.is_some();
        let lacks_entries = last.index > self.volatile.commit && !self.durable.log.holds(last);
        if lacks_state || lacks_entries {
            match self.assemble(from, chunk, offset, done, out) {
                Ok(snapshot) => {
                    self.restore(&snapshot, Log::after(last));
                    out.observations.push(Observation::Joined { cluster: snapshot.cluster, last, from });
                }
                Err(next) => return self.send(from, Body::ChunkAccepted { last, next }, out),
            }
        }
        if !self.has_what_it_left_with() {
            return self.send(from, Body::SnapshotTaken { last }, out);
        }
        let matched = last.index.min(self.durable.log.last().index);
        self.acknowledge(from, matched, matched, 0, out);
    }
}
