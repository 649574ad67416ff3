//! Epoch boundaries: sealing the old cluster's state and entering the next epoch.
//!
//! Crossing is the same for everyone: a node that knows the entry that ends its epoch to be committed keeps a [`Passed`] record (for
//! laggards and, after a merge, for the other participants), and goes on at `(new epoch, 0)` with no vote. Only the leader that
//! appended a split's `C_new`, and still leads in the same term, goes on leading (ReCraft §IV; see also the crate's documentation).

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::config::{ConfigEntry, Configuration, MergeDecision, SplitPlan};
use crate::io::{Output, Timer};
use crate::log::{Entry, Log, Payload};
use crate::machine::Machine;
use crate::message::Body;
use crate::mistakes::Mistake;
use crate::node::state::configurations;
use crate::node::{Leading, Node, Role};
use crate::observation::{Crossing, Leadership, Observation, StepDown};
use crate::snapshot::{Passed, Snapshot};
use crate::types::{ClusterId, Epoch, EpochTerm, LogId, NodeSet};

impl Node {
    /// Enters a split's new epoch in the own sub-cluster.
    pub(super) fn cross_split(&mut self, plan: &SplitPlan, boundary: LogId, how: Crossing, out: &mut Output) {
        let Some(sealed) = self.seal(boundary, None) else { return };
        let carries_term = self.is_leader() && self.settings.makes(Mistake::CarryTermAcrossBoundary);
        let at = EpochTerm::new(sealed.epoch + 1, if carries_term { self.durable.at.term } else { 0 });
        let office = self.lay_down_office(out);
        let carries_on = how == Crossing::Counted
            && office
                .as_ref()
                .is_some_and(|leading| leading.appended_boundary == Some(boundary) || carries_term);
        let Some(own) = plan.sub_of(self.id) else {
            return self.leave_for_good(&sealed, at, boundary, how, out);
        };
        let mut machine = (*sealed.machine).clone();
        machine.restrict(own.ranges.clone());
        let base = Snapshot {
            cluster: own.cluster,
            epoch: at.epoch,
            last: boundary,
            config: Configuration::stable(own.members.clone(), own.ranges.clone()),
            machine: Arc::new(machine),
            start: boundary.index,
            siblings: plan.subs.iter().filter(|sub| sub.cluster != own.cluster).cloned().collect(),
        };
        let tell = office.as_ref().map(|_| sealed.config.members.clone());
        self.enter(base, Log::after(boundary), at, out);
        self.say_entered(sealed.cluster, Some(own.cluster), at, boundary, how, out);
        self.notify_all(tell, sealed.cluster, boundary, out);
        match office {
            Some(leading) if carries_on => self.carry_on_leading(leading, boundary, out),
            Some(_) => out.observations.push(Observation::SteppedDown { reason: StepDown::EpochEnded }),
            None => {}
        }
        if self.settings.makes(Mistake::DropBoundaryEarly) {
            self.release_boundary(sealed.cluster);
        }
        self.pull_again_if_behind(how, out);
    }

    /// The leader goes on in the new epoch, and proposes now what clients asked while the boundary was on its way.
    fn carry_on_leading(&mut self, leading: Box<Leading>, boundary: LogId, out: &mut Output) {
        self.become_leader(Leadership::CarriedAcross { boundary }, Leading::default(), out);
        let reads = leading.reads.pending.into_iter().map(|read| read.command);
        for command in leading.held.into_iter().chain(reads) {
            self.on_client(command, out);
        }
    }

    /// Seals the cluster's part and goes over into the merged cluster, or, if left out of it, keeps the part for the others.
    pub(super) fn cross_merge(
        &mut self,
        decision: &Arc<MergeDecision>,
        boundary: LogId,
        how: Crossing,
        out: &mut Output,
    ) {
        let Some(sealed) = self.seal(boundary, Some(decision.epoch)) else { return };
        out.observations.push(Observation::Sealed { cluster: sealed.cluster, last: boundary });
        let at = EpochTerm::new(decision.epoch, 0);
        let office = self.lay_down_office(out);
        let tell = office.as_ref().map(|_| sealed.config.members.clone());
        if decision.members.contains(self.id) {
            self.enter_merged(decision, at, out);
            self.say_entered(sealed.cluster, Some(decision.into), at, boundary, how, out);
        } else {
            self.durable.keeping = Some(decision.clone());
            self.volatile.served = NodeSet::new();
            self.leave_for_good(&sealed, at, boundary, how, out);
            self.set_retry_timer(Timer::Merge, out);
        }
        self.notify_all(tell, sealed.cluster, boundary, out);
        if office.is_some() {
            out.observations.push(Observation::SteppedDown { reason: StepDown::EpochEnded });
        }
        self.gather_parts(out);
        self.pull_again_if_behind(how, out);
    }

    /// A new log that begins with the genesis entry; the state is whole once every part is there.
    fn enter_merged(&mut self, decision: &Arc<MergeDecision>, at: EpochTerm, out: &mut Output) {
        let id = LogId { at, index: 1 };
        let payload = Payload::Config(ConfigEntry::Genesis(decision.clone()));
        let mut log = Log::after(LogId::default());
        log.push(Arc::new(Entry { id, payload }));
        let base = Snapshot {
            cluster: decision.into,
            epoch: at.epoch,
            last: LogId::default(),
            config: Configuration::stable(decision.members.clone(), decision.ranges.clone()),
            machine: Arc::new(Machine::new(decision.ranges.clone())),
            start: id.index,
            siblings: Vec::new(),
        };
        self.enter(base, log, at, out);
        let exchanges = !self.settings.makes(Mistake::ResumeWithoutExchange);
        self.durable.exchange = exchanges.then(|| decision.clone());
        self.volatile.rounds = 0;
    }

    /// Seals the state at `boundary`, and keeps it with the log that led there. No epoch follows that is not later, or the last there can be.
    fn seal(&mut self, boundary: LogId, next: Option<Epoch>) -> Option<Arc<Snapshot>> {
        let base = self.durable.base.as_ref()?;
        let next = next.unwrap_or(base.epoch.saturating_add(1));
        if next <= base.epoch || next == Epoch::MAX {
            return None;
        }
        let snapshot = Arc::new(Snapshot {
            cluster: base.cluster,
            epoch: base.epoch,
            last: boundary,
            config: self.volatile.configuration_at(boundary.index).1.clone(),
            machine: self.volatile.machine.share(),
            start: base.start,
            siblings: base.siblings.clone(),
        });
        let mut log = self.durable.log.clone();
        log.truncate(boundary.index + 1);
        self.durable
            .passed
            .insert(snapshot.cluster, Arc::new(Passed { snapshot: snapshot.clone(), log, released: false }));
        Some(snapshot)
    }

    /// Lets go of what laggards of `cluster` would need; what remains is where its epoch ended, and by which entry.
    pub(super) fn release_boundary(&mut self, cluster: ClusterId) {
        if let Some(passed) = self.durable.passed.get_mut(&cluster).filter(|passed| !passed.released) {
            *passed = Arc::new(passed.without_data());
        }
    }

    /// Ends whatever the node was in the old epoch; gives back what a leader kept.
    fn lay_down_office(&mut self, out: &mut Output) -> Option<Box<Leading>> {
        let role = core::mem::replace(&mut self.volatile.role, Role::Follower { leader: None });
        let Role::Leader(leading) = role else { return None };
        out.timers.push((Timer::Heartbeat, None));
        out.timers.push((Timer::Merge, None));
        Some(leading)
    }

    fn enter(&mut self, base: Snapshot, log: Log, at: EpochTerm, out: &mut Output) {
        self.volatile.configs = configurations(base.last.index, &base.config, &log);
        self.volatile.commit = base.start.max(base.last.index);
        self.volatile.applied = base.last.index;
        self.volatile.machine = (*base.machine).clone();
        self.durable.base = Some(Arc::new(base));
        self.durable.log = log;
        self.durable.at = at;
        self.durable.voted_for = None;
        self.volatile.hears_leader = false;
        self.volatile.receiving = None;
        out.timers.push((Timer::Pull, None));
        self.set_election_timer(out);
    }

    /// Starts over from a snapshot of the node's own cluster or of the one it joins.
    pub(super) fn restore(&mut self, snapshot: &Arc<Snapshot>, log: Log) {
        self.volatile.configs = configurations(snapshot.last.index, &snapshot.config, &log);
        self.volatile.commit = self.volatile.commit.max(snapshot.last.index);
        self.volatile.applied = snapshot.last.index;
        self.volatile.machine = (*snapshot.machine).clone();
        self.durable.base = Some(snapshot.clone());
        self.durable.log = log;
        self.durable.exchange = None;
    }

    fn leave_for_good(
        &mut self,
        sealed: &Snapshot,
        at: EpochTerm,
        boundary: LogId,
        how: Crossing,
        out: &mut Output,
    ) {
        self.durable.at = at;
        self.durable.voted_for = None;
        self.say_entered(sealed.cluster, None, at, boundary, how, out);
        self.become_spare(None, out);
    }

    fn say_entered(
        &self,
        left: ClusterId,
        entered: Option<ClusterId>,
        at: EpochTerm,
        boundary: LogId,
        how: Crossing,
        out: &mut Output,
    ) {
        out.observations.push(Observation::EpochEntered { left, entered, at, boundary, how });
    }

    /// ReCraft's notifyCommit: the leader that committed the boundary tells everyone of the old cluster.
    fn notify_all(&self, tell: Option<NodeSet>, cluster: ClusterId, boundary: LogId, out: &mut Output) {
        for node in tell.unwrap_or_default().iter() {
            self.send(node, Body::NotifyCommit { cluster, boundary }, out);
        }
    }

    /// One boundary a hop: whoever pulled and is still behind the time it heard of asks again.
    fn pull_again_if_behind(&mut self, how: Crossing, out: &mut Output) {
        let pulling = self.volatile.pulling.take();
        if let (Some(pulling), Crossing::Pulled(from)) = (pulling, how)
            && pulling.because_of.epoch > self.durable.at.epoch
            && !self.durable.spare
        {
            self.start_pull(from, pulling.because_of, out);
        }
    }
}
