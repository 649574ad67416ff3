//! Pull-based catch-up (ReCraft §IV-C): a node that learns of a later epoch asks for what its own cluster committed up to the end
//! of its epoch, and crosses in one step when it has that.

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::config::{ConfigEntry, Stage};
use crate::durable::Left;
use crate::io::{Output, Timer};
use crate::log::{Entry, Log};
use crate::message::Body;
use crate::mistakes::Mistake;
use crate::node::replication::is_a_run;
use crate::node::{Node, Pulling, Role};
use crate::observation::{Crossing, Observation, StepDown};
use crate::snapshot::Snapshot;
use crate::types::{ClusterId, EpochTerm, Index, LogId, NodeId, NodeSet};

impl Node {
    /// Asks `from`, who spoke of a later time, unless a pull is under way.
    pub(super) fn start_pull(&mut self, from: NodeId, because_of: EpochTerm, out: &mut Output) {
        if let Some(pulling) = &mut self.volatile.pulling {
            pulling.because_of = pulling.because_of.max(because_of);
            return;
        }
        let Some(cluster) = self.cluster() else { return };
        self.volatile.pulling = Some(Pulling { from, because_of, tries: 0 });
        let first = self.volatile.commit + 1;
        out.observations.push(Observation::PullStarted { from, cluster, first, because_of });
        self.ask_for_log(from, cluster, out);
        self.set_retry_timer(Timer::Pull, out);
    }

    fn ask_for_log(&self, whom: NodeId, cluster: ClusterId, out: &mut Output) {
        let has_state = self.durable.exchange.is_none();
        self.send(whom, Body::PullLog { cluster, from: self.volatile.commit + 1, has_state }, out);
    }

    /// The answer has not come: asks another. Also asks again for the parts of a merge.
    pub(super) fn on_pull_due(&mut self, out: &mut Output) {
        self.gather_parts(out);
        let Some(pulling) = self.volatile.pulling else { return };
        let candidates = self.configuration().members.clone();
        let tries = pulling.tries + 1;
        let (Some(cluster), Some(next)) = (self.cluster(), candidates.iter().cycle().nth(tries as usize))
        else {
            return;
        };
        if tries as usize > 2 * candidates.len() {
            self.volatile.pulling = None; // Whoever is ahead will be heard of again.
            return;
        }
        self.volatile.pulling = Some(Pulling { from: next, tries, ..pulling });
        self.ask_for_log(next, cluster, out);
        self.set_retry_timer(Timer::Pull, out);
    }

    pub(super) fn on_pull_unknown(&mut self, cluster: ClusterId, out: &mut Output) {
        if self.cluster() == Some(cluster) && self.volatile.pulling.is_some() {
            self.on_pull_due(out);
        }
    }

    /// Answers a pull with the entries up to and including the boundary, never beyond; or with the sealed state where entries
    /// would not help; or says that it cannot.
    pub(super) fn on_pull_log(
        &self,
        to: NodeId,
        cluster: ClusterId,
        first: Index,
        has_state: bool,
        out: &mut Output,
    ) {
        let passed = self.durable.passed.get(&cluster).filter(|passed| !passed.released);
        let (boundary, body) = if let Some(passed) = passed {
            let boundary = passed.snapshot.last;
            let mut entries: Vec<_> = passed.log.slice(first, boundary.index).cloned().collect();
            if has_state && entries.first().is_some_and(|entry| entry.id.index == first) {
                if self.settings.makes(Mistake::PullPastBoundary) && self.epoch_start() == boundary.index {
                    entries.extend(self.durable.log.slice(boundary.index + 1, self.volatile.commit).cloned());
                }
                (boundary, Body::PulledLog { cluster, entries: entries.into() })
            } else {
                (boundary, Body::PulledSnapshot { snapshot: passed.snapshot.clone() })
            }
        } else if let Some(snapshot) = self.durable.parts.get(&cluster) {
            (snapshot.last, Body::PulledSnapshot { snapshot: snapshot.clone() })
        } else {
            return self.cannot_serve_pull(to, cluster, out);
        };
        out.observations.push(Observation::PullServed { to, cluster, boundary });
        self.send(to, body, out);
    }

    fn cannot_serve_pull(&self, to: NodeId, cluster: ClusterId, out: &mut Output) {
        if let Some(left) = self.knows_removed(to, cluster) {
            return self.say_removed(to, cluster, left, out);
        }
        if let Some(passed) = self.durable.passed.get(&cluster).filter(|passed| passed.released)
            && !passed.snapshot.config.includes(to)
        {
            // It was removed before the end; those who were not have all crossed.
            let left = Left { by: passed.snapshot.last, members: passed.snapshot.config.everyone() };
            return self.say_removed(to, cluster, left, out);
        }
        if !self.refer_to_those_who_stayed(to, cluster, out) {
            out.observations.push(Observation::PullUnknown { to, cluster });
            self.send(to, Body::PullUnknown { cluster }, out);
        }
    }

    /// Takes the pulled entries in place of whatever uncommitted ones it has, commits them, and crosses: one step.
    pub(super) fn on_pulled_log(
        &mut self,
        from: NodeId,
        cluster: ClusterId,
        entries: &[Arc<Entry>],
        out: &mut Output,
    ) {
        let commit = self.volatile.commit;
        let lacking = entries.iter().position(|entry| entry.id.index == commit + 1);
        let (true, Some(lacking), Some(held)) =
            (self.cluster() == Some(cluster), lacking, self.durable.log.id(commit))
        else {
            return;
        };
        let entries = &entries[lacking..];
        let end = entries.iter().position(|entry| entry.ends_epoch()).map_or(0, |place| place + 1);
        let (entries, beyond) = entries.split_at(end);
        let own = entries.last().is_some_and(|boundary| boundary.id.at.epoch <= self.durable.at.epoch);
        if !own || !is_a_run(held, entries) || self.durable.exchange.is_some() {
            return;
        }
        self.give_way_to_the_next_epoch(out);
        let conflict =
            entries.iter().find(|entry| !self.durable.log.holds(entry.id)).map(|entry| entry.id.index);
        self.truncate(conflict.unwrap_or(entries[entries.len() - 1].id.index + 1), out);
        for entry in entries {
            if entry.id.index > self.durable.log.last().index {
                self.append(entry.clone(), out);
            }
        }
        let boundary = entries[entries.len() - 1].id.index;
        self.commit_to(boundary, Crossing::Pulled(from), out);
        if self.settings.makes(Mistake::PullPastBoundary) && self.epoch_start() == boundary {
            self.take_what_lies_beyond(from, beyond, out);
        }
    }

    /// The mistake: what follows the boundary belongs to the responder's new cluster, which need not be the puller's.
    fn take_what_lies_beyond(&mut self, from: NodeId, beyond: &[Arc<Entry>], out: &mut Output) {
        let last = self.durable.log.last();
        if !is_a_run(last, beyond) || beyond.iter().any(|entry| entry.config().is_some()) {
            return;
        }
        for entry in beyond {
            self.append(entry.clone(), out);
        }
        let LogId { at, index: end } = self.durable.log.last();
        if at > self.durable.at {
            // No log is ahead of its node's time: it could not be written on.
            (self.durable.at, self.durable.voted_for) = (at, None);
        }
        self.commit_to(end, Crossing::Pulled(from), out);
    }

    fn give_way_to_the_next_epoch(&mut self, out: &mut Output) {
        if matches!(self.volatile.role, Role::Leader(_) | Role::Candidate { .. } | Role::PreCandidate { .. })
        {
            self.step_down(StepDown::EpochEnded, None, out);
        }
    }

    /// Takes over the sealed state of its own cluster and crosses.
    pub(super) fn on_pulled_snapshot(&mut self, from: NodeId, snapshot: &Arc<Snapshot>, out: &mut Output) {
        let fits = self.cluster() == Some(snapshot.cluster) && snapshot.epoch == self.durable.at.epoch;
        if !fits || !snapshot.config.is_leaving() || snapshot.last.at.epoch > self.durable.at.epoch {
            return;
        }
        self.give_way_to_the_next_epoch(out);
        self.restore(snapshot, Log::after(snapshot.last));
        let how = Crossing::Pulled(from);
        match snapshot.config.stage.clone() {
            Stage::SplitLeaving(plan) => self.cross_split(&plan, snapshot.last, how, out),
            Stage::MergeLeaving(decision) => self.cross_merge(&decision, snapshot.last, how, out),
            _ => {}
        }
    }

    /// The boundary has committed. Whoever holds exactly that entry crosses at once; any other pulls.
    pub(super) fn on_notify_commit(
        &mut self,
        from: NodeId,
        at: EpochTerm,
        cluster: ClusterId,
        boundary: LogId,
        out: &mut Output,
    ) {
        if self.cluster() != Some(cluster) {
            return;
        }
        let held = self.durable.log.get(boundary.index).filter(|entry| entry.id == boundary);
        if held.and_then(|entry| entry.config()).is_some_and(ConfigEntry::ends_epoch) {
            self.commit_to(boundary.index, Crossing::Notified(from), out);
        } else {
            self.start_pull(from, at, out);
        }
    }

    /// Tells a node that still speaks with an ended epoch that it is over.
    pub(super) fn notify_of_boundary(&self, to: NodeId, cluster: Option<ClusterId>, out: &mut Output) {
        let Some(passed) = cluster.and_then(|cluster| self.durable.passed.get(&cluster)) else { return };
        let (cluster, boundary) = (passed.snapshot.cluster, passed.snapshot.last);
        out.observations.push(Observation::Notified { to, boundary });
        self.send(to, Body::NotifyCommit { cluster, boundary }, out);
    }

    /// A member of nothing in its own newest configuration asks, rather than stands.
    pub(super) fn ask_whether_removed(&mut self, out: &mut Output) {
        self.volatile.rounds = 1;
        self.ask_all_for_log(&self.configuration().members.clone(), out);
    }

    pub(super) fn ask_all_for_log(&self, whom: &NodeSet, out: &mut Output) {
        let Some(cluster) = self.cluster() else { return };
        for node in whom.iter() {
            self.ask_for_log(node, cluster, out);
        }
    }

    /// A committed configuration does not include this node.
    pub(super) fn on_removed(
        &mut self,
        cluster: Option<ClusterId>,
        by: LogId,
        members: NodeSet,
        out: &mut Output,
    ) {
        let last = self.durable.log.last();
        let within = self.configuration().includes(self.id);
        let known = if self.volatile.configs[0].1.includes(self.id) {
            last <= by || !within
        } else {
            // Who joined a moment ago may not have the entry that adds it: only news of its log's end or later counts. Should that entry
            // be on its way none the less, a spare takes it in as well (`come_back`).
            last < by || (!within && (last == by || self.volatile.configs.len() > 1))
        };
        if cluster == self.cluster() && known && !matches!(self.volatile.role, Role::Spare) {
            self.leave_office(None, out);
            self.become_spare(Some(Left { by, members }), out);
        }
    }
}
