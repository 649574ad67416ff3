//! The root component: owns the session and mutates it in place, draws the stage each frame, and hands the panels what they show.
//!
//! A frame only draws the canvas. The panels' values are made anew at most [`PANELS_EVERY_MS`] apart while time passes, and at once
//! after anything a person does; the page is touched only where they have changed. There is one frame loop, and no frame pending
//! while time stands still and everything on the stage has come to rest.

mod aside;
mod chrome;
mod course;
mod embed;
mod explorer;
mod files;
mod keys;
mod language;
mod legend;
mod media;
mod msg;
mod narrator;
mod past;
mod record;
mod share;
mod sheets;
mod stage;
mod time;
mod tour;
mod trial;
mod writing;

use std::rc::Rc;

use recraft_protocol::settings::Settings;
use recraft_scene::hand::Hand;
use recraft_scene::motion::Motion;
use recraft_scene::palette;
use recraft_scene::scene::Scene;
use recraft_sim::command::Command;
use recraft_words::t;
use yew::prelude::*;

use crate::browser::{self, Delay, FrameLoop, Keys, Stopwatch};
use crate::session::link::{Start, Theme, parse};
use crate::session::memory::Memory;
use crate::session::tour::Tour;
use crate::session::views::explore::Explorer;
use crate::session::views::trial::Trials;
use crate::session::{Action, Panels, Preset, Session, Tab, Tell, measure};
use crate::ui::{Sheet, tab_on};
use crate::work::{Job, Jobs};

pub use course::{Course, CourseState, Shelf};
use embed::Embedded;
pub use explorer::Explore;
use media::MediaSet;
pub use msg::Msg;
use narrator::Narrator;
use past::PastPanel;

pub use past::Gesture;
pub use share::{FILE_MAX, Share};
pub use stage::Look;
pub use tour::Touring;
pub use trial::TrialMsg;
use writing::Desk;
pub use writing::Write;

/// While time passes, panels change at most this often: about as fast as one can read.
const PANELS_EVERY_MS: f64 = 125.0;
/// Where the chosen theme is remembered.
const THEME_KEY: &str = "recraft-theme";
/// The pause of clients that a link starts.
const LOAD_PAUSE_US: u64 = 30_000;

/// How wide the page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// One column; what is beside or below elsewhere is in a sheet.
    Narrow,
    /// Stage and inspector side by side.
    Medium,
    /// Room for the events beside the logs, too.
    Wide,
}

/// The page.
pub struct App {
    session: Session,
    panels: Panels,
    panels_at_ms: f64,

    motion: Motion,
    scene: Scene,
    hand: Hand,
    /// Whether the message that is being dragged was taken hold of for that.
    taken: bool,
    /// The tools beside a message.
    tools: NodeRef,
    canvas: NodeRef,
    stage: Option<browser::Stage>,
    frames: FrameLoop,
    frame_at_ms: Option<f64>,
    stopwatch: Stopwatch,
    memory: Memory,
    scrubbing: time::Scrubbing,

    past: PastPanel,
    course: CourseState,
    desk: Desk,
    tab: Tab,
    collapsed: bool,
    dock_px: Option<f64>,
    sheet: Option<Sheet>,
    /// What waits until the run on the stage is given up.
    put_off: Option<Box<Msg>>,
    explorer: Rc<Explorer>,
    /// ReCraft beside stop-and-coordinate.
    trials: Rc<Trials>,
    /// Gives jobs to the worker program.
    jobs: Jobs,
    /// The search that goes on.
    search: Option<Job>,
    /// The comparison that goes on.
    trial: Option<Job>,
    /// How many searches have been started.
    searches: u32,
    /// How many comparisons have been started.
    comparisons: u32,
    /// What is handed on, and what comes.
    handing: share::Handing,
    /// What the run is, if it did not begin with a preset.
    loaded: Option<AttrValue>,
    /// The same of one's own run, while that is kept aside.
    own_title: Option<AttrValue>,
    notice: Option<AttrValue>,
    /// The tour, while it goes on.
    tour: Option<Tour>,
    /// Whether what the tour points at has yet to be scrolled to.
    bring_into_view: bool,
    /// The legend, while it is open.
    key: Option<legend::Key>,
    theme: Option<Theme>,
    /// The lab's side of its embedding, if it is embedded.
    embedded: Option<Embedded>,
    narrator: Narrator,
    narrate: Delay,
    /// What the inspector was about when the page was last rendered.
    inspects: chrome::Subject,
    /// What shall have the keyboard once the page is rendered.
    focus_next: Option<AttrValue>,
    /// What had the keyboard before a sheet was opened.
    came_from: Option<String>,
    media: MediaSet,
    on: Callback<Msg>,
    _keys: Option<Keys>,
}

impl Component for App {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let on = ctx.link().callback(|msg| msg);
        let query = browser::query();
        let (mut start, mut problems) = parse(&query);
        // What plays is the run of a link, where there is one.
        let plays_on = share::is_expected() && std::mem::take(&mut start.play);
        let embed = browser::is_embedded().then(|| crate::session::embed::parse(&query, browser::is_origin));
        // What a reader has chosen for the page is not for the pages in which it is embedded.
        let remembered = if embed.is_some() { None } else { browser::recall(THEME_KEY) };
        let theme = start.theme.or_else(|| remembered.as_deref().and_then(Theme::named));
        browser::set_theme(theme.map(Theme::name));
        if start.measure_simulator {
            measure::simulator(start.preset, browser::timed);
        }
        if start.measure_history {
            measure::history(start.preset, measure::HISTORY_EVENTS, browser::timed);
        }
        let mut session = begin(&start);
        let embedded = embed.map(|(options, more)| {
            problems.extend(more);
            Embedded::new(options, &on)
        });
        let (frame, key) = (on.clone(), on.clone());
        let mut app = Self {
            panels: Panels::of(&mut session, Tab::Inspector),
            panels_at_ms: f64::NEG_INFINITY,
            motion: Motion::new(),
            scene: Scene::default(),
            hand: Hand::default(),
            taken: false,
            tools: NodeRef::default(),
            canvas: NodeRef::default(),
            stage: None,
            frames: FrameLoop::new(move |time_ms| frame.emit(Msg::Frame(time_ms))),
            frame_at_ms: None,
            stopwatch: Stopwatch::new(start.measure),
            memory: Memory::default(),
            scrubbing: time::Scrubbing::default(),
            past: PastPanel::default(),
            desk: Desk::default(),
            course: CourseState::new(start.lesson.clone(), start.present),
            tab: Tab::Inspector,
            collapsed: false,
            dock_px: None,
            sheet: None,
            put_off: None,
            explorer: Rc::default(),
            trials: Rc::default(),
            jobs: Jobs::default(),
            search: None,
            trial: None,
            searches: 0,
            comparisons: 0,
            handing: share::Handing::new(&on, plays_on),
            loaded: None,
            own_title: None,
            notice: (!problems.is_empty()).then(|| problems.join(" ").into()),
            tour: None,
            bring_into_view: false,
            key: None,
            theme,
            embedded,
            narrator: Narrator::default(),
            narrate: Delay::default(),
            inspects: chrome::Subject::default(),
            focus_next: None,
            came_from: None,
            media: MediaSet::listen(&on),
            _keys: Keys::new(move |press| {
                let used = keys::is_ours(press);
                if used {
                    key.emit(Msg::Key(press.clone()));
                }
                used
            }),
            on,
            session,
        };
        app.begin_with(&start);
        if app.embedded.is_none() && tour::is_first_visit(&start) {
            app.begin_tour();
        }
        app
    }

    fn update(&mut self, _ctx: &Context<Self>, msg: Msg) -> bool {
        let render = self.handle(msg);
        if !render {
            self.stopwatch.stop();
        }
        render
    }

    fn view(&self, _ctx: &Context<Self>) -> Html {
        self.page()
    }

    fn rendered(&mut self, _ctx: &Context<Self>, first: bool) {
        if first {
            let on = self.on.clone();
            self.stage = browser::Stage::new(&self.canvas, move || on.emit(Msg::Look));
            self.frames.request();
            // Nothing is rendered a second time for an address without a link.
            if share::is_expected() {
                self.on.emit(Msg::Share(Share::Address));
            }
            if self.course.is_wanted() {
                self.fetch_course();
            }
            browser::mark_ready();
            self.embedded.iter().for_each(Embedded::ready);
        }
        self.hold_past();
        self.pin();
        self.begin_at_the_top();
        // What has no place yet is not to be seen, and cannot have the keyboard.
        self.place_tour();
        if let Some(id) = self.focus_next.take() {
            browser::focus(&id);
        }
        self.stopwatch.stop();
    }
}

/// The session that a link asks for.
fn begin(start: &Start) -> Session {
    let mut session = Session::new(start.preset, start.seed.unwrap_or_else(browser::fresh_seed));
    session.act(Action::SetSpeed(start.speed));
    if start.load > 0 {
        session.act(Action::Do(Command::Load { clients: start.load, pause_us: LOAD_PAUSE_US }));
    }
    if start.play {
        session.act(Action::TogglePlay);
    }
    session
}

impl App {
    /// Does what a message says; says whether the page has to be rendered.
    fn handle(&mut self, msg: Msg) -> bool {
        self.ask_first(msg).is_none_or(|msg| self.obey(msg))
    }

    fn obey(&mut self, msg: Msg) -> bool {
        match msg {
            Msg::Frame(time_ms) => return self.frame(time_ms),
            Msg::Scrub(us) => return self.scrub(us),
            Msg::Past(gesture) => {
                if !self.gesture(gesture) {
                    return false;
                }
            }
            Msg::Point(phase, pointer) => return self.point(phase, pointer),
            Msg::LookAt(look) => return self.look_at(look),
            Msg::Act(Action::ComeHome) => self.come_home(),
            Msg::Act(action) if self.is_hasty(&action) => {}
            Msg::Act(action) => self.act(action),
            Msg::Key(press) => self.press(&press),
            Msg::Look => self.look(),
            Msg::Start { preset, seed } => self.start(preset, seed),
            Msg::ShowChecks => (self.tab, self.collapsed) = (Tab::Checks, false),
            Msg::SavePast => self.save_past(),
            Msg::Show(tab) => {
                (self.tab, self.collapsed) = (tab, false);
                // What is shown may have to be made first.
                self.frames.request();
            }
            Msg::Collapse(collapsed) => self.collapsed = collapsed,
            Msg::ResizeDock(px) => self.dock_px = Some(px.clamp(120.0, 640.0)),
            Msg::GrowDock(px) => {
                self.dock_px = Some((self.dock_px.unwrap_or(260.0) + px).clamp(120.0, 640.0));
            }
            Msg::Share(msg) => self.do_share(msg),
            Msg::Explore(msg) => self.explore(msg),
            Msg::Trial(msg) => self.compare(msg),
            Msg::Tell(name) => _ = self.tell(&name),
            Msg::Write(msg) => self.write(msg),
            Msg::Course(msg) => self.course(msg),
            Msg::Tour(msg) => self.tour(msg),
            Msg::Legend => self.toggle_legend(),
            Msg::GiveUp => self.give_up_run(),
            Msg::Open(sheet) => self.open(sheet),
            Msg::Theme(theme) => self.choose_theme(theme),
            Msg::Language(name) => self.speak(&name),
            Msg::Complain(text) => self.notice = Some(text.into()),
            Msg::Dismiss => self.dismiss(),
            Msg::Narrate => return self.narrator.speak(),
            Msg::Asked(peer, fields) => self.asked(&peer, &fields),
            Msg::Heard(heard) => self.heard(&heard.0, heard.1),
        }
        self.refresh();
        true
    }

    fn frame(&mut self, time_ms: f64) -> bool {
        self.stopwatch.start();
        let arrived = self.arrive();
        let real_ms = self.frame_at_ms.map_or(0.0, |before| time_ms - before);
        let was_full = self.session.is_full();
        let moved = self.follow_pointer() | self.session.advance(real_ms);
        if self.memory.is_full(browser::held()) && self.session.playback().is_playing() {
            self.session.stop_full();
        }
        if self.session.is_full() && !was_full {
            self.pass_on_complaint();
        }
        self.draw(real_ms);
        let recording = self.handing.is_busy();
        self.film(real_ms);
        let recorded = recording && !self.handing.is_busy();
        let moving = self.session.playback().is_moving();
        let unmeasured = self.looked_at() == Tab::Charts && !self.session.is_measured();
        let measuring = unmeasured && self.session.measure_on();
        let busy = moving || measuring || self.handing.is_busy();
        if busy || !self.motion.is_settled() {
            self.frame_at_ms = Some(time_ms);
            self.frames.request();
        } else {
            self.frame_at_ms = None;
        }
        let at_rest = (moved && !moving) || (unmeasured && !measuring) || arrived || recorded;
        let due = time_ms - self.panels_at_ms >= PANELS_EVERY_MS || at_rest;
        if !due {
            return false;
        }
        self.panels_at_ms = time_ms;
        // How far a run is that is on its way, or that is recorded, is said in words.
        self.refresh() | arrived | recorded | self.handing.is_busy()
    }

    /// Makes the panels anew; says whether they have changed.
    fn refresh(&mut self) -> bool {
        let tab = self.looked_at();
        let changed = self.panels.take(Panels::of(&mut self.session, tab));
        if let Some(embedded) = &mut self.embedded {
            embedded.report(&self.session);
        }
        self.note_progress();
        self.name_lesson();
        self.follow_tour();
        let changed = self.look_up() | changed;
        if self.narrator.take(&self.panels.lines) {
            let on = self.on.clone();
            self.narrate.set(narrator::PAUSE_MS, move || on.emit(Msg::Narrate));
        }
        changed
    }

    /// The tab that is to be seen: of the dock's views only that one is made.
    fn looked_at(&self) -> Tab {
        let width = self.width();
        if self.collapsed && width != Width::Narrow { Tab::Inspector } else { tab_on(self.tab, width) }
    }

    fn pass_on_complaint(&mut self) {
        self.notice = self.session.complaint().map(|text| AttrValue::from(text.to_string()));
    }

    fn act(&mut self, action: Action) {
        let selects = matches!(action, Action::Select(Some(_)) | Action::Edit(Some(_)));
        let closes = action == Action::Tell(Tell::Close);
        self.session.act(action);
        self.pass_on_complaint();
        if closes {
            self.offer_home();
        }
        if selects && self.width() == Width::Narrow {
            self.tab = Tab::Inspector;
        }
        self.frames.request();
    }

    #[inline(never)]
    fn start(&mut self, preset: Preset, seed: Option<u64>) {
        let settings = *self.session.world().settings();
        self.keep_own_run();
        self.session.start(preset, seed.unwrap_or_else(browser::fresh_seed));
        // What was chosen for one run holds for the next; what a story brought with it does not.
        if self.loaded.take().is_none() && settings != Settings::default() {
            self.session.act(Action::Do(Command::SetSettings { settings }));
        }
        self.begin_again();
    }

    /// Begins with the story that a link asks for.
    fn begin_with(&mut self, start: &Start) {
        let Some(name) = &start.story else { return };
        if self.tell(name) {
            self.session.act(Action::SetSpeed(start.speed));
            if start.play {
                self.session.act(Action::TogglePlay);
            }
        } else {
            self.notice = Some(t!("This link asks for a story that is not in the library. Look under “A story…” for those that are.").into());
        }
        self.refresh();
    }

    fn begin_again(&mut self) {
        self.motion = Motion::new();
        self.hand = Hand::default();
        self.notice = None;
        self.narrator = Narrator::default();
        self.frames.request();
    }

    fn look(&mut self) {
        if let Some(stage) = &mut self.stage {
            stage.measure();
        }
        self.measure_past();
        self.frames.request();
    }

    fn choose_theme(&mut self, theme: Option<Theme>) {
        self.show_theme(theme);
        browser::remember(THEME_KEY, theme.map(Theme::name));
    }

    fn width(&self) -> Width {
        if MediaSet::matches(self.media.narrow.as_ref()) {
            Width::Narrow
        } else if MediaSet::matches(self.media.wide.as_ref()) {
            Width::Wide
        } else {
            Width::Medium
        }
    }

    fn palette(&self) -> palette::Theme {
        let dark = match self.theme {
            Some(Theme::Light) => false,
            Some(Theme::Dark) => true,
            Some(Theme::Contrast) | None => MediaSet::matches(self.media.dark.as_ref()),
        };
        let contrast = self.theme == Some(Theme::Contrast) || MediaSet::matches(self.media.contrast.as_ref());
        palette::Theme::of(dark, contrast)
    }
}
