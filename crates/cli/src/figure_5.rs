//! `recraft figure-5`: ReCraft's Figure 5 as a table. For each change of a cluster's size: how many votes ReCraft's intermediate
//! configuration needs, and how many joint consensus needs, if the right nodes answer first and if the wrong ones do.

use std::fmt::Write as _;

use clap::Args;
use recraft_protocol::quorum::SizeChange;

use crate::files::print;
use crate::verdict::Verdict;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The largest cluster
    #[arg(long, default_value_t = 9, value_name = "N", value_parser = clap::value_parser!(u16).range(2..=99))]
    sizes: u16,
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

/// A line of the table.
struct Row(SizeChange);

impl Row {
    fn line(&self) -> String {
        let SizeChange { from, to, recraft, joint_at_best, joint_at_worst } = self.0;
        let votes = recraft.map_or_else(|| "-".into(), |votes| votes.to_string());
        let more = |joint: usize| {
            recraft.map_or_else(String::new, |votes| format!("{:+}", votes as i64 - joint as i64))
        };
        format!(
            "{from:>4} → {to:<3} {votes:>8} {joint_at_best:>11} {joint_at_worst:>12} {:>9} {:>10}\n",
            more(joint_at_best),
            more(joint_at_worst)
        )
    }
}

fn rows(largest: usize) -> impl Iterator<Item = SizeChange> {
    let pairs = (1..=largest).flat_map(move |from| (1..=largest).map(move |to| (from, to)));
    pairs.filter(|(from, to)| from != to).map(|(from, to)| SizeChange::of(from, to))
}

pub(crate) fn run(options: &Options) -> Verdict {
    let rows = rows(usize::from(options.sizes));
    if options.json {
        for row in rows {
            let line = serde_json::to_string(&row).unwrap_or_default();
            print(&format!("{line}\n"));
        }
        return Verdict::Held;
    }
    let mut table = String::from(
        "Votes that a change of members needs on the way (ReCraft, Figure 5), and how many more than joint consensus ReCraft needs.\n\
         \"-\": as many leave as make a quorum; ReCraft needs more than one request.\n\n",
    );
    let _ = writeln!(
        table,
        "{:>10} {:>8} {:>11} {:>12} {:>9} {:>10}",
        "members", "ReCraft", "joint best", "joint worst", "vs. best", "vs. worst"
    );
    for row in rows {
        table += &Row(row).line();
    }
    print(&table);
    Verdict::Held
}

#[cfg(test)]
mod tests {
    use recraft_protocol::quorum::majority;

    use super::*;

    #[test]
    fn figure_1s_change_needs_four_votes_between_three_and_five() {
        let row = SizeChange::of(2, 5);
        assert_eq!((row.recraft, row.joint_at_best, row.joint_at_worst), (Some(4), 3, 5));
    }

    #[test]
    fn recraft_never_needs_more_than_joint_consensus_at_worst_nor_less_than_at_best() {
        for row in rows(25) {
            if let Some(votes) = row.recraft {
                assert!(
                    votes >= row.joint_at_best.min(majority(row.to)) && votes <= row.joint_at_worst,
                    "{row:?}"
                );
            }
        }
        assert_eq!(SizeChange::of(5, 2).recraft, None);
    }

    /// The votes as sets: every set of `recraft` of the new members meets every majority of the old ones, and one fewer does not.
    #[test]
    fn the_votes_are_the_fewest_that_meet_every_old_majority() {
        for row in rows(8) {
            let Some(votes) = row.recraft else { continue };
            let sets =
                |of: usize, size: usize| (0u32..1 << of).filter(move |set| set.count_ones() as usize == size);
            let meets = |size: usize| {
                sets(row.from, majority(row.from)).all(|old| sets(row.to, size).all(|new| old & new != 0))
            };
            assert!(meets(votes), "{row:?}");
            assert!(votes == majority(row.to) || !meets(votes - 1), "{row:?}");
        }
    }
}
