//! The components: one a file, values in, messages out. None of them knows the run; what they show is made in [`crate::session`].

mod checks;
mod colour;
mod dock;
mod events;
mod gloss;
mod header;
mod help;
mod icon;
mod inspector;
mod logs;
mod notice;
mod outline;
mod press;
mod stage;
mod transport;
mod words;

pub use checks::Checks;
pub use dock::{Dock, Tab};
pub use events::Events;
pub use header::Header;
pub use help::Help;
pub use inspector::Inspector;
pub use logs::Logs;
pub use notice::Notice;
pub use outline::{Outline, first_stop};
pub use stage::Stage;
pub use transport::Transport;
