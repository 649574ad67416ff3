//! The charts: what clients were served over the time of the run. They are measured by replaying the run beside the one that is watched, a little in
//! each frame, and only while they are looked at.

use recraft_protocol::types::ClusterId;
use recraft_sim::history::{Follower, History};
use recraft_sim::lineage::Lineage;
use recraft_sim::measure::{Bucket, Gap, Latencies, Measure};

use crate::session::Session;
use crate::session::timeline::span;

/// How finely the run is measured at first, in microseconds.
const BUCKET_US: u64 = 25_000;
/// The least that a column stands for, in microseconds.
const COLUMN_US_MIN: u64 = 100_000;
/// A wait that is shorter is a part of answering: every request takes its time.
const STARVES_US_MIN: u64 = 150_000;
/// How many columns the line of time has at most.
const COLUMNS_MAX: u64 = 120;
/// About so many happenings are replayed in a frame.
const HAPPENINGS_A_FRAME: u64 = 4_000;

/// What is charted.
#[derive(Clone, Debug, PartialEq)]
pub struct Charts {
    /// How much of the run has been measured, in percent.
    pub read: u64,
    /// How much time the width stands for: as much as the line of time does.
    pub span_us: u64,
    /// How much time a column stands for.
    pub column_us: u64,
    /// The columns that are over, from the beginning of the run on.
    pub columns: Vec<Column>,
    /// The clusters that were asked for anything, in order of age.
    pub clusters: Vec<Served>,
    /// The column at the cursor.
    pub now: Option<usize>,
    /// How many requests were answered in all.
    pub answered: u64,
}

/// What was served in a stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// Answers for a second, by each of the clusters.
    pub rates: Vec<u64>,
    /// The median latency and the one that 99 of 100 requests did not exceed, in microseconds.
    pub latency_us: Option<(u64, u64)>,
}

impl Column {
    /// Answers for a second, by all clusters.
    pub fn rate(&self) -> u64 {
        self.rates.iter().sum()
    }
}

/// A cluster's service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// Which.
    pub cluster: ClusterId,
    /// Its hue.
    pub hue: u16,
    /// How it served, in order: from when until when, and how.
    pub stretches: Vec<(u64, u64, Service)>,
    /// The longest time in which it answered nobody although somebody waited.
    pub longest: Gap,
}

/// How a cluster serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// Nobody asks it.
    Idle,
    /// It answers.
    Answers,
    /// Somebody waits, and nobody is answered.
    Starves,
}

impl Charts {
    /// The charts of a session's branch, as far as it has been measured.
    pub fn of(session: &Session) -> Self {
        let history = session.history();
        let span_us = span(history.branch().head().at_us.max(history.moment().at_us));
        let Some(follower) = session.follower.as_deref().filter(|it| it.branch() == history.branch().id())
        else {
            return Self {
                read: 0,
                span_us,
                column_us: COLUMN_US_MIN,
                columns: Vec::new(),
                clusters: Vec::new(),
                now: None,
                answered: 0,
            };
        };
        let (measure, lineage) = (follower.measure(), follower.world().lineage());
        let group = group(measure.bucket_us(), span_us);
        let column_us = measure.bucket_us() * group;
        let over = (measure.now_us() / column_us) as usize;
        let asked = asked(measure, lineage);
        let buckets = measure.buckets().chunks(group as usize).take(over);
        let columns: Vec<Column> = buckets.map(|buckets| column(buckets, &asked, column_us)).collect();
        let place = (history.moment().at_us / column_us) as usize;
        Self {
            read: measure.now_us() * 100 / history.branch().head().at_us.max(1),
            span_us,
            column_us,
            now: Some(place.min(columns.len().saturating_sub(1))).filter(|&place| place < columns.len()),
            columns,
            clusters: asked.iter().map(|&cluster| served(cluster, measure, lineage, session)).collect(),
            answered: measure.buckets().iter().map(|bucket| u64::from(bucket.done())).sum(),
        }
    }
}

/// How many buckets are a column.
fn group(bucket_us: u64, span_us: u64) -> u64 {
    COLUMN_US_MIN.max(span_us / COLUMNS_MAX).div_ceil(bucket_us)
}

/// The clusters that were asked for anything.
fn asked(measure: &Measure, lineage: &Lineage) -> Vec<ClusterId> {
    let was_asked = |cluster: &ClusterId| {
        let in_bucket =
            |bucket: &Bucket| bucket.answered.contains_key(cluster) || bucket.starved.contains(cluster);
        measure.buckets().iter().any(in_bucket)
    };
    lineage.iter().map(|record| record.cluster).filter(was_asked).collect()
}

fn column(buckets: &[Bucket], clusters: &[ClusterId], column_us: u64) -> Column {
    let answered = |cluster: &ClusterId| {
        let each = buckets.iter().filter_map(|bucket| bucket.answered.get(cluster));
        each.map(|&count| u64::from(count)).sum::<u64>()
    };
    let mut latencies = Latencies::default();
    buckets.iter().for_each(|bucket| latencies.join(&bucket.latencies));
    Column {
        rates: clusters.iter().map(|cluster| answered(cluster) * 1_000_000 / column_us).collect(),
        latency_us: latencies.quantile(50).zip(latencies.quantile(99)),
    }
}

fn served(cluster: ClusterId, measure: &Measure, lineage: &Lineage, session: &Session) -> Served {
    let bucket_us = measure.bucket_us();
    let (born_us, ended_us) =
        lineage.get(cluster).map_or((0, None), |record| (record.born_us, record.ended_us));
    let until_us = ended_us.unwrap_or(u64::MAX).min(measure.now_us());
    let mut stretches: Vec<(u64, u64, Service)> = Vec::new();
    for (place, bucket) in measure.buckets().iter().enumerate() {
        let from_us = (place as u64 * bucket_us).max(born_us);
        let to_us = ((place as u64 + 1) * bucket_us).min(until_us);
        let service = match (bucket.answered.contains_key(&cluster), bucket.starved.contains(&cluster)) {
            (true, _) => Service::Answers,
            (false, true) => Service::Starves,
            (false, false) => Service::Idle,
        };
        if from_us >= to_us {
            continue;
        }
        put(&mut stretches, (from_us, to_us, service));
    }
    let told = |&(from_us, to_us, service): &(u64, u64, Service)| {
        let passing = service == Service::Starves && to_us - from_us < STARVES_US_MIN;
        (from_us, to_us, if passing { Service::Answers } else { service })
    };
    let mut lasting = Vec::new();
    stretches.iter().map(told).for_each(|stretch| put(&mut lasting, stretch));
    let longest = measure.longest_wait(cluster, lineage);
    Served { cluster, hue: session.hues().of(cluster), stretches: lasting, longest }
}

/// Adds a stretch that follows the last one, to which it belongs if it is of its kind.
fn put(stretches: &mut Vec<(u64, u64, Service)>, next: (u64, u64, Service)) {
    match stretches.last_mut().filter(|last| last.2 == next.2) {
        Some(last) => last.1 = next.1,
        None => stretches.push(next),
    }
}

impl Session {
    /// Whether all of the branch that is watched has been measured.
    pub fn is_measured(&self) -> bool {
        self.follower.as_ref().is_some_and(|follower| follower.has_arrived(&self.history))
    }

    /// Measures a little more of the branch that is watched; says whether there is more to measure.
    pub fn measure_on(&mut self) -> bool {
        let history = &self.history;
        let follows = |follower: &&mut Box<Follower>| follower.branch() == history.branch().id();
        match self.follower.as_mut().filter(follows) {
            Some(follower) => !follower.follow(history, HAPPENINGS_A_FRAME),
            None => {
                self.follower = Some(begin(history));
                true
            }
        }
    }
}

fn begin(history: &History) -> Box<Follower> {
    Box::new(Follower::new(history, BUCKET_US))
}

#[cfg(test)]
mod tests {
    use recraft_protocol::types::NodeId;
    use recraft_sim::command::Command;

    use super::*;
    use crate::session::{Action, Preset, Travel};

    fn loaded() -> Session {
        let mut session = Session::new(Preset::Three, 5);
        session.act(Action::Do(Command::Load { clients: 6, pause_us: 10_000 }));
        session.history.play_to(4_000_000);
        session
    }

    fn measured(session: &mut Session) -> Charts {
        while session.measure_on() {}
        Charts::of(session)
    }

    #[test]
    fn every_answer_of_the_run_is_in_a_column_and_nothing_is_measured_before_somebody_looks() {
        let mut session = loaded();
        assert!(session.follower.is_none());
        assert_eq!((Charts::of(&session).read, Charts::of(&session).columns.len()), (0, 0));
        let charts = measured(&mut session);
        assert_eq!(charts.read, 100);
        assert_eq!(charts.answered, session.world().statistics().client_answers);
        let in_columns: u64 =
            charts.columns.iter().map(|column| column.rate() * charts.column_us / 1_000_000).sum();
        assert!(in_columns + 20 >= charts.answered && in_columns <= charts.answered, "{in_columns}");
        assert_eq!(charts.columns.len(), 40);
        assert!(charts.columns[39].latency_us.is_some_and(|(median, p99)| median > 20_000 && p99 >= median));
    }

    #[test]
    fn who_waits_while_nobody_answers_is_seen_and_the_longest_wait_is_told() {
        let mut session = loaded();
        for node in [1, 2] {
            session.act(Action::Do(Command::Crash { node: NodeId(node) }));
        }
        session.history.play_to(6_000_000);
        let charts = measured(&mut session);
        let served = &charts.clusters[0];
        let &(from_us, until_us, last) = served.stretches.last().unwrap();
        assert_eq!((last, until_us), (Service::Starves, 6_000_000));
        assert!((3_900_000..=4_300_000).contains(&from_us), "{from_us}");
        assert!(served.longest.us > 1_800_000 && served.longest.from_us + served.longest.us == 6_000_000);
        assert!(charts.columns[55].latency_us.is_none() && charts.columns[55].rate() == 0);
    }

    #[test]
    fn the_charts_are_those_of_the_branch_that_is_watched() {
        let mut session = loaded();
        let before = measured(&mut session);
        session.act(Action::Travel(Travel::To(2_000_000)));
        assert_eq!(measured(&mut session).columns, before.columns, "what was played stays charted");
        session.act(Action::Do(Command::Load { clients: 0, pause_us: 0 }));
        session.history.play_to(4_000_000);
        let after = measured(&mut session);
        assert_eq!(after.columns[..19], before.columns[..19]);
        assert!(after.columns[30..].iter().all(|column| column.rate() == 0));
        assert_eq!(after.clusters[0].stretches.last().unwrap().2, Service::Idle);
    }
}
