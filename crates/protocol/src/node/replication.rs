//! Replication: a leader sends what a follower lacks, a follower takes it in where the logs agree (Raft §5.3).
//!
//! With a window of 1 one message is outstanding to each follower, and a heartbeat sends again from the same place; with a larger one the
//! leader sends on without waiting (`progress`). A follower that lacks what lies before the leader's base gets a snapshot instead.

use alloc::sync::Arc;

use crate::entries::Entries;
use crate::io::Output;
use crate::log::{Entry, Payload};
use crate::message::{AppendRefusal, Body};
use crate::mistakes::Mistake;
use crate::node::{Leading, Node, Progress, Role};
use crate::observation::{Crossing, Observation, StepDown};
use crate::types::{Index, LogId, NodeId};

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
        out.observe(|| Observation::Proposed { entry: entry.clone() });
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
                leading.progress.or_insert_with(peer, || Progress::new(next));
            }
        }
    }

    fn send_to_idle_peers(&mut self, out: &mut Output) {
        let window = self.settings.extensions.window;
        let mut place = 0;
        while let Some((peer, progress)) = self.peer(place) {
            if progress.has_room(window) {
                self.send_append(peer, out);
            }
            place += 1;
        }
    }

    /// The peer at a place in their order, and what this leader knows of it.
    fn peer(&self, place: usize) -> Option<(NodeId, Progress)> {
        let Role::Leader(leading) = &self.volatile.role else { return None };
        leading.progress.nth(place).map(|(&peer, &progress)| (peer, progress))
    }

    pub(super) fn on_heartbeat_due(&mut self, out: &mut Output) {
        let Some(leading) = self.leading() else { return };
        leading.beats.total = leading.beats.total.saturating_add(1);
        leading.progress.values_mut().for_each(Progress::beat);
        self.give_up_late_transfer(out);
        if self.has_lost_its_quorum() {
            return self.step_down(StepDown::QuorumLost, None, out);
        }
        self.begin_lease_round();
        self.send_to_everyone(out);
        self.count_round(out);
        self.ask_who_has_passed(out);
        self.set_heartbeat_timer(out);
    }

    /// Sends to every peer, whatever is outstanding.
    pub(super) fn send_to_everyone(&mut self, out: &mut Output) {
        let mut place = 0;
        while let Some((peer, _)) = self.peer(place) {
            self.send_append(peer, out);
            place += 1;
        }
    }

    /// Sends what `peer` lacks, or an empty message if that is nothing.
    pub(super) fn send_append(&mut self, peer: NodeId, out: &mut Output) {
        let batch = Index::from(self.settings.extensions.batch.max(1));
        let Role::Leader(leading) = &mut self.volatile.role else { return };
        let Some(progress) = leading.progress.get_mut(&peer) else { return };
        let next = progress.next;
        let Some(previous) = self.durable.log.id(next.saturating_sub(1)) else {
            progress.streaming = false;
            progress.sent(0);
            return self.send_snapshot(peer, out);
        };
        let last = self.durable.log.last().index.min(next + batch - 1);
        let entries = self.durable.log.slice(next, last).cloned().collect::<Entries>();
        progress.sent(entries.len());
        let round = leading.reads.round;
        self.send(peer, Body::Append { previous, entries, commit: self.volatile.commit, round }, out);
    }

    pub(super) fn on_append(
        &mut self,
        from: NodeId,
        previous: LogId,
        entries: &[Arc<Entry>],
        commit: Index,
        round: u32,
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
            let (at, try_after) = (previous.index, self.suggest_where_to_try(previous.index));
            return self.refuse_append(from, AppendRefusal::Mismatch { at, try_after }, out);
        }
        self.take_in(from, entries, out);
        let matched = (previous.index + entries.len() as Index).min(self.durable.log.last().index);
        self.acknowledge(from, previous.index, matched, round, out);
        self.commit_to(commit.min(matched), Crossing::Told(from), out);
    }

    /// The entry at `at` is missing: the log's end. It conflicts: one entry back, or, with fast back-up, past the whole conflicting
    /// term (Raft §5.3). Nothing committed can conflict.
    fn suggest_where_to_try(&self, at: Index) -> Index {
        let log = &self.durable.log;
        let back = match log.id(at) {
            Some(id) if self.settings.extensions.fast_backup => {
                log.start_of_time(at, id.at).saturating_sub(1)
            }
            _ => at.saturating_sub(1),
        };
        back.min(log.last().index).max(self.volatile.commit)
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
        out.observe(|| Observation::Appended { from, first, last });
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

    pub(super) fn on_append_accepted(&mut self, from: NodeId, matched: Index, round: u32, out: &mut Output) {
        let last = self.durable.log.last().index;
        let window = self.settings.extensions.window;
        let Some(leading) = self.leading() else { return };
        let Some(progress) = leading.progress.get_mut(&from) else { return };
        let news = progress.accepted(matched.min(last), window);
        progress.round = progress.round.max(round.min(leading.reads.round));
        leading.beats.heard.insert(from);
        if leading.snapshots.get(&from).is_some_and(|(snapshot, _)| matched >= snapshot.last.index) {
            leading.snapshots.remove(&from);
        }
        if matched > self.volatile.commit {
            self.count_acknowledgements(out); // Up to the commit index one more holder makes no difference.
        }
        self.release_if_told(from, out);
        self.count_round(out);
        self.hand_over_if_ready(from, out);
        self.send_more(from, news, out);
    }

    /// Sends what `peer` still lacks, as far as its window lets it. While probing only news is a reason to: what was lost is sent
    /// again with the next heartbeat.
    fn send_more(&mut self, peer: NodeId, news: bool, out: &mut Output) {
        let window = self.settings.extensions.window;
        loop {
            let last = self.durable.log.last().index;
            let lacks = |progress: &Progress| {
                progress.has_room(window) && progress.next <= last && (news || progress.streaming)
            };
            let progress = self.leading().and_then(|leading| leading.progress.get(&peer));
            if !progress.is_some_and(lacks) {
                return;
            }
            self.send_append(peer, out);
        }
    }

    pub(super) fn on_append_refused(&mut self, from: NodeId, reason: AppendRefusal, out: &mut Output) {
        let last = self.durable.log.last().index;
        let Some(leading) = self.leading() else { return };
        let Some(progress) = leading.progress.get_mut(&from) else { return };
        let again = match reason {
            AppendRefusal::Mismatch { at, try_after } => progress.mismatched(at, try_after, last),
            _ => {
                progress.outstanding = 0;
                false
            }
        };
        leading.beats.heard.insert(from);
        if again {
            self.send_append(from, out);
        }
    }

    /// Whether this leader has committed an entry of its own time: the precondition P3.
    pub(super) fn has_committed_in_term(&self) -> bool {
        self.durable.log.id(self.volatile.commit).is_some_and(|id| id.at == self.durable.at)
    }

    /// Commits what a quorum holds, provided it is of the leader's own time (Raft §5.4.2).
    pub(super) fn count_acknowledgements(&mut self, out: &mut Output) {
        if !self.is_leader() {
            return;
        }
        let reached = self.reached_by_commit_quorum(|node| self.matched(node));
        let reached = reached.min(self.durable.log.last().index);
        let own = self.durable.log.id(reached).is_some_and(|id| id.at == self.durable.at);
        let may = own || self.settings.makes(Mistake::CommitOldTermByCounting);
        if reached <= self.volatile.commit || !may {
            return;
        }
        self.commit_to(reached, Crossing::Counted, out);
    }

    /// Up to where this leader knows `node` to hold its log.
    pub(super) fn matched(&self, node: NodeId) -> Index {
        match &self.volatile.role {
            _ if node == self.id => self.durable.log.last().index,
            Role::Leader(leading) => leading.progress.get(&node).map_or(0, |progress| progress.matched),
            _ => 0,
        }
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
