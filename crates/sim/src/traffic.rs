//! The record of messages: what was sent, and what became of it. With it one can see afterwards who told whom what and when, and
//! work out what could have influenced what.
//!
//! Every message has a number, and they are numbered in the order of their sending; so a message is found by its number, and
//! the messages of a stretch of time lie together. A moment is a [`Moment`]: of two things in the same microsecond the event
//! count tells which came first.

use serde::Serialize;

use crate::flight::{Cargo, Endpoint, Flight, FlightId, Loss};
use crate::shelf::Shelf;

/// How many messages are kept at least; older ones may be forgotten.
pub const MESSAGES_KEPT: usize = 20_000;

/// A point in a run: a time, and how many events had been written down by then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Moment {
    /// When, in virtual microseconds.
    pub us: u64,
    /// The number of the last event before.
    pub seq: u64,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum End {
    /// It arrived; what it caused comes after this moment.
    Arrived(Moment),
    /// It was lost.
    Lost {
        /// When.
        at: Moment,
        /// How much of its way lay behind it, in thousandths.
        way_permille: u16,
        /// Why.
        why: Loss,
    },
}

/// A message that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// Its name.
    pub id: FlightId,
    /// From where.
    pub from: Endpoint,
    /// To where.
    pub to: Endpoint,
    /// When it was sent; what led to it came before.
    pub at: Moment,
    /// What it carried.
    pub cargo: Cargo,
    /// What became of it; `None` while it is on its way.
    pub end: Option<End>,
}

impl Sent {
    /// When it arrived, if it did.
    #[must_use]
    pub const fn arrived(&self) -> Option<Moment> {
        match self.end {
            Some(End::Arrived(at)) => Some(at),
            _ => None,
        }
    }
}

/// The messages of a run, in the order of their sending.
#[derive(Clone, Debug, Default)]
pub struct Traffic {
    sent: Shelf<Sent>,
    /// How many of the first messages have been forgotten.
    forgotten: u64,
    longest_us: u64,
}

impl Traffic {
    /// One message, unless it is forgotten.
    #[must_use]
    pub fn get(&self, id: FlightId) -> Option<&Sent> {
        self.sent.get(self.place(id)?)
    }

    /// All messages kept, in the order of their sending.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Sent> + Clone {
        self.sent.iter()
    }

    /// The messages sent at `us` or later.
    pub fn since(&self, us: u64) -> impl DoubleEndedIterator<Item = &Sent> + Clone {
        let (mut low, mut high) = (0, self.sent.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.sent.get(middle).is_some_and(|sent| sent.at.us < us) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        self.sent.iter_from(low)
    }

    /// The longest that any message was on its way so far, in microseconds: who wants all messages that were on their way at a
    /// time need not look further back.
    #[must_use]
    pub const fn longest_us(&self) -> u64 {
        self.longest_us
    }

    fn place(&self, id: FlightId) -> Option<usize> {
        usize::try_from(id.0.checked_sub(self.forgotten + 1)?).ok()
    }

    pub(crate) fn send(&mut self, flight: &Flight, seq: u64) {
        self.sent.push(Sent {
            id: flight.id,
            from: flight.from,
            to: flight.to,
            at: Moment { us: flight.sent_us, seq },
            cargo: flight.cargo.clone(),
            end: None,
        });
        self.forgotten += self.sent.drop_front(MESSAGES_KEPT) as u64;
    }

    /// Forgets the messages before this one.
    pub(crate) fn forget_before(&mut self, id: FlightId) {
        if let Some(place) = self.place(id) {
            let place = place.min(self.sent.len());
            self.sent = self.sent.from_place(place);
            self.forgotten += place as u64;
        }
    }

    pub(crate) fn end(&mut self, id: FlightId, end: End) {
        let Some(place) = self.place(id) else { return };
        if let Some(sent) = self.sent.get_mut(place) {
            let (End::Arrived(at) | End::Lost { at, .. }) = end;
            self.longest_us = self.longest_us.max(at.us.saturating_sub(sent.at.us));
            sent.end = Some(end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Command;
    use crate::event::What;
    use crate::presets::Preset;
    use crate::world::World;

    fn run(us: u64) -> World {
        let mut world = World::new(Preset::Five.run(7).setup);
        world.run_until(us);
        world
    }

    #[test]
    fn every_message_is_kept_with_what_became_of_it() {
        let mut world = run(1_000_000);
        let isolated = recraft_protocol::types::NodeSet::from([1]);
        let _ = world.command(Command::Partition { groups: vec![isolated] });
        world.run_until(2_000_000);
        assert_eq!(world.traffic().iter().count() as u64, world.messages_sent());
        let count = |lost: bool| {
            let ended = world.traffic().iter().filter_map(|sent| sent.end);
            ended.filter(|end| matches!(end, End::Lost { .. }) == lost).count() as u64
        };
        assert_eq!(count(false), world.statistics().deliveries);
        assert_eq!(count(true), world.statistics().messages_lost);
        assert!(count(true) > 0);
        for sent in world.traffic().iter() {
            assert_eq!(world.traffic().get(sent.id), Some(sent));
            assert!(
                sent.arrived()
                    .is_none_or(|at| at > sent.at && at.us - sent.at.us <= world.traffic().longest_us())
            );
        }
    }

    #[test]
    fn a_stretch_of_time_is_found_and_old_messages_are_forgotten() {
        let mut world = run(0);
        let _ = world.command(Command::Load { clients: 32, pause_us: 1_000 });
        world.run_until(8_000_000);
        let kept = world.traffic().iter().count();
        assert!(world.messages_sent() > kept as u64 && kept >= MESSAGES_KEPT, "{kept}");
        assert_eq!(world.traffic().get(FlightId(1)), None);
        let from_us = 7_900_000;
        let expected = world.traffic().iter().filter(|sent| sent.at.us >= from_us).count();
        assert_eq!(world.traffic().since(from_us).count(), expected);
        assert!(expected > 0 && expected < kept);
    }

    #[test]
    fn what_a_message_causes_is_written_down_after_its_arrival() {
        let world = run(1_000_000);
        for sent in world.traffic().iter() {
            let Some(at) = sent.arrived() else { continue };
            if let Some(event) = world.events_since(at.seq).next().filter(|event| event.at_us == at.us)
                && let What::Observed { node, .. } = event.what
            {
                assert_eq!(Endpoint::Node(node), sent.to);
            }
        }
    }
}
