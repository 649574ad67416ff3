//! Letting go of what was kept for laggards of an epoch boundary.
//!
//! Every node that passes a boundary keeps the old cluster's log and state, so that it can bring others across. They may go only when
//! every member of the old cluster has left it behind, and, after a merge, when every member of the new one holds every part. The
//! leader of each cluster that came out of it asks the members (with compaction switched on; otherwise everything is kept), and
//! tells them all when the last one has answered. What remains is where the epoch ended, and by which entry.
//!
//! The answer is a promise, and is kept on disk: a node that never was in the old cluster itself (it was added, but never heard of it)
//! must not join it later by a snapshot that was long on its way; nobody could bring it across any more.

use alloc::vec::Vec;

use crate::config::Stage;
use crate::io::Output;
use crate::message::Body;
use crate::node::{Node, Role};
use crate::observation::Observation;
use crate::snapshot::Passed;
use crate::types::{ClusterId, Epoch, NodeId, NodeSet};

/// The leader asks with every so manyth heartbeat.
const BEATS_BETWEEN_ASKING: u32 = 4;

impl Node {
    /// Asks those of whom it is not known yet whether they have left the ended clusters behind.
    pub(super) fn ask_who_has_passed(&mut self, out: &mut Output) {
        let Role::Leader(leading) = &self.volatile.role else { return };
        let due = leading.beats.total.is_multiple_of(BEATS_BETWEEN_ASKING);
        if !due || self.settings.extensions.compact_after.is_none() {
            return;
        }
        let none = NodeSet::new();
        let mut ask: Vec<(NodeId, ClusterId, Epoch)> = Vec::new();
        for (&cluster, passed) in self.durable.passed.iter().filter(|(_, passed)| !passed.released) {
            let known = leading.passed_by.get(&cluster).unwrap_or(&none);
            let until = entered(passed);
            ask.extend(concerned(passed).without(known).iter().map(|node| (node, cluster, until)));
        }
        for (node, cluster, until) in ask {
            if node == self.id {
                self.on_have_passed(node, cluster, out);
            } else {
                self.send(node, Body::AskPassed { cluster, until }, out);
            }
        }
    }

    /// Answers if it has left the cluster behind; a laggard, who may not even have come to it, or to the merge that needs its state, says
    /// nothing, and will be asked again.
    pub(super) fn on_ask_passed(&mut self, from: NodeId, cluster: ClusterId, until: Epoch, out: &mut Output) {
        let behind = !self.durable.spare && self.durable.at.epoch < until;
        let gathers =
            self.durable.exchange.as_ref().is_some_and(|merge| merge.participant(cluster).is_some());
        let passed = self.durable.passed.contains_key(&cluster);
        if gathers || (behind && !passed) {
            return;
        }
        if !passed {
            self.durable.ended.insert(cluster);
        }
        self.send(from, Body::HavePassed { cluster }, out);
    }

    pub(super) fn on_have_passed(&mut self, from: NodeId, cluster: ClusterId, out: &mut Output) {
        let Some(concerned) = self
            .durable
            .passed
            .get(&cluster)
            .filter(|passed| !passed.released)
            .map(|passed| concerned(passed))
        else {
            return;
        };
        let Some(leading) = self.leading() else { return };
        let by = leading.passed_by.or_default(cluster);
        by.insert(from);
        if !concerned.is_subset(by) {
            return;
        }
        leading.passed_by.remove(&cluster);
        for node in concerned.iter() {
            self.send(node, Body::ReleaseBoundary { cluster }, out);
        }
        self.on_release_boundary(cluster, out);
    }

    pub(super) fn on_release_boundary(&mut self, cluster: ClusterId, out: &mut Output) {
        let held = self.durable.passed.get(&cluster).is_some_and(|passed| !passed.released);
        if held || self.durable.parts.remove(&cluster).is_some() {
            self.release_boundary(cluster);
            out.observations.push(Observation::BoundaryReleased { cluster });
        }
    }
}

/// The epoch that begins at the boundary.
fn entered(passed: &Passed) -> Epoch {
    match &passed.snapshot.config.stage {
        Stage::MergeLeaving(decision) => decision.epoch,
        _ => passed.snapshot.epoch + 1,
    }
}

/// Who must have left the old cluster behind: its members, and after a merge those of the new one, who need its state.
fn concerned(passed: &Passed) -> NodeSet {
    let members = passed.snapshot.config.everyone();
    match &passed.snapshot.config.stage {
        Stage::MergeLeaving(decision) => members.union(&decision.members),
        _ => members,
    }
}
