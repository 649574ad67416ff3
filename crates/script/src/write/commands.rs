//! Commands as lines say them.

use recraft_protocol::keys::KeyRanges;
use recraft_protocol::types::{ClusterId, NodeSet};
use recraft_sim::command::{Command, Part};

use super::pieces::{list, operation, ranges, set, time};
use super::settings::{self, Present};

/// A command as a line of a scenario. `present` is what has been set before it.
pub(super) fn command(command: &Command, present: &mut Present) -> String {
    match command {
        Command::Crash { node } => format!("crash {node}"),
        Command::Restart { node } => format!("restart {node}"),
        Command::Timeout { node } => format!("{node} times out"),
        Command::Partition { groups } => partition(groups),
        Command::Heal => "heal".into(),
        Command::CutLink { from, to } => format!("cut {from} -> {to}"),
        Command::MendLink { from, to } => format!("mend {from} -> {to}"),
        Command::Drop { flight } => format!("drop {flight}"),
        Command::Delay { flight, by_us } => format!("delay {flight} by {}", time(*by_us)),
        Command::Duplicate { flight } => format!("duplicate {flight}"),
        Command::Catch { flight } => format!("hold {flight}"),
        Command::Arrive { flight } => format!("deliver {flight} at once"),
        Command::SetNetwork { network } => {
            let from = std::mem::replace(&mut present.network, *network);
            format!("set {}", settings::network(&from, network))
        }
        Command::Hold => "hold everything".into(),
        Command::Release => "release everything".into(),
        Command::Deliver { flight, up_to: None } => format!("deliver {flight}"),
        Command::Deliver { flight, up_to: Some(index) } => format!("deliver {flight} up to index {index}"),
        Command::FireTimer { node, timer } => format!("fire {timer} timer of {node}"),
        Command::Request { client, operation: asked } => format!("{client} {}", operation(asked)),
        Command::RequestAt { client, node, operation: asked } => {
            format!("{client} {} at {node}", operation(asked))
        }
        Command::Load { clients, pause_us } => format!("load {clients} clients, pausing {}", time(*pause_us)),
        Command::AddSpare { node } => format!("add spare {node}"),
        Command::ChangeMembers { cluster, add, remove } => change("members", *cluster, add, remove),
        Command::ChangeLearners { cluster, add, remove } => change("learners", *cluster, add, remove),
        Command::Split { cluster, into } => split(*cluster, into),
        Command::ManagedSplit { cluster, into } => format!("stop and {}", split(*cluster, into)),
        Command::ManagedMerge { clusters, members } => {
            format!("stop and merge {}{}", list(clusters), keeping(members.as_ref()))
        }
        Command::CrashManager => "crash the manager".into(),
        Command::RestartManager => "restart the manager".into(),
        Command::Merge { coordinator, others, members } => {
            format!("merge {coordinator} with {}{}", list(others), keeping(members.as_ref()))
        }
        Command::CancelMerge { cluster, txid } => format!("cancel merge {txid} of {cluster}"),
        Command::TransferLeadership { cluster, to } => format!("transfer leadership of {cluster} to {to}"),
        Command::SetSettings { settings } => {
            let mut said = settings::settings(&present.settings, settings);
            if said.is_empty() {
                said.push(format!("heartbeat {}", time(settings.timing.heartbeat_us)));
            }
            present.settings = *settings;
            format!("set {}", said.join(", "))
        }
    }
}

fn keeping(members: Option<&NodeSet>) -> String {
    members.map_or_else(String::new, |members| format!(" keeping {}", set(members)))
}

fn partition(groups: &[NodeSet]) -> String {
    let sets: Vec<String> = groups.iter().map(set).collect();
    format!("partition {}", if sets.is_empty() { "nothing".into() } else { sets.join(" | ") })
}

fn change(what: &str, cluster: ClusterId, add: &NodeSet, remove: &NodeSet) -> String {
    let add = (!add.is_empty()).then(|| format!(" add {}", set(add)));
    let remove = (!remove.is_empty()).then(|| format!(" remove {}", set(remove)));
    let changes: Vec<String> = [add, remove].into_iter().flatten().collect();
    format!("change {what} of {cluster}:{}", changes.join(","))
}

fn split(cluster: ClusterId, into: &[Part]) -> String {
    let part = |members: &NodeSet, keys: &KeyRanges| format!("{} with {}", set(members), ranges(keys));
    let parts: Vec<String> = into.iter().map(|into| part(&into.members, &into.ranges)).collect();
    format!("split {cluster} into {}", if parts.is_empty() { "nothing".into() } else { parts.join(" | ") })
}
