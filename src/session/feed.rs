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
    /// Whether a message was lost.
    pub lost: bool,
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
            lost: matches!(event.what, What::MessageLost { .. }),
        }
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u16);

impl Kinds {
    /// Whether a kind is in it.
    pub const fn has(self, kind: Kind) -> bool {
        self.0 & 1 << kind as u16 != 0
    }

    /// This set with a kind.
    pub const fn with(self, kind: Kind) -> Self {
        Self(self.0 | 1 << kind as u16)
    }

    /// This set without a kind.
    pub const fn without(self, kind: Kind) -> Self {
        Self(self.0 & !(1 << kind as u16))
    }
}

/// The newest lines.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    lines: Rc<Vec<Rc<Line>>>,
    last_seq: u64,
    kinds: Kinds,
    headline: Option<Rc<Line>>,
    /// Whether it is that of another moment, and has to begin anew.
    forgotten: bool,
}

impl Feed {
    /// How many steps of the story are kept, and how many other lines. More than anyone reads, few enough to be shown without
    /// effort; and however busy the clients are, they do not push out an election.
    const STEPS_KEPT: usize = 200;
    const OTHERS_KEPT: usize = 400;
    /// Lines are dropped so many at a time.
    const SLACK: usize = 100;

    /// The present moment has nothing to do with the last one taken in.
    pub const fn forget(&mut self) {
        self.forgotten = true;
    }

    /// Whether it has to begin anew.
    pub const fn is_forgotten(&self) -> bool {
        self.forgotten
    }

    /// Begins anew with the last events, and with those steps of the story that were before them.
    pub fn begin_anew<'a>(
        &mut self,
        story: impl Iterator<Item = &'a Event>,
        last: impl Iterator<Item = &'a Event>,
    ) {
        *self = Self::default();
        let mut last = last.peekable();
        let first_seq = last.peek().map_or(u64::MAX, |event| event.seq);
        self.take(story.take_while(|event| event.seq < first_seq));
        self.take(last);
    }

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
            self.kinds = self.kinds.with(line.kind);
            if line.importance == Importance::Major {
                self.headline = Some(line.clone());
            }
            lines.push(line);
        }
        if lines.len() > Self::STEPS_KEPT + Self::OTHERS_KEPT + Self::SLACK {
            shorten(lines, Self::STEPS_KEPT, Self::OTHERS_KEPT);
        }
    }

    /// The kinds that have occurred.
    pub const fn kinds(&self) -> Kinds {
        self.kinds
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

/// Drops the oldest lines until there are at most so many steps of the story and so many others.
fn shorten(lines: &mut Vec<Rc<Line>>, steps: usize, others: usize) {
    let is_step = |line: &Line| line.importance == Importance::Major;
    let all_steps = lines.iter().filter(|line| is_step(line)).count();
    let mut surplus = [all_steps.saturating_sub(steps), (lines.len() - all_steps).saturating_sub(others)];
    lines.retain(|line| {
        let left = &mut surplus[usize::from(!is_step(line))];
        let keep = *left == 0;
        *left -= usize::from(!keep);
        keep
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(seq: u64, importance: Importance) -> Rc<Line> {
        Rc::new(Line {
            seq,
            at_us: seq,
            text: String::new(),
            kind: Kind::Log,
            importance,
            nodes: Vec::new(),
            cluster: None,
            answered: None,
            lost: false,
        })
    }

    #[test]
    fn busy_clients_do_not_push_out_the_story() {
        let importance =
            |seq: u64| if seq.is_multiple_of(10) { Importance::Major } else { Importance::Minor };
        let mut lines: Vec<Rc<Line>> = (0..100).map(|seq| line(seq, importance(seq))).collect();
        shorten(&mut lines, 5, 7);
        let left: Vec<u64> = lines.iter().map(|line| line.seq).collect();
        assert_eq!(left, [50, 60, 70, 80, 90, 93, 94, 95, 96, 97, 98, 99]);
    }

    #[test]
    fn sets_of_kinds_add_and_remove() {
        let kinds = Kinds::default().with(Kind::Merge).with(Kind::Log);
        assert!(kinds.has(Kind::Merge) && kinds.has(Kind::Log) && !kinds.has(Kind::Split));
        assert_eq!(kinds.without(Kind::Merge).without(Kind::Log), Kinds::default());
    }
}
