//! Two branches beside each other, in words: where they first differ, and how each ends.

use recraft_scene::words::outside::command_words;
use recraft_scene::words::sentence;
use recraft_sim::command::TimedCommand;
use recraft_sim::history::{BranchId, End};
use recraft_words::t;

use super::Session;
use super::timeline::branches;

/// Two branches beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Until when both are the same, in virtual microseconds.
    pub same_until_us: u64,
    /// The one and the other.
    pub sides: [Side; 2],
    /// Keys that have not the same value in both: key and values.
    pub keys: Vec<(String, [Option<String>; 2])>,
    /// How many more such keys there are.
    pub more: usize,
}

/// One of two branches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Its name.
    pub name: String,
    /// The command that is given here and not there.
    pub command: Option<(u64, String)>,
    /// The first event that happens here and not there.
    pub event: Option<(u64, String)>,
    /// When it ends.
    pub until_us: u64,
    /// Its clusters at the end: leader, epoch and term, how much is committed.
    pub clusters: Vec<String>,
    /// How many keys its store holds.
    pub keys: usize,
    /// How many violations there are.
    pub violations: usize,
}

/// The most keys shown.
const KEYS_MAX: usize = 6;

impl Compared {
    /// Compares the present branch with another.
    pub fn with(session: &Session, other: BranchId) -> Option<Self> {
        let history = session.history();
        let ids = [history.branch().id(), other];
        let comparison = history.compare(ids[0], ids[1])?;
        let names = branches(history);
        let [first, second] = &comparison.ends;
        let mut keys = differences(first, second);
        let more = keys.len().saturating_sub(KEYS_MAX);
        keys.truncate(KEYS_MAX);
        let side = |nth: usize| {
            let end = &comparison.ends[nth];
            let told = |timed: &TimedCommand| (timed.at_us, command_words(&timed.command));
            Side {
                name: names
                    .iter()
                    .find(|item| item.id == ids[nth])
                    .map_or(String::new(), |item| item.name.clone()),
                command: comparison.commands[nth].as_ref().map(told),
                event: comparison.events[nth].as_ref().map(|event| (event.at_us, sentence(event).text)),
                until_us: end.at_us,
                clusters: clusters(end),
                keys: end.data.len(),
                violations: end.violations,
            }
        };
        Some(Self { same_until_us: comparison.same_until.at_us, sides: [side(0), side(1)], keys, more })
    }
}

fn clusters(end: &End) -> Vec<String> {
    let words = |cluster: &recraft_sim::history::ClusterEnd| {
        if cluster.ended {
            return t!(
                "{cluster}: its epoch {epoch} is over; who has yet to cross knows of {commit} committed",
                cluster = cluster.cluster,
                epoch = cluster.at.epoch,
                commit = cluster.commit
            );
        }
        let leader =
            cluster.leader.map_or_else(|| t!("no leader").into(), |leader| t!("{leader} leads", leader));
        t!(
            "{cluster}: {leader} at {at}, committed up to {commit}",
            cluster = cluster.cluster,
            leader,
            at = cluster.at,
            commit = cluster.commit
        )
    };
    end.clusters.iter().map(words).collect()
}

/// The keys whose values are not the same; both lists are in order of keys.
fn differences(one: &End, other: &End) -> Vec<(String, [Option<String>; 2])> {
    let find = |end: &End, key: &str| {
        end.data.iter().find(|(other, _)| other == key).map(|(_, value)| value.clone())
    };
    let mut keys: Vec<&String> = one.data.iter().chain(&other.data).map(|(key, _)| key).collect();
    recraft_protocol::order::sort_by(&mut keys, Ord::cmp);
    keys.dedup();
    let values = |key: &String| (key.clone(), [find(one, key), find(other, key)]);
    keys.into_iter().map(values).filter(|(_, [a, b])| a != b).collect()
}
