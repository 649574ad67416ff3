//! Any run can be written out, and reading it back gives the same run.

use recraft_protocol::io::Timer;
use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::machine::Operation;
use recraft_protocol::mistakes::{Mistake, Mistakes};
use recraft_protocol::settings::{Extensions, MembershipScheme, Reads, Settings};
use recraft_protocol::text::Text;
use recraft_protocol::types::{ClientId, ClusterId, NodeId, NodeSet, TxId};
use recraft_script::{parse, play, write};
use recraft_sim::command::{Command, Part, TimedCommand};
use recraft_sim::explore::{Knobs, explore, explore_with, seed_of};
use recraft_sim::flight::FlightId;
use recraft_sim::presets::figure_3_script;
use recraft_sim::run::Run;
use recraft_sim::setup::{NetworkSetup, Setup};
use recraft_sim::stage::{NodeStage, StagedEntry};

/// Writes a run out, reads it back and tells it; gives back the text.
fn there_and_back(run: &Run, until_us: u64) -> String {
    let text = write(run, until_us);
    let scenario = match parse(&text) {
        Ok(scenario) => scenario,
        Err(errors) => panic!("{}\nin:\n{text}", errors[0]),
    };
    let report = play(&scenario);
    assert_eq!(report.run.setup, run.setup, "{text}");
    for (told, given) in report.run.commands.iter().zip(&run.commands) {
        assert_eq!(told, given, "{text}");
    }
    assert_eq!(report.run.commands.len(), run.commands.len(), "{text}");
    let until_us = until_us.max(run.last_command_us());
    assert_eq!(report.world.now_us(), until_us);
    assert_eq!(report.world.state_hash(), run.play(until_us).state_hash());
    text
}

#[test]
fn random_runs_are_the_same_when_they_are_read_back() {
    let mut commands = 0;
    for nth in 0..25 {
        let outcome = explore(seed_of(11, nth), 0);
        commands += outcome.run.commands.len();
        there_and_back(&outcome.run, outcome.ended_us);
    }
    assert!(commands > 500, "{commands} commands are too few to tell");
}

#[test]
fn random_runs_of_the_baseline_are_the_same_when_they_are_read_back() {
    let mut managed = 0;
    for nth in 0..15 {
        let outcome = explore_with(&Knobs::of_baseline(), seed_of(12, nth), 0);
        managed += there_and_back(&outcome.run, outcome.ended_us).matches("stop and ").count();
    }
    assert!(managed > 20, "{managed} are too few to tell");
}

#[test]
fn the_story_of_figure_3_is_the_same_when_it_is_read_back() {
    let text = there_and_back(&figure_3_script(1), 12_000_000);
    assert!(text.contains("merge c2 with c3"), "{text}");
    assert!(!text.contains("try "), "{text}");
}

fn operations() -> Vec<Operation> {
    let text = |text: &str| Text::from(text);
    vec![
        Operation::Get { key: text("a b") },
        Operation::Put { key: text("#"), value: text("\"\\\n\u{7}ü") },
        Operation::Append { key: text("to"), value: text("to") },
        Operation::Delete { key: text("") },
        Operation::CompareAndSet { key: text("at"), expected: None, value: text("if") },
        Operation::CompareAndSet { key: text("x"), expected: Some(text("absent")), value: text("at") },
    ]
}

fn some_settings() -> Vec<Settings> {
    let extensions = Extensions {
        reads: Reads::ReadIndex,
        membership: MembershipScheme::OneAtATime,
        sessions: false,
        compact_after: None,
        ..Extensions::all()
    };
    let plain = Settings::default();
    let joint = Extensions { membership: MembershipScheme::Joint, chunk: None, ..Extensions::all() };
    let some: Mistakes = Mistake::ALL.into_iter().step_by(2).collect();
    vec![
        Settings { extensions: Extensions::all(), ..plain },
        Settings { extensions, mistakes: some, ..plain },
        Settings { extensions: joint, mistakes: Mistake::ALL.into_iter().collect(), ..plain },
        plain,
        plain,
    ]
}

fn every_command() -> Vec<Command> {
    let (n1, n2, c1) = (NodeId(1), NodeId(2), ClusterId(1));
    let sets = || vec![NodeSet::from([1, 3]), NodeSet::new()];
    let distant = KeyRanges::of([KeyRange::new("", "a b"), KeyRange::new("c", "d"), KeyRange::new("x", "")]);
    let part = |members: NodeSet, ranges: &KeyRanges| Part { members, ranges: ranges.clone() };
    let parts = vec![part(NodeSet::from([1]), &distant), part(NodeSet::new(), &KeyRanges::default())];
    let whole = vec![part(NodeSet::from([1, 2, 3]), &KeyRanges::everything())];
    let managed = vec![
        part(NodeSet::from([1, 2]), &KeyRanges::of([KeyRange::new("", "m")])),
        part(NodeSet::from([3]), &KeyRanges::of([KeyRange::new("m", "")])),
    ];
    let network = NetworkSetup { loss_ppm: 12_345, duplication_ppm: 1, ..NetworkSetup::default() };
    let mut all = vec![
        Command::Crash { node: n1 },
        Command::Restart { node: n1 },
        Command::Restart { node: n2 },
        Command::Timeout { node: n1 },
        Command::Partition { groups: sets() },
        Command::Partition { groups: Vec::new() },
        Command::Heal,
        Command::CutLink { from: n1, to: n2 },
        Command::MendLink { from: n2, to: n1 },
        Command::Drop { flight: FlightId(1) },
        Command::Delay { flight: FlightId(2), by_us: 1_234_567 },
        Command::Duplicate { flight: FlightId(3) },
        Command::Catch { flight: FlightId(4) },
        Command::Arrive { flight: FlightId(5) },
        Command::SetNetwork { network },
        Command::SetNetwork { network: NetworkSetup { bytes_per_second: Some(70_000), ..network } },
        Command::SetNetwork { network },
        Command::Hold,
        Command::Timeout { node: n2 },
        Command::Deliver { flight: FlightId(5), up_to: None },
        Command::Deliver { flight: FlightId(6), up_to: Some(7) },
        Command::FireTimer { node: n1, timer: Timer::Heartbeat },
        Command::FireTimer { node: n1, timer: Timer::Pull },
        Command::FireTimer { node: n1, timer: Timer::Merge },
        Command::FireTimer { node: n1, timer: Timer::Election },
        Command::FireTimer { node: n1, timer: Timer::LeaderAlive },
        Command::Release,
        Command::Load { clients: 2, pause_us: 20_000 },
        Command::Load { clients: 0, pause_us: 1 },
        Command::AddSpare { node: NodeId(9) },
        Command::ChangeMembers { cluster: c1, add: NodeSet::from([9]), remove: NodeSet::new() },
        Command::ChangeMembers { cluster: c1, add: NodeSet::new(), remove: NodeSet::new() },
        Command::ChangeLearners { cluster: c1, add: NodeSet::from([9, 8]), remove: NodeSet::from([1, 2]) },
        Command::Split { cluster: c1, into: parts },
        Command::Split { cluster: c1, into: whole },
        Command::Split { cluster: c1, into: Vec::new() },
        Command::Merge { coordinator: c1, others: vec![ClusterId(3), ClusterId(2)], members: None },
        Command::Merge { coordinator: c1, others: Vec::new(), members: Some(NodeSet::new()) },
        Command::ManagedSplit { cluster: c1, into: managed },
        Command::CrashManager,
        Command::ManagedSplit { cluster: c1, into: Vec::new() },
        Command::RestartManager,
        Command::ManagedMerge { clusters: vec![ClusterId(3), ClusterId(2)], members: None },
        Command::ManagedMerge { clusters: Vec::new(), members: Some(NodeSet::from([2, 1])) },
        Command::CancelMerge { cluster: c1, txid: TxId(1) },
        Command::TransferLeadership { cluster: c1, to: n2 },
    ];
    all.extend(some_settings().into_iter().map(|settings| Command::SetSettings { settings }));
    for (nth, operation) in operations().into_iter().enumerate() {
        let client = ClientId(nth as u32 + 1);
        all.push(Command::Request { client, operation: operation.clone() });
        all.push(Command::RequestAt { client: ClientId(client.0 + 20), node: n2, operation });
    }
    all
}

#[test]
fn every_command_can_be_written_and_read_whether_it_can_be_done_or_not() {
    let commands = every_command().into_iter().enumerate();
    let timed =
        commands.map(|(nth, command)| TimedCommand { at_us: 400_000 + nth as u64 / 2 * 7_001, command });
    let run = Run { setup: Setup::one_cluster(3, 5), commands: timed.collect() };
    let text = there_and_back(&run, 3_000_000);
    assert!(text.contains("try "), "some of them cannot be done");
}

#[test]
fn every_setting_and_stage_can_be_written_and_read() {
    for settings in some_settings() {
        let entries = operations().into_iter().enumerate().map(|(nth, operation)| StagedEntry {
            term: nth as u32 / 2 + 1,
            operation: (nth > 0).then_some(operation),
        });
        let one = NodeStage { term: 7, vote: Some(NodeId(2)), log: entries.collect(), commit: 3 };
        let two = NodeStage { term: 1, ..NodeStage::default() };
        let mut setup = Setup { settings, ..Setup::one_cluster(3, u64::MAX) };
        setup.spares = NodeSet::from([7, 9]);
        setup.network.latency.max_us = 30_001;
        setup.network.bytes_per_second = Some(1_234);
        setup.manager.start_us = 1_500;
        setup.settings.timing.election.min_us = 150_001;
        setup.stage = [(NodeId(1), one), (NodeId(3), two)].into_iter().collect();
        there_and_back(&Run::new(setup), 1_000_000);
    }
}
