//! What can be done to a run.

use recraft_protocol::io::Timer;
use recraft_sim::command::{Command, Part};
use recraft_sim::flight::FlightId;

use super::names::message_kind;
use super::nodes::{
    client, cluster, clusters, group, node_id, node_set, nothing, operation, ranges, separated, transaction,
    who,
};
use crate::expected::Kind;
use crate::lex::{Line, Read, first_of, has, has_sign, number, numbered, one_word, sign, time, words};
use crate::model::{Handling, Order, Which};

/// One order. (Changes of settings are read where the present ones are known.)
pub(super) fn order(line: &mut Line<'_>) -> Read<Order> {
    first_of(
        line,
        &[
            crash,
            restart,
            manager,
            partition,
            link,
            by_hand,
            messages,
            fire,
            load,
            request,
            add_spare,
            change,
            add_or_remove,
            managed,
            split,
            merge,
            cancel,
            transfer,
            talk,
            of_node,
        ],
    )
}

fn manager(line: &mut Line<'_>) -> Read<Order> {
    let commands =
        [("crash the manager", Command::CrashManager), ("restart the manager", Command::RestartManager)];
    one_word(line, &commands).map(Order::Plain)
}

fn crash(line: &mut Line<'_>) -> Read<Order> {
    words(line, "crash")?;
    group(line).map(Order::Crash)
}

fn restart(line: &mut Line<'_>) -> Read<Order> {
    words(line, "restart")?;
    group(line).map(Order::Restart)
}

fn partition(line: &mut Line<'_>) -> Read<Order> {
    if has(line, "heal") {
        return Ok(Order::Plain(Command::Heal));
    }
    words(line, "partition")?;
    if has(line, "nothing") {
        return Ok(Order::Partition(Vec::new()));
    }
    separated(line, "|", group).map(Order::Partition)
}

fn link(line: &mut Line<'_>) -> Read<Order> {
    let cut = one_word(line, &[("cut", true), ("mend", false)])?;
    let from = who(line)?;
    let both = has_sign(line, "<->");
    if !both {
        sign(line, "->")?;
    }
    Ok(Order::Link { cut, from, to: who(line)?, both })
}

fn messages(line: &mut Line<'_>) -> Read<Order> {
    let handlings = [
        ("drop", Handling::Drop),
        ("delay", Handling::Delay(0)),
        ("duplicate", Handling::Duplicate),
        ("hold", Handling::Catch),
        ("deliver", Handling::Deliver(None)),
    ];
    let handling = one_word(line, &handlings)?;
    let which = which(line)?;
    let handling = match handling {
        Handling::Delay(_) => {
            words(line, "by")?;
            Handling::Delay(time(line)?)
        }
        Handling::Deliver(_) if has(line, "at once") => Handling::Arrive,
        Handling::Deliver(_) => Handling::Deliver(up_to(line)?),
        other => other,
    };
    Ok(Order::Messages { handling, which })
}

fn up_to(line: &mut Line<'_>) -> Read<Option<u64>> {
    if has(line, "up to index") { number(line, Kind::Index).map(Some) } else { Ok(None) }
}

fn which(line: &mut Line<'_>) -> Read<Which> {
    if let Some(id) = crate::lex::maybe(line, |line| numbered(line, "m", Kind::Message)) {
        return Ok(Which::One(FlightId(u64::from(id))));
    }
    let kind =
        if has(line, "everything") || has(line, "messages") { None } else { Some(message_kind(line)?) };
    let from = if has(line, "from") { Some(who(line)?) } else { None };
    let to = if has(line, "to") { Some(who(line)?) } else { None };
    Ok(Which::All { kind, from, to })
}

fn fire(line: &mut Line<'_>) -> Read<Order> {
    words(line, "fire")?;
    let timers = [
        ("election", Timer::Election),
        ("heartbeat", Timer::Heartbeat),
        ("pull", Timer::Pull),
        ("merge", Timer::Merge),
        ("leader alive", Timer::LeaderAlive),
    ];
    let timer = one_word(line, &timers)?;
    words(line, "timer of")?;
    Ok(Order::Fire { timer, node: who(line)? })
}

fn by_hand(line: &mut Line<'_>) -> Read<Order> {
    let commands = [("hold everything", Command::Hold), ("release everything", Command::Release)];
    one_word(line, &commands).map(Order::Plain)
}

fn load(line: &mut Line<'_>) -> Read<Order> {
    words(line, "load")?;
    if has(line, "off") {
        return Ok(Order::Plain(Command::Load { clients: 0, pause_us: 10_000 }));
    }
    let clients = number(line, Kind::Clients)?;
    words(line, "clients")?;
    let _ = has_sign(line, ",");
    words(line, "pausing")?;
    Ok(Order::Plain(Command::Load { clients, pause_us: time(line)? }))
}

fn request(line: &mut Line<'_>) -> Read<Order> {
    let client = client(line)?;
    let operation = operation(line)?;
    if has(line, "at") {
        return Ok(Order::AskAt { client, node: who(line)?, operation });
    }
    Ok(Order::Plain(Command::Request { client, operation }))
}

fn add_spare(line: &mut Line<'_>) -> Read<Order> {
    words(line, "add spare")?;
    node_id(line).map(|node| Order::Plain(Command::AddSpare { node }))
}

fn change(line: &mut Line<'_>) -> Read<Order> {
    words(line, "change")?;
    let learners = one_word(line, &[("members", false), ("learners", true)])?;
    words(line, "of")?;
    let cluster = cluster(line)?;
    sign(line, ":")?;
    let add = if has(line, "add") { group(line)? } else { Vec::new() };
    let _ = has_sign(line, ",");
    let remove = if has(line, "remove") { group(line)? } else { Vec::new() };
    Ok(Order::Change { cluster, add, remove, learners })
}

fn add_or_remove(line: &mut Line<'_>) -> Read<Order> {
    let adding = one_word(line, &[("add", true), ("remove", false)])?;
    let learners = has(line, "learners") || has(line, "learner");
    let nodes = group(line)?;
    words(line, if adding { "to" } else { "from" })?;
    let cluster = cluster(line)?;
    let (add, remove) = if adding { (nodes, Vec::new()) } else { (Vec::new(), nodes) };
    Ok(Order::Change { cluster, add, remove, learners })
}

/// What the manager of the baseline does.
fn managed(line: &mut Line<'_>) -> Read<Order> {
    words(line, "stop and")?;
    if has(line, "merge") {
        let clusters = clusters(line)?;
        let members = if has(line, "keeping") { Some(node_set(line)?) } else { None };
        return Ok(Order::Plain(Command::ManagedMerge { clusters, members }));
    }
    words(line, "split")?;
    let cluster = cluster(line)?;
    Ok(Order::Plain(Command::ManagedSplit { cluster, into: parts(line)? }))
}

fn split(line: &mut Line<'_>) -> Read<Order> {
    words(line, "split")?;
    let cluster = cluster(line)?;
    Ok(Order::Plain(Command::Split { cluster, into: parts(line)? }))
}

fn parts(line: &mut Line<'_>) -> Read<Vec<Part>> {
    words(line, "into")?;
    if has(line, "nothing") { Ok(Vec::new()) } else { separated(line, "|", part) }
}

fn part(line: &mut Line<'_>) -> Read<Part> {
    let members = node_set(line)?;
    words(line, "with")?;
    Ok(Part { members, ranges: ranges(line)? })
}

fn merge(line: &mut Line<'_>) -> Read<Order> {
    words(line, "merge")?;
    let coordinator = cluster(line)?;
    words(line, "with")?;
    let others = clusters(line)?;
    let members = if has(line, "keeping") { Some(node_set(line)?) } else { None };
    Ok(Order::Plain(Command::Merge { coordinator, others, members }))
}

fn cancel(line: &mut Line<'_>) -> Read<Order> {
    words(line, "cancel merge")?;
    let txid = transaction(line)?;
    words(line, "of")?;
    Ok(Order::Plain(Command::CancelMerge { cluster: cluster(line)?, txid }))
}

fn transfer(line: &mut Line<'_>) -> Read<Order> {
    words(line, "transfer leadership of")?;
    let cluster = cluster(line)?;
    words(line, "to")?;
    Ok(Order::Transfer { cluster, to: who(line)? })
}

fn talk(line: &mut Line<'_>) -> Read<Order> {
    words(line, "let")?;
    let nodes = group(line)?;
    words(line, "talk")?;
    Ok(Order::Talk(nodes))
}

/// `n1 times out`, `n1 stands, reaching n2`, `n1 replicates to n2`.
fn of_node(line: &mut Line<'_>) -> Read<Order> {
    let node = who(line)?;
    if has(line, "times out") {
        return Ok(Order::TimeOut(vec![node]));
    }
    if has(line, "stands") {
        let _ = has_sign(line, ",");
        words(line, "reaching")?;
        return Ok(Order::Stand { node, reaching: group(line)? });
    }
    if has(line, "replicates to") {
        let to = group(line)?;
        return Ok(Order::Replicate { from: node, to, up_to: up_to(line)? });
    }
    nothing()
}
