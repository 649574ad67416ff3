//! What the explorer may do to a run in its stormy phase.

use serde::{Deserialize, Serialize};

/// Something that the explorer may do in the stormy phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// A node crashes, a leader as often as not.
    Crash,
    /// A node that is down starts again.
    Restart,
    /// The network falls into two or three parts.
    Partition,
    /// All partitions and cut links are undone.
    Heal,
    /// One link, in one direction, loses everything.
    CutLink,
    /// A cut link works again.
    MendLink,
    /// A node's election timer runs out.
    Timeout,
    /// A message is lost.
    Drop,
    /// A message is held up, now and then for seconds.
    Delay,
    /// A message arrives twice.
    Duplicate,
    /// Nodes are added to a cluster, or removed, or both.
    ChangeMembers,
    /// A cluster is split in two or three.
    Split,
    /// Two or three clusters are merged, now and then leaving nodes out.
    Merge,
    /// A merge is cancelled.
    CancelMerge,
    /// A leader is asked to hand over.
    Transfer,
    /// Learners are added to a cluster, or removed.
    ChangeLearners,
    /// The leader of a cluster that is in the middle of a reconfiguration is hit: it crashes, is cut off, or another stands against it.
    Strike,
    /// A leader is cut off with fewer than half of its cluster, so that another is elected beside it.
    Depose,
    /// A node crashes and starts again at once.
    Bounce,
    /// A cluster that is in the middle of something, or whose leader has not committed all of its log, is asked for another change.
    Hurry,
    /// The network falls apart along the sub-clusters of a split that is under way.
    Sever,
    /// A node whose log ends in something uncommitted stands for election; as often as not the network has healed just before.
    ComeBack,
    /// The manager of the baseline splits a cluster.
    ManagedSplit,
    /// The manager of the baseline merges clusters.
    ManagedMerge,
    /// The manager of the baseline crashes, or starts again.
    HitManager,
}

impl Deed {
    /// All of them.
    pub const ALL: [Self; 25] = [
        Self::Crash,
        Self::Restart,
        Self::Partition,
        Self::Heal,
        Self::CutLink,
        Self::MendLink,
        Self::Timeout,
        Self::Drop,
        Self::Delay,
        Self::Duplicate,
        Self::ChangeMembers,
        Self::Split,
        Self::Merge,
        Self::CancelMerge,
        Self::Transfer,
        Self::ChangeLearners,
        Self::Strike,
        Self::Depose,
        Self::Bounce,
        Self::Hurry,
        Self::Sever,
        Self::ComeBack,
        Self::ManagedSplit,
        Self::ManagedMerge,
        Self::HitManager,
    ];

    /// Its name in summaries.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Crash => "crash",
            Self::Restart => "restart",
            Self::Partition => "partition",
            Self::Heal => "heal",
            Self::CutLink => "cut_link",
            Self::MendLink => "mend_link",
            Self::Timeout => "timeout",
            Self::Drop => "drop",
            Self::Delay => "delay",
            Self::Duplicate => "duplicate",
            Self::ChangeMembers => "change_members",
            Self::Split => "split",
            Self::Merge => "merge",
            Self::CancelMerge => "cancel_merge",
            Self::Transfer => "transfer",
            Self::ChangeLearners => "change_learners",
            Self::Strike => "strike",
            Self::Depose => "depose",
            Self::Bounce => "bounce",
            Self::Hurry => "hurry",
            Self::Sever => "sever",
            Self::ComeBack => "come_back",
            Self::ManagedSplit => "managed_split",
            Self::ManagedMerge => "managed_merge",
            Self::HitManager => "hit_manager",
        }
    }

    /// How often it is done in comparison with the others, unless the knobs say otherwise.
    #[must_use]
    pub const fn weight(self) -> u64 {
        match self {
            Self::Crash | Self::Heal | Self::Split => 8,
            Self::Restart => 14,
            Self::Partition | Self::CutLink | Self::MendLink | Self::Depose => 4,
            Self::Timeout => 5,
            Self::Drop | Self::Delay | Self::Duplicate => 6,
            Self::ChangeMembers => 7,
            Self::Merge | Self::Strike => 12,
            Self::CancelMerge
            | Self::Transfer
            | Self::ChangeLearners
            | Self::Bounce
            | Self::Hurry
            | Self::Sever
            | Self::ComeBack => 3,
            // The baseline is explored when it is asked for.
            Self::ManagedSplit | Self::ManagedMerge | Self::HitManager => 0,
        }
    }

    /// Whether a run may do without it: what undoes faults is always there.
    #[must_use]
    pub const fn may_be_off(self) -> bool {
        !matches!(self, Self::Restart | Self::Heal | Self::MendLink)
    }
}
