//! Whether what a scenario expects is so; if not, what is so instead.

use std::collections::BTreeMap;

use recraft_protocol::config::Outcome;
use recraft_protocol::io::ClientResult;
use recraft_protocol::log::{Entry, Payload};
use recraft_protocol::machine::Response;
use recraft_protocol::node::{Node, Role};
use recraft_protocol::observation::{Crossing, Observation};
use recraft_protocol::text::Text;
use recraft_protocol::types::{ClientId, ClusterId, NodeId};
use recraft_protocol::value::Value;
use recraft_scene::words::refusals;
use recraft_sim::command::Command;
use recraft_sim::event::What;
use recraft_sim::explore::settle::restless;
use recraft_sim::server::Server;
use recraft_sim::view::{ClusterView, ranges_in_words};
use recraft_sim::world::World;
use recraft_words::{t, tn};

use crate::grammar::names::kebab;
use crate::model::{Across, ClientFact, ClusterFact, Condition, NodeFact, Pattern, Says, Who};
use crate::write;

/// What a check comes to: nothing to say, or what is so instead.
type Met = Result<(), String>;
type Names = BTreeMap<String, NodeId>;

/// Whether a condition is met in a world, in which a story has given these names to nodes.
#[must_use]
pub fn holds(world: &World, names: &BTreeMap<String, NodeId>, condition: &Condition) -> bool {
    check(world, names, condition).is_ok()
}

/// Whether a condition is met.
pub(crate) fn check(world: &World, names: &Names, condition: &Condition) -> Met {
    match condition {
        Condition::Not(condition) => match check(world, names, condition) {
            Ok(()) => Err(t!("it is so").into()),
            Err(_) => Ok(()),
        },
        Condition::Node { node: who, fact } => {
            let id = node(world, names, who)?;
            let server = world.server(id).ok_or_else(|| t!("there is no {id}", id))?;
            check_node(world, names, server, fact)
        }
        Condition::Cluster { cluster, fact } => check_cluster(world, *cluster, fact),
        Condition::Clusters(expected) => {
            let mut expected = expected.clone();
            expected.sort_unstable();
            let live: Vec<ClusterId> = world.lineage().live().map(|record| record.cluster).collect();
            equal(&live, &expected, |live| t!("the clusters are {clusters}", clusters = write::list(live)))
        }
        Condition::Key { key, value, cluster } => {
            let view = view(world, *cluster)?;
            let node = speaker(world, &view).ok_or_else(|| t!("every node of {cluster} is down", cluster))?;
            let found = node.machine().data.get(key.as_str()).map(Value::text);
            equal(&found, &value.as_deref().map(Text::from), |found| match found {
                Some(found) => t!("in {cluster}, {key} = {found}", cluster, key, found),
                None => t!("in {cluster}, {key} is absent", cluster, key),
            })
        }
        Condition::Client { client, fact } => check_client(world, *client, fact),
        Condition::Merge { txid, committed, cluster } => {
            let view = view(world, *cluster)?;
            let node = speaker(world, &view).ok_or_else(|| t!("every node of {cluster} is down", cluster))?;
            match node.machine().outcomes.get(txid) {
                None => Err(t!("{cluster} does not know how {txid} ended", cluster, txid)),
                Some(Outcome::Committed(_)) if *committed => Ok(()),
                Some(Outcome::Aborted(_)) if !*committed => Ok(()),
                Some(Outcome::Committed(_)) => Err(t!("{txid} was committed", txid)),
                Some(Outcome::Aborted(reason)) => {
                    Err(t!("{txid} was aborted: {reason}", txid, reason = refusals::abort_reason(reason)))
                }
            }
        }
        Condition::NoViolation => match world.checks().violations().next() {
            Some(violation) => Err(t!(
                "{property} is violated: {detail}",
                property = kebab(&violation.property),
                detail = violation.detail
            )),
            None => Ok(()),
        },
        Condition::Violation(property) => match world.checks().status(*property).violations {
            [] => Err(t!("{property} has held so far", property = kebab(property))),
            _ => Ok(()),
        },
        Condition::Refused(name) => check_refused(world, name),
        Condition::Accepted => match last_request(world) {
            Some(Observation::RequestAccepted { .. }) => Ok(()),
            Some(Observation::RequestRefused { reason, .. }) => Err(t!(
                "it was refused ({name}): {reason}",
                name = kebab(reason),
                reason = refusals::refusal(reason)
            )),
            _ => Err(t!("no request has reached a leader").into()),
        },
        Condition::AtRest => restless(world).map_or(Ok(()), Err),
    }
}

fn equal<T: PartialEq>(found: &T, expected: &T, say: impl Fn(&T) -> String) -> Met {
    if found == expected { Ok(()) } else { Err(say(found)) }
}

/// Who is meant.
pub(crate) fn node(world: &World, names: &Names, who: &Who) -> Result<NodeId, String> {
    match who {
        Who::Node(node) => Ok(*node),
        Who::Named(name) => names.get(name).copied().ok_or_else(|| t!("nobody is called {name} yet", name)),
        Who::LeaderOf(cluster) => {
            view(world, *cluster)?.leader.ok_or_else(|| t!("{cluster} has no leader", cluster))
        }
        Who::FollowerOf(cluster) => {
            let view = view(world, *cluster)?;
            let follows =
                |&node: &NodeId| Some(node) != view.leader && world.server(node).is_some_and(Server::is_up);
            let follower = view.nodes.iter().find(follows);
            follower.ok_or_else(|| t!("{cluster} has no follower that is up", cluster))
        }
    }
}

fn view(world: &World, cluster: ClusterId) -> Result<ClusterView, String> {
    world.cluster(cluster).ok_or(match world.lineage().get(cluster) {
        Some(_) => t!("nobody is in {cluster}", cluster),
        None => t!("there is no {cluster}", cluster),
    })
}

/// The node that shows a cluster's state: its leader, or whoever has applied most.
fn speaker<'a>(world: &'a World, view: &ClusterView) -> Option<&'a Node> {
    let up = || view.nodes.iter().filter_map(|node| world.server(node)?.node());
    up().find(|node| Some(node.id()) == view.leader).or_else(|| up().max_by_key(|node| node.applied()))
}

fn check_node(world: &World, names: &Names, server: &Server, fact: &NodeFact) -> Met {
    let (id, node) = (server.id(), server.node_or_disk());
    let role = || Err(describe_role(server));
    match fact {
        NodeFact::IsUp | NodeFact::IsDown => equal(&server.is_up(), &(*fact == NodeFact::IsUp), |up| {
            if *up { t!("{id} is up", id) } else { t!("{id} is down", id) }
        }),
        NodeFact::Leads if server.is_up() && node.is_leader() => Ok(()),
        NodeFact::Stands if matches!(node.role(), Role::Candidate { .. }) => Ok(()),
        NodeFact::IsSpare if matches!(node.role(), Role::Spare) => Ok(()),
        NodeFact::Follows(whom) => match (node.role(), whom) {
            (Role::Follower { .. }, None) if server.is_up() => Ok(()),
            (Role::Follower { leader }, Some(whom)) if *leader == Some(self::node(world, names, whom)?) => {
                Ok(())
            }
            _ => role(),
        },
        NodeFact::Leads | NodeFact::Stands | NodeFact::IsSpare => role(),
        NodeFact::IsIn(cluster) => equal(&node.cluster(), &Some(*cluster), |found| match found {
            Some(found) => t!("{id} is in {found}", id, found),
            None => t!("{id} is in no cluster", id),
        }),
        NodeFact::Log(patterns) => check_log(node, patterns),
        NodeFact::LogLike(other) => {
            let other = self::node(world, names, other)?;
            let like = world.server(other).ok_or_else(|| t!("there is no {other}", other))?.node_or_disk();
            let show = |node: &Node| write::log(node.log());
            equal(&node.log(), &like.log(), |_| {
                t!(
                    "{id}'s log is `{log}`, {other}'s `{log_2}`",
                    id,
                    log = show(node),
                    other,
                    log_2 = show(like)
                )
            })
        }
        NodeFact::Term(term) => {
            equal(&node.at().term, term, |found| t!("{id} is in term {found}", id, found))
        }
        NodeFact::Epoch(epoch) => {
            equal(&node.at().epoch, epoch, |found| t!("{id} is in epoch {found}", id, found))
        }
        NodeFact::Vote(whom) => {
            let whom = whom.as_ref().map(|whom| self::node(world, names, whom)).transpose()?;
            equal(&node.voted_for(), &whom, |found| match found {
                Some(found) => t!("{id} voted for {found} in term {term}", id, found, term = node.at().term),
                None => t!("{id} voted for nobody in term {term}", id, term = node.at().term),
            })
        }
        NodeFact::Committed(index) => {
            equal(&node.commit(), index, |found| t!("{id} knows {found} to be committed", id, found))
        }
        NodeFact::Members(members) => equal(&node.configuration().members, members, |found| {
            t!("{id} has the members {found}", id, found)
        }),
        NodeFact::Quorum(quorum) => equal(&node.configuration().quorum, quorum, |found| {
            t!("{id} counts on a quorum of {found}", id, found)
        }),
        NodeFact::Boundaries(many) => equal(&node.durable().passed.len(), many, |found| {
            tn!(*found, "{id} has crossed {count} boundary", "{id} has crossed {count} boundaries", id)
        }),
        NodeFact::Crossed(across) => check_crossed(world, id, *across),
        NodeFact::Pulls if node.pulling().is_some() => Ok(()),
        NodeFact::Pulls => Err(t!("{id} pulls nothing", id)),
    }
}

fn describe_role(server: &Server) -> String {
    let (id, node) = (server.id(), server.node_or_disk());
    let term = node.at().term;
    match node.role() {
        _ if !server.is_up() => t!("{id} is down", id),
        Role::Spare => t!("{id} is spare", id),
        Role::Follower { leader: Some(leader) } => {
            t!("{id} follows {leader} in term {term}", id, leader, term)
        }
        Role::Follower { leader: None } => t!("{id} follows, and knows no leader of term {term}", id, term),
        Role::PreCandidate { votes } => {
            t!("{id} asks for pre-votes in term {term}, and has those of {votes}", id, term, votes)
        }
        Role::Candidate { votes, .. } => {
            t!("{id} stands for election in term {term}, with the votes of {votes}", id, term, votes)
        }
        Role::Leader(_) => t!("{id} leads in term {term}", id, term),
    }
}

fn check_log(node: &Node, patterns: &[Pattern]) -> Met {
    let log = node.log();
    let fits = |(entry, pattern): (&std::sync::Arc<Entry>, &Pattern)| {
        entry.id.at == pattern.at
            && match (&pattern.says, &entry.payload) {
                (None, _) | (Some(Says::Noop), Payload::Noop) | (Some(Says::Config), Payload::Config(_)) => {
                    true
                }
                (Some(Says::Operation(operation)), Payload::Command(command)) => {
                    *operation == command.operation
                }
                _ => false,
            }
    };
    let met = log.iter().len() == patterns.len() && log.iter().zip(patterns).all(fits);
    if met { Ok(()) } else { Err(t!("{id}'s log is `{log}`", id = node.id(), log = write::log(log))) }
}

fn check_crossed(world: &World, id: NodeId, expected: Across) -> Met {
    let crossing = world.events().rev().find_map(|event| match &event.what {
        What::Observed { node, observation: Observation::EpochEntered { how, .. } } if *node == id => {
            Some(*how)
        }
        _ => None,
    });
    let (found, words) = match crossing {
        None => return Err(t!("{id} has crossed no boundary", id)),
        Some(Crossing::Counted) => (Across::Counting, t!("{id} crossed by counting", id)),
        Some(Crossing::Told(by)) => (Across::Told, t!("{id} crossed by word of its leader {by}", id, by)),
        Some(Crossing::Notified(by)) => (Across::Notice, t!("{id} crossed by {by}'s notice", id, by)),
        Some(Crossing::Pulled(from)) => (Across::Pull, t!("{id} crossed by a pull from {from}", id, from)),
    };
    equal(&found, &expected, |_| words.clone())
}

fn check_cluster(world: &World, cluster: ClusterId, fact: &ClusterFact) -> Met {
    if *fact == ClusterFact::HasEnded {
        let ended = world.lineage().has_ended(cluster);
        return if ended { Ok(()) } else { Err(t!("{cluster} goes on", cluster)) };
    }
    let view = view(world, cluster)?;
    let config = &view.configuration;
    match fact {
        ClusterFact::HasLeader => {
            view.leader.map(|_| ()).ok_or_else(|| t!("{cluster} has no leader", cluster))
        }
        ClusterFact::NoLeader => {
            view.leader.map_or(Ok(()), |leader| Err(t!("{leader} leads {cluster}", leader, cluster)))
        }
        ClusterFact::Members(members) => equal(&config.members, members, |found| {
            t!("the members of {cluster} are {found}", cluster, found)
        }),
        ClusterFact::Epoch(epoch) => {
            equal(&view.epoch, epoch, |found| t!("{cluster} is in epoch {found}", cluster, found))
        }
        ClusterFact::Quorum(quorum) => {
            equal(&config.quorum, quorum, |found| t!("{cluster} has a quorum of {found}", cluster, found))
        }
        ClusterFact::Keys(ranges) => equal(&config.ranges, ranges, |found| {
            t!("{cluster} owns {found}", cluster, found = ranges_in_words(found))
        }),
        ClusterFact::Stage(stage) => equal(&kebab(&config.stage), stage, |found| {
            t!("the stage of {cluster} is `{found}`", cluster, found)
        }),
        ClusterFact::LogsAgree => check_agreement(world, &view),
        ClusterFact::HasEnded => Ok(()),
    }
}

fn check_agreement(world: &World, view: &ClusterView) -> Met {
    let mut nodes = view.nodes.iter().filter_map(|node| world.server(node)?.node());
    let Some(first) = nodes.next() else {
        return Err(t!("every node of {cluster} is down", cluster = view.cluster));
    };
    let same = |node: &&Node| (node.log().base(), node.log()) == (first.log().base(), first.log());
    match nodes.find(|node| !same(node)) {
        None => Ok(()),
        Some(other) => Err(t!(
            "{id}'s log is `{log}`, {other}'s `{log_2}`",
            id = first.id(),
            log = write::log(first.log()),
            other = other.id(),
            log_2 = write::log(other.log())
        )),
    }
}

fn check_client(world: &World, id: ClientId, fact: &ClientFact) -> Met {
    let client = world.client(id).ok_or_else(|| t!("{id} has asked nothing", id))?;
    let waits = client.outstanding.is_some();
    let answer = world.events().rev().find_map(|event| match &event.what {
        What::ClientAnswered { client, result: ClientResult::Applied { response, .. }, .. }
            if *client == id =>
        {
            Some(response.clone())
        }
        _ => None,
    });
    match fact {
        ClientFact::Waits if waits => Ok(()),
        ClientFact::Waits => Err(t!("{id} has its answer", id)),
        ClientFact::IsAnswered | ClientFact::Reads(_) if waits => Err(t!("{id} still waits", id)),
        ClientFact::IsAnswered => answer.map(|_| ()).ok_or_else(|| t!("{id} has no answer", id)),
        ClientFact::Reads(value) => match answer {
            Some(Response::Value(found)) => {
                equal(&found, &value.as_deref().map(Value::from), |found| match found {
                    Some(found) => t!("{id} read {found}", id, found),
                    None => t!("{id} read nothing", id),
                })
            }
            Some(other) => Err(t!("{id} was answered `{other}`", id, other = kebab(&other))),
            None => Err(t!("{id} has no answer", id)),
        },
    }
}

/// What became of the last request of an administrator.
fn last_request(world: &World) -> Option<&Observation> {
    for event in world.events().rev() {
        match &event.what {
            What::Observed { observation, .. }
                if matches!(
                    observation,
                    Observation::RequestRefused { .. } | Observation::RequestAccepted { .. }
                ) =>
            {
                return Some(observation);
            }
            What::Commanded { command } | What::CommandFailed { command, .. } if is_request(command) => {
                return None;
            }
            _ => {}
        }
    }
    None
}

const fn is_request(command: &Command) -> bool {
    matches!(
        command,
        Command::ChangeMembers { .. }
            | Command::Split { .. }
            | Command::Merge { .. }
            | Command::CancelMerge { .. }
            | Command::TransferLeadership { .. }
            | Command::ChangeLearners { .. }
    )
}

fn check_refused(world: &World, name: &str) -> Met {
    match last_request(world) {
        Some(Observation::RequestRefused { reason, .. }) => {
            let reason_name = kebab(reason);
            let broken = match reason_name.as_str() {
                "uncommitted-configuration" | "reconfiguration-in-progress" | "merge-in-progress" => "P1",
                "too-many-removed" => "P2",
                "nothing-committed-in-term" => "P3",
                _ => "",
            };
            if name == broken || name == reason_name {
                return Ok(());
            }
            Err(t!(
                "it was refused for another reason ({name}): {reason}",
                name = reason_name,
                reason = refusals::refusal(reason)
            ))
        }
        Some(Observation::RequestAccepted { .. }) => Err(t!("it was accepted").into()),
        _ => Err(t!("no request has reached a leader").into()),
    }
}
