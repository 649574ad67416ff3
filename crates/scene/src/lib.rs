//! The picture as a value, and the words.
//!
//! Everything that people see or read of a run is made here, without a browser: a [`Scene`](scene::Scene), which is a plain
//! list of marks with their places and meanings, and sentences in plain English. So the picture can be tested, pointed
//! at, described to a screen reader and exported, and the browser's canvas is one thin renderer of several.
//!
//! # From the world to the screen
//!
//! ```text
//! World ──► Facts ──► Plan ──► Places ──► Motion ──► Scene ──► Brush: canvas, SVG
//!           what is   who      where it   where it   what is    how it looks
//!           so        lives    belongs    is now     on the
//!                     where                          stage
//! ```
//!
//! - [`facts`] is what the picture needs to know, gathered from the world once a frame. Nothing behind it sees the world.
//! - [`kin`] gives each cluster its hue and its place in the row, from its lineage alone.
//! - [`layout`] says where everything *belongs*: a pure function of structure and size. Equal structure, equal places.
//! - [`motion`] says where everything *is*: the only state, eased by real time ([`spring`]). Virtual time moves messages and
//!   empties rings; real time moves the interface. When [`Motion::is_settled`](motion::Motion::is_settled) and the world
//!   stands still, the next frame would be the same, and none need be drawn.
//! - [`compose`] makes the marks; [`paint`] says once, for every renderer, how each mark looks; [`svg`] is one renderer, the
//!   page's canvas the other. [`hit`] finds what is under a pointer, [`camera`] looks closer, [`hand`] makes deeds of presses and
//!   drags, and [`cutting`] partitions of lines.
//! - [`spacetime`] draws the past: who told whom what and when, and what could have influenced what.
//! - [`palette`] turns meanings into colours, in OKLCH ([`color`]), light and dark, with contrasts that tests hold.
//! - [`waiting`] answers "what is everybody waiting for?"; [`words`] tells what happened and why; [`describe`] says in a line
//!   what stands where.
//!
//! # What is deliberately absent
//!
//! No browser, no clock, no chance: the same world, view and motion give the same scene. No guessing: words come from
//! observations and from the nodes' own state, quorums from the protocol's own arithmetic. No mark without a meaning:
//! whatever can be on the stage has a line in [`words::legend`].
//!
//! # Examples
//!
//! `film` writes the two stories (and others) as SVG pictures, `legend` writes the legend, `pace` measures a frame.

pub mod camera;
pub mod color;
pub mod compose;
pub mod cutting;
pub mod describe;
mod digest;
pub mod facts;
pub mod film;
pub mod geometry;
pub mod glyph;
pub mod hand;
pub mod hit;
pub mod kin;
pub mod layout;
pub mod motion;
mod outline;
pub mod paint;
pub mod palette;
mod sample;
pub mod scene;
pub mod spacetime;
pub mod spring;
pub mod svg;
pub mod text;
pub mod view;
pub mod waiting;
pub mod words;
