//! The simulated world: a whole run of Raft and ReCraft on a virtual clock.
//!
//! # The idea
//!
//! *A run is a seed and a list of timed commands.* [`Setup`](setup::Setup) says who is there at the start, how the network behaves,
//! and from which seed all chance is drawn; [`Command`](command::Command) is everything that anyone can do to the run from then on.
//! Together they are a [`Run`](run::Run), which can be kept, sent and played again, and is the same run each time: bit for
//! bit, natively and in WebAssembly. So nothing here reads a clock, asks the machine for random numbers or iterates over a hash map.
//!
//! # The parts
//!
//! - [`World`](world::World) is the whole state, and moves it from one happening to the next. Copying it is cheap, so that a
//!   history of a run can keep copies.
//! - A [`Server`](server::Server) is a node of the protocol with its timers. While it is down there is only its disk.
//! - A [`Flight`](flight::Flight) is a message on its way. Each is drawn a latency of its own, so that messages overtake each
//!   other; it can be lost, doubled, held up or dropped, and a cut link catches it in the middle of its way.
//! - A [stage](stage) lets nodes begin in the middle of a story, as a textbook's figure shows them; and the world can be
//!   [held](command::Command::Hold), so that a story is told by hand, message by message.
//! - [`Clients`](client) have a session and one request outstanding; they find the cluster that owns a key by hints and by trying,
//!   and ask again when they hear nothing.
//! - A run has a compact [code], versioned and bounded, for links and for what is sent to a worker.
//! - [`Event`](event::Event)s are the record, with the nodes' own reasons; the [`Lineage`](lineage::Lineage) is the record of the
//!   clusters; [`ClusterView`](view::ClusterView) is what a cluster's nodes show of it at the moment.
//! - A [`History`](history::History) keeps a run with all its alternatives: any moment can be returned to, and acting there begins a branch.
//! - [`Traffic`](traffic::Traffic) is the record of the messages: who told whom what and when, and what became of it.
//! - The [checks](checker) look at every step from outside the nodes. What does not hold is data to show, never a panic.
//! - The [baseline] reconfigures clusters from outside, by stopping them, to be compared with.
//! - The [explorer](explore) makes random runs full of faults, looks for violations, and whether everything comes to rest when the
//!   faults end. `recraft explore` (`crates/cli`) does so on all cores.
//! - A [quest] looks for something beside whoever waits for it: a hunt through random runs, or an exhaustive search of a small world.
//!
//! # What is simplified
//!
//! - A node handles an input, and keeps what must be kept, in no time and in one piece; a crash falls between two inputs.
//! - Disks keep everything that was kept. Nodes do not lie.
//! - An administrator's request reaches the leader at once and is not lost; whom to ask, and the ids of new clusters and
//!   transactions, are known to the [`World`](world::World). (A client's request travels like any message.)
//! - Clients reach every node that is up: partitions divide nodes only.

pub mod baseline;
pub mod checker;
pub mod client;
pub mod code;
pub mod command;
pub mod compare;
pub mod event;
pub mod exhaustive;
pub mod explore;
pub mod flight;
pub mod hash;
pub mod history;
pub mod landmarks;
pub mod lesson;
pub mod library;
pub mod lineage;
pub mod measure;
mod network;
pub mod presets;
pub mod quest;
mod queue;
pub mod rng;
pub mod run;
pub mod server;
pub mod setup;
pub mod shelf;
pub mod stage;
pub mod statistics;
pub mod traffic;
pub mod view;
pub mod world;
