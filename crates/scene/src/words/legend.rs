//! The legend: every mark of the stage with its meaning. The page shows it; nothing may be on the stage that is not here.

use super::messages;
use crate::glyph::Glyph;
use recraft_words::t;

/// A mark of the legend, which [`crate::svg::legend_mark`] can draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// A follower's disc.
    Follower,
    /// A leader's double ring and crown.
    Leader,
    /// A candidate's turning ring.
    Candidate,
    /// A node that is down.
    Down,
    /// A node in no cluster.
    Spare,
    /// The ring that empties.
    ElectionRing,
    /// Epoch and term.
    Badge,
    /// Log cells: committed.
    Committed,
    /// Log cells: not committed.
    Uncommitted,
    /// Log cells: missing.
    Missing,
    /// A log cell that changes the configuration.
    ConfigCell,
    /// The bar at an epoch's end.
    Boundary,
    /// Who follows whom.
    Follows,
    /// A hull.
    Hull,
    /// A proposed child.
    Proposed,
    /// A sealed part.
    Sealed,
    /// A merge's decision.
    Stamp,
    /// The count of a merge's parts.
    Parts,
    /// A node that pulls.
    Pulling,
    /// The pips of a vote.
    Pips,
    /// A thread of a merge.
    Thread,
    /// A partition.
    Cut,
    /// A link cut in one direction.
    Severed,
    /// A lost message.
    Lost,
    /// Selection.
    Selected,
    /// A violated property.
    Violated,
    /// A client.
    Client,
    /// A message.
    Message(Glyph),
}

/// A line of the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// The mark.
    pub mark: Mark,
    /// Its name.
    pub title: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// The whole legend in reading order: nodes, logs, clusters, the two stories, faults, messages.
#[must_use]
pub fn legend() -> Vec<Item> {
    let messages = Glyph::ALL.into_iter().map(|glyph| Item {
        mark: Mark::Message(glyph),
        title: messages::title(glyph),
        meaning: messages::meaning(glyph),
    });
    stage().into_iter().chain(messages).collect()
}

fn item(mark: Mark, title: &'static str, meaning: &'static str) -> Item {
    Item { mark, title, meaning }
}

fn stage() -> [Item; 27] {
    [
        item(
            Mark::Follower,
            t!("Follower"),
            t!("A node, with its name. The hue is its cluster's, the lightness its term's."),
        ),
        item(Mark::Leader, t!("Leader"), t!("A double ring and a crown.")),
        item(
            Mark::Candidate,
            t!("Candidate"),
            t!(
                "A dashed ring that turns; each vote fills a piece of it, and the number still missing is written out."
            ),
        ),
        item(
            Mark::ElectionRing,
            t!("Election timer"),
            t!("The ring empties; when it is empty, the node stands for election."),
        ),
        item(
            Mark::Badge,
            t!("Epoch and term"),
            t!("1.2 is term 2 of epoch 1. A split or a merge raises the epoch."),
        ),
        item(
            Mark::Down,
            t!("Down"),
            t!(
                "Hollow, grey and crossed. What is on its disk stays; how much of it is committed it learns when it is back."
            ),
        ),
        item(Mark::Spare, t!("Spare"), t!("Dotted, at the edge: it belongs to no cluster.")),
        item(
            Mark::Committed,
            t!("Committed entry"),
            t!("A filled cell of the log, in the colour of its term."),
        ),
        item(Mark::Uncommitted, t!("Entry not yet committed"), t!("An outlined cell.")),
        item(
            Mark::Missing,
            t!("Missing entry"),
            t!("A dashed cell: another node of the cluster has it, this one has not."),
        ),
        item(
            Mark::ConfigCell,
            t!("Configuration entry"),
            t!("A cell with a diamond: it changes members, splits or merges."),
        ),
        item(Mark::Boundary, t!("Epoch boundary"), t!("A bar after the entry that ended an epoch.")),
        item(Mark::Follows, t!("Follows"), t!("A thin line from a node to the leader it has heard from.")),
        item(Mark::Hull, t!("Cluster"), t!("Name, epoch, keys, and how many of how many make a quorum.")),
        item(
            Mark::Pips,
            t!("Votes"),
            t!(
                "While something is being decided: one pip for each vote, full when it is given; the bar marks what is needed."
            ),
        ),
        item(
            Mark::Proposed,
            t!("Part of a split"),
            t!("Dashed while it is proposed, solid when C_joint is committed."),
        ),
        item(
            Mark::Thread,
            t!(in "legend": "Merge"),
            t!("A thread from the coordinator to each cluster, with its vote."),
        ),
        item(Mark::Sealed, t!("Sealed"), t!("A lid: nothing can be added to this cluster's state any more.")),
        item(Mark::Stamp, t!("Decided"), t!("The coordinator of a merge has decided that it takes place.")),
        item(Mark::Parts, t!("Parts of a merge"), t!("How many of the clusters' states the node holds.")),
        item(Mark::Pulling, t!("Pulls"), t!("The node waits for what it missed of an epoch that has ended.")),
        item(Mark::Cut, t!("Partition"), t!("A cut across the stage: no message crosses it.")),
        item(Mark::Severed, t!("Cut link"), t!("What is sent in the arrow's direction is lost.")),
        item(Mark::Lost, t!("Lost message"), t!("It breaks, in red, where it was lost.")),
        item(Mark::Selected, t!("Selected"), t!("A warm ring.")),
        item(Mark::Violated, t!("Violated"), t!("A red ring: a property that must always hold does not.")),
        item(Mark::Client, t!("Client"), t!("It writes and reads, and asks again when it gets no answer.")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_legend_says_something_and_none_twice() {
        let legend = legend();
        assert!(legend.iter().all(|item| !item.title.is_empty() && item.meaning.ends_with('.')));
        let mut titles: Vec<&str> = legend.iter().map(|item| item.title).collect();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), legend.len());
    }

    #[test]
    fn every_sign_is_in_the_legend() {
        let legend = legend();
        assert!(Glyph::ALL.iter().all(|&glyph| legend.iter().any(|item| item.mark == Mark::Message(glyph))));
    }
}
