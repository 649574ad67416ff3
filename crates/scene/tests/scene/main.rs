//! The picture, tested as the value it is.

mod crossing;
mod places;
mod stage;
mod stages;
mod telling;
