//! Messages in words: a title and a meaning for each sign, and a short label for what one message carries.

use recraft_protocol::config::Outcome;
use recraft_protocol::io::ClientResult;
use recraft_protocol::log::Entry;
use recraft_protocol::message::{AppendRefusal, Body, Candidacy, MergeVote, Message, VoteRefusal};
use recraft_protocol::types::NodeId;
use recraft_sim::flight::{Cargo, Endpoint, Loss};
use recraft_words::t;

use super::lists::entries;
use super::log::client_result;
use super::manager;
use super::reconfiguration::config_short;
use super::refusals::{abort_reason, append_refusal, refusal, vote_refusal};
use crate::glyph::Glyph;

/// The name of a message of this sign.
#[must_use]
pub fn title(glyph: Glyph) -> &'static str {
    match glyph {
        Glyph::Ballot => t!("Vote request"),
        Glyph::Vote => t!("Vote"),
        Glyph::VoteRefused => t!("Vote refused"),
        Glyph::Append => t!("Entries"),
        Glyph::Heartbeat => t!("Heartbeat"),
        Glyph::Ack => t!("Acknowledgement"),
        Glyph::AppendRefused => t!("Entries refused"),
        Glyph::Snapshot => t!("Snapshot"),
        Glyph::Notify => t!("Commit notice"),
        Glyph::Pull => t!("Pull"),
        Glyph::PulledLog => t!("Pulled entries"),
        Glyph::PullUnknown => t!("Pull refused"),
        Glyph::Removed => t!("Removal notice"),
        Glyph::Prepare => t!("Prepare"),
        Glyph::MergeYes => t!("Yes to the merge"),
        Glyph::MergeNo => t!("No to the merge"),
        Glyph::Commit => t!("Merge committed"),
        Glyph::Abort => t!("Merge aborted"),
        Glyph::CommitAck => t!("Outcome logged"),
        Glyph::MergeRedirect => t!("Ask the leader"),
        Glyph::Query => t!("Outcome?"),
        Glyph::PullPart => t!("Pull of a part"),
        Glyph::HoldsAll => t!("Every part held"),
        Glyph::Handover => t!("Handover"),
        Glyph::Housekeeping => t!("Still needed?"),
        Glyph::Request => t!("Client request"),
        Glyph::Reply => t!("Answer"),
        Glyph::ReplyElsewhere => t!("Ask elsewhere"),
    }
}

/// What a message of this sign means, in one sentence.
#[must_use]
pub fn meaning(glyph: Glyph) -> &'static str {
    match glyph {
        Glyph::Ballot => t!("A candidate asks for a vote."),
        Glyph::Vote => t!("The vote is given."),
        Glyph::VoteRefused => t!("The vote is refused; the event list says why."),
        Glyph::Append => t!("The leader sends entries, one cell each, in the colour of their term."),
        Glyph::Heartbeat => t!("The leader says that it is there and how far it has committed."),
        Glyph::Ack => t!("The follower's log is the same as the leader's up to here."),
        Glyph::AppendRefused => t!("The follower did not append; the event list says why."),
        Glyph::Snapshot => t!("A whole state: for a node that joins, lags, or gathers the parts of a merge."),
        Glyph::Notify => t!("The last entry of an epoch has committed: whoever holds it may cross."),
        Glyph::Pull => t!("A node that is behind asks for what it missed."),
        Glyph::PulledLog => t!("The missing entries, up to the end of the old epoch and never beyond."),
        Glyph::PullUnknown => t!("The one asked has not passed that boundary itself."),
        Glyph::Removed => t!("A committed configuration leaves the receiver out: it may go."),
        Glyph::Prepare => t!("The coordinator of a merge asks a cluster whether it is ready."),
        Glyph::MergeYes => t!("The cluster is prepared, and stays so until it hears the outcome."),
        Glyph::MergeNo => t!("The cluster is not ready: no merge."),
        Glyph::Commit => t!("The merge is decided: it will take place."),
        Glyph::Abort => t!("The merge is decided: it will not take place."),
        Glyph::CommitAck => t!("The cluster has the outcome in its log."),
        Glyph::MergeRedirect => t!("The one asked does not lead its cluster."),
        Glyph::Query => t!("A prepared cluster asks how the merge was decided."),
        Glyph::PullPart => t!("A node of the merged cluster asks for another cluster's sealed state."),
        Glyph::HoldsAll => t!("The sender holds every part of the merge."),
        Glyph::Handover => t!("The leader tells the receiver to stand for election at once."),
        Glyph::Housekeeping => {
            t!("Whether an ended epoch is behind everyone, so that what was kept for laggards can go.")
        }
        Glyph::Request => t!("A client asks for something to be read or written."),
        Glyph::Reply => t!("The client's command is committed and applied."),
        Glyph::ReplyElsewhere => t!("The node asked cannot help; another can."),
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
            ClientResult::Applied { .. } => t!("done").to_owned(),
            ClientResult::NotLeader { leader: Some(leader) } => t!("ask {leader}", leader),
            ClientResult::NotLeader { leader: None } => t!("not the leader").to_owned(),
            ClientResult::WrongShard { owner: Some((cluster, _)) } => t!("ask {cluster}", cluster),
            ClientResult::WrongShard { owner: None } => t!("wrong shard").to_owned(),
            ClientResult::Merging => t!("merging, wait").to_owned(),
        },
    }
}

fn body_label(message: &Message) -> String {
    match &message.body {
        Body::RequestVote { last, how } => match (how, last.index) {
            (Candidacy::PreVote, 0) => t!("would you vote? log empty").to_owned(),
            (Candidacy::PreVote, index) => t!("would you vote? log ends at {index}", index),
            (_, 0) => t!("vote in {at}? log empty", at = message.at),
            (_, index) => t!("vote in {at}? log ends at {index}", at = message.at, index),
        },
        Body::PreVoteGranted => t!("I would").to_owned(),
        Body::AskThese { members, .. } => t!("ask {members}", members),
        Body::TimeoutNow => t!("stand now").to_owned(),
        Body::ChunkAccepted { next, .. } => t!("have {next} items", next),
        Body::SnapshotTaken { last } => t!("have the state at {index}", index = last.index),
        Body::AskPassed { cluster, .. } => t!("past {cluster}?", cluster),
        Body::HavePassed { cluster } => t!("past {cluster}", cluster),
        Body::ReleaseBoundary { cluster } => t!("all past {cluster}", cluster),
        Body::VoteGranted | Body::MergeVote { vote: MergeVote::Yes(_), .. } => t!("yes").to_owned(),
        Body::VoteRefused { reason } => {
            t!("no: {reason}", reason = short_vote_refusal(reason))
        }
        Body::Append { entries, .. } if entries.is_empty() => t!("alive, {at}", at = message.at),
        Body::Append { entries, .. } | Body::PulledLog { entries, .. } => entries_label(entries),
        Body::AppendAccepted { matched, .. } => t!("have {matched}", matched),
        Body::AppendRefused { reason } => {
            t!("no: {reason}", reason = short_append_refusal(reason))
        }
        Body::InstallSnapshot { snapshot, offset: 0, done: true } => {
            t!("state at {index}", index = snapshot.last.index)
        }
        Body::InstallSnapshot { snapshot, offset, .. } => {
            t!("state at {index}, from item {offset}", index = snapshot.last.index, offset = offset + 1)
        }
        Body::NotifyCommit { boundary, .. } => t!("{index} is committed", index = boundary.index),
        Body::PullLog { from, .. } => t!("pull from {from}", from),
        Body::PulledSnapshot { snapshot } | Body::PartSnapshot { snapshot, .. } => {
            t!("state of {cluster}", cluster = snapshot.cluster)
        }
        Body::PullUnknown { .. } => t!("not passed yet").to_owned(),
        Body::Removed { .. } => t!("you may go").to_owned(),
        Body::Prepare2PC { plan, .. } => t!("merge {txid}?", txid = plan.txid),
        Body::MergeVote { vote: MergeVote::No(_), .. } => t!("no").to_owned(),
        Body::Commit2PC { outcome: Outcome::Committed(_), .. } => t!("merge!").to_owned(),
        Body::Commit2PC { outcome: Outcome::Aborted(_), .. } => t!("no merge").to_owned(),
        Body::Commit2PCAck { .. } => t!("logged").to_owned(),
        Body::MergeRedirect { leader: Some(leader), .. } => t!("ask {leader}", leader),
        Body::MergeRedirect { leader: None, .. } => t!("no leader here").to_owned(),
        Body::QueryOutcome { txid, .. } => format!("{txid}?"),
        Body::PullSnapshot { part, .. } => t!("state of {part}?", part),
        Body::HoldsEveryPart { .. } => t!("have every part").to_owned(),
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
        _ => t!("nothing").to_owned(),
    }
}

fn short_vote_refusal(reason: &VoteRefusal) -> &'static str {
    match reason {
        VoteRefusal::StaleTerm => t!("old term"),
        VoteRefusal::AlreadyVoted { .. } => t!("voted"),
        VoteRefusal::LogBehind { .. } => t!("my log is better"),
        VoteRefusal::LeaderAlive { .. } => t!("leader alive"),
        VoteRefusal::LowerEpoch => t!("old epoch"),
        VoteRefusal::HigherEpoch { .. } => t!("other epoch"),
        VoteRefusal::Removed { .. } => t!("you left"),
    }
}

fn short_append_refusal(reason: &AppendRefusal) -> &'static str {
    match reason {
        AppendRefusal::StaleTerm => t!("old term"),
        AppendRefusal::LowerEpoch => t!("old epoch"),
        AppendRefusal::HigherEpoch { .. } => t!("other epoch"),
        AppendRefusal::Mismatch { .. } => t!("no match"),
        AppendRefusal::MissingParts { .. } => t!("parts missing"),
        AppendRefusal::NeedsSnapshot => t!("need a snapshot"),
    }
}

/// What a message says, as a sentence without its sender: for the inspector and the screen reader.
#[must_use]
pub fn content(cargo: &Cargo, from: Endpoint, to: Endpoint) -> String {
    match cargo {
        Cargo::Message(message) => body_content(message),
        Cargo::Order(_, order) => {
            t!("The manager tells {to}: {order}", to = end(to), order = manager::order(order))
        }
        Cargo::Done(_, done) => {
            t!("{from} tells the manager: {done}", from = end(from), done = manager::done(done))
        }
        Cargo::Request(command) => {
            t!("{from} asks {to}: {operation}", from = end(from), to = end(to), operation = command.operation)
        }
        Cargo::Reply(reply) => t!(
            "{from} answers {to}: {answer}",
            from = end(from),
            to = end(to),
            answer = client_result(&reply.result)
        ),
    }
}

fn body_content(message: &Message) -> String {
    let (from, to) = (message.from, message.to);
    match &message.body {
        Body::VoteRefused { reason } => {
            t!("{from} refuses {to}: {reason}", from, to, reason = vote_refusal(reason, to))
        }
        Body::AppendRefused { reason } => {
            t!("{from} refuses {to}'s entries: {reason}", from, to, reason = append_refusal(reason, to))
        }
        Body::Append { entries: list, previous, commit, .. } if !list.is_empty() => t!(
            "{from} sends {entries} to follow entry {index}; it has committed up to {commit}",
            from,
            entries = entries_label(list),
            index = previous.index,
            commit
        ),
        Body::MergeVote { vote: MergeVote::No(reason), cluster, .. } => {
            t!("{cluster} votes no: {reason}", cluster, reason = refusal(reason))
        }
        Body::Commit2PC { txid, outcome: Outcome::Aborted(reason) } => {
            t!("{txid} is aborted: {reason}", txid, reason = abort_reason(reason))
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
        Endpoint::Manager => t!("the manager").to_owned(),
    }
}

/// Why a message was lost, after a colon.
#[must_use]
pub fn loss(why: Loss, to: Endpoint) -> String {
    match why {
        Loss::Chance => t!("the network lost it").to_owned(),
        Loss::Cut => t!("{to} cannot be reached from there", to = end(to)),
        Loss::Dropped => t!("it was dropped by hand").to_owned(),
        Loss::ReceiverDown => t!("{to} is down", to = end(to)),
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
