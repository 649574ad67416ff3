//! Messages in words: a title and a meaning for each sign, and a short label for what one message carries.

use recraft_protocol::config::Outcome;
use recraft_protocol::io::ClientResult;
use recraft_protocol::log::Entry;
use recraft_protocol::message::{AppendRefusal, Body, Candidacy, MergeVote, Message, VoteRefusal};
use recraft_protocol::types::NodeId;
use recraft_sim::flight::{Cargo, Endpoint, Loss};

use super::lists::entries;
use super::log::client_result;
use super::manager;
use super::reconfiguration::config_short;
use super::refusals::{abort_reason, append_refusal, refusal, vote_refusal};
use crate::glyph::Glyph;

/// The name of a message of this sign.
#[must_use]
pub const fn title(glyph: Glyph) -> &'static str {
    match glyph {
        Glyph::Ballot => "Vote request",
        Glyph::Vote => "Vote",
        Glyph::VoteRefused => "Vote refused",
        Glyph::Append => "Entries",
        Glyph::Heartbeat => "Heartbeat",
        Glyph::Ack => "Acknowledgement",
        Glyph::AppendRefused => "Entries refused",
        Glyph::Snapshot => "Snapshot",
        Glyph::Notify => "Commit notice",
        Glyph::Pull => "Pull",
        Glyph::PulledLog => "Pulled entries",
        Glyph::PullUnknown => "Pull refused",
        Glyph::Removed => "Removal notice",
        Glyph::Prepare => "Prepare",
        Glyph::MergeYes => "Yes to the merge",
        Glyph::MergeNo => "No to the merge",
        Glyph::Commit => "Merge committed",
        Glyph::Abort => "Merge aborted",
        Glyph::CommitAck => "Outcome logged",
        Glyph::MergeRedirect => "Ask the leader",
        Glyph::Query => "Outcome?",
        Glyph::PullPart => "Pull of a part",
        Glyph::HoldsAll => "Every part held",
        Glyph::Handover => "Handover",
        Glyph::Housekeeping => "Still needed?",
        Glyph::Request => "Client request",
        Glyph::Reply => "Answer",
        Glyph::ReplyElsewhere => "Ask elsewhere",
    }
}

/// What a message of this sign means, in one sentence.
#[must_use]
pub const fn meaning(glyph: Glyph) -> &'static str {
    match glyph {
        Glyph::Ballot => "A candidate asks for a vote.",
        Glyph::Vote => "The vote is given.",
        Glyph::VoteRefused => "The vote is refused; the event list says why.",
        Glyph::Append => "The leader sends entries, one cell each, in the colour of their term.",
        Glyph::Heartbeat => "The leader says that it is there and how far it has committed.",
        Glyph::Ack => "The follower's log is the same as the leader's up to here.",
        Glyph::AppendRefused => "The follower did not append; the event list says why.",
        Glyph::Snapshot => "A whole state: for a node that joins, lags, or gathers the parts of a merge.",
        Glyph::Notify => "The last entry of an epoch has committed: whoever holds it may cross.",
        Glyph::Pull => "A node that is behind asks for what it missed.",
        Glyph::PulledLog => "The missing entries, up to the end of the old epoch and never beyond.",
        Glyph::PullUnknown => "The one asked has not passed that boundary itself.",
        Glyph::Removed => "A committed configuration leaves the receiver out: it may go.",
        Glyph::Prepare => "The coordinator of a merge asks a cluster whether it is ready.",
        Glyph::MergeYes => "The cluster is prepared, and stays so until it hears the outcome.",
        Glyph::MergeNo => "The cluster is not ready: no merge.",
        Glyph::Commit => "The merge is decided: it will take place.",
        Glyph::Abort => "The merge is decided: it will not take place.",
        Glyph::CommitAck => "The cluster has the outcome in its log.",
        Glyph::MergeRedirect => "The one asked does not lead its cluster.",
        Glyph::Query => "A prepared cluster asks how the merge was decided.",
        Glyph::PullPart => "A node of the merged cluster asks for another cluster's sealed state.",
        Glyph::HoldsAll => "The sender holds every part of the merge.",
        Glyph::Handover => "The leader tells the receiver to stand for election at once.",
        Glyph::Housekeeping => {
            "Whether an ended epoch is behind everyone, so that what was kept for laggards can go."
        }
        Glyph::Request => "A client asks for something to be read or written.",
        Glyph::Reply => "The client's command is committed and applied.",
        Glyph::ReplyElsewhere => "The node asked cannot help; another can.",
    }
}

/// A few words for a message on the stage, next to its sign.
#[must_use]
pub fn label(cargo: &Cargo) -> String {
    match cargo {
        Cargo::Message(message) => body_label(message),
        Cargo::Request(command) => command.operation.to_string(),
        Cargo::Order(_, order) => manager::order(order).to_owned(),
        Cargo::Done(_, done) => manager::done(done).to_owned(),
        Cargo::Reply(reply) => match &reply.result {
            ClientResult::Applied { .. } => "done".to_owned(),
            ClientResult::NotLeader { leader: Some(leader) } => format!("ask {leader}"),
            ClientResult::NotLeader { leader: None } => "not the leader".to_owned(),
            ClientResult::WrongShard { owner: Some((cluster, _)) } => format!("ask {cluster}"),
            ClientResult::WrongShard { owner: None } => "wrong shard".to_owned(),
            ClientResult::Merging => "merging, wait".to_owned(),
        },
    }
}

fn body_label(message: &Message) -> String {
    match &message.body {
        Body::RequestVote { last, how: Candidacy::PreVote } => {
            format!("would you vote? log to {}", last.index)
        }
        Body::RequestVote { last, .. } => format!("vote in {}? log to {}", message.at, last.index),
        Body::PreVoteGranted => "I would".to_owned(),
        Body::AskThese { members, .. } => format!("ask {members}"),
        Body::TimeoutNow => "stand now".to_owned(),
        Body::ChunkAccepted { next, .. } => format!("have {next} items"),
        Body::SnapshotTaken { last } => format!("have the state at {}", last.index),
        Body::AskPassed { cluster, .. } => format!("past {cluster}?"),
        Body::HavePassed { cluster } => format!("past {cluster}"),
        Body::ReleaseBoundary { cluster } => format!("all past {cluster}"),
        Body::VoteGranted | Body::MergeVote { vote: MergeVote::Yes(_), .. } => "yes".to_owned(),
        Body::VoteRefused { reason } => format!("no: {}", short_vote_refusal(reason)),
        Body::Append { entries, .. } if entries.is_empty() => format!("alive, {}", message.at),
        Body::Append { entries, .. } | Body::PulledLog { entries, .. } => entries_label(entries),
        Body::AppendAccepted { matched, .. } => format!("have {matched}"),
        Body::AppendRefused { reason } => format!("no: {}", short_append_refusal(reason)),
        Body::InstallSnapshot { snapshot, offset: 0, done: true } => {
            format!("state at {}", snapshot.last.index)
        }
        Body::InstallSnapshot { snapshot, offset, .. } => {
            format!("state at {}, from item {}", snapshot.last.index, offset + 1)
        }
        Body::NotifyCommit { boundary, .. } => format!("{} is committed", boundary.index),
        Body::PullLog { from, .. } => format!("pull from {from}"),
        Body::PulledSnapshot { snapshot } | Body::PartSnapshot { snapshot, .. } => {
            format!("state of {}", snapshot.cluster)
        }
        Body::PullUnknown { .. } => "not passed yet".to_owned(),
        Body::Removed { .. } => "you may go".to_owned(),
        Body::Prepare2PC { plan, .. } => format!("merge {}?", plan.txid),
        Body::MergeVote { vote: MergeVote::No(_), .. } => "no".to_owned(),
        Body::Commit2PC { outcome: Outcome::Committed(_), .. } => "merge!".to_owned(),
        Body::Commit2PC { outcome: Outcome::Aborted(_), .. } => "no merge".to_owned(),
        Body::Commit2PCAck { .. } => "logged".to_owned(),
        Body::MergeRedirect { leader: Some(leader), .. } => format!("ask {leader}"),
        Body::MergeRedirect { leader: None, .. } => "no leader here".to_owned(),
        Body::QueryOutcome { txid, .. } => format!("{txid}?"),
        Body::PullSnapshot { part, .. } => format!("state of {part}?"),
        Body::HoldsEveryPart { .. } => "have every part".to_owned(),
    }
}

/// The configuration change that a message carries, if any: the one label that is always worth showing.
#[must_use]
pub fn carried_change(cargo: &Cargo) -> Option<&'static str> {
    let Cargo::Message(Message {
        body: Body::Append { entries, .. } | Body::PulledLog { entries, .. }, ..
    }) = cargo
    else {
        return None;
    };
    entries.iter().rev().find_map(|entry| entry.config()).map(config_short)
}

fn entries_label(list: &[std::sync::Arc<Entry>]) -> String {
    match (list.first(), list.last()) {
        (Some(first), Some(last)) => entries(first.id.index, last.id.index),
        _ => "nothing".to_owned(),
    }
}

const fn short_vote_refusal(reason: &VoteRefusal) -> &'static str {
    match reason {
        VoteRefusal::StaleTerm => "old term",
        VoteRefusal::AlreadyVoted { .. } => "voted",
        VoteRefusal::LogBehind { .. } => "my log is better",
        VoteRefusal::LeaderAlive { .. } => "leader alive",
        VoteRefusal::LowerEpoch => "old epoch",
        VoteRefusal::HigherEpoch { .. } => "other epoch",
        VoteRefusal::Removed { .. } => "you left",
    }
}

const fn short_append_refusal(reason: &AppendRefusal) -> &'static str {
    match reason {
        AppendRefusal::StaleTerm => "old term",
        AppendRefusal::LowerEpoch => "old epoch",
        AppendRefusal::HigherEpoch { .. } => "other epoch",
        AppendRefusal::Mismatch { .. } => "no match",
        AppendRefusal::MissingParts { .. } => "parts missing",
        AppendRefusal::NeedsSnapshot => "need a snapshot",
    }
}

/// What a message says, as a sentence without its sender: for the inspector and the screen reader.
#[must_use]
pub fn content(cargo: &Cargo, from: Endpoint, to: Endpoint) -> String {
    match cargo {
        Cargo::Message(message) => body_content(message),
        Cargo::Order(_, order) => format!("The manager tells {}: {}", end(to), manager::order(order)),
        Cargo::Done(_, done) => format!("{} tells the manager: {}", end(from), manager::done(done)),
        Cargo::Request(command) => format!("{} asks {}: {}", end(from), end(to), command.operation),
        Cargo::Reply(reply) => format!("{} answers {}: {}", end(from), end(to), client_result(&reply.result)),
    }
}

fn body_content(message: &Message) -> String {
    let (from, to) = (message.from, message.to);
    match &message.body {
        Body::VoteRefused { reason } => format!("{from} refuses {to}: {}", vote_refusal(reason, to)),
        Body::AppendRefused { reason } => {
            format!("{from} refuses {to}'s entries: {}", append_refusal(reason, to))
        }
        Body::Append { entries: list, previous, commit, .. } if !list.is_empty() => format!(
            "{from} sends {} to follow entry {}; it has committed up to {commit}",
            entries_label(list),
            previous.index
        ),
        Body::MergeVote { vote: MergeVote::No(reason), cluster, .. } => {
            format!("{cluster} votes no: {}", refusal(reason))
        }
        Body::Commit2PC { txid, outcome: Outcome::Aborted(reason) } => {
            format!("{txid} is aborted: {}", abort_reason(reason))
        }
        body => format!("{} ({})", meaning(Glyph::of_body(body)).trim_end_matches('.'), body_label(message)),
    }
}

/// An end of a link by name.
#[must_use]
pub fn end(endpoint: Endpoint) -> String {
    match endpoint {
        Endpoint::Node(node) => node.to_string(),
        Endpoint::Client(client) => client.to_string(),
        Endpoint::Manager => "the manager".to_owned(),
    }
}

/// Why a message was lost, after a colon.
#[must_use]
pub fn loss(why: Loss, to: Endpoint) -> String {
    match why {
        Loss::Chance => "the network lost it".to_owned(),
        Loss::Cut => format!("{} cannot be reached from there", end(to)),
        Loss::Dropped => "it was dropped by hand".to_owned(),
        Loss::ReceiverDown => format!("{} is down", end(to)),
    }
}

/// The nodes among the ends.
#[must_use]
pub fn nodes_of(ends: [Endpoint; 2]) -> Vec<NodeId> {
    let node = |end| match end {
        Endpoint::Node(node) => Some(node),
        Endpoint::Client(_) | Endpoint::Manager => None,
    };
    ends.into_iter().filter_map(node).collect()
}
