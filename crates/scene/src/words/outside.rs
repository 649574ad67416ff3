//! What comes from outside the nodes: commands, crashes, lost messages, clients, checks.

use recraft_protocol::io::{ClientResult, Timer};
use recraft_protocol::settings::Settings;
use recraft_protocol::types::{NodeId, NodeSet};
use recraft_sim::command::{Command, CommandError};
use recraft_sim::event::What;
use recraft_words::t;

use super::lists::{all_of, duration, nodes};
use super::log::client_result;
use super::manager;
use super::messages::{end, loss, nodes_of};
use super::reconfiguration::change_words;
use super::settings::mistakes_words;
use super::{Importance, Kind, Sentence, checks};

/// What to say about an event that no node reports.
pub(super) fn sentence(what: &What) -> Sentence {
    match what {
        What::Observed { .. } => unreachable!("nodes' own observations are told elsewhere"),
        What::Commanded { command } => {
            let (kind, importance) = weight(command);
            Sentence::new(
                kind,
                importance,
                who(command),
                t!("Command: {command}", command = command_words(command)),
            )
        }
        What::CommandFailed { command, error } => Sentence::major(
            weight(command).0,
            who(command),
            t!(
                "Not done ({command}): {reason}",
                command = command_words(command),
                reason = command_error(error)
            ),
        ),
        What::Crashed { node } => Sentence::major(
            Kind::Fault,
            nodes([*node]),
            t!("{node} crashes: what is on its disk stays, the rest is gone", node),
        ),
        What::MessageLost { from, to, why, .. } => Sentence::detail(
            Kind::Fault,
            nodes_of([*from, *to]),
            t!(
                "A message from {from} to {to} is lost: {reason}",
                from = end(*from),
                to = end(*to),
                reason = loss(*why, *to)
            ),
        ),
        What::ClientAsked { client, operation, node, attempt, .. } => {
            let text = if *attempt > 1 {
                t!("{client} asks {node} (try {attempt}): {operation}", client, node, attempt, operation)
            } else {
                t!("{client} asks {node}: {operation}", client, node, operation)
            };
            Sentence::detail(Kind::Client, nodes([*node]), text)
        }
        What::ClientAnswered { client, operation, result, took_us, .. } => {
            let text = t!(
                "{client} has its answer to \u{201c}{operation}\u{201d} after {duration}: {answer}",
                client,
                operation,
                duration = duration(*took_us),
                answer = client_result(result)
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
            t!(
                "{title} is violated: {detail}",
                title = checks::title(violation.property),
                detail = violation.detail
            ),
        ),
    }
}

/// What someone asks for, as an imperative.
#[must_use]
pub fn command_words(command: &Command) -> String {
    match command {
        Command::Crash { node } => t!("crash {node}", node),
        Command::Restart { node } => t!("restart {node}", node),
        Command::Timeout { node } => t!("let {node}'s election timer run out", node),
        Command::Partition { groups } => partition_words(groups),
        Command::Heal => t!("heal the network").to_owned(),
        Command::CutLink { from, to } => t!("cut the link from {from} to {to}", from, to),
        Command::MendLink { from, to } => t!("mend the link from {from} to {to}", from, to),
        Command::Drop { flight } => t!("drop message {flight}", flight),
        Command::Delay { flight, by_us } => {
            t!("delay message {flight} by {duration}", flight, duration = duration(*by_us))
        }
        Command::Duplicate { flight } => t!("duplicate message {flight}", flight),
        Command::Catch { flight } => t!("hold message {flight}", flight),
        Command::Arrive { flight } => t!("let message {flight} arrive at once", flight),
        Command::SetNetwork { network } => t!(
            "set the latency to {least} – {most}, loss to {loss} %, duplication to {duplication} %",
            least = duration(network.latency.min_us),
            most = duration(network.latency.max_us),
            loss = f64::from(network.loss_ppm) / 1e4,
            duplication = f64::from(network.duplication_ppm) / 1e4
        ),
        Command::Hold => t!("hold everything: nothing moves by itself").to_owned(),
        Command::Release => t!("let everything go on by itself").to_owned(),
        Command::Deliver { flight, up_to: None } => t!("let message {flight} go on", flight),
        Command::Deliver { flight, up_to: Some(index) } => {
            t!("let message {flight} go on with its entries up to {index}", flight, index)
        }
        Command::FireTimer { node, timer } => {
            t!("let {node}'s timer run out: {timer}", node, timer = timer_words(*timer))
        }
        Command::Request { client, operation } => t!("{client} shall ask: {operation}", client, operation),
        Command::RequestAt { client, node, operation } => {
            t!("{client} shall ask {node}: {operation}", client, node, operation)
        }
        Command::Load { clients: 0, .. } => t!("stop the load").to_owned(),
        Command::Load { clients, pause_us } => {
            t!(
                "let {clients} clients write and read, pausing {duration}",
                clients,
                duration = duration(*pause_us)
            )
        }
        Command::AddSpare { node } => t!("add the spare node {node}", node),
        Command::ChangeMembers { cluster, add, remove } => {
            t!("in {cluster}, {change}", cluster, change = change_words(add, remove))
        }
        Command::Split { cluster, into } => {
            t!(
                "split {cluster} into {parts}",
                cluster,
                parts = all_of(into.iter().map(|part| format!("{{{}}}", part.members)))
            )
        }
        Command::Merge { coordinator, others, members } => {
            let others = all_of(others.iter());
            match members {
                Some(members) => {
                    t!("merge {coordinator} with {others}, keeping {members}", coordinator, others, members)
                }
                None => t!("merge {coordinator} with {others}", coordinator, others),
            }
        }
        Command::ManagedSplit { cluster, into } => t!(
            "let the manager stop {cluster} and start {parts}",
            cluster,
            parts = all_of(into.iter().map(|part| format!("{{{}}}", part.members)))
        ),
        Command::ManagedMerge { clusters, members } => {
            let clusters = all_of(clusters.iter());
            match members {
                Some(members) => t!(
                    "let the manager stop {clusters} and start one of them, keeping {members}",
                    clusters,
                    members
                ),
                None => t!("let the manager stop {clusters} and start one of them", clusters),
            }
        }
        Command::CrashManager => t!("crash the manager").to_owned(),
        Command::RestartManager => t!("restart the manager").to_owned(),
        Command::CancelMerge { cluster, txid } => t!("cancel the merge {txid} of {cluster}", txid, cluster),
        Command::TransferLeadership { cluster, to } => {
            t!("in {cluster}, hand the leadership to {to}", cluster, to)
        }
        Command::ChangeLearners { cluster, add, remove } => {
            t!("in {cluster}, {change} as learners", cluster, change = change_words(add, remove))
        }
        Command::SetSettings { settings } => settings_words(settings),
    }
}

fn partition_words(groups: &[NodeSet]) -> String {
    match groups {
        [group] if group.len() == 1 => t!("cut {node} off", node = group),
        _ => t!(
            "partition the network into {groups}",
            groups = all_of(groups.iter().map(|group| format!("{{{group}}}")))
        ),
    }
}

fn settings_words(settings: &Settings) -> String {
    if *settings == Settings::default() {
        t!("go back to the plain protocol").to_owned()
    } else if settings.mistakes.is_empty() {
        t!("change the timing or the extensions").to_owned()
    } else {
        t!("break a rule: {mistakes}", mistakes = mistakes_words(settings.mistakes))
    }
}

/// Why a command could not be carried out, and what to do.
#[must_use]
pub fn command_error(error: &CommandError) -> String {
    match error {
        CommandError::UnknownNode(node) => t!("there is no {node}; choose one on the stage", node),
        CommandError::UnknownFlight(flight) => {
            t!("message {flight} is not on its way any more; pause to catch one", flight)
        }
        CommandError::UnknownCluster(cluster) => {
            t!("{cluster} does not exist any more; choose one on the stage", cluster)
        }
        CommandError::NotHeld(flight) => t!("message {flight} is not held: it arrives by itself", flight),
        CommandError::CaughtAlready(flight) => {
            t!("message {flight} is held already; let it go on or drop it", flight)
        }
        CommandError::LinkIsCut(flight) => {
            t!("message {flight} has yet to pass a link that is cut; mend the link first", flight)
        }
        CommandError::HeldAlready => t!("everything is held already").to_owned(),
        CommandError::NothingHeld => t!("nothing is held; everything goes on by itself already").to_owned(),
        CommandError::NodeExists(node) => t!("there is a {node} already; choose another number", node),
        CommandError::NodeDown(node) => t!("{node} is down; restart it first", node),
        CommandError::NodeStopped(node) => {
            t!("{node} was stopped by the manager, and only it starts it again", node)
        }
        CommandError::ManagerDown => t!("the manager is down; restart it first").to_owned(),
        CommandError::ManagerUp => t!("the manager is up already").to_owned(),
        CommandError::ClusterBusy(cluster) => {
            t!("{cluster} is in the middle of something; try again when that is over", cluster)
        }
        CommandError::BadParts(cluster) => t!(
            "the parts must be those of {cluster}: each needs members and keys of its own, and together they are all of it",
            cluster
        ),
        CommandError::NodeUp(node) => t!("{node} is up already", node),
        CommandError::NotSpare(node) => {
            t!("{node} is not spare: it belongs to a cluster, or is about to", node)
        }
        CommandError::NoLeader(cluster) => {
            t!("{cluster} has no leader at the moment; wait for an election, or let a timer run out", cluster)
        }
        CommandError::ClientBusy(client) => {
            t!("{client} still waits for its last answer; use another client or wait", client)
        }
        CommandError::BadTiming(what) => {
            t!("the {what} must be more than 0, at most an hour, and its least not more than its most", what)
        }
        CommandError::TooMany { what, limit } => t!("there can be at most {limit} {what}", limit, what),
    }
}

/// What a timer is for.
#[must_use]
pub fn timer_words(timer: Timer) -> &'static str {
    match timer {
        Timer::Election => t!(in "timer": "election"),
        Timer::Heartbeat => t!(in "timer": "heartbeat"),
        Timer::Pull => t!(in "timer": "pull"),
        Timer::Merge => t!(in "timer": "merge"),
        Timer::LeaderAlive => t!(in "timer": "leader alive"),
    }
}

fn weight(command: &Command) -> (Kind, Importance) {
    match command {
        Command::Request { .. } | Command::RequestAt { .. } => (Kind::Client, Importance::Minor),
        Command::Load { .. } => (Kind::Client, Importance::Major),
        Command::AddSpare { .. } | Command::ChangeMembers { .. } | Command::ChangeLearners { .. } => {
            (Kind::Config, Importance::Major)
        }
        Command::SetSettings { settings } if settings.mistakes.is_empty() => {
            (Kind::Config, Importance::Major)
        }
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
