//! What comes from outside the nodes: commands, crashes, lost messages, clients, checks.

use recraft_protocol::io::ClientResult;
use recraft_protocol::types::NodeId;
use recraft_sim::command::{Command, CommandError};
use recraft_sim::event::What;

use super::lists::{all_of, duration, nodes};
use super::log::client_result;
use super::manager;
use super::messages::{end, loss, nodes_of};
use super::reconfiguration::change_words;
use super::{Importance, Kind, Sentence, checks};

/// What to say about an event that no node reports.
pub(super) fn sentence(what: &What) -> Sentence {
    match what {
        What::Observed { .. } => unreachable!("nodes' own observations are told elsewhere"),
        What::Commanded { command } => {
            let (kind, importance) = weight(command);
            Sentence::new(kind, importance, who(command), format!("You: {}", command_words(command)))
        }
        What::CommandFailed { command, error } => Sentence::major(
            weight(command).0,
            who(command),
            format!("Not done ({}): {}", command_words(command), command_error(error)),
        ),
        What::Crashed { node } => Sentence::major(
            Kind::Fault,
            nodes([*node]),
            format!("{node} crashes: what is on its disk stays, the rest is gone"),
        ),
        What::MessageLost { from, to, why, .. } => Sentence::detail(
            Kind::Fault,
            nodes_of([*from, *to]),
            format!("A message from {} to {} is lost: {}", end(*from), end(*to), loss(*why, *to)),
        ),
        What::ClientAsked { client, operation, node, attempt, .. } => {
            let again = if *attempt > 1 { format!(" (try {attempt})") } else { String::new() };
            let text = format!("{client} asks {node}{again}: {operation}");
            Sentence::detail(Kind::Client, nodes([*node]), text)
        }
        What::ClientAnswered { client, operation, result, took_us, .. } => {
            let text = format!(
                "{client} has its answer to \u{201c}{operation}\u{201d} after {}: {}",
                duration(*took_us),
                client_result(result)
            );
            let importance = match result {
                ClientResult::Applied { .. } => Importance::Minor,
                _ => Importance::Detail,
            };
            Sentence::new(Kind::Client, importance, Vec::new(), text)
        }
        What::Managed { step } => manager::sentence(step),
        What::Violated { violation } => Sentence::major(
            Kind::Check,
            violation.nodes.clone(),
            format!("{} is violated: {}", checks::title(violation.property), violation.detail),
        ),
    }
}

/// What someone asks for, as an imperative.
#[must_use]
pub fn command_words(command: &Command) -> String {
    match command {
        Command::Crash { node } => format!("crash {node}"),
        Command::Restart { node } => format!("restart {node}"),
        Command::Timeout { node } => format!("let {node}'s election timer run out"),
        Command::Partition { groups } => {
            format!(
                "partition the network into {}",
                all_of(groups.iter().map(|group| format!("{{{group}}}")))
            )
        }
        Command::Heal => "heal the network".to_owned(),
        Command::CutLink { from, to } => format!("cut the link from {from} to {to}"),
        Command::MendLink { from, to } => format!("mend the link from {from} to {to}"),
        Command::Drop { flight } => format!("drop message {flight}"),
        Command::Delay { flight, by_us } => format!("delay message {flight} by {}", duration(*by_us)),
        Command::Duplicate { flight } => format!("duplicate message {flight}"),
        Command::Catch { flight } => format!("hold message {flight}"),
        Command::Arrive { flight } => format!("let message {flight} arrive at once"),
        Command::SetNetwork { network } => format!(
            "set the latency to {} – {}, loss to {} %, duplication to {} %",
            duration(network.latency.min_us),
            duration(network.latency.max_us),
            f64::from(network.loss_ppm) / 1e4,
            f64::from(network.duplication_ppm) / 1e4
        ),
        Command::Hold => "hold everything: nothing moves by itself".to_owned(),
        Command::Release => "let everything go on by itself".to_owned(),
        Command::Deliver { flight, up_to: None } => format!("let message {flight} go on"),
        Command::Deliver { flight, up_to: Some(index) } => {
            format!("let message {flight} go on with its entries up to {index}")
        }
        Command::FireTimer { node, timer } => format!("let {node}'s {timer} timer run out"),
        Command::Request { client, operation } => format!("{client} shall ask: {operation}"),
        Command::RequestAt { client, node, operation } => format!("{client} shall ask {node}: {operation}"),
        Command::Load { clients: 0, .. } => "stop the load".to_owned(),
        Command::Load { clients, pause_us } => {
            format!("let {clients} clients write and read, pausing {}", duration(*pause_us))
        }
        Command::AddSpare { node } => format!("add the spare node {node}"),
        Command::ChangeMembers { cluster, add, remove } => {
            format!("in {cluster}, {}", change_words(add, remove))
        }
        Command::Split { cluster, into } => {
            format!(
                "split {cluster} into {}",
                all_of(into.iter().map(|part| format!("{{{}}}", part.members)))
            )
        }
        Command::Merge { coordinator, others, members } => {
            let of = members.as_ref().map_or_else(String::new, |members| format!(", keeping {members}"));
            format!("merge {coordinator} with {}{of}", all_of(others.iter()))
        }
        Command::ManagedSplit { cluster, into } => format!(
            "let the manager stop {cluster} and start {}",
            all_of(into.iter().map(|part| format!("{{{}}}", part.members)))
        ),
        Command::ManagedMerge { clusters, members } => {
            let of = members.as_ref().map_or_else(String::new, |members| format!(", keeping {members}"));
            format!("let the manager stop {} and start one of them{of}", all_of(clusters.iter()))
        }
        Command::CrashManager => "crash the manager".to_owned(),
        Command::RestartManager => "restart the manager".to_owned(),
        Command::CancelMerge { cluster, txid } => format!("cancel the merge {txid} of {cluster}"),
        Command::TransferLeadership { cluster, to } => format!("in {cluster}, hand the leadership to {to}"),
        Command::ChangeLearners { cluster, add, remove } => {
            format!("in {cluster}, {} as learners", change_words(add, remove))
        }
        Command::SetSettings { .. } => "change the timing, the extensions or the mistakes".to_owned(),
    }
}

/// Why a command could not be carried out, and what to do.
#[must_use]
pub fn command_error(error: &CommandError) -> String {
    match error {
        CommandError::UnknownNode(node) => format!("there is no {node}; choose one on the stage"),
        CommandError::UnknownFlight(flight) => {
            format!("message {flight} is not on its way any more; pause to catch one")
        }
        CommandError::UnknownCluster(cluster) => {
            format!("{cluster} does not exist any more; choose one on the stage")
        }
        CommandError::NotHeld(flight) => format!("message {flight} is not held: it arrives by itself"),
        CommandError::CaughtAlready(flight) => {
            format!("message {flight} is held already; let it go on or drop it")
        }
        CommandError::LinkIsCut(flight) => {
            format!("message {flight} has yet to pass a link that is cut; mend the link first")
        }
        CommandError::HeldAlready => "everything is held already".to_owned(),
        CommandError::NothingHeld => "nothing is held; everything goes on by itself already".to_owned(),
        CommandError::NodeExists(node) => format!("there is a {node} already; choose another number"),
        CommandError::NodeDown(node) => format!("{node} is down; restart it first"),
        CommandError::NodeStopped(node) => {
            format!("{node} was stopped by the manager, and only it starts it again")
        }
        CommandError::ManagerDown => "the manager is down; restart it first".to_owned(),
        CommandError::ManagerUp => "the manager is up already".to_owned(),
        CommandError::ClusterBusy(cluster) => {
            format!("{cluster} is in the middle of something; try again when that is over")
        }
        CommandError::BadParts(cluster) => format!(
            "the parts must be those of {cluster}: each needs members and keys of its own, and together they are all of it"
        ),
        CommandError::NodeUp(node) => format!("{node} is up already"),
        CommandError::NotSpare(node) => {
            format!("{node} is not spare: it belongs to a cluster, or is about to")
        }
        CommandError::NoLeader(cluster) => {
            format!("{cluster} has no leader at the moment; wait for an election, or let a timer run out")
        }
        CommandError::ClientBusy(client) => {
            format!("{client} still waits for its last answer; use another client or wait")
        }
        CommandError::BadTiming(what) => {
            format!("the {what} must be more than 0, at most an hour, and its least not more than its most")
        }
        CommandError::TooMany { what, limit } => format!("there can be at most {limit} {what}"),
    }
}

fn weight(command: &Command) -> (Kind, Importance) {
    match command {
        Command::Request { .. } | Command::RequestAt { .. } => (Kind::Client, Importance::Minor),
        Command::Load { .. } => (Kind::Client, Importance::Major),
        Command::AddSpare { .. }
        | Command::ChangeMembers { .. }
        | Command::ChangeLearners { .. }
        | Command::SetSettings { .. } => (Kind::Config, Importance::Major),
        Command::Split { .. } | Command::ManagedSplit { .. } => (Kind::Split, Importance::Major),
        Command::Merge { .. } | Command::ManagedMerge { .. } | Command::CancelMerge { .. } => {
            (Kind::Merge, Importance::Major)
        }
        Command::Timeout { .. } | Command::TransferLeadership { .. } => (Kind::Election, Importance::Major),
        // What the node itself will say in a moment is not said twice as loud.
        Command::Crash { .. }
        | Command::Restart { .. }
        | Command::Deliver { .. }
        | Command::FireTimer { .. } => (Kind::Fault, Importance::Detail),
        _ => (Kind::Fault, Importance::Major),
    }
}

fn who(command: &Command) -> Vec<NodeId> {
    match command {
        Command::Crash { node }
        | Command::Restart { node }
        | Command::Timeout { node }
        | Command::FireTimer { node, .. }
        | Command::RequestAt { node, .. }
        | Command::AddSpare { node } => nodes([*node]),
        Command::CutLink { from, to } | Command::MendLink { from, to } => nodes([*from, *to]),
        Command::TransferLeadership { to, .. } => nodes([*to]),
        Command::ChangeMembers { add, remove, .. } | Command::ChangeLearners { add, remove, .. } => {
            add.union(remove).iter().collect()
        }
        _ => Vec::new(),
    }
}
