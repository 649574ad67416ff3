//! Marks: where in a branch something worth finding lies. For whoever draws a line of time, and for going from one election to the next.
//!
//! Each kind has a list of its own. One that becomes too long is thinned by joining neighbours two by two, and what comes later is then
//! joined as widely: so what is rare stays exact however much there is of what is frequent, and what is long ago is told as finely as
//! what is new.

use recraft_protocol::config::ConfigEntry;
use recraft_protocol::io::AdminRequest;
use recraft_protocol::observation::{CommitEvidence, Observation};
use recraft_protocol::types::{ClusterId, EpochTerm, NodeId};

use super::Moment;
use crate::baseline::Step;
use crate::command::Command;
use crate::event::{Event, What};

/// How many marks of a kind are kept at most.
pub const MARKS_MAX: usize = 512;
/// How many reigns are kept at most.
const REIGNS_MAX: usize = 1_024;

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// A node stands for election.
    Candidacy,
    /// A node leads.
    Election,
    /// A leader counted an entry as committed.
    Commit,
    /// A membership change is asked for or moves on; a node joins or leaves.
    Members,
    /// A split is asked for or committed.
    Split,
    /// A merge is asked for, decided, or completed somewhere.
    Merge,
    /// A node enters an epoch.
    Epoch,
    /// Somebody harmed the run: crashes, partitions, losses, timers and messages by hand.
    Fault,
    /// Somebody mended it: restarts, links and partitions that are healed.
    Mend,
    /// Any other command.
    Command,
    /// A property does not hold.
    Violation,
}

impl MarkKind {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Candidacy,
        Self::Election,
        Self::Commit,
        Self::Members,
        Self::Split,
        Self::Merge,
        Self::Epoch,
        Self::Fault,
        Self::Mend,
        Self::Command,
        Self::Violation,
    ];
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u16);

impl Kinds {
    /// No kind.
    pub const NONE: Self = Self(0);
    /// A node leads.
    pub const ELECTIONS: Self = Self::of(&[MarkKind::Election]);
    /// An entry is committed.
    pub const COMMITS: Self = Self::of(&[MarkKind::Commit]);
    /// Members, splits, merges, epochs.
    pub const RECONFIGURATIONS: Self =
        Self::of(&[MarkKind::Members, MarkKind::Split, MarkKind::Merge, MarkKind::Epoch]);
    /// Whatever was done from outside.
    pub const COMMANDS: Self = Self::of(&[MarkKind::Fault, MarkKind::Mend, MarkKind::Command]);
    /// A property does not hold.
    pub const VIOLATIONS: Self = Self::of(&[MarkKind::Violation]);
    /// What a viewer does not want to miss when time goes fast.
    pub const TURNING_POINTS: Self = Self::of(&[
        MarkKind::Candidacy,
        MarkKind::Election,
        MarkKind::Members,
        MarkKind::Split,
        MarkKind::Merge,
        MarkKind::Epoch,
        MarkKind::Violation,
    ]);

    /// The set of these kinds.
    #[must_use]
    pub const fn of(kinds: &[MarkKind]) -> Self {
        let (mut set, mut place) = (0, 0);
        while place < kinds.len() {
            set |= 1 << kinds[place] as u16;
            place += 1;
        }
        Self(set)
    }

    /// Whether a kind is in it.
    #[must_use]
    pub const fn has(self, kind: MarkKind) -> bool {
        self.0 & 1 << kind as u16 != 0
    }
}

/// Something worth finding; in a list that has been thinned, several things of a kind that followed each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When the first of them happened, in virtual microseconds.
    pub first_us: u64,
    /// The first one's event number.
    pub first_seq: u64,
    /// The last one's time, or a later one if `exact` is not set.
    pub last_us: u64,
    /// The last one's event number, or a later one if `exact` is not set.
    pub last_seq: u64,
    /// How many there are, at most.
    pub count: u32,
    /// Whether the last one is known.
    pub exact: bool,
    /// The node of the first one.
    pub node: Option<NodeId>,
    /// The cluster of the first one.
    pub cluster: Option<ClusterId>,
}

impl Mark {
    fn joined(self, later: Self) -> Self {
        Self {
            last_us: later.last_us,
            last_seq: later.last_seq,
            count: self.count.saturating_add(later.count),
            exact: later.exact,
            ..self
        }
    }
}

/// The time of a leader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reign {
    /// The cluster that it leads.
    pub cluster: ClusterId,
    /// Epoch and term.
    pub at: EpochTerm,
    /// Who leads.
    pub node: NodeId,
    /// From when on, in virtual microseconds; until the cluster's next one, or its end.
    pub from_us: u64,
}

/// All marks of a branch.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    tracks: [Vec<Mark>; MarkKind::ALL.len()],
    /// How many times each list has been thinned: a mark of it stands for two to this power.
    thinned: [u32; MarkKind::ALL.len()],
    reigns: Vec<Reign>,
}

impl Marks {
    /// Those of a kind, in order.
    #[must_use]
    pub fn of(&self, kind: MarkKind) -> &[Mark] {
        &self.tracks[kind as usize]
    }

    /// The reigns, in the order in which they began.
    #[must_use]
    pub fn reigns(&self) -> &[Reign] {
        &self.reigns
    }

    pub(super) fn note(&mut self, event: &Event, cluster_of: impl Fn(NodeId) -> Option<ClusterId>) {
        let Some(kind) = kind_of(&event.what) else { return };
        let node = node_of(&event.what);
        let cluster = node.and_then(&cluster_of);
        if let (What::Observed { node, observation: Observation::BecameLeader { at, .. } }, Some(cluster)) =
            (&event.what, cluster)
        {
            self.reigns.push(Reign { cluster, at: *at, node: *node, from_us: event.at_us });
            if self.reigns.len() > REIGNS_MAX {
                thin(&mut self.reigns, |kept, _| kept);
            }
        }
        let (track, thinned) = (&mut self.tracks[kind as usize], &mut self.thinned[kind as usize]);
        let mark = Mark {
            first_us: event.at_us,
            first_seq: event.seq,
            last_us: event.at_us,
            last_seq: event.seq,
            count: 1,
            exact: true,
            node,
            cluster,
        };
        match track.last_mut() {
            Some(last) if u64::from(last.count) < 1 << *thinned => *last = last.joined(mark),
            _ => track.push(mark),
        }
        if track.len() > MARKS_MAX {
            thin(track, Mark::joined);
            *thinned += 1;
        }
    }

    /// Those up to a moment, which is that of the event `seq`.
    pub(super) fn until(&self, moment: Moment, seq: u64) -> Self {
        let mut until = self.clone();
        for track in &mut until.tracks {
            track.truncate(track.partition_point(|mark| mark.first_seq <= seq));
            if let Some(last) = track.last_mut().filter(|last| last.last_seq > seq) {
                (last.last_seq, last.last_us, last.exact) = (seq, moment.at_us, false);
            }
        }
        until.reigns.truncate(until.reigns.partition_point(|reign| reign.from_us <= moment.at_us));
        until
    }
}

/// Joins neighbours two by two.
fn thin<T: Copy>(list: &mut Vec<T>, joined: impl Fn(T, T) -> T) {
    let half = list.len().div_ceil(2);
    for place in 0..half {
        let first = list[2 * place];
        list[place] = list.get(2 * place + 1).map_or(first, |&second| joined(first, second));
    }
    list.truncate(half);
}

/// Which kind of mark an event makes, if any.
#[must_use]
pub fn kind_of(what: &What) -> Option<MarkKind> {
    match what {
        What::Observed { observation, .. } => kind_of_observation(observation),
        What::Commanded { command } | What::CommandFailed { command, .. } => Some(kind_of_command(command)),
        What::Violated { .. } => Some(MarkKind::Violation),
        What::Managed { step } => kind_of_step(step),
        What::Crashed { .. }
        | What::MessageLost { .. }
        | What::ClientAsked { .. }
        | What::ClientAnswered { .. } => None,
    }
}

fn kind_of_observation(observation: &Observation) -> Option<MarkKind> {
    use Observation as O;
    Some(match observation {
        O::StoodForElection { .. } => MarkKind::Candidacy,
        O::BecameLeader { .. } => MarkKind::Election,
        O::Committed { how: CommitEvidence::Counted { .. }, .. } => MarkKind::Commit,
        O::RequestAccepted { request, .. } => match request {
            AdminRequest::ChangeMembers { .. } | AdminRequest::ChangeLearners { .. } => MarkKind::Members,
            AdminRequest::Split { .. } => MarkKind::Split,
            AdminRequest::Merge { .. } | AdminRequest::CancelMerge { .. } => MarkKind::Merge,
            AdminRequest::TransferLeadership { .. } => return None,
        },
        // Each node reports a committed configuration; the leader's `Proposed` stands for all of them.
        O::Proposed { entry } => match entry.config() {
            Some(ConfigEntry::SplitJoint(_) | ConfigEntry::SplitNew(_)) => MarkKind::Split,
            Some(
                ConfigEntry::MergePrepare(_) | ConfigEntry::MergeNew(_) | ConfigEntry::MergeAbort { .. },
            ) => MarkKind::Merge,
            Some(ConfigEntry::Membership { .. } | ConfigEntry::Joint { .. } | ConfigEntry::Learners(_)) => {
                MarkKind::Members
            }
            Some(ConfigEntry::Genesis(_)) | None => return None,
        },
        O::MergeDecided { .. } | O::MergeCompleted { .. } => MarkKind::Merge,
        O::Joined { .. } | O::BecameSpare { .. } => MarkKind::Members,
        O::EpochEntered { .. } => MarkKind::Epoch,
        _ => return None,
    })
}

/// What the manager of the baseline does, as far as it is a step of a reconfiguration.
const fn kind_of_step(step: &Step) -> Option<MarkKind> {
    match step {
        Step::Crashed | Step::GaveUp { .. } => Some(MarkKind::Fault),
        Step::Restarted => Some(MarkKind::Mend),
        Step::Ended { .. } | Step::Published { .. } => Some(MarkKind::Epoch),
        Step::NodeRetired { .. } => Some(MarkKind::Members),
        Step::NodeStopped { .. }
        | Step::Collected { .. }
        | Step::NodeBegan { .. }
        | Step::NodeResumed { .. } => None,
    }
}

const fn kind_of_command(command: &Command) -> MarkKind {
    match command {
        Command::Crash { .. }
        | Command::Timeout { .. }
        | Command::Partition { .. }
        | Command::CutLink { .. }
        | Command::Drop { .. }
        | Command::Delay { .. }
        | Command::Duplicate { .. }
        | Command::Catch { .. }
        | Command::Arrive { .. }
        | Command::SetNetwork { .. }
        | Command::CrashManager
        | Command::Hold
        | Command::Deliver { .. }
        | Command::FireTimer { .. } => MarkKind::Fault,
        Command::Restart { .. }
        | Command::Heal
        | Command::MendLink { .. }
        | Command::RestartManager
        | Command::Release => MarkKind::Mend,
        Command::Request { .. }
        | Command::RequestAt { .. }
        | Command::Load { .. }
        | Command::AddSpare { .. }
        | Command::ChangeMembers { .. }
        | Command::Split { .. }
        | Command::Merge { .. }
        | Command::ManagedSplit { .. }
        | Command::ManagedMerge { .. }
        | Command::CancelMerge { .. }
        | Command::TransferLeadership { .. }
        | Command::ChangeLearners { .. }
        | Command::SetSettings { .. } => MarkKind::Command,
    }
}

/// The node that an event is about.
const fn node_of(what: &What) -> Option<NodeId> {
    match what {
        What::Observed { node, .. } | What::Crashed { node } => Some(*node),
        What::Commanded { command } | What::CommandFailed { command, .. } => match command {
            Command::Crash { node }
            | Command::Restart { node }
            | Command::Timeout { node }
            | Command::FireTimer { node, .. }
            | Command::AddSpare { node } => Some(*node),
            _ => None,
        },
        _ => None,
    }
}

/// Whether an event is a step of the story, to be remembered when others are not: everything that makes a mark but commits, and
/// what belongs with it.
#[must_use]
pub fn is_step(what: &What) -> bool {
    use Observation as O;
    match what {
        What::Observed { observation, .. } => match observation {
            O::HandedOver { .. }
            | O::TransferGivenUp { .. }
            | O::Restarted { .. }
            | O::RequestAccepted { .. }
            | O::RequestRefused { .. }
            | O::MergeVoteRefused { .. }
            | O::MergeVotedYes { .. } => true,
            O::Proposed { .. } => false,
            _ => matches!(kind_of_observation(observation), Some(kind) if !matches!(kind, MarkKind::Commit)),
        },
        What::Commanded { command } => {
            !matches!(command, Command::Request { .. } | Command::RequestAt { .. })
        }
        What::CommandFailed { .. } | What::Crashed { .. } | What::Violated { .. } | What::Managed { .. } => {
            true
        }
        What::MessageLost { .. } | What::ClientAsked { .. } | What::ClientAnswered { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(seq: u64) -> Event {
        Event { seq, at_us: seq * 10, what: What::Commanded { command: Command::Hold } }
    }

    fn marks(count: u64) -> Marks {
        let mut marks = Marks::default();
        (1..=count).for_each(|seq| marks.note(&event(seq), |_| None));
        marks
    }

    #[test]
    fn however_many_there_are_the_marks_are_few_and_between_them_name_all() {
        for count in [1, 511, 512, 513, 514, 100_003] {
            let marks = marks(count);
            let faults = marks.of(MarkKind::Fault);
            assert!(faults.len() <= MARKS_MAX && (faults.len() >= MARKS_MAX / 2 || count < 512));
            assert_eq!(faults.iter().map(|mark| u64::from(mark.count)).sum::<u64>(), count);
            assert_eq!((faults[0].first_seq, faults.last().map(|mark| mark.last_seq)), (1, Some(count)));
            assert!(faults.windows(2).all(|pair| pair[0].last_seq + 1 == pair[1].first_seq));
            // What is long ago is told as finely as what is new; only the last may not be full yet.
            assert!(faults.windows(2).all(|pair| pair[0].count == faults[0].count));
        }
    }

    #[test]
    fn a_mark_across_the_fork_is_known_to_be_inexact() {
        let marks = marks(2_000).until(Moment::after(9_990), 999);
        let last = marks.of(MarkKind::Fault).last().copied().unwrap();
        assert_eq!((last.first_seq, last.last_seq, last.exact), (997, 999, false));
    }

    #[test]
    fn who_comes_back_is_not_marked_as_who_goes() {
        let mut marks = Marks::default();
        let node = NodeId(2);
        for (seq, command) in [Command::Crash { node }, Command::Restart { node }].into_iter().enumerate() {
            let what = What::Commanded { command };
            marks.note(&Event { seq: seq as u64 + 1, at_us: 0, what }, |_| None);
        }
        let first = |kind| marks.of(kind).iter().map(|mark| mark.first_seq).collect::<Vec<_>>();
        assert_eq!((first(MarkKind::Fault), first(MarkKind::Mend)), (vec![1], vec![2]));
    }
}
