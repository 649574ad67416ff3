//! Time travel: wherever a history goes, it shows what playing straight through shows.

mod branches;
mod follow;
mod search;
mod seek;

use recraft_sim::command::{Command, TimedCommand};
use recraft_sim::explore::{explore, seed_of};
use recraft_sim::history::{History, Moment};
use recraft_sim::presets::figure_3_script;
use recraft_sim::run::Run;
use recraft_sim::world::World;

/// Random runs with all faults and reconfigurations, and how long each is.
fn random_runs(count: u64) -> impl Iterator<Item = (Run, u64)> {
    (0..count).map(|nth| {
        let outcome = explore(seed_of(11, nth), 0);
        (outcome.run, outcome.ended_us)
    })
}

/// A run that was played to its end.
fn played(run: &Run, until_us: u64) -> History {
    let mut history = History::with_spacing(run.clone(), 512);
    history.play_to(until_us);
    history
}

/// The story of Figure 3 with clients, some crashes, losses, changed settings and a time during which all is held.
fn story() -> Run {
    let mut run = figure_3_script(3);
    let at = |at_us, command| TimedCommand { at_us, command };
    let mut settings = run.setup.settings;
    settings.timing.heartbeat_us /= 2;
    run.commands.extend([
        at(1_500_000, Command::Load { clients: 3, pause_us: 20_000 }),
        at(3_000_000, Command::SetSettings { settings }),
        at(4_000_000, Command::Hold),
        at(4_200_000, Command::Release),
    ]);
    run.commands.sort_by_key(|timed| timed.at_us);
    run
}

/// The world at a moment, played straight through.
fn straight(run: &Run, to: Moment) -> World {
    let mut world = World::new(run.setup.clone());
    for timed in run.commands.iter().take(to.given).filter(|timed| timed.at_us <= to.at_us) {
        world.run_until(timed.at_us);
        let _ = world.command(timed.command.clone());
    }
    world.run_until(to.at_us);
    world
}

/// Everything that a page shows of a world must be as it is when played straight through.
fn assert_same(history: &History, run: &Run) {
    let (there, world) = (straight(run, history.moment()), history.world());
    let moment = history.moment();
    assert_eq!(there.state_hash(), world.state_hash(), "{moment:?}");
    assert_eq!((there.now_us(), there.last_seq()), (world.now_us(), world.last_seq()));
    assert_eq!(there.statistics(), world.statistics());
    let recorded = world.events().count();
    assert!(recorded as u64 >= world.last_seq().min(recraft_sim::history::WINDOW), "{recorded}");
    let both = recorded.min(there.events().count());
    assert!(there.events().rev().take(both).eq(world.events().rev().take(both)));
    assert!(there.checks().violations().eq(world.checks().violations()));
    assert!(there.checks().must_hold().eq(world.checks().must_hold()));
}
