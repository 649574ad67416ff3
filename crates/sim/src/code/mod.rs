//! A compact code for runs: what a worker is sent, what the library of scenarios is kept in, and what fits into a link.
//!
//! Numbers are written seven bits a byte, least first, with the top bit set on all but the last; texts and lists as their length and what is
//! in them; one of several kinds as its number and its parts; times of commands as what has passed since the command before. A run
//! begins with the number of the code's [version](VERSION). There are no names and no padding: a run of thirty commands is some two hundred
//! bytes. It is written by hand and not by a general serialiser because the page has to carry it: this way it weighs a few
//! kilobytes.
//!
//! What comes from outside is not trusted. [`read_run`] looks at each length before it makes room, refuses what is longer than
//! [`BYTES_MAX`] or lasts longer than [`LASTS_US_MAX`], takes nothing that is not valid, leaves nothing over, and gives back only what
//! [`Setup::check`](crate::setup::Setup::check) has no objection to.

mod kinds;
mod shapes;
mod values;

use recraft_words::t;
use std::fmt;

use crate::run::Run;
use crate::setup::SetupError;

pub use values::{read_commands, write_commands};

/// The version of the code. A change that makes old codes unreadable, or read as something else, gets the next number.
pub const VERSION: u8 = 1;
/// The longest code that is read.
pub const BYTES_MAX: usize = 1 << 20;
/// The longest run: a day, in virtual microseconds.
pub const LASTS_US_MAX: u64 = 86_400_000_000;

/// Why bytes are not a code of what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// They end in the middle.
    Ends,
    /// There are more than [`BYTES_MAX`] of them, or some are left over.
    TooLong,
    /// They are of another version of the code.
    Version(u8),
    /// There is no such kind.
    Kind(u64),
    /// A number is too large for its place.
    Number,
    /// A text is not UTF-8.
    Text,
    /// The run cannot begin as it says.
    Setup(SetupError),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ends => t!("it ends in the middle"),
            Self::TooLong => t!("it is too long"),
            Self::Version(_) => t!("it is of another version"),
            Self::Kind(_) => t!("it names something that there is not"),
            Self::Number => t!("a number in it is too large"),
            Self::Text => t!("a text in it cannot be read"),
            Self::Setup(_) => t!("a run cannot begin as it says"),
        })
    }
}

impl std::error::Error for Unreadable {}

/// What remains to be read.
#[derive(Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// At the beginning of these bytes.
    ///
    /// # Errors
    /// If there are too many of them.
    pub const fn new(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        if bytes.len() > BYTES_MAX { Err(Unreadable::TooLong) } else { Ok(Self { rest: bytes }) }
    }

    /// So many bytes as they are.
    ///
    /// # Errors
    /// If there are fewer.
    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], Unreadable> {
        let (bytes, rest) = self.rest.split_at_checked(count).ok_or(Unreadable::Ends)?;
        self.rest = rest;
        Ok(bytes)
    }

    /// A number.
    ///
    /// # Errors
    /// If it does not end, or does not fit into 64 bits.
    pub fn number(&mut self) -> Result<u64, Unreadable> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.bytes(1)?[0];
            let part = u64::from(byte & 0x7f);
            if part << shift >> shift != part {
                return Err(Unreadable::Number);
            }
            number |= part << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Unreadable::Number)
    }

    /// How many things follow, each of at least one byte.
    ///
    /// # Errors
    /// If there cannot be so many.
    pub fn length(&mut self) -> Result<usize, Unreadable> {
        let length = usize::try_from(self.number()?).map_err(|_| Unreadable::Ends)?;
        if length > self.rest.len() { Err(Unreadable::Ends) } else { Ok(length) }
    }

    /// That nothing is left.
    ///
    /// # Errors
    /// If something is.
    pub const fn end(&self) -> Result<(), Unreadable> {
        if self.rest.is_empty() { Ok(()) } else { Err(Unreadable::TooLong) }
    }
}

/// Writes a number.
pub fn write_number(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// What has a code.
pub trait Code: Sized {
    /// Writes its code at the end of `out`.
    fn write(&self, out: &mut Vec<u8>);

    /// Reads one.
    ///
    /// # Errors
    /// Says what is wrong with the bytes.
    fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable>;
}

/// The code of a run.
#[must_use]
pub fn write_run(run: &Run) -> Vec<u8> {
    let mut out = vec![VERSION];
    run.write(&mut out);
    out
}

/// The run that these bytes are the code of.
///
/// # Errors
/// Says what is wrong with them.
pub fn read_run(bytes: &[u8]) -> Result<Run, Unreadable> {
    let mut from = Reader::new(bytes)?;
    match from.bytes(1)?[0] {
        VERSION => {}
        other => return Err(Unreadable::Version(other)),
    }
    let run = Run::read(&mut from)?;
    from.end()?;
    Ok(run)
}
