//! What is looked at of a node to see whether it goes together with another one, and with what is remembered.

use recraft_protocol::log::Log;
use recraft_protocol::types::{ClusterId, EpochTerm, Index, LogId, NodeId};
use serde::Serialize;

use super::host::Host;
use super::memory::Memory;
use crate::checker::Property;
use crate::exhaustive::fingerprint::{Renaming, fingerprint};
use crate::exhaustive::model::Breach;

/// See the module's documentation.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    cluster: Option<ClusterId>,
    log: Log,
    leads: Option<(NodeId, EpochTerm)>,
    /// How far it has applied, and what stands for its state there; `None` while parts of a merge are missing.
    state: Option<(Index, u64)>,
}

impl View {
    pub(super) fn of(host: &Host) -> Self {
        let node = &host.node;
        let machine = || fingerprint(0, node.machine(), &Renaming::none());
        Self {
            cluster: node.cluster(),
            log: node.log().clone(),
            leads: host.leads().map(|_| (node.id(), node.at())),
            state: node.exchange().is_none().then(|| (node.applied(), machine())),
        }
    }

    /// What is wrong between two nodes of the same cluster: *log matching*, and equal states after the same entries.
    pub(super) fn compare(&self, other: &Self) -> Option<Breach> {
        let cluster = self.cluster.filter(|_| self.cluster == other.cluster)?;
        if let Some((one, two)) = mismatch(&self.log, &other.log) {
            let detail = format!("in {cluster} the logs of two nodes agree at {one} but not at {two}");
            return Some(Breach { property: Property::LogMatching, detail });
        }
        let ((applied, state), (its_applied, its_state)) = (self.state?, other.state?);
        (applied == its_applied && state != its_state).then(|| Breach {
            property: Property::StateMachineSafety,
            detail: format!(
                "two nodes of {cluster} have applied the entries up to {applied} and differ in their state"
            ),
        })
    }

    /// *Leader completeness*: a leader has whatever has been committed at an earlier time.
    pub(super) fn recall(&self, memory: &Memory) -> Option<Breach> {
        let ((leader, at), cluster) = (self.leads?, self.cluster?);
        let committed =
            memory.committed.range((cluster, 0)..=(cluster, Index::MAX)).map(|(_, commit)| commit);
        let mut lacking = committed.filter(|commit| {
            commit.at < at && commit.id.index > self.log.base().index && !self.log.holds(commit.id)
        });
        lacking.next().map(|commit| Breach {
            property: Property::LeaderCompleteness,
            detail: format!(
                "{} was committed in {cluster} at {}, but {leader}, who leads at {at}, does not hold it",
                commit.id, commit.at
            ),
        })
    }
}

/// An index where two logs have the same entry, and one before where they have not.
fn mismatch(one: &Log, other: &Log) -> Option<(LogId, Index)> {
    let first = one.base().index.max(other.base().index) + 1;
    let last = one.last().index.min(other.last().index);
    let mut agree: Option<LogId> = None;
    for index in (first..=last).rev() {
        let (mine, theirs) = (one.get(index)?, other.get(index)?);
        match agree {
            None if mine.id == theirs.id => agree = Some(mine.id),
            _ => {}
        }
        if let Some(above) = agree.filter(|_| mine != theirs) {
            return Some((above, index));
        }
    }
    None
}
