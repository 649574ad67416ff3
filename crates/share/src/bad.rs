//! What can be wrong with a link.

use recraft_words::t;
use std::fmt;

use recraft_sim::code::Unreadable;

use crate::{TEXT_MAX, VERSION};

/// Why a link cannot be opened. Its text is a sentence or two: what is wrong, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bad {
    /// It has more than [`TEXT_MAX`] letters, or holds more than [`BODY_MAX`](crate::BODY_MAX) bytes.
    TooLong,
    /// It ends in the middle.
    CutOff,
    /// It has letters that no link has, or says what cannot be.
    Damaged(Unreadable),
    /// It cannot be unpacked: it is damaged, or ends in the middle.
    Spoilt,
    /// It is of a version that is not known.
    Version(u8),
    /// It is packed, and this browser cannot unpack it.
    Packed,
    /// It is of a story that there is not.
    NoSuchStory,
    /// It is of a story that has been changed since.
    StoryChanged,
}

impl From<Unreadable> for Bad {
    fn from(unreadable: Unreadable) -> Self {
        match unreadable {
            Unreadable::Ends => Self::CutOff,
            other => Self::Damaged(other),
        }
    }
}

impl fmt::Display for Bad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => f.write_str(&t!(
                "It is too long: a link has {limit} letters at most. Ask for the run as a file instead.",
                limit = TEXT_MAX
            )),
            Self::CutOff => f.write_str(t!("It ends in the middle. Copy the whole of it, to its last letter.")),
            Self::Spoilt => {
                f.write_str(t!("It is damaged, or ends in the middle. Copy the whole of it once more."))
            }
            Self::Damaged(why) => {
                f.write_str(&t!("It is damaged: {why}. Copy it once more from where it comes from.", why))
            }
            Self::Version(version) => f.write_str(&t!(
                "It is of version {version}, and this page reads version {own}. Load the page again, in case there is a newer one.",
                version,
                own = VERSION
            )),
            Self::Packed => {
                f.write_str(t!("It is packed, and this browser cannot unpack it. Open it in a newer browser."))
            }
            Self::NoSuchStory => f.write_str(t!(
                "It begins with a story that this page does not have. Open it on the page that it comes from."
            )),
            Self::StoryChanged => f.write_str(t!(
                "It begins with a story that has been changed since. Open the story itself, under “A story…”."
            )),
        }
    }
}

impl std::error::Error for Bad {}
