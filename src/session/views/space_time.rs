//! What stands beside the space-time diagram, and the same stretch of time in words.

use recraft_scene::glyph::Glyph;
use recraft_scene::spacetime::diagram::{Weight, weight};
use recraft_scene::words::lists::duration;
use recraft_scene::words::{Importance, messages};
use recraft_sim::traffic::{End, Sent};
use recraft_words::t;

use crate::session::{Selection, Session};

/// The most lines of the list.
const LINES_MAX: usize = 60;

/// What is said beside the diagram.
#[derive(Clone, Debug, PartialEq)]
pub struct SpaceTime {
    /// How much time is shown.
    pub span: String,
    /// Whether the diagram follows the present.
    pub follows: bool,
    /// How many lanes there are.
    pub lanes: usize,
    /// The same in words, if that is asked for: it changes with almost every event.
    pub words: Option<Words>,
}

/// What happened in that time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// One thing after the other, oldest first: the last [`LINES_MAX`].
    pub lines: Vec<Line>,
    /// How many more there are.
    pub more: usize,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at_us: u64,
    /// What.
    pub text: String,
    /// What to select to look at it.
    pub target: Selection,
}

impl SpaceTime {
    /// What a session says beside its diagram.
    pub fn of(session: &Session) -> Self {
        let (world, window) = (session.world(), session.past().window());
        let clients = usize::from(world.clients().next().is_some());
        Self {
            span: duration(window.span_us as u64),
            follows: window.follows(),
            lanes: world.servers().count() + clients,
            words: window.in_words.then(|| Words::of(session)),
        }
    }
}

impl Words {
    fn of(session: &Session) -> Self {
        let (world, window) = (session.world(), session.past().window());
        let now_us = world.now_us();
        let from_us = window.begins_us(now_us).max(0.0);
        let to_us = (from_us + window.span_us) as u64;
        let mut lines: Vec<Line> = Vec::new();
        let told = session.feed().lines().iter();
        let told = told.filter(|line| line.importance != Importance::Detail || line.lost);
        lines.extend(told.filter(|line| (from_us as u64..=to_us).contains(&line.at_us)).map(|line| Line {
            at_us: line.at_us,
            text: line.text.clone(),
            target: Selection::Event(line.seq),
        }));
        let sent = world.traffic().since(from_us as u64).take_while(|sent| sent.at.us <= to_us);
        let telling = sent.filter(|sent| weight(Glyph::of(&sent.cargo)) != Weight::Routine);
        lines.extend(telling.map(|sent| Line {
            at_us: sent.at.us,
            text: String::new(),
            target: Selection::Flight(sent.id),
        }));
        recraft_protocol::order::sort_by_key(&mut lines, |line| (line.at_us, line.target));
        let more = lines.len().saturating_sub(LINES_MAX);
        lines.drain(..more);
        for line in &mut lines {
            if let Selection::Flight(id) = line.target
                && let Some(sent) = world.traffic().get(id)
            {
                line.text = tell(sent);
            }
        }
        Self { lines, more }
    }
}

/// A message in a line.
fn tell(sent: &Sent) -> String {
    let end = match sent.end {
        Some(End::Arrived(at)) => t!("arrives after {duration}", duration = duration(at.us - sent.at.us)),
        Some(End::Lost { .. }) => t!("is lost").to_owned(),
        None => t!("is on its way").to_owned(),
    };
    let title = messages::title(Glyph::of(&sent.cargo));
    t!(
        "{message} {number}, {from} to {to}: {end}",
        message = title,
        number = sent.id,
        from = messages::end(sent.from),
        to = messages::end(sent.to),
        end
    )
}
