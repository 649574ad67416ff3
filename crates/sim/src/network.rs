//! The network: who can reach whom, and the messages that are on their way.
//!
//! Every pair of nodes is joined by two directed links. A cut (a partition, or a single link that was cut) is thought to lie
//! *midway*: a message is lost when it comes to the middle of its way while the link is cut, and one that is past the middle
//! arrives. So a partition also catches what is in flight, healing lets through what has not come to the middle yet, and the picture
//! can show where a message broke. Clients reach every node that is up, at all times.

use std::collections::VecDeque;
use std::hash::{Hash, Hasher};

use recraft_protocol::order::map_of;
use recraft_protocol::table::SmallSet;
use recraft_protocol::types::{NodeId, NodeSet};

use crate::flight::{Cargo, Endpoint, Flight, FlightId};
use crate::queue::Ticket;
use crate::setup::NetworkSetup;

/// How links behave, and which are cut.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Network {
    pub(crate) behaviour: NetworkSetup,
    groups: Option<Vec<NodeSet>>,
    cuts: SmallSet<(NodeId, NodeId)>,
}

impl Network {
    pub(crate) const fn new(behaviour: NetworkSetup) -> Self {
        Self { behaviour, groups: None, cuts: SmallSet::new() }
    }

    /// Whether what one node sends gets to the other.
    pub(crate) fn can_reach(&self, from: NodeId, to: NodeId) -> bool {
        from == to || (!self.cuts.contains(&(from, to)) && self.group_of(from) == self.group_of(to))
    }

    /// Whether the link between two ends is whole.
    pub(crate) fn is_open(&self, from: Endpoint, to: Endpoint) -> bool {
        match (from, to) {
            (Endpoint::Node(from), Endpoint::Node(to)) => self.can_reach(from, to),
            _ => true,
        }
    }

    fn group_of(&self, node: NodeId) -> Option<usize> {
        self.groups.as_ref()?.iter().position(|group| group.contains(node))
    }

    pub(crate) fn groups(&self) -> Option<&[NodeSet]> {
        self.groups.as_deref()
    }

    pub(crate) fn cuts(&self) -> impl Iterator<Item = (NodeId, NodeId)> + '_ {
        self.cuts.iter().copied()
    }

    /// Divides `everyone` into groups. A node named twice belongs to the first group that names it; those not named form one
    /// more group.
    pub(crate) fn partition(&mut self, groups: &[NodeSet], everyone: &NodeSet) {
        let mut rest = everyone.clone();
        let mut parts = Vec::with_capacity(groups.len() + 1);
        for group in groups {
            let part = group.intersection(&rest);
            rest = rest.without(&part);
            if !part.is_empty() {
                parts.push(part);
            }
        }
        if !rest.is_empty() {
            parts.push(rest);
        }
        self.groups = (parts.len() > 1).then_some(parts);
    }

    /// Puts a new node into the last group, which is the one of those named in none if there is such a group.
    pub(crate) fn join_rest(&mut self, node: NodeId) {
        if let Some(rest) = self.groups.as_mut().and_then(|groups| groups.last_mut()) {
            rest.insert(node);
        }
    }

    pub(crate) fn heal(&mut self) {
        self.groups = None;
        self.cuts.clear();
    }

    pub(crate) fn cut(&mut self, from: NodeId, to: NodeId) {
        self.cuts.insert((from, to));
    }

    pub(crate) fn mend(&mut self, from: NodeId, to: NodeId) {
        self.cuts.remove(&(from, to));
    }
}

/// A message in flight and its place in the queue.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Aloft {
    pub(crate) flight: Flight,
    /// `None` when it stands still or is lost.
    pub(crate) ticket: Option<Ticket>,
    /// Whether it stands still until somebody lets it go on.
    pub(crate) held: bool,
}

/// The messages that are on their way.
///
/// They are named in the order in which they are sent and mostly settle in nearly that order, so a row with gaps holds them: from the
/// oldest that is still on its way to the newest.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flights {
    sent: u64,
    /// The number of the first place of the row.
    first: u64,
    /// The place of each message in `aloft`, counted from 1; 0 where there is a gap.
    row: VecDeque<u32>,
    /// The messages in no order; places that are free are used again.
    aloft: Vec<Option<Aloft>>,
    free: Vec<u32>,
    /// Those that are lost already, by the time until which they are still shown.
    broken: SmallSet<(u64, FlightId)>,
}

impl Hash for Flights {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.sent.hash(state);
        map_of(self.all().map(|aloft| (aloft.flight.id, aloft))).hash(state);
        self.broken.hash(state);
    }
}

impl Flights {
    /// Names a new message.
    pub(crate) fn name(&mut self) -> FlightId {
        self.sent += 1;
        FlightId(self.sent)
    }

    pub(crate) const fn sent(&self) -> u64 {
        self.sent
    }

    pub(crate) fn insert(&mut self, flight: Flight, ticket: Ticket) {
        self.put(Aloft { flight, ticket: Some(ticket), held: false });
    }

    pub(crate) fn insert_held(&mut self, flight: Flight) {
        self.put(Aloft { flight, ticket: None, held: true });
    }

    /// Puts a message, named last of all, at the end of the row.
    fn put(&mut self, aloft: Aloft) {
        if self.row.is_empty() {
            self.first = aloft.flight.id.0;
        }
        while self.row.len() < self.nth(aloft.flight.id) {
            self.row.push_back(0);
        }
        let place = if let Some(place) = self.free.pop() {
            self.aloft[place as usize - 1] = Some(aloft);
            place
        } else {
            self.aloft.push(Some(aloft));
            self.aloft.len() as u32
        };
        self.row.push_back(place);
    }

    /// The place in the row; far beyond the end for one that is older than the first.
    fn nth(&self, id: FlightId) -> usize {
        usize::try_from(id.0.wrapping_sub(self.first)).unwrap_or(usize::MAX)
    }

    fn aloft(&mut self, id: FlightId) -> Option<&mut Aloft> {
        let place = *self.row.get(self.nth(id))?;
        self.aloft.get_mut((place as usize).checked_sub(1)?)?.as_mut()
    }

    fn all(&self) -> impl DoubleEndedIterator<Item = &Aloft> {
        self.row.iter().filter_map(|&place| self.aloft[(place as usize).checked_sub(1)?].as_ref())
    }

    pub(crate) fn get(&self, id: FlightId) -> Option<&Flight> {
        let place = *self.row.get(self.nth(id))?;
        self.aloft.get((place as usize).checked_sub(1)?)?.as_ref().map(|aloft| &aloft.flight)
    }

    /// A message that has neither arrived nor been lost yet.
    pub(crate) fn unsettled(&mut self, id: FlightId) -> Option<&mut Aloft> {
        self.aloft(id).filter(|aloft| aloft.ticket.is_some() || aloft.held)
    }

    /// The messages, by id, that have neither arrived nor been lost yet.
    pub(crate) fn all_unsettled(&self) -> Vec<FlightId> {
        let unsettled = self.all().filter(|aloft| aloft.ticket.is_some() || aloft.held);
        unsettled.map(|aloft| aloft.flight.id).collect()
    }

    pub(crate) fn remove(&mut self, id: FlightId) -> Option<Flight> {
        let nth = self.nth(id);
        let place = std::mem::take(self.row.get_mut(nth)?);
        let aloft = self.aloft.get_mut((place as usize).checked_sub(1)?)?.take();
        self.free.push(place);
        while self.row.front() == Some(&0) {
            self.row.pop_front();
            self.first += 1;
        }
        aloft.map(|aloft| aloft.flight)
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Flight> {
        self.all().map(|aloft| &aloft.flight)
    }

    /// Notes that a message is lost from now on; it is shown until it would have been due.
    pub(crate) fn keep_broken(&mut self, id: FlightId) {
        if let Some(aloft) = self.aloft(id) {
            (aloft.ticket, aloft.held) = (None, false);
            let due_us = aloft.flight.due_us;
            self.broken.insert((due_us, id));
        }
    }

    /// Forgets the lost messages that would have been due by now.
    pub(crate) fn sweep(&mut self, now_us: u64) {
        while let Some(&(due_us, id)) = self.broken.first() {
            if due_us > now_us {
                return;
            }
            self.broken.remove(&(due_us, id));
            self.remove(id);
        }
    }
}

/// A message to be sent, before its fate is drawn.
pub(crate) struct Parcel {
    pub(crate) from: Endpoint,
    pub(crate) to: Endpoint,
    pub(crate) cargo: Cargo,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network() -> Network {
        Network::new(NetworkSetup::default())
    }

    #[test]
    fn those_named_in_no_group_form_one_together() {
        let mut network = network();
        network.partition(&[NodeSet::from([1, 2])], &NodeSet::from([1, 2, 3, 4, 5]));
        assert_eq!(network.groups(), Some(&[NodeSet::from([1, 2]), NodeSet::from([3, 4, 5])][..]));
        assert!(network.can_reach(NodeId(3), NodeId(5)) && network.can_reach(NodeId(1), NodeId(2)));
        assert!(!network.can_reach(NodeId(2), NodeId(3)));
    }

    #[test]
    fn a_single_group_of_everyone_is_no_partition() {
        let mut network = network();
        network.partition(&[NodeSet::from([1, 2])], &NodeSet::from([1, 2]));
        assert_eq!(network.groups(), None);
    }

    #[test]
    fn a_cut_link_is_cut_in_one_direction_and_healing_mends_it() {
        let mut network = network();
        network.cut(NodeId(1), NodeId(2));
        assert!(!network.can_reach(NodeId(1), NodeId(2)) && network.can_reach(NodeId(2), NodeId(1)));
        network.heal();
        assert!(network.can_reach(NodeId(1), NodeId(2)));
    }
}
