//! What can be expected, and waited for.

use recraft_protocol::types::Index;

use super::names::{property, refusal, stage};
use super::nodes::{client, cluster, clusters, count, log, node_set, nothing, ranges, transaction, who};
use crate::expected::Kind;
use crate::lex::{Line, Read, first_of, has, number, one_word, sign, text, words};
use crate::model::{Across, ClientFact, ClusterFact, Condition, NodeFact, Who};

/// One condition, or its opposite.
pub(super) fn condition(line: &mut Line<'_>) -> Read<Condition> {
    let not = has(line, "not");
    let condition = first_of(
        line,
        &[committed, of_all, of_checks, of_request, of_key, of_merge, of_client, of_cluster, of_node],
    )?;
    Ok(if not { Condition::Not(Box::new(condition)) } else { condition })
}

fn index(line: &mut Line<'_>) -> Read<Index> {
    number(line, Kind::Index)
}

/// `committed n2 4`
fn committed(line: &mut Line<'_>) -> Read<Condition> {
    words(line, "committed")?;
    Ok(Condition::Node { node: who(line)?, fact: NodeFact::Committed(index(line)?) })
}

fn of_all(line: &mut Line<'_>) -> Read<Condition> {
    if has(line, "clusters") {
        return clusters(line).map(Condition::Clusters);
    }
    if has(line, "logs of") {
        let cluster = cluster(line)?;
        words(line, "agree")?;
        return Ok(Condition::Cluster { cluster, fact: ClusterFact::LogsAgree });
    }
    words(line, "everything at rest")?;
    Ok(Condition::AtRest)
}

fn of_checks(line: &mut Line<'_>) -> Read<Condition> {
    if has(line, "no violation") {
        return Ok(Condition::NoViolation);
    }
    words(line, "violation")?;
    property(line).map(Condition::Violation)
}

fn of_request(line: &mut Line<'_>) -> Read<Condition> {
    if has(line, "accepted") {
        return Ok(Condition::Accepted);
    }
    words(line, "refused")?;
    refusal(line).map(Condition::Refused)
}

/// `key x = 1 in c2`, `key x is absent in c2`
fn of_key(line: &mut Line<'_>) -> Read<Condition> {
    words(line, "key")?;
    let key = text(line, Kind::Key)?;
    let value = if has(line, "is absent") {
        None
    } else {
        sign(line, "=")?;
        Some(text(line, Kind::Value)?)
    };
    words(line, "in")?;
    Ok(Condition::Key { key, value, cluster: cluster(line)? })
}

/// `merge tx1 committed in c2`
fn of_merge(line: &mut Line<'_>) -> Read<Condition> {
    words(line, "merge")?;
    let txid = transaction(line)?;
    let committed = one_word(line, &[("committed", true), ("aborted", false)])?;
    words(line, "in")?;
    Ok(Condition::Merge { txid, committed, cluster: cluster(line)? })
}

/// `k1 is answered`, `k1 waits`, `k1 reads v`
fn of_client(line: &mut Line<'_>) -> Read<Condition> {
    let client = client(line)?;
    let fact = if has(line, "is answered") {
        ClientFact::IsAnswered
    } else if has(line, "waits") {
        ClientFact::Waits
    } else {
        words(line, "reads")?;
        ClientFact::Reads(if has(line, "nothing") { None } else { Some(text(line, Kind::Value)?) })
    };
    Ok(Condition::Client { client, fact })
}

/// `cluster c2 members n1 n2`
fn of_cluster(line: &mut Line<'_>) -> Read<Condition> {
    let word = has(line, "cluster");
    let cluster = cluster(line)?;
    let simple = [
        ("has a leader", ClusterFact::HasLeader),
        ("has no leader", ClusterFact::NoLeader),
        ("has ended", ClusterFact::HasEnded),
    ];
    if let Ok(fact) = one_word(line, &simple) {
        return Ok(Condition::Cluster { cluster, fact });
    }
    let fact = if has(line, "members") {
        ClusterFact::Members(node_set(line)?)
    } else if has(line, "epoch") {
        ClusterFact::Epoch(number(line, Kind::Epoch)?)
    } else if has(line, "quorum") {
        ClusterFact::Quorum(count(line)? as usize)
    } else if has(line, "stage") {
        ClusterFact::Stage(stage(line)?)
    } else if word {
        let _ = has(line, "owns");
        ClusterFact::Keys(ranges(line)?)
    } else {
        words(line, "owns")?;
        ClusterFact::Keys(ranges(line)?)
    };
    Ok(Condition::Cluster { cluster, fact })
}

fn of_node(line: &mut Line<'_>) -> Read<Condition> {
    let node = who(line)?;
    let fact = first_of(line, &[role, being, log_fact, numbers, configuration, crossing])?;
    Ok(Condition::Node { node, fact })
}

fn role(line: &mut Line<'_>) -> Read<NodeFact> {
    if has(line, "leads") {
        return Ok(NodeFact::Leads);
    }
    if has(line, "stands") {
        return Ok(NodeFact::Stands);
    }
    if has(line, "pulls") {
        return Ok(NodeFact::Pulls);
    }
    words(line, "follows")?;
    Ok(NodeFact::Follows(crate::lex::maybe(line, who)))
}

fn being(line: &mut Line<'_>) -> Read<NodeFact> {
    words(line, "is")?;
    let facts = [("spare", NodeFact::IsSpare), ("up", NodeFact::IsUp), ("down", NodeFact::IsDown)];
    if let Ok(fact) = one_word(line, &facts) {
        return Ok(fact);
    }
    words(line, "in")?;
    cluster(line).map(NodeFact::IsIn)
}

/// `log is 1 1 2`, `log is like n1`
fn log_fact(line: &mut Line<'_>) -> Read<NodeFact> {
    words(line, "log is")?;
    if has(line, "like") {
        return who(line).map(NodeFact::LogLike);
    }
    log(line).map(NodeFact::Log)
}

fn numbers(line: &mut Line<'_>) -> Read<NodeFact> {
    if has(line, "term") {
        return number(line, Kind::Term).map(NodeFact::Term);
    }
    if has(line, "epoch") {
        return number(line, Kind::Epoch).map(NodeFact::Epoch);
    }
    if has(line, "committed") {
        return index(line).map(NodeFact::Committed);
    }
    words(line, "voted for")?;
    let whom: Option<Who> = if has(line, "nobody") { None } else { Some(who(line)?) };
    Ok(NodeFact::Vote(whom))
}

fn configuration(line: &mut Line<'_>) -> Read<NodeFact> {
    if has(line, "members") {
        return node_set(line).map(NodeFact::Members);
    }
    words(line, "quorum")?;
    count(line).map(|count| NodeFact::Quorum(count as usize))
}

/// `crossed by pull`, `crossed 2 boundaries`
fn crossing(line: &mut Line<'_>) -> Read<NodeFact> {
    words(line, "crossed")?;
    if has(line, "by") {
        let ways = [
            ("counting", Across::Counting),
            ("word of its leader", Across::Told),
            ("notice", Across::Notice),
            ("pull", Across::Pull),
        ];
        return one_word(line, &ways).map(NodeFact::Crossed);
    }
    let many: usize = number(line, Kind::Boundaries)?;
    if !has(line, "boundaries") && !has(line, "boundary") {
        return nothing();
    }
    Ok(NodeFact::Boundaries(many))
}
