//! Which sign a message is drawn with: one for each thing that a message can mean.

use recraft_protocol::config::Outcome;
use recraft_protocol::io::ClientResult;
use recraft_protocol::message::{Body, MergeVote};
use recraft_sim::flight::Cargo;

/// The sign of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Glyph {
    /// A ballot paper with a question mark: will you vote for me?
    Ballot,
    /// A tick: the vote is given.
    Vote,
    /// A cross: the vote is refused.
    VoteRefused,
    /// Cells: entries to append.
    Append,
    /// A dot: a heartbeat.
    Heartbeat,
    /// A ring: appended.
    Ack,
    /// A crossed ring: not appended.
    AppendRefused,
    /// A stack: a snapshot.
    Snapshot,
    /// A flag: the epoch's last entry is committed.
    Notify,
    /// A hollow arrow: give me what I missed.
    Pull,
    /// Cells that end in a bar: what was pulled, up to the boundary.
    PulledLog,
    /// A crossed arrow: the pull cannot be answered.
    PullUnknown,
    /// A crossed disc with a bar: you are not a member any more.
    Removed,
    /// A hollow diamond: will you merge?
    Prepare,
    /// A hollow diamond with a tick.
    MergeYes,
    /// A hollow diamond with a cross.
    MergeNo,
    /// A full diamond: the merge is committed.
    Commit,
    /// A full diamond, crossed: the merge is aborted.
    Abort,
    /// A small diamond ring: the outcome is logged.
    CommitAck,
    /// A hollow diamond with an arrow: ask the leader.
    MergeRedirect,
    /// A hollow diamond with a question mark: how did it end?
    Query,
    /// A hollow arrow with a stack: give me your sealed part.
    PullPart,
    /// A stack with a tick: I hold every part.
    HoldsAll,
    /// A star: stand now, the leadership is yours.
    Handover,
    /// A small hollow square within a ring: is an ended epoch's data still needed?
    Housekeeping,
    /// A hollow square: a client's request.
    Request,
    /// A filled square: its answer.
    Reply,
    /// A crossed square: ask elsewhere.
    ReplyElsewhere,
}

impl Glyph {
    /// Every sign, in the order of the legend.
    pub const ALL: [Self; 28] = [
        Self::Ballot,
        Self::Vote,
        Self::VoteRefused,
        Self::Heartbeat,
        Self::Append,
        Self::Ack,
        Self::AppendRefused,
        Self::Snapshot,
        Self::Notify,
        Self::Pull,
        Self::PulledLog,
        Self::PullUnknown,
        Self::Removed,
        Self::Prepare,
        Self::MergeYes,
        Self::MergeNo,
        Self::Commit,
        Self::Abort,
        Self::CommitAck,
        Self::MergeRedirect,
        Self::Query,
        Self::PullPart,
        Self::HoldsAll,
        Self::Handover,
        Self::Housekeeping,
        Self::Request,
        Self::Reply,
        Self::ReplyElsewhere,
    ];

    /// The sign for what travels.
    #[must_use]
    pub fn of(cargo: &Cargo) -> Self {
        match cargo {
            Cargo::Message(message) => Self::of_body(&message.body),
            Cargo::Request(_) | Cargo::Order(..) => Self::Request,
            Cargo::Done(..) => Self::Reply,
            Cargo::Reply(reply) => match reply.result {
                ClientResult::Applied { .. } => Self::Reply,
                _ => Self::ReplyElsewhere,
            },
        }
    }

    /// The sign for a message between nodes.
    #[must_use]
    pub fn of_body(body: &Body) -> Self {
        match body {
            Body::RequestVote { .. } => Self::Ballot,
            Body::VoteGranted | Body::PreVoteGranted => Self::Vote,
            Body::AskThese { .. } => Self::ReplyElsewhere,
            Body::TimeoutNow => Self::Handover,
            Body::AskPassed { .. } | Body::HavePassed { .. } | Body::ReleaseBoundary { .. } => {
                Self::Housekeeping
            }
            Body::VoteRefused { .. } => Self::VoteRefused,
            Body::Append { .. } if body.is_heartbeat() => Self::Heartbeat,
            Body::Append { .. } => Self::Append,
            Body::AppendAccepted { .. } | Body::ChunkAccepted { .. } | Body::SnapshotTaken { .. } => {
                Self::Ack
            }
            Body::AppendRefused { .. } => Self::AppendRefused,
            Body::InstallSnapshot { .. } | Body::PulledSnapshot { .. } | Body::PartSnapshot { .. } => {
                Self::Snapshot
            }
            Body::NotifyCommit { .. } => Self::Notify,
            Body::PullLog { .. } => Self::Pull,
            Body::PulledLog { .. } => Self::PulledLog,
            Body::PullUnknown { .. } => Self::PullUnknown,
            Body::Removed { .. } => Self::Removed,
            Body::Prepare2PC { .. } => Self::Prepare,
            Body::MergeVote { vote: MergeVote::Yes(_), .. } => Self::MergeYes,
            Body::MergeVote { vote: MergeVote::No(_), .. } => Self::MergeNo,
            Body::Commit2PC { outcome: Outcome::Committed(_), .. } => Self::Commit,
            Body::Commit2PC { outcome: Outcome::Aborted(_), .. } => Self::Abort,
            Body::Commit2PCAck { .. } => Self::CommitAck,
            Body::MergeRedirect { .. } => Self::MergeRedirect,
            Body::QueryOutcome { .. } => Self::Query,
            Body::PullSnapshot { .. } => Self::PullPart,
            Body::HoldsEveryPart { .. } => Self::HoldsAll,
        }
    }

    /// Whether the message says no: such a glyph is hollow and crossed.
    #[must_use]
    pub const fn is_refusal(self) -> bool {
        matches!(
            self,
            Self::VoteRefused
                | Self::AppendRefused
                | Self::PullUnknown
                | Self::Removed
                | Self::MergeNo
                | Self::Abort
                | Self::ReplyElsewhere
        )
    }
}
