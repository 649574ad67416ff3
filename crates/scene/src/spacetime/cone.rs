//! Cause and effect: what could have influenced a happening, and what it could have influenced (Lamport's *happened before*).
//!
//! Influence travels along a node's own time and with messages, and in no other way. So the past cone of a happening is, for each
//! node, a moment up to which everything there could have mattered; the future cone a moment from which everything there can have
//! been touched by it. Messages are recorded in the order of their sending, and none arrives before it is sent; so one pass over
//! the record, backwards for the past and forwards for the future, finds both.

use recraft_protocol::table::Table;

use recraft_sim::flight::Endpoint;
use recraft_sim::traffic::{Moment, Sent, Traffic};

/// Where a cone begins: something that happened at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Focus {
    /// Where its past ends, and when.
    pub past: (Endpoint, Moment),
    /// Where its future begins, and when; `None` if nothing can come of it, as of a lost message.
    pub future: Option<(Endpoint, Moment)>,
}

impl Focus {
    /// An event that the node wrote down under this number.
    #[must_use]
    pub const fn event(at: Endpoint, us: u64, seq: u64) -> Self {
        let moment = Moment { us, seq };
        Self { past: (at, moment), future: Some((at, moment)) }
    }

    /// A message: what led to it, and what came of it.
    #[must_use]
    pub fn message(sent: &Sent) -> Self {
        Self { past: (sent.from, sent.at), future: sent.arrived().map(|at| (sent.to, at)) }
    }
}

/// What could have influenced something, and what it could have influenced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cone {
    /// For each place the last moment that belongs to the past.
    past: Table<Endpoint, Moment>,
    /// For each place the first moment that belongs to the future.
    future: Table<Endpoint, Moment>,
}

impl Cone {
    /// The cone of a happening, as far as the record of messages goes back.
    #[must_use]
    pub fn of(focus: Focus, traffic: &Traffic) -> Self {
        let mut cone =
            Self { past: [focus.past].into_iter().collect(), future: focus.future.into_iter().collect() };
        for sent in traffic.iter().rev() {
            if sent.arrived().is_some_and(|at| cone.past.get(&sent.to).is_some_and(|last| at <= *last)) {
                let last = cone.past.or_insert_with(sent.from, || sent.at);
                *last = sent.at.max(*last);
            }
        }
        let since_us = focus.future.map_or(u64::MAX, |(_, at)| at.us);
        for sent in traffic.since(since_us) {
            if let Some(at) = sent.arrived().filter(|_| cone.could_be_touched(sent.from, sent.at)) {
                let first = cone.future.or_insert_with(sent.to, || at);
                *first = at.min(*first);
            }
        }
        cone
    }

    /// Whether a moment at a place could have influenced the focus.
    #[must_use]
    pub fn could_matter(&self, place: Endpoint, at: Moment) -> bool {
        self.past.get(&place).is_some_and(|last| at <= *last)
    }

    /// Whether the focus could have influenced a moment at a place.
    #[must_use]
    pub fn could_be_touched(&self, place: Endpoint, at: Moment) -> bool {
        self.future.get(&place).is_some_and(|first| at >= *first)
    }

    /// Whether a moment at a place belongs to the past or the future.
    #[must_use]
    pub fn has(&self, place: Endpoint, at: Moment) -> bool {
        self.could_matter(place, at) || self.could_be_touched(place, at)
    }

    /// Whether a message carried influence to the focus or away from it. One that has not arrived may still do the latter.
    #[must_use]
    pub fn carries(&self, sent: &Sent) -> bool {
        sent.arrived().is_some_and(|at| self.could_matter(sent.to, at))
            || self.could_be_touched(sent.from, sent.at)
    }

    /// Up to when a place belongs to the past, and from when to the future, in microseconds.
    #[must_use]
    pub fn at(&self, place: Endpoint) -> (Option<u64>, Option<u64>) {
        let us = |moments: &Table<Endpoint, Moment>| moments.get(&place).map(|at| at.us);
        (us(&self.past), us(&self.future))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use recraft_sim::event::What;
    use recraft_sim::presets::Preset;
    use recraft_sim::world::World;

    use super::*;

    fn world() -> World {
        let mut world = World::new(Preset::Five.run(3).setup);
        world.run_until(900_000);
        world
    }

    /// What influences a message, by following each message back: a deliberately dumb twin.
    fn before(sent: &Sent, traffic: &Traffic) -> BTreeSet<u64> {
        let mut found = BTreeSet::new();
        let mut open = vec![sent.clone()];
        while let Some(next) = open.pop() {
            for other in traffic.iter() {
                if other.to == next.from
                    && other.arrived().is_some_and(|at| at <= next.at)
                    && found.insert(other.id.0)
                {
                    open.push(other.clone());
                }
            }
        }
        found
    }

    #[test]
    fn the_past_and_the_future_are_what_following_each_message_finds() {
        let world = world();
        let traffic = world.traffic();
        let every = |n: usize| traffic.iter().step_by(n).collect::<Vec<_>>();
        for sent in every(37) {
            let cone = Cone::of(Focus::message(sent), traffic);
            let past: BTreeSet<u64> = traffic
                .iter()
                .filter(|other| other.arrived().is_some_and(|at| cone.could_matter(other.to, at)))
                .map(|other| other.id.0)
                .collect();
            assert_eq!(past, before(sent, traffic), "{}", sent.id);
            for other in
                every(29).into_iter().filter(|other| other.arrived().is_some() && other.id != sent.id)
            {
                let touched = cone.could_be_touched(other.from, other.at);
                assert_eq!(
                    touched,
                    before(other, traffic).contains(&sent.id.0),
                    "{} → {}",
                    sent.id,
                    other.id
                );
            }
        }
    }

    #[test]
    fn a_lost_message_touches_nothing() {
        let mut world = world();
        let alone = recraft_protocol::types::NodeSet::from([1]);
        let _ = world.command(recraft_sim::command::Command::Partition { groups: vec![alone] });
        world.run_until(1_500_000);
        let lost = world.traffic().iter().find(|sent| sent.end.is_some() && sent.arrived().is_none());
        let lost = lost.unwrap_or_else(|| panic!("something is lost"));
        let cone = Cone::of(Focus::message(lost), world.traffic());
        assert!(world.traffic().iter().all(|sent| !cone.could_be_touched(sent.from, sent.at)));
    }

    #[test]
    fn an_election_is_influenced_by_the_votes_that_it_names() {
        let world = world();
        let won = world.events().find_map(|event| match &event.what {
            What::Observed {
                node,
                observation: recraft_protocol::observation::Observation::BecameLeader { how, .. },
            } => Some((event, *node, how.clone())),
            _ => None,
        });
        let Some((event, leader, recraft_protocol::observation::Leadership::Elected { votes })) = won else {
            panic!("somebody is elected")
        };
        let cone = Cone::of(Focus::event(Endpoint::Node(leader), event.at_us, event.seq), world.traffic());
        for voter in votes.iter() {
            assert!(cone.at(Endpoint::Node(voter)).0.is_some(), "{voter}");
        }
    }
}
