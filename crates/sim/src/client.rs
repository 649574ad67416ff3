//! Clients: what they ask, whom they ask, and how they find the right node.
//!
//! A client has one session and at most one request outstanding. It asks the node that it believes leads the cluster that owns the
//! key, follows hints (*not the leader*, *wrong shard*), and asks again, elsewhere and under the same number, when it hears nothing.
//! What clients learn about the clusters they share, as an application's client library would, in a [`Directory`]. When a node says
//! *wrong shard* and cannot say whose key it is, they look up which clusters there are now, as in a name service.

use recraft_protocol::keys::KeyRanges;
use recraft_protocol::machine::Operation;
use recraft_protocol::table::Table;
use recraft_protocol::text::Text;
use recraft_protocol::types::{ClientId, ClusterId, Epoch, NodeId, NodeSet};
use serde::Serialize;

use crate::lineage::{ClusterRecord, Lineage};
use crate::queue::Ticket;
use crate::rng::Rng;
use crate::server::Server;

/// How long a client waits for an answer before it asks again.
pub const PATIENCE_US: u64 = 400_000;
/// How long a client waits before it asks again after an answer that did not help.
pub const RETRY_PAUSE_US: u64 = 60_000;
/// The first client of a load; the others follow.
pub const FIRST_LOAD_CLIENT: ClientId = ClientId(101);
/// How many clients there may be.
pub const MAX_CLIENTS: u32 = 64;

/// A client as it can be seen from outside.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ClientView {
    /// Its id.
    pub client: ClientId,
    /// What it waits for.
    pub outstanding: Option<Outstanding>,
    /// How many of its requests have been answered.
    pub answered: u64,
    /// How many requests it has made.
    pub asked: u64,
    /// Whether it is part of the steady load.
    pub under_load: bool,
}

/// A request that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Outstanding {
    /// The client's number for it.
    pub seq: u64,
    /// What it asks.
    pub operation: Operation,
    /// Whom it has asked last.
    pub node: NodeId,
    /// How often it has asked.
    pub attempt: u32,
    /// When it first asked.
    pub since_us: u64,
}

/// A client with what it keeps to itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    pub(crate) view: ClientView,
    /// When its patience or its pause is over.
    pub(crate) ticket: Option<Ticket>,
    /// How often it has had to find somebody to ask without a hint, for the present request.
    pub(crate) searches: u32,
    /// How many hints in a row it has followed without a pause.
    pub(crate) hops: u32,
    /// The node that a hint named, to be asked next.
    pub(crate) hint: Option<NodeId>,
}

impl Client {
    pub(crate) const fn new(client: ClientId) -> Self {
        let view = ClientView { client, outstanding: None, answered: 0, asked: 0, under_load: false };
        Self { view, ticket: None, searches: 0, hops: 0, hint: None }
    }
}

/// What clients know of a cluster.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Route {
    epoch: Epoch,
    ranges: KeyRanges,
    members: NodeSet,
    leader: Option<NodeId>,
}

/// What clients have learnt of the clusters: at first those of the start, later what hints and answers tell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Directory {
    routes: Table<ClusterId, Route>,
}

impl Directory {
    pub(crate) fn new(lineage: &Lineage) -> Self {
        let mut directory = Self::default();
        lineage.iter().for_each(|record| directory.learn(record));
        directory
    }

    /// Notes a cluster that a hint named.
    pub(crate) fn learn(&mut self, record: &ClusterRecord) {
        self.routes.or_insert_with(record.cluster, || Route {
            epoch: record.epoch,
            ranges: record.ranges.clone(),
            members: record.members.clone(),
            leader: None,
        });
    }

    /// The newest cluster that is known to own `key`.
    fn route(&mut self, key: &str) -> Option<&mut Route> {
        let owners = self.routes.values_mut().filter(|route| route.ranges.contains(key));
        owners.max_by_key(|route| route.epoch)
    }

    /// Notes which node leads whoever owns `key`: one that has carried out a request for it.
    pub(crate) fn note_leader(&mut self, key: &str, leader: NodeId) {
        if let Some(route) = self.route(key) {
            route.leader = Some(leader);
        }
    }

    /// Notes that `node`, who was thought to lead whoever owns `key`, does not or did not answer.
    pub(crate) fn forget_leader(&mut self, key: &str, node: NodeId) {
        if let Some(route) = self.route(key)
            && route.leader == Some(node)
        {
            route.leader = None;
        }
    }

    /// Whom to ask about `key` when no hint says so, for the `nth` time for the same request: the known leader, then one member after
    /// the other, then everyone there is.
    pub(crate) fn whom_to_ask(
        &mut self,
        key: &str,
        nth: u32,
        everyone: &Table<NodeId, Server>,
    ) -> Option<NodeId> {
        let anyone = || everyone.keys().nth(nth as usize % everyone.len().max(1)).copied();
        let Some(route) = self.route(key) else { return anyone() };
        match route.leader {
            Some(leader) if nth == 0 => Some(leader),
            _ if nth as usize <= route.members.len() => {
                route.members.iter().nth(nth as usize % route.members.len().max(1))
            }
            _ => anyone(),
        }
    }
}

/// A request of the steady load: reads and writes over a small key space that is spread over the alphabet and the digits, so that
/// every range of a split has its share.
///
/// - A third of the plain reads, writes and removals go to a few *hot* keys (`c0` …), so that clients meet on them.
/// - Appends go to keys of their own (`a+` …) and each appends a token that occurs once, so that it can be told afterwards whether an
///   acknowledged write was lost or done twice.
/// - Each compare-and-set takes one of a few counters (`c=` …) from one number to the next, the last back to the first; so some succeed.
pub(crate) fn random_operation(rng: &mut Rng, client: ClientId, seq: u64) -> Operation {
    const FIRST_LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    const HOT_LETTERS: &[u8] = b"cks5";
    let place = rng.below(FIRST_LETTERS.len() as u64) as usize;
    let letter = char::from(FIRST_LETTERS[place]);
    let hot = char::from(HOT_LETTERS[place % HOT_LETTERS.len()]);
    let third = rng.below(3);
    let key = if third == 2 { name(hot, '0') } else { name(letter, if third == 0 { '0' } else { '1' }) };
    match rng.below(10) {
        0..3 => Operation::Put { key, value: request(client, seq).text() },
        3 if third == 0 => Operation::Delete { key: name(hot, '0') },
        3 => {
            let place = (seq % 3) as usize;
            let expected = place.checked_sub(1).or(Some(2).filter(|_| third == 1));
            let number = |place: usize| Text::from(["0", "1", "2"][place]);
            Operation::CompareAndSet {
                key: name(hot, '='),
                expected: expected.map(number),
                value: number(place),
            }
        }
        4..7 => Operation::Append { key: name(letter, '+'), value: request(client, seq).then(b';').text() },
        7 => Operation::Get { key: name(letter, '+') },
        _ => Operation::Get { key },
    }
}

/// A key of two letters.
fn name(letter: char, kind: char) -> Text {
    Short::default().then(letter as u8).then(kind as u8).text()
}

/// Names a request: what clients of the load put and append.
fn request(client: ClientId, seq: u64) -> Short {
    Short::default().number(client.0.into()).then(b'.').number(seq)
}

/// A short text of ASCII that is put together without asking for memory: several are made for each request.
#[derive(Clone, Copy, Debug, Default)]
struct Short {
    bytes: [u8; Self::MAX],
    len: usize,
}

impl Short {
    /// Enough for two numbers and what stands around them.
    const MAX: usize = 32;

    fn then(mut self, letter: u8) -> Self {
        self.bytes[self.len] = letter;
        self.len += 1;
        self
    }

    fn number(mut self, number: u64) -> Self {
        let digits = number.checked_ilog10().unwrap_or(0) as usize + 1;
        let mut rest = number;
        for place in (self.len..self.len + digits).rev() {
            self.bytes[place] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        self.len += digits;
        self
    }

    fn text(&self) -> Text {
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or_default().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_named_by_its_client_and_its_number() {
        for (client, seq) in [(0, 0), (7, 9), (101, 10), (u32::MAX, u64::MAX / 10)] {
            let named = request(ClientId(client), seq).then(b';').text();
            assert_eq!(named.as_str(), format!("{client}.{seq};"));
        }
    }
}
