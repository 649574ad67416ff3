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

crate::code_of_record!(Delay { min_us, max_us });
crate::code_of_record!(Timing { election, heartbeat_us, retry_us });
crate::code_of_record!(Settings { timing, extensions, mistakes });
crate::code_of_record!(Extensions {
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
crate::code_of_choice!(Reads { 0 => ThroughLog, 1 => ReadIndex, 2 => Lease });
crate::code_of_choice!(MembershipScheme { 0 => ReCraft, 1 => OneAtATime, 2 => Joint });

crate::code_of_record!(KeyRange { start, end });
crate::code_of_record!(ClusterSetup { cluster, members, ranges });
crate::code_of_record!(NodeStage { term, vote, log, commit });
crate::code_of_record!(StagedEntry { term, operation });

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

crate::code_of_record!(Part { members, ranges });

crate::code_of_choice!(Timer {
    0 => Election,
    1 => Heartbeat,
    2 => Pull,
    3 => Merge,
    4 => LeaderAlive,
});

crate::code_of_choice!(Operation {
    0 => Get { key },
    1 => Put { key, value },
    2 => Append { key, value },
    3 => Delete { key },
    4 => CompareAndSet { key, expected, value },
});

crate::code_of_choice!(Command {
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

crate::code_of_choice!(Property {
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

crate::code_of_record!(Faults { crashes, partitions, messages, changes });
crate::code_of_record!(Hunt { goal, seed, runs, faults, mistakes, extensions, replays_max });
crate::code_of_record!(Find { run, at_us, what });
crate::code_of_choice!(Goal { 0 => AnythingWrong, 1 => Violation(property), 2 => Wish(wish) });
crate::code_of_choice!(Found { 0 => Violated(property), 1 => Lost(what), 2 => Stuck(what), 3 => Shown(wish) });
crate::code_of_choice!(Wish {
    0 => SplitVote,
    1 => TwoLeaders,
    2 => EntryOverwritten,
    3 => LeaderRemoved,
    4 => SplitWithoutItsLeader,
    5 => LaggardFetched,
    6 => MergeAborted,
    7 => MergeWithoutItsLeader,
});
crate::code_of_choice!(Quest { 0 => Hunt(hunt), 1 => Search { world, mistakes, states_max }, 2 => Compare(trial) });
crate::code_of_choice!(Report {
    0 => Looked(runs),
    1 => Shrinking { replays, commands },
    2 => Searched { states, waiting, depth },
    3 => Found { find, last },
    4 => Untold { steps },
    5 => Nothing { all },
    6 => Compared(played),
});

crate::code_of_record!(ManagerSetup { start_us });
crate::code_of_choice!(Change { 0 => Split, 1 => Merge });
crate::code_of_choice!(Means { 0 => Recraft, 1 => StopAndCoordinate });
crate::code_of_record!(Trial { change, nodes, clients, pause_us, data_bytes, network, manager, seed });
crate::code_of_record!(Gap { from_us, us });
crate::code_of_record!(Summary { answered, per_second, median_us, p99_us });
crate::code_of_record!(Outcome { means, seed, took_us, gaps, before, during, after, violations });
crate::code_of_record!(Slice { answered, median_us, p99_us });
crate::code_of_record!(Mark { at_us, what });
crate::code_of_choice!(Moment { 0 => Elected(node), 1 => Crashed(node), 2 => Born(clusters), 3 => Stopping, 4 => Published(clusters) });
crate::code_of_record!(Curve { slices, marks });
crate::code_of_record!(Played { outcome, curve });
