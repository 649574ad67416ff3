//! The protocol core: Raft and ReCraft as a deterministic state machine.
#![no_std]
extern crate alloc;
