//! The tour: what a first visit is shown, one control at a time.
//!
//! Each step points at something that is on the page and asks for it to be used. Who does so goes on by doing it; who presses “Next” goes
//! on as well. Nothing is locked meanwhile: the tour is a card beside the page, not a curtain over it.

use recraft_protocol::types::{ClusterId, NodeId};
use recraft_scene::geometry::Rect;
use recraft_words::t;

use super::{Selection, Session};

/// A step of the tour, in the order of the tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Let time pass.
    Start,
    /// Select a node.
    Select,
    /// Crash it.
    Crash,
    /// See why the next one has won.
    Why,
    /// Cut the network.
    Cut,
    /// Go back in time.
    Past,
    /// Where there is more.
    More,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Self; 7] =
        [Self::Start, Self::Select, Self::Crash, Self::Why, Self::Cut, Self::Past, Self::More];

    /// Which one it is, from 1.
    pub fn number(self) -> usize {
        1 + Self::ALL.iter().position(|&step| step == self).unwrap_or(0)
    }

    /// The one after it.
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self.number()).copied()
    }

    /// What it is about.
    pub fn title(self) -> &'static str {
        match self {
            Self::Start => t!("Start the clock"),
            Self::Select => t!("Look into a node"),
            Self::Crash => t!("Crash it"),
            Self::Why => t!("See why it won"),
            Self::Cut => t!("Cut the network"),
            Self::Past => t!("Go back in time"),
            Self::More => t!("Where there is more"),
        }
    }

    /// What to do, and what there is to see.
    pub fn text(self) -> &'static str {
        match self {
            Self::Start => t!(
                "These nodes run the real protocol. Each ring is an election timer: whoever’s is empty first asks the others for their votes."
            ),
            Self::Select => t!(
                "Whoever has the votes of a quorum leads: a double ring and a crown mark it. In a node stand its epoch and term: 0.1 is term 1. Choose it to look inside."
            ),
            Self::Crash => t!(
                "Its disk stays, but the others stop hearing from it, and one of them wins the next election."
            ),
            Self::Why => t!(
                "This line always says what has happened last, and why: here, whose votes made the new leader. A node votes once in a term, so nobody else can have had as many."
            ),
            Self::Cut => t!(
                "Take the scissors and drag across the stage, between the nodes. No message crosses the cut; only a side with a quorum goes on."
            ),
            Self::Past => t!(
                "Every moment is kept. Drag along this line, or press the left arrow. What you do there begins a second branch; the first one stays."
            ),
            Self::More => t!(
                "Help explains every sign, word and key. “Lessons” is a course in short stories; the menu at the top has larger clusters, and stories of splits and merges."
            ),
        }
    }

    /// How it is done by keyboard, where that cannot be seen.
    pub fn by_keyboard(self) -> Option<&'static str> {
        match self {
            Self::Select => Some(t!("By keyboard: press its number.")),
            Self::Cut => Some(t!("By keyboard: select a node and press I.")),
            _ => None,
        }
    }

    /// Whether what it asks for is so.
    fn is_so(self, session: &Session) -> bool {
        match self {
            Self::Start => session.playback().is_playing(),
            Self::Select => matches!(session.selection(), Some(Selection::Node(_))),
            Self::Crash => session.world().servers().any(|server| !server.is_up()),
            Self::Cut => session.is_cut(),
            Self::Past => !session.history().is_at_head(),
            Self::Why | Self::More => false,
        }
    }
}

/// A tour under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tour {
    /// Where it has come to.
    pub step: Step,
    /// Whether what the step asks for was so when it began: then only “Next” goes on.
    was_so: bool,
    /// Whether what has been done has yet to bring about what the step promises: an election. Then the card would be in its way.
    pub awaits: bool,
}

impl Tour {
    /// At its beginning. Where time passes already, nobody has to be told how to start it.
    pub fn new(session: &Session) -> Self {
        let step = if Step::Start.is_so(session) { Step::Select } else { Step::Start };
        Self::at(step, session)
    }

    fn at(step: Step, session: &Session) -> Self {
        Self { step, was_so: step.is_so(session), awaits: false }
    }

    /// The tour at its next step; `None` after the last one.
    pub fn next(&self, session: &Session) -> Option<Self> {
        self.step.next().map(|step| Self::at(step, session))
    }

    /// Goes on if what the step asks for has been done and has had its effect; says whether it does.
    pub fn follow(&mut self, session: &Session) -> bool {
        let is_so = self.step.is_so(session);
        let asked = is_so && !self.was_so || self.awaits;
        self.was_so = is_so;
        self.awaits = asked && self.step == Step::Crash && !is_led(session);
        let done = asked && !self.awaits;
        if done && let Some(next) = self.next(session) {
            *self = next;
        }
        done
    }
}

/// The cluster that the tour speaks of, and its leader if it has one: the first that goes on.
pub fn spoken_of(session: &Session) -> Option<(ClusterId, Option<NodeId>)> {
    let view = session.world().clusters().into_iter().find(|view| !view.ended)?;
    Some((view.cluster, view.leader))
}

fn is_led(session: &Session) -> bool {
    spoken_of(session).is_some_and(|(_, leader)| leader.is_some())
}

/// At which side of what it points at a card stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Under it.
    Below,
    /// Over it.
    Above,
    /// To its right.
    Right,
    /// To its left.
    Left,
}

impl Side {
    /// Its name for the style sheet.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Below => "below",
            Self::Above => "above",
            Self::Right => "right",
            Self::Left => "left",
        }
    }
}

/// How far a card stays from what it points at.
const GAP: f32 = 14.0;
/// How far it stays from the window's edges.
const EDGE: f32 = 8.0;

/// Where a card of this width and height stands in a window: beside what is kept free, or if no side of that has room, beside what the card points
/// at. The sides are tried in the order in which they are given. If there is no room at all, it stands where there is most, within the window.
pub fn beside(
    kept_free: &Rect,
    target: &Rect,
    card: (f32, f32),
    window: (f32, f32),
    sides: [Side; 4],
) -> (Rect, Side) {
    let room = |of: &Rect, side: Side| match side {
        Side::Below => window.1 - of.bottom() - card.1,
        Side::Above => of.y - card.1,
        Side::Right => window.0 - of.right() - card.0,
        Side::Left => of.x - card.0,
    };
    let fitting = |of: &Rect| sides.into_iter().find(|&side| room(of, side) >= GAP + EDGE);
    let most = || sides.into_iter().max_by(|&a, &b| room(target, a).total_cmp(&room(target, b)));
    let whole = fitting(kept_free).map(|side| (kept_free, side));
    let (of, side) = whole.unwrap_or_else(|| (target, fitting(target).or_else(most).unwrap_or(Side::Below)));
    let middle = target.centre();
    let (x, y) = match side {
        Side::Below => (middle.x - card.0 / 2.0, of.bottom() + GAP),
        Side::Above => (middle.x - card.0 / 2.0, of.y - GAP - card.1),
        Side::Right => (of.right() + GAP, middle.y - card.1 / 2.0),
        Side::Left => (of.x - GAP - card.0, middle.y - card.1 / 2.0),
    };
    let within = |at: f32, size: f32, end: f32| at.min(end - size - EDGE).max(EDGE);
    (Rect::new(within(x, card.0, window.0), within(y, card.1, window.1), card.0, card.1), side)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Action, Preset};
    use recraft_sim::command::Command;

    const SIDES: [Side; 4] = [Side::Below, Side::Above, Side::Right, Side::Left];

    /// A card beside a control.
    fn by(target: &Rect, card: (f32, f32), window: (f32, f32)) -> (Rect, Side) {
        beside(target, target, card, window, SIDES)
    }

    #[test]
    fn a_card_covers_nothing_that_it_points_at_and_stays_within_the_window() {
        let card = (320.0, 200.0);
        for window in [(1440.0, 900.0), (820.0, 1180.0), (390.0, 844.0), (844.0, 390.0)] {
            for step in 0..=400 {
                let share = |all: f32, step: i32| (all - 44.0) * step as f32 / 20.0;
                let (x, y) = (share(window.0, step % 20), share(window.1, step / 20));
                // A button, and a line across a narrow page.
                for target in [Rect::new(x, y, 44.0, 44.0), Rect::new(0.0, y, window.0.min(390.0), 44.0)] {
                    let (place, _) = by(&target, card, window);
                    assert!(Rect::new(0.0, 0.0, window.0, window.1).contains(&place, 0.0), "{place:?}");
                    assert!(!place.overlaps(&target), "{place:?} covers {target:?} in {window:?}");
                }
            }
        }
    }

    #[test]
    fn a_card_stands_on_the_first_side_that_has_room() {
        let side = |x: f32, y: f32| by(&Rect::new(x, y, 40.0, 40.0), (300.0, 150.0), (1000.0, 600.0)).1;
        assert_eq!((side(480.0, 20.0), side(480.0, 540.0)), (Side::Below, Side::Above));
        let tall = Rect::new(100.0, 10.0, 40.0, 580.0);
        assert_eq!(by(&tall, (300.0, 150.0), (1000.0, 600.0)).1, Side::Right);
    }

    #[test]
    fn a_card_that_has_no_room_beside_a_cluster_stands_beside_the_node_it_points_at() {
        let (hull, node) = (Rect::new(100.0, 20.0, 640.0, 350.0), Rect::new(140.0, 60.0, 60.0, 60.0));
        let (place, _) = beside(&hull, &node, (320.0, 200.0), (844.0, 390.0), SIDES);
        assert!(!place.overlaps(&node));
        let wide = beside(&hull, &node, (320.0, 200.0), (1440.0, 900.0), SIDES).0;
        assert!(!wide.overlaps(&hull));
    }

    fn elect(session: &mut Session) {
        for _ in 0..5_000 {
            if is_led(session) {
                return;
            }
            session.advance(16.0);
        }
        panic!("nobody was elected");
    }

    #[test]
    fn who_does_what_a_step_asks_for_goes_on() {
        let mut session = Session::new(Preset::Five, 7);
        let mut tour = Tour::new(&session);
        assert_eq!(tour.step, Step::Start);
        assert!(!tour.follow(&session));
        session.act(Action::TogglePlay);
        assert!(tour.follow(&session) && tour.step == Step::Select);
        session.advance(10.0);
        session.act(Action::Select(Some(Selection::Node(NodeId(2)))));
        assert!(tour.follow(&session) && tour.step == Step::Crash);
        session.act(Action::ToggleCrash(NodeId(2)));
        // The election is what there is to see: the next step waits for it.
        assert!(!tour.follow(&session) && tour.awaits && tour.step == Step::Crash);
        elect(&mut session);
        assert!(tour.follow(&session) && !tour.awaits && tour.step == Step::Why);
        assert!(!tour.follow(&session), "it is read, and “Next” goes on");
        tour = tour.next(&session).unwrap();
        assert_eq!(tour.step, Step::Cut);
        session.act(Action::ToggleIsolation(NodeId(1)));
        assert!(tour.follow(&session) && tour.step == Step::Past);
        session.act(Action::Travel(crate::session::Travel::Start));
        assert!(tour.follow(&session) && tour.step == Step::More);
        assert!(!tour.follow(&session) && tour.next(&session).is_none());
    }

    #[test]
    fn what_was_so_before_a_step_began_is_not_taken_for_doing_it() {
        let mut session = Session::new(Preset::Five, 7);
        session.act(Action::Do(Command::Crash { node: NodeId(1) }));
        let mut tour = Tour::at(Step::Crash, &session);
        assert!(!tour.follow(&session));
        session.act(Action::ToggleCrash(NodeId(1)));
        assert!(!tour.follow(&session));
        session.act(Action::ToggleCrash(NodeId(3)));
        session.act(Action::TogglePlay);
        elect(&mut session);
        assert!(tour.follow(&session));
    }

    #[test]
    fn a_tour_of_a_run_that_plays_begins_with_its_nodes() {
        let mut session = Session::new(Preset::Five, 7);
        session.act(Action::TogglePlay);
        assert_eq!(Tour::new(&session).step, Step::Select);
    }
}
