//! The stage's colours, for the panels: the same hue and step mean the same everywhere.

use std::cell::RefCell;

use recraft_scene::palette::{Ink, Theme, Tone, rgb};
use yew::AttrValue;

/// A cluster's colour as CSS has it.
pub fn css(hue: u16, step: u8, tone: Tone, theme: Theme) -> String {
    rgb(Ink::cluster(hue, step, tone), theme).hex()
}

/// What the look of a log cell depends on.
#[derive(Clone, Copy, PartialEq)]
pub struct CellLook {
    pub hue: u16,
    pub step: u8,
    pub committed: bool,
    pub theme: Theme,
}

thread_local! {
    /// A page has few looks and many cells: their styles are worked out once.
    static STYLES: RefCell<Vec<(CellLook, AttrValue)>> = const { RefCell::new(Vec::new()) };
}

/// The style of a log cell: filled if committed, outlined if not.
pub fn cell_style(look: CellLook) -> AttrValue {
    STYLES.with_borrow_mut(|styles| {
        if let Some((_, style)) = styles.iter().find(|(known, _)| *known == look) {
            return style.clone();
        }
        let ink = |tone| css(look.hue, look.step, tone, look.theme);
        let style: AttrValue = if look.committed {
            format!("--fill:{};--text:{}", ink(Tone::Solid), rgb(Ink::OnSolid, look.theme).hex()).into()
        } else {
            format!("--edge:{};--text:{}", ink(Tone::Line), ink(Tone::Word)).into()
        };
        styles.push((look, style.clone()));
        style
    })
}
