//! A server: a node of the protocol, whether it is up, and its timers.

use recraft_protocol::durable::Durable;
use recraft_protocol::io::Timer;
use recraft_protocol::node::Node;
use recraft_protocol::types::NodeId;
use serde::Serialize;

use crate::queue::Ticket;

/// All timers, in the order of their places in [`Server`].
pub(crate) const TIMERS: [Timer; 5] =
    [Timer::Election, Timer::Heartbeat, Timer::Pull, Timer::Merge, Timer::LeaderAlive];

/// A machine that runs a node.
///
/// While it is down there is only a disk; its node is then kept as it would be read back from that disk, so that both are looked
/// at in the same way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Server {
    pub(crate) node: Node,
    up: bool,
    timers: [Option<TimerSlot>; 5],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct TimerSlot {
    set_us: u64,
    ticket: Ticket,
}

/// A timer that is running.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct TimerView {
    /// When it was set.
    pub set_us: u64,
    /// When it runs out.
    pub due_us: u64,
}

const fn place(timer: Timer) -> usize {
    match timer {
        Timer::Election => 0,
        Timer::Heartbeat => 1,
        Timer::Pull => 2,
        Timer::Merge => 3,
        Timer::LeaderAlive => 4,
    }
}

impl Server {
    pub(crate) fn new(node: Node) -> Self {
        Self { node, up: true, timers: [None; 5] }
    }

    /// Which node it runs.
    #[must_use]
    pub const fn id(&self) -> NodeId {
        self.node.id()
    }

    /// Whether it is up.
    #[must_use]
    pub const fn is_up(&self) -> bool {
        self.up
    }

    /// The node, while it is up.
    #[must_use]
    pub fn node(&self) -> Option<&Node> {
        self.up.then_some(&self.node)
    }

    /// The node if it is up; if not, what it would come back as.
    #[must_use]
    pub const fn node_or_disk(&self) -> &Node {
        &self.node
    }

    /// What is on its disk, up or down.
    #[must_use]
    pub const fn durable(&self) -> &Durable {
        self.node.durable()
    }

    /// When a timer was set and when it runs out, if it is running.
    #[must_use]
    pub fn timer(&self, timer: Timer) -> Option<TimerView> {
        self.timers[place(timer)].map(|slot| TimerView { set_us: slot.set_us, due_us: slot.ticket.due_us })
    }

    /// The place in the queue of a timer that is running.
    pub(crate) fn ticket(&self, timer: Timer) -> Option<Ticket> {
        self.timers[place(timer)].map(|slot| slot.ticket)
    }

    /// Notes a timer that has been queued (or stopped); gives back the place in the queue of its earlier setting.
    pub(crate) fn set_timer(&mut self, timer: Timer, set: Option<(u64, Ticket)>) -> Option<Ticket> {
        let slot = set.map(|(set_us, ticket)| TimerSlot { set_us, ticket });
        std::mem::replace(&mut self.timers[place(timer)], slot).map(|slot| slot.ticket)
    }

    /// Takes everything away that is not on disk.
    pub(crate) fn go_down(&mut self) {
        let (id, settings) = (self.node.id(), *self.node.settings());
        let disk = std::mem::replace(&mut self.node, Node::spare(id, settings)).into_durable();
        self.node = Node::from_disk(id, disk, settings);
        self.up = false;
    }

    /// Comes back; the node must be started next.
    pub(crate) fn come_up(&mut self) {
        self.up = true;
    }
}
