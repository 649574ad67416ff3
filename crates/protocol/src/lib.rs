//! The protocol core: Raft and ReCraft as a deterministic state machine. (Essay to follow.)
#![no_std]

extern crate alloc;

pub mod config;
pub mod durable;
pub mod io;
pub mod keys;
pub mod log;
pub mod machine;
pub mod membership;
pub mod message;
pub mod node;
pub mod observation;
pub mod quorum;
pub mod snapshot;
pub mod types;
