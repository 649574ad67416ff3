//! Where nothing can happen any more: whether somebody has been left behind for good.
//!
//! A node that is still in a cluster whose epoch has ended, or that lacks a part of a merge, needs what others kept of that cluster. As long
//! as somebody keeps it, or may yet come to keep it, the node only has to ask once more, which the bounds may not allow.

use recraft_protocol::node::Node;
use recraft_protocol::types::ClusterId;

use super::host::Host;
use crate::checker::Property;
use crate::exhaustive::model::Breach;

/// Somebody who needs what nobody keeps.
pub(super) fn left_behind(hosts: &[&Host]) -> Option<Breach> {
    let nodes = || hosts.iter().map(|host| &host.node);
    let breach = |node: &Node, cluster: ClusterId, what: &str| Breach {
        property: Property::NothingLost,
        detail: format!("{} needs {what} {cluster}, which nobody keeps any more", node.id()),
    };
    nodes().find_map(|node| {
        let lacks = |cluster: ClusterId| {
            !nodes().any(|other| keeps(other, cluster) || other.cluster() == Some(cluster))
        };
        if let Some(exchange) = node.exchange() {
            let mut parts = exchange.decision.participants.iter().map(|part| part.cluster);
            return parts.find(|&part| lacks(part)).map(|part| breach(node, part, "the state of"));
        }
        let cluster = node.cluster()?;
        let alone =
            nodes().all(|other| !keeps(other, cluster)) && nodes().any(|other| has_ended_for(other, node));
        alone.then(|| breach(node, cluster, "the end of"))
    })
}

/// Whether `other` has left the cluster that `node` is a member of, by an entry that `node` does not have.
fn has_ended_for(other: &Node, node: &Node) -> bool {
    let passed = node.cluster().and_then(|cluster| other.durable().passed.get(&cluster));
    passed
        .map(|passed| &passed.snapshot)
        .is_some_and(|sealed| sealed.config.includes(node.id()) && !node.log().holds(sealed.last))
}

/// Whether a node has the sealed state of `cluster`, so that it can give it to others.
fn keeps(node: &Node, cluster: ClusterId) -> bool {
    let durable = node.durable();
    durable.passed.get(&cluster).is_some_and(|passed| !passed.released)
        || durable.parts.contains_key(&cluster)
}
