//! The legend in the page: open or not, and which signs it has come to.

use std::collections::BTreeSet;
use std::rc::Rc;

use recraft_scene::words::legend::{Item, Mark, legend};
use yew::prelude::*;

use crate::session::Tab;
use crate::ui::memo::memo;
use crate::ui::{LegendProps, legend as pane};

use super::{App, Width};

/// The legend, while it is open. It only grows: messages come and go too quickly to be looked up while they fly.
#[derive(Default)]
pub(super) struct Key {
    seen: BTreeSet<Mark>,
    items: Rc<Vec<Item>>,
}

impl App {
    /// Opens the legend, or closes it.
    #[inline(never)]
    pub(super) fn toggle_legend(&mut self) {
        self.key = if self.key.is_some() { None } else { Some(Key::default()) };
        let opens = self.key.is_some();
        if opens && self.width() == Width::Narrow {
            (self.tab, self.collapsed) = (Tab::Inspector, false);
        }
        self.look_up();
        self.focus_next = Some(if opens { "legend-close" } else { "legend-button" }.into());
    }

    /// Takes in what is on the stage; says whether there is a sign that was not in the legend.
    pub(super) fn look_up(&mut self) -> bool {
        let Some(key) = &mut self.key else { return false };
        let before = key.seen.len();
        key.seen.append(&mut self.scene.signs());
        let grown = key.seen.len() > before;
        if grown {
            key.items = Rc::new(legend().into_iter().filter(|item| key.seen.contains(&item.mark)).collect());
        }
        grown
    }

    /// The legend, above what the inspector shows.
    pub(super) fn key(&self) -> Html {
        let Some(key) = &self.key else { return Html::default() };
        memo(pane, LegendProps { items: key.items.clone(), theme: self.palette(), on: self.on.clone() })
    }
}
