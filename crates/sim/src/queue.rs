//! What is going to happen, in order of time; what is due at the same time happens in the order in which it was queued.
//!
//! Half of what is queued is a timer that is set anew long before it runs out: an election timer with each message of the leader. So
//! everything queued has a *slot*, which says when it is due, and what is kept in order are only [marks]. Putting something off rewrites its slot and
//! leaves the mark where it is; when the mark comes to the top it is moved to where the slot says by then. Taking something out empties
//! its slot, and the mark is thrown away when it comes to the top. After every change the mark on top is a true one, so that anyone
//! can ask what is next. All this is as if everything were sorted at once, only faster; what is hashed is the sorted list.

mod marks;

use std::hash::{Hash, Hasher};

use recraft_protocol::io::Timer;
use recraft_protocol::order::map_of;
use recraft_protocol::types::{ClientId, NodeId};

use crate::flight::FlightId;
use marks::Marks;

/// Something that is going to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Happening {
    /// A timer of a node runs out.
    Timer(NodeId, Timer),
    /// A message arrives, or is lost on its way.
    Flight(FlightId),
    /// A client's patience or pause is over.
    Client(ClientId),
    /// The manager of the baseline looks through its jobs.
    Manager,
}

/// The place of something in the queue: when it is due, its number among all that was ever queued, and its slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ticket {
    pub(crate) due_us: u64,
    order: u64,
    slot: u32,
}

impl Hash for Ticket {
    /// Leaves out the slot, which says nothing about the run.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.due_us.hash(state);
        self.order.hash(state);
    }
}

/// Where something that is queued is noted.
#[derive(Clone, Copy, Debug)]
struct Slot {
    /// When it is due, and its number; 0 when the slot is free.
    due_us: u64,
    order: u64,
    /// The same of the mark that stands for it.
    marked_us: u64,
    marked: u64,
    happening: Happening,
}

/// The queue.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue {
    marks: Marks,
    slots: Vec<Slot>,
    free: Vec<u32>,
    queued: u64,
}

impl Queue {
    /// Puts something into the queue.
    pub(crate) fn push(&mut self, due_us: u64, happening: Happening) -> Ticket {
        self.queued += 1;
        let order = self.queued;
        let filled = Slot { due_us, order, marked_us: due_us, marked: order, happening };
        let slot = if let Some(slot) = self.free.pop() {
            self.slots[slot as usize] = filled;
            slot
        } else {
            self.slots.push(filled);
            self.slots.len() as u32 - 1
        };
        let ticket = Ticket { due_us, order, slot };
        self.marks.push(ticket);
        ticket
    }

    /// Takes something out again before it has happened.
    pub(crate) fn cancel(&mut self, ticket: Ticket) {
        if self.slots[ticket.slot as usize].order == ticket.order {
            self.let_go(ticket.slot);
            self.settle();
        }
    }

    /// Lets something happen at another time: as if it were taken out and queued anew. Nothing if it is not in the queue any more.
    pub(crate) fn put_off(&mut self, ticket: Ticket, due_us: u64) -> Option<Ticket> {
        let slot = self.slots.get_mut(ticket.slot as usize).filter(|slot| slot.order == ticket.order)?;
        self.queued += 1;
        (slot.due_us, slot.order) = (due_us, self.queued);
        let later = Ticket { due_us, order: self.queued, slot: ticket.slot };
        if due_us < slot.marked_us {
            (slot.marked_us, slot.marked) = (due_us, later.order);
            self.marks.push(later);
        }
        self.settle();
        Some(later)
    }

    /// When the next thing happens.
    pub(crate) fn next_us(&self) -> Option<u64> {
        self.marks.first().map(|mark| mark.due_us)
    }

    /// What happens next.
    pub(crate) fn peek(&self) -> Option<Happening> {
        self.marks.first().map(|mark| self.slots[mark.slot as usize].happening)
    }

    /// Takes out what happens next.
    pub(crate) fn pop(&mut self) -> Option<(u64, Happening)> {
        let top = self.marks.pop()?;
        let happening = self.slots[top.slot as usize].happening;
        self.let_go(top.slot);
        self.settle();
        Some((top.due_us, happening))
    }

    fn let_go(&mut self, slot: u32) {
        (self.slots[slot as usize].order, self.slots[slot as usize].marked) = (0, 0);
        self.free.push(slot);
    }

    /// Sees to it that the mark on top is a true one.
    fn settle(&mut self) {
        while let Some(&top) = self.marks.first() {
            let slot = &mut self.slots[top.slot as usize];
            if slot.order == top.order {
                return;
            }
            self.marks.pop();
            if slot.marked == top.order {
                (slot.marked_us, slot.marked) = (slot.due_us, slot.order);
                self.marks.push(Ticket { due_us: slot.due_us, order: slot.order, slot: top.slot });
            }
        }
    }
}

impl Hash for Queue {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let waiting = self.slots.iter().zip(0..).filter(|(slot, _)| slot.order > 0);
        let ticket = |slot: &Slot, place| Ticket { due_us: slot.due_us, order: slot.order, slot: place };
        map_of(waiting.map(|(slot, place)| (ticket(slot, place), slot.happening))).hash(state);
        self.queued.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::hash::stable_hash;
    use crate::rng::Rng;

    fn flight(id: u64) -> Happening {
        Happening::Flight(FlightId(id))
    }

    #[test]
    fn what_is_due_first_happens_first_and_ties_keep_their_order() {
        let mut queue = Queue::default();
        queue.push(20, flight(1));
        let cancelled = queue.push(10, flight(2));
        queue.push(10, flight(3));
        queue.push(10, flight(4));
        queue.cancel(cancelled);
        assert_eq!(queue.next_us(), Some(10));
        let order: Vec<_> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(order, [(10, flight(3)), (10, flight(4)), (20, flight(1))]);
    }

    /// Everything sorted at once.
    #[derive(Default, Hash)]
    struct Plain {
        waiting: BTreeMap<(u64, u64), Happening>,
        queued: u64,
    }

    impl Plain {
        fn push(&mut self, due_us: u64, happening: Happening) {
            self.queued += 1;
            self.waiting.insert((due_us, self.queued), happening);
        }
    }

    #[test]
    fn whatever_is_queued_put_off_and_taken_out_it_is_as_if_everything_were_sorted() {
        let (mut rng, mut queue, mut plain) = (Rng::new(5), Queue::default(), Plain::default());
        let mut tickets: Vec<Ticket> = Vec::new();
        for id in 1..20_000 {
            // Now within a span, now among the near ones, now far ahead, and sometimes in the past.
            let ahead_us = [500, 50_000, 500_000][rng.below(3) as usize];
            let due_us = id / 4 * 100 + rng.below(ahead_us);
            let some = rng.below(tickets.len().max(1) as u64) as usize;
            match (rng.below(5), tickets.get(some).copied()) {
                (0, Some(ticket)) => {
                    queue.cancel(ticket);
                    plain.waiting.remove(&(ticket.due_us, ticket.order));
                }
                (1 | 2, Some(ticket)) => {
                    let waits = plain.waiting.remove(&(ticket.due_us, ticket.order));
                    let later = queue.put_off(ticket, due_us);
                    assert_eq!(later.is_some(), waits.is_some());
                    waits.into_iter().for_each(|happening| plain.push(due_us, happening));
                    later.into_iter().for_each(|later| tickets[some] = later);
                }
                (3, _) => {
                    let first = plain.waiting.pop_first();
                    assert_eq!(queue.pop(), first.map(|((due_us, _), happening)| (due_us, happening)));
                }
                _ => {
                    tickets.push(queue.push(due_us, flight(id)));
                    plain.push(due_us, flight(id));
                }
            }
            assert_eq!(queue.next_us(), plain.waiting.first_key_value().map(|((due_us, _), _)| *due_us));
            if id % 64 == 0 {
                assert_eq!(stable_hash(&queue), stable_hash(&plain));
            }
        }
    }
}
