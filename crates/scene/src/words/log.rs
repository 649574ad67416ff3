//! Logs and commits: what is proposed, appended, dropped, agreed.

use recraft_protocol::io::ClientResult;
use recraft_protocol::log::{Entry, Payload};
use recraft_protocol::machine::Response;
use recraft_protocol::observation::{CommitEvidence, Observation};
use recraft_protocol::types::{ClusterId, Index, NodeId, NodeSet};
use recraft_words::t;

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
            t!("{node} appends {entries} from {from}", node, entries = entries(*first, *last), from),
        ),
        Observation::Truncated { first, last } => Sentence::minor(
            Kind::Log,
            nodes([node]),
            t!(
                "{node} drops {entries}: not committed, and not what the leader has there",
                node,
                entries = entries(*first, *last)
            ),
        ),
        Observation::AppendRefused { from, reason } => Sentence::minor(
            Kind::Log,
            nodes([node, *from]),
            t!(
                "{node} refuses {from}'s entries: {reason}",
                node,
                from,
                reason = append_refusal(reason, *from)
            ),
        ),
        Observation::Committed { index, how } => committed(node, *index, how),
        Observation::ClientAnswered { client, seq, result } => Sentence::detail(
            Kind::Client,
            nodes([node]),
            t!(
                "{node} answers request {seq} of {client}: {answer}",
                node,
                seq,
                client,
                answer = client_result(result)
            ),
        ),
        Observation::Restarted { at, last } => Sentence::major(
            Kind::Fault,
            nodes([node]),
            t!(
                "{node} is back with what it had on disk: {time}, log up to {index}; what it knew of commits it learns anew",
                node,
                time = time(*at),
                index = last.index
            ),
        ),
        _ => unreachable!("not an observation of this group"),
    }
}

fn proposed(node: NodeId, entry: &Entry) -> Sentence {
    let index = entry.id.index;
    let text = match &entry.payload {
        Payload::Noop => t!(
            "{node} opens {time} with an empty entry ({index}): it may commit by counting only entries of its own term",
            node,
            time = time(entry.id.at),
            index
        ),
        Payload::Command(command) => {
            t!(
                "{node} appends entry {index} for {client}: {operation}",
                node,
                index,
                client = command.client,
                operation = command.operation
            )
        }
        Payload::Config(config) => t!(
            "{node} appends entry {index}: {config_entry}",
            node,
            index,
            config_entry = config_entry(config)
        ),
    };
    Sentence::detail(Kind::Log, nodes([node]), text)
}

fn committed(node: NodeId, index: Index, how: &CommitEvidence) -> Sentence {
    match how {
        CommitEvidence::Counted { holders, quorum: need } => {
            let mut involved = vec![node];
            involved.extend(holders.iter().filter(|&holder| holder != node));
            let text = t!(
                "{node} commits up to {index}: {holders} hold it ({quorum} needed)",
                node,
                index,
                holders = holders_of(holders),
                quorum = quorum(need)
            );
            Sentence::minor(Kind::Commit, involved, text)
        }
        CommitEvidence::ToldBy(leader) => Sentence::detail(
            Kind::Commit,
            nodes([node, *leader]),
            t!("{node} commits up to {index}: {leader} says that it is committed", node, index, leader),
        ),
        CommitEvidence::NotifiedBy(other) => Sentence::minor(
            Kind::Commit,
            nodes([node, *other]),
            t!(
                "{node} commits up to {index}: {other} notifies it that the epoch ended there",
                node,
                index,
                other
            ),
        ),
        CommitEvidence::PulledFrom(other) => Sentence::minor(
            Kind::CatchUp,
            nodes([node, *other]),
            t!("{node} commits up to {index}: it pulled this from {other}", node, index, other),
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
            t!(
                "{response}, committed as entry {index}",
                response = response_words(response),
                index = entry.index
            )
        }
        ClientResult::NotLeader { leader: Some(leader) } => t!("not the leader; ask {leader}", leader),
        ClientResult::NotLeader { leader: None } => t!("not the leader; ask another node").to_owned(),
        ClientResult::WrongShard { owner: Some((cluster, members)) } => wrong_shard(*cluster, members),
        ClientResult::WrongShard { owner: None } => t!("the key belongs to another cluster").to_owned(),
        ClientResult::Merging => t!("the cluster is about to merge; ask again").to_owned(),
    }
}

fn wrong_shard(cluster: ClusterId, members: &NodeSet) -> String {
    t!("the key belongs to {cluster} ({members})", cluster, members)
}

/// How many letters of a value are shown at most. One that clients append to grows without end, and its end is what is new.
pub const VALUE_SHOWN: usize = 64;

/// What the store answers, in words.
#[must_use]
pub fn response_words(response: &Response) -> String {
    match response {
        Response::Done => t!("done").to_owned(),
        Response::Value(Some(value)) => t!("the value is {value}", value = value.abridged(VALUE_SHOWN)),
        Response::Value(None) => t!("there is no value").to_owned(),
        Response::Unchanged(Some(value)) => {
            t!("left as it is: the value is {value}", value = value.abridged(VALUE_SHOWN))
        }
        Response::Unchanged(None) => t!("left as it is: there is no value").to_owned(),
        Response::WrongShard => t!("the key belongs to another cluster").to_owned(),
        Response::Superseded => t!("a newer request of this client is done already").to_owned(),
    }
}
