//! The views of the dock: one a file.

mod checks;
mod explore;
mod logs;
mod space_time;

use recraft_scene::palette::Theme;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::{Panels, View};

pub use explore::ExploreView;

use checks::Checks;
use logs::Logs;
use space_time::SpaceTimeView;

/// The view that is looked at. `canvas` is where the space-time diagram is drawn, and whether something is under the pointer there.
pub fn view(panels: &Panels, canvas: (&NodeRef, bool), theme: Theme, on: &Callback<Msg>) -> Html {
    let (on, hues) = (on.clone(), panels.hues.clone());
    match panels.view.clone() {
        View::None => Html::default(),
        View::SpaceTime(told) => {
            let (canvas, over) = (canvas.0.clone(), canvas.1);
            html! { <SpaceTimeView {canvas} {told} {over} selection={panels.selection} {on} /> }
        }
        View::Logs(tables) => html! { <Logs {tables} {hues} {theme} {on} /> },
        View::Checks(verdicts) => html! { <Checks {verdicts} {on} /> },
    }
}
