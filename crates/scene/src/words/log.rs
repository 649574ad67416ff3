//! Logs and commits: what is proposed, appended, dropped, agreed.

use recraft_protocol::io::ClientResult;
use recraft_protocol::log::{Entry, Payload};
use recraft_protocol::machine::Response;
use recraft_protocol::observation::{CommitEvidence, Observation};
use recraft_protocol::types::{ClusterId, Index, NodeId, NodeSet};

use super::lists::{all_of, entries, nodes, quorum, time};
use super::reconfiguration::config_entry;
use super::refusals::append_refusal;
use super::{Kind, Sentence};

/// What to say about an observation of this group.
pub(super) fn sentence(node: NodeId, observation: &Observation) -> Sentence {
    match observation {
        Observation::Proposed { entry } => proposed(node, entry),
        Observation::Appended { from, first, last } => Sentence::detail(
            Kind::Log,
            nodes([node, *from]),
            format!("{node} appends {} from {from}", entries(*first, *last)),
        ),
        Observation::Truncated { first, last } => Sentence::minor(
            Kind::Log,
            nodes([node]),
            format!(
                "{node} drops {}: not committed, and not what the leader has there",
                entries(*first, *last)
            ),
        ),
        Observation::AppendRefused { from, reason } => Sentence::minor(
            Kind::Log,
            nodes([node, *from]),
            format!("{node} refuses {from}'s entries: {}", append_refusal(reason, *from)),
        ),
        Observation::Committed { index, how } => committed(node, *index, how),
        Observation::ClientAnswered { client, seq, result } => Sentence::detail(
            Kind::Client,
            nodes([node]),
            format!("{node} answers request {seq} of {client}: {}", client_result(result)),
        ),
        Observation::Restarted { at, last } => Sentence::major(
            Kind::Fault,
            nodes([node]),
            format!(
                "{node} is back with what it had on disk: {}, log up to {}; what it knew of commits it learns anew",
                time(*at),
                last.index
            ),
        ),
        _ => unreachable!("not an observation of this group"),
    }
}

fn proposed(node: NodeId, entry: &Entry) -> Sentence {
    let index = entry.id.index;
    let text = match &entry.payload {
        Payload::Noop => format!(
            "{node} opens {} with an empty entry ({index}): it may commit by counting only entries of its own term",
            time(entry.id.at)
        ),
        Payload::Command(command) => {
            format!("{node} appends entry {index} for {}: {}", command.client, command.operation)
        }
        Payload::Config(config) => format!("{node} appends entry {index}: {}", config_entry(config)),
    };
    Sentence::detail(Kind::Log, nodes([node]), text)
}

fn committed(node: NodeId, index: Index, how: &CommitEvidence) -> Sentence {
    match how {
        CommitEvidence::Counted { holders, quorum: need } => {
            let mut involved = vec![node];
            involved.extend(holders.iter().filter(|&holder| holder != node));
            let text = format!(
                "{node} commits up to {index}: {} hold it ({} needed)",
                holders_of(holders),
                quorum(need)
            );
            Sentence::minor(Kind::Commit, involved, text)
        }
        CommitEvidence::ToldBy(leader) => Sentence::detail(
            Kind::Commit,
            nodes([node, *leader]),
            format!("{node} commits up to {index}: {leader} says that it is committed"),
        ),
        CommitEvidence::NotifiedBy(other) => Sentence::minor(
            Kind::Commit,
            nodes([node, *other]),
            format!("{node} commits up to {index}: {other} notifies it that the epoch ended there"),
        ),
        CommitEvidence::PulledFrom(other) => Sentence::minor(
            Kind::CatchUp,
            nodes([node, *other]),
            format!("{node} commits up to {index}: it pulled this from {other}"),
        ),
    }
}

fn holders_of(holders: &NodeSet) -> String {
    all_of(holders.iter())
}

/// What a client is told, in words.
#[must_use]
pub fn client_result(result: &ClientResult) -> String {
    match result {
        ClientResult::Applied { response, entry } => {
            format!("{}, committed as entry {}", response_words(response), entry.index)
        }
        ClientResult::NotLeader { leader: Some(leader) } => format!("not the leader; ask {leader}"),
        ClientResult::NotLeader { leader: None } => "not the leader; ask another node".to_owned(),
        ClientResult::WrongShard { owner: Some((cluster, members)) } => wrong_shard(*cluster, members),
        ClientResult::WrongShard { owner: None } => "the key belongs to another cluster".to_owned(),
        ClientResult::Merging => "the cluster is about to merge; ask again".to_owned(),
    }
}

fn wrong_shard(cluster: ClusterId, members: &NodeSet) -> String {
    format!("the key belongs to {cluster} ({members})")
}

/// What the store answers, in words.
#[must_use]
pub fn response_words(response: &Response) -> String {
    match response {
        Response::Done => "done".to_owned(),
        Response::Value(Some(value)) => format!("the value is {value}"),
        Response::Value(None) => "there is no value".to_owned(),
        Response::Unchanged(Some(value)) => format!("left as it is: the value is {value}"),
        Response::Unchanged(None) => "left as it is: there is no value".to_owned(),
        Response::WrongShard => "the key belongs to another cluster".to_owned(),
        Response::Superseded => "a newer request of this client is done already".to_owned(),
    }
}
