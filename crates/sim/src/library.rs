//! A library: stories as runs, with what is said of each, in one piece of bytes that a page can carry.
//!
//! The stories are written as scenarios; who tells them (`crates/script`) writes the library, and a test there requires that it is current.
//! So the page needs no reader of scenarios to begin with one.

use crate::code::{Code, Reader, Unreadable, write_number};
use crate::run::Run;

/// What a story is about: the groups in which stories are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shelf {
    /// Elections and logs: Raft.
    Raft,
    /// Changes of members.
    Members,
    /// Splits.
    Splits,
    /// Merges.
    Merges,
    /// What goes wrong when something is done wrong on purpose.
    Mistakes,
}

impl Shelf {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Raft, Self::Members, Self::Splits, Self::Merges, Self::Mistakes];
}

/// A story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Its name, as the file that it comes from has it.
    pub name: String,
    /// Where it stands.
    pub shelf: Shelf,
    /// Its title.
    pub title: String,
    /// What it is about, in a sentence or two.
    pub about: String,
    /// The run that it is.
    pub run: Run,
}

impl Code for Shelf {
    fn write(&self, out: &mut Vec<u8>) {
        write_number(*self as u64, out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        let place = from.number()?;
        Self::ALL.into_iter().find(|&shelf| shelf as u64 == place).ok_or(Unreadable::Kind(place))
    }
}

impl Code for Story {
    fn write(&self, out: &mut Vec<u8>) {
        self.shelf.write(out);
        [&self.name, &self.title, &self.about].into_iter().for_each(|text| text.write(out));
        self.run.write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        let shelf = Shelf::read(from)?;
        let [name, title, about] = [String::read(from)?, String::read(from)?, String::read(from)?];
        Ok(Self { name, shelf, title, about, run: Run::read(from)? })
    }
}
