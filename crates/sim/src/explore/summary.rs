//! What a series of runs came to, as a table and as flat JSON.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::deed::Deed;
use super::failure::{Failure, Kind};
use crate::checker::Property;
use crate::explore::Outcome;
use crate::statistics::Statistics;

/// The sum of a series of runs. Sums of different runs add up, in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// How many runs.
    pub runs: u64,
    /// Their counts together.
    pub statistics: Statistics,
    /// How much time passed in them, in virtual microseconds.
    pub virtual_us: u64,
    /// What was done to them, and how often.
    pub deeds: BTreeMap<Deed, u64>,
    /// How many violations of safety there were.
    pub violations: u64,
    /// In how many runs which property was violated first.
    pub violated: BTreeMap<Property, u64>,
    /// How many runs lost or doubled a write without a violation.
    pub losses: u64,
    /// How many runs did not come to rest.
    pub liveness_failures: u64,
    /// How often a key's history had too many possible orders to be followed.
    pub histories_given_up: u64,
    /// The runs that failed, the first ones.
    pub failed: Vec<Failed>,
}

/// A run that failed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Failed {
    /// Its number in the campaign.
    pub nth: u64,
    /// Its own seed.
    pub seed: u64,
    /// How it failed.
    pub kind: Kind,
}

/// How many failed runs are listed.
const FAILED_LISTED: usize = 20;

impl Summary {
    /// Adds run `nth` of the campaign.
    pub fn add(&mut self, nth: u64, outcome: &Outcome) {
        let mut one = Self {
            runs: 1,
            statistics: outcome.statistics.clone(),
            virtual_us: outcome.ended_us,
            deeds: outcome.deeds.clone(),
            violations: outcome.violations,
            histories_given_up: outcome.histories_given_up,
            ..Self::default()
        };
        if let Some(failure) = &outcome.failure {
            one.failed.push(Failed { nth, seed: outcome.seed, kind: failure.kind() });
            match failure {
                Failure::Unsafe(violation) => drop(one.violated.insert(violation.property, 1)),
                Failure::Lost(_) => one.losses = 1,
                Failure::Stuck(_) => one.liveness_failures = 1,
            }
        }
        self.merge(&one);
    }

    /// Adds another series.
    pub fn merge(&mut self, other: &Self) {
        self.runs += other.runs;
        self.statistics.add(&other.statistics);
        self.virtual_us += other.virtual_us;
        for (&deed, count) in &other.deeds {
            *self.deeds.entry(deed).or_default() += count;
        }
        self.violations += other.violations;
        for (&property, count) in &other.violated {
            *self.violated.entry(property).or_default() += count;
        }
        self.losses += other.losses;
        self.liveness_failures += other.liveness_failures;
        self.histories_given_up += other.histories_given_up;
        self.failed.extend(other.failed.iter().cloned());
        self.failed.sort_unstable();
        self.failed.truncate(FAILED_LISTED);
    }

    /// Whether nothing failed.
    #[must_use]
    pub const fn passed(&self) -> bool {
        self.violations == 0 && self.losses == 0 && self.liveness_failures == 0
    }

    /// The counts with their names, which are stable.
    #[must_use]
    pub fn counts(&self) -> Vec<(String, u64)> {
        let s = &self.statistics;
        let before = [
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
        ];
        let after = [
            ("violations", self.violations),
            ("losses", self.losses),
            ("liveness_failures", self.liveness_failures),
            ("histories_given_up", self.histories_given_up),
            ("failed_runs_listed", self.failed.len() as u64),
        ];
        let named = |(name, count): (&str, u64)| (name.to_owned(), count);
        let done = |deed: Deed| {
            (format!("deeds_{}", deed.name()), self.deeds.get(&deed).copied().unwrap_or_default())
        };
        let deeds = Deed::ALL.into_iter().map(done);
        before.into_iter().map(named).chain(deeds).chain(after.into_iter().map(named)).collect()
    }

    /// One flat JSON object.
    #[must_use]
    pub fn json(&self, seed: u64, jobs: u64, elapsed_seconds: f64) -> String {
        let mut json = format!("{{\"seed\":{seed},\"jobs\":{jobs}");
        for (name, count) in self.counts() {
            let _ = write!(json, ",\"{name}\":{count}");
        }
        let seeds: Vec<String> = self.failed.iter().map(|failed| failed.seed.to_string()).collect();
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
        for Failed { nth, seed, kind } in &self.failed {
            let _ = writeln!(table, "run {nth} (its own seed {seed}) failed: {kind}");
        }
        table
    }
}
