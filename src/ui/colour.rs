//! The stage's colours, for the panels: the same hue and step mean the same everywhere.

use recraft_scene::palette::{Ink, Theme, Tone, rgb};

/// A cluster's colour as CSS has it.
pub fn css(hue: u16, step: u8, tone: Tone, theme: Theme) -> String {
    rgb(Ink::cluster(hue, step, tone), theme).hex()
}

/// The colour of words on a solid cell.
pub fn on_solid(theme: Theme) -> String {
    rgb(Ink::OnSolid, theme).hex()
}
