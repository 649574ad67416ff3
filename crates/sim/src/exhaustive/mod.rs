//! Exhaustive search: every way in which a small world can go.
//!
//! # What it is
//!
//! The [random explorer](crate::explore) looks at long runs of large worlds, and sees one order of things in each. This one takes a
//! small world, with bounds on how often each thing may happen, and looks at *every* order in which messages arrive, are lost or
//! doubled, timers run out, nodes crash and come back, clients and administrators ask. In each state it checks what must always hold. If it
//! ends without a breach there is none within the bounds; if there is one, it finds it by a shortest way, which can be read, and
//! played in the simulated world ([`recraft::Trace::run`]).
//!
//! There is no time in a small world: any timer that runs may run out at any moment, and a message may take as long as it likes. So
//! what is safe here is safe whatever the clocks do.
//!
//! There are no fair schedules either, and so nothing is said of what must happen some day, but for this: where nothing can happen any
//! more, nobody may wait for what nobody keeps.
//!
//! # How it works
//!
//! - [`model`]: what the search needs to know of a system: hosts with nothing in common, to which things happen one by one.
//! - [`recraft`]: Raft and ReCraft as such a system. The hosts are the nodes of the protocol itself.
//! - `parts`: each host, message and memory that occurs is kept once, under a number; and so is what comes of a certain message (or
//!   timer, or crash) at a certain host. A small world has few of these, and very many states put together from them.
//! - `successors` and [`search`]: a state is a short list of such numbers. Breadth first; a state is forgotten when its successors are
//!   known, and a [fingerprint](fingerprint) of 64 bits and the way to it remain.
//! - [`fingerprint`]: states that differ only in who is called what are the same state, where the world is the same for them.
//!
//! The search runs in slices ([`search::Search::advance`]) on one thread, so that a worker of a page can report how far it is, and
//! stop.
//!
//! # What is left out, and why nothing is missed by it
//!
//! - A message that would do nothing when it arrives does not arrive: it may do something later. A world in which it had been wasted
//!   can do nothing that this one cannot.
//! - An answer that comes too late to do anything ever again is taken off the network.
//! - What happened is remembered as far as the properties need it ([`recraft::Memory`]): who led when, what committed, where epochs ended.
//!   What the nodes themselves show is not remembered twice. What clients are told is remembered only in worlds in which they read.
//!
//! # What could be missed
//!
//! Two states with the same fingerprint are taken for one. Among `n` states that happens by chance with a probability of at most
//! `n² / 2⁶⁵`: one in four hundred million for a hundred thousand states, one in four thousand for a hundred million
//! ([`search::Search::chance_of_collision`]). And whom a node asks next, when it repeats a question, goes by the order of names, which
//! symmetry ignores ([`recraft::Scope::symmetry`]).

pub mod fingerprint;
pub mod model;
mod parts;
mod queue;
pub mod recraft;
pub mod search;
mod successors;
mod table;
