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
use recraft_sim::view::ClusterView;
use recraft_sim::world::World;

use crate::grammar::names::kebab;
use crate::model::{Across, ClientFact, ClusterFact, Condition, NodeFact, Pattern, Says, Who};
use crate::write;

/// What a check comes to: nothing to say, or what is so instead.
type Met = Result<(), String>;
type Names = BTreeMap<String, NodeId>;

/// Whether a condition is met.
pub(crate) fn check(world: &World, names: &Names, condition: &Condition) -> Met {
    match condition {
        Condition::Not(condition) => match check(world, names, condition) {
            Ok(()) => Err("it is so".into()),
            Err(_) => Ok(()),
        },
        Condition::Node { node: who, fact } => {
            let id = node(world, names, who)?;
            let server = world.server(id).ok_or(format!("there is no {id}"))?;
            check_node(world, names, server, fact)
        }
        Condition::Cluster { cluster, fact } => check_cluster(world, *cluster, fact),
        Condition::Clusters(expected) => {
            let mut expected = expected.clone();
            expected.sort_unstable();
            let live: Vec<ClusterId> = world.lineage().live().map(|record| record.cluster).collect();
            equal(&live, &expected, |live| format!("the clusters are {}", write::list(live)))
        }
        Condition::Key { key, value, cluster } => {
            let view = view(world, *cluster)?;
            let node = speaker(world, &view).ok_or(format!("every node of {cluster} is down"))?;
            let found = node.machine().data.get(key.as_str()).map(Value::text);
            equal(&found, &value.as_deref().map(Text::from), |found| match found {
                Some(found) => format!("in {cluster}, {key} = {found}"),
                None => format!("in {cluster}, {key} is absent"),
            })
        }
        Condition::Client { client, fact } => check_client(world, *client, fact),
        Condition::Merge { txid, committed, cluster } => {
            let view = view(world, *cluster)?;
            let node = speaker(world, &view).ok_or(format!("every node of {cluster} is down"))?;
            match node.machine().outcomes.get(txid) {
                None => Err(format!("{cluster} does not know how {txid} ended")),
                Some(Outcome::Committed(_)) if *committed => Ok(()),
                Some(Outcome::Aborted(_)) if !*committed => Ok(()),
                Some(Outcome::Committed(_)) => Err(format!("{txid} was committed")),
                Some(Outcome::Aborted(reason)) => {
                    Err(format!("{txid} was aborted: {}", refusals::abort_reason(reason)))
                }
            }
        }
        Condition::NoViolation => match world.checks().violations().next() {
            Some(violation) => {
                Err(format!("{} is violated: {}", kebab(&violation.property), violation.detail))
            }
            None => Ok(()),
        },
        Condition::Violation(property) => match world.checks().status(*property).violations {
            [] => Err(format!("{} has held so far", kebab(property))),
            _ => Ok(()),
        },
        Condition::Refused(name) => check_refused(world, name),
        Condition::Accepted => match last_request(world) {
            Some(Observation::RequestAccepted { .. }) => Ok(()),
            Some(Observation::RequestRefused { reason, .. }) => {
                Err(format!("it was refused ({}): {}", kebab(reason), refusals::refusal(reason)))
            }
            _ => Err("no request has reached a leader".into()),
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
        Who::Named(name) => names.get(name).copied().ok_or(format!("nobody is called {name} yet")),
        Who::LeaderOf(cluster) => view(world, *cluster)?.leader.ok_or(format!("{cluster} has no leader")),
        Who::FollowerOf(cluster) => {
            let view = view(world, *cluster)?;
            let follows =
                |&node: &NodeId| Some(node) != view.leader && world.server(node).is_some_and(Server::is_up);
            let follower = view.nodes.iter().find(follows);
            follower.ok_or(format!("{cluster} has no follower that is up"))
        }
    }
}

fn view(world: &World, cluster: ClusterId) -> Result<ClusterView, String> {
    world.cluster(cluster).ok_or(match world.lineage().get(cluster) {
        Some(_) => format!("nobody is in {cluster}"),
        None => format!("there is no {cluster}"),
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
            format!("{id} is {}", if *up { "up" } else { "down" })
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
            Some(found) => format!("{id} is in {found}"),
            None => format!("{id} is in no cluster"),
        }),
        NodeFact::Log(patterns) => check_log(node, patterns),
        NodeFact::LogLike(other) => {
            let other = self::node(world, names, other)?;
            let like = world.server(other).ok_or(format!("there is no {other}"))?.node_or_disk();
            let show = |node: &Node| write::log(node.log());
            equal(&node.log(), &like.log(), |_| {
                format!("{id}'s log is {}, {other}'s {}", show(node), show(like))
            })
        }
        NodeFact::Term(term) => equal(&node.at().term, term, |found| format!("{id} is in term {found}")),
        NodeFact::Epoch(epoch) => equal(&node.at().epoch, epoch, |found| format!("{id} is in epoch {found}")),
        NodeFact::Vote(whom) => {
            let whom = whom.as_ref().map(|whom| self::node(world, names, whom)).transpose()?;
            equal(&node.voted_for(), &whom, |found| match found {
                Some(found) => format!("{id} voted for {found} in term {}", node.at().term),
                None => format!("{id} voted for nobody in term {}", node.at().term),
            })
        }
        NodeFact::Committed(index) => {
            equal(&node.commit(), index, |found| format!("{id} knows {found} to be committed"))
        }
        NodeFact::Members(members) => {
            equal(&node.configuration().members, members, |found| format!("{id} has the members {found}"))
        }
        NodeFact::Quorum(quorum) => {
            equal(&node.configuration().quorum, quorum, |found| format!("{id} counts on a quorum of {found}"))
        }
        NodeFact::Boundaries(many) => {
            equal(&node.durable().passed.len(), many, |found| format!("{id} has crossed {found}"))
        }
        NodeFact::Crossed(across) => check_crossed(world, id, *across),
        NodeFact::Pulls if node.pulling().is_some() => Ok(()),
        NodeFact::Pulls => Err(format!("{id} pulls nothing")),
    }
}

fn describe_role(server: &Server) -> String {
    let (id, node) = (server.id(), server.node_or_disk());
    let term = node.at().term;
    match node.role() {
        _ if !server.is_up() => format!("{id} is down"),
        Role::Spare => format!("{id} is spare"),
        Role::Follower { leader: Some(leader) } => format!("{id} follows {leader} in term {term}"),
        Role::Follower { leader: None } => format!("{id} follows, and knows no leader of term {term}"),
        Role::PreCandidate { votes } => {
            format!("{id} asks for pre-votes in term {term}, and has those of {votes}")
        }
        Role::Candidate { votes, .. } => {
            format!("{id} stands for election in term {term}, with the votes of {votes}")
        }
        Role::Leader(_) => format!("{id} leads in term {term}"),
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
    if met { Ok(()) } else { Err(format!("{}'s log is {}", node.id(), write::log(log))) }
}

fn check_crossed(world: &World, id: NodeId, expected: Across) -> Met {
    let crossing = world.events().rev().find_map(|event| match &event.what {
        What::Observed { node, observation: Observation::EpochEntered { how, .. } } if *node == id => {
            Some(*how)
        }
        _ => None,
    });
    let (found, words) = match crossing {
        None => return Err(format!("{id} has crossed no boundary")),
        Some(Crossing::Counted) => (Across::Counting, "by counting".to_owned()),
        Some(Crossing::Told(by)) => (Across::Told, format!("by word of its leader {by}")),
        Some(Crossing::Notified(by)) => (Across::Notice, format!("by {by}'s notice")),
        Some(Crossing::Pulled(from)) => (Across::Pull, format!("by a pull from {from}")),
    };
    equal(&found, &expected, |_| format!("{id} crossed {words}"))
}

fn check_cluster(world: &World, cluster: ClusterId, fact: &ClusterFact) -> Met {
    if *fact == ClusterFact::HasEnded {
        let ended = world.lineage().has_ended(cluster);
        return if ended { Ok(()) } else { Err(format!("{cluster} goes on")) };
    }
    let view = view(world, cluster)?;
    let config = &view.configuration;
    match fact {
        ClusterFact::HasLeader => view.leader.map(|_| ()).ok_or(format!("{cluster} has no leader")),
        ClusterFact::NoLeader => {
            view.leader.map_or(Ok(()), |leader| Err(format!("{leader} leads {cluster}")))
        }
        ClusterFact::Members(members) => {
            equal(&config.members, members, |found| format!("the members of {cluster} are {found}"))
        }
        ClusterFact::Epoch(epoch) => {
            equal(&view.epoch, epoch, |found| format!("{cluster} is in epoch {found}"))
        }
        ClusterFact::Quorum(quorum) => {
            equal(&config.quorum, quorum, |found| format!("{cluster} has a quorum of {found}"))
        }
        ClusterFact::Keys(ranges) => equal(&config.ranges, ranges, |found| format!("{cluster} owns {found}")),
        ClusterFact::Stage(stage) => {
            equal(&kebab(&config.stage), stage, |found| format!("the stage of {cluster} is {found}"))
        }
        ClusterFact::LogsAgree => check_agreement(world, &view),
        ClusterFact::HasEnded => Ok(()),
    }
}

fn check_agreement(world: &World, view: &ClusterView) -> Met {
    let mut nodes = view.nodes.iter().filter_map(|node| world.server(node)?.node());
    let Some(first) = nodes.next() else { return Err(format!("every node of {} is down", view.cluster)) };
    let same = |node: &&Node| (node.log().base(), node.log()) == (first.log().base(), first.log());
    match nodes.find(|node| !same(node)) {
        None => Ok(()),
        Some(other) => Err(format!(
            "{}'s log is {}, {}'s {}",
            first.id(),
            write::log(first.log()),
            other.id(),
            write::log(other.log())
        )),
    }
}

fn check_client(world: &World, id: ClientId, fact: &ClientFact) -> Met {
    let client = world.client(id).ok_or(format!("{id} has asked nothing"))?;
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
        ClientFact::Waits => Err(format!("{id} has its answer")),
        ClientFact::IsAnswered | ClientFact::Reads(_) if waits => Err(format!("{id} still waits")),
        ClientFact::IsAnswered => answer.map(|_| ()).ok_or(format!("{id} has no answer")),
        ClientFact::Reads(value) => match answer {
            Some(Response::Value(found)) => {
                equal(&found, &value.as_deref().map(Value::from), |found| match found {
                    Some(found) => format!("{id} read {found}"),
                    None => format!("{id} read nothing"),
                })
            }
            Some(other) => Err(format!("{id} was answered {}", kebab(&other))),
            None => Err(format!("{id} has no answer")),
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
            Err(format!("it was refused for another reason ({reason_name}): {}", refusals::refusal(reason)))
        }
        Some(Observation::RequestAccepted { .. }) => Err("it was accepted".into()),
        _ => Err("no request has reached a leader".into()),
    }
}
