//! The project's own commands, run as `cargo xtask …`.
//!
//! They set up the tools, build and serve the page, and test everything. The end-to-end harness uses this library too, to
//! find what was installed and to serve the built page.
//!
//! - [`setup`] knows every tool, where it may be found and how it is installed;
//! - [`page`] builds the release page, [`split`] makes two parts of its program, [`styles`] joins its style sheets, [`embedding`] adds what other pages embed, [`offline`] what works without a network, [`site`] serves a folder, [`serve`] does both for a person;
//! - [`test`] runs the parts of the test suite; [`size`] weighs the page, [`bundle`] makes one file of it, [`book`] builds the book and [`book_pages`] mends its pages; [`controls`] asks that stories use every control; [`words`] keeps the message files.
//!
//! Nothing is written outside `target/` and `dist/`, apart from what `rustup` and the system's packages keep of their own.

pub mod book;
pub mod book_pages;
pub mod browser_tools;
pub mod bundle;
pub mod controls;
pub mod digest;
pub mod embedding;
pub mod failure;
pub mod offline;
pub mod options;
pub mod page;
pub mod process;
pub mod project;
pub mod serve;
pub mod setup;
pub mod site;
pub mod size;
pub mod split;
pub mod styles;
pub mod tags;
pub mod test;
pub mod watch;
pub mod words;
