//! The past as one can look at it: the stretch of time that the space-time diagram shows, what the selection has to do with what,
//! and walking from one event of something to the next.

use recraft_protocol::types::{ClusterId, Index, NodeId};
use recraft_scene::palette::Theme;
use recraft_scene::spacetime::{Cone, Diagram, Focus, Lives, Look};
use recraft_sim::event::{Event, What};
use recraft_sim::flight::{Endpoint, Fate, Flight, FlightId};
use recraft_sim::traffic::{End, Sent};
use recraft_sim::world::World;

use super::books::Book;
use super::watched::Watched;
use super::{Selection, Session};

/// The least and the most time that can be shown, in microseconds.
const SPAN_US: (f64, f64) = (50.0, 900_000_000.0);
/// Where the present stands while the diagram follows it, as a share of the width.
const PRESENT: f64 = 0.9;

/// The stretch of time that is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeWindow {
    /// How much time, in microseconds.
    pub span_us: f64,
    /// Whether it is told in words as well.
    pub in_words: bool,
    /// Where it begins; `None` while it follows the present.
    from_us: Option<f64>,
    /// Whether it left the present by itself, to show what was selected.
    lent: bool,
}

impl Default for TimeWindow {
    fn default() -> Self {
        Self { span_us: 400_000.0, in_words: false, from_us: None, lent: false }
    }
}

/// A change of the stretch of time that is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LookAt {
    /// So many times as much time, about what stands at this share of the width.
    Zoom(f64, f64),
    /// Later by this share of the width; earlier if it is negative.
    Pan(f64),
    /// Follow the present.
    Present,
    /// Tell it in words too, or no longer.
    Words,
}

impl TimeWindow {
    /// Where it begins, in microseconds.
    pub fn begins_us(&self, now_us: u64) -> f64 {
        self.from_us.unwrap_or(now_us as f64 - PRESENT * self.span_us)
    }

    /// Whether it follows the present.
    pub const fn follows(&self) -> bool {
        self.from_us.is_none()
    }

    /// Changes it.
    pub fn change(&mut self, change: LookAt, now_us: u64) {
        let from_us = self.begins_us(now_us);
        self.lent &= change == LookAt::Words;
        match change {
            LookAt::Zoom(factor, share) => {
                let span_us = (self.span_us * factor).clamp(SPAN_US.0, SPAN_US.1);
                let kept_us = from_us + share * self.span_us;
                self.from_us = self.from_us.map(|_| kept_us - share * span_us);
                self.span_us = span_us;
            }
            LookAt::Pan(share) => {
                let latest_us = now_us as f64 - 0.1 * self.span_us;
                let to_us = from_us + share * self.span_us;
                self.from_us = Some(to_us.min(latest_us).max(-0.5 * self.span_us));
            }
            LookAt::Present => self.from_us = None,
            LookAt::Words => self.in_words = !self.in_words,
        }
    }

    /// Moves it, if it must be, so that a time is well in view.
    fn show(&mut self, us: u64, now_us: u64) {
        let share = (us as f64 - self.begins_us(now_us)) / self.span_us;
        if !(0.02..=0.98).contains(&share) {
            self.lent |= self.follows();
            self.from_us = Some(us as f64 - self.span_us / 2.0);
        }
    }

    /// Follows the present again, when time goes on or another moment is gone to: if it left it only to show something, or if that moment is
    /// nowhere in it.
    fn go_along(&mut self, now_us: u64) {
        let seen = (0.0..=1.0).contains(&((now_us as f64 - self.begins_us(now_us)) / self.span_us));
        if self.lent || !seen {
            (self.from_us, self.lent) = (None, false);
        }
    }
}

/// What the session keeps of the past.
#[derive(Clone, Debug, Default)]
pub struct Past {
    lives: Lives,
    window: TimeWindow,
    /// What is being walked along, while the selection is one of its events.
    along: Option<Selection>,
    /// The last index that the logs are shown up to; `None` while they follow the newest entries.
    log_to: Option<Index>,
    /// What the selected node was before its last event, and is since.
    pub(super) watched: Watched,
}

impl Past {
    /// The stretch of time that is looked at.
    pub const fn window(&self) -> &TimeWindow {
        &self.window
    }

    /// The world stands at another time, or is another one.
    pub(super) fn leap(&mut self) {
        self.watched = Watched::default();
        self.lives.clear();
    }

    /// What is being walked along.
    pub const fn along(&self) -> Option<Selection> {
        self.along
    }
}

impl Session {
    /// The past.
    pub const fn past(&self) -> &Past {
        &self.past
    }

    /// The last index that the logs are shown up to; `None` while they follow the newest entries.
    pub const fn log_to(&self) -> Option<Index> {
        self.past.log_to
    }

    /// Shows the logs up to an index. Up to the last one means: the newest entries, also when more come.
    pub(super) fn show_logs(&mut self, to: Option<Index>) {
        let ends = self.world().servers().map(|server| Book::of(server.node_or_disk()).last());
        let last = ends.max().unwrap_or(0);
        self.past.log_to = to.filter(|&to| to < last);
    }

    /// Time goes on, or another moment is gone to: the stretch of time that is looked at goes along.
    pub(super) fn go_along(&mut self) {
        let now_us = self.world().now_us();
        self.past.window.go_along(now_us);
    }

    /// Changes the stretch of time that is looked at.
    pub(super) fn look_at(&mut self, change: LookAt) {
        let now_us = self.world().now_us();
        self.past.window.change(change, now_us);
    }

    /// The space-time diagram, in this size (CSS pixels).
    pub fn diagram(
        &mut self,
        (width, height): (f32, f32),
        theme: Theme,
        hover: Option<Selection>,
    ) -> Diagram {
        let mut past = std::mem::take(&mut self.past);
        let (world, hues) = (self.world(), self.hues());
        past.lives.take(world);
        let cone =
            self.selection().and_then(|it| focus(it, world)).map(|focus| Cone::of(focus, world.traffic()));
        let hues = |cluster: ClusterId| hues.of(cluster);
        let look = Look {
            width,
            height,
            theme,
            from_us: past.window.begins_us(world.now_us()),
            span_us: past.window.span_us,
            selection: self.selection(),
            hover,
            cone: cone.as_ref(),
            hues: &hues,
        };
        let diagram = Diagram::of(world, &past.lives, &look);
        self.past = past;
        diagram
    }

    /// Selects the event before or after the selected one that has to do with the same thing; of a thing that is no event, its last
    /// one or, if there is a later one than the selected, that.
    pub(super) fn walk(&mut self, onward: bool) {
        let Some(selection) = self.selection() else { return };
        let world = self.world();
        let at = match selection {
            Selection::Event(seq) => Some(seq),
            Selection::Flight(id) => world.traffic().get(id).map(|sent| sent.at.seq),
            _ => None,
        };
        let along = match selection {
            Selection::Event(seq) => {
                self.past.along.or_else(|| event(world, seq).and_then(place_of).and_then(selected))
            }
            Selection::Flight(id) => world.traffic().get(id).and_then(|sent| selected(sent.from)),
            other => Some(other),
        };
        let Some(along) = along else { return };
        let Some((seq, at_us)) = neighbour(world, along, at, onward) else { return };
        self.choose(Selection::Event(seq));
        self.past.along = Some(along);
        let now_us = self.world().now_us();
        self.past.window.show(at_us, now_us);
    }

    /// Forgets what was walked along: something else is selected.
    pub(super) const fn stop_walking(&mut self) {
        self.past.along = None;
    }

    /// The time and place of the selected thing comes into view.
    pub(super) fn show_selected(&mut self) {
        let world = self.world();
        let at_us = match self.selection() {
            Some(Selection::Event(seq)) => event(world, seq).map(|event| event.at_us),
            Some(Selection::Flight(id)) => world.traffic().get(id).map(|sent| sent.at.us),
            _ => None,
        };
        let now_us = world.now_us();
        if let Some(at_us) = at_us {
            self.past.window.show(at_us, now_us);
        }
    }
}

/// The event of something before or after the one numbered `at`; its last one if there is no number. With its time.
fn neighbour(world: &World, along: Selection, at: Option<u64>, onward: bool) -> Option<(u64, u64)> {
    let mut own = world.events().filter(|event| concerns(event, along, world));
    let found = match (at, onward) {
        (Some(at), true) => own.find(|event| event.seq > at),
        (Some(at), false) => own.rev().find(|event| event.seq < at),
        (None, _) => own.next_back(),
    };
    found.map(|event| (event.seq, event.at_us))
}

/// An event of the record, if it is still kept.
pub fn event(world: &World, seq: u64) -> Option<&Event> {
    world.events_since(seq.checked_sub(1)?).next().filter(|event| event.seq == seq)
}

/// Where an event happened.
pub fn place_of(event: &Event) -> Option<Endpoint> {
    match &event.what {
        What::Observed { node, .. } | What::Crashed { node } => Some(Endpoint::Node(*node)),
        What::MessageLost { from, .. } => Some(*from),
        What::ClientAsked { client, .. } | What::ClientAnswered { client, .. } => {
            Some(Endpoint::Client(*client))
        }
        What::Violated { violation } => violation.nodes.first().map(|&node| Endpoint::Node(node)),
        What::Commanded { .. } | What::CommandFailed { .. } | What::Managed { .. } => None,
    }
}

/// The end of a link as something selected.
pub const fn selected(end: Endpoint) -> Option<Selection> {
    match end {
        Endpoint::Node(node) => Some(Selection::Node(node)),
        Endpoint::Client(client) => Some(Selection::Client(client)),
        Endpoint::Manager => None,
    }
}

/// Whether an event is one of something.
fn concerns(event: &Event, what: Selection, world: &World) -> bool {
    match what {
        Selection::Node(node) => place_of(event) == Some(Endpoint::Node(node)),
        Selection::Client(client) => place_of(event) == Some(Endpoint::Client(client)),
        Selection::Cluster(cluster) => match place_of(event) {
            Some(Endpoint::Node(node)) => is_in(node, cluster, world),
            _ => false,
        },
        Selection::Entry(_, id) => match &event.what {
            What::Observed { observation, .. } => about_entry(observation, id.index),
            _ => false,
        },
        Selection::Flight(_) | Selection::Event(_) => false,
    }
}

fn is_in(node: NodeId, cluster: ClusterId, world: &World) -> bool {
    let now = world.server(node).and_then(|server| server.node_or_disk().cluster());
    now == Some(cluster) || world.lineage().get(cluster).is_some_and(|record| record.members.contains(node))
}

fn about_entry(observation: &recraft_protocol::observation::Observation, index: u64) -> bool {
    use recraft_protocol::observation::Observation as O;
    match observation {
        O::Proposed { entry } => entry.id.index == index,
        O::Appended { first, last, .. } | O::Truncated { first, last } => (*first..=*last).contains(&index),
        O::Committed { index: to, .. } => *to == index,
        O::ConfigurationAppended { id, .. }
        | O::ConfigurationCommitted { id, .. }
        | O::ConfigurationUndone { id } => id.index == index,
        _ => false,
    }
}

/// Where the cone of cause and effect of a selected thing begins.
fn focus(selection: Selection, world: &World) -> Option<Focus> {
    match selection {
        Selection::Flight(id) => world.traffic().get(id).map(Focus::message),
        Selection::Event(seq) => {
            let event = event(world, seq)?;
            if let What::MessageLost { flight, .. } = event.what {
                return world.traffic().get(flight).map(Focus::message);
            }
            place_of(event).map(|place| Focus::event(place, event.at_us, event.seq))
        }
        _ => None,
    }
}

/// A message as it was in flight, from the record.
pub fn flight(world: &World, id: FlightId) -> Option<Flight> {
    let live = world.flight(id).cloned();
    live.or_else(|| world.traffic().get(id).map(remembered))
}

fn remembered(sent: &Sent) -> Flight {
    let (due_us, fate) = match sent.end {
        Some(End::Lost { at, why, .. }) => (at.us, Fate::Lost { at_us: at.us, why }),
        Some(End::Arrived(at)) => (at.us, Fate::Arrives),
        None => (sent.at.us, Fate::Arrives),
    };
    Flight {
        id: sent.id,
        from: sent.from,
        to: sent.to,
        sent_us: sent.at.us,
        due_us,
        holds: Vec::new(),
        fate,
        cargo: sent.cargo.clone(),
    }
}

/// The message whose arrival led to an event, if one did.
pub fn cause<'a>(event: &Event, world: &'a World) -> Option<&'a Sent> {
    let place = place_of(event)?;
    let traffic = world.traffic();
    let near = traffic.since(event.at_us.saturating_sub(traffic.longest_us()));
    let arrived = |sent: &&Sent| {
        sent.to == place && sent.arrived().is_some_and(|at| at.us == event.at_us && at.seq < event.seq)
    };
    let last = near
        .take_while(|sent| sent.at.us <= event.at_us)
        .filter(arrived)
        .max_by_key(|sent| sent.arrived())?;
    // Of several steps in one microsecond only the last before the event is its own; a timer's step has no arrival.
    let between = world.events_since(last.arrived()?.seq).take_while(|other| other.seq < event.seq);
    between.into_iter().all(|other| place_of(other) == Some(place)).then_some(last)
}

/// The messages that were sent in the step that an event belongs to.
pub fn consequences<'a>(event: &Event, world: &'a World) -> impl Iterator<Item = &'a Sent> {
    let (place, us, seq) = (place_of(event), event.at_us, event.seq);
    let now = world.traffic().since(us).take_while(move |sent| sent.at.us == us);
    now.filter(move |sent| Some(sent.from) == place && sent.at.seq >= seq)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Action;

    #[test]
    fn zooming_keeps_what_is_under_the_pointer_where_it_is() {
        let mut window = TimeWindow::default();
        window.change(LookAt::Pan(-0.5), 1_000_000);
        let at = |window: &TimeWindow, share: f64| window.begins_us(1_000_000) + share * window.span_us;
        let before = at(&window, 0.3);
        window.change(LookAt::Zoom(0.25, 0.3), 1_000_000);
        assert!((at(&window, 0.3) - before).abs() < 1e-6 && (window.span_us - 100_000.0).abs() < 1e-6);
        for _ in 0..100 {
            window.change(LookAt::Zoom(0.1, 0.3), 1_000_000);
        }
        assert!((window.span_us - SPAN_US.0).abs() < 1e-9);
    }

    fn session() -> Session {
        let mut session = Session::new(crate::session::Preset::Five, 3);
        session.act(Action::TogglePlay);
        while session.world().now_us() < 1_000_000 {
            session.advance(50.0);
        }
        session
    }

    #[test]
    fn what_was_shown_for_a_selection_is_left_when_time_goes_on_but_what_was_chosen_stays() {
        let mut session = session();
        session.act(Action::TogglePlay);
        let first = session.world().events().next().map(|event| event.seq).unwrap_or_default();
        session.act(Action::Select(Some(Selection::Event(first))));
        assert!(!session.past().window().follows(), "the event is shown");
        session.act(Action::TogglePlay);
        assert!(session.past().window().follows());
        session.act(Action::LookAt(LookAt::Pan(-0.05)));
        session.act(Action::TogglePlay);
        session.act(Action::TogglePlay);
        assert!(!session.past().window().follows(), "somebody looks there");
        session.act(Action::Travel(crate::session::Travel::Start));
        assert!(session.past().window().follows(), "nothing of that moment was in it");
    }

    #[test]
    fn walking_goes_from_event_to_event_of_the_same_node_and_back() {
        let mut session = session();
        let node = NodeId(2);
        session.act(Action::Select(Some(Selection::Node(node))));
        let mut walked = Vec::new();
        for _ in 0..4 {
            session.act(Action::Walk { onward: false });
            walked.push(session.selection());
        }
        let own = |event: &&Event| place_of(event) == Some(Endpoint::Node(node));
        let expected = session.world().events().rev().filter(own).take(4);
        assert_eq!(walked, expected.map(|event| Some(Selection::Event(event.seq))).collect::<Vec<_>>());
        session.act(Action::Walk { onward: true });
        assert_eq!(session.selection(), walked[2]);
        assert_eq!(session.past().along(), Some(Selection::Node(node)));
        assert_eq!(session.selected_on_stage(), Some(Selection::Node(node)));
        session.act(Action::Select(None));
        assert_eq!(session.past().along(), None);
    }

    #[test]
    fn an_election_names_the_vote_that_decided_it_and_a_vote_the_request_that_asked_for_it() {
        use recraft_protocol::observation::Observation;
        use recraft_scene::glyph::Glyph;
        let session = session();
        let world = session.world();
        let of = |wanted: fn(&Observation) -> bool| {
            let is = |event: &&Event| matches!(&event.what, What::Observed { observation, .. } if wanted(observation));
            world.events().find(is).and_then(|event| cause(event, world)).map(|sent| Glyph::of(&sent.cargo))
        };
        assert_eq!(of(|it| matches!(it, Observation::BecameLeader { .. })), Some(Glyph::Vote));
        assert_eq!(of(|it| matches!(it, Observation::VoteGranted { .. })), Some(Glyph::Ballot));
        assert_eq!(of(|it| matches!(it, Observation::StoodForElection { .. })), None, "a timer ran out");
    }

    #[test]
    fn a_message_of_long_ago_can_be_looked_at() {
        use crate::session::inspect::Inspected;
        let mut session = session();
        session.act(Action::Select(Some(Selection::Flight(FlightId(1)))));
        assert!(
            matches!(session.inspected(), Inspected::Message(card) if card.gone && card.id == FlightId(1))
        );
        let from_us = session.past().window().begins_us(session.world().now_us());
        let sent_us = session.world().traffic().get(FlightId(1)).map_or(0, |sent| sent.at.us) as f64;
        assert!(from_us <= sent_us && sent_us <= from_us + session.past().window().span_us);
    }

    #[test]
    fn it_follows_the_present_until_it_is_moved_and_again_when_asked() {
        let mut window = TimeWindow::default();
        assert!(window.follows() && window.begins_us(900_000) > window.begins_us(800_000));
        window.change(LookAt::Zoom(2.0, 0.1), 900_000);
        assert!(window.follows(), "zooming goes on following");
        window.change(LookAt::Pan(-0.2), 900_000);
        assert!(!window.follows());
        assert_eq!(window.begins_us(900_000).to_bits(), window.begins_us(5_000_000).to_bits());
        window.change(LookAt::Pan(100.0), 900_000);
        assert!(window.begins_us(0) < 900_000.0, "the present stays in sight");
        window.change(LookAt::Present, 900_000);
        assert!(window.follows());
    }
}
