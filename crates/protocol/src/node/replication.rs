//! Replication: a leader sends what a follower lacks, a follower takes it in where the logs agree (Raft §5.3).
//!
//! At most one message with entries is outstanding to each follower; a heartbeat sends again from the same place. (Pipelining
//! will be an extension.) A follower that lacks what lies before the leader's base gets a snapshot instead.

use alloc::sync::Arc;

use crate::io::Output;
use crate::log::{Entry, Payload};
use crate::message::{AppendRefusal, Body};
use crate::mistakes::Mistake;
use crate::node::{Leading, Node, Progress, Role};
use crate::observation::{CommitEvidence, Crossing, Observation};
use crate::types::{Index, LogId, NodeId};

/// The most entries in one message.
const ENTRIES_PER_MESSAGE: Index = 64;

impl Node {
    pub(super) const fn leading(&mut self) -> Option<&mut Leading> {
        match &mut self.volatile.role {
            Role::Leader(leading) => Some(leading),
            _ => None,
        }
    }

    /// Appends an entry of the leader's own and sends it on.
    pub(super) fn propose(&mut self, payload: Payload, out: &mut Output) -> LogId {
        let id = LogId { at: self.durable.at, index: self.durable.log.last().index + 1 };
        let entry = Arc::new(Entry { id, payload });
        out.observations.push(Observation::Proposed { entry: entry.clone() });
        self.append(entry, out);
        self.send_to_idle_peers(out);
        self.count_acknowledgements(out);
        id
    }

    /// Puts an entry behind the last one; if it is a configuration it takes effect.
    pub(super) fn append(&mut self, entry: Arc<Entry>, out: &mut Output) {
        if let Some(change) = entry.config() {
            let next = self.configuration().after(change);
            self.volatile.configs.push((entry.id.index, next));
            out.observations.push(Observation::ConfigurationAppended { id: entry.id, entry: change.clone() });
            self.take_in_new_peers();
        }
        self.durable.log.push(entry);
    }

    fn take_in_new_peers(&mut self) {
        let peers = self.peers();
        let next = self.durable.log.last().index + 1;
        if let Some(leading) = self.leading() {
            for peer in peers.iter() {
                leading.progress.entry(peer).or_insert(Progress { next, matched: 0, awaiting: false });
            }
        }
    }

    fn send_to_idle_peers(&mut self, out: &mut Output) {
        let Some(leading) = self.leading() else { return };
        let idle: alloc::vec::Vec<NodeId> = leading
            .progress
            .iter()
            .filter(|(_, progress)| !progress.awaiting)
            .map(|(&peer, _)| peer)
            .collect();
        for peer in idle {
            self.send_append(peer, out);
        }
    }

    pub(super) fn on_heartbeat_due(&mut self, out: &mut Output) {
        let Some(leading) = self.leading() else { return };
        let peers: alloc::vec::Vec<NodeId> = leading.progress.keys().copied().collect();
        for peer in peers {
            self.send_append(peer, out);
        }
        self.set_heartbeat_timer(out);
    }

    /// Sends what `peer` lacks, or an empty message if that is nothing.
    pub(super) fn send_append(&mut self, peer: NodeId, out: &mut Output) {
        let Some(leading) = self.leading() else { return };
        let Some(progress) = leading.progress.get_mut(&peer) else { return };
        progress.awaiting = true;
        let next = progress.next;
        let Some(previous) = self.durable.log.id(next.saturating_sub(1)) else {
            return self.send_snapshot(peer, out);
        };
        let last = self.durable.log.last().index.min(next + ENTRIES_PER_MESSAGE - 1);
        let entries = self.durable.log.slice(next, last).to_vec();
        self.send(peer, Body::Append { previous, entries, commit: self.volatile.commit }, out);
    }

    pub(super) fn on_append(
        &mut self,
        from: NodeId,
        previous: LogId,
        entries: &[Arc<Entry>],
        commit: Index,
        out: &mut Output,
    ) {
        self.follow(from, out);
        if let Some(exchange) = self.exchange() {
            let reason = AppendRefusal::MissingParts { held: exchange.held, of: exchange.of };
            return self.refuse_append(from, reason, out);
        }
        if self.is_leader() || !is_a_run(previous, entries) {
            return;
        }
        let base = self.durable.log.base().index;
        if previous.index >= base && !self.durable.log.holds(previous) {
            let at = previous.index;
            let try_after = self.durable.log.last().index.min(at.saturating_sub(1)).max(self.volatile.commit);
            return self.refuse_append(from, AppendRefusal::Mismatch { at, try_after }, out);
        }
        self.take_in(from, entries, out);
        let matched = (previous.index + entries.len() as Index).min(self.durable.log.last().index);
        self.acknowledge(from, previous.index, matched, out);
        self.commit_to(commit.min(matched), CommitEvidence::ToldBy(from), Crossing::Told(from), out);
    }

    /// Appends those of the leader's entries that are new, dropping what conflicts with them.
    pub(super) fn take_in(&mut self, from: NodeId, entries: &[Arc<Entry>], out: &mut Output) {
        let new = |entry: &&Arc<Entry>| {
            entry.id.index > self.durable.log.base().index && !self.durable.log.holds(entry.id)
        };
        let Some(first) = entries.iter().position(|entry| new(&entry)) else { return };
        let new = &entries[first..];
        let before = self.durable.log.id(new[0].id.index.saturating_sub(1));
        if before.is_none_or(|before| before.at > new[0].id.at) {
            return; // Not what a correct leader sends.
        }
        self.truncate(new[0].id.index, out);
        for entry in new {
            self.append(entry.clone(), out);
        }
        let (first, last) = (new[0].id.index, new[new.len() - 1].id.index);
        out.observations.push(Observation::Appended { from, first, last });
    }

    /// Drops the entries from `from` on, and the configurations that they had put into effect.
    pub(super) fn truncate(&mut self, from: Index, out: &mut Output) {
        let last = self.durable.log.last().index;
        if from > last {
            return;
        }
        out.observations.push(Observation::Truncated { first: from, last });
        while let Some((index, _)) = self.volatile.configs.last()
            && *index >= from
            && self.volatile.configs.len() > 1
        {
            if let Some(id) = self.durable.log.id(*index) {
                out.observations.push(Observation::ConfigurationUndone { id });
            }
            self.volatile.configs.pop();
        }
        self.durable.log.truncate(from);
    }

    pub(super) fn refuse_append(&self, to: NodeId, reason: AppendRefusal, out: &mut Output) {
        out.observations.push(Observation::AppendRefused { from: to, reason });
        self.send(to, Body::AppendRefused { reason }, out);
    }

    pub(super) fn on_append_accepted(&mut self, from: NodeId, matched: Index, out: &mut Output) {
        let last = self.durable.log.last().index;
        let Some(progress) = self.leading().and_then(|leading| leading.progress.get_mut(&from)) else {
            return;
        };
        let news = matched > progress.matched;
        progress.matched = progress.matched.max(matched.min(last));
        progress.next = progress.next.max(progress.matched + 1);
        progress.awaiting = false;
        self.count_acknowledgements(out);
        self.release_if_told(from, out);
        let last = self.durable.log.last().index;
        let lacks = |progress: &Progress| news && !progress.awaiting && progress.next <= last;
        if self.leading().and_then(|leading| leading.progress.get(&from)).is_some_and(lacks) {
            self.send_append(from, out);
        }
    }

    pub(super) fn on_append_refused(&mut self, from: NodeId, reason: AppendRefusal, out: &mut Output) {
        let last = self.durable.log.last().index;
        let Some(progress) = self.leading().and_then(|leading| leading.progress.get_mut(&from)) else {
            return;
        };
        progress.awaiting = false;
        if let AppendRefusal::Mismatch { at, try_after } = reason
            && progress.next == at.saturating_add(1)
            && try_after != at
        {
            let next = try_after.saturating_add(1);
            // Beyond `at`: it has taken the entries, but counts for nothing before it has all that it left the cluster with.
            progress.next = if next > at { next.min(last + 1) } else { next.max(progress.matched + 1) };
            self.send_append(from, out);
        }
    }

    /// Whether this leader has committed an entry of its own time: the precondition P3.
    pub(super) fn has_committed_in_term(&self) -> bool {
        self.durable.log.id(self.volatile.commit).is_some_and(|id| id.at == self.durable.at)
    }

    /// Commits what a quorum holds, provided it is of the leader's own time (Raft §5.4.2).
    pub(super) fn count_acknowledgements(&mut self, out: &mut Output) {
        let Role::Leader(leading) = &self.volatile.role else { return };
        let quorum = self.commit_quorum();
        let last = self.durable.log.last().index;
        let matched = |node: NodeId| match leading.progress.get(&node) {
            _ if node == self.id => last,
            Some(progress) => progress.matched,
            None => 0,
        };
        let reached = quorum.reached(matched).min(last);
        let own = self.durable.log.id(reached).is_some_and(|id| id.at == self.durable.at);
        let may = own || self.settings.makes(Mistake::CommitOldTermByCounting);
        if reached <= self.volatile.commit || !may {
            return;
        }
        let holders = quorum.voters().iter().filter(|&node| matched(node) >= reached).collect();
        self.commit_to(reached, CommitEvidence::Counted { holders, quorum }, Crossing::Counted, out);
    }
}

/// Whether `entries` follow `previous` without a gap and never go back in time.
pub(super) fn is_a_run(previous: LogId, entries: &[Arc<Entry>]) -> bool {
    let mut last = previous;
    entries.iter().all(|entry| {
        let follows = entry.id.index == last.index.saturating_add(1) && entry.id.at >= last.at;
        last = entry.id;
        follows
    })
}
