//! Handing the run on, and taking one that was handed on: what `recraft_share` knows of runs, with how the page looks at them.

use recraft_protocol::types::{ClientId, ClusterId, EpochTerm, LogId, NodeId};
use recraft_share::origin::Origin;
use recraft_share::{Bad, Packing, Shared, text};
use recraft_sim::flight::FlightId;
use recraft_sim::history::{History, Kinds, Moment, Played};
use recraft_sim::library::Story;
use recraft_sim::presets::Preset;
use recraft_sim::run::Run;
use recraft_words::t;

use super::{Selection, Session, Speed, Tab};

/// The tabs by their numbers in links. A new one gets a new number, and no number is ever used again.
const TABS: [Tab; 10] = [
    Tab::Inspector,
    Tab::Events,
    Tab::SpaceTime,
    Tab::Logs,
    Tab::Lineage,
    Tab::Quorums,
    Tab::Data,
    Tab::Checks,
    Tab::Explore,
    Tab::Charts,
];
/// A frame goes on so many happenings towards the moment of a link: a link may ask for any moment, and the page shall not stand still.
const HAPPENINGS_A_FRAME: u64 = 5_000;

/// How a run is looked at, as far as it is handed on. Theme and sizes are the reader's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looks {
    /// How fast.
    pub speed: Speed,
    /// Which tab of the dock, if it is one that has a number.
    pub tab: Option<Tab>,
    /// What is selected.
    pub selection: Option<Selection>,
}

impl Looks {
    /// As numbers.
    fn numbers(self) -> Vec<u32> {
        let tab = self.tab.and_then(|tab| TABS.iter().position(|&of| of == tab));
        let mut numbers = vec![self.speed.place() as u32, tab.map_or(0, |place| place as u32 + 1)];
        let mut long = |kind, number: u64| numbers.extend([kind, number as u32, (number >> 32) as u32]);
        match self.selection {
            None => {}
            Some(Selection::Node(node)) => numbers.extend([1, node.0]),
            Some(Selection::Cluster(cluster)) => numbers.extend([2, cluster.0]),
            Some(Selection::Client(client)) => numbers.extend([3, client.0]),
            Some(Selection::Flight(flight)) => long(4, flight.0),
            Some(Selection::Event(seq)) => long(5, seq),
            Some(Selection::Entry(cluster, id)) => {
                long(6, id.index);
                numbers.extend([cluster.0, id.at.epoch, id.at.term]);
            }
        }
        numbers
    }

    /// From numbers. What they do not say, or say of what this page does not know, is left as it is by default.
    fn of(numbers: &[u32]) -> Self {
        let (seen, selected) = numbers.split_at(numbers.len().min(2));
        let speed = seen.first().map_or_else(Speed::default, |&place| Speed::rung(place as usize));
        let tab = seen.get(1).and_then(|&number| TABS.get((number as usize).checked_sub(1)?)).copied();
        let long = |low: u32, high: u32| u64::from(low) | u64::from(high) << 32;
        let selection = match *selected {
            [1, node] => Some(Selection::Node(NodeId(node))),
            [2, cluster] => Some(Selection::Cluster(ClusterId(cluster))),
            [3, client] => Some(Selection::Client(ClientId(client))),
            [4, low, high] => Some(Selection::Flight(FlightId(long(low, high)))),
            [5, low, high] => Some(Selection::Event(long(low, high))),
            [6, low, high, cluster, epoch, term] => {
                let id = LogId { at: EpochTerm::new(epoch, term), index: long(low, high) };
                Some(Selection::Entry(ClusterId(cluster), id))
            }
            _ => None,
        };
        Self { speed, tab, selection }
    }
}

/// A run that was handed on, on its way to the moment at which it is to be shown.
pub struct Coming {
    history: History,
    preset: Option<Preset>,
    /// What the run is, if it did not begin with a preset.
    pub title: Option<String>,
    /// How it is to be looked at.
    pub looks: Looks,
    to: Moment,
    mark: Option<u32>,
}

impl Coming {
    /// What the unpacked code of a link holds.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn read(code: &[u8], stories: &[Story]) -> Result<Self, Bad> {
        let shared = Shared::read(code, stories)?;
        let story = |name: &str| stories.iter().find(|story| story.name == name);
        let (preset, title) = match &shared.origin {
            Origin::Preset(preset) => (Some(*preset), None),
            Origin::Story(name) => (None, story(name).map(|story| story.title.clone())),
            Origin::Setup => (None, Some(t!("A shared run").into())),
        };
        let looks = Looks::of(&shared.view);
        let history = History::new(shared.run);
        Ok(Self { history, preset, title, looks, to: shared.at, mark: Some(shared.mark) })
    }

    /// A run from a file, to be shown at this moment.
    pub fn from_file(title: Option<String>, run: Run, to: Moment) -> Self {
        let looks = Looks { speed: Speed::default(), tab: None, selection: None };
        let title = Some(title.unwrap_or_else(|| t!("A run from a file").into()));
        Self { history: History::new(run), preset: None, title, looks, to, mark: None }
    }

    /// Goes on for about as long as a frame may take; says whether it has arrived.
    pub fn go_on(&mut self) -> bool {
        if self.history.play(self.to.at_us, HAPPENINGS_A_FRAME, Kinds::NONE) == Played::Interrupted {
            return false;
        }
        self.history.seek(self.to);
        true
    }

    /// How far it is, and how far it has to go, in virtual microseconds.
    pub fn way_us(&self) -> (u64, u64) {
        (self.history.moment().at_us, self.to.at_us)
    }

    /// Whether, having arrived, it went as it did where it was handed on.
    pub fn goes_as_it_did(&self) -> bool {
        self.mark.is_none_or(|mark| mark == Shared::mark_of(self.history.world()))
    }
}

impl Session {
    /// The code of what is handed on: the run of the branch that is watched, at this moment or at its beginning, as it is looked at.
    ///
    /// # Errors
    /// If it is too long for a link.
    pub fn shared(&self, from_the_beginning: bool, tab: Tab, stories: &[Story]) -> Result<Vec<u8>, Bad> {
        let history = self.history();
        let mut looks = Looks { speed: self.playback().speed, tab: Some(tab), selection: self.selection() };
        let mut shared = if from_the_beginning {
            looks.selection = None;
            let start = History::new(history.run());
            Shared::new(history.run(), start.moment(), start.world(), stories)
        } else {
            Shared::new(history.run(), history.moment(), history.world(), stories)
        };
        shared.view = looks.numbers();
        shared.write(stories)
    }

    /// Goes on to a time at once.
    pub fn play_to(&mut self, us: u64) {
        self.history.play_to(us);
        self.take_note();
    }

    /// Goes back to a moment of this branch.
    pub fn go_back(&mut self, to: Moment) {
        self.history.seek(to);
        self.take_note();
    }

    /// Stops time.
    pub fn pause(&mut self) {
        self.playback.pause();
    }

    /// Shows what has come instead of the present run, paused.
    pub fn receive(&mut self, coming: Coming) {
        self.take(coming.history, coming.preset.unwrap_or(Preset::Five));
        self.playback.speed = coming.looks.speed;
        self.select(coming.looks.selection);
        self.forget_what_is_not_there();
    }
}

/// The text of a link, of a code that is packed so or as it is, whichever is shorter.
pub fn link_text(code: &[u8], deflated: Option<&[u8]>) -> String {
    match deflated.filter(|deflated| deflated.len() < code.len()) {
        Some(deflated) => text::write(Packing::Deflated, deflated),
        None => text::write(Packing::Plain, code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Action;
    use crate::session::library::stories;
    use recraft_share::text::read;
    use recraft_sim::command::Command;

    /// Hands a session's run on, as a link, to a reader.
    fn handed_on(session: &Session, from_the_beginning: bool) -> Session {
        let stories = stories();
        let code = session.shared(from_the_beginning, Tab::Logs, &stories).expect("it is short enough");
        let (packing, code) = read(&link_text(&code, None)).expect("it is a link");
        assert_eq!(packing, Packing::Plain);
        let mut coming = Coming::read(&code, &stories).expect("it can be read");
        assert_eq!(coming.looks.tab, Some(Tab::Logs));
        while !coming.go_on() {}
        assert!(coming.goes_as_it_did());
        let mut reader = Session::new(Preset::Three, 1);
        reader.receive(coming);
        reader
    }

    /// A run by hand: a crash, a step back, and something else instead.
    fn by_hand() -> Session {
        let mut session = Session::new(Preset::Five, 7);
        session.history.play_to(900_000);
        session.act(Action::Do(Command::Crash { node: NodeId(2) }));
        session.history.play_to(2_000_000);
        session.history.seek_us(1_200_000);
        session.act(Action::Do(Command::Timeout { node: NodeId(4) }));
        session.act(Action::SetSpeed(Speed::rung(9)));
        session.act(Action::Select(Some(Selection::Node(NodeId(4)))));
        session
    }

    #[test]
    fn a_reader_gets_the_branch_that_is_watched_its_moment_and_what_is_selected() {
        let session = by_hand();
        let reader = handed_on(&session, false);
        assert_eq!(reader.world().state_hash(), session.world().state_hash());
        assert_eq!(reader.history().moment(), session.history().moment());
        assert_eq!(reader.run(), session.run());
        assert_eq!((reader.selection(), reader.playback().speed), (session.selection(), Speed::rung(9)));
        assert_eq!((reader.preset(), reader.playback().is_moving()), (Preset::Five, false));
    }

    #[test]
    fn from_the_beginning_everything_is_still_to_come() {
        let session = by_hand();
        let mut reader = handed_on(&session, true);
        assert_eq!((reader.world().now_us(), reader.selection()), (0, None));
        reader.history.play_to(1_200_000);
        assert_eq!(reader.world().state_hash(), session.world().state_hash());
    }

    #[test]
    fn a_moment_between_commands_is_kept() {
        let mut session = by_hand();
        session.act(Action::Travel(crate::session::Travel::Undo));
        let reader = handed_on(&session, false);
        assert_eq!(reader.history().moment(), session.history().moment());
        assert_eq!(reader.world().state_hash(), session.world().state_hash());
    }

    #[test]
    fn everything_that_can_be_selected_can_be_handed_on() {
        let id = LogId { at: EpochTerm::new(3, 4), index: 1 << 40 };
        let selections = [
            Selection::Node(NodeId(7)),
            Selection::Cluster(ClusterId(7)),
            Selection::Client(ClientId(7)),
            Selection::Flight(FlightId(1 << 40)),
            Selection::Event(1 << 40),
            Selection::Entry(ClusterId(7), id),
        ];
        for selection in selections.into_iter().map(Some).chain([None]) {
            for &tab in Tab::ALL {
                let looks = Looks { speed: Speed::rung(11), tab: Some(tab), selection };
                assert_eq!(Looks::of(&looks.numbers()), looks);
            }
        }
    }

    #[test]
    fn what_a_later_page_says_of_the_view_is_left_out() {
        let plain = Looks { speed: Speed::default(), tab: None, selection: None };
        assert_eq!(Looks::of(&[]), plain);
        assert_eq!(Looks::of(&[u32::MAX, u32::MAX, 77, 1, 2]), Looks { speed: Speed::rung(99), ..plain });
    }

    #[test]
    fn what_is_selected_must_be_there() {
        let mut session = by_hand();
        session.act(Action::Select(None));
        let code = session.shared(false, Tab::Logs, &[]).unwrap();
        let mut coming = Coming::read(&code, &[]).unwrap();
        coming.looks.selection = Some(Selection::Node(NodeId(99)));
        session.receive(coming);
        assert_eq!(session.selection(), None);
    }

    #[test]
    fn a_run_that_goes_otherwise_is_noticed() {
        let code = by_hand().shared(false, Tab::Logs, &[]).unwrap();
        let mut coming = Coming::read(&code, &[]).unwrap();
        coming.mark = coming.mark.map(|mark| mark ^ 1);
        while !coming.go_on() {}
        assert!(!coming.goes_as_it_did());
    }

    #[test]
    fn a_distant_moment_is_gone_to_in_pieces() {
        let mut session = Session::new(Preset::Hundred, 7);
        session.act(Action::Do(Command::Load { clients: 60, pause_us: 1 }));
        session.history.play_to(6_000_000);
        let mut coming = Coming::read(&session.shared(false, Tab::Logs, &[]).unwrap(), &[]).unwrap();
        let mut frames = 1;
        while !coming.go_on() {
            frames += 1;
            assert!(coming.way_us().0 < coming.way_us().1);
        }
        assert!(frames > 3, "{frames}");
        assert!(coming.goes_as_it_did());
    }
}
