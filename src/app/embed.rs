//! The lab embedded in another page: what of it is shown, and what its host asks for.

use recraft_sim::history::Stop;
use recraft_words::t;
use recraft_worker::{Answer, Request};
use yew::prelude::*;

use crate::browser::{self, Host, Peer};
use crate::session::embed::Embed;
use crate::session::link::Theme;
use crate::session::remote::{
    Asked, Direction, Fields, Level, Patience, Read, Refusal, Value, What, clock, happenings, reachable,
    read, state,
};
use crate::session::{Action, Session, Travel};
use crate::ui::element::{el, fragment};
use crate::ui::memo::memo;
use crate::ui::{embed_bar, protocol};
use crate::work::{Job, News, WorkFailure};

use super::{App, Msg};

/// The lab's side of its embedding.
pub struct Embedded {
    options: Embed,
    host: Option<Host>,
    patience: Patience,
    /// Who hears of the run, how much, and what he has heard of last.
    hears: Option<(Peer, Level)>,
    heard_seq: u64,
    heard_clock: Option<Value>,
    /// What the worker program is asked for the host. One thing at a time, so that lines are carried out in their order.
    job: Option<Job>,
    /// Who waits for the run of a link to come to its moment.
    link: Option<Waits>,
}

/// What waits for the worker program.
#[derive(Clone, Debug)]
pub struct Waits {
    peer: Peer,
    id: Value,
    kind: String,
    /// Where a run is to be shown, in virtual microseconds, and whether it is to play.
    then: (Option<u64>, bool),
}

impl Embedded {
    /// Whether the stage has its tools.
    pub(super) fn has_tools(&self) -> bool {
        self.options.without.split(' ').all(|part| part != "no-tools")
    }

    /// Listens to the host.
    pub(super) fn new(options: Embed, on: &Callback<Msg>) -> Self {
        let on = on.clone();
        let host = Host::new(options.allow_origin.clone(), move |peer, fields| {
            on.emit(Msg::Asked(peer, Box::new(fields)));
        });
        Self {
            options,
            host,
            patience: Patience::default(),
            hears: None,
            heard_seq: 0,
            heard_clock: None,
            job: None,
            link: None,
        }
    }

    /// Says that the lab is there.
    pub(super) fn ready(&self) {
        if let Some(host) = &self.host {
            host.tell("ready", &[]);
        }
    }

    /// Says what has happened since it was said last, to who wants to hear of it.
    pub(super) fn report(&mut self, session: &Session) {
        let Some((peer, level)) = &self.hears else { return };
        let now = clock(session);
        if self.heard_clock.as_ref() != Some(&now) {
            self.heard_clock = Some(now.clone());
            peer.post("clock", vec![("clock", now)]);
        }
        let last_seq = session.world().last_seq();
        let events = happenings(session.feed().lines(), self.heard_seq.min(last_seq), *level);
        self.heard_seq = last_seq;
        if !events.is_empty() {
            peer.post("events", vec![("events", Value::List(events))]);
        }
    }
}

impl App {
    /// The page, embedded: the stage and the controls of time.
    pub(super) fn embedded_page(&self, embed: &Embedded) -> Html {
        let title = self
            .loaded
            .clone()
            .unwrap_or_else(|| crate::session::preset::title(self.session.preset()).into());
        fragment()
            .child(
                self.app()
                    .class("embedded")
                    .classes(&embed.options.without)
                    .attr("inert", self.sheet.is_some())
                    .child(embed_bar(
                        recraft_words::of(&title),
                        self.panels.violations,
                        &embed.options.rest,
                        &self.on,
                    ))
                    .child(memo(
                        protocol::mistaken,
                        protocol::Props { settings: *self.session.world().settings(), on: self.on.clone() },
                    ))
                    .child(
                        el("main")
                            .class("work")
                            .child(self.stage())
                            .child(self.lesson())
                            .child(self.transport()),
                    )
                    .child(self.narration()),
            )
            .child(self.sheet())
            .into()
    }

    /// Does what the host asks, and answers.
    #[inline(never)]
    pub(super) fn asked(&mut self, peer: &Peer, fields: &Fields) {
        let Some(embed) = &mut self.embedded else { return };
        let heeded = embed.patience.take(browser::now_ms());
        let Read { id, kind, asked } = read(fields);
        let asked = if heeded { asked } else { Err(Refusal::too_many()) };
        let waits = |then| Waits { peer: peer.clone(), id: id.clone(), kind: kind.clone(), then };
        let done = match asked {
            Ok(Asked::Command(text)) => {
                let (run, at_us) = (self.session.run_so_far(), self.session.world().now_us());
                self.hand_on(&Request::Line { run, at_us, text }, waits((None, false)))
            }
            Ok(Asked::Load { what: What::Scenario(text), at_us, play }) => {
                self.hand_on(&Request::Tell { text }, waits((at_us, play)))
            }
            Ok(Asked::Load { what: What::Link(code), at_us, play }) => {
                self.open_for(waits((at_us, play)), &code);
                Ok(false)
            }
            asked => asked.and_then(|asked| self.heed(asked, peer)).map(|()| true),
        };
        self.refresh();
        match done {
            Ok(false) => {}
            Ok(true) => answer(peer, id, &kind, Ok(state(&self.session))),
            Err(refusal) => answer(peer, id, &kind, Err(refusal)),
        }
    }

    /// Asks the worker program; says that the answer is not there yet.
    fn hand_on(&mut self, request: &Request, waits: Waits) -> Result<bool, Refusal> {
        let Some(embed) = self.embedded.as_mut().filter(|embed| embed.job.is_none()) else {
            return Err(Refusal::too_many());
        };
        let on = self.on.clone();
        let hear = move |news| on.emit(Msg::Heard(Box::new((waits.clone(), news))));
        embed.job = Some(self.jobs.start(request, hear));
        Ok(false)
    }

    /// Opens a link for the host, who is answered when its run is there or cannot be had.
    fn open_for(&mut self, waits: Waits, code: &str) {
        self.stop_waiting();
        if let Some(embed) = &mut self.embedded {
            embed.link = Some(waits);
        }
        self.open_link(code);
    }

    /// Tells the host that his link cannot be opened, and why; says whether he had asked for one.
    pub(super) fn link_failed(&mut self, why: &str) -> bool {
        let waits = self.embedded.as_mut().and_then(|embed| embed.link.take());
        let asked = waits.is_some();
        if let Some(waits) = waits {
            answer(&waits.peer, waits.id, &waits.kind, Err(Refusal::link(why)));
        }
        asked
    }

    /// The run of a link is there: shows it as the host has asked, and answers.
    pub(super) fn link_arrived(&mut self) {
        let Some(waits) = self.embedded.as_mut().and_then(|embed| embed.link.take()) else { return };
        self.heard_anew();
        let (at_us, play) = waits.then;
        let head_us = self.session.history().branch().head().at_us;
        let done = at_us.map_or(Ok(()), |us| reachable(us, head_us).map(|()| self.seek(us)));
        let done = done.and_then(|()| self.play(play));
        answer(&waits.peer, waits.id, &waits.kind, done.map(|()| state(&self.session)));
    }

    /// Does what the worker program has understood, and answers the host.
    #[inline(never)]
    pub(super) fn heard(&mut self, waits: &Waits, news: News) {
        if let Some(embed) = &mut self.embedded {
            embed.job = None;
        }
        let done = self.carry_out(news, waits.then);
        self.refresh();
        answer(&waits.peer, waits.id.clone(), &waits.kind, done.map(|()| state(&self.session)));
    }

    fn carry_out(&mut self, news: News, (at_us, play): (Option<u64>, bool)) -> Result<(), Refusal> {
        match news {
            Ok(Answer::Commands(commands)) => {
                commands.into_iter().try_for_each(|command| self.attempt(Action::Do(command)))
            }
            Ok(Answer::Told(tale)) => {
                let at_us = at_us.unwrap_or(0);
                reachable(at_us, tale.ends_us)?;
                self.stop_waiting();
                self.session.load(tale.run, 0);
                self.loaded = Some(tale.title.map_or_else(|| t!("A scenario").into(), AttrValue::from));
                self.begin_again();
                self.heard_anew();
                self.seek(at_us);
                self.play(play)
            }
            Ok(Answer::Checked(flaws)) => Err(Refusal::scenario(&flaws)),
            Ok(Answer::NotDone(why)) => Err(Refusal::impossible(why)),
            Ok(_) => Err(Refusal::impossible(WorkFailure::BrokeDown.words())),
            Err(failure) => Err(Refusal::impossible(failure.words())),
        }
    }

    fn heed(&mut self, asked: Asked, peer: &Peer) -> Result<(), Refusal> {
        match asked {
            Asked::Load { what, at_us, play } => {
                let at_us = at_us.unwrap_or(0);
                reachable(at_us, 0)?;
                self.stop_waiting();
                self.load(what)?;
                self.seek(at_us);
                self.play(play)
            }
            Asked::Play(speed) => {
                speed.map_or(Ok(()), |speed| self.attempt(Action::SetSpeed(speed)))?;
                self.play(true)
            }
            Asked::Pause => self.play(false),
            Asked::SetSpeed(speed) => self.attempt(Action::SetSpeed(speed)),
            Asked::Seek(us) => {
                reachable(us, self.session.history().branch().head().at_us)?;
                self.seek(us);
                Ok(())
            }
            Asked::Step(direction) => self.attempt(match direction {
                Direction::Next => Action::NextEvent,
                Direction::Back => Action::Travel(Travel::Back(Stop::Anything)),
                Direction::Milestone => Action::SkipAhead,
                Direction::Start => Action::Travel(Travel::Start),
            }),
            Asked::Events(level) => {
                self.hear(peer, level);
                Ok(())
            }
            Asked::SetTheme(theme) => {
                self.show_theme(theme);
                Ok(())
            }
            // A command waits for the worker program.
            Asked::State | Asked::Command(_) => Ok(()),
        }
    }

    fn attempt(&mut self, action: Action) -> Result<(), Refusal> {
        self.act(action);
        self.session.complaint().map_or(Ok(()), |complaint| Err(Refusal::impossible(complaint)))
    }

    fn load(&mut self, what: What) -> Result<(), Refusal> {
        match what {
            What::Preset(preset, seed) => self.start(preset, seed),
            What::Story(name) if self.tell(&name) => {}
            What::Story(_) => {
                return Err(Refusal::unknown(t!("There is no story of this name in the library.")));
            }
            // It waits for the worker program, or until it is unpacked.
            What::Scenario(_) | What::Link(_) => {}
        }
        self.heard_anew();
        Ok(())
    }

    /// Of another run, nothing has been heard.
    fn heard_anew(&mut self) {
        if let Some(embed) = &mut self.embedded {
            embed.heard_seq = 0;
        }
    }

    fn seek(&mut self, us: u64) {
        if us != self.session.world().now_us() {
            self.session.reach(us);
            self.frames.request();
        }
    }

    fn play(&mut self, plays: bool) -> Result<(), Refusal> {
        if self.session.playback().is_playing() == plays {
            return Ok(());
        }
        self.attempt(Action::TogglePlay)
    }

    fn hear(&mut self, peer: &Peer, level: Level) {
        let last_seq = self.session.world().last_seq();
        if let Some(embed) = &mut self.embedded {
            embed.hears = (level != Level::None).then(|| (peer.clone(), level));
            (embed.heard_seq, embed.heard_clock) = (last_seq, None);
        }
    }

    /// Shows a theme without remembering it: it is the host's, not the reader's.
    pub(super) fn show_theme(&mut self, theme: Option<Theme>) {
        self.theme = theme;
        browser::set_theme(theme.map(Theme::name));
        self.frames.request();
    }
}

fn answer(peer: &Peer, id: Value, kind: &str, outcome: Result<Value, Refusal>) {
    let ok = outcome.is_ok();
    let (name, value) = match outcome {
        Ok(state) => ("state", state),
        Err(refusal) => {
            let parts = vec![("code", Value::text(refusal.code)), ("message", Value::text(refusal.text))];
            ("error", Value::Record(parts))
        }
    };
    peer.post("answer", vec![("id", id), ("to", Value::text(kind)), ("ok", Value::Flag(ok)), (name, value)]);
}
