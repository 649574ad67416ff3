//! Messages between nodes. Every message carries the sender, its cluster and its logical time; each variant of
//! [`Body`] has one meaning, and no field has a value that stands for "none".

use alloc::sync::Arc;
use serde::Serialize;

use crate::config::{MergeDecision, MergePlan, Outcome, Participant};
use crate::entries::Entries;
use crate::io::Refusal;
use crate::snapshot::Snapshot;
use crate::types::{ClusterId, Epoch, EpochTerm, Index, LogId, NodeId, NodeSet, TxId};

/// A message in flight.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Message {
    /// Who sent it.
    pub from: NodeId,
    /// Who shall get it.
    pub to: NodeId,
    /// The sender's cluster when it sent it; `None` from a spare.
    pub cluster: Option<ClusterId>,
    /// The sender's logical time when it sent it.
    pub at: EpochTerm,
    /// What it says.
    pub body: Body,
}

/// What a message says.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Body {
    /// Raft's RequestVote.
    RequestVote {
        /// The candidate's last entry.
        last: LogId,
        /// On what ground it stands.
        how: Candidacy,
    },
    /// Pre-Vote: it would be given.
    PreVoteGranted,
    /// The leader hands its leadership to the receiver, who stands at once.
    TimeoutNow,
    /// The vote is given.
    VoteGranted,
    /// The vote is refused.
    VoteRefused {
        /// Why.
        reason: VoteRefusal,
    },
    /// Raft's AppendEntries; a heartbeat when `entries` is empty.
    Append {
        /// The entry before the first one sent.
        previous: LogId,
        /// The entries to append.
        entries: Entries,
        /// The leader's commit index.
        commit: Index,
        /// The leader's round of asking whether it still leads; counted only if reads need it.
        round: u32,
    },
    /// The follower's log now equals the leader's up to `matched`.
    AppendAccepted {
        /// Up to where.
        matched: Index,
        /// The round of the message that it answers.
        round: u32,
    },
    /// The follower did not append.
    AppendRefused {
        /// Why.
        reason: AppendRefusal,
    },
    /// A snapshot for a node that joins or whose log ends before the leader's begins.
    InstallSnapshot {
        /// The state, or the part of it that this chunk brings.
        snapshot: Arc<Snapshot>,
        /// How many items came before.
        offset: u32,
        /// Whether it is all there with this.
        done: bool,
    },
    /// A chunk of a snapshot has arrived.
    ChunkAccepted {
        /// The last entry that the snapshot includes.
        last: LogId,
        /// How many items are there now.
        next: u32,
    },
    /// The snapshot is installed, but counts for nothing before the receiver has everything that it left the cluster with.
    SnapshotTaken {
        /// The last entry that the snapshot includes.
        last: LogId,
    },
    /// The entry that ended `cluster`'s epoch has committed (ReCraft's notifyCommit). Whoever holds it may cross.
    NotifyCommit {
        /// The cluster that ended.
        cluster: ClusterId,
        /// The entry that ended it.
        boundary: LogId,
    },
    /// ReCraft's PullLog: "I am behind; give me what `cluster` committed, up to the end of its epoch".
    PullLog {
        /// The puller's cluster.
        cluster: ClusterId,
        /// The first index it lacks.
        from: Index,
        /// Whether it has the state before that index; a node that lacks parts of a merge has not, and needs the whole.
        has_state: bool,
    },
    /// The entries up to and including the boundary, never beyond.
    PulledLog {
        /// The cluster they belong to.
        cluster: ClusterId,
        /// The entries asked for; the last one is the boundary.
        entries: Entries,
    },
    /// The state at the boundary, for a puller whom entries alone would not help.
    PulledSnapshot {
        /// The sealed state of the puller's cluster.
        snapshot: Arc<Snapshot>,
    },
    /// The responder has not passed that cluster's boundary.
    PullUnknown {
        /// The cluster asked for.
        cluster: ClusterId,
    },
    /// Two-phase commit, phase 1: will you merge?
    Prepare2PC {
        /// The participant that is asked.
        cluster: ClusterId,
        /// The merge.
        plan: Arc<MergePlan>,
    },
    /// A participant's vote.
    MergeVote {
        /// The transaction.
        txid: TxId,
        /// The voting cluster.
        cluster: ClusterId,
        /// Yes or no.
        vote: MergeVote,
    },
    /// Two-phase commit, phase 2: so it was decided.
    Commit2PC {
        /// The transaction.
        txid: TxId,
        /// How it ended.
        outcome: Outcome,
    },
    /// The participant has the outcome committed.
    Commit2PCAck {
        /// The transaction.
        txid: TxId,
        /// The cluster that acknowledges.
        cluster: ClusterId,
    },
    /// The receiver of a `Prepare2PC` or `Commit2PC` does not lead its cluster.
    MergeRedirect {
        /// The transaction.
        txid: TxId,
        /// The receiver's cluster.
        cluster: ClusterId,
        /// Who may lead it.
        leader: Option<NodeId>,
    },
    /// A prepared participant asks how the transaction ended.
    QueryOutcome {
        /// The transaction.
        txid: TxId,
        /// The cluster that coordinates it: whoever has left that one can say who stayed.
        coordinator: ClusterId,
    },
    /// "Give me `part`'s sealed state"; carries the decision, so that it also tells a cluster that has not heard it.
    PullSnapshot {
        /// The participant whose state is wanted.
        part: ClusterId,
        /// The decision.
        decision: Arc<MergeDecision>,
    },
    /// A participant's sealed state.
    PartSnapshot {
        /// The transaction.
        txid: TxId,
        /// The state.
        snapshot: Arc<Snapshot>,
    },
    /// A committed configuration does not include the receiver: it may go. Answers a candidate or a puller of the cluster
    /// that has missed its own removal.
    Removed {
        /// A committed entry at or after that configuration's.
        by: LogId,
        /// Who stayed, as of that entry.
        members: NodeSet,
    },
    /// The sender has left the cluster that the message names (the receiver's own, or one that it wants to merge with): those who stayed can
    /// tell more.
    AskThese {
        /// The committed entry by which the sender left: of two such answers the one with the later entry is worth more.
        by: LogId,
        /// Who stayed, as of that entry.
        members: NodeSet,
    },
    /// "Have you left `cluster` behind?" Asked before the data of its boundary is let go of.
    AskPassed {
        /// The cluster that ended.
        cluster: ClusterId,
        /// The epoch that whoever has passed its boundary is in at least.
        until: Epoch,
    },
    /// It has, and will never need anything of it again.
    HavePassed {
        /// The cluster that ended.
        cluster: ClusterId,
    },
    /// Everyone has left `cluster` behind: the data of its boundary can go.
    ReleaseBoundary {
        /// The cluster that ended.
        cluster: ClusterId,
    },
    /// The sender holds every part of the merge, so that those left out of the new cluster need not keep theirs.
    HoldsEveryPart {
        /// The transaction.
        txid: TxId,
    },
}

/// On what ground a candidate asks for votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Candidacy {
    /// It has heard from no leader for an election timeout.
    Timeout,
    /// The leader has handed over to it; those who hear from that leader may vote nevertheless.
    HandedOver,
    /// It only asks whether it would win (Pre-Vote); no vote is given, and no term changes.
    PreVote,
}

/// A participant's answer to `Prepare2PC`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum MergeVote {
    /// Prepared; so the participant is and stays until the outcome is known.
    Yes(Participant),
    /// Not prepared.
    No(Refusal),
}

/// Why a vote is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum VoteRefusal {
    /// The candidate's term is over.
    StaleTerm,
    /// The voter has voted for another in this term.
    AlreadyVoted {
        /// For whom.
        voted_for: NodeId,
    },
    /// The voter's log is more up to date.
    LogBehind {
        /// The voter's last entry.
        mine: LogId,
        /// The candidate's last entry.
        theirs: LogId,
    },
    /// The voter has heard from a leader a moment ago.
    LeaderAlive {
        /// From whom, if it is not the leader itself.
        leader: Option<NodeId>,
    },
    /// The candidate is in an earlier epoch, which is over.
    LowerEpoch,
    /// The candidate is in a later epoch: never vote across epochs; the voter will pull.
    HigherEpoch {
        /// The voter's epoch.
        mine: Epoch,
    },
    /// A committed configuration, newer than the candidate's log, does not include it.
    Removed {
        /// The entry of that configuration.
        by: LogId,
    },
}

/// Why entries are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum AppendRefusal {
    /// The leader's term is over.
    StaleTerm,
    /// The leader is in an earlier epoch, which is over.
    LowerEpoch,
    /// The leader is in a later epoch: the boundary must be crossed first; the receiver will pull.
    HigherEpoch {
        /// The receiver's epoch.
        mine: Epoch,
    },
    /// The entry before the first one sent is not in the follower's log.
    Mismatch {
        /// The index that did not match.
        at: Index,
        /// The follower's own suggestion where to try next.
        try_after: Index,
    },
    /// The follower does not hold every part of the merge yet, and acknowledges nothing before it does.
    MissingParts {
        /// How many it holds.
        held: usize,
        /// How many there are.
        of: usize,
    },
    /// The receiver is not in the cluster yet and needs a snapshot first.
    NeedsSnapshot,
}

impl Message {
    /// Whether a node can have sent this: a leader has no entries of a later time than its own, nor a state of another epoch, and there is
    /// no last epoch and no last index. What is not so comes from no node of this protocol, and would break the order of whatever log it
    /// got into.
    #[must_use]
    pub fn could_be(&self) -> bool {
        let (newest, start) = match &self.body {
            Body::Append { previous, entries, .. } => (entries.last().map_or(*previous, |entry| entry.id), 0),
            Body::InstallSnapshot { snapshot, .. } if snapshot.epoch != self.at.epoch => return false,
            Body::InstallSnapshot { snapshot, .. } => (snapshot.last, snapshot.start),
            // Those who answer for an ended cluster may have joined one of an earlier time since.
            Body::PulledSnapshot { snapshot } | Body::PartSnapshot { snapshot, .. } => {
                (LogId { at: self.at, ..snapshot.last }, snapshot.start)
            }
            _ => (LogId::default(), 0),
        };
        newest.at <= self.at && self.at.epoch < Epoch::MAX && newest.index.max(start) < Index::MAX
    }
}

impl Body {
    /// Whether this is an `Append` that carries nothing.
    #[must_use]
    pub fn is_heartbeat(&self) -> bool {
        matches!(self, Self::Append { entries, .. } if entries.is_empty())
    }

    /// Whether this answer says no.
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::VoteRefused { .. }
                | Self::AppendRefused { .. }
                | Self::PullUnknown { .. }
                | Self::MergeVote { vote: MergeVote::No(_), .. }
                | Self::MergeRedirect { .. }
                | Self::Removed { .. }
        )
    }
}
