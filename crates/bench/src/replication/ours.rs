//! The project's core.

use std::collections::VecDeque;

use recraft_protocol::config::Configuration;
use recraft_protocol::io::{Input, Output, Timer};
use recraft_protocol::keys::KeyRanges;
use recraft_protocol::machine::{Command, Operation};
use recraft_protocol::message::Message;
use recraft_protocol::node::Node;
use recraft_protocol::settings::Settings;
use recraft_protocol::types::{ClientId, ClusterId, NodeId};

use super::{Done, Load, NODES};

struct Cluster {
    nodes: Vec<Node>,
    waiting: VecDeque<Message>,
    out: Output,
    done: Done,
}

/// Writes so much; says what came of it.
#[must_use]
pub fn run(load: Load) -> Done {
    let mut settings = Settings::default();
    settings.extensions.batch = if load.batching { 64 } else { 1 };
    let members = (1..=NODES as u32).map(NodeId);
    let config = Configuration::stable(members.clone().collect(), KeyRanges::everything());
    let nodes = members.map(|id| Node::member(id, ClusterId(1), config.clone(), settings)).collect();
    let mut cluster =
        Cluster { nodes, waiting: VecDeque::new(), out: Output::default(), done: Done::default() };
    cluster.feed(0, Input::Timer(Timer::Election));
    cluster.settle();
    let mut written = 0;
    while written < load.entries {
        for client in 0..load.outstanding.min(load.entries - written) {
            written += 1;
            let operation = Operation::Put { key: format!("k{client:06}").into(), value: "12345678".into() };
            let command = Command { client: ClientId(client as u32), seq: written, operation };
            cluster.feed(0, Input::Client(command));
        }
        cluster.settle();
    }
    cluster.feed(0, Input::Timer(Timer::Heartbeat));
    cluster.settle();
    // The first entry is the leader's own.
    cluster.done.applied = cluster.nodes.iter().map(|node| node.applied() - 1).sum();
    cluster.done
}

impl Cluster {
    fn feed(&mut self, place: usize, input: Input) {
        self.out.clear();
        self.nodes[place].handle(input, &mut self.out);
        self.waiting.extend(self.out.messages.drain(..));
    }

    fn settle(&mut self) {
        while let Some(message) = self.waiting.pop_front() {
            self.done.messages += 1;
            let place = message.to.0 as usize - 1;
            self.feed(place, Input::Message(message));
        }
    }
}
