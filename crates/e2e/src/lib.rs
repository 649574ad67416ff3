//! Drives the built page in real browsers, as a user would: end-to-end tests, pictures, the frame benchmark.
//!
//! A test tells a *story* once; it is played in Chromium and in Firefox, each against the release build, served under a
//! path like that of a static host:
//!
//! ```no_run
//! use recraft_e2e::in_each_browser;
//!
//! // In a test file this is a #[test].
//! fn the_user_pauses() {
//!     in_each_browser(|page| {
//!         page.open("preset=five")?;
//!         page.by_role("button", "Pause")?.click()?;
//!         page.by_role("button", "Play")?;
//!         Ok(())
//!     });
//! }
//! ```
//!
//! - [`Page`] opens the page, finds [`Element`]s by role and name (as a screen reader knows them), by test id or by CSS,
//!   waits for them, presses keys, points, runs scripts and takes pictures.
//! - Whatever looks for something *waits* for it, up to [`Page::PATIENCE`], and then says what it waited for.
//! - Everything the browser reports is kept: a story fails if, at its end, there was an error or a warning in the console,
//!   an uncaught exception or a failed request ([`Page::trouble`]).
//! - A story that fails leaves a picture in `target/e2e`.
//! - Which controls are on the pages that are audited ([`Page::expect_accessible`]), and which are used, is noted there too. After a run of all stories
//!   `cargo xtask test e2e` fails if there is one that none has used.
//!
//! `cargo xtask test e2e` runs all stories; `--browser firefox` and `--name TEST` narrow it. After one such run, which sets
//! up the browsers, `cargo test -p recraft-e2e` does too, with `RECRAFT_BROWSERS=firefox` to narrow it.

mod audit;
mod capabilities;
mod console;
mod controls;
mod driver;
mod element;
mod events;
mod frame;
mod lab;
mod look;
mod page;
mod pointing;
mod program;
mod story;
mod wire;

pub use console::{Level, Report};
pub use element::Element;
pub use look::{Look, Scheme, Size};
pub use page::Page;
pub use pointing::key;
pub use story::{copy_of_the_page, in_each_browser, in_each_browser_as, in_each_browser_on};
pub use xtask::failure::{Failure, OrFail, Outcome, exit_code};
pub use xtask::setup::Browser;
pub use xtask::site::{Running, Site};
