//! Small worlds, searched to the end.

mod mistakes;
mod search;
