//! The page as a whole: which component stands where.

use recraft_words::t;
use yew::prelude::*;

use crate::browser;
use crate::session::{Editor, Selection, Tab};
use crate::ui::element::{Element, component, div, el, fragment, p};
use crate::ui::memo::memo;
use crate::ui::views::explore;
use crate::ui::{
    Events, charts_pane, dock, events, header, inspector, lesson, message_tools, notice, outline, protocol,
    stage, tab_on, transport, view,
};

use super::aside::lesson_closed;
use super::{App, MediaSet, Width};

/// What the inspector is about: what is selected, and which editor is open for it.
pub(super) type Subject = (Option<Selection>, Option<Editor>);

impl App {
    pub(super) fn page(&self) -> Html {
        if let Some(embedded) = &self.embedded {
            return self.embedded_page(embedded);
        }
        let width = self.width();
        let below = width == Width::Narrow || self.course.presenting;
        fragment()
            .child(
                self.app()
                    .attr("inert", self.sheet.is_some())
                    .child(self.tour_card())
                    .child(memo(
                        header::header,
                        header::Props {
                            preset: self.session.preset(),
                            loaded: self.loaded.clone(),
                            seed: self.session.seed(),
                            violations: self.panels.violations,
                            theme: self.theme,
                            dark: MediaSet::matches(self.media.dark.as_ref()),
                            on: self.on.clone(),
                        },
                    ))
                    .child(memo(
                        protocol::mistaken,
                        protocol::Props { settings: *self.session.world().settings(), on: self.on.clone() },
                    ))
                    .child(
                        el("main")
                            .class("main")
                            .child(
                                div("work")
                                    .child(self.stage())
                                    .child(below.then(|| self.lesson()))
                                    .child(self.transport())
                                    .child(self.dock(width)),
                            )
                            .child((width != Width::Narrow).then(|| {
                                div("side")
                                    .id("side")
                                    .child((!below).then(|| self.lesson()))
                                    .child(self.key())
                                    .child(
                                        el("section")
                                            .label(t!("Inspector"))
                                            .child(self.beside_lesson().unwrap_or_else(|| self.inspector())),
                                    )
                            })),
                    )
                    .child(self.narration()),
            )
            .child(self.sheet())
            .into()
    }

    pub(super) fn narration(&self) -> Html {
        div("hidden-visually")
            .id("narration")
            .role("status")
            .attr("aria-live", "polite")
            .child(&self.narrator.text)
            .into()
    }

    /// The element that is the page, with what the style sheets have to know of it as a whole.
    pub(super) fn app(&self) -> Element {
        let lesson = self.panels.lesson.as_ref();
        div("app")
            .class_if("presenting", self.course.presenting)
            .class_if("telling", lesson.is_some())
            .class_if("on-script", lesson.is_some_and(|card| !card.left))
    }

    pub(super) fn stage(&self) -> Html {
        let panels = &self.panels;
        let children = fragment()
            .child(self.within_reach().map(|flight| {
                memo(
                    message_tools::message_tools,
                    message_tools::Props {
                        tools: self.tools.clone(),
                        flight: flight.id,
                        held: flight.is_held(),
                        on: self.on.clone(),
                    },
                )
            }))
            .child(memo(
                outline::outline,
                outline::Props {
                    outline: panels.outline.clone(),
                    selection: panels.selection,
                    now_us: panels.now_us,
                    playing: panels.playing,
                    on: self.on.clone(),
                },
            ))
            .child(self.notice.as_ref().map(|text| {
                memo(
                    notice::notice,
                    notice::Props { text: text.clone(), home: text == lesson_closed(), on: self.on.clone() },
                )
            }));
        memo(
            stage::stage,
            stage::Props {
                canvas: self.canvas.clone(),
                over: self.hand.hover.is_some(),
                tip: self.tip(),
                cutting: self.hand.cutting,
                whole: self.hand.camera.is_whole(),
                embedded: self.embedded.is_some(),
                cut: self.session.is_cut(),
                fresh: panels.fresh,
                on: self.on.clone(),
                children: children.into(),
            },
        )
    }

    /// The player of a lesson: beside the stage, or below it where there is no room or nothing else shall be seen.
    pub(super) fn lesson(&self) -> Html {
        let next = self.next_lesson().map(std::rc::Rc::as_ref);
        let looks = (self.course.presenting, self.session.has_aside());
        self.panels.lesson.as_ref().map_or_else(Html::default, |card| lesson(card, next, looks, &self.on))
    }

    /// What stands in the inspector's place while a lesson is followed and nothing is selected.
    fn beside_lesson(&self) -> Option<Html> {
        self.panels.lesson.as_ref().filter(|card| !card.left && self.panels.selection.is_none())?;
        let hint = t!(
            "Select anything on the stage to look into it, or do something to it. Then you have left the script; the lesson waits."
        );
        Some(p("empty small").child(hint).into())
    }

    pub(super) fn transport(&self) -> Html {
        let panels = &self.panels;
        memo(
            transport::transport,
            transport::Props {
                playing: panels.playing,
                moving: panels.moving,
                speed: panels.speed,
                now_us: panels.now_us,
                caption: panels.headline.clone(),
                timeline: panels.timeline.clone(),
                theme: self.palette(),
                on: self.on.clone(),
            },
        )
    }

    fn inspector(&self) -> Html {
        let panels = &self.panels;
        memo(
            inspector::inspector,
            inspector::Props {
                inspected: panels.inspected.clone(),
                suggestions: panels.suggestions.clone(),
                editor: panels.editor,
                theme: self.palette(),
                on: self.on.clone(),
            },
        )
    }

    /// Whatever the inspector turns to is shown from its beginning, however far the last thing had been scrolled. Beside a lesson
    /// it is not: there the lesson comes first, and the reader has scrolled past it.
    pub(super) fn begin_at_the_top(&mut self) {
        let subject = (self.panels.selection, self.panels.editor);
        if std::mem::replace(&mut self.inspects, subject) == subject {
            return;
        }
        let width = self.width();
        if width != Width::Narrow && self.panels.lesson.is_none() {
            browser::to_its_beginning("side");
        } else if width == Width::Narrow && tab_on(self.tab, width) == Tab::Inspector {
            browser::to_its_beginning("panel");
        }
    }

    fn dock(&self, width: Width) -> Html {
        let panels = &self.panels;
        let tab = tab_on(self.tab, width);
        let events = || {
            component::<Events>(events::Props {
                lines: panels.lines.clone(),
                kinds: panels.kinds,
                selection: panels.selection,
                on: self.on.clone(),
            })
        };
        let panel = match tab {
            Tab::Inspector => fragment().child(self.key()).child(self.inspector()).into(),
            Tab::Events => events(),
            Tab::Explore => memo(
                explore::explore,
                explore::Props {
                    explorer: self.explorer.clone(),
                    settings: *self.session.world().settings(),
                    on: self.on.clone(),
                },
            ),
            Tab::Charts => charts_pane(panels, &self.trials, self.palette(), &self.on),
            _ => view(panels, (&self.past.canvas, self.points_at_past()), self.palette(), &self.on),
        };
        let beside = (width == Width::Wide).then(events);
        memo(
            dock::dock,
            dock::Props {
                width,
                tab,
                collapsed: self.collapsed,
                height_px: self.dock_px,
                violations: panels.violations,
                panel,
                beside,
                on: self.on.clone(),
            },
        )
    }
}
