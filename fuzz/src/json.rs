//! JSON that comes from files: a run (which may also be a stage), a campaign's report, a setup.

use recraft_sim::explore::Report;
use recraft_sim::run::Run;
use recraft_sim::setup::Setup;
use recraft_sim::world::World;

/// How long a run that was made up is played, in virtual microseconds, and how many of its commands are given.
const UNTIL_US: u64 = 200_000;
const COMMANDS: usize = 40;

/// Reads the JSON as each of them. What is read can be written and read again; a run whose setup is in order can be played.
pub fn check(data: &[u8]) {
    if let Ok(setup) = serde_json::from_slice::<Setup>(data) {
        again(&setup);
        play(&Run::new(setup));
    }
    if let Ok(run) = serde_json::from_slice::<Run>(data) {
        again(&run);
        play(&run);
    }
    if let Ok(report) = serde_json::from_slice::<Report>(data) {
        let _ = Report::combine(&[report.clone(), report]);
    }
}

fn again<T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + core::fmt::Debug>(value: &T) {
    let text = serde_json::to_string(value).expect("what was read can be written");
    assert_eq!(*value, serde_json::from_str(&text).expect("what was written can be read"));
}

fn play(run: &Run) {
    if run.setup.check().is_err() {
        // It gives a world nevertheless.
        return drop(World::new(run.setup.clone()));
    }
    let mut world = World::new(run.setup.clone());
    for timed in run.commands.iter().take(COMMANDS).filter(|timed| timed.at_us <= UNTIL_US) {
        advance(&mut world, timed.at_us);
        let _ = world.command(timed.command.clone());
    }
    advance(&mut world, UNTIL_US);
}

/// So many steps at most: a network may double every message, and timers may run out every microsecond.
fn advance(world: &mut World, until_us: u64) {
    for _ in 0..2_000 {
        if world.next_event_us().is_none_or(|next| next > until_us) || !world.step() {
            break;
        }
    }
}
