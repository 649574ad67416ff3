//! The session: a run, the clock that plays it, what is selected, and what the panels show of it.
//!
//! Nothing in here knows the browser or the page, so that all of it is tested natively. A run is a seed and a list of timed commands:
//! whatever a person does goes through [`Session::act`], is stamped with the present time of the run, and is kept.

mod action;
mod aside;
mod books;
pub mod compare;
pub mod course;
mod doing;
pub mod draft;
pub mod embed;
pub mod feed;
mod hues;
pub mod inspect;
mod lesson;
#[cfg(test)]
mod lesson_tests;
pub mod library;
pub mod link;
pub mod measure;
pub mod memory;
pub mod outline;
mod panels;
pub mod past;
mod playback;
pub mod preset;
pub mod record;
pub mod remote;
mod run;
pub mod share;
mod shown;
mod speed;
pub mod suggest;
pub mod switches;
#[cfg(test)]
mod tests;
mod time;
#[cfg(test)]
mod time_tests;
pub mod timeline;
pub mod tour;
pub mod views;
mod watched;
pub mod writing;

pub use action::{Action, Editor, Selection, Tell, Travel};
pub use aside::Aside;
pub use hues::Hues;
pub use lesson::LessonCard;
pub use panels::Panels;
pub use past::LookAt;
pub use preset::Preset;
pub use run::Session;
pub use speed::Speed;
pub use views::{Tab, View};
