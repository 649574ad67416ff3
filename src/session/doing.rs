//! What a person does to the run: every deed is a command, given now.

use recraft_protocol::machine::Operation;
use recraft_protocol::types::{ClientId, NodeId, NodeSet};
use recraft_scene::words::lists::sentence;
use recraft_scene::words::outside::command_error;
use recraft_sim::command::{Command, CommandError};
use recraft_sim::history::{BRANCHES_MAX, NotDone};
use recraft_sim::server::Server;
use recraft_words::t;

use super::Session;

/// The page's own clients: the first that is not waiting for an answer asks.
const OWN_CLIENTS: std::ops::RangeInclusive<u32> = 1..=8;

impl Session {
    /// Gives a command to the world, now, and keeps it as a part of the run; in the past, as the beginning of a branch. One that cannot be carried
    /// out is said.
    pub(super) fn give(&mut self, command: Command) {
        match self.history.act(command) {
            Ok(()) => {}
            Err(NotDone::Refused(error)) => self.complaint = Some(complaint(&error)),
            Err(NotDone::TooManyBranches(_)) => self.complain_of_branches(),
        }
        self.take_note();
    }

    pub(super) fn complain_of_branches(&mut self) {
        self.complaint =
            Some(t!("There are {limit} branches already. Remove one first.", limit = BRANCHES_MAX));
    }

    pub(super) fn ask(&mut self, operation: Operation) {
        if operation.key().is_empty() {
            self.complaint = Some(t!("Name a key first, such as k.").into());
            return;
        }
        let busy = |client| self.world().client(client).is_some_and(|view| view.outstanding.is_some());
        let Some(client) = OWN_CLIENTS.map(ClientId).find(|&client| !busy(client)) else {
            let limit = OWN_CLIENTS.end();
            self.complaint = Some(t!(
                "{limit} requests of this page wait for their answers already. Play on until one is answered; if none is, see whether the cluster has a leader and a quorum.",
                limit
            ));
            return;
        };
        self.own_requests += 1;
        self.asked = Some((client, self.selection));
        self.give(Command::Request { client, operation });
    }

    pub(super) fn toggle_crash(&mut self, node: NodeId) {
        let up = self.world().server(node).is_some_and(Server::is_up);
        self.give(if up { Command::Crash { node } } else { Command::Restart { node } });
    }

    pub(super) fn toggle_isolation(&mut self, node: NodeId) {
        let isolated = self.is_isolated(node);
        let alone = NodeSet::from_iter([node]);
        let mut groups: Vec<NodeSet> = self.world().partition().unwrap_or_default().to_vec();
        for group in &mut groups {
            group.remove(node);
        }
        if isolated {
            // Back to where most of the others are.
            if let Some(largest) = groups.iter_mut().max_by_key(|group| group.len()) {
                largest.insert(node);
            }
        } else {
            groups.push(alone);
        }
        groups.retain(|group| !group.is_empty());
        self.give(Command::Partition { groups });
    }

    pub(super) fn add_spare(&mut self) {
        self.give(Command::AddSpare { node: self.next_node() });
    }

    /// The name that the next new node will get.
    pub fn next_node(&self) -> NodeId {
        NodeId(self.world().servers().map(|server| server.id().0).max().unwrap_or(0) + 1)
    }
}

/// Why a command could not be carried out, and what to do.
fn complaint(error: &CommandError) -> String {
    sentence(&command_error(error))
}
