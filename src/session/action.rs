//! What a person can ask of the session. Everything that changes the run itself is a [`Command`] of the simulator; the rest is
//! about time and attention.

use recraft_protocol::types::{ClusterId, Index, NodeId};
use recraft_sim::command::Command;
use recraft_sim::history::{BranchId, Stop};

use super::past::LookAt;
use super::speed::Speed;

/// What is selected: something on the stage.
pub use recraft_scene::view::Target as Selection;

/// Which of a cluster's editors is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Editor {
    /// Add and remove members.
    Members,
    /// Split.
    Split,
    /// Merge, with this cluster to begin with if there is one.
    Merge(Option<ClusterId>),
}

/// A way through the history of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Travel {
    /// To the last such moment.
    Back(Stop),
    /// To the next such moment.
    On(Stop),
    /// To just before the last command.
    Undo,
    /// To just after the next command that was given.
    Redo,
    /// To the beginning.
    Start,
    /// To where nothing has been played beyond.
    Head,
    /// To a time, in virtual microseconds.
    To(u64),
    /// To the moment of an event.
    ToEvent(u64),
    /// Go on from here without the commands that were given later: as a new branch.
    LeaveOut,
    /// To another branch.
    Switch(BranchId),
    /// Call a branch something.
    Rename(BranchId, String),
    /// Remove a branch.
    Remove(BranchId),
    /// Show the present branch beside another, or no comparison any more.
    Compare(Option<BranchId>),
}

/// Something asked of the player of a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tell {
    /// Go on to the next beat; if that is happening already, at once. From outside the script, come back to it.
    Next,
    /// Go back to the last beat.
    Back,
    /// Answer the question with the choice at this place.
    Choose(usize),
    /// End the lesson; the run stays.
    Close,
}

/// Something a person asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Play if paused, pause if playing.
    TogglePlay,
    /// Go on to the next event and stop there.
    NextEvent,
    /// Go on to the next thing worth telling and stop there.
    SkipAhead,
    /// Go elsewhere in the history, or change it.
    Travel(Travel),
    /// Whether to slow down for a moment when something of weight happens.
    SlowDown(bool),
    /// Change the speed.
    SetSpeed(Speed),
    /// Look at something, or at nothing.
    Select(Option<Selection>),
    /// Look at another stretch of the past in the space-time diagram.
    LookAt(LookAt),
    /// Show the logs up to an index, or the newest entries.
    LogTo(Option<Index>),
    /// Select the event before or after the selected one that has to do with the same thing.
    Walk {
        /// Whether the one after.
        onward: bool,
    },
    /// Open a cluster's editor (selecting the cluster), or close it.
    Edit(Option<(ClusterId, Editor)>),
    /// Do something to the run.
    Do(Command),
    /// Write a key, as one of the page's own clients.
    Write {
        /// The key.
        key: String,
        /// The value.
        value: String,
    },
    /// Read a key, as one of the page's own clients.
    Read {
        /// The key.
        key: String,
    },
    /// Crash a server, or restart it if it is down.
    ToggleCrash(NodeId),
    /// Cut a server off from all others, or connect it again.
    ToggleIsolation(NodeId),
    /// Go on in a lesson, or back.
    Tell(Tell),
    /// Go back to one's own run, which was kept aside.
    ComeHome,
    /// Put a new spare into the world.
    AddSpare,
}
