//! What a series of runs came to, as a table and as flat JSON.

use std::fmt::Write;

use crate::explore::{Failure, Outcome};
use crate::statistics::Statistics;

/// The sum of a series of runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many runs.
    pub runs: u64,
    /// Their counts together.
    pub statistics: Statistics,
    /// How much time passed in them, in virtual microseconds.
    pub virtual_us: u64,
    /// How many violations of safety there were.
    pub violations: u64,
    /// How many runs did not come to rest, or lost a write.
    pub liveness_failures: u64,
    /// The seeds of the runs that failed, the first ones.
    pub failed_seeds: Vec<u64>,
}

/// How many seeds of failed runs are listed.
const SEEDS_LISTED: usize = 20;

impl Summary {
    /// Adds a run.
    pub fn add(&mut self, outcome: &Outcome) {
        self.runs += 1;
        self.statistics.add(&outcome.statistics);
        self.virtual_us += outcome.ended_us;
        self.violations += outcome.violations;
        if matches!(outcome.failure, Some(Failure::Stuck(_))) {
            self.liveness_failures += 1;
        }
        if outcome.failure.is_some() && self.failed_seeds.len() < SEEDS_LISTED {
            self.failed_seeds.push(outcome.seed);
        }
    }

    /// Adds another series.
    pub fn merge(&mut self, other: &Self) {
        self.runs += other.runs;
        self.statistics.add(&other.statistics);
        self.virtual_us += other.virtual_us;
        self.violations += other.violations;
        self.liveness_failures += other.liveness_failures;
        self.failed_seeds.extend(&other.failed_seeds);
        self.failed_seeds.sort_unstable();
        self.failed_seeds.truncate(SEEDS_LISTED);
    }

    /// Whether nothing failed.
    #[must_use]
    pub const fn passed(&self) -> bool {
        self.violations == 0 && self.liveness_failures == 0
    }

    /// The counts with their names, which are stable.
    #[must_use]
    pub fn counts(&self) -> [(&'static str, u64); 26] {
        let s = &self.statistics;
        [
            ("runs", self.runs),
            ("events", s.events),
            ("deliveries", s.deliveries),
            ("messages_lost", s.messages_lost),
            ("messages_duplicated", s.messages_duplicated),
            ("commits", s.commits),
            ("elections", s.elections),
            ("candidacies", s.candidacies),
            ("crashes", s.crashes),
            ("restarts", s.restarts),
            ("reconfigurations_accepted", s.requests_accepted),
            ("reconfigurations_refused", s.requests_refused),
            ("splits_completed", s.splits_completed),
            ("merges_completed", s.merges_completed),
            ("merges_aborted", s.merges_aborted),
            ("membership_changes_completed", s.membership_changes_completed),
            ("boundaries_crossed", s.boundaries_crossed),
            ("laggards_caught_up", s.laggards_caught_up),
            ("joins", s.joins),
            ("client_requests", s.client_requests),
            ("client_answers", s.client_answers),
            ("client_retries", s.client_retries),
            ("virtual_seconds", self.virtual_us / 1_000_000),
            ("violations", self.violations),
            ("liveness_failures", self.liveness_failures),
            ("failed_runs_listed", self.failed_seeds.len() as u64),
        ]
    }

    /// One flat JSON object.
    #[must_use]
    pub fn json(&self, seed: u64, jobs: u64, elapsed_seconds: f64) -> String {
        let mut json = format!("{{\"seed\":{seed},\"jobs\":{jobs}");
        for (name, count) in self.counts() {
            let _ = write!(json, ",\"{name}\":{count}");
        }
        let seeds: Vec<String> = self.failed_seeds.iter().map(u64::to_string).collect();
        let rate = self.runs as f64 / elapsed_seconds.max(1e-9);
        let _ = write!(
            json,
            ",\"failed_seeds\":\"{}\",\"elapsed_seconds\":{elapsed_seconds:.3},\"runs_per_second\":{rate:.3}}}",
            seeds.join(" ")
        );
        json
    }

    /// A table for people.
    #[must_use]
    pub fn table(&self, elapsed_seconds: f64) -> String {
        let mut table = String::new();
        for (name, count) in self.counts() {
            let _ = writeln!(table, "{:<32}{count:>16}", name.replace('_', " "));
        }
        let rate = self.runs as f64 / elapsed_seconds.max(1e-9);
        let _ = writeln!(table, "{:<32}{elapsed_seconds:>16.1}", "elapsed seconds");
        let _ = writeln!(table, "{:<32}{rate:>16.1}", "runs per second");
        table
    }
}
