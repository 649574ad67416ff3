//! Writing a run out as a scenario: the same run when it is read again.

mod commands;
mod pieces;
mod settings;

use std::fmt::Write as _;

use recraft_protocol::keys::KeyRanges;
use recraft_sim::baseline::ManagerSetup;
use recraft_sim::run::Run;
use recraft_sim::setup::Setup;
use recraft_sim::world::World;

use crate::grammar::VERSION;
pub(crate) use pieces::{list, log, time};
use pieces::{ranges, set};
use settings::Present;

/// Writes a run out as a scenario. Told, it gives the same setup, the same commands at the same times, and at `until_us` (or when
/// the last command has been given, if that is later) the same state.
///
/// The run is played once, to find out which of its commands cannot be carried out: those are written with `try`.
#[must_use]
pub fn write(run: &Run, until_us: u64) -> String {
    let mut text = format!("recraft scenario {VERSION}\n\n");
    setup(&mut text, &run.setup);
    let mut world = World::new(run.setup.clone()).without_checks();
    let mut present = Present { settings: run.setup.settings, network: run.setup.network };
    let mut last_us = None;
    for timed in &run.commands {
        if last_us != Some(timed.at_us) {
            let _ = writeln!(text, "\nat {}", time(timed.at_us));
            last_us = Some(timed.at_us);
        }
        world.run_until(timed.at_us);
        let trying = if world.command(timed.command.clone()).is_err() { "try " } else { "" };
        let _ = writeln!(text, "{trying}{}", commands::command(&timed.command, &mut present));
    }
    if until_us > run.last_command_us() || last_us.is_none() {
        let _ = writeln!(text, "\nat {}", time(until_us));
    }
    text
}

/// The commands of a run as lines of a scenario say them, in order.
#[must_use]
pub fn command_lines(run: &Run) -> Vec<String> {
    let mut present = Present { settings: run.setup.settings, network: run.setup.network };
    run.commands.iter().map(|timed| commands::command(&timed.command, &mut present)).collect()
}

/// A time as scenarios write it, exactly: `300ms`, `1.5s`.
#[must_use]
pub fn time_text(us: u64) -> String {
    time(us)
}

/// Keys as scenarios write them: `keys up to h`.
#[must_use]
pub fn ranges_text(keys: &KeyRanges) -> String {
    ranges(keys)
}

fn setup(text: &mut String, setup: &Setup) {
    let _ = writeln!(text, "seed {}", setup.seed);
    for cluster in &setup.clusters {
        let _ = writeln!(
            text,
            "cluster {} of {} with {}",
            cluster.cluster,
            set(&cluster.members),
            ranges(&cluster.ranges)
        );
    }
    if !setup.spares.is_empty() {
        let _ = writeln!(text, "spares {}", set(&setup.spares));
    }
    let present = Present { settings: setup.settings, network: setup.network };
    for setting in settings::differences(&Present::default(), &present) {
        let _ = writeln!(text, "set {setting}");
    }
    if setup.manager != ManagerSetup::default() {
        let _ = writeln!(text, "manager starts nodes in {}", time(setup.manager.start_us));
    }
    for (node, stage) in &setup.stage {
        let _ = write!(text, "{node} begins with term {}", stage.term);
        if let Some(vote) = stage.vote {
            let _ = write!(text, ", vote {vote}");
        }
        if !stage.log.is_empty() {
            let entries: Vec<String> = stage.log.iter().map(pieces::staged_entry).collect();
            let _ = write!(text, ", log {}", entries.join(" "));
        }
        let _ = writeln!(text, ", committed {}", stage.commit);
    }
}
