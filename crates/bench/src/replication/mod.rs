//! Replication in memory: five nodes, so many small writes, every message handed over at once. No network, no disk, no clock: what is measured
//! is the core itself, beside TiKV's `raft`. Both apply what commits to a map in memory, on each node.

pub mod ours;
pub mod theirs;

/// How many nodes.
pub const NODES: u64 = 5;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// How many entries are written in all.
    pub entries: u64,
    /// How many are outstanding at a time.
    pub outstanding: u64,
    /// Whether a message may carry more than one.
    pub batching: bool,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// How many messages were handed over.
    pub messages: u64,
    /// How many entries each node has applied, all nodes together.
    pub applied: u64,
}
