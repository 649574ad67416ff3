//! Reconfigurations being thought over: what a person has chosen so far, whether it can be done, and what it would mean.
//! Nothing in here touches the run; a finished draft becomes a command.

mod members;
mod merge;
mod split;

pub use members::MembersDraft;
pub use merge::{Candidate, MergeDraft};
pub use split::{SplitDraft, letter as part_letter};
