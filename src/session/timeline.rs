//! The line of time as a value: how far the run has come, what lies where in it, and its branches.

use std::rc::Rc;

use recraft_protocol::types::{ClusterId, NodeId};
use recraft_scene::kin::Kin;
use recraft_scene::palette::step_of_term;
use recraft_scene::words::outside::command_words;
use recraft_sim::history::{Branch, BranchId, History, Mark, MarkKind, Marks};
use recraft_sim::lineage::{ClusterRecord, Lineage};
use recraft_words::t;

use super::Session;
use super::action::Selection;
use super::compare::Compared;

/// The line of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The cursor, in virtual microseconds.
    pub now_us: u64,
    /// How far the branch has been played.
    pub head_us: u64,
    /// How much time the line stands for.
    pub span_us: u64,
    /// Whether the cursor stands before what has been played last.
    pub past: bool,
    /// What lies where.
    pub dots: Rc<Vec<Dot>>,
    /// Clusters and terms.
    pub bands: Rc<Vec<Band>>,
    /// The branches, oldest first.
    pub branches: Rc<Vec<BranchItem>>,
    /// The one on which the cursor stands.
    pub current: BranchId,
    /// What undoing would undo.
    pub undo: Option<String>,
    /// What redoing would do again.
    pub redo: Option<String>,
    /// The selected node.
    pub node: Option<NodeId>,
    /// Two branches beside each other.
    pub compared: Option<Rc<Compared>>,
    /// Whether playing slows down when something of weight happens.
    pub slows: bool,
}

/// Something on the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dot {
    /// What kind of thing.
    pub kind: MarkKind,
    /// When.
    pub at_us: u64,
    /// How many of them are as good as here.
    pub count: u32,
    /// The node.
    pub node: Option<NodeId>,
    /// Its cluster.
    pub cluster: Option<ClusterId>,
}

/// A cluster in one term, for a stretch of time. Those of the same time lie one above the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// From when.
    pub from_us: u64,
    /// Until when.
    pub until_us: u64,
    /// Which of the clusters of this time it is, counted from the top, and how many there are.
    pub place: (usize, usize),
    /// The hue of the cluster.
    pub hue: u16,
    /// The step of the term; `None` while nobody has led yet.
    pub step: Option<u8>,
}

/// A branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchItem {
    /// Which.
    pub id: BranchId,
    /// Its name.
    pub name: String,
    /// When it began.
    pub from_us: u64,
    /// Its head.
    pub until_us: u64,
}

/// The kinds that are drawn, later ones over earlier ones.
const DRAWN: [MarkKind; 10] = [
    MarkKind::Commit,
    MarkKind::Command,
    MarkKind::Election,
    MarkKind::Members,
    MarkKind::Epoch,
    MarkKind::Split,
    MarkKind::Merge,
    MarkKind::Mend,
    MarkKind::Fault,
    MarkKind::Violation,
];
/// Marks of a kind that lie nearer to each other than this part of the line are one.
const DOTS_PER_LINE: u64 = 120;
/// Bands shorter than this part of the line are left out.
const BANDS_PER_LINE: u64 = 300;
/// More clusters are not drawn.
const CLUSTERS_MAX: usize = 48;
/// The line stands for a second at least.
const SPAN_US_MIN: u64 = 1_000_000;

impl Timeline {
    /// The line of time of a session.
    pub fn of(session: &Session) -> Self {
        let history = session.history();
        let (branch, now_us) = (history.branch(), history.moment().at_us);
        let head_us = branch.head().at_us.max(now_us);
        let span_us = span(head_us);
        Self {
            now_us,
            head_us,
            span_us,
            past: !history.is_at_head(),
            dots: Rc::new(dots(branch.marks(), span_us)),
            bands: Rc::new(bands(branch, head_us, span_us)),
            branches: Rc::new(branches(history)),
            current: branch.id(),
            undo: history.last_command().map(|timed| command_words(&timed.command)),
            redo: history.next_command().map(|timed| command_words(&timed.command)),
            node: match session.selection() {
                Some(Selection::Node(node)) => Some(node),
                _ => None,
            },
            compared: session.compared().cloned(),
            slows: session.playback().slows,
        }
    }

    /// Where a time is on the line, in percent.
    pub fn percent(&self, us: u64) -> f64 {
        us as f64 * 100.0 / self.span_us as f64
    }

    /// The time at a place of the line, given as a part of 1.
    pub fn time_at(&self, part: f64) -> u64 {
        ((part.clamp(0.0, 1.0) * self.span_us as f64) as u64).min(self.head_us)
    }

    /// What lies nearest to a place of the line, and within `reach`, both given as parts of 1.
    pub fn dot_at(&self, part: f64, reach: f64) -> Option<&Dot> {
        let distance = |dot: &&Dot| (dot.at_us as f64 / self.span_us as f64 - part).abs();
        let near = self.dots.iter().filter(|dot| distance(dot) <= reach);
        // What is drawn over the others is meant before them.
        near.min_by(|a, b| {
            let rank = |dot: &&Dot| DRAWN.iter().rposition(|&kind| kind == dot.kind);
            let weight = |dot: &&Dot| u8::from(dot.kind == MarkKind::Commit);
            weight(a).cmp(&weight(b)).then(distance(a).total_cmp(&distance(b))).then(rank(b).cmp(&rank(a)))
        })
    }
}

/// How much time a line stands for on which this much has been played: a round number, so that what is on it does not move all the
/// time while the run goes on.
pub fn span(head_us: u64) -> u64 {
    let mut unit = SPAN_US_MIN;
    loop {
        for tenths in [10, 15, 20, 30, 40, 60, 80] {
            let span = unit / 10 * tenths;
            if head_us <= span {
                return span;
            }
        }
        unit = unit.saturating_mul(10);
        if unit > u64::MAX / 100 {
            return head_us;
        }
    }
}

fn dots(marks: &Marks, span_us: u64) -> Vec<Dot> {
    let mut dots: Vec<Dot> = Vec::new();
    for kind in DRAWN {
        let first = dots.len();
        for mark in marks.of(kind) {
            put(&mut dots, first, mark, kind, span_us / DOTS_PER_LINE);
        }
        // Those on the page are told apart by how far they are from the end: so a new one moves none of its kind.
        dots[first..].reverse();
    }
    dots
}

/// Adds a mark to the dots of its kind, which begin at `first`.
fn put(dots: &mut Vec<Dot>, first: usize, mark: &Mark, kind: MarkKind, apart_us: u64) {
    let Mark { first_us: at_us, count, node, cluster, .. } = *mark;
    if dots.len() > first
        && let Some(last) = dots.last_mut().filter(|last| at_us - last.at_us < apart_us)
    {
        last.count += count;
    } else {
        dots.push(Dot { kind, at_us, count, node, cluster });
    }
}

/// The clusters that live at each time lie one above the other, in the order in which they stand on the stage.
fn bands(branch: &Branch, head_us: u64, span_us: u64) -> Vec<Band> {
    let lineage = branch.lineage();
    let kin = Kin::of_all(lineage);
    let mut records: Vec<&ClusterRecord> = lineage.iter().collect();
    if records.len() > CLUSTERS_MAX {
        return Vec::new();
    }
    let order = |record: &ClusterRecord| kin.get(&record.cluster).map_or(0.0, |kin| kin.order);
    recraft_protocol::order::sort_by(&mut records, |a, b| order(a).total_cmp(&order(b)));
    let mut bands = Vec::new();
    for (from_us, until_us) in stretches(lineage, head_us) {
        let lives = |record: &&&ClusterRecord| {
            record.born_us <= from_us && record.ended_us.is_none_or(|ended_us| ended_us > from_us)
        };
        let count = records.iter().filter(lives).count();
        for (place, record) in records.iter().filter(lives).enumerate() {
            let hue = kin.get(&record.cluster).map_or(250, Kin::hue);
            let band = Band { from_us, until_us, place: (place, count), hue, step: None };
            terms(&mut bands, band, record.cluster, branch.marks(), span_us / BANDS_PER_LINE);
        }
    }
    bands
}

/// The stretches of time between the births and ends of clusters.
fn stretches(lineage: &Lineage, head_us: u64) -> Vec<(u64, u64)> {
    let mut times: Vec<u64> =
        lineage.iter().flat_map(|record| [Some(record.born_us), record.ended_us]).flatten().collect();
    times.push(head_us);
    recraft_protocol::order::sort_by(&mut times, u64::cmp);
    times.dedup();
    times.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Divides a band by the terms of its cluster.
fn terms(bands: &mut Vec<Band>, whole: Band, cluster: ClusterId, marks: &Marks, least_us: u64) {
    let mut band = whole;
    for reign in marks.reigns().iter().filter(|reign| reign.cluster == cluster) {
        let step = Some(step_of_term(reign.at.term));
        if reign.from_us >= whole.until_us {
            break;
        }
        if reign.from_us > band.from_us + least_us {
            bands.push(Band { until_us: reign.from_us, ..band });
            band.from_us = reign.from_us;
        }
        band.step = step;
    }
    bands.push(band);
}

/// The branches with their names; of equal names the later ones are numbered.
pub fn branches(history: &History) -> Vec<BranchItem> {
    let mut items: Vec<BranchItem> = Vec::new();
    for branch in history.branches() {
        let plain = name(branch);
        let same = |name: &str| items.iter().any(|item| item.name == name);
        let numbered = (2..).map(|nth| format!("{plain} ({nth})"));
        let name = std::iter::once(plain.clone()).chain(numbered).find(|name| !same(name));
        items.push(BranchItem {
            id: branch.id(),
            name: name.unwrap_or(plain),
            from_us: branch.fork().map_or(0, |fork| fork.at.at_us),
            until_us: branch.head().at_us,
        });
    }
    items
}

/// What a branch is called: what somebody has called it, or what is different in it.
fn name(branch: &Branch) -> String {
    match (branch.name(), branch.fork()) {
        (Some(name), _) => name.into(),
        (None, None) => t!("Original").into(),
        (None, Some(fork)) => match (&fork.with, &fork.without) {
            (Some(with), _) => t!("With: {command}", command = command_words(with)),
            (None, Some(without)) => t!("Without: {command}", command = command_words(without)),
            (None, None) => t!("Another course").into(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_stands_for_a_round_time_and_is_never_mostly_empty() {
        for head_us in [0, 1, 999_999, 1_000_000, 1_000_001, 7_300_000, 59_999_999, 123_456_789_000] {
            let span_us = span(head_us);
            assert!(span_us >= head_us && (span_us == SPAN_US_MIN || span_us <= head_us / 10 * 15 + 10));
        }
    }
}
