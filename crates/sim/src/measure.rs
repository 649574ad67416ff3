//! What clients were served, measured: throughput, latency and gaps, in buckets of virtual time.
//!
//! A [`Measure`] follows a run by reading its events as they come ([`Measure::read`]), so whoever watches a run pays only for what is new. It
//! keeps a bounded amount: at most [`BUCKETS_MAX`] buckets (when a run grows beyond, buckets are joined two by two), and of
//! latencies a histogram, from which a quantile is told to within 5 %. A request counts for the cluster that owns its key when it is
//! answered, and its latency counts from the first try.

mod latencies;
mod service;

use recraft_protocol::table::{SmallSet, Table};

use recraft_protocol::io::ClientResult;
use recraft_protocol::keys::KeyRanges;
use recraft_protocol::machine::Operation;
use recraft_protocol::observation::{Leadership, Observation};
use recraft_protocol::types::{ClusterId, NodeId};
use serde::Serialize;

use crate::baseline::Step;
use crate::event::{Event, What};
use crate::lineage::Lineage;
use crate::world::World;

pub use latencies::Latencies;

use service::{Service, owner_of};

/// How many buckets there are at most.
pub const BUCKETS_MAX: usize = 600;
/// How many marks are kept; the oldest elections go first.
pub const MARKS_MAX: usize = 200;

/// What happened within a stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bucket {
    /// How many requests were answered, by the cluster that owned the key.
    pub answered: Table<ClusterId, u32>,
    /// The clusters of which somebody waited for an answer at the end, while none had come.
    pub starved: SmallSet<ClusterId>,
    /// How long the requests took that were answered.
    pub latencies: Latencies,
}

impl Bucket {
    /// How many requests were answered.
    #[must_use]
    pub fn done(&self) -> u32 {
        self.latencies.total()
    }

    fn join(&mut self, other: &Self) {
        // A cluster is starved in the whole only if nothing came in either half.
        let fed = |cluster: &ClusterId, bucket: &Self| bucket.answered.contains_key(cluster);
        self.starved.extend(other.starved.iter().copied());
        for (&cluster, count) in other.answered.iter() {
            *self.answered.or_default(cluster) += count;
        }
        let answered = self.answered.clone();
        self.starved.retain(|cluster| !answered.contains_key(cluster) && !fed(cluster, other));
        self.latencies.join(&other.latencies);
    }
}

/// A moment that explains what the numbers do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// When, in virtual microseconds.
    pub at_us: u64,
    /// What.
    pub what: Moment,
}

/// What happened at a marked moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Moment {
    /// A node was elected.
    Elected(NodeId),
    /// A node crashed.
    Crashed(NodeId),
    /// One cluster became several, or several one: these came to be.
    Born(Vec<ClusterId>),
    /// The manager of the baseline began to stop a cluster.
    Stopping,
    /// The manager of the baseline told the clients of these clusters.
    Published(Vec<ClusterId>),
}

/// The longest time without an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// When it began, in virtual microseconds.
    pub from_us: u64,
    /// How long it was, in microseconds.
    pub us: u64,
}

/// Keys that are watched for gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Watch {
    keys: KeyRanges,
    last_us: u64,
    longest: Gap,
}

/// What happened in a stretch of time, summed up. (The rate is always a number, so that two summaries are equal or are not.)
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// How many requests were answered.
    pub answered: u64,
    /// The same for a second.
    pub per_second: f64,
    /// The median latency, in microseconds; `None` when nothing was answered.
    pub median_us: Option<u64>,
    /// The latency that 99 of 100 requests did not exceed, in microseconds.
    pub p99_us: Option<u64>,
}

impl Eq for Summary {}

/// The measured part of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    bucket_us: u64,
    buckets: Vec<Bucket>,
    marks: Vec<Mark>,
    watches: Vec<Watch>,
    service: Service,
    seq: u64,
    now_us: u64,
}

impl Measure {
    /// One that has read nothing, with buckets of so many microseconds.
    #[must_use]
    pub fn new(bucket_us: u64) -> Self {
        Self {
            bucket_us: if bucket_us == 0 { 1 } else { bucket_us },
            buckets: Vec::new(),
            marks: Vec::new(),
            watches: Vec::new(),
            service: Service::default(),
            seq: 0,
            now_us: 0,
        }
    }

    /// Watches for gaps in the service of these keys, each for itself, from `from_us` on.
    pub fn watch(&mut self, keys: &[KeyRanges], from_us: u64) {
        let watch =
            |keys: &KeyRanges| Watch { keys: keys.clone(), last_us: from_us, longest: Gap::default() };
        self.watches = keys.iter().map(watch).collect();
    }

    /// How long a bucket is, in microseconds.
    #[must_use]
    pub const fn bucket_us(&self) -> u64 {
        self.bucket_us
    }

    /// Up to when it has read.
    #[must_use]
    pub const fn now_us(&self) -> u64 {
        self.now_us
    }

    /// The buckets, from the beginning of the run on; the last one may not be over.
    #[must_use]
    pub fn buckets(&self) -> &[Bucket] {
        &self.buckets
    }

    /// The marked moments, in order.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The number of the last event that was read.
    #[must_use]
    pub const fn seq(&self) -> u64 {
        self.seq
    }

    /// The longest gap of each watched range up to `until_us`, a gap that has not ended among them.
    #[must_use]
    pub fn gaps(&self, until_us: u64) -> Vec<Gap> {
        let longest = |watch: &Watch| {
            let open = Gap { from_us: watch.last_us, us: until_us.saturating_sub(watch.last_us) };
            if open.us > watch.longest.us { open } else { watch.longest }
        };
        self.watches.iter().map(longest).collect()
    }

    /// The longest time up to now in which this cluster answered nobody although somebody waited for it, also if that goes on.
    #[must_use]
    pub fn longest_wait(&self, cluster: ClusterId, lineage: &Lineage) -> Gap {
        self.service.longest(cluster, self.now_us, lineage)
    }

    /// Reads what has happened since it was last called. It must be called before the world forgets events
    /// ([`EVENTS_KEPT`](crate::world::EVENTS_KEPT)).
    pub fn read(&mut self, world: &World) {
        for event in world.events_since(self.seq) {
            self.take(event, world.lineage());
        }
        self.seq = world.last_seq().max(self.seq);
        self.pass(world.now_us(), world.lineage());
    }

    fn take(&mut self, event: &Event, lineage: &Lineage) {
        let at_us = event.at_us;
        self.pass(at_us, lineage);
        match &event.what {
            What::ClientAsked { client, operation, .. } => {
                self.service.asked(*client, operation.key(), at_us, lineage);
            }
            What::ClientAnswered { client, operation, result, took_us, .. } => {
                let served = matches!(result, ClientResult::Applied { .. });
                self.service.answered(*client, served, at_us, lineage);
                if served {
                    self.answered(operation, *took_us, at_us, lineage);
                }
            }
            What::Observed { node, observation } => match observation {
                Observation::BecameLeader { how: Leadership::Elected { .. }, .. } => {
                    self.mark(at_us, Moment::Elected(*node));
                }
                Observation::EpochEntered { left, .. } => self.note_born(*left, at_us, lineage),
                _ => {}
            },
            What::Crashed { node } => self.mark(at_us, Moment::Crashed(*node)),
            What::Managed { step: Step::NodeStopped { .. } } => {
                let stops = |mark: &&Mark| matches!(mark.what, Moment::Stopping | Moment::Published(_));
                if !matches!(self.marks.iter().rev().find(stops), Some(Mark { what: Moment::Stopping, .. })) {
                    self.mark(at_us, Moment::Stopping);
                }
            }
            What::Managed { step: Step::Published { clusters } } => {
                self.mark(at_us, Moment::Published(clusters.clone()));
            }
            _ => {}
        }
    }

    fn answered(&mut self, operation: &Operation, took_us: u64, at_us: u64, lineage: &Lineage) {
        let key = operation.key();
        let owner = owner_of(lineage, key, at_us).map(|record| record.cluster);
        let bucket = self.bucket();
        bucket.latencies.add(took_us);
        if let Some(owner) = owner {
            *bucket.answered.or_default(owner) += 1;
        }
        for watch in self.watches.iter_mut().filter(|watch| watch.keys.contains(key)) {
            let us = at_us.saturating_sub(watch.last_us);
            if us > watch.longest.us {
                watch.longest = Gap { from_us: watch.last_us, us };
            }
            watch.last_us = watch.last_us.max(at_us);
        }
    }

    /// A cluster was left: those that came from it are marked, once.
    fn note_born(&mut self, left: ClusterId, at_us: u64, lineage: &Lineage) {
        let born: Vec<ClusterId> = lineage.children(left).map(|record| record.cluster).collect();
        let known = |mark: &Mark| mark.what == Moment::Born(born.clone());
        if !born.is_empty() && !self.marks.iter().any(known) {
            self.mark(at_us, Moment::Born(born));
        }
    }

    fn mark(&mut self, at_us: u64, what: Moment) {
        if self.marks.len() >= MARKS_MAX {
            let elected = self.marks.iter().position(|mark| matches!(mark.what, Moment::Elected(_)));
            self.marks.remove(elected.unwrap_or(0));
        }
        self.marks.push(Mark { at_us, what });
    }

    fn bucket(&mut self) -> &mut Bucket {
        if self.buckets.is_empty() {
            self.buckets.push(Bucket::default());
        }
        let last = self.buckets.len() - 1;
        &mut self.buckets[last]
    }

    /// Lets the time pass: buckets that are over are closed.
    fn pass(&mut self, us: u64, lineage: &Lineage) {
        self.now_us = self.now_us.max(us);
        while (self.now_us / self.bucket_us) as usize >= self.buckets.len().max(1) {
            let over_us = self.buckets.len().max(1) as u64 * self.bucket_us;
            let owners: Vec<ClusterId> = self.service.waited_for(lineage, over_us).collect();
            let bucket = self.bucket();
            for owner in owners {
                if !bucket.answered.contains_key(&owner) {
                    bucket.starved.insert(owner);
                }
            }
            if self.buckets.len() >= BUCKETS_MAX {
                self.coarsen();
            } else {
                self.buckets.push(Bucket::default());
            }
        }
    }

    /// Joins buckets two by two.
    fn coarsen(&mut self) {
        let mut joined: Vec<Bucket> = Vec::with_capacity(BUCKETS_MAX);
        for (place, bucket) in self.buckets.iter().enumerate() {
            match joined.last_mut() {
                Some(last) if place % 2 == 1 => last.join(bucket),
                _ => joined.push(bucket.clone()),
            }
        }
        self.buckets = joined;
        self.bucket_us *= 2;
    }

    /// What happened from `from_us` to `until_us`, to the nearest bucket.
    #[must_use]
    pub fn between(&self, from_us: u64, until_us: u64) -> Summary {
        let place = |us: u64| (us.div_ceil(self.bucket_us) as usize).min(self.buckets.len());
        let (from, until) = (place(from_us), place(until_us));
        let mut latencies = Latencies::default();
        for bucket in &self.buckets[from.min(until)..until] {
            latencies.join(&bucket.latencies);
        }
        let seconds = ((until - from.min(until)) as u64 * self.bucket_us) as f64 / 1e6;
        Summary {
            answered: u64::from(latencies.total()),
            per_second: if seconds > 0.0 { f64::from(latencies.total()) / seconds } else { 0.0 },
            median_us: latencies.quantile(50),
            p99_us: latencies.quantile(99),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Command;
    use crate::presets::figure_3_parts;
    use crate::setup::Setup;

    /// Nine nodes under load that split after three seconds.
    fn split(read_every_us: u64, until_us: u64, measure: &mut Measure) -> World {
        let mut world = World::new(Setup::one_cluster(9, 4));
        let load = Command::Load { clients: 8, pause_us: 20_000 };
        world.command(load).unwrap();
        let mut told = false;
        while world.now_us() < until_us {
            world.run_until((world.now_us() + read_every_us).min(until_us));
            if !told && world.now_us() >= 3_000_000 {
                told = true;
                let into = figure_3_parts();
                world.command(Command::Split { cluster: ClusterId(1), into }).unwrap();
            }
            measure.read(&world);
        }
        world
    }

    #[test]
    fn everything_that_was_answered_is_counted_once_however_often_it_is_read() {
        let mut often = Measure::new(100_000);
        let mut seldom = Measure::new(100_000);
        let world = split(10_000, 6_000_000, &mut often);
        split(1_500_000, 6_000_000, &mut seldom);
        assert_eq!(often, seldom);
        let done: u64 = often.buckets().iter().map(|bucket| u64::from(bucket.done())).sum();
        assert_eq!(done, world.statistics().client_answers);
        assert!(done > 300, "{done}");
        assert_eq!(often.between(0, 6_000_000).answered, done);
        let clusters: SmallSet<ClusterId> =
            often.buckets().iter().flat_map(|bucket| bucket.answered.keys().copied()).collect();
        assert_eq!(clusters.len(), 4, "{clusters:?}");
        let born = vec![ClusterId(2), ClusterId(3), ClusterId(4)];
        assert_eq!(often.marks().iter().filter(|mark| mark.what == Moment::Born(born.clone())).count(), 1);
    }

    #[test]
    fn a_long_run_has_coarser_buckets_and_loses_no_request() {
        let mut fine = Measure::new(10_000);
        let mut coarse = Measure::new(1_000);
        split(100_000, 5_000_000, &mut fine);
        split(100_000, 5_000_000, &mut coarse);
        assert!(coarse.buckets().len() <= BUCKETS_MAX && coarse.bucket_us() == 16_000);
        assert_eq!(coarse.between(0, 5_100_000).answered, fine.between(0, 5_100_000).answered);
    }

    #[test]
    fn a_gap_is_the_longest_time_without_an_answer_and_may_not_have_ended() {
        let mut world = World::new(Setup::one_cluster(3, 4));
        world.command(Command::Load { clients: 6, pause_us: 20_000 }).unwrap();
        world.run_until(2_000_000);
        let mut measure = Measure::new(100_000);
        measure.read(&world);
        measure.watch(&[KeyRanges::everything()], 2_000_000);
        world.run_until(3_000_000);
        for node in [1, 2] {
            world.command(Command::Crash { node: NodeId(node) }).unwrap();
        }
        world.run_until(5_000_000);
        measure.read(&world);
        let gap = measure.gaps(5_000_000)[0];
        assert!(gap.us > 1_800_000 && gap.from_us >= 3_000_000, "{gap:?}");
        let starved = measure.buckets().iter().filter(|bucket| !bucket.starved.is_empty()).count();
        assert!((17..=21).contains(&starved), "{starved}");
    }
}
