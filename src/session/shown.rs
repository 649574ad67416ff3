//! What the session shows: answers to what panels ask of the world and of what is selected.

use std::rc::Rc;

use recraft_protocol::node::Role;
use recraft_protocol::types::{ClusterId, NodeId, NodeSet};
use recraft_scene::facts::Facts;
use recraft_scene::waiting::waiting_for;
use recraft_sim::history::WINDOW;
use recraft_sim::server::Server;
use recraft_words::t;

use super::Session;
use super::action::Selection;
use super::inspect::{
    ClientCard, ClusterCard, EntryCard, EventCard, Inspected, MessageCard, NodeCard, StartCard,
};
use super::past;
use super::suggest::{Suggestion, suggestions};

impl Session {
    /// What became of the newest request made on this page: its answer, or that it still waits. Only where it was made: beside
    /// another cluster it would seem to be about that one.
    pub fn answer(&self) -> Option<String> {
        let (client, _) = self.asked.filter(|(_, beside)| *beside == self.selection)?;
        if let Some(request) = &self.world().client(client)?.outstanding {
            return Some(t!("“{operation}” waits for its answer.", operation = request.operation));
        }
        let answered = self.feed.lines().iter().rev().find(|line| line.answered == Some(client));
        answered.map(|line| line.text.clone())
    }

    /// The servers that belong to no cluster and run.
    pub fn spares(&self) -> NodeSet {
        let spare = |server: &&Server| server.node_or_disk().cluster().is_none();
        self.world().servers().filter(spare).map(Server::id).collect()
    }

    /// Whether a server is cut off from all others by a partition.
    pub fn is_isolated(&self, node: NodeId) -> bool {
        let groups = self.world().partition().unwrap_or_default();
        groups.iter().any(|group| group.len() == 1 && group.contains(node))
    }

    /// Whether there is a partition or a cut link.
    pub fn is_cut(&self) -> bool {
        self.world().partition().is_some() || self.world().cut_links().next().is_some()
    }

    /// What a cluster waits for.
    pub fn waits_of_cluster(&self, cluster: ClusterId) -> Vec<String> {
        waiting_for(&Facts::of(self.world()), cluster).map(|waiting| waiting.text).into_iter().collect()
    }

    /// What a server waits for: a pull, parts of a merge, or whatever its cluster waits for if it leads it or wants to.
    pub fn waits_of_node(&self, node: NodeId) -> Vec<String> {
        let Some(node) = self.world().server(node).and_then(Server::node) else { return Vec::new() };
        let mut waits = Vec::new();
        if let Some(pulling) = node.pulling() {
            waits.push(t!("it is behind and has asked {from} for what it missed", from = pulling.from));
        }
        let leads = matches!(node.role(), Role::Leader(_) | Role::Candidate { .. });
        if let Some(cluster) = node.cluster().filter(|_| leads) {
            waits.extend(self.waits_of_cluster(cluster));
        }
        waits
    }

    /// What the selected thing looks like in the inspector.
    pub fn inspected(&self) -> Inspected {
        let found = match self.selection {
            None => None,
            Some(Selection::Node(node)) => {
                self.world().server(node).map(|server| Inspected::Node(Rc::new(NodeCard::new(server, self))))
            }
            Some(Selection::Cluster(cluster)) => {
                let record = self.world().lineage().get(cluster);
                record.map(|record| Inspected::Cluster(Rc::new(ClusterCard::new(record, self))))
            }
            Some(Selection::Flight(_)) => {
                let card = |flight| Inspected::Message(Rc::new(MessageCard::new(flight, self.world())));
                self.kept.as_ref().map(card)
            }
            Some(Selection::Entry(cluster, id)) => {
                EntryCard::new(cluster, id, self).map(|card| Inspected::Entry(Rc::new(card)))
            }
            Some(Selection::Event(seq)) => past::event(self.world(), seq)
                .map(|event| Inspected::Event(Rc::new(EventCard::new(event, self)))),
            Some(Selection::Client(client)) => {
                let view = self.world().client(client);
                view.map(|view| Inspected::Client(Rc::new(ClientCard::new(view, self))))
            }
        };
        found.unwrap_or_else(|| Inspected::Nothing(Rc::new(self.start_card())))
    }

    /// What to try next.
    pub fn suggestions(&self) -> Vec<Suggestion> {
        suggestions(self)
    }

    fn start_card(&self) -> StartCard {
        StartCard {
            network: self.world().network(),
            load: self.world().load().clients,
            cut: self.is_cut(),
            nodes: self.world().everyone(),
            answer: self.answer(),
        }
    }

    /// After a leap, looks at the record. The panels want this before they are made; a frame does not need it.
    pub fn refresh(&mut self) {
        let world = self.history.world();
        if self.feed.is_forgotten() {
            let from = world.last_seq().saturating_sub(WINDOW);
            self.feed.begin_anew(self.history.story(), world.events_since(from));
        }
        self.watch();
    }
}
