//! Clients and administrators: taking requests, or saying why not.

use crate::config::Stage;
use crate::io::{AdminRequest, ClientReply, ClientResult, Output, Refusal};
use crate::log::Payload;
use crate::machine::Command;
use crate::mistakes::Mistake;
use crate::node::{Node, Role};
use crate::observation::Observation;
use crate::types::{ClusterId, LogId, NodeSet};

impl Node {
    pub(super) fn on_client(&mut self, command: Command, out: &mut Output) {
        let (client, seq) = (command.client, command.seq);
        let config = self.configuration();
        let refusal = if !self.is_leader() {
            let leader = match self.volatile.role {
                Role::Follower { leader } => leader,
                _ => None,
            };
            Some(ClientResult::NotLeader { leader })
        } else if !config.ranges.contains(command.operation.key()) {
            Some(ClientResult::WrongShard { owner: self.owner_of(command.operation.key()) })
        } else if matches!(config.stage, Stage::MergeLeaving(_)) {
            Some(ClientResult::Merging)
        } else {
            None
        };
        if let Some(result) = refusal {
            return self.reply(ClientReply { client, seq, result }, out);
        }
        let split = matches!(config.stage, Stage::SplitLeaving(_));
        let Some(leading) = self.leading() else { return };
        if split || leading.transfer.is_some() {
            // For one round trip, then it is taken up in the new epoch; or until the leadership is handed over.
            leading.held.push(command);
            return;
        }
        self.take_up(command, out);
    }

    /// The cluster that came out of the same split and owns `key`.
    pub(super) fn owner_of(&self, key: &str) -> Option<(ClusterId, NodeSet)> {
        let base = self.durable.base.as_ref()?;
        let sibling = base.siblings.iter().find(|sibling| sibling.ranges.contains(key))?;
        Some((sibling.cluster, sibling.members.clone()))
    }

    pub(super) fn on_admin(&mut self, request: AdminRequest, out: &mut Output) {
        let done = match &request {
            AdminRequest::ChangeMembers { add, remove } => {
                self.propose_membership_change(add, remove, &request, out)
            }
            AdminRequest::Split { subs } => self.propose_split(subs, &request, out),
            AdminRequest::Merge { txid, into, others, members } => {
                self.propose_merge(*txid, *into, others, members.as_ref(), &request, out)
            }
            AdminRequest::CancelMerge { txid } => self.propose_cancel(*txid, &request, out),
            AdminRequest::TransferLeadership { to } => self.propose_transfer(*to, &request, out),
            AdminRequest::ChangeLearners { add, remove } => self.propose_learners(add, remove, &request, out),
        };
        if let Err(reason) = done {
            out.observations.push(Observation::RequestRefused { request, reason });
        }
    }

    /// Takes up a request with its first entry. The observation comes before whatever the entry sets off.
    pub(super) fn accept(&mut self, request: &AdminRequest, payload: Payload, out: &mut Output) {
        let id = LogId { at: self.durable.at, index: self.durable.log.last().index + 1 };
        out.observations.push(Observation::RequestAccepted { request: request.clone(), id });
        self.propose(payload, out);
    }

    /// The preconditions P1 and P3 of any reconfiguration (ReCraft §III), and that the node leads at all. (P2', that old and new
    /// quorums meet, is the business of each kind of change.)
    pub(super) fn may_reconfigure(&self) -> Result<(), Refusal> {
        if !self.is_leader() {
            return Err(Refusal::NotLeader { leader: self.leader() });
        }
        if let Role::Leader(leading) = &self.volatile.role
            && let Some(transfer) = leading.transfer
        {
            return Err(Refusal::TransferInProgress { to: transfer.to });
        }
        let (index, config) = &self.volatile.configs[self.volatile.configs.len() - 1];
        match &config.stage {
            Stage::MergePrepared(_) if self.settings.makes(Mistake::TwoMergesAtOnce) => {}
            Stage::MergePrepared(plan) => return Err(Refusal::MergeInProgress { txid: plan.txid }),
            Stage::MergeLeaving(decision) => return Err(Refusal::MergeInProgress { txid: decision.txid }),
            _ if *index > self.volatile.commit => {
                return Err(Refusal::UncommittedConfiguration { index: *index });
            }
            Stage::Changing { .. }
            | Stage::Joint { .. }
            | Stage::SplitEntering(_)
            | Stage::SplitLeaving(_) => {
                return Err(Refusal::ReconfigurationInProgress);
            }
            Stage::Stable => {}
        }
        let may = self.has_committed_in_term() || self.settings.makes(Mistake::ChangeBeforeCommitInTerm);
        if may { Ok(()) } else { Err(Refusal::NothingCommittedInTerm) }
    }
}
