//! The nodes, and the messages between them.

use std::collections::BTreeMap;

use arbitrary::{Result, Unstructured};
use recraft_protocol::config::Configuration;
use recraft_protocol::io::{Input, Output};
use recraft_protocol::keys::KeyRanges;
use recraft_protocol::message::Message;
use recraft_protocol::node::Node;
use recraft_protocol::settings::Settings;
use recraft_protocol::types::{ClusterId, NodeId};

use super::made_up;

const MEMBERS: u32 = 5;
const NODES: u32 = 7;
/// The most messages on their way; what is sent beyond is lost.
const BAG: usize = 64;
/// The most messages that one input may cause: enough for a few for each peer, and a window for each.
const FLOOD: usize = 400;

pub(super) struct Bench {
    nodes: BTreeMap<NodeId, Node>,
    bag: Vec<Message>,
}

impl Bench {
    pub(super) fn new(settings: Settings) -> Self {
        let config = Configuration::stable((1..=MEMBERS).map(NodeId).collect(), KeyRanges::everything());
        let member = |id| Node::member(NodeId(id), ClusterId(1), config.clone(), settings);
        let spare = |id| Node::spare(NodeId(id), settings);
        let nodes = (1..=MEMBERS).map(member).chain((MEMBERS + 1..=NODES).map(spare));
        let mut bench = Self { nodes: nodes.map(|node| (node.id(), node)).collect(), bag: Vec::new() };
        for id in 1..=NODES {
            bench.with(NodeId(id), |node, out| node.start(false, out));
        }
        bench
    }

    pub(super) fn step(&mut self, bytes: &mut Unstructured<'_>) -> Result<()> {
        match bytes.int_in_range(0..=15)? {
            0..=5 => self.deliver(bytes),
            6 => self.deliver_all(bytes),
            7 | 8 => {
                let (node, timer) = (self.some_node(bytes)?, made_up::timer(bytes)?);
                self.input(node, Input::Timer(timer));
                Ok(())
            }
            9 => {
                let (node, command) = (self.some_node(bytes)?, made_up::command(bytes)?);
                self.input(node, Input::Client(command));
                Ok(())
            }
            10 => {
                let (node, request) = (self.some_leader(bytes)?, made_up::request(bytes)?);
                self.input(node, Input::Admin(request));
                Ok(())
            }
            11 => self.crash(bytes),
            12 => {
                let (node, settings) = (self.some_node(bytes)?, made_up::settings(bytes)?);
                self.with(node, |node, _| node.set_settings(settings));
                Ok(())
            }
            13 => self.spoil(bytes),
            _ => {
                let to = self.some_node(bytes)?;
                let message = made_up::message(bytes, to)?;
                self.input(to, Input::Message(message));
                Ok(())
            }
        }
    }

    fn some_node(&self, bytes: &mut Unstructured<'_>) -> Result<NodeId> {
        Ok(NodeId(bytes.int_in_range(1..=NODES)?))
    }

    /// A leader if there is one.
    fn some_leader(&self, bytes: &mut Unstructured<'_>) -> Result<NodeId> {
        let any = self.some_node(bytes)?;
        let leaders = self.nodes.values().filter(|node| node.is_leader()).map(Node::id);
        Ok(leaders.min_by_key(|id| id.0.wrapping_sub(any.0) % NODES).unwrap_or(any))
    }

    fn take(&mut self, bytes: &mut Unstructured<'_>) -> Result<Option<Message>> {
        if self.bag.is_empty() {
            return Ok(None);
        }
        let place = bytes.int_in_range(0..=self.bag.len() - 1)?;
        Ok(Some(self.bag.remove(place)))
    }

    fn deliver(&mut self, bytes: &mut Unstructured<'_>) -> Result<()> {
        let Some(message) = self.take(bytes)? else { return Ok(()) };
        match bytes.int_in_range(0..=7)? {
            0 => return Ok(()), // Lost.
            1 => self.bag.push(message.clone()),
            _ => {}
        }
        self.input(message.to, Input::Message(message));
        Ok(())
    }

    /// So many messages in order, so that a story gets somewhere with few bytes.
    fn deliver_all(&mut self, bytes: &mut Unstructured<'_>) -> Result<()> {
        for _ in 0..bytes.int_in_range(1..=48)? {
            if self.bag.is_empty() {
                break;
            }
            let message = self.bag.remove(0);
            self.input(message.to, Input::Message(message));
        }
        Ok(())
    }

    /// A message that is on its way, to somebody else, from somebody else or of another time.
    fn spoil(&mut self, bytes: &mut Unstructured<'_>) -> Result<()> {
        let Some(mut message) = self.take(bytes)? else { return Ok(()) };
        self.bag.push(message.clone());
        match bytes.int_in_range(0..=4)? {
            0 => message.to = self.some_node(bytes)?,
            1 => message.from = self.some_node(bytes)?,
            2 => message.at = made_up::at(bytes)?,
            3 => message.cluster = made_up::maybe_cluster(bytes)?,
            _ => made_up::spoil(&mut message.body, bytes)?,
        }
        self.input(message.to, Input::Message(message));
        Ok(())
    }

    fn crash(&mut self, bytes: &mut Unstructured<'_>) -> Result<()> {
        let id = self.some_node(bytes)?;
        let Some(node) = self.nodes.remove(&id) else { return Ok(()) };
        let settings = *node.settings();
        self.nodes.insert(id, Node::from_disk(id, node.into_durable(), settings));
        self.with(id, |node, out| node.start(true, out));
        Ok(())
    }

    fn input(&mut self, id: NodeId, input: Input) {
        self.with(id, |node, out| node.handle(input, out));
    }

    fn with(&mut self, id: NodeId, act: impl FnOnce(&mut Node, &mut Output)) {
        let Some(node) = self.nodes.get_mut(&id) else { return };
        let mut out = Output::default();
        act(node, &mut out);
        assert!(out.messages.len() <= FLOOD, "{id} sends {} messages at once", out.messages.len());
        let room = BAG - self.bag.len().min(BAG);
        self.bag.extend(out.messages.into_iter().take(room));
    }
}
