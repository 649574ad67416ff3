//! Runs in which a deliberate mistake shows.
//!
//! Most mistakes do harm only in a certain corner: a leader that has to come back at the right moment, a message from an epoch
//! long gone. The knobs for each mistake make its corner likelier (and say why), without making sure of it: what is found is found by
//! chance, and by the checks that are always on. The mistakes that show anywhere are looked for with the knobs that everything else is
//! tried with.

use recraft_protocol::mistakes::{Mistake, Mistakes};
use recraft_protocol::settings::Extensions;

use super::deed::Deed;
use super::knobs::{Knobs, Span};

/// The knobs for finding a mistake: what makes it likely to show.
#[must_use]
pub fn knobs_for(mistake: Mistake) -> Knobs {
    let knobs = match mistake {
        Mistake::CommitOldTermByCounting => figure_8(),
        Mistake::ForgetVoteAtRestart => restarts_in_elections(),
        Mistake::ChangeBeforeCommitInTerm => hasty_changes(),
        Mistake::AddWithoutLargerQuorum => growing_clusters(),
        Mistake::ElectSplitWithOldQuorum => severed_splits(),
        Mistake::ElectByAppendedSplitNew | Mistake::LeaveJointEarly | Mistake::CommitJointWithOneSub => {
            struck_splits()
        }
        Mistake::CarryTermAcrossBoundary => contested_splits(),
        Mistake::ReadFromDeposedLeader => deposed_readers(),
        _ => Knobs::default(),
    };
    Knobs { mistakes: Mistakes::only(mistake), ..knobs }
}

/// How many runs of [`knobs_for`] are enough to find the mistake, whatever the seed of the series, by a good margin.
#[must_use]
pub const fn runs_for(mistake: Mistake) -> u64 {
    match mistake {
        Mistake::ChangeBeforeCommitInTerm | Mistake::CarryTermAcrossBoundary => 1_500,
        Mistake::CommitOldTermByCounting | Mistake::PullPastBoundary | Mistake::AppendAcrossEpochs => 800,
        Mistake::ElectSplitWithOldQuorum
        | Mistake::ReadFromDeposedLeader
        | Mistake::AddWithoutLargerQuorum
        | Mistake::ElectByAppendedSplitNew
        | Mistake::VoteAcrossEpochs
        | Mistake::TwoMergesAtOnce
        | Mistake::DecideAlone => 300,
        Mistake::VoteForStaleLog
        | Mistake::ForgetVoteAtRestart
        | Mistake::ForgetLogAtRestart
        | Mistake::MajorityOffByOne
        | Mistake::CommitJointWithOneSub
        | Mistake::LeaveJointEarly
        | Mistake::ResumeWithoutExchange
        | Mistake::DropBoundaryEarly
        | Mistake::RetryWithoutSessions => 100,
    }
}

/// One cluster with the plain protocol, a few clients and no loss by chance: only what is done to it.
fn plain(members: Span, deeds: &[(Deed, u64)]) -> Knobs {
    Knobs {
        members,
        spares: Span::new(0, 0),
        several_clusters_percent: 0,
        lossy_percent: 0,
        clients: Span::new(1, 3),
        extensions: Some(Extensions::default()),
        ..Knobs::default()
    }
    .with_only(deeds)
}

/// The Raft paper's Figure 8: leaders that reach a part of the cluster change often, and one with an old entry comes back. Messages carry
/// one entry, so that the old entry can be acknowledged before the new leader's own.
fn figure_8() -> Knobs {
    let deeds = [
        (Deed::Crash, 8),
        (Deed::Restart, 20),
        (Deed::Heal, 15),
        (Deed::Timeout, 20),
        (Deed::Depose, 20),
        (Deed::Partition, 20),
        (Deed::ComeBack, 60),
    ];
    Knobs {
        pause_us: Span::new(20_000, 120_000),
        clients: Span::new(1, 4),
        client_pause_us: Span::new(1_000, 30_000),
        down_percent: Span::new(60, 80),
        extensions: Some(Extensions { batch: 1, ..Extensions::default() }),
        ..plain(Span::new(5, 5), &deeds)
    }
}

/// Nodes go down and come back at once in the middle of elections.
fn restarts_in_elections() -> Knobs {
    let deeds = [(Deed::Restart, 4), (Deed::Heal, 10), (Deed::Timeout, 30), (Deed::Bounce, 40)];
    Knobs {
        pause_us: Span::new(5_000, 40_000),
        storm_us: Span::new(2_000_000, 4_000_000),
        ..plain(Span::new(3, 5), &deeds)
    }
}

/// Four members (an even number: majorities after removing one may miss each other), leaders that are cut off, and changes asked of them
/// at once; short, so that many beginnings are tried.
fn hasty_changes() -> Knobs {
    let deeds = [
        (Deed::Restart, 4),
        (Deed::Heal, 8),
        (Deed::Timeout, 14),
        (Deed::Partition, 16),
        (Deed::Hurry, 40),
        (Deed::ComeBack, 20),
    ];
    Knobs {
        pause_us: Span::new(10_000, 80_000),
        storm_us: Span::new(2_000_000, 4_000_000),
        latency_us: Span::new(5_000, 25_000),
        clients: Span::new(0, 1),
        ..plain(Span::new(4, 4), &deeds)
    }
}

/// Two or three members and many spares: the old and the new majority miss each other when several are added at once.
fn growing_clusters() -> Knobs {
    let deeds = [
        (Deed::Crash, 4),
        (Deed::Restart, 12),
        (Deed::Heal, 6),
        (Deed::Timeout, 12),
        (Deed::Depose, 12),
        (Deed::Partition, 10),
        (Deed::ChangeMembers, 20),
        (Deed::Strike, 14),
    ];
    Knobs { spares: Span::new(3, 5), pause_us: Span::new(20_000, 150_000), ..plain(Span::new(2, 3), &deeds) }
}

/// Splits one after the other, whose leaders are hit in the middle.
fn struck_splits() -> Knobs {
    let deeds = [
        (Deed::Restart, 12),
        (Deed::Heal, 10),
        (Deed::Timeout, 16),
        (Deed::Depose, 10),
        (Deed::Partition, 10),
        (Deed::Split, 16),
        (Deed::Merge, 6),
        (Deed::Strike, 40),
    ];
    Knobs { pause_us: Span::new(5_000, 60_000), ..plain(Span::new(5, 7), &deeds) }
}

/// Splits during which the network falls apart along the sub-clusters, so that each has to do without the other.
fn severed_splits() -> Knobs {
    let deeds = [
        (Deed::Restart, 4),
        (Deed::Heal, 14),
        (Deed::Timeout, 16),
        (Deed::Split, 20),
        (Deed::Merge, 8),
        (Deed::Sever, 60),
        (Deed::Strike, 10),
    ];
    Knobs { pause_us: Span::new(5_000, 40_000), ..plain(Span::new(5, 7), &deeds) }
}

/// Splits in halves large enough to elect, during which others who hold the end of the epoch stand against the leader that appended
/// it, and leaders are cut off just afterwards: so that a term carried across meets the same term reached by election. Short, since later
/// terms do not meet.
fn contested_splits() -> Knobs {
    let deeds = [
        (Deed::Restart, 1),
        (Deed::Heal, 10),
        (Deed::Timeout, 40),
        (Deed::Depose, 60),
        (Deed::Split, 20),
        (Deed::ComeBack, 60),
    ];
    Knobs {
        pause_us: Span::new(20_000, 150_000),
        storm_us: Span::new(1_000_000, 4_000_000),
        clients: Span::new(1, 2),
        ..plain(Span::new(6, 7), &deeds)
    }
}

/// Leaders that are cut off with too few to go on, while many clients meet on the same keys.
fn deposed_readers() -> Knobs {
    let deeds = [(Deed::Restart, 1), (Deed::Heal, 8), (Deed::Timeout, 20), (Deed::Depose, 20)];
    Knobs {
        pause_us: Span::new(200_000, 800_000),
        clients: Span::new(8, 16),
        client_pause_us: Span::new(1_000, 10_000),
        ..plain(Span::new(3, 5), &deeds)
    }
}
