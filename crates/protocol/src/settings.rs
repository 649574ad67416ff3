//! What every node of a run is told at its start: the timing, which of Raft's extensions are on, and which mistakes it makes.
//!
//! The plain protocol (the Raft paper's main part, and ReCraft) runs with everything off but client sessions, so that a class can
//! watch it first. Each extension is its own switch and they can be combined at will.

use serde::{Deserialize, Serialize};

use crate::mistakes::{Mistake, Mistakes};

/// How long until a timer runs out, in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Delay {
    /// At least.
    pub min_us: u64,
    /// At most; equal to `min_us` for an exact delay.
    pub max_us: u64,
}

impl Delay {
    /// Exactly so many microseconds.
    #[must_use]
    pub const fn exactly(us: u64) -> Self {
        Self { min_us: us, max_us: us }
    }
}

/// The timing that a node works with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Timing {
    /// The election timeout is drawn from here.
    pub election: Delay,
    /// How often a leader sends heartbeats, in microseconds.
    pub heartbeat_us: u64,
    /// How long to wait before asking again (pulls, merge messages), in microseconds.
    pub retry_us: u64,
}

impl Default for Timing {
    /// The Raft paper's own range (150–300 ms), a heartbeat of 50 ms, a retry after 150 ms.
    fn default() -> Self {
        Self { election: Delay { min_us: 150_000, max_us: 300_000 }, heartbeat_us: 50_000, retry_us: 150_000 }
    }
}

/// How a leader answers a client's read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reads {
    /// The read is an entry of the log like a write.
    #[default]
    ThroughLog,
    /// The leader notes its commit index and makes sure with one round of heartbeats that it still leads (dissertation, §6.4).
    ReadIndex,
    /// The leader answers at once while a quorum has heard from it so lately that nobody else can have been elected (§6.4.1); when the
    /// lease has run out it makes sure as above. Followers refuse their votes as with Check-Quorum.
    Lease,
}

/// How the members of a cluster are changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MembershipScheme {
    /// ReCraft's: any number at once, with a larger quorum in between (ReCraft §IV).
    #[default]
    ReCraft,
    /// Raft's simple one: one node after the other, always a majority (dissertation, §4.2).
    OneAtATime,
    /// Raft's general one: a majority of the old and of the new members in between (Raft §6).
    Joint,
}

/// The switches of Raft's extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Extensions {
    /// A follower whose log conflicts names the start of the whole conflicting term, so that the leader need not go back one entry at a
    /// time (Raft §5.3).
    pub fast_backup: bool,
    /// How many messages with entries may be outstanding to each follower; with 1 the leader waits for each answer.
    pub window: u32,
    /// The most entries in one message.
    pub batch: u32,
    /// Compact the log into a snapshot when so many applied entries stand in it (Raft §7).
    pub compact_after: Option<u32>,
    /// Send snapshots in chunks of so many items (keys, sessions, outcomes); whole if `None`.
    pub chunk: Option<u32>,
    /// Remember each client's newest request, so that a retried command takes effect once (Raft §8).
    pub sessions: bool,
    /// How reads are answered.
    pub reads: Reads,
    /// Ask whether an election could be won before standing (dissertation, §9.6).
    pub pre_vote: bool,
    /// A leader that hears from no quorum for an election timeout steps down, and a follower that has heard from a leader within the
    /// shortest election timeout votes for nobody else (dissertation, §6.2 and §4.2.3).
    pub check_quorum: bool,
    /// Leadership can be handed over (dissertation, §3.10).
    pub transfer: bool,
    /// There may be learners (dissertation, §4.2.1).
    pub learners: bool,
    /// How members are changed.
    pub membership: MembershipScheme,
}

impl Default for Extensions {
    /// The plain protocol.
    fn default() -> Self {
        Self {
            fast_backup: false,
            window: 1,
            batch: 64,
            compact_after: None,
            chunk: None,
            sessions: true,
            reads: Reads::ThroughLog,
            pre_vote: false,
            check_quorum: false,
            transfer: false,
            learners: false,
            membership: MembershipScheme::ReCraft,
        }
    }
}

impl Extensions {
    /// Everything on, as a system in production would have it.
    #[must_use]
    pub const fn all() -> Self {
        Self {
            fast_backup: true,
            window: 8,
            batch: 64,
            compact_after: Some(64),
            chunk: Some(32),
            sessions: true,
            reads: Reads::Lease,
            pre_vote: true,
            check_quorum: true,
            transfer: true,
            learners: true,
            membership: MembershipScheme::ReCraft,
        }
    }
}

/// What a node is told at its start and keeps for its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Settings {
    /// The timing.
    pub timing: Timing,
    /// Raft's extensions.
    #[serde(default)]
    pub extensions: Extensions,
    /// What it does wrong on purpose.
    #[serde(default)]
    pub mistakes: Mistakes,
}

impl Settings {
    /// Whether the mistake is made.
    #[must_use]
    pub const fn makes(&self, mistake: Mistake) -> bool {
        self.mistakes.contains(mistake)
    }
}
