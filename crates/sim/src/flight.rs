//! Messages in flight: what the network holds between a sending and an arrival.

use std::fmt;

use recraft_protocol::io::ClientReply;
use recraft_protocol::machine::Command as ClientCommand;
use recraft_protocol::message::{Body, Message};
use recraft_protocol::types::{ClientId, NodeId};
use serde::{Deserialize, Serialize};

use crate::baseline::{Done, JobId, Order, size_of};

/// Names one message of a run: the first one sent is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FlightId(pub u64);

impl fmt::Display for FlightId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "m{}", self.0)
    }
}

/// An end of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Endpoint {
    /// A node.
    Node(NodeId),
    /// A client.
    Client(ClientId),
    /// The manager of the baseline.
    Manager,
}

/// What travels.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Cargo {
    /// A message of the protocol.
    Message(Message),
    /// A client's request.
    Request(ClientCommand),
    /// An answer to a client.
    Reply(ClientReply),
    /// What the manager of the baseline tells a machine.
    Order(JobId, Box<Order>),
    /// What a machine answers it.
    Done(JobId, Box<Done>),
}

impl Cargo {
    /// How many bytes of replicated state it carries; entries of logs do not count.
    #[must_use]
    pub fn state_bytes(&self) -> u64 {
        match self {
            Self::Message(message) => match &message.body {
                Body::InstallSnapshot { snapshot, .. }
                | Body::PulledSnapshot { snapshot }
                | Body::PartSnapshot { snapshot, .. } => size_of(&snapshot.machine),
                _ => 0,
            },
            Self::Order(_, order) => match &**order {
                Order::Begin { sent, .. } => sent.iter().map(|machine| size_of(machine)).sum(),
                _ => 0,
            },
            Self::Done(_, done) => match &**done {
                Done::State(_, machine) => size_of(machine),
                _ => 0,
            },
            Self::Request(_) | Self::Reply(_) => 0,
        }
    }
}

/// What will become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Fate {
    /// It arrives when it is due.
    Arrives,
    /// It is lost on the way at `at_us`; it is shown until it would have been due.
    Lost {
        /// When.
        at_us: u64,
        /// Why.
        why: Loss,
    },
}

/// Why a message is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Loss {
    /// By chance.
    Chance,
    /// The ends cannot reach each other: a partition or a cut link.
    Cut,
    /// Somebody dropped it.
    Dropped,
    /// The receiver is down.
    ReceiverDown,
}

/// Until when a message is held that waits for somebody to let it go on.
pub const HELD_UNTIL_US: u64 = u64::MAX / 4;

/// A message in flight.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Flight {
    /// Its name.
    pub id: FlightId,
    /// From where.
    pub from: Endpoint,
    /// To where.
    pub to: Endpoint,
    /// When it was sent.
    pub sent_us: u64,
    /// When it is due.
    pub due_us: u64,
    /// When it was held up on its way, in order.
    pub holds: Vec<Hold>,
    /// What will become of it.
    pub fate: Fate,
    /// What it carries.
    pub cargo: Cargo,
}

/// A time during which a message stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Hold {
    /// From when.
    pub from_us: u64,
    /// Until when.
    pub until_us: u64,
}

impl Flight {
    /// How long it travels in all, what it was held up not counted.
    #[must_use]
    pub fn way_us(&self) -> u64 {
        (self.due_us - self.sent_us)
            .saturating_sub(self.holds.iter().map(|hold| hold.until_us - hold.from_us).sum())
    }

    /// How much of [`Flight::way_us`] lies behind it at a time. A lost message stops where it was lost.
    #[must_use]
    pub fn travelled_us(&self, at_us: u64) -> u64 {
        let at_us = match self.fate {
            Fate::Lost { at_us: lost_us, .. } => at_us.min(lost_us),
            Fate::Arrives => at_us,
        };
        let held = |hold: &Hold| at_us.clamp(hold.from_us, hold.until_us) - hold.from_us;
        let stood: u64 = self.holds.iter().map(held).sum();
        at_us
            .clamp(self.sent_us, self.due_us)
            .saturating_sub(self.sent_us)
            .saturating_sub(stood)
            .min(self.way_us())
    }

    /// When it comes to the middle of its way, where cuts lie.
    #[must_use]
    pub fn middle_us(&self) -> u64 {
        let mut middle_us = self.sent_us + self.way_us() / 2;
        for hold in self.holds.iter().filter(|hold| hold.from_us <= hold.until_us) {
            if hold.from_us <= middle_us {
                middle_us += hold.until_us - hold.from_us;
            }
        }
        middle_us
    }

    /// When something becomes of it: when it arrives, or when it is lost.
    #[must_use]
    pub const fn settles_us(&self) -> u64 {
        match self.fate {
            Fate::Arrives => self.due_us,
            Fate::Lost { at_us, .. } => at_us,
        }
    }

    /// Lets it stand still from now on for so long.
    pub(crate) fn hold(&mut self, now_us: u64, by_us: u64) {
        match self.holds.last_mut() {
            Some(hold) if hold.until_us >= now_us => hold.until_us += by_us,
            _ => self.holds.push(Hold { from_us: now_us, until_us: now_us + by_us }),
        }
        self.due_us += by_us;
        if let Fate::Lost { at_us, .. } = &mut self.fate {
            *at_us += by_us;
        }
    }

    /// Whether it stands still until somebody lets it go on.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.holds.last().is_some_and(|hold| hold.until_us >= HELD_UNTIL_US)
    }

    /// Lets it stand still a third of its way on (or where it is, if it has come further) until [`Flight::go_on`].
    pub(crate) fn stand(&mut self, now_us: u64) {
        let from_us = now_us.max(self.sent_us + self.way_us() / 3).min(self.due_us);
        self.holds.push(Hold { from_us, until_us: HELD_UNTIL_US });
        self.due_us += HELD_UNTIL_US - from_us;
    }

    /// Lets it stand still where it is now until [`Flight::go_on`].
    pub(crate) fn stop(&mut self, now_us: u64) {
        // A delay that is running ends here: whoever takes hold of it now decides.
        if let Some(delay) = self.holds.last_mut().filter(|hold| hold.until_us > now_us) {
            let until_us = now_us.max(delay.from_us);
            self.due_us -= delay.until_us - until_us;
            delay.until_us = until_us;
        }
        let from_us = now_us.max(self.sent_us).min(self.due_us);
        self.fate = Fate::Arrives;
        self.holds.push(Hold { from_us, until_us: HELD_UNTIL_US });
        self.due_us += HELD_UNTIL_US - from_us;
    }

    /// Lets it be where it is sent, now.
    pub(crate) fn hasten(&mut self, now_us: u64) {
        self.go_on(now_us);
        // Whatever would have held it up later does not.
        self.holds.iter_mut().for_each(|hold| {
            hold.until_us = hold.until_us.min(now_us).max(hold.from_us);
        });
        self.due_us = now_us;
        self.fate = Fate::Arrives;
    }

    /// Lets it go on from where it stands.
    pub(crate) fn go_on(&mut self, now_us: u64) {
        let Some(hold) = self.holds.last_mut().filter(|hold| hold.until_us >= HELD_UNTIL_US) else { return };
        let until_us = now_us.max(hold.from_us);
        self.due_us -= hold.until_us - until_us;
        hold.until_us = until_us;
    }

    /// What a change of the links makes of its fate, if it has not come to the middle of its way.
    pub(crate) fn judge(&mut self, open: bool, now_us: u64) {
        let middle_us = self.middle_us();
        self.fate = match self.fate {
            Fate::Arrives if !open && middle_us >= now_us => Fate::Lost { at_us: middle_us, why: Loss::Cut },
            Fate::Lost { why: Loss::Cut, .. } if open => Fate::Arrives,
            fate => fate,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flight() -> Flight {
        Flight {
            id: FlightId(1),
            from: Endpoint::Node(NodeId(1)),
            to: Endpoint::Node(NodeId(2)),
            sent_us: 100,
            due_us: 200,
            holds: Vec::new(),
            fate: Fate::Arrives,
            cargo: Cargo::Request(ClientCommand {
                client: ClientId(1),
                seq: 1,
                operation: recraft_protocol::machine::Operation::Get { key: "x".into() },
            }),
        }
    }

    #[test]
    fn a_message_that_is_held_up_stands_still_and_then_goes_on() {
        let mut flight = flight();
        flight.hold(130, 50);
        assert_eq!((flight.due_us, flight.way_us(), flight.middle_us()), (250, 100, 200));
        let travelled: Vec<u64> = [100, 130, 150, 180, 200, 250].map(|at| flight.travelled_us(at)).into();
        assert_eq!(travelled, [0, 30, 30, 30, 50, 100]);
        flight.hold(160, 10);
        assert_eq!((flight.holds.len(), flight.due_us), (1, 260));
    }

    #[test]
    fn a_cut_catches_what_has_not_come_to_the_middle_and_lets_pass_what_has() {
        let mut early = flight();
        early.judge(false, 140);
        assert_eq!(early.fate, Fate::Lost { at_us: 150, why: Loss::Cut });
        early.judge(true, 145);
        assert_eq!(early.fate, Fate::Arrives);
        let mut late = flight();
        late.judge(false, 160);
        assert_eq!(late.fate, Fate::Arrives);
    }

    #[test]
    fn a_message_that_stands_goes_on_when_it_is_let_and_has_not_lost_any_of_its_way() {
        let mut flight = flight();
        flight.stand(100);
        assert!(flight.is_held() && flight.due_us > HELD_UNTIL_US);
        assert_eq!((flight.travelled_us(120), flight.travelled_us(5_000)), (20, 33));
        flight.go_on(5_000);
        assert_eq!((flight.is_held(), flight.due_us, flight.way_us()), (false, 5_067, 100));
        assert_eq!(flight.middle_us(), 5_017);
        let mut at_once = self::flight();
        at_once.stand(100);
        at_once.go_on(110);
        assert_eq!((at_once.due_us, at_once.way_us()), (200, 100));
    }

    #[test]
    fn a_message_that_is_caught_stops_where_it_is_and_goes_the_rest_of_its_way_when_it_is_let() {
        let mut flight = flight();
        flight.fate = Fate::Lost { at_us: 170, why: Loss::Chance };
        flight.stop(160);
        assert_eq!((flight.is_held(), flight.travelled_us(900), flight.fate), (true, 60, Fate::Arrives));
        flight.go_on(1_000);
        assert_eq!((flight.is_held(), flight.due_us, flight.way_us()), (false, 1_040, 100));
        flight.hold(1_010, 500);
        flight.stop(1_100);
        assert_eq!((flight.travelled_us(1_050), flight.travelled_us(1_300)), (70, 70));
        flight.go_on(1_400);
        assert_eq!((flight.due_us, flight.way_us()), (1_430, 100));
    }

    #[test]
    fn a_message_that_is_hastened_is_there_now() {
        let mut flight = flight();
        flight.hold(130, 500);
        flight.hasten(150);
        assert_eq!((flight.due_us, flight.settles_us(), flight.is_held()), (150, 150, false));
        assert_eq!(flight.travelled_us(150), flight.way_us());
    }

    #[test]
    fn a_lost_message_stops_where_it_was_lost() {
        let mut flight = flight();
        flight.fate = Fate::Lost { at_us: 140, why: Loss::Chance };
        assert_eq!((flight.travelled_us(120), flight.travelled_us(190)), (20, 40));
    }
}
