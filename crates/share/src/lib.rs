//! Runs to be handed on.
//!
//! # A link holds its run
//!
//! A run is its setup and its timed commands, so it fits into a link, and nobody has to keep it for anybody: no server, no account, nothing
//! that expires. What a link says stands after `#r=`, in the part of an address that a browser sends to no one.
//!
//! It is made in three layers, each of which can be read alone:
//!
//! 1. [`Shared`]: what is handed on. The run, the [moment](recraft_sim::history::Moment) at which it is to be shown, a [mark](Shared::mark) by which one sees
//!    whether it goes as it did, and how it was looked at. Its code is made of the [code of runs](recraft_sim::code); but what a run has in common
//!    with a preset or with a story of the library is named and not repeated ([`origin`]). So the link of a preset with ten commands
//!    has about a hundred and fifty characters.
//! 2. The packing ([`Packing`]): as it is, or deflated where that is shorter, as it is with long runs. The page lets the browser pack and
//!    unpack, which costs it nothing; without a browser the feature `unpack` does.
//! 3. The text ([`text`]): version and packing, a byte each, and what is packed, in the letters of an address (base64url, RFC 4648).
//!
//! # Files
//!
//! A run may also be kept as a [`file`] in JSON: longer, but with names, for people and other programs (feature `file`). The page does not carry what
//! reads and writes it; its worker does.
//!
//! # Links are kept
//!
//! Whatever a released version has written is read by all that come after it. `tests/links.txt` has links of every version, and a test that they
//! are read. Whoever changes a code that a link is made of gives [`VERSION`] the next number and keeps what reads the old one.
//!
//! # What comes from outside
//!
//! Texts and what they unpack to are bounded ([`TEXT_MAX`], [`BODY_MAX`]). What cannot be read is refused with what is wrong and what can be
//! done ([`Bad`]); nothing else happens. What is read is a run with a valid setup, not a run that is quick to play: whoever plays it
//! does so in pieces.

mod bad;
#[cfg(feature = "file")]
pub mod file;
pub mod origin;
mod shared;
pub mod text;

pub use bad::Bad;
pub use shared::Shared;
pub use text::Packing;

/// The version of links that is written.
pub const VERSION: u8 = 1;
/// The longest text of a link that is read.
pub const TEXT_MAX: usize = 1 << 16;
/// The most that a link may unpack to.
pub const BODY_MAX: usize = 1 << 17;
/// A code shorter than this is not worth packing.
pub const WORTH_PACKING: usize = 160;

/// The most letters that a link should have: longer ones are cut off by too many programs.
pub const GOOD_TEXT_MAX: usize = 8_000;
