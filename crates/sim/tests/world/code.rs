//! The compact code of runs.

use recraft_protocol::io::Timer;
use recraft_protocol::keys::KeyRanges;
use recraft_protocol::machine::Operation;
use recraft_protocol::mistakes::Mistake;
use recraft_protocol::settings::{Extensions, Settings};
use recraft_protocol::types::{ClientId, ClusterId, NodeId, NodeSet, TxId};
use recraft_sim::code::{BYTES_MAX, LASTS_US_MAX, Unreadable, VERSION, read_run, write_run};
use recraft_sim::command::{Command, Part, TimedCommand};
use recraft_sim::explore::{explore, seed_of};
use recraft_sim::flight::FlightId;
use recraft_sim::presets::figure_3_script;
use recraft_sim::rng::Rng;
use recraft_sim::run::Run;
use recraft_sim::setup::{NetworkSetup, Setup, SetupError};

/// A command of every kind.
fn every_command() -> Vec<Command> {
    let (node, flight, cluster, client) = (NodeId(3), FlightId(300), ClusterId(2), ClientId(7));
    let nodes = NodeSet::from([2, 5]);
    let cas = Operation::CompareAndSet { key: "ü".into(), expected: None, value: "".into() };
    let mut settings = Settings { extensions: Extensions::all(), ..Settings::default() };
    settings.mistakes = Mistake::ALL.into_iter().collect();
    let part = Part { members: nodes.clone(), ranges: KeyRanges::everything() };
    vec![
        Command::Crash { node },
        Command::Restart { node },
        Command::Timeout { node },
        Command::Partition { groups: vec![nodes.clone(), NodeSet::new()] },
        Command::Heal,
        Command::CutLink { from: node, to: NodeId(4) },
        Command::MendLink { from: node, to: NodeId(4) },
        Command::Drop { flight },
        Command::Delay { flight, by_us: u64::MAX },
        Command::Duplicate { flight },
        Command::SetNetwork { network: NetworkSetup { loss_ppm: 1, ..NetworkSetup::default() } },
        Command::Hold,
        Command::Release,
        Command::Deliver { flight, up_to: Some(9) },
        Command::FireTimer { node, timer: Timer::LeaderAlive },
        Command::Request { client, operation: Operation::Get { key: "k".into() } },
        Command::RequestAt { client, node, operation: cas },
        Command::Load { clients: 3, pause_us: 128 },
        Command::AddSpare { node },
        Command::ChangeMembers { cluster, add: nodes.clone(), remove: NodeSet::new() },
        Command::Split { cluster, into: vec![part] },
        Command::Merge { coordinator: cluster, others: vec![ClusterId(9)], members: Some(nodes.clone()) },
        Command::CancelMerge { cluster, txid: TxId(1) },
        Command::TransferLeadership { cluster, to: node },
        Command::ChangeLearners { cluster, add: nodes, remove: NodeSet::from([1]) },
        Command::SetSettings { settings },
        Command::Catch { flight },
        Command::Arrive { flight },
    ]
}

#[test]
fn every_command_can_be_written_and_read() {
    let timed = |(nth, command)| TimedCommand { at_us: 1_000 * (nth as u64 / 3), command };
    let commands = every_command().into_iter().enumerate().map(timed).collect();
    let run = Run { setup: Setup::one_cluster(5, u64::MAX), commands };
    assert_eq!(read_run(&write_run(&run)), Ok(run));
}

#[test]
fn random_runs_and_the_story_of_figure_3_can_be_written_and_read_and_are_short() {
    for nth in 0..30 {
        let run = explore(seed_of(5, nth), 0).run;
        let bytes = write_run(&run);
        assert!(bytes.len() < 60 + 30 * run.commands.len(), "{} bytes", bytes.len());
        assert_eq!(read_run(&bytes), Ok(run));
    }
    let figure_3 = figure_3_script(1);
    let bytes = write_run(&figure_3);
    assert!(bytes.len() < 350, "{} bytes", bytes.len());
    assert_eq!(read_run(&bytes), Ok(figure_3));
}

#[test]
fn what_is_spoilt_is_refused_or_is_another_run_and_nothing_worse() {
    let bytes = write_run(&explore(3, 0).run);
    for end in 0..bytes.len() {
        assert!(read_run(&bytes[..end]).is_err(), "cut off at {end}");
    }
    let mut rng = Rng::new(1);
    for _ in 0..20_000 {
        let mut spoilt = bytes.clone();
        for _ in 0..rng.between(1, 4) {
            let place = rng.below(spoilt.len() as u64) as usize;
            spoilt[place] = rng.below(256) as u8;
        }
        if let Ok(run) = read_run(&spoilt) {
            assert_eq!(run.setup.check(), Ok(()));
            assert_eq!(read_run(&write_run(&run)), Ok(run));
        }
    }
}

#[test]
fn what_is_too_long_too_late_or_of_another_version_is_refused() {
    let run = |commands| Run { setup: Setup::one_cluster(3, 1), commands };
    let plain = write_run(&run(vec![]));
    assert_eq!(read_run(&[&[VERSION + 1], &plain[1..]].concat()), Err(Unreadable::Version(VERSION + 1)));
    assert_eq!(read_run(&[&plain[..], &[0]].concat()), Err(Unreadable::TooLong));
    assert_eq!(read_run(&vec![0; BYTES_MAX + 1]), Err(Unreadable::TooLong));
    assert_eq!(read_run(&[]), Err(Unreadable::Ends));
    let late = run(vec![TimedCommand { at_us: LASTS_US_MAX + 1, command: Command::Heal }]);
    assert_eq!(read_run(&write_run(&late)), Err(Unreadable::Number));
    let nobody = Run::new(Setup { clusters: vec![], ..Setup::one_cluster(3, 1) });
    assert_eq!(read_run(&write_run(&nobody)), Err(Unreadable::Setup(SetupError::NoNodes)));
}
