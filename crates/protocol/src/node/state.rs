//! What a node has in memory: its role, how far it has committed and applied, and what it waits for.

use crate::table::{SmallSet, Table};
use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use serde::Serialize;

use crate::config::{AbortReason, Configuration, MergePlan, Participant};
use crate::durable::{Durable, Left};
use crate::keys::KeyRanges;
use crate::log::Log;
use crate::machine::{Command, Machine};
use crate::node::Progress;
use crate::snapshot::Snapshot;
use crate::types::{ClientId, ClusterId, EpochTerm, Index, LogId, NodeId, NodeSet, TxId};

/// What a node is at the moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Role {
    /// In no cluster.
    Spare,
    /// Follows.
    Follower {
        /// The leader it has heard from in this term.
        leader: Option<NodeId>,
    },
    /// Asks whether it would win an election (Pre-Vote).
    PreCandidate {
        /// Who would vote for it.
        votes: NodeSet,
    },
    /// Stands for election.
    Candidate {
        /// Who has voted for it.
        votes: NodeSet,
        /// Who has refused.
        refusals: NodeSet,
    },
    /// Leads.
    Leader(Box<Leading>),
}

/// What a leader keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Leading {
    /// How far each other node has come.
    pub progress: Table<NodeId, Progress>,
    /// The clients that wait for an entry to be applied.
    pub waiting: Table<Index, (ClientId, u64)>,
    /// Commands that arrived while a split's `C_new` was on its way, or while the leadership is handed over; taken up afterwards.
    pub held: Vec<Command>,
    /// The snapshots that are on their way in chunks, and how many items of each have arrived.
    pub snapshots: Table<NodeId, (Arc<Snapshot>, u32)>,
    /// Reads that do not go through the log.
    pub reads: Reading,
    /// How many heartbeats there have been since it took office, and since the last look for a quorum (Check-Quorum).
    pub beats: Beats,
    /// To whom it is handing over.
    pub transfer: Option<Transfer>,
    /// Who has said that it has left an ended cluster behind.
    pub passed_by: Table<ClusterId, NodeSet>,
    /// The boundary this leader appended in this term, if it did.
    pub appended_boundary: Option<LogId>,
    /// The merge it coordinates.
    pub coordination: Option<Coordination>,
    /// The merge its cluster is prepared for, and whom to ask about it.
    pub prepared: Option<Prepared>,
}

/// What a coordinator's leader keeps of a merge under way.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Coordination {
    /// The merge.
    pub plan: Arc<MergePlan>,
    /// Who has said yes, with the state it prepared in.
    pub yes: Table<ClusterId, Participant>,
    /// Whom to ask of each cluster next.
    pub contact: Table<ClusterId, NodeId>,
    /// Who stayed in a cluster of which the one asked had left: the word of the one who left last.
    pub stayed: Table<ClusterId, Left>,
    /// How often it has had to ask again; each time the next member's turn comes, wherever redirections have led meanwhile.
    pub rounds: u32,
    /// Where a redirection has been followed at once since the last round; two nodes that each take the other for the leader
    /// would keep it going for ever.
    pub redirected: SmallSet<ClusterId>,
    /// Why it was aborted, once that has committed; the participants are told until they acknowledge.
    pub aborted: Option<AbortReason>,
    /// Who has acknowledged that.
    pub acknowledged: SmallSet<ClusterId>,
}

/// What a participant's leader keeps of a merge it is prepared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Prepared {
    /// The transaction.
    pub txid: TxId,
    /// The node of the coordinator's cluster that was heard from or asked last.
    pub coordinator: NodeId,
    /// Whether its vote has been sent.
    pub voted: bool,
}

/// A pull that is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Pulling {
    /// Whom it asked last.
    pub from: NodeId,
    /// The later time it heard of.
    pub because_of: EpochTerm,
    /// How many have been asked in vain.
    pub tries: u32,
}

/// Everything a crash takes away.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Volatile {
    /// The role.
    pub role: Role,
    /// The highest index known to be committed.
    pub commit: Index,
    /// The highest index applied.
    pub applied: Index,
    /// The state after the entry `applied`.
    pub machine: Machine,
    /// The configurations along the log: the base's, then one for each configuration entry.
    pub configs: Vec<(Index, Configuration)>,
    /// The pull it waits for.
    pub pulling: Option<Pulling>,
    /// How many rounds of asking (for the parts of a merge, or whether it was removed) have gone by.
    pub rounds: u32,
    /// The last of those who have left, and named those who stayed, that it has followed since its timer last ran out; the default if
    /// none.
    pub referred_by: LogId,
    /// The members of a merge that have said they hold every part, while this node keeps one for them.
    pub served: NodeSet,
    /// Whether a leader was heard from within the shortest election timeout.
    pub hears_leader: bool,
    /// A snapshot that arrives in chunks: what is there of it, and how many items that is.
    pub receiving: Option<(Snapshot, u32)>,
}

/// The reads that wait until the leader knows that it still leads (dissertation, §6.4), and what it knows of that.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Reading {
    /// The number of the last round of asking.
    pub round: u32,
    /// The rounds that are not answered yet, with the heartbeat at or after which each began.
    pub begun: Vec<(u32, u32)>,
    /// The reads that wait.
    pub pending: Vec<PendingRead>,
    /// The lease: the heartbeat at or after which the last answered round began.
    pub lease: Option<u32>,
    /// Whether it has told another to stand in this term: then there is no lease any more.
    pub lease_given_up: bool,
}

/// A read that waits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct PendingRead {
    /// The read.
    pub command: Command,
    /// The commit index when it arrived; `None` if nothing of the leader's term had committed then.
    pub index: Option<Index>,
    /// The round that must be answered.
    pub round: u32,
}

/// A leader's counts of its heartbeats.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Beats {
    /// Since it took office.
    pub total: u32,
    /// Since it last looked whether a quorum answers.
    pub since_quorum: u32,
    /// Who has answered since then.
    pub heard: NodeSet,
}

/// A leadership that is being handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Transfer {
    /// To whom.
    pub to: NodeId,
    /// After how many heartbeats it is given up.
    pub beats_left: u32,
    /// Whether it has been told to stand.
    pub told: bool,
}

impl Volatile {
    /// What can be told from the disk alone.
    pub(super) fn recover(durable: &Durable) -> Self {
        let Some(base) = &durable.base else {
            return Self {
                role: Role::Spare,
                commit: 0,
                applied: 0,
                machine: Machine::default(),
                configs: alloc::vec![(0, Configuration::stable(NodeSet::new(), KeyRanges::default()))],
                pulling: None,
                rounds: 0,
                referred_by: LogId::default(),
                served: NodeSet::new(),
                hears_leader: false,
                receiving: None,
            };
        };
        Self {
            role: if durable.spare { Role::Spare } else { Role::Follower { leader: None } },
            commit: base.start.max(base.last.index),
            applied: base.last.index,
            machine: (*base.machine).clone(),
            configs: configurations(base.last.index, &base.config, &durable.log),
            pulling: None,
            rounds: 0,
            referred_by: LogId::default(),
            served: NodeSet::new(),
            hears_leader: false,
            receiving: None,
        }
    }

    pub(super) fn configuration(&self) -> &Configuration {
        &self.configs[self.configs.len() - 1].1
    }

    /// The configuration after the entry `index`.
    pub(super) fn configuration_at(&self, index: Index) -> &(Index, Configuration) {
        self.configs.iter().rev().find(|(at, _)| *at <= index).unwrap_or(&self.configs[0])
    }

    /// Where the entry that will end the epoch stands, if it is in the log.
    pub(super) fn boundary(&self) -> Option<Index> {
        self.configs.last().filter(|(_, config)| config.is_leaving()).map(|(index, _)| *index)
    }
}

/// The configurations along `log`, which stands on `base`.
pub(super) fn configurations(
    base_index: Index,
    base: &Configuration,
    log: &Log,
) -> Vec<(Index, Configuration)> {
    let mut configs = alloc::vec![(base_index, base.clone())];
    for entry in log.iter() {
        if let Some(change) = entry.config() {
            let next = configs[configs.len() - 1].1.after(change);
            configs.push((entry.id.index, next));
        }
    }
    configs
}
