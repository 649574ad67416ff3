//! Joining and leaving: snapshots for those who come, and the life of a spare.

use alloc::sync::Arc;

use crate::io::Output;
use crate::io::Timer;
use crate::log::Log;
use crate::message::Body;
use crate::node::{Node, Role};
use crate::observation::Observation;
use crate::snapshot::Snapshot;
use crate::types::{EpochTerm, NodeId};

impl Node {
    /// The state the node has applied, for one that joins.
    fn snapshot(&self) -> Option<Snapshot> {
        let base = self.durable.base.as_ref()?;
        let last = self.durable.log.id(self.volatile.applied)?;
        Some(Snapshot {
            cluster: base.cluster,
            epoch: base.epoch,
            last,
            config: self.volatile.configuration_at(last.index).1.clone(),
            machine: self.volatile.machine.share(),
            start: base.start,
            siblings: base.siblings.clone(),
        })
    }

    pub(super) fn send_snapshot(&self, peer: NodeId, out: &mut Output) {
        if let Some(snapshot) = self.snapshot() {
            self.send(peer, Body::InstallSnapshot { snapshot: Arc::new(snapshot) }, out);
        }
    }

    pub(super) fn on_needs_snapshot(&mut self, from: NodeId, out: &mut Output) {
        let next = self.volatile.applied + 1;
        let Some(progress) = self.leading().and_then(|leading| leading.progress.get_mut(&from)) else {
            return;
        };
        progress.next = next;
        progress.matched = 0;
        self.send_snapshot(from, out);
    }

    /// A spare becomes a follower in the cluster whose leader sent the snapshot.
    ///
    /// If it was in that cluster before, neither its time nor entries that it may have acknowledged go back: it keeps a log that
    /// holds the snapshot's last entry, and a time later than the leader's (who will then give way).
    pub(super) fn join(&mut self, from: NodeId, at: EpochTerm, snapshot: &Arc<Snapshot>, out: &mut Output) {
        let last = snapshot.last;
        let back = self.durable.base.as_ref().is_some_and(|base| base.cluster == snapshot.cluster);
        let keeps = back && self.durable.log.holds(last) && self.durable.exchange.is_none();
        if !back || at > self.durable.at {
            self.durable.at = at;
            self.durable.voted_for = None;
        }
        self.volatile.role = Role::Follower { leader: Some(from) };
        self.durable.spare = false;
        if !keeps {
            self.volatile.commit = 0;
            out.observations.push(Observation::Joined { cluster: snapshot.cluster, last, from });
            self.restore(snapshot, Log::after(last));
        } else {
            out.observations.push(Observation::Joined { cluster: snapshot.cluster, last, from });
        }
        self.volatile.pulling = None;
        self.set_election_timer(out);
        self.send(from, Body::AppendAccepted { matched: last.index }, out);
    }

    /// A member whose log ends before the leader's begins, or who lacks parts of a merge.
    pub(super) fn on_install_snapshot(&mut self, from: NodeId, snapshot: &Arc<Snapshot>, out: &mut Output) {
        self.follow(from, out);
        let last = snapshot.last;
        if self.is_leader() || self.cluster() != Some(snapshot.cluster) {
            return;
        }
        let lacks_state = self.durable.exchange.is_some();
        if lacks_state || (last.index > self.volatile.commit && !self.durable.log.holds(last)) {
            self.restore(snapshot, Log::after(last));
            out.observations.push(Observation::Joined { cluster: snapshot.cluster, last, from });
        }
        let matched = last.index.min(self.durable.log.last().index);
        self.send(from, Body::AppendAccepted { matched }, out);
    }

    pub(super) fn become_spare(&mut self, out: &mut Output) {
        self.durable.spare = true;
        self.durable.exchange = None;
        self.volatile.role = Role::Spare;
        self.volatile.pulling = None;
        for timer in [Timer::Election, Timer::Heartbeat, Timer::Pull, Timer::Merge] {
            out.timers.push((timer, None));
        }
        out.observations
            .push(Observation::BecameSpare { left: self.durable.base.as_ref().map(|base| base.cluster) });
    }
}
