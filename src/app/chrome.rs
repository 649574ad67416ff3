//! The page as a whole: which component stands where.

use yew::prelude::*;

use crate::session::Tab;
use crate::ui::{
    Dock, Events, ExploreView, Header, Inspector, MessageTools, Mistaken, Notice, Outline, Stage, Transport,
    charts_pane, lesson, tab_on, view,
};

use super::{App, Width};

impl App {
    pub(super) fn page(&self) -> Html {
        if let Some(embedded) = &self.embedded {
            return self.embedded_page(embedded);
        }
        let width = self.width();
        let below = width == Width::Narrow || self.course.presenting;
        html! {
            <>
                <div class={self.class()} inert={self.sheet.is_some()}>
                    { self.tour_card() }
                    <Header preset={self.session.preset()} loaded={self.loaded.clone()} seed={self.session.seed()} violations={self.panels.violations}
                        theme={self.theme} on={self.on.clone()} />
                    <Mistaken settings={*self.session.world().settings()} on={self.on.clone()} />
                    <main class="main">
                        <div class="work">
                            { self.stage() }
                            if below { { self.lesson() } }
                            { self.transport() }
                            { self.dock(width) }
                        </div>
                        if width != Width::Narrow {
                            <div class="side">
                                if !below { { self.lesson() } }
                                { self.key() }
                                <section aria-label="Inspector">{ self.beside_lesson().unwrap_or_else(|| self.inspector()) }</section>
                            </div>
                        }
                    </main>
                    { self.narration() }
                </div>
                { self.sheet() }
            </>
        }
    }

    pub(super) fn narration(&self) -> Html {
        html! { <div class="hidden-visually" id="narration" role="status" aria-live="polite">{ &self.narrator.text }</div> }
    }

    /// What the style sheets have to know of the page as a whole.
    pub(super) fn class(&self) -> Classes {
        let lesson = self.panels.lesson.as_ref();
        classes!(
            "app",
            self.course.presenting.then_some("presenting"),
            lesson.map(|_| "telling"),
            lesson.filter(|card| !card.left).map(|_| "on-script"),
        )
    }

    pub(super) fn stage(&self) -> Html {
        let panels = &self.panels;
        html! {
            <Stage canvas={self.canvas.clone()} over={self.hand.hover.is_some()} cutting={self.hand.cutting}
                whole={self.hand.camera.is_whole()} embedded={self.embedded.is_some()} cut={self.session.is_cut()} fresh={panels.fresh} on={self.on.clone()}>
                if let Some(flight) = self.within_reach() {
                    <MessageTools tools={self.tools.clone()} flight={flight.id} held={flight.is_held()} on={self.on.clone()} />
                }
                <Outline outline={panels.outline.clone()} selection={panels.selection} now_us={panels.now_us}
                    playing={panels.playing} on={self.on.clone()} />
                if let Some(text) = &self.notice {
                    <Notice {text} on={self.on.clone()} />
                }
            </Stage>
        }
    }

    /// The player of a lesson: beside the stage, or below it where there is no room or nothing else shall be seen.
    pub(super) fn lesson(&self) -> Html {
        let next = self.next_lesson().map(std::rc::Rc::as_ref);
        self.panels
            .lesson
            .as_ref()
            .map_or_else(Html::default, |card| lesson(card, next, self.course.presenting, &self.on))
    }

    /// What stands in the inspector's place while a lesson is followed and nothing is selected.
    fn beside_lesson(&self) -> Option<Html> {
        self.panels.lesson.as_ref().filter(|card| !card.left && self.panels.selection.is_none())?;
        let hint = "Select anything on the stage to look into it, or do something to it. Then you have left the script; the lesson waits.";
        Some(html! { <p class="empty small">{ hint }</p> })
    }

    pub(super) fn transport(&self) -> Html {
        let panels = &self.panels;
        html! {
            <Transport playing={panels.playing} moving={panels.moving} speed={panels.speed} now_us={panels.now_us}
                caption={panels.headline.clone()} timeline={panels.timeline.clone()} theme={self.palette()} on={self.on.clone()} />
        }
    }

    fn inspector(&self) -> Html {
        let panels = &self.panels;
        html! {
            <Inspector inspected={panels.inspected.clone()} suggestions={panels.suggestions.clone()} editor={panels.editor} theme={self.palette()} on={self.on.clone()} />
        }
    }

    fn dock(&self, width: Width) -> Html {
        let panels = &self.panels;
        let tab = tab_on(self.tab, width);
        let events = || html! { <Events lines={panels.lines.clone()} kinds={panels.kinds} selection={panels.selection} on={self.on.clone()} /> };
        let panel = match tab {
            Tab::Inspector => html! { <>{ self.key() }{ self.inspector() }</> },
            Tab::Events => events(),
            Tab::Explore => html! {
                <ExploreView explorer={self.explorer.clone()} settings={*self.session.world().settings()} on={self.on.clone()} />
            },
            Tab::Charts => charts_pane(panels, &self.trials, self.palette(), &self.on),
            _ => view(panels, (&self.past.canvas, self.points_at_past()), self.palette(), &self.on),
        };
        let beside = (width == Width::Wide).then(events);
        html! {
            <Dock {width} {tab} collapsed={self.collapsed} height_px={self.dock_px} violations={panels.violations}
                {panel} {beside} on={self.on.clone()} />
        }
    }
}
