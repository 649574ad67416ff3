//! The protocol's rules, one test for each sentence of the papers, on a few nodes whose messages the test delivers itself.

mod catch_up;
mod chance;
mod extensions;
mod figure_3;
mod harness;
mod hostile;
mod membership;
mod merge;
mod raft;
mod reads;
mod referrals;
mod snapshots;
mod split;
