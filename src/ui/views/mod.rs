//! The views of the dock: one a file.

mod checks;
mod logs;

use recraft_scene::palette::Theme;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::{Panels, View};

use checks::Checks;
use logs::Logs;

/// The view that is looked at.
pub fn view(panels: &Panels, theme: Theme, on: &Callback<Msg>) -> Html {
    let (on, hues) = (on.clone(), panels.hues.clone());
    match panels.view.clone() {
        View::None => Html::default(),
        View::Logs(tables) => html! { <Logs {tables} {hues} {theme} {on} /> },
        View::Checks(verdicts) => html! { <Checks {verdicts} {on} /> },
    }
}
