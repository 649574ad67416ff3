//! Who and what a line is about: nodes, clusters, clients, keys, operations, entries.

use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::machine::Operation;
use recraft_protocol::text::Text;
use recraft_protocol::types::{ClientId, ClusterId, EpochTerm, NodeId, NodeSet, TxId};
use recraft_words::t;
use winnow::error::EmptyError;
use winnow::stream::{Location, Stream};

use crate::expected::{Expected, Kind};
use crate::lex::{
    Line, Read, first_of, has, has_sign, maybe, missing, number, numbered, sign, text, word_as, words, wrong,
};
use crate::model::{Group, Pattern, Says, Who};

/// So many nodes can stand in one list.
const LIST_MAX: u32 = 1_000;

pub(super) fn node_id(line: &mut Line<'_>) -> Read<NodeId> {
    numbered(line, "n", Kind::Node).map(NodeId)
}

pub(super) fn cluster(line: &mut Line<'_>) -> Read<ClusterId> {
    numbered(line, "c", Kind::Cluster).map(ClusterId)
}

pub(super) fn client(line: &mut Line<'_>) -> Read<ClientId> {
    numbered(line, "k", Kind::Client).map(ClientId)
}

pub(super) fn transaction(line: &mut Line<'_>) -> Read<TxId> {
    numbered(line, "tx", Kind::Transaction).map(TxId)
}

/// A node: `n3`, a name that was given to one, `the leader of c1`, `a follower of c1`.
pub(super) fn who(line: &mut Line<'_>) -> Read<Who> {
    first_of(line, &[by_number, by_role, by_name])
}

fn by_number(line: &mut Line<'_>) -> Read<Who> {
    node_id(line).map(Who::Node)
}

fn by_role(line: &mut Line<'_>) -> Read<Who> {
    if has(line, "the leader of") {
        return cluster(line).map(Who::LeaderOf);
    }
    words(line, "a follower of")?;
    cluster(line).map(Who::FollowerOf)
}

fn by_name(line: &mut Line<'_>) -> Read<Who> {
    let names = &line.state.names;
    let known = |word: &str| names.borrow().contains(word).then(|| Who::Named(word.to_owned()));
    word_as(line, Kind::NameOfNode, known)
}

/// One node or several: `n1 n2 n3`, `n1, n2 and n3`, `n1 to n3`, `nobody`.
pub(super) fn group(line: &mut Line<'_>) -> Read<Group> {
    if has(line, "nobody") {
        return Ok(Group::new());
    }
    list(line, stretch).map(|stretches| stretches.into_iter().flatten().collect())
}

/// Nodes by their numbers.
pub(super) fn node_set(line: &mut Line<'_>) -> Read<NodeSet> {
    if has(line, "nobody") {
        return Ok(NodeSet::new());
    }
    list(line, numbers).map(|stretches| stretches.into_iter().flatten().collect())
}

fn stretch(line: &mut Line<'_>) -> Read<Group> {
    match maybe(line, numbers) {
        Some(nodes) => Ok(nodes.into_iter().map(Who::Node).collect()),
        None => who(line).map(|who| vec![who]),
    }
}

fn numbers(line: &mut Line<'_>) -> Read<Vec<NodeId>> {
    let from = line.current_token_start();
    let first = node_id(line)?;
    let upto = |line: &mut Line<'_>| words(line, "to").and_then(|()| node_id(line));
    let last = maybe(line, upto).unwrap_or(first);
    if last < first || last.0 - first.0 >= LIST_MAX {
        return wrong(line, from, t!("there is no list of nodes from {first} to {last}", first, last));
    }
    Ok((first.0..=last.0).map(NodeId).collect())
}

/// Clusters: `c1 and c2`, `c1, c2`, `nobody`.
pub(super) fn clusters(line: &mut Line<'_>) -> Read<Vec<ClusterId>> {
    if has(line, "nobody") { Ok(Vec::new()) } else { list(line, cluster) }
}

/// One item or several, with blanks, commas or `and` between them.
pub(super) fn list<T>(line: &mut Line<'_>, item: fn(&mut Line<'_>) -> Read<T>) -> Read<Vec<T>> {
    let next = |line: &mut Line<'_>| {
        has_sign(line, ",");
        has(line, "and");
        item(line)
    };
    let mut items = vec![item(line)?];
    while let Some(more) = maybe(line, next) {
        items.push(more);
    }
    Ok(items)
}

/// Items with a sign between them.
pub(super) fn separated<T>(
    line: &mut Line<'_>,
    by: &str,
    item: fn(&mut Line<'_>) -> Read<T>,
) -> Read<Vec<T>> {
    let mut items = vec![item(line)?];
    while has_sign(line, by) {
        items.push(item(line)?);
    }
    Ok(items)
}

/// Which keys: `all keys`, `no keys`, `keys up to h`, `keys from h to p`, `keys from p`, joined by `and`.
pub(super) fn ranges(line: &mut Line<'_>) -> Read<KeyRanges> {
    if has(line, "all keys") {
        return Ok(KeyRanges::everything());
    }
    if has(line, "no keys") {
        return Ok(KeyRanges::default());
    }
    words(line, "keys")?;
    let mut ranges = vec![range(line)?];
    while has(line, "and") {
        ranges.push(range(line)?);
    }
    Ok(KeyRanges::of(ranges))
}

fn range(line: &mut Line<'_>) -> Read<KeyRange> {
    let key = |line: &mut Line<'_>| text(line, Kind::Key);
    if has(line, "up to") {
        return key(line).map(|end| KeyRange { start: String::new(), end: Some(end) });
    }
    words(line, "from")?;
    let start = key(line)?;
    let end = if has(line, "to") { Some(key(line)?) } else { None };
    Ok(KeyRange { start, end })
}

/// What a client asks for: `puts x = 1`, `gets x`, `appends v to x`, `deletes x`, `sets x = 2 if it is 1`.
pub(super) fn operation(line: &mut Line<'_>) -> Read<Operation> {
    first_of(line, &[put, get, append, delete, compare_and_set])
}

fn verb(line: &mut Line<'_>, plain: &str, third: &str) -> Read<()> {
    if has(line, third) { Ok(()) } else { words(line, plain) }
}

fn shared(line: &mut Line<'_>, what: Kind) -> Read<Text> {
    text(line, what).map(Text::from)
}

fn assignment(line: &mut Line<'_>) -> Read<(Text, Text)> {
    let key = shared(line, Kind::Key)?;
    sign(line, "=")?;
    Ok((key, shared(line, Kind::Value)?))
}

fn put(line: &mut Line<'_>) -> Read<Operation> {
    verb(line, "put", "puts")?;
    assignment(line).map(|(key, value)| Operation::Put { key, value })
}

fn get(line: &mut Line<'_>) -> Read<Operation> {
    verb(line, "get", "gets")?;
    shared(line, Kind::Key).map(|key| Operation::Get { key })
}

fn append(line: &mut Line<'_>) -> Read<Operation> {
    verb(line, "append", "appends")?;
    let value = shared(line, Kind::Value)?;
    words(line, "to")?;
    shared(line, Kind::Key).map(|key| Operation::Append { key, value })
}

fn delete(line: &mut Line<'_>) -> Read<Operation> {
    verb(line, "delete", "deletes")?;
    shared(line, Kind::Key).map(|key| Operation::Delete { key })
}

fn compare_and_set(line: &mut Line<'_>) -> Read<Operation> {
    verb(line, "set", "sets")?;
    let (key, value) = assignment(line)?;
    words(line, "if it is")?;
    let expected = if has(line, "absent") { None } else { Some(shared(line, Kind::Value)?) };
    Ok(Operation::CompareAndSet { key, expected, value })
}

/// A log: `empty`, or entries such as `1 1 2(x = 1) 1.0(noop)`.
pub(super) fn log(line: &mut Line<'_>) -> Read<Vec<Pattern>> {
    if has(line, "empty") {
        return Ok(Vec::new());
    }
    let mut entries = vec![entry(line)?];
    while let Some(entry) = maybe(line, entry) {
        entries.push(entry);
    }
    Ok(entries)
}

fn entry(line: &mut Line<'_>) -> Read<Pattern> {
    let start = line.checkpoint();
    let at = word_as(line, Kind::TermOfEntry, time_of_entry)?;
    // `2, …` begins something else only if a number cannot; `2(` opens what the entry says.
    let says = if has_sign(line, "(") { Some(says(line)?) } else { None };
    if says.is_some() && !has_sign(line, ")") {
        line.reset(&start);
        return missing(line, Expected::word(")"));
    }
    Ok(Pattern { at, says })
}

fn time_of_entry(word: &str) -> Option<EpochTerm> {
    let number = |digits: &str| -> Option<u32> {
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    match word.split_once('.') {
        Some((epoch, term)) => Some(EpochTerm::new(number(epoch)?, number(term)?)),
        None => Some(EpochTerm::new(0, number(word)?)),
    }
}

fn says(line: &mut Line<'_>) -> Read<Says> {
    if has(line, "noop") {
        return Ok(Says::Noop);
    }
    if has(line, "config") {
        return Ok(Says::Config);
    }
    if let Some(operation) = maybe(line, operation) {
        return Ok(Says::Operation(operation));
    }
    assignment(line).map(|(key, value)| Says::Operation(Operation::Put { key, value }))
}

/// A name that can be given to a node.
pub(super) fn new_name(line: &mut Line<'_>) -> Read<String> {
    let from = line.current_token_start();
    let letters = |word: &str| {
        let first = word.chars().next().is_some_and(char::is_alphabetic);
        (first && word.chars().all(char::is_alphanumeric)).then(|| word.to_owned())
    };
    let name = word_as(line, Kind::NewName, letters)?;
    let is_taken =
        |letter: &str| name.strip_prefix(letter).is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
    if RESERVED.contains(&name.as_str()) || ["n", "c", "k", "m", "tx"].into_iter().any(is_taken) {
        return wrong(line, from, t!("`{name}` means something else; choose another name", name));
    }
    Ok(name)
}

/// Words that can follow a node or come instead of one.
const RESERVED: &[&str] = &[
    "nobody",
    "and",
    "to",
    "from",
    "add",
    "remove",
    "keeping",
    "with",
    "the",
    "a",
    "talk",
    "be",
    "up",
    "reaching",
    "not",
    "no",
    "key",
    "cluster",
    "clusters",
    "committed",
    "violation",
    "refused",
    "accepted",
    "everything",
    "merge",
    "logs",
    "empty",
    "is",
    "keys",
    "all",
];

/// A number of nodes.
pub(super) fn count(line: &mut Line<'_>) -> Read<u32> {
    let from = line.current_token_start();
    match number::<u32>(line, Kind::Nodes)? {
        many if many > LIST_MAX => {
            wrong(line, from, t!("there can be at most {limit} nodes", limit = LIST_MAX))
        }
        few => Ok(few),
    }
}

/// Fails like everything that does not fit.
pub(super) const fn nothing<T>() -> Read<T> {
    Err(EmptyError)
}
