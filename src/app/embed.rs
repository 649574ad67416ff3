//! The lab embedded in another page: what of it is shown, and what its host asks for.

use recraft_sim::history::Stop;
use yew::prelude::*;

use crate::browser::{self, Host, Peer};
use crate::session::embed::Embed;
use crate::session::link::Theme;
use crate::session::remote::{
    Asked, Direction, Fields, Level, Patience, Refusal, Value, What, clock, happenings, reachable, read,
    state,
};
use crate::session::{Action, Session, Travel};
use crate::ui::{Mistaken, embed_bar};

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
}

impl Embedded {
    /// Listens to the host.
    pub(super) fn new(options: Embed, on: &Callback<Msg>) -> Self {
        let on = on.clone();
        let host = Host::new(options.allow_origin.clone(), move |peer, fields| {
            on.emit(Msg::Asked(peer, Box::new(fields)))
        });
        Self { options, host, patience: Patience::default(), hears: None, heard_seq: 0, heard_clock: None }
    }

    /// Says that the lab is there.
    pub(super) fn ready(&self) {
        if let Some(host) = &self.host {
            host.tell("ready", Vec::new());
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
        html! {
            <>
                <div class={format!("app embedded {}", embed.options.without)} inert={self.sheet.is_some()}>
                    { embed_bar(&title, self.panels.violations, &embed.options.rest, &self.on) }
                    <Mistaken settings={*self.session.world().settings()} on={self.on.clone()} />
                    <main class="work">
                        { self.stage() }
                        { self.transport() }
                    </main>
                    { self.narration() }
                </div>
                { self.sheet() }
            </>
        }
    }

    /// Does what the host asks, and answers.
    pub(super) fn asked(&mut self, peer: &Peer, fields: &Fields) {
        let Some(embed) = &mut self.embedded else { return };
        let heeded = embed.patience.take(browser::now_ms());
        let read = read(fields);
        let done = if heeded {
            read.asked.and_then(|asked| self.heed(asked, peer))
        } else {
            Err(Refusal::too_many())
        };
        self.refresh();
        let outcome = done.map(|()| state(&self.session));
        answer(peer, read.id, &read.kind, outcome);
    }

    fn heed(&mut self, asked: Asked, peer: &Peer) -> Result<(), Refusal> {
        match asked {
            Asked::Load { what, at_us, play } => {
                reachable(at_us, 0)?;
                self.load(what)?;
                self.seek(at_us);
                self.play(play);
            }
            Asked::Play(speed) => {
                speed.into_iter().for_each(|speed| self.act(Action::SetSpeed(speed)));
                self.play(true);
            }
            Asked::Pause => self.play(false),
            Asked::SetSpeed(speed) => self.act(Action::SetSpeed(speed)),
            Asked::Seek(us) => {
                reachable(us, self.session.history().branch().head().at_us)?;
                self.seek(us);
            }
            Asked::Step(direction) => self.act(match direction {
                Direction::Next => Action::NextEvent,
                Direction::Back => Action::Travel(Travel::Back(Stop::Anything)),
                Direction::Milestone => Action::SkipAhead,
                Direction::Start => Action::Travel(Travel::Start),
            }),
            Asked::Command(_) => return Err(Refusal::impossible("Commands are not understood yet.")),
            Asked::State => {}
            Asked::Events(level) => self.hear(peer, level),
            Asked::SetTheme(theme) => self.show_theme(theme),
        }
        match self.session.complaint() {
            Some(complaint) => Err(Refusal::impossible(complaint)),
            None => Ok(()),
        }
    }

    fn load(&mut self, what: What) -> Result<(), Refusal> {
        match what {
            What::Preset(preset, seed) => self.start(preset, seed),
            What::Story(name) if self.tell(&name) => {}
            What::Story(_) => return Err(Refusal::unknown("There is no story of this name in the library.")),
            What::Scenario(_) => return Err(Refusal::impossible("Scenarios are not understood yet.")),
        }
        if let Some(embed) = &mut self.embedded {
            embed.heard_seq = 0;
        }
        Ok(())
    }

    fn seek(&mut self, us: u64) {
        if us != self.session.world().now_us() {
            self.act(Action::Travel(Travel::To(us)));
        }
    }

    fn play(&mut self, plays: bool) {
        if self.session.playback().is_playing() != plays {
            self.act(Action::TogglePlay);
        }
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
