//! Administrators' commands: finding the leader that must be asked, naming what comes into being, and asking.

use recraft_protocol::config::{Stage, SubCluster};
use recraft_protocol::io::{AdminRequest, Contact, Input};
use recraft_protocol::node::Node;
use recraft_protocol::types::{ClusterId, NodeId, NodeSet, TxId};

use crate::command::{CommandError, Part};
use crate::server::Server;
use crate::view::ClusterView;
use crate::world::World;

impl World {
    /// A cluster that has not ended.
    pub(super) fn living(&self, cluster: ClusterId) -> Result<ClusterView, CommandError> {
        let view = self.cluster(cluster).filter(|view| !view.ended);
        view.ok_or(CommandError::UnknownCluster(cluster))
    }

    fn leader_of(&self, cluster: ClusterId) -> Result<NodeId, CommandError> {
        self.living(cluster)?.leader.ok_or(CommandError::NoLeader(cluster))
    }

    pub(super) fn change_members(
        &mut self,
        cluster: ClusterId,
        add: &NodeSet,
        remove: &NodeSet,
    ) -> Result<(), CommandError> {
        let leader = self.leader_of(cluster)?;
        for node in add.iter().chain(remove.iter()) {
            self.existing(node)?;
        }
        let present = self.living(cluster)?.configuration.members;
        for node in add.without(&present).iter() {
            if !self.is_free(node, cluster) {
                return Err(CommandError::NotSpare(node));
            }
        }
        let request = AdminRequest::ChangeMembers { add: add.clone(), remove: remove.clone() };
        self.feed(leader, Input::Admin(request));
        Ok(())
    }

    /// Whether a node may be added to `cluster`: it is spare, and no other living cluster counts on it. That is any whose log names it,
    /// committed or not, and any that has been decided on and that nobody has entered yet.
    fn is_free(&self, node: NodeId, cluster: ClusterId) -> bool {
        let spare = self.servers.get(&node).is_some_and(|server| server.durable().spare);
        let claims = |other: &Node| {
            let elsewhere =
                other.cluster().is_some_and(|other| other != cluster && !self.lineage.has_ended(other));
            let config = other.configuration();
            let coming = matches!(&config.stage, Stage::Changing { target } if target.contains(node));
            elsewhere && (coming || config.includes(node))
        };
        let entered = |cluster| self.servers.values().any(|server| server.node.cluster() == Some(cluster));
        let awaited =
            self.lineage.live().any(|record| record.members.contains(node) && !entered(record.cluster));
        spare && !awaited && !self.servers.values().map(Server::node_or_disk).any(claims)
    }

    pub(super) fn split(&mut self, cluster: ClusterId, into: &[Part]) -> Result<(), CommandError> {
        let leader = self.leader_of(cluster)?;
        let subs = into
            .iter()
            .map(|part| SubCluster {
                cluster: self.name_cluster(),
                members: part.members.clone(),
                ranges: part.ranges.clone(),
            })
            .collect();
        self.feed(leader, Input::Admin(AdminRequest::Split { subs }));
        Ok(())
    }

    pub(super) fn merge(
        &mut self,
        coordinator: ClusterId,
        others: &[ClusterId],
        members: Option<&NodeSet>,
    ) -> Result<(), CommandError> {
        let leader = self.leader_of(coordinator)?;
        let contact = |&cluster: &ClusterId| {
            self.living(cluster).map(|view| Contact {
                cluster,
                epoch: view.epoch,
                members: view.configuration.members,
                ranges: view.configuration.ranges,
            })
        };
        let others = others.iter().map(contact).collect::<Result<Vec<Contact>, CommandError>>()?;
        for node in members.into_iter().flat_map(NodeSet::iter) {
            self.existing(node)?;
        }
        self.transactions_named += 1;
        let txid = TxId(self.transactions_named);
        let into = self.name_cluster();
        let request = AdminRequest::Merge { txid, into, others, members: members.cloned() };
        self.feed(leader, Input::Admin(request));
        Ok(())
    }

    pub(super) fn cancel_merge(&mut self, cluster: ClusterId, txid: TxId) -> Result<(), CommandError> {
        let leader = self.leader_of(cluster)?;
        self.feed(leader, Input::Admin(AdminRequest::CancelMerge { txid }));
        Ok(())
    }

    pub(super) fn transfer_leadership(&mut self, cluster: ClusterId, to: NodeId) -> Result<(), CommandError> {
        let leader = self.leader_of(cluster)?;
        self.existing(to)?;
        self.feed(leader, Input::Admin(AdminRequest::TransferLeadership { to }));
        Ok(())
    }

    pub(super) fn change_learners(
        &mut self,
        cluster: ClusterId,
        add: &NodeSet,
        remove: &NodeSet,
    ) -> Result<(), CommandError> {
        let leader = self.leader_of(cluster)?;
        for node in add.iter().chain(remove.iter()) {
            self.existing(node)?;
        }
        if let Some(node) = add.iter().find(|&node| !self.is_free(node, cluster)) {
            return Err(CommandError::NotSpare(node));
        }
        let request = AdminRequest::ChangeLearners { add: add.clone(), remove: remove.clone() };
        self.feed(leader, Input::Admin(request));
        Ok(())
    }

    pub(super) fn name_cluster(&mut self) -> ClusterId {
        self.clusters_named += 1;
        ClusterId(self.clusters_named)
    }
}
