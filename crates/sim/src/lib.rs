//! The simulated world: nodes, network, clock, clients, faults, checks. (Essay to follow.)

pub mod checker;
pub mod client;
pub mod command;
pub mod event;
pub mod explore;
pub mod flight;
pub mod hash;
pub mod lineage;
mod network;
pub mod presets;
mod queue;
pub mod rng;
pub mod run;
pub mod server;
pub mod setup;
pub mod shelf;
pub mod statistics;
pub mod view;
pub mod world;
