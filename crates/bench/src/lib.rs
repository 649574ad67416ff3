//! ReCraft Lab beside others: cross-checked, and measured.
//!
//! - `tests/agreement.rs`: the project's exhaustive search and an independent model checker, [`stateright`], count the same states.
//!   [`checked`] says to the one what a small world is, `recraft_sim::exhaustive` to the other; [`actors`] gives the project's search the
//!   other's own example.
//! - `cargo run --profile native` here prints ratios, each measured in one run on one machine: [`replication`] against TiKV's `raft`, the
//!   [`simulator`] with its checks and without, [`searching`] against `stateright`.

pub mod actors;
pub mod checked;
pub mod raft_actor;
pub mod replication;
pub mod searching;
pub mod simulator;
