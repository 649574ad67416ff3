//! Snapshots: a cluster's whole state at one log entry.
//!
//! They serve three purposes. A node that *joins* a cluster starts from one. At an *epoch boundary* every node seals one,
//! so that laggards and, in a merge, the other participants can be given what the old cluster knew (ReCraft §V). And a log
//! always stands on one: the state before its first entry.

use alloc::sync::Arc;
use alloc::vec::Vec;
use serde::Serialize;

use crate::config::{Configuration, SubCluster};
use crate::log::Log;
use crate::machine::Machine;
use crate::types::{ClusterId, Epoch, Index, LogId};

/// The state of `cluster` after the entry `last`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Snapshot {
    /// Whose state.
    pub cluster: ClusterId,
    /// The cluster's epoch.
    pub epoch: Epoch,
    /// The last entry it includes.
    pub last: LogId,
    /// The configuration at that entry.
    pub config: Configuration,
    /// The replicated state.
    pub machine: Arc<Machine>,
    /// Where the cluster's own epoch begins in the log: everything up to here was committed by its parents.
    pub start: Index,
    /// The clusters that came out of the same split, to send clients on to.
    pub siblings: Vec<SubCluster>,
}

/// The record of an epoch boundary that a node passed: what it needs to bring others of that cluster across.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Passed {
    /// The cluster that ended, its state at the boundary, and the boundary itself (`snapshot.last`).
    pub snapshot: Arc<Snapshot>,
    /// The old cluster's log up to and including the boundary.
    pub log: Log,
    /// Whether state and log have been let go of, because every member of the old cluster has passed the boundary: then the state is
    /// empty (but for the outcomes of merges), and the boundary itself is all that remains of the log.
    pub released: bool,
}

impl Passed {
    /// The same without what laggards would need.
    #[must_use]
    pub fn without_data(&self) -> Self {
        let boundary = self.snapshot.last.index;
        let before = self.log.id(boundary.saturating_sub(1)).unwrap_or_default();
        let mut log = Log::after(before);
        if let Some(entry) = self.log.get(boundary).filter(|_| before.index + 1 == boundary) {
            log.push(entry.clone());
        }
        // Whoever asks how a merge ended may ask late.
        let outcomes = self.snapshot.machine.outcomes.clone();
        let machine = Arc::new(Machine { outcomes, ..Machine::new(self.snapshot.machine.ranges.clone()) });
        let snapshot = Arc::new(Snapshot { machine, ..(*self.snapshot).clone() });
        Self { snapshot, log, released: true }
    }
}
