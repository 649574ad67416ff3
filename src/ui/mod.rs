//! The components: one a file, values in, messages out. None of them knows the run; what they show is made in [`crate::session`].

mod branches;
mod colour;
mod dock;
mod events;
mod gloss;
mod header;
mod help;
mod icon;
mod inspector;
mod library;
mod message_tools;
mod notice;
mod outline;
mod press;
mod protocol;
mod scrubber;
mod sheet;
mod stage;
mod transport;
mod travel;
mod views;
mod words;

pub use dock::{Dock, tab_on};
pub use events::Events;
pub use header::Header;
pub use help::Help;
pub use inspector::Inspector;
pub use library::Library;
pub use message_tools::{DELAY_US, MessageTools};
pub use notice::Notice;
pub use outline::{Outline, first_stop};
pub use protocol::{Mistaken, Protocol};
pub use sheet::{CLOSE, Sheet, sheet};
pub use stage::Stage;
pub use transport::Transport;
pub use views::{ExploreView, view};
