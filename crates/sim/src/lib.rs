//! The simulated world: nodes, network, clock, clients, faults, checks.

pub mod checker;
pub mod command;
pub mod event;
pub mod flight;
pub mod setup;
pub mod world;
