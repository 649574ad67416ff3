//! Lessons as they are told: a run, and the beats at which something is said about it, asked, or answered.
//!
//! A lesson is written as a scenario with captions and questions. Telling it runs the simulation once, and what comes of that is kept
//! here: the commands, the moments of the captions, what they point at, and which choice of each question has turned out to be right. So a page
//! that shows a lesson needs no reader of scenarios. It plays the run on its own history from beat to beat; a beat is a [`Moment`], to which
//! one can go from anywhere, forwards or backwards.

use recraft_protocol::types::{ClientId, ClusterId, NodeId};

use crate::code::{Code, Reader, Unreadable};
use crate::history::Moment;
use crate::run::Run;
use crate::{code_of_choice, code_of_record};

/// Whom a lesson is for: the parts of the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Who has never seen consensus.
    Raft,
    /// Who knows Raft and wants ReCraft.
    Recraft,
    /// Who wants to find out what has been done wrong.
    Puzzles,
}

impl Part {
    /// All of them, in the order of the course.
    pub const ALL: [Self; 3] = [Self::Raft, Self::Recraft, Self::Puzzles];
}

/// A lesson of the course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// Its name, as the file that it comes from has it.
    pub name: String,
    /// Where in the course it stands.
    pub part: Part,
    /// How long it takes, about.
    pub minutes: u32,
    /// Its title.
    pub title: String,
    /// What it is about, in a sentence or two.
    pub about: String,
    /// What one knows after it, a sentence each.
    pub learnt: Vec<String>,
    /// What is told.
    pub script: Script,
}

/// A run, and what is said about it when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// The run.
    pub run: Run,
    /// What is said, in order of time.
    pub beats: Vec<Beat>,
    /// The moment at which it is over.
    pub end: Moment,
}

/// A moment at which time stands still and something is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beat {
    /// When.
    pub at: Moment,
    /// What.
    pub says: Says,
}

/// What is said at a beat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// A caption.
    Caption {
        /// What it says.
        text: String,
        /// What it points at.
        shows: Vec<Shown>,
    },
    /// A question. It is answered at the next beat that is an [`Answer`](Self::Answer).
    Question {
        /// What is asked.
        text: String,
        /// What can be answered; nothing, if everybody shall find words of their own.
        choices: Vec<String>,
    },
    /// The answer to the last question.
    Answer {
        /// The choice that has turned out to be right, or the answer in words.
        text: String,
        /// Why.
        because: Option<String>,
    },
}

/// Something on the stage that a caption points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A node.
    Node(NodeId),
    /// A cluster.
    Cluster(ClusterId),
    /// A client.
    Client(ClientId),
}

impl Code for Part {
    fn write(&self, out: &mut Vec<u8>) {
        (*self as u64).write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        let place = from.number()?;
        Self::ALL.into_iter().find(|&part| part as u64 == place).ok_or(Unreadable::Kind(place))
    }
}

impl Code for Moment {
    fn write(&self, out: &mut Vec<u8>) {
        self.at_us.write(out);
        (self.given as u64).write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        let at_us = from.number()?;
        let given = u32::read(from)? as usize;
        Ok(Self { at_us, given })
    }
}

code_of_record!(Lesson { name, part, minutes, title, about, learnt, script });
code_of_record!(Script { run, beats, end });
code_of_record!(Beat { at, says });
code_of_choice!(Says {
    0 => Caption { text, shows },
    1 => Question { text, choices },
    2 => Answer { text, because },
});
code_of_choice!(Shown { 0 => Node(node), 1 => Cluster(cluster), 2 => Client(client) });
