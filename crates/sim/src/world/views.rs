//! Clusters as their nodes show them.

use recraft_protocol::table::Table;

use recraft_protocol::node::Node;
use recraft_protocol::types::ClusterId;

use crate::server::Server;
use crate::view::ClusterView;
use crate::world::World;

impl World {
    /// Every cluster that some server, up or down, is in, by id. Ended ones are among them as long as a laggard is left in them.
    #[must_use]
    pub fn clusters(&self) -> Vec<ClusterView> {
        let mut servers: Table<ClusterId, Vec<&Server>> = Table::new();
        for server in self.servers.values() {
            if let Some(cluster) = server.node.cluster() {
                servers.or_default(cluster).push(server);
            }
        }
        servers.into_iter().filter_map(|(cluster, servers)| self.view(cluster, &servers)).collect()
    }

    /// One cluster, if some server is in it.
    #[must_use]
    pub fn cluster(&self, cluster: ClusterId) -> Option<ClusterView> {
        let within = |server: &&Server| server.node.cluster() == Some(cluster);
        let servers: Vec<&Server> = self.servers.values().filter(within).collect();
        self.view(cluster, &servers)
    }

    fn view(&self, cluster: ClusterId, servers: &[&Server]) -> Option<ClusterView> {
        let nodes = || servers.iter().map(|server| &server.node);
        let leader = nodes().filter(|node| node.is_leader()).max_by_key(|node| node.at());
        let up_to_date = |node: &&Node| (node.log().last(), node.commit());
        let speaks = leader.or_else(|| nodes().max_by_key(up_to_date))?;
        let at = leader.map(Node::at).or_else(|| nodes().map(Node::at).max()).unwrap_or_default();
        Some(ClusterView {
            cluster,
            epoch: at.epoch,
            nodes: servers.iter().map(|server| server.id()).collect(),
            configuration: speaks.configuration().clone(),
            leader: leader.map(Node::id),
            term: at.term,
            commit: nodes().map(Node::commit).max().unwrap_or(0),
            ended: self.lineage.has_ended(cluster),
        })
    }
}
