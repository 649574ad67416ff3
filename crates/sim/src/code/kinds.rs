//! The codes of everything that has several parts or several kinds. The order of parts and the numbers of kinds are the code: a new kind
//! gets a new number, and no number is ever used again.

use recraft_protocol::io::Timer;
use recraft_protocol::keys::KeyRange;
use recraft_protocol::machine::Operation;
use recraft_protocol::settings::{Delay, Extensions, MembershipScheme, Reads, Settings, Timing};

use super::{Code, Reader, Unreadable, write_number};
use crate::checker::Property;
use crate::command::{Command, Part};
use crate::explore::goals::Wish;
use crate::explore::hunt::{Faults, Find, Found, Goal, Hunt};
use crate::quest::{Quest, Report};
use crate::setup::{ClusterSetup, NetworkSetup, Setup};
use crate::stage::{NodeStage, StagedEntry};

/// The code of something with several parts: each after the other.
macro_rules! record {
    ($type:ident { $($part:ident),* $(,)? }) => {
        impl Code for $type {
            fn write(&self, out: &mut Vec<u8>) {
                let Self { $($part),* } = self;
                $($part.write(out);)*
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
                Ok(Self { $($part: Code::read(from)?),* })
            }
        }
    };
}

/// The code of something of several kinds: the number of its kind, and its parts.
macro_rules! choice {
    ($type:ident { $($number:literal => $kind:ident $({ $($part:ident),* })? $(($one:ident))?),* $(,)? }) => {
        impl Code for $type {
            fn write(&self, out: &mut Vec<u8>) {
                match self {
                    $(Self::$kind $({ $($part),* })? $(($one))? => {
                        write_number($number, out);
                        $($($part.write(out);)*)?
                        $($one.write(out);)?
                    })*
                }
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
                Ok(match from.number()? {
                    $($number => Self::$kind $({ $($part: Code::read(from)?),* })? $(({
                        let $one = Code::read(from)?;
                        $one
                    }))?,)*
                    other => return Err(Unreadable::Kind(other)),
                })
            }
        }
    };
}

record!(Delay { min_us, max_us });
record!(Timing { election, heartbeat_us, retry_us });
record!(Settings { timing, extensions, mistakes });
record!(Extensions {
    fast_backup,
    window,
    batch,
    compact_after,
    chunk,
    sessions,
    reads,
    pre_vote,
    check_quorum,
    transfer,
    learners,
    membership,
});
choice!(Reads { 0 => ThroughLog, 1 => ReadIndex, 2 => Lease });
choice!(MembershipScheme { 0 => ReCraft, 1 => OneAtATime, 2 => Joint });

record!(KeyRange { start, end });
record!(ClusterSetup { cluster, members, ranges });
record!(NetworkSetup { latency, loss_ppm, duplication_ppm });
record!(NodeStage { term, vote, log, commit });
record!(StagedEntry { term, operation });
record!(Setup { seed, clusters, spares, network, settings, stage });
record!(Part { members, ranges });

choice!(Timer {
    0 => Election,
    1 => Heartbeat,
    2 => Pull,
    3 => Merge,
    4 => LeaderAlive,
});

choice!(Operation {
    0 => Get { key },
    1 => Put { key, value },
    2 => Append { key, value },
    3 => Delete { key },
    4 => CompareAndSet { key, expected, value },
});

choice!(Command {
    0 => Crash { node },
    1 => Restart { node },
    2 => Timeout { node },
    3 => Partition { groups },
    4 => Heal,
    5 => CutLink { from, to },
    6 => MendLink { from, to },
    7 => Drop { flight },
    8 => Delay { flight, by_us },
    9 => Duplicate { flight },
    10 => SetNetwork { network },
    11 => Hold,
    12 => Release,
    13 => Deliver { flight, up_to },
    14 => FireTimer { node, timer },
    15 => Request { client, operation },
    16 => RequestAt { client, node, operation },
    17 => Load { clients, pause_us },
    18 => AddSpare { node },
    19 => ChangeMembers { cluster, add, remove },
    20 => Split { cluster, into },
    21 => Merge { coordinator, others, members },
    22 => CancelMerge { cluster, txid },
    23 => TransferLeadership { cluster, to },
    24 => ChangeLearners { cluster, add, remove },
    25 => SetSettings { settings },
    26 => Catch { flight },
    27 => Arrive { flight },
});

choice!(Property {
    0 => ElectionSafety,
    1 => LeaderAppendOnly,
    2 => LogMatching,
    3 => LeaderCompleteness,
    4 => StateMachineSafety,
    5 => TimeNeverGoesBack,
    6 => BoundaryAgreement,
    7 => RangeOwnership,
    8 => TwoPhaseAgreement,
    9 => NoDoubleVote,
    10 => Linearizability,
    11 => ExactlyOnce,
    12 => NothingLost,
});

record!(Faults { crashes, partitions, messages, changes });
record!(Hunt { goal, seed, runs, faults, mistakes, extensions, replays_max });
record!(Find { run, at_us, what });
choice!(Goal { 0 => AnythingWrong, 1 => Violation(property), 2 => Wish(wish) });
choice!(Found { 0 => Violated(property), 1 => Lost(what), 2 => Stuck(what), 3 => Shown(wish) });
choice!(Wish {
    0 => SplitVote,
    1 => TwoLeaders,
    2 => EntryOverwritten,
    3 => LeaderRemoved,
    4 => SplitWithoutItsLeader,
    5 => LaggardFetched,
    6 => MergeAborted,
    7 => MergeWithoutItsLeader,
});
choice!(Quest { 0 => Hunt(hunt), 1 => Search { world, mistakes, states_max } });
choice!(Report {
    0 => Looked(runs),
    1 => Shrinking { replays, commands },
    2 => Searched { states, waiting, depth },
    3 => Found { find, last },
    4 => Untold { steps },
    5 => Nothing { all },
});
