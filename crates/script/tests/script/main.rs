//! The scenario language, one test for each promise.

mod by_hand;
mod conditions;
mod errors;
mod lessons;
mod library;
mod mistakes;
mod round_trip;
mod stories;
