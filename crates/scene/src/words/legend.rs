//! The legend: every mark of the stage with its meaning. The page shows it; nothing may be on the stage that is not here.

use super::messages;
use crate::glyph::Glyph;

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
    STAGE.iter().copied().chain(messages).collect()
}

const fn item(mark: Mark, title: &'static str, meaning: &'static str) -> Item {
    Item { mark, title, meaning }
}

const STAGE: [Item; 27] = [
    item(
        Mark::Follower,
        "Follower",
        "A node, with its name. The hue is its cluster's, the lightness its term's.",
    ),
    item(Mark::Leader, "Leader", "A double ring and a crown."),
    item(
        Mark::Candidate,
        "Candidate",
        "A dashed ring that turns; each vote fills a piece of it, and the number still missing is written out.",
    ),
    item(
        Mark::ElectionRing,
        "Election timer",
        "The ring empties; when it is empty, the node stands for election.",
    ),
    item(Mark::Badge, "Epoch and term", "1.2 is term 2 of epoch 1. A split or a merge raises the epoch."),
    item(Mark::Down, "Down", "Hollow, grey and crossed. What is on its disk stays."),
    item(Mark::Spare, "Spare", "Dotted, at the edge: it belongs to no cluster."),
    item(Mark::Committed, "Committed entry", "A filled cell of the log, in the colour of its term."),
    item(Mark::Uncommitted, "Entry not yet committed", "An outlined cell."),
    item(
        Mark::Missing,
        "Missing entry",
        "A dashed cell: another node of the cluster has it, this one has not.",
    ),
    item(
        Mark::ConfigCell,
        "Configuration entry",
        "A cell with a diamond: it changes members, splits or merges.",
    ),
    item(Mark::Boundary, "Epoch boundary", "A bar after the entry that ended an epoch."),
    item(Mark::Follows, "Follows", "A thin line from a node to the leader it has heard from."),
    item(Mark::Hull, "Cluster", "Name, epoch, keys, and how many of how many make a quorum."),
    item(
        Mark::Pips,
        "Votes",
        "While something is being decided: one pip for each vote, full when it is given; the bar marks what is needed.",
    ),
    item(Mark::Proposed, "Part of a split", "Dashed while it is proposed, solid when C_joint is committed."),
    item(Mark::Thread, "Merge", "A thread from the coordinator to each cluster, with its vote."),
    item(Mark::Sealed, "Sealed", "A lid: nothing can be added to this cluster's state any more."),
    item(Mark::Stamp, "Decided", "The coordinator of a merge has decided that it takes place."),
    item(Mark::Parts, "Parts of a merge", "How many of the clusters' states the node holds."),
    item(Mark::Pulling, "Pulls", "The node waits for what it missed of an epoch that has ended."),
    item(Mark::Cut, "Partition", "A cut across the stage: no message crosses it."),
    item(Mark::Severed, "Cut link", "What is sent in the arrow's direction is lost."),
    item(Mark::Lost, "Lost message", "It breaks, in red, where it was lost."),
    item(Mark::Selected, "Selected", "A warm ring."),
    item(Mark::Violated, "Violated", "A red ring: a property that must always hold does not."),
    item(Mark::Client, "Client", "It writes and reads, and asks again when it gets no answer."),
];

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
