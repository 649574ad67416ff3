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
use crate::ui::element::component;

pub use charts::charts_pane;
pub use explore::ExploreView;

use checks::Checks;
use data::DataView;
use lineage::LineageView;
use logs::LogsView;
use quorums::QuorumsView;
use space_time::SpaceTimeView;

/// The view that is looked at. `canvas` is where the space-time diagram is drawn, and whether something is under the pointer there.
pub fn view(panels: &Panels, canvas: (&NodeRef, bool), theme: Theme, on: &Callback<Msg>) -> Html {
    let (on, hues, selection) = (on.clone(), panels.hues.clone(), panels.selection);
    match panels.view.clone() {
        View::None | View::Charts(_) => Html::default(),
        View::SpaceTime(told) => {
            let (canvas, over) = (canvas.0.clone(), canvas.1);
            component::<SpaceTimeView>(space_time::Props { canvas, told, over, selection, on })
        }
        View::Logs(logs) => component::<LogsView>(logs::Props { logs, hues, theme, on }),
        View::Lineage(lineage) => component::<LineageView>(lineage::Props { lineage, selection, theme, on }),
        View::Quorums(quorums) => component::<QuorumsView>(quorums::Props { quorums, theme, on }),
        View::Data(data) => component::<DataView>(data::Props { data, theme, on }),
        View::Checks(verdicts) => component::<Checks>(checks::Props { verdicts, selection, on }),
    }
}
