//! The picture as a value, and the words. (Essay below, once the parts stand.)

pub mod color;
pub mod compose;
pub mod describe;
mod digest;
pub mod facts;
pub mod geometry;
pub mod glyph;
pub mod hit;
pub mod kin;
pub mod layout;
pub mod motion;
mod outline;
pub mod paint;
pub mod palette;
mod sample;
pub mod scene;
pub mod spring;
pub mod svg;
pub mod text;
pub mod view;
pub mod waiting;
pub mod words;
