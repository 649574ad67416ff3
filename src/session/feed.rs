//! The record of the run as the event list shows it: one line an event, written once.

use std::rc::Rc;

use recraft_protocol::types::{ClientId, ClusterId, NodeId};
use recraft_scene::words::{Importance, Kind, sentence};
use recraft_sim::event::{Event, What};

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The event's number in the run.
    pub seq: u64,
    /// When.
    pub at_us: u64,
    /// What happened and why.
    pub text: String,
    /// What it is about.
    pub kind: Kind,
    /// How much it matters.
    pub importance: Importance,
    /// Who has to do with it; whoever acts comes first.
    pub nodes: Vec<NodeId>,
    /// The cluster it is about, if the event says so.
    pub cluster: Option<ClusterId>,
    /// The client that has its answer.
    pub answered: Option<ClientId>,
}

impl Line {
    fn of(event: &Event) -> Self {
        let sentence = sentence(event);
        Self {
            seq: event.seq,
            at_us: event.at_us,
            text: sentence.text,
            kind: sentence.kind,
            importance: sentence.importance,
            nodes: sentence.nodes,
            cluster: sentence.cluster,
            answered: match event.what {
                What::ClientAnswered { client, .. } => Some(client),
                _ => None,
            },
        }
    }
}

/// The newest lines.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    lines: Rc<Vec<Rc<Line>>>,
    last_seq: u64,
    headline: Option<Rc<Line>>,
}

impl Feed {
    /// The most lines kept: more than anyone reads, few enough to be shown without effort.
    pub const LINES_MAX: usize = 400;

    /// Takes in the events after the last one taken in.
    pub fn take<'a>(&mut self, events: impl Iterator<Item = &'a Event>) {
        let last_seq = self.last_seq;
        let mut fresh = events.filter(|event| event.seq > last_seq).peekable();
        if fresh.peek().is_none() {
            return;
        }
        let lines = Rc::make_mut(&mut self.lines);
        for event in fresh {
            let line = Rc::new(Line::of(event));
            self.last_seq = line.seq;
            if line.importance == Importance::Major {
                self.headline = Some(line.clone());
            }
            lines.push(line);
        }
        let surplus = lines.len().saturating_sub(Self::LINES_MAX);
        lines.drain(..surplus);
    }

    /// The lines, oldest first.
    pub fn lines(&self) -> &Rc<Vec<Rc<Line>>> {
        &self.lines
    }

    /// The number of the last event taken in.
    pub const fn last_seq(&self) -> u64 {
        self.last_seq
    }

    /// The newest step of the story.
    pub fn headline(&self) -> Option<&Rc<Line>> {
        self.headline.as_ref()
    }
}
