//! The session itself.

use std::rc::Rc;

use recraft_protocol::machine::Operation;
use recraft_protocol::node::Role;
use recraft_protocol::types::{ClientId, ClusterId, NodeId, NodeSet};
use recraft_scene::facts::Facts;
use recraft_scene::kin::Kin;
use recraft_scene::waiting::waiting_for;
use recraft_scene::words::outside::command_error;
use recraft_scene::words::{Importance, sentence};
use recraft_sim::command::{Command, CommandError, TimedCommand};
use recraft_sim::flight::Flight;
use recraft_sim::presets::Preset;
use recraft_sim::run::Run;
use recraft_sim::server::Server;
use recraft_sim::world::World;

use super::action::{Action, Editor, Selection};
use super::books::Books;
use super::feed::Feed;
use super::hues::Hues;
use super::inspect::{
    ClientCard, ClusterCard, EntryCard, EventCard, Inspected, MessageCard, NodeCard, StartCard,
};
use super::past::{self, Past};
use super::playback::Playback;
use super::suggest::{Suggestion, suggestions};
use super::views::logs::{Table, table};

/// A run being watched.
pub struct Session {
    preset: Preset,
    /// The run as it was before anything was done to it here.
    beginning: Run,
    /// Its seed and all commands, those to come among them.
    run: Run,
    /// How many of the commands have been given.
    given: usize,
    world: World,
    playback: Playback,
    selection: Option<Selection>,
    /// Whether the selected cluster was on the stage when it was selected.
    was_alive: bool,
    editor: Option<Editor>,
    /// The selected message, kept so that it can be looked at after it has arrived.
    kept: Option<Flight>,
    feed: Feed,
    books: Books,
    hues: Rc<Hues>,
    pub(super) past: Past,
    own_requests: u64,
    /// Who made the newest request of this page, and what was selected then.
    asked: Option<(ClientId, Option<Selection>)>,
    complaint: Option<String>,
}

/// How far a skip goes if nothing worth telling happens.
const SKIP_US_MAX: u64 = 1_000_000;

/// The page's own clients: the first that is not waiting for an answer asks.
const OWN_CLIENTS: std::ops::RangeInclusive<u32> = 1..=8;

impl Session {
    /// A run at its beginning, paused.
    pub fn new(preset: Preset, seed: u64) -> Self {
        Self::begin(preset, preset.run(seed))
    }

    /// Any run instead of the present one, as it is at `cursor_us`, paused. Its later commands are still to come.
    pub fn load(&mut self, run: Run, cursor_us: u64) {
        let speed = self.playback.speed;
        // No preset that has a story of its own: what is suggested next shall fit any run.
        *self = Self::begin(Preset::Five, run);
        self.playback.speed = speed;
        self.run_to(cursor_us);
    }

    fn begin(preset: Preset, run: Run) -> Self {
        let mut session = Self {
            preset,
            beginning: run.clone(),
            world: World::new(run.setup.clone()),
            run,
            given: 0,
            playback: Playback::default(),
            selection: None,
            was_alive: false,
            editor: None,
            kept: None,
            feed: Feed::default(),
            books: Books::default(),
            hues: Rc::default(),
            past: Past::default(),
            own_requests: 0,
            asked: None,
            complaint: None,
        };
        session.run_to(0);
        session
    }

    /// The same run from its beginning, with the same seed and without what has been done to it.
    pub fn rewind(&mut self) {
        let speed = self.playback.speed;
        *self = Self::begin(self.preset, self.beginning.clone());
        self.playback.speed = speed;
    }

    /// Lets real time pass; says whether the world has moved.
    pub fn advance(&mut self, real_ms: f64) -> bool {
        let now_us = self.world.now_us();
        let then_us = self.playback.advance(now_us, real_ms);
        if then_us > now_us {
            self.run_to(then_us);
        }
        then_us > now_us
    }

    /// Does what a person asks for.
    pub fn act(&mut self, action: Action) {
        self.complaint = None;
        match action {
            Action::TogglePlay if self.playback.is_playing() => self.playback.pause(),
            Action::TogglePlay => self.playback.play(),
            Action::NextEvent => self.next_event(),
            Action::SkipAhead => self.skip_ahead(),
            Action::SetSpeed(speed) => self.playback.speed = speed,
            Action::Select(selection) => {
                self.stop_walking();
                self.select(selection);
                self.show_selected();
            }
            Action::LookAt(change) => self.look_at(change),
            Action::Walk { onward } => self.walk(onward),
            Action::Edit(editor) => self.edit(editor),
            Action::Do(command) => self.give(command),
            Action::Write { key, value } => self.ask(Operation::Put { key, value }),
            Action::Read { key } => self.ask(Operation::Get { key }),
            Action::ToggleCrash(node) => self.toggle_crash(node),
            Action::ToggleIsolation(node) => self.toggle_isolation(node),
            Action::ToggleLink(a, b) => self.toggle_link(a, b),
            Action::AddSpare => self.add_spare(),
        }
    }

    fn run_to(&mut self, us: u64) {
        self.given = self.run.play_on(&mut self.world, self.given, us);
        self.take_note();
    }

    /// Takes in what has happened: the record, the clusters' hues, the selected message.
    fn take_note(&mut self) {
        self.feed.take(self.world.events_since(self.feed.last_seq()));
        if self.world.lineage().iter().count() != self.hues.len() {
            let kin = Facts::of(&self.world).kin;
            self.hues = Rc::new(kin.iter().map(|(&cluster, kin)| (cluster, Kin::hue(kin))).collect());
        }
        if let Some(Selection::Cluster(cluster)) = self.selection
            && self.was_alive
            && self.world.lineage().has_ended(cluster)
        {
            // It is not on the stage any more; what came of it is more interesting.
            self.selection = None;
            self.editor = None;
        }
        if let Some(Selection::Flight(id)) = self.selection
            && (self.kept.is_none()
                || self.world.flight(id).is_some_and(|now| self.kept.as_ref() != Some(now)))
        {
            self.kept = past::flight(&self.world, id);
        }
    }

    fn next_event(&mut self) {
        if let Some(to_us) = self.playback.glides_to() {
            self.run_to(to_us);
        }
        match self.next_us(&self.world, self.given) {
            Some(next_us) => self.playback.glide(self.world.now_us(), next_us),
            None => self.playback.pause(),
        }
    }

    /// When the next thing happens to `world`, to which so many commands have been given.
    fn next_us(&self, world: &World, given: usize) -> Option<u64> {
        let command_us = self.run.commands.get(given).map(|next| next.at_us);
        world.next_event_us().into_iter().chain(command_us).min()
    }

    /// Looks ahead in a copy of the world for the next step of the story, and goes there.
    fn skip_ahead(&mut self) {
        if let Some(to_us) = self.playback.glides_to() {
            self.run_to(to_us);
        }
        let (mut ahead, mut given) = (self.world.clone().without_checks(), self.given);
        let (now_us, seq) = (ahead.now_us(), ahead.last_seq());
        let told = |world: &World| {
            world.events_since(seq).any(|event| sentence(event).importance == Importance::Major)
        };
        let until_us = now_us + SKIP_US_MAX;
        while let Some(next_us) = self.next_us(&ahead, given).filter(|&next_us| next_us <= until_us) {
            given = self.run.play_on(&mut ahead, given, next_us);
            if told(&ahead) {
                break;
            }
        }
        let to_us = if told(&ahead) { ahead.now_us() } else { until_us };
        self.playback.skip(now_us, to_us);
    }

    fn select(&mut self, selection: Option<Selection>) {
        if self.selection != selection {
            self.selection = selection;
            self.was_alive = matches!(selection, Some(Selection::Cluster(cluster)) if !self.world.lineage().has_ended(cluster));
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

    /// Gives a command to the world, now, and keeps it as a part of the run. One that cannot be carried out is said.
    fn give(&mut self, command: Command) {
        let timed = TimedCommand { at_us: self.world.now_us(), command: command.clone() };
        self.run.commands.insert(self.given, timed);
        self.given += 1;
        if let Err(error) = self.world.command(command) {
            self.complaint = Some(complaint(&error));
        }
        self.take_note();
    }

    fn ask(&mut self, operation: Operation) {
        if operation.key().is_empty() {
            self.complaint = Some("Name a key first, such as k.".into());
            return;
        }
        let busy = |client| self.world.client(client).is_some_and(|view| view.outstanding.is_some());
        let Some(client) = OWN_CLIENTS.map(ClientId).find(|&client| !busy(client)) else {
            let limit = OWN_CLIENTS.end();
            self.complaint = Some(format!(
                "{limit} requests of this page wait for their answers already. Play on until one is answered; if none is, see whether the cluster has a leader and a quorum."
            ));
            return;
        };
        self.own_requests += 1;
        self.asked = Some((client, self.selection));
        self.give(Command::Request { client, operation });
    }

    fn toggle_crash(&mut self, node: NodeId) {
        let up = self.world.server(node).is_some_and(Server::is_up);
        self.give(if up { Command::Crash { node } } else { Command::Restart { node } });
    }

    fn toggle_isolation(&mut self, node: NodeId) {
        let isolated = self.is_isolated(node);
        let alone = NodeSet::from_iter([node]);
        let mut groups: Vec<NodeSet> = self.world.partition().unwrap_or_default().to_vec();
        for group in &mut groups {
            group.remove(node);
        }
        if isolated {
            // Back to where most of the others are.
            if let Some(largest) = groups.iter_mut().max_by_key(|group| group.len()) {
                largest.insert(node);
            }
        } else {
            groups.push(alone);
        }
        groups.retain(|group| !group.is_empty());
        self.give(Command::Partition { groups });
    }

    fn toggle_link(&mut self, a: NodeId, b: NodeId) {
        let cut = self.world.cut_links().any(|cut| cut == (a, b) || cut == (b, a));
        for (from, to) in [(a, b), (b, a)] {
            self.give(if cut { Command::MendLink { from, to } } else { Command::CutLink { from, to } });
        }
    }

    fn add_spare(&mut self) {
        self.give(Command::AddSpare { node: self.next_node() });
    }

    /// The name that the next new node will get.
    pub fn next_node(&self) -> NodeId {
        NodeId(self.world.servers().map(|server| server.id().0).max().unwrap_or(0) + 1)
    }

    /// The world.
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// The run: seed and commands.
    #[cfg(test)]
    pub const fn run(&self) -> &Run {
        &self.run
    }

    /// What the run started with.
    pub const fn preset(&self) -> Preset {
        self.preset
    }

    /// Where all its chance comes from.
    pub const fn seed(&self) -> u64 {
        self.run.setup.seed
    }

    /// The clock.
    pub const fn playback(&self) -> &Playback {
        &self.playback
    }

    /// What is selected.
    pub const fn selection(&self) -> Option<Selection> {
        self.selection
    }

    /// What of the stage has to do with what is selected.
    pub fn selected_on_stage(&self) -> Option<Selection> {
        match self.selection? {
            Selection::Event(seq) => {
                let place = past::event(&self.world, seq).and_then(past::place_of);
                place.map(past::selected)
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

    /// What could not be done, if the last action could not.
    pub fn complaint(&self) -> Option<&str> {
        self.complaint.as_deref()
    }

    /// What became of the newest request made on this page: its answer, or that it still waits. Only where it was made: beside
    /// another cluster it would seem to be about that one.
    pub fn answer(&self) -> Option<String> {
        let (client, _) = self.asked.filter(|(_, beside)| *beside == self.selection)?;
        if let Some(request) = &self.world.client(client)?.outstanding {
            return Some(format!("“{}” waits for its answer.", request.operation));
        }
        let answered = self.feed.lines().iter().rev().find(|line| line.answered == Some(client));
        answered.map(|line| line.text.clone())
    }

    /// The servers that belong to no cluster and run.
    pub fn spares(&self) -> NodeSet {
        let spare = |server: &&Server| server.node_or_disk().cluster().is_none();
        self.world.servers().filter(spare).map(Server::id).collect()
    }

    /// Whether a server is cut off from all others by a partition.
    pub fn is_isolated(&self, node: NodeId) -> bool {
        let groups = self.world.partition().unwrap_or_default();
        groups.iter().any(|group| group.len() == 1 && group.contains(node))
    }

    /// Whether there is a partition or a cut link.
    pub fn is_cut(&self) -> bool {
        self.world.partition().is_some() || self.world.cut_links().next().is_some()
    }

    /// What a cluster waits for.
    pub fn waits_of_cluster(&self, cluster: ClusterId) -> Vec<String> {
        waiting_for(&Facts::of(&self.world), cluster).map(|waiting| waiting.text).into_iter().collect()
    }

    /// What a server waits for: a pull, parts of a merge, or whatever its cluster waits for if it leads it or wants to.
    pub fn waits_of_node(&self, node: NodeId) -> Vec<String> {
        let Some(node) = self.world.server(node).and_then(Server::node) else { return Vec::new() };
        let mut waits = Vec::new();
        if let Some(pulling) = node.pulling() {
            waits.push(format!("it is behind and has asked {} for what it missed", pulling.from));
        }
        let leads = matches!(node.role(), Role::Leader(_) | Role::Candidate { .. });
        if let Some(cluster) = node.cluster().filter(|_| leads) {
            waits.extend(self.waits_of_cluster(cluster));
        }
        waits
    }

    /// What the selected thing looks like in the inspector.
    pub fn inspected(&self) -> Inspected {
        let found = match self.selection {
            None => None,
            Some(Selection::Node(node)) => {
                self.world.server(node).map(|server| Inspected::Node(Rc::new(NodeCard::new(server, self))))
            }
            Some(Selection::Cluster(cluster)) => {
                let record = self.world.lineage().get(cluster);
                record.map(|record| Inspected::Cluster(Rc::new(ClusterCard::new(record, self))))
            }
            Some(Selection::Flight(_)) => {
                let card = |flight| Inspected::Message(Rc::new(MessageCard::new(flight, &self.world)));
                self.kept.as_ref().map(card)
            }
            Some(Selection::Entry(cluster, id)) => {
                EntryCard::new(cluster, id, self).map(|card| Inspected::Entry(Rc::new(card)))
            }
            Some(Selection::Event(seq)) => past::event(&self.world, seq)
                .map(|event| Inspected::Event(Rc::new(EventCard::new(event, self)))),
            Some(Selection::Client(client)) => {
                let view = self.world.client(client);
                view.map(|view| Inspected::Client(Rc::new(ClientCard::new(view, self))))
            }
        };
        found.unwrap_or_else(|| Inspected::Nothing(Rc::new(self.start_card())))
    }

    /// What to try next.
    pub fn suggestions(&self) -> Vec<Suggestion> {
        suggestions(self)
    }

    fn start_card(&self) -> StartCard {
        StartCard {
            network: self.world.network(),
            load: self.world.load().clients,
            cut: self.is_cut(),
            nodes: self.world.everyone(),
            answer: self.answer(),
        }
    }

    /// Every node's log, as it was when [`Self::refresh`] was last called.
    pub const fn books(&self) -> &Books {
        &self.books
    }

    /// Looks at what is new in the nodes' logs. The panels want this before they are made; a frame does not need it.
    pub fn refresh(&mut self) {
        self.books.update(&self.world);
    }

    /// The logs of every cluster, side by side.
    pub fn tables(&self) -> Vec<Rc<Table>> {
        self.world.clusters().iter().map(|view| Rc::new(table(view, self))).collect()
    }
}

/// Why a command could not be carried out, and what to do.
fn complaint(error: &CommandError) -> String {
    let text = command_error(error);
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    format!("{}.", first.chain(letters).collect::<String>())
}
