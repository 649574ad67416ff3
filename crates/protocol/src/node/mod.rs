//! A node: inputs in, outputs out.
//!
//! [`Node::handle`] is the one entrance. It looks at the input's kind and at how the sender's cluster and epoch relate to the
//! node's own (`dispatch`), and hands on to the file of the role or of the reconfiguration concerned.

mod across;
mod boundary;
mod catch_up;
mod client;
mod commit;
mod compaction;
mod dispatch;
mod election;
mod exchange;
mod install;
mod join;
mod merge;
mod participant;
mod progress;
mod quorums;
mod read;
mod reconfigure;
mod release;
mod replication;
mod state;
mod transfer;

pub use progress::Progress;
pub use state::{
    Beats, Coordination, Leading, PendingRead, Prepared, Pulling, Reading, Role, Transfer, Volatile,
};

use crate::table::{SmallSet, Table};
use alloc::sync::Arc;
use serde::Serialize;

use crate::config::{Configuration, MergeDecision};
use crate::durable::Durable;
use crate::io::{Input, Output, Timer};
use crate::log::Log;
use crate::machine::Machine;
use crate::mistakes::Mistake;
use crate::observation::{Crossing, Observation};
use crate::settings::Settings;
use crate::snapshot::Snapshot;
use crate::types::{ClusterId, EpochTerm, Index, LogId, NodeId, NodeSet};

/// One server: what it has on disk, and what it has in memory.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Node {
    id: NodeId,
    settings: Settings,
    durable: Durable,
    volatile: Volatile,
}

/// How far a node is with gathering the parts of a merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exchange<'a> {
    /// The merge.
    pub decision: &'a Arc<MergeDecision>,
    /// How many parts the node holds.
    pub held: usize,
    /// How many there are.
    pub of: usize,
}

impl Node {
    /// A member of a cluster that has existed from the beginning of the run.
    #[must_use]
    pub fn member(id: NodeId, cluster: ClusterId, config: Configuration, settings: Settings) -> Self {
        let base = Snapshot {
            cluster,
            epoch: 0,
            last: LogId::default(),
            machine: Arc::new(Machine::new(config.ranges.clone())),
            config,
            start: 0,
            siblings: alloc::vec::Vec::new(),
        };
        Self::from_disk(id, Self::disk(Some(Arc::new(base))), settings)
    }

    /// A node that belongs to no cluster.
    #[must_use]
    pub fn spare(id: NodeId, settings: Settings) -> Self {
        Self::from_disk(id, Self::disk(None), settings)
    }

    fn disk(base: Option<Arc<Snapshot>>) -> Durable {
        Durable {
            at: EpochTerm::default(),
            voted_for: None,
            spare: base.is_none(),
            base,
            log: Log::after(LogId::default()),
            ballots: Table::new(),
            ended: SmallSet::new(),
            left: Table::new(),
            exchange: None,
            keeping: None,
            passed: Table::new(),
            parts: Table::new(),
        }
    }

    /// A node with what it has on disk, everything else forgotten. [`Node::start`] must follow.
    #[must_use]
    pub fn from_disk(id: NodeId, durable: Durable, settings: Settings) -> Self {
        let volatile = Volatile::recover(&durable);
        Self { id, settings, durable, volatile }
    }

    /// This node, knowing everything up to `commit` (not beyond the end of its log) to be committed. No disk says so: it is for
    /// a stage that is set in the middle of a story. [`Node::start`] must follow.
    #[must_use]
    pub fn knowing_committed(mut self, commit: Index) -> Self {
        self.volatile.commit = self.volatile.commit.max(commit.min(self.durable.log.last().index));
        self
    }

    /// Sets the first timers; says, after a restart, what it came back with.
    pub fn start(&mut self, restarted: bool, out: &mut Output) {
        if restarted {
            self.forget_what_should_be_on_disk();
            let (at, last) = (self.durable.at, self.durable.log.last());
            out.observations.push(Observation::Restarted { at, last });
        }
        if self.durable.keeping.is_some() {
            self.set_retry_timer(Timer::Merge, out);
        }
        if self.durable.spare {
            return;
        }
        self.apply_committed(Crossing::Counted, out);
        self.gather_parts(out);
        self.set_election_timer(out);
        if restarted && self.gives_leases() {
            self.note_leader_alive(out); // It may have promised one a moment before it went down.
        }
    }

    /// A disk that was never written to, if the node was told to make that mistake.
    fn forget_what_should_be_on_disk(&mut self) {
        if self.settings.makes(Mistake::ForgetVoteAtRestart) {
            self.durable.voted_for = None;
        }
        if self.settings.makes(Mistake::ForgetLogAtRestart) {
            self.durable.log =
                Log::after(self.durable.base.as_ref().map_or_else(LogId::default, |base| base.last));
            self.volatile = Volatile::recover(&self.durable);
        }
    }

    /// Takes in one input. Whatever is durable must be kept before the messages in `out` leave.
    pub fn handle(&mut self, input: Input, out: &mut Output) {
        self.dispatch(input, out);
    }

    /// Its name.
    #[must_use]
    pub const fn id(&self) -> NodeId {
        self.id
    }

    /// What it was told.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Tells it something else from now on; timers that run are not changed. A leader's lease, which rests on them, is given up.
    pub fn set_settings(&mut self, settings: Settings) {
        self.settings = settings;
        if let Role::Leader(leading) = &mut self.volatile.role {
            leading.reads.lease = None;
            leading.reads.begun.clear();
        }
    }

    /// The cluster it belongs to; `None` for a spare.
    #[must_use]
    pub fn cluster(&self) -> Option<ClusterId> {
        if self.durable.spare { None } else { self.durable.base.as_ref().map(|base| base.cluster) }
    }

    /// The newest time it has reached.
    #[must_use]
    pub const fn at(&self) -> EpochTerm {
        self.durable.at
    }

    /// Whom it voted for in this term.
    #[must_use]
    pub const fn voted_for(&self) -> Option<NodeId> {
        self.durable.voted_for
    }

    /// What it is at the moment.
    #[must_use]
    pub const fn role(&self) -> &Role {
        &self.volatile.role
    }

    /// Its log, behind its base.
    #[must_use]
    pub const fn log(&self) -> &Log {
        &self.durable.log
    }

    /// Everything that survives a crash.
    #[must_use]
    pub const fn durable(&self) -> &Durable {
        &self.durable
    }

    /// What a crash leaves of the node.
    #[must_use]
    pub fn into_durable(self) -> Durable {
        self.durable
    }

    /// The highest index it knows to be committed.
    #[must_use]
    pub const fn commit(&self) -> Index {
        self.volatile.commit
    }

    /// The highest index it has applied.
    #[must_use]
    pub const fn applied(&self) -> Index {
        self.volatile.applied
    }

    /// Where its present cluster's epoch begins: everything up to here was committed by the parents.
    #[must_use]
    pub fn epoch_start(&self) -> Index {
        self.durable.base.as_ref().map_or(0, |base| base.start)
    }

    /// The configuration in effect: that of the last configuration entry in its log, committed or not.
    #[must_use]
    pub fn configuration(&self) -> &Configuration {
        self.volatile.configuration()
    }

    /// The last configuration it knows to be committed.
    #[must_use]
    pub fn committed_configuration(&self) -> &Configuration {
        &self.volatile.configuration_at(self.volatile.commit).1
    }

    /// The state that the committed entries have produced.
    #[must_use]
    pub const fn machine(&self) -> &Machine {
        &self.volatile.machine
    }

    /// Who leads, as far as it knows.
    #[must_use]
    pub fn leader(&self) -> Option<NodeId> {
        match &self.volatile.role {
            Role::Leader(_) => Some(self.id),
            Role::Follower { leader } => *leader,
            Role::Spare | Role::PreCandidate { .. } | Role::Candidate { .. } => None,
        }
    }

    /// Whether it leads.
    #[must_use]
    pub const fn is_leader(&self) -> bool {
        matches!(self.volatile.role, Role::Leader(_))
    }

    /// The pull that it waits for, if any.
    #[must_use]
    pub const fn pulling(&self) -> Option<&Pulling> {
        self.volatile.pulling.as_ref()
    }

    /// How far it is with gathering the parts of a merge, while some are missing.
    #[must_use]
    pub fn exchange(&self) -> Option<Exchange<'_>> {
        let decision = self.durable.exchange.as_ref()?;
        let held = decision.participants.iter().filter(|part| self.holds_part(part.cluster)).count();
        Some(Exchange { decision, held, of: decision.participants.len() })
    }

    /// Everyone in its configuration but itself, learners too.
    fn peers(&self) -> NodeSet {
        let mut peers = self.configuration().everyone();
        peers.remove(self.id);
        peers
    }
}
