//! What can happen to the page.

use recraft_scene::hand::{Phase, Pointer};

use crate::browser::{KeyPress, Peer};
use crate::session::link::Theme;
use crate::session::remote::Fields;
use crate::session::{Action, Preset, Tab};
use crate::ui::Sheet;
use crate::work::News;

use super::embed::Waits;
use super::{Course, Explore, Gesture, Look, Share, Touring, TrialMsg, Write};

/// What happens to the page.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A frame is due at this time, in milliseconds.
    Frame(f64),
    /// Something that the session knows how to do.
    Act(Action),
    /// A key was pressed.
    Key(KeyPress),
    /// A pointer does this on the stage.
    Point(Phase, Pointer),
    /// Look at another part of the stage.
    LookAt(Look),
    /// The stage has another size, or the device's preferences have changed.
    Look,
    /// The line of time was touched here, in virtual microseconds.
    Scrub(u64),
    /// A new run.
    Start {
        /// What it starts with.
        preset: Preset,
        /// Its seed; a fresh one if it says none.
        seed: Option<u64>,
    },
    /// Something done with a pointer on the space-time diagram.
    Past(Gesture),
    /// Save the space-time diagram as a file.
    SavePast,
    /// Another tab of the dock.
    Show(Tab),
    /// Show the checks.
    ShowChecks,
    /// Hide the dock's content, or show it.
    Collapse(bool),
    /// The dock shall be so high.
    ResizeDock(f64),
    /// The dock shall be so much higher.
    GrowDock(f64),
    /// Something about what is handed on.
    Share(Share),
    /// Something about the explorer.
    Explore(Explore),
    /// Something about ReCraft beside stop-and-coordinate.
    Trial(TrialMsg),
    /// Something about the lesson that is being written.
    Write(Write),
    /// Something about the lessons.
    Course(Course),
    /// Something about the tour.
    Tour(Touring),
    /// Open the legend, or close it.
    Legend,
    /// Begin with the story of this name.
    Tell(String),
    /// Do what waited until the run on the stage is given up.
    GiveUp,
    /// Open a sheet over the page, or close the one that is open.
    Open(Option<Sheet>),
    /// Choose a theme, or leave it to the system.
    Theme(Option<Theme>),
    /// Speak the language of this name.
    Language(String),
    /// Something could not be done.
    Complain(String),
    /// The notice has been read.
    Dismiss,
    /// Time to say what has happened.
    Narrate,
    /// The page in which this one is embedded asks something.
    Asked(Peer, Box<Fields>),
    /// The worker program has understood, or not, what it asked.
    Heard(Box<(Waits, News)>),
}
