//! What is on the stage, in words, for those who do not see it: one line for each node, cluster and message.

use recraft_protocol::types::{ClusterId, NodeId};
use recraft_sim::flight::FlightId;
use recraft_sim::world::World;

use crate::facts::{Facts, NodeFacts, Standing};
use crate::glyph::Glyph;
use crate::waiting::{any_who_can, waiting_for};
use crate::words::lists::{all_of, count, missing, still_asked};
use crate::words::messages::{content, title};
use crate::words::reconfiguration::stage;

/// "n1, leader of c1, epoch 0 term 2, log 5 entries, 5 committed".
#[must_use]
pub fn describe_node(world: &World, id: NodeId) -> String {
    let facts = Facts::of(world);
    match facts.node(id) {
        Some(node) => node_line(&facts, node),
        None => format!("there is no {id}"),
    }
}

fn node_line(facts: &Facts, node: &NodeFacts) -> String {
    let of = node.cluster.map_or_else(String::new, |cluster| format!(" of {cluster}"));
    let mut line = match &node.standing {
        Standing::Spare => return format!("{}, spare", node.id),
        Standing::Down => format!("{}, down, member{of}", node.id),
        Standing::Leader => format!("{}, leader{of}", node.id),
        Standing::Follower { leader: Some(leader) } => {
            format!("{}, follows {leader}{}", node.id, of.replace("of", "in"))
        }
        Standing::Follower { leader: None } => format!("{}, follower{of}, knows of no leader", node.id),
        Standing::Candidate { votes, quorum } => {
            let more = missing(quorum, votes);
            let from = any_who_can(facts, &still_asked(quorum, votes));
            format!("{}, candidate{of}, needs {} more from {from}", node.id, count(more, "vote"))
        }
    };
    line.push_str(&format!(
        ", epoch {} term {}, log up to {}, {} committed",
        node.at.epoch,
        node.at.term,
        node.log.last().index,
        node.commit
    ));
    if let Some((held, of)) = node.parts.filter(|(held, of)| held < of) {
        line.push_str(&format!(", holds {held} of {of} parts of the merge"));
    }
    if node.pulling {
        line.push_str(", pulls what it missed");
    }
    line
}

/// "c1, epoch 0, all keys, n1 to n5, quorum 3 of 5, led by n1; waiting for …".
#[must_use]
pub fn describe_cluster(world: &World, id: ClusterId) -> String {
    let facts = Facts::of(world);
    let Some(cluster) = facts.cluster(id) else { return format!("{id} has ended") };
    let mut line = format!("{id}, epoch {}", cluster.epoch);
    if let Some(config) = cluster.configuration {
        line.push_str(&format!(
            ", {}, {}, quorum {} of {}",
            config.ranges,
            all_of(cluster.nodes.iter()),
            config.quorum,
            config.members.len()
        ));
        if let Some(stage) = stage(&config.stage) {
            line.push_str(&format!(", {stage}"));
        }
    }
    match cluster.leader {
        Some(leader) => line.push_str(&format!(", led by {leader}")),
        None => line.push_str(", no leader"),
    }
    if let Some(waiting) = waiting_for(&facts, id) {
        line.push_str(&format!("; {}", waiting.text));
    }
    line
}

/// "Vote request from n2 to n4: …".
#[must_use]
pub fn describe_flight(world: &World, id: FlightId) -> String {
    let Some(flight) = world.flight(id) else { return format!("message {id} has arrived or is gone") };
    let ends = |end| crate::words::messages::end(end);
    format!(
        "{} from {} to {}: {}",
        title(Glyph::of(&flight.cargo)),
        ends(flight.from),
        ends(flight.to),
        content(&flight.cargo, flight.from, flight.to)
    )
}
