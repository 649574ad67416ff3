//! The tour in the page: when it is shown, how it goes on, and where its card stands.

use recraft_scene::geometry::Rect;
use recraft_scene::layout::is_wide;
use recraft_scene::view::Target;
use recraft_sim::server::Server;
use recraft_words::t;
use yew::prelude::*;

use crate::browser;
use crate::session::link::Start;
use crate::session::tour::{Side, Step, Tour, beside, spoken_of};
use crate::session::{Action, Selection};
use crate::ui::{RING, TOUR, TOUR_NEXT, tour_card};

use super::{App, Width, share};

/// Where it is remembered that the tour has been shown.
const KEY: &str = "recraft-tour";
/// How far the ring stands off what it surrounds, in CSS pixels.
const RING_PX: f32 = 5.0;
/// Nearer than this to the ring, the card has a pointer at its edge.
const NEAR_PX: f32 = 32.0;
/// About how high the card is on a telephone, with its distance to what it is beside.
const CARD_PX: f32 = 236.0;
/// Controls have more room below or above them; on the stage the nodes shall stay in view, and the controls of time below it.
const BY_CONTROL: [Side; 4] = [Side::Below, Side::Above, Side::Left, Side::Right];
const BY_STAGE: [Side; 4] = [Side::Right, Side::Left, Side::Below, Side::Above];
/// What stands between stage and panel has the panel beside it; neither what happens nor why is covered.
const BY_PANEL: [Side; 4] = [Side::Right, Side::Below, Side::Above, Side::Left];

/// What happens to the tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touring {
    /// It begins, because somebody asks for it.
    Start,
    /// On to the next step.
    Next,
    /// Enough of it.
    End,
}

/// Whether this is the first visit, to the plain page: who follows a link wants to see what it leads to.
pub(super) fn is_first_visit(start: &Start) -> bool {
    *start == Start::default() && !share::is_expected() && browser::recall(KEY).is_none()
}

impl App {
    pub(super) fn tour(&mut self, msg: Touring) {
        match msg {
            Touring::Start => {
                self.open(None);
                self.begin_tour();
                self.focus_next = Some(TOUR_NEXT.into());
            }
            Touring::Next => self.go_on_touring(),
            Touring::End => self.end_tour(),
        }
        self.frames.request();
    }

    /// Shows the tour from its beginning, and remembers that it has been shown.
    pub(super) fn begin_tour(&mut self) {
        browser::remember(KEY, Some("shown"));
        self.tour = Some(Tour::new(&self.session));
        self.tell_step();
    }

    /// On to the next step, which needs what this one asks for.
    fn go_on_touring(&mut self) {
        let Some(tour) = &self.tour else { return };
        match tour.step {
            Step::Start if !self.session.playback().is_playing() => self.act(Action::TogglePlay),
            Step::Select if !matches!(self.session.selection(), Some(Selection::Node(_))) => {
                let leads = spoken_of(&self.session).and_then(|(_, leader)| leader);
                let first = || self.session.world().servers().next().map(Server::id);
                if let Some(node) = leads.or_else(first) {
                    self.act(Action::Select(Some(Selection::Node(node))));
                }
            }
            _ => {}
        }
        self.tour = self.tour.as_ref().and_then(|tour| tour.next(&self.session));
        match &self.tour {
            Some(_) => self.tell_step(),
            None => self.leave_tour(),
        }
    }

    /// Goes on if what the step asks for has been done. Whoever turns to something else has had enough of it.
    pub(super) fn follow_tour(&mut self) {
        let edits = self.panels.editor.is_some();
        let elsewhere = self.panels.lesson.is_some() || self.course.presenting || edits;
        let Some(tour) = &mut self.tour else { return };
        if elsewhere {
            self.tour = None;
        } else if tour.follow(&self.session) {
            self.tell_step();
        }
    }

    pub(super) fn end_tour(&mut self) {
        self.tour = None;
        self.leave_tour();
    }

    /// The keyboard goes where one would go on, if the card had it.
    fn leave_tour(&mut self) {
        let within = browser::focused_id().is_some_and(|id| id == TOUR_NEXT || id == "tour-end");
        if within {
            self.focus_next = Some("play".into());
        }
    }

    /// Says the step to those who do not see the card, and brings what it points at into view.
    fn tell_step(&mut self) {
        let Some(tour) = &self.tour else { return };
        let (number, count) = (tour.step.number(), Step::ALL.len());
        self.narrator.text = t!(
            "Tour, step {number} of {count}: {title}. {text}",
            number,
            count,
            title = tour.step.title(),
            text = [Some(tour.step.text()), tour.step.by_keyboard()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" ")
        )
        .into();
        self.bring_into_view = true;
    }

    pub(super) fn tour_card(&self) -> Html {
        // Where nothing moves there is nothing to stand in the way of, and who waits should read what for.
        let moves = self.session.playback().is_moving();
        let tour = self.tour.as_ref().filter(|tour| !(tour.awaits && moves));
        tour.map_or_else(Html::default, |tour| tour_card(tour.step, &self.on))
    }

    /// Puts the card beside what it points at, and the ring round it.
    pub(super) fn place_tour(&mut self) {
        let Some(tour) = &self.tour else { return };
        let bring = std::mem::take(&mut self.bring_into_view);
        let (ring, kept_free, sides) = self.pointed_at(tour.step, bring);
        let Some(card) = browser::bounds(TOUR) else { return };
        let (at, side) = beside(&kept_free, &ring, (card.w, card.h), browser::window_size(), sides);
        browser::set_box(RING, &around(&ring, browser::window_size()), None);
        let touches = at.grown(NEAR_PX).overlaps(&ring);
        browser::set_box(TOUR, &at, Some(if touches { side.name() } else { "apart" }));
        // Where its pointer is, along the side that faces the ring.
        let middle = ring.centre();
        let along = if matches!(side, Side::Below | Side::Above) { middle.x - at.x } else { middle.y - at.y };
        let most = if matches!(side, Side::Below | Side::Above) { at.w } else { at.h };
        browser::set_variable(TOUR, "--along", &format!("{}px", along.clamp(16.0, most - 16.0) as i32));
    }

    /// What a step points at: where the ring is, what the card must not cover, and where it stands best.
    fn pointed_at(&self, step: Step, bring: bool) -> (Rect, Rect, [Side; 4]) {
        let names: &[&str] = match step {
            Step::Start => &["begin", "play"],
            Step::Crash => &["crash"],
            Step::Cut if !self.hand.cutting => &["scissors"],
            Step::Why => &["caption"],
            Step::Past => &["scrubber"],
            Step::More => &["help-button"],
            Step::Select | Step::Cut => &[],
        };
        if let Some((id, bounds)) = names.iter().find_map(|&id| Some((id, browser::bounds(id)?))) {
            let shown = bring && browser::show(id);
            let bounds = browser::bounds(id).filter(|_| shown).unwrap_or(bounds);
            if matches!(step, Step::Why | Step::Cut) {
                let stage = browser::bounds("stage").unwrap_or(bounds);
                return (bounds, self.off_time(&stage, bounds), BY_PANEL);
            }
            if id != "begin" {
                return (bounds, bounds, BY_CONTROL);
            }
            // It lies over the nodes, which it is about.
            return (bounds, self.on_stage(false).1, BY_STAGE);
        }
        self.on_stage(step == Step::Select)
    }

    /// What the card keeps off: this; but on a narrow page there is a place where it covers neither the stage nor what is said below it, nor the
    /// controls of time.
    fn off_time(&self, stage: &Rect, otherwise: Rect) -> Rect {
        let transport = browser::bounds("transport").filter(|_| self.width() == Width::Narrow);
        let room = browser::window_size().1;
        transport.map_or(otherwise, |transport| {
            if room - transport.bottom() < CARD_PX { *stage } else { stage.joined(&transport) }
        })
    }

    /// The leader on the stage if `one` is meant and there is one, or else its cluster; the card keeps off the cluster.
    fn on_stage(&self, one: bool) -> (Rect, Rect, [Side; 4]) {
        let stage = browser::bounds("stage").unwrap_or(Rect::new(0.0, 0.0, 0.0, 0.0));
        let moved = |bounds: Rect| Rect::new(stage.x + bounds.x, stage.y + bounds.y, bounds.w, bounds.h);
        let (cluster, leader) = spoken_of(&self.session).unzip();
        let hull = cluster.and_then(|cluster| self.scene.bounds_of(Target::Cluster(cluster)));
        let node = leader.flatten().filter(|_| one).and_then(|node| self.scene.bounds_of(Target::Node(node)));
        let hull = hull.map_or(stage, moved);
        let ring = node.map_or(hull, moved);
        let kept_free = self.off_time(&stage, hull);
        // The ring is off the tools of the stage too.
        let (across, down) = self.covered((stage.w, stage.h));
        let free = if is_wide((stage.w, stage.h)) {
            Rect::new(stage.x, stage.y, stage.w - across, stage.h)
        } else {
            Rect::new(stage.x, stage.y, stage.w, stage.h - down)
        };
        (within(&ring, &free), kept_free, BY_STAGE)
    }
}

/// What of something is on the stage, so that a ring round it stays there too.
fn within(bounds: &Rect, stage: &Rect) -> Rect {
    let (left, top) = (bounds.x.max(stage.x + RING_PX + 1.0), bounds.y.max(stage.y + RING_PX + 1.0));
    let right = bounds.right().min(stage.right() - RING_PX - 1.0).max(left);
    let bottom = bounds.bottom().min(stage.bottom() - RING_PX - 1.0).max(top);
    Rect::new(left, top, right - left, bottom - top)
}

/// Where the ring is: off what it surrounds, and within the window.
fn around(bounds: &Rect, window: (f32, f32)) -> Rect {
    let (left, top) = ((bounds.x - RING_PX).max(1.0), (bounds.y - RING_PX).max(1.0));
    let (right, bottom) = (bounds.right() + RING_PX, bounds.bottom() + RING_PX);
    Rect::new(left, top, right.min(window.0 - 1.0) - left, bottom.min(window.1 - 1.0) - top)
}
