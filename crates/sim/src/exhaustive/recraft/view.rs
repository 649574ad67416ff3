//! What is looked at of a node to see whether it goes together with another one, and with what is remembered.

use recraft_protocol::log::Log;
use recraft_protocol::types::{ClientId, ClusterId, EpochTerm, Index, LogId, NodeId};
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
    /// The newest request of each client in that state; `None` if these are not remembered here.
    sessions: Option<Vec<(ClientId, u64)>>,
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
            sessions: (host.remembers_requests() && node.exchange().is_none()).then(|| {
                node.machine().sessions.iter().map(|(&client, session)| (client, session.seq)).collect()
            }),
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

    /// What is wrong between a node and what is remembered.
    pub(super) fn recall(&self, memory: &Memory) -> Option<Breach> {
        self.lacks_entry(memory).or_else(|| self.lacks_request(memory))
    }

    /// *Nothing is lost*: what a client's request did is in every later state, of its cluster and of those that come from it.
    fn lacks_request(&self, memory: &Memory) -> Option<Breach> {
        let (cluster, sessions, (applied, _)) = (self.cluster?, self.sessions.as_ref()?, self.state?);
        let ancestors = memory.ancestors(cluster);
        let concerned = memory.committed.iter().filter(|((owner, index), _)| {
            (*owner == cluster && *index <= applied) || ancestors.contains(owner)
        });
        let has = |client, seq| sessions.iter().any(|&(known, newest)| known == client && newest >= seq);
        let mut lost = concerned.filter_map(|(_, commit)| commit.request.map(|request| (commit.id, request)));
        lost.find(|&(_, (client, seq))| !has(client, seq)).map(|(id, (client, _))| Breach {
            property: Property::NothingLost,
            detail: format!(
                "what {client} did with the committed entry {id} is not in the state of a node of {cluster}"
            ),
        })
    }

    /// *Leader completeness*: a leader has whatever has been committed at an earlier time.
    fn lacks_entry(&self, memory: &Memory) -> Option<Breach> {
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
