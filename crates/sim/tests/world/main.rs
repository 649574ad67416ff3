//! The simulated world, one test for each situation.

mod by_hand;
mod clients;
mod code;
mod elections;
mod faults;
mod figure_3;
mod hunt;
mod managed;
mod membership;
mod merges;
mod mistakes;
mod random;
mod record;
mod replay;
mod splits;
mod stage;
