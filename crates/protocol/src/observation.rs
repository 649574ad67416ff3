//! Observations: what a node did, and why. The one stream that the event list, captions, screen readers, lessons and
//! checks read; nobody has to guess a cause by comparing states.

use alloc::sync::Arc;
use serde::Serialize;

use crate::config::{AbortReason, ConfigEntry, Outcome};
use crate::io::{AdminRequest, ClientResult, Refusal};
use crate::log::Entry;
use crate::message::{AppendRefusal, VoteRefusal};
use crate::quorum::Quorum;
use crate::types::{ClientId, ClusterId, EpochTerm, Index, LogId, NodeId, NodeSet, TxId};

/// Something a node did or decided.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Observation {
    /// It stands for election.
    StoodForElection {
        /// At this time.
        at: EpochTerm,
        /// What it needs to win.
        quorum: Quorum,
    },
    /// It asks whether it would win an election (Pre-Vote).
    AskedForPreVotes {
        /// What it needs.
        quorum: Quorum,
    },
    /// It would give its vote.
    PreVoteGranted {
        /// To whom.
        to: NodeId,
    },
    /// It does not stand although its time has come: a leader was heard from too lately for that.
    HeldBack {
        /// From whom.
        leader: Option<NodeId>,
    },
    /// As the leader it has told another to stand at once.
    HandedOver {
        /// Whom.
        to: NodeId,
    },
    /// As the leader it has given up handing over.
    TransferGivenUp {
        /// To whom it was to go.
        to: NodeId,
    },
    /// As the leader it knows that it still led when it was asked: a quorum has said so, or its lease covers it.
    LeadershipConfirmed {
        /// Up to where it may answer reads.
        index: Index,
        /// How it knows.
        how: ReadGround,
    },
    /// It has put its applied entries into a snapshot.
    Compacted {
        /// The last one.
        last: LogId,
        /// How many there were.
        entries: u64,
    },
    /// It has taken in a chunk of a snapshot.
    ChunkReceived {
        /// From whom.
        from: NodeId,
        /// The last entry that the snapshot includes.
        last: LogId,
        /// How many items are there now.
        items: u32,
    },
    /// It let go of the data of a boundary that everyone has passed.
    BoundaryReleased {
        /// The cluster that ended there.
        cluster: ClusterId,
    },
    /// It gave its vote.
    VoteGranted {
        /// To whom.
        to: NodeId,
        /// At this time.
        at: EpochTerm,
    },
    /// It refused its vote.
    VoteRefused {
        /// To whom.
        to: NodeId,
        /// Why.
        reason: VoteRefusal,
    },
    /// A vote reached the candidate.
    VoteReceived {
        /// From whom.
        from: NodeId,
        /// The votes so far.
        votes: NodeSet,
        /// What is needed.
        quorum: Quorum,
    },
    /// It leads.
    BecameLeader {
        /// At this time.
        at: EpochTerm,
        /// How it came to.
        how: Leadership,
    },
    /// It stopped leading or standing.
    SteppedDown {
        /// Why.
        reason: StepDown,
    },
    /// Its term rose because another's was higher.
    TermRaised {
        /// To this time.
        to: EpochTerm,
        /// Whose message said so.
        because_of: NodeId,
    },
    /// As the leader it appended an entry of its own.
    Proposed {
        /// The entry.
        entry: Arc<Entry>,
    },
    /// It appended the leader's entries.
    Appended {
        /// The leader.
        from: NodeId,
        /// The first new index.
        first: Index,
        /// The last new index.
        last: Index,
    },
    /// It dropped entries that conflict with the leader's.
    Truncated {
        /// The first index dropped.
        first: Index,
        /// The last index dropped.
        last: Index,
    },
    /// It refused the leader's entries.
    AppendRefused {
        /// The leader.
        from: NodeId,
        /// Why.
        reason: AppendRefusal,
    },
    /// Its commit index rose.
    Committed {
        /// To here.
        index: Index,
        /// How it knows.
        how: CommitEvidence,
    },
    /// A configuration entry took effect in its log.
    ConfigurationAppended {
        /// Where.
        id: LogId,
        /// What it says.
        entry: ConfigEntry,
    },
    /// A configuration entry committed here.
    ConfigurationCommitted {
        /// Where.
        id: LogId,
        /// What it says.
        entry: ConfigEntry,
    },
    /// A configuration entry was dropped again before it committed.
    ConfigurationUndone {
        /// Where it was.
        id: LogId,
    },
    /// An administrator's request was taken up by the leader.
    RequestAccepted {
        /// The request.
        request: AdminRequest,
        /// Its first entry.
        id: LogId,
    },
    /// An administrator's request was refused.
    RequestRefused {
        /// The request.
        request: AdminRequest,
        /// Why.
        reason: Refusal,
    },
    /// A client's request was answered.
    ClientAnswered {
        /// The client.
        client: ClientId,
        /// Its number of the request.
        seq: u64,
        /// The answer.
        result: ClientResult,
    },
    /// It left one cluster for the next across an epoch boundary.
    EpochEntered {
        /// The cluster that ended for it.
        left: ClusterId,
        /// The cluster it is in now; `None` when a merge leaves it out.
        entered: Option<ClusterId>,
        /// The new time.
        at: EpochTerm,
        /// The entry that ended the old epoch.
        boundary: LogId,
        /// How it came across.
        how: Crossing,
    },
    /// It learnt that it is behind and asked for what it lacks.
    PullStarted {
        /// Whom it asked.
        from: NodeId,
        /// Its own cluster.
        cluster: ClusterId,
        /// The first index it lacks.
        first: Index,
        /// The later time it heard of.
        because_of: EpochTerm,
    },
    /// It answered a pull.
    PullServed {
        /// Whose.
        to: NodeId,
        /// Of which cluster.
        cluster: ClusterId,
        /// The boundary it sent.
        boundary: LogId,
    },
    /// It could not answer a pull.
    PullUnknown {
        /// Whose.
        to: NodeId,
        /// Of which cluster.
        cluster: ClusterId,
    },
    /// It told a node of an ended epoch that the boundary has committed.
    Notified {
        /// Whom.
        to: NodeId,
        /// The boundary.
        boundary: LogId,
    },
    /// As a participant's leader it was asked to prepare and said no.
    MergeVoteRefused {
        /// The transaction.
        txid: TxId,
        /// Who asked.
        coordinator: NodeId,
        /// Why.
        reason: Refusal,
    },
    /// As a participant's leader it says yes: `C_TX` has committed.
    MergeVotedYes {
        /// The transaction.
        txid: TxId,
        /// Who asked.
        coordinator: NodeId,
    },
    /// As the coordinator's leader it has a participant's vote.
    MergeVoteReceived {
        /// The transaction.
        txid: TxId,
        /// Whose.
        cluster: ClusterId,
        /// Yes or no.
        yes: bool,
    },
    /// As the coordinator's leader it proposes the outcome.
    MergeDecided {
        /// The transaction.
        txid: TxId,
        /// The outcome; final once its entry commits.
        outcome: Outcome,
    },
    /// It was told the outcome of a merge.
    OutcomeHeard {
        /// The transaction.
        txid: TxId,
        /// From whom.
        from: NodeId,
        /// Why it was aborted; `None` if it was committed.
        aborted: Option<AbortReason>,
    },
    /// It sealed its cluster's state.
    Sealed {
        /// The cluster.
        cluster: ClusterId,
        /// The last entry in the state.
        last: LogId,
    },
    /// It holds another participant's state now.
    PartReceived {
        /// Whose.
        cluster: ClusterId,
        /// How many parts it holds.
        held: usize,
        /// How many there are.
        of: usize,
    },
    /// It holds every part and takes a full part in the merged cluster.
    MergeCompleted {
        /// The merged cluster.
        cluster: ClusterId,
    },
    /// It joined a cluster from a snapshot.
    Joined {
        /// The cluster.
        cluster: ClusterId,
        /// The last entry of the snapshot.
        last: LogId,
        /// Who sent it.
        from: NodeId,
    },
    /// It belongs to no cluster any more.
    BecameSpare {
        /// The cluster that went on without it.
        left: Option<ClusterId>,
    },
    /// It came back with what it had on disk.
    Restarted {
        /// The time it had reached.
        at: EpochTerm,
        /// Its last entry.
        last: LogId,
    },
}

/// How a leader knows that a read is safe to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum ReadGround {
    /// A quorum has answered a round of heartbeats since.
    Round(u32),
    /// Its lease has not run out.
    Lease,
}

/// How a node came to lead.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Leadership {
    /// By these votes.
    Elected {
        /// Who voted for it.
        votes: NodeSet,
    },
    /// It appended a split's `C_new` and still led when it committed: it goes on in the new epoch without an election.
    CarriedAcross {
        /// The boundary.
        boundary: LogId,
    },
}

/// Why a node stopped leading or standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum StepDown {
    /// A message bore a higher term.
    HigherTerm {
        /// From whom.
        from: NodeId,
        /// Which.
        at: EpochTerm,
    },
    /// Another leads in this term.
    LeaderSeen {
        /// Who.
        leader: NodeId,
    },
    /// The epoch ended.
    EpochEnded,
    /// Its epoch is over elsewhere; it must pull.
    LaterEpochSeen {
        /// Who said so.
        from: NodeId,
        /// The later time.
        at: EpochTerm,
    },
    /// Its own removal committed.
    Removed,
    /// No quorum has been heard from for an election timeout (Check-Quorum).
    QuorumLost,
}

/// How a node knows that an entry is committed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum CommitEvidence {
    /// As the leader, by counting.
    Counted {
        /// Who holds the entry.
        holders: NodeSet,
        /// What was needed.
        quorum: Quorum,
    },
    /// The leader said so.
    ToldBy(NodeId),
    /// The boundary was notified.
    NotifiedBy(NodeId),
    /// It came with a pull.
    PulledFrom(NodeId),
}

/// How a node came across an epoch boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Crossing {
    /// By counting, as the leader that committed the boundary.
    Counted,
    /// Its leader's commit index covered the boundary.
    Told(NodeId),
    /// By `NotifyCommit`.
    Notified(NodeId),
    /// By a pull.
    Pulled(NodeId),
}
