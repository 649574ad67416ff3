//! A handful of nodes and a bag of messages, for tests that decide themselves what is delivered and when a timer fires.

use std::collections::BTreeMap;

use recraft_protocol::config::{Configuration, SubCluster};
use recraft_protocol::io::{AdminRequest, ClientReply, ClientResult, Contact, Input, Output, Timer};
use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::machine::{Command, Operation};
use recraft_protocol::message::Message;
use recraft_protocol::node::Node;
use recraft_protocol::observation::Observation;
use recraft_protocol::settings::Settings;
use recraft_protocol::types::{ClientId, ClusterId, NodeId, NodeSet, TxId};

/// Nodes, the messages between them, and everything they reported.
pub(crate) struct Bench {
    pub nodes: BTreeMap<NodeId, Node>,
    pub messages: Vec<Message>,
    pub observations: Vec<(NodeId, Observation)>,
    pub replies: Vec<ClientReply>,
    /// Messages to or from these are lost.
    pub silent: NodeSet,
    /// Every message ever sent.
    pub sent: Vec<Message>,
    seq: u64,
}

pub(crate) fn n(id: u32) -> NodeId {
    NodeId(id)
}

pub(crate) fn c(id: u32) -> ClusterId {
    ClusterId(id)
}

pub(crate) fn ranges(start: &str, end: &str) -> KeyRanges {
    KeyRanges::of([KeyRange::new(start, end)])
}

pub(crate) fn sub(cluster: u32, members: impl Into<NodeSet>, start: &str, end: &str) -> SubCluster {
    SubCluster { cluster: c(cluster), members: members.into(), ranges: ranges(start, end) }
}

impl Bench {
    /// One cluster `c1` of `members` nodes that owns everything, and as many spares.
    pub(crate) fn new(members: u32, spares: u32) -> Self {
        Self::with_settings(members, spares, Settings::default())
    }

    /// The same, with every node told so.
    pub(crate) fn with_settings(members: u32, spares: u32, settings: Settings) -> Self {
        let config = Configuration::stable((1..=members).map(NodeId).collect(), KeyRanges::everything());
        let member = |id| Node::member(NodeId(id), c(1), config.clone(), settings);
        let spare = |id| Node::spare(NodeId(id), settings);
        let nodes = (1..=members).map(member).chain((members + 1..=members + spares).map(spare));
        let mut bench = Self {
            nodes: nodes.map(|node| (node.id(), node)).collect(),
            messages: Vec::new(),
            observations: Vec::new(),
            replies: Vec::new(),
            silent: NodeSet::new(),
            sent: Vec::new(),
            seq: 0,
        };
        let ids: Vec<NodeId> = bench.nodes.keys().copied().collect();
        for id in ids {
            bench.with(id, |node, out| node.start(false, out));
        }
        bench
    }

    fn with(&mut self, id: NodeId, act: impl FnOnce(&mut Node, &mut Output)) {
        let mut out = Output::default();
        act(self.nodes.get_mut(&id).expect("the node exists"), &mut out);
        self.sent.extend(out.messages.iter().cloned());
        let silent = &self.silent;
        let heard = |message: &Message| !silent.contains(message.from) && !silent.contains(message.to);
        self.messages.extend(out.messages.into_iter().filter(heard));
        self.observations.extend(out.observations.into_iter().map(|observation| (id, observation)));
        self.replies.extend(out.replies);
    }

    pub(crate) fn node(&self, id: u32) -> &Node {
        &self.nodes[&NodeId(id)]
    }

    pub(crate) fn input(&mut self, id: u32, input: Input) {
        self.with(NodeId(id), |node, out| node.handle(input, out));
    }

    /// Delivers the oldest message for which `choose` says yes.
    pub(crate) fn deliver_one(&mut self, choose: impl Fn(&Message) -> bool) -> bool {
        let Some(place) = self.messages.iter().position(choose) else { return false };
        let message = self.messages.remove(place);
        if !self.silent.contains(message.to) {
            self.with(message.to, |node, out| node.handle(Input::Message(message), out));
        }
        true
    }

    /// Delivers everything, and whatever follows from it.
    pub(crate) fn settle(&mut self) {
        for _ in 0..100_000 {
            if !self.deliver_one(|_| true) {
                return;
            }
        }
        panic!("the nodes never stop talking: {:?}", &self.messages[..5.min(self.messages.len())]);
    }

    /// Loses the messages for which `choose` says yes.
    pub(crate) fn lose(&mut self, mut choose: impl FnMut(&Message) -> bool) {
        self.messages.retain(|message| !choose(message));
    }

    pub(crate) fn fire(&mut self, id: u32, timer: Timer) {
        self.input(id, Input::Timer(timer));
    }

    /// The node stands and everything is delivered; it must win.
    pub(crate) fn elect(&mut self, id: u32) {
        self.fire(id, Timer::Election);
        self.settle();
        assert!(self.node(id).is_leader(), "n{id} should lead: {:?}", self.node(id).role());
    }

    /// A round of heartbeats from every leader, so that followers learn what is committed.
    pub(crate) fn beat(&mut self) {
        let leaders: Vec<u32> =
            self.nodes.values().filter(|node| node.is_leader()).map(|node| node.id().0).collect();
        for leader in leaders {
            self.fire(leader, Timer::Heartbeat);
        }
        self.settle();
    }

    /// Timers that ask again run out everywhere.
    pub(crate) fn ask_again(&mut self) {
        let all: Vec<u32> = self.nodes.keys().map(|id| id.0).collect();
        for id in all {
            self.fire(id, Timer::Pull);
            self.fire(id, Timer::Merge);
        }
        self.settle();
    }

    pub(crate) fn crash_and_restart(&mut self, id: u32) {
        let node = self.nodes.remove(&NodeId(id)).expect("the node exists");
        let settings = *node.settings();
        let node = Node::from_disk(NodeId(id), node.into_durable(), settings);
        self.nodes.insert(NodeId(id), node);
        self.with(NodeId(id), |node, out| node.start(true, out));
    }

    /// A client of its own for each write, so that sessions do not interfere.
    pub(crate) fn put(&mut self, id: u32, key: &str, value: &str) {
        self.seq += 1;
        let operation = Operation::Put { key: key.into(), value: value.into() };
        let client = ClientId(u32::try_from(self.seq).unwrap());
        self.input(id, Input::Client(Command { client, seq: 1, operation }));
    }

    pub(crate) fn last_reply(&self) -> &ClientResult {
        &self.replies.last().expect("a reply").result
    }

    pub(crate) fn admin(&mut self, id: u32, request: AdminRequest) {
        self.input(id, Input::Admin(request));
    }

    pub(crate) fn split(&mut self, id: u32, subs: Vec<SubCluster>) {
        self.admin(id, AdminRequest::Split { subs });
    }

    pub(crate) fn change(&mut self, id: u32, add: impl Into<NodeSet>, remove: impl Into<NodeSet>) {
        self.admin(id, AdminRequest::ChangeMembers { add: add.into(), remove: remove.into() });
    }

    /// Asks `id` to merge its cluster with those of the nodes `others`.
    pub(crate) fn merge(&mut self, id: u32, txid: u32, into: u32, others: &[u32], members: Option<NodeSet>) {
        let others = others.iter().map(|&other| self.contact(other)).collect();
        self.admin(id, AdminRequest::Merge { txid: TxId(txid), into: c(into), others, members });
    }

    pub(crate) fn contact(&self, id: u32) -> Contact {
        let node = self.node(id);
        Contact {
            cluster: node.cluster().expect("a member"),
            epoch: node.at().epoch,
            members: node.configuration().members.clone(),
            ranges: node.configuration().ranges.clone(),
        }
    }

    pub(crate) fn saw(&self, id: u32, matches: impl Fn(&Observation) -> bool) -> bool {
        self.observations.iter().any(|(node, observation)| node.0 == id && matches(observation))
    }

    pub(crate) fn leaders_of(&self, cluster: u32) -> Vec<u32> {
        let leads = |node: &&Node| node.is_leader() && node.cluster() == Some(c(cluster));
        self.nodes.values().filter(leads).map(|node| node.id().0).collect()
    }

    /// That exactly these nodes are in `cluster`, in this epoch.
    pub(crate) fn assert_cluster(&self, cluster: u32, epoch: u32, members: impl Into<NodeSet>) {
        let members = members.into();
        for (&id, node) in &self.nodes {
            if members.contains(id) {
                assert_eq!((node.cluster(), node.at().epoch), (Some(c(cluster)), epoch), "{id}");
            } else {
                assert_ne!(node.cluster(), Some(c(cluster)), "{id}");
            }
        }
    }
}

impl Bench {
    /// Like `ask_again`, but one node's timers stand still.
    pub(crate) fn ask_again_for_all_but(&mut self, except: u32) {
        let others: Vec<u32> = self.nodes.keys().map(|id| id.0).filter(|&id| id != except).collect();
        for id in others {
            self.fire(id, Timer::Pull);
            self.fire(id, Timer::Merge);
        }
        self.settle();
    }
}
