//! The views of the dock: one a file.

mod charts;
mod checks;
mod data;
pub mod explore;
mod figure_5;
mod lineage;
mod logs;
mod quorums;
mod space_time;
mod trial;

use recraft_scene::palette::Theme;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::{Panels, View};
use crate::ui::memo::memo;

pub use charts::charts_pane;

/// The view that is looked at. `canvas` is where the space-time diagram is drawn, and whether something is under the pointer there.
pub fn view(panels: &Panels, canvas: (&NodeRef, bool), theme: Theme, on: &Callback<Msg>) -> Html {
    let (on, hues, selection) = (on.clone(), panels.hues.clone(), panels.selection);
    match panels.view.clone() {
        View::None | View::Charts(_) => Html::default(),
        View::SpaceTime(told) => {
            let (canvas, over) = (canvas.0.clone(), canvas.1);
            memo(space_time::space_time, space_time::Props { canvas, told, over, selection, on })
        }
        View::Logs(logs) => memo(logs::logs, logs::Props { logs, hues, theme, on }),
        View::Lineage(lineage) => memo(lineage::lineage, lineage::Props { lineage, selection, theme, on }),
        View::Quorums(quorums) => memo(quorums::quorums, quorums::Props { quorums, theme, on }),
        View::Data(data) => memo(data::data, data::Props { data, theme, on }),
        View::Checks(verdicts) => memo(checks::checks, checks::Props { verdicts, selection, on }),
    }
}
