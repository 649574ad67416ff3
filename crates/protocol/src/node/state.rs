//! What a node has in memory: its role, how far it has committed and applied, and what it waits for.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use alloc::vec::Vec;
use serde::Serialize;

use crate::config::{AbortReason, Configuration, MergePlan, Participant};
use crate::durable::Durable;
use crate::keys::KeyRanges;
use crate::log::Log;
use crate::machine::{Command, Machine};
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Leading {
    /// How far each other node has come.
    pub progress: BTreeMap<NodeId, Progress>,
    /// The clients that wait for an entry to be applied.
    pub waiting: BTreeMap<Index, (ClientId, u64)>,
    /// Commands that arrived while a split's `C_new` was on its way; proposed in the new epoch.
    pub held: Vec<Command>,
    /// The boundary this leader appended in this term, if it did.
    pub appended_boundary: Option<LogId>,
    /// The merge it coordinates.
    pub coordination: Option<Coordination>,
    /// The merge its cluster is prepared for, and whom to ask about it.
    pub prepared: Option<Prepared>,
}

/// What a leader knows of a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Progress {
    /// The next index to send.
    pub next: Index,
    /// The highest index known to be the same.
    pub matched: Index,
    /// Whether an answer is outstanding; until it comes or a heartbeat is due, nothing more is sent.
    pub awaiting: bool,
}

/// What a coordinator's leader keeps of a merge under way.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Coordination {
    /// The merge.
    pub plan: Arc<MergePlan>,
    /// Who has said yes, with the state it prepared in.
    pub yes: BTreeMap<ClusterId, Participant>,
    /// Whom to ask of each cluster next.
    pub contact: BTreeMap<ClusterId, NodeId>,
    /// Where a redirection has been followed at once since the last round; two nodes that each take the other for the leader
    /// would keep it going for ever.
    pub redirected: BTreeSet<ClusterId>,
    /// Why it was aborted, once that has committed; the participants are told until they acknowledge.
    pub aborted: Option<AbortReason>,
    /// Who has acknowledged that.
    pub acknowledged: BTreeSet<ClusterId>,
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
    /// The members of a merge that have said they hold every part, while this node keeps one for them.
    pub served: NodeSet,
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
                served: NodeSet::new(),
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
            served: NodeSet::new(),
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
