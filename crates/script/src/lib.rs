//! The scenario language: stories of runs, in text that reads like what one says at the blackboard.
//!
//! ```text
//! recraft scenario 1
//! title "The leader crashes"
//! nodes 3
//!
//! until c1 has a leader
//! let first be the leader of c1
//! crash first
//! ask "Who will lead next?" answer "whoever's election timer runs out first"
//! until c1 has a leader
//! expect not first leads
//! ```
//!
//! A scenario sets the stage, tells what is done and when, shows captions, asks the class, and says what it expects; so every scenario
//! is a lesson, a preset and a test at once. `docs/scenario.md` describes the language.
//!
//! - [`parse`] reads one, or names everything that is wrong with it ([`ScenarioError`]: line, column, what was found, what was expected).
//! - [`play`] tells one, and reports what became of each expectation; [`Player`](player::Player) does so step by step. What is told becomes
//!   a [`Run`](recraft_sim::run::Run): a setup and timed commands, which replays without the scenario.
//! - [`write`] turns any run into a scenario that gives the same run.
//! - [`complete`] says what could stand next in one that is being written.
//!
//! # How it is made
//!
//! A line is read by small rules over [winnow](https://docs.rs/winnow)'s primitives (`lex`, `grammar`). Whatever does not fit is noted
//! with its place; when no rule fits, the notes that lie furthest to the right say what was expected. What a story says of nodes by
//! their role (`the leader of c1`) is found out when the step is taken, not when it is read.
//!
//! - [`library`] turns a folder of scenarios into the bytes that the page carries, and [`lesson::course`] a folder of lessons.
//!
//! Nothing else here reads a file, and nothing a clock.

mod check;
mod complete;
mod error;
mod expected;
mod grammar;
pub mod lesson;
mod lex;
mod library;
pub mod model;
pub mod player;
mod words;
mod write;

pub use check::holds;
pub use complete::{Completion, complete};
pub use error::{Problem, ScenarioError};
pub use expected::{Expected, Kind};
pub use grammar::names::kebab;
pub use grammar::{TEXT_MAX, VERSION, parse};
pub use library::library;
pub use player::{Report, play};
pub use words::setup_error;
pub use write::{command_lines, ranges_text, time_text, write};
