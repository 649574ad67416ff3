//! Values made of bytes: mostly small ones that may fit together, now and then the largest there are.

use std::sync::Arc;

use arbitrary::{Result, Unstructured};
use recraft_protocol::config::{
    AbortReason, ConfigEntry, Configuration, MembershipStep, MergeDecision, MergePlan, Outcome, Participant,
    SplitPlan, Stage, SubCluster,
};
use recraft_protocol::entries::Entries;
use recraft_protocol::io::{AdminRequest, Contact, Refusal, Timer};
use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::log::{Entry, Payload};
use recraft_protocol::machine::{Command, Machine, Operation};
use recraft_protocol::message::{AppendRefusal, Body, Candidacy, MergeVote, Message, VoteRefusal};
use recraft_protocol::mistakes::{Mistake, Mistakes};
use recraft_protocol::settings::{Extensions, MembershipScheme, Reads, Settings};
use recraft_protocol::snapshot::Snapshot;
use recraft_protocol::text::Text;
use recraft_protocol::types::{ClientId, ClusterId, EpochTerm, LogId, NodeId, NodeSet, TxId};

type Bytes<'a, 'b> = &'a mut Unstructured<'b>;

fn number(bytes: Bytes<'_, '_>, most: u8) -> Result<u8> {
    bytes.int_in_range(0..=most)
}

fn small(bytes: Bytes<'_, '_>, most: u8) -> Result<u32> {
    Ok(match bytes.arbitrary::<u8>()? {
        255 => u32::MAX,
        254 => u32::MAX - 1,
        byte => u32::from(byte % (most + 1)),
    })
}

fn index(bytes: Bytes<'_, '_>) -> Result<u64> {
    Ok(match bytes.arbitrary::<u8>()? {
        255 => u64::MAX,
        254 => u64::MAX - 1,
        byte => u64::from(byte % 16),
    })
}

fn flag(bytes: Bytes<'_, '_>) -> Result<bool> {
    bytes.ratio(1, 2)
}

fn some<T>(bytes: Bytes<'_, '_>, most: u8, one: impl Fn(Bytes<'_, '_>) -> Result<T>) -> Result<Vec<T>> {
    (0..number(bytes, most)?).map(|_| one(bytes)).collect()
}

fn node(bytes: Bytes<'_, '_>) -> Result<NodeId> {
    Ok(NodeId(small(bytes, 8)?))
}

fn nodes(bytes: Bytes<'_, '_>) -> Result<NodeSet> {
    let byte: u8 = bytes.arbitrary()?;
    Ok((0..8).filter(|bit| byte >> bit & 1 == 1).map(|bit| NodeId(bit + 1)).collect())
}

fn cluster(bytes: Bytes<'_, '_>) -> Result<ClusterId> {
    Ok(ClusterId(small(bytes, 6)?))
}

pub(super) fn maybe_cluster(bytes: Bytes<'_, '_>) -> Result<Option<ClusterId>> {
    Ok(if bytes.ratio(1, 8)? { None } else { Some(cluster(bytes)?) })
}

pub(super) fn at(bytes: Bytes<'_, '_>) -> Result<EpochTerm> {
    Ok(EpochTerm::new(small(bytes, 3)?, small(bytes, 6)?))
}

fn log_id(bytes: Bytes<'_, '_>) -> Result<LogId> {
    Ok(LogId { at: at(bytes)?, index: index(bytes)? })
}

fn txid(bytes: Bytes<'_, '_>) -> Result<TxId> {
    Ok(TxId(small(bytes, 3)?))
}

fn ranges(bytes: Bytes<'_, '_>) -> Result<KeyRanges> {
    Ok(match number(bytes, 5)? {
        0 => KeyRanges::default(),
        1 => KeyRanges::of([KeyRange::new("", "h")]),
        2 => KeyRanges::of([KeyRange::new("h", "p")]),
        3 => KeyRanges::of([KeyRange::new("p", "")]),
        4 => KeyRanges::of([KeyRange::new("", "c"), KeyRange::new("x", "")]),
        _ => KeyRanges::everything(),
    })
}

pub(super) fn command(bytes: Bytes<'_, '_>) -> Result<Command> {
    let key = (*bytes.choose(&["a", "h", "j", "p", "z", ""])?).into();
    let value = Text::from(*bytes.choose(&["1", "2", ""])?);
    let operation = match number(bytes, 4)? {
        0 => Operation::Get { key },
        1 => Operation::Put { key, value },
        2 => Operation::Append { key, value },
        3 => Operation::Delete { key },
        _ => Operation::CompareAndSet { key, expected: flag(bytes)?.then(|| "1".into()), value },
    };
    Ok(Command { client: ClientId(small(bytes, 3)?), seq: index(bytes)?, operation })
}

fn sub(bytes: Bytes<'_, '_>) -> Result<SubCluster> {
    Ok(SubCluster { cluster: cluster(bytes)?, members: nodes(bytes)?, ranges: ranges(bytes)? })
}

fn split_plan(bytes: Bytes<'_, '_>) -> Result<Arc<SplitPlan>> {
    Ok(Arc::new(SplitPlan { parent: cluster(bytes)?, subs: some(bytes, 3, sub)? }))
}

fn participant(bytes: Bytes<'_, '_>) -> Result<Participant> {
    Ok(Participant {
        cluster: cluster(bytes)?,
        epoch: small(bytes, 3)?,
        members: nodes(bytes)?,
        ranges: ranges(bytes)?,
    })
}

fn plan(bytes: Bytes<'_, '_>) -> Result<Arc<MergePlan>> {
    Ok(Arc::new(MergePlan {
        txid: txid(bytes)?,
        into: cluster(bytes)?,
        coordinator: cluster(bytes)?,
        participants: some(bytes, 3, participant)?,
        members: if flag(bytes)? { Some(nodes(bytes)?) } else { None },
    }))
}

fn decision(bytes: Bytes<'_, '_>) -> Result<Arc<MergeDecision>> {
    Ok(Arc::new(MergeDecision {
        txid: txid(bytes)?,
        into: cluster(bytes)?,
        epoch: small(bytes, 3)?,
        participants: some(bytes, 3, participant)?,
        members: nodes(bytes)?,
        ranges: ranges(bytes)?,
    }))
}

fn reason(bytes: Bytes<'_, '_>) -> Result<AbortReason> {
    Ok(match number(bytes, 2)? {
        0 => AbortReason::VotedNo(cluster(bytes)?),
        1 => AbortReason::UnknownMember(node(bytes)?),
        _ => AbortReason::Cancelled,
    })
}

fn outcome(bytes: Bytes<'_, '_>) -> Result<Outcome> {
    Ok(if flag(bytes)? { Outcome::Committed(decision(bytes)?) } else { Outcome::Aborted(reason(bytes)?) })
}

fn change(bytes: Bytes<'_, '_>) -> Result<ConfigEntry> {
    Ok(match number(bytes, 8)? {
        0 => ConfigEntry::Membership {
            step: *bytes.choose(&[
                MembershipStep::AddAndResize,
                MembershipStep::RemoveAndResize,
                MembershipStep::ResizeQuorum,
                MembershipStep::LeaveJoint,
            ])?,
            members: nodes(bytes)?,
            quorum: small(bytes, 6)? as usize,
            target: nodes(bytes)?,
        },
        1 => ConfigEntry::Joint { old: nodes(bytes)?, new: nodes(bytes)? },
        2 => ConfigEntry::Learners(nodes(bytes)?),
        3 => ConfigEntry::SplitJoint(split_plan(bytes)?),
        4 => ConfigEntry::SplitNew(split_plan(bytes)?),
        5 => ConfigEntry::MergePrepare(plan(bytes)?),
        6 => ConfigEntry::MergeNew(decision(bytes)?),
        7 => ConfigEntry::MergeAbort { txid: txid(bytes)?, reason: reason(bytes)? },
        _ => ConfigEntry::Genesis(decision(bytes)?),
    })
}

fn payload(bytes: Bytes<'_, '_>) -> Result<Payload> {
    Ok(match number(bytes, 3)? {
        0 => Payload::Noop,
        1 => Payload::Command(command(bytes)?),
        _ => Payload::Config(change(bytes)?),
    })
}

/// Entries that mostly follow one another.
fn entries(bytes: Bytes<'_, '_>, previous: LogId) -> Result<Entries> {
    let mut last = previous;
    some_entries(bytes, &mut last).map(Entries::from)
}

fn some_entries(bytes: Bytes<'_, '_>, last: &mut LogId) -> Result<Vec<Arc<Entry>>> {
    let mut entries = Vec::new();
    for _ in 0..number(bytes, 4)? {
        let id = match number(bytes, 7)? {
            0 => log_id(bytes)?,
            1 => LogId { at: at(bytes)?, index: last.index.wrapping_add(1) },
            _ => LogId { at: last.at, index: last.index.wrapping_add(1) },
        };
        *last = id;
        entries.push(Arc::new(Entry { id, payload: payload(bytes)? }));
    }
    Ok(entries)
}

fn stage(bytes: Bytes<'_, '_>) -> Result<Stage> {
    Ok(match number(bytes, 9)? {
        0 => Stage::Changing { target: nodes(bytes)? },
        1 => Stage::Joint { old: nodes(bytes)?, new: nodes(bytes)? },
        2 => Stage::SplitEntering(split_plan(bytes)?),
        3 => Stage::SplitLeaving(split_plan(bytes)?),
        4 => Stage::MergePrepared(plan(bytes)?),
        5 => Stage::MergeLeaving(decision(bytes)?),
        _ => Stage::Stable,
    })
}

fn snapshot(bytes: Bytes<'_, '_>) -> Result<Arc<Snapshot>> {
    let (members, ranges) = (nodes(bytes)?, ranges(bytes)?);
    let mut machine = Machine::new(ranges.clone());
    for _ in 0..number(bytes, 3)? {
        machine.apply(&command(bytes)?);
    }
    let config = Configuration {
        quorum: small(bytes, 6)? as usize,
        learners: nodes(bytes)?,
        stage: stage(bytes)?,
        ..Configuration::stable(members, ranges)
    };
    Ok(Arc::new(Snapshot {
        cluster: cluster(bytes)?,
        epoch: small(bytes, 3)?,
        last: log_id(bytes)?,
        config,
        machine: Arc::new(machine),
        start: index(bytes)?,
        siblings: some(bytes, 2, sub)?,
    }))
}

fn vote_refusal(bytes: Bytes<'_, '_>) -> Result<VoteRefusal> {
    Ok(match number(bytes, 4)? {
        0 => VoteRefusal::StaleTerm,
        1 => VoteRefusal::LowerEpoch,
        2 => VoteRefusal::HigherEpoch { mine: small(bytes, 3)? },
        3 => VoteRefusal::Removed { by: log_id(bytes)? },
        _ => VoteRefusal::AlreadyVoted { voted_for: node(bytes)? },
    })
}

fn append_refusal(bytes: Bytes<'_, '_>) -> Result<AppendRefusal> {
    Ok(match number(bytes, 5)? {
        0 => AppendRefusal::StaleTerm,
        1 => AppendRefusal::LowerEpoch,
        2 => AppendRefusal::HigherEpoch { mine: small(bytes, 3)? },
        3 => AppendRefusal::MissingParts { held: small(bytes, 2)? as usize, of: small(bytes, 3)? as usize },
        4 => AppendRefusal::NeedsSnapshot,
        _ => AppendRefusal::Mismatch { at: index(bytes)?, try_after: index(bytes)? },
    })
}

fn merge_vote(bytes: Bytes<'_, '_>) -> Result<MergeVote> {
    Ok(if flag(bytes)? {
        MergeVote::Yes(participant(bytes)?)
    } else {
        MergeVote::No(Refusal::ReconfigurationInProgress)
    })
}

fn candidacy(bytes: Bytes<'_, '_>) -> Result<Candidacy> {
    bytes.choose(&[Candidacy::Timeout, Candidacy::HandedOver, Candidacy::PreVote]).copied()
}

/// Raft's own messages.
fn raft_body(bytes: Bytes<'_, '_>) -> Result<Body> {
    Ok(match number(bytes, 10)? {
        0 => Body::RequestVote { last: log_id(bytes)?, how: candidacy(bytes)? },
        1 => Body::PreVoteGranted,
        2 => Body::TimeoutNow,
        3 => Body::VoteGranted,
        4 => Body::VoteRefused { reason: vote_refusal(bytes)? },
        5 => {
            let previous = log_id(bytes)?;
            let entries = entries(bytes, previous)?;
            Body::Append { previous, entries, commit: index(bytes)?, round: small(bytes, 3)? }
        }
        6 => Body::AppendAccepted { matched: index(bytes)?, round: small(bytes, 3)? },
        7 => Body::AppendRefused { reason: append_refusal(bytes)? },
        8 => {
            Body::InstallSnapshot { snapshot: snapshot(bytes)?, offset: small(bytes, 4)?, done: flag(bytes)? }
        }
        9 => Body::ChunkAccepted { last: log_id(bytes)?, next: small(bytes, 4)? },
        _ => Body::SnapshotTaken { last: log_id(bytes)? },
    })
}

/// The messages that cross epochs and clusters.
fn recraft_body(bytes: Bytes<'_, '_>) -> Result<Body> {
    Ok(match number(bytes, 18)? {
        0 => Body::NotifyCommit { cluster: cluster(bytes)?, boundary: log_id(bytes)? },
        1 => Body::PullLog { cluster: cluster(bytes)?, from: index(bytes)?, has_state: flag(bytes)? },
        2 => {
            let previous = log_id(bytes)?;
            Body::PulledLog { cluster: cluster(bytes)?, entries: entries(bytes, previous)? }
        }
        3 => Body::PulledSnapshot { snapshot: snapshot(bytes)? },
        4 => Body::PullUnknown { cluster: cluster(bytes)? },
        5 => Body::Prepare2PC { cluster: cluster(bytes)?, plan: plan(bytes)? },
        6 => Body::MergeVote { txid: txid(bytes)?, cluster: cluster(bytes)?, vote: merge_vote(bytes)? },
        7 => Body::Commit2PC { txid: txid(bytes)?, outcome: outcome(bytes)? },
        8 => Body::Commit2PCAck { txid: txid(bytes)?, cluster: cluster(bytes)? },
        9 => {
            let leader = if flag(bytes)? { Some(node(bytes)?) } else { None };
            Body::MergeRedirect { txid: txid(bytes)?, cluster: cluster(bytes)?, leader }
        }
        10 => Body::QueryOutcome { txid: txid(bytes)?, coordinator: cluster(bytes)? },
        11 => Body::PullSnapshot { part: cluster(bytes)?, decision: decision(bytes)? },
        12 => Body::PartSnapshot { txid: txid(bytes)?, snapshot: snapshot(bytes)? },
        13 => Body::Removed { by: log_id(bytes)?, members: nodes(bytes)? },
        14 => Body::AskThese { by: log_id(bytes)?, members: nodes(bytes)? },
        15 => Body::AskPassed { cluster: cluster(bytes)?, until: small(bytes, 3)? },
        16 => Body::HavePassed { cluster: cluster(bytes)? },
        17 => Body::ReleaseBoundary { cluster: cluster(bytes)? },
        _ => Body::HoldsEveryPart { txid: txid(bytes)? },
    })
}

/// A message that nobody has sent.
pub(super) fn message(bytes: Bytes<'_, '_>, to: NodeId) -> Result<Message> {
    let (from, cluster, at) = (node(bytes)?, maybe_cluster(bytes)?, at(bytes)?);
    let body = if flag(bytes)? { raft_body(bytes)? } else { recraft_body(bytes)? };
    Ok(Message { from, to, cluster, at, body })
}

/// A message that somebody has sent, with another number in it.
pub(super) fn spoil(body: &mut Body, bytes: Bytes<'_, '_>) -> Result<()> {
    match body {
        Body::RequestVote { last, .. } | Body::ChunkAccepted { last, .. } | Body::SnapshotTaken { last } => {
            *last = log_id(bytes)?;
        }
        Body::Append { previous, entries, commit, .. } => match number(bytes, 3)? {
            0 => *previous = log_id(bytes)?,
            1 => *commit = index(bytes)?,
            2 => *entries = entries.iter().rev().cloned().collect(),
            _ => entries.truncate(entries.len().saturating_sub(1)),
        },
        Body::AppendAccepted { matched, .. } => *matched = index(bytes)?,
        Body::InstallSnapshot { snapshot, offset, done } => match number(bytes, 2)? {
            0 => *offset = small(bytes, 4)?,
            1 => *done = !*done,
            _ => Arc::make_mut(snapshot).last = log_id(bytes)?,
        },
        Body::NotifyCommit { boundary, .. } => *boundary = log_id(bytes)?,
        Body::PullLog { from, .. } => *from = index(bytes)?,
        Body::PulledLog { entries, .. } => entries.truncate(entries.len().saturating_sub(1)),
        Body::PulledSnapshot { snapshot } | Body::PartSnapshot { snapshot, .. } => {
            Arc::make_mut(snapshot).last = log_id(bytes)?;
        }
        _ => *body = if flag(bytes)? { raft_body(bytes)? } else { recraft_body(bytes)? },
    }
    Ok(())
}

pub(super) fn timer(bytes: Bytes<'_, '_>) -> Result<Timer> {
    let timers = [Timer::Election, Timer::Heartbeat, Timer::Pull, Timer::Merge, Timer::LeaderAlive];
    bytes.choose(&timers).copied()
}

fn contact(bytes: Bytes<'_, '_>) -> Result<Contact> {
    let Participant { cluster, epoch, members, ranges } = participant(bytes)?;
    Ok(Contact { cluster, epoch, members, ranges })
}

/// What an administrator asks; every other split divides members and keys as it should.
pub(super) fn request(bytes: Bytes<'_, '_>) -> Result<AdminRequest> {
    Ok(match number(bytes, 6)? {
        0 => AdminRequest::ChangeMembers { add: nodes(bytes)?, remove: nodes(bytes)? },
        1 => AdminRequest::ChangeLearners { add: nodes(bytes)?, remove: nodes(bytes)? },
        2 => AdminRequest::Split { subs: some(bytes, 3, sub)? },
        3 => {
            let everyone: NodeSet = (1..=5).map(NodeId).collect();
            let low = nodes(bytes)?.intersection(&everyone);
            let high = everyone.without(&low);
            let (low_keys, high_keys) = (KeyRange::new("", "h"), KeyRange::new("h", ""));
            let sub = |cluster, members, keys| SubCluster {
                cluster: ClusterId(cluster),
                members,
                ranges: KeyRanges::of([keys]),
            };
            AdminRequest::Split { subs: vec![sub(2, low, low_keys), sub(3, high, high_keys)] }
        }
        4 => AdminRequest::Merge {
            txid: txid(bytes)?,
            into: cluster(bytes)?,
            others: some(bytes, 2, contact)?,
            members: if flag(bytes)? { Some(nodes(bytes)?) } else { None },
        },
        5 => AdminRequest::CancelMerge { txid: txid(bytes)? },
        _ => AdminRequest::TransferLeadership { to: node(bytes)? },
    })
}

pub(super) fn settings(bytes: Bytes<'_, '_>) -> Result<Settings> {
    let amounts = [None, Some(0), Some(1), Some(4), Some(u32::MAX)];
    let extensions = Extensions {
        fast_backup: flag(bytes)?,
        window: *bytes.choose(&[1, 1, 0, 2, 8])?,
        batch: *bytes.choose(&[64, 0, 1, 3, u32::MAX])?,
        compact_after: *bytes.choose(&amounts)?,
        chunk: *bytes.choose(&amounts)?,
        sessions: flag(bytes)?,
        reads: *bytes.choose(&[Reads::ThroughLog, Reads::ReadIndex, Reads::Lease])?,
        pre_vote: flag(bytes)?,
        check_quorum: flag(bytes)?,
        transfer: flag(bytes)?,
        learners: flag(bytes)?,
        membership: *bytes.choose(&[
            MembershipScheme::ReCraft,
            MembershipScheme::OneAtATime,
            MembershipScheme::Joint,
        ])?,
    };
    let mut mistakes = Mistakes::default();
    if bytes.ratio(1, 3)? {
        for _ in 0..=number(bytes, 2)? {
            mistakes = mistakes.with(*bytes.choose(&Mistake::ALL)?);
        }
    }
    Ok(Settings { extensions, mistakes, ..Settings::default() })
}
