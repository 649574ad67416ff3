//! The session itself.

use std::rc::Rc;

use recraft_protocol::machine::Operation;
use recraft_protocol::types::{ClientId, ClusterId};
use recraft_scene::kin::Kin;
use recraft_sim::flight::Flight;
use recraft_sim::history::{Follower, History};
use recraft_sim::lineage::Lineage;
use recraft_sim::presets::Preset;
use recraft_sim::run::Run;
use recraft_sim::world::World;

use super::action::{Action, Editor, Selection};
use super::compare::Compared;
use super::feed::Feed;
use super::hues::Hues;
use super::lesson::Telling;
use super::past::{self, Past};
use super::playback::Playback;

/// A run being watched.
pub struct Session {
    preset: Preset,
    /// The run with all its alternatives; the world is the one at its cursor.
    pub(super) history: History,
    /// The history's leaps that have been followed.
    leaps: u64,
    pub(super) playback: Playback,
    pub(super) selection: Option<Selection>,
    /// Whether the selected cluster was on the stage when it was selected.
    pub(super) was_alive: bool,
    pub(super) editor: Option<Editor>,
    /// The selected message, kept so that it can be looked at after it has arrived.
    pub(super) kept: Option<Flight>,
    pub(super) feed: Feed,
    hues: Rc<Hues>,
    pub(super) past: Past,
    pub(super) own_requests: u64,
    /// Who made the newest request of this page, and what was selected then.
    pub(super) asked: Option<(ClientId, Option<Selection>)>,
    pub(super) complaint: Option<String>,
    pub(super) full: bool,
    /// Two branches beside each other.
    pub(super) compared: Option<Rc<Compared>>,
    /// Measures the run, once somebody has looked at the charts.
    pub(super) follower: Option<Box<Follower>>,
    /// The lesson that is being told.
    pub(super) telling: Option<Telling>,
    /// Whether it is a lesson's, a story's or one that was found.
    pub(super) is_guest: bool,
    /// With how many commands it came.
    pub(super) came_with: usize,
    /// One's own run, while another is on the stage.
    pub(super) aside: Option<Box<Self>>,
}

impl Session {
    /// A run at its beginning, paused.
    pub fn new(preset: Preset, seed: u64) -> Self {
        Self::begin(preset, preset.run(seed))
    }

    /// Any run instead of the present one, as it is at `cursor_us`, paused. Its later commands are still to come.
    pub fn load(&mut self, run: Run, cursor_us: u64) {
        // No preset that has a story of its own: what is suggested next shall fit any run.
        self.replace(Self::begin(Preset::Five, run));
        self.is_guest = true;
        self.history.play_to(cursor_us);
        self.take_note();
    }

    fn begin(preset: Preset, run: Run) -> Self {
        Self::of(preset, History::new(run), 0)
    }

    /// A history instead of the present one, as it is, paused.
    pub(super) fn take(&mut self, history: History, preset: Preset) {
        // Wherever it stands, nothing that led there has been looked at.
        self.replace(Self::of(preset, history, u64::MAX));
    }

    /// A new run of a preset instead of the present one, at its beginning.
    pub fn start(&mut self, preset: Preset, seed: u64) {
        self.replace(Self::new(preset, seed));
    }

    fn of(preset: Preset, history: History, leaps: u64) -> Self {
        let mut session = Self {
            preset,
            came_with: history.branch().commands().count(),
            history,
            leaps,
            playback: Playback::default(),
            selection: None,
            was_alive: false,
            editor: None,
            kept: None,
            feed: Feed::default(),
            hues: Rc::default(),
            past: Past::default(),
            own_requests: 0,
            asked: None,
            complaint: None,
            full: false,
            compared: None,
            follower: None,
            telling: None,
            is_guest: false,
            aside: None,
        };
        session.take_note();
        session
    }

    /// Does what a person asks for.
    pub fn act(&mut self, action: Action) {
        self.complaint = None;
        self.full = false;
        let (was_moving, before_us) = (self.playback.is_moving(), self.world().now_us());
        match action {
            Action::TogglePlay => self.toggle_play(),
            Action::NextEvent => self.next_event(),
            Action::SkipAhead => self.skip_ahead(),
            Action::Travel(travel) => self.travel(travel),
            Action::SetSpeed(speed) => self.playback.speed = speed,
            Action::SlowDown(slows) => self.playback.slows = slows,
            Action::Select(selection) => {
                self.stop_walking();
                self.select(selection);
                self.show_selected();
            }
            Action::LookAt(change) => self.look_at(change),
            Action::LogTo(to) => self.show_logs(to),
            Action::Walk { onward } => self.walk(onward),
            Action::Edit(editor) => self.edit(editor),
            Action::Do(command) => self.give(command),
            Action::Write { key, value } => self.ask(Operation::Put { key: key.into(), value: value.into() }),
            Action::Read { key } => self.ask(Operation::Get { key: key.into() }),
            Action::ToggleCrash(node) => self.toggle_crash(node),
            Action::ToggleIsolation(node) => self.toggle_isolation(node),
            Action::AddSpare => self.add_spare(),
            Action::Tell(tell) => self.tell(tell),
            Action::ComeHome => _ = self.come_home(),
        }
        if self.playback.is_moving() && !was_moving || self.world().now_us() != before_us {
            self.go_along();
        }
        self.follow_script();
    }

    /// Takes in what has happened: the record, the clusters' hues, the selected message. After a leap everything is looked at anew, but the
    /// record only when it is asked for: see [`Self::refresh`].
    pub(super) fn take_note(&mut self) {
        self.follow_script();
        let leapt = self.leaps != self.history.leaps();
        if leapt {
            self.leaps = self.history.leaps();
            self.asked = None;
            self.forget_what_is_not_there();
            self.feed.forget();
            self.past.leap();
            self.go_along();
        } else if !self.feed.is_forgotten() {
            self.feed.take(self.history.world().events_since(self.feed.last_seq()));
        }
        let world = self.history.world();
        if leapt || world.lineage().iter().count() != self.hues.len() {
            self.hues = Rc::new(
                Kin::of_all(world.lineage()).iter().map(|(&cluster, kin)| (cluster, Kin::hue(kin))).collect(),
            );
        }
        if let Some(Selection::Cluster(cluster)) = self.selection
            && self.was_alive
            && self.world().lineage().has_ended(cluster)
        {
            // It is not on the stage any more; what came of it is more interesting, if that is one.
            self.selection = heir(self.world().lineage(), cluster).map(Selection::Cluster);
            self.editor = None;
        }
        if let Some(Selection::Flight(id)) = self.selection
            && (self.kept.is_none()
                || self.world().flight(id).is_some_and(|now| self.kept.as_ref() != Some(now)))
        {
            self.kept = past::flight(self.world(), id);
        }
    }

    /// Selects nothing if what is selected does not exist at this moment.
    pub(super) fn forget_what_is_not_there(&mut self) {
        let world = self.history.world();
        let there = match self.selection {
            None => return,
            Some(Selection::Node(node)) => world.server(node).is_some(),
            Some(Selection::Cluster(cluster) | Selection::Entry(cluster, _)) => {
                world.lineage().get(cluster).is_some()
            }
            Some(Selection::Flight(flight)) => flight.0 <= world.messages_sent(),
            Some(Selection::Client(client)) => world.client(client).is_some(),
            Some(Selection::Event(seq)) => seq <= world.last_seq(),
        };
        if there {
            let alive = |cluster| !world.lineage().has_ended(cluster);
            self.was_alive = matches!(self.selection, Some(Selection::Cluster(cluster)) if alive(cluster));
        } else {
            (self.selection, self.editor, self.kept) = (None, None, None);
        }
    }

    pub(super) fn select(&mut self, selection: Option<Selection>) {
        if self.selection != selection {
            self.selection = selection;
            self.was_alive = matches!(selection, Some(Selection::Cluster(cluster)) if !self.world().lineage().has_ended(cluster));
            self.editor = None;
            self.kept = None;
            self.take_note();
        }
    }

    /// Selects something that is being walked to.
    pub(super) fn choose(&mut self, selection: Selection) {
        self.select(Some(selection));
    }

    fn edit(&mut self, editor: Option<(ClusterId, Editor)>) {
        match editor {
            None => self.editor = None,
            Some((cluster, editor)) => {
                self.select(Some(Selection::Cluster(cluster)));
                self.editor = Some(editor);
            }
        }
    }

    /// The world.
    pub const fn world(&self) -> &World {
        self.history.world()
    }

    /// The run with all its alternatives.
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// The run of the present branch: seed and commands.
    #[cfg(test)]
    pub fn run(&self) -> Run {
        self.history.run()
    }

    /// What the run started with.
    pub const fn preset(&self) -> Preset {
        self.preset
    }

    /// Where all its chance comes from.
    pub fn seed(&self) -> u64 {
        self.world().setup().seed
    }

    /// The clock.
    pub const fn playback(&self) -> &Playback {
        &self.playback
    }

    /// The run with the commands that have been given up to the present moment.
    pub fn run_so_far(&self) -> Run {
        let mut run = self.history.run();
        run.commands.truncate(self.history.moment().given);
        run
    }

    /// What is selected.
    pub const fn selection(&self) -> Option<Selection> {
        self.selection
    }

    /// What of the stage has to do with what is selected.
    pub fn selected_on_stage(&self) -> Option<Selection> {
        match self.selection? {
            Selection::Event(seq) => {
                let place = past::event(self.world(), seq).and_then(past::place_of);
                place.and_then(past::selected)
            }
            Selection::Entry(cluster, _) => Some(Selection::Cluster(cluster)),
            other => Some(other),
        }
    }

    /// Which editor of the selected cluster is open.
    pub const fn editor(&self) -> Option<Editor> {
        self.editor
    }

    /// The record.
    pub const fn feed(&self) -> &Feed {
        &self.feed
    }

    /// The clusters' hues.
    pub const fn hues(&self) -> &Rc<Hues> {
        &self.hues
    }

    /// How many requests this page has made.
    pub const fn own_requests(&self) -> u64 {
        self.own_requests
    }

    /// Two branches beside each other, if that was asked for.
    pub const fn compared(&self) -> Option<&Rc<Compared>> {
        self.compared.as_ref()
    }

    /// What could not be done, if the last action could not.
    pub fn complaint(&self) -> Option<&str> {
        self.complaint.as_deref()
    }
}

/// What came of a cluster, if that is one.
fn heir(lineage: &Lineage, ended: ClusterId) -> Option<ClusterId> {
    let mut children = lineage.children(ended);
    let heir = children.next()?.cluster;
    children.next().is_none().then_some(heir)
}
