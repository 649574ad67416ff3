//! What a node has in memory: its role, how far it has committed and applied, and what it waits for.

use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::config::{Configuration, MergePlan, Participant};
use crate::durable::Durable;
use crate::keys::KeyRanges;
use crate::log::Log;
use crate::machine::{Command, Machine};
use crate::types::{ClientId, ClusterId, EpochTerm, Index, LogId, NodeId, NodeSet};

/// What a node is at the moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// In no cluster.
    Spare,
    /// Follows.
    Follower {
        /// The leader it has heard from in this term.
        leader: Option<NodeId>,
    },
    /// Stands for election.
    Candidate {
        /// Who has voted for it.
        votes: NodeSet,
        /// Who has refused.
        refusals: NodeSet,
    },
    /// Leads.
    Leader(Leading),
}

/// What a leader keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Leading {
    /// How far each other node has come.
    pub progress: BTreeMap<NodeId, Progress>,
    /// The clients that wait for an entry to be applied.
    pub waiting: BTreeMap<Index, (ClientId, u64)>,
    /// Commands that arrived while a split's `C_new` was on its way; proposed in the new epoch.
    pub held: Vec<Command>,
    /// The boundary this leader appended in this term, if it did.
    pub appended_boundary: Option<LogId>,
    /// The merge it coordinates or takes part in.
    pub coordination: Option<Coordination>,
}

/// What a leader knows of a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Progress {
    /// The next index to send.
    pub next: Index,
    /// The highest index known to be the same.
    pub matched: Index,
    /// Whether an answer is outstanding; until it comes or a heartbeat is due, nothing more is sent.
    pub awaiting: bool,
}

/// What a coordinator's leader keeps of a merge under way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Coordination {
    /// The merge.
    pub plan: Arc<MergePlan>,
    /// Who has said yes, with the state it prepared in.
    pub yes: BTreeMap<ClusterId, Participant>,
    /// Whom to ask of each cluster next.
    pub contact: BTreeMap<ClusterId, NodeId>,
    /// Who has acknowledged the outcome.
    pub acknowledged: Vec<ClusterId>,
}

/// A pull that is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pulling {
    /// Whom it asked last.
    pub from: NodeId,
    /// The later time it heard of.
    pub because_of: EpochTerm,
    /// How many have been asked in vain.
    pub tries: u32,
}

/// Everything a crash takes away.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
            };
        };
        Self {
            role: if durable.spare { Role::Spare } else { Role::Follower { leader: None } },
            commit: base.start.max(base.last.index),
            applied: base.last.index,
            machine: (*base.machine).clone(),
            configs: configurations(base.last.index, &base.config, &durable.log),
            pulling: None,
        }
    }

    pub(super) fn configuration(&self) -> &Configuration {
        &self.configs[self.configs.len() - 1].1
    }

    pub(super) fn committed_configuration(&self) -> &Configuration {
        let committed = self.configs.iter().rev().find(|(index, _)| *index <= self.commit);
        &committed.unwrap_or(&self.configs[0]).1
    }
}

/// The configurations along `log`, which stands on `base`.
pub(super) fn configurations(base_index: Index, base: &Configuration, log: &Log) -> Vec<(Index, Configuration)> {
    let mut configs = alloc::vec![(base_index, base.clone())];
    for entry in log.iter() {
        if let Some(change) = entry.config() {
            let next = configs[configs.len() - 1].1.after(change);
            configs.push((entry.id.index, next));
        }
    }
    configs
}
