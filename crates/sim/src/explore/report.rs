//! What a campaign, or some of its shards, came to; reports of different shards are added up.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::campaign::{Campaign, Shard};
use super::summary::Summary;

/// What some shards of a campaign came to. It is kept as JSON, so that machines can each write one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The campaign.
    pub campaign: Campaign,
    /// The shards that were played.
    pub shards: Vec<Shard>,
    /// What they came to.
    pub summary: Summary,
    /// How much time they took on their machines together, in seconds of real time.
    pub elapsed_seconds: f64,
}

/// Why two reports cannot be added up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CannotCombine {
    /// There is nothing to add up.
    Nothing,
    /// They are of different campaigns.
    DifferentCampaigns,
    /// They have runs in common.
    Overlap(Shard, Shard),
}

impl fmt::Display for CannotCombine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("there is no report to combine"),
            Self::DifferentCampaigns => {
                f.write_str("the reports are of different campaigns: seed, runs and knobs must be the same")
            }
            Self::Overlap(one, other) => write!(f, "the shards {one} and {other} have runs in common"),
        }
    }
}

impl std::error::Error for CannotCombine {}

impl Report {
    /// Adds up the reports of different shards of one campaign.
    ///
    /// # Errors
    /// If there is none, if they are of different campaigns, or if some run would be counted twice.
    pub fn combine(reports: &[Self]) -> Result<Self, CannotCombine> {
        let (first, others) = reports.split_first().ok_or(CannotCombine::Nothing)?;
        let mut total = first.clone();
        for report in others {
            if report.campaign != total.campaign {
                return Err(CannotCombine::DifferentCampaigns);
            }
            for &shard in &report.shards {
                let overlaps = |other: &&Shard| overlap(shard, **other);
                if let Some(&other) = total.shards.iter().find(overlaps) {
                    return Err(CannotCombine::Overlap(other, shard));
                }
            }
            total.shards.extend(&report.shards);
            total.summary.merge(&report.summary);
            total.elapsed_seconds += report.elapsed_seconds;
        }
        total.shards.sort_unstable();
        Ok(total)
    }

    /// Whether every run of the campaign is in it.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.summary.runs == self.campaign.runs
    }
}

/// Whether two shards have runs in common: their remainders agree as far as their divisors have a common one.
const fn overlap(one: Shard, other: Shard) -> bool {
    let (mut a, mut b) = (one.of, other.of);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a == 0 || one.index % a == other.index % a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(campaign: &Campaign, shard: &str) -> Report {
        let shard = shard.parse().unwrap();
        let summary = campaign.play(shard, |_, _| true);
        Report { campaign: campaign.clone(), shards: vec![shard], summary, elapsed_seconds: 1.0 }
    }

    #[test]
    fn the_reports_of_all_shards_add_up_to_that_of_the_whole_also_from_json() {
        let campaign = Campaign::new(5, 9);
        let kept = |shard| serde_json::to_string(&report(&campaign, shard)).unwrap();
        let read: Vec<Report> =
            ["1/3", "0/3", "2/3"].map(kept).iter().map(|json| serde_json::from_str(json).unwrap()).collect();
        let total = Report::combine(&read).unwrap();
        assert!(total.is_whole() && !read[0].is_whole());
        assert_eq!(total.summary, report(&campaign, "0/1").summary);
        assert_eq!(total.shards.len(), 3);
    }

    #[test]
    fn runs_are_not_counted_twice_and_campaigns_are_not_mixed() {
        let report = |seed, shards: &[&str]| Report {
            campaign: Campaign::new(seed, 12),
            shards: shards.iter().map(|shard| shard.parse().unwrap()).collect(),
            summary: Summary::default(),
            elapsed_seconds: 0.0,
        };
        let combine = |one, other| Report::combine(&[one, other]).map(|_| ());
        assert_eq!(combine(report(1, &["0/2"]), report(1, &["1/2"])), Ok(()));
        assert_eq!(combine(report(1, &["0/2"]), report(1, &["1/4", "3/4"])), Ok(()));
        assert_eq!(combine(report(1, &["0/2"]), report(2, &["1/2"])), Err(CannotCombine::DifferentCampaigns));
        for (one, other) in [("0/2", "0/2"), ("0/2", "2/4"), ("1/2", "0/3"), ("0/1", "5/7")] {
            assert!(combine(report(1, &[one]), report(1, &[other])).is_err(), "{one} {other}");
        }
        assert_eq!(Report::combine(&[]), Err(CannotCombine::Nothing));
    }
}
