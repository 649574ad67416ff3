//! ReCraft Lab beside others: cross-checked, and measured.
//!
//! `tests/agreement.rs`: the project's exhaustive search and an independent model checker, [`stateright`], count the same states.
//! [`checked`] says to the one what a small world is, `recraft_sim::exhaustive` to the other; [`actors`] gives the project's search the
//! other's own example.

pub mod actors;
pub mod checked;
pub mod raft_actor;
