//! The scenario language, one test for each promise.

mod by_hand;
mod errors;
mod round_trip;
mod stories;
