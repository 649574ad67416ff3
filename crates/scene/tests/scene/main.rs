//! The picture, tested as the value it is.

mod crossing;
mod gestures;
mod places;
mod stage;
mod stages;
mod telling;
