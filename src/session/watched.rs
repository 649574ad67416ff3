//! What a node is in full, and what its last event has changed of it.

use recraft_protocol::io::Timer;
use recraft_protocol::node::{Node, Role};
use recraft_protocol::types::{NodeId, NodeSet};
use recraft_scene::words::lists::ranges;
use recraft_scene::words::outside::timer_words;
use recraft_scene::words::roles;
use recraft_sim::event::Event;
use recraft_sim::flight::Endpoint;
use recraft_sim::server::Server;
use recraft_words::t;

use super::past::place_of;
use super::{Selection, Session};

/// A part of a node's state: its name, and its value in words.
pub type Part = (&'static str, String);

/// The state of the node that is looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Watched {
    node: Option<NodeId>,
    /// The number of the last event of this node.
    last_seq: u64,
    before: Vec<Part>,
    now: Vec<Part>,
}

impl Watched {
    /// The parts of the state, each with what it was before the node's last event if that has changed it.
    pub fn parts(&self) -> impl Iterator<Item = (&Part, Option<&str>)> {
        self.now.iter().map(|part| {
            let before =
                self.before.iter().find(|(name, _)| *name == part.0).map(|(_, value)| value.as_str());
            (part, before.filter(|before| *before != part.1))
        })
    }

    fn take(&mut self, node: NodeId, last_seq: u64, now: Vec<Part>) {
        if self.node != Some(node) {
            *self = Self { node: Some(node), last_seq, before: now.clone(), now };
            return;
        }
        if self.last_seq != last_seq {
            self.last_seq = last_seq;
            self.before = std::mem::take(&mut self.now);
        }
        self.now = now;
    }
}

impl Session {
    /// Looks at the selected node, if one is: the inspector shows what has changed.
    pub(super) fn watch(&mut self) {
        let Some(Selection::Node(id)) = self.selection() else { return };
        let world = self.world();
        let Some(server) = world.server(id) else { return };
        let own = |event: &&Event| place_of(event) == Some(Endpoint::Node(id));
        // Far enough back to find one soon, not so far as to look at everything many times a second.
        let last_seq = world.events().rev().take(400).find(own).map_or(0, |event| event.seq);
        let now = parts(server);
        self.past.watched.take(id, last_seq, now);
    }
}

fn parts(server: &Server) -> Vec<Part> {
    let node = server.node_or_disk();
    let config = node.configuration();
    let log = node.log();
    let mut parts = vec![
        (
            t!("Role"),
            if server.is_up() { roles::title(node.role()).to_owned() } else { t!("down").to_owned() },
        ),
        (t!("Epoch, term"), format!("{}, {}", node.at().epoch, node.at().term)),
        (t!("Voted for"), node.voted_for().map_or_else(|| t!("none").into(), |to| to.to_string())),
        (t!("Cluster"), node.cluster().map_or_else(|| t!("none").into(), |cluster| cluster.to_string())),
        (t!("Members"), config.members.to_string()),
        (t!("Quorum"), config.quorum.to_string()),
        (t!("Keys"), ranges(&config.ranges)),
        (t!("Log begins after"), log.base().to_string()),
        (t!("Last entry"), log.last().to_string()),
        (t!("Epochs passed"), names(node.durable().passed.keys())),
    ];
    if !config.learners.is_empty() {
        parts.push((t!("Learners"), config.learners.to_string()));
    }
    if let Some(stage) = recraft_scene::words::reconfiguration::stage(&config.stage) {
        parts.push((t!("In the middle of"), stage));
    }
    if server.is_up() {
        in_memory(node, &mut parts);
        let timers = [Timer::Election, Timer::Heartbeat, Timer::Pull, Timer::Merge];
        parts.push((
            t!("Timers set"),
            names(timers.into_iter().filter(|timer| server.timer(*timer).is_some()).map(timer_words)),
        ));
    }
    parts
}

fn in_memory(node: &Node, parts: &mut Vec<Part>) {
    parts.push((t!("Committed"), node.commit().to_string()));
    parts.push((t!("Applied"), node.applied().to_string()));
    parts.push((t!("Sessions"), node.machine().sessions.len().to_string()));
    match node.role() {
        Role::PreCandidate { votes } | Role::Candidate { votes, .. } => parts.push((t!("Votes"), set(votes))),
        Role::Leader(leading) => {
            let peers = leading.progress.iter();
            let known: Vec<String> = peers
                .map(|(peer, progress)| t!("{peer} to {matched}", peer, matched = progress.matched))
                .collect();
            parts.push((t!("Knows"), if known.is_empty() { t!("none").into() } else { known.join(", ") }));
        }
        _ => {}
    }
}

fn set(nodes: &NodeSet) -> String {
    if nodes.is_empty() { t!("none").into() } else { nodes.to_string() }
}

fn names<T: ToString>(items: impl Iterator<Item = T>) -> String {
    let names: Vec<String> = items.map(|item| item.to_string()).collect();
    if names.is_empty() { t!("none").into() } else { names.join(", ") }
}

#[cfg(test)]
mod tests {
    use crate::session::{Action, Preset};

    use super::*;

    #[test]
    fn what_the_last_event_has_changed_is_known_until_the_next() {
        let node = NodeId(1);
        let mut watched = Watched::default();
        let part = |value: &str| vec![("Term", value.to_owned())];
        let changed = |watched: &Watched| {
            watched.parts().filter_map(|(_, before)| before.map(str::to_owned)).collect::<Vec<_>>()
        };
        watched.take(node, 1, part("1"));
        assert!(changed(&watched).is_empty());
        watched.take(node, 2, part("2"));
        watched.take(node, 2, part("2"));
        assert_eq!(changed(&watched), ["1"]);
        watched.take(node, 3, part("2"));
        assert!(changed(&watched).is_empty());
        watched.take(NodeId(2), 4, part("9"));
        assert!(changed(&watched).is_empty(), "another node is another node");
    }

    #[test]
    fn an_election_changes_role_and_vote() {
        let mut session = Session::new(Preset::Three, 1);
        session.act(Action::Select(Some(Selection::Node(NodeId(1)))));
        let mut seen = Vec::new();
        for _ in 0..400 {
            session.act(Action::NextEvent);
            while session.advance(16.0) {}
            session.refresh();
            seen.extend(
                session.past().watched.parts().filter(|(_, before)| before.is_some()).map(|(part, _)| part.0),
            );
        }
        assert!(
            seen.contains(&"Voted for") && seen.contains(&"Last entry") && seen.contains(&"Epoch, term"),
            "{seen:?}"
        );
    }
}
