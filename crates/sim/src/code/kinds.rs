//! The codes of everything that has several parts or several kinds. The order of parts and the numbers of kinds are the code: a new kind
//! gets a new number, and no number is ever used again.

use recraft_protocol::io::Timer;
use recraft_protocol::keys::KeyRange;
use recraft_protocol::machine::Operation;
use recraft_protocol::settings::{Delay, Extensions, MembershipScheme, Reads, Settings, Timing};

use super::{Code, Reader, Unreadable, write_number};
use crate::baseline::ManagerSetup;
use crate::checker::Property;
use crate::command::{Command, Part};
use crate::compare::{Change, Curve, Means, Outcome, Played, Slice, Trial};
use crate::explore::goals::Wish;
use crate::explore::hunt::{Faults, Find, Found, Goal, Hunt};
use crate::measure::{Gap, Mark, Moment, Summary};
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
record!(NodeStage { term, vote, log, commit });
record!(StagedEntry { term, operation });

/// In the number of doubled messages, which needs the lower bits alone: what else is said of the network or of the setup, which most runs leave as
/// it is. So codes from before these could be said are still read.
const HAS_BANDWIDTH: u64 = 1 << 32;
const HAS_MANAGER: u64 = 1 << 33;

fn write_network(network: &NetworkSetup, manager: Option<ManagerSetup>, out: &mut Vec<u8>) {
    let NetworkSetup { latency, loss_ppm, duplication_ppm, bytes_per_second } = network;
    latency.write(out);
    loss_ppm.write(out);
    let said = |is: bool, flag: u64| if is { flag } else { 0 };
    let more = said(bytes_per_second.is_some(), HAS_BANDWIDTH) | said(manager.is_some(), HAS_MANAGER);
    write_number(u64::from(*duplication_ppm) | more, out);
    bytes_per_second.iter().for_each(|rate| rate.write(out));
    manager.iter().for_each(|manager| manager.start_us.write(out));
}

fn read_network(from: &mut Reader<'_>) -> Result<(NetworkSetup, Option<ManagerSetup>), Unreadable> {
    let (latency, loss_ppm) = (Code::read(from)?, Code::read(from)?);
    let number = from.number()?;
    if number >= 2 * HAS_MANAGER {
        return Err(Unreadable::Number);
    }
    let bytes_per_second = if number & HAS_BANDWIDTH == 0 { None } else { Some(Code::read(from)?) };
    let manager =
        if number & HAS_MANAGER == 0 { None } else { Some(ManagerSetup { start_us: Code::read(from)? }) };
    let duplication_ppm = number as u32;
    Ok((NetworkSetup { latency, loss_ppm, duplication_ppm, bytes_per_second }, manager))
}

impl Code for NetworkSetup {
    fn write(&self, out: &mut Vec<u8>) {
        write_network(self, None, out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        match read_network(from)? {
            (network, None) => Ok(network),
            (_, Some(_)) => Err(Unreadable::Number),
        }
    }
}

impl Code for Setup {
    fn write(&self, out: &mut Vec<u8>) {
        let Self { seed, clusters, spares, network, settings, stage, manager } = self;
        seed.write(out);
        clusters.write(out);
        spares.write(out);
        write_network(network, Some(*manager).filter(|manager| *manager != ManagerSetup::default()), out);
        settings.write(out);
        stage.write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        let (seed, clusters, spares) = (Code::read(from)?, Code::read(from)?, Code::read(from)?);
        let (network, manager) = read_network(from)?;
        let (settings, stage) = (Code::read(from)?, Code::read(from)?);
        Ok(Self { seed, clusters, spares, network, settings, stage, manager: manager.unwrap_or_default() })
    }
}

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
    28 => ManagedSplit { cluster, into },
    29 => ManagedMerge { clusters, members },
    30 => CrashManager,
    31 => RestartManager,
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
choice!(Quest { 0 => Hunt(hunt), 1 => Search { world, mistakes, states_max }, 2 => Compare(trial) });
choice!(Report {
    0 => Looked(runs),
    1 => Shrinking { replays, commands },
    2 => Searched { states, waiting, depth },
    3 => Found { find, last },
    4 => Untold { steps },
    5 => Nothing { all },
    6 => Compared(played),
});

record!(ManagerSetup { start_us });
choice!(Change { 0 => Split, 1 => Merge });
choice!(Means { 0 => Recraft, 1 => StopAndCoordinate });
record!(Trial { change, nodes, clients, pause_us, data_bytes, network, manager, seed });
record!(Gap { from_us, us });
record!(Summary { answered, per_second, median_us, p99_us });
record!(Outcome { means, seed, took_us, gaps, before, during, after, violations });
record!(Slice { answered, median_us, p99_us });
record!(Mark { at_us, what });
choice!(Moment { 0 => Elected(node), 1 => Crashed(node), 2 => Born(clusters), 3 => Stopping, 4 => Published(clusters) });
record!(Curve { slices, marks });
record!(Played { outcome, curve });
