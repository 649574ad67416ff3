//! What is on the stage, in words, for those who do not see it: one line for each node, cluster and message.

use recraft_protocol::types::{ClusterId, NodeId};
use recraft_sim::flight::FlightId;
use recraft_sim::world::World;
use recraft_words::{t, tn};

use crate::facts::{Facts, NodeFacts, Standing};
use crate::glyph::Glyph;
use crate::waiting::{any_who_can, waiting_for};
use crate::words::lists::{all_of, missing, ranges, still_asked};
use crate::words::messages::{content, title};
use crate::words::reconfiguration::stage;

/// "n1, leader of c1, epoch 0 term 2, log 5 entries, 5 committed".
#[must_use]
pub fn describe_node(world: &World, id: NodeId) -> String {
    let facts = Facts::of(world);
    match facts.node(id) {
        Some(node) => node_line(&facts, node),
        None => t!("there is no {node}", node = id),
    }
}

fn node_line(facts: &Facts, node: &NodeFacts) -> String {
    let (id, none) = (node.id, t!("no cluster"));
    let cluster = node.cluster.map_or_else(|| none.to_owned(), |cluster| cluster.to_string());
    let role = match &node.standing {
        Standing::Spare => return t!("{node}, spare", node = id),
        Standing::Down => t!("{node}, down, member of {cluster}", node = id, cluster),
        Standing::Leader => t!("{node}, leader of {cluster}", node = id, cluster),
        Standing::Follower { leader: Some(leader) } => {
            t!("{node}, follows {leader} in {cluster}", node = id, leader, cluster)
        }
        Standing::Follower { leader: None } => {
            t!("{node}, follower of {cluster}, knows of no leader", node = id, cluster)
        }
        Standing::Candidate { votes, quorum } => tn!(
            missing(quorum, votes),
            "{node}, candidate of {cluster}, needs {count} vote more from {others}",
            "{node}, candidate of {cluster}, needs {count} votes more from {others}",
            node = id,
            cluster,
            others = any_who_can(facts, &still_asked(quorum, votes)),
        ),
    };
    let mut parts = vec![
        role,
        t!("epoch {epoch} term {term}", epoch = node.at.epoch, term = node.at.term),
        t!("log up to {last}", last = node.log.last().index),
        t!("{index} committed", index = node.commit),
    ];
    if let Some((held, of)) = node.parts.filter(|(held, of)| held < of) {
        parts.push(t!("holds {held} of {count} parts of the merge", held, count = of));
    }
    if node.pulling {
        parts.push(t!("pulls what it missed").to_owned());
    }
    parts.join(", ")
}

/// "c1, epoch 0, all keys, n1 to n5, quorum 3 of 5, led by n1; waiting for …".
#[must_use]
pub fn describe_cluster(world: &World, id: ClusterId) -> String {
    let facts = Facts::of(world);
    let Some(cluster) = facts.cluster(id) else { return t!("{cluster} has ended", cluster = id) };
    let mut parts = vec![id.to_string(), t!("epoch {epoch}", epoch = cluster.epoch)];
    if let Some(config) = cluster.configuration {
        parts.push(ranges(&config.ranges));
        parts.push(all_of(cluster.nodes.iter()));
        parts.push(t!("quorum {need} of {count}", need = config.quorum, count = config.members.len()));
        parts.extend(stage(&config.stage));
    }
    parts.push(match cluster.leader {
        Some(leader) => t!("led by {leader}", leader),
        None => t!("no leader").to_owned(),
    });
    let line = parts.join(", ");
    match waiting_for(&facts, id) {
        Some(waiting) => format!("{line}; {}", waiting.text),
        None => line,
    }
}

/// "Vote request from n2 to n4: …".
#[must_use]
pub fn describe_flight(world: &World, id: FlightId) -> String {
    let Some(flight) = world.flight(id) else {
        return t!("message {number} has arrived or is gone", number = id);
    };
    let ends = |end| crate::words::messages::end(end);
    t!(
        "{title} from {from} to {to}: {content}",
        title = title(Glyph::of(&flight.cargo)),
        from = ends(flight.from),
        to = ends(flight.to),
        content = content(&flight.cargo, flight.from, flight.to)
    )
}
